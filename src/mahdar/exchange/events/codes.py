"""Codes of states: ISO 3166, Correlates of War, CAMEO, FIPS and Wikidata, from one table.

country("IQ").alpha3, .cow, .cow_name, .cameo      'IRQ', '645', 'IRQ', 'IRQ'
found("IRQ"), found("645"), found("Iraq")          the same state by whichever code or English name
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.who.gazetteer import states
from mahdar.who.organisations import state_in_english

ROOM = "mahdar.exchange.events"


class Country(NamedTuple):
    """A state or territory by its codes; '' where a list has none for it."""

    alpha2: str
    alpha3: str
    numeric: str
    cow_name: str
    cow: str
    cameo: str
    fips: str
    wikidata: str

    @property
    def name_en(self) -> str:
        """Its English name."""
        return state_in_english(self.alpha2) or _gazetteer_names().get(self.alpha2, self.alpha3)


def country(alpha2: str | None) -> Country | None:
    """The state of an ISO alpha-2 code, None for none."""
    return _by_alpha2().get(alpha2) if alpha2 else None


@lru_cache(maxsize=FORMS)
def found(code: str) -> Country | None:
    """The state that a code or an English name means: alpha-3 and CAMEO, COW number, alpha-2, name."""
    key = code.strip()
    return _by_code().get(key.upper()) or _by_name().get(key.casefold())


@lru_cache(maxsize=FORMS)
def by_fips(code: str) -> Country | None:
    """The state of a FIPS 10-4 code; the West Bank and Gaza are Palestine's."""
    return country("PS") if code in ("WE", "GZ") else next((c for c in _all() if c.fips and c.fips == code), None)


@lru_cache(maxsize=FORMS)
def by_numeric(code: str) -> Country | None:
    """The state of an ISO numeric code, leading zeros or not."""
    return next((c for c in _all() if c.numeric and code.isdecimal() and int(c.numeric) == int(code)), None)


@cache
def _all() -> tuple[Country, ...]:
    listed = rows(ROOM, "countries.tsv")
    return tuple(Country(*("" if code == "-" else code for code in row)) for row in listed)


@cache
def _by_alpha2() -> dict[str, Country]:
    return {c.alpha2: c for c in _all()}


@cache
def _by_code() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for field in ("alpha3", "cameo", "cow", "alpha2"):
        for c in _all():
            if code := getattr(c, field):
                found.setdefault(code, c)
    return found


@cache
def _by_name() -> dict[str, Country]:
    names = {c.name_en.casefold(): c for c in _all()}
    return {name.casefold(): c for alpha2, name in _gazetteer_names().items() if (c := country(alpha2))} | names


@cache
def _gazetteer_names() -> dict[str, str]:
    return {place.country: place.name_en for place in states()}
