"""Searches that are kept under a name, and what is new to them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from mahdar.archive import dialect, kept, schema, search
from mahdar.archive.answers import Alert, Fresh, SavedSearch
from mahdar.archive.finding import Filters
from mahdar.archive.search_query import parse
from mahdar.errors import UnknownSearch

_s = schema.searches.c


def save(connection: sa.Connection, name: str, words: str, parts: Sequence[str], filters: Filters) -> None:
    """Keep a search; what is in the archive now is not new to it. One of that name is replaced. Raises `BadDate`."""
    search.asked(connection, parse(words), parts, filters)
    now = kept.now()
    row = {
        "name": name, "words": words, "parts": " ".join(parts), "since": filters.since, "until": filters.until,
        "outlet": filters.outlet, "party": filters.party, "seen": newest(connection), "saved_at": now, "looked_at": now,
    }  # fmt: skip
    connection.execute(dialect.upsert(schema.searches), row)


def forget(connection: sa.Connection, name: str) -> None:
    """Keep a search no longer. Raises `UnknownSearch`."""
    if connection.execute(sa.delete(schema.searches).where(_s.name == name)).rowcount == 0:
        raise _unknown(name)


def saved(connection: sa.Connection) -> list[SavedSearch]:
    """What is kept, in order of the names."""
    rows = sorted(connection.execute(sa.select(schema.searches)), key=lambda row: row.name)
    return [
        SavedSearch(row.name, row.words, row.parts.split(), row.since, row.until, row.outlet, row.party, row.saved_at,
                    row.looked_at)
        for row in rows
    ]  # fmt: skip


def newest(connection: sa.Connection) -> int:
    """The key of the report that came last."""
    return int(connection.execute(sa.select(sa.func.max(schema.reports.c.key))).scalar_one() or 0)


def alerts(connection: sa.Connection, names: Sequence[str], limit: int | None) -> list[Alert]:
    """What is new to the searches of these names, or to all; those with nothing new aside. Raises `UnknownSearch`."""
    rows = {row.name: row for row in connection.execute(sa.select(schema.searches))}
    for name in names:
        if name not in rows:
            raise _unknown(name)
    told = []
    for name in sorted(set(names) or rows):
        row = rows[name]
        query, filters = parse(row.words), Filters(row.since, row.until, row.outlet, row.party)
        asked = search.asked(connection, query, row.parts.split(), filters, after=row.seen)
        count = search.count(connection, asked)
        if count:
            found = search.hits(connection, query, search.best(connection, asked, limit, 0))
            told.append(Alert(name, row.words, row.looked_at, count, found))
    return told


def newest_hits(connection: sa.Connection, name: str, limit: int) -> list[Fresh]:
    """What a saved search finds, what came last first. Raises `UnknownSearch`."""
    row = connection.execute(sa.select(schema.searches).where(_s.name == name)).first()
    if row is None:
        raise _unknown(name)
    query, filters = parse(row.words), Filters(row.since, row.until, row.outlet, row.party)
    places = search.newest(connection, search.asked(connection, query, row.parts.split(), filters), limit)
    r = schema.reports.c
    keys = {place.report for place in places}
    rows = connection.execute(sa.select(r.key, r.added_at).where(r.key.in_(keys)))
    added = {row.key: row.added_at for row in rows}
    found = search.hits(connection, query, places)
    return [Fresh(added[place.report], hit) for place, hit in zip(places, found, strict=True)]


def mark_seen(connection: sa.Connection, names: Sequence[str], up_to: int) -> None:
    """Note that reports of keys up to `up_to` are new no longer to the searches of these names, or to all."""
    changed = sa.update(schema.searches).values(seen=up_to, looked_at=kept.now()).where(_s.seen <= up_to)
    connection.execute(changed.where(_s.name.in_(names)) if names else changed)


def _unknown(name: str) -> UnknownSearch:
    return UnknownSearch("no search is saved under that name", remedy="look with 'mahdar alerts --list'", where=name)
