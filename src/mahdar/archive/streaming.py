"""All rows of an archive, one after the other and in one state, for what takes them out of it.

    with archive.stream(Wanted(party="العراق", since="2016")) as stream:
        for n, line in stream.lines("engagements"):
            ...
        for report in stream.reports():
            ...

Everything in the block is of the state in which it began. Reports and lines come in the order in which the reports
came into the archive, lines then in that of the text; what linking found comes by its id. Each is one query that is
read as it comes, so memory does not grow with the archive.

A filter that a part cannot answer (the topic of a statement) leaves that part out: `left_out` says which those are.
Reports, parties and entities are those of the lines that remain. What linking found knows no confidence, so that
`min_confidence` changes nothing there.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, get_args

import sqlalchemy as sa

from mahdar import record
from mahdar.archive import dialect, finding, findings_rows, linked, people, schema, search
from mahdar.archive import lines as line_rows
from mahdar.archive.answers import Answer, Line, ReportLine
from mahdar.archive.finding import Filters
from mahdar.archive.findings import Event, Office, Pledges, Series
from mahdar.archive.findings_rows import Asking
from mahdar.archive.lines import Question
from mahdar.archive.linked import ENTITY_KINDS, fresh
from mahdar.archive.search_query import parse

_r, _p, _i, _e = schema.reports.c, schema.parties.c, schema.identities.c, schema.entities.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, by the names that the lists have for it; None asks for all."""

    party: str | None = None
    kind: str | None = None
    status: str | None = None
    topic: str | None = None
    place: str | None = None
    act: str | None = None
    form: str | None = None
    words: str | None = None
    from_: str | None = None
    to: str | None = None
    area: str | None = None
    unit: str | None = None
    outlet: str | None = None
    report: str | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float | None = None

    def given(self) -> dict[str, str | float]:
        """The filters that ask for something, by name."""
        values = {field.name.removesuffix("_"): getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ReadReport(ReportLine):
    """A report with the reader whose record stands, the report that it copies, and its text where that is wanted."""

    content_hash: str
    reader: str
    copy_of: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class PartyLine(Answer):
    """A party of a report; `of` is the id of another there, `entity` what it was linked to."""

    report: str
    party: str
    type: str
    name: str
    names: list[str]
    role: str | None
    of: str | None
    mentions: int
    confidence: float | None
    entity: str | None
    name_en: str | None


@dataclass(frozen=True, slots=True)
class EntityLine(Answer):
    """A person, body or place: names and roles with the most frequent first, how many reports have it, and when.

    `types` are those that its parties have: PER, ORG, GPE, LOC.
    """

    id: str
    kind: str
    name: str
    name_en: str | None
    types: list[str]
    names: list[str]
    roles: list[str]
    reports: int
    mentions: int
    first_day: str | None
    last_day: str | None


class Participation(NamedTuple):
    """A party's part in the n-th line of a table of a report: who, host, place, from, to; the i-th that has it."""

    table: str
    report: str
    n: int
    part: str
    i: int
    party: str
    type: str | None
    name: str
    name_en: str | None
    role: str | None
    entity: str | None


class _Part(NamedTuple):
    """A table of lines, the tables of who has a part in one, how an answer is built, which filters it can answer."""

    line: sa.Table
    roles: tuple[sa.Table, ...]
    build: Callable[[line_rows.Page, sa.Row[Any], dict[str, Any]], Line]
    answers: frozenset[str]
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


_EVERY = frozenset(("party", "report", "outlet", "since", "until", "min_confidence"))
_s = schema
LINES: dict[str, _Part] = {
    "engagements": _Part(
        _s.engagements, (_s.participants,), line_rows.engagement, _EVERY | {"kind", "status", "topic", "place"},
        get_args(record.EngagementKind), get_args(record.EngagementStatus),
    ),
    "statements": _Part(_s.statements, (_s.speakers,), line_rows.statement, _EVERY | {"act", "form", "words"}),
    "commitments": _Part(
        _s.commitments, (_s.actors, _s.recipients), line_rows.commitment,
        _EVERY | {"kind", "status", "area", "from", "to"},
        get_args(record.CommitmentKind), get_args(record.CommitmentStatus),
    ),
    "incidents": _Part(
        _s.incidents, (_s.perpetrators, _s.targets), line_rows.incident, _EVERY | {"kind", "status", "place"},
        get_args(record.IncidentType), ("reported", "denied"),
    ),
    "figures": _Part(_s.figures, (), line_rows.figure, _EVERY | {"unit"}),
}  # fmt: skip
#: What linking found, and the filters that each can answer.
FOUND = {
    "events": frozenset(("party", "kind", "place", "since", "until", "min_confidence")),
    "chains": frozenset(("party", "from", "to", "area", "since", "until", "min_confidence")),
    "series": frozenset(("party", "unit", "since", "until", "min_confidence")),
    "offices": frozenset(("party", "since", "until", "min_confidence")),
}
#: All parts, in the order in which they are taken out.
PARTS = ("reports", "parties", *LINES, "participants", "entities", *FOUND)
#: What the tables and columns of who has a part in a line are called: by the fields of the record.
_AS = {
    "participants": "who", "speakers": "who", "perpetrators": "who", "actors": "from", "recipients": "to",
    "targets": "to",
}  # fmt: skip


class Stream:
    """What is wanted of an archive; `Archive.stream` gives it. Raises `BadDate`, `UnknownReport`."""

    def __init__(self, connection: sa.Connection, wanted: Wanted) -> None:
        self.connection, self.wanted = connection, wanted
        all_fresh = linked.all_fresh(connection)
        self._fresh = sa.true() if all_fresh else fresh(schema.identities)
        given = set(wanted.given())
        self.questions = {
            name: _question(connection, part, wanted)
            for name, part in LINES.items()
            if given <= part.answers and _has_codes(part, wanted)
        }
        self.found = {
            name: _FOUND[name](connection, wanted)
            for name, answers in FOUND.items()
            if given <= answers and (name != "events" or _has_codes(LINES["engagements"], wanted))
        }
        for question in self.questions.values():
            question.all_fresh = all_fresh
        there = {"reports", "parties", "participants", "entities", *self.questions, *self.found}
        #: Parts that the filters ask for something that they do not have.
        self.left_out = tuple(name for name in PARTS if name not in there)

    def state(self) -> dict[str, Any]:
        """Of which schema the archive is, what read and linked it, and a digest of its state."""
        c = self.connection
        readers = sa.select(schema.records.c.reader).where(schema.records.c.key.in_(_newest())).distinct()
        values = linked.read_values(c)
        tables = (schema.reports, schema.records, schema.reviews, schema.decisions, schema.reprints)
        newest = [list(c.execute(sa.select(sa.func.count(), sa.func.max(t.c.key))).one()) for t in tables]
        digest = hashlib.sha256(json.dumps([newest, sorted(values.items())]).encode()).hexdigest()
        return {
            "schema": schema.REVISION, "readers": sorted(c.execute(readers).scalars()),
            "linker": values.get(linked.LINKER), "digest": digest[:16],
        }  # fmt: skip

    def unlinked(self) -> int:
        """How many reports were read since the last linking, and have no part in what it found."""
        t, d = schema.linked.c, schema.records.c
        here = sa.exists().where(t.report == d.report, t.record == d.key)
        query = sa.select(sa.func.count()).select_from(schema.records).where(d.key.in_(_newest()), sa.not_(here))
        return int(self.connection.execute(query).scalar_one())

    def count(self, part: str) -> int:
        """How many rows of a part there are."""
        if part in self.questions:
            return self.questions[part].count()
        if part in self.found:
            return self.found[part].count()
        if part == "participants":
            queries = [sa.select(sa.func.count()).select_from(q.subquery()) for _, _, q in self._roles()]
            return sum(int(self.connection.execute(query).scalar_one()) for query in queries)
        tables = {"reports": schema.reports, "parties": schema.parties, "entities": schema.entities}
        if part not in tables:
            return 0
        query = sa.select(sa.func.count()).select_from(tables[part]).where(*self._of(part))
        return int(self.connection.execute(query).scalar_one())

    def lines(self, part: str) -> Iterator[tuple[int, Any]]:
        """The lines of a part, each with its number in its report."""
        return self.questions[part].stream(LINES[part].build) if part in self.questions else iter(())

    def reports(self, *, text: bool = False) -> Iterator[ReadReport]:
        """The reports, with their text where that is wanted."""
        d, original, copies = schema.records.c, schema.reports.alias(), schema.copies.c
        query = (
            sa.select(*finding.LINE, _r.content_hash, d.reader, original.c.id, _r.text if text else sa.null())
            .select_from(schema.reports)
            .join(schema.records, sa.and_(d.report == _r.key, d.key.in_(_newest())))
            .outerjoin(schema.copies, copies.copy == _r.key)
            .outerjoin(original, original.c.key == copies.original)
            .where(*self._of("reports"))
            .order_by(_r.key)
        )
        return (ReadReport(*row) for row in self._rows(query))

    def record(self, report: str) -> tuple[str, str | None, str | None]:
        """The record of a report as JSON, its day and its outlet. Raises `UnknownReport`."""
        key = finding.key_of(self.connection, report)
        day, outlet = self.connection.execute(sa.select(_r.day, _r.outlet).where(_r.key == key)).one()
        return finding.record_json(self.connection, report, None), day, outlet

    def parties_of(self, report: str, entity: str) -> list[str]:
        """The parties of a report that were linked to an entity."""
        query = sa.select(_i.item).join(schema.reports, _r.key == _i.report)
        query = query.where(_r.id == report, _i.entity == entity, _i.item.is_not(None)).order_by(_i.item)
        return list(self.connection.execute(query).scalars())

    def parties(self) -> Iterator[PartyLine]:
        """The parties of the reports."""
        here = sa.and_(_i.report == _p.report, _i.item == _p.party, _i.kind.in_(ENTITY_KINDS), self._fresh)
        query = (
            sa.select(
                _p.report, _r.id, _p.party, _p.type, _p.name, _p.role, _p.of, _p.mentions, _p.confidence, _e.id,
                _e.name_en,
            )
            .select_from(schema.parties)
            .join(schema.reports, _r.key == _p.report)
            .outerjoin(schema.identities, here)
            .outerjoin(schema.entities, _e.id == _i.entity)
            .where(*self._of("parties"))
            .order_by(_p.report, _p.n)
        )  # fmt: skip
        for some in dialect.chunks(self._rows(query)):
            names = self._names(sorted({row[0] for row in some}))
            for key, report, party, type_, name, role, of, mentions, confidence, entity, name_en in some:
                own = names[key, party]
                yield PartyLine(report, party, type_, name, own, role, of, mentions, confidence, entity, name_en)

    def participants(self) -> Iterator[Participation]:
        """Who has which part in the lines: table by table, part by part, then as the lines come."""
        here = sa.and_(_i.report == _p.report, _i.item == _p.party, _i.kind.in_(ENTITY_KINDS), self._fresh)
        for table, part, chosen in self._roles():
            c = chosen.subquery().c
            defined = sa.and_(_p.report == c.report, _p.party == c.party)
            query = (
                sa.select(
                    sa.literal(table), _r.id, c.n, sa.literal(part), c.i, c.party, _p.type,
                    sa.func.coalesce(_p.name, c.party), _e.name_en, _p.role, _e.id,
                )
                .select_from(c.report.table)
                .join(schema.reports, _r.key == c.report)
                .outerjoin(schema.parties, defined)
                .outerjoin(schema.identities, here)
                .outerjoin(schema.entities, _e.id == _i.entity)
                .order_by(c.report, c.n, c.i)
            )  # fmt: skip
            yield from map(Participation._make, self._rows(query))

    def _roles(self) -> Iterator[tuple[str, str, sa.Select[Any]]]:
        """Each table of lines, each part that a party can have in it, and who has it: report, n, i, party."""
        for table, question in self.questions.items():
            t = question.line.c
            for roles in question.roles:
                yield table, _AS[roles.name], question.beside(roles)
            for column in ("host", "place", "of"):
                if column in t:
                    only = question.chosen(t.report, t.n, sa.literal(0).label("i"), t[column].label("party"))
                    yield table, column, only.where(t[column].is_not(None))

    def entities(self) -> Iterator[EntityLine]:
        """Persons, bodies and places, with what all reports of the archive have of them."""
        query = sa.select(_e.id, _e.kind, _e.name, _e.name_en).where(*self._of("entities")).order_by(_e.id)
        for some in dialect.chunks(self._rows(query)):
            seen = self._seen([row.id for row in some])
            for row in some:
                yield seen[row.id].line(row)

    def events(self) -> Iterator[Event]:
        """Engagements with all reports of each."""
        parts = (schema.event_parties, schema.event_versions)
        return self._found("events", findings_rows.event, parts)

    def chains(self) -> Iterator[Pledges]:
        """Requests and promises with what became of them."""
        return self._found("chains", findings_rows.pledges, (schema.chain_sides,))

    def series(self) -> Iterator[Series]:
        """Series of figures."""
        return self._found("series", findings_rows.figure_series, ())

    def offices(self) -> Iterator[Office]:
        """Offices with their holders."""
        return self._found("offices", findings_rows.office, (schema.office_reports,))

    def _found(self, name: str, build: Callable[..., Any], children: Sequence[sa.Table]) -> Iterator[Any]:
        return self.found[name].stream(build, children) if name in self.found else iter(())

    def _rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        result = self.connection.execute(query.execution_options(yield_per=dialect.CHUNK))
        return chain.from_iterable(result.partitions())

    @cached_property
    def _chosen(self) -> sa.Select[Any] | None:
        """The keys of the reports that are wanted or have a line that is; None for all."""
        w = self.wanted
        given = set(w.given())
        if not given:
            return None
        queries = [question.reports() for question in self.questions.values()]
        if given <= {"party", "report", "outlet", "since", "until"}:
            conditions = Filters(w.since, w.until, w.outlet, w.party).conditions(self.connection)
            if w.report is not None:
                conditions.append(_r.key == finding.key_of(self.connection, w.report))
            queries.append(sa.select(_r.key).where(*conditions))
        if not queries:
            return sa.select(_r.key).where(sa.false())
        return sa.select(sa.union(*queries).subquery())

    def _of(self, part: str) -> list[sa.ColumnElement[bool]]:
        """The condition that a report, party or entity is of the reports that are wanted."""
        if self._chosen is None:
            return []
        if part == "entities":
            return [_e.id.in_(sa.select(_i.entity).where(_i.report.in_(self._chosen), _i.item.is_not(None)))]
        return [(_r.key if part == "reports" else _p.report).in_(self._chosen)]

    def _names(self, reports: list[int]) -> dict[tuple[int, str], list[str]]:
        """The names of the parties of some reports, the longest first."""
        pn, n = schema.party_names.c, schema.names.c
        found: dict[tuple[int, str], list[str]] = defaultdict(list)
        query = sa.select(pn.report, pn.party, n.name).join(schema.names, n.key == pn.name)
        query = query.where(pn.report.in_(reports)).order_by(pn.report, pn.party, pn.n)
        for report, party, name in self.connection.execute(query):
            found[report, party].append(name)
        return found

    def _seen(self, entities: list[str]) -> dict[str, _Seen]:
        """What reports have of some entities."""
        found: dict[str, _Seen] = defaultdict(_Seen)
        here = sa.and_(_p.report == _i.report, _p.party == _i.item)
        query = sa.select(_i.entity, _i.report, _r.day, _p.type, _p.role, _p.mentions)
        query = query.join(schema.parties, here).join(schema.reports, _r.key == _i.report)
        for entity, *row in self.connection.execute(query.where(_i.entity.in_(entities))):
            found[entity].add(*row)
        pn, n = schema.party_names.c, schema.names.c
        named = sa.and_(pn.report == _i.report, pn.party == _i.item)
        names = sa.select(_i.entity, n.name, sa.func.count()).join(schema.party_names, named)
        names = names.join(schema.names, n.key == pn.name).where(_i.entity.in_(entities))
        for entity, name, times in self.connection.execute(names.group_by(_i.entity, n.name)):
            found[entity].names[name] = times
        return found


class _Seen:
    """What reports have of one entity, counted."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.reports: set[int] = set()
        self.days: set[str] = set()
        self.mentions = 0

    def add(self, report: int, day: str | None, type_: str, role: str | None, mentions: int) -> None:
        """Count a party."""
        self.reports.add(report)
        self.types[type_] += 1
        self.mentions += mentions
        if role:
            self.roles[role] += 1
        if day:
            self.days.add(day)

    def line(self, row: sa.Row[Any]) -> EntityLine:
        """The answer for the entity of a row."""
        types, names, roles = (people.ranked(counted) for counted in (self.types, self.names, self.roles))
        return EntityLine(
            row.id, row.kind, row.name, row.name_en, types, names, roles, len(self.reports), self.mentions,
            min(self.days, default=None), max(self.days, default=None),
        )  # fmt: skip


def _newest() -> sa.Select[Any]:
    """The keys of the records that stand: of each report the newest."""
    d = schema.records.c
    return sa.select(sa.func.max(d.key)).group_by(d.report)


def _has_codes(part: _Part, wanted: Wanted) -> bool:
    """Whether the part can have the kind and status that are wanted."""
    kinds = wanted.kind is None or wanted.kind in part.kinds
    return kinds and (wanted.status is None or wanted.status in part.statuses)


def _question(connection: sa.Connection, part: _Part, w: Wanted) -> Question:
    question = Question(connection, part.line, part.roles)
    line, kind = part.line, "type" if "type" in part.line.c else "kind"
    columns = {kind: w.kind, "status": w.status, "act": w.act, "form": w.form, "area": w.area, "unit": w.unit}
    question.equal(**columns)
    beside = {_s.engagements: "host", _s.figures: "of"}
    question.by(w.party, *part.roles, column=beside.get(line))
    question.by(w.place, column="place")
    question.by(w.from_, _s.actors)
    question.by(w.to, _s.recipients)
    if w.topic is not None:
        question.conditions.append(_s.engagements.c.topics.contains(f" {w.topic} ", autoescape=True))
    if w.words is not None:
        asked = search.asked(connection, parse(w.words), ["statement"], Filters())
        question.within(asked.select(connection, _s.documents.c.report, _s.documents.c.n))
    if w.outlet is not None:
        question.conditions.append(_r.outlet == w.outlet)
    if "confidence" in line.c:
        question.sure(w.min_confidence)
    question.since_until(w.since, w.until)
    question.of_report(w.report)
    return question


def _events(connection: sa.Connection, w: Wanted) -> Asking:
    asking = Asking(connection, schema.event_accounts, findings_rows.ACCOUNTS)
    asking.beside(w.party, schema.event_parties)
    asking.having(w.place, schema.event_accounts.c.place)
    asking.of(kind=w.kind, id=None)
    asking.since_until(w.since, w.until)
    return asking


def _chains(connection: sa.Connection, w: Wanted) -> Asking:
    asking = Asking(connection, schema.chains, findings_rows.CHAINS)
    asking.beside(w.from_, schema.chain_sides, side="giver")
    asking.beside(w.to, schema.chain_sides, side="taker")
    asking.beside(w.party, schema.chain_sides)
    asking.equal(area=w.area)
    asking.told_within(w.since, w.until)
    return asking


def _series(connection: sa.Connection, w: Wanted) -> Asking:
    asking = Asking(connection, schema.figure_series)
    asking.claimed_by(w.party)
    asking.equal(unit=w.unit)
    asking.since_until(w.since, w.until)
    return asking


def _offices(connection: sa.Connection, w: Wanted) -> Asking:
    asking = Asking(connection, schema.offices)
    t = schema.offices.c
    asking.having(w.party, t.person, t.of, state=t.state)
    asking.since_until(w.since, w.until)
    return asking


_FOUND: dict[str, Callable[[sa.Connection, Wanted], Asking]] = {
    "events": _events, "chains": _chains, "series": _series, "offices": _offices,
}  # fmt: skip
