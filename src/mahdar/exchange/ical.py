"""iCalendar (RFC 5545): engagements on the days that reports give for them, held, planned and cancelled.

What has no day of its own is left out: the day of a report, a month or a year is no date of an engagement. One that
many reports tell of stands once, as the linking found it; where filters ask for what linked events do not have, or
nothing was linked, there is an entry for each telling.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, BinaryIO, TypeGuard

from mahdar.arabic.phrases import rows
from mahdar.exchange.layout import ROOM
from mahdar.exchange.places import Places
from mahdar.exchange.running import Export
from mahdar.exchange.texts import plain
from mahdar.who.gazetteer import Place

#: RFC 5545, section 3.1: octets of a line.
_WIDTH = 75
#: RFC 5545, section 3.8.1.11; what is denied was never to be.
_STATUSES = {"held": "CONFIRMED", "planned": "TENTATIVE", "cancelled": "CANCELLED"}
_AND = "، "
_HEAD = [
    ("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Mahdar//Mahdar//AR"), ("CALSCALE", "GREGORIAN"),
    ("X-WR-CALNAME", "محضر"),
]  # fmt: skip


def write(export: Export) -> None:
    """Write the calendar."""
    places = Places(export.stream)
    with export.path.open("wb") as file:
        about = _text(json.dumps(export.about, ensure_ascii=False))
        _lines(file, [*_HEAD, ("X-MAHDAR-ABOUT", about)])
        sure = export.stream.wanted.min_confidence is not None  # which events do not know
        merged = not sure and export.stream.count("events") > 0
        entries = _of_events(export, places) if merged else _of_lines(export, places)
        name = "events" if merged else "engagements"
        for entry in export.counted(name, entries, total=name):
            _lines(file, entry)
        _lines(file, [("END", "VCALENDAR")])


_Entry = list[tuple[str, str]]


def _of_events(export: Export, places: Places) -> Iterator[_Entry]:
    for e in export.stream.events():
        if _is_day(e.date) and e.status in _STATUSES:
            said = "\n".join(f"«{source.quote}» ({source.report})" for source in e.sources)
            place = e.place.name if e.place else None
            names = [named.name for named in e.who]
            yield _entry(e.id, e.date, e.kind, e.status, names, place, places.of_event(e), said)


def _of_lines(export: Export, places: Places) -> Iterator[_Entry]:
    for n, e in export.stream.lines("engagements"):
        if _is_day(e.date) and e.status in _STATUSES:
            said = f"«{e.quote}»\n{e.report_title or ''} ({e.report})"
            where = places.of_party(e.report, e.place.id) if e.place else None
            names = [party.name for party in e.who]
            place = e.place.name if e.place else None
            yield _entry(f"{e.report}/{n}", e.date, e.kind, e.status, names, place, where, said)


def _is_day(day: str | None) -> TypeGuard[str]:
    return day is not None and len(day) == len("2014-06-15")


def _entry(
    id_: str, day: str, kind: str, status: str, who: list[str], place: str | None, where: Place | None, said: str
) -> _Entry:
    first = date.fromisoformat(day)
    stamp = f"{first:%Y%m%d}"
    found = [
        ("BEGIN", "VEVENT"), ("UID", _text(f"{id_}@mahdar")), ("DTSTAMP", f"{stamp}T000000Z"),
        ("DTSTART;VALUE=DATE", stamp), ("DTEND;VALUE=DATE", f"{first + timedelta(days=1):%Y%m%d}"),
        ("SUMMARY;LANGUAGE=ar", _text(f"{_kinds()[kind]}: {_AND.join(who)}")), ("STATUS", _STATUSES[status]),
        ("CATEGORIES", _text(kind)), ("TRANSP", "TRANSPARENT"), ("DESCRIPTION;LANGUAGE=ar", _text(said)),
    ]  # fmt: skip
    if place is not None:
        found.append(("LOCATION;LANGUAGE=ar", _text(place)))
    if where is not None:
        found.append(("GEO", f"{where.lat:.4f};{where.lon:.4f}"))
    return [*found, ("END", "VEVENT")]


@cache
def _kinds() -> dict[str, str]:
    return {code: arabic for code, arabic, _ in rows(ROOM, "kinds.tsv")}


def _text(text: str) -> str:
    """A value of type TEXT, section 3.3.11."""
    text = plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\t", " ")
    return "\\n".join(text.splitlines())


def _lines(file: BinaryIO, entry: Iterable[tuple[str, Any]]) -> None:
    for name, value in entry:
        file.write(_folded(f"{name}:{value}") + b"\r\n")


def _folded(line: str) -> bytes:
    """A line in pieces of 75 octets, no character cut in two."""
    pieces, now = [], b""
    for character in line:
        octets = character.encode("utf-8")
        if len(now) + len(octets) > _WIDTH:
            pieces.append(now)
            now = b" "
        now += octets
    return b"\r\n".join([*pieces, now])
