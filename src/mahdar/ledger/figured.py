"""Figures with what tells which of them are of one thing: unit, kind, bounds, who gave them, the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.numbers import Number, find_numbers
from mahdar.arabic.phrases import listed_under, rows
from mahdar.arabic.words import WORD, words
from mahdar.ledger.stems import stem_said, stems
from mahdar.record import Commitment, Figure, Statement
from mahdar.who import Entities, Scene

ROOM = "mahdar.ledger"
_L = TypeVar("_L", Statement, Commitment)
#: Letters before and behind a figure in which its own words stand; those just before it, where a bound stands;
#: and how much farther behind it one may be named who gives it.
BEFORE, BEHIND, BOUND, NAMED = 90, 50, 24, 40
#: Share by which a figure that is 'about' so much may be off, and the most by which a round one may be.
ABOUT, ROUND = 0.1, 0.03
_SENTENCE = re.compile(r"[.!؟\n](?:\s|$)|\n")
_WORD = re.compile(r"[^\W_]+")
#: Kinds of figures that are of one event and of no later one.
EVENTS = ("killed", "injured", "seized")
#: 'after the return of 44,000': what a figure changed by, not the figure.
_CHANGE = re.compile(r"\b(?:بعد|عقب|اثر)\s+\w+\s+(?:نحو |حوالي )?$")


@dataclass(frozen=True, slots=True)
class Figured:
    """A figure as one report has it.

    `value` to `high` are in `unit`, which comparable units share; `noun` is the record's own unit, `noun_words` are
    the stems of what is counted in the figure's own words. `near` are the
    stems of the words around it, `far` those of its sentence, `places` and `bodies` the entities named there,
    `states` the ISO codes of those that the report is on.
    `planned` is of what is asked or promised, False of what is there, None where the report does not tell.
    `again` where its noun stands with an earlier figure.
    """

    doc: str
    n: int
    figure: Figure
    day: str | None
    unit: str
    noun: str
    value: float
    high: float | None
    bound: str
    kind: str
    planned: bool | None
    grown: bool
    again: bool
    by: tuple[str, ...]
    noun_words: frozenset[str]
    near: frozenset[str]
    far: frozenset[str]
    places: frozenset[str]
    bodies: frozenset[str]
    states: frozenset[str]

    @property
    def room(self) -> tuple[float, float]:
        """Between which values the truth lies, as this report has it."""
        low, high = self.value, self.high if self.high is not None else self.value
        slack = ABOUT if self.bound == "about" else 0.0
        low, high = low - max(slack * low, _rounded(low)), high + max(slack * high, _rounded(high))
        if self.bound == "at_least":
            return self.value, float("inf")
        return (0.0, self.value) if self.bound == "at_most" else (low, high)


def figured(entities: Entities) -> list[Figured]:
    """All figures of all reports, in order of the day and of the text."""
    found = [
        _figured(entities, around)
        for scene in entities.scenes.values()
        if scene.told.record.figures
        for around in _all_around(scene)
    ]
    return sorted(found, key=lambda f: (f.day or "9999", f.doc, f.figure.span))


class _Sentence:
    """A sentence cut into words: their stems by place, but for persons' names and numbers; its numbers."""

    def __init__(self, scene: Scene, first: int, last: int) -> None:
        self.first, self.last = first, last
        tokens = words(Folded(scene.told.text[first:last]))
        persons = [m for m in scene.told.record.mentions if m.type == "PER" and first <= m.start < last]
        numbers = find_numbers(tokens)
        self.numbers = [(first + tokens[n.first].start, first + tokens[n.last - 1].end, n) for n in numbers]
        counted = {i for number in numbers for i in range(number.first, number.last)}
        self._stems = [
            (first + word.start, said)
            for i, word in enumerate(tokens)
            if word.kind == WORD and i not in counted and (said := stem_said(word.text)) is not None
            and said not in _counting() and not any(m.start <= first + word.start < m.end for m in persons)
        ]  # fmt: skip

    def stems(self, start: int, end: int) -> frozenset[str]:
        """The stems of what stands between two places."""
        return frozenset(said for at, said in self._stems if start <= at < end)

    def number(self, start: int, end: int) -> Number | None:
        """The number that a span overlaps."""
        return next((number for a, b, number in self.numbers if a < end and start < b), None)


@dataclass(frozen=True, slots=True)
class _Around:
    """The n-th figure of a report in its sentence: its own words stand between `left` and `right`."""

    scene: Scene
    n: int
    sentence: _Sentence
    left: int
    right: int

    @property
    def figure(self) -> Figure:
        return self.scene.told.record.figures[self.n]

    @property
    def before(self) -> str:
        return self.scene.told.text[self.left : self.figure.span[0]]

    @property
    def words(self) -> str:
        return self.scene.told.text[slice(*self.figure.span)]

    @property
    def behind(self) -> str:
        return self.scene.told.text[self.figure.span[1] : self.right]


