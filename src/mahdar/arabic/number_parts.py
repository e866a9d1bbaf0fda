"""The parts of numbers: one number word or group of digits, and how a run of them adds up.

`atom_at` reads the part at a word; `Sum` takes parts as they follow each other ('خمس مئة', 'ثلاثة آلاف') or are
joined with و ('خمسة وعشرين') and refuses what belongs to the next number. Used by `mahdar.arabic.numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import NUMBER, WORD, Word

_PACKAGE = "mahdar.arabic"
_HUNDREDS_AT = 1000
#: What stands before digits as a word of its own because text is cut where letters meet digits.
_BEFORE_DIGITS = frozenset(("و", "ال", "وال", "بال"))
_CARDINAL_PROCLITICS = frozenset(("", "و", "ب", "ل", "ف", "وب", "ول"))
#: Folded, 'وأحد' of 'مئة وأحد عشر' looks like واحد; only what follows tells.
_AND_ONE, _TEN = "واحد", "عشر"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*\Z")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+\Z")


class Atom(NamedTuple):
    """One number word (or one group of digits): its class in number_words.tsv and what is attached to it."""

    kind: str
    value: float
    definite: bool = False
    joined: bool = False
    cut: int = 0
    other: float | None = None


@cache
def _lexicon() -> dict[str, tuple[str, float]]:
    return {
        fold(form): (kind, float(value))
        for kind, value, forms in rows(_PACKAGE, "number_words.tsv")
        for form in forms.split()
    }


@cache
def ordinal_words() -> dict[str, int]:
    """The ordinals with the article, folded, and their values."""
    return {
        "ال" + fold(form): int(value)
        for value, forms in rows(_PACKAGE, "number_ordinals.tsv")
        for form in forms.split()
    }


@cache
def usage(use: str) -> Phrases[str]:
    """The phrases of one use in number_phrases.tsv."""
    return Phrases((row[1], row[1]) for row in rows(_PACKAGE, "number_phrases.tsv") if row[0] == use)


@cache
def openers() -> frozenset[str]:
    """The folded words, clitics attached, that can open a number; `may_begin` says which of them do."""
    return frozenset(_BEFORE_DIGITS) | written_any(_lexicon(), article=True) | written_any(ordinal_words())


def may_begin(word: str) -> bool:
    """Whether a number can begin at a folded word: one look-up for most words of a text."""
    return word in openers() and _may_begin(word)


@lru_cache(maxsize=FORMS)
def _may_begin(word: str) -> bool:
    if word in _BEFORE_DIGITS or number_word(word) is not None:
        return True
    ordinals = ordinal_words()
    return any(split.stem in ordinals for split in splits(word))


def number_word(word: str) -> Atom | None:
    """A folded word as a number word, its proclitic and article seen through."""
    return _number_word(word) if word in openers() else None


@lru_cache(maxsize=FORMS)
def _number_word(word: str) -> Atom | None:
    lexicon = _lexicon()
    for cut, proclitic, stem in splits(word):
        if proclitic not in _CARDINAL_PROCLITICS or (proclitic == "ل" and len(stem) == 2):  # 'لست' is a verb
            continue
        entry = lexicon.get(stem)
        if entry is not None:
            return Atom(*entry, joined=proclitic == "و", cut=cut)
        if stem.startswith("ال"):
            entry = lexicon.get(stem[2:])
            if entry is not None:
                return Atom(*entry, definite=True, joined=proclitic == "و", cut=cut)
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


class Sum:
    """A number being added up: `total` of the closed scales, `group` below the next scale, `floor` its lowest place."""

    def __init__(self, atom: Atom) -> None:
        self.total = self.group = 0.0
        self.scale = self.floor = float("inf")
        self.unit = 0.0  # a unit just read: it may take عشر, مئة or a ten behind it
        self.closed: tuple[int, float] | None = None  # word and total at the last closed scale
        self.complete = self._begin(atom)

    def _begin(self, atom: Atom) -> bool:
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

    def _open(self, atom: Atom) -> None:
        self.group += atom.value
        self.unit = atom.value if atom.kind in ("unit", "first") else 0.0
        self.floor = {"tens": 10.0, "hundred": 100.0, "hundreds": 100.0}.get(atom.kind, 1.0)

    def _close(self, amount: float, scale: float) -> None:
        self.total += amount
        self.group = self.unit = 0.0
        self.scale = self.floor = scale

    def follow(self, atom: Atom) -> bool:
        """Take a word that stands directly behind, without و. False where it is not part of the number."""
        if atom.kind == "ten" and self.unit:
            self.group += 10
            self.unit = 0.0
        elif atom.kind == "hundred" and self.unit >= 3:
            self.group += self.unit * 99
            self.unit, self.floor = 0.0, 100.0
        elif atom.kind in ("scale", "scales", "either") and self.group and atom.value < self.scale:
            self._close(self.group * atom.value, atom.value)
        elif atom.kind == "twice" and self.group == 2 and not self.total:
            self._close(2 * atom.value, atom.value)  # '2 مليوني ريال'
        elif atom.kind == "scale" and not self.group and not atom.definite and atom.value > self.scale:
            self.total *= atom.value  # 'مئة ألف مليون'
            self.scale = self.floor = atom.value
        elif atom.kind == "parts" and self.unit and not self.total:
            self.group *= atom.value
            self.unit = 0.0
        else:
            return False
        return True

    def join(self, atom: Atom) -> bool:
        """Take a word that و joins on. False where it begins something else."""
        if atom.kind in ("unit", "first", "ten", "teen", "digits"):
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


def atom_at(tokens: Sequence[Word], i: int, end: int) -> tuple[Atom, int] | None:
    """The number word at word `i` and the word behind it; 'و' or 'ال' before digits is part of it."""
    if i >= end:
        return None
    token = tokens[i]
    if token.kind == NUMBER:
        return _digits_at(tokens, i, end)
    if token.kind != WORD:
        return None
    if token.text in _BEFORE_DIGITS and i + 1 < end and tokens[i + 1].kind == NUMBER:
        atom, j = _digits_at(tokens, i + 1, end)
        return atom._replace(joined=token.text[0] == "و", definite=token.text != "و"), j
    found = number_word(token.text)
    if token.text == _AND_ONE and i + 1 < end and tokens[i + 1].text == _TEN:
        found = Atom("first", 1, joined=True, cut=1)
    return (found, i + 1) if found else None


def _digits_at(tokens: Sequence[Word], i: int, end: int) -> tuple[Atom, int]:
    value, other = read_digits(tokens[i].text)
    j = i + 1
    if j + 1 < end and tokens[j + 1].kind == NUMBER and tokens[j].end == tokens[j + 1].start == tokens[j].start + 1:
        mark, behind = tokens[j].text, tokens[j + 1].text
        if tokens[i].end == tokens[j].start and tokens[i].text.isdigit() and behind.isdigit():
            if mark == "ر":
                return Atom("digits", float(f"{behind}.{tokens[i].text}")), i + 3
            if mark == "،":
                value, other = read_digits(f"{tokens[i].text},{behind}")
                j = i + 3
    if other is not None and j < end and _decimal_before(tokens, j, tokens[i].text):
        value, other = other, None
    return Atom("digits", value, other=other), j


def _decimal_before(tokens: Sequence[Word], j: int, digits: str) -> bool:
    """Whether what stands at word `j` makes digits with three behind their mark a decimal."""
    if tokens[j].text == "%" or usage("percent").at(tokens, j):
        return True
    atom = number_word(tokens[j].text) if tokens[j].kind == WORD and "." in digits else None
    return atom is not None and not atom.joined and atom.kind in ("scale", "scales") and atom.value > 1000
