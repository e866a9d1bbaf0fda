"""GDELT 2.0 events: 61 columns without a header, CAMEO codes, two actors.

What GDELT works out otherwise is left empty: whether the event stands in a report's lead, the tone, the codes of
provinces and features, religions and ethnic groups, the places of the actors. `GlobalEventID` is made of the event's
id and stays the same from one export to the next.
"""

from __future__ import annotations

import hashlib
from datetime import date

from mahdar.exchange.events import cameo, sectors
from mahdar.exchange.events.codes import country
from mahdar.exchange.events.flat import Format, first_day, is_fact
from mahdar.exchange.events.model import Actor, CodedEvent, Spot

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{what}Geo_{name}" for what in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
#: GDELT's kinds of places: country, city of the world, province of the world.
_COUNTRY, _CITY, _STATE = "1", "4", "5"
_KINDS = {"country": _COUNTRY, "area": _COUNTRY, "region": _STATE, "district": _STATE}
#: GDELT's codes of known groups for PLOVER's codes that are no country's.
_GROUPS = {"UNO": "UNO", "EUR": "EEC", "IGO": "IGO", "NGO": "NGO", "IMG": "IMG", "MNC": "MNC"}


def row(event: CodedEvent) -> list[str] | None:
    """An event as the 61 cells; None for one without a day, or that did not take place."""
    day = first_day(event)
    if day is None or not is_fact(event):
        return None
    code = cameo.code_of(event)
    source, target = cameo.pair(event)
    outlets = {telling.outlet or telling.report for telling in event.tellings}
    reports = {telling.report for telling in event.tellings}
    digits = day.replace("-", "")
    added = (event.told_on or day)[:10].replace("-", "").ljust(8, "0") + "000000"
    return [
        number(event.id), digits, digits[:6], digits[:4], _fraction(day), *_actor(source), *_actor(target),
        "", code, cameo.base(code), code[:2], str(cameo.quad(code)), f"{cameo.scores()[code]:.1f}",
        str(len(event.tellings)), str(len(outlets)), str(len(reports)), "",
        *[""] * (2 * len(_GEO)), *_place(event.place), added,
        next((telling.url for telling in event.tellings if telling.url), ""),
    ]  # fmt: skip


def number(id_: str) -> str:
    """A number of at most eighteen digits for an event's id."""
    return str(int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8]) % 10**18)


def _fraction(day: str) -> str:
    """The year with the share of it that is over, as GDELT reckons: months of 30.4 days."""
    told = date.fromisoformat(day)
    return f"{told.year + (told.month * 30.4 - 30.4 + told.day) / 365:.4f}"


def _actor(actor: Actor | None) -> list[str]:
    if actor is None:
        return [""] * len(_ACTOR)
    state = country(actor.country)
    types = [code for sector in actor.sectors if (code := sectors.known().get(sector))]
    types = [*dict.fromkeys(types), "", "", ""][:3]
    name = (actor.name_en or actor.name).upper()
    return [
        cameo.actor_code(actor), name, state.cameo if state else "", _GROUPS.get(actor.code, ""), "", "", "", *types,
    ]  # fmt: skip


def _place(place: Spot | None) -> list[str]:
    if place is None or place.lat is None or place.lon is None:
        return ["0", *[""] * (len(_GEO) - 1)]
    state = country(place.country)
    fips, kind = state.fips if state else "", _KINDS.get(place.kind or "", _CITY)
    whole = kind == _COUNTRY
    name = place.name_en if whole or state is None else f"{place.name_en}, {state.name_en}"
    return [kind, name, fips, fips if whole else "", "", f"{place.lat:.4f}", f"{place.lon:.4f}", fips if whole else ""]


GDELT = Format(
    "gdelt",
    COLUMNS,
    row,
    header=False,
)
