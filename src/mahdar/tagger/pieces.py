"""Pieces: the word parts that the encoder reads, from its SentencePiece-unigram vocabulary.

A report goes in as the project's words with their original spelling; vowel signs and tatweel are left out, digits are
Latin. Words are cut one by one, so a word is always cut the same way and most come from a memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from mahdar.arabic.memory import FORMS
from mahdar.arabic.words import BREAK, NUMBER, Word

_SIGNS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_SPACE = "\u2581"
#: A word of more pieces than this is cut short: it is no word (a link, a slip of the page).
LONGEST = 12


class Pieces:
    """The vocabulary: piece ids of words. Ids 0 to 3 are begin, pad, end (also a line break) and unknown."""

    BEGIN, PAD, END = 0, 1, 2

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._ids = lru_cache(maxsize=FORMS)(self._cut)

    def of(self, text: str, words: Sequence[Word]) -> list[tuple[int, ...]]:
        """The ids of each word's pieces, at least one a word; `text` is what the words' offsets point into."""
        found: list[tuple[int, ...]] = []
        behind = -1
        for word in words:
            if word.kind == BREAK:
                found.append((self.END,))
                continue
            spelling = word.text if word.kind == NUMBER else text[word.start : word.end]
            found.append(self.word(spelling, spaced=word.start > behind))
            behind = word.end
        return found

    def word(self, spelling: str, *, spaced: bool) -> tuple[int, ...]:
        """The ids of one word; `spaced`: a space stands before it."""
        return self._ids(spelling, spaced)

    @classmethod
    def laid_out(
        cls, cut: Sequence[tuple[int, ...]], sections: Sequence[int]
    ) -> tuple[list[int], list[int], list[int]]:
        """The pieces of a window's words between begin and end, the section of each, the first piece of each word."""
        ids, spread, firsts = [cls.BEGIN], [0], []
        for parts, section in zip(cut, sections, strict=True):
            firsts.append(len(ids))
            ids.extend(parts)
            spread.extend([section] * len(parts))
        return [*ids, cls.END], [*spread, 0], firsts

    def _cut(self, spelling: str, spaced: bool) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFKC", _SIGNS.sub("", spelling)).replace(" ", "")
        ids = self._tokenizer.encode((_SPACE if spaced else "") + plain).ids[:LONGEST]
        return tuple(ids) or (3,)
