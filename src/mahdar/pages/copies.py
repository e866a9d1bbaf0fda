"""Copies: which reports are another's text, whole (exact, near) or in part.

Texts are compared by their shingles: runs of `SHINGLE` folded words. `Fingerprint.anchors` are what an index looks them
up by: of each `WINDOW` shingles in a row the one with the least hash (winnowing: Schleimer, Wilkerson and Aiken 2003).
Two texts that have `WINDOW + SHINGLE - 1` words in a row in common share an anchor, however long they are and wherever
the words stand, so an agency's text is found in one ten times as long. Two anchors make two texts likely; what more
than `FORMULA` reports have is a formula and brings up none but these. What is likely is compared shingle by shingle.

The thresholds were set on 300 pairs of saudinewsnet that were read by hand, and measured on 100 others (docs/pages.md):
reprints with light edits keep 0.6 of their shingles or more; from 0.42 of all or 0.6 of the shorter text on, a text is
the same with heavier edits or a part of a longer one, and may have other figures, so it is noted and read. Reports by
one form (the next aid flight, tomorrow's weather) differ in their numbers or come on another day, and reprints hardly
do: so a pair that shares less must agree in its numbers and be of the same days, and if it is, half of the shorter text
is enough. How long the longer text is makes no difference to that: an agency's text may be a tenth of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any, Literal

import numpy as np

from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.numbers import find_numbers
from mahdar.arabic.words import words as words_of
from mahdar.pages.found import data_words
from mahdar.record import Report

Kind = Literal["exact", "near", "partial"]

#: Words to a shingle.
SHINGLE = 4
#: Words that a text must have to be compared: below, chance and formula make copies of everything.
SHORTEST = 40
#: Of all shingles of two texts, so many are in both: a copy that need not be read.
NEAR = 0.6
#: A copy may be so much longer than what it is a copy of; a longer one holds more and is read.
LONGER = 1.25
#: Of the shingles of the shorter text, or of all of both, so many are in both: noted, and read.
PARTIAL, EDITED = 0.6, 0.42
#: Days between a text and what is taken from it, where it is not nearly all of it.
DAYS_APART = 4
#: Of the shingles of the shorter text, so many are in both: a form's report is the same one on another day too.
WHOLE = 0.9
#: Of the shingles of the shorter text, so many are in both, and no more than so many days lie between them (DAYS_APART
#: where they share a sentence): noted too.
HALF, DAYS_HALF = 0.5, 2
#: Of the numbers of two texts, so many must be in both, where each has some and not nearly all shingles are shared.
NUMBERS, SOME_NUMBERS, NEARLY_ALL = 0.6, 2, 0.8
#: Kinds of reports that are written by one form.
FORMS = ("weather", "cable")
#: Words at the head and at the foot in which agencies put the day and the hour: their numbers tell nothing.
DATELINE, FOOT = 12, 6
#: Shingles in a row of which one is an anchor, anchors that two texts must share to be compared, and reports that an
#: anchor brings up: of the pairs of saudinewsnet, these find 98 of 100 and more (docs/pages.md).
WINDOW, SHARED_ANCHORS, FORMULA = 16, 2, 20
#: Of the anchors of the text that has fewer, so many must be in both, and letters of a text to one of its anchors: no
#: pair of 1,500 partial ones has two and less than that, of pairs that are none and have two a third (windows of 12).
LIKELY, LETTERS = 0.15, 55
#: Words of a sentence that two texts do not share by chance.
_SENTENCE = 9
#: Words whose numbers are kept.
_MOST_WORDS = 200_000
#: Characters at which a sentence ends.
SENTENCE_ENDS = ".!?؟\n"
#: Blocks whose characters `fold` changes, and those of them that become several.
FOLDING = (*range(0x900), *range(0x2000, 0x2070), *range(0xFB50, 0xFF00))
_MANY = re.compile("[" + re.escape("".join(chr(c) for c in FOLDING if len(fold(chr(c))) > 1)) + "]")
_Numbers = np.ndarray[Any, np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True)
class Copy:
    """How one text is a copy of another: `share` of the shingles of both (near) or of the shorter one (partial)."""

    kind: Kind
    share: float


@dataclass(frozen=True)
class Fingerprint:
    """A text as it is compared: its folded words, and `day`, the ordinal of the report's date, where it has one.

    `sentences` has a line for each sentence, its words with a space between. All else is worked out from that when it
    is first asked for: most texts are looked up and never compared.
    """

    sentences: str
    day: int | None = None

    @cached_property
    def words(self) -> str:
        """The words, a space between."""
        return self.sentences.replace("\n", " ")

    @cached_property
    def letters(self) -> str:
        """The words without anything between."""
        return self.words.replace(" ", "")

    @cached_property
    def _hashes(self) -> _Numbers:
        return _runs(self.words)

    @cached_property
    def anchors(self) -> tuple[int, ...]:
        """What the text is looked up by: numbers that SQLite and PostgreSQL keep as integers, the same everywhere."""
        least, seen = self._hashes, 1
        while seen < WINDOW:
            step = min(seen, WINDOW - seen)
            least, seen = np.minimum(least[:-step], least[step:]), seen + step
        return tuple(np.unique(least).view(np.int64).tolist())

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The runs of words, as hashes."""
        return frozenset(self._hashes.tolist())

    @cached_property
    def long_sentences(self) -> frozenset[str]:
        """The sentences that two texts do not share by chance."""
        return frozenset(line for line in self.sentences.split("\n") if line.count(" ") + 1 >= _SENTENCE)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in digits, without those of the dateline and the foot."""
        return frozenset(word for word in self.words.split(" ")[DATELINE:-FOOT] if word.isdigit())

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms that the text is written by (data/forms.tsv): those of which it has two phrases or more."""
        return frozenset(f for f in FORMS if sum(phrase in self.words for phrase in data_words("forms.tsv", f)) > 1)


