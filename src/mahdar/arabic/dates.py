"""Days, months and years of the two calendars of the Arabic press, and their place near a reference day.

Hijri days follow Umm al-Qura (the `hijridate` package, AH 1343-1500); outside its tables a date is unknown.
Nothing here raises on a day that does not exist: the answer is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

#: Two-digit years up to this one are of the 2000s; the archives that the reader was built on begin in 2004.
LAST_SHORT_YEAR = 69
GREGORIAN_YEARS = range(1800, 2101)
HIJRI_YEARS = range(1300, 1501)


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none such (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri one, or None outside the tables."""
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


@lru_cache(maxsize=4096)
def hijri_month(year: int, month: int) -> tuple[date, date] | None:
    """The first and last Gregorian day of a Hijri month, or None outside the tables."""
    first = hijri_day(year, month, 1)
    if first is None:
        return None
    return first, hijri_day(year, month, 30) or first + timedelta(days=28)


@lru_cache(maxsize=4096)
def hijri_year_of(day: date) -> int | None:
    """The Hijri year in which a day lies, or None outside the tables."""
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None


def full_year(year: int) -> int:
    """A two-digit year in full: 16 is 2016, 98 is 1998."""
    if year > 99:
        return year
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)


def month_away(day: date, months: int) -> tuple[int, int]:
    """Year and month, so many months after (before, where negative) that of `day`."""
    at = day.year * 12 + day.month - 1 + months
    return at // 12, at % 12 + 1


def week_days(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the ISO week in which `day` lies."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def nearest(days: Iterable[date], to: date, direction: str | None = None) -> date | None:
    """The one of `days` nearest `to`: an earlier one where the direction is last, a later one where it is next."""
    if direction == "last":
        days = [d for d in days if d < to]
    elif direction == "next":
        days = [d for d in days if d > to]
    return min(days, key=lambda d: (abs(d - to), d), default=None)


def weekday_near(weekday: int, reference: date, direction: str | None = None) -> date:
    """The day of a weekday (0 Monday) named in a report of `reference`.

    last: before that day; next: after it; this: in the same ISO week; none: the latest one up to and with that
    day, as the press means it.
    """
    if direction == "this":
        return week_days(reference)[0] + timedelta(days=weekday)
    if direction == "next":
        return reference + timedelta(days=(weekday - reference.weekday() - 1) % 7 + 1)
    back = (reference.weekday() - weekday) % 7
    if direction == "last" and back == 0:
        back = 7
    return reference - timedelta(days=back)
