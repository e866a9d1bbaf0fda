"""Figures over time: series of figures on one thing, those of most figures first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.answers import line_address
from mahdar.archive.findings import Point, Series
from mahdar.web.page import Asked, Filter, Page, View, plain
from mahdar.web.pages.fields import PARTY, SINCE, UNTIL


@dataclass(frozen=True, slots=True)
class Summary(View):
    """A series in the list: `id` is that of its page, from `least` to `most`, from `first` to `last` day."""

    id: str
    series: Series
    least: float
    most: float
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class SeriesList(View):
    """A page of series."""

    series: Sequence[Summary]
    further: bool

    @property
    def more(self) -> bool:
        """Whether there are further series."""
        return self.further

    def table(self) -> Sequence[dict[str, Any]]:
        """One row for each figure of each series."""
        return [row for each in self.series for row in rows(each.series)]


def series(asked: Asked) -> SeriesList:
    """What was counted, by whom and how often; filters choose whole series."""
    given = asked.filters
    wanted: dict[str, Any] = {name: given.get(name) for name in ("party", "words", "unit", "since", "until")}
    disputed = {"contradicted": True, "uncontradicted": False}.get(given.get("disputed", ""))
    found = asked.archive.series(**wanted, disputed=disputed, **asked.window())
    return SeriesList([summary(each) for each in found[: asked.limit]], len(found) > asked.limit)


def summary(one: Series) -> Summary:
    """A series as the list shows it."""
    values = [value for point in one.points for value in (point.value, point.high or point.value)]
    days = sorted(point.day for point in one.points if point.day)
    first, last = (days[0], days[-1]) if days else (None, None)
    return Summary(id_of(one.points[0]), one, min(values), max(values), first, last)


def id_of(point: Point) -> str:
    """What the page of a series goes by: the address of a figure in it, without 'figure/'; that stays."""
    return line_address("figure", point.report, point.span).removeprefix("figure/")


def rows(one: Series, points: Iterable[Point] | None = None) -> list[dict[str, Any]]:
    """The figures of a series as rows of a table."""
    head = {"what": one.what, "unit": one.unit, "kind": one.kind, "disputed": one.disputed}
    told = []
    for point in one.points if points is None else points:
        own = plain(point)
        told.append(head | {"contradicted": own.pop("disputed")} | own)
    return told


PAGE = Page(
    "series",
    series,
    filters=(
        Filter("words", label="counted_what"),
        Filter("unit"),
        PARTY,
        Filter("disputed", "code", ("contradicted", "uncontradicted"), label="differing"),
        SINCE,
        UNTIL,
    ),
    menu=20,
)
