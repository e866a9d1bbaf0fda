"""What /api has: each list with its filters and the dataclass of its items, and what there is one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from mahdar.archive import (
    Archive,
    CommitmentLine,
    EngagementLine,
    FigureLine,
    Hit,
    IncidentLine,
    ReportLine,
    StatementLine,
    StoredReport,
)
from mahdar.archive.answers import Answer
from mahdar.archive.findings import Event, Named, Office, Pledges, Series
from mahdar.archive.profiles import PlaceCounts, Profile
from mahdar.errors import UnknownEntity
from mahdar.record import CommitmentArea, EngagementKind
from mahdar.web.api_cursor import Begun, ByPlace, ByRun, BySearch
from mahdar.web.page import Asked, Filter, Listed, Page
from mahdar.web.pages import lines, reports, search
from mahdar.web.pages.fields import PARTY, SINCE, UNTIL, code


class Walk(Protocol):
    """How a list is gone through."""

    def begin(self, archive: Archive, given: list[Any] | None) -> Begun:
        """Where to begin, by what a cursor says."""

    def end(self, archive: Archive, asked: Asked, items: Sequence[Any]) -> Sequence[object]:
        """What the next cursor says."""


@dataclass(frozen=True, slots=True)
class One:
    """What is asked for by its id. Raises `UnknownReport` or `UnknownEntity`."""

    answer: type[Answer]
    ask: Callable[[Archive, str], Answer]


@dataclass(frozen=True, slots=True)
class Resource:
    """A list: `ask` gives one item more than wanted where there is one. `words` names it in the catalogue."""

    name: str
    words: str
    answer: type[Answer]
    filters: tuple[Filter, ...]
    ask: Callable[[Asked], Sequence[Answer]]
    walk: Walk
    one: One | None = None
    may: str = "search"
    needs: tuple[str, ...] = ()


def _of(page: Page, answer: type[Answer], words: str, one: One | None = None) -> Resource:
    """The list of a page."""

    def ask(asked: Asked) -> Sequence[Answer]:
        view = cast("Listed", page.view(asked))
        # The page's own function cuts what is too much; one of it says that there is more.
        return [*view.lines, *view.lines[-1:]] if view.more else view.lines

    return Resource(page.name, words, answer, page.filters, ask, ByPlace(), one, page.may)


def _hits(asked: Asked) -> Sequence[Hit]:
    given = asked.filters
    wanted: dict[str, Any] = {name: given.get(name) for name in ("since", "until", "outlet", "party")}
    parts = tuple(search.PLACES[name] for name in given.get("in", ("reports",)))
    return asked.archive.search(given["words"], parts=parts, **wanted, **asked.window())


def _given(asked: Asked, **renamed: str) -> dict[str, Any]:
    """The filters and the window, as the archive calls them."""
    return {renamed.get(name, name): value for name, value in asked.filters.items()} | asked.window()


def _yes(asked: Asked, *names: str) -> dict[str, Any]:
    """As `_given`, with filters that are yes or no as such."""
    told = _given(asked, **{"from": "from_", "open": "open_"})
    return told | {key: told[key] == "true" for name in names if (key := {"open": "open_"}.get(name, name)) in told}


def _events(asked: Asked) -> Sequence[Event]:
    return asked.archive.events(**_yes(asked, "disputed", "merged"))


def _chains(asked: Asked) -> Sequence[Pledges]:
    return asked.archive.pledges(**_yes(asked, "open"))


def _series(asked: Asked) -> Sequence[Series]:
    return asked.archive.series(**_yes(asked, "disputed"))


def _offices(asked: Asked) -> Sequence[Office]:
    return asked.archive.offices(**_yes(asked, "speaks"))


def _places(asked: Asked) -> Sequence[PlaceCounts]:
    return asked.archive.places(**_given(asked))


def _entities(asked: Asked) -> Sequence[Named]:
    found = asked.archive.entities(asked.filters["name"])
    return found[asked.offset : asked.offset + asked.limit + 1]


def _event(archive: Archive, id_: str) -> Event:
    found = archive.events(id=_entity(archive, "event", id_), limit=1)
    if not found:
        raise UnknownEntity("no event of that id", where=id_)
    return found[0]


def _chain(archive: Archive, id_: str) -> Pledges:
    found = archive.pledges(id=_entity(archive, "chain", id_), limit=1)
    if not found:
        raise UnknownEntity("no chain of that id", where=id_)
    return found[0]


def _entity(archive: Archive, kind: str, id_: str) -> str:
    """The id of an event or chain by its address, or by what stands behind the kind in it."""
    written = id_ if "/" in id_ else f"{kind}/{id_}"
    if written.partition("/")[0] not in (kind, "engagement" if kind == "event" else kind) or "@" in written:
        raise UnknownEntity(f"no {kind} of that id", expected=f"{kind}/CODE", where=id_)
    return archive.linking().resolve(written.replace("event/", "engagement/", 1))


def _profile(archive: Archive, id_: str) -> Profile:
    return archive.entity(id_.replace("state/", "state:", 1))


def _report(archive: Archive, id_: str) -> StoredReport:
    return archive.report(id_)


def _flag(name: str) -> Filter:
    return Filter(name, "code", ("true", "false"))


_DAYS = (SINCE, UNTIL)
RESOURCES: tuple[Resource, ...] = (
    _of(reports.PAGE, ReportLine, "api_reports", One(StoredReport, _report)),
    _of(lines.ENGAGEMENTS, EngagementLine, "api_engagements"),
    _of(lines.STATEMENTS, StatementLine, "api_statements"),
    _of(lines.COMMITMENTS, CommitmentLine, "api_commitments"),
    _of(lines.INCIDENTS, IncidentLine, "api_incidents"),
    _of(lines.FIGURES, FigureLine, "api_figures"),
    Resource("search", "api_search", Hit, search.PAGE.filters, _hits, BySearch(), needs=("words",)),
    Resource(
        "entities", "api_entities", Named, (Filter("name"),), _entities, ByRun(), One(Profile, _profile),
        needs=("name",),
    ),
    Resource(
        "events", "api_events", Event,
        (PARTY, code("kind", EngagementKind), Filter("place"), _flag("disputed"), _flag("merged"), *_DAYS),
        _events, ByRun(), One(Event, _event),
    ),
    Resource(
        "chains", "api_chains", Pledges,
        (PARTY, Filter("from"), Filter("to"), code("area", CommitmentArea), _flag("open"), *_DAYS),
        _chains, ByRun(), One(Pledges, _chain),
    ),
    Resource(
        "series", "api_series", Series, (PARTY, Filter("words"), Filter("unit"), _flag("disputed"), *_DAYS),
        _series, ByRun(),
    ),
    Resource(
        "offices", "api_offices", Office, (PARTY, Filter("words"), _flag("speaks"), *_DAYS), _offices, ByRun()
    ),
    Resource("places", "api_places", PlaceCounts, _DAYS, _places, ByRun()),
)  # fmt: skip
