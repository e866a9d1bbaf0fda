"""One event of what several reports tell: the lines of one together, what most of them say, all of them as sources.

    with Merger() as merger:
        for event in coded.events:
            merger.add(event)
        for event in merger.merged():
            ...

Engagements are one where linking has made them one event; commitments where they are of one chain, of one kind, by and
to the same, and told within days of each other; incidents where all that is told of them is the same, day and place
among it; statements where one report copies the other. What is added waits on disk, so memory does not grow with it;
events come by day, undated last, then by id.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from mahdar.archive.days import days_of
from mahdar.archive.findings import Event
from mahdar.exchange.events import ontology
from mahdar.exchange.events.model import Actor, CodedEvent, Spot
from mahdar.exchange.events.scratch import Scratch
from mahdar.ledger.events import UNDATED

_T = TypeVar("_T")
#: What undated events are ordered by.
_LAST = "9999"
#: Rows that are put on disk at once.
_BATCH = 500


class Merger(Scratch):
    """Events by what they are one by; leave it to remove what it has on disk."""

    def __init__(self) -> None:
        super().__init__(
            "CREATE TABLE lines (key TEXT, day TEXT, n INTEGER, event BLOB);"
            "CREATE TABLE accounts (key TEXT PRIMARY KEY, account TEXT);"
            "CREATE TABLE events (day TEXT, id TEXT, event BLOB);"
        )
        self._waiting: list[tuple[str, str, int, bytes]] = []
        self._n = 0

    def add(self, event: CodedEvent) -> None:
        """Take an event that one report tells."""
        self._waiting.append((_key(event), event.told_on or _LAST, self._n, pack(event)))
        self._n += 1
        if len(self._waiting) >= _BATCH:
            self._put()

    def account(self, event: Event) -> None:
        """Take what linking says of an event of the archive: its day, status, place and who took part."""
        told = {
            "kind": event.kind, "date": event.date, "status": event.status,
            "who": [named.entity for named in event.who], "place": event.place.entity if event.place else None,
        }  # fmt: skip
        self.disk.execute("INSERT OR REPLACE INTO accounts VALUES (?, ?)", (event.id, _json(told)))

    def merged(self) -> Iterator[CodedEvent]:
        """All events, each once."""
        self._put()
        self.disk.execute("CREATE INDEX by_key ON lines (key, day, n)")
        query = "SELECT lines.key, event, account FROM lines LEFT JOIN accounts ON accounts.key = lines.key"
        rows = self.disk.cursor().execute(f"{query} ORDER BY lines.key, day, n")
        for events, account in _runs(rows):
            for some in _apart(events):
                one = merge(some, account)
                self.disk.execute("INSERT INTO events VALUES (?, ?, ?)", (_first(one), one.id, pack(one)))
        self.disk.execute("CREATE INDEX by_day ON events (day, id)")
        for (event,) in self.disk.execute("SELECT event FROM events ORDER BY day, id"):
            yield unpack(event)

    def _put(self) -> None:
        self.disk.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()


def _runs(rows: Iterable[tuple[str, bytes, str | None]]) -> Iterator[tuple[list[CodedEvent], dict[str, Any] | None]]:
    """The events of each key with the account that it has; memory holds those of one."""
    some: list[CodedEvent] = []
    key, account = "", None
    for key_, event, told in rows:
        if key_ != key and some:
            yield some, account
            some = []
        key, account = key_, json.loads(told) if told else None
        some.append(unpack(event))
    if some:
        yield some, account


def _key(event: CodedEvent) -> str:
    """What events of several reports are one by."""
    telling = event.tellings[0]
    if telling.part == "engagements" and event.group:
        return event.group
    if telling.part == "commitments" and event.group:
        return _digest(event.group, event.kind, event.type, event.mode, event.auxiliary, *_sides(event))
    days = days_of(event.date)
    if telling.part == "incidents" and days and days[0] == days[1] and event.place:
        place = event.place.entity or event.place.id or event.place.name
        told = event.date, place, event.killed, event.injured, event.auxiliary
        return _digest(event.type, event.mode, *told, *_sides(event))
    return _digest(telling.copy_of or telling.report, telling.part, telling.quote, event.type, event.kind)


def _sides(event: CodedEvent) -> tuple[list[str], list[str]]:
    return sorted(actor.key for actor in event.actors), sorted(actor.key for actor in event.recipients)


def _digest(*parts: Hashable | list[str]) -> str:
    return hashlib.sha256(_json(parts).encode()).hexdigest()[:24]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pack(event: CodedEvent) -> bytes:
    """An event as it waits on disk, in a folder of this process alone."""
    return pickle.dumps(event, pickle.HIGHEST_PROTOCOL)


def unpack(packed: bytes) -> CodedEvent:
    """What `pack` made."""
    event: CodedEvent = pickle.loads(packed)  # noqa: S301 -- this process wrote it
    return event


def _first(event: CodedEvent) -> str:
    days = days_of(event.day)
    return days[0] if days else _LAST


def _apart(events: list[CodedEvent]) -> Iterator[list[CodedEvent]]:
    """Commitments of one key, those told within days of each other together; other events all together."""
    some: list[CodedEvent] = []
    for event in events:
        if some and event.tellings[0].part == "commitments" and _days_between(some[-1], event) > UNDATED:
            yield some
            some = []
        some.append(event)
    yield some


def _days_between(a: CodedEvent, b: CodedEvent) -> int:
    first, second = days_of(a.told_on), days_of(b.told_on)
    if first is None or second is None:
        return 0
    return abs((date.fromisoformat(second[0]) - date.fromisoformat(first[0])).days)


def merge(events: list[CodedEvent], account: dict[str, Any] | None = None) -> CodedEvent:
    """One event of those that tell it, the first report first; `account` is what linking says of it."""
    base = _base(events, account)
    group = base.group if base.tellings[0].part == "engagements" else ""
    if len(events) == 1:
        return replace(base, id=group or base.id)
    recipients = _together(event.recipients for event in events if event.type == base.type)
    actors = _acting(events, recipients, account)
    historical = all("historical" in event.auxiliary for event in events)
    contexts = {context for event in events for context in event.contexts}
    return replace(
        base,
        id=group or events[0].id,
        actors=actors or base.actors,
        recipients=recipients,
        contexts=tuple(context for context in ontology.contexts() if context in contexts),
        auxiliary=tuple(a for a in base.auxiliary if a != "historical" or historical),
        date=account["date"] if account else _most(event.date for event in events),
        place=_place(events, account["place"] if account else None),
        killed=_most(event.killed for event in events),
        injured=_most(event.injured for event in events),
        tellings=tuple(telling for event in events for telling in event.tellings),
        confidence=max((e.confidence for e in events if e.confidence is not None), default=None),
    )


def _base(events: list[CodedEvent], account: dict[str, Any] | None) -> CodedEvent:
    """The first event that is coded as linking has it, or else as most are."""
    if account:
        rule = ontology.engagement(account["kind"], account["status"])
        wanted = [e for e in events if e.type == rule.type and e.kind == account["kind"]]
        wanted = wanted or [e for e in events if e.type == rule.type]
    else:
        kind = _most(event.type for event in events)
        wanted = [event for event in events if event.type == kind]
    # A mode tells more than none.
    return next((event for event in wanted if event.mode), (wanted or events)[0])


def _acting(
    events: list[CodedEvent], recipients: tuple[Actor, ...], account: dict[str, Any] | None
) -> tuple[Actor, ...]:
    """Those whom linking has take part, as the first report has them; all whom a report names where it has none."""
    theirs = {actor.key for actor in recipients}
    all_ = {actor.key: actor for actor in _together(event.actors for event in events) if actor.key not in theirs}
    listed = [actor for key, actor in all_.items() if key in account["who"]] if account else []
    return tuple(listed or all_.values())


def _together(some: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Actors once each, as the report describes them that says most of one."""
    found: dict[str, Actor] = {}
    for actor in (actor for actors in some for actor in actors):
        if actor.key not in found or _told(actor) > _told(found[actor.key]):
            found[actor.key] = actor
    return tuple(found.values())


def _told(actor: Actor) -> int:
    return bool(actor.country) + bool(actor.sectors) + bool(actor.role)


def _place(events: list[CodedEvent], entity: str | None) -> Spot | None:
    places = [event.place for event in events if event.place]
    return next((place for place in places if place.entity == entity), None) if entity else _most(places)


def _most(values: Iterable[_T | None]) -> _T | None:
    """The value that most have, the first of several; None where none has one."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None
