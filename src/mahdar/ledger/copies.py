"""Reports that are copies of another, whole or as a passage of it.

Which texts are copies is said by `mahdar.pages.copies`, as when reports are read; where one of two has no day, a report
that has half of the other between its own words is noted as well. What may be one is found by sorting the keys of all
texts, so that memory holds the keys and a few thousand texts at a time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from mahdar.pages.copies import FORMULA, LIKELY, SHARED_ANCHORS, Fingerprint, best, fingerprint_of
from mahdar.who import Told

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
        taken = likest(print_, others) if print_ is not None else None
        if taken is not None:
            original, share, kind = taken
            found.append(Copy(original, ordered[later].doc, share, kind))
    return found


def likest(print_: Fingerprint, others: list[tuple[str, Fingerprint]]) -> tuple[str, float, str] | None:
    """Of earlier texts the one that a text is most a copy of, how much is shared, and how."""
    found = best(print_, others)
    if found is not None:
        return found[0], found[1].share, "embedded" if found[1].kind == "partial" else "reprint"
    shares = [
        (len(print_.shingles & other.shingles) / min(len(print_.shingles), len(other.shingles)), name)
        for name, other in others
        if None in (print_.day, other.day) and not print_.long_sentences.isdisjoint(other.long_sentences)
    ]
    share, name = max(shares, key=lambda row: row[0], default=(0.0, ""))
    return (name, round(share, 3), "embedded") if share >= PASSAGE else None


def _likely(ordered: list[Told]) -> dict[int, list[int]]:
    """For each text those before it that share some anchors with it."""
    anchors, texts = _anchors(ordered)
    pairs, shared = np.unique(_of_one_anchor(anchors, texts, len(ordered)), return_counts=True)
    having = np.bincount(texts, minlength=len(ordered))
    fewer = np.minimum(having[pairs // len(ordered)], having[pairs % len(ordered)]) if ordered else shared
    found: dict[int, list[int]] = defaultdict(list)
    for pair in pairs[(shared >= SHARED_ANCHORS) & (shared >= LIKELY * fewer)].tolist():
        earlier, later = divmod(pair, len(ordered))
        found[later].append(earlier)
    return found


def _of_one_anchor(anchors: _Array, texts: _Array, many: int) -> _Array:
    """Pairs of texts that have an anchor and lie next to each other: earlier * many + later, once for each anchor."""
    order = np.lexsort((texts, anchors))
    anchors, texts = anchors[order], texts[order]
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, FORMULA + 1):
        same = np.flatnonzero(anchors[step:] == anchors[:-step])
        found.append(texts[same] * many + texts[same + step])
    return np.concatenate(found)


def _anchors(ordered: list[Told]) -> tuple[_Array, _Array]:
    """The anchors of all texts, and which text has each."""
    anchors, texts = array("q"), array("q")
    for n, told in enumerate(ordered):
        print_ = fingerprint_of(told.text, told.day)
        if print_ is not None:
            anchors.extend(print_.anchors)
            texts.extend([n] * len(print_.anchors))
    return np.array(anchors, dtype=np.int64), np.array(texts, dtype=np.int64)


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
