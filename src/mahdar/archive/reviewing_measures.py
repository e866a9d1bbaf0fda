"""How far readers agree, with one another and with the machine, counted over the lines that both have judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from mahdar.archive.answers import Answer
from mahdar.archive.review_lines import PARTS, fields_of
from mahdar.archive.reviewing import Item, Reviewed

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


@dataclass(slots=True)
class Tally:
    """What is counted of a part of one report.

    `pairs`: of lines that two readers judged, on how many both let it stand, only the first, only the second, neither;
    `fields` of those both let stand: on how many both saw a field, on how many with equal values. `read` lines of the
    machine that were judged, `standing` those of them that stand, `kept` how many of these have a field uncorrected.
    """

    pairs: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    fields: dict[str, list[int]] = field(default_factory=dict)
    judged: int = 0
    read: int = 0
    standing: int = 0
    missed: int = 0
    kept: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count what another has as well."""
        self.pairs = [a + b for a, b in zip(self.pairs, other.pairs, strict=True)]
        for name, (both, equal) in other.fields.items():
            counts = self.fields.setdefault(name, [0, 0])
            counts[0] += both
            counts[1] += equal
        for name, many in other.kept.items():
            self.kept[name] = self.kept.get(name, 0) + many
        for name in ("judged", "read", "standing", "missed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def tally(state: Reviewed) -> dict[str, Tally]:
    """What there is to count in one report, by part; parts without any judgement are not there."""
    found: dict[str, Tally] = {}
    for item in state.items:
        if item.opinions or item.final:
            _count(found.setdefault(item.part, Tally()), item)
    return found


def _count(one: Tally, item: Item) -> None:
    for a, b in combinations(item.opinions.values(), 2):
        one.pairs[2 * (not a.keep) + (not b.keep)] += 1
        if a.keep and b.keep:
            for name in a.line.keys() & b.line.keys():
                counts = one.fields.setdefault(name, [0, 0])
                counts[0] += 1
                counts[1] += a.line[name] == b.line[name]
    one.judged += 1
    one.read += item.as_read is not None
    one.missed += item.as_read is None and item.line is not None
    if item.as_read is not None and item.line is not None:
        one.standing += 1
        for name in fields_of(item.part):
            one.kept[name] = one.kept.get(name, 0) + (name not in item.fields)


def agreement(reports: Iterable[Mapping[str, Tally]]) -> Agreement:
    """Agreement over all reviewed reports, from what was counted in each."""
    by_part = {part: Tally() for part in PARTS}
    for report in reports:
        for part, one in report.items():
            by_part[part].add(one)
    whole = Tally()
    for one in by_part.values():
        whole.add(one)
    readers = [_readers(part, one) for part, one in by_part.items() if any(one.pairs)]
    machine = [_machine(part, one) for part, one in by_part.items() if one.judged]
    if len(readers) > 1:
        readers.append(_readers(ALL, whole))
    if len(machine) > 1:
        machine.append(_machine(ALL, whole))
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


_ANSWERS = ((True, True), (True, False), (False, True), (False, False))


def _readers(part: str, one: Tally) -> Readers:
    verdicts = [pair for pair, many in zip(_ANSWERS, one.pairs, strict=True) for _ in range(many)]
    equal = sum(a == b for a, b in verdicts) / len(verdicts)
    return Readers(part, len(verdicts), equal, kappa(verdicts), _shares(part, one.fields))


def _machine(part: str, one: Tally) -> Machine:
    counted = {name: [one.standing, many] for name, many in one.kept.items()}
    share = one.standing / one.read if one.read else None
    return Machine(part, one.read, share, _shares(part, counted), one.missed)


def _shares(part: str, counted: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, float]]:
    if part == ALL:
        return {}
    some = {name: counted[name] for name in fields_of(part) if name in counted and counted[name][0]}
    return {name: (many, right / many) for name, (many, right) in some.items()}
