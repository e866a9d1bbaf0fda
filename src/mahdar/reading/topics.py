"""Topics and areas: what a clause is about, by its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import Word


@cache
def _words(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value, listed in rows("mahdar.reading", name):
        for word in fold(listed).split():
            found[word] = (*found.get(word, ()), value)
    return found


@lru_cache(maxsize=FORMS)
def _values(name: str, word: str) -> tuple[str, ...]:
    known = _words(name)
    for split in splits(word):
        for stem in (split.stem, bare(split.stem)):
            if stem in known:
                return known[stem]
    return ()


def counted(tokens: Sequence[Word], first: int, last: int, name: str) -> list[str]:
    """Values of a list (topics.tsv, areas.tsv) by how many words ``[first, last)`` speak for them, most first."""
    tally: dict[str, int] = {}
    for token in tokens[first:last]:
        for value in _values(name, token.text):
            tally[value] = tally.get(value, 0) + 1
    return sorted(tally, key=lambda value: -tally[value])
