"""What waits for a reviewer, what matters most first.

A line waits that nobody has judged, or on which readers disagree, or that a newer reader reads otherwise than it was
judged. First come disagreements, then the lines whose error would go farthest: by the chance that they are wrong
(one less their confidence) times the number of reports that tell of the same event or promise; of those alike the ones
with a party that no other report names. Of figures, and of lines that the machine gave no confidence, no such chance is
known: they come last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.answers import Answer, Span
from mahdar.archive.chain_steps import number
from mahdar.archive.linked import ENTITY_KINDS, fresh, fresh_now
from mahdar.archive.review_lines import PARTS
from mahdar.archive.waiting_lines import KIND, ROLES
from mahdar.errors import InputError

ORDERS = ("confidence", "conflict", "new", "cited")
#: How many times as many lines of the most told are looked at first as are wanted, then where too few of these wait,
#: before all are; how many times as many events that are told apart; what floats may be off by.
_AMPLE, _APART, _ROUNDING = (40, 400), 4, 1e-9
_m, _r, _i, _told = schema.reviewed_lines.c, schema.reports.c, schema.identities.c, schema.told.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; `by` is who asks."""

    order: str | None = None
    by: str | None = None
    report: int | None = None
    part: str | None = None
    limit: int | None = 20


@dataclass(frozen=True, slots=True)
class QueueLine(Answer):
    """A line that waits: `line` is what acts name it by, `why` are reasons, `seen` the last review of its report.

    why: conflict (readers disagree), changed (the machine reads it otherwise since), unmatched (it no longer reads
    it), sources (reports of one event give it another date), confidence, new (a party that no other report names),
    cited (`reports` tell of the same), second (it has one reader).
    """

    line: str
    why: list[str]
    part: str
    confidence: float | None
    reports: int
    day: str | None
    span: Span | None
    quote: str
    kind: str | None
    names: list[str]
    by: list[str]
    seen: int


def waiting(connection: sa.Connection, wanted: Wanted) -> list[QueueLine]:
    """The lines that wait, in the order that is asked for."""
    if wanted.order is not None and wanted.order not in ORDERS:
        raise InputError("no such order", expected=" or ".join(ORDERS), where=wanted.order)
    found = [_judged(connection, row) for row in _contested(connection, wanted)]
    if wanted.order in ("confidence", "new", "cited"):
        found = []
    apart = _told_apart(connection, wanted) if wanted.order in (None, "conflict") else set()
    candidates: list[tuple[tuple[Any, ...], _Unread]] = []
    # Those of events that reports tell otherwise by themselves: they come first, however sure the machine is.
    first = _unread(connection, "engagements", wanted, apart) if apart else []
    enough = wanted.order == "conflict" or (wanted.limit is not None and len(first) + len(found) >= wanted.limit)
    for part in [wanted.part] if wanted.part else PARTS:
        found_in = [first] if part == "engagements" else []
        found_in += [_unread(connection, part, wanted, None)] if not enough else []
        lines = {(one.report, one.n): one for some in found_in for one in some}
        candidates += [(_rank(one, wanted.order, apart), one) for one in lines.values()]
    candidates.sort(key=lambda pair: pair[0])
    if wanted.limit is not None:
        candidates = candidates[: max(wanted.limit - len(found), 0)]
    reports = _reports(connection, {unread.report for _, unread in candidates})
    found += [_line(connection, unread, apart, *reports[unread.report]) for _, unread in candidates]
    return found if wanted.limit is None else found[: wanted.limit]


def second(connection: sa.Connection, wanted: Wanted) -> list[QueueLine]:
    """The lines that one person has judged, not `wanted.by`, and that are not settled; the oldest judgement first."""
    judged = _m.state.in_(("accepted", "corrected", "rejected", "added", "merged"))
    query = _marks(wanted).where(judged, sa.not_(_m.final)).order_by(_m.at, _m.report, _m.part, _m.item)
    found = []
    for row in connection.execute(query):
        by = json.loads(row.by)
        if len(by) == 1 and wanted.by not in by:
            found.append(_judged(connection, row, "second"))
            if wanted.limit is not None and len(found) >= wanted.limit:
                break
    return found


# -- judged already ------------------------------------------------------------------------------------------------


