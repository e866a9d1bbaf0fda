"""The text of a report with everything that was read in it marked, spans that overlap or lie in each other as well.

`marked_up` cuts each paragraph where a span begins or ends. A `Piece` carries the classes of all spans that it lies in;
so words that are in three lines belong to all three. What begins at a piece stands in front of it as `Note`. All places
are code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from mahdar.archive.answers import Span

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Layer:
    """A span that is to be marked: its CSS classes, the party that it names, whether it can be linked to."""

    span: Span
    classes: tuple[str, ...]
    party: int | None = None
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """The number of a line in front of its words, where it leads to the record; `part` is the part of the record."""

    n: int
    part: str
    span: Span
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words without a border in them; `party` is the number of the one that they name, `ids` lead to them."""

    start: int
    text: str
    classes: tuple[str, ...]
    party: int | None
    asked: bool
    notes: tuple[Note, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces in a row that are all within the span that was asked for (`id` where it begins), or all outside."""

    asked: bool
    pieces: Sequence[Piece]
    id: str | None = None


@dataclass(slots=True)
class _Marks:
    """Layers in order, those that reach the present place, and which ids are given already."""

    layers: list[Layer]
    notes: list[Note]
    at: Span | None
    active: list[Layer] = field(default_factory=list)
    next_layer: int = 0
    next_note: int = 0
    ids: set[str] = field(default_factory=set)

    def covering(self, place: int) -> list[Layer]:
        """The layers that cover a place; places come in order."""
        while self.next_layer < len(self.layers) and self.layers[self.next_layer].span[0] <= place:
            self.active.append(self.layers[self.next_layer])
            self.next_layer += 1
        self.active = [layer for layer in self.active if layer.span[1] > place]
        return self.active

    def begun(self, before: int) -> tuple[Note, ...]:
        """The notes that begin before a place and were not given yet."""
        first = self.next_note
        while self.next_note < len(self.notes) and self.notes[self.next_note].span[0] < before:
            self.next_note += 1
        return tuple(self.notes[first : self.next_note])

    def own(self, id_: str) -> str | None:
        """An id where nothing has it yet."""
        if id_ in self.ids:
            return None
        self.ids.add(id_)
        return id_


def anchor(span: Span) -> str:
    """What the words of a span can be linked to by: c12-40."""
    return f"c{span[0]}-{span[1]}"


def marked_up(text: str, layers: Iterable[Layer], notes: Iterable[Note], at: Span | None = None) -> list[list[Run]]:
    """The paragraphs of a text as runs of pieces; `at` is a span that was asked for."""
    inside = sorted(
        (layer for layer in layers if layer.span[0] < len(text)), key=lambda layer: (layer.span[0], -layer.span[1])
    )
    marks = _Marks(inside, [], at, ids={anchor(at)} if at is not None else set())
    marks.notes = [replace(n, id=marks.own(anchor(n.span))) for n in sorted(notes, key=lambda n: (n.span[0], n.n))]
    borders = sorted({place for layer in inside for place in layer.span} | set(at or ()))
    found, first = [], 0
    for match in _PARAGRAPH.finditer(text):
        while first < len(borders) and borders[first] <= match.start():
            first += 1
        last = first
        while last < len(borders) and borders[last] < match.end():
            last += 1
        cuts = [match.start(), *borders[first:last], match.end()]
        found.append([_piece(text, marks, start, end) for start, end in pairwise(cuts)])
        first = last
    return _in_runs(found, at)


def _piece(text: str, marks: _Marks, start: int, end: int) -> Piece:
    covering = marks.covering(start)
    classes = tuple(dict.fromkeys(name for layer in covering for name in layer.classes))
    parties = [layer.party for layer in covering if layer.party is not None]
    asked = marks.at is not None and marks.at[0] <= start < marks.at[1]
    begun = (marks.own(anchor(layer.span)) for layer in covering if layer.linked and layer.span[0] == start)
    ids = tuple(id_ for id_ in begun if id_ is not None)
    return Piece(start, text[start:end], classes, parties[-1] if parties else None, asked, marks.begun(end), ids)


def _in_runs(paragraphs: list[list[Piece]], at: Span | None) -> list[list[Run]]:
    """The pieces of each paragraph in runs; the first that was asked for has the id of what was asked for."""
    found: list[list[Run]] = []
    id_ = anchor(at) if at is not None else None
    for pieces in paragraphs:
        found.append([])
        for asked, some in groupby(pieces, key=lambda piece: piece.asked):
            found[-1].append(Run(asked, list(some), id_ if asked else None))
            id_ = None if asked else id_
    return found