def fingerprint(report: Report) -> Fingerprint | None:
    """The fingerprint of a report's body, None for one too short to compare."""
    body = report.page.body if report.page is not None else None
    return fingerprint_of(report.text[slice(*body)] if body else report.text, report.date)


def fingerprint_of(text: str, day: str | None = None) -> Fingerprint | None:
    """The fingerprint of a text of an ISO day, None where it has less than `SHORTEST` words."""
    lines = [" ".join(words) for line in _plain(text).split("\n") if (words := line.split())]
    print_ = Fingerprint("\n".join(lines), _ordinal(day))
    return print_ if print_.words.count(" ") + 1 >= SHORTEST else None


def fingerprints(texts: Sequence[tuple[str, str | None]]) -> list[Fingerprint | None]:
    """What `fingerprint_of` gives for each text and day, their words numbered and anchors found all at once."""
    plain = iter(_all_plain([text for text, _ in texts if not _MANY.search(text)]))
    found: list[Fingerprint | None] = []
    for text, day in texts:
        said = _plain(text) if _MANY.search(text) else next(plain)
        lines = [" ".join(words) for line in said.split("\n") if (words := line.split())]
        print_ = Fingerprint("\n".join(lines), _ordinal(day))
        found.append(print_ if print_.words.count(" ") + 1 >= SHORTEST else None)
    _work_out([print_ for print_ in found if print_ is not None])
    return found


