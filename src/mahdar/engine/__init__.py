"""Engine: reports go in, `Reading` and `SetAside` come out in the same order, in one process or in many.

Every report goes through the same function, `mahdar.reading.read_report`, whatever the number of workers, so the
outcome is the same byte for byte. At most a few hundred reports are under way at a time, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable

from mahdar.engine.interrupts import Interrupts
from mahdar.engine.lines import RecordLines
from mahdar.engine.pool import CHUNK, Pool
from mahdar.engine.run import Summary, read_into
from mahdar.engine.stage import Reading, outcome_of
from mahdar.pages import SetAside
from mahdar.reading import read_report
from mahdar.record import Record, Report

__all__ = ["CHUNK", "Interrupts", "Reading", "RecordLines", "Summary", "read_all", "read_into"]


def read_all(
    items: Iterable[Report | SetAside],
    *,
    workers: int = 1,
    chunk: int = CHUNK,
    read: Callable[[Report], Record] = read_report,
) -> Generator[Reading | SetAside]:
    """Read `items` and give what became of each, in order; a `SetAside` passes through.

    An exception in the reading of one report sets it aside. With more than one worker, so does the death of a
    worker, after one more try in a fresh one. `chunk` is the number of reports that a worker is handed at a time;
    `read` must be importable by name. Closing the iterator ends the workers. Raises `MahdarError` where workers
    cannot be started.
    """
    if workers <= 1:
        return (item if isinstance(item, SetAside) else outcome_of(item, read) for item in items)
    return Pool(workers, chunk, read).run(items)
