"""Events of others beside Mahdar's own: what both have, what one alone has, and where they differ.

    with Comparison(days=1) as comparison:
        for event in events(stream):
            comparison.add(event)
        for pair in comparison.compare(read(path, "gdelt")):
            pair.outcome, pair.ours, pair.theirs, pair.differences

A row is set beside the likeliest event of Mahdar's within `days` days of it: of the same quad code, between the same
states or at the same place, best of the same type and with the same names. Several rows can be one event of Mahdar's:
some sources make an event of each pair of actors. Nothing of it is kept in the archive.

The weights are set by judgement on invented rows: rows of these sources cannot come with the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any, Literal, NamedTuple

from mahdar.arabic.latin import is_latin, same_in_latin
from mahdar.arabic.memory import FORMS
from mahdar.archive.answers import Answer
from mahdar.archive.days import days_of
from mahdar.errors import InputError
from mahdar.exchange.events import merging, ontology
from mahdar.exchange.events.codes import found
from mahdar.exchange.events.model import Actor, CodedEvent
from mahdar.exchange.events.outside import Outside
from mahdar.exchange.events.scratch import Scratch
from mahdar.who.gazetteer import EARTH_KM

Outcome = Literal["matched", "only_theirs", "only_ours", "not_compared"]
#: What the same type, the same states, a name in common, nearness in days, the same place and the same number of killed
#: add; what the state that a report is written from adds where the event names none; least sum of a match.
TYPE, STATES, NAME, DAY, PLACE, KILLED, HOME, LEAST = 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.25, 2.0
#: Kilometres from which two places are two.
NEAR_KM = 50.0


@dataclass(frozen=True, slots=True)
class Difference(Answer):
    """A field of which two sources say different things."""

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Pair(Answer):
    """What became of a row, or of an event of Mahdar's that no row is; `score` of a match goes up to 5."""

    outcome: Outcome
    ours: CodedEvent | None = None
    theirs: Outside | None = None
    score: float | None = None
    differences: tuple[Difference, ...] = ()


_BY_STATE = "SELECT DISTINCT ours.n, matched FROM keys JOIN ours ON ours.n = keys.n"
#: Events of Mahdar's that memory holds while rows are set beside them.
HELD = 20_000


class _Own(NamedTuple):
    """An event of Mahdar's with its days as numbers, its states, and the English names of those who take part."""

    event: CodedEvent
    first: int
    last: int
    states: frozenset[str]
    names: tuple[str, ...]


class _Likely(NamedTuple):
    score: float
    alone: bool
    n: int
    event: CodedEvent


class Comparison(Scratch):
    """Mahdar's events by day and state, on disk while the others are read; leave it to remove them."""

    def __init__(self, days: int = 1) -> None:
        self.days = days
        super().__init__(
            "CREATE TABLE ours (n INTEGER PRIMARY KEY, event BLOB, matched INTEGER);"
            "CREATE TABLE keys (state TEXT, quad INTEGER, month TEXT, first TEXT, last TEXT, n INTEGER);"
        )
        self._n = 0
        self._held = lru_cache(maxsize=HELD)(self._own)
        self._first, self._last = "9999", ""

    def add(self, event: CodedEvent) -> None:
        """Take an event of Mahdar's; one that did not take place or has no day is left out."""
        days = days_of(event.day)
        if days is None or ontology.UNREAL.intersection(event.auxiliary):
            return
        self._first, self._last = min(self._first, days[0]), max(self._last, days[1])
        self.disk.execute("INSERT INTO ours VALUES (?, ?, 0)", (self._n, merging.pack(event)))
        quad = ontology.types()[event.type].quad
        states = sorted(_states(event)) or {event.home or "", ""}
        keys = [(state, quad, month, *days, self._n) for state in states for month in _months(*days)]
        self.disk.executemany("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?)", keys)
        self._n += 1

    def compare(self, rows: Iterable[Outside | InputError]) -> Iterator[Pair | InputError]:
        """Every row with what became of it, then the events of Mahdar's that none is; errors as they are."""
        self.disk.execute("CREATE INDEX by_state ON keys (state, quad, month)")
        for row in rows:
            yield row if isinstance(row, InputError) else self._row(row)
        for (n,) in self.disk.execute("SELECT n FROM ours WHERE matched = 0 ORDER BY n"):
            yield Pair("only_ours", ours=self._event(n))

    def _event(self, n: int) -> CodedEvent:
        (event,) = self.disk.execute("SELECT event FROM ours WHERE n = ?", (n,)).fetchone()
        return merging.unpack(event)

    def _own(self, n: int) -> _Own:
        return _own(self._event(n))

    def _row(self, row: Outside) -> Pair:
        if not row.type or not _shifted(self._first, -self.days) <= row.day <= _shifted(self._last, self.days):
            return Pair("not_compared", theirs=row)
        # Of two that are as likely, the one that no row is yet: a source may tell two alike.
        likely = max(self._likely(row), key=lambda one: (one.score, one.alone, -one.n), default=None)
        if likely is None:
            return Pair("only_theirs", theirs=row)
        self.disk.execute("UPDATE ours SET matched = 1 WHERE n = ?", (likely.n,))
        return Pair("matched", likely.event, row, round(likely.score, 3), differences(likely.event, row))

    def _likely(self, row: Outside) -> Iterator[_Likely]:
        states = sorted(row.countries | ({row.country} if row.country else set())) or [""]
        marks = ", ".join("?" * len(states))
        query = f"{_BY_STATE} WHERE state IN ({marks}) AND quad = ? AND month IN (?, ?) AND first <= ? AND last >= ?"
        quad = ontology.types()[row.type].quad
        days = _shifted(row.day, self.days), _shifted(row.day, -self.days)
        for n, matched in self.disk.execute(query, (*states, quad, days[0][:7], days[1][:7], *days)).fetchall():
            own = self._held(n)
            score = self._score(own, row)
            if score >= LEAST:
                yield _Likely(score, not matched, n, own.event)

    def _score(self, own: _Own, row: Outside) -> float:
        """How likely a row is an event of its days and quad code; 0 where nothing but these speaks for it."""
        theirs = row.countries or frozenset(filter(None, [row.country]))
        shared = len(own.states & theirs) / len(own.states | theirs) if own.states | theirs else 0.0
        here, named = _same_place(own.event, row), any(_is_named(own, actor.name) for actor in row.actors)
        home = not own.states and own.event.home in theirs
        if not (shared or named or here or home):
            return 0.0
        day = date.fromisoformat(row.day).toordinal()
        apart = max(own.first - day, day - own.last, 0)
        same = own.event.killed is not None and own.event.killed == row.killed
        score = TYPE * (own.event.type == row.type) + STATES * shared + NAME * named + PLACE * bool(here) + HOME * home
        return score + KILLED * same + DAY * (1 - apart / (self.days + 1))


