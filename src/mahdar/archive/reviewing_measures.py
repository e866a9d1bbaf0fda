"""How far readers agree, with one another and with the machine, counted over the lines that both have judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from mahdar.archive.answers import Answer
from mahdar.archive.review_lines import PARTS, fields_of
from mahdar.archive.reviewing import Item, Opinion, Reviewed

ALL = "all"


@dataclass(frozen=True, slots=True)
class Readers(Answer):
    """Two readers on the lines of a part that both have judged.

    `equal` is the share on which both say that the line stands, or both that it does not; `kappa` is Cohen's, None
    where one answer is all that was given. `fields` has, of the lines that both let stand, on how many a field was
    seen by both and the share with equal values.
    """

    part: str
    lines: int
    equal: float | None
    kappa: float | None
    fields: dict[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Machine(Answer):
    """The machine against the lines as they stand: of `lines` that it read and people judged, the share that stands.

    `fields` has for each field, over those that stand, their number and the share that nobody corrected; `missed` are
    lines that people have and it does not.
    """

    part: str
    lines: int
    stands: float | None
    fields: dict[str, tuple[int, float]]
    missed: int


@dataclass(frozen=True, slots=True)
class Agreement(Answer):
    """By part of the record, and over all of them where there is more than one."""

    readers: list[Readers]
    machine: list[Machine]


_Pair = tuple[str, Opinion, Opinion]


def agreement(states: Iterable[Reviewed]) -> Agreement:
    """Agreement over all reviewed reports."""
    pairs: list[_Pair] = []
    judged: list[Item] = []
    for state in states:
        for item in state.items:
            pairs += [(item.part, a, b) for a, b in combinations(item.opinions.values(), 2)]
            if item.opinions or item.final:
                judged.append(item)
    readers = [_readers(part, told) for part in PARTS if (told := [pair for pair in pairs if pair[0] == part])]
    machine = [_machine(part, some) for part in PARTS if (some := [item for item in judged if item.part == part])]
    if len(readers) > 1:
        readers.append(_readers(ALL, pairs))
    if len(machine) > 1:
        machine.append(_machine(ALL, judged))
    return Agreement(readers, machine)


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of two raters' yes and no; None without a pair, or where chance alone would agree always."""
    if not pairs:
        return None
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    yes = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def _readers(part: str, pairs: Sequence[_Pair]) -> Readers:
    verdicts = [(a.keep, b.keep) for _, a, b in pairs]
    counted: dict[str, list[bool]] = defaultdict(list)
    if part != ALL:
        for _, a, b in pairs:
            if a.keep and b.keep:
                for name in a.line.keys() & b.line.keys():
                    counted[name].append(a.line[name] == b.line[name])
    equal = sum(a == b for a, b in verdicts) / len(verdicts)
    return Readers(part, len(pairs), equal, kappa(verdicts), _shares(part, counted))


def _machine(part: str, items: Sequence[Item]) -> Machine:
    read = [item for item in items if item.as_read is not None]
    standing = [item for item in read if item.line is not None]
    counted: dict[str, list[bool]] = defaultdict(list)
    if part != ALL:
        for item in standing:
            for name in fields_of(part):
                counted[name].append(name not in item.fields)
    missed = sum(item.as_read is None and item.line is not None for item in items)
    return Machine(part, len(read), len(standing) / len(read) if read else None, _shares(part, counted), missed)


def _shares(part: str, counted: dict[str, list[bool]]) -> dict[str, tuple[int, float]]:
    if part == ALL:
        return {}
    return {name: (len(some), sum(some) / len(some)) for name in fields_of(part) if (some := counted[name])}
