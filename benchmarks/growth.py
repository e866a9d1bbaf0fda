"""Whether reading grows with the number of reports alone: processor time a report and memory, 1,000 to 100,000 reports.

usage: python -m benchmarks.growth [REPORTS.jsonl.gz] [--sizes 1000,10000,100000]

Reads SaudiNewsNet beside the project into a new archive, copies looked for, in one process. Behind its 30,544 reports
come the same with other letters in every word that is not common (those of benchmarks/million.py), so that each is a
report of its own. With MAHDAR_TAGGER=off it is the strictest: the tagger takes the same time for each report, and
what may grow is the archive. Each size runs in a process of its own; where a part of a large run is slower than its
start, the figures of each fifth show it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from benchmarks.million import COMMON, Changed

from mahdar.archive import Archive
from mahdar.archive.wanted import index_words
from mahdar.engine import read_all, read_into
from mahdar.record import Report

SHARED = Path(os.environ.get("MAHDAR_SHARED", "../shared"))


def reports(path: Path) -> Iterator[Report]:
    """The reports of a file, then the same in other words, for ever."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = Counter(word for row in rows for word in set(row["text"].split()))
    common = {word for spelled, among in documents.items() if among >= COMMON for word in index_words(spelled).split()}
    for copy in count():
        changed = Changed(common, copy)
        for row in rows:
            told = {k: row.get(k) for k in ("date", "url", "outlet")}
            if copy:
                told |= {k: changed.text(row.get(k)) for k in ("text", "title")} | {"id": f"{row['id']}-{copy}"}
            else:
                told |= {k: row.get(k) for k in ("id", "text", "title")}
            yield Report(**told)


def measure(path: Path, size: int) -> dict[str, object]:
    """Milliseconds of the processor a report, in all and by fifths, and the largest memory in MB."""
    sample = list(islice(reports(path), size))
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    begun = time.process_time()
    marks, done = [], 0
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "mahdar.db") as archive:

        def tell(*_: object) -> None:
            nonlocal done
            done += 1
            if done % (size // 5) == 0:
                marks.append(time.process_time())

        summary = read_into(sample, lambda items: read_all(items, workers=1), archive=archive, tell=tell)
        taken = time.process_time() - begun
        bytes_a_report = (Path(folder) / "mahdar.db").stat().st_size // size
    fifths = [1000 * (b - a) / (size // 5) for a, b in zip([begun, *marks], marks, strict=False)]
    return {
        "reports": size,
        "read": summary.read,
        "copies": summary.copies + summary.known,
        "set_aside": summary.set_aside,
        "ms": round(1000 * taken / size, 2),
        "ms_by_fifths": [round(fifth, 2) for fifth in fifths],
        "peak_mb_with_the_sample": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
        "sample_mb": round(base),
        "bytes_a_report": bytes_a_report,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=SHARED / "corpora" / "raw" / "saudinewsnet.jsonl.gz")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.path.exists():
        print(
            f"skipped: no reports at {arguments.path} (name a file, or the folder beside the project in MAHDAR_SHARED)"
        )
        return
    if arguments.one:
        print(json.dumps(measure(arguments.path, arguments.one)))
        return
    for size in arguments.sizes.split(","):
        command = [sys.executable, "-m", "benchmarks.growth", str(arguments.path), "--one", size]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
