"""What the archive answers with: plain dataclasses that `dataclasses.asdict` turns into JSON types.

Every line names its report, quotes the words it rests on (`quote`) and says where they stand (`span`, code points
into the report's text). What has an address (`addresses`) has it in front of its JSON. `date` is the line's own ISO
date as the record has it, or None; `day` is the date by which it is ordered and filtered, and `dated_by` says whether
that is the event's own or the report's.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal
from urllib.parse import quote

Span = tuple[int, int]
DatedBy = Literal["event", "report"]


#: What in the id of a report would be something else in an address.
_RESERVED = re.compile(r"[%#?/\s\x00-\x1f\x7f]")
#: Ids of entities, events and chains (`identities`), and of states.
_ENTITY_ID = re.compile(r"(person|body|place|engagement|chain)/[a-z2-7]+|state:[A-Z]{2,3}")


def report_address(report: str) -> str:
    """The address of a report by its id."""
    return "report/" + _RESERVED.sub(lambda found: quote(found[0], safe=""), report)


def line_address(kind: str, report: str, span: Span, nth: int = 1) -> str:
    """The address of a line: its kind (statement …), its report, where it stands, the how-many-th of those there."""
    place = report_address(report).removeprefix("report/")
    return f"{kind}/{place}@{span[0]}-{span[1]}" + (f".{nth}" if nth > 1 else "")


def entity_address(id_: object) -> str | None:
    """The address of an entity, event, chain or state by its id; None for what is no such id."""
    if not isinstance(id_, str) or _ENTITY_ID.fullmatch(id_) is None:
        return None
    return id_.replace("engagement/", "event/", 1).replace("state:", "state/", 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """Base of the answers."""

    @property
    def address(self) -> str | None:
        """What this is called for good (`addresses`), None for what has no address."""
        return entity_address(getattr(self, "id", None)) or entity_address(getattr(self, "entity", None))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; ``from``, not ``from_``."""
        own = {} if self.address is None else {"address": self.address}
        return own | {key.removesuffix("_"): value for key, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Counts(Answer):
    """What became of the reports of an `add`.

    `added`: new reports. `reread`: reports that were there and now have a record by another reader too. `known`:
    nothing changed. `renamed`: how many of `added` got another id because theirs belongs to another text. `withdrawn`:
    not kept, since they were withdrawn from the archive.
    """

    added: int = 0
    reread: int = 0
    known: int = 0
    renamed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.added + other.added,
            self.reread + other.reread,
            self.known + other.known,
            self.renamed + other.renamed,
            self.withdrawn + other.withdrawn,
        )


@dataclass(frozen=True, slots=True)
class Failure(Answer):
    """Something that was set aside: a path, ``path:line`` or report id, why, and when (UTC, ISO 8601)."""

    where: str
    error: str
    found: str
    expected: str
    remedy: str
    at: str


@dataclass(frozen=True, slots=True)
class ReportLine(Answer):
    """A report without its text. `date` is as given, `day` the page's own date or else `date`."""

    id: str
    title: str | None
    date: str | None
    day: str | None
    url: str | None
    outlet: str | None
    path: str | None

    @property
    def address(self) -> str | None:
        """``report/ID``."""
        return report_address(self.id)


@dataclass(frozen=True, slots=True)
class StoredReport(ReportLine):
    """A report as the archive keeps it.

    `id` is unique in the archive; `given_id` is what it came with. `also` are other ids and paths of the same text,
    `readers` the versions that it was read by, newest last.
    """

    text: str
    given_id: str
    content_hash: str
    added_at: str
    also: list[tuple[str, str | None]]
    readers: list[str]


@dataclass(frozen=True, slots=True)
class Reprint(Answer):
    """A copy of a report: `of` is the report's id, the rest is the copy's own.

    kind: exact (the same words), near (a few differ) or partial (a longer report that holds the text, and is read
    itself). `share` of the words in a row are the same, in a partial one of the shorter text's.
    """

    of: str
    id: str
    path: str | None
    url: str | None
    outlet: str | None
    title: str | None
    date: str | None
    kind: str
    share: float
    seen_at: str


@dataclass(frozen=True, slots=True)
class FeedState(Answer):
    """What a feed answered when it was asked last."""

    url: str
    etag: str | None
    modified: str | None
    asked_at: str


@dataclass(frozen=True, slots=True)
class PartyRef(Answer):
    """A party by its longest name in the report (its role, or else its id, where it has no name).

    `entity` and its English name are there once the archive was linked.
    """

    id: str
    type: str | None
    name: str
    role: str | None
    entity: str | None = None
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class LineReview(Answer):
    """What people have made of a line: `fields` are those that they corrected, `state` is accepted, corrected or added.

    `conflict`: they do not agree. `changed`: the machine reads it otherwise since. `unmatched`: it reads no such line.
    """

    state: str
    fields: list[str]
    conflict: bool
    final: bool
    changed: bool
    unmatched: bool
    by: list[str]
    at: str


