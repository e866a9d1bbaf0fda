"""PLOVER's types, modes, quad codes, scores and contexts, as the manual has them (data/types.tsv and the others)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mahdar.arabic.phrases import rows
from mahdar.exchange.events.codes import ROOM

AUXILIARY = ("historical", "future", "hypothetical", "negation")
#: Auxiliary modes by which an event is told not to have taken place, or not yet.
UNREAL = frozenset(("hypothetical", "negation"))


class Type(NamedTuple):
    """A type of events: quad code 1 to 4, score from -10 to 10, whether it must have a recipient."""

    name: str
    quad: int
    score: float
    recipient: bool


@cache
def types() -> dict[str, Type]:
    """The sixteen types by name."""
    return {
        name: Type(name, int(quad), float(score), needs == "yes")
        for name, quad, score, needs, _ in rows(ROOM, "types.tsv")
    }


@cache
def modes() -> dict[tuple[str, str], float | None]:
    """The score of each mode, by type and mode; None where the manual prints none."""
    return {(kind, mode): None if score == "-" else float(score) for kind, mode, score in rows(ROOM, "modes.tsv")}


@cache
def contexts() -> tuple[str, ...]:
    """The 37 contexts in the manual's order."""
    return tuple(row[0] for row in rows(ROOM, "contexts.tsv"))


@cache
def quad_name(quad: int) -> str:
    """A quad code in words: 'VERBAL COOPERATION'."""
    return dict(rows(ROOM, "quads.tsv"))[str(quad)]


def intensity(kind: str, mode: str) -> float:
    """The score of an event: its mode's, or else its type's."""
    score = modes().get((kind, mode))
    return types()[kind].score if score is None else score


class Rule(NamedTuple):
    """A row of a table of codings: what it gives, and the clause that it follows."""

    type: str
    mode: str
    auxiliary: tuple[str, ...]
    clause: str


def _plain(code: str) -> str:
    return "" if code == "-" else code


@cache
def engagement(kind: str, status: str) -> Rule:
    """How an engagement is coded."""
    for kind_, status_, type_, mode, auxiliary, clause in rows(ROOM, "engagements.tsv"):
        if kind_ in (kind, "*") and status_ in (status, "*"):
            return Rule(type_, _plain(mode), (auxiliary,) if _plain(auxiliary) else (), clause)
    raise KeyError((kind, status))


@cache
def commitment(kind: str, area: str) -> Rule:
    """How a commitment is coded."""
    for kind_, areas, type_, mode, clause in rows(ROOM, "commitments.tsv"):
        if kind_ == kind and (areas == "*" or area in areas.split("|")):
            return Rule(type_, _plain(mode), (), clause)
    raise KeyError((kind, area))


@cache
def statement(act: str) -> Rule:
    """How a statement is coded; its type is '' where it is no event."""
    for act_, type_, mode, clause in rows(ROOM, "statements.tsv"):
        if act_ == act:
            return Rule(_plain(type_), _plain(mode), (), clause)
    raise KeyError(act)


@cache
def incident(kind: str) -> tuple[str, str]:
    """The sector of an actor of an incident whom no report names, and the clause."""
    return next((sector, clause) for type_, sector, clause in rows(ROOM, "incidents.tsv") if type_ == kind)


@cache
def context_of(where: str) -> dict[str, str]:
    """The contexts that topics, areas, incidents, sectors, posts or bodies are, by what they are called."""
    return {what: context for place, what, context, _ in rows(ROOM, "context_of.tsv") if place == where}
