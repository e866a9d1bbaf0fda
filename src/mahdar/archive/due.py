"""By when a chain of requests and promises is due, and whether it has lapsed since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mahdar.arabic.deadlines import last_day
from mahdar.archive.days import days_of

#: Steps whose deadline counts: what is asked or promised, not what was done.
_TO_DO = frozenset({"request", "pledge", "agreement", "granted", "confirmed"})
#: How a chain can stand that lapses when its day passes.
LAPSING = ("open", "conditional")


def due(steps: Iterable[tuple[str, str | None, str | None]]) -> str | None:
    """The last day on which a chain can be kept, of (step, deadline, day of the report) in order; None for no deadline.

    The latest deadline counts; a promise that is made after it without a new one has none.
    """
    found: str | None = None
    for step, deadline, day in steps:
        if step not in _TO_DO:
            continue
        own = due_day(deadline, day) if deadline else None
        if own is not None:
            found = own
        elif found is not None and step != "request" and (day or "") > found:
            found = None
    return found


def due_day(deadline: str, day: str | None) -> str | None:
    """The last day of a deadline, ISO or in the words of a report of that day; None where that is no day."""
    stated = days_of(deadline)
    if stated is not None:
        return stated[1]
    told = days_of(day[:10] if day else None)
    found = last_day(deadline, date.fromisoformat(told[1])) if told is not None else None
    return found.isoformat() if found is not None else None


def lapsed(status: str, due: str | None, as_of: str | None) -> bool:
    """Whether a chain that stands so by its steps, with nothing delivered or refused, has lapsed by a day."""
    return status in LAPSING and due is not None and as_of is not None and due < as_of
