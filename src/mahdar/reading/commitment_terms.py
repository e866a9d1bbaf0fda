"""Terms of a commitment: how much, by when, on which condition, as the report words them."""

from __future__ import annotations

from mahdar.arabic.date_words import openers
from mahdar.arabic.numbers import find_numbers
from mahdar.arabic.words import MARK, NUMBER, Word
from mahdar.reading.commitment_cues import classes
from mahdar.reading.draft import Draft

#: How far a deadline goes on behind the word that opens it, in words.
_DEADLINE_LENGTH = 5


def condition_of(draft: Draft, first: int, last: int) -> tuple[str | None, int]:
    """The condition within words ``[first, last)`` and the word at which it begins (`last` where there is none)."""
    for i in range(first + 1, last - 1):
        text = draft.words[i].text
        if "condition" in classes(text) or (text == "ما" and draft.words[i + 1].text in ("لم", "دام", "دامت")):
            return _text(draft, i, last), i
        if text == "حال" and draft.words[i - 1].text == "في":
            return _text(draft, i - 1, last), i - 1
    return None, last


def deadline_of(draft: Draft, first: int, last: int) -> str | None:
    """The words that say by when: 'خلال ثلاثين يوما', 'قبل نهاية العام'."""
    for i in range(first, last - 1):
        if "deadline" not in classes(draft.words[i].text):
            continue
        end = min(last, i + 1 + _DEADLINE_LENGTH)
        times = [k for k in range(i + 1, end) if "time" in classes(draft.words[k].text)]
        if times and not any(draft.words[k].kind == MARK for k in range(i, times[0])):
            stop = times[-1] + 1
            while stop < last and _goes_on(draft.words[stop]):
                stop += 1
            begin = i - 1 if i > first and draft.words[i - 1].text == "في" else i
            return _text(draft, begin, stop)
    return None


def _goes_on(word: Word) -> bool:
    """Whether a word behind 'قبل نهاية' still says when: 'آذار المقبل', 'العام الحالي', '2018'."""
    return word.kind == NUMBER or word.text.startswith("ال") or (len(word.text) > 2 and word.text in openers())


def quantity_of(draft: Draft, first: int, last: int) -> str | None:
    """The first number of people or things within words ``[first, last)``, with what it counts."""
    for number in find_numbers(draft.words, first, last):
        follows = draft.words[number.last] if number.last < last else None
        if number.kind == "percent":
            return _text(draft, number.first, number.last)
        if number.kind != "cardinal" or number.definite or follows is None or follows.kind in (MARK, NUMBER):
            continue
        if "time" not in classes(follows.text) and not (number.digits and 1900 <= number.value <= 2100):
            return _text(draft, number.first, number.last + 1)
    return None


def _text(draft: Draft, first: int, last: int) -> str:
    start, end = draft.span(first, last)
    return draft.text[start:end]
