"""Pages of lists of events, chains, offices and series: what a page needs is fetched at once, not row by row.

`Asking` asks as `findings_rows.Asking` does and gives the same answers. Chains are found in the order of their first
telling, of which `told` has the day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from mahdar.archive import dialect, findings_rows, schema
from mahdar.archive.answers import Answer
from mahdar.archive.findings import STATE, Event, Named, Pledges, Source, Step
from mahdar.archive.findings_rows import Page

_A = TypeVar("_A", bound=Answer)
_r, _i, _told = schema.reports.c, schema.identities.c, schema.told.c
_UNKNOWN_DAY = "9999"


class Asking(findings_rows.Asking):
    """A question to one of the tables, answered page by page."""

    def merged(self) -> None:
        """Ask for events that more than one telling has."""
        self.conditions.append(self.key.in_(sa.select(_told.entity).where(_told.kind == "engagement", _told.lines > 1)))

    def first_told(self) -> sa.ColumnElement[Any]:
        """The day of the first step of a chain."""
        day = sa.select(_told.first_day).where(_told.entity == self.key).scalar_subquery()
        return sa.func.coalesce(day, _UNKNOWN_DAY)

    def answers(
        self,
        build: Callable[[Any, sa.Row[Any]], _A],
        order: Sequence[sa.ColumnElement[Any]],
        children: Sequence[sa.Table],
        limit: int | None,
        offset: int,
    ) -> list[_A]:
        """The rows asked for, built by `build` with the rows of `children` that belong to them."""
        # Keys first: a sort that carries whole rows takes longer.
        keys = sa.select(self.key).select_from(self.rows.get_final_froms()[0]).where(*self.conditions)
        wanted = list(self.connection.execute(keys.order_by(*order, self.key).limit(limit).offset(offset)).scalars())
        rows: dict[Any, sa.Row[Any]] = {}
        for some in dialect.chunks(wanted):
            rows.update((row[0], row) for row in self.connection.execute(self.rows.where(self.key.in_(some))))
        page = Told(self.connection, wanted, children)
        return [build(page, rows[key]) for key in wanted]


class Told(Page):
    """A page whose names, reports and words are looked up together."""

    def __init__(self, connection: sa.Connection, keys: list[Any], children: Sequence[sa.Table]) -> None:
        super().__init__(connection, keys, children)
        self.keys = keys
        self._words: dict[tuple[int, int, int], str] = {}
        self._sources: Mapping[str, list[Source]] | None = None
        self._steps: Mapping[str, list[Step]] | None = None
        rows = [row for some in self.children.values() for own in some.values() for row in own]
        self._name({row.entity for row in rows if hasattr(row, "entity")})
        self._name({id_ for row in rows if hasattr(row, "by") for id_ in json.loads(row.by)})
        reports = {row.report for row in rows if hasattr(row, "report")}
        self._know(reports | {row.copy_of for row in rows if getattr(row, "copy_of", None) is not None})
        self._read({(row.report, row.start, row.end) for row in rows if hasattr(row, "start")})

    def _name(self, entities: Collection[str]) -> None:
        states = {one for one in entities if one.startswith(STATE)}
        for table, key, some in (
            (schema.states, "entity", states),
            (schema.entities, "id", set(entities) - states),
        ):
            for ids in dialect.chunks(sorted(some)):
                query = sa.select(table.c[key], table.c.name, table.c.name_en).where(table.c[key].in_(ids))
                for id_, name, name_en in self.connection.execute(query):
                    self._names[id_] = Named(id_, name, name_en or name)

    def _know(self, reports: Iterable[int]) -> None:
        for keys in dialect.chunks(sorted(reports)):
            rows = self.connection.execute(sa.select(_r.key, _r.id).where(_r.key.in_(keys)))
            self._reports.update((row.key, row.id) for row in rows)

    def _read(self, places: Collection[tuple[int, int, int]]) -> None:
        """Words at places, the texts fetched once for each report."""
        of: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for report, start, end in places:
            of[report].append((start, end))
        for keys in dialect.chunks(sorted(of)):
            for key, text in self.connection.execute(sa.select(_r.key, _r.text).where(_r.key.in_(keys))):
                self._words.update({(key, start, end): text[start:end] for start, end in of[key]})

    def words(self, key: int, start: int, end: int) -> str:
        """What stands in a report between two places."""
        if (key, start, end) not in self._words:
            self._words[key, start, end] = super().words(key, start, end)
        return self._words[key, start, end]

    def sources(self, event: str) -> list[Source]:
        """The tellings of an event, in the order of their days."""
        if self._sources is None:
            self._sources = _sources(self.connection, self.keys)
        return self._sources.get(event, [])

    def steps(self, chain: str) -> list[Step]:
        """The steps of a chain in the order in which they were told."""
        if self._steps is None:
            self._steps = _steps(self.connection, self.keys)
        return self._steps.get(chain, [])


def event(page: Told, row: sa.Row[Any]) -> Event:
    """The answer for one event, a row of `findings_rows.ACCOUNTS`."""
    return findings_rows._event(page, row, page.sources(row.id))


def pledges(page: Told, row: sa.Row[Any]) -> Pledges:
    """The answer for one chain, with its steps."""
    sides = page.of(schema.chain_sides, row)
    givers, takers = ([page.named(s.entity) for s in sides if s.side == side] for side in ("giver", "taker"))
    return Pledges(row.id, row.area, row.status, givers, takers, page.steps(row.id))


def _tellings(ids: Sequence[str], kind: str, table: sa.Table) -> tuple[sa.Select[Any], sa.FromClause]:
    """Identities of these events or chains with their lines, and what their rows come from."""
    line = sa.and_(table.c.report == _i.report, sa.cast(table.c.n, sa.String) == _i.item)
    source = schema.identities.join(schema.reports, _r.key == _i.report).join(table, line)
    where = _i.entity.in_(ids), _i.kind == kind, _i.item.is_not(None)
    return sa.select(_i.entity).where(*where), source


def _sources(connection: sa.Connection, ids: Sequence[str]) -> Mapping[str, list[Source]]:
    e, c, original = schema.engagements.c, schema.copies.c, schema.reports.alias()
    found: dict[str, list[Any]] = defaultdict(list)
    for some in dialect.chunks(ids):
        query, source = _tellings(some, "engagement", schema.engagements)
        quote = sa.func.substr(_r.text, e.start + 1, e.end - e.start)
        columns = (_r.id, e.n, _r.day, _r.outlet, e.status, e.historical, original.c.id, quote, e.start, e.end)
        source = source.outerjoin(schema.copies, c.copy == _r.key).outerjoin(original, original.c.key == c.original)
        for entity, *row in connection.execute(query.add_columns(*columns).select_from(source)):
            found[entity].append(row)
    told = {}
    for id_, rows in found.items():
        rows.sort(key=lambda row: (row[2] or _UNKNOWN_DAY, row[0], row[1]))
        docs = {row[0] for row in rows}
        told[id_] = [
            Source(doc, n, day, outlet, status, old, first if first in docs else None, words, (start, end))
            for doc, n, day, outlet, status, old, first, words, start, end in rows
        ]
    return told


def _steps(connection: sa.Connection, ids: Sequence[str]) -> Mapping[str, list[Step]]:
    t = schema.commitments.c
    found: dict[str, list[Any]] = defaultdict(list)
    for some in dialect.chunks(ids):
        query, source = _tellings(some, "chain", schema.commitments)
        quote = sa.func.substr(_r.text, t.start + 1, t.end - t.start)
        columns = (_r.key, _r.id, t.n, _r.day, _i.step, quote, t.start, t.end)
        for entity, *row in connection.execute(query.add_columns(*columns).select_from(source)):
            found[entity].append(row)
    lines = {(row[0], row[2]) for rows in found.values() for row in rows}
    from_, to = (_names(connection, roles, lines) for roles in (schema.actors, schema.recipients))
    told = {}
    for id_, rows in found.items():
        rows.sort(key=lambda row: (row[3] or _UNKNOWN_DAY, row[1], row[6], row[7], row[2]))
        told[id_] = [
            Step(doc, n, day, step or "", from_.get((key, n), []), to.get((key, n), []), words, (start, end))
            for key, doc, n, day, step, words, start, end in rows
        ]
    return told


def _names(
    connection: sa.Connection, roles: sa.Table, lines: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], list[str]]:
    """The first names of the parties that have a part in each of these lines."""
    t, pn, n = roles.c, schema.party_names.c, schema.names.c
    here = sa.and_(pn.report == t.report, pn.party == t.party, pn.n == 0)
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for some in dialect.chunks(sorted({report for report, _ in lines})):
        query = sa.select(t.report, t.n, n.name).join(schema.party_names, here).join(schema.names, n.key == pn.name)
        for report, line, name in connection.execute(query.where(t.report.in_(some)).order_by(t.report, t.n, t.i)):
            if (report, line) in lines:
                found[report, line].append(name)
    return found
