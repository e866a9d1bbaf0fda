"""What the archive knows of one entity, of two together, and of places: what a page about them shows.

Each question goes by the ids of entities and by indexes, so that it costs what its answer holds, not what the archive
does; but for `places`, which adds up what was counted by month, and counts itself where that is not enough.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import sqlalchemy as sa

from mahdar.archive import dialect, finding, findings_rows, identities, lines, people, schema, states
from mahdar.archive.answers import Answer, StatementLine
from mahdar.archive.days import bounds
from mahdar.archive.findings import OWN_LIST, STATE, Event, Named, Pledges
from mahdar.archive.linked import ENTITY_KINDS, fresh, fresh_now
from mahdar.archive.tallies import MONTH
from mahdar.errors import UnknownEntity
from mahdar.record import EngagementKind

EntityKind = Literal["person", "body", "place", "state"]
_i, _r = schema.identities.c, schema.reports.c
_e, _a, _ep = schema.events.c, schema.event_accounts.c, schema.event_parties.c
#: The parts that a kind of all of them means.
_PARTS = {"engagement": "engagements", "incident": "incidents"}


@dataclass(frozen=True, slots=True)
class Where(Answer):
    """Where a place lies (WGS84); `kind`: country, city and so on; `approximate` where its largest towns tell it."""

    lat: float
    lon: float
    kind: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class Profile(Answer):
    """An entity: `asked` is the id that was asked for, `id` the one it goes by today.

    `names` and `roles` are those that reports give it, the most frequent first. `state` is the state that it is, lies
    in or belongs to. `ids` are those of other lists: geonames, wof, or mahdar for a body or site of Mahdar's own;
    Wikidata's are not known. `reports` counts the reports that name it, from `first_seen` to `last_seen`.
    """

    id: str
    asked: str
    kind: EntityKind
    name: str
    name_en: str
    names: list[str]
    roles: list[str]
    state: Named | None
    ids: dict[str, str]
    where: Where | None
    reports: int
    mentions: int
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Tenure(Answer):
    """An office as `findings.Office` has it: how many reports show the person in it, and the first of them."""

    office: str
    person: Named
    role: str
    of: Named | None
    speaks: bool
    first_seen: str | None
    last_seen: str | None
    since: str | None
    until: str | None
    reports: int
    report: str


@dataclass(frozen=True, slots=True)
class Contact(Answer):
    """Somebody whom an entity had to do with: in how many engagements, of which kinds, from when to when."""

    other: Named
    count: int
    kinds: dict[str, int]
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Month(Answer):
    """What is counted in one month (YYYY-MM), None for what has no day: how much of each part."""

    month: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Between(Answer):
    """What there is between two entities: engagements of both, chains of which they are two sides, statements of one
    that name the other, newest first; `months` counts all of it, the lists may be cut.
    """

    a: Named
    b: Named
    events: list[Event]
    pledges: list[Pledges]
    statements: list[StatementLine]
    months: list[Month]


@dataclass(frozen=True, slots=True)
class PlaceCounts(Answer):
    """A place with its engagements and incidents, in all and by month; `where` is None for one without coordinates."""

    place: Named
    where: Where | None
    state: str | None
    engagements: int
    incidents: int
    months: list[Month]


class _Seen(NamedTuple):
    """How often an entity is named, and since when until when."""

    reports: int
    mentions: int
    first: str | None
    last: str | None


# -- one entity ----------------------------------------------------------------------------------------------------


def entity(connection: sa.Connection, wanted: str) -> Profile:
    """The entity that an id leads to; a state goes by 'state:' and its code. Raises `UnknownEntity`."""
    if wanted.startswith(STATE):
        return _state(connection, wanted)
    id_ = of_id(connection, wanted)
    asked = identities.identity(connection, wanted).id
    kind: Any = id_.partition("/")[0]
    named, known = findings_rows.Names(connection).named(id_), _known(connection, id_)
    names, roles = _told(connection, id_)
    seen = _seen(connection, id_)
    return Profile(
        id_, asked, kind, named.name, named.name_en, names, roles, _named_state(connection, known), _ids(known),
        _where(known), seen.reports, seen.mentions, seen.first, seen.last,
    )  # fmt: skip


def of_id(connection: sa.Connection, wanted: str) -> str:
    """The id that a person, body, place or state goes by today. Raises `UnknownEntity`, also for other kinds."""
    if wanted.startswith(STATE):
        return wanted
    id_ = identities.resolve(connection, wanted)
    if id_.partition("/")[0] not in ENTITY_KINDS:
        raise UnknownEntity("no entity", expected="the id of a person, body, place or state", where=wanted)
    return id_


def _state(connection: sa.Connection, wanted: str) -> Profile:
    t = schema.states.c
    row = connection.execute(sa.select(schema.states).where(t.entity == wanted)).first()
    if row is None:
        raise UnknownEntity("no such state", expected="'state:' and an ISO code, such as state:IQ", where=wanted)
    code, k = wanted.removeprefix(STATE), schema.known.c
    # A state is a place as well, where a report names it; that has the coordinates.
    query = sa.select(schema.known).where(k.kind == "country", k.state == code)
    known = connection.execute(query.order_by(k.entity)).first()
    counted = _seen(connection, known.entity) if known is not None else _Seen(0, 0, None, None)
    return Profile(
        wanted, wanted, "state", row.name, row.name_en, json.loads(row.names), [],
        Named(wanted, row.name, row.name_en), _ids(known), _where(known), counted.reports, counted.mentions,
        counted.first, counted.last,
    )  # fmt: skip


def _seen(connection: sa.Connection, id_: str) -> _Seen:
    n = schema.named.c
    query = sa.select(n.reports, n.mentions, n.first_day, n.last_day).where(n.entity == id_)
    row = connection.execute(query).first()
    return _Seen(*row) if row is not None else _Seen(0, 0, None, None)


def _told(connection: sa.Connection, id_: str) -> tuple[list[str], list[str]]:
    """Names and roles of an entity, the most frequent first."""
    t, o, n = schema.entity_names.c, schema.entity_roles.c, schema.names.c
    named = sa.select(n.name, t.times).join(schema.names, n.key == t.name).where(t.entity == id_)
    roles = sa.select(o.role, o.times).where(o.entity == id_)
    found = (Counter({row[0]: row[1] for row in connection.execute(query)}) for query in (named, roles))
    own_names, own_roles = map(people.ranked, found)
    return own_names, own_roles


def _known(connection: sa.Connection, id_: str) -> sa.Row[Any] | None:
    return connection.execute(sa.select(schema.known).where(schema.known.c.entity == id_)).first()


def _named_state(connection: sa.Connection, known: sa.Row[Any] | None) -> Named | None:
    return findings_rows.Names(connection).named(STATE + known.state) if known is not None and known.state else None


def _ids(known: sa.Row[Any] | None) -> dict[str, str]:
    """Ids by the list that they are of: 'geonames:98182' is 98182 of geonames, one of Mahdar's own stays whole."""
    if known is None or known.source is None:
        return {}
    source, _, id_ = known.source.partition(":")
    if known.source.startswith(OWN_LIST):
        return {source: id_}
    return {source: id_} if source in ("geonames", "wof") and known.kind else {"mahdar": known.source}


