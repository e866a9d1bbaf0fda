"""Numbers: digits and number words of a text, with their value, range, share and hedge.

`find_numbers` takes words and gives `Number`s in order, none overlapping. Read are digits of all three sets,
number words in every gender and case, both together ('3 آلاف و500'), fractions of a scale ('مليون ونصف المليون'),
shares ('بالمئة'), ranges ('بين 20 و30', '20-30') and ordinals with the article, so that they can be told apart.

Marks inside digits. Three digits behind every mark are thousands ('1,497', '1.497', '3,500,000'), anything else is a
decimal fraction ('1,3', '9.81'). One mark with three digits behind it can be either, and the number says so
(`ambiguous`, `other`); it is taken as a decimal where a scale or a share follows ('1.497 مليار', '12.125 %') or where
it starts with 0. 'ر' between digits is the decimal mark of Gulf agencies, which write the fraction first: '8ر4' is 4.8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from mahdar.arabic.clitics import splits
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import MARK, NUMBER, WORD, Word

NumberKind = Literal["cardinal", "ordinal", "percent", "fraction"]
_PACKAGE = "mahdar.arabic"
_HUNDREDS_AT = 1000
_DASHES = frozenset("-–—")
_CARDINAL_PROCLITICS = frozenset(("", "و", "ب", "ل", "ف", "وب", "ول"))
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*\Z")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+\Z")
#: The longest hedge in number_phrases.tsv is four words.
_LONGEST_HEDGE = 4


@dataclass(slots=True, frozen=True)
class Number:
    """A number at words ``[first, last)``; of its first word `cut` folded letters are a proclitic.

    `value` is the number, or the first end of a range whose second end is `high`; a percent of 0.6 is written as 60.
    `approximate`: it is hedged or a bound ('نحو', 'أكثر من'). `definite`: it has the article ('الأربعة', 'الـ 50').
    `hedge` is the first word of what hedges it in front, where there is one.
    `digits`: it begins with digits. `ambiguous`: it can also be read as `other`.
    """

    first: int
    last: int
    value: float
    high: float | None = None
    kind: NumberKind = "cardinal"
    approximate: bool = False
    definite: bool = False
    digits: bool = False
    ambiguous: bool = False
    other: float | None = None
    cut: int = 0
    hedge: int | None = None


class _Atom(NamedTuple):
    """One number word (or one group of digits): its class in number_words.tsv and what is attached to it."""

    kind: str
    value: float
    definite: bool = False
    joined: bool = False
    cut: int = 0
    other: float | None = None


def find_numbers(tokens: Sequence[Word], first: int = 0, last: int | None = None) -> list[Number]:
    """The numbers in words ``[first, last)`` of `tokens`, in order; what is no number is left out."""
    end = len(tokens) if last is None else min(last, len(tokens))
    found: list[Number] = []
    i = first
    while i < end:
        number = _number_at(tokens, i, end) if tokens[i].kind != MARK else None
        if number is None or (found and number.first < found[-1].last):
            i += 1
        else:
            found.append(number)
            i = number.last
    return found


def _number_at(tokens: Sequence[Word], i: int, end: int) -> Number | None:
    number = _ordinal(tokens, i, end) or _cardinal(tokens, i, end)
    if number is None or number.kind == "ordinal":
        return number
    number = _with_range(tokens, number, end)
    number = _with_share(tokens, number, end)
    return _with_hedge(tokens, number, end)


# --- one word -------------------------------------------------------------------------------------------------------


@cache
def _lexicon() -> dict[str, tuple[str, float]]:
    return {
        fold(form): (kind, float(value))
        for kind, value, forms in rows(_PACKAGE, "number_words.tsv")
        for form in forms.split()
    }


@cache
def _ordinals() -> dict[str, int]:
    return {
        "ال" + fold(form): int(value)
        for value, forms in rows(_PACKAGE, "number_ordinals.tsv")
        for form in forms.split()
    }


@cache
def _phrases(use: str) -> Phrases[str]:
    return Phrases((row[1], row[1]) for row in rows(_PACKAGE, "number_phrases.tsv") if row[0] == use)


@lru_cache(maxsize=50_000)
def _atom(word: str) -> _Atom | None:
    """A folded word as a number word, its proclitic and article seen through."""
    lexicon = _lexicon()
    for cut, proclitic, stem in splits(word):
        if proclitic not in _CARDINAL_PROCLITICS or (proclitic == "ل" and len(stem) == 2):  # 'لست' is a verb
            continue
        entry = lexicon.get(stem)
        if entry is not None:
            return _Atom(*entry, joined=proclitic == "و", cut=cut)
        if stem.startswith("ال"):
            entry = lexicon.get(stem[2:])
            if entry is not None:
                return _Atom(*entry, definite=True, joined=proclitic == "و", cut=cut)
    return None


def read_digits(text: str) -> tuple[float, float | None]:
    """The value of folded digits with their marks, and the other way to read them where there is one."""
    if _THOUSANDS.match(text):
        marks = text.count(",") + text.count(".")
        other = float(text.replace(",", ".")) if marks == 1 else None
        return float(text.replace(",", "").replace(".", "")), other
    if _GROUPED.match(text):
        return float(text.replace(",", "")), None
    whole, *parts = re.split("[.,]", text)
    if len(parts) == 1:
        return float(f"{whole}.{parts[0]}"), None
    return float(whole + "".join(parts)), None


# --- a run of words -------------------------------------------------------------------------------------------------


class _Sum:
    """A number being added up: `total` of the closed scales, `group` below the next scale, `floor` its lowest place."""

    def __init__(self, atom: _Atom) -> None:
        self.total = self.group = 0.0
        self.scale = self.floor = float("inf")
        self.unit = 0.0  # a unit just read: it may take عشر, مئة or a ten behind it
        self.closed: tuple[int, float] | None = None  # word and total at the last closed scale
        self.complete = self._begin(atom)

    def _begin(self, atom: _Atom) -> bool:
        if atom.kind in ("scale", "either"):
            self._close(atom.value, atom.value)
        elif atom.kind == "twice":
            self._close(2 * atom.value, atom.value)
        else:
            self._open(atom)
        return atom.kind not in ("scales", "part", "parts")

    @property
    def value(self) -> float:
        return self.total + self.group

    def _open(self, atom: _Atom) -> None:
        self.group += atom.value
        self.unit = atom.value if atom.kind in ("unit", "first") else 0.0
        self.floor = {"tens": 10.0, "hundred": 100.0, "hundreds": 100.0}.get(atom.kind, 1.0)

    def _close(self, amount: float, scale: float) -> None:
        self.total += amount
        self.group = self.unit = 0.0
        self.scale = self.floor = scale

    def follow(self, atom: _Atom) -> bool:
        """Take a word that stands directly behind, without و. False where it is not part of the number."""
        if atom.kind == "ten" and self.unit:
            self.group += 10
            self.unit = 0.0
        elif atom.kind == "hundred" and self.unit >= 3:
            self.group += self.unit * 99
            self.unit, self.floor = 0.0, 100.0
        elif atom.kind in ("scale", "scales", "either") and self.group and atom.value < self.scale:
            self._close(self.group * atom.value, atom.value)
        elif atom.kind == "scale" and not self.group and not atom.definite and atom.value > self.scale:
            self.total *= atom.value  # 'مئة ألف مليون'
            self.scale = self.floor = atom.value
        elif atom.kind == "parts" and self.unit and not self.total:
            self.group *= atom.value
            self.unit = 0.0
        else:
            return False
        return True

    def join(self, atom: _Atom) -> bool:
        """Take a word that و joins on. False where it begins something else."""
        if atom.kind in ("unit", "ten", "teen", "digits"):
            fits = self.floor >= 100 and atom.value < self.floor
        elif atom.kind == "tens":
            fits = bool(self.unit) or self.floor >= 100
        elif atom.kind in ("hundred", "hundreds"):
            fits = self.floor >= _HUNDREDS_AT
        elif atom.kind in ("scale", "either", "twice") and self.floor > atom.value and not self.group:
            self._close(atom.value * (2 if atom.kind == "twice" else 1), atom.value)
            return True
        elif atom.kind == "part" and not atom.definite:
            self.total += atom.value * (self.scale if not self.group else 1)
            return True
        else:
            return False
        if fits:
            self._open(atom)
        return fits


def _atom_at(tokens: Sequence[Word], i: int, end: int) -> tuple[_Atom, int] | None:
    """The number word at word `i` and the word behind it; 'و' or 'ال' before digits is part of it."""
    if i >= end:
        return None
    token = tokens[i]
    if token.kind == NUMBER:
        return _digits_at(tokens, i, end)
    if token.kind != WORD:
        return None
    if token.text in ("و", "ال", "وال", "بال") and i + 1 < end and tokens[i + 1].kind == NUMBER:
        atom, j = _digits_at(tokens, i + 1, end)
        return atom._replace(joined=token.text[0] == "و", definite=token.text != "و"), j
    found = _atom(token.text)
    return (found, i + 1) if found else None


def _digits_at(tokens: Sequence[Word], i: int, end: int) -> tuple[_Atom, int]:
    value, other = read_digits(tokens[i].text)
    j = i + 1
    if j + 1 < end and tokens[j + 1].kind == NUMBER and tokens[j].end == tokens[j + 1].start == tokens[j].start + 1:
        mark, behind = tokens[j].text, tokens[j + 1].text
        if tokens[i].end == tokens[j].start and tokens[i].text.isdigit() and behind.isdigit():
            if mark == "ر":
                return _Atom("digits", float(f"{behind}.{tokens[i].text}")), i + 3
            if mark == "،":
                value, other = read_digits(f"{tokens[i].text},{behind}")
                j = i + 3
    if other is not None and j < end and _decimal_before(tokens, j):
        value, other = other, value
    return _Atom("digits", value, other=other), j


def _decimal_before(tokens: Sequence[Word], j: int) -> bool:
    """Whether what stands at word `j` makes digits with three behind their mark a decimal: a scale or a share."""
    if tokens[j].text == "%" or _phrases("percent").at(tokens, j):
        return True
    atom = _atom(tokens[j].text) if tokens[j].kind == WORD else None
    return atom is not None and not atom.joined and atom.kind in ("scale", "scales") and atom.value > 1000


def _cardinal(tokens: Sequence[Word], i: int, end: int, plain: bool = False) -> Number | None:
    """The cardinal at word `i`; `plain` takes no second part joined with و."""
    begun = _atom_at(tokens, i, end)
    if begun is None:
        return None
    atom, j = begun
    total = _Sum(atom)
    if atom.kind == "part":
        return _part(tokens, i, j, end, atom)
    if not total.complete:
        return None
    opened, j = _parenthesis(tokens, i, j, end, atom)
    if tokens[i].text == "و":
        opened = i + 1
    j, bare = _run(tokens, j, end, total, plain)
    if bare and (atom.kind == "first" or (atom.kind == "unit" and atom.value == 2 and atom.definite)):
        return None  # أحد is 'one of', الاثنين is Monday
    if bare and atom.kind == "either":
        total.total *= 2 if _noun_follows(tokens, j, end) else 1
    value = total.value
    return Number(
        opened, j, value, kind="fraction" if value < 1 and atom.kind == "unit" else "cardinal",
        definite=atom.definite, digits=atom.kind == "digits", ambiguous=bare and (
            atom.other is not None or atom.kind == "either"), other=atom.other if bare else None,
        cut=atom.cut if opened == i else 0,
    )  # fmt: skip


def _part(tokens: Sequence[Word], i: int, j: int, end: int, atom: _Atom) -> Number:
    """A fraction: of a scale it makes a number ('ربع مليون'), alone it stays a fraction."""
    of = _atom_at(tokens, j, end)
    if of is not None and of[0].kind == "scale" and not of[0].cut:
        return Number(i, of[1], atom.value * of[0].value, cut=atom.cut)
    return Number(i, j, atom.value, kind="fraction", definite=atom.definite, cut=atom.cut)


def _run(tokens: Sequence[Word], j: int, end: int, total: _Sum, plain: bool) -> tuple[int, bool]:
    """Add what follows from word `j` on. Gives the word behind, and whether nothing was added."""
    begin, bare = j, True
    closed: tuple[int, float] = (j, total.value) if total.scale != float("inf") else (-1, 0.0)
    while True:
        step = _atom_at(tokens, j, end)
        if step is None:
            break
        atom, behind = step
        if atom.joined and (plain or not _joinable(tokens, j)):
            break
        if not (total.join(atom) if atom.joined else atom.cut == 0 and total.follow(atom)):
            if not atom.joined and atom.kind in ("scale", "scales") and total.group and closed[0] >= 0:
                # 'ألف وخمسة آلاف', 'أربعة آلاف وخمسين ألف': the second part is a number of its own
                j, total.total, total.group = closed[0], closed[1], 0.0
                bare = j == begin
            break
        j, bare = behind, False
        if atom.kind == "part":
            again = _atom_at(tokens, j, end)
            j = j + 1 if again and again[0].kind == "scale" and again[0].value == total.scale else j
            break
        if not total.group:
            closed = (j, total.total)
    return j, bare


def _joinable(tokens: Sequence[Word], j: int) -> bool:
    return tokens[j - 1].kind != MARK or tokens[j - 1].text in (")", "»")


def _parenthesis(tokens: Sequence[Word], i: int, j: int, end: int, atom: _Atom) -> tuple[int, int]:
    """Digits alone in brackets take them along: '(85) مليار'."""
    if atom.kind == "digits" and i > 0 and tokens[i - 1].text == "(" and j < end and tokens[j].text == ")":
        return i - 1, j + 1
    return i, j


def _noun_follows(tokens: Sequence[Word], j: int, end: int) -> bool:
    """Whether a bare noun stands at word `j`, which makes 'ألفا' the dual 'ألفا جندي'."""
    return j < end and tokens[j].kind == WORD and tokens[j].text not in ("من", "في", "علي", "الي", "و", "عن")


def _ordinal(tokens: Sequence[Word], i: int, end: int) -> Number | None:
    if tokens[i].kind != WORD:
        return None
    hit = next(((s.cut, v) for s in tokens[i].splits if (v := _ordinals().get(s.stem))), None)
    if hit is None:
        return None
    cut, value = hit
    step = _atom_at(tokens, i + 1, end)
    j = i + 1
    if step is not None and step[0].kind == "ten" and not step[0].joined and not step[0].definite:
        value, j = value + 10, step[1]
    elif step is not None and step[0].kind == "tens" and step[0].joined and step[0].definite:
        value, j = value + int(step[0].value), step[1]
    return Number(i, j, float(value), kind="ordinal", definite=True, cut=cut)


# --- what stands around it ------------------------------------------------------------------------------------------


def _with_range(tokens: Sequence[Word], number: Number, end: int) -> Number:
    """The number with its second end, where one follows."""
    j = number.last
    if number.first > 0 and _phrases("between").at(tokens, number.first - 1) is not None:
        return _between(tokens, number, end)
    if j >= end:
        return number
    if tokens[j].text in _DASHES and _tight(tokens, number.first, j):
        return _ranged(number, _second_end(tokens, j + 1, end))
    to = _phrases("to").at(tokens, j, ("",))
    return _ranged(number, _second_end(tokens, to.last, end)) if to else number


def _between(tokens: Sequence[Word], number: Number, end: int) -> Number:
    """A number behind بين: its second end is joined with و, which number words use for themselves as well."""
    for plain in (False, True):  # 'بين خمسة وعشرين وثلاثين' before 'بين عشرين وثلاثين'
        one = _cardinal(tokens, number.first, end, plain)
        second = _second_end(tokens, one.last, end, joined=True) if one else None
        if one is not None and second is not None and one.value < second[0].value:
            return _ranged(one, second, approximate=True)
    return number


def _tight(tokens: Sequence[Word], first: int, dash: int) -> bool:
    """Whether the dash at `dash` joins two numbers and no more than two (a day, a telephone number)."""
    if first > 0 and tokens[first - 1].text in _DASHES | {"/", ":"}:
        return False
    if dash + 1 >= len(tokens) or tokens[dash + 1].kind != NUMBER:
        return False
    return dash + 2 >= len(tokens) or tokens[dash + 2].text not in _DASHES | {"/", ":"}


def _second_end(tokens: Sequence[Word], j: int, end: int, joined: bool = False) -> tuple[Number, float] | None:
    """The number at word `j` and the scale of its last part (1 where it has none)."""
    step = _atom_at(tokens, j, end)
    if step is None or step[0].joined is not joined:
        return None
    second = _cardinal(tokens, j, end)
    if second is None:
        return None
    atom = _atom(tokens[second.last - 1].text)
    scale = atom.value if atom and atom.kind in ("scale", "scales") and second.last > step[1] else 1.0
    return second, scale


def _ranged(number: Number, second: tuple[Number, float] | None, approximate: bool = False) -> Number:
    if second is None:
        return number
    high, scale = second
    value = number.value
    if scale > 1 and value < scale and value < high.value / scale:
        value *= scale  # 'بين 3.6 و3.7 مليار'
    if value >= high.value:
        return number
    return replace(number, value=value, high=high.value, last=high.last, approximate=approximate, ambiguous=False)


def _with_share(tokens: Sequence[Word], number: Number, end: int) -> Number:
    j = number.last
    if j < end and tokens[j].text == "%":
        return replace(number, kind="percent", last=j + 1)
    before = tokens[number.first - 1] if number.digits and number.first > 0 else None
    if before is not None and before.text == "%" and before.end == tokens[number.first].start:
        return replace(number, kind="percent", first=number.first - 1)
    hit = _phrases("percent").at(tokens, j) if j < end else None
    return replace(number, kind="percent", last=hit.last) if hit and not hit.proclitic else number


def _with_hedge(tokens: Sequence[Word], number: Number, end: int) -> Number:
    about = _phrases("about")
    for k in range(min(_LONGEST_HEDGE, number.first), 0, -1):
        hit = about.at(tokens, number.first - k)
        if hit is not None and hit.last == number.first:
            return replace(number, approximate=True, hedge=hit.first)
    if number.last < end and _phrases("after").at(tokens, number.last):
        return replace(number, approximate=True)
    return number
