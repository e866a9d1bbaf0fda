"""What comes out of pages beside reports: what was set aside, and notes on what was read all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.errors import InputError, MahdarError, NotAReport
from mahdar.record import Report

#: Code points. A report has about 2,000, a book of 300 pages about 600,000; what is longer is a dump of many
#: pages in one, and would take one worker half a minute and hundreds of megabytes.
LONGEST_REPORT = 2_000_000


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was not read: `where` is a path, ``path:line`` or ``-:line``, `error` says why.

    `report` is there where the page could be read as a report but the reading of it failed.
    """

    where: str
    error: MahdarError
    report: Report | None = None

    @property
    def why(self) -> str:
        """The reason in one line, without the place."""
        parts = [self.error.found]
        if self.error.expected:
            parts.append(f"expected {self.error.expected}")
        if self.error.remedy:
            parts.append(self.error.remedy)
        return " ".join("; ".join(parts).split())


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing about a page that was read: another encoding, broken bytes, an id in use."""

    where: str
    what: str


Notes = Callable[[Note], None]


def placed(error: InputError, where: str) -> SetAside:
    """The `SetAside` of what an error says, with its place."""
    return SetAside(where, type(error)(error.found, expected=error.expected, remedy=error.remedy, where=where))


def too_long(where: str) -> SetAside:
    """The `SetAside` of a report beyond `LONGEST_REPORT`."""
    return SetAside(
        where,
        NotAReport(
            f"longer than {LONGEST_REPORT:,} characters",
            expected="one report",
            remedy="split it into one report a file or a line",
            where=where,
        ),
    )


def empty(where: str) -> SetAside:
    """The `SetAside` of a page without text."""
    return SetAside(
        where,
        NotAReport("no text", expected="the text of a report", remedy="leave it out or fetch it anew", where=where),
    )


@cache
def data_words(name: str, kind: str) -> frozenset[str]:
    """The first column of the rows of `kind` in one of this room's data files, folded."""
    return frozenset(fold(row[0]) for row in rows("mahdar.pages", name) if row[1] == kind)
