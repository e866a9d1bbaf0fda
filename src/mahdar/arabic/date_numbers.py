"""Dates and clock times in figures: '17/1/2016', '2016-01-17', '17.1.2016', '22:26', '11:42 ص'."""

from __future__ import annotations

from collections.abc import Sequence

from mahdar.arabic.date_words import Part, at, bare_at, mark_at, number_at, text_at
from mahdar.arabic.dates import GREGORIAN_YEARS, HIJRI_YEARS, full_year
from mahdar.arabic.words import NUMBER, Word

_DASHES = frozenset("-–—/.")


def numeric_date(tokens: Sequence[Word], i: int) -> Part | None:
    """'17/1/2016', '2016-01-17', '17.1.2016', '6 - 2 - 2019'; day first, ISO where the year is first."""
    dotted = tokens[i].text.split(".")
    if len(dotted) == 3:
        texts, last = dotted, i + 1
    else:
        if not (mark_at(tokens, i + 1, _DASHES) and text_at(tokens, i + 3) == tokens[i + 1].text):
            return None
        if i + 4 >= len(tokens) or any(tokens[k].kind != NUMBER for k in (i + 2, i + 4)):
            return None
        texts, last = [tokens[k].text for k in (i, i + 2, i + 4)], i + 5
    if not all(t.isdigit() and len(t) in (1, 2, 4) for t in texts):
        return None
    numbers = [int(t) for t in texts]
    if len(texts[0]) == 4:
        year, month, day = numbers
    elif len(texts[2]) == 4 or (len(texts[2]) == 2 and last == i + 5 and tokens[i].end == tokens[i + 1].start):
        day, month, year = numbers
        year = full_year(year)
    else:
        return None
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    calendar, last = era(tokens, last, year)
    return Part(i, last, "date", calendar, year, month, day) if calendar else None


def era(tokens: Sequence[Word], i: int, year: int) -> tuple[str, int]:
    """The calendar of a year that ends before word `i` ('' where it is none), and where its 'هـ' or 'م' ends."""
    mark = text_at(tokens, i)
    last = i + 1 if mark in ("ه", "م", "هجري", "هجريه", "ميلادي", "ميلاديه", "مه") else i
    if mark.startswith("ه") and last > i:
        return ("h" if year in HIJRI_YEARS else ""), last
    if year in HIJRI_YEARS:
        return "h", i
    return ("g" if year in GREGORIAN_YEARS else ""), last


def clock_time(tokens: Sequence[Word], i: int, first: int) -> Part | None:
    """'22:26', '11:42 ص', '2:12pm GMT', and after 'الساعة' also '4,30' and '7'."""
    hour, minute, last = number_at(tokens, i), 0, i + 1
    if hour is not None and text_at(tokens, i + 1) == ":":
        minutes = number_at(tokens, i + 2)
        if minutes is None or len(tokens[i + 2].text) != 2:
            return None
        minute, last = minutes, i + 3
        if text_at(tokens, i + 3) == ":" and number_at(tokens, i + 4) is not None:
            last = i + 5
    elif first == i:
        return None
    elif hour is None:
        pieces = tokens[i].text.replace(",", ".").split(".") if tokens[i].kind == NUMBER else []
        if len(pieces) != 2:
            return None
        hour, minute = int(pieces[0]), int(pieces[1])
    if hour > 24 or minute > 59:
        return None
    for _ in range(2):
        half = bare_at(tokens, last, "meridiem")
        if half is None:
            break
        if half.value == "pm" and hour < 12:
            hour += 12
        elif half.value == "am" and hour == 12:
            hour = 0
        last = half.last
    return Part(first, last, "time", clock=f"{hour % 24:02d}:{minute:02d}")


def clock_word(tokens: Sequence[Word], i: int) -> Part | None:
    hit = at(tokens, i, "clock")
    return clock_time(tokens, hit.last, i) if hit is not None and hit.last < len(tokens) else None
