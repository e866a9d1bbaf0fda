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
def _words(name: str) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for value, listed, *weight in rows("mahdar.reading", name):
        for word in fold(listed).split():
            found[word] = (*found.get(word, ()), (value, int(weight[0]) if weight else 1))
    return found


@lru_cache(maxsize=FORMS)
def _values(name: str, word: str) -> tuple[tuple[str, int], ...]:
    known = _words(name)
    for split in splits(word):
        for stem in (split.stem, bare(split.stem)):
            if stem in known:
                return known[stem]
    return ()


def counted(tokens: Sequence[Word], first: int, last: int, name: str) -> list[str]:
    """Values of a list (topics.tsv, areas.tsv) by the words ``[first, last)`` that speak for them, most first."""
    tally: dict[str, int] = {}
    for token in tokens[first:last]:
        for value, weight in _values(name, token.text):
            tally[value] = tally.get(value, 0) + weight
    return sorted(tally, key=lambda value: -tally[value])
