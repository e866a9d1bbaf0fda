"""Ids that stay: which entity an id leads to today, what belongs to it, and which pairs wait for a person.

An id was given to one party (or engagement, or commitment) and stays its own. An entity goes by the id of the first of
its parties that came into the archive, so a merge makes the other's id lead to it, and of a split the part keeps the id
that has the older party.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.archive import finding, schema
from mahdar.archive.answers import Answer
from mahdar.archive.decisions import Decision, State, every, standing
from mahdar.archive.linked import ENTITY_KINDS, KINDS, Identity, alive, beginning, fresh
from mahdar.errors import InputError, UnknownEntity

_i = schema.identities.c
_COLUMNS = (_i.key, _i.id, _i.kind, _i.report, _i.item, _i.entity, _i.step)
#: Between a report and one of its parties.
MARK = "#"


@dataclass(frozen=True, slots=True)
class Member(Answer):
    """A party of an entity, or a line of an event or chain, in its report; a line's `name` is the words it rests on."""

    id: str
    report: str
    item: str
    day: str | None
    name: str
    role: str | None


@dataclass(frozen=True, slots=True)
class MachineLink(Answer):
    """Two that the machine takes for one, by their ids; waiting where it is too unsure to merge them."""

    kind: str
    a: str
    b: str
    a_name: str
    b_name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionLine(Answer):
    """A decision, what it is about, and how it stands."""

    key: int
    verdict: str
    a: str | None
    b: str | None
    a_name: str | None
    b_name: str | None
    undoes: int | None
    by: str
    at: str
    why: str
    state: State
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Entity(Answer):
    """What an id leads to: `asked` is the id that was asked for, `id` the one it goes by today."""

    id: str
    asked: str
    kind: str
    name: str
    names: list[str]
    roles: list[str]
    members: list[Member]
    links: list[MachineLink]
    decisions: list[DecisionLine]


def identity(connection: sa.Connection, wanted: str, kinds: Sequence[str] = KINDS) -> Identity:
    """The identity of an id, of the beginning of one, or of REPORT#PARTY, of which the first of `kinds` is taken.

    Raises `UnknownEntity`, `UnknownReport`.
    """
    if MARK in wanted:
        return _of_report(connection, wanted, kinds)
    found = beginning(connection, wanted)
    if len(found) == 2:
        raise UnknownEntity("more than one id begins so", remedy="give more of it", where=wanted)
    if not found or "/" not in wanted:
        raise UnknownEntity(
            "no such id",
            expected="an id such as person/k4x2m7q3hdaz, or REPORT#PARTY",
            remedy="'mahdar link' gives ids to what was read since",
            where=wanted,
        )
    return found[0]


def _of_report(connection: sa.Connection, wanted: str, kinds: Sequence[str]) -> Identity:
    report, _, item = wanted.rpartition(MARK)
    key = finding.key_of(connection, report)
    query = sa.select(*_COLUMNS).where(_i.report == key, _i.item == item, _i.kind.in_(kinds), fresh(schema.identities))
    found = sorted((Identity(*row) for row in connection.execute(query)), key=lambda row: kinds.index(row.kind))
    if not found:
        raise UnknownEntity(
            "no such party or line is linked",
            expected="a party's id as 'mahdar show REPORT --json' has it, or the number of a line from 0",
            remedy="'mahdar link' gives ids to what was read since",
            where=wanted,
        )
    return found[0]


def living(identities: Iterable[Identity]) -> dict[str, str | None]:
    """As `alive`, for all of them at once: id to id."""
    by_id = {row.id: row for row in identities}
    found: dict[str, str | None] = {}
    for row in by_id.values():
        now = row
        while now.item is None and now.entity != now.id:
            now = by_id[now.entity]
        found[row.id] = now.id if now.item is not None else None
    return found


def resolve(connection: sa.Connection, wanted: str) -> str:
    """The id that what is meant by `wanted` goes by today. Raises `UnknownEntity`."""
    found = alive(connection, identity(connection, wanted))
    if found is None:
        raise UnknownEntity("no reading has it any more", where=wanted)
    return found.entity


