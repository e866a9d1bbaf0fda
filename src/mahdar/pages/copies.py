"""Copies: which reports are another's text, whole (exact, near) or in part.

Texts are compared by their shingles: runs of `SHINGLE` folded words. `Fingerprint.keys` are what an index looks them up
by: bands of a MinHash signature, which near-copies share, and whole sentences, which a long report shares with the
agency's text in it. What shares keys is compared shingle by shingle, so keys only have to miss nothing.

The thresholds were set on 300 pairs of saudinewsnet that were read by hand, and measured on 100 others (docs/pages.md):
reprints with light edits keep 0.6 of their shingles or more; from 0.42 of all or 0.6 of the shorter text on, a text is
the same with heavier edits or a part of a longer one, and may have other figures, so it is noted and read. Reports by
one form (the next aid flight, tomorrow's weather) differ in their numbers or come on another day, and reprints hardly
do: so a pair that shares less must agree in its numbers and be of the same days, and if it is, half of the shorter text
is enough.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

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
#: Of the shingles of the shorter text, so many are in both, and no more than so many days lie between them: noted too.
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
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?؟\n]+")


@dataclass(frozen=True, slots=True)
class Copy:
    """How one text is a copy of another: `share` of the shingles of both (near) or of the shorter one (partial)."""

    kind: Kind
    share: float


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text as it is compared: `bands` and `sentences` are 64-bit numbers, `shingles` hashes of this process alone.

    `words` are the folded words, a space between; `day` is the ordinal of the report's date, where it has one;
    `forms` are those that it is written by (data/forms.tsv).
    """

    bands: tuple[int, ...]
    sentences: tuple[int, ...]
    shingles: frozenset[int]
    numbers: frozenset[str]
    words: str
    day: int | None = None
    forms: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[int, ...]:
        """All that an index has to keep."""
        return (*self.bands, *self.sentences)


def fingerprint(report: Report) -> Fingerprint | None:
    """The fingerprint of a report's body, None for one too short to compare."""
    body = report.page.body if report.page is not None else None
    return fingerprint_of(report.text[slice(*body)] if body else report.text, report.date)


def fingerprint_of(text: str, day: str | None = None) -> Fingerprint | None:
    """The fingerprint of a text of an ISO day, None where it has less than `SHORTEST` words."""
    folded = fold(text)
    words = _WORD.findall(folded)
    if len(words) < SHORTEST:
        return None
    shingles = frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    sentences = (_WORD.findall(part) for part in _SENTENCE_END.split(folded))
    keys = [_key("s", " ".join(part)) for part in sentences if len(part) >= _SENTENCE]
    numbers = frozenset(word for word in words[DATELINE:-FOOT] if word.isdigit())
    sentences_ = tuple(dict.fromkeys(keys[:_MOST_SENTENCES]))
    hashes = frozenset(map(hash, shingles))
    all_words = " ".join(words)
    return Fingerprint(_bands(shingles), sentences_, hashes, numbers, all_words, _ordinal(day), _forms(all_words))


def _forms(text: str) -> frozenset[str]:
    """The forms of which a text has two phrases or more."""
    return frozenset(form for form in FORMS if sum(p in text for p in data_words("forms.tsv", form)) > 1)


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return None


def _bands(shingles: Iterable[str]) -> tuple[int, ...]:
    from rensa import RMinHash

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minhash.update(list(shingles))
    digest = minhash.digest()
    return tuple(_key(str(b), ",".join(map(str, digest[b * ROWS : (b + 1) * ROWS]))) for b in range(BANDS))


def _key(kind: str, text: str) -> int:
    """A number that SQLite and PostgreSQL keep as an integer."""
    return int.from_bytes(hashlib.blake2b(f"{kind}:{text}".encode(), digest_size=8).digest(), "big", signed=True)


def compare(one: Fingerprint, other: Fingerprint) -> Copy | None:
    """How `one` is a copy of `other`, which was there before, or holds it; None where they are two reports."""
    if one.words == other.words or one.words.replace(" ", "") == other.words.replace(" ", ""):
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
    half = apart is not None and apart <= DAYS_HALF and shared >= HALF * shorter
    return Copy("partial", round(shared / shorter, 3)) if (enough and together) or half else None


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
        shared = Counter(name for key in print_.sentences for name in self._by_key.get(key, ()))
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
