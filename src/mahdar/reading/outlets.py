"""Outlets among the names: papers are called after cities and common words, so only their place tells them."""

from __future__ import annotations

from functools import cache

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import QUOTES_CLOSE, QUOTES_OPEN, QUOTES_PLAIN, Word
from mahdar.reading.bodies import Found, known_at
from mahdar.reading.draft import Draft
from mahdar.reading.lexicon import ROOM


def with_outlets(draft: Draft, found: list[Found]) -> list[Found]:
    """Add outlets where they stand as such: in the dateline, in quotation marks or brackets, as the report's source."""
    tokens = draft.words
    outlets = []
    for hit in _outlets().all(tokens, ("ل", "و")):
        start, _ = draft.span(hit.first, hit.last, hit.cut)
        in_dateline = draft.dateline is not None and draft.dateline[0] <= start < draft.dateline[1]
        a_place = known_at(tokens, hit.first) is not None and fold(draft.source or "") != hit.value
        if not draft.in_noise(start) and not a_place and (in_dateline or _enclosed(tokens, hit.first, hit.last)):
            outlets.append(Found(hit.first, hit.last, hit.cut, "ORG"))
    if draft.source and draft.dateline:
        at = draft.text.find(draft.source, *draft.dateline)
        if at >= 0:
            first = draft.word_at(at)
            last = draft.word_at(at + len(draft.source) - 1) + 1
            outlets.append(Found(first, last, max(0, draft.folded.index(at) - tokens[first].at), "ORG"))
    covered = {i for o in outlets for i in range(o.first, o.last)}
    kept = [
        f
        for f in found
        if (f.type == "ORG" and f.last - f.first > 1) or not covered.intersection(range(f.first, f.last))
    ]
    kept_words = {i for f in kept for i in range(f.first, f.last)}
    fresh = {o.first: o for o in outlets if not kept_words.intersection(range(o.first, o.last))}
    return kept + list(fresh.values())


def _enclosed(tokens: list[Word], first: int, last: int) -> bool:
    """Whether words stand alone in quotation marks or brackets."""
    marks = QUOTES_OPEN | QUOTES_CLOSE | QUOTES_PLAIN | {"(", ")"}
    return first > 0 and last < len(tokens) and tokens[first - 1].text in marks and tokens[last].text in marks


@cache
def _outlets() -> Phrases[str]:
    return Phrases((cells[0], fold(cells[0])) for cells in rows(ROOM, "outlets.tsv") if cells[1] in ("agency", "paper"))
