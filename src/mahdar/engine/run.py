"""A run: reports are read, kept in an archive or as lines, and counted."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from mahdar.engine.copying import Copies
from mahdar.engine.interrupts import Interrupts
from mahdar.engine.lines import RecordLines
from mahdar.engine.stage import Reading
from mahdar.errors import Withdrawn
from mahdar.pages import SetAside
from mahdar.record import Report

if TYPE_CHECKING:
    from mahdar.archive import Archive

#: Readings that go into the archive in one transaction: some 0.3 s of work is lost when the machine stops.
BATCH = 32
#: Places that a summary names; all of them are counted, told as they come and kept in the archive.
NAMED = 1000


@dataclass(slots=True)
class Summary:
    """What became of the reports of a run."""

    read: int = 0
    known: int = 0
    copies: int = 0
    set_aside: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    named: list[SetAside] = field(default_factory=list)
    interrupted: bool = False
    seconds: float = 0.0

    def note(self, item: SetAside) -> None:
        """Count something that was set aside."""
        self.set_aside += 1
        self.reasons[item.error.found] += 1
        if len(self.named) < NAMED:
            self.named.append(SetAside(item.where, item.error))

    def add(self, other: Summary) -> None:
        """Count what became of more reports."""
        for name in ("read", "known", "copies", "set_aside", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons.update(other.reasons)
        self.named = [*self.named, *other.named][:NAMED]
        self.interrupted = self.interrupted or other.interrupted

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; `aside` names the first `NAMED` of what was set aside."""
        return {
            "read": self.read,
            "known": self.known,
            "copies": self.copies,
            "set_aside": self.set_aside,
            "reasons": dict(self.reasons.most_common()),
            "aside": [{**item.error.to_dict(), "where": item.where} for item in self.named],
            "interrupted": self.interrupted,
            "seconds": round(self.seconds, 2),
        }


def read_into(
    items: Iterable[Report | SetAside],
    outcomes_of: Callable[[Iterable[Report | SetAside]], Generator[Reading | SetAside]],
    *,
    archive: Archive | None = None,
    records: RecordLines | None = None,
    read_copies: bool = False,
    reader: str | None = None,
    tell: Callable[[Reading | SetAside, Summary], None] | None = None,
) -> Summary:
    """Read `items` with `outcomes_of` (see `read_all`), keep what comes out and count it.

    Reports that the archive has a record of by this reader are known and not read again, unless `records` are
    wanted as well; nor are copies of reports that the archive has, which are noted as reprints, unless `read_copies`.
    `reader` is by whom they are known to be read, where it is another one. `tell` is called after every outcome.
    Ctrl-C ends the run early: what is finished is kept, and the summary says so.
    Raises `ArchiveError` or `MahdarError` where the archive or the records cannot be written.
    """
    copies = Copies(archive, read=read_copies) if archive is not None and records is None else None
    run = _Run(archive, records, copies, reader)
    begun = time.monotonic()
    with Interrupts() as interrupts:
        try:
            source: Iterable[Report | SetAside] | None = run.unknown(items) if copies is not None else items
            while source is not None:
                with contextlib.closing(outcomes_of(source)) as outcomes:
                    for outcome in outcomes:
                        with interrupts.held():
                            run.keep(outcome)
                            if tell is not None:
                                tell(outcome, run.summary)
                # Reports that looked like copies of one that could not be read after all are read themselves.
                with interrupts.held():
                    run.flush()
                    source = run.waiting()
        except KeyboardInterrupt:
            run.summary.interrupted = True
        with contextlib.suppress(KeyboardInterrupt), interrupts.held():
            run.flush()
            run.file()
    run.summary.seconds = time.monotonic() - begun
    return run.summary


