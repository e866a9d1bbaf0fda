"""Reports that are copies of another, whole or as a passage of it: by the runs of words that both have."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import BREAK, MARK, words
from mahdar.who import Told

#: Words of a run; share of the runs of the shorter text from which it is a copy. Retellings of one event by two
#: outlets share .05 of their runs on gold/series, a reprint .9, a passage taken over .7.
RUN, COPIED = 5, 0.4
#: Share of the longer text's runs below which the shorter one stands in it as a passage.
PASSAGE = 0.6
#: Runs that more reports have than this are formulas of the genre and bring no two together.
COMMON = 40


class Copy(NamedTuple):
    """A report and a copy of it; `share` of the shorter text's runs are in the other; reprint or embedded."""

    original: str
    copy: str
    share: float
    kind: str


def find_copies(reports: list[Told]) -> list[Copy]:
    """Copies among the reports; the earlier page is the original."""
    ordered = sorted((told for told in reports if told.text), key=lambda told: (told.day or "9999", told.doc))
    runs = [_runs(told.text) for told in ordered]
    holders: dict[int, list[int]] = defaultdict(list)
    for n, some in enumerate(runs):
        for run in some:
            holders[run].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for having in holders.values():
        if 1 < len(having) <= COMMON:
            for i, first in enumerate(having):
                for second in having[i + 1 :]:
                    shared[first, second] += 1
    found = []
    for (i, j), count in sorted(shared.items()):
        share = count / min(len(runs[i]), len(runs[j]))
        if share >= COPIED:
            kind = "embedded" if count / max(len(runs[i]), len(runs[j])) < PASSAGE else "reprint"
            found.append(Copy(ordered[i].doc, ordered[j].doc, round(share, 3), kind))
    return found


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


def _runs(text: str) -> set[int]:
    told = [word.text for word in words(Folded(text)) if word.kind not in (MARK, BREAK)]
    return {hash(tuple(told[i : i + RUN])) for i in range(len(told) - RUN + 1)}
