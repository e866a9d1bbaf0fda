"""Counts that are kept, so that no page counts the archive: how many rows tables have, how often entities are named,
what took place where in which month. The first changes with every report, the others with every linking.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from mahdar.arabic.latin import latin_key
from mahdar.archive import dialect, schema
from mahdar.archive.wanted import index_words

#: Letters of a day that name its month.
MONTH = 7
#: Kinds of what reports name.
KINDS = ("person", "body", "place")
#: The tables whose rows are counted.
TABLES = (schema.reports, *schema.DERIVED)
_i, _r, _p = schema.identities.c, schema.reports.c, schema.parties.c


# -- rows of tables ------------------------------------------------------------------------------------------------


def add(connection: sa.Connection, rows: Mapping[str, int]) -> None:
    """Count so many more rows (or less) of each table."""
    t = schema.counted.c
    for part, lines in rows.items():
        changed = sa.update(schema.counted).where(t.part == part).values(lines=t.lines + lines)
        if lines and not connection.execute(changed).rowcount:
            connection.execute(sa.insert(schema.counted), {"part": part, "lines": lines})


def of_reports(connection: sa.Connection, reports: Sequence[int]) -> dict[str, int]:
    """How many rows of each table these reports have."""
    found: dict[str, int] = {}
    for table in TABLES:
        key = table.c.key if table is schema.reports else table.c.report
        for some in dialect.chunks(reports):
            many = connection.execute(sa.select(sa.func.count()).select_from(table).where(key.in_(some))).scalar_one()
            found[table.name] = found.get(table.name, 0) + int(many)
    return found


def rows_of(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table has."""
    found = {row.part: int(row.lines) for row in connection.execute(sa.select(schema.counted))}
    return {table.name: found.get(table.name, 0) for table in TABLES}


# -- what was linked -----------------------------------------------------------------------------------------------


def refresh(connection: sa.Connection) -> None:
    """Count anew what the linking found."""
    for table in (schema.named, schema.entity_names, schema.place_months, schema.office_roles):
        connection.execute(sa.delete(table))
    roles = connection.execute(sa.select(schema.offices.c.role).distinct()).scalars()
    _insert(connection, schema.office_roles, [(role, index_words(role)) for role in roles])
    _insert(connection, schema.named, _named(connection))
    connection.execute(sa.insert(schema.entity_names).from_select(["name", "entity", "times"], _called()))
    _insert(connection, schema.place_months, [*connection.execute(_met()), *connection.execute(_happened())])


def refresh_some(connection: sa.Connection, entities: Collection[str]) -> None:
    """Count anew what there is of some entities, where engagements are to be linked anew (`withdrawal`)."""
    months = schema.place_months
    connection.execute(sa.delete(months).where(months.c.part == "engagements"))
    connection.execute(sa.delete(schema.office_roles))
    for some in dialect.chunks(sorted(entities)):
        connection.execute(sa.delete(schema.named).where(schema.named.c.entity.in_(some)))
        connection.execute(sa.delete(months).where(months.c.place.in_(some)))
        _insert(connection, schema.named, _named(connection, some))
        connection.execute(sa.delete(schema.entity_names).where(schema.entity_names.c.entity.in_(some)))
        connection.execute(sa.insert(schema.entity_names).from_select(["name", "entity", "times"], _called(some)))
        _insert(connection, months, list(connection.execute(_happened(some))))


def latin_words(name: str) -> list[str]:
    """What the words of a name in Latin letters are compared by, as `named.latin` has them between spaces."""
    return sorted(latin_key(name))


def _named(connection: sa.Connection, some: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    e = schema.entities.c
    english = sa.select(e.id, e.name_en).where(e.name_en.is_not(None), *_among(e.id, some))
    latin = {id_: f" {' '.join(latin_words(name))} " for id_, name in connection.execute(english)}
    query = (
        sa.select(_i.entity, _i.kind, sa.func.count(sa.distinct(_i.report)), sa.func.sum(_p.mentions),
                  sa.func.min(_r.first_day), sa.func.max(_r.last_day))
        .select_from(schema.identities)
        .join(schema.reports, _r.key == _i.report)
        .join(schema.parties, sa.and_(_p.report == _i.report, _p.party == _i.item))
        .where(_i.kind.in_(KINDS), _i.item.is_not(None), *_among(_i.entity, some))
        .group_by(_i.entity, _i.kind)
    )  # fmt: skip
    return [(*row, latin.get(row[0])) for row in connection.execute(query)]


def _called(some: Sequence[str] | None = None) -> sa.Select[Any]:
    """The names that reports give to each entity."""
    pn = schema.party_names.c
    query = sa.select(pn.name, _i.entity, sa.func.count()).select_from(schema.identities)
    query = query.join(schema.party_names, sa.and_(pn.report == _i.report, pn.party == _i.item))
    query = query.where(_i.kind.in_(KINDS), _i.item.is_not(None), *_among(_i.entity, some))
    return query.group_by(pn.name, _i.entity)


def _met() -> sa.Select[Any]:
    a, e = schema.event_accounts.c, schema.events.c
    own = sa.select(a.place, e.kind, *_months(a.first_day, a.last_day)).join(schema.events, e.id == a.id)
    return _counted("engagements", own.where(a.place.is_not(None)))


def _happened(some: Sequence[str] | None = None) -> sa.Select[Any]:
    t = schema.incidents.c
    days = (sa.func.coalesce(t[name], _r[name]) for name in ("first_day", "last_day"))
    here = sa.and_(_i.report == t.report, _i.item == t.place, _i.kind == "place")
    own = (
        sa.select(_i.entity.label("place"), t.type.label("kind"), *_months(*days))
        .select_from(schema.incidents)
        .join(schema.identities, here)
        .join(schema.reports, _r.key == t.report)
        .where(t.place.is_not(None), *_among(_i.entity, some))
    )
    return _counted("incidents", own)


def _months(*days: sa.ColumnElement[Any]) -> list[sa.ColumnElement[Any]]:
    names = "first_month", "last_month"
    return [
        sa.func.coalesce(sa.func.substr(day, 1, MONTH), "").label(name) for name, day in zip(names, days, strict=True)
    ]


def _counted(part: str, lines: sa.Select[Any]) -> sa.Select[Any]:
    c = lines.subquery().c
    by = c.kind, c.first_month, c.last_month
    return sa.select(c.place, sa.literal(part), *by, sa.func.count()).group_by(c.place, *by)


def _among(column: sa.ColumnElement[str], some: Sequence[str] | None) -> list[sa.ColumnElement[bool]]:
    return [] if some is None else [column.in_(some)]


def _insert(connection: sa.Connection, table: sa.Table, rows: Collection[Any]) -> None:
    if rows:
        dialect.insert_rows(connection, table, [tuple(row) for row in rows])
