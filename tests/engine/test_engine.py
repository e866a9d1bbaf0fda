import itertools
import os
import time

import psutil
import pytest

from mahdar.engine import Reading, read_all
from mahdar.errors import BadDate, MahdarError, NotAReport, UnreadableInput
from mahdar.pages import SetAside
from mahdar.record import Report
from tests.engine import readers

ASIDE = SetAside("x.txt", NotAReport("no text", where="x.txt"))


def reports(n, **texts):
    """`n` reports; ``at3="die"`` puts that text into the fourth."""
    return [
        Report(id=f"r{i}", text=texts.get(f"at{i}", f"زار الوزير {i} المدينة."), path=f"r{i}.txt") for i in range(n)
    ]


def outline(outcomes):
    return [o.record.model_dump_json() if isinstance(o, Reading) else (o.where, o.why) for o in outcomes]


def children():
    """The workers among our child processes; another one may be a database that other tests have started."""
    ours = psutil.process_iter(["ppid", "cmdline"])
    return [p for p in ours if p.info["ppid"] == os.getpid() and "spawn_main" in " ".join(p.info["cmdline"] or ())]


def test_one_and_two_workers_give_the_same_in_the_same_order():
    items = [*reports(40, at7="raise", at9="bad date"), ASIDE, *reports(3)]
    one = outline(read_all(items, read=readers.careless))
    assert one == outline(read_all(items, workers=2, chunk=3, read=readers.careless))
    assert len(one) == 44
    assert one[40] == ("x.txt", "no text")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_costs_one_report(workers):
    outcomes = list(read_all(reports(6, at2="raise", at4="bad date"), workers=workers, chunk=2, read=readers.careless))
    assert [type(o) for o in outcomes] == [Reading, Reading, SetAside, Reading, SetAside, Reading]
    assert type(outcomes[2].error) is UnreadableInput
    assert outcomes[2].error.found == "the reading failed (KeyError: 'invented')"
    assert outcomes[2].report.id == "r2"
    assert str(outcomes[4].error) == "r4.txt: date 'x'; expected an ISO day"
    assert type(outcomes[4].error) is BadDate


def test_a_report_that_kills_its_workers_is_set_aside_alone():
    outcomes = list(read_all(reports(12, at5="die"), workers=2, chunk=4, read=readers.deadly))
    assert [i for i, o in enumerate(outcomes) if isinstance(o, SetAside)] == [5]
    assert "two reading processes ended while they read it (exit status -9)" in outcomes[5].why


def test_a_worker_that_dies_once_costs_nothing(tmp_path):
    items = reports(12)
    items[5].url = str(tmp_path / "mark")
    outcomes = list(read_all(items, workers=2, chunk=1, read=readers.deadly_once))
    assert [o.record.doc for o in outcomes] == [f"r{i}" for i in range(12)]
    assert (tmp_path / "mark").exists()


def test_a_worker_that_is_killed_from_outside_costs_nothing():
    outcomes = read_all(reports(60), workers=2, chunk=2, read=readers.slow)
    docs = []
    for outcome in outcomes:
        docs.append(outcome.record.doc)
        if len(docs) in (5, 25):
            children()[0].kill()
    assert docs == [f"r{i}" for i in range(60)]


def test_work_under_way_is_bounded():
    taken = itertools.count()

    def endless():
        while True:
            i = next(taken)
            yield Report(id=str(i), text="زار")

    outcomes = read_all(endless(), workers=2, chunk=2)
    for _ in range(10):
        next(outcomes)
    assert next(taken) < 100
    outcomes.close()


def test_closing_ends_the_workers():
    outcomes = read_all(reports(100), workers=2, chunk=2, read=readers.slow)
    next(outcomes)
    assert len(children()) == 2
    begun = time.monotonic()
    outcomes.close()
    assert time.monotonic() - begun < 2
    assert children() == []


def test_workers_that_cannot_start_are_an_error():
    with pytest.raises(MahdarError, match=r"reading processes end before they begin \(exit status 3\)"):
        list(read_all(reports(2), workers=2, read=readers.Unloadable()))


def test_no_reports_need_no_workers():
    assert list(read_all([ASIDE] * 50, workers=2)) == [ASIDE] * 50
    assert list(read_all([], workers=2)) == []
