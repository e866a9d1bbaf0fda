"""Sides: which references can take part in an engagement."""

from __future__ import annotations

from mahdar.arabic.clitics import bare, splits
from mahdar.reading.clauses import ROLE_LENGTH, Clauses, classes
from mahdar.reading.draft import Reference
from mahdar.reading.participants import Side, Sides

TAKING_PART = ("bare", "comma", "with", "accompany", "between", "present", "chair")


def counts(clauses: Clauses, side: Side) -> bool:
    """Whether a reference can be a side: persons and bodies, places where they act through somebody, no outlets."""
    if side.person:
        near = range(max(0, side.reference.first - 2), side.reference.head)
        return not any(clauses.has(k, "kin") for k in near)
    kind = clauses.type_of(side.reference)
    if kind == "ORG":
        return not is_outlet(clauses, side.reference)
    return kind == "GPE" and (side.role or side.relation in ("with", "between", "present"))


def signs(clauses: Clauses, side: Side) -> bool:
    return side.person or clauses.type_of(side.reference) in ("ORG", "GPE")


def is_outlet(clauses: Clauses, reference: Reference) -> bool:
    """Whether a body is a newspaper, channel or agency; who talks to it meets nobody."""
    near = range(max(0, reference.first - 2), reference.last)
    return clauses.type_of(reference) == "ORG" and any(clauses.has(k, "outlet") for k in near)


def is_body(clauses: Clauses, reference: Reference) -> bool:
    """Whether a reference is a council, cabinet or parliament."""
    return clauses.type_of(reference) == "ORG" and any(
        clauses.has(k, "body") for k in range(reference.head, min(reference.last, reference.head + 2))
    )


def is_place(clauses: Clauses, reference: Reference) -> bool:
    return clauses.type_of(reference) in ("GPE", "LOC")


def names_agreement(clauses: Clauses, i: int) -> bool:
    return any("agreement" in classes(form) for s in splits(clauses.text(i)) for form in (s.stem, bare(s.stem)))


def ids_of(left: tuple[str, ...], sides: list[Side]) -> list[str]:
    found: list[str] = []
    for parties in (left, *(s.reference.parties for s in sides)):
        found.extend(p for p in parties if p not in found)
    return found


def places_joined(clauses: Clauses, places: list[Side], goal: Side) -> list[str]:
    """Places joined by و to the one visited."""
    found: list[str] = []
    last = goal.reference.last
    for side in places:
        if side.reference.first == last and clauses.proclitic(side.reference) == "و":
            found.append(side.reference.parties[0])
            last = side.reference.last
    return found


def chaired(clauses: Clauses, right: Sides) -> bool:
    """Whether a body meets or somebody presides."""
    return bool(right.of("chair", "with", "between")) or any(is_body(clauses, s.reference) for s in right.sides)


def are_many(clauses: Clauses, side: Side) -> bool:
    """Whether a body or state stands for several of its people: '[وزراء خارجية] الاتحاد الأوروبي'."""
    if side.person or not side.role:
        return False
    first = max(0, side.reference.first - ROLE_LENGTH)
    return any(clauses.has(k, "many") for k in range(first, side.reference.first + 1))


def is_thing(clauses: Clauses, i: int) -> bool:
    """Whether word `i` is a common noun with the article, none of a person, post or state: '[الطائرة]'."""
    plain = clauses.is_word(i) and i not in clauses.inside and not classes(clauses.text(i))
    return plain and clauses.text(i).startswith("ال") and clauses.state_of(i) is None
