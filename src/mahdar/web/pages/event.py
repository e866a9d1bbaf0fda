"""The minutes of an event that one or many reports tell of, and of an engagement of one report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from mahdar.archive import Archive, CommitmentLine, EngagementLine, FigureLine, PartyRef, StatementLine
from mahdar.archive.answers import Line, Reprint
from mahdar.archive.findings import Event, Source, Version
from mahdar.errors import UnknownEntity
from mahdar.minutes import sentence
from mahdar.web.comparing import told_once
from mahdar.web.documents import DOSSIERS, dossier, possible
from mahdar.web.page import Asked, Elsewhere, Filter, Page, View
from mahdar.web.sentences import as_ref, everyone, fullest, key_of

#: Reports whose statements, commitments and figures are shown, the earliest; the others are counted and linked.
REPORTS = 6
#: Where these come together, somebody chairs them rather than receives guests.
CHAIRED = ("session", "conference")


@dataclass(frozen=True, slots=True)
class Participant(View):
    """Who takes part: in which roles, as whose host, and in which reports; `reports` is empty where all name him."""

    party: PartyRef
    roles: Sequence[str]
    host: bool
    reports: Sequence[str]

    @property
    def role(self) -> str | None:
        """The fullest of the roles."""
        return self.roles[0] if self.roles else None


@dataclass(frozen=True, slots=True)
class Telling(View):
    """One source: what it says of the event, and copies of it that are not in the archive."""

    source: Source
    line: EngagementLine
    reprints: Sequence[Reprint]


@dataclass(frozen=True, slots=True)
class Said(View):
    """What the same parties said; what several reports have of it stands together, the fullest first."""

    who: Sequence[PartyRef]
    told: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class EventMinutes(View):
    """An event, or an engagement of one report (`event` None), with all that its reports say of it.

    `told` is its fullest telling with what most reports say of day and place. `own` are the sources that are told on
    their own account, `copied` those that took another's text over. `others` counts lines of these reports on other
    things, `unseen` the reports whose lines are not shown. `files` is what the minutes can be had as.
    """

    event: Event | None
    sentence: str
    told: EngagementLine | Event
    topics: Sequence[str]
    participants: Sequence[Participant]
    own: Sequence[Telling]
    copied: Sequence[Telling]
    statements: Sequence[Said]
    commitments: Sequence[Sequence[Any]]
    figures: Sequence[FigureLine]
    others: int
    unseen: int
    independent: int
    in_event: str | None
    files: Sequence[str]

    def table(self) -> Sequence[dict[str, Any]]:
        """The sources, with what each says of the event."""
        return [
            each.line.to_dict() | {"outlet": each.source.outlet, "copy_of": each.source.copy_of}
            for each in (*self.own, *self.copied)
        ]

    @property
    def versions(self) -> dict[str, list[Version]]:
        """What is said of each field in which the reports differ."""
        versions = self.event.versions if self.event is not None else []
        return {field: list(some) for field, some in groupby(versions, key=lambda version: version.field)}

    @property
    def outlets(self) -> dict[str, str | None]:
        """The outlet of each report."""
        return {each.source.report: each.source.outlet for each in (*self.own, *self.copied)}

    @property
    def reports(self) -> int:
        """How many reports tell of it."""
        return len(self.outlets)

    @property
    def reprinted(self) -> list[Reprint]:
        """Copies that are not in the archive; those of a report that tells it twice once."""
        of = {each.source.report: each.reprints for each in self.own}
        return [one for some in of.values() for one in some]

    @property
    def background(self) -> bool:
        """Whether all reports tell it as background."""
        return all(each.line.historical for each in (*self.own, *self.copied))

    @property
    def chaired(self) -> bool:
        """Whether the host chairs it."""
        return self.told.kind in CHAIRED


def event(asked: Asked) -> View:
    """The event of that id; one that was merged leads to the one that it is part of. Raises `UnknownEntity`."""
    found = asked.archive.find(f"event/{asked.id}")
    id_ = found.leads_to.partition("/")[2]
    if id_ != asked.id:
        return Elsewhere("event", id_)
    events = asked.archive.events(id=found.entity)
    if not events:
        raise UnknownEntity("no such event", remedy="'mahdar link' finds events", where=asked.id)
    if suffix := asked.filters.get("file"):
        return dossier(asked.archive, events[0].id, suffix, asked.language)
    return of_event(asked, events[0])


def engagement(asked: Asked) -> View:
    """The engagement of one report that an address leads to; an event's id leads to that. Raises `UnknownReport`."""
    if "@" not in asked.id:
        return event(asked)
    found = asked.archive.find(f"engagement/{asked.id}")
    if found.report is None or found.n is None:
        return Elsewhere("report", found.report or "")
    id_ = found.leads_to.partition("/")[2]
    if unquote(id_) != unquote(asked.id):
        return Elsewhere("engagement", id_)
    line = asked.archive.tellings([(found.report, found.n)])[found.report, found.n]
    return of_line(asked, line, found.n)


def of_event(asked: Asked, told: Event) -> EventMinutes:
    """The minutes of an event."""
    lines = asked.archive.tellings((source.report, source.n) for source in told.sources)
    tellings = [
        Telling(source, lines[source.report, source.n], ())
        for source in told.sources
        if (source.report, source.n) in lines
    ]
    return _minutes(asked, told, tellings, told.independent, None)


