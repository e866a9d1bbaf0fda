"""The words that dates are made of: months, weekdays, 'أمس', 'الماضي' and the rest, found at a word of a text.

The lists are `data/months.tsv`, `data/weekdays.tsv` and `data/date_words.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from mahdar.arabic.clitics import written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Hit, Phrases, rows
from mahdar.arabic.words import MARK, NUMBER, Word

_JOINTS = frozenset("-–—/,،")


class MonthName(NamedTuple):
    """A month's number, its calendar (g or h), and what must stand beside its name (months.tsv)."""

    number: int
    calendar: str
    needs: str


@dataclass(slots=True, frozen=True)
class Part:
    """One part of a date: words ``[first, last)`` and what they say.

    kind date: `calendar`, `year`, `month`, `day`, `day_end`; weekday and offset: `value`; period: `unit` and
    `value` (units from the present one) or `year`; time: `clock` as HH:MM. `direction` is last, next, this or
    None. `apart`: an attached و cuts it off from what stands before.
    """

    first: int
    last: int
    kind: str
    calendar: str = "g"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_end: int | None = None
    value: int = 0
    unit: str = ""
    direction: str | None = None
    clock: str | None = None
    apart: bool = False


@cache
def _months() -> Phrases[MonthName]:
    return Phrases((r[0], MonthName(int(r[1]), r[2], r[3])) for r in rows("mahdar.arabic", "months.tsv"))


@cache
def _weekdays() -> Phrases[tuple[int, str]]:
    return Phrases((r[0], (int(r[1]), r[2])) for r in rows("mahdar.arabic", "weekdays.tsv"))


@cache
def _words() -> dict[str, Phrases[str]]:
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind, value in rows("mahdar.arabic", "date_words.tsv"):
        by_kind.setdefault(kind, []).append((phrase, value))
    return {kind: Phrases(found) for kind, found in by_kind.items()}


@cache
def word_list(kind: str) -> frozenset[str]:
    """The single words of a kind in date_words.tsv, folded."""
    return frozenset(fold(r[0]) for r in rows("mahdar.arabic", "date_words.tsv") if r[1] == kind)


_OPENING = ("offset", "unit", "year", "ordinal", "part", "this", "clock", "bound")


@cache
def _openers() -> frozenset[str]:
    first: set[str] = set()
    for name in ("months.tsv", "weekdays.tsv"):
        first.update(fold(r[0]).split()[0] for r in rows("mahdar.arabic", name))
    first.update(fold(r[0]).split()[0] for r in rows("mahdar.arabic", "date_words.tsv") if r[1] in _OPENING)
    return frozenset(first)


@cache
def openers() -> frozenset[str]:
    """The folded words, clitics attached, that can open a part of a date."""
    return written_any(_openers())


def at(tokens: Sequence[Word], i: int, kind: str, proclitics: Sequence[str] | None = None) -> Hit[str] | None:
    """The phrase of a kind in date_words.tsv that begins at word `i`."""
    return _words()[kind].at(tokens, i, proclitics) if 0 <= i < len(tokens) else None


def bare_at(tokens: Sequence[Word], i: int, kind: str) -> Hit[str] | None:
    return at(tokens, i, kind, ())


def month_at(tokens: Sequence[Word], i: int, proclitics: Sequence[str] | None = ()) -> Hit[MonthName] | None:
    return _months().at(tokens, i, proclitics) if i < len(tokens) else None


def weekday_at(tokens: Sequence[Word], i: int) -> Hit[tuple[int, str]] | None:
    return _weekdays().at(tokens, i) if 0 <= i < len(tokens) else None


def mark_at(tokens: Sequence[Word], i: int, marks: frozenset[str] = _JOINTS) -> bool:
    return i < len(tokens) and tokens[i].kind == MARK and tokens[i].text in marks


def number_at(tokens: Sequence[Word], i: int) -> int | None:
    if i < len(tokens) and tokens[i].kind == NUMBER and tokens[i].text.isdigit() and len(tokens[i].text) <= 4:
        return int(tokens[i].text)
    return None


def text_at(tokens: Sequence[Word], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""
