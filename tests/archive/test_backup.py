"""A backup holds all of an archive, goes into either database, and is refused where it is not whole."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from mahdar.archive import Archive, backup, dialect, opening, schema
from mahdar.errors import ArchiveUnavailable, BadBackup, InputError
from mahdar.ledger import relink
from mahdar.record import Page, Report
from tests.conftest import DATABASES, forget, new_place

from .dumping import DUMPS, load
from .invented import SEGMENTS, dump, pair

HERE = Path(__file__).parents[2]
#: What is made anew, and what each database has of its own.
OWN = SEGMENTS | {"documents", "search_state", "full_text", "full_text_docsize", "full_text_config", "lexemes"}


def fill(archive, count=6):
    page = Page(media="text/html", encoding="utf-8", original=bytes(range(256)), runs=[(0, 0, 0, 3)])
    pairs = [pair(n) for n in range(count)]
    pairs[0] = (Report(**{**pairs[0][0].model_dump(exclude={"page"}), "page": page}), pairs[0][1])
    archive.add_many(pairs)
    archive.note_reprint("r00001", Report(id="x", text="نص قريب", outlet="أخرى"), "near", 0.5)
    archive.keep_feed_state("https://a.example/feed", etag="1", modified=None)
    archive.save_search("وزير", "الوزير")
    archive.leave_out("r00002")
    relink(archive)
    names = [e["id"] for e in archive.linking().found()["persons"]]
    archive.linking().decide("different", names[0], names[1], by="Huda", why="two cards")


def plain(place):
    """All rows, whichever database they are in."""
    rows = dump(place, without=OWN)
    return {name: sorted(map(comparable, some)) for name, some in rows.items() if name != "alembic_version"}


def comparable(row):
    return repr([int(v) if isinstance(v, bool) else bytes(v) if isinstance(v, memoryview) else v for v in row])


@pytest.fixture(params=DATABASES)
def elsewhere(request, tmp_path_factory):
    place = new_place(request.param, tmp_path_factory.mktemp("elsewhere"))
    yield place
    forget(place)


def test_what_is_backed_up_comes_back_in_either_database(place, elsewhere, tmp_path):
    file = tmp_path / "x.mahdar"
    with Archive(place) as archive:
        fill(archive)
        made = backup.backup(place, file)
        assert made.revision == schema.REVISION
        assert made.tables["reports"] == 6
        assert backup.check(file) == made
        _, revision = backup.restore(file, elsewhere)
        assert revision == schema.REVISION
        assert plain(elsewhere) == plain(place)
        with Archive(elsewhere) as copy:
            for words in ("الوزير", "العراق", '"من الوزير"'):
                assert copy.search(words) == archive.search(words)
            assert copy.original("r00000").original == bytes(range(256))
            assert copy.add(*pair(50)).added == 1  # keys go on where they were
            copy.note_reprint("r00050", Report(id="y", text="نص", outlet="أخرى"), "near", 0.5)
            assert relink(copy).reports == 1
    again = tmp_path / "again.mahdar"
    assert backup.backup(elsewhere, again).rows > made.rows


def test_there_and_back_is_the_same_file_but_for_the_time(place, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setattr("mahdar.archive.kept.now", lambda: "2016-01-17T00:00:00+00:00")
    first, second = tmp_path / "1.mahdar", tmp_path / "2.mahdar"
    with Archive(place) as archive:
        fill(archive, 3)
    made = backup.backup(place, first)
    backup.restore(first, elsewhere)
    again = backup.backup(elsewhere, second)
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        assert json.loads(one.read("manifest.json"))["tables"] == json.loads(two.read("manifest.json"))["tables"]
    assert again.tables == made.tables


def test_every_table_of_the_schema_is_in_it_unless_it_says_that_it_is_not(place, tmp_path):
    Archive(place).close()
    made = backup.backup(place, tmp_path / "x.mahdar")
    left_out = {"documents", "search_state", "sessions", "attempts"}
    assert set(made.tables) == set(schema.metadata.tables) - left_out


def test_an_archive_with_something_in_it_is_kept_unless_told(place, elsewhere, tmp_path):
    file = tmp_path / "x.mahdar"
    with Archive(place) as archive:
        archive.add(*pair(1))
    backup.backup(place, file)
    with Archive(elsewhere) as other:
        other.add_many([pair(n) for n in (2, 3)])
    with pytest.raises(ArchiveUnavailable, match=r"something in it.*--replace"):
        backup.restore(file, elsewhere)
    with Archive(elsewhere) as other:
        assert other.counts()["reports"] == 2
    backup.restore(file, elsewhere, replace=True)
    assert plain(elsewhere) == plain(place)
    with Archive(elsewhere) as other:
        assert [hit.report for hit in other.search("الوزير")] == ["r00001"]


def test_a_backup_shows_one_state_while_others_write(place, elsewhere, tmp_path, monkeypatch):
    file = tmp_path / "x.mahdar"
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(5)])
        told = []

        def write(table, done, total):
            if table == "reports" and table not in told:
                archive.add_many([pair(n) for n in range(5, 9)])
            told.append(table)

        made = backup.backup(place, file, told=write)
        assert archive.counts()["reports"] == 9
    assert (made.tables["reports"], made.tables["records"]) == (5, 5)
    backup.restore(file, elsewhere)
    with Archive(elsewhere) as copy:
        assert copy.counts()["reports"] == 5


@pytest.mark.parametrize("revision", opening.known_revisions()[1:])
def test_a_backup_of_an_earlier_schema_is_made_as_it_is_and_restored_as_today(revision, place, elsewhere, tmp_path):
    file = tmp_path / "x.mahdar"
    load(DUMPS / f"{revision}{'.sql' if isinstance(place, str) else '.db.gz'}", place)
    assert backup.backup(place, file).revision == revision
    engine = dialect.open_engine(place)
    with dialect.reading(engine) as connection:
        assert opening.revision_of(connection) == revision, "a backup upgrades nothing"
    engine.dispose()
    assert backup.restore(file, elsewhere)[1] == schema.REVISION
    with Archive(elsewhere) as copy:
        assert copy.counts()["reports"] == 3
        assert copy.record("r00001") == pair(1)[1]
        assert len(copy.search("الوزير", parts=["engagement"])) == 3


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    with Archive(folder / "x.db") as archive:
        archive.add_many([pair(n) for n in range(4)])
    backup.backup(folder / "x.db", folder / "x.mahdar")
    return (folder / "x.mahdar").read_bytes(), plain(folder / "x.db")


def test_a_backup_that_is_cut_off_is_refused(whole, tmp_path):
    data, _ = whole
    dice = random.Random(1)
    for length in [0, 1, len(data) - 1, len(data) // 2, *(dice.randrange(len(data)) for _ in range(20))]:
        (tmp_path / "x.mahdar").write_bytes(data[:length])
        with pytest.raises(BadBackup) as caught:
            backup.restore(tmp_path / "x.mahdar", tmp_path / "new.db")
        assert caught.value.remedy
        assert not (tmp_path / "new.db").exists()


def test_a_changed_byte_is_noticed_or_changes_nothing(whole, tmp_path):
    data, rows = whole
    dice, refused = random.Random(2), 0
    for at in [dice.randrange(len(data)) for _ in range(50)]:
        changed = bytearray(data)
        changed[at] ^= 1 << dice.randrange(8)
        (tmp_path / "x.mahdar").write_bytes(changed)
        try:
            backup.check(tmp_path / "x.mahdar")
        except BadBackup:
            refused += 1
        else:
            backup.restore(tmp_path / "x.mahdar", tmp_path / f"{at}.db")
            assert plain(tmp_path / f"{at}.db") == rows
    assert refused > 30  # others hit dates and the like, which nothing depends on


def test_a_member_that_was_changed_on_purpose_is_refused(whole, tmp_path):
    file = tmp_path / "x.mahdar"
    file.write_bytes(whole[0])
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "y.mahdar", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("سالم".encode(), "ظالم".encode()))
        new.comment = old.comment
    with pytest.raises(BadBackup, match="was changed"):
        backup.check(tmp_path / "y.mahdar")


def test_what_is_no_backup_is_refused_and_never_overwritten(path, tmp_path):
    Archive(path).close()
    with pytest.raises(BadBackup, match="no backup"):
        backup.restore(path, tmp_path / "new.db")
    before = path.read_bytes()
    with pytest.raises(InputError, match="a file that is no backup"):
        backup.backup(path, path)
    assert path.read_bytes() == before
    with pytest.raises(ArchiveUnavailable, match="no archive here"):
        backup.backup(tmp_path / "nowhere.db", tmp_path / "x.mahdar")


def test_a_backup_of_a_newer_version_is_refused(path, tmp_path, monkeypatch):
    Archive(path).close()
    backup.backup(path, tmp_path / "x.mahdar")
    monkeypatch.setattr(opening, "known_revisions", lambda: ["0001"])
    with pytest.raises(BadBackup, match=r"newer version.*upgrade mahdar"):
        backup.restore(tmp_path / "x.mahdar", tmp_path / "new.db")


STOPPED = """
import os, signal, sys
from mahdar.archive import backup
from tests.archive.invented import pair
how = getattr(signal, sys.argv[3])
def told(table, done, total):
    if table == "records":
        os.kill(os.getpid(), how)