def of_line(asked: Asked, line: EngagementLine, n: int) -> EventMinutes:
    """The minutes of an engagement as one report tells it."""
    stored = asked.archive.report(line.report)
    source = Source(
        line.report, n, stored.day, stored.outlet, line.status, line.historical, None, line.quote, line.span
    )
    event_id = asked.archive.event_of(line.report, n)
    in_event = asked.archive.find(event_id).leads_to.partition("/")[2] if event_id is not None else None
    return _minutes(asked, None, [Telling(source, line, ())], 1, in_event)


def _minutes(
    asked: Asked, told: Event | None, tellings: Sequence[Telling], independent: int, in_event: str | None
) -> EventMinutes:
    lines = [telling.line for telling in tellings]
    best = fullest(told, lines) if told is not None else lines[0]
    if isinstance(best, EngagementLine):
        best = replace(best, topics=[])  # they stand below the heading
    own = [_with_reprints(asked.archive, each) for each in tellings if each.source.copy_of is None]
    copied = [each for each in tellings if each.source.copy_of is not None]
    reports = list(dict.fromkeys(each.source.report for each in own or copied))
    participants = _participants(told, lines)
    gathered = _Gathered(asked.archive, reports[:REPORTS], participants)
    return EventMinutes(
        told, sentence(best, asked.language), best, list(dict.fromkeys(t for line in lines for t in line.topics)),
        participants, own, copied, gathered.statements(), told_once(gathered.commitments), gathered.figures,
        gathered.others, len(reports[REPORTS:]), independent, in_event, possible() if told is not None else (),
    )  # fmt: skip


def _with_reprints(archive: Archive, telling: Telling) -> Telling:
    return Telling(telling.source, telling.line, archive.reprints(telling.source.report))


# -- who takes part ------------------------------------------------------------------------------------------------


def _participants(told: Event | None, lines: Sequence[EngagementLine]) -> list[Participant]:
    """Those of all tellings: hosts first, then those that most reports name."""
    parties: dict[str, list[tuple[PartyRef, str]]] = {}
    hosts: set[str] = set()
    for line in lines:
        for party in everyone(line):
            parties.setdefault(key_of(party), []).append((party, line.report))
        if line.host is not None:
            hosts.add(key_of(line.host))
    known = {named.entity for named in told.who} if told is not None else set(parties)
    if told is not None:
        for named in told.who:
            parties.setdefault(named.entity, [(as_ref(named), "")])
    every = {line.report for line in lines}
    found = [_participant(some, key in hosts, every) for key, some in parties.items() if key in known or key in hosts]
    return sorted(found, key=lambda each: (not each.host, -(len(each.reports) or len(every))))


def _participant(told: Sequence[tuple[PartyRef, str]], host: bool, every: set[str]) -> Participant:
    roles = sorted({party.role for party, _ in told if party.role and party.role != party.name}, key=len, reverse=True)
    named = list(dict.fromkeys(report for _, report in told if report))
    party = max((party for party, _ in told), key=lambda ref: (ref.entity is not None, len(ref.role or "")))
    return Participant(party, roles, host, [] if set(named) == every else named)


# -- what was said -------------------------------------------------------------------------------------------------


class _Gathered:
    """Statements, commitments and figures of reports; of a report with several engagements those of who took part."""

    def __init__(self, archive: Archive, reports: Sequence[str], participants: Sequence[Participant]) -> None:
        self._keys = {key_of(each.party) for each in participants}
        self._said: list[StatementLine] = []
        self.commitments: list[CommitmentLine] = []
        self.figures: list[FigureLine] = []
        self.others = 0
        for report in reports:
            self._add(archive, report)

    def _add(self, archive: Archive, report: str) -> None:
        single = len(archive.engagements(report=report)) == 1
        said = archive.statements(report=report)
        asked = archive.commitments(report=report)
        own = [line for line in said if single or self._takes_part(line.who)]
        promised = [line for line in asked if single or self._takes_part([*line.from_, *line.to])]
        spans = [line.span for line in (*own, *promised)]
        figures = archive.figures(report=report)
        counted = [line for line in figures if single or any(_within(line, span) for span in spans)]
        self._said += own
        self.commitments += promised
        self.figures += counted
        self.others += len(said) + len(asked) + len(figures) - len(own) - len(promised) - len(counted)

    def _takes_part(self, parties: Iterable[PartyRef]) -> bool:
        return any(key_of(party) in self._keys for party in parties)

    def statements(self) -> list[Said]:
        """Statements by who made them: those who took part first, then who said most."""
        by: dict[tuple[str, ...], list[StatementLine]] = {}
        for line in self._said:
            by.setdefault(tuple(sorted(map(key_of, line.who))), []).append(line)
        groups = [Said(_fullest_refs(lines), told_once(lines)) for lines in by.values()]
        return sorted(groups, key=lambda said: (not said.who, not self._takes_part(said.who), -len(said.told)))


def _within(line: Line, span: tuple[int, int]) -> bool:
    return span[0] <= line.span[0] and line.span[1] <= span[1]


def _fullest_refs(lines: Sequence[StatementLine]) -> Sequence[PartyRef]:
    return max((line.who for line in lines), key=lambda who: sum(len(party.role or "") for party in who))


EVENT = Page("event", event, filters=(Filter("file", "code", DOSSIERS, shown=False),), with_id=True)
ENGAGEMENT = Page("engagement", engagement, "event.html", with_id=True)
