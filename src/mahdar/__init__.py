"""Mahdar keeps the minutes of Arabic news reports: who met whom, who said what, who asked for and promised what.

    >>> import mahdar
    >>> record = mahdar.read("التقى وزير الخارجية نظيره الفرنسي أمس.", date="2016-01-17")
    >>> record.engagements

`read` takes one text; `reports_in` and `read_all` take files and folders; `Archive` keeps records and answers
questions. Names are loaded when they are first used, so ``import mahdar`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.engine import Reading, read_all
    from mahdar.errors import (
        ArchiveError,
        ArchiveUnavailable,
        BadBackup,
        BadDate,
        GoldError,
        InputError,
        MahdarError,
        MissingExtra,
        NotAllowed,
        NotAReport,
        TaggerError,
        UnknownAccount,
        UnknownEntity,
        UnknownReport,
        UnknownSearch,
        UnreadableInput,
        Withdrawn,
    )
    from mahdar.pages import Note, SetAside, reports_in
    from mahdar.reading import read_report
    from mahdar.record import (
        Commitment,
        Engagement,
        Figure,
        Incident,
        Mention,
        Page,
        Party,
        Record,
        Report,
        Skipped,
        Statement,
    )
    from mahdar.version import VERSION

    READER: str

_HOME = {
    "Archive": "archive",
    "ArchiveError": "errors",
    "ArchiveUnavailable": "errors",
    "BadBackup": "errors",
    "BadDate": "errors",
    "Commitment": "record",
    "Engagement": "record",
    "Figure": "record",
    "GoldError": "errors",
    "Incident": "record",
    "InputError": "errors",
    "MahdarError": "errors",
    "Mention": "record",
    "MissingExtra": "errors",
    "NotAReport": "errors",
    "NotAllowed": "errors",
    "Note": "pages",
    "Page": "record",
    "Party": "record",
    "READER": "reading",
    "Reading": "engine",
    "Record": "record",
    "Report": "record",
    "SetAside": "pages",
    "Skipped": "record",
    "Statement": "record",
    "TaggerError": "errors",
    "UnknownAccount": "errors",
    "UnknownEntity": "errors",
    "UnknownReport": "errors",
    "UnknownSearch": "errors",
    "UnreadableInput": "errors",
    "VERSION": "version",
    "Withdrawn": "errors",
    "read_all": "engine",
    "read_report": "reading",
    "reports_in": "pages",
}

__all__ = [
    "READER",
    "VERSION",
    "Archive",
    "ArchiveError",
    "ArchiveUnavailable",
    "BadBackup",
    "BadDate",
    "Commitment",
    "Engagement",
    "Figure",
    "GoldError",
    "Incident",
    "InputError",
    "MahdarError",
    "Mention",
    "MissingExtra",
    "NotAReport",
    "NotAllowed",
    "Note",
    "Page",
    "Party",
    "Reading",
    "Record",
    "Report",
    "SetAside",
    "Skipped",
    "Statement",
    "TaggerError",
    "UnknownAccount",
    "UnknownEntity",
    "UnknownReport",
    "UnknownSearch",
    "UnreadableInput",
    "Withdrawn",
    "read",
    "read_all",
    "read_report",
    "reports_in",
]


def read(
    text: str,
    *,
    date: str | None = None,
    id: str = "report",  # noqa: A002 -- the field's own name
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
) -> Record:
    """Read one report and give the record of it.

    `text` is the report; all offsets of the record are code points into it. `date` is the ISO day on which it was
    published or taken, which 'أمس' and weekdays are counted from. Raises `NotAReport` for a text without words or
    longer than `mahdar.pages.LONGEST_REPORT`, and `BadDate` for a date that is not ISO 8601.
    """
    from mahdar.errors import NotAReport
    from mahdar.pages import LONGEST_REPORT
    from mahdar.reading import read_report
    from mahdar.record import Report

    if not text.strip():
        raise NotAReport("no text", expected="the text of a report", where=id)
    if len(text) > LONGEST_REPORT:
        raise NotAReport(f"longer than {LONGEST_REPORT:,} characters", expected="one report", where=id)
    return read_report(Report(id=id, text=text, date=date, title=title, url=url, outlet=outlet))


def __getattr__(name: str) -> object:
    if name == "READER":  # depends on the model that is there
        from mahdar.reading import reader

        return reader()
    if name not in _HOME:
        raise AttributeError(f"module 'mahdar' has no attribute {name!r}")
    return getattr(importlib.import_module(f"mahdar.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