def _all_plain(texts: list[str]) -> list[str]:
    """Each text as `_plain` has it, for texts of which no character becomes several."""
    if not texts:
        return []
    points = np.frombuffer(_APART.join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _table()
    plain = table[np.where(points < len(table), points, ord(" "))]
    ends = np.cumsum([len(text) + 1 for text in texts])[:-1] - 1
    plain[ends] = ord(_APART)
    return str(plain[plain != 0].tobytes(), "utf-32-le").split(_APART)


#: Stands between texts that are folded at once: what `fold` leaves has none.
_APART = "\x1e"


def _work_out(prints: list[Fingerprint]) -> None:
    """Work out the runs of words and the anchors of all fingerprints at once."""
    if not prints:
        return
    words = [print_.words.split(" ") for print_ in prints]
    hashes = _hashed([number for some in words for number in map(_word_numbers.__getitem__, some)])
    sizes = np.array([len(some) for some in words])
    starts = np.cumsum(sizes) - sizes
    least, seen = hashes, 1
    while seen < WINDOW:
        step = min(seen, WINDOW - seen)
        least, seen = np.minimum(least[:-step], least[step:]), seen + step
    for print_, start, size in zip(prints, starts.tolist(), sizes.tolist(), strict=True):
        runs = size - SHINGLE + 1
        print_.__dict__["_hashes"] = hashes[start : start + runs]
        anchors = np.sort(least[start : start + runs - WINDOW + 1])
        kept = anchors[np.flatnonzero(np.append(True, anchors[1:] != anchors[:-1]))]
        print_.__dict__["anchors"] = tuple(kept.view(np.int64).tolist())


def _plain(text: str) -> str:
    """The folded text with a line's end for the end of a sentence and a space for all else that is no part of a word.

    What `fold` does with each character is looked up for all of the text at once: ten times as fast.
    """
    if _MANY.search(text):
        text = fold(text)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _table()
    if points.size and points.max() >= len(table):
        points = np.where(points < len(table), points, ord(" "))
    plain = table[points]
    return str(plain[plain != 0].tobytes(), "utf-32-le")


@cache
def _table() -> np.ndarray[Any, np.dtype[np.uint32]]:
    """What becomes of each character of the basic plane: 0 where nothing remains."""
    folded = {c: fold(chr(c)) for c in FOLDING}
    table = np.zeros(0x10000, dtype="<u4")
    for c in range(len(table)):
        to = folded.get(c, chr(c))
        if to:
            table[c] = ord("\n" if to in SENTENCE_ENDS else to if len(to) == 1 and to.isalnum() else " ")
    return table


class _WordNumbers(dict[str, int]):
    """Words as 64-bit numbers, those kept that were asked for before."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        return number


_word_numbers = _WordNumbers()


def _runs(words: str) -> _Numbers:
    """The runs of `SHINGLE` words, as 64-bit hashes that are the same in every process: archives keep some of them."""
    return _hashed(list(map(_word_numbers.__getitem__, words.split(" "))))


def _hashed(words: list[int]) -> _Numbers:
    numbers = np.array(words, dtype=np.uint64)
    runs = np.zeros(len(numbers) - SHINGLE + 1, dtype=np.uint64)
    for i in range(SHINGLE):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + numbers[i : i + len(runs)]
    runs = (runs ^ (runs >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return runs ^ (runs >> np.uint64(27))


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return None


def compare(one: Fingerprint, other: Fingerprint) -> Copy | None:
    """How `one` is a copy of `other`, which was there before, or holds it; None where they are two reports."""
    if one.letters == other.letters:
        return Copy("exact", 1.0)
    shared = len(one.shingles & other.shingles)
    union = len(one.shingles) + len(other.shingles) - shared
    shorter = min(len(one.shingles), len(other.shingles))
    if not may_be_copies(shared, len(one.shingles), len(other.shingles)):
        return None
    if shared < NEARLY_ALL * union and not _numbers_agree(one, other):
        return None
    apart = abs(one.day - other.day) if one.day is not None and other.day is not None else None
    if apart and one.forms & other.forms and shared < min(NEARLY_ALL * union, WHOLE * shorter):
        return None
    if shared >= NEAR * union and len(one.shingles) <= LONGER * len(other.shingles):
        return Copy("near", round(shared / union, 3))
    enough = shared >= PARTIAL * shorter or shared >= EDITED * union
    together = (apart or 0) <= DAYS_APART or shared >= NEARLY_ALL * shorter
    half = shared >= HALF * shorter and apart is not None and apart <= _days_of_half(one, other)
    return Copy("partial", round(shared / shorter, 3)) if (enough and together) or half else None


def may_be_copies(shared: int, one: int, other: int) -> bool:
    """Whether two texts of so many shingles, `shared` of them in both, have enough of them in common for any kind."""
    return shared >= min(HALF * min(one, other), EDITED * (one + other - shared))


def _days_of_half(one: Fingerprint, other: Fingerprint) -> int:
    """Days that may lie between two texts that share half of the shorter one: more where a whole sentence is shared."""
    return DAYS_HALF if one.long_sentences.isdisjoint(other.long_sentences) else DAYS_APART


def _numbers_agree(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the numbers of the text that has fewer are in the other, in digits or in words."""
    fewer, more = sorted((one, other), key=lambda print_: len(print_.numbers))
    wanted = NUMBERS * len(fewer.numbers)
    if len(fewer.numbers) < SOME_NUMBERS or len(fewer.numbers & more.numbers) >= wanted:
        return True
    in_digits, _ = _values(fewer.words)
    return len(in_digits) >= SOME_NUMBERS and len(in_digits & _values(more.words)[1]) >= NUMBERS * len(in_digits)


@lru_cache(maxsize=1_000)
def _values(text: str) -> tuple[frozenset[float], frozenset[float]]:
    """The values of the numbers of a text that begin with digits ('7 الاف' is 7000), and of all its numbers."""
    numbers = find_numbers(words_of(Folded(text)))
    return frozenset(n.value for n in numbers if n.digits), frozenset(n.value for n in numbers)


def are_likely(shared: int, one: float, other: float) -> bool:
    """Whether two texts of so many anchors, `shared` of them in both, are worth comparing."""
    return shared >= SHARED_ANCHORS and shared >= LIKELY * min(one, other)


class CopyIndex:
    """Fingerprints in memory by name: which of them a text is a copy of."""

    def __init__(self) -> None:
        self._prints: dict[str, Fingerprint] = {}
        self._by_key: dict[int, list[str]] = {}
        self._order: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._prints)

    def __contains__(self, name: str) -> bool:
        return name in self._prints

    def __getitem__(self, name: str) -> Fingerprint:
        return self._prints[name]

    def add(self, name: str, print_: Fingerprint) -> None:
        self._prints[name] = print_
        self._order[name] = len(self._order)
        for key in print_.anchors:
            names = self._by_key.setdefault(key, [])
            if len(names) < FORMULA:
                names.append(name)

    def discard(self, name: str) -> None:
        print_ = self._prints.pop(name, None)
        for key in print_.anchors if print_ is not None else ():
            names = [other for other in self._by_key.get(key, ()) if other != name]
            if names:
                self._by_key[key] = names
            else:
                self._by_key.pop(key, None)

    def find(self, print_: Fingerprint) -> tuple[str, Copy] | None:
        """The text that this one is most a copy of, an earlier one before a later, and how."""
        return best(print_, [(name, self._prints[name]) for name in self.likely(print_)])

    def likely(self, print_: Fingerprint) -> list[str]:
        """Texts that share anchors enough, in the order in which they were added."""
        shared = Counter(chain.from_iterable(self._by_key.get(key, ()) for key in print_.anchors))
        own = len(print_.anchors)
        wanted = (n for n, count in shared.items() if are_likely(count, own, len(self._prints[n].anchors)))
        return sorted(wanted, key=lambda name: self._order[name])


def best(print_: Fingerprint, others: Sequence[tuple[str, Fingerprint]]) -> tuple[str, Copy] | None:
    """Of `others`, the one of which a text is most a copy: exact before near before partial, then by share."""
    rank = {"exact": 2, "near": 1, "partial": 0}
    found: tuple[str, Copy] | None = None
    for name, other in others:
        copy = compare(print_, other)
        if copy is not None and (
            found is None or (rank[copy.kind], copy.share) > (rank[found[1].kind], found[1].share)
        ):
            found = (name, copy)
    return found
