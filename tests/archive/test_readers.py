"""One process writes, others read: what they see is a state that was committed, whole."""

import subprocess
import sys
from pathlib import Path

from mahdar.archive import Archive

from .invented import pair


def test_readers_see_whole_batches_while_another_process_writes(place):
    with Archive(place) as archive:
        archive.add(*pair(100_000))
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.archive.adder", str(place), "300", "10"],
            cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        seen = set()
        while writer.poll() is None:
            counts = archive.counts()
            parts = {counts[part] for part in ("records", "engagements", "statements", "figures", "skipped")}
            assert parts == {counts["reports"]}
            assert counts["parties"] == 4 * counts["reports"]
            assert counts["reports"] % 10 == 1
            seen.add(counts["reports"])
        writer.communicate()
        assert writer.returncode == 0
        assert len(seen) > 3, "the reader never looked while the writer was at work"
        assert archive.counts()["reports"] == 301
