"""The lines that can be reviewed: their fields, and which line of one reading is which of another.

A line is a plain dict as in the record; a party has besides, as `mentions`, the spans that name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from mahdar import record as nouns

Line = dict[str, Any]
#: What a party's id becomes in another record, or None.
Translate = Callable[[str], str | None]

PARTS = ("parties", "engagements", "statements", "commitments", "incidents", "figures")
NOUNS: dict[str, type[nouns.Noun]] = {
    "parties": nouns.Party, "engagements": nouns.Engagement, "statements": nouns.Statement,
    "commitments": nouns.Commitment, "incidents": nouns.Incident, "figures": nouns.Figure,
}  # fmt: skip
#: Fields that name one party, and fields that name several.
ONE = {"parties": ("of",), "engagements": ("host", "place"), "incidents": ("place",), "figures": ("of",)}
SEVERAL = {"engagements": ("who",), "statements": ("who",), "commitments": ("from", "to"), "incidents": ("who", "to")}
#: The field that says what a line is, and the one that says whose it is.
KIND = {"engagements": "kind", "commitments": "kind", "incidents": "type", "figures": "value"}
WHOSE = {"engagements": "who", "statements": "who", "commitments": "from", "incidents": "who"}
#: Two lines are one where their spans overlap by so much (Dice), and two parties where so many of their mentions do;
#: what was measured is in docs/review.md.
LEAST = 0.5
#: A rejection holds for a line read anew only where its parties agree by so much (Jaccard).
SAME_PARTIES = 0.5
#: What the machine says of itself is not for people to correct, nor is the id of a party.
_NOT_REVIEWED = {"confidence", "id"}


@cache
def fields_of(part: str) -> tuple[str, ...]:
    """The fields of a line that can be corrected, as the record spells them."""
    names = [info.alias or name for name, info in NOUNS[part].model_fields.items()]
    return (*(name for name in names if name not in _NOT_REVIEWED), *(("mentions",) if part == "parties" else ()))


def lines_of(record: Mapping[str, Any]) -> dict[str, list[Line]]:
    """The lines of a record by part, copied; parties with their mentions."""
    spans: dict[str, list[list[int]]] = {}
    for m in record["mentions"]:
        spans.setdefault(m["party"], []).append([m["start"], m["end"]])
    found = {part: [dict(line) for line in record[part]] for part in PARTS}
    for party in found["parties"]:
        party["mentions"] = spans.get(party["id"], [])
    return found


def references(part: str, line: Line) -> list[str]:
    """The ids of the parties that a line, or some fields of one, names."""
    found = [line[name] for name in ONE.get(part, ()) if line.get(name) is not None]
    return [*found, *(id_ for name in SEVERAL.get(part, ()) for id_ in line.get(name) or [])]


def translated(part: str, line: Line, to: Translate) -> Line:
    """A line, or some fields of one, with the parties that it names as `to` gives them; those it gives none leave."""
    found = dict(line)
    for name in ONE.get(part, ()):
        if found.get(name) is not None:
            found[name] = to(found[name])
    for name in SEVERAL.get(part, ()):
        if found.get(name):
            ids = [to(id_) for id_ in found[name]]
            kept = [id_ for id_ in ids if id_ is not None]
            found[name] = kept if kept == found[name] else list(dict.fromkeys(kept))
    return found


# -- which is which ------------------------------------------------------------------------------------------------


def dice(one: Sequence[int], other: Sequence[int]) -> float:
    """Twice the overlap of two spans over the sum of their lengths."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return 2 * shared / (one[1] - one[0] + other[1] - other[0]) if shared else 0.0


def jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    """What two sets share over what either holds; 1 where both are empty."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a | b else 1.0


def same_party(one: Line, other: Line) -> float:
    """How alike two parties of one text are: the mentions that overlap; less than one for a name in common."""
    shared = sum(any(dice(span, at) > 0 for at in other["mentions"]) for span in one["mentions"])
    names = set(one.get("names") or [one.get("role")]) & set(other.get("names") or [other.get("role")])
    return (shared + 0.5 * bool(names)) if one["type"] == other["type"] or shared else 0.0


def alike(part: str, one: Line, other: Line, least: float = LEAST) -> float:
    """How alike two lines of one text are, both with the same ids of parties; 0 where they are not one."""
    if part == "parties":
        return _parties_alike(one, other, least)
    overlap = dice(one["span"], other["span"])
    if overlap < least:
        return 0.0
    return overlap + (_kind(part, one) == _kind(part, other)) + jaccard(*(_whose(part, line) for line in (one, other)))


def still_holds(part: str, one: Line, other: Line) -> bool:
    """Whether what was rejected as `one` is what `other` says: of one kind, with the same parties for the most part."""
    if part == "parties":
        return True
    same = jaccard(*(_whose(part, line) for line in (one, other)))
    return _kind(part, one) == _kind(part, other) and same >= SAME_PARTIES


def _parties_alike(one: Line, other: Line, least: float) -> float:
    here, there = one["mentions"], other["mentions"]
    if not here and not there:
        return same_party(one, other)
    shared = sum(any(dice(span, at) > 0 for at in there) for span in here)
    either = 2 * shared / (len(here) + len(there))
    return either + same_party(one, other) / 100 if either >= least else 0.0


def _kind(part: str, line: Line) -> object:
    return line.get(KIND[part]) if part in KIND else None


def _whose(part: str, line: Line) -> list[str]:
    return line.get(WHOSE[part]) or [] if part in WHOSE else []


def paired(likeness: Mapping[tuple[Any, int], float]) -> dict[Any, int]:
    """One-to-one pairs, the most alike first; what is 0 alike never pairs."""
    found: dict[Any, int] = {}
    taken: set[int] = set()
    for (a, b), score in sorted(likeness.items(), key=lambda row: (-row[1], str(row[0]))):
        if score > 0 and a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found
