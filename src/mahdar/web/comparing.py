"""Two reports side by side: what both say, what one alone says, where they contradict each other.

`pair_up` finds for each line of one report the line of the other that says the same: by the same parties, with most
words in common (stems, as the ledger compares commitments). Figures are the same where value and unit are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mahdar.arabic.phrases import rows
from mahdar.archive import EngagementLine, FigureLine
from mahdar.archive.answers import Line, PartyRef
from mahdar.archive.findings import Event, Version
from mahdar.ledger.stems import stems
from mahdar.web.page import View
from mahdar.web.sentences import everyone, key_of

#: How two values stand to each other.
SAME, ONE, DIFFERS, CONTRADICTS = "same", "one_says", "differs", "contradicts"


@dataclass(frozen=True, slots=True)
class Row(View):
    """A field of an event as both tell it, and how the two stand to each other."""

    field: str
    a: Any
    b: Any
    verdict: str


@dataclass(frozen=True, slots=True)
class Pair(View):
    """A line of each report that say the same; one of them is None where only the other says it."""

    part: str
    a: Any
    b: Any


@dataclass(frozen=True, slots=True)
class Shared(View):
    """An event that both tell: each one's telling, field by field, and what of it is contradicted."""

    event: Event
    a: EngagementLine
    b: EngagementLine
    fields: Sequence[Row]
    versions: Sequence[Version]

    @property
    def numbers(self) -> list[Version]:
        """The numbers that are contradicted, where both give some."""
        found = [version for version in self.versions if version.field == "number"]
        given = {report for version in found for report in version.reports}
        return found if {self.a.report, self.b.report} <= given else []


def shared(event: Event, a: EngagementLine, b: EngagementLine) -> Shared:
    """An event as two reports tell it."""
    both = {a.report, b.report}
    versions = [v for v in event.versions if both & set(v.reports) and v.field in event.conflicts]
    against = {v.field for v in versions if not v.agrees and both - set(v.reports)}
    fields = [
        Row("kind", a.kind, b.kind, _verdict(a.kind, b.kind)),
        Row("status", a.status, b.status, _verdict(a.status, b.status)),
        Row("date", a.date, b.date, _dates(a.date, b.date)),
        _party_row("place", a.place, b.place),
        _party_row("host", a.host, b.host),
        Row("topics", a.topics, b.topics, _verdict(set(a.topics), set(b.topics))),
    ]
    told = [row for row in fields if row.a or row.b]
    told = [
        Row(r.field, r.a, r.b, CONTRADICTS if r.field in against and r.verdict == DIFFERS else r.verdict) for r in told
    ]
    return Shared(event, a, b, [*told, *_who(a, b)], versions)


def _verdict(a: object, b: object) -> str:
    return ONE if not a or not b else SAME if a == b else DIFFERS


def _dates(a: str | None, b: str | None) -> str:
    """A month and a day in it do not contradict each other; two days do."""
    if not a or not b:
        return ONE
    if a == b:
        return SAME
    return DIFFERS if a.startswith(b) or b.startswith(a) else CONTRADICTS


def _party_row(field: str, a: PartyRef | None, b: PartyRef | None) -> Row:
    return Row(field, a, b, _verdict(key_of(a) if a else None, key_of(b) if b else None))


def _who(a: EngagementLine, b: EngagementLine) -> list[Row]:
    """A row for each participant."""
    ours, theirs = ({key_of(party): party for party in everyone(line)} for line in (a, b))
    keys = list(dict.fromkeys((*ours, *theirs)))
    found = [Row("who", ours.get(key), theirs.get(key), _verdict(key in ours, key in theirs)) for key in keys]
    return sorted(found, key=lambda row: row.verdict != SAME)


# -- lines ---------------------------------------------------------------------------------------------------------


@cache
def _given(name: str) -> float:
    """A value of data/compare.tsv, which says what each is."""
    return float(dict(rows("mahdar.web", "compare.tsv"))[name])


def pair_up(part: str, a: Sequence[Line], b: Sequence[Line]) -> list[Pair]:
    """Lines that say the same in pairs, the most alike first taken; then what one alone says, in order of the text."""
    alike = _figures_alike if part == "figures" else _said_alike
    scores = sorted(
        ((score, i, j) for i, one in enumerate(a) for j, other in enumerate(b) if (score := alike(one, other)) > 0),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    found: dict[int, int] = {}
    for _, i, j in scores:
        if i not in found and j not in found.values():
            found[i] = j
    pairs = [Pair(part, a[i], b[j]) for i, j in sorted(found.items())]
    pairs += [Pair(part, one, None) for i, one in enumerate(a) if i not in found]
    return pairs + [Pair(part, None, other) for j, other in enumerate(b) if j not in found.values()]


def told_once(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of several reports that say the same together, the longest first; those of one report stay apart."""
    found: list[list[Line]] = []
    for line in lines:
        for some in found:
            if all(other.report != line.report for other in some) and _said_alike(some[0], line):
                some.append(line)
                break
        else:
            found.append([line])
    return [sorted(some, key=lambda line: -len(line.quote)) for some in found]


def _said_alike(a: Line, b: Line) -> float:
    """How much of the words of the shorter the two share; 0 below the threshold or where others speak."""
    if not _same_sides(a, b):
        return 0.0
    x, y = frozenset(stems(a.quote)), frozenset(stems(b.quote))
    share = len(x & y) / max(min(len(x), len(y)), _given("few"))
    return share if share >= _given("share") else 0.0


def _same_sides(a: Line, b: Line) -> bool:
    ours, theirs = (
        {key_of(party) for name in ("who", "from_") for party in getattr(line, name, ())} for line in (a, b)
    )
    return not ours or not theirs or bool(ours & theirs)


def _figures_alike(a: Line, b: Line) -> float:
    assert isinstance(a, FigureLine)
    assert isinstance(b, FigureLine)
    return float(a.value == b.value and a.unit == b.unit) * (1 + (_whose(a) == _whose(b)))


def _whose(line: FigureLine) -> str | None:
    """Whom a figure is of."""
    return key_of(line.of) if line.of is not None else None
