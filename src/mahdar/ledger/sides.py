"""On whose side a party stands: itself, the body that it speaks for, the state of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mahdar.who import Entities


class Side(NamedTuple):
    """A party as others may name it: its entity, that of its body, its state."""

    entity: str
    body: str | None
    state: str | None


def side_of(entities: Entities, doc: str, party: str) -> Side:
    """The side of a party in its report."""
    scene = entities.scenes[doc]
    known = scene.parties.get(party)
    entity = entities.of.get((doc, party), f"{doc}:{party}")
    if known is None:
        return Side(entity, None, None)
    body = entities.of.get((doc, known.of)) if known.of else None
    state = scene.likely_state(party) if known.type == "PER" else scene.state(party)
    return Side(entity, body, state)


def sides_of(entities: Entities, doc: str, parties: Iterable[str]) -> tuple[Side, ...]:
    return tuple(side_of(entities, doc, party) for party in parties)


def alike(a: Side, b: Side) -> float:
    """How well two sides go together: 1 for one entity, less for a man and his body, or two of one state."""
    if a.entity == b.entity:
        return 1.0
    if a.body and b.body and a.body == b.body:
        return 0.6
    if a.entity == b.body or b.entity == a.body:
        return 0.85
    return 0.6 if a.state and a.state == b.state else 0.0


def overlap(x: tuple[Side, ...], y: tuple[Side, ...]) -> float:
    """How well the sides of the shorter list are found in the longer one, in [0, 1]."""
    if len(x) > len(y):
        x, y = y, x
    return sum(max(alike(a, b) for b in y) for a in x) / len(x) if x and y else 0.0