def _marks(wanted: Wanted) -> sa.Select[Any]:
    # Few lines are judged: else SQLite looks for them from every report.
    judged = dialect.InOrder(schema.reviewed_lines, schema.reports, _r.key == _m.report)
    query = sa.select(schema.reviewed_lines, _r.id.label("doc"), _r.day).select_from(judged)
    if wanted.report is not None:
        query = query.where(_m.report == wanted.report)
    return query.where(_m.part == wanted.part) if wanted.part else query


def _contested(connection: sa.Connection, wanted: Wanted) -> Iterable[sa.Row[Any]]:
    """Lines on which readers disagree, then those that the machine reads otherwise since."""
    query = _marks(wanted).where(sa.or_(_m.conflict, sa.and_(sa.not_(_m.final), sa.or_(_m.changed, _m.unmatched))))
    return connection.execute(
        query.order_by(_m.conflict.desc(), _m.at, _m.report, _m.part, _m.item).limit(wanted.limit)
    )


def _judged(connection: sa.Connection, row: sa.Row[Any], *why: str) -> QueueLine:
    reasons = [*why, *(name for name in ("conflict", "changed", "unmatched") if getattr(row, name))]
    span, quote, kind, names, confidence = _words(connection, row.report, row.part, row.n)
    return QueueLine(
        f"{row.doc}#{row.part}/{row.item}", reasons, row.part, confidence, 1, row.day, span, quote, kind, names,
        json.loads(row.by), _seen(connection, row.report),
    )  # fmt: skip


# -- judged by nobody ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unread:
    part: str
    report: int
    n: int
    confidence: float | None
    reports: int
    entity: str | None
    new: bool


def _unread(connection: sa.Connection, part: str, wanted: Wanted, among: set[str] | None) -> list[_Unread]:
    """The lines of a part that nobody has judged, as many as are wanted; `among` are ids of events to be told of."""
    look = _Look(connection, part, wanted)
    if among is not None:
        queries = [look.of_many(_told.entity.in_(sorted(among)))]
    elif wanted.order == "cited":
        queries = [look.most_told()] if look.told else []
    elif wanted.order == "new" and wanted.limit is not None and wanted.report is None:
        queries = [look.kept_as_new()]
    elif wanted.limit is None or wanted.report is not None:
        queries = [look.plain()]
    else:
        # Of those that one report tells of, the least sure; of the few that more tell of, all are looked at.
        harm = look.told and wanted.order != "confidence"
        queries = look.least_sure() + ([look.most_told()] if harm else [])
    found: dict[tuple[int, int], _Unread] = {}
    for query in queries:
        if wanted.limit is not None and query.is_filler and len(found) >= wanted.limit:
            continue
        for row in query.rows if query.rows is not None else connection.execute(query.select):
            place = row.report, row.n
            found[place] = _Unread(part, *place, row.confidence, row.reports, row.entity, wanted.order == "new")
    new = _new(connection, look, list(found)) if wanted.order != "new" else set()
    return [replace(one, new=True) if place in new else one for place, one in found.items()]


@dataclass(frozen=True, slots=True)
class _Query:
    """A question to the lines of a part, and its answer where it was asked already; `is_filler`: asked only where
    others gave too few.
    """

    select: sa.Select[Any]
    is_filler: bool = False
    rows: Sequence[sa.Row[Any]] | None = None