def _where(known: sa.Row[Any] | None) -> Where | None:
    if known is None or known.lat is None:
        return None
    return Where(known.lat, known.lon, known.kind, known.approximate)


# -- its offices ---------------------------------------------------------------------------------------------------


def tenures(
    connection: sa.Connection, id_: str, since: str | None, until: str | None, limit: int | None
) -> tuple[list[Tenure], int]:
    """The offices of a person, body or state, those seen last first, and how many there are. Raises `BadDate`."""
    o, h = schema.offices.c, schema.office_reports.c
    asked = findings_rows.Asking(connection, schema.offices)
    asked.having(id_, o.person, o.of, state=o.state)
    asked.since_until(since, until)
    order = (column.desc().nulls_last() for column in (o.last_seen, o.first_seen))
    keys = connection.execute(sa.select(o.n).where(*asked.conditions).order_by(*order, o.n)).scalars().all()
    # A king's office has thousands of reports, of which a page shows one.
    counted = sa.select(h.n, sa.func.count().label("many"), sa.func.min(h.i).label("i")).group_by(h.n)
    found: list[Tenure] = []
    for some in dialect.chunks(keys[:limit]):
        told = counted.where(h.n.in_(some)).subquery()
        first = sa.and_(h.n == told.c.n, h.i == told.c.i)
        query = sa.select(schema.offices, told.c.many, h.report).join(told, told.c.n == o.n)
        query = query.join(schema.office_reports, first)
        rows = {row.n: row for row in connection.execute(query)}
        names = findings_rows.Names(connection)
        names.load(id_ for row in rows.values() for id_ in (row.person, row.of) if id_ is not None)
        names.load_reports(row.report for row in rows.values())
        found += [_tenure(names, rows[key]) for key in some]
    return found, len(keys)


