"""JSON lines: one report a line, ``{"id", "text", "date", "url", "outlet", "title"}``; other keys are passed over.

A line that is an entity of FollowTheMoney is read as one (`ftm`).
"""

from __future__ import annotations

import codecs
import json
import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from mahdar.errors import BadDate, InputError, NotAReport, UnreadableInput
from mahdar.pages.decoding import decode
from mahdar.pages.found import LONGEST_REPORT, Note, Notes, SetAside, empty, too_long
from mahdar.pages.ftm import Others, is_document, is_entity, report_of_entity
from mahdar.record import Report

#: Bytes. A code point takes six at most in the usual escapes (``\\u0627``); a megabyte is left for the other fields.
LONGEST_LINE = 6 * LONGEST_REPORT + 1_000_000
_OPTIONAL = ("title", "url", "outlet")
#: Half of a surrogate pair cannot be written as UTF-8, and PostgreSQL keeps no NUL: both become U+FFFD.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

#: 19/03/2017: the order of the whole Arab press.
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def reports_in_lines(stream: BinaryIO, where: str, day: str | None, notes: Notes) -> Iterator[Report | SetAside]:
    """Every line of `stream` as a report or set aside; `day` is the date of those that have none. Never raises."""
    number = 0
    others = Others()
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            place = f"{where}:{number}"
            if number == 1:
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    yield _wrong(place, "UTF-16", "JSON lines in UTF-8", "convert the file to UTF-8")
                    return
                line = line.removeprefix(codecs.BOM_UTF8)
            if len(line) > LONGEST_LINE:
                _pass_line(stream, line)
                yield too_long(place)
            elif line.strip():
                item = _report(line, place, day, notes, others)
                if item is not None:
                    yield item
    except (EOFError, OSError, zlib.error) as error:
        yield SetAside(
            where,
            UnreadableInput(
                f"reading stops after line {number}: {error or type(error).__name__}",
                remedy="the lines before it are kept; get the file again and read it once more for the rest",
                where=where,
            ),
        )
    others.tell(where, notes)


def _pass_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_LINE)


def _report(line: bytes, place: str, day: str | None, notes: Notes, others: Others) -> Report | SetAside | None:
    """The report of a line, or why there is none; None for an entity that is no document."""
    try:
        text, note = decode(line.rstrip(b"\r\n"))
        fields = _fields(text)
        if is_entity(fields):
            if not is_document(fields):
                others.count(fields["schema"])
                return None
            report = _mended(report_of_entity(fields, place, day, notes), place, notes)
        else:
            report = _from_fields(fields, place, day, notes)
    except InputError as error:
        return SetAside(place, type(error)(error.found, expected=error.expected, remedy=error.remedy, where=place))
    if len(report.text) > LONGEST_REPORT:
        return too_long(place)
    if not report.text.strip():
        return empty(place)
    if note:
        notes(Note(place, note))
    return report


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            f"not JSON ({error.msg} at character {error.pos + 1})", expected="one JSON object", remedy="mend the line"
        ) from None
    except (RecursionError, ValueError) as error:
        raise UnreadableInput(f"JSON that cannot be read ({error})", expected="one JSON object") from None
    if not isinstance(fields, dict):
        raise UnreadableInput(
            f"a JSON {_kind(fields)}", expected='an object such as {"id": "a1", "text": "…"}', remedy="mend the line"
        )
    return fields


def _from_fields(fields: dict[str, Any], place: str, day: str | None, notes: Notes) -> Report:
    for key in ("id", "text"):
        if fields.get(key) is None:
            raise NotAReport(f"no {key!r}", expected='"id" and "text" in every line', remedy=f"add {key!r}")
    if fields["id"] == "":
        raise NotAReport("an empty 'id'", expected="an id for every report", remedy="give it one")
    values = {key: _string(fields, key) for key in ("id", "text", *_OPTIONAL)}
    values["date"] = _day(fields["date"], place, notes) if fields.get("date") is not None else day
    return _mended(Report.model_validate({**values, "path": place}), place, notes)


def _mended(report: Report, place: str, notes: Notes) -> Report:
    """The report without characters that cannot be written."""
    values = {key: getattr(report, key) for key in ("id", "text", "date", *_OPTIONAL)}
    mended = {key: value if value is None else _UNWRITABLE.sub("\ufffd", value) for key, value in values.items()}
    if mended == values:
        return report
    notes(Note(place, "characters that cannot be written as UTF-8 are U+FFFD now"))
    return report.model_copy(update=mended)


def _string(fields: dict[str, Any], key: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value
    raise NotAReport(f"{key!r} is a {_kind(value)}", expected="a string", remedy="write it in quotation marks")


def _day(day: object, place: str, notes: Notes) -> str:
    if isinstance(day, str) and (match := _DAY_FIRST.fullmatch(day.strip())):
        iso = iso_day("{2}-{1:0>2}-{0:0>2}".format(*match.groups()))
        notes(Note(place, f"date {day.strip()} is read day first, as {iso}"))
        return iso
    return iso_day(day)


def iso_day(day: object) -> str:
    """An ISO day, or the day of an ISO time. Raises `BadDate` for anything else."""
    if isinstance(day, str):
        for parse in (date.fromisoformat, lambda s: datetime.fromisoformat(s).date()):
            try:
                return parse(day.strip()).isoformat()
            except ValueError:
                continue
    raise BadDate(
        f"date {str(day)[:40]!r}", expected="an ISO day such as 2016-01-17", remedy="correct it or leave it out"
    )


def _kind(value: object) -> str:
    kinds = {dict: "object", list: "list", str: "string", bool: "true or false", int: "number", float: "number"}
    return kinds.get(type(value), "null")


def _wrong(place: str, found: str, expected: str, remedy: str) -> SetAside:
    return SetAside(place, UnreadableInput(found, expected=expected, remedy=remedy, where=place))