class _Look:
    """The ways in which lines of a part that nobody has judged are looked for."""

    def __init__(self, connection: sa.Connection, part: str, wanted: Wanted) -> None:
        self.connection, self.part, self.wanted = connection, part, wanted
        self.table = schema.metadata.tables[part]
        t = self.table.c
        self.confidence: sa.ColumnElement[Any] = t.confidence if "confidence" in t else sa.null()
        self.new = _is_new(self.table, part)
        self.told = part in KIND
        #: The identity of a line in the event or chain that it belongs to.
        self.own = schema.identities.alias()
        self.known = fresh_now(connection, self.own)
        self.entity: sa.ColumnElement[Any] = self.own.c.entity if self.told else sa.null()
        self.reports: sa.ColumnElement[Any] = sa.func.coalesce(_told.reports, 1) if self.told else sa.literal(1)
        judged = sa.exists().where(
            _m.report == t.report, _m.part == part, _m.n == t.n, _m.state.not_in(("unread", "noted"))
        )
        self.conditions: list[sa.ColumnElement[bool]] = [sa.not_(judged)]
        if wanted.report is not None:
            self.conditions.append(t.report == wanted.report)
        if wanted.order == "new":
            kept = wanted.limit is not None and wanted.report is None
            self.conditions.append(fresh_now(connection, self.table) if kept else self.new)

    def _is_it(self) -> sa.ColumnElement[bool]:
        """That an identity is that of a line, as it is read now."""
        i, t = self.own.c, self.table.c
        kind = KIND[self.part]
        return sa.and_(i.report == t.report, i.kind == kind, i.item == sa.cast(t.n, sa.String), self.known)

    def _select(self, source: sa.FromClause) -> sa.Select[Any]:
        t = self.table.c
        columns = (self.confidence.label("confidence"), self.reports.label("reports"), self.entity.label("entity"))
        return sa.select(t.report, t.n, *columns).select_from(source).where(*self.conditions)

    def _all(self) -> sa.Select[Any]:
        if not self.told:
            return self._select(self.table)
        return self._select(self._with_told(self.table))

    def _with_told(self, lines: sa.FromClause) -> sa.Join:
        return lines.outerjoin(self.own, self._is_it()).outerjoin(schema.told, _told.entity == self.entity)

    def _in_order(self, query: sa.Select[Any]) -> sa.Select[Any]:
        harm = ((1 - sa.func.coalesce(self.confidence, 1)) * self.reports).desc()
        first = {"cited": [self.reports.desc()], "confidence": []}.get(self.wanted.order or "", [harm])
        sure = sa.cast(self.confidence, sa.Float).asc().nulls_last()
        return query.order_by(*first, sure, self.table.c.report, self.table.c.n).limit(self.wanted.limit)

    def plain(self) -> _Query:
        """All of them."""
        return _Query(self._in_order(self._all()))

    def kept_as_new(self) -> _Query:
        """Those with a party that no other report names, as `waiting_lines` keeps them in order."""
        t, new = self.table.c, schema.new_lines.c
        kept = dialect.InOrder(schema.new_lines, self.table, sa.and_(t.report == new.report, t.n == new.n))
        query = self._select(self._with_told(kept) if self.told else kept).where(new.part == self.part)
        return _Query(query.order_by(new.place, new.sure, new.report, new.n).limit(self.wanted.limit))

    def least_sure(self) -> list[_Query]:
        """The least sure, in the order of an index; where there are too few, those of no confidence."""
        t, query = self.table.c, self._all()
        filler = query.where(t.confidence.is_(None)) if "confidence" in t else query
        found = [_Query(filler.order_by(t.report, t.n).limit(self.wanted.limit), is_filler=True)]
        if "confidence" in t:
            known = query.where(t.confidence.is_not(None)).order_by(t.confidence, t.report, t.n)
            found.insert(0, _Query(known.limit(self.wanted.limit)))
        return found

    def of_many(self, condition: sa.ColumnElement[bool]) -> _Query:
        """Those whose events or chains are such: looked up from these."""
        t, own = self.table.c, self.own.c
        theirs = sa.and_(_told.entity == self.entity, _told.kind == own.kind, self.known)
        many = dialect.InOrder(schema.told, self.own, theirs)
        # Looked up by its number: of a report's other lines there are as many.
        line = sa.and_(t.report == own.report, t.n == number(own.item, own.kind))
        lines = dialect.InOrder(many, self.table, line)
        return _Query(self._in_order(self._select(lines).where(condition, _told.kind == KIND[self.part])))

    def most_told(self) -> _Query:
        """Those that more than one report tells of: as many of the most told as have the first of the order among them.

        No line does more harm than its reports would if it were the least sure of all.
        """
        limit, every = self.wanted.limit, self.of_many(_told.reports > 1)
        if limit is None:
            return every
        for ample in _AMPLE:
            least = self._told_by(ample * limit)
            if least <= 2:
                return every
            query = self.of_many(sa.and_(_told.reports > 1, _told.reports >= least))
            rows = self.connection.execute(query.select).all()
            if len(rows) < limit:
                continue
            enough = least if self.wanted.order == "cited" else self.enough(rows)
            if enough >= least:
                return replace(query, rows=rows)
            return self.of_many(sa.and_(_told.reports > 1, _told.reports >= ceil(enough)))
        return every

    def _told_by(self, lines: int) -> int:
        """By how many reports at the least the most told events or chains are told that have so many lines together."""
        many = sa.select(_told.reports, _told.lines).where(_told.kind == KIND[self.part], _told.reports > 1)
        # Each has two lines or more.
        rows = self.connection.execute(many.order_by(_told.reports.desc()).limit(lines // 2 + 1))
        for reports, own in rows.all():
            lines -= own
            if lines <= 0:
                return int(reports)
        return 2

    def enough(self, rows: Iterable[sa.Row[Any]]) -> float:
        """How many reports an event or chain needs for one of its lines to do as much harm as each of these does."""
        surely = self.connection.execute(sa.select(sa.func.min(self.table.c.confidence))).scalar_one() or 0.0
        harm = min((1 - (1.0 if row.confidence is None else row.confidence)) * row.reports for row in rows)
        return harm / (1 - surely) - _ROUNDING if surely < 1 else 0.0


def _new(connection: sa.Connection, look: _Look, places: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these lines have a party that no other report names."""
    t, found = look.table.c, set[tuple[int, int]]()
    # By reports: asked for pairs, SQLite looks through the whole table.
    for some in dialect.chunks(sorted({report for report, _ in places})):
        query = sa.select(t.report, t.n).where(t.report.in_(some), look.new)
        found.update((row.report, row.n) for row in connection.execute(query))
    return found.intersection(places)


def _rank(unread: _Unread, order: str | None, apart: set[str]) -> tuple[Any, ...]:
    sure = 1.0 if unread.confidence is None else unread.confidence
    known = unread.confidence is None
    place = known, sure, PARTS.index(unread.part), unread.report, unread.n
    if order == "cited":
        return (-unread.reports, *place)
    if order == "confidence":
        return place
    harm = -(1 - sure) * unread.reports
    return (unread.entity not in apart, harm, not unread.new, *place)


def _is_new(table: sa.Table, part: str) -> sa.ColumnElement[bool]:
    """Whether a party of the line, or the party itself, is one that no other report names, as it was linked."""
    t = table.c
    if part == "parties":
        return sa.and_(_alone(table, t.party), fresh(table))
    if part not in ROLES:
        return sa.false()
    roles = [role.alias() for role in ROLES[part]]
    return sa.and_(sa.or_(*(_alone(role, role.c.party, line=table) for role in roles)), fresh(table))


def _alone(named_in: sa.FromClause, party: sa.Column[str], line: sa.Table | None = None) -> sa.ColumnElement[bool]:
    """Whether no other report names a party, or one of a line by a table of its roles: looked up from the party."""
    i, named = schema.identities.alias(), schema.named.alias()
    its_own = sa.and_(i.c.report == named_in.c.report, i.c.item == party, i.c.kind.in_(ENTITY_KINDS))
    once = sa.and_(named.c.entity == i.c.entity, named.c.reports == 1)
    if line is None:
        return sa.exists(sa.select(sa.literal(1)).select_from(dialect.InOrder(i, named, once)).where(its_own))
    of_role = dialect.InOrder(dialect.InOrder(named_in, i, its_own), named, once)
    here = named_in.c.report == line.c.report, named_in.c.n == line.c.n
    return sa.exists(sa.select(sa.literal(1)).select_from(of_role).where(*here))


def _told_apart(connection: sa.Connection, wanted: Wanted) -> set[str]:
    """The events that reports give several dates: all, or as many of the most told as have the first in the order."""
    if wanted.part not in (None, "engagements"):
        return set()
    several: tuple[sa.ColumnElement[bool], ...] = _told.kind == "engagement", _told.dates > 1, _told.reports > 1
    if wanted.report is not None:
        here = sa.select(_i.entity).where(_i.report == wanted.report)
        several = (*several, _told.entity.in_(here))
    events = list(connection.execute(sa.select(_told.entity, _told.reports).where(*several)))
    events.sort(key=lambda event: -event.reports)
    first = len(events) if wanted.limit is None else _APART * wanted.limit
    if len(events) <= first or wanted.limit is None:
        return _given_several_dates(connection, [event.entity for event in events])
    least, look = events[first].reports, _Look(connection, "engagements", wanted)
    found = _given_several_dates(connection, [event.entity for event in events if event.reports >= least])
    rows = list(connection.execute(look.of_many(_told.entity.in_(sorted(found))).select)) if found else []
    # As `most_told` does: no line does more harm than its reports would if it were the least sure of all.
    enough = look.enough(rows) if len(rows) >= wanted.limit else 0.0
    rest = [event.entity for event in events if enough <= event.reports < least]
    return found | _given_several_dates(connection, rest)


def _given_several_dates(connection: sa.Connection, events: Sequence[str]) -> set[str]:
    """Which of these events have several dates in today's lines of reports that were not read anew since."""
    e, found = schema.engagements.c, set[str]()
    line = sa.and_(e.report == _i.report, e.n == number(_i.item, _i.kind))
    known = fresh_now(connection, schema.identities)
    for some in dialect.chunks(events):
        query = (
            sa.select(_i.entity)
            .select_from(dialect.InOrder(schema.identities, schema.engagements, line))
            .where(_i.entity.in_(some), _i.kind == "engagement", e.date.is_not(None), known)
            .group_by(_i.entity)
            .having(sa.func.count(sa.distinct(e.date)) > 1)
        )
        found.update(connection.execute(query).scalars())
    return found


def _reports(connection: sa.Connection, keys: Iterable[int]) -> dict[int, tuple[str, str | None, int]]:
    """Id, day and last review (0 for none) of reports."""
    t, found = schema.reviews.c, dict[int, tuple[str, str | None, int]]()
    for some in dialect.chunks(sorted(keys)):
        query = sa.select(t.report, sa.func.max(t.key)).where(t.report.in_(some)).group_by(t.report)
        last: dict[int, int] = {row[0]: row[1] for row in connection.execute(query)}
        rows = connection.execute(sa.select(_r.key, _r.id, _r.day).where(_r.key.in_(some)))
        found.update((key, (doc, day, last.get(key, 0))) for key, doc, day in rows)
    return found


def _line(
    connection: sa.Connection, unread: _Unread, apart: set[str], doc: str, day: str | None, seen: int
) -> QueueLine:
    why = ["sources"] if unread.entity in apart else []
    why += ["confidence"] if unread.confidence is not None else []
    why += ["new"] if unread.new else []
    why += ["cited"] if unread.reports > 1 else []
    span, quote, kind, names, _ = _words(connection, unread.report, unread.part, unread.n)
    item = _item(connection, unread)
    return QueueLine(
        f"{doc}#{unread.part}/{item}", why, unread.part, unread.confidence, unread.reports, day, span, quote, kind,
        names, [], seen,
    )  # fmt: skip


def _item(connection: sa.Connection, unread: _Unread) -> str:
    """What the line goes by: its number as read, which is not that of the list where others were rejected."""
    query = sa.select(_m.item).where(_m.report == unread.report, _m.part == unread.part, _m.n == unread.n)
    item = connection.execute(query).scalar_one_or_none()
    if item is None and unread.part == "parties":
        p = schema.parties.c
        item = connection.execute(sa.select(p.party).where(p.report == unread.report, p.n == unread.n)).scalar_one()
    return str(unread.n) if item is None else str(item)


def _seen(connection: sa.Connection, report: int) -> int:
    t = schema.reviews.c
    return connection.execute(sa.select(sa.func.max(t.key)).where(t.report == report)).scalar_one() or 0


# -- words ---------------------------------------------------------------------------------------------------------

_Words = tuple[Span | None, str, str | None, list[str], float | None]


def _words(connection: sa.Connection, report: int, part: str, n: int | None) -> _Words:
    """Span, words, kind and names of a line, and its confidence; nothing of one that is not there."""
    table = schema.metadata.tables[part]
    row = connection.execute(sa.select(table).where(table.c.report == report, table.c.n == n)).one_or_none()
    if n is None or row is None:
        return None, "", None, [], None
    if part == "parties":
        return None, row.name, row.type, [row.name], row.confidence
    text = sa.func.substr(_r.text, row.start + 1, row.end - row.start)
    quote = connection.execute(sa.select(text).where(_r.key == report)).scalar_one()
    kind = next((str(row._mapping[name]) for name in ("kind", "act", "type", "unit") if name in row._mapping), None)
    names = _names(connection, report, n, ROLES.get(part, ()))
    return (row.start, row.end), quote, kind, names, row._mapping.get("confidence")


def _names(connection: sa.Connection, report: int, n: int, roles: Sequence[sa.Table]) -> list[str]:
    p, found = schema.parties.c, list[str]()
    for table in roles:
        t = table.c
        query = sa.select(p.name).join(table, sa.and_(t.report == p.report, t.party == p.party))
        found += connection.execute(query.where(t.report == report, t.n == n).order_by(t.i)).scalars()
    return list(dict.fromkeys(found))
