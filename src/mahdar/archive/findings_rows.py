"""What the linking finds as rows of the tables in `schema.FOUND`, and asked for in parts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import sqlalchemy as sa

from mahdar.arabic.folding import FORMS
from mahdar.arabic.latin import is_latin, same_in_latin
from mahdar.archive import chain_steps, dialect, finding, linked, people, schema, states, tallies
from mahdar.archive.answers import Answer
from mahdar.archive.days import days_of
from mahdar.archive.due import LAPSING
from mahdar.archive.findings import (
    STATE,
    Event,
    Findings,
    Holding,
    Named,
    Office,
    Pledges,
    Point,
    Series,
    Source,
    StatusDecision,
    Step,
    Version,
    offices_in_links,
)
from mahdar.archive.linked import fresh
from mahdar.archive.wanted import in_words, letters_of, name_key, occurs, parts_of, terms_of

_A = TypeVar("_A", bound=Answer)
Row = tuple[Any, ...]
#: Ids of entities, or a query of them.
_Ids = Sequence[str] | sa.SelectBase
_r, _i, _told = schema.reports.c, schema.identities.c, schema.told.c


# -- rows ----------------------------------------------------------------------------------------------------------


def rows_of(found: Findings, keys: Mapping[str, int]) -> dict[str, set[Row]]:
    """The rows of each table of `schema.FOUND`; `keys` are those of reports by id."""
    rows: dict[str, set[Row]] = {table.name: set() for table in schema.FOUND}
    for n, office in enumerate(found.offices):
        _add_office(rows, n, office, keys)
    for n, series in enumerate(found.series):
        _add_series(rows, n, series, keys)
    for event in found.events:
        _add_event(rows, event)
    for id_, (givers, takers) in found.sides.items():
        for side, named in (("giver", givers), ("taker", takers)):
            rows["chain_sides"] |= {(id_, side, i, one.entity) for i, one in enumerate(named)}
    rows["states"] = {(s.entity, s.name, s.name_en, _json(s.names)) for s in found.states}
    rows["known"] = {astuple(known) for known in found.known}
    return rows


def _add_office(rows: dict[str, set[Row]], n: int, o: Office, keys: Mapping[str, int]) -> None:
    of = o.of.entity if o.of else None
    rows["offices"].add((
        n, o.office, o.person.entity, o.role, of, o.state, o.seat, o.speaks, o.first_seen, o.last_seen, o.since,
        o.until, *_days(h.day for h in o.reports),
    ))  # fmt: skip
    told = enumerate(o.reports)
    rows["office_reports"] |= {(n, i, keys[h.report], h.party, h.day, h.role, h.standing) for i, h in told}


def _add_series(rows: dict[str, set[Row]], n: int, s: Series, keys: Mapping[str, int]) -> None:
    days = _days(point.day for point in s.points)
    rows["figure_series"].add((n, s.what, s.unit, s.kind, s.disputed, s.independent, *days, len(s.points)))
    for i, p in enumerate(s.points):
        by, copied = _json([named.entity for named in p.by]), keys[p.copy_of] if p.copy_of else None
        rows["series_points"].add(
            (n, i, keys[p.report], p.n, p.day, p.value, p.high, p.bound, by, copied, p.disputed, *p.span)
        )
        rows["series_claimants"] |= {(named.entity, n) for named in p.by}


def _add_event(rows: dict[str, set[Row]], e: Event) -> None:
    days = days_of(e.date) or _days(source.day for source in e.sources)
    place = e.place.entity if e.place else None
    rows["event_accounts"].add((e.id, e.status, place, e.independent, *days))
    rows["event_parties"] |= {(e.id, i, named.entity) for i, named in enumerate(e.who)}
    rows["event_versions"] |= {
        (e.id, i, v.field, v.value, v.value_en, _json(v.reports), v.announced, v.agrees)
        for i, v in enumerate(e.versions)
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _days(days: Iterable[str | None]) -> tuple[str | None, str | None]:
    known = [day for day in days if day]
    return min(known, default=None), max(known, default=None)


# -- who is meant --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meaning:
    """The entities that a name means: their ids, or the query for those of a name that very many have; the states
    among them.
    """

    ids: _Ids
    states: list[str] = field(default_factory=list)


def meaning(connection: sa.Connection, name: str) -> Meaning:
    """What a name means, in any spelling, Arabic or Latin; an id or the beginning of one means its own."""
    if name.startswith(STATE):
        return Meaning([name], [name])
    if linked.is_id(name):
        return Meaning([id_ for id_ in [linked.led_to(connection, name)] if id_ is not None])
    return _latin(connection, name) if is_latin(name) else _arabic(connection, name)


def _latin(connection: sa.Connection, name: str) -> Meaning:
    n, words = schema.named.c, tallies.latin_words(name)
    has_words = sa.and_(*(n.latin.contains(f" {word} ", autoescape=True) for word in words)) if words else sa.false()
    found = set(connection.execute(sa.select(n.entity).where(has_words)).scalars())
    of_states = _states(connection, lambda other: is_latin(other) and same_in_latin(name, other))
    return Meaning(sorted(found.union(of_states)), of_states)


def _arabic(connection: sa.Connection, name: str) -> Meaning:
    meant, key = people.meant_by(connection, name), name_key(name)
    of_states = _states(connection, lambda other: name_key(other) == key)
    query = people.entities_of(meant, *of_states)
    return Meaning(query if meant.many else sorted(connection.execute(query).scalars()), of_states)


def _states(connection: sa.Connection, is_name: Callable[[str], bool]) -> list[str]:
    t = schema.states.c
    rows = connection.execute(sa.select(t.entity, t.names).order_by(t.entity))
    return [entity for entity, names in rows if any(map(is_name, json.loads(names)))]


def entities(connection: sa.Connection, name: str) -> list[Named]:
    """The persons, bodies, places and states that a name or an id means, in the order of their names."""
    names, ids = Names(connection), meaning(connection, name).ids
    if isinstance(ids, sa.SelectBase):
        found = names.load_all(ids)
    else:
        names.load(ids)
        found = [names.named(id_) for id_ in ids]
    return sorted(found, key=lambda named: (named.name, named.entity))


def english(connection: sa.Connection, report: int) -> dict[str, str]:
    """The English names of the parties of a report, by party."""
    e = schema.entities.c
    query = sa.select(_i.item, e.name_en).join(schema.entities, e.id == _i.entity)
    query = query.where(_i.report == report, _i.item.is_not(None), e.name_en.is_not(None), fresh(schema.identities))
    return {row.item: row.name_en for row in connection.execute(query)}


class Names:
    """Names of entities by id, and ids of reports by key, each looked up once."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._names: dict[str, Named] = {}
        self._reports: dict[int, str] = {}

    def load(self, entities: Iterable[str]) -> None:
        """Look up many at once."""
        wanted = {entity for entity in entities if entity not in self._names}
        states = sorted(entity for entity in wanted if entity.startswith(STATE))
        for key, ids in ((schema.states.c.entity, states), (schema.entities.c.id, sorted(wanted.difference(states)))):
            for some in dialect.chunks(ids):
                query = sa.select(key, key.table.c.name, key.table.c.name_en).where(key.in_(some))
                for entity, name, name_en in self.connection.execute(query):
                    self._names[entity] = Named(entity, name, name_en or name)

    def load_all(self, ids: sa.SelectBase) -> list[Named]:
        """Look up those of a query; told are all that have a name."""
        for key in (schema.states.c.entity, schema.entities.c.id):
            query = sa.select(key, key.table.c.name, key.table.c.name_en).where(key.in_(ids))
            for entity, name, name_en in self.connection.execute(query):
                self._names[entity] = Named(entity, name, name_en or name)
        return list(self._names.values())

    def load_reports(self, keys: Iterable[int]) -> None:
        """Look up the ids of many reports at once."""
        for some in dialect.chunks(sorted(set(keys).difference(self._reports))):
            rows = self.connection.execute(sa.select(_r.key, _r.id).where(_r.key.in_(some)))
            self._reports.update((key, id_) for key, id_ in rows)

    def named(self, entity: str) -> Named:
        """The entity of an id."""
        if entity not in self._names:
            self.load([entity])
        return self._names.setdefault(entity, Named(entity, entity, entity))

    def maybe(self, entity: str | None) -> Named | None:
        """The entity of an id, None for None."""
        return None if entity is None else self.named(entity)

    def report(self, key: int) -> str:
        """The id of a report."""
        if key not in self._reports:
            self.load_reports([key])
        return self._reports[key]


