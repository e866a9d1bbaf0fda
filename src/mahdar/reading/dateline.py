"""Datelines and outlets: 'بغداد: الصباح', 'الرياض - واس', 'عمان 9 كانون الثاني (بترا)-', and who signs a report.

A dateline stands on a line of its own before the report or opens its first line. It is made of places, outlets, dates
and, on a line of its own, reporters' names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mahdar.arabic.calendar import DateMention
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import MARK, NUMBER, WORD, Word

#: A dateline at the head of the report's first line ends within so many words and marks (the longest in the training
#: reports has 12 there, and 18 on a line of its own).
REACH = 24
#: An outlet's name has at most so many words.
NAME_WORDS = 5
#: An outlet that no list knows is taken for one if its name has at most so many words.
NAMED_WORDS = 3
_ENDS = frozenset("-–—ـ/:")
_PARTS = frozenset("-–—ـ/:()[]«»“”\"'،,|") | {"."}
_QUOTES = frozenset("«“\"'")
_CLOSING_QUOTES = frozenset("»”\"')")
_OPENERS = _QUOTES | frozenset("(»")
_TO = frozenset(["ل", "الي", "مع"])
#: 'قال مصدر رفيع في الوزارة لـ«...»': the word of saying stands at most so many words before.
TELLER_REACH = 7
_LINKS = frozenset(["في", "من", "فى"])


@cache
def _outlets() -> Phrases[str]:
    return Phrases((r[0], r[1]) for r in rows("mahdar.reading", "outlets.tsv") if r[1] != "word")


@cache
def _name_words() -> Phrases[str]:
    return Phrases((r[0], r[1]) for r in rows("mahdar.reading", "outlets.tsv") if r[1] == "word")


@cache
def _places() -> Phrases[str]:
    return Phrases((r[0], r[0]) for r in rows("mahdar.reading", "dateline_places.tsv"))


@dataclass(slots=True, frozen=True)
class Piece:
    """A piece of a dateline between separators: words ``[first, last)``.

    kind: place, date, agency, paper, paper? (a town's name that is a paper's too), desk (no outlet), word (made like an
    outlet's name), marked (in quotation marks or brackets), named (could be an outlet: one word, or a few with the
    article; reporters sign with two names and none), or other.
    """

    first: int
    last: int
    kind: str


def pieces(tokens: Sequence[Word], first: int, last: int, dates: Sequence[DateMention]) -> list[Piece]:
    """The pieces of words ``[first, last)``; `dates` are the dates among them."""
    found: list[Piece] = []
    for start, end, opened in _spans(tokens, first, last, dates):
        dated = any(d.first <= start < d.last for d in dates)
        found.extend([Piece(start, end, "date")] if dated else _split(tokens, start, end, opened))
    return found


def _spans(
    tokens: Sequence[Word], first: int, last: int, dates: Sequence[DateMention]
) -> Iterator[tuple[int, int, bool]]:
    """Stretches between separators, a date being one stretch, and whether an opening mark stands before them."""
    ends = {d.first: d.last for d in dates}
    start, k = first, first
    while k < last:
        if k in ends:
            if k > start:
                yield start, k, _opened(tokens, start)
            yield k, min(ends[k], last), False
            start = k = min(ends[k], last)
            continue
        if tokens[k].kind == MARK and tokens[k].text in _PARTS and not _initial(tokens, k):
            if k > start:
                yield start, k, _opened(tokens, start)
            start = k + 1
        k += 1
    if last > start:
        yield start, last, _opened(tokens, start)


def _initial(tokens: Sequence[Word], k: int) -> bool:
    """The full stop of 'و.م.ع'."""
    return tokens[k].text == "." and k > 0 and tokens[k - 1].kind == WORD and len(tokens[k - 1].text) == 1


def _opened(tokens: Sequence[Word], start: int) -> bool:
    return start > 0 and tokens[start - 1].kind == MARK and tokens[start - 1].text in _QUOTES | {"("}


def _split(tokens: Sequence[Word], first: int, last: int, opened: bool) -> list[Piece]:
    """A stretch as one piece, or as place and outlet where they stand side by side ('طوباس وفا', '«...» من جدة')."""
    while first < last - 1 and _kind(tokens, first, first + 1) == "desk":
        first += 1
    whole = _kind(tokens, first, last)
    if whole is not None:
        return [Piece(first, last, whole)]
    for cut in range(first + 1, min(last, first + NAME_WORDS)):
        before, after = _kind(tokens, first, cut), _kind(tokens, cut, last)
        if before is not None and after is not None and "place" in (before, after):
            return [Piece(first, cut, before), Piece(cut, last, after)]
    words = sum(tokens[k].kind == WORD for k in range(first, last))
    if words and words <= NAME_WORDS:
        if any(_name_words().at(tokens, k, ()) for k in range(first, last)):
            return [Piece(first, last, "word")]
        if opened:
            return [Piece(first, last, "marked")]
        if words == last - first and (words == 1 or (words <= NAMED_WORDS and tokens[first].text.startswith("ال"))):
            return [Piece(first, last, "named")]
    return [Piece(first, last, "other")]


def _kind(tokens: Sequence[Word], first: int, last: int) -> str | None:
    while first < last and tokens[first].text in _LINKS:
        first += 1
    if first == last:
        return "desk"
    if all(tokens[k].kind == NUMBER for k in range(first, last)):
        return "date"
    outlet = _outlets().at(tokens, first, ())
    place = _places().at(tokens, first, ())
    if place is not None and _all_places(tokens, first, last):
        return "paper?" if outlet is not None and outlet.last == last and outlet.value == "paper" else "place"
    if outlet is not None and outlet.last == last:
        return outlet.value
    bare = "".join(tokens[k].text for k in range(first, last) if tokens[k].text != ".")
    initials = all(len(tokens[k].text) == 1 for k in range(first, last))
    return "agency" if initials and last - first >= 3 and bare in _initialisms() else None


@cache
def _initialisms() -> frozenset[str]:
    names = (fold(r[0]) for r in rows("mahdar.reading", "outlets.tsv") if r[1] == "agency")
    return frozenset(n.replace(" ", "") for n in names if " " in n and all(len(w) == 1 for w in n.split()))


def _all_places(tokens: Sequence[Word], first: int, last: int) -> bool:
    k = first
    while k < last:
        place = _places().at(tokens, k, ("", "و"))
        if place is None:
            return False
        k = place.last
    return True


def opening(tokens: Sequence[Word], first: int, last: int, dates: Sequence[DateMention]) -> int:
    """Where the dateline ends that opens the report's first line, or `first` where there is none.

    It ends with a separator, and everything before it is a place, an outlet or a date.
    """
    best = first
    k = first
    ends = {d.first: d.last for d in dates}
    while k < min(last, first + REACH):
        if k in ends:
            k = ends[k]
            continue
        token = tokens[k]
        closes = token.kind == MARK and (token.text in _ENDS or (token.text == "." and _dots(tokens, k)))
        if closes and k > first and _opens(pieces(tokens, first, k, dates), token.text):
            while k + 1 < last and tokens[k + 1].kind == MARK and tokens[k + 1].text in _ENDS | {"."}:
                k += 1
            best = k + 1
        k += 1
    return best


def _opens(found: list[Piece], end: str) -> bool:
    """Whether pieces before a separator are a dateline; an unknown name needs a place before it and no colon behind."""
    named = any(p.kind == "named" for p in found)
    if named and (end == ":" or found[0].kind != "place"):
        return False
    return _is_dateline(found, alone=False)


def _dots(tokens: Sequence[Word], k: int) -> bool:
    return k + 1 < len(tokens) and tokens[k + 1].text == "." and tokens[k + 1].start == tokens[k].end


def is_dateline(
    tokens: Sequence[Word], first: int, last: int, dates: Sequence[DateMention], *, strict: bool = False
) -> bool:
    """Whether a line of its own is a dateline: a place or an outlet, and reporters' names beside them.

    `strict`: nothing unknown in it, as in the place of a headline.
    """
    found = pieces(tokens, first, last, dates)
    if len(found) == 1 and found[0].kind == "place":
        return False
    parted = any(tokens[k].kind == MARK and tokens[k].text in _ENDS | {"("} for k in range(first, last))
    parted = parted or (len(found) > 2 and any(d.how == "explicit" for d in dates))
    if not (parted or (len(found) == 1 and found[0].kind in ("agency", "paper", "paper?", "word"))):
        return False
    unknown = [p for p in found if p.kind in ("other", "named")]
    if strict and (unknown or not any(p.kind in ("agency", "paper", "paper?") for p in found)):
        return False
    return _is_dateline(found, alone=True) and len(unknown) <= 4


def _is_dateline(found: list[Piece], *, alone: bool) -> bool:
    kinds = [p.kind for p in found]
    if not any(k in ("place", "agency", "paper", "paper?", "word", "desk") for k in kinds):
        return "marked" in kinds and len(kinds) == 1 and not alone
    if alone:
        return all(p.kind != "other" or p.last - p.first <= NAME_WORDS for p in found)
    return "other" not in kinds


def source_of(found: Sequence[Piece]) -> Piece | None:
    """The outlet that a dateline names: a paper before an agency, since a paper prints what agencies send."""
    for kinds in (("paper",), ("word", "marked"), ("paper?",), ("agency",), ("named",)):
        for piece in found:
            if piece.kind not in kinds:
                continue
            if piece.kind in ("paper?", "named") and not _beside_place(found, piece):
                continue
            return piece
    return None


def _beside_place(found: Sequence[Piece], piece: Piece) -> bool:
    """A town's name that is a paper's too ('الرياض') is the paper where another place stands beside it, or a mark."""
    return any(p is not piece and p.kind == "place" for p in found)


def own_outlet(tokens: Sequence[Word], first: int, last: int) -> tuple[int, int, int] | None:
    """A paper or station that the report's own words name as its: 'قال لـ«عكاظ»', 'لمراسل الجوهرة أف أم'.

    Words ``[first, last)`` of the name and how many letters of its first word are a proclitic.
    """
    tellers = _tellers()
    for k in range(first, last - 2):
        text = tokens[k].text
        role = tellers.get(text)
        if role is None and text not in _TO:
            continue
        if text in _TO and tokens[k + 1].text in _OPENERS:
            name = _quoted(tokens, k + 2, last)
            if name is not None and ((_told(tokens, k) and text == "ل") or _is_outlet(tokens, *name)):
                return *name, 0
        elif role == "receives" and tokens[k + 1].text in _OPENERS:
            name = _quoted(tokens, k + 2, last)
            if name is not None:
                return *name, 0
        elif role == "told":
            hit = _unquoted(tokens, k + 2 if tokens[k + 1].text == "ل" else k + 1, last)
            if hit is not None:
                return hit
    return None


def _quoted(tokens: Sequence[Word], first: int, last: int) -> tuple[int, int] | None:
    for k in range(first, min(last, first + NAME_WORDS)):
        if tokens[k].text in _CLOSING_QUOTES:
            return (first, k) if k > first else None
    return None


def _is_outlet(tokens: Sequence[Word], first: int, last: int) -> bool:
    kind = _kind(tokens, first, last)
    return kind in ("paper", "paper?") or any(_name_words().at(tokens, k, ()) for k in range(first, last))


def _told(tokens: Sequence[Word], k: int) -> bool:
    return any(_tellers().get(tokens[i].text) == "told" for i in range(max(0, k - TELLER_REACH), k))


def _unquoted(tokens: Sequence[Word], k: int, last: int) -> tuple[int, int, int] | None:
    """A paper's name at word `k`, quotation marks within it passed over ('الجوهرة "اف ام"')."""
    window = [i for i in range(k, min(last, k + 8)) if tokens[i].text not in _QUOTES | _CLOSING_QUOTES]
    if not window:
        return None
    hit = _outlets().at([tokens[i] for i in window], 0, ("", "ل"))
    if hit is None or hit.value != "paper" or hit.last == 1:
        return None
    end = window[hit.last - 1] + 1
    if any(tokens[i].text in _QUOTES for i in range(k + 1, end)) and end < last and tokens[end].text in _CLOSING_QUOTES:
        end += 1
    return window[0], end, hit.cut


@cache
def _tellers() -> dict[str, str]:
    return {fold(r[0]): r[1] for r in rows("mahdar.reading", "outlet_tellers.tsv")}
