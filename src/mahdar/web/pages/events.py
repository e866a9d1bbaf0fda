"""The list of events: each by the minutes in one sentence, with how many tell it and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Archive, EngagementLine
from mahdar.archive.answers import Answer, entity_address
from mahdar.archive.findings import Event, Named
from mahdar.minutes import sentence
from mahdar.record import EngagementKind
from mahdar.web.page import Asked, Filter, Listed, Page
from mahdar.web.pages.fields import PARTY, SINCE, UNTIL, code
from mahdar.web.sentences import fullest
from mahdar.wording import Language


@dataclass(frozen=True, slots=True)
class EventLine(Answer):
    """An event by its minutes in one sentence; `told` is what the sentence was made of, and stays out of the twins."""

    id: str
    day: str | None
    kind: str
    status: str
    sentence: str
    who: list[Named]
    place: Named | None
    reports: int
    independent: int
    conflicts: list[str]
    told: EngagementLine | Event

    @property
    def address(self) -> str | None:
        """``event/CODE``."""
        return entity_address(self.id)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        # Not super(): see `report.Minutes`.
        return {key: value for key, value in Answer.to_dict(self).items() if key != "told"}


def in_sentences(archive: Archive, events: Sequence[Event], language: Language) -> list[EventLine]:
    """Each event by the sentence of its fullest telling; the tellings of all are looked up together."""
    lines = archive.tellings((source.report, source.n) for event in events for source in event.sources)
    found = []
    for event in events:
        tellings = [lines[s.report, s.n] for s in event.sources if (s.report, s.n) in lines]
        told = fullest(event, tellings)
        reports = {source.report for source in event.sources}
        day = event.date or min((s.day for s in event.sources if s.day), default=None)
        line = EventLine(
            event.id, day, event.kind, event.status, sentence(told, language), event.who, event.place, len(reports),
            event.independent, event.conflicts, told,
        )  # fmt: skip
        found.append(line)
    return found


def events(asked: Asked) -> Listed:
    """Events, newest first."""
    wanted = asked.arguments(PAGE)
    disputed = {"yes": True, "no": False}.get(wanted.pop("disputed"))
    found = asked.archive.events(**wanted, disputed=disputed, **asked.window())
    lines = in_sentences(asked.archive, found[: asked.limit], asked.language)
    return Listed("events", lines, len(found) > asked.limit)


PAGE = Page(
    "events",
    events,
    filters=(
        PARTY,
        code("kind", EngagementKind),
        Filter("place"),
        Filter("disputed", "code", ("yes", "no")),
        SINCE,
        UNTIL,
    ),
    menu=0,
)