# -- asked for -----------------------------------------------------------------------------------------------------


def _among(ids: _Ids) -> sa.BindParameter[Any] | sa.SelectBase:
    return ids if isinstance(ids, sa.SelectBase) else _literal(ids)


def _literal(values: Sequence[object]) -> sa.BindParameter[Any]:
    # Written into the statement: a database takes only so many bound values.
    return sa.bindparam(None, values, expanding=True, literal_execute=True)


class Asking:
    """A question to one of the tables, whose rows go by `key`: conditions, then `answers`."""

    def __init__(self, connection: sa.Connection, table: sa.Table, rows: sa.Select[Any] | None = None) -> None:
        self.connection, self.table = connection, table
        self.key: sa.ColumnElement[Any] = next(iter(table.primary_key.columns))
        self.rows: sa.Select[Any] = sa.select(table) if rows is None else rows
        self.conditions: list[sa.ColumnElement[bool]] = []
        #: Whether those asked for are looked up, rather than looked for in the order of the list.
        self.looked_up = False
        #: What the day of the first and the last day of all steps of the chains asked for are known to be.
        self.all_steps: list[sa.ColumnElement[bool]] = []

    def equal(self, **values: object) -> None:
        """Ask for rows whose columns have these values; None asks for nothing."""
        self.conditions += [self.table.c[name] == value for name, value in values.items() if value is not None]

    def since_until(self, since: str | None, until: str | None) -> None:
        """Ask for rows whose days meet the stretch. Raises `BadDate`."""
        self.conditions += finding.within(since, until, self.table.c.first_day, self.table.c.last_day)

    def words(self, words: str | None, column: sa.ColumnElement[str]) -> None:
        """Ask for rows in whose text all words occur, clitics and spelling aside."""
        if words is None:
            return
        terms = terms_of(words)
        if column is schema.offices.c.role:
            roles = schema.office_roles.c
            some = (roles.words.contains(part, autoescape=True) for part in parts_of(terms))
            kept = self.connection.execute(sa.select(roles.role, roles.words).where(*some))
            self.conditions.append(column.in_(_literal([r for r, w in kept if in_words(terms, w.split())])))
            return
        # Most are told apart by letters that are written in one way, without folding them.
        has_letters = (column.like(f"%{'%'.join(letters)}%") for letters in letters_of(terms))
        some = sa.or_(sa.and_(sa.true(), *has_letters), dialect.has_any(self.connection, column, FORMS))
        rows = self.connection.execute(sa.select(self.key, column).where(some))
        self.conditions.append(self.key.in_(_literal([key for key, text in rows if occurs(terms, text)])))

    def claimed_by(self, name: str | None) -> None:
        """Ask for series of which a point was given by a name's entities."""
        if name is None:
            return
        c, wanted = schema.series_claimants.c, _among(meaning(self.connection, name).ids)
        self.conditions.append(self.key.in_(sa.select(c.n).where(c.entity.in_(wanted))))

    def with_figure(self, report: int, n: int | None) -> None:
        """Ask for series in which the n-th figure of a report stands."""
        p = schema.series_points.c
        self.conditions.append(self.key.in_(sa.select(p.n).where(p.report == report, p.number == n)))

    def having(
        self, name: str | None, *columns: sa.ColumnElement[Any], state: sa.ColumnElement[Any] | None = None
    ) -> None:
        """Ask for rows in which a name's entities stand: in columns, or as the state of the column `state`."""
        if name is not None:
            wanted = self._meant(name)
            either = [column.in_(_among(wanted.ids)) for column in columns]
            if state is not None:
                codes = [one.removeprefix(STATE) for one in wanted.states]
                either.append(state.in_(_literal(codes)))
            self.conditions.append(sa.or_(*either))

    def beside(self, name: str | None, table: sa.Table, *, acting: bool = False, **equal: object) -> None:
        """Ask for rows beside which a name's entities stand in another table, where that has `equal`.

        With `acting` the id of a state means those in its offices as well.
        """
        if name is not None:
            t = table.c
            more = [t[key] == value for key, value in equal.items()]
            ids = self._meant(name).ids
            acts = acting and name.startswith(STATE)
            wanted = states.acting_for(ids) if acts and not isinstance(ids, sa.SelectBase) else _among(ids)
            self.conditions.append(self.key.in_(sa.select(t.id).where(t.entity.in_(wanted), *more)))
            self.looked_up = True

    def _meant(self, name: str) -> Meaning:
        """As `meaning`; the id of a state means its place too."""
        if not name.startswith(STATE):
            return meaning(self.connection, name)
        return Meaning(states.one_state(self.connection, name), [name])

    def both(self, a: _Ids, b: _Ids, table: sa.Table, *, apart: str | None = None) -> None:
        """Ask for rows beside which one of `a` and one of `b` stand, in rows of which the column `apart` differs."""
        if apart is None:
            # Joined, a state's thousands of persons are looked up anew beside each row of the other's.
            of_each = (sa.select(table.c.id).where(table.c.entity.in_(_among(ids))) for ids in (a, b))
            self.conditions.append(self.key.in_(sa.intersect(*of_each)))
        else:
            one, other = table.alias(), table.alias()
            query = sa.select(one.c.id).join(other, sa.and_(other.c.id == one.c.id, other.c[apart] != one.c[apart]))
            query = query.where(one.c.entity.in_(_among(a)), other.c.entity.in_(_among(b)))
            self.conditions.append(self.key.in_(query))
        self.looked_up = True

    def of(self, *, kind: str | None, id: str | None) -> None:  # noqa: A002 -- the field's own name
        """Ask for events of a kind, or for the one of an id."""
        wanted = {schema.events.c.kind: kind, schema.events.c.id: id}
        self.conditions += [column == value for column, value in wanted.items() if value is not None]

    def disputed(self, wanted: bool | None) -> None:
        """Ask for events in which two reports contradict each other, or (False) for the others."""
        v = schema.event_versions.c
        there = sa.exists().where(v.id == self.key, sa.not_(v.agrees))
        if wanted is not None:
            self.conditions.append(there if wanted else sa.not_(there))

    def merged(self) -> None:
        """Ask for events that more than one telling has."""
        self.conditions.append(self.key.in_(sa.select(_told.entity).where(_told.kind == "engagement", _told.lines > 1)))

    def told_within(self, since: str | None, until: str | None) -> None:
        """Ask for chains of which a step was told in the stretch. Raises `BadDate`."""
        within = finding.within(since, until, _r.first_day, _r.last_day)
        if within:
            here = sa.exists().where(_i.entity == self.key, _i.item.is_not(None), _r.key == _i.report, *within)
            # What is counted of the chain leaves few to look at: its first day is the least beginning of a step's day.
            self.all_steps = finding.within(since, until, _told.first_day, _told.last_day)
            self.conditions.append(here)

    def first_told(self) -> sa.ColumnElement[Any]:
        """The day of the first step of a chain, None where none has one."""
        return sa.select(_told.first_day).where(_told.entity == self.key).scalar_subquery()

    def newest(self, day: sa.ColumnElement[Any]) -> list[tuple[Any, str | None]]:
        """The key and the day of all rows asked for, the newest first, undated last."""
        query = self.rows.with_only_columns(self.key, day.label("day")).where(*self.conditions)
        rows = self.connection.execute(query.order_by(sa.desc("day").nulls_last(), self.key)).all()
        return [(row[0], row[1]) for row in rows]

    def answers(
        self,
        build: Callable[[Page, sa.Row[Any]], _A],
        order: Sequence[sa.ColumnElement[Any]],
        children: Sequence[sa.Table],
        limit: int | None,
        offset: int,
    ) -> list[_A]:
        """The rows asked for, built by `build` with the rows of `children` that belong to them."""
        # Keys first: a sort that carries whole rows takes longer.
        keys = sa.select(self.key).select_from(self.rows.get_final_froms()[0]).where(*self.conditions)
        wanted = self.connection.execute(keys.order_by(*order, self.key).limit(limit).offset(offset)).scalars()
        return self.at(list(wanted), build, children)

    def keys(self, condition: sa.ColumnElement[bool], order: Sequence[sa.ColumnElement[Any]], limit: int) -> list[Any]:
        """The first keys of those asked for that meet a condition besides, in an order that an index has."""
        keys = sa.select(self.key).select_from(self.rows.get_final_froms()[0]).where(*self.conditions, condition)
        return list(self.connection.execute(keys.order_by(*order, self.key).limit(limit)).scalars())

    def at(self, wanted: list[Any], build: Callable[[Page, sa.Row[Any]], _A], children: Sequence[sa.Table]) -> list[_A]:
        """The rows of these keys, in this order, built as `answers` does."""
        told: dict[Any, sa.Row[Any]] = {}
        for some in dialect.chunks(wanted):
            told.update((row[0], row) for row in self.connection.execute(self.rows.where(self.key.in_(some))))
        rows = [told[key] for key in wanted]
        page = Page(self.connection, wanted, children)
        page.look_up(rows)
        return [build(page, row) for row in rows]

    def stream(self, build: Callable[[Page, sa.Row[Any]], _A], children: Sequence[sa.Table]) -> Iterator[_A]:
        """All rows asked for in the order of their keys, read as they come."""
        query = self.rows.where(*self.conditions).order_by(self.key).execution_options(yield_per=dialect.CHUNK)
        for rows in dialect.chunks(self.connection.execute(query)):
            page = Page(self.connection, [row[0] for row in rows], children)
            page.look_up(rows)
            for row in rows:
                yield build(page, row)

    def count(self) -> int:
        """How many rows are asked for."""
        # Of the key: without a column of it the table would drop out of the question.
        query = self.rows.where(*self.conditions).with_only_columns(sa.func.count(self.key))
        return int(self.connection.execute(query).scalar_one())


