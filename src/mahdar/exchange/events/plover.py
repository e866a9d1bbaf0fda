"""PLOVER records: the JSON object of the manual's chapter on record fields, one a line.

What the manual has no field for stands under `mahdar`: the act or area, auxiliary modes, whose date it is, the
confidence, and all reports that tell the event, each with its words. Nothing of the event is left out.
"""

from __future__ import annotations

from typing import Any

from mahdar.archive.days import days_of
from mahdar.exchange.events import ontology
from mahdar.exchange.events.codes import country
from mahdar.exchange.events.model import Actor, CodedEvent, Spot, Telling

VERSION = "PLOVER 2.0"
SCHEMA = "mahdar-plover/1"
#: How finely a place is known, in the manual's five steps: country, province, district, city, point.
_RESOLUTION = {
    "country": 1, "area": 1, "region": 2, "district": 3, "capital": 4, "city": 4, "town": 4, "village": 4,
    "quarter": 5, "site": 5,
}  # fmt: skip
#: What the gazetteer's ids begin with where they are GeoNames'.
GEONAMES = "geonames:"


def record(event: CodedEvent, coder: str = "") -> dict[str, Any]:
    """An event as a PLOVER record; `coder` is the reader that the records come from."""
    first, last = days_of(event.day) or (None, None)
    telling = event.tellings[0] if event.tellings else None
    return {
        "schema": SCHEMA,
        "id": event.id,
        "has_event": True,
        "date": first,
        "time": None,
        "enddate": last if last != first else None,
        "endtime": None,
        "actor": [_actor(one) for one in event.actors],
        "recipient": [_actor(one) for one in event.recipients],
        "event": [event.type],
        "mode": event.mode or None,
        "auxiliary_mode": list(event.auxiliary),
        "context": list(event.contexts),
        "quad_code": ontology.types()[event.type].quad,
        "event_scale": ontology.intensity(event.type, event.mode),
        "event_loc": _place(event.place) if event.place else None,
        "size": {"dead": event.killed, "injured": event.injured, "arrested": None},
        "event_text": telling.quote if telling else None,
        "text_info": {"start": telling.span[0], "end": telling.span[1], "text_story": telling.report}
        if telling
        else None,
        "cite_info": _cite(telling) if telling else None,
        "coder": coder or None,
        "mahdar": _own(event),
    }


def _own(event: CodedEvent) -> dict[str, Any]:
    return {
        "part": event.tellings[0].part if event.tellings else None,
        "kind": event.kind,
        "area": event.area or None,
        "quantity": event.quantity,
        "deadline": event.deadline,
        "condition": event.condition,
        "rule": event.rule,
        "date": event.date,
        "dated_by": event.dated_by,
        "confidence": event.confidence,
        "independent": len({t.copy_of or t.report for t in event.tellings}),
        "sources": [_source(t) for t in event.tellings],
    }


def _source(telling: Telling) -> dict[str, Any]:
    return {
        "line": telling.line, "day": telling.day, "outlet": telling.outlet, "title": telling.title, "url": telling.url,
        "quote": telling.quote, "start": telling.span[0], "end": telling.span[1], "copy_of": telling.copy_of,
    }  # fmt: skip


def _cite(telling: Telling) -> dict[str, Any]:
    return {
        "url": telling.url, "title": telling.title, "language": "ar", "publication": telling.outlet,
        "codebook": "PLOVER", "version": VERSION,
    }  # fmt: skip


def _actor(actor: Actor) -> dict[str, Any]:
    state = country(actor.country)
    return {
        "code": actor.code or None,
        "sector": list(actor.sectors),
        "entity_text": actor.name or None,
        "name_en": actor.name_en or None,
        "identifier_id": actor.wikidata,
        "identifier_text": actor.name_en if actor.wikidata else None,
        "office": actor.role,
        "country": state.alpha3 if state else None,
        "country_iso2": actor.country,
        "cow": int(state.cow) if state and state.cow else None,
        "entity": actor.entity,
        "body": actor.body,
    }


def _place(place: Spot) -> dict[str, Any]:
    state = country(place.country)
    return {
        "extracted_place": place.name,
        "resolved_place": place.name_en,
        "geonameid": geonames(place),
        "lat": place.lat,
        "lon": place.lon,
        "approximate": place.approximate,
        "country": state.name_en if state else None,
        "country_code": state.alpha3 if state else None,
        "feature": place.kind,
        "resolution": _RESOLUTION.get(place.kind or ""),
    }


def geonames(place: Spot) -> int | None:
    """The GeoNames id of a place, where it has one."""
    number = (place.id or "").removeprefix(GEONAMES)
    return int(number) if number.isdecimal() and number != place.id else None
