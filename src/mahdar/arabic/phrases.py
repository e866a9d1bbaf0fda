"""Word lists in use: phrases of one or more words, found in a text at any word, clitics seen through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

from mahdar.arabic.clitics import Split, written_any
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.words import MARK, Word, words

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """A phrase found: words ``[first, last)``, of whose first `cut` folded letters are a proclitic."""

    first: int
    last: int
    cut: int
    proclitic: str
    value: T


class Phrases(Generic[T]):
    """A list of phrases with a value each; the longest phrase at a word wins."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._trie: dict[str, Any] = {}
        # What a word opens, by its text.
        self._opened: dict[str, tuple[tuple[Split, dict[str, Any]], ...]] = {}
        for phrase, value in rows:
            node = self._trie
            for word in _words_of(phrase):
                node = node.setdefault(word, {})
            node[""] = value
        # The words, clitics attached, that can open a phrase: most open nothing, and one look-up says so.
        self.openers = written_any(self._trie)

    def at(self, tokens: Sequence[Word], i: int, proclitics: Iterable[str] | None = None) -> Hit[T] | None:
        """The longest phrase that begins at word `i`; `proclitics` limits what may be attached to it."""
        token = tokens[i]
        if token.text not in self.openers or token.kind == MARK:
            return None
        opened = self._opened.get(token.text)
        if opened is None:
            opened = self._open(token)
        best: Hit[T] | None = None
        for (cut, proclitic, _), begun in opened:
            if proclitic and proclitics is not None and proclitic not in proclitics:
                continue
            node: dict[str, Any] | None = begun
            j = i + 1
            while node is not None:
                if "" in node and (best is None or j > best.last):
                    best = Hit(i, j, cut, proclitic, node[""])
                if j >= len(tokens):
                    break
                node = node.get(tokens[j].text)
                j += 1
        return best

    def opens(self, token: Word) -> bool:
        """Whether any phrase can begin at this word; one look-up."""
        return token.text in self.openers and bool(self._opened.get(token.text) or self._open(token))

    def _open(self, token: Word) -> tuple[tuple[Split, dict[str, Any]], ...]:
        """The readings of a word that open a phrase, with the rest of the phrases."""
        readings = token.splits or (Split(0, "", token.text),)
        opened = tuple((split, self._trie[split.stem]) for split in readings if split.stem in self._trie)
        self._opened[token.text] = opened
        return opened

    def all(self, tokens: Sequence[Word], proclitics: Iterable[str] | None = None) -> Iterator[Hit[T]]:
        """Every phrase in `tokens`, leftmost longest, none overlapping."""
        openers, past = self.openers, 0
        for i in [i for i, token in enumerate(tokens) if token.text in openers]:
            hit = self.at(tokens, i, proclitics) if i >= past else None
            if hit is not None:
                yield hit
                past = hit.last


def _words_of(phrase: str) -> list[str]:
    """The folded words of a phrase; most have letters and spaces alone, which need no cutting."""
    folded = fold(phrase)
    return folded.split() if folded.replace(" ", "").isalpha() else [word.text for word in words(Folded(phrase))]


def rows(package: str, name: str) -> Iterator[list[str]]:
    """The rows of a data file: tab-separated, '#' starts a comment line. ``rows('mahdar.arabic', 'months.tsv')``."""
    text = (files(package) / "data" / name).read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield list(map(str.strip, line.split("\t")))


def listed_under(package: str, name: str, use: str) -> tuple[str, ...]:
    """The second column of the rows of a data file whose first is `use`, folded."""
    return tuple(fold(row[1]) for row in rows(package, name) if row[0] == use)


def word_set(package: str, name: str) -> frozenset[str]:
    """The first column of a data file, folded."""
    return frozenset(fold(row[0]) for row in rows(package, name))
