"""Counts that are kept, so that no page counts the archive: how many rows tables have, how often entities are named,
what took place where in which month. The first changes with every report, the others with every linking.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from mahdar.arabic.latin import latin_key
from mahdar.archive import chain_steps, dialect, schema, waiting_lines
from mahdar.archive.wanted import index_words

#: Letters of a day that name its month.
MONTH = 7
#: Kinds of what reports name.
KINDS = ("person", "body", "place")
#: Of how many of its newest reports the keys are kept with an entity.
NEWEST = 5
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
    for table in (schema.named, schema.entity_names, schema.entity_roles, schema.place_months, schema.office_roles):
        connection.execute(sa.delete(table))
    roles = connection.execute(sa.select(schema.offices.c.role).distinct()).scalars()
    _insert(connection, schema.office_roles, [(role, index_words(role)) for role in roles])
    _insert(connection, schema.named, _named(connection))
    _call(connection)
    _insert(connection, schema.place_months, [*connection.execute(_met()), *connection.execute(_happened())])
    connection.execute(sa.delete(schema.said_of))
    _insert_selected(connection, schema.said_of, _said())
    waiting_lines.refresh(connection)
    chain_steps.refresh(connection)


def refresh_some(connection: sa.Connection, entities: Collection[str], *, without: Sequence[int]) -> None:
    """Count anew what there is of some entities, where engagements are to be linked anew for reports that are gone
    (`withdrawal`).
    """
    months = schema.place_months
    connection.execute(sa.delete(months).where(months.c.part == "engagements"))
    connection.execute(sa.delete(schema.office_roles))
    for some in dialect.chunks(sorted(entities)):
        connection.execute(sa.delete(schema.named).where(schema.named.c.entity.in_(some)))
        connection.execute(sa.delete(months).where(months.c.place.in_(some)))
        _insert(connection, schema.named, _named(connection, some))
        for table in (schema.entity_names, schema.entity_roles):
            connection.execute(sa.delete(table).where(table.c.entity.in_(some)))
        _call(connection, some)
        _insert(connection, months, list(connection.execute(_happened(some))))
    _mend_said(connection, entities, without)
    waiting_lines.touched_by(connection, sorted(entities))
    chain_steps.forget(connection)


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
        .select_from(_parties())
        .join(schema.reports, _r.key == _i.report)
        .where(*_of_entities(some))
        .group_by(_i.entity, _i.kind)
    )  # fmt: skip
    types, newest = _types(connection, some), _newest(connection, some)
    return [(*row, latin.get(row[0]), types[row[0]], json.dumps(newest[row[0]])) for row in connection.execute(query)]


def _types(connection: sa.Connection, some: Sequence[str] | None) -> dict[str, str]:
    """The type that most parties of each entity have."""
    query = sa.select(_i.entity, _p.type).select_from(_parties()).where(*_of_entities(some))
    query = query.group_by(_i.entity, _p.type).order_by(sa.func.count(), _p.type.desc())
    return {row.entity: row.type for row in connection.execute(query)}


def _newest(connection: sa.Connection, some: Sequence[str] | None) -> dict[str, list[int]]:
    """The keys of the `NEWEST` reports that name each entity, as lists have them: undated ones last."""
    named = sa.select(_i.entity, _i.report).select_from(_parties()).where(*_of_entities(some)).distinct().subquery()
    place = sa.func.row_number().over(
        partition_by=named.c.entity, order_by=(_r.first_day.desc().nulls_last(), named.c.report)
    )
    placed = sa.select(named.c.entity, named.c.report, place.label("place"))
    placed_reports = placed.join(schema.reports, _r.key == named.c.report).subquery().c
    query = sa.select(placed_reports.entity, placed_reports.report).where(placed_reports.place <= NEWEST)
    found: dict[str, list[int]] = defaultdict(list)
    for entity, report in connection.execute(query.order_by(placed_reports.entity, placed_reports.place)):
        found[entity].append(report)
    return found


def _call(connection: sa.Connection, some: Sequence[str] | None = None) -> None:
    """Write which names and roles reports give to each entity."""
    pn, i = schema.party_names.c, schema.identities
    longest = sa.func.sum(sa.case((pn.n == 0, 1), else_=0))
    names = (
        sa.select(pn.name, _i.entity, sa.func.count(), longest)
        .select_from(i.join(schema.party_names, sa.and_(pn.report == _i.report, pn.party == _i.item)))
        .where(*_of_entities(some))
        .group_by(pn.name, _i.entity)
    )
    roles = sa.select(_i.entity, _p.role, sa.func.count()).select_from(_parties())
    roles = roles.where(_p.role != "", *_of_entities(some)).group_by(_i.entity, _p.role)
    for table, rows in ((schema.entity_names, names), (schema.entity_roles, roles)):
        _insert_selected(connection, table, rows)


def _parties() -> sa.Join:
    return schema.identities.join(schema.parties, sa.and_(_p.report == _i.report, _p.party == _i.item))


def _of_entities(some: Sequence[str] | None) -> list[sa.ColumnElement[bool]]:
    return [_i.kind.in_(KINDS), _i.item.is_not(None), *_among(_i.entity, some)]


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


def _said(reports: sa.SelectBase | None = None) -> sa.Select[Any]:
    """Which statements (of some reports) of which speaker name whom: who is mentioned in their words."""
    s, t, m = schema.speakers.c, schema.statements.c, schema.mentions.c
    who, whom = schema.identities.alias(), schema.identities.alias()
    spoken = dialect.InOrder(schema.speakers, who, sa.and_(who.c.report == s.report, who.c.item == s.party))
    said = dialect.InOrder(spoken, schema.statements, sa.and_(t.report == s.report, t.n == s.n))
    there = sa.and_(m.report == t.report, m.start >= t.start, m.end <= t.end)
    party = sa.and_(whom.c.report == m.report, whom.c.item == m.party)
    mentioned = dialect.InOrder(dialect.InOrder(said, schema.mentions, there), whom, party)
    some = [] if reports is None else [s.report.in_(reports)]
    return (
        sa.select(whom.c.entity, who.c.entity, s.report, s.n)
        .select_from(mentioned)
        .where(*(each.c.kind.in_(KINDS) for each in (who, whom)), *some)
        .distinct()
    )


def _mend_said(connection: sa.Connection, entities: Collection[str], without: Sequence[int]) -> None:
    """Take reports that are gone out of `said_of`, and let what went by an entity that is gone go by its heir."""
    said, t = schema.said_of, schema.said_of.c
    for withdrawn in dialect.chunks(without):
        connection.execute(sa.delete(said).where(t.report.in_(withdrawn)))
    reports: set[int] = set()
    for some in dialect.chunks(sorted(entities)):
        there = set(connection.execute(sa.select(_i.entity).where(_i.entity.in_(some)).distinct()).scalars())
        gone = [entity for entity in some if entity not in there]
        named_so = sa.select(t.report).where(sa.or_(t.speaker.in_(gone), t.named.in_(gone)))
        reports.update(connection.execute(named_so).scalars())
    for listed in dialect.chunks(sorted(reports)):
        connection.execute(sa.delete(said).where(t.report.in_(listed)))
        _insert_selected(connection, said, _said(sa.select(_r.key).where(_r.key.in_(listed))))


def _insert_selected(connection: sa.Connection, table: sa.Table, rows: sa.SelectBase) -> None:
    connection.execute(sa.insert(table).from_select([column.name for column in table.columns], rows))


def _insert(connection: sa.Connection, table: sa.Table, rows: Collection[Any]) -> None:
    if rows:
        dialect.insert_rows(connection, table, [tuple(row) for row in rows])
