"""What a search asks for: words, "phrases" and beginnings*, in the spelling that the index is in.

Text and question are folded alike (`mahdar.arabic.folding`) and cut into runs of letters and runs of digits, so no
sign of any query language survives in either. A word of a question also stands for itself with و ف ب ك ل and the
article before it; of a phrase, its first word does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from os.path import commonprefix

from mahdar.arabic.clitics import bare, joined
from mahdar.arabic.folding import Folded, fold, is_own

#: A longer run is cut into several: databases do not index words of any length.
_RUN = re.compile(r"[^\W\d_]{1,64}|\d{1,64}")
_PART = re.compile(r'"([^"]*)(?:"|$)|([^\s"]+)')
_SERVANT = re.compile(r"\bعبد ال")
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
#: Letters. With a clitic, a word of two letters is half of the lexicon: 'لد' would find بلد and ولد.
SHORTEST_JOINED = 3
#: Code points of a snippet: two lines of a terminal.
SNIPPET = 180


def index_words(text: str) -> str:
    """The words of a text as the index has them: folded, lower case, one space between."""
    return " ".join(_RUN.findall(_lower(fold(text))))


def _lower(text: str) -> str:
    """Lower case, one letter for one, so that offsets stay: 'İ' is left as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row; the first may be any of `first`, and the last only begins so where it is `open`."""

    first: tuple[str, ...]
    rest: tuple[str, ...] = ()
    open: bool = False

    def ways(self) -> list[list[tuple[str, bool]]]:
        """The alternatives: words in a row, each whole or (True) a beginning."""
        last = len(self.rest)
        return [[(word, self.open and i == last) for i, word in enumerate((first, *self.rest))] for first in self.first]


def terms_of(question: str) -> list[Term]:
    """The terms of a question, all of which are to occur; none where it has no letters or digits. Never raises."""
    terms: list[Term] = []
    for match in _PART.finditer(_lower(fold(question.translate(_QUOTES)))):
        part = match.group(1) if match.group(1) is not None else match.group(2)
        words = _RUN.findall(part)
        if words:
            term = Term(_forms(words[0]), tuple(words[1:]), part.rstrip().endswith("*"))
            if term not in terms:
                terms.append(term)
    return terms


def _forms(word: str) -> tuple[str, ...]:
    if word.isdecimal():
        return (word,)
    if len(word) < SHORTEST_JOINED:
        return (word, "ال" + word)
    forms = joined(word)
    return forms if word.startswith("ال") else forms + joined("ال" + word)


def parts_of(terms: list[Term]) -> list[str]:
    """What is part of the words (`index_words`) of every text in which all of `terms` occur."""
    return [part for term in terms if (part := commonprefix([form[::-1] for form in term.first])[::-1])]  # noqa: RUF071 -- letters are meant


def letters_of(terms: list[Term]) -> list[str]:
    """What every text in which all of `terms` occur has, as it is written: letters, in this order, of each word.

    Into these no other letter is folded; a text with presentation forms (`arabic.folding.FORMS`) need not have them.
    """
    parts = [*parts_of(terms), *(word for term in terms for word in term.rest)]
    own = ("".join(letter for letter in part if is_own(letter)) for part in parts)
    return [letters for letters in own if letters]


def matches(terms: list[Term], text: str) -> list[tuple[int, int, int]]:
    """Where `terms` occur in `text`: start, end (code points) and which term, in order of the text."""
    folded = Folded(text)
    runs = list(_RUN.finditer(_lower(folded.text)))
    words = [run.group() for run in runs]
    found = []
    for number, term in enumerate(terms):
        for i in places(term, words):
            start, end = folded.span(runs[i].start(), runs[i + len(term.rest)].end())
            found.append((start, end, number))
    return sorted(found)


def occurs(terms: list[Term], text: str) -> bool:
    """Whether all of `terms` occur in `text`."""
    return in_words(terms, _RUN.findall(_lower(fold(text))))


def in_words(terms: list[Term], words: list[str]) -> bool:
    """Whether all of `terms` occur in the words of a text (`index_words`)."""
    return all(any(True for _ in places(term, words)) for term in terms)


def places(term: Term, words: list[str]) -> Iterator[int]:
    """The numbers of the words at which `term` begins."""
    first, rest = term.first, term.rest
    if rest:
        for i, word in enumerate(words):
            if word in first and _goes_on(term, words[i + 1 : i + 1 + len(rest)]):
                yield i
    elif term.open:
        yield from (i for i, word in enumerate(words) if word.startswith(first))
    else:
        whole = frozenset(first)
        yield from (i for i, word in enumerate(words) if word in whole)


def _goes_on(term: Term, words: list[str]) -> bool:
    rest = list(term.rest)
    if not term.open:
        return words == rest
    return len(words) == len(rest) and words[:-1] == rest[:-1] and words[-1].startswith(rest[-1])


def snippet_span(text: str, found: list[tuple[int, int, int]]) -> tuple[int, int]:
    """The stretch of `text`, some `SNIPPET` long, that shows most of the terms in `found`; its beginning for none."""
    if not found:
        return 0, _word_end(text, min(SNIPPET, len(text)), 0)
    shown = {start: {n for s, e, n in found if start <= s and e <= start + SNIPPET * 2 // 3} for start, _, _ in found}
    anchor = min(shown, key=lambda start: (-len(shown[start]), start))
    anchor_end = max(e for s, e, _ in found if s == anchor)
    start = _word_start(text, max(0, anchor - SNIPPET // 3), anchor)
    end = min(max(start + SNIPPET, anchor_end), len(text))
    return start, _word_end(text, end, anchor_end)


def _word_start(text: str, start: int, anchor: int) -> int:
    """`start` moved forward to the beginning of a word, not beyond `anchor`."""
    while 0 < start < anchor and not text[start - 1].isspace():
        start += 1
    return start


def _word_end(text: str, end: int, least: int) -> int:
    """`end` moved back to the end of a word, at most 30 code points and not before `least`."""
    for i in range(end, max(end - 30, least - 1, 0), -1):
        if i == len(text) or text[i].isspace():
            return i
    return end


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """What a name is compared by: folded words without article; 'عبد الله' is one word, as 'عبدالله' is."""
    words = " ".join(_RUN.findall(_lower(fold(name))))
    return " ".join(bare(word) for word in _SERVANT.sub("عبدال", words).split())


def name_words(name: str) -> frozenset[str]:
    """The words of `name_key`."""
    return frozenset(name_key(name).split())
