"""Eight readers beside a writer: `python -m benchmarks.readers PLACE [--seconds 10]` (docs/reliability.md).

PLACE is an archive with reports, which gets some more. Every reader is a process that lists, opens and searches, one
question after the other, first by themselves and then while another process adds reports in batches of a hundred.
Prints what a question took by the clock, and the longest that one had to wait. Says how many reports were added
meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from pathlib import Path

from benchmarks.faults import Process, tell
from tests.archive.invented import pair

from mahdar.archive import Archive
from mahdar.errors import ArchiveUnavailable

QUESTIONS = 4


def read(place: Path | str, seconds: float) -> None:
    """Ask until the time is over; tells what each question took, in milliseconds."""
    took: list[float] = []
    with Archive(place, create=False) as archive:
        tell("begun")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for ask in (
                lambda: archive.reports(limit=20),
                lambda: archive.statements(limit=20),
                lambda: archive.search("الوزير", limit=20),
                lambda: archive.engagements(party="العراق", limit=20),
            ):
                begun = time.perf_counter()
                ask()
                took.append(1000 * (time.perf_counter() - begun))
    tell(json.dumps(took))


def write(place: Path | str, seconds: float, first: int) -> None:
    """Add reports until the time is over."""
    with Archive(place) as archive:
        tell("begun")
        until, n = time.monotonic() + seconds, first
        while time.monotonic() < until:
            archive.add_many([pair(n + i) for i in range(100)])
            n += 100
    tell(n - first)


def measure(place: Path | str, seconds: float, readers: int, *, writer: bool, first: int) -> tuple[list[float], int]:
    """What all questions of the readers took, and how many reports were added."""
    working = Process(write, place, seconds, first) if writer else None
    some = [Process(read, place, seconds) for _ in range(readers)]
    took: list[float] = []
    for process in some:
        lines = process.lines()
        if process.status != 0:
            raise ArchiveUnavailable("\n".join(lines), where=str(place))
        took += json.loads(lines[-1])
    added = int(working.lines()[-1]) if working is not None else 0
    return took, added


def main() -> None:
    """Measure both and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("place")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--readers", type=int, default=8)
    options = parser.parse_args()
    place = options.place if "://" in options.place else Path(options.place)
    load = os.getloadavg()[0]
    for writer in (False, True):
        took, added = measure(place, options.seconds, options.readers, writer=writer, first=int(time.time()) * 1000)
        cut = statistics.quantiles(took, n=20)
        print(
            f"{'beside a writer' if writer else 'by themselves'}: {len(took)} questions, median "
            f"{statistics.median(took):.0f} ms, p95 {cut[18]:.0f} ms, worst {max(took):.0f} ms; {added} reports added; "
            f"load {load:.1f}"
        )


if __name__ == "__main__":
    main()
