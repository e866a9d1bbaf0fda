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
# A group a kind, in the order of `_KINDS`. Most words are folded Arabic from end to end: the first way to match one is
# the quick one.
_TOKEN = re.compile(r"([\u0621-\u064a]+[^\W\d_]*|[^\W\d_]+)|(\d+(?:[.,]\d+)*)|([^\S\n]*(?:\n[^\S\n]*)+)|([^\w\s]|_)")
_KINDS = (MARK, WORD, NUMBER, BREAK, MARK)
QUOTES_OPEN = frozenset("«“„‹")
QUOTES_CLOSE = frozenset("»”›")
QUOTES_PLAIN = frozenset("\"'‘’`'")
#: What stands before and behind a name that is set off: quotation marks and brackets.
OPENING, CLOSING = QUOTES_OPEN | QUOTES_PLAIN | {"("}, QUOTES_CLOSE | QUOTES_PLAIN | {")"}
_STOPS = frozenset(".!?؟۔…")
_TRAILERS = _STOPS | QUOTES_CLOSE | frozenset("\"')]")


# Not frozen, though nothing ever changes a word: a frozen one takes three times as long to make (0.9 ms a report
# against 0.3), and reading has 13 ms a report for everything.
@dataclass(slots=True, unsafe_hash=True)
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
    add, starts = found.append, folded.starts
    for match in _TOKEN.finditer(folded.text):
        kind, text, i = _KINDS[match.lastindex or 0], match[0], match.start()
        start, end = i, i + len(text)
        if starts is not None:
            start, at = starts[i], end
            end = starts[at]
            if end == starts[at - 1]:
                end = folded.end(at)
        add(Word(kind, text, i, start, end, splits(text) if kind is WORD else ()))
    return found


def sentences(tokens: list[Word]) -> list[tuple[int, int]]:
    """Sentences as ranges ``[first, last)`` of `tokens`, line breaks left out.

    A sentence ends at a line break or after . ! ? ؟ and the closing quotes behind it. A full stop after a single
    letter ('د. سعد') ends none, but does behind a number ('1437هـ.'); one between digits never reaches here. Stops
    glued to the next word do end it.
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
            while i + 1 < len(tokens) and tokens[i + 1].text in _TRAILERS:
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
    if not i or tokens[i].text != "." or tokens[i - 1].kind != WORD or len(tokens[i - 1].text) != 1:
        return False
    return i < 2 or tokens[i - 2].kind != NUMBER
