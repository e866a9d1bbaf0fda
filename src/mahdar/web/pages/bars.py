"""A small chart of how much there was in each month, drawn on the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mahdar.archive.profiles import Month
from mahdar.minutes.days import day_in_words
from mahdar.web.page import View
from mahdar.wording import Language

#: The chart in its own units; a longer time than so many months is counted by years.
WIDTH, HEIGHT, _MOST = 600, 96, 60
_YEAR, _MONTHS = 4, 12


@dataclass(frozen=True, slots=True)
class Bar(View):
    """A month or year with what was counted, and its place in the chart; time runs as the language is written."""

    month: str
    words: str
    count: int
    x: float
    y: float
    width: float
    height: float


def bars(months: Sequence[Month], language: Language) -> list[Bar]:
    """The bars of all months from the first to the last; of years where these are many. What has no day has no bar."""
    counted = Counter({one.month: sum(one.counts.values()) for one in months if one.month is not None})
    if not counted:
        return []
    every = _every(min(counted), max(counted))
    if len(every) > _MOST:
        years: Counter[str] = Counter()
        for month, count in counted.items():
            years[month[:_YEAR]] += count
        first, last = min(years), max(years)
        counted, every = years, [f"{year:04}" for year in range(int(first), int(last) + 1)][-_MOST:]
    return _placed([(one, counted[one]) for one in every], language)


def _every(first: str, last: str) -> list[str]:
    """All months from one to another."""
    start, end = (int(one[:_YEAR]) * _MONTHS + int(one[_YEAR + 1 :]) - 1 for one in (first, last))
    return [f"{n // _MONTHS:04}-{n % _MONTHS + 1:02}" for n in range(start, end + 1)]


def _placed(told: Iterable[tuple[str, int]], language: Language) -> list[Bar]:
    some = list(told)
    most, step = max(count for _, count in some), min(WIDTH / len(some), 40)
    placed = []
    for n, (month, count) in enumerate(some):
        x = n * step if language == "en" else WIDTH - (n + 1) * step
        height = HEIGHT * count / most
        day = day_in_words(month, language)
        placed.append(Bar(month, day.text if day is not None else month, count, round(x + step * 0.1, 2),
                          round(HEIGHT - height, 2), round(step * 0.8, 2), round(height, 2)))  # fmt: skip
    return placed
