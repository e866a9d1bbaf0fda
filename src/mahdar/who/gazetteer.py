"""The gazetteer: places by Arabic name, with coordinates, ids and English names.

data/gazetteer.tsv.gz comes from training/build_gazetteer.py; data/sites.tsv and data/place_variants.tsv are written by
hand: crossings, bases, seas and regions, and names that the sources lack.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import Literal, NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows

ROOM = "mahdar.who"
PlaceKind = Literal["country", "capital", "region", "district", "city", "town", "village", "quarter", "site", "area"]
EARTH_KM = 6371.0
#: Kilometres within which a city of the sources is the one that is listed by hand.
SAME_KM = 15.0
#: Weight of the places listed by hand, unless their row gives another.
HAND = 5.5
_SPACES = re.compile(r"[\s\u0640-]+")


class Place(NamedTuple):
    """A place: `country` is its ISO 3166 code ('' for what lies in several), `weight` how much it is spoken of.

    The weight is the logarithm of the population for towns and of like size for others. `approximate` coordinates
    are those of the largest towns of a state or division.
    """

    id: str
    kind: PlaceKind
    country: str
    lat: float
    lon: float
    weight: float
    name_en: str
    names: tuple[str, ...]
    approximate: bool = False

    def away(self, lat: float, lon: float) -> float:
        """Kilometres from a point."""
        half = sin(radians(self.lat - lat) / 2) ** 2
        half += cos(radians(self.lat)) * cos(radians(lat)) * sin(radians(self.lon - lon) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


@lru_cache(maxsize=FORMS)
def place_key(name: str) -> str:
    """What a place is looked up by: folded, without hamza and the article of its first word."""
    key = _SPACES.sub(" ", fold(name).replace("ء", "")).strip()
    return key[2:] if key.startswith("ال") and len(key) > 4 else key


def named(name: str) -> tuple[Place, ...]:
    """All places of a name, in no order."""
    return _by_name().get(place_key(name), ())


def place(id_: str) -> Place | None:
    """The place of an id."""
    return _by_id().get(id_)


@cache
def _by_id() -> dict[str, Place]:
    return {p.id: p for p in _places()}


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for p in _places():
        for name in p.names:
            found[place_key(name)][p.id] = p
    return {key: tuple(places.values()) for key, places in found.items()}


@cache
def _places() -> tuple[Place, ...]:
    more: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for country, kinds, english, names in rows(ROOM, "place_variants.tsv"):
        for kind in kinds.split("|"):
            more[country, kind, english] += names.split("|")
    sites = list(_sites())
    seats = {place_key(name): site for site in sites if site.kind == "capital" for name in site.names}
    listed = [p for p in _shipped() if not any(_same(p, seats.get(place_key(name))) for name in p.names)] + sites
    return tuple(p._replace(names=(*p.names, *more[p.country, p.kind, p.name_en])) for p in listed)


def _same(shipped: Place, site: Place | None) -> bool:
    """Whether a place of the sources is a city that is listed by hand."""
    return site is not None and shipped.kind in ("capital", "city") and shipped.away(site.lat, site.lon) < SAME_KM


def _shipped() -> Iterator[Place]:
    text = gzip.decompress((files(ROOM) / "data" / "gazetteer.tsv.gz").read_bytes()).decode("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            id_, kind, country, lat, lon, weight, english, names, *more = line.split("\t")
            where = float(lat), float(lon), float(weight)
            yield Place(id_, kind, country, *where, english, tuple(names.split("|")), bool(more))  # type: ignore[arg-type]


def _sites() -> Iterator[Place]:
    for kind, country, lat, lon, english, names, *weight in rows(ROOM, "sites.tsv"):
        slug = english.replace(" ", "_")
        where = float(lat), float(lon), float(weight[0]) if weight else HAND
        yield Place(f"mahdar:{slug}", kind, country, *where, english, tuple(names.split("|")))  # type: ignore[arg-type]
