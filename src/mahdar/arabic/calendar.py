"""Dates in Arabic reports: where they stand, and which day, month or year they mean.

Months of every CLDR set of the Arab states, Hijri dates, numeric dates (day first; year first is ISO), weekdays,
'أمس' and 'الشهر الماضي'. What is relative is counted from the report's own day; without it such a date is found and
stays unknown.

Choices that the press makes ambiguous: '3/4/2016' is 3 April. A weekday alone is the latest one up to the report's
day, or the next one where the sentence looks ahead ('سيزور ... الثلاثاء'). A day or month without a year is the one
nearest to the report's day, and is marked completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from mahdar.arabic.date_parts import parts
from mahdar.arabic.date_reckoning import DateMention, of_date, of_offset, of_period, of_weekday, this_year
from mahdar.arabic.date_words import Part, at, word_list
from mahdar.arabic.words import BREAK, MARK, NUMBER, WORD, Word

__all__ = ["DateMention", "date_in", "find_dates"]

#: How far back a sentence is searched for a sign that it looks ahead, in words.
LOOKS_BACK = 14
#: How many words stand between two dates of which one is meant: 'مطلع مايو أو في نهاية يونيو'.
ALTERNATIVES_WITHIN = 3
_MARKS = frozenset("()[]«»“”\"'،,/-–—|:•*.")


def find_dates(
    tokens: Sequence[Word], reference: date | None, first: int = 0, last: int | None = None
) -> list[DateMention]:
    """The dates that begin within words ``[first, last)``, in order, counted from the `reference` day."""
    stop = len(tokens) if last is None else last
    found = [_resolve(tokens, group, reference) for group in _groups(tokens, parts(tokens, first, stop))]
    return _join_ranges(tokens, [m for m in found if m is not None])


def date_in(tokens: Sequence[Word], first: int, last: int, reference: date | None) -> str | None:
    """The date that the clause of words ``[first, last)`` gives for what it tells: ISO day, month or year, or None.

    A day before a month before a year; 'منذ' and 'بعد' only where nothing else is given, 'قبل' and 'حتى' never. A week
    is no date, nor one of several ('سبتمبر أو أكتوبر'): of eleven readings of a week as its month on the development
    reports three were right.
    """
    rank = {"day": 0, "month": 1, "year": 2}
    best: tuple[int, int, str] | None = None
    found = find_dates(tokens, reference, first, last)
    for mention in _without_alternatives(tokens, found):
        if mention.iso is None or mention.precision not in rank or mention.bound in ("before", "until"):
            continue
        if mention.precision != "day" and mention.end:
            continue  # a Hijri month or year is no Gregorian one
        key = (rank[mention.precision] + (3 if mention.bound else 0), mention.first, mention.iso)
        if best is None or key < best:
            best = key
    return best[2] if best else None


def _without_alternatives(tokens: Sequence[Word], found: Sequence[DateMention]) -> list[DateMention]:
    """Dates without those of which only one is meant: 'في سبتمبر [أو] أكتوبر'."""
    open_ = {k for k, (one, other) in enumerate(pairwise(found)) if _are_alternatives(tokens, one, other)}
    return [m for k, m in enumerate(found) if k not in open_ and k - 1 not in open_]


def _are_alternatives(tokens: Sequence[Word], one: DateMention, other: DateMention) -> bool:
    between = [token.text for token in tokens[one.last : other.first]]
    return one.precision == other.precision and "او" in between and len(between) <= ALTERNATIVES_WITHIN


# -- putting parts together ----------------------------------------------------------------------------------------


def _groups(tokens: Sequence[Word], found: Iterable[Part]) -> list[list[Part]]:
    groups: list[list[Part]] = []
    for part in found:
        if groups and not part.apart and _belongs(tokens, groups[-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _belongs(tokens: Sequence[Word], group: list[Part], part: Part) -> bool:
    if part.kind in ("period", "ago") or group[0].kind in ("period", "ago"):
        return False
    for other in group:
        if other.kind == part.kind and (part.kind != "date" or not _twins(other, part)):
            return False
    gap = range(group[-1].last, part.first)
    return len(gap) <= 4 and all(_joins(tokens, k) for k in gap)


def _twins(one: Part, other: Part) -> bool:
    """Whether two dates can be the same day in two calendars."""
    return one.calendar != other.calendar and one.day is not None and other.day is not None


def _joins(tokens: Sequence[Word], k: int) -> bool:
    token = tokens[k]
    if token.kind == MARK:
        return token.text in _MARKS
    if token.kind != WORD:
        return False
    return token.text in ("في", "عند", "ل", "من", "ال") or at(tokens, k, "matching") is not None or _daytime(tokens, k)


def _daytime(tokens: Sequence[Word], k: int) -> bool:
    return at(tokens, k, "daytime") is not None


def _resolve(tokens: Sequence[Word], group: list[Part], reference: date | None) -> DateMention | None:
    by_kind = {p.kind: p for p in group if p.kind != "date"}
    dates = sorted((p for p in group if p.kind == "date"), key=lambda p: (p.calendar, p.year is None))
    first, last = group[0].first, group[-1].last
    if last < len(tokens) and tokens[last].text == ")" and any(tokens[k].text == "(" for k in range(first, last)):
        last += 1
    time = by_kind["time"].clock if "time" in by_kind else None
    ahead = _looks_ahead(tokens, first)
    weekday = by_kind.get("weekday")
    if dates:
        found = of_date(dates[0], weekday, reference, ahead)
        if found.iso is None and len(dates) > 1:
            found = of_date(dates[1], weekday, reference, ahead)
        if "offset" in by_kind and by_kind["offset"].value == 0 and reference is not None:
            found = this_year(found, reference)
    elif "offset" in by_kind:
        found = of_offset(by_kind["offset"], weekday, reference)
    elif weekday is not None:
        found = of_weekday(weekday, reference, ahead)
    elif group[0].kind in ("period", "ago"):
        found = of_period(group[0], reference)
    else:
        return None
    return replace(found, first=first, last=last, time=time, bound=_bound(tokens, group[0]), ahead=ahead)


def _looks_ahead(tokens: Sequence[Word], i: int) -> bool:
    for k in range(i - 1, max(-1, i - 1 - LOOKS_BACK), -1):
        token = tokens[k]
        if token.kind == BREAK or (token.kind == MARK and token.text in ".!؟"):
            return False
        if token.kind == WORD and (_future_verb(token.text) or at(tokens, k, "ahead") is not None):
            return True
    return False


def _future_verb(word: str) -> bool:
    stem = word[1:] if word[:1] in "وف" else word
    if len(stem) < 4 or stem[0] != "س" or stem[1] not in "يت":
        return False
    return not stem.startswith(tuple(word_list("not_ahead")))


def _bound(tokens: Sequence[Word], part: Part) -> str | None:
    if part.kind == "ago":
        return "since" if tokens[part.first].text.endswith("منذ") else None
    k = part.first - 1
    while k >= 0 and tokens[k].kind in (WORD, NUMBER) and (_daytime(tokens, k) or tokens[k].text in ("شهر", "ال")):
        k -= 1
    for start in (k - 1, k):
        hit = at(tokens, start, "bound") if start >= 0 else None
        if hit is not None and hit.last > k:
            return hit.value
    return None


def _join_ranges(tokens: Sequence[Word], found: list[DateMention]) -> list[DateMention]:
    """'من 28 آذار إلى 2 نيسان' is one mention with an end."""
    joined: list[DateMention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if before is not None and _ranges(tokens, before, mention):
            joined[-1] = replace(before, last=mention.last, end=mention.iso, bound=None)
        else:
            joined.append(mention)
    return joined


def _ranges(tokens: Sequence[Word], one: DateMention, other: DateMention) -> bool:
    if (
        one.precision != "day"
        or other.precision != "day"
        or one.iso is None
        or other.iso is None
        or one.end is not None
    ):
        return False
    gap = [tokens[k].text for k in range(one.last, other.first)]
    return gap in (["الي"], ["حتي"], ["ولغايه"], ["لغايه"], ["وحتي"]) and one.iso < other.iso
