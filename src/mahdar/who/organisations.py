"""The gazetteer of bodies: organisations, forces, parties, outlets, and the bodies that every state has.

    named("تنظيم داعش الإرهابي").name_en                     'Islamic State'
    named("وزارة الداخلية العراقية").name_en                 'Iraqi Ministry of Interior'
    named("التحالف", here=("YE",)).name_en                   'Coalition to Support Legitimacy in Yemen'

data/bodies.tsv comes from training/build_bodies.py, whose lists are written by hand (training/bodies).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.who.gazetteer import ROOM, states
from mahdar.who.places import country_of

Words = tuple[str, ...]
#: What every state has one of.
EACH = "*"
#: What the id of a body that every state has ends with, where its state is not known.
ANY_STATE = ":?"
#: Words of the longest names of states that are looked for at the end of a body's.
LONGEST_STATE = 4
_WORD = re.compile(r"[^\W_]+|\+")


class Body(NamedTuple):
    """A body: `country` is the ISO 3166 code of its state ('' for those of no one state), `sector` PLOVER's."""

    id: str
    country: str
    sector: str
    cameo: str
    name_en: str
    names_en: tuple[str, ...]
    names: tuple[str, ...]


class _Row(NamedTuple):
    """A row of the list: bodies of `countries`, where `there` only in reports on them."""

    id: str
    countries: tuple[str, ...]
    there: bool
    sector: str
    cameo: str
    english: tuple[str, ...]
    names: tuple[str, ...]


def named(name: str, state: str | None = None, here: Sequence[str] = (), sectors: Sequence[str] = ()) -> Body | None:
    """The body that a name means, or None where the gazetteer has none.

    `state`: the ISO code of the state that the report says it belongs to. `here`: the states that the report is on,
    which tell short names. `sectors` limits the answer. A body that every state has is given without its state where
    nothing tells it.
    """
    return _named(words_of(name), state, tuple(here), tuple(sectors))


@lru_cache(maxsize=FORMS)
def words_of(name: str) -> Words:
    """The words of a body's name that it is compared by: folded, without articles and signs, one form of each."""
    words = _plain_words(name)
    for other, form in _forms():
        if other[0] not in words:
            continue
        i = 0
        while i + len(other) <= len(words):
            if words[i : i + len(other)] == other:
                words = (*words[:i], *form, *words[i + len(other) :])
                i += len(form)
            else:
                i += 1
    return words


def _plain_words(name: str) -> Words:
    return tuple(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in _WORD.findall(fold(name).replace("ء", "")))


@lru_cache(maxsize=FORMS)
def without_state(words: Words) -> tuple[Words, str | None]:
    """Words without the adjectives of origin and the state's name at the end, and the first state that they tell."""
    state, kept = None, []
    for i, word in enumerate(words):
        told = country_of(word) if i else None
        state = state or told
        if told is None or told != state:
            kept.append(word)
    for length in range(min(LONGEST_STATE, len(kept) - 1), 0, -1):
        if (told := _state_names().get(tuple(kept[-length:]))) and told == (state or told):
            return tuple(kept[:-length]), told
    return tuple(kept), state


@lru_cache(maxsize=FORMS)
def _named(words: Words, state: str | None, here: tuple[str, ...], sectors: tuple[str, ...]) -> Body | None:
    short = _short().get(words, {})
    for code in (state, *here) if state else here:
        if code in short:
            row = _rows_of()[short[code]]
            return _body(row, code if _is_common(row.id) else next(iter(row.countries), ""))
    for tried, limited in _readings(words):
        allowed = sectors or limited
        if found := _choose(tried, state, here, allowed):
            return found
        bare, told = without_state(tried)
        if bare != tried and told and (found := _choose(bare, told, (), allowed)) and found.country == told:
            return found
    return None


def _readings(words: Words) -> Iterator[tuple[Words, tuple[str, ...]]]:
    """The words as they are, without epithets, and without what stands before the name, with its sectors."""
    yield words, ()
    plain = tuple(w for w in words if w not in _epithets())
    if plain != words:
        yield plain, ()
    if len(plain) > 1 and (sectors := _heads().get(plain[0])):
        yield plain[1:], sectors


