"""GeoJSON (RFC 7946): engagements, incidents and linked events as points, where the gazetteer tells the place.

Coordinates are WGS 84, longitude first. `approximate` ones are those of the largest towns of a state or division.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mahdar.exchange.places import Places
from mahdar.exchange.running import Export
from mahdar.exchange.texts import plain
from mahdar.who.gazetteer import Place

#: Digits of a coordinate: some ten metres, more than the gazetteer knows.
_DIGITS = 4


def write(export: Export) -> None:
    """Write the features, one a line."""
    places = Places(export.stream)
    with export.path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection",\n"mahdar": ' + _json(export.about) + ',\n"features": [')
        mark = "\n"
        for feature in _features(export, places):
            file.write(mark + _json(feature))
            mark = ",\n"
        file.write("\n]}\n")


def _features(export: Export, places: Places) -> Iterator[dict[str, Any]]:
    for part in ("engagements", "incidents"):
        yield from export.counted(part, _of_lines(export, part, places), total=part)
    yield from export.counted("events", _of_events(export, places), total="events")


def _of_lines(export: Export, part: str, places: Places) -> Iterator[dict[str, Any]]:
    for n, line in export.stream.lines(part):
        found = places.of_party(line.report, line.place.id) if line.place else None
        if found is not None:
            own = _engagement(line) if part == "engagements" else _incident(line)
            told = {
                "report": line.report, "title": line.report_title, "n": n, "date": line.date, "day": line.day,
                "dated_by": line.dated_by, "place": line.place.name, "quote": line.quote,
                "confidence": line.confidence,
            }  # fmt: skip
            yield _feature(f"{line.report}#{part}/{n}", found, {"what": part.removesuffix("s"), **own, **told})


def _engagement(line: Any) -> dict[str, Any]:  # noqa: ANN401 -- an engagement
    return {
        "kind": line.kind, "status": line.status, "historical": line.historical, "who": _names(line.who),
        "host": line.host.name if line.host else None, "topics": line.topics,
    }  # fmt: skip


def _incident(line: Any) -> dict[str, Any]:  # noqa: ANN401 -- an incident
    return {
        "type": line.type, "mode": line.mode, "status": line.status, "who": _names(line.who), "to": _names(line.to),
        "killed": line.killed, "injured": line.injured,
    }  # fmt: skip


def _names(parties: Any) -> list[str]:  # noqa: ANN401 -- parties
    return [party.name for party in parties]


def _of_events(export: Export, places: Places) -> Iterator[dict[str, Any]]:
    for e in export.stream.events():
        found = places.of_event(e)
        if found is not None and e.place is not None:
            told = {
                "what": "event", "kind": e.kind, "status": e.status, "date": e.date, "who": _names(e.who),
                "who_en": [named.name_en for named in e.who], "place": e.place.name,
                "reports": list(dict.fromkeys(source.report for source in e.sources)),
                "independent": e.independent, "conflicts": e.conflicts,
            }  # fmt: skip
            yield _feature(e.id, found, told)


def _feature(id_: str, place: Place, properties: dict[str, Any]) -> dict[str, Any]:
    where = {"place_en": place.name_en, "country": place.country or None, "gazetteer": place.id}
    point = {"type": "Point", "coordinates": [round(place.lon, _DIGITS), round(place.lat, _DIGITS)]}
    more = where | {"approximate": place.approximate}
    return {"type": "Feature", "id": id_, "geometry": point, "properties": properties | more}


def _json(value: object) -> str:
    return plain(json.dumps(value, ensure_ascii=False))