class _Run:
    def __init__(
        self, archive: Archive | None, records: RecordLines | None, copies: Copies | None, reader: str | None
    ) -> None:
        self.archive, self.records, self.copies, self._reader = archive, records, copies, reader
        self.summary = Summary()
        self._batch: list[Reading] = []

    def unknown(self, items: Iterable[Report | SetAside]) -> Iterator[Report | SetAside]:
        """`items` without the reports that the archive has a record of by this reader."""
        source = iter(items)
        while some := list(islice(source, BATCH)):
            some = list(self._not_withdrawn(some))
            known = self._known([item for item in some if isinstance(item, Report)])
            yield from self._no_copies([item for item in some if id(item) not in known])

    def _not_withdrawn(self, items: list[Report | SetAside]) -> Iterator[Report | SetAside]:
        """`items`, with reports that were withdrawn from the archive set aside."""
        reports = [item for item in items if isinstance(item, Report)]
        days = self.archive.withdrawn(reports) if self.archive is not None else []
        withdrawn = {id(report): day for report, day in zip(reports, days, strict=False) if day is not None}
        for item in items:
            if isinstance(item, Report) and id(item) in withdrawn:
                yield SetAside(item.path or item.id, Withdrawn(f"withdrawn on {withdrawn[id(item)]}"))
            else:
                yield item

    def _no_copies(self, items: list[Report | SetAside]) -> Iterator[Report | SetAside]:
        """`items` without copies of reports that are in the archive or on their way there."""
        if self.copies is not None:
            self.copies.look_up([item for item in items if isinstance(item, Report)])
        for item in items:
            if self.copies is None or not isinstance(item, Report) or self.copies.is_to_be_read(item):
                yield item
            self._count_copies()

    def _count_copies(self) -> None:
        if self.copies is not None:
            self.summary.copies = self.copies.noted

    def waiting(self) -> Iterable[Report | SetAside] | None:
        """Reports that waited for one of which they looked like copies, and that are to be read; None without any."""
        found = self.copies.settle() if self.copies is not None else []
        self._count_copies()
        return found or None

    def _known(self, reports: list[Report]) -> set[int]:
        """Which of `reports` are known, by identity; other ids and paths of their texts are noted."""
        if self.archive is None:
            return set()
        from mahdar.archive import content_hash  # late: workers, which import this room, need no database
        from mahdar.reading import reader

        hashes = {id(report): content_hash(report.text) for report in reports}
        there = self.archive.known_hashes(set(hashes.values()), self._reader or reader())
        known = [report for report in reports if hashes[id(report)] in there]
        if known:
            self.archive.seen_again(known)
            if self.copies is not None:
                self.copies.note_exact(known)
        self.summary.known += len(known)
        return {id(report) for report in known}

    def keep(self, outcome: Reading | SetAside) -> None:
        if isinstance(outcome, SetAside):
            self._set_aside(outcome)
            return
        if self.records is not None:
            self.records.write(outcome)
        if self.archive is None:
            self.summary.read += 1
            return
        self._batch.append(outcome)
        if len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self.archive is not None and self._batch:
            batch, self._batch = self._batch, []
            if self.copies is not None:
                self.copies.write()  # first: a copy that is in the archive is known, and not looked up again
            counts = self.archive.add_many([(reading.report, reading.record) for reading in batch])
            if self.copies is not None:
                self.copies.are_kept([reading.report for reading in batch])
            self.summary.read += counts.added + counts.reread
            self.summary.known += counts.known  # the same text twice in one run
            self.summary.set_aside += counts.withdrawn
        if self.copies is not None:
            self.copies.write()
        if self.records is not None:
            self.records.flush()

    def file(self) -> None:
        """Write what copies are looked up by in later runs."""
        if self.copies is not None:
            self.copies.file()

    def _set_aside(self, item: SetAside) -> None:
        self.summary.note(item)
        # The place of what was withdrawn may tell what it was: it is said and not kept.
        if self.archive is not None and not isinstance(item.error, Withdrawn):
            self.archive.set_aside(item.where, item.error)