def _tenure(names: findings_rows.Names, row: sa.Row[Any]) -> Tenure:
    return Tenure(
        row.office, names.named(row.person), row.role, names.maybe(row.of), row.speaks, row.first_seen, row.last_seen,
        row.since, row.until, row.many, names.report(row.report),
    )  # fmt: skip


# -- whom it meets -------------------------------------------------------------------------------------------------


def contacts(
    connection: sa.Connection, wanted: str, since: str | None, until: str | None, limit: int | None, offset: int
) -> tuple[list[Contact], int]:
    """Who was in engagements with an entity, those of most engagements first, and how many they are; a state acts
    through those in its offices. Raises `UnknownEntity`, `BadDate`.
    """
    id_, other = of_id(connection, wanted), schema.event_parties.alias()
    own = states.acting_for(states.one_state(connection, id_)) if id_.startswith(STATE) else _literal([id_])
    met = sa.select(_ep.id).where(_ep.entity.in_(own)).distinct()
    within = finding.within(since, until, _a.first_day, _a.last_day)
    many, last = sa.func.count(sa.distinct(other.c.id)).label("n"), sa.func.max(_a.last_day).label("last")
    # Of a large state's thousands a page shows a few: only for these is the rest looked up.
    if within:
        order = (many.desc(), sa.func.coalesce(last, "").desc(), other.c.entity)
        own_events = met.subquery()
        joined = dialect.InOrder(own_events, other, sa.and_(other.c.id == own_events.c.id, other.c.entity.not_in(own)))
        joined = dialect.InOrder(joined, schema.event_accounts, _a.id == other.c.id)
        ranked = sa.select(other.c.entity, sa.func.count().over()).select_from(joined).where(*within)
        ranked = ranked.group_by(other.c.entity).order_by(*order)
    else:
        kept = schema.meetings.c
        ranked = sa.select(kept.other, sa.func.count().over()).where(kept.entity == id_)
        ranked = ranked.order_by(kept.events.desc(), kept.last_day.desc(), kept.other)
    rows = connection.execute(ranked.limit(limit).offset(offset)).all()
    some, total = [row[0] for row in rows], rows[0][1] if rows else 0
    theirs = dialect.InOrder(other, schema.event_accounts, _a.id == other.c.id)
    theirs = dialect.InOrder(theirs, schema.events, _e.id == other.c.id)
    columns = other.c.entity, _e.kind, many, sa.func.min(_a.first_day).label("first"), last
    query = sa.select(*columns).select_from(theirs).where(other.c.id.in_(met), *within)
    query = query.group_by(other.c.entity, _e.kind)
    found: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    for chunk in dialect.chunks(some):
        for row in connection.execute(query.where(other.c.entity.in_(_literal(chunk)))):
            found[row.entity].append(row)
    names = findings_rows.Names(connection)
    names.load(some)
    return [_contact(names.named(one), found[one]) for one in some], total


def _literal(ids: Sequence[str]) -> sa.BindParameter[list[str]]:
    # Written into the statement: a database takes only so many bound values.
    return sa.bindparam(None, list(ids), expanding=True, literal_execute=True)


def _contact(other: Named, rows: list[sa.Row[Any]]) -> Contact:
    """What the rows of an entity's engagements with another, one for each kind, come to."""
    kinds = {row.kind: row.n for row in sorted(rows, key=lambda row: (-row.n, row.kind))}
    first = min((row.first for row in rows if row.first), default=None)
    last = max((row.last for row in rows if row.last), default=None)
    return Contact(other, sum(kinds.values()), kinds, first, last)