def _choose(words: Words, state: str | None, here: tuple[str, ...], sectors: tuple[str, ...]) -> Body | None:
    """The body among those of these words: of the state, of no one state, of the only one, of one that is here."""
    found = [row for row in _by_words().get(words, ()) if not sectors or row.sector in sectors]
    own = [row for row in found if state in row.countries] + [row for row in found if not row.countries]
    if own:
        return _body(own[0], state or "" if own[0].countries else "")
    if len(found) == 1 and not found[0].there and EACH not in found[0].countries and len(found[0].countries) == 1:
        return _body(found[0], found[0].countries[0])
    for code in () if state else here:
        for row in found:
            if code in row.countries:
                return _body(row, code)
    every = next((row for row in found if EACH in row.countries), None)
    return _body(every, state or "") if every else None


def _body(row: _Row, country: str) -> Body:
    """The body of a row in a state, under the names that it has there where these are listed."""
    row = _own_rows().get((row.id, country), row)
    name, adjective = _states().get(country, ("", ""))
    english = []
    for pattern in row.english:
        if "{}" in pattern and not adjective and name:
            pattern = f"{pattern.replace('{}', '').strip()} of {name}"
        text = pattern.replace("{}", adjective).replace("{of}", name).strip().removesuffix(" of")
        english.append(text[:1].upper() + text[1:] if "{" in pattern else text)
    id_ = (f"{row.id}:{country}" if country else row.id + ANY_STATE) if _is_common(row.id) else row.id
    return Body(id_, country, row.sector, row.cameo, english[0], tuple(english), row.names)


def state_in_english(code: str, *, of: bool = False) -> str | None:
    """A state's name in English by its ISO code; `of` gives its adjective. None where there is none."""
    name, adjective = _states().get(code, ("", ""))
    return (adjective if of else name) or None


@cache
def _state_names() -> dict[Words, str]:
    """Names of states as words, each with the state's code."""
    return {words_of(name): state.country for state in states() for name in state.names}


@cache
def _rows() -> tuple[_Row, ...]:
    found = []
    for id_, countries, sector, cameo, english, names in rows(ROOM, "bodies.tsv"):
        codes = tuple(countries.replace("?", "").split("|")) if countries else ()
        found.append(
            _Row(id_, codes, countries.endswith("?"), sector, cameo, tuple(english.split("|")), tuple(names.split("|")))
        )
    return tuple(found)


@cache
def _by_words() -> dict[Words, tuple[_Row, ...]]:
    found: dict[Words, dict[int, _Row]] = defaultdict(dict)
    for i, row in enumerate(_rows()):
        for name in row.names:
            found[words_of(name)][i] = row
    return {words: tuple(listed.values()) for words, listed in found.items()}


@cache
def _rows_of() -> dict[str, _Row]:
    return {row.id: row for row in reversed(_rows())}


@cache
def _own_rows() -> dict[tuple[str, str], _Row]:
    """Rows of one state alone for bodies that every state has."""
    return {(row.id, row.countries[0]): row for row in _rows() if len(row.countries) == 1 and row.countries[0] != EACH}


@cache
def _common() -> frozenset[str]:
    return frozenset(row.id for row in _rows() if EACH in row.countries or len(row.countries) > 1)


def _is_common(id_: str) -> bool:
    return id_ in _common()


@cache
def _short() -> dict[Words, dict[str, str]]:
    found: dict[Words, dict[str, str]] = defaultdict(dict)
    for name, codes, id_ in rows(ROOM, "body_short.tsv"):
        found[words_of(name)] |= dict.fromkeys(codes.split("|"), id_)
    return found


@cache
def _forms() -> tuple[tuple[Words, Words], ...]:
    """Words and what they are written as, the longest first."""
    plain = [
        (_plain_words(other), _plain_words(form))
        for form, others in rows(ROOM, "body_forms.tsv")
        for other in others.split("|")
    ]
    return tuple(sorted(plain, key=lambda row: -len(row[0])))


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for heads, sectors in rows(ROOM, "body_heads.tsv"):
        for head in heads.split("|"):
            (word,) = words_of(head)
            found[word] = (*found.get(word, ()), *sectors.split("|"))
    return found


@cache
def _epithets() -> frozenset[str]:
    return frozenset(word for row in rows(ROOM, "body_epithets.tsv") for word in words_of(row[0]))


@cache
def _states() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows(ROOM, "state_names.tsv")}
