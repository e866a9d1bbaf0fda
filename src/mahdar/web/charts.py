"""Small charts as SVG, laid out here: figures of a series over time, and bars by period.

Nothing is told by colour alone: each source has a mark of its own form, what is disputed has a ring, a range is a bar.
x and y are units of the view box.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mahdar.archive.days import days_of
from mahdar.archive.findings import Point, Series
from mahdar.web.page import View

#: Forms of marks for the sources of a series; those behind them share the last.
SHAPES = ("circle", "square", "triangle", "diamond", "cross", "star", "other")
#: The view box, and its margins: for the numbers of the scale, and for the days below.
WIDTH, HEIGHT, _BEFORE, _BELOW, _ABOVE, _AFTER = 720, 300, 80, 44, 20, 20
#: The band of what has no day, and how far marks at one place are set apart.
_UNDATED, _APART = 170, 13
#: Units of a bar with its gap, and of the tallest.
_BAR, _TALL = 7, 18


@dataclass(frozen=True, slots=True)
class Source(View):
    """Who gave figures of a series: entity and names, empty for reports on their own account; `shape` is its mark."""

    entity: str
    name: str
    name_en: str
    shape: str


@dataclass(frozen=True, slots=True)
class Mark(View):
    """A figure: where it stands, up to where its range goes (`y_high`), and whose it is."""

    n: int
    point: Point
    source: Source
    x: float
    y: float
    y_high: float | None


@dataclass(frozen=True, slots=True)
class Tick(View):
    """A place on a scale: a number, or an ISO day or year."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart(View):
    """The figures of a series over time; `undated_from` is where the band of those without a day begins."""

    marks: Sequence[Mark]
    sources: Sequence[Source]
    values: Sequence[Tick]
    days: Sequence[Tick]
    undated_from: float | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def floor(self) -> int:
        """Where the scale of values begins."""
        return HEIGHT - _BELOW

    @property
    def left(self) -> int:
        """Where the scale of days begins."""
        return _BEFORE

    @property
    def right(self) -> int:
        """Where it ends."""
        return WIDTH - _AFTER


def chart(series: Series) -> Chart:
    """The chart of a series."""
    sources = _sources(series.points)
    known = [each for each in map(_middle, series.points) if each is not None]
    undated = len(known) < len(series.points)
    end = WIDTH - _AFTER - (_UNDATED if undated and known else 0)
    values = _steps([value for point in series.points for value in (point.value, point.high or point.value)])
    taken: dict[tuple[int, int], int] = {}
    marks = []
    for n, point in enumerate(series.points, start=1):
        day = _middle(point)
        x = _across(day, known, end) if day is not None else _aside(end, bool(known))
        y = _up(point.value, values)
        spot = round(x / _APART), round(y / _APART)
        at = taken[spot] = taken.get(spot, -1) + 1
        x += (at + 1) // 2 * _APART * (1 if at % 2 else -1)
        high = _up(point.high, values) if point.high is not None else None
        marks.append(Mark(n, point, sources[_key(point)], round(x, 1), y, high))
    ticks = [Tick(_up(value, values), f"{value:,.10g}") for value in values]
    from_ = (end if known else _BEFORE) if undated else None
    return Chart(marks, list(sources.values()), ticks, _day_ticks(known, end), from_)


def _key(point: Point) -> str:
    return "|".join(named.entity for named in point.by)


def _sources(points: Sequence[Point]) -> dict[str, Source]:
    """Those who gave figures, the most frequent first, each with its form."""
    counted: dict[str, list[Point]] = {}
    for point in points:
        counted.setdefault(_key(point), []).append(point)
    found = {}
    for n, key in enumerate(sorted(counted, key=lambda key: -len(counted[key]))):
        by = counted[key][0].by
        names, english = "، ".join(each.name for each in by), ", ".join(each.name_en or each.name for each in by)
        found[key] = Source(by[0].entity if by else "", names, english, SHAPES[min(n, len(SHAPES) - 1)])
    return found


def _middle(point: Point) -> int | None:
    """The day of a point as a number; the middle of a month or year. None where it has none."""
    span = days_of(point.day) if point.day else None
    if span is None:
        return None
    first, last = (date.fromisoformat(day).toordinal() for day in span)
    return (first + last) // 2


def _across(day: int, known: Sequence[int], end: float) -> float:
    first, last = min(known), max(known)
    room = end - _BEFORE - 40
    return _BEFORE + 20 + (room / 2 if first == last else room * (day - first) / (last - first))


def _aside(end: float, beside: bool) -> float:
    return end + _UNDATED / 2 if beside else (_BEFORE + end) / 2


def _up(value: float, scale: Sequence[float]) -> float:
    top = scale[-1] or 1
    return round(HEIGHT - _BELOW - (HEIGHT - _BELOW - _ABOVE) * value / top, 1)


def _steps(values: Sequence[float]) -> list[float]:
    """Round numbers from 0 to what is no less than the largest value: four to six of them."""
    top = max([*values, 0]) or 1
    size = 10 ** math.floor(math.log10(top))
    step = next(size * part for part in (0.2, 0.25, 0.5, 1, 2) if top / (size * part) <= 5)
    return [step * n for n in range(math.ceil(top / step - 1e-9) + 1)]


def _day_ticks(known: Sequence[int], end: float) -> list[Tick]:
    """Days, months or years below the chart, as close as there is room for."""
    if not known:
        return []
    first, last = min(known), max(known)
    if first == last:
        return [Tick(_across(first, known, end), date.fromordinal(first).isoformat())]
    parts = min(last - first, 3 if end > WIDTH - _UNDATED else 2)
    some = sorted({first + (last - first) * n // parts for n in range(parts + 1)})
    return [Tick(round(_across(day, known, end), 1), _told(day, last - first)) for day in some]


def _told(day: int, span: int) -> str:
    """A day as closely as a scale of so many days tells it."""
    iso = date.fromordinal(day).isoformat()
    return iso if span < timedelta(days=120).days else iso[:7]


# -- bars ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bars(View):
    """Bars from left to right, as (x, y, height)."""

    bars: Sequence[tuple[int, int, int]]
    width: int
    height: int = _TALL


def bars(counts: Sequence[int]) -> Bars:
    """Bars for counts; what is not nothing can be seen."""
    most = max([*counts, 1])
    tall = [math.ceil(_TALL * count / most) if count else 0 for count in counts]
    return Bars([(n * _BAR, _TALL - high, high) for n, high in enumerate(tall) if high], max(len(counts) * _BAR, _BAR))
