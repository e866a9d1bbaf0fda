"""A few of the blows of benchmarks/faults.py, each on an archive at work; docs/reliability.md has the figures of many.

tests/archive/test_killed.py and test_unavailable.py look at adding, full disks and what errors say.
"""

import random

import pytest
from benchmarks import faults

from tests import databases
from tests.conftest import DATABASES

TRIES = 2


@pytest.fixture(scope="module")
def safe_server():
    server = faults.safe_server()
    if server is None:
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {databases.WHY_NOT[0]}")
    yield server
    server.remove()


@pytest.fixture
def bench_of(tmp_path, monkeypatch, request):
    monkeypatch.setenv("MAHDAR_TAGGER", "off")

    def make(database):
        server = request.getfixturevalue("safe_server") if database == "postgresql" else None
        return faults.Bench(database, tmp_path, server)

    return make


#: Slow ones are left to the benchmark: reading and adding are in tests/archive and tests/cli, with kills of their own.
HERE = ["linking", "upgrading", "restoring", "withdrawing", "two_writers", "no_room_to_read",
        "no_room_for_a_backup", "damaged_page", "server_restarted"]  # fmt: skip
CASES = [(d, f) for d in DATABASES for f in faults.FAULTS[d] if f.__name__ in HERE]


@pytest.mark.parametrize(("database", "fault"), CASES, ids=[f"{d}-{f.__name__}" for d, f in CASES])
def test_nothing_is_lost_doubled_or_torn(database, fault, bench_of):
    found = fault(bench_of(database), TRIES, random.Random(5))
    assert found.tries == TRIES
    assert found.clean, found


def test_every_fault_is_tried_somewhere():
    assert {f.__name__ for some in faults.FAULTS.values() for f in some} >= set(HERE)