#: Columns that hold ids of entities, and keys of reports.
_ENTITIES, _REPORTS = ("entity", "person", "of", "place"), ("report", "copy_of")


class Page(Names):
    """Some rows by their keys, with the rows of other tables that belong to them."""

    def __init__(self, connection: sa.Connection, keys: list[Any], children: Sequence[sa.Table]) -> None:
        super().__init__(connection)
        self.keys = keys
        self.children: dict[str, dict[Any, list[sa.Row[Any]]]] = {}
        for table in children:
            first, *_ = table.primary_key.columns
            found: dict[Any, list[sa.Row[Any]]] = defaultdict(list)
            for some in dialect.chunks(keys):
                query = sa.select(table).where(first.in_(some)).order_by(*table.primary_key.columns)
                for row in connection.execute(query):
                    found[row[0]].append(row)
            self.children[table.name] = found

    def look_up(self, rows: Sequence[sa.Row[Any]]) -> None:
        """Look up at once what the rows and those that belong to them name."""
        told = [rows, *(some for table in self.children.values() for some in table.values())]
        self.load(_given(told, _ENTITIES))
        self.load_reports(_given(told, _REPORTS))

    @cached_property
    def sources(self) -> Mapping[str, list[Source]]:
        """The tellings of the events of this page."""
        return _sources(self.connection, self.keys)

    @cached_property
    def steps(self) -> Mapping[str, list[Step]]:
        """The steps of the chains of this page, in the order in which they were told."""
        return chain_steps.of_chains(self.connection, self.keys, linked.read_since(self.connection))

    def of(self, table: sa.Table, row: sa.Row[Any]) -> list[sa.Row[Any]]:
        """The rows of a table that belong to a row."""
        return self.children[table.name][row[0]]

    @cached_property
    def points(self) -> Mapping[int, list[Point]]:
        """The points of the series of this page."""
        return _points(self)


