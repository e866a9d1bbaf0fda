"""ISO dates of any length as ranges of days, so that '2014-06' and '2014-06-15' can be compared as text."""

from __future__ import annotations

import calendar
import re
from datetime import date as Date
from functools import lru_cache

from mahdar.errors import BadDate

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@lru_cache(maxsize=50_000)
def days_of(iso: str | None) -> tuple[str, str] | None:
    """The first and last day of an ISO year, month or day; None for None and for what is none of these."""
    match = _ISO.fullmatch(iso) if iso is not None else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = Date(year or 0, month or 1, day or 1)
        last = Date(first.year, month or 12, day or calendar.monthrange(first.year, month or 12)[1])
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def bounds(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first day of `since` and the last of `until`.

    Raises `BadDate` where one is not ISO 8601 or the first lies after the last.
    """
    for name, iso in (("since", since), ("until", until)):
        if iso is not None and days_of(iso) is None:
            raise BadDate(
                f"{name} {iso!r}", expected="an ISO day, month or year such as 2014-06-15", remedy="correct the date"
            )
    begins, ends = days_of(since), days_of(until)
    if begins and ends and begins[0] > ends[1]:
        raise BadDate(f"since {since} is after until {until}", expected="the earlier date first", remedy="swap them")
    return begins[0] if begins else None, ends[1] if ends else None
