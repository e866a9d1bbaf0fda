"""A file of plain text: one report, exactly as it decodes."""

from __future__ import annotations

from typing import BinaryIO

from mahdar.errors import NotAReport
from mahdar.pages.decoding import codec_of, decode
from mahdar.pages.found import LONGEST_REPORT, Note, Notes, SetAside, empty, placed, too_long
from mahdar.record import Page, Report

#: Bytes: no encoding takes more than four for a code point.
_LONGEST_FILE = 4 * LONGEST_REPORT


def report_of_text(stream: BinaryIO, where: str, name: str, day: str | None, notes: Notes) -> Report | SetAside:
    """The report of a text file; `name` is its id and `day` its date. Where it is not UTF-8, its bytes are kept."""
    data = stream.read(_LONGEST_FILE + 1)
    if len(data) > _LONGEST_FILE:
        return too_long(where)
    if not data.strip():
        return empty(where)
    try:
        text, note = decode(data)
    except NotAReport as error:
        return placed(error, where)
    if len(text) > LONGEST_REPORT:
        return too_long(where)
    if not text.strip("\ufeff \t\r\n"):
        return empty(where)
    page = None
    if note:
        notes(Note(where, note))
        whole = (0, len(text))
        page = Page(
            media="text/plain", encoding=codec_of(data, note), original=data, body=whole, runs=[(*whole, *whole)]
        )  # fmt: skip
    return Report(id=name, text=text, date=day, path=where, page=page)