# -- two together --------------------------------------------------------------------------------------------------


def between(
    connection: sa.Connection, a: str, b: str, since: str | None, until: str | None, limit: int | None
) -> Between:
    """What there is between two; a state acts through those in its offices. Raises `UnknownEntity`, `BadDate`."""
    x, y = of_id(connection, a), of_id(connection, b)
    ids = states.one_state(connection, x), states.one_state(connection, y)
    acting = states.acting_for(ids[0]), states.acting_for(ids[1])
    met = findings_rows.asking_events(connection)
    met.both(*acting, schema.event_parties)
    met.since_until(since, until)
    owed = findings_rows.asking_pledges(connection)
    owed.both(*ids, schema.chain_sides, apart="side")
    owed.told_within(since, until)
    spoken = _spoken(connection, (_said(acting[0], ids[1]), _said(acting[1], ids[0])), since, until)
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    newest = met.newest(_a.first_day), owed.newest(owed.first_told())
    days = zip(("engagements", "chains", "statements"), (*newest, [(n, day) for day, _, n in spoken]), strict=True)
    for part, some in days:
        for _, day in some:
            counts[day[:MONTH] if day else None][part] += 1
    events, chains = ([key for key, _ in some[:limit]] for some in newest)
    lines_said = [(report, n) for _, report, n in spoken[:limit]]
    names = findings_rows.Names(connection)
    return Between(
        names.named(x), names.named(y), met.at(events, findings_rows.event, findings_rows.OF_EVENTS),
        owed.at(chains, findings_rows.pledges, (schema.chain_sides,)),
        lines.Question(connection, schema.statements, (schema.speakers,)).at(lines_said, lines.statement),
        _months(counts),
    )  # fmt: skip


def _spoken(
    connection: sa.Connection, said: Sequence[sa.Select[Any]], since: str | None, until: str | None
) -> list[tuple[str | None, int, int]]:
    """The day, report and number of what was said, of reports that were not read anew since; the newest first."""
    places = sa.union(*said).subquery()
    query = (
        sa.select(_r.first_day, places.c.report, places.c.n)
        .select_from(dialect.InOrder(places, schema.reports, _r.key == places.c.report))
        .where(*finding.within(since, until, _r.first_day, _r.last_day), fresh_now(connection, places))
    )
    found = [(day, report, n) for day, report, n in connection.execute(query).all()]
    found.sort(key=lambda row: row[1:])
    found.sort(key=lambda row: row[0] or "", reverse=True)
    return found


def _said(speakers: sa.CompoundSelect[Any], named: Sequence[str]) -> sa.Select[Any]:
    """The places of what some entities said in which another is named, as it was linked."""
    t = schema.said_of.c
    return sa.select(t.report, t.n).where(t.speaker.in_(speakers), t.named.in_(_literal(named)))


def _months(counts: dict[str | None, Counter[str]]) -> list[Month]:
    return [Month(month, dict(counts[month])) for month in sorted(counts, key=lambda month: (month is None, month))]


# -- places --------------------------------------------------------------------------------------------------------


def places(
    connection: sa.Connection, since: str | None, until: str | None, kind: str | None, limit: int | None, offset: int
) -> list[PlaceCounts]:
    """Places where something happened, or something of a kind, those of most first. Raises `BadDate`."""
    months = _whole_months(since, until)
    most = None if limit is None else offset + limit
    if months is None:
        counts = _by_place(row for query in _counted(since, until, kind) for row in connection.execute(query))
        total = {place: sum(by_month.values(), Counter()) for place, by_month in counts.items()}
        some = sorted(counts, key=lambda place: (-sum(total[place].values()), place))[offset:most]
    else:
        counts, some = _kept(connection, months, kind, most)
        some = some[offset:]
        total = {place: sum(by_month.values(), Counter()) for place, by_month in counts.items()}
    names, known = findings_rows.Names(connection), _all_known(connection, some)
    names.load(some)
    return [
        PlaceCounts(
            names.named(place), _where(known.get(place)), known[place].state if place in known else None,
            total[place]["engagements"], total[place]["incidents"], _months(counts[place]),
        )
        for place in some
    ]  # fmt: skip


_ByPlace = dict[str, dict[str | None, Counter[str]]]


