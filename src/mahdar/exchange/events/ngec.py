"""The flat table of NGEC-2025: one row an event, actors and recipients in one cell, dates with how fine they are."""

from __future__ import annotations

from mahdar.archive.days import days_of
from mahdar.exchange.events.codes import country
from mahdar.exchange.events.flat import Format, is_fact, joined
from mahdar.exchange.events.model import Actor, CodedEvent
from mahdar.exchange.events.plover import geonames

COLUMNS = (
    "id", "story_id", "pub_date", "event_type", "event_mode", "anchor_quote", "actor_text", "actor_code", "actor_wiki",
    "recipient_text", "recipient_code", "recipient_wiki", "date", "date_granularity", "date_type", "date_text",
    "location_name", "location_country", "location_admin1", "lat", "lon", "geonameid", "location_text", "killed_text",
    "injured_text",
)  # fmt: skip
#: Types of which the table tells how many were killed and injured.
_COUNTED = frozenset(("ASSAULT", "PROTEST", "COERCE"))
_GRANULARITY = {10: "day", 7: "month", 4: "year"}


def row(event: CodedEvent) -> list[str] | None:
    """An event as the cells of the table; None for one that did not take place."""
    if not is_fact(event):
        return None
    telling, place = event.tellings[0], event.place
    state = country(place.country) if place else None
    counted = event.type in _COUNTED
    id_ = geonames(place) if place else None
    return [
        event.id, telling.report, event.told_on or "", event.type, event.mode, telling.quote,
        *_side(event.actors), *_side(event.recipients), *_date(event.date), "",
        place.name_en if place else "", state.alpha3 if state else "",
        place.name_en if place and place.kind == "region" else "",
        f"{place.lat:.4f}" if place and place.lat is not None else "",
        f"{place.lon:.4f}" if place and place.lon is not None else "",
        str(id_) if id_ is not None else "", place.name if place else "",
        str(event.killed) if counted and event.killed is not None else "",
        str(event.injured) if counted and event.injured is not None else "",
    ]  # fmt: skip


def code_of(actor: Actor) -> str:
    """An actor's country and sector in one code, as NGEC writes it: 'IRQ GOV'."""
    return " ".join(part for part in (actor.code, actor.sector) if part)


def _side(actors: tuple[Actor, ...]) -> list[str]:
    return [
        joined(actor.name or actor.name_en for actor in actors),
        joined(code_of(actor) for actor in actors),
        joined(actor.wikidata or "" for actor in actors),
    ]


def _date(date: str | None) -> list[str]:
    """Date, granularity and type; an event without a date of its own has none, whatever its report's is."""
    days = days_of(date)
    if date is None or days is None:
        return ["", "", "unresolved"]
    return [days[0], _GRANULARITY.get(len(date), "day"), "exact" if days[0] == days[1] else "approximate"]


NGEC = Format(
    "ngec",
    COLUMNS,
    row,
    header=True,
)
