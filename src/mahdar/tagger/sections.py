"""Sections: which words are the headline, the dateline, the page's furniture, and which the report."""

from __future__ import annotations

from collections.abc import Sequence

from mahdar.arabic.words import Word
from mahdar.tagger.labels import SECTIONS

Span = tuple[int, int]


def sections_of(words: Sequence[Word], title: Span | None, dateline: Span | None, noise: Sequence[Span]) -> list[int]:
    """The number of each word's section in `SECTIONS`; spans are code points of the report's text."""
    found = [0] * len(words)
    spans = [("headline", title), ("dateline", dateline), *(("noise", span) for span in noise)]
    for section, span in spans:
        if span is None:
            continue
        number = SECTIONS.index(section)
        for i, word in enumerate(words):
            if span[0] <= word.start < span[1]:
                found[i] = number
    return found
