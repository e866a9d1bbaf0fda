"""Words and sentences of a text, with their place in it.

`words` cuts folded text into words, numbers, marks and line breaks; each knows its original span.
Text is cut where letters meet digits ('و390' is two words), so glued figures and slips stay readable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mahdar.arabic.clitics import Split, splits
from mahdar.arabic.folding import Folded

WORD, NUMBER, MARK, BREAK = "word", "number", "mark", "break"
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+)|(?P<break>[^\S\n]*(?:\n[^\S\n]*)+)|(?P<mark>[^\w\s]|_)"
)
QUOTES_OPEN = frozenset("«“„‹")
QUOTES_CLOSE = frozenset("»”›")
QUOTES_PLAIN = frozenset("\"'‘’`'")
_STOPS = frozenset(".!?؟۔…")
_CLOSERS = QUOTES_CLOSE | frozenset("\"')]")


@dataclass(slots=True, frozen=True)
class Word:
    """A word, number, mark or line break: `text` is folded, `at` its folded offset, `start`/`end` the original span."""

    kind: str
    text: str
    at: int
    start: int
    end: int
    splits: tuple[Split, ...] = ()


def words(folded: Folded) -> list[Word]:
    """All words of a folded text in order; spaces are left out, line breaks are kept as one `BREAK` each."""
    found: list[Word] = []
    for match in _TOKEN.finditer(folded.text):
        kind = match.lastgroup or MARK
        i, j = match.span()
        text = match.group()
        start, end = folded.span(i, j)
        found.append(Word(kind, text, i, start, end, splits(text) if kind == WORD else ()))
    return found


def sentences(tokens: list[Word]) -> list[tuple[int, int]]:
    """Sentences as ranges ``[first, last)`` of `tokens`, line breaks left out.

    A sentence ends at a line break or after . ! ? ؟ and the closing quotes behind it. A full stop after a single
    letter ('د. سعد') ends none; one between digits never reaches here. Stops glued to the next word do end it.
    """
    found: list[tuple[int, int]] = []
    first = i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == BREAK:
            if i > first:
                found.append((first, i))
            first = i + 1
        elif token.kind == MARK and token.text in _STOPS and not _abbreviates(tokens, i):
            while i + 1 < len(tokens) and tokens[i + 1].text in _STOPS | _CLOSERS:
                if tokens[i + 1].text in QUOTES_PLAIN and tokens[i + 1].start > tokens[i].end:
                    break  # a plain quote after a space opens what follows
                i += 1
            found.append((first, i + 1))
            first = i + 1
        i += 1
    if first < len(tokens):
        found.append((first, len(tokens)))
    return found


def _abbreviates(tokens: list[Word], i: int) -> bool:
    """Whether the full stop at `i` belongs to a one-letter title ('د.', 'م.', 'أ.د.')."""
    before = tokens[i - 1] if i else None
    return tokens[i].text == "." and before is not None and before.kind == WORD and len(before.text) == 1
