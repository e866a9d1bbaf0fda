"""Reports a second, peak memory and the share of each stage, on real reports.

usage: python benchmarks/throughput.py [REPORTS.jsonl.gz] [--reports N] [--workers N] [--into-archive]

Reads the first N reports (5,000) of SaudiNewsNet beside the project, twice: once through the engine with the workers
asked for, timing all and watching the memory of all its processes; once stage by stage in this process. The baseline of
the same run is folding and cutting into words alone, in this process: the ratio to it compares machines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import psutil

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import words
from mahdar.archive import Archive
from mahdar.engine import read_all, read_into
from mahdar.reading import STAGES, close_draft, open_draft
from mahdar.record import Report

SHARED = Path(os.environ.get("MAHDAR_SHARED", "../shared"))
STAGE_SAMPLE = 500


def reports(path: Path, count: int) -> Iterator[Report]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            row = json.loads(line)
            yield Report(**{k: row.get(k) for k in ("id", "text", "date", "title", "url", "outlet")})


class Memory(threading.Thread):
    """The largest resident memory of this process and its children, in MB, by samples of half a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self.done.wait(0.5):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total / 1e6)


def through_the_engine(sample: Iterable[Report], workers: int, into_archive: bool) -> tuple[float, float, int]:
    """Reports a second, peak MB, reports read."""
    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "mahdar.db") if into_archive else None
        begun = time.perf_counter()
        summary = read_into(sample, lambda items: read_all(items, workers=workers), archive=archive)
        seconds = time.perf_counter() - begun
        if archive:
            archive.close()
    memory.done.set()
    memory.join()
    assert not summary.set_aside, summary
    return (summary.read + summary.known) / seconds, memory.peak, summary.read + summary.known


def stage_by_stage(before: list[Report], sample: list[Report]) -> tuple[dict[str, float], float]:
    """CPU seconds of each stage, and of the baseline, over `sample`; `before` is read first to warm up."""
    spent: defaultdict[str, float] = defaultdict(float)
    baseline = 0.0
    for warm in (True, False):
        for report in before if warm else sample:
            begun = time.process_time()
            words(Folded(report.text))
            lap = time.process_time()
            if not warm:
                baseline += lap - begun
            draft = open_draft(report)
            _ = draft.words, draft.sentences
            for name, stage in (("words", None), *((s.__name__, s) for s in STAGES)):
                if stage:
                    stage(draft)
                now = time.process_time()
                if not warm:
                    spent[name] += now - lap
                lap = now
            close_draft(draft)
            if not warm:
                spent["record"] += time.process_time() - lap
    return spent, baseline


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=SHARED / "corpora" / "raw" / "saudinewsnet.jsonl.gz")
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--into-archive", action="store_true")
    arguments = parser.parse_args()
    if not arguments.path.exists():
        print(
            f"skipped: no reports at {arguments.path} (name a file, or the folder beside the project in MAHDAR_SHARED)"
        )
        return
    speed, peak, read = through_the_engine(
        reports(arguments.path, arguments.reports), arguments.workers, arguments.into_archive
    )
    print(f"{read} reports, {arguments.workers} workers" + (", into an archive" if arguments.into_archive else ""))
    print(f"{speed:.0f} reports a second, peak memory {peak:.0f} MB")
    sample = list(reports(arguments.path, 3 * STAGE_SAMPLE))
    spent, baseline = stage_by_stage(sample[: 2 * STAGE_SAMPLE], sample[2 * STAGE_SAMPLE :])
    total = sum(spent.values())
    count = len(sample) - 2 * STAGE_SAMPLE
    print(f"one process: {1000 * total / count:.2f} ms a report, {total / baseline:.1f} times folding and words alone")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:20} {seconds / total:6.1%}  {1000 * seconds / count:6.2f} ms")


if __name__ == "__main__":
    main()
