"""What is no longer needed goes, what is needed stays; the audit log is only appended to; the archive's health."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from mahdar.archive import Archive, backup, dialect, opening, schema
from mahdar.archive.account_schema import audit, sessions
from mahdar.archive.health import examine
from mahdar.errors import ArchiveUnavailable, BadDate
from mahdar.ledger import relink
from mahdar.record import Page, Report

from .dumping import DUMPS, load
from .invented import dump, pair


def paged(n):
    report, record = pair(n)
    page = Page(media="text/html", encoding="utf-8", original=b"<p>" * 900, runs=[(0, 1, 0, 1)])
    return Report(**{**report.model_dump(exclude={"page"}), "page": page}), record


def several_readings(archive):
    archive.add_many([paged(n) for n in range(4)])
    relink(archive)
    for reader in ("mahdar 1", "mahdar 2", "mahdar 3"):
        archive.add_many([pair(n, reader=reader) for n in range(4)])


def readings(archive):
    return [archive.report(f"r{n:05d}").readers for n in range(4)]


def test_old_readings_go_but_for_those_that_are_kept_and_the_one_linked_last(archive):
    several_readings(archive)
    keeper = archive.upkeep()
    could = keeper.spare(keep=1)
    assert (could.readings, could.originals) == (8, 0)
    assert could.reading_bytes > 8_000
    assert readings(archive)[0] == ["mahdar 0 / rules test", "mahdar 1", "mahdar 2", "mahdar 3"]
    went, size = keeper.gc(keep=1, by="Huda")
    assert (went.readings, size > 0) == (8, True)
    assert readings(archive) == [["mahdar 0 / rules test", "mahdar 3"]] * 4
    persons = {e["id"] for e in archive.linking().found()["persons"]}
    relink(archive)
    assert {e["id"] for e in archive.linking().found()["persons"]} == persons, "ids are carried over"
    assert keeper.gc(keep=1, by="Huda")[0].readings == 4
    assert readings(archive) == [["mahdar 3"]] * 4
    assert archive.record("r00001", "mahdar 3").doc == "r00001"
    (line, *_) = keeper.audit()
    assert (line.by, line.act, line.detail) == ("Huda", "gc", "readings 4, originals 0")


def test_without_being_told_no_reading_and_no_page_goes(archive):
    several_readings(archive)
    went, _ = archive.upkeep().gc(by="Huda")
    assert (went.readings, went.originals) == (0, 0)
    assert archive.original("r00001").original == b"<p>" * 900
    with pytest.raises(BadDate):
        archive.upkeep().spare(originals_before="yesterday")


def test_pages_of_reports_that_came_in_before_a_day(archive):
    several_readings(archive)
    assert archive.upkeep().spare(originals_before="2015").originals == 0
    went, _ = archive.upkeep().gc(originals_before="2999", by="Huda")
    assert went.originals == 4
    assert went.original_bytes > 0
    assert archive.original("r00001") is None
    assert archive.report("r00001").text == pair(1)[0].text


def test_names_of_nobody_and_sessions_that_ended_go(archive):
    archive.add(*pair(1))
    report, record = pair(1, reader="mahdar 1")
    archive.add(report, record.model_copy(update={"parties": record.parties[:1], "mentions": [], "engagements": [],
                                                  "statements": [], "commitments": [], "incidents": [],
                                                  "figures": []}))  # fmt: skip
    with archive._writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO accounts (key, name, role, made_at, made_by) VALUES (1, 'Huda', 'admin', '2016', '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO tokens (key, id, account, label, hash, made_at) VALUES (1, 'x', 1, '', '', '2016')"
        )
        rows = [{"id": str(n), "account": 1, "token": 1, "made_at": "2016", "seen_at": "2016", "expires_at": until}
                for n, until in enumerate(["2016", "2999"])]  # fmt: skip
        connection.execute(sa.insert(sessions), rows)
    went, _ = archive.upkeep().gc(by="Huda")
    assert (went.names, went.sessions) == (3, 1)
    assert len(archive.search("الوزير")) == 1


def test_the_room_of_a_file_is_given_back(path):
    with Archive(path) as archive:
        archive.add_many([paged(n) for n in range(200)])
        for reader in ("mahdar 1", "mahdar 2", "mahdar 3"):
            archive.add_many([pair(n, reader=reader) for n in range(200)])
        before = archive.upkeep().spare().size
        _, size = archive.upkeep().gc(keep=1, originals_before="2999", by="Huda")
        assert size < before
        assert path.stat().st_size == size
        assert len(archive.search("الوزير", limit=None)) == 200
        assert archive.upkeep().spare().free_bytes == 0


def test_the_audit_log_can_not_be_changed(archive):
    keeper = archive.upkeep()
    for n in range(3):
        keeper.note("Huda" if n else "Salem", "export", f"list {n}")
    assert [line.object for line in keeper.audit()] == ["list 2", "list 1", "list 0"]
    assert [line.object for line in keeper.audit(by="Huda", limit=1)] == ["list 2"]
    assert keeper.audit_broken_at() is None
    for statement in (sa.update(audit).values(by="nobody"), sa.delete(audit)):
        with pytest.raises(sa.exc.DBAPIError, match="only appended"), archive._writing() as connection:
            connection.execute(statement)
    assert len(keeper.audit()) == 3


def test_a_change_past_the_archive_shows(path):
    with Archive(path) as archive:
        for n in range(3):
            archive.upkeep().note("Huda", "export", f"list {n}")
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit SET \"by\" = 'Salem' WHERE key = 2")
        database.commit()
    with Archive(path) as archive:
        assert archive.upkeep().audit_broken_at() == 2
    found = examine(path)
    assert (found["audit_broken_at"], found["advice"]) == (2, ["audit"])


# How an archive does


def test_a_sound_archive(place):
    assert examine(place)["state"] == "missing"
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(3)])
        archive.leave_out("r00001")
        assert examine(place)["advice"] == ["link"]
        relink(archive)
    found = examine(place)
    assert (found["state"], found["pending"], found["missing_indexes"], found["advice"]) == ("sound", [], [], [])
    assert found["search"] == {"reports": 2, "indexed": 2, "in_step": True}
    assert found["counts"]["reports"] == 3
    assert found["space"]["size"] > 10_000


def test_an_earlier_schema_is_told_and_left_alone(place):
    load(DUMPS / f"0003{'.sql' if isinstance(place, str) else '.db.gz'}", place)
    before = dump(place)
    found = examine(place)
    assert found["pending"] == opening.known_revisions()[::-1][3:]
    assert (found["counts"]["reports"], found["advice"]) == (3, ["upgrade"])
    assert dump(place) == before


def test_an_index_out_of_step_or_missing_is_told(place):
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(3)])
        relink(archive)
        with archive._writing() as connection:
            connection.exec_driver_sql("DROP INDEX ix_names_folded")
            connection.execute(sa.delete(schema.documents).where(schema.documents.c.report == 1))
        found = examine(place)
        assert found["missing_indexes"] == ["ix_names_folded"]
        assert found["advice"] == ["indexes", "reindex"]
        archive.reindex()
        assert examine(place)["advice"] == ["indexes"]


def test_missing_indexes_come_back_as_is_told(place, tmp_path):
    with Archive(place) as archive, archive._writing() as connection:
        connection.exec_driver_sql("DROP INDEX ix_names_folded")
    backup.backup(place, tmp_path / "x.mahdar")
    backup.restore(tmp_path / "x.mahdar", place, replace=True)
    assert examine(place)["missing_indexes"] == []


def test_a_damaged_page_is_told(path):
    with Archive(path) as archive:
        archive.add_many([pair(n) for n in range(60)])
        archive.upkeep().gc(by="Huda")
    data = bytearray(path.read_bytes())
    page = 4096 * (len(data) // 4096 // 2)
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    found = examine(path)
    assert (found["state"], found["advice"]) == ("damaged", ["restore"])
    assert found["complaints"]


def test_another_program_and_a_server_that_is_down(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE x (y)")
    with pytest.raises(ArchiveUnavailable, match="another program"):
        examine(path)
    with pytest.raises(ArchiveUnavailable, match="does not answer"):
        examine("postgresql://x@127.0.0.1:9/y")


def test_indexes_of_postgresql_are_checked_where_amcheck_is(server):
    address = server.new_database("TEMPLATE template0")
    if (
        not list(server.programs.parent.glob("**/amcheck.control"))
        and not Path(f"/usr/share/postgresql/{server.programs.parent.name}/extension/amcheck.control").exists()
    ):
        pytest.skip("no amcheck here")
    server.sql("CREATE EXTENSION amcheck", address)
    with Archive(address) as archive:
        archive.add_many([pair(n) for n in range(3)])
    engine = dialect.open_engine(address)
    assert dialect.complaints(engine) == []
    engine.dispose()
