"""Two outlets on one event, or any two reports: what both say, what only one says, where they contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Archive
from mahdar.archive.findings import Event
from mahdar.errors import UnknownEntity
from mahdar.web.comparing import Pair, Shared, pair_up, shared
from mahdar.web.page import Asked, Filter, Page, View

#: What is set side by side beside the events themselves.
_PARTS = ("statements", "commitments", "figures")


@dataclass(frozen=True, slots=True)
class Side(View):
    """One of the two reports."""

    id: str
    outlet: str | None
    title: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Comparison(View):
    """Two reports side by side; `sources` are those of the event among which one may choose. Empty without reports.

    Of `pairs` the first of each part are said by both, then what one says alone.
    """

    event: str | None
    sides: Sequence[Side]
    sources: Sequence[Side]
    shared: Sequence[Shared]
    pairs: Mapping[str, Sequence[Pair]]

    def table(self) -> Sequence[dict[str, Any]]:
        """A row for each field and line, with what each of the two says."""
        told = [
            {"part": "event", "field": row.field, "a": row.a, "b": row.b, "verdict": row.verdict}
            for each in self.shared
            for row in each.fields
        ]
        return told + [
            {
                "part": pair.part, "field": None, "a": pair.a and pair.a.quote, "b": pair.b and pair.b.quote,
                "verdict": "same" if pair.a and pair.b else "one_says",
            }
            for pairs in self.pairs.values()
            for pair in pairs
        ]  # fmt: skip


def compare(asked: Asked) -> Comparison:
    """The two reports, or two of the reports of the event. Raises `UnknownReport`, `UnknownEntity`."""
    archive, wanted = asked.archive, asked.filters
    event = _event(archive, wanted["event"]) if "event" in wanted else None
    reports = [wanted[name] for name in ("report", "other") if name in wanted]
    if event is not None:
        reports = _chosen(event, reports)
    if len(reports) < 2:
        return Comparison(None, [_side(archive, report) for report in reports], (), (), {})
    sides = [_side(archive, report) for report in reports[:2]]
    a, b = sides[0].id, sides[1].id
    lines = {part: pair_up(part, *(getattr(archive, part)(report=id_) for id_ in (a, b))) for part in _PARTS}
    events = [event] if event is not None else _events_of_both(archive, a, b)
    return Comparison(
        event.id.partition("/")[2] if event is not None else None,
        sides,
        _sources(event),
        _shared(archive, events, a, b),
        lines,
    )


def _event(archive: Archive, wanted: str) -> Event:
    found = archive.find(f"event/{wanted.removeprefix('event/')}")
    events = archive.events(id=found.entity)
    if not events:
        raise UnknownEntity("no such event", remedy="'mahdar link' finds events", where=wanted)
    return events[0]


def _chosen(event: Event, given: Sequence[str]) -> list[str]:
    """The two reports: those that were given, else two that contradict each other, else the first two outlets."""
    own = {source.report: source.outlet for source in event.sources if source.copy_of is None}
    against = [version for version in event.versions if not version.agrees]
    found = [*given]
    if not found and against:
        rest = [v for v in event.versions if v.field == against[0].field and v is not against[0]]
        found = [against[0].reports[0], *(report for v in rest for report in v.reports[:1])]
    outlets = {own.get(report) for report in found}
    found += [report for report, outlet in own.items() if outlet not in outlets]
    found += [source.report for source in event.sources]
    return list(dict.fromkeys(found))[:2]


def _events_of_both(archive: Archive, a: str, b: str) -> list[Event]:
    """The events that both reports tell of."""
    ids = [
        {archive.event_of(report, n) for n in range(len(archive.engagements(report=report)))} - {None}
        for report in (a, b)
    ]
    return [event for id_ in sorted(ids[0] & ids[1], key=str) for event in archive.events(id=id_)]


def _shared(archive: Archive, events: Sequence[Event], a: str, b: str) -> list[Shared]:
    places = {(event.id, s.report): (s.report, s.n) for event in events for s in reversed(event.sources)}
    lines = archive.tellings(place for (_, report), place in places.items() if report in (a, b))
    found = []
    for event in events:
        pair = [lines.get(places.get((event.id, report), ("", -1))) for report in (a, b)]
        if pair[0] is not None and pair[1] is not None:
            found.append(shared(event, pair[0], pair[1]))
    return found


def _sources(event: Event | None) -> list[Side]:
    if event is None:
        return []
    sides = {s.report: Side(s.report, s.outlet, None, s.day) for s in event.sources}
    return list(sides.values())


def _side(archive: Archive, report: str) -> Side:
    stored = archive.report(report)
    return Side(stored.id, stored.outlet, stored.title, stored.day)


PAGE = Page("compare", compare, filters=(Filter("event", shown=False), Filter("report"), Filter("other")))
