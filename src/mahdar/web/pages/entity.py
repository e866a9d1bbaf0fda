"""A person, body, place or state: names, offices, engagements, words, commitments, contacts, what took place there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Archive, EngagementLine, IncidentLine, StatementLine
from mahdar.archive.answers import entity_address
from mahdar.archive.findings import STATE, Event, Pledges
from mahdar.archive.overviews import Tie
from mahdar.archive.profiles import Contact, Profile, Tenure
from mahdar.errors import UnknownEntity
from mahdar.minutes import sentence
from mahdar.record import SpeechAct
from mahdar.web.page import Asked, Filter, Moved, Page, View
from mahdar.web.pages.fields import SINCE, UNTIL, code
from mahdar.wording import Language

#: Lines of each part on the page, contacts in the table, of them those in the network, and offices.
_LINES, _CONTACTS, _NETWORK, _OFFICES = 6, 20, 12, 12


@dataclass(frozen=True, slots=True)
class Met(View):
    """An engagement: its minutes in one sentence, what all reports have in common, the line of the first report."""

    id: str
    minutes: str
    event: Event
    line: EngagementLine | None

    @property
    def day(self) -> str | None:
        """The day of it, else of the report that tells of it."""
        return self.event.date or (self.line.day if self.line is not None else None)


@dataclass(frozen=True, slots=True)
class Entity(View):
    """All about one entity: of each part as many lines as the page shows, `most` where it does not say how many there
    are.
    """

    profile: Profile
    offices: Sequence[Tenure]
    office_count: int
    engagements: Sequence[Met]
    statements: Sequence[StatementLine]
    made: Sequence[Pledges]
    received: Sequence[Pledges]
    contacts: Sequence[Contact]
    contact_count: int
    ties: Sequence[Tie]
    here: Sequence[Met]
    incidents: Sequence[IncidentLine]
    most: int

    def table(self) -> Sequence[dict[str, Any]]:
        """All lines, each with its part of the page."""
        return [
            *({"part": "offices", **one.to_dict()} for one in self.offices),
            *({"part": "engagements", **met_row(one)} for one in self.engagements),
            *({"part": "statements", **one.to_dict()} for one in self.statements),
            *({"part": part, **one.to_dict()} for part in ("made", "received") for one in getattr(self, part)),
            *({"part": "contacts", **one.to_dict()} for one in self.contacts),
            *({"part": "here", **met_row(one)} for one in self.here),
            *({"part": "incidents", **one.to_dict()} for one in self.incidents),
        ]


def met_row(met: Met) -> dict[str, Any]:
    """An engagement as a row of a table."""
    words = {"report": met.line.report, "quote": met.line.quote, "span": list(met.line.span)} if met.line else {}
    return {"id": met.id, "day": met.day, "kind": met.event.kind, "minutes": met.minutes, **words}


def met(archive: Archive, events: Sequence[Event], language: Language) -> list[Met]:
    """Events with their minutes: with posts where one report tells of them, else as their reports have in common."""
    lines = archive.first_tellings(events)
    return [_met(event, lines.get(event.id), language) for event in events]


def _met(event: Event, line: EngagementLine | None, language: Language) -> Met:
    own = line is not None and len(line.who) >= len(event.who)
    return Met(event.id, sentence(line if own and line is not None else event, language), event, line)


def entity(asked: Asked, kind: str) -> Entity:
    """The entity of that id. Raises `Moved` for one that goes by another id today, and `UnknownEntity`."""
    archive, given = asked.archive, asked.filters
    profile = archive.entity(STATE + asked.id if kind == "state" else f"{kind}/{asked.id}")
    _go_on(archive, profile, kind, asked.id)
    id_ = profile.id
    within: dict[str, Any] = {name: given.get(name) for name in ("since", "until")}
    own = asked.limit if asked.own_limit else None
    most = own or _LINES
    some: dict[str, Any] = within | {"limit": most}
    contacts, contact_count = archive.contacts_and_count(id_, **within, limit=own or _CONTACTS)
    offices, office_count = archive.tenures(id_, **within, limit=own or _OFFICES)
    ties = archive.ties([contact.other.entity for contact in contacts[:_NETWORK]])
    there = kind in ("place", "state")
    said = archive.statements(party=id_, words=given.get("words"), act=given.get("act"), **some)
    return Entity(
        profile,
        offices,
        office_count,
        met(archive, archive.events(party=id_, **some), asked.language),
        said,
        archive.pledges(from_=id_, newest=True, **some),
        archive.pledges(to=id_, newest=True, **some),
        contacts,
        contact_count,
        ties,
        met(archive, archive.events(place=id_, **some), asked.language) if there else (),
        archive.incidents(place=id_, **some) if there else (),
        most,
    )


def _go_on(archive: Archive, profile: Profile, kind: str, code_: str) -> None:
    """Raise `Moved` where the page of an entity is another one: merged, of another kind, or that of a state."""
    where = entity_address(profile.id) or ""
    if profile.kind == "place" and profile.where is not None and profile.where.kind == "country" and profile.state:
        with suppress(UnknownEntity):  # a country that no office or promise is of
            where = entity_address(archive.entity(profile.state.entity).id) or where
    if where != f"{kind}/{code_}":
        page, _, rest = where.partition("/")
        raise Moved(page, rest)


def person(asked: Asked) -> Entity:
    """A person."""
    return entity(asked, "person")


def body(asked: Asked) -> Entity:
    """A body."""
    return entity(asked, "body")


def place(asked: Asked) -> Entity:
    """A place."""
    return entity(asked, "place")


def state(asked: Asked) -> Entity:
    """A state, by its ISO code."""
    return entity(asked, "state")


_FILTERS = (Filter("words"), code("act", SpeechAct), SINCE, UNTIL)
PERSON, BODY, PLACE, STATES = (
    Page(view.__name__, view, "entity.html", _FILTERS, with_id=True) for view in (person, body, place, state)
)
PAGES = (PERSON, BODY, PLACE, STATES)
