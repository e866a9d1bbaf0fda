"""Folding: one spelling for what Arabic writes in many, with an exact way back.

In order: presentation forms and ligatures are taken apart (NFKC), vowel signs, tatweel, zero-width and
bidi marks are dropped, أ إ آ ٱ become ا, ى and Persian ی become ي, ة becomes ه, ؤ becomes و, ئ becomes ي,
Persian ک ه forms become Arabic, Arabic-Indic and Persian digits become 0-9, Latin letters become lower case.
What is lost: the difference between those spellings. What is not done: clitics and affixes stay where they are.

The same folding serves the reader's word lists and the archive's search, index and query alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه",
    "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ڪ": "ك", "٪": "%", "٫": ".", "٬": ",",
    "؍": "/", "ـ": "",
}  # fmt: skip
_DIGITS = {chr(base + d): str(d) for base in (0x660, 0x6F0) for d in range(10)}
_DROPPED = [
    *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E5), 0x6E7, 0x6E8,
    *range(0x6EA, 0x6EE), *range(0x8D3, 0x900), 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
    *range(0x2060, 0x2070), 0xFEFF, 0xAD, 0x34F, *range(0xFE00, 0xFE10),
]  # fmt: skip


def _fold_table() -> dict[int, str]:
    # What folds to itself is listed as well: for a missing key `translate` raises and catches an error each time,
    # which took half of the time of folding.
    table = {c: chr(c) for c in (*range(0x700), *range(0x2000, 0x2070))}
    table.update({ord(k): v for k, v in {**_LETTERS, **_DIGITS}.items()})
    table.update(dict.fromkeys(_DROPPED, ""))
    # NFKC spells these as a space or tatweel and a vowel sign; all that is left of them is nothing.
    for c in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF)):
        flat = unicodedata.normalize("NFKC", chr(c))
        if flat != chr(c):
            table[c] = "".join(table.get(ord(x), x) for x in flat).strip(" ")
    table.update({ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    return table


_TABLE = _fold_table()
#: Characters whose folding is not one character long: only these move offsets.
_MOVES = re.compile("[" + "".join(re.escape(chr(c)) for c, to in sorted(_TABLE.items()) if len(to) != 1) + "]")


#: The first and the last of the presentation forms, which alone are folded into letters that have no other spelling.
FORMS = "\ufb50", "\ufefe"
_MANY_SPELLINGS = frozenset(to for c, to in _TABLE.items() if chr(c) != to and not FORMS[0] <= chr(c) <= FORMS[1])


def is_own(letter: str) -> bool:
    """Whether a folded letter of the Arabic alphabet is written in one way, presentation forms aside."""
    return "\u0621" <= letter <= "\u064a" and letter not in _MANY_SPELLINGS


def fold(text: str) -> str:
    """`text` in the one spelling that lists, index and queries share."""
    return text.translate(_TABLE)


class Folded:
    """Folded text with the map back: `text` is what `fold` gives, offsets are code points."""

    __slots__ = ("_length", "_starts", "text")

    def __init__(self, original: str) -> None:
        self.text = original.translate(_TABLE)
        # None where every character folds to one character, which holds for most reports; else where each begins,
        # and the length of the original at the end.
        self._starts: list[int] | None = None
        self._length = len(original)
        if _MOVES.search(original):
            starts: list[int] = []
            plain = 0
            for match in _MOVES.finditer(original):
                i = match.start()
                starts.extend(range(plain, i))
                starts.extend([i] * len(_TABLE[ord(match.group())]))
                plain = i + 1
            starts.extend(range(plain, len(original) + 1))
            self._starts = starts

    @property
    def starts(self) -> list[int] | None:
        """The original offset of each folded character and of the end; None where both are the same."""
        return self._starts

    @property
    def is_plain(self) -> bool:
        """Whether every character folds to one character, so that folded and original offsets are the same."""
        return self._starts is None

    def start(self, i: int) -> int:
        """Original offset at which the folded character `i` begins (the text's length where `i` is its end)."""
        return i if self._starts is None else self._starts[i]

    def end(self, i: int) -> int:
        """Original offset at which the folded character before `i` ends, its vowel signs included."""
        if self._starts is None or i == 0:
            return i
        last = self._starts[i - 1]
        while self._starts[i] == last:  # inside a ligature: take it whole
            i += 1
        return self._starts[i]

    def span(self, i: int, j: int) -> tuple[int, int]:
        """The original slice that folded ``text[i:j]`` came from."""
        return (i, j) if self._starts is None else (self._starts[i], self.end(j))

    def index(self, offset: int) -> int:
        """The folded index of the first character that begins at or after the original `offset`."""
        if self._starts is None:
            return min(offset, self._length)
        return bisect_right(self._starts, offset - 1, hi=len(self.text))
