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
from collections import Counter
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


def reports(path: Path, count: int) -> list[Report]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in islice(lines, count))
        return [Report(**{k: row.get(k) for k in ("id", "text", "date", "title", "url", "outlet")}) for row in rows]


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


def through_the_engine(sample: list[Report], workers: int, into_archive: bool) -> tuple[float, float]:
    """Reports a second and peak MB."""
    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "mahdar.db") if into_archive else None
        begun = time.perf_counter()
        summary = read_into(iter(sample), lambda items: read_all(items, workers=workers), archive=archive)
        seconds = time.perf_counter() - begun
        if archive:
            archive.close()
    memory.done.set()
    memory.join()
    assert summary.read == len(sample), summary
    return summary.read / seconds, memory.peak


def stage_by_stage(sample: list[Report]) -> tuple[Counter[str], float]:
    """CPU seconds of each stage, and of the baseline, over `sample` read once before to warm up."""
    spent: Counter[str] = Counter()
    baseline = 0.0
    for warm in (True, False):
        for report in sample[:50] if warm else sample:
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
    sample = reports(arguments.path, arguments.reports)
    size = sum(len(r.text.split()) for r in sample) / len(sample)
    print(f"{len(sample)} reports of {size:.0f} words on average, {arguments.workers} workers")
    speed, peak = through_the_engine(sample, arguments.workers, arguments.into_archive)
    print(
        f"{speed:.0f} reports a second, peak memory {peak:.0f} MB"
        + (" (into an archive)" if arguments.into_archive else "")
    )
    spent, baseline = stage_by_stage(sample[:STAGE_SAMPLE])
    total = sum(spent.values())
    count = min(STAGE_SAMPLE, len(sample))
    print(f"one process: {1000 * total / count:.2f} ms a report, {total / baseline:.1f} times folding and words alone")
    for name, seconds in spent.most_common():
        print(f"  {name:20} {seconds / total:6.1%}  {1000 * seconds / count:6.2f} ms")


if __name__ == "__main__":
    main()
