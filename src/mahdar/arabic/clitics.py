"""Clitics: what Arabic writes together with the next word, cut off exactly.

و ف (and, so) may stand before ب ك ل (in, as, to) or س (will), and these before ال; ل + ال is written لل, and
before another ل one of the three is left out (ل + اللجنة is للجنة).
All lengths are in folded letters. Nothing here decides whether a cut is right: the word lists do.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from mahdar.arabic.memory import FORMS

_PREFIXES = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل", "س", "وس", "فس")
_FIRST_LETTERS = frozenset(prefix[0] for prefix in _PREFIXES)
_NOMINAL = tuple(prefix for prefix in _PREFIXES if "س" not in prefix)


class Split(NamedTuple):
    """A word as proclitic + stem: `cut` folded letters are proclitic, `stem` is the rest as a list has it."""

    cut: int
    proclitic: str
    stem: str


@lru_cache(maxsize=FORMS)
def splits(word: str) -> tuple[Split, ...]:
    """The ways to read a folded word as proclitic and stem, the whole word first. 'للعراق' gives (1, 'ل', 'العراق')."""
    if word[:1] not in _FIRST_LETTERS:
        return (Split(0, "", word),)
    found = [Split(0, "", word)]
    for prefix in _PREFIXES:
        if not word.startswith(prefix) or len(word) - len(prefix) < 2:
            continue
        stem = word[len(prefix) :]
        article = prefix.endswith("ل") and stem.startswith("ل")
        if article and len(stem) > 2:
            found.append(Split(len(prefix), prefix, "ا" + stem))
        found.append(Split(len(prefix), prefix, stem))
        if article:
            found.append(Split(len(prefix), prefix, "ال" + stem))
    return tuple(found)


def bare(word: str) -> str:
    """A folded word without the article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def joined(stem: str) -> tuple[str, ...]:
    """The folded words that are `stem` with و ف ب ك ل before it or none, `stem` first: the way back of `splits`."""
    return (stem, *(prefix + form for prefix in _NOMINAL for form in _behind(prefix, stem)))


def written(stem: str) -> tuple[str, ...]:
    """All folded words of which `splits` can give `stem`, the future's س included."""
    if not stem.startswith("ال"):
        return (stem, *[prefix + stem for prefix in _PREFIXES])
    return (stem, *[prefix + form for prefix in _PREFIXES for form in _behind(prefix, stem)])


def written_any(stems: Iterable[str], *, article: bool = False) -> frozenset[str]:
    """All folded words that `splits` can read as one of `stems`, also behind the article where `article` is set.

    A gate before dearer look-ups: most words of a text are in no list, and one look-up here says so.
    """
    found: set[str] = set()
    for stem in stems:
        found.update(written(stem))
        if article:
            found.update(written("ال" + stem))
    return frozenset(found)


def _behind(prefix: str, stem: str) -> tuple[str, ...]:
    """How `stem` is written behind a prefix: behind ل, ال may be an article (للعراق) or the name's own (لالمانيا)."""
    if not prefix.endswith("ل") or not stem.startswith("ال"):
        return (stem,)
    return (stem[2:] if stem.startswith("الل") else stem[1:], stem)
