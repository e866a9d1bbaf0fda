"""Finding reports: by the words in them, by date, outlet and party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, people, schema
from mahdar.archive.answers import Hit, ReportLine, StoredReport
from mahdar.archive.days import bounds
from mahdar.archive.wanted import Term, matches, snippet_span, terms_of
from mahdar.errors import UnknownReport

_r = schema.reports.c
_LINE = (_r.id, _r.title, _r.date, _r.day, _r.url, _r.outlet, _r.path)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports are asked for; None asks for all."""

    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    party: str | None = None

    def conditions(self, connection: sa.Connection) -> list[sa.ColumnElement[bool]]:
        """The filters as SQL. Raises `BadDate`."""
        found = within(self.since, self.until, _r.first_day, _r.last_day)
        if self.outlet is not None:
            found.append(_r.outlet == self.outlet)
        if self.party is not None:
            chosen = people.carriers(people.meant_by(connection, self.party))
            found.append(_r.key.in_(sa.select(chosen.c.report)))
        return found


def within(
    since: str | None, until: str | None, first_day: sa.ColumnElement[Any], last_day: sa.ColumnElement[Any]
) -> list[sa.ColumnElement[bool]]:
    """The condition that a stretch of days meets the one from `since` to `until`. Raises `BadDate`."""
    begins, ends = bounds(since, until)
    found: list[sa.ColumnElement[bool]] = []
    if begins is not None:
        found.append(last_day >= begins)
    if ends is not None:
        found.append(first_day <= ends)
    return found


def search(connection: sa.Connection, words: str, filters: Filters, limit: int | None, offset: int) -> list[Hit]:
    """Reports that all the words occur in, the best match first."""
    terms = terms_of(words)
    conditions = filters.conditions(connection)
    if not terms:
        return []
    hits = _matching(terms)
    # Keys first: a sort that carries the texts of all hits takes twice as long.
    best = sa.select(hits.c.report).order_by(hits.c.rank, hits.c.report).limit(limit).offset(offset)
    if conditions:
        best = best.join(schema.reports, hits.c.report == _r.key).where(*conditions)
    keys = list(connection.execute(best).scalars())
    found = {}
    for some in dialect.chunks(keys):
        query = sa.select(_r.key, _r.id, _r.title, _r.day, _r.outlet, _r.text).where(_r.key.in_(some))
        found.update({key: _hit(terms, *rest) for key, *rest in connection.execute(query)})
    return [found[key] for key in keys]


def search_count(connection: sa.Connection, words: str, filters: Filters) -> int:
    """How many reports `search` finds."""
    terms = terms_of(words)
    conditions = filters.conditions(connection)
    if not terms:
        return 0
    hits = _matching(terms)
    query = sa.select(sa.func.count()).select_from(schema.reports).join(hits, hits.c.report == _r.key)
    return int(connection.execute(query.where(*conditions)).scalar_one())


def with_words(terms: list[Term]) -> sa.Select[tuple[int]]:
    """Keys of the reports that `terms` occur in."""
    return sa.select(_matching(terms).c.report)


def _matching(terms: list[Term]) -> sa.Subquery:
    return dialect.matching(dialect.full_text_query([term.ways() for term in terms]))


def _hit(terms: list[Term], report: str, title: str | None, day: str | None, outlet: str | None, text: str) -> Hit:
    found = matches(terms, text)
    start, end = snippet_span(text, found)
    return Hit(
        report=report,
        title=title,
        day=day,
        outlet=outlet,
        snippet=text[start:end],
        snippet_span=(start, end),
        spans=list(dict.fromkeys((s, e) for s, e, _ in found if start <= s and e <= end)),
        title_spans=list(dict.fromkeys((s, e) for s, e, _ in matches(terms, title or ""))),
    )


def reports(connection: sa.Connection, filters: Filters, limit: int | None, offset: int) -> list[ReportLine]:
    """Reports without their texts, newest first, undated last."""
    query = sa.select(*_LINE).where(*filters.conditions(connection))
    query = query.order_by(_r.first_day.desc().nulls_last(), _r.key).limit(limit).offset(offset)
    return [ReportLine(*row) for row in connection.execute(query)]


def key_of(connection: sa.Connection, id_or_prefix: str) -> int:
    """The key of the report with that id, or the only one whose id begins so. Raises `UnknownReport`."""
    exact = connection.execute(sa.select(_r.key).where(_r.id == id_or_prefix)).scalar_one_or_none()
    if exact is not None:
        return int(exact)
    like = _r.id.startswith(id_or_prefix, autoescape=True) if id_or_prefix else sa.false()
    # LIKE takes Latin letters of either case for one; ids do not.
    found = connection.execute(sa.select(_r.key, _r.id).where(like).order_by(_r.id))
    near = [row for row in found if row.id.startswith(id_or_prefix)]
    if len(near) == 1:
        return int(near[0].key)
    if not near:
        raise UnknownReport("no report of that id", remedy="look it up with 'mahdar search'", where=id_or_prefix)
    some = ", ".join(row.id for row in near[:5])
    raise UnknownReport(
        f"{len(near):,} reports have an id that begins so ({some}{', …' if len(near) > 5 else ''})",
        expected="one",
        remedy="give more of the id",
        where=id_or_prefix,
    )


def report(connection: sa.Connection, id_or_prefix: str) -> StoredReport:
    """A report with its text. Raises `UnknownReport`."""
    key = key_of(connection, id_or_prefix)
    row = connection.execute(sa.select(schema.reports).where(_r.key == key)).one()
    s, d = schema.sightings.c, schema.records.c
    also = connection.execute(sa.select(s.id, s.path).where(s.report == key).order_by(s.id, s.path))
    readers = connection.execute(sa.select(d.reader).where(d.report == key).order_by(d.key)).scalars()
    return StoredReport(
        id=row.id, title=row.title, date=row.date, day=row.day, url=row.url, outlet=row.outlet, path=row.path,
        text=row.text, given_id=row.given_id, content_hash=row.content_hash, added_at=row.added_at,
        also=[(other.id, other.path or None) for other in also], readers=list(readers),
    )  # fmt: skip


def record_json(connection: sa.Connection, id_or_prefix: str, reader: str | None) -> str:
    """The record of a report by `reader`, else by the one that read it last. Raises `UnknownReport`."""
    key = key_of(connection, id_or_prefix)
    d = schema.records.c
    query = sa.select(d.record).where(d.report == key).order_by(d.key.desc()).limit(1)
    found = connection.execute(query if reader is None else query.where(d.reader == reader)).scalar_one_or_none()
    if found is None:
        raise UnknownReport(f"no record by {reader}", remedy="read it with that version", where=id_or_prefix)
    return str(found)


def latest_records(connection: sa.Connection) -> Iterator[tuple[str | None, str | None, str, str]]:
    """Day, outlet and text of every report, with its record by the reader that read it last, in the order of adding."""
    d = schema.records.c
    last = sa.select(sa.func.max(d.key)).group_by(d.report)
    query = sa.select(_r.day, _r.outlet, _r.text, d.record).join_from(
        schema.reports, schema.records, d.report == _r.key
    )
    query = query.where(d.key.in_(last)).order_by(_r.key).execution_options(yield_per=dialect.CHUNK)
    for row in connection.execute(query):
        yield row.day, row.outlet, row.text, row.record
