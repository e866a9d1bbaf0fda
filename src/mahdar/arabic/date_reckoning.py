"""Which day a date means: the parts of a date and the report's own day go in, a `DateMention` comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from mahdar.arabic.date_words import Part
from mahdar.arabic.dates import (
    gregorian_day,
    hijri_day,
    hijri_month,
    hijri_year_of,
    month_away,
    nearest,
    week_days,
    weekday_near,
)


@dataclass(slots=True, frozen=True)
class DateMention:
    """A date in a text: words ``[first, last)``.

    iso: ISO 8601 at its precision ('2016-01-17', '2016-01', '2016', '2016-W03'), None where it cannot be worked out.
    precision: day, week, month or year. `end`: the last day of a range of days, ISO, of which `iso` is the first; a
    week, a Hijri month and a Hijri year are such ranges. how: explicit (all of it is in the text), completed (the year
    comes from the reference day), relative ('أمس'). `time`: HH:MM where a clock time stands with it. `bound`: since,
    until, before or after, where it ends or begins something and is not the day itself. `ahead`: the sentence looks
    ahead.
    """

    first: int
    last: int
    iso: str | None
    precision: str
    how: str
    end: str | None = None
    time: str | None = None
    bound: str | None = None
    ahead: bool = False


def _mention(iso: str | None, precision: str, how: str, end: str | None = None) -> DateMention:
    return DateMention(0, 0, iso, precision, how, end)


def of_date(part: Part, weekday: Part | None, reference: date | None, ahead: bool) -> DateMention:
    if part.month is None:
        return _of_day_in_month(part, reference)
    if part.calendar == "h":
        return _of_hijri(part, reference, ahead)
    precision = "day" if part.day is not None else "month"
    how, year = "explicit", part.year
    if year is None:
        how = "completed"
        if reference is None:
            return _mention(None, precision, how)
        year = _year(part, weekday, reference, ahead)
    if part.day is None:
        return _mention(f"{year:04d}-{part.month:02d}", precision, how)
    day = gregorian_day(year, part.month, part.day)
    end = gregorian_day(year, part.month, part.day_end) if part.day_end else None
    return _mention(day.isoformat() if day else None, precision, how, end.isoformat() if end else None)


def _year(part: Part, weekday: Part | None, reference: date, ahead: bool) -> int:
    """The year that a date leaves out."""
    assert part.month is not None
    if part.unit == "year":
        return reference.year + part.value
    direction = part.direction if part.direction != "this" else None
    if part.day is None:
        return _year_of_month(part.month, reference, "next" if ahead and direction is None else direction)
    years = (reference.year, reference.year - 1, reference.year + 1)
    days = [d for y in years if (d := gregorian_day(y, part.month, part.day))]
    if weekday is not None:
        days = [d for d in days if d.weekday() == weekday.value] or days
    elif ahead and direction is None:
        days = [d for d in days if d >= reference] or days
    day = nearest(days, reference, direction) or nearest(days, reference)
    return day.year if day else reference.year


def _year_of_month(month: int, reference: date, direction: str | None) -> int:
    if direction == "last":
        return reference.year - (month >= reference.month)
    if direction == "next":
        return reference.year + (month < reference.month)
    away = (month - reference.month + 6) % 12 - 6
    return month_away(reference, away)[0]


def _of_day_in_month(part: Part, reference: date | None) -> DateMention:
    """'8 الجاري', '14 من الشهر الماضي'."""
    if reference is None or part.day is None:
        return _mention(None, "day", "relative")
    day = gregorian_day(*month_away(reference, part.value), part.day)
    end = gregorian_day(*month_away(reference, part.value), part.day_end) if part.day_end else None
    return _mention(day.isoformat() if day else None, "day", "relative", end.isoformat() if end else None)


def _of_hijri(part: Part, reference: date | None, ahead: bool) -> DateMention:
    assert part.month is not None
    precision, how = ("day" if part.day is not None else "month"), "explicit"
    years = [part.year] if part.year is not None else []
    if not years:
        how = "completed"
        this = hijri_year_of(reference) if reference else None
        years = [this - 1, this, this + 1] if this is not None else []
    found = []
    for year in years:
        whole = hijri_month(year, part.month)
        if part.day is not None:
            day = hijri_day(year, part.month, part.day)
            whole = (day, day) if day else None
        if whole:
            found.append(whole)
    if not found:
        return _mention(None, precision, how)
    starts = dict(found)
    chosen = found[0][0]
    if how == "completed" and reference is not None:
        direction = part.direction or ("next" if ahead else None)
        chosen = nearest(starts, reference, direction if direction != "this" else None) or chosen
    end = starts[chosen].isoformat() if part.day is None else None
    return _mention(chosen.isoformat(), precision, how, end)


def of_offset(part: Part, weekday: Part | None, reference: date | None) -> DateMention:
    if reference is None:
        return _mention(None, "day", "relative")
    try:
        day = reference + timedelta(days=part.value)
    except OverflowError:
        return _mention(None, "day", "relative")
    if weekday is not None and day.weekday() != weekday.value:
        # The page was taken a day or two after it was written: the weekday is what the text says.
        near = [day + timedelta(days=n) for n in range(-3, 4)]
        day = next(d for d in near if d.weekday() == weekday.value)
    return _mention(day.isoformat(), "day", "relative")


def of_weekday(part: Part, reference: date | None, ahead: bool) -> DateMention:
    if reference is None:
        return _mention(None, "day", "relative")
    if ahead and part.direction is None and part.value == reference.weekday():
        return _mention(reference.isoformat(), "day", "relative")
    direction = part.direction or ("next" if ahead else None)
    return _mention(weekday_near(part.value, reference, direction).isoformat(), "day", "relative")


_PERIODS = {"days": "day", "weeks": "week", "months": "month", "years": "year"}


def of_period(part: Part, reference: date | None) -> DateMention:
    unit = _PERIODS.get(part.unit, part.unit)
    if part.year is not None and part.calendar == "h":
        months = hijri_month(part.year, 1), hijri_month(part.year, 12)
        first, end = (months[0][0].isoformat(), months[1][1].isoformat()) if months[0] and months[1] else (None, None)
        return _mention(first, "year", "explicit", end)
    if part.year is not None:
        return _mention(f"{part.year:04d}", "year", "explicit")
    if reference is None:
        return _mention(None, unit, "relative")
    try:
        return _period_away(unit, part.value, reference)
    except (OverflowError, ValueError):
        return _mention(None, unit, "relative")


def _period_away(unit: str, value: int, reference: date) -> DateMention:
    if unit == "day":
        return _mention((reference + timedelta(days=value)).isoformat(), unit, "relative")
    if unit == "week":
        monday, sunday = week_days(reference + timedelta(weeks=value))
        year, week, _ = monday.isocalendar()
        return _mention(f"{year:04d}-W{week:02d}", unit, "relative", sunday.isoformat())
    if unit == "month":
        year, month = month_away(reference, value)
        return _mention(f"{year:04d}-{month:02d}", unit, "relative")
    return _mention(f"{date(reference.year + value, 1, 1).year:04d}", unit, "relative")


def this_year(found: DateMention, reference: date) -> DateMention:
    """'اليوم الخميس 25 ماي 2016' in a report of 25 May 2017: the year is a slip of the pen."""
    today = reference.isoformat()
    if found.iso is None or found.iso == today or found.iso[4:] != today[4:]:
        return found
    return replace(found, iso=today, how="completed")
