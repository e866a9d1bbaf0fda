"""What a list of entities and a ledger begin with: who is named most, and between which states most is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, finding, findings_rows, lines, schema
from mahdar.archive.answers import Answer, CommitmentLine, EngagementLine, Span
from mahdar.archive.decisions import OPEN
from mahdar.archive.findings import STATE, Event, Named, Pledges
from mahdar.archive.linked import ENTITY_KINDS


@dataclass(frozen=True, slots=True)
class Entry(Answer):
    """An entity in a list: its kind, how many reports name it, and when the first and the last did."""

    entity: str
    name: str
    name_en: str
    kind: str
    reports: int
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Pair(Answer):
    """Two states between which something is asked or promised: how many chains, and how many of them are open."""

    giver: Named
    taker: Named
    chains: int
    open: int


@dataclass(frozen=True, slots=True)
class Tie(Answer):
    """Two entities that were in `count` engagements together."""

    a: str
    b: str
    count: int


def most_named(connection: sa.Connection, kind: str | None, limit: int | None, offset: int) -> list[Entry]:
    """Entities of a kind (also state), or persons, bodies and places, those that most reports name first."""
    if kind == "state":
        return states_named(connection, limit, offset)
    kinds = (kind,) if kind is not None else ENTITY_KINDS
    most, n = None if limit is None else offset + limit, schema.named.c
    found: list[sa.Row[Any]] = []
    for one in kinds:  # each in the order of an index
        query = sa.select(n.entity, n.reports).where(n.kind == one).order_by(n.reports.desc(), n.entity).limit(most)
        found += connection.execute(query)
    found.sort(key=lambda row: (-row.reports, row.entity))
    return entries(connection, [row.entity for row in found[offset:most]])


def entries(connection: sa.Connection, ids: Sequence[str]) -> list[Entry]:
    """These entities as a list shows them; a state is counted by the place that reports name."""
    k, n = schema.known.c, schema.named.c
    codes = [id_.removeprefix(STATE) for id_ in ids if id_.startswith(STATE)]
    countries = sa.select(k.entity, k.state).where(k.kind == "country", k.state.in_(codes))
    place_of = {STATE + row.state: row.entity for row in connection.execute(countries)} if codes else {}
    own = [place_of.get(id_, id_) for id_ in ids]
    counted: dict[str, sa.Row[Any]] = {}
    for some in dialect.chunks(own):
        rows = connection.execute(sa.select(schema.named).where(n.entity.in_(some)))
        counted.update((row.entity, row) for row in rows)
    names = findings_rows.Names(connection)
    names.load(ids)
    return [_entry(names.named(id_), counted.get(by)) for id_, by in zip(ids, own, strict=True)]


def _entry(named: Named, row: sa.Row[Any] | None) -> Entry:
    kind = "state" if named.entity.startswith(STATE) else named.entity.partition("/")[0]
    reports, first, last = (row.reports, row.first_day, row.last_day) if row is not None else (0, None, None)
    return Entry(named.entity, named.name, named.name_en, kind, reports, first, last)


def pairs(connection: sa.Connection, limit: int | None) -> list[Pair]:
    """Pairs of two states, those with most that is open first.

    The states are asked for first, since by their ids PostgreSQL finds their sides in the index (518 ms became 233).
    """
    sides = schema.chain_sides.c
    named = connection.execute(sa.select(sides.entity).where(sides.entity.startswith(STATE)).distinct()).scalars()
    states: sa.BindParameter[list[str]] = sa.bindparam(None, sorted(named), expanding=True, literal_execute=True)
    giver, taker, c = schema.chain_sides.alias(), schema.chain_sides.alias(), schema.chains.c
    many, still = sa.func.count(sa.distinct(c.id)), sa.func.count(sa.distinct(sa.case((c.status.in_(OPEN), c.id))))
    query = (
        sa.select(giver.c.entity, taker.c.entity.label("other"), many.label("many"), still.label("still"))
        .join(taker, sa.and_(taker.c.id == giver.c.id, taker.c.side == "taker"))
        .join(schema.chains, c.id == giver.c.id)
        .where(giver.c.side == "giver", giver.c.entity != taker.c.entity)
        .where(giver.c.entity.in_(states), taker.c.entity.in_(states))
        .group_by(giver.c.entity, taker.c.entity)
        .order_by(still.desc(), many.desc(), giver.c.entity, taker.c.entity)
        .limit(limit)
    )
    rows = list(connection.execute(query))
    names = findings_rows.Names(connection)
    names.load(id_ for row in rows for id_ in (row.entity, row.other))
    return [Pair(names.named(row.entity), names.named(row.other), row.many, row.still) for row in rows]


def tellings(connection: sa.Connection, events: Sequence[Event]) -> dict[str, EngagementLine]:
    """Of each event the line of its first report that took it from no other, by the event's id."""
    first = {event.id: next((s for s in event.sources if s.copy_of is None), None) for event in events}
    keys = finding.keys_of(connection, (source.report for source in first.values() if source is not None))
    at = [(keys[source.report], source.n) for source in first.values() if source is not None]
    question = lines.Question(connection, schema.engagements, (schema.participants,))
    told = {(line.report, line.span): line for line in question.at(at, lines.engagement)}
    return {
        id_: told[source.report, source.span]
        for id_, source in first.items()
        if source is not None and (source.report, source.span) in told
    }


def step_lines(connection: sa.Connection, chains: Sequence[Pledges]) -> dict[tuple[str, Span], CommitmentLine]:
    """The lines that are the steps of some chains, by their report and where they stand in it."""
    steps = dict.fromkeys((step.report, step.n) for chain in chains for step in chain.steps)
    keys = finding.keys_of(connection, (report for report, _ in steps))
    question = lines.Question(connection, schema.commitments, (schema.actors, schema.recipients))
    told = question.at([(keys[report], n) for report, n in steps], lines.commitment)
    return {(line.report, line.span): line for line in told}


def ties(connection: sa.Connection, ids: Sequence[str]) -> list[Tie]:
    """In how many engagements each two of some entities were together."""
    m = schema.meetings.c
    query = sa.select(m.entity, m.other, m.events).where(m.entity.in_(ids), m.other.in_(ids), m.entity < m.other)
    return [Tie(*row) for row in connection.execute(query.order_by(m.entity, m.other))]


def states_named(connection: sa.Connection, limit: int | None, offset: int) -> list[Entry]:
    """States, those that most reports name first."""
    t = schema.states.c
    found = entries(connection, list(connection.execute(sa.select(t.entity).order_by(t.entity)).scalars()))
    found.sort(key=lambda entry: -entry.reports)
    return found[offset : None if limit is None else offset + limit]