def pair(connection: sa.Connection, a: str, b: str) -> tuple[str, str]:
    """The ids of two that a decision is about. Raises `InputError` where they cannot be compared."""
    x, y = identity(connection, a), identity(connection, b)
    for given, found in ((a, x), (b, y)):
        if found.kind == "chain" or alive(connection, found) is None:
            raise InputError(
                f"nothing to decide about: {found.id}", expected="a person, body, place or engagement", where=given
            )
    if x.kind != y.kind:
        raise InputError(f"a {x.kind} and a {y.kind}", expected="two of one kind", where=f"{a}, {b}")
    if x.id == y.id:
        raise InputError(
            "the same id twice",
            expected="two ids; one of an entity's parties is named as REPORT#PARTY",
            where=f"{a}, {b}",
        )
    return x.id, y.id


def commitment(connection: sa.Connection, wanted: str) -> str:
    """The id of the commitment that a decision on its chain is about. Raises `InputError`, `UnknownEntity`."""
    found = identity(connection, wanted, ("chain",))
    if found.kind != "chain" or alive(connection, found) is None:
        raise InputError(
            f"no chain to decide about: {found.id}",
            expected="the id of a chain, as 'mahdar ledger --json' has it",
            where=wanted,
        )
    return found.id


# -- what an id leads to -------------------------------------------------------------------------------------------


def entity(connection: sa.Connection, wanted: str, *, links: bool = True) -> Entity:
    """All about what an id leads to, without what it was linked by where `links` are not asked for.

    Raises `UnknownEntity`.
    """
    asked = identity(connection, wanted)
    id_ = resolve(connection, wanted)
    members = _members(connection, id_)
    own = [member.id for member in members]
    members.sort(key=lambda m: (m.day or "9999", m.report, m.item))
    roles = Counter(m.role for m in members if m.role)
    return Entity(
        id_, asked.id, asked.kind, name_of(connection, id_), _names(connection, id_),
        [role for role, _ in roles.most_common()], members,
        machine_links(connection, of=own) if links else [],
        [d for d in decision_lines(connection) if {d.a, d.b} & set(own)] if links else [],
    )  # fmt: skip


def _members(connection: sa.Connection, id_: str) -> list[Member]:
    """What goes by an id, in the order of coming in; '' as name where its report has been read anew since."""
    r, p = schema.reports.c, schema.parties.c
    named = sa.select(*_COLUMNS, r.id.label("doc"), r.day, p.name, p.role)
    named = named.outerjoin(schema.parties, sa.and_(p.report == _i.report, p.party == _i.item))
    asked = [named.where(_i.kind.in_(ENTITY_KINDS))]
    for kind, table in (("engagement", schema.engagements), ("chain", schema.commitments)):
        t = table.c
        quote = sa.func.substr(r.text, t.start + 1, t.end - t.start)
        told = sa.select(*_COLUMNS, r.id.label("doc"), r.day, quote.label("name"), sa.null().label("role"))
        line = sa.and_(t.report == _i.report, sa.cast(t.n, sa.String) == _i.item)
        asked.append(told.outerjoin(table, line).where(_i.kind == kind))
    whole = sa.and_(_i.entity == id_, _i.item.is_not(None))
    rows = [
        row
        for query in asked
        for row in connection.execute(query.join(schema.reports, r.key == _i.report).where(whole))
    ]
    rows.sort(key=lambda row: row.key)
    return [
        Member(row.id, row.doc, row.item, row.day, row.name or "", row.role if row.step is None else row.step)
        for row in rows
    ]


def _said(connection: sa.Connection, row: Identity) -> tuple[str, str | None]:
    """The name and post of a party, or the words of a line; '' where its report has been read anew since."""
    if row.kind in ENTITY_KINDS:
        p = schema.parties.c
        query = sa.select(p.name, p.role).where(p.report == row.report, p.party == row.item)
    else:
        t = schema.engagements if row.kind == "engagement" else schema.commitments
        r = schema.reports.c
        quote = sa.func.substr(r.text, t.c.start + 1, t.c.end - t.c.start)
        query = sa.select(quote, sa.null()).join(schema.reports, r.key == t.c.report)
        query = query.where(t.c.report == row.report, t.c.n == int(row.item or 0))
    found = connection.execute(query).first()
    return (str(found[0]), found[1]) if found is not None else ("", None)