def _given(told: Iterable[Sequence[sa.Row[Any]]], names: Sequence[str]) -> Iterator[Any]:
    """What rows, each some of one table, have in those of these columns that they have."""
    for rows in told:
        # Asked of every row, a column that is not there takes longer than the rest.
        for at in [i for i, name in enumerate(rows[0]._fields) if name in names] if rows else ():
            yield from (row[at] for row in rows if row[at] is not None)


def office(page: Page, row: sa.Row[Any]) -> Office:
    """The answer for one office."""
    told = page.of(schema.office_reports, row)
    reports = [Holding(page.report(h.report), h.party, h.day, h.role, h.standing) for h in told]
    return Office(
        row.office, page.named(row.person), row.role, page.maybe(row.of), row.state, row.seat, row.speaks,
        row.first_seen, row.last_seen, row.since, row.until, reports,
    )  # fmt: skip


def figure_series(page: Page, row: sa.Row[Any]) -> Series:
    """The answer for one series."""
    return Series(row.what, row.unit, row.kind, row.disputed, row.independent, page.points.get(row.n, []))


def _points(page: Page) -> dict[int, list[Point]]:
    """The points of each series of a page, with the words of their reports."""
    p, original = schema.series_points.c, schema.reports.alias()
    words = sa.func.substr(_r.text, p.start + 1, p.end - p.start)
    query = (
        sa.select(p.n, _r.id, p.number, p.day, p.value, p.high, p.bound, p.by, original.c.id, p.disputed, words,
                  p.start, p.end)
        .select_from(schema.series_points)
        .join(schema.reports, _r.key == p.report)
        .outerjoin(original, original.c.key == p.copy_of)
        .order_by(p.n, p.i)
    )  # fmt: skip
    rows = [
        row for some in dialect.chunks(page.keys) for row in page.connection.execute(query.where(p.n.in_(some))).all()
    ]
    given: dict[str, list[str]] = {by: json.loads(by) for by in {row.by for row in rows}}
    page.load(entity for ids in given.values() for entity in ids)
    found: dict[int, list[Point]] = defaultdict(list)
    for n, doc, number, day, value, high, bound, by, copied, disputed, said, start, end in rows:
        named = [page.named(entity) for entity in given[by]]
        most = high and _whole(high)
        point = Point(doc, number, day, _whole(value), most, bound, named, copied, disputed, said, (start, end))
        found[n].append(point)
    return found


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


