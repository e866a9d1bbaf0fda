"""One process writes, others read: what they see is a state that was committed, whole."""

import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa
from benchmarks import faults, readers

from mahdar.archive import Archive, schema, writing

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


def ask(place, begun):
    """Ask some questions; tells how many reports there are."""
    with Archive(place, create=False) as archive:
        for _ in range(3):
            told = archive.reports(limit=20), archive.search("الوزير", limit=20), archive.statements(limit=20)
            assert all(told)
        faults.tell(archive.counts()["reports"], time.monotonic() - begun)


def test_eight_readers_answer_while_a_writer_holds_its_transaction(place):
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(20)])
        archive._engine.dispose()
        with archive._writing() as connection:
            writing.write_batch(connection, [pair(n) for n in range(20, 40)], None)
            connection.execute(sa.update(schema.reports).values(title="not committed"))
            some = [faults.Process(ask, place, time.monotonic()) for _ in range(8)]
            told = [reader.lines() for reader in some]
            assert [reader.status for reader in some] == [0] * 8, told
        assert {lines[0] for lines in told} == {"20"}, "a reader saw what was not committed"
        assert archive.counts()["reports"] == 40
        # A writer that waits does so for ten seconds at the least: nobody waited.
        assert max(float(lines[1]) for lines in told) < 60


def test_readers_ask_and_a_writer_adds_at_once(place):
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(20)])
        archive._engine.dispose()
    took, added = readers.measure(place, 1.5, 8, writer=True, first=1_000)
    assert added > 0
    assert len(took) >= 8 * readers.QUESTIONS
