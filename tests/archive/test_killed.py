"""Killed at any moment, an archive loses nothing that was told as finished and doubles nothing."""

import random
import subprocess
import sys
import time
from pathlib import Path

from mahdar.archive import Archive

from .invented import SEGMENTS, TIMES, dump, pair

COUNT, BATCH = 800, 7
#: A connection to a server takes longer to make than a file to open: fewer lives, as much work in each.
KILLS = {"sqlite": 20, "postgresql": 8}


def start(place):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.archive.adder", str(place), str(COUNT), str(BATCH)],
        cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def kill_after(process, reports, seconds):
    """What the process had printed when it was killed `seconds` after it told that it had added `reports`."""
    told = []
    for line in process.stdout:
        told.append(line.rstrip())
        if len(told) > reports or told[-1] == "done":
            break
    assert told[0] == "begun"
    time.sleep(seconds)
    process.kill()
    rest, _ = process.communicate()
    return told[1:] + rest.splitlines()


def test_killed_many_times_equals_never_killed(place, other_place):
    kills = KILLS["postgresql" if isinstance(place, str) else "sqlite"]
    dice = random.Random(20)
    told, interrupted = [], 0
    for _ in range(kills):
        # Some 25 reports to a life on any machine, so that nearly all end in the middle of the work.
        lines = kill_after(start(place), dice.randrange(40), dice.uniform(0, 0.01))
        interrupted += "done" not in lines
        told += [line for line in lines if line != "done"]
        with Archive(place) as archive:
            there = {line.id for line in archive.reports()}
        assert set(told) <= there, "lost what was told as finished"
    assert interrupted >= kills / 2, "the kills came too late to mean anything"
    assert len(told) == len(set(told)), "told twice"
    process = start(place)
    rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert rest.endswith("done\n")
    with Archive(other_place) as whole, Archive(place) as archive:
        whole.add_many([pair(n) for n in range(COUNT)], batch=BATCH)
        for words in ("العراق", "التدريب", '"من الوزير"'):
            assert [hit.report for hit in archive.search(words)] == [hit.report for hit in whole.search(words)]
    # PostgreSQL gives out a record's key once, also to one that was killed before it was kept.
    without = TIMES | SEGMENTS | ({"key"} if isinstance(place, str) else set())
    assert dump(place, without=without) == dump(other_place, without=without)


def test_killed_while_the_tables_are_made(place):
    code = (
        "import os, signal, sys\n"
        "from mahdar.archive import Archive, dialect\n"
        "dialect.mark_as_ours = lambda connection: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Archive(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(place)], check=False)
    assert done.returncode == -9
    with Archive(place) as archive:
        archive.add(*pair(1))
        assert archive.counts()["reports"] == 1