#: Events with what their reports say of them.
ACCOUNTS = (
    sa.select(schema.event_accounts, schema.events.c.kind, schema.events.c.date)
    .join(schema.events, schema.events.c.id == schema.event_accounts.c.id)
)  # fmt: skip


#: The tables whose rows belong to an event.
OF_EVENTS = (schema.event_parties, schema.event_versions)


def asking_events(connection: sa.Connection) -> Asking:
    """A question for events."""
    return Asking(connection, schema.event_accounts, ACCOUNTS)


def newest_events(asked: Asking, limit: int | None, offset: int) -> list[Event]:
    """The events asked for, newest first."""
    a, children = schema.event_accounts.c, OF_EVENTS
    if limit is None or asked.looked_up:
        return asked.answers(event, (a.first_day.desc().nulls_last(),), children, limit, offset)
    most = limit + offset
    found = asked.keys(a.first_day.is_not(None), (a.first_day.desc(),), most)
    if len(found) < most:
        found += asked.keys(a.first_day.is_(None), (), most - len(found))
    return asked.at(found[offset:], event, children)


def event(page: Page, row: sa.Row[Any]) -> Event:
    """The answer for one event, a row of `ACCOUNTS`."""
    versions = [
        Version(v.field, v.value, v.value_en, json.loads(v.reports), v.announced, v.agrees)
        for v in page.of(schema.event_versions, row)
    ]
    who = [page.named(p.entity) for p in page.of(schema.event_parties, row)]
    conflicts = list(dict.fromkeys(version.field for version in versions if not version.agrees))
    return Event(
        row.id, row.kind, row.date, row.status, who, page.maybe(row.place), row.independent, conflicts,
        page.sources.get(row.id, []), versions,
    )  # fmt: skip