try:
    backup.backup(sys.argv[1], sys.argv[2], told=told)
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_a_backup_that_is_stopped_leaves_the_older_one(how, place, tmp_path):
    file = tmp_path / "x.mahdar"
    with Archive(place) as archive:
        archive.add(*pair(1))
    before = backup.backup(place, file)
    with Archive(place) as archive:
        archive.add(*pair(2))
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, str(place), str(file), how], cwd=HERE, capture_output=True, text=True,
        check=False, env={**os.environ},
    )  # fmt: skip
    assert done.stdout == ("stopped\n" if how == "SIGINT" else ""), done.stderr
    assert backup.check(file) == before
    left = {path.name for path in tmp_path.iterdir() if path.name.endswith(".part")}
    assert (left == set()) == (how == "SIGINT")
    assert backup.backup(place, file).tables["reports"] == 2


KILLED = """
import os, signal, sys
from mahdar.archive import backup, search_index
search_index.rebuild = lambda connection: os.kill(os.getpid(), signal.SIGKILL)
backup.restore(sys.argv[1], sys.argv[2], replace=True)
"""


def test_a_restore_that_is_killed_leaves_what_was_there(place, other_place, tmp_path):
    file = tmp_path / "x.mahdar"
    with Archive(other_place) as other:
        other.add_many([pair(n) for n in range(9)])
    backup.backup(other_place, file)
    with Archive(place) as archive:
        archive.add(*pair(20))
    before = plain(place)
    done = subprocess.run([sys.executable, "-c", KILLED, str(file), str(place)], cwd=HERE, check=False)
    assert done.returncode == -signal.SIGKILL
    assert plain(place) == before
    with Archive(place) as archive:
        assert len(archive.search("الوزير")) == 1
    backup.restore(file, place, replace=True)
    assert plain(place) == plain(other_place)


