"""What the first pages would else wait for, done before the server says where it is: lists of names and places are
read, templates compiled, and each page is drawn once, so that what it asks of the database is compiled as well.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from threading import Thread
from typing import Any

from fastapi import FastAPI

from mahdar.arabic.romanisation import romanise
from mahdar.archive import Archive
from mahdar.archive.answers import entity_address
from mahdar.web.answering import Site
from mahdar.web.api_resources import RESOURCES, Resource
from mahdar.web.page import Asked, Document, Elsewhere, Page, plain
from mahdar.web.pages import PAGES, home
from mahdar.web.pages.series import id_of
from mahdar.web.showing import Here, wording
from mahdar.who.role_english import role_in_english
from mahdar.wording import Language

_log = logging.getLogger(__name__)
#: A post with a state and a name, which ask for every list that an English page may ask for.
_ROLE, _NAME = "وزير الخارجية العراقي", "محمد الغبان"
#: Seconds after which the server says where it is all the same: a large archive may lie on a slow disk.
_PATIENCE = 20.0
#: What pages are of that few look at, and that may take long: the log of an archive is checked from its beginning.
_NOT_DRAWN = frozenset({"users", "audit"})
#: Among so many places there is one that is no state.
_PLACES = 20
#: Pages by their names: an id and filters that lead to something.
Examples = Mapping[str, tuple[str, Mapping[str, Any]]]


def warm(app: FastAPI, patience: float = _PATIENCE) -> None:
    """Make ready what `create_app` made; what is not done after so many seconds goes on beside the first requests.

    What fails is told in the log: the pages will say what is wrong.
    """
    steps, late = _steps(app.state.site), time.monotonic() + patience
    for step in steps:
        _take(step)
        if time.monotonic() > late:
            Thread(target=_go_on, args=(steps,), name="warming", daemon=True).start()
            return
    _settle()


def _go_on(steps: Iterable[Callable[[], object]]) -> None:
    for step in steps:
        _take(step)
    _settle()


def _take(step: Callable[[], object]) -> None:
    try:
        step()
    except Exception:  # noqa: BLE001 -- the pages say what is wrong, and go on without this
        _log.exception("warming up failed")


def _settle() -> None:
    # The lists stay as long as the server does: looked through for garbage they made a page now and then 100 ms slower.
    gc.collect()
    gc.freeze()


def _steps(site: Site) -> Iterator[Callable[[], object]]:
    yield partial(role_in_english, _ROLE)
    yield partial(romanise, _NAME)
    for showing in site.showings.values():
        yield showing.compile
    examples: dict[str, tuple[str, Mapping[str, Any]]] = {}
    yield lambda: examples.update(_examples(site.archive))
    for page in PAGES:
        if page.may not in _NOT_DRAWN:
            yield partial(_draw, site, page, "en", examples)
    yield partial(_draw, site, home.PAGE, "ar", examples)
    for resource in RESOURCES:
        yield partial(_list, site, resource, examples)


def _examples(archive: Archive) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """One of each of what pages have an address for, where the archive has one."""
    yield "search", ("", {"words": _ROLE})
    yield "entities", ("", {"name": _NAME})
    for report in archive.reports(limit=1):
        yield "report", (report.id, {})
    for kind in ("person", "body", "state"):
        for entry in archive.most_named(kind=kind, limit=1):
            yield _at(entity_address(entry.entity))
    for place in archive.places(kind="engagement", limit=_PLACES):
        if place.where is not None and place.where.kind != "country":
            yield _at(entity_address(place.place.entity))
    for line in archive.engagements(limit=1):
        yield _at(line.address)
    for event in archive.events(limit=1):
        yield _at(entity_address(event.id))
    for chain in archive.pledges(newest=True, limit=1):
        yield _at(entity_address(chain.id))
    for series in archive.series(limit=1):
        yield "claims", (id_of(series.points[0]), {})
    for pair in archive.pairs(limit=1):
        yield "pair", ("", {"a": pair.giver.entity, "b": pair.taker.entity})


def _at(found: str | None) -> tuple[str, tuple[str, Mapping[str, Any]]]:
    name, _, id_ = (found or "").partition("/")
    return name, (id_, {})


def _draw(site: Site, page: Page, language: Language, examples: Examples) -> None:
    id_, filters = examples.get(page.name, ("", {}))
    if page.with_id and not id_:
        return
    asked = _asked(site, language, id_, filters)
    view = page.view(asked)
    if not isinstance(view, Elsewhere | Document):
        here = Here(path="/", other="/")
        site.showings[language].html(page.file, page=page, view=view, asked=asked, here=here)


def _list(site: Site, resource: Resource, examples: Examples) -> None:
    filters = examples.get(resource.name, ("", {}))[1]
    for found in resource.ask(_asked(site, "en", "", filters if resource.needs else {})):
        plain(found)


def _asked(site: Site, language: Language, id_: str, filters: Mapping[str, Any]) -> Asked:
    return Asked(
        site.archive, wording(language), filters, id_, limit=site.settings.page_size, memo=site.memo,
        settings=site.settings,
    )  # fmt: skip
