"""Reports that are copies of another, whole or as a passage of it.

Which texts are copies is said by `mahdar.pages.copies`, as when reports are read; where one of two has no day, a report
that has half of the other between its own words is noted as well. What may be one is found by sorting the keys of all
texts, so that memory holds the keys and a few thousand texts at a time.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from mahdar.pages.copies import Fingerprint, best, fingerprint_of
from mahdar.who import Told

#: Texts of one key that each is compared with, those next to it by day: a form has thousands.
NEXT = 20
#: Sentences that two texts must share, where their signatures have nothing in common; one that no more texts have than
#: `RARE` is enough.
SHARED, RARE = 2, 3
#: Share of the shorter text's shingles in the longer one from which it is embedded; set on gold/series, where a passage
#: has .53 and two retellings .05.
PASSAGE = 0.5
#: Texts whose shingles are kept for the next comparisons.
KEPT = 4_000


_Array = np.ndarray[Any, np.dtype[np.int64]]


class Copy(NamedTuple):
    """A report and a copy of it; `share` of the runs of words are in both; reprint or embedded."""

    original: str
    copy: str
    share: float
    kind: str


def find_copies(reports: list[Told]) -> list[Copy]:
    """Each copy with the report that it is most a copy of; the earlier page is the original."""
    ordered = sorted((told for told in reports if told.text), key=lambda told: (told.day or "9999", told.doc))

    @lru_cache(maxsize=KEPT)
    def print_of(n: int) -> Fingerprint | None:
        return fingerprint_of(ordered[n].text, ordered[n].day)

    found = []
    for later, earlier in sorted(_likely(ordered).items()):
        print_ = print_of(later)
        others = [(ordered[n].doc, other) for n in earlier if (other := print_of(n)) is not None]
        likest = _likest(print_, others) if print_ is not None else None
        if likest is not None:
            original, share, kind = likest
            found.append(Copy(original, ordered[later].doc, share, kind))
    return found


def _likest(print_: Fingerprint, others: list[tuple[str, Fingerprint]]) -> tuple[str, float, str] | None:
    """Of earlier texts the one that a text is most a copy of, how much is shared, and how."""
    found = best(print_, others)
    if found is not None:
        return found[0], found[1].share, "embedded" if found[1].kind == "partial" else "reprint"
    shares = [
        (len(print_.shingles & other.shingles) / min(len(print_.shingles), len(other.shingles)), name)
        for name, other in others
        if None in (print_.day, other.day) and not set(print_.sentence_keys).isdisjoint(other.sentence_keys)
    ]
    share, name = max(shares, key=lambda row: row[0], default=(0.0, ""))
    return (name, round(share, 3), "embedded") if share >= PASSAGE else None


def _likely(ordered: list[Told]) -> dict[int, list[int]]:
    """For each text those before it that share a band of their signatures or some sentences with it."""
    pairs: set[tuple[int, int]] = set()
    shared: Counter[tuple[int, int]] = Counter()
    bands, sentences = _keys(ordered)
    for _, earlier, later in _of_one_key(*bands):
        pairs.add((earlier, later))
    for having, earlier, later in _of_one_key(*sentences):
        shared[earlier, later] += SHARED if having <= RARE else 1
    pairs.update(pair for pair, count in shared.items() if count >= SHARED)
    found: dict[int, list[int]] = defaultdict(list)
    for earlier, later in sorted(pairs):
        if earlier != later:
            found[later].append(earlier)
    return found


def _of_one_key(keys: _Array, texts: _Array) -> Iterator[tuple[int, int, int]]:
    """Pairs of texts that have one key and lie next to each other, with how many have it."""
    order = np.lexsort((texts, keys))
    keys, texts = keys[order], texts[order]
    _, at, having = np.unique(keys, return_inverse=True, return_counts=True)
    for step in range(1, NEXT + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not same.size:
            return
        counts = having[at[same]]
        yield from zip(counts.tolist(), texts[same].tolist(), texts[same + step].tolist(), strict=True)


def _keys(ordered: list[Told]) -> tuple[tuple[_Array, _Array], tuple[_Array, _Array]]:
    """The bands of all texts, and their sentences: the keys, and which text has each."""
    bands, of_bands, sentences, of_sentences = (array("q") for _ in range(4))
    for n, told in enumerate(ordered):
        print_ = fingerprint_of(told.text, told.day)
        if print_ is not None:
            bands.extend(print_.bands)
            of_bands.extend([n] * len(print_.bands))
            sentences.extend(print_.sentence_keys)
            of_sentences.extend([n] * len(print_.sentence_keys))
    packed = [np.array(some, dtype=np.int64) for some in (bands, of_bands, sentences, of_sentences)]
    return (packed[0], packed[1]), (packed[2], packed[3])


def grouped(copies: list[Copy]) -> list[tuple[str, list[str], str]]:
    """Each original with its copies, and how it was taken over."""
    root: dict[str, str] = {}
    group: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        first = root.get(copy.original, copy.original)
        if copy.copy not in root:
            root[copy.copy] = first
            group[first].append(copy)
    return [(first, [copy.copy for copy in some], some[0].kind) for first, some in sorted(group.items())]
