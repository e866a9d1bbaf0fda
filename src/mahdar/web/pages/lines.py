"""The lists: engagements, statements, commitments, figures, incidents; filters as on the command line."""

from __future__ import annotations

from typing import Literal

from mahdar.record import (
    CommitmentArea,
    CommitmentKind,
    CommitmentStatus,
    EngagementKind,
    EngagementStatus,
    IncidentType,
    SpeechAct,
    StatementForm,
    Topic,
)
from mahdar.web.page import Asked, Filter, Listed, Page, listed
from mahdar.web.pages.fields import CONFIDENCE, PARTY, REPORT, SINCE, UNTIL, code

_END = (SINCE, UNTIL, CONFIDENCE, REPORT)


def engagements(asked: Asked) -> Listed:
    """Who met whom."""
    return listed("engagements", asked, asked.archive.engagements(**asked.arguments(ENGAGEMENTS), **asked.window()))


def statements(asked: Asked) -> Listed:
    """Who said what."""
    return listed("statements", asked, asked.archive.statements(**asked.arguments(STATEMENTS), **asked.window()))


def commitments(asked: Asked) -> Listed:
    """Who asked for what and who promised what."""
    return listed("commitments", asked, asked.archive.commitments(**asked.arguments(COMMITMENTS), **asked.window()))


def figures(asked: Asked) -> Listed:
    """Which figures were given, and of what."""
    return listed("figures", asked, asked.archive.figures(**asked.arguments(FIGURES), **asked.window()))


def incidents(asked: Asked) -> Listed:
    """What was done."""
    return listed("incidents", asked, asked.archive.incidents(**asked.arguments(INCIDENTS), **asked.window()))


ENGAGEMENTS = Page(
    "engagements",
    engagements,
    "lines.html",
    (
        PARTY,
        code("kind", EngagementKind),
        code("status", EngagementStatus),
        code("topic", Topic, label="topics"),
        Filter("place"),
        *_END,
    ),
    menu=10,
)
STATEMENTS = Page(
    "statements",
    statements,
    "lines.html",
    (PARTY, Filter("words"), code("act", SpeechAct), code("form", StatementForm), *_END),
    menu=1,
)
COMMITMENTS = Page(
    "commitments",
    commitments,
    "lines.html",
    (
        PARTY,
        Filter("from", argument="from_"),
        Filter("to"),
        code("kind", CommitmentKind),
        code("area", CommitmentArea),
        code("status", CommitmentStatus),
        *_END,
    ),
    menu=2,
)
FIGURES = Page("figures", figures, "lines.html", (PARTY, Filter("unit"), SINCE, UNTIL, REPORT), menu=11)
INCIDENTS = Page(
    "incidents",
    incidents,
    "lines.html",
    (
        PARTY,
        code("kind", IncidentType, "type"),
        Filter("place"),
        code("status", Literal["reported", "denied"]),
        SINCE,
        UNTIL,
        REPORT,
    ),
    menu=12,
)
