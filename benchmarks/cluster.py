"""Reading with Ray against reading with the processes of one machine: seconds, seconds of processor time, and memory.

    python benchmarks/cluster.py reports.jsonl --count 2000 --workers 1 2 4

Processor time and memory are those of this process and all below it, looked at five times a second; what Ray takes
to start is told apart. ``MAHDAR_TAGGER=off`` is the rules alone.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from mahdar.engine import Reading, read_all
from mahdar.engine.cluster import cluster, read_on_cluster
from mahdar.pages import reports_in


class Looking:
    """Adds up the processor time of this process and those below it, and keeps the most memory that they took."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Looking:
        self.begun, self._before = time.monotonic(), sum(psutil.Process().cpu_times()[:2])
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.clock = time.monotonic() - self.begun
        self._over.set()
        self._thread.join()
        self.cpu = sum(self.seconds.values()) - self._before

    def _look(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.2):
            taken = 0
            for process in [me, *me.children(recursive=True)]:
                try:
                    self.seconds[process.pid] = sum(process.cpu_times()[:2])
                    taken += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.most = max(self.most, taken)


def told(name: str, run: Callable[[], int]) -> None:
    with Looking() as looking:
        count = run()
    print(
        f"{name:14} {count:6} records  {looking.clock:7.1f} s  {looking.cpu:7.1f} s of processors  "
        f"{1000 * looking.cpu / count:6.1f} ms a report  {looking.most / 1e6:6.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--only-ray", action="store_true", help="two counts of it alone tell what one report costs")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mahdar-bench-"))
    some = folder / "reports.jsonl"
    with asked.reports.open(encoding="utf-8") as lines, some.open("w", encoding="utf-8") as out:
        out.writelines(line for _, line in zip(range(asked.count), lines, strict=False))

    def pool(workers: int) -> int:
        return sum(isinstance(o, Reading) for o in read_all(reports_in([str(some)]), workers=workers))

    def ray(workers: int) -> int:
        return read_on_cluster([str(some)], str(folder / f"out{workers}"), workers=workers).read

    for workers in asked.workers:
        if not asked.only_ray:
            told(f"processes {workers}", lambda workers=workers: pool(workers))  # type: ignore[misc]
            with Looking() as starting, cluster(None, workers):
                pass
            print(f"ray starts     {starting.clock:7.1f} s  {starting.cpu:7.1f} s of processors", flush=True)
        told(f"ray {workers}", lambda workers=workers: ray(workers))  # type: ignore[misc]
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