def _all_around(scene: Scene) -> Iterator[_Around]:
    """Every figure of a report; figures of one sentence share it."""
    known: dict[tuple[int, int], _Sentence] = {}
    spans = [figure.span for figure in scene.told.record.figures]
    for n, (start, end) in enumerate(spans):
        bounds = _bounds(scene.told.text, start, end)
        if bounds not in known:
            known[bounds] = _Sentence(scene, *bounds)
        left = max([bounds[0], start - BEFORE, *(b for _, b in spans if b <= start)])
        right = min([bounds[1], end + BEHIND, *(a for a, _ in spans if a >= end)])
        yield _Around(scene, n, known[bounds], left, right)


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of a span begins and ends."""
    first = max((m.end() for m in _SENTENCE.finditer(text, max(0, start - 600), start)), default=max(0, start - 600))
    stop = _SENTENCE.search(text, end)
    return min(first, start), min(stop.start() if stop else len(text), end + 400)


def _figured(entities: Entities, at: _Around) -> Figured:
    scene, figure, sentence = at.scene, at.figure, at.sentence
    (start, end), record = figure.span, at.scene.told.record
    before = _said(at.before)
    unit, factor = _units().get(figure.unit, (figure.unit, 1.0))
    raised = re.search(r"\sمن\s+$", at.before) is not None  # 'from 500 to 900' is no range
    number = sentence.number(start, end)
    high = number.high * factor if number is not None and number.high and not raised else None
    committed = _innermost(record.commitments, figure.span)
    kind = _kind(at, before)
    return Figured(
        doc=scene.doc,
        n=at.n,
        figure=figure,
        day=scene.told.day,
        unit=unit,
        noun=figure.unit,
        value=figure.value * factor,
        high=high if high and high > figure.value * factor else None,
        bound=_bound(at, number),
        kind=kind,
        planned=None if kind in EVENTS else _planned(before, committed, raised),
        grown=_says("grown", before),
        again=_says("again", before),
        by=_by(entities, at, committed),
        noun_words=sentence.stems(start, end),
        near=sentence.stems(at.left, at.right),
        far=sentence.stems(sentence.first, sentence.last),
        places=_named(entities, at, ("GPE", "LOC")),
        bodies=_named(entities, at, ("ORG",)),
        states=frozenset(scene.countries),
    )


def _bound(at: _Around, number: Number | None) -> str:
    """What is said of how exact a figure is."""
    beside = _said(at.before[-BOUND:]), _said(at.behind[:BOUND])
    for bound, use in (("at_most", "most"), ("at_least", "least")):
        if any(_says(use, text) for text in beside):
            return bound
    return "about" if at.figure.approximate or (number is not None and number.approximate) else "exact"


def _kind(at: _Around, before: str) -> str:
    """killed, injured or seized, part of another figure, what changed it, or counted."""
    beside = _said(f"{at.words} {at.behind[:10]}")
    if _says("part", _said(at.before[-BOUND:])) or _says("each", beside):
        return "part"
    if _CHANGE.search(fold(at.before)):
        return "change"
    if _says("others", beside) and not any(_says(kind, before) for kind in EVENTS):
        return "part"
    for said in (_said(at.words).split(), reversed(before.split()), _said(at.behind[:BOUND]).split()):
        for word in said:
            for kind in EVENTS:
                if word in _single(kind) or word[1:] in _single(kind):
                    return kind
    return "counted"


def _planned(before: str, committed: Commitment | None, raised: bool) -> bool | None:
    """Whether a figure is of what is asked or promised, or of what is; None where nothing tells."""
    if raised:
        return False  # 'to raise it from 500 to 900': the first is what there is
    if committed is not None:
        return committed.kind != "delivered"
    if _says("planned", before):
        return True
    return False if _says("there", before) else None


def _by(entities: Entities, at: _Around, committed: Commitment | None) -> tuple[str, ...]:
    """The entities that give a figure: who is said to state it, or commits to it, or is named behind 'بحسب'."""
    doc, record, end = at.scene.doc, at.scene.told.record, at.figure.span[1]
    stated = _innermost((s for s in record.statements if s.who), at.figure.span)
    parties: list[str] = []
    if stated is not None:
        parties = stated.who
    elif committed is not None and committed.kind != "request":
        parties = committed.from_
    elif _says("by", _said(at.behind)):
        parties = [m.party for m in record.mentions if end <= m.start < at.right + NAMED][:1]
    return tuple(sorted({entities.of[doc, p] for p in parties if (doc, p) in entities.of}))


def _innermost(lines: Iterable[_L], span: tuple[int, int]) -> _L | None:
    """The shortest line that a span lies in."""
    around = [line for line in lines if line.span[0] <= span[0] and span[1] <= line.span[1]]
    return min(around, key=lambda line: line.span[1] - line.span[0], default=None)


def _named(entities: Entities, at: _Around, types: tuple[str, ...]) -> frozenset[str]:
    doc = at.scene.doc
    return frozenset(
        entities.of[doc, m.party]
        for m in at.scene.told.record.mentions
        if at.sentence.first <= m.start < at.sentence.last and m.type in types and (doc, m.party) in entities.of
    )


def _rounded(value: float) -> float:
    """By how much a round figure may be off: half of its last place that is not nought, not for those below 1000."""
    if value < 1000 or value != int(value):
        return 0.0
    place = 1
    while int(value) % (place * 10) == 0:
        place *= 10
    return min(place / 2, ROUND * value)


def _said(text: str) -> str:
    """The folded words of a text, a space before and behind each."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _says(use: str, said: str) -> bool:
    """Whether some words, as `_said` gives them, have one of the listed ones, with و or ف attached or not."""
    return _pattern(use).search(said) is not None


@cache
def _pattern(use: str) -> re.Pattern[str]:
    return re.compile(f" [وف]?(?:{'|'.join(map(re.escape, _listed(use)))}) ")


@cache
def _listed(use: str) -> tuple[str, ...]:
    return listed_under(ROOM, "figure_words.tsv", use)


@cache
def _single(use: str) -> frozenset[str]:
    return frozenset(_listed(use))


@cache
def _counting() -> frozenset[str]:
    """Stems of words that say nothing of what is counted."""
    uses = ("level", "grown", "again", "least", "most", "by")
    return frozenset(stem for use in uses for phrase in _listed(use) for stem in stems(phrase))


@cache
def _units() -> dict[str, tuple[str, float]]:
    return {unit: (base, float(factor)) for unit, base, factor in rows(ROOM, "figure_units.tsv")}
