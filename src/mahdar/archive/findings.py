"""What the linking finds over many reports, as plain dataclasses: offices, series of figures, merged events, chains.

`who` and `ledger` make them, `findings_rows` keeps them in the archive; each names the reports that show it. Names in
Latin letters (`name_en`) are for readers of English. A report that took a text over from another names it in
`copy_of`; `independent` counts the reports that did not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mahdar.archive.answers import Answer, Span
from mahdar.archive.decisions import OPEN
from mahdar.archive.due import due, lapsed

#: What the ids of states begin with, before their ISO code.
STATE = "state:"
#: What the source of an entity that is on the user's own list begins with, before its id there.
OWN_LIST = "list:"
Standing = Literal["holds", "new", "designate", "leaving", "former"]


@dataclass(frozen=True, slots=True)
class Named(Answer):
    """An entity by its id, its name and its English one; a state goes by 'state:' and its ISO code."""

    entity: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class State(Answer):
    """A state under all its names, Arabic and English."""

    entity: str
    name: str
    name_en: str
    names: list[str]


@dataclass(frozen=True, slots=True)
class Known(Answer):
    """What the gazetteers tell of an entity.

    `state` is the ISO code of the state that it is, lies in or belongs to; `source` the gazetteer's own id, such as
    'geonames:98182' or 'ministry-interior:IQ', or 'list:' and the id in the user's own list; `kind` that of a place
    ('city', 'country'). Coordinates are WGS84, `approximate` where they are those of the largest towns of a division.
    """

    entity: str
    state: str | None = None
    source: str | None = None
    kind: str | None = None
    lat: float | None = None
    lon: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Holding(Answer):
    """A report that shows a person in an office, on the way there (designate) or out of it (leaving, former)."""

    report: str
    party: str
    day: str | None
    role: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Office(Answer):
    """An office of a person: `role` as the reports have it at its fullest, `of` the state or body that it belongs to.

    `first_seen` and `last_seen` are the days of the first and last report that show the person in it; `since` is the
    day on which one first calls him new in it, `until` that on which one first has him out of it. `office` is the
    same for all holders. `state` is the ISO code of whose it is, `seat` that of where an envoy sits. `speaks` where it
    is one of speaking for `of`.
    """

    office: str
    person: Named
    role: str
    of: Named | None
    state: str | None
    seat: str | None
    speaks: bool
    first_seen: str | None
    last_seen: str | None
    since: str | None
    until: str | None
    reports: list[Holding]


@dataclass(frozen=True, slots=True)
class Point(Answer):
    """A figure of a series: the n-th figure of a report, from `value` to `high` where it is a range.

    `bound`: exact, about, at_least or at_most. `by` are those who are said to have given it; none where the report
    gives it on its own account. `disputed` where another point of those weeks says otherwise.
    """

    report: str
    n: int
    day: str | None
    value: float
    high: float | None
    bound: str
    by: list[Named]
    copy_of: str | None
    disputed: bool
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Series(Answer):
    """Figures on one thing over time, in one unit: `what` is counted, in the words of the clearest report.

    `kind`: stated, asked, promised or delivered, killed or injured. `independent` counts the sources apart from
    copies.
    """

    what: str
    unit: str
    kind: str
    disputed: bool
    independent: int
    points: list[Point]

    def in_links(self) -> dict[str, Any]:
        """In the shape of ``mahdar link --links``: `points` name the figures, `told` has their words."""
        plain = self.to_dict()
        return plain | {"points": [[p.report, p.n] for p in self.points], "told": plain["points"]}


@dataclass(frozen=True, slots=True)
class Source(Answer):
    """A report's own telling of an event: the n-th engagement of its record."""

    report: str
    n: int
    day: str | None
    outlet: str | None
    status: str
    historical: bool
    copy_of: str | None
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Version(Answer):
    """What some reports say of one field of an event: date, place, who or number; `announced` ahead of it.

    `agrees` is False where another version of the same field cannot be true as well.
    """

    field: str
    value: str
    value_en: str
    reports: list[str]
    announced: bool
    agrees: bool


