"""The journeys of tests/web/test_press.py over the seeds, dev and 5,000 raw reports: `python benchmarks/journeys.py`.

CI makes its archive of 600 raw reports (`MAHDAR_TEST_RAW`), so that it waits less; this makes the whole one, once, in
build/press, and goes every journey in Chromium over it. Told are the seconds of each step; pictures of
all pages stay in build/screenshots/press. `--raw N` takes fewer reports, `--again` makes the archive anew.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.web import press  # noqa: E402


def main() -> int:
    """Make the archive and go the journeys."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--raw", type=int, default=5_000)
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    folder = ROOT / "build" / "press"
    if options.again:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"press-{options.raw}.db"
    if not path.exists():
        begun = time.perf_counter()
        press.make(path, many=options.raw)
        print(
            f"archive of the seeds, dev and {options.raw} raw reports: {time.perf_counter() - begun:.0f} s", flush=True
        )
    tests = [sys.executable, "-m", "pytest", "-q", "--durations=10", "tests/web/test_press.py"]
    return subprocess.run(tests, cwd=ROOT, env=os.environ | {"MAHDAR_TEST_PRESS": str(path)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