def test_memory_does_not_grow_with_the_archive(path, tmp_path):
    with Archive(path) as archive:
        archive.add(*pair(1))
    engine = dialect.open_engine(path)
    rows = [(f"https://a.example/{n}/{'x' * 400}", "2016") for n in range(60_000)]
    with dialect.writing(engine) as connection:
        dialect.insert_rows(connection, schema.fetched, rows)
    engine.dispose()
    code = (
        "import resource, sys\nfrom mahdar.archive import backup\n"
        "backup.backup(sys.argv[1], sys.argv[2])\nbackup.restore(sys.argv[2], sys.argv[3])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak(archive, name):
        where = [str(archive), str(tmp_path / f"{name}.mahdar"), str(tmp_path / f"{name}.db")]
        return int(subprocess.run([sys.executable, "-c", code, *where], capture_output=True, check=True).stdout)

    with Archive(tmp_path / "small.db") as archive:
        archive.add(*pair(1))
    assert peak(path, "b") - peak(tmp_path / "small.db", "s") < 12_000  # of 27 MB of rows


def test_sqlite_integrity_after_a_restore(whole, tmp_path):
    (tmp_path / "x.mahdar").write_bytes(whole[0])
    backup.restore(tmp_path / "x.mahdar", tmp_path / "new.db")
    with closing(sqlite3.connect(tmp_path / "new.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    engine = dialect.open_engine(tmp_path / "new.db")
    with dialect.reading(engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(schema.documents)).scalar_one() == 16
    engine.dispose()
