"""What a dossier holds: the sections on an engagement, a party, a pair or a search, taken from the archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mahdar.archive import (
    Archive,
    CommitmentLine,
    EngagementLine,
    FigureLine,
    PartyRef,
    ReportLine,
    StatementLine,
)
from mahdar.archive.answers import Answer, Span
from mahdar.archive.answers import Line as ArchiveLine
from mahdar.archive.findings import Event, Named, Office, Pledges, Version
from mahdar.archive.findings import Source as EventSource
from mahdar.errors import UnknownEntity
from mahdar.minutes import called, sentence
from mahdar.minutes.days import day_in_words
from mahdar.version import VERSION
from mahdar.who.role_english import role_in_english
from mahdar.wording import Language, Wording, catalogue

_LATIN = re.compile(r"[A-Za-z]")
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Lines of a section unless more are asked for; a dossier is read on paper.
LIMIT = 60
#: Characters of the words that a note quotes.
QUOTE = 400


@dataclass(frozen=True, slots=True)
class Subject:
    """What a dossier is on: an event by its id, a party (with another, a pair), or the words of a search.

    `since` and `until` are ISO days, months or years, both included.
    """

    event: str | None = None
    party: str | None = None
    other: str | None = None
    words: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class Source(Answer):
    """A place in a report that a line rests on; `span` in code points, `note` says where it was in words."""

    report: str
    outlet: str | None
    title: str | None
    day: str | None
    url: str | None
    quote: str
    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Line(Answer):
    """A line of a dossier; `words` are those of a report, which stand as they are, `day` is in words."""

    text: str
    sources: list[Source]
    day: str | None = None
    words: str | None = None

    def notes(self) -> list[tuple[str, str | None]]:
        """What the foot of the page says of each source, and its address; quoted where the line has not the words."""
        told = []
        for source in self.sources:
            quote = source.quote if len(source.quote) <= QUOTE else source.quote[: QUOTE - 1] + "…"
            own = self.words is not None and source.quote in self.words
            told.append((source.note if own else f"«{quote}» {source.note}", source.url))
        return told


@dataclass(frozen=True, slots=True)
class Section(Answer):
    """A heading with its lines, and a remark under them."""

    heading: str
    lines: list[Line]
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier(Answer):
    """A whole document in one language."""

    language: Language
    kind: str
    title: str
    subtitle: str | None
    sections: list[Section] = field(default_factory=list)
    imprint: str = ""


def gather(archive: Archive, subject: Subject, language: Language) -> Dossier:
    """What the archive holds on a subject. Raises `UnknownEntity`, `BadDate`."""
    return _Gathering(archive, subject, language).dossier()


class _Gathering:
    """A dossier that is being put together; reports are looked up once."""

    def __init__(self, archive: Archive, subject: Subject, language: Language) -> None:
        self._archive = archive
        self._subject = subject
        self._language = language
        self._say = Wording(language, _own())
        self._report = cache(archive.report)
        self._contacts = cache(lambda report: archive.engagements(report=report))
        self._within: dict[str, Any] = {"since": subject.since, "until": subject.until}

    def dossier(self) -> Dossier:
        subject = self._subject
        if subject.event is not None:
            title, sections = self._on_event(subject.event)
        elif subject.party is not None and subject.other is not None:
            title, sections = self._on_pair(subject.party, subject.other)
        elif subject.party is not None:
            title, sections = self._on_party(subject.party)
        else:
            title, sections = self._on_search(subject.words or "")
        kept = [section for section in sections if section.lines]
        if not kept:
            kept = [Section(self._say("found"), [Line(self._say("nothing"), [])])]
        imprint = self._say("made", version=VERSION)
        kind = self._say("minutes" if subject.event is not None else "dossier")
        return Dossier(self._language, kind, title, self._period(), kept, imprint)

    # The four kinds

    def _on_event(self, id_: str) -> tuple[str, list[Section]]:
        found = self._archive.events(id=id_)
        if not found:
            raise _unknown(id_)
        event = found[0]
        tellings = [self._engagement(source) for source in event.sources]
        told = [line for line in tellings if line is not None]
        fullest = max(told, key=lambda line: (line.host is not None, len(line.who)), default=None)
        reports = list(dict.fromkeys(source.report for source in event.sources))
        own = dict.fromkeys(source.report for source in event.sources if source.copy_of is None) or dict.fromkeys(
            reports
        )
        lines = [line for report in own for line in self._archive.statements(report=report)]
        asked = [line for report in own for line in self._archive.commitments(report=report)]
        figures = [line for report in own for line in self._archive.figures(report=report)]
        told_by = "told_by_one" if len(reports) == 1 else "told_by"
        remark = self._say(told_by, count=len(reports), independent=event.independent)
        return sentence(fullest or event, self._language), [
            self._section("engagements", told, self._contact, remark=remark),
            self._section("who", self._present(event, fullest), lambda line: line),
            self._section("differ", event.versions if event.conflicts else [], self._version),
            self._section("said", lines, self._statement),
            self._section("promised", asked, self._commitment),
            self._section("figures", figures, self._figure),
        ]

    def _on_party(self, name: str) -> tuple[str, list[Section]]:
        who = self._known(name)
        key = who.entity
        return self._name(who), [
            self._section("offices", self._some(self._archive.offices, party=key), self._office),
            self._section("engagements", self._some(self._archive.events, party=key), self._event),
            self._section("given", self._some(self._archive.commitments, from_=name), self._commitment),
            self._section("received", self._some(self._archive.commitments, to=name), self._commitment),
            self._section("chains", self._some(self._archive.pledges, party=key), self._chain),
            self._section("statements", self._some(self._archive.statements, party=name), self._statement),
        ]

    def _on_pair(self, one: str, other: str) -> tuple[str, list[Section]]:
        a, b = self._known(one), self._known(other)
        found = self._archive.between(a.entity, b.entity, **self._within)
        between = [
            line
            for from_, to in ((one, other), (other, one))
            for line in self._archive.commitments(from_=from_, to=to, **self._within)
        ]
        return self._say("pair", a=self._name(a), b=self._name(b)), [
            self._section("engagements", found.events, self._event),
            self._section("chains", found.pledges, self._chain),
            self._section("between", between, self._commitment),
            self._section("statements", found.statements, self._statement),
        ]

    def _on_search(self, words: str) -> tuple[str, list[Section]]:
        parts: dict[str, Callable[[Any], Line]] = {
            "engagement": self._contact,
            "commitment": self._commitment,
            "statement": self._statement,
        }
        sections = []
        for part, drawn in parts.items():
            hits = self._archive.search(words, parts=(part,), limit=self._subject.limit, **self._within)
            lines = [hit.line for hit in hits if hit.line is not None]
            sections.append(self._section(f"{part}s", lines, drawn))
        reports = self._archive.search(words, limit=self._subject.limit, **self._within)
        found = [(self._report(hit.report), hit.snippet, hit.snippet_span) for hit in reports]
        sections.append(self._section("reports", found, self._hit))
        return self._say("search", words=words), sections

    # Lines

    def _contact(self, line: EngagementLine) -> Line:
        return Line(sentence(line, self._language), [self._source(line)])

    def _event(self, event: Event) -> Line:
        told = [(self._engagement(source), source) for source in event.sources]
        sources = [self._source_of(s.report, s.quote, s.span, copy=s.copy_of is not None) for _, s in told]
        fullest = max((line for line, _ in told if line is not None), key=lambda line: len(line.who), default=None)
        return Line(sentence(fullest or event, self._language), sources)

    def _present(self, event: Event, fullest: EngagementLine | None) -> list[Line]:
        if fullest is None:
            return [Line(self._name(who), []) for who in event.who]
        parties = [*([fullest.host] if fullest.host else []), *fullest.who]
        told = {party.id: party for party in parties}
        hosts = f" ({self._say('host')})"
        return [
            Line(called(party, self._language) + hosts * (fullest.host is not None and id_ == fullest.host.id), [])
            for id_, party in told.items()
        ]

    def _version(self, version: Version) -> Line:
        value = version.value_en if self._language == "en" and version.value_en else version.value
        where = self._say.separator.join(self._outlet(self._report(report)) for report in version.reports)
        return Line(f"{self._say.field(version.field)}: {value} ({where})", [])

    def _statement(self, line: StatementLine) -> Line:
        return Line(self._parties(line.who), [self._source(line)], self._day(line), line.quote)

    def _commitment(self, line: CommitmentLine) -> Line:
        sides = self._parties(line.from_)
        if line.to:
            sides = self._say("to", from_=sides, to=self._parties(line.to))
        codes = [self._say.code(code) for code in (line.kind, line.area)]
        if line.status != "stated":
            codes.append(self._say.code(line.status))
        return Line(f"{sides} ({self._say.separator.join(codes)})", [self._source(line)], self._day(line), line.quote)

    def _chain(self, chain: Pledges) -> Line:
        sides = [self._say.separator.join(map(self._name, side)) for side in (chain.givers, chain.takers)]
        told = self._say("to", from_=sides[0], to=sides[1]) if all(sides) else "".join(sides)
        sources = [self._source_of(step.report, step.quote, step.span) for step in chain.steps]
        codes = self._say.separator.join((self._say.code(chain.area), self._say.code(chain.status)))
        return Line(f"{told} ({codes})", sources, words=chain.steps[0].quote if chain.steps else None)

    def _figure(self, line: FigureLine) -> Line:
        number = f"{line.value:,}".removesuffix(".0")
        of = f" ({called(line.of, self._language)})" if line.of else ""
        return Line(f"{number} {self._say.unit(line.unit)}{of}", [self._source(line)], words=line.quote)

    def _office(self, office: Office) -> Line:
        role = (role_in_english(office.role) if self._language == "en" else None) or isolated(office.role)
        who = f"{self._name(office.person)}: {role}"
        day = None
        if office.first_seen:
            first, last = (day_in_words(iso, self._language) for iso in (office.first_seen, office.last_seen))
            same = office.first_seen == office.last_seen
            texts = {"first": first.text if first else "", "last": last.text if last else ""}
            day = self._say("seen_once" if same else "seen", **texts)
        shown = list(dict.fromkeys(holding.report for holding in office.reports))
        return Line(who, [self._source_of(report, office.role, (0, 0)) for report in shown[:3]], day)

    def _hit(self, found: tuple[ReportLine, str, Span]) -> Line:
        report, snippet, span = found
        return Line(report.title or report.id, [self._source_of(report.id, snippet, span)], words=snippet)

    # Parts of lines

    def _section(
        self, key: str, found: Sequence[Any], drawn: Callable[[Any], Line], *, remark: str | None = None
    ) -> Section:
        limit = self._subject.limit
        if len(found) > limit:
            remark = " ".join([*([remark] if remark else []), self._say("more", count=len(found) - limit)])
        return Section(self._say(key), [drawn(one) for one in found[:limit]], remark)

    def _some(self, ask: Callable[..., Sequence[Any]], **wanted: str) -> Sequence[Any]:
        return ask(**wanted, **self._within)

    def _engagement(self, source: EventSource) -> EngagementLine | None:
        """The telling of an event as the archive lists it; None where the report was read anew since."""
        return next((line for line in self._contacts(source.report) if line.span == source.span), None)

    def _known(self, name: str) -> Named:
        found = self._archive.entities(name)
        if not found:
            raise _unknown(name)
        return found[0]

    def _name(self, who: Named) -> str:
        return who.name_en if self._language == "en" else who.name

    def _parties(self, parties: Iterable[PartyRef]) -> str:
        return self._say.separator.join(called(party, self._language) for party in parties)

    def _day(self, line: ArchiveLine) -> str | None:
        day = day_in_words(line.day, self._language)
        return day.text if day else None

    def _outlet(self, report: ReportLine) -> str:
        return report.outlet or self._say("no_outlet")

    def _source(self, line: ArchiveLine) -> Source:
        return self._source_of(line.report, line.quote, line.span)

    def _source_of(self, report: str, quote: str, span: Span, *, copy: bool = False) -> Source:
        told = self._report(report)
        day = day_in_words(told.day, self._language)
        start, end = span
        where = [self._outlet(told), told.title or "", day.text if day else self._say("undated")]
        if copy:
            where.append(self._say("copy"))
        if end > start:
            where.append(self._say("characters", start=start, end=end))
        note = self._say.separator.join(self._apart(part) for part in where if part)
        return Source(report, told.outlet, told.title, told.day, told.url, quote, span, note)

    def _apart(self, text: str) -> str:
        """Text that runs the other way than the page stands by itself; programs differ in how they show isolates."""
        return isolated(text) if self._language == "en" or (not text.isascii() and _LATIN.search(text)) else text

    def _period(self) -> str | None:
        since, until = (day_in_words(iso, self._language) for iso in (self._subject.since, self._subject.until))
        if since and until:
            return self._say("period", since=since.text, until=until.text)
        if since:
            return self._say("since", since=since.text)
        return self._say("until", until=until.text) if until else None


def isolated(text: str) -> str:
    """Text whose direction is its own, whatever stands around it (Unicode's first strong isolate)."""
    return f"\u2068{text}\u2069" if text else text


def printable(text: str) -> str:
    """Text without the characters that neither XML nor a page can hold."""
    return _UNPRINTABLE.sub("", text)


def _unknown(name: str) -> UnknownEntity:
    return UnknownEntity(
        "nothing of that name is linked", remedy="look it up with 'mahdar who' or run 'mahdar link'", where=name
    )


@cache
def _own() -> dict[str, dict[str, str]]:
    return catalogue("mahdar.exchange.dossier", "words.tsv")
