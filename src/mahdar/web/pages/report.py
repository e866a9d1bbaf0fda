"""One report: its text with all that was read in it marked, and the record beside it in the order of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Archive, StoredReport
from mahdar.archive.answers import Line, PartyRef, Reprint, SkippedLine, Span, StatementLine, report_address
from mahdar.archive.tellings import Copied
from mahdar.errors import UnknownReport
from mahdar.record import Record
from mahdar.web.documents import original
from mahdar.web.marking import Layer, Note, Run, marked_up
from mahdar.web.page import Asked, Elsewhere, Filter, Page, View
from mahdar.web.read_before import lines_before

#: The parts of the record that have lines in the text.
PARTS = ("engagements", "commitments", "statements", "incidents", "figures")


@dataclass(frozen=True, slots=True)
class Numbered(View):
    """A line with its number in the order of the text; `asked` where its words are those that were asked for."""

    n: int
    part: str
    line: Any
    asked: bool


@dataclass(frozen=True, slots=True)
class Present(View):
    """A party of the report, its number, how often it is named, and where first."""

    n: int
    party: PartyRef
    mentions: int
    first: Span | None


@dataclass(frozen=True, slots=True)
class Minutes(View):
    """A report with its lines; `at` is the span that was asked for, `reader` the version whose reading this is."""

    report: StoredReport
    reader: str
    paragraphs: Sequence[Sequence[Run]]
    lines: Sequence[Numbered]
    parties: Sequence[Present]
    noise: Sequence[Span]
    skipped: Sequence[SkippedLine]
    copies: Sequence[Copied]
    reprints: Sequence[Reprint]
    original: bool
    at: Span | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; the text once, the lines by their parts."""
        # Not super(): a dataclass with slots is another class than the one it was written as.
        told = View.to_dict(self)
        parts = {part: [one.line.to_dict() for one in self.lines if one.part == part] for part in PARTS}
        return {key: value for key, value in told.items() if key not in ("paragraphs", "lines")} | parts

    def table(self) -> Sequence[dict[str, Any]]:
        """All lines in the order of the text, each with its part of the record."""
        return [{"part": one.part, **one.line.to_dict()} for one in self.lines]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines each part has, without those that have none."""
        found = Counter(one.part for one in self.lines)
        return {part: found[part] for part in PARTS if found[part]}


def report(asked: Asked) -> View:
    """The report of that id, or the page that it was taken from; a copy leads to its report. Raises `UnknownReport`."""
    try:
        stored = asked.archive.report(asked.id)
    except UnknownReport:
        found = asked.archive.find(report_address(asked.id)).report
        return Elsewhere("report", found or "")
    if asked.filters.get("file") == "original":
        return original(asked.archive, stored)
    return _minutes(asked.archive, stored, asked.filters.get("reader"), asked.filters.get("at"))


def _minutes(archive: Archive, stored: StoredReport, reader: str | None, at: Span | None) -> Minutes:
    record = archive.record(stored.id, reader)
    earlier = reader is not None and reader != stored.readers[-1]
    parts = lines_before(stored, record) if earlier else _lines(archive, stored.id)
    skipped = parts.pop("skipped")
    lines = _numbered(parts, at)
    refs = _refs(record, lines, {} if earlier else archive.english(stored.id))
    present = _present(record, refs)
    notes = [Note(one.n, one.part, one.line.span) for one in lines]
    return Minutes(
        stored, record.reader, marked_up(stored.text, _layers(record, lines, present, skipped), notes, at), lines,
        present, record.noise, [line for line in skipped if isinstance(line, SkippedLine)], archive.copies(stored.id),
        archive.reprints(stored.id), archive.original(stored.id) is not None, at,
    )  # fmt: skip


def _lines(archive: Archive, report: str) -> dict[str, list[Any]]:
    """The lines of a report by their part, and what was skipped."""
    return {name: getattr(archive, name)(report=report) for name in (*PARTS, "skipped")}


def _numbered(parts: dict[str, list[Line]], at: Span | None) -> list[Numbered]:
    told = [(line.span[0], -line.span[1], PARTS.index(part), part, line) for part in PARTS for line in parts[part]]
    told.sort(key=lambda row: row[:3])
    return [Numbered(n, part, line, line.span == at) for n, (*_, part, line) in enumerate(told, start=1)]


def _refs(record: Record, lines: Sequence[Numbered], english: dict[str, str]) -> dict[str, PartyRef]:
    """The parties of the record as lines have them: with their entities where a line names them."""
    linked = {party.id: party for one in lines for party in _parties(one.line)}
    return {
        p.id: linked.get(p.id)
        or PartyRef(p.id, p.type, p.names[0] if p.names else p.role or p.id, p.role, None, english.get(p.id))
        for p in record.parties
    }


def _parties(line: Any) -> Iterator[PartyRef]:  # noqa: ANN401 -- a line of any part
    for name in ("who", "from_", "to"):
        yield from getattr(line, name, ())
    for name in ("host", "place", "of"):
        if (party := getattr(line, name, None)) is not None:
            yield party


def _present(record: Record, refs: dict[str, PartyRef]) -> list[Present]:
    """The parties in the order in which they are named first; those that have no name last."""
    places: dict[str, list[Span]] = {id_: [] for id_ in refs}
    for mention in record.mentions:
        if mention.party in places:
            places[mention.party].append((mention.start, mention.end))
    order = sorted(refs, key=lambda id_: min(places[id_], default=(len(record.mentions) + 10**9, 0)))
    return [
        Present(n, refs[id_], len(places[id_]), min(places[id_], default=None)) for n, id_ in enumerate(order, start=1)
    ]


def _layers(
    record: Record, lines: Sequence[Numbered], present: Sequence[Present], skipped: Sequence[Line]
) -> Iterator[Layer]:
    """What is marked: noise, lines with their cues, what was skipped, and names."""
    for span in record.noise:
        yield Layer(span, ("noise",))
    for one in lines:
        yield Layer(one.line.span, (f"in-{one.part}", f"n{one.n}"))
        if isinstance(one.line, StatementLine) and one.line.cue is not None:
            yield Layer(one.line.cue, ("cue", f"n{one.n}"))
    for line in skipped:
        yield Layer(line.span, ("skip",), linked=True)
    number = {each.party.id: each.n for each in present}
    for m in record.mentions:
        if m.party in number:
            n = number[m.party]
            yield Layer((m.start, m.end), ("name", f"name-{m.type.lower()}", f"q{n}"), n, linked=True)


PAGE = Page(
    "report",
    report,
    filters=(
        Filter("at", "place", shown=False),
        Filter("reader", shown=False),
        Filter("file", "code", ("original",), shown=False),
    ),
    with_id=True,
)