def differences(ours: CodedEvent, row: Outside) -> tuple[Difference, ...]:
    """What an event and the row that it is say differently; what one does not say is no difference."""
    told = []
    if ours.type != row.type:
        told.append(Difference("type", ours.type, row.type))
    if ours.date and len(ours.date) == len("2014-06-15") and ours.date != row.day:
        told.append(Difference("date", ours.date, row.day))
    if _same_place(ours, row) is False and ours.place:
        told.append(Difference("place", ours.place.name_en or ours.place.name, row.place or row.country or ""))
    own, theirs = _states_of_actors(ours), row.countries
    if own and theirs and own != theirs:
        told.append(Difference("actors", " ".join(sorted(own)), " ".join(sorted(theirs))))
    if ours.killed is not None and row.killed is not None and ours.killed != row.killed:
        told.append(Difference("killed", str(ours.killed), str(row.killed)))
    return tuple(told)


def _same_place(ours: CodedEvent, row: Outside) -> bool | None:
    """Whether two took place at one place; None where one of them does not say."""
    place = ours.place
    if place is None or (row.country is None and row.lat is None):
        return None
    if place.country and row.country and place.country != row.country:
        return False
    wide = place.kind in (None, "country", "area", "region") or place.approximate
    if wide or place.lat is None or place.lon is None or row.lat is None or row.lon is None:
        return None
    if row.place and row.country and "," not in row.place and row.source == "gdelt":
        return None  # a whole country
    half = sin(radians(row.lat - place.lat) / 2) ** 2
    half += cos(radians(row.lat)) * cos(radians(place.lat)) * sin(radians(row.lon - place.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half)) <= NEAR_KM


def _is_named(own: _Own, name: str) -> bool:
    """Whether a name is that of somebody who takes part."""
    return _is_a_name(name) and any(same_in_latin(name, other) or same_in_latin(other, name) for other in own.names)


@lru_cache(maxsize=FORMS)
def _is_a_name(name: str) -> bool:
    """Whether a name can be compared: that of a state says no more than its code."""
    return bool(name) and is_latin(name) and found(name) is None


def _own(event: CodedEvent) -> _Own:
    """What rows are set beside. Where no report names who did it, it is where it was done that tells the state."""
    first, last = (date.fromisoformat(day).toordinal() for day in days_of(event.day) or ("0001-01-01", "0001-01-01"))
    actors = [actor for actor in (*event.actors, *event.recipients) if actor.type != "GPE" and actor.name_en]
    return _Own(event, first, last, _states_of_actors(event) or _states(event), tuple(a.name_en for a in actors))


def _months(first: str, last: str) -> list[str]:
    """The months of a stretch of days in one year."""
    return [f"{first[:4]}-{month:02d}" for month in range(int(first[5:7]), int(last[5:7]) + 1)]


def _states_of_actors(event: CodedEvent) -> frozenset[str]:
    return frozenset(actor.country for actor in (*event.actors, *event.recipients) if actor.country)


def _states(event: CodedEvent) -> frozenset[str]:
    where = {event.place.country} if event.place and event.place.country else set()
    return _states_of_actors(event) | where


@lru_cache(maxsize=FORMS)
def _shifted(day: str, days: int) -> str:
    if not days_of(day):
        return day
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def as_dict(pair: Pair) -> dict[str, Any]:
    """A pair as plain JSON types, the event of Mahdar's in short."""
    ours = pair.ours
    return {
        "outcome": pair.outcome,
        "score": pair.score,
        "differences": [difference.to_dict() for difference in pair.differences],
        "ours": _in_short(ours) if ours else None,
        "theirs": pair.theirs.to_dict() if pair.theirs else None,
    }


def _in_short(event: CodedEvent) -> dict[str, Any]:
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "date": event.date, "day": event.day,
        "dated_by": event.dated_by,
        "actors": [_actor(one) for one in event.actors], "recipients": [_actor(one) for one in event.recipients],
        "place": event.place.name_en if event.place else None, "country": event.place.country if event.place else None,
        "killed": event.killed, "reports": list(dict.fromkeys(t.report for t in event.tellings)),
        "quote": event.tellings[0].quote if event.tellings else None,
    }  # fmt: skip


def _actor(actor: Actor) -> dict[str, str | None]:
    return {"name": actor.name, "name_en": actor.name_en, "country": actor.country, "sector": actor.sector}
