"""Bylines among the names: reporters named in the dateline ('بغداد: سعد الراوي', 'نجم السالمي (جدة)')."""

from __future__ import annotations

from collections.abc import Iterator

from mahdar.arabic.words import WORD, Word
from mahdar.reading.bodies import Found
from mahdar.reading.draft import Draft
from mahdar.reading.lexicon import (
    STRONG,
    given_names,
    likeness,
    rare_family_names,
    rare_given_names,
    words_of,
)

#: Reporters are named by two to four words; one word alone is an outlet or a place.
SHORTEST, LONGEST = 2, 4


def with_bylines(draft: Draft, found: list[Found]) -> list[Found]:
    """Add the reporters that the dateline names; what was found of their names before gives way."""
    if draft.dateline is None:
        return found
    tokens = draft.words
    first, last = draft.word_at(draft.dateline[0]), draft.word_at(draft.dateline[1] - 1) + 1
    taken = {i for f in found if f.type != "PER" for i in range(f.first, f.last)}
    reporters = []
    for i, j in _runs(tokens, first, last, taken):
        cut = int(tokens[i].text[0] == "و" and likeness(tokens[i].text) is None)
        if _called(tokens, i, j, cut) and not draft.in_noise(tokens[i].start):
            reporters.append(Found(i, j, cut, "PER"))
    words = {i for r in reporters for i in range(r.first, r.last)}
    return [f for f in found if not words.intersection(range(f.first, f.last))] + reporters


def _runs(tokens: list[Word], first: int, last: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of words within ``[first, last)`` between marks, numbers and other names; a word with و begins another."""
    begin = first
    for i in range(first, last + 1):
        ends = i == last or tokens[i].kind != WORD or i in taken
        if ends or (i > begin and tokens[i].text[0] == "و" and likeness(tokens[i].text) is None):
            if SHORTEST <= i - begin <= LONGEST:
                yield begin, i
            begin = i + 1 if ends else i


def _called(tokens: list[Word], i: int, j: int, cut: int) -> bool:
    """Whether a person can be called by words ``[i, j)``: a given name, and nothing that is no name."""
    words = [tokens[i].text[cut:], *(w.text for w in tokens[i + 1 : j])]
    if not all(_possible(word) for word in words):
        return False
    return words[0] in given_names() or words[0] in rare_given_names() or (likeness(words[-1]) or 0) >= STRONG


def _possible(word: str) -> bool:
    like = likeness(word)
    listed = word in words_of("name_links.tsv") or word in rare_given_names() or word in rare_family_names()
    return len(word) > 1 and (like is None or like > 0 or listed)
