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
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.archive import schema
from mahdar.archive.answers import Answer, Span
from mahdar.archive.linked import ENTITY_KINDS, fresh
from mahdar.archive.review_lines import PARTS
from mahdar.errors import InputError

ORDERS = ("confidence", "conflict", "new", "cited")
#: The kind of ids that lines of a part have, and the tables that name their parties.
_KIND = {"engagements": "engagement", "commitments": "chain"}
_ROLES = {
    "engagements": (schema.participants,), "statements": (schema.speakers,), "incidents": (schema.perpetrators,),
    "commitments": (schema.actors, schema.recipients),
}  # fmt: skip
_m, _r, _i = schema.reviewed_lines.c, schema.reports.c, schema.identities.c


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
    apart = _told_apart(connection) if wanted.order in (None, "conflict") else set()
    candidates: list[tuple[tuple[Any, ...], _Unread]] = []
    for part in [wanted.part] if wanted.part else PARTS:
        # Those of events that reports tell otherwise by themselves: they come first, however sure the machine is.
        found_in = [_unread(connection, part, wanted, apart)] if apart or wanted.order == "conflict" else []
        found_in += [_unread(connection, part, wanted, None)] if wanted.order != "conflict" else []
        lines = {(one.report, one.n): one for some in found_in for one in some}
        candidates += [(_rank(one, wanted.order, apart), one) for one in lines.values()]
    candidates.sort(key=lambda pair: pair[0])
    if wanted.limit is not None:
        candidates = candidates[: max(wanted.limit - len(found), 0)]
    found += [_line(connection, unread, apart) for _, unread in candidates]
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
    query = sa.select(schema.reviewed_lines, _r.id.label("doc"), _r.day).join(schema.reports, _r.key == _m.report)
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
    span, quote, kind, names, confidence = _told(connection, row.report, row.part, row.n)
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


def _unread(connection: sa.Connection, part: str, wanted: Wanted, among: set[str] | None) -> Iterable[_Unread]:
    """The lines of a part that nobody has judged, as many as are wanted; `among` are ids of events to be told of."""
    table = schema.metadata.tables[part]
    t = table.c
    confidence = t.confidence if "confidence" in t else sa.null()
    judged = sa.exists().where(
        _m.report == t.report, _m.part == part, _m.n == t.n, _m.state.not_in(("unread", "noted"))
    )
    told, entity = _told_of(part)
    source: sa.FromClause = table
    new = _is_new(table, part)
    if told is not None:
        source = table.outerjoin(told, sa.and_(told.c.report == t.report, told.c.item == sa.cast(t.n, sa.String)))
    reports = sa.func.coalesce(told.c.reports, 1) if told is not None else sa.literal(1)
    query = sa.select(
        t.report,
        t.n,
        confidence.label("confidence"),
        reports.label("reports"),
        entity.label("entity"),
        new.label("new"),
    )
    query = query.select_from(source).where(sa.not_(judged))
    if wanted.report is not None:
        query = query.where(t.report == wanted.report)
    if among is not None:
        query = query.where(entity.in_(sorted(among)) if told is not None and among else sa.false())
    if wanted.order == "cited":
        query = query.where(reports > 1)
    if wanted.order == "new":
        query = query.where(new)
    harm = (1 - sa.func.coalesce(confidence, 1)) * reports
    first = {"cited": reports.desc(), "new": harm.desc(), "conflict": harm.desc(), None: harm.desc()}
    order = [first[wanted.order]] if wanted.order in first else []
    query = query.order_by(*order, sa.cast(confidence, sa.Float).asc().nulls_last(), t.report, t.n).limit(wanted.limit)
    for row in connection.execute(query):
        yield _Unread(part, row.report, row.n, row.confidence, row.reports, row.entity, bool(row.new))


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


def _told_of(part: str) -> tuple[sa.Subquery | None, sa.ColumnElement[Any]]:
    """Report and number of the lines of a part, with their event or chain and the number of reports that tell of it."""
    if part not in _KIND:
        return None, sa.null()
    i, other = schema.identities.alias(), schema.identities.alias()
    counted = (
        sa.select(other.c.entity, sa.func.count(sa.distinct(other.c.report)).label("reports"))
        .where(other.c.item.is_not(None), other.c.kind == _KIND[part])
        .group_by(other.c.entity)
        .subquery()
    )
    query = sa.select(i.c.report, i.c.item, i.c.entity, counted.c.reports).join(counted, counted.c.entity == i.c.entity)
    told = query.where(i.c.kind == _KIND[part], i.c.item.is_not(None), fresh(i)).subquery()
    return told, told.c.entity


def _is_new(table: sa.Table, part: str) -> sa.ColumnElement[bool]:
    """Whether a party of the line, or the party itself, is one that no other report names, as it was linked."""
    t = table.c
    i, other = schema.identities.alias(), schema.identities.alias()
    elsewhere = sa.exists().where(other.c.entity == i.c.entity, other.c.item.is_not(None), other.c.report != i.c.report)
    alone = sa.exists().where(i.c.report == t.report, i.c.kind.in_(ENTITY_KINDS), fresh(i), sa.not_(elsewhere))
    if part == "parties":
        return alone.where(i.c.item == t.party)
    if part not in _ROLES:
        return sa.false()
    roles = [r.alias() for r in _ROLES[part]]
    return sa.or_(*(alone.where(r.c.report == t.report, r.c.n == t.n, i.c.item == r.c.party) for r in roles))


def _told_apart(connection: sa.Connection) -> set[str]:
    """The events that reports give several dates."""
    e = schema.engagements.c
    query = (
        sa.select(_i.entity)
        .join(schema.engagements, sa.and_(e.report == _i.report, sa.cast(e.n, sa.String) == _i.item))
        .where(_i.kind == "engagement", e.date.is_not(None), fresh(schema.identities))
        .group_by(_i.entity)
        .having(sa.func.count(sa.distinct(e.date)) > 1)
    )
    return set(connection.execute(query).scalars())


def _line(connection: sa.Connection, unread: _Unread, apart: set[str]) -> QueueLine:
    doc, day = connection.execute(sa.select(_r.id, _r.day).where(_r.key == unread.report)).one()
    why = ["sources"] if unread.entity in apart else []
    why += ["confidence"] if unread.confidence is not None else []
    why += ["new"] if unread.new else []
    why += ["cited"] if unread.reports > 1 else []
    span, quote, kind, names, _ = _told(connection, unread.report, unread.part, unread.n)
    item = _item(connection, unread)
    return QueueLine(
        f"{doc}#{unread.part}/{item}", why, unread.part, unread.confidence, unread.reports, day, span, quote, kind,
        names, [], _seen(connection, unread.report),
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


def _told(connection: sa.Connection, report: int, part: str, n: int | None) -> _Words:
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
    names = _names(connection, report, n, _ROLES.get(part, ()))
    return (row.start, row.end), quote, kind, names, row._mapping.get("confidence")


def _names(connection: sa.Connection, report: int, n: int, roles: Sequence[sa.Table]) -> list[str]:
    p, found = schema.parties.c, list[str]()
    for table in roles:
        t = table.c
        query = sa.select(p.name).join(table, sa.and_(t.report == p.report, t.party == p.party))
        found += connection.execute(query.where(t.report == report, t.n == n).order_by(t.i)).scalars()
    return list(dict.fromkeys(found))
