"""What the flat formats share: which events they can tell, and how a cell is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from mahdar.archive.days import days_of
from mahdar.exchange.events import ontology
from mahdar.exchange.events.model import CodedEvent

#: Between several values in one cell, and what stands for it in a value.
BETWEEN, INSTEAD = ";", ","


class Format(NamedTuple):
    """A flat format: the columns in their order, `row` for an event (None for one that it cannot tell)."""

    name: str
    columns: tuple[str, ...]
    row: Callable[[CodedEvent], list[str] | None]
    header: bool

    def line(self, event: CodedEvent) -> str | None:
        """An event as a line of tab-separated cells, None for one that the format cannot tell."""
        row = self.row(event)
        return None if row is None else "\t".join(map(cell, row))

    def head(self) -> str:
        """The names of the columns as a line."""
        return "\t".join(self.columns)


def cell(value: str) -> str:
    """A value as it stands in a line: no tab, no line end, and ” for a mark that a reader would take for its own."""
    return " ".join(value.split()).replace('"', "”")


def joined(values: Iterable[str]) -> str:
    """Several values in one cell, each once."""
    return BETWEEN.join(dict.fromkeys(value.replace(BETWEEN, INSTEAD) for value in values if value))


def is_fact(event: CodedEvent) -> bool:
    """Whether a format without auxiliary modes can tell an event: it took place, and is not dated by its report alone
    where that tells it as something past.
    """
    unreal = ontology.UNREAL.intersection(event.auxiliary)
    return not unreal and not ("historical" in event.auxiliary and event.date is None)


def first_day(event: CodedEvent) -> str | None:
    """The first day of an event's date, or else the day of its first report."""
    found = days_of(event.day)
    return found[0] if found else None