def _names(connection: sa.Connection, id_: str) -> list[str]:
    """The names that the parties of an entity have, the most frequent first."""
    pn, n, many = schema.party_names.c, schema.names.c, sa.func.count()
    query = (
        sa.select(n.name, many.label("many"))
        .select_from(schema.identities)
        .join(schema.party_names, sa.and_(pn.report == _i.report, pn.party == _i.item))
        .join(schema.names, n.key == pn.name)
        .where(_i.entity == id_, _i.kind.in_(ENTITY_KINDS))
        .group_by(n.name)
    )
    rows = sorted(connection.execute(query), key=lambda row: (-row.many, -len(row.name), row.name))
    return [row.name for row in rows]


def name_of(connection: sa.Connection, id_: str) -> str:
    """What an entity is called, or the words of the first telling of an event or chain."""
    e = schema.entities.c
    found = connection.execute(sa.select(e.name).where(e.id == id_)).scalar_one_or_none()
    if found is not None:
        return str(found)
    row = connection.execute(sa.select(*_COLUMNS).where(_i.id == id_)).first()
    return _said(connection, Identity(*row))[0] if row is not None else ""


# -- links and decisions -------------------------------------------------------------------------------------------


def machine_links(connection: sa.Connection, *, of: Iterable[str]) -> list[MachineLink]:
    """The links that hold some parties together, the surest first."""
    t = schema.links.c
    query = sa.select(t.kind, t.a, t.b, t.score, t.reason).where(sa.not_(t.waiting))
    query = query.where(t.a.in_(_literal(of)))
    return _links(connection, query.order_by(t.score.desc(), t.a, t.b))


def waiting(connection: sa.Connection, kind: str | None, limit: int | None, offset: int) -> list[MachineLink]:
    """Pairs that the machine is too unsure of, the likeliest first."""
    t = schema.links.c
    query = sa.select(t.kind, t.a, t.b, t.score, t.reason).where(t.waiting)
    if kind is not None:
        query = query.where(t.kind == kind)
    return _links(connection, query.order_by(t.score.desc(), t.a, t.b).limit(limit).offset(offset))


def _literal(ids: Iterable[str]) -> sa.BindParameter[list[str]]:
    return sa.bindparam(None, sorted(ids), expanding=True, literal_execute=True)


def _links(connection: sa.Connection, query: sa.Select[Any]) -> list[MachineLink]:
    rows = list(connection.execute(query))
    return [
        MachineLink(kind, a, b, _short_name(connection, a), _short_name(connection, b), score, reason)
        for kind, a, b, score, reason in rows
    ]


def _short_name(connection: sa.Connection, id_: str) -> str:
    row = connection.execute(sa.select(*_COLUMNS).where(_i.id == id_)).first()
    if row is None:
        return ""
    found = Identity(*row)
    return name_of(connection, id_) if found.entity == id_ else _said(connection, found)[0]


def decision_lines(connection: sa.Connection) -> list[DecisionLine]:
    """All decisions, the oldest first, each with how it stands."""
    decisions = every(connection)
    ids = {id_ for d in decisions for id_ in (d.a, d.b) if id_ is not None}
    live: dict[str, str | None] = {}
    chains: dict[str, str] = {}
    for id_ in ids:
        now = alive(connection, identity(connection, id_))
        live[id_] = now.id if now is not None else None
        if now is not None and now.kind == "chain":
            chains[now.id] = now.entity
    state = standing(decisions, live, chains)
    return [_line(connection, d, state[d.key]) for d in decisions]


def _line(connection: sa.Connection, d: Decision, state: State) -> DecisionLine:
    a, b = (_short_name(connection, id_) if id_ is not None else None for id_ in (d.a, d.b))
    return DecisionLine(d.key, d.verdict, d.a, d.b, a, b, d.undoes, d.by, d.at, d.why, state, d.status)
