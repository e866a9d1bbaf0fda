"""The first page: search, the engagements of the last weeks by day, what is new, how much there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mahdar.archive import CommitmentLine, EngagementLine, ReportLine
from mahdar.web.page import HOME, Asked, Page, View

#: Lines of each kind on the first page.
_ENGAGEMENTS, _COMMITMENTS, _REPORTS = 14, 5, 8
#: What is counted.
COUNTED = ("reports", "engagements", "statements", "commitments", "figures", "incidents")


@dataclass(frozen=True, slots=True)
class Dated(View):
    """The engagements of one day; `day` is ISO, None for those that have none."""

    day: str | None
    engagements: Sequence[EngagementLine]


@dataclass(frozen=True, slots=True)
class Home(View):
    """What is on the first page."""

    counts: dict[str, int]
    days: Sequence[Dated]
    commitments: Sequence[CommitmentLine]
    reports: Sequence[ReportLine]

    def table(self) -> Sequence[EngagementLine]:
        """The engagements."""
        return [line for each in self.days for line in each.engagements]


def counts(asked: Asked) -> dict[str, int]:
    """How many lines of each kind there are; may be a minute old."""
    found = asked.memo.of("counts", asked.archive.counts)
    return {name: found[name] for name in COUNTED}


def home(asked: Asked) -> Home:
    """The first page. What lies ahead is left out of the timeline: a day misread by a century would lead it."""
    today = date.today().isoformat()
    lines = asked.archive.engagements(until=today, limit=_ENGAGEMENTS)
    return Home(
        counts(asked),
        [Dated(day, list(some)) for day, some in groupby(lines, key=lambda line: line.day)],
        asked.archive.commitments(until=today, limit=_COMMITMENTS),
        asked.archive.reports(limit=_REPORTS),
    )


PAGE = Page(HOME, home)
