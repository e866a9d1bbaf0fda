"""The nouns: what goes into Mahdar (`Report`) and what comes out (`Record`).

Every span is a pair of code-point offsets ``(start, end)``, end exclusive, into `Report.text` exactly
as it was given. Dates are ISO 8601 and may be shorter than a day (``2014-06``, ``2014``). A field that
the report does not support is None or an empty list, never a guess.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _ordered(span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    if not 0 <= start < end:
        raise ValueError(f"span {start}-{end}: a span starts at 0 or later and ends after its start")
    return span


Span = Annotated[tuple[int, int], AfterValidator(_ordered)]
Confidence = Annotated[float, Field(ge=0, le=1)]
PartyId = str
PartyType = Literal["PER", "ORG", "GPE", "LOC"]
EngagementKind = Literal["meeting", "call", "visit", "session", "conference", "signing", "letter"]
EngagementStatus = Literal["held", "planned", "cancelled", "denied"]
StatementForm = Literal["direct", "indirect"]
SpeechAct = Literal[
    "assert", "deny", "accuse", "condemn", "warn", "threaten", "praise",
    "thank", "welcome", "ask", "promise", "announce",
]  # fmt: skip
CommitmentKind = Literal["request", "pledge", "agreement", "delivered", "refusal"]
CommitmentArea = Literal[
    "training", "arms", "military", "withdrawal", "intelligence", "finance", "humanitarian",
    "reconstruction", "economy", "energy", "coordination", "protection", "politics", "justice", "other",
]  # fmt: skip
CommitmentStatus = Literal["stated", "conditional", "denied"]
Topic = Literal[
    "security", "counter_terrorism", "military", "police", "border", "energy", "economy", "politics",
    "elections", "humanitarian", "reconstruction", "regional", "bilateral", "sovereignty", "justice", "other",
]  # fmt: skip
IncidentType = Literal["RETREAT", "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]


class Noun(BaseModel):
    """Base of the nouns: unknown keys are refused, so a misspelt field never passes silently."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Page(Noun):
    """What a page of the web says about the report on it, and where the report's text lies in the page's bytes.

    `origins` says where title, outlet, byline, place, published, url and language were found ('json-ld', 'meta
    og:title', 'url', 'text'). `published` is an ISO day or time, `body` the span of the report's text without its
    headline. `original` are the bytes as they came; a run (at, length, source, source_length) of `runs` says that
    `length` characters of the text from `at` on come from `source_length` characters of the decoded page.
    """

    media: str
    encoding: str
    original: bytes = Field(repr=False)
    runs: list[tuple[int, int, int, int]] = Field(default=[], repr=False)
    body: Span | None = None
    byline: str | None = None
    place: str | None = None
    published: str | None = None
    language: str | None = None
    origins: dict[str, str] = {}


class Report(Noun):
    """One report as it came in.

    `text` is what all offsets refer to. `date` is the ISO day on which the page was published or taken; it is
    the reference for 'أمس' and weekdays, never an event's own date. `path` says where the report was found; `page`
    is there where it was taken from a page, and is no part of the dumped report.
    """

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    path: str | None = None
    page: Page | None = Field(default=None, exclude=True, repr=False)


class Party(Noun):
    """One real party, whatever the report calls it: `names` are its surface forms, longest first; `of` a party id.

    `confidence`, here and elsewhere: of the lines given at 0.8, eight in ten are right on reports not learnt from;
    None where it is not known.
    """

    id: PartyId
    type: PartyType
    names: list[str]
    role: str | None = None
    of: PartyId | None = None
    confidence: Confidence | None = None


class Mention(Noun):
    """One occurrence of a party's name, without an attached و ف ب ك ل."""

    start: int
    end: int
    type: PartyType
    party: PartyId


class Engagement(Noun):
    """A contact between parties: held, going on, or announced for a set date."""

    kind: EngagementKind
    who: list[PartyId]
    host: PartyId | None = None
    date: str | None = None
    place: PartyId | None = None
    topics: list[Topic] = []
    status: EngagementStatus = "held"
    historical: bool = False
    span: Span
    confidence: Confidence | None = None


class Statement(Noun):
    """What somebody is reported to have said: `cue` is the reporting verb, `span` the content alone."""

    who: list[PartyId]
    form: StatementForm
    act: SpeechAct = "assert"
    cue: Span | None = None
    span: Span
    confidence: Confidence | None = None


class Commitment(Noun):
    """What one party asks of another, or takes upon itself toward another."""

    kind: CommitmentKind
    from_: list[PartyId] = Field(alias="from")
    to: list[PartyId] = []
    area: CommitmentArea = "other"
    quantity: str | None = None
    deadline: str | None = None
    condition: str | None = None
    status: CommitmentStatus = "stated"
    span: Span
    confidence: Confidence | None = None


class Incident(Noun):
    """A PLOVER event that is neither talk nor commitment; both sides of a fight stand in `who`."""

    type: IncidentType
    mode: str | None = None
    who: list[PartyId] = []
    to: list[PartyId] = []
    date: str | None = None
    place: PartyId | None = None
    killed: int | None = None
    injured: int | None = None
    status: Literal["reported", "denied"] = "reported"
    span: Span
    confidence: Confidence | None = None


class Figure(Noun):
    """A stated quantity: `unit` is an English singular noun, ``percent`` or an ISO 4217 currency."""

    value: float
    unit: str
    of: PartyId | None = None
    approximate: bool = False
    span: Span


class Skipped(Noun):
    """Something that was seen and not written down, and why."""

    what: Literal["party", "engagement", "statement", "commitment", "incident", "figure"]
    why: str
    span: Span


class Record(Noun):
    """What one report says. A pure function of the report and the reader's version."""

    doc: str
    title: str | None = None
    url: str | None = None
    path: str | None = None
    reader: str
    published: str | None = None
    source: str | None = None
    noise: list[Span] = []
    parties: list[Party] = []
    mentions: list[Mention] = []
    engagements: list[Engagement] = []
    statements: list[Statement] = []
    commitments: list[Commitment] = []
    incidents: list[Incident] = []
    figures: list[Figure] = []
    skipped: list[Skipped] = []

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON types, keys as in RECORD.md (``from``, not ``from_``); whole figures as integers."""
        plain: dict[str, Any] = self.model_dump(mode="json", by_alias=True)
        for figure in plain["figures"]:
            if figure["value"] == int(figure["value"]):
                figure["value"] = int(figure["value"])
        return plain