def _by_place(rows: Iterable[Any]) -> _ByPlace:
    """By place and month what rows count: place, part, month, number."""
    counts: _ByPlace = defaultdict(lambda: defaultdict(Counter))
    for place, part, month, count in rows:
        counts[place][month or None][part] += count
    return counts


def _whole_months(since: str | None, until: str | None) -> tuple[str | None, str | None] | None:
    """The first and the last month of a stretch; None where it begins or ends within one. Raises `BadDate`."""
    first, last = bounds(since, until)
    months = (None if day is None else day[:MONTH] for day in (first, last))
    begins, ends = months
    whole = bounds(begins, ends) == (first, last)
    return (begins, ends) if whole else None


def _kept(
    connection: sa.Connection, months: tuple[str | None, str | None], kind: str | None, most: int | None
) -> tuple[_ByPlace, list[str]]:
    """What was counted of whole months when the archive was linked, of the `most` places that have most, in order."""
    t = schema.place_months.c
    here = _of_kind(kind)
    begins, ends = months
    if begins is not None:
        here.append(t.last_month >= begins)
    if ends is not None:
        here += [t.first_month <= ends, t.first_month != ""]
    many = sa.func.sum(t.lines)
    order = sa.select(t.place).where(*here).group_by(t.place).order_by(many.desc(), t.place).limit(most)
    some = list(connection.execute(order).scalars())
    rows = sa.select(t.place, t.part, t.first_month, many).where(*here).group_by(t.place, t.part, t.first_month)
    if most is None:
        return _by_place(connection.execute(rows)), some
    chunks = dialect.chunks(some)
    return _by_place(row for chunk in chunks for row in connection.execute(rows.where(t.place.in_(chunk)))), some


def _of_kind(kind: str | None) -> list[sa.ColumnElement[bool]]:
    t = schema.place_months.c
    if kind is None or kind in _PARTS:
        return [t.part == _PARTS[kind]] if kind is not None else []
    part = "engagements" if kind in get_args(EngagementKind) else "incidents"
    return [t.part == part, t.kind == kind]


def _counted(since: str | None, until: str | None, kind: str | None) -> list[sa.Select[Any]]:
    """What is counted where `kind` is 'engagement', 'incident', a kind of one of them, or None for all."""
    met, happened = _met(since, until), _happened(since, until)
    if kind is None:
        return [met, happened]
    if kind == "engagement" or kind in get_args(EngagementKind):
        here = _a.id.in_(sa.select(_e.id).where(_e.kind == kind))
        return [met if kind == "engagement" else met.where(here)]
    return [happened if kind == "incident" else happened.where(schema.incidents.c.type == kind)]


def _met(since: str | None, until: str | None) -> sa.Select[Any]:
    """How many engagements each place has by month."""
    month = sa.func.substr(_a.first_day, 1, MONTH)
    query = sa.select(_a.place, sa.literal("engagements"), month, sa.func.count()).where(_a.place.is_not(None))
    return query.where(*finding.within(since, until, _a.first_day, _a.last_day)).group_by(_a.place, month)


def _happened(since: str | None, until: str | None) -> sa.Select[Any]:
    """How many incidents each place has by month; by the report's days where an incident has none."""
    t = schema.incidents.c
    first, last = (sa.func.coalesce(t[name], _r[name]) for name in ("first_day", "last_day"))
    month = sa.func.substr(first, 1, MONTH)
    here = sa.and_(_i.report == t.report, _i.item == t.place, _i.kind == "place", fresh(schema.identities))
    return (
        sa.select(_i.entity, sa.literal("incidents"), month, sa.func.count())
        .select_from(schema.incidents)
        .join(schema.identities, here)
        .join(schema.reports, _r.key == t.report)
        .where(t.place.is_not(None), *finding.within(since, until, first, last))
        .group_by(_i.entity, month)
    )


def _all_known(connection: sa.Connection, some: Sequence[str]) -> dict[str, sa.Row[Any]]:
    found: dict[str, sa.Row[Any]] = {}
    for chunk in dialect.chunks(some):
        query = sa.select(schema.known).where(schema.known.c.entity.in_(chunk))
        found.update((row.entity, row) for row in connection.execute(query))
    return found
