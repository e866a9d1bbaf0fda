"""What linking out of core takes as a folder grows: `python -m benchmarks.scaling BASE --sizes 50000,500000,5000000`.

BASE is a folder of Parquet files with records of real reports. Of each size a folder is made by `benchmarks.synthetic`
beside it, linked by the command in a process of its own, and removed (`--keep` leaves it). Of each stage a line is
printed: seconds of processor of the database and of the tasks, seconds of the clock, the most memory (of the process of
the command until then, and of one task), the most bytes of spill.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HEADS = ("stage", "cpu", "tasks_cpu", "seconds", "peak_mb", "task_mb", "spill_mb")


def measured(base: Path, size: int, memory: str, workers: int, longest: int, keep: bool) -> dict[str, Any]:
    """Link a folder of so many records."""
    records, linked = base.with_name(f"{base.name}-{size}"), base.with_name(f"{base.name}-{size}-linked")
    if not records.exists():
        make = [
            "-m",
            "benchmarks.synthetic",
            str(base),
            str(records),
            "--records",
            str(size),
            "--longest",
            str(longest),
        ]
        subprocess.run([sys.executable, *make, "--workers", str(workers)], check=True, stdout=sys.stderr)
    how = ["--out", str(linked), "--memory", memory, "--workers", str(workers), "--json"]
    subprocess.run([sys.executable, "-m", "mahdar", "link", "--records", str(records), *how], check=True)
    told: dict[str, Any] = json.loads((linked / "linked.json").read_text("utf-8"))
    if not keep:
        shutil.rmtree(records)
    return told


def show(size: int, told: dict[str, Any]) -> None:
    """Print what each stage took."""
    print(f"| {size:,} | " + " | ".join(HEADS[1:]) + " |")
    for stage in told["stages"]:
        sizes = (f"{stage[name] / 1e6:.0f}" for name in ("peak", "task_peak", "spill"))
        spent = (f"{stage[name]:.1f}" for name in HEADS[1:4])
        print(f"| {stage['stage']} | " + " | ".join([*spent, *sizes]) + " |", flush=True)
    total = sum(stage["cpu"] + stage["tasks_cpu"] for stage in told["stages"])
    print(f"| all | {total:.1f} of processor, {1e3 * total / size:.2f} ms for each record |", flush=True)


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("--sizes", default="50000,500000,5000000")
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--longest", type=int, default=10**9, help="words of the longest report of BASE that is taken")
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    for size in map(int, asked.sizes.split(",")):
        show(size, measured(asked.base, size, asked.memory, asked.workers, asked.longest, asked.keep))


if __name__ == "__main__":
    main()
