"""Quotation marks: which mark opens, which closes it, in all the styles of the Arabic press.

« » and ‹ › say which they are. The straight and curly ones do not (Arabic pages use “ and ” both ways round), so
there the spacing decides: a mark that touches only the word behind it opens, one that touches only the word
before it closes, and where that does not tell, every second one closes.
"""

from __future__ import annotations

from mahdar.arabic.words import BREAK, MARK, WORD, Word

_OPENS = {"«": "»", "‹": "›"}
_CLOSES = frozenset(_OPENS.values())
_DOUBLE = frozenset('"“”„″')
_SINGLE = frozenset("'‘’`")
MARKS = frozenset(_OPENS) | _CLOSES | _DOUBLE | _SINGLE
#: Letters that are written onto an opening mark ('لـ«الوطن»', 'ب"داعش"').
_CLITICS = frozenset(("و", "ف", "ب", "ك", "ل", "ال", "وال", "وب", "ول", "بال", "لل"))


class Quotes:
    """The quotations of a text by word index: `pairs` opening to closing mark, `opened` those that never close."""

    __slots__ = ("opened", "pairs")

    def __init__(self, words: list[Word]) -> None:
        self.pairs: dict[int, int] = {}
        self.opened: set[int] = set()
        waiting: dict[str, int] = {}
        for i, word in enumerate(words):
            if word.kind == BREAK:
                self._end_line(words, i, waiting)
            elif word.kind == MARK and word.text in MARKS:
                self._take(words, i, waiting)
        self.opened.update(waiting.values())

    def opens(self, i: int) -> bool:
        """Whether word `i` is a mark that opens a quotation, closed or not."""
        return i in self.pairs or i in self.opened

    def _take(self, words: list[Word], i: int, waiting: dict[str, int]) -> None:
        text = words[i].text
        group = _group(text)
        before = waiting.get(group)
        if before is None:
            if _may_open(words, i):
                waiting[group] = i
            return
        if _must_open(words, i):
            if words[i - 1].kind != BREAK:  # a mark that opens the next paragraph goes on with the quotation
                self.opened.add(before)
                waiting[group] = i
            return
        self.pairs[before] = i
        del waiting[group]

    def _end_line(self, words: list[Word], i: int, waiting: dict[str, int]) -> None:
        """A quotation goes on behind a line break only if the next line begins with a mark of its kind."""
        following = words[i + 1].text if i + 1 < len(words) else ""
        for group in [g for g in waiting if not (following in MARKS and _group(following) == g)]:
            self.opened.add(waiting.pop(group))


def _group(text: str) -> str:
    if text in _DOUBLE:
        return '"'
    if text in _SINGLE:
        return "'"
    return "«" if text in "«»" else "‹"


def _touches(words: list[Word], i: int) -> tuple[bool, bool]:
    """Whether the mark touches a word (or a mark that ends one) before it, and a word behind it."""
    left = i > 0 and words[i - 1].end == words[i].start and words[i - 1].text not in _CLITICS
    if left and words[i - 1].kind == MARK and words[i - 1].text in ":([،,":
        left = False
    if left and words[i - 1].kind == BREAK:
        left = False
    right = i + 1 < len(words) and words[i].end == words[i + 1].start and words[i + 1].kind != BREAK
    if right and words[i + 1].kind == MARK and words[i + 1].text in ".,،؛:)]!؟":
        right = False
    return left, right


def _may_open(words: list[Word], i: int) -> bool:
    if words[i].text in _OPENS:
        return True
    if words[i].text in _CLOSES:
        return False
    left, right = _touches(words, i)
    if words[i].text in _SINGLE:  # an apostrophe inside a Latin name is none
        return right and not left
    return right or not left


def _must_open(words: list[Word], i: int) -> bool:
    if words[i].text in _OPENS:
        return True
    if words[i].text in _CLOSES:
        return False
    left, right = _touches(words, i)
    return right and not left and _words_behind(words, i)


def _words_behind(words: list[Word], i: int) -> bool:
    return i + 1 < len(words) and words[i + 1].kind == WORD
