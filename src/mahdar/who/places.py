"""Which place a name means: by kind, country and nearness; not knowing is an answer.

locate("محافظة نينوى").place.name_en                 'Nineveh Governorate'
locate("طرابلس", countries=("LB",)).place            the Lebanese one
locate("طرابلس").place                               None where nothing tells the two apart
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from math import exp
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.who.gazetteer import ROOM, Place, named, place_key

#: What speaks for a kind where a bare name is given. A capital stands for the state; a division has a word before it.
KIND = {
    "country": 3.0, "capital": 2.5, "area": 5.0, "site": 0.5, "city": 0.5, "town": 0.0,
    "region": -0.6, "district": -1.0, "quarter": -1.0, "village": -1.0,
}  # fmt: skip
#: What a country that the report speaks of, or a place near one that it names, adds.
COUNTRY, NEARNESS, REACH_KM = 4.0, 2.5, 120.0
#: Least score of an answer, and least lead over the best place elsewhere; set on tests/cases/places.tsv.
LEAST, LEAD = 2.7, 0.7
#: Places of one name nearer than this, in kilometres, are told apart by kind alone.
ONE_KM = 60.0
#: States whose towns often have the names of Arab towns.
FARTHER = frozenset(("IR", "TR", "IL"))
_SIGNS = re.compile("[\u064b-\u0652]")


class Located(NamedTuple):
    """The place that a name means, or None; the candidates with their scores, the best first; why."""

    place: Place | None
    candidates: tuple[tuple[Place, float], ...]
    reason: str


def locate(
    name: str, *, countries: Sequence[str] = (), near: Sequence[tuple[float, float]] = (), kind: str | None = None
) -> Located:
    """The place that `name` means in a report on `countries` (ISO codes, the likeliest first) and places `near`."""
    return _located(name, tuple(countries), tuple(near), kind)


@lru_cache(maxsize=FORMS)
def _located(name: str, countries: tuple[str, ...], near: tuple[tuple[float, float], ...], kind: str | None) -> Located:
    head_kinds, bare = _headed(name)
    kinds = head_kinds or ((kind,) if kind else ())
    # A name that is listed with its word ('مدينة الصدر', 'قطاع غزة') is that place.
    found = named(name) or named(bare)
    if kinds and not named(name):
        found = tuple(p for p in found if p.kind in kinds)
    if not found:
        return Located(None, (), "not in the gazetteer")
    scored = sorted(((p, _score(p, countries, near, name)) for p in found), key=lambda c: (-c[1], c[0].id))
    best, score = scored[0]
    if score < LEAST:
        return Located(None, tuple(scored), "too small a place, and nothing points there")
    rival = next((s for p, s in scored[1:] if _apart(p, best)), None)
    if rival is not None and score - rival < LEAD:
        return Located(None, tuple(scored), "several places are as likely")
    return Located(best, tuple(scored), _reason(best, countries, len(found)))


def _apart(p: Place, best: Place) -> bool:
    """Whether two places of one name are two, not a town and the division around it."""
    if p.country != best.country:
        return True
    around = {"region", "district", "country"}
    return p.kind not in around and best.kind not in around and p.away(best.lat, best.lon) > ONE_KM


def _score(p: Place, countries: Sequence[str], near: Sequence[tuple[float, float]], name: str) -> float:
    score = p.weight + KIND[p.kind]
    if p.kind == "village" and not countries and not near:
        score -= 2.0
    if p.country in countries:
        score += COUNTRY * 0.8 ** list(countries).index(p.country)
    if near and p.kind not in ("country", "area"):
        score += NEARNESS * exp(-min(p.away(*point) for point in near) / REACH_KM)
    if p.country in FARTHER and p.country not in countries:
        score -= 1.0
    if name in p.names:  # written just so, hamza and vowel signs included
        score += 4.0 if _SIGNS.search(name) else 0.3
    return score


def _reason(best: Place, countries: Sequence[str], found: int) -> str:
    if found == 1:
        return "the only place of that name"
    return "in a country of the report" if best.country in countries else "the best known of that name"


def _headed(name: str) -> tuple[tuple[str, ...], str]:
    """The kinds that the word before a place's name tells, and the name without it."""
    words = fold(name).split(" ", 1)
    if len(words) == 2 and words[0] in _heads():
        return _heads()[words[0]], name.split(" ", 1)[1]
    return (), name


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(kinds.split("|")) for word, kinds in rows(ROOM, "place_heads.tsv")}


@cache
def _states() -> dict[str, str]:
    listed = rows(ROOM, "adjectives.tsv")
    return {place_key(word): code for code, words in listed for word in words.split("|")}


@lru_cache(maxsize=FORMS)
def country_of(adjective: str) -> str | None:
    """The ISO code that an adjective of origin tells ('العراقية', 'الأميركي'), or None."""
    key = place_key(adjective)
    for ending in ("يه", "يين", "يون", "ي"):
        stem = key.removesuffix(ending) + "ي"
        # 'ألماني' begins as if it had the article.
        if key.endswith(ending) and (found := _states().get(stem) or _states().get(place_key(stem))):
            return found
    return None
