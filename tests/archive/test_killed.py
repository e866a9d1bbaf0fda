"""Killed at any moment, an archive loses nothing that was told as finished and doubles nothing."""

import random
import subprocess
import sys
import time
from pathlib import Path

from mahdar.archive import Archive

from .invented import SEGMENTS, TIMES, dump, pair

COUNT, BATCH, KILLS = 800, 7, 20


def start(path):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.archive.adder", str(path), str(COUNT), str(BATCH)],
        cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def kill_after(process, seconds):
    """What the process had printed when it was killed `seconds` after it began to add."""
    assert process.stdout.readline() == "begun\n"
    time.sleep(seconds)
    process.kill()
    told, _ = process.communicate()
    return told.splitlines()


def test_killed_twenty_times_equals_never_killed(path, tmp_path):
    dice = random.Random(20)
    told, interrupted = [], 0
    for _ in range(KILLS):
        # Some 25 reports to a life, so that all twenty end in the middle of the work.
        lines = kill_after(start(path), dice.uniform(0.001, 0.12))
        interrupted += "done" not in lines
        told += lines
        with Archive(path) as archive:
            there = {line.id for line in archive.reports()}
        assert set(told) - {"done"} <= there, "lost what was told as finished"
    assert interrupted >= KILLS / 2, "the kills came too late to mean anything"
    assert len(told) == len(set(told)), "told twice"
    process = start(path)
    rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert rest.endswith("done\n")
    with Archive(tmp_path / "whole.db") as whole, Archive(path) as archive:
        whole.add_many([pair(n) for n in range(COUNT)], batch=BATCH)
        for words in ("العراق", "التدريب", '"من الوزير"'):
            assert [hit.report for hit in archive.search(words)] == [hit.report for hit in whole.search(words)]
    assert dump(path, without=TIMES | SEGMENTS) == dump(tmp_path / "whole.db", without=TIMES | SEGMENTS)


def test_killed_while_the_tables_are_made(path):
    code = (
        "import os, signal, sys\n"
        "from mahdar.archive import Archive, dialect\n"
        "dialect.mark_as_ours = lambda connection: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Archive(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    with Archive(path) as archive:
        archive.add(*pair(1))
        assert archive.counts()["reports"] == 1
