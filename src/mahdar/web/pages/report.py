"""One report: its text by paragraphs, and the lines that were found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import (
    CommitmentLine,
    EngagementLine,
    FigureLine,
    IncidentLine,
    StatementLine,
    StoredReport,
)
from mahdar.archive.answers import Reprint, Span
from mahdar.web.page import Asked, Filter, Page, View

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Paragraph(View):
    """A paragraph and where it begins, in code points of the text."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Minutes(View):
    """A report with its lines; `at` is the span that was asked for."""

    report: StoredReport
    paragraphs: Sequence[Paragraph]
    engagements: Sequence[EngagementLine]
    statements: Sequence[StatementLine]
    commitments: Sequence[CommitmentLine]
    incidents: Sequence[IncidentLine]
    figures: Sequence[FigureLine]
    reprints: Sequence[Reprint]
    at: Span | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; the text once."""
        # Not super(): a dataclass with slots is another class than the one it was written as.
        return {key: value for key, value in View.to_dict(self).items() if key != "paragraphs"}

    def table(self) -> Sequence[dict[str, Any]]:
        """All lines, each with its part of the record."""
        return [{"part": part, **line.to_dict()} for part, lines in self.parts.items() for line in lines]

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        """The lines by their part of the record."""
        names = ("engagements", "commitments", "statements", "incidents", "figures")
        return {name: getattr(self, name) for name in names}


def report(asked: Asked) -> Minutes:
    """The report of that id. Raises `UnknownReport`."""
    archive = asked.archive
    stored = archive.report(asked.id)
    return Minutes(
        stored,
        [Paragraph(match.start(), match[0]) for match in _PARAGRAPH.finditer(stored.text)],
        archive.engagements(report=stored.id),
        archive.statements(report=stored.id),
        archive.commitments(report=stored.id),
        archive.incidents(report=stored.id),
        archive.figures(report=stored.id),
        archive.reprints(stored.id),
        asked.filters.get("at"),
    )


PAGE = Page("report", report, filters=(Filter("at", "place", shown=False),), with_id=True)
