"""POLECAT's table: forty columns, tab-separated, several actors of one event in one cell.

Countries are ISO alpha-3, sectors and contexts PLOVER's codes. What is not known is 'None', as in the published data.
The columns for ids of Wikipedia hold Wikidata's.
"""

from __future__ import annotations

from collections.abc import Iterable

from mahdar.exchange.events import ontology
from mahdar.exchange.events.codes import country
from mahdar.exchange.events.flat import Format, first_day, is_fact, joined
from mahdar.exchange.events.model import Actor, CodedEvent, Spot
from mahdar.exchange.events.plover import geonames
from mahdar.version import VERSION

_SIDE = ("Name", "Country", "COW", "Primary {} Sector", "{} Sectors", "Title", "Name Raw", "Wikipedia {} ID")
_PLACE = (
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type",
)  # fmt: skip
_STORY = ("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version")
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format(side) if "{}" in name else f"{side} {name}" for side in ("Actor", "Recipient") for name in _SIDE),
    *_PLACE, *_STORY,
)  # fmt: skip
UNKNOWN = "None"
#: In which column a place of each kind stands.
_COLUMN = {
    "capital": "City", "city": "City", "town": "City", "village": "City", "quarter": "District", "district": "District",
    "region": "Province",
}  # fmt: skip


def row(event: CodedEvent) -> list[str] | None:
    """An event as the forty cells; None for one without a day, or that did not take place."""
    day = first_day(event)
    if day is None or not is_fact(event):
        return None
    kind = ontology.types()[event.type]
    cells = [
        event.id, day, event.type, event.mode, f"{ontology.intensity(event.type, event.mode):g}",
        ontology.quad_name(kind.quad), joined(event.contexts),
        *_side(event.actors), *_side(event.recipients), *_place(event.place), *_story(event),
    ]  # fmt: skip
    return [one or UNKNOWN for one in cells]


def _side(actors: tuple[Actor, ...]) -> list[str]:
    states = [state for actor in actors if (state := country(actor.country))]
    first = next((actor for actor in actors if actor.sector), None)
    return [
        joined(actor.name_en or actor.name for actor in actors),
        joined(actor.code for actor in actors),
        joined(state.cow for state in states),
        first.sector if first else "",
        joined(sector for actor in actors for sector in actor.sectors),
        joined(actor.role or "" for actor in actors),
        joined(actor.name for actor in actors),
        joined(actor.wikidata or "" for actor in actors),
    ]


def _place(place: Spot | None) -> list[str]:
    if place is None:
        return [""] * len(_PLACE)
    state = country(place.country)
    where = {"Placename": place.name_en, "Raw Placename": place.name, "Feature Type": place.kind or ""}
    where["Country"] = state.alpha3 if state else ""
    if place.kind in _COLUMN:
        where[_COLUMN[place.kind]] = place.name_en
    if place.lat is not None and place.lon is not None:
        where |= {"Latitude": f"{place.lat:.4f}", "Longitude": f"{place.lon:.4f}"}
    if (id_ := geonames(place)) is not None:
        where["GeoNames ID"] = str(id_)
    return [where.get(column, "") for column in _PLACE]


def _story(event: CodedEvent) -> list[str]:
    actors = (*event.actors, *event.recipients)
    return [
        joined(telling.outlet or "" for telling in event.tellings),
        event.told_on or "",
        joined(_named(actors, "PER")),
        joined(_named(actors, "ORG")),
        joined([*_named(actors, "GPE", "LOC"), event.place.name_en if event.place else ""]),
        "ar",
        f"mahdar {VERSION}",
    ]


def _named(actors: Iterable[Actor], *types: str) -> list[str]:
    return [actor.name_en or actor.name for actor in actors if actor.type in types]


POLECAT = Format(
    "polecat",
    COLUMNS,
    row,
    header=True,
)
