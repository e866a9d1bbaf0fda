"""What a cluster read, into an archive, as if it had been read there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from mahdar.engine.folder import Folder
from mahdar.engine.rows import Row, outcome_of_row
from mahdar.engine.run import Summary, read_into
from mahdar.engine.stage import Reading
from mahdar.errors import UnreadableInput
from mahdar.pages import SetAside
from mahdar.pages.walk import own_id
from mahdar.reading import reader as this_reader
from mahdar.record import Record, Report

if TYPE_CHECKING:
    from mahdar.archive import Archive


def load_folder(
    place: str,
    archive: Archive,
    *,
    reader: str | None = None,
    tell: Callable[[Reading | SetAside, Summary], None] | None = None,
) -> Summary:
    """Keep the reports of a `Folder` with their records by `reader` (the one of this version), in the input's order.

    Ids, reprints and what is known come out as if the archive had read the input itself; what was set aside is set
    aside. Raises `UnreadableInput` where the folder has no records of that reader.
    """
    folder = Folder(place)
    by = reader or this_reader()
    there = folder.readers()
    if by not in there:
        raise UnreadableInput(
            f"no records by {by}" if not there else f"records by {', '.join(sorted(there))}",
            expected=f"records by {by}",
            remedy="read again, or name the reader with --reader",
            where=place,
        )
    held = _Held(folder.in_order(by))
    return read_into(held.items(), held.outcomes, archive=archive, reader=by, tell=tell)


class _Held:
    """Reports as they would come from the input; their records are held until they are asked for."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._ids: Counter[str] = Counter()

    def items(self) -> Iterator[Report | SetAside]:
        for row in self._rows:
            outcome = outcome_of_row(row)
            if isinstance(outcome, SetAside):
                yield outcome
                continue
            report = outcome.report
            report.id = own_id(self._ids, report.id)  # as the walk over an input gives them
            yield _Recorded(
                **dict(report), recorded=outcome.record.model_copy(update={"doc": report.id, "path": report.path})
            )

    def outcomes(self, items: Iterable[Report | SetAside]) -> Generator[Reading | SetAside]:
        for item in items:
            if isinstance(item, _Recorded) and item.recorded is not None:
                yield Reading(item, item.recorded)
            elif isinstance(item, SetAside):
                yield item


class _Recorded(Report):
    """A report that has its record with it."""

    recorded: Record | None = Field(default=None, exclude=True, repr=False)
