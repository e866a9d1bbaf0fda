"""Copies: which reports are another's text, whole (exact, near) or in part.

Texts are compared by their shingles: runs of `SHINGLE` folded words. `Fingerprint.keys` are what an index looks them up
by: bands of a MinHash signature, which near-copies share, and whole sentences, which a long report shares with the
agency's text in it. What shares keys is compared shingle by shingle, so keys only have to miss nothing.

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
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import islice
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
#: 40 bands of 3 rows find a pair that shares 0.6 of its shingles 9,999 times of 10,000, one of 0.42 95 times of 100.
BANDS, ROWS = 40, 3
#: Words of a sentence that is looked up, sentences of a report that are, and how many two reports must share.
_SENTENCE, _MOST_SENTENCES, SHARED_SENTENCES = 9, 24, 2
_SEED = 42
#: Characters at which a sentence ends.
SENTENCE_ENDS = ".!?؟\n"
#: Blocks whose characters `fold` changes, and those of them that become several.
FOLDING = (*range(0x900), *range(0x2000, 0x2070), *range(0xFB50, 0xFF00))
_MANY = re.compile("[" + re.escape("".join(chr(c) for c in FOLDING if len(fold(chr(c))) > 1)) + "]")
#: How the bands of a signature are written before they are hashed, and how their hashes are taken apart.
_BANDS_WRITTEN = "|".join(f"{band}:" + ",".join(["%d"] * ROWS) for band in range(BANDS))
_BANDS_PACKED = struct.Struct(f">{BANDS}q")


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
    def bands(self) -> tuple[int, ...]:
        """The bands of the MinHash signature, as 64-bit numbers."""
        return _bands(map(" ".join, _runs(self.words)))

    @cached_property
    def sentence_keys(self) -> tuple[int, ...]:
        """The sentences that are looked up, as 64-bit numbers."""
        long_ = (line for line in self.sentences.split("\n") if line.count(" ") + 1 >= _SENTENCE)
        return tuple(dict.fromkeys(_key("s", line) for line in islice(long_, _MOST_SENTENCES)))

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The runs of words, as hashes of this process alone."""
        return frozenset(map(hash, _runs(self.words)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in digits, without those of the dateline and the foot."""
        return frozenset(word for word in self.words.split(" ")[DATELINE:-FOOT] if word.isdigit())

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms that the text is written by (data/forms.tsv): those of which it has two phrases or more."""
        return frozenset(f for f in FORMS if sum(phrase in self.words for phrase in data_words("forms.tsv", f)) > 1)

    @property
    def keys(self) -> tuple[int, ...]:
        """All that an index has to keep."""
        return (*self.bands, *self.sentence_keys)


def fingerprint(report: Report) -> Fingerprint | None:
    """The fingerprint of a report's body, None for one too short to compare."""
    body = report.page.body if report.page is not None else None
    return fingerprint_of(report.text[slice(*body)] if body else report.text, report.date)


def fingerprint_of(text: str, day: str | None = None) -> Fingerprint | None:
    """The fingerprint of a text of an ISO day, None where it has less than `SHORTEST` words."""
    lines = [" ".join(words) for line in _plain(text).split("\n") if (words := line.split())]
    print_ = Fingerprint("\n".join(lines), _ordinal(day))
    return print_ if print_.words.count(" ") + 1 >= SHORTEST else None


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


def _runs(words: str) -> Iterator[tuple[str, ...]]:
    """The runs of `SHINGLE` words."""
    listed = words.split(" ")
    return zip(*(listed[i:] for i in range(SHINGLE)), strict=False)


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return None


def _bands(shingles: Iterable[str]) -> tuple[int, ...]:
    from rensa import RMinHash

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minhash.update(list(shingles))
    parts = (_BANDS_WRITTEN % tuple(minhash.digest())).split("|")
    return _BANDS_PACKED.unpack(b"".join([_digest(part) for part in parts]))


def _key(kind: str, text: str) -> int:
    """A number that SQLite and PostgreSQL keep as an integer."""
    return int.from_bytes(_digest(f"{kind}:{text}"), "big", signed=True)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def compare(one: Fingerprint, other: Fingerprint) -> Copy | None:
    """How `one` is a copy of `other`, which was there before, or holds it; None where they are two reports."""
    if one.letters == other.letters:
        return Copy("exact", 1.0)
    shared = len(one.shingles & other.shingles)
    union = len(one.shingles) + len(other.shingles) - shared
    shorter = min(len(one.shingles), len(other.shingles))
    if shared < min(HALF * shorter, EDITED * union):
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


def _days_of_half(one: Fingerprint, other: Fingerprint) -> int:
    """Days that may lie between two texts that share half of the shorter one: more where a whole sentence is shared."""
    return DAYS_HALF if set(one.sentence_keys).isdisjoint(other.sentence_keys) else DAYS_APART


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
        for key in print_.keys:
            self._by_key.setdefault(key, []).append(name)

    def discard(self, name: str) -> None:
        print_ = self._prints.pop(name, None)
        for key in print_.keys if print_ is not None else ():
            names = [other for other in self._by_key[key] if other != name]
            if names:
                self._by_key[key] = names
            else:
                del self._by_key[key]

    def find(self, print_: Fingerprint) -> tuple[str, Copy] | None:
        """The text that this one is most a copy of, an earlier one before a later, and how."""
        return best(print_, [(name, self._prints[name]) for name in self.likely(print_)])

    def likely(self, print_: Fingerprint) -> list[str]:
        """Texts that share a band or two sentences, in the order in which they were added."""
        in_bands = {name for key in print_.bands for name in self._by_key.get(key, ())}
        shared = Counter(name for key in print_.sentence_keys for name in self._by_key.get(key, ()))
        wanted = in_bands | {name for name, count in shared.items() if count >= SHARED_SENTENCES}
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
