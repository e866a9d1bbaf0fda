"""Pairs that linking is too unsure of to make one of: the same, or different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mahdar.archive.identities import DecisionLine, Entity, MachineLink
from mahdar.archive.linking import Linking
from mahdar.errors import InputError
from mahdar.web.page import Asked, Filter, Page, View, address
from mahdar.web.visitors import acting

KINDS = ("person", "body", "place", "engagement", "chain")
#: Pairs on a page, and what of each of the two is shown.
SHOWN, MEMBERS = 6, 4


@dataclass(frozen=True, slots=True)
class Pair(View):
    """Two that may be one, with where each was met."""

    link: MachineLink
    a: Entity
    b: Entity
    decided: DecisionLine | None


@dataclass(frozen=True, slots=True)
class Pairs(View):
    """Pairs that wait, the likeliest first."""

    pairs: Sequence[Pair]
    further: bool
    kinds: Sequence[str] = KINDS

    def table(self) -> Sequence[MachineLink]:
        """The pairs."""
        return [pair.link for pair in self.pairs]

    @property
    def more(self) -> bool:
        """Whether others follow."""
        return self.further


def pairs(asked: Asked) -> Pairs:
    """A page of pairs."""
    if not asked.own_limit:
        asked = replace(asked, limit=SHOWN)
    desk, shown = asked.archive.linking(), asked.limit
    found = desk.waiting(kind=asked.filters.get("kind"), limit=shown + 1, offset=asked.offset)
    decided = [one for one in desk.decisions() if one.verdict in ("same", "different") and one.state == "in_force"]
    latest = {frozenset((one.a, one.b)): one for one in decided}
    some = [
        Pair(link, _short(desk, link.a), _short(desk, link.b), latest.get(frozenset((link.a, link.b))))
        for link in found[:shown]
    ]
    return Pairs(some, len(found) > shown)


def _short(desk: Linking, id_: str) -> Entity:
    """An entity with a few of its members, and nothing of what it was linked by."""
    entity = desk.entity(id_, links=False)
    return Entity(
        entity.id, entity.asked, entity.kind, entity.name, entity.names[:8], entity.roles[:6],
        entity.members[:MEMBERS], [], [],
    )  # fmt: skip


def decide(asked: Asked, form: Mapping[str, str]) -> str:
    """Append a decision, or undo one. Raises `InputError`, `UnknownEntity`."""
    desk, by, why = asked.archive.linking(), acting(asked.account), form.get("why", "")
    act, a, b = form.get("act", ""), form.get("a", ""), form.get("b", "")
    if act == "same":
        desk.decide("same", a, b, by=by, why=why)
    elif act == "different":
        desk.decide("different", a, b, by=by, why=why)
    elif act == "undo" and form.get("number", "").isdecimal() and len(form["number"]) < 10:
        desk.undo(int(form["number"]), by=by, why=why)
    else:
        raise InputError("no such act", expected="same or different or undo", where=act[:60])
    filters = {f"{name}_": value for name, value in asked.filters.items()}
    return address(asked.language, PAGE.name, offset=asked.offset or None, **filters)


PAGE = Page(
    "review/pairs", pairs, "review_pairs.html",
    (Filter("kind", "code", KINDS, shown=False),),
    may="decide", post=decide, post_may="decide",
)  # fmt: skip
