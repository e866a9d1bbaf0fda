"""Tagged corpora in columns: a word and its classes a line, sentences apart by lines without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

#: Wojood's and AQMAR's classes as ours; each user of NewsFANE has a choice of its own among its fifty.
WOJOOD = {"PERS": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC"}
AQMAR = {"PER": "PER", "ORG": "ORG", "LOC": "GPE"}
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff]")


def sentences_of_cells(path: Path) -> Iterator[list[list[str]]]:
    """The sentences of a file, each a list of lines, each a list of its cells, without marks that nobody sees."""
    sentence: list[list[str]] = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        cells = _UNSEEN.sub("", line).split()
        if len(cells) >= 2:
            sentence.append(cells)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence
