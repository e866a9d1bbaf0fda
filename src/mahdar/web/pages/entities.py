"""The list of persons, bodies, places and states, and the search for one by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mahdar.archive import Archive
from mahdar.archive.findings import STATE, Named
from mahdar.archive.overviews import Entry
from mahdar.archive.wanted import name_key
from mahdar.web.page import Asked, Filter, Page, View
from mahdar.web.pages.fields import code

EntityKind = Literal["person", "body", "place", "state"]
#: Entities of a name that are counted and ordered; a name that means more is to be given in full.
_MOST = 300


@dataclass(frozen=True, slots=True)
class Entities(View):
    """A page of entities."""

    entries: Sequence[Entry]
    further: bool

    def table(self) -> Sequence[Entry]:
        """The entities."""
        return self.entries

    @property
    def more(self) -> bool:
        """Whether there are further ones."""
        return self.further


def entities(asked: Asked) -> Entities:
    """Those of a name, the exact one first; else all, those that most reports name first."""
    name, kind = asked.filters.get("name"), asked.filters.get("kind")
    if name is None:
        key = f"entities {kind} {asked.offset} {asked.limit}"
        found = _kept(asked, key, kind) if asked.offset == 0 else _some(asked, kind)
    else:
        found = _called(asked.archive, name, kind)[asked.offset : asked.offset + asked.limit + 1]
    return Entities(found[: asked.limit], len(found) > asked.limit)


def _some(asked: Asked, kind: str | None) -> list[Entry]:
    return asked.archive.most_named(kind=kind, **asked.window())


def _kept(asked: Asked, key: str, kind: str | None) -> list[Entry]:
    """The first page, which may be a minute old: it counts the whole archive."""
    return asked.memo.of(key, lambda: _some(asked, kind))


def _called(archive: Archive, name: str, kind: str | None) -> list[Entry]:
    """The entities that a name means, in any spelling and either script."""
    exact = {one.entity for one in archive.entities(name) if is_called(one, name)}
    ids = [one.entity for one in archive.entities(name)]
    if kind is not None:
        start = STATE if kind == "state" else f"{kind}/"
        ids = [id_ for id_ in ids if id_.startswith(start)]
    ids.sort(key=lambda id_: id_ not in exact)
    found = archive.entries(ids[:_MOST])
    found.sort(key=lambda entry: (entry.entity not in exact, -entry.reports, entry.kind != "state"))
    return found


def is_called(named: Named, name: str) -> bool:
    """Whether that is its very name, spelling aside."""
    key = name_key(name)
    return key in (name_key(named.name), name_key(named.name_en))


PAGE = Page("entities", entities, filters=(Filter("name"), code("kind", EntityKind)), menu=4)
