"""By when something is to be done: the last day that 'خلال ثلاثين يوما', 'قبل نهاية أيلول', 'بحلول عام 2023' mean.

What the words leave open is taken as long as they allow: 'بحلول مطلع ديسمبر' runs to the end of December. What tells of
the past ('قبل ثلاثة أيام', 'خلال الأشهر الماضية') or of no day ('خلال لقائه اليوم') is no deadline: the answer is None.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache

from mahdar.arabic.calendar import DateMention, find_dates
from mahdar.arabic.date_words import bare_at, number_at, text_at, word_list
from mahdar.arabic.dates import month_away
from mahdar.arabic.folding import Folded
from mahdar.arabic.memory import FORMS
from mahdar.arabic.numbers import find_numbers
from mahdar.arabic.phrases import listed_under
from mahdar.arabic.words import Word, words


@lru_cache(maxsize=FORMS)
def last_day(text: str, told: date) -> date | None:
    """The last day on which a deadline in a report of that day can be kept; None where the words give none."""
    tokens = words(Folded(text))
    opener = next((i for i, token in enumerate(tokens) if token.text in _terms("within") | _terms("by")), None)
    if opener is None:
        return None
    within = tokens[opener].text in _terms("within")
    try:
        found = _after(tokens, opener + 1, told) if within else None
        found = found or _dated(tokens, opener, told)
    except (OverflowError, ValueError):  # beyond the years that there are
        return None
    return found if found is not None and found >= told else None


@cache
def _terms(kind: str) -> frozenset[str]:
    return frozenset(listed_under("mahdar.arabic", "deadline_words.tsv", kind))


def _after(tokens: Sequence[Word], i: int, told: date) -> date | None:
    """'[خلال] شهرين', '[في غضون] ثلاثين يوما'; not what is over: '[خلال] شهرين ماضيين'."""
    length = _length(tokens, i)
    while length is None and text_at(tokens, i) in _terms("between"):
        i += 1
        length = _length(tokens, i)
    if length is None:
        return None
    count, unit, last = length
    direction = bare_at(tokens, last, "direction")
    if text_at(tokens, last) in _terms("over") or (direction is not None and direction.value != "next"):
        return None
    if unit in ("months", "years"):
        year, month = month_away(told, count * (12 if unit == "years" else 1))
        return date(year, month, min(told.day, monthrange(year, month)[1]))
    days = {"hours": -(-count // 24), "days": count, "weeks": 7 * count}[unit]
    return told + timedelta(days=days)


def _length(tokens: Sequence[Word], i: int) -> tuple[int, str, int] | None:
    """How many of which unit, and the word behind them."""
    number = number_at(tokens, i)
    counted = bare_at(tokens, i, "count") if number is None else None
    if number is None and counted is None:
        number, after = _tens(tokens, i)
    else:
        after = i + 1
    count = int(counted.value) if counted is not None else number
    if count is None:
        whole = bare_at(tokens, i, "ago")
        if whole is None or number_at(tokens, whole.last) is not None:
            return None
        value, unit = whole.value.split()
        return int(value), unit, whole.last
    if text_at(tokens, after) in _terms("hours"):
        return count, "hours", after + 1
    hit = bare_at(tokens, after, "ago_unit")
    return (count, hit.value, hit.last) if hit is not None else None


def _tens(tokens: Sequence[Word], i: int) -> tuple[int | None, int]:
    """A number in words beyond ten, and the word behind it."""
    found = next(iter(find_numbers(tokens, i)), None)
    if found is None or found.first != i or found.kind != "cardinal" or found.definite or found.value % 1:
        return None, i
    return int(found.value), found.last


def _dated(tokens: Sequence[Word], opener: int, told: date) -> date | None:
    """The last day of the day, month or year that stands behind the opener."""
    found = find_dates(tokens, told, opener)
    if len(found) != 1 or found[0].iso is None or found[0].bound in ("since", "after"):
        return None
    (mention,) = found
    gap = range(opener + 1, mention.first)
    if any(text_at(tokens, k) not in _terms("between") | word_list("part") for k in gap):
        return None
    day = _end(mention)
    if day < told and mention.how == "completed" and mention.end is None:
        # A month without its year is the nearest one; what is promised is yet to come.
        iso = mention.iso or ""
        day = _end(replace(mention, iso=f"{int(iso[:4]) + 1:04d}{iso[4:]}"))
    return day


def _end(mention: DateMention) -> date:
    """The last day of a date. Raises `ValueError` for what is none."""
    if mention.end is not None:
        return date.fromisoformat(mention.end)
    year, month, day = (*map(int, (mention.iso or "").split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])
