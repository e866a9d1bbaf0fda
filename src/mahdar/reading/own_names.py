"""Names of the user's own list of entities, found in reports beside what Mahdar knows by itself.

The list is the file that MAHDAR_GAZETTEER names (`mahdar read --gazetteer`); processes that read inherit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Phrases
from mahdar.arabic.words import WORD, Word
from mahdar.entitylist import EntityList, read_list
from mahdar.reading.bodies import Found
from mahdar.reading.lexicon import common_words, words_of
from mahdar.record import PartyType

#: The variable of the environment that names the file.
VARIABLE = "MAHDAR_GAZETTEER"
_TYPES: dict[str, PartyType] = {"person": "PER", "body": "ORG", "place": "GPE"}
_PROCLITICS = ("", "و", "ف", "ب", "ك", "ل", "ول", "وب", "فل", "فب")


def use(path: str | os.PathLike[str] | None) -> EntityList | None:
    """Read with the list of a file from now on, without one for None; gives the list. Raises `UnreadableInput`."""
    if path is None:
        os.environ.pop(VARIABLE, None)
        return None
    os.environ[VARIABLE] = str(Path(path).resolve())
    return _own()


def own_reader() -> str:
    """What the list adds to who reads: its digest, so that work is keyed by it; '' without a list."""
    listed = _own()
    return f" / list {listed.digest}" if listed is not None else ""


def with_own_names(tokens: Sequence[Word], noisy: Sequence[bool], found: list[Found]) -> list[Found]:
    """The names with those of the list; where two overlap the longer one stands, of two of one length the list's."""
    phrases = _phrases(os.environ.get(VARIABLE))
    if phrases is None:
        return found
    own = list(_own_names(phrases, tokens, noisy))
    if not own:
        return found
    at: dict[int, Found] = {i: name for name in found for i in range(name.first, name.last)}
    gone: set[int] = set()
    kept = []
    for name in own:
        others = {id(other): other for i in range(name.first, name.last) if (other := at.get(i)) is not None}
        told = any((o.first, o.last) == (name.first, name.last) and _one_kind(o, name) for o in others.values())
        if not told and all(other.last - other.first <= name.last - name.first for other in others.values()):
            gone |= others.keys()
            kept.append(name)
    return sorted([name for name in found if id(name) not in gone] + kept, key=lambda name: name.first)


def _one_kind(a: Found, b: Found) -> bool:
    places = ("GPE", "LOC")
    return a.type == b.type or (a.type in places and b.type in places)


def _own_names(phrases: Phrases[PartyType], tokens: Sequence[Word], noisy: Sequence[bool]) -> Iterator[Found]:
    for hit in phrases.all(tokens, _PROCLITICS):
        if tokens[hit.first].kind == WORD and not noisy[hit.first]:
            yield Found(hit.first, hit.last, hit.cut, hit.value)


def _own() -> EntityList | None:
    path = os.environ.get(VARIABLE)
    return _read(path) if path else None


@lru_cache(maxsize=4)
def _read(path: str) -> EntityList:
    return read_list(path)


@lru_cache(maxsize=4)
def _phrases(path: str | None) -> Phrases[PartyType] | None:
    """The names of the list; a single word that is one of the language as well is none here: linking alone uses it."""
    if not path:
        return None
    names = ((name, _TYPES[one.kind]) for one in _read(path).entities for name in one.names)
    return Phrases((name, kind) for name, kind in names if not _is_plain_word(name))


def _is_plain_word(name: str) -> bool:
    words = fold(name).split()
    return len(words) == 1 and (words[0] in common_words() or words[0] in words_of("name_stops.tsv"))