def _sources(connection: sa.Connection, ids: Sequence[str]) -> Mapping[str, list[Source]]:
    """The tellings of each of these events, in the order of their days."""
    e, c, original = schema.engagements.c, schema.copies.c, schema.reports.alias()
    quote = sa.func.substr(_r.text, e.start + 1, e.end - e.start)
    columns = _r.id, e.n, _r.day, _r.outlet, e.status, e.historical, original.c.id.label("original"), quote
    line = sa.and_(e.report == _i.report, e.n == chain_steps.number(_i.item, _i.kind))
    query = (
        sa.select(_i.entity, *columns, e.start, e.end)
        .select_from(schema.identities)
        .join(schema.reports, _r.key == _i.report)
        .join(schema.engagements, line)
        .outerjoin(schema.copies, c.copy == _r.key)
        .outerjoin(original, original.c.key == c.original)
        .where(_i.kind == "engagement", _i.item.is_not(None))
        .order_by(sa.func.coalesce(_r.day, "9999"), _r.id, e.n)
    )
    of: dict[str, list[Row]] = defaultdict(list)
    for some in dialect.chunks(ids):
        for row in connection.execute(query.where(_i.entity.in_(some))).all():
            of[row[0]].append(row[1:])
    found: dict[str, list[Source]] = defaultdict(list)
    for event_id, rows in of.items():
        docs = {row[0] for row in rows}
        found[event_id] = [
            Source(doc, n, day, outlet, status, old, original if original in docs else None, words, (start, end))
            for doc, n, day, outlet, status, old, original, words, start, end in rows
        ]
    return found