@dataclass(frozen=True, slots=True)
class Line(Answer):
    """Base of the lines of a record; `item` is what its review goes by (REPORT#ITEM), `review` None without one.

    `nth` is which of the lines of its part on the same characters it is.
    """

    #: What lines of this kind have before the report in their address.
    KIND: ClassVar[str | None] = None

    report: str
    report_title: str | None
    day: str | None
    dated_by: DatedBy | None
    span: Span
    quote: str
    item: str | None = field(default=None, kw_only=True)
    review: LineReview | None = field(default=None, kw_only=True)
    nth: int = field(default=1, kw_only=True)

    @property
    def address(self) -> str | None:
        """``statement/REPORT@START-END`` and so on."""
        return line_address(self.KIND, self.report, self.span, self.nth) if self.KIND is not None else None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; `nth` is in the address."""
        own = {} if self.address is None else {"address": self.address}
        return own | {key.removesuffix("_"): value for key, value in asdict(self).items() if key != "nth"}


@dataclass(frozen=True, slots=True)
class EngagementLine(Line):
    """A contact between parties."""

    KIND = "engagement"

    kind: str
    who: list[PartyRef]
    host: PartyRef | None
    date: str | None
    place: PartyRef | None
    topics: list[str]
    status: str
    historical: bool
    confidence: float | None


@dataclass(frozen=True, slots=True)
class StatementLine(Line):
    """What somebody is reported to have said; `cue` is the span of the reporting verb."""

    KIND = "statement"

    who: list[PartyRef]
    form: str
    act: str
    cue: Span | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class CommitmentLine(Line):
    """A request, pledge, agreement, delivery or refusal."""

    KIND = "commitment"

    kind: str
    from_: list[PartyRef]
    to: list[PartyRef]
    area: str
    quantity: str | None
    deadline: str | None
    condition: str | None
    status: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class IncidentLine(Line):
    """An event that is neither talk nor commitment."""

    KIND = "incident"

    type: str
    mode: str | None
    who: list[PartyRef]
    to: list[PartyRef]
    date: str | None
    place: PartyRef | None
    killed: int | None
    injured: int | None
    status: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class FigureLine(Line):
    """A stated quantity; a whole one is an int, as in the record."""

    KIND = "figure"

    value: int | float
    unit: str
    of: PartyRef | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class SkippedLine(Line):
    """Something that was seen and not written down, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Hit(Answer):
    """A report, or a line of one, that answers a search.

    `part` is report, statement, engagement or commitment; `n` and `line` say which line of the report. `snippet` is the
    text at `snippet_span`, of a line all its words; `spans` are the matching words in it and `title_spans` those in the
    title, all in code points of the text (or title) as it was given. Where only the title or a field matches, the
    snippet is the beginning of the text and `spans` is empty.
    """

    report: str
    title: str | None
    day: str | None
    outlet: str | None
    snippet: str
    snippet_span: Span
    spans: list[Span]
    title_spans: list[Span]
    part: str = "report"
    n: int | None = None
    line: Line | None = None

    @property
    def address(self) -> str | None:
        """That of the line, or else of the report."""
        return report_address(self.report) if self.line is None else self.line.address

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; what a report has none of is left out."""
        plain: dict[str, Any] = {"address": self.address}
        plain |= {key: value for key, value in asdict(self).items() if key not in ("n", "line")}
        if self.line is not None:
            plain |= {"n": self.n, "line": self.line.to_dict()}
        return plain


@dataclass(frozen=True, slots=True)
class Suggestion(Answer):
    """Names that may have been meant by words of a question that occur nowhere, the nearest first."""

    words: str
    names: list[str]


@dataclass(frozen=True, slots=True)
class SavedSearch(Answer):
    """A search that is kept under a name; `looked_at` is when it was asked last (UTC)."""

    name: str
    words: str
    parts: list[str]
    since: str | None
    until: str | None
    outlet: str | None
    party: str | None
    saved_at: str
    looked_at: str


@dataclass(frozen=True, slots=True)
class Alert(Answer):
    """What is new to a saved search: `count` in all, `hits` the best of it. `since` is when it was looked at last."""

    name: str
    words: str
    since: str
    count: int
    hits: list[Hit]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        own = {"name": self.name, "words": self.words, "since": self.since, "count": self.count}
        return {**own, "hits": [hit.to_dict() for hit in self.hits]}


@dataclass(frozen=True, slots=True)
class Fresh(Answer):
    """What a saved search finds, and when it came into the archive (UTC)."""

    added_at: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class Who(Answer):
    """Parties of many reports that are one: `names` and `roles` with the most frequent first.

    `reports` counts the reports that name it, `mentions` how often they do; `newest` are the ids of the newest of them,
    and `Archive.reports(party=...)` lists all. `entity` is the id that it goes by and `name_en` its English name; what
    is counted of it is as it was linked last. Where it was not linked yet, None, and these are the parties of one
    longest name.
    """

    name: str
    type: str
    names: list[str]
    roles: list[str]
    reports: int
    newest: list[str]
    mentions: int
    entity: str | None = None
    name_en: str | None = None