@dataclass(frozen=True, slots=True)
class Event(Answer):
    """One engagement in many reports: what most say of it, every source, and the versions where they differ."""

    id: str
    kind: str
    date: str | None
    status: str
    who: list[Named]
    place: Named | None
    independent: int
    conflicts: list[str]
    sources: list[Source]
    versions: list[Version]

    def in_links(self) -> dict[str, Any]:
        """In the shape of ``mahdar link --links``: `reports` name the tellings."""
        return self.to_dict() | {"reports": [[source.report, source.n] for source in self.sources]}


@dataclass(frozen=True, slots=True)
class Step(Answer):
    """A commitment in a chain: the n-th of a report, who says it to whom there, its words, and by when it is to be."""

    report: str
    n: int
    day: str | None
    step: str
    from_: list[str]
    to: list[str]
    quote: str
    span: Span
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation(Answer):
    """What says a promise again after it was made: the n-th commitment of a report, its day and its words."""

    report: str
    n: int
    day: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class StatusDecision(Answer):
    """What somebody decided of how a chain stands: the number of the decision, by whom, when, why.

    `by_rule` is how it would stand without it.
    """

    key: int
    by: str
    at: str
    why: str
    by_rule: str


@dataclass(frozen=True, slots=True)
class Pledges(Answer):
    """A chain of commitments: `givers` are to do or give it, `takers` are those for whom it is; both with whom they
    speak for. `status` is how it stands after the last step, or as somebody `decided`; where it is lapsed because the
    day by which it was `due` has passed, `by_steps` is how it stands without that.
    """

    id: str
    area: str
    status: str
    givers: list[Named]
    takers: list[Named]
    steps: list[Step]
    decided: StatusDecision | None = None
    by_steps: str | None = None

    @property
    def due(self) -> str | None:
        """The last day on which it can be kept, of the deadlines of its steps."""
        return due((step.step, step.deadline, step.day) for step in self.steps)

    @property
    def confirmed(self) -> Confirmation | None:
        """The last step by which an open promise was made again; None where none was, or where it is settled."""
        said = [step for step in self.steps if step.step == "confirmed"] if self.status in OPEN else []
        return Confirmation(said[-1].report, said[-1].n, said[-1].day, said[-1].quote) if said else None

    def as_of(self, day: str) -> Pledges:
        """How it stands by its deadline on a day; what somebody decided stays."""
        if self.decided is not None:
            return self
        by_steps = self.by_steps or self.status
        if lapsed(by_steps, self.due, day):
            return replace(self, status="lapsed", by_steps=by_steps)
        return replace(self, status=by_steps, by_steps=None)

    def to_dict(self) -> dict[str, Any]:
        """In the shape of ``mahdar link --links``: `steps` name the lines, `told` has their words."""
        told = [step.to_dict() for step in self.steps]
        return {
            "id": self.id,
            "area": self.area,
            **{side: list(dict.fromkeys(name for step in told for name in step[side])) for side in ("from", "to")},
            "givers": [named.to_dict() for named in self.givers],
            "takers": [named.to_dict() for named in self.takers],
            "steps": [[step.report, step.n, step.step] for step in self.steps],
            "status": self.status,
            "due": self.due,
            "by_steps": self.by_steps,
            "confirmed": self.confirmed.to_dict() if self.confirmed is not None else None,
            "decided": self.decided.to_dict() if self.decided is not None else None,
            "told": told,
        }


@dataclass(frozen=True, slots=True)
class Findings:
    """What all reports add up to beside who is who: `names` of all entities, `states` that hold offices or are a side.

    `sides` are the givers and takers of each chain, by its id; `known` is what the gazetteers tell of entities.
    """

    names: list[Named]
    states: list[State]
    offices: list[Office]
    series: list[Series]
    events: list[Event]
    sides: dict[str, tuple[list[Named], list[Named]]]
    known: list[Known] = field(default_factory=list)


def offices_in_links(offices: Iterable[Office]) -> Mapping[str, list[dict[str, Any]]]:
    """The offices of each person in the shape of ``mahdar link --links``."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for office in offices:
        plain = office.to_dict()
        del plain["person"]
        found[office.person.entity].append(plain)
    return found