#: How many chains are asked for at once where their status is worked out for a day.
_WINDOW = 200
#: Chains with who decided how they stand.
CHAINS = (
    sa.select(schema.chains, *(schema.decisions.c[name] for name in ("by", "at", "why")))
    .outerjoin(schema.decisions, schema.decisions.c.key == schema.chains.c.decided)
)  # fmt: skip


def asking_pledges(connection: sa.Connection) -> Asking:
    """A question for chains."""
    return Asking(connection, schema.chains, CHAINS)


def ordered_pledges(asked: Asking, limit: int | None, offset: int, *, newest: bool = False) -> list[Pledges]:
    """The chains asked for by the day of their first step, the oldest or newest first, undated last."""
    if limit is not None and not asked.looked_up:
        return asked.at(_in_order(asked, limit, offset, newest=newest), pledges, (schema.chain_sides,))
    day = asked.first_told()
    order = (day.desc().nulls_last(),) if newest else (day.asc().nulls_last(),)
    return asked.answers(pledges, order, (schema.chain_sides,), limit, offset)


def _in_order(asked: Asking, limit: int, offset: int, *, newest: bool) -> list[str]:
    """The ids of the chains asked for, looked for in the order of an index until there are enough."""
    most, c = limit + offset, schema.chains.c
    in_order = dialect.InOrder(schema.told, schema.chains, c.id == _told.entity)
    dated = sa.select(c.id).select_from(in_order).where(_told.kind == "chain", _told.first_day.is_not(None))
    day = _told.first_day.desc() if newest else _told.first_day.asc()
    dated = dated.where(*asked.all_steps, *asked.conditions).order_by(day, _told.entity)
    found = list(asked.connection.execute(dated.limit(most)).scalars())
    if len(found) < most:
        has_day = sa.exists().where(_told.entity == c.id, _told.first_day.is_not(None))
        undated = sa.select(c.id).where(sa.not_(has_day), *asked.conditions).order_by(c.id)
        found += asked.connection.execute(undated.limit(most - len(found))).scalars()
    return found[offset:]


