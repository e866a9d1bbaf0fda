"""Sectors of actors: what a post or the name of a body says of whose it is.

    of_role("وزير الدفاع السابق")          ['ELI', 'GOV']
    of_name("شرطة نينوى")                   'COP'

The gazetteer of bodies knows the sector of those that it has; the words in data/sector_words.tsv tell that of others.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.exchange.events.codes import ROOM
from mahdar.who.posts import posts

_WORD = re.compile(r"[^\W_]+")
#: The gazetteer calls the press MED, as CAMEO does; PLOVER's MED is health.
_PRESS = {"MED": "JRN"}
UNIDENTIFIED = "UNK"


class Told(NamedTuple):
    """A sector and the words that tell it, folded and without article; `post` where only a post does."""

    sector: str
    words: tuple[str, ...]
    post: bool = False


@cache
def known() -> dict[str, str]:
    """PLOVER's sectors, each with CAMEO's code for it, '' where there is none."""
    return {code: "" if cameo == "-" else cameo for code, cameo, _ in rows(ROOM, "sectors.tsv")}


def of_body(sector: str) -> str:
    """PLOVER's code for a sector of the gazetteer of bodies."""
    return _PRESS.get(sector, sector)


@lru_cache(maxsize=FORMS)
def of_role(role: str) -> tuple[str, ...]:
    """The sectors of a person of that role, the one of the first post first; ELI before them for a former one."""
    held = posts(role)
    told = [one.sector for text in ([post.role for post in held] or [role]) if (one := told_by(text))]
    former = (held and held[0].standing == "former") or (not held and any(_words(role, _former())))
    return tuple(dict.fromkeys((["ELI"] if former else []) + told))


@lru_cache(maxsize=FORMS)
def told_by(text: str) -> Told | None:
    """The first sector that words tell; one of a post alone only where no other word tells any."""
    words = _WORD.findall(fold(text))
    for strength in ("whose", "post"):
        for i in range(len(words)):
            if (told := _at(words, i, _phrases(strength))) is not None:
                return told._replace(post=strength == "post")
    return None


def _at(words: list[str], i: int, phrases: dict[tuple[str, ...], str]) -> Told | None:
    """The longest phrase that begins at a word."""
    rest = [bare(word) for word in words[i + 1 : i + _longest()]]
    for length in range(min(_longest(), len(words) - i), 0, -1):
        for first in _stems(words[i]):
            phrase = (first, *rest[: length - 1])
            if phrase in phrases:
                return Told(phrases[phrase], phrase)
        if length > 1 and (phrase := _with_clitics(words[i : i + length])) in phrases:
            return Told(phrases[phrase], phrase)
    return None


def _with_clitics(words: list[str]) -> tuple[str, ...]:
    """Words of which those behind the first have ل or و cut off ('القائد العام للقوات المسلحة')."""
    return tuple(_stems(word)[-1] if word.startswith("لل") else bare(word) for word in words)


@lru_cache(maxsize=FORMS)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare(split.stem) for split in splits(word)))


def _words(text: str, wanted: frozenset[str]) -> list[str]:
    return [word for word in map(bare, _WORD.findall(fold(text))) if word in wanted]


@cache
def _phrases(strength: str) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for sector, how, phrases in rows(ROOM, "sector_words.tsv"):
        for phrase in phrases.split("|") if how == strength else ():
            found.setdefault(tuple(bare(word) for word in _WORD.findall(fold(phrase))), sector)
    return found


@cache
def _longest() -> int:
    return max(len(phrase) for strength in ("whose", "post") for phrase in _phrases(strength))


@cache
def _former() -> frozenset[str]:
    return frozenset(word for phrase in _phrases("former") for word in phrase)
