"""What an event of an event coding is made of, before it is written in any of their formats."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or to whom it is done.

    `country` is an ISO alpha-2 code or None, `code` PLOVER's (alpha-3, or UNO, EUR, IGO, NGO, IMG, MNC) or ''.
    `sectors` has `sector` first; none where nothing tells it. `entity` is the archive's id, `body` the gazetteer's.
    An actor without a name is one that no report names.
    """

    name: str = ""
    name_en: str = ""
    type: str = ""
    country: str | None = None
    code: str = ""
    sectors: tuple[str, ...] = ()
    role: str | None = None
    party: str | None = None
    entity: str | None = None
    body: str | None = None
    wikidata: str | None = None

    @property
    def sector(self) -> str:
        """The primary sector, '' for none."""
        return self.sectors[0] if self.sectors else ""

    @property
    def key(self) -> str:
        """What two reports' actors are told to be one by."""
        return self.entity or self.body or f"{self.type}:{self.name}:{self.country or ''}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: of the gazetteer where `id` is there, else by its name alone."""

    name: str
    name_en: str
    country: str | None = None
    id: str | None = None
    kind: str | None = None
    lat: float | None = None
    lon: float | None = None
    approximate: bool = False
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A report's own line: the n-th of a part of its record, with its words and where they stand."""

    report: str
    part: str
    n: int
    day: str | None
    outlet: str | None
    title: str | None
    url: str | None
    quote: str
    span: Span
    copy_of: str | None = None

    @property
    def line(self) -> str:
        """The line as reviews name it: REPORT#part/n."""
        return f"{self.report}#{self.part}/{self.n}"


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event with all who take part in it and all reports that tell it.

    `date` is the event's own, an ISO day, month or year, or None. `auxiliary` are PLOVER's auxiliary modes. `rule` is
    the clause of the manual that the type follows. `area`, `quantity`, `deadline` and `condition` are those of a
    commitment. `group` is what reports of one event share, `home` the state that the first of them is written from,
    `confidence` the highest that one of its lines has.
    """

    id: str
    type: str
    mode: str
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...] = ()
    contexts: tuple[str, ...] = ()
    auxiliary: tuple[str, ...] = ()
    date: str | None = None
    place: Spot | None = None
    killed: int | None = None
    injured: int | None = None
    tellings: tuple[Telling, ...] = ()
    rule: str = ""
    kind: str = ""
    area: str = ""
    quantity: str | None = None
    deadline: str | None = None
    condition: str | None = None
    group: str = ""
    home: str | None = None
    confidence: float | None = None

    @property
    def told_on(self) -> str | None:
        """The day of the first report that tells it."""
        return min((t.day for t in self.tellings if t.day), default=None)

    @property
    def day(self) -> str | None:
        """The event's own date, or else the day of the first report."""
        return self.date or self.told_on

    @property
    def dated_by(self) -> str | None:
        """Whose `day` is: the event's, the report's, or nobody's."""
        return "event" if self.date else "report" if self.told_on else None


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A line of a record that is no event of PLOVER's, and why."""

    report: str
    part: str
    n: int
    why: str


@dataclass(slots=True)
class Coded:
    """What became of a record: its events, in the order of its parts, and the lines that are none."""

    events: list[CodedEvent] = field(default_factory=list)
    uncoded: list[Uncoded] = field(default_factory=list)