def pledges(page: Page, row: sa.Row[Any]) -> Pledges:
    """The answer for one chain, a row of `CHAINS`, with its steps in the order in which they were told."""
    sides = page.of(schema.chain_sides, row)
    givers, takers = ([page.named(s.entity) for s in sides if s.side == side] for side in ("giver", "taker"))
    by_steps = row.by_rule if row.decided is None else None
    return Pledges(row.id, row.area, row.status, givers, takers, page.steps.get(row.id, []), _decided(row), by_steps)


def pledges_as_of(
    asked: Asking, day: str, limit: int | None, offset: int, *, of: Collection[str] | None, newest: bool = False
) -> list[Pledges]:
    """The chains asked for as they stand by their deadlines on a day, those of some statuses where `of` has them.

    They are asked for a window at a time, since how they are kept is how they stand on the latest day.
    """
    if of is not None:
        asked.conditions.append(schema.chains.c.status.in_({*of, "lapsed", *(LAPSING if "lapsed" in of else ())}))
    most, found, at = None if limit is None else limit + offset, list[Pledges](), 0
    while most is None or len(found) < most:
        some = ordered_pledges(asked, None if most is None else _WINDOW, at, newest=newest)
        found += [one for one in (chain.as_of(day) for chain in some) if of is None or one.status in of]
        if most is None or len(some) < _WINDOW:
            break
        at += _WINDOW
    return found[offset:most]


def _decided(row: sa.Row[Any]) -> StatusDecision | None:
    if row.decided is None:
        return None
    return StatusDecision(row.decided, row.by, row.at, row.why, row.by_rule)


# -- all of it -----------------------------------------------------------------------------------------------------


def add_to_shape(connection: sa.Connection, found: dict[str, Any]) -> None:
    """Put what is kept here into the shape of ``mahdar link --links`` (`linked.shape`), entry by entry."""
    e = schema.entities.c
    names = {row.id: row.name_en for row in connection.execute(sa.select(e.id, e.name_en))}
    for part in ("persons", "bodies", "places"):
        for entry in found[part]:
            entry["name_en"] = names[entry["id"]] or entry["name"]
    offices = Asking(connection, schema.offices).answers(office, (), (schema.office_reports,), None, 0)
    series = Asking(connection, schema.figure_series).answers(figure_series, (), (), None, 0)
    of = offices_in_links(offices)
    for entry in found["persons"]:
        entry["offices"] = of[entry["id"]]
    found["figures"] = [one.in_links() for one in series]
    _add_accounts(connection, found)
    chains = [chain.to_dict() for chain in ordered_pledges(asking_pledges(connection), None, 0)]
    found["chains"] = sorted(chains, key=lambda entry: entry["steps"])


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many entries each part has that is `add_to_shape`'s own."""
    return {
        "figures": Asking(connection, schema.figure_series).count(),
        "chains": asking_pledges(connection).count(),
    }


def _add_accounts(connection: sa.Connection, found: dict[str, Any]) -> None:
    events = {event.id: event for event in newest_events(asking_events(connection), None, 0)}
    for entry in found["engagements"]:
        if entry["id"] in events:  # a withdrawal empties what is made of links, until they are made again
            entry |= events[entry["id"]].to_dict()
