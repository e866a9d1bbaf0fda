"""A clock that is set back in the middle of the work changes no answer."""

from itertools import count

import pytest

from mahdar.archive import Archive, backup, kept
from mahdar.ledger import relink
from tests.archive.invented import dump, pair


@pytest.fixture
def clock(monkeypatch):
    """Every moment lies a day before the last one."""

    def backwards():
        days = count(1)
        monkeypatch.setattr(kept, "now", lambda: f"{2016 - next(days) // 365:04d}-01-01T00:00:00+00:00")

    return backwards


def work(archive):
    archive.save_search("وزير", "الوزير")
    archive.add_many([pair(n) for n in range(3)])
    archive.alerts(told=lambda found: None)
    archive.add_many([pair(n) for n in range(3, 6)])
    archive.add_many([pair(n, reader="mahdar 1") for n in range(3)])
    relink(archive)
    persons = [entity["id"] for entity in archive.linking().found()["persons"]]
    archive.linking().decide("different", persons[0], persons[1], by="Huda", why="x")
    archive.linking().undo(1, by="Huda", why="x")
    archive.upkeep().withdraw("r00005", by="Huda", why="x")
    relink(archive)


def test_answers_do_not_hang_on_the_clock(place, other_place, clock):
    with Archive(place) as archive:
        work(archive)
        clock()
        with Archive(other_place) as other:
            work(other)
            for ask in (
                lambda a: a.reports(),
                lambda a: a.search("الوزير", parts=["report", "statement", "engagement"], limit=None),
                lambda a: [alert.count for alert in a.alerts()],
                lambda a: [a.report(f"r{n:05d}").readers for n in range(5)],
                lambda a: a.linking().found(),
                lambda a: [(d.key, d.state) for d in a.linking().decisions()],
                lambda a: a.add_many([pair(5)]),
                lambda a: [(line.key, line.act) for line in a.upkeep().audit()],
                lambda a: a.upkeep().audit_broken_at(),
                lambda a: a.upkeep().spare(keep=1).readings,
            ):
                assert ask(other) == ask(archive)


def test_a_backup_made_before_it_was_made(place, other_place, clock, tmp_path):
    with Archive(place) as archive:
        archive.add(*pair(1))
    clock()
    backup.backup(place, tmp_path / "x.mahdar")
    backup.restore(tmp_path / "x.mahdar", other_place)
    assert dump(other_place)["reports"] == dump(place)["reports"]
