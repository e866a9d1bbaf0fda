"""One engagement in many reports with what each says of it: date, place, participants, numbers side by side.

`told` makes an `Event` of the tellings that were merged: what most of them say, all sources with those that copied
another, and the versions of every field in which they differ. `agrees` is False where two cannot both be true.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from mahdar.archive.findings import Event, Named, Point, Series, Source, Version
from mahdar.ledger.events import Telling
from mahdar.ledger.sides import Side, alike
from mahdar.who import Entities
from mahdar.who.days import days_between
from mahdar.who.english import Naming
from mahdar.who.gazetteer import Place
from mahdar.who.offices import most

#: What ids of persons begin with, in `who.link` and in an archive.
PERSON = ("person:", "person/")
#: Kilometres within which two places of one meeting can both be right: a palace and its city.
ONE_PLACE_KM = 30.0
#: Days within which figures of an event are set side by side.
WEEK = 7
#: Kinds of place that others lie in.
WIDE = frozenset(("country", "region", "district", "area"))


class Teller:
    """Makes events of merged tellings; `copies` gives the original of each report that is a copy."""

    def __init__(
        self, entities: Entities, naming: Naming, copies: Mapping[str, str], numbers: Iterable[Series] = ()
    ) -> None:
        self.entities, self.naming, self.copies = entities, naming, copies
        self._numbers: dict[str, list[Series]] = defaultdict(list)
        for series in numbers:
            if series.disputed:
                for doc in {point.report for point in series.points}:
                    self._numbers[doc].append(series)

    def told(self, id_: str, event: list[Telling]) -> Event:
        """The event of some tellings."""
        held = [t for t in event if not _announced(t)] or event
        date = most([t.engagement.date for t in held if len(t.engagement.date or "") == 10]) or most(
            [t.engagement.date for t in held]
        )
        place = most([t.place for t in held]) or most([t.place for t in event])
        versions = [*self._dates(event, date), *self._places(event, place), *self._who(event), *self._counts(event)]
        docs = {t.doc for t in event}
        return Event(
            id=id_,
            kind=most([t.engagement.kind for t in held]) or event[0].engagement.kind,
            date=date,
            status="held" if any(t.engagement.status == "held" for t in event) else event[-1].engagement.status,
            who=self._participants(event),
            place=self.naming.named(place) if place else None,
            independent=len({self._original(doc, docs) or doc for doc in docs}),
            conflicts=list(dict.fromkeys(version.field for version in versions if not version.agrees)),
            sources=[self._source(t, docs) for t in event],
            versions=versions,
        )

    def _source(self, t: Telling, docs: set[str]) -> Source:
        told, e = self.entities.scenes[t.doc].told, t.engagement
        outlet = told.outlet or told.record.source
        copy_of, quote = self._original(t.doc, docs), told.text[slice(*e.span)]
        return Source(t.doc, t.index, told.day, outlet, e.status, e.historical, copy_of, quote, e.span)

    def _original(self, doc: str, docs: set[str]) -> str | None:
        original = self.copies.get(doc)
        return original if original in docs else None

    def _dates(self, event: list[Telling], date: str | None) -> list[Version]:
        by_date: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for t in event:
            if t.engagement.date:
                by_date[t.engagement.date, _announced(t)].append(t.doc)
        told = {value for value, _ in by_date}
        if len(told) < 2:
            return []
        return [
            Version("date", value, value, docs, announced, bool(date and (date.startswith(value) or value == date)))
            for (value, announced), docs in sorted(by_date.items())
        ]

    def _places(self, event: list[Telling], place: str | None) -> list[Version]:
        by_place: dict[str, list[Telling]] = defaultdict(list)
        for t in event:
            if t.place:
                by_place[t.place].append(t)
        if len(by_place) < 2:
            return []
        main = self._place(by_place[place][0]) if place in by_place else None
        found = []
        for entity, some in by_place.items():
            named = self.naming.named(entity)
            fits = entity == place or _can_be_one(self._place(some[0]), main)
            docs, announced = [t.doc for t in some], all(map(_announced, some))
            found.append(Version("place", named.name, named.name_en, docs, announced, fits))
        return found

    def _place(self, t: Telling) -> Place | None:
        scene = self.entities.scenes[t.doc]
        party = scene.parties.get(t.engagement.place or "")
        return scene.place(party) if party is not None and party.type in ("GPE", "LOC") else None

    def _who(self, event: list[Telling]) -> list[Version]:
        by_set: dict[frozenset[str], list[Telling]] = defaultdict(list)
        for t in event:
            if t.who:
                by_set[frozenset(side.entity for side in t.who)].append(t)
        if len(by_set) < 2:
            return []
        at_odds = {
            key for a, b in combinations(by_set, 2) if _at_odds(by_set[a][0].who, by_set[b][0].who) for key in (a, b)
        }
        found = []
        for entities, some in by_set.items():
            named = [self.naming.named(side.entity) for side in some[0].who if side.entity in self.naming]
            names, english = "، ".join(n.name for n in named), ", ".join(n.name_en for n in named)
            docs, announced = [t.doc for t in some], all(map(_announced, some))
            found.append(Version("who", names, english, docs, announced, entities not in at_odds))
        return found

    def _counts(self, event: list[Telling]) -> list[Version]:
        """Disputed figures of two and more of the reports of one week."""
        days = {t.doc: t.day for t in event}
        found = []
        for series in {id(s): s for doc in days for s in self._numbers[doc]}.values():
            points = [p for p in series.points if p.report in days and p.disputed]
            near = [p for p in points if any(_one_week(p, q) for q in points)]
            by_value: dict[str, list[str]] = defaultdict(list)
            for point in near:
                by_value[point.quote].append(point.report)
            if len({p.value for p in near}) > 1:
                found += [Version("number", value, value, some, False, False) for value, some in by_value.items()]
        return sorted(found, key=lambda v: (v.value, v.reports))

    def _participants(self, event: list[Telling]) -> list[Named]:
        """Who took part by any telling, without the bodies and states that somebody there speaks for."""
        counts = Counter(side.entity for t in event for side in dict.fromkeys(t.who))
        sides = {side.entity: side for t in event for side in t.who}
        persons = [side for side in sides.values() if side.entity.startswith(PERSON)]
        bodies = {side.body for side in persons}
        states = {side.state for side in persons if side.state}
        return [
            self.naming.named(entity)
            for entity in sorted(counts, key=lambda entity: (-counts[entity], entity))
            if entity in self.naming
            and (entity.startswith(PERSON) or not (entity in bodies or sides[entity].state in states))
        ]


def _announced(t: Telling) -> bool:
    """Whether a report tells of what was still to come."""
    day, date = (t.day or "")[:10], t.engagement.date or ""
    return t.engagement.status == "planned" or bool(day and len(date) == 10 and date > day)


def _one_week(p: Point, q: Point) -> bool:
    """Whether two figures of two reports are of one week and not the same."""
    if p.report == q.report or p.value == q.value:
        return False
    return not p.day or not q.day or days_between(p.day, q.day) <= WEEK


def _can_be_one(a: Place | None, b: Place | None) -> bool:
    """Whether a meeting can have been at both: one lies in the other, or nothing tells how far they are apart."""
    if a is None or b is None:
        return True
    if a.kind in WIDE or b.kind in WIDE:
        return a.country == b.country
    return a.away(b.lat, b.lon) <= ONE_PLACE_KM


def _at_odds(x: tuple[Side, ...], y: tuple[Side, ...]) -> bool:
    """Whether two tellings have two persons of one state in one place each: not one more, but another."""
    only_x = [a for a in x if a.entity.startswith(PERSON) and all(alike(a, b) < 1 for b in y)]
    only_y = [b for b in y if b.entity.startswith(PERSON) and all(alike(a, b) < 1 for a in x)]
    return any(a.state and a.state == b.state for a in only_x for b in only_y)
