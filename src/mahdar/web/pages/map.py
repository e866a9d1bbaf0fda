"""The map: places of engagements and incidents, larger the more there are, with counts by period and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from mahdar.archive.profiles import Month, PlaceCounts
from mahdar.record import EngagementKind, IncidentType
from mahdar.web.charts import Bars, bars
from mahdar.web.maps import WIDTH, Frame, Spot, frames, land, spots
from mahdar.web.page import Asked, Filter, Page, View, plain
from mahdar.web.pages.fields import SINCE, UNTIL

#: Circles on the map at the most; all places stand in the table. Years that stand by themselves: those before are one.
_MOST, _YEARS = 250, 20
_KINDS = ("engagement", *get_args(EngagementKind), "incident", *get_args(IncidentType))


@dataclass(frozen=True, slots=True)
class Period(View):
    """How much there is in one year, or (`since` None) in all until one; both None for what has no day."""

    since: str | None
    until: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Placed(View):
    """A place in the table, with what is counted there by year, and by the periods of the page."""

    counts: PlaceCounts
    years: dict[str, int]
    periods: Sequence[Period]
    bars: Bars


@dataclass(frozen=True, slots=True)
class Map(View):
    """A section of the map with its marks, and the places of the page; `beyond` counts those that have no mark."""

    frame: Frame
    land: str
    spots: Sequence[Spot]
    placed: Sequence[Placed]
    count: int
    beyond: int
    years: dict[str, int]
    periods: Sequence[Period]
    further: bool

    @property
    def width(self) -> int:
        """Units from edge to edge."""
        return WIDTH

    @property
    def more(self) -> bool:
        """Whether there are further places."""
        return self.further

    def to_dict(self) -> dict[str, Any]:
        """The places with their months; how they are drawn is the page's alone."""
        places = [plain(each.counts) | {"years": each.years} for each in self.placed]
        return {"frame": self.frame.name, "count": self.count, "years": self.years, "places": places}

    def table(self) -> Sequence[dict[str, Any]]:
        """One row for each place and month."""
        return [_row(each.counts, month) for each in self.placed for month in each.counts.months]


def _row(one: PlaceCounts, month: Month) -> dict[str, Any]:
    where = one.where
    return {
        "place": plain(one.place), "entity": one.place.entity, "state": one.state, "lat": where and where.lat,
        "lon": where and where.lon, "approximate": where and where.approximate, "month": month.month,
        "engagements": month.counts.get("engagements", 0), "incidents": month.counts.get("incidents", 0),
    }  # fmt: skip


def map_(asked: Asked) -> Map:
    """All places of the period are counted together, so that they can be put in order; the page shows some of them."""
    frame = frames()[asked.filters.get("frame", next(iter(frames())))]
    places = _places(asked)
    names = [one.place.name_en if asked.say.english_names and one.place.name_en else one.place.name for one in places]
    marks = spots(frame, places, names, _MOST)
    shown = places[asked.offset : asked.offset + asked.limit]
    years = _years(month for one in places for month in one.months)
    periods = _periods(years, years)
    return Map(
        frame, land(frame, asked.settings.borders), marks, [_placed(one, years) for one in shown], len(places),
        len(places) - len(marks), years, periods, len(places) > asked.offset + asked.limit,
    )  # fmt: skip


def _places(asked: Asked) -> list[PlaceCounts]:
    wanted: dict[str, Any] = {name: asked.filters.get(name) for name in ("since", "until", "kind")}
    if any(wanted.values()):
        return asked.archive.places(**wanted)
    return asked.memo.of("places", asked.archive.places)


def _placed(one: PlaceCounts, all_years: dict[str, int]) -> Placed:
    years = _years(one.months)
    periods = _periods(years, all_years)
    by_year = {period.until: period.count for period in periods}
    shown = [period.until for period in _periods(all_years, all_years) if period.until]
    return Placed(one, years, periods, bars([by_year.get(until, 0) for until in shown]))


def _periods(years: dict[str, int], all_years: dict[str, int]) -> list[Period]:
    """The latest of all years that there are, each by itself if it is among `years`; those before together."""
    dated = [year for year in all_years if year]
    single, before = dated[-_YEARS:], dated[:-_YEARS]
    told = [Period(year, year, years[year]) for year in single if year in years]
    earlier = sum(years.get(year, 0) for year in before)
    undated = [Period(None, None, years[""])] if "" in years else []
    return [*([Period(None, before[-1], earlier)] if earlier else []), *told, *undated]


def _years(months: Any) -> dict[str, int]:  # noqa: ANN401 -- an iterable of `Month`
    """How much there is in each year, the earliest first; what has no day under ''."""
    counted: Counter[str] = Counter()
    for month in months:
        counted[(month.month or "")[:4]] += sum(month.counts.values())
    return {year: counted[year] for year in sorted(counted, key=lambda year: (not year, year))}


PAGE = Page(
    "map",
    map_,
    filters=(Filter("kind", "code", _KINDS), SINCE, UNTIL, Filter("frame", "code", tuple(frames()), shown=False)),
    menu=5,
)
