import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mahdar.archive import Archive, dialect, opening, schema
from mahdar.errors import ArchiveUnavailable

from .dumping import DUMPS, load
from .invented import dump, pair


@pytest.fixture
def engine(place):
    engine = dialect.open_engine(place)
    yield engine
    engine.dispose()


def tables(engine):
    with dialect.reading(engine) as connection:
        return set(sa.inspect(connection).get_table_names())


def test_there_is_one_head_and_it_is_the_schema_of_this_version():
    assert opening.known_revisions()[0] == schema.REVISION
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(opening._config()).get_heads() == [schema.REVISION]


def test_from_base_to_head_gives_the_tables_of_the_schema(engine):
    with dialect.writing(engine) as connection:
        opening.upgrade(connection)
    with dialect.reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": mine, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    assert set(schema.metadata.tables) < tables(engine)


def mine(name, kind, _):
    """What of a database the schema tells of: the index of `documents` is in a way of each database's own."""
    by_hand = {"full_text", "lexemes", "ix_documents_lexemes", "ix_names_trigrams"}
    return name not in by_hand and not (name or "").startswith("full_text_")


def test_down_to_base_leaves_no_table_and_up_again_works(place, engine):
    with Archive(place) as archive:
        archive.add(*pair(1))
    with dialect.writing(engine) as connection:
        opening.downgrade(connection)
    assert tables(engine) == {"alembic_version"}
    with Archive(place) as archive:
        assert archive.counts()["reports"] == 0
        archive.add(*pair(1))
        assert len(archive.search("الوزير")) == 1


def test_every_step_down_and_up_keeps_what_both_revisions_hold(place, engine):
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in (1, 2, 3)])
    newest_first = opening.known_revisions()
    for revision in newest_first[1:]:
        with dialect.writing(engine) as connection:
            opening.downgrade(connection, revision)
        assert current(engine) == revision
    for revision in reversed(newest_first[:-1]):
        with dialect.writing(engine) as connection:
            opening.upgrade(connection, revision)
        assert current(engine) == revision
    with Archive(place) as archive:
        assert archive.counts()["reports"] == 3
        assert archive.record("r00001") == pair(1)[1]
        assert len(archive.search("الوزير")) == 3


def current(engine):
    with dialect.reading(engine) as connection:
        return opening.revision_of(connection)


def test_opening_an_archive_that_is_up_to_date_writes_nothing(path):
    with Archive(path) as archive:
        archive.add(*pair(1))
    before = dump(path)
    path.chmod(0o400)
    with Archive(path, create=False) as archive:
        assert archive.report("r00001").id == "r00001"
    assert dump(path) == before


def test_opening_does_not_load_alembic_without_need(path):
    Archive(path).close()
    code = "import sys\nfrom mahdar.archive import Archive\nArchive(sys.argv[1])\nprint('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_newer_schema_is_refused_and_left_alone(place, engine):
    with Archive(place) as archive:
        archive.add(*pair(1))
    with dialect.writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = dump(place)
    with pytest.raises(ArchiveUnavailable, match=r"newer version \(its schema is 9999\).*upgrade mahdar"):
        Archive(place)
    assert dump(place) == before


def test_a_failing_migration_leaves_nothing(place, monkeypatch):
    def fail(connection):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "mark_as_ours", fail)
        with pytest.raises(KeyboardInterrupt):
            Archive(place)
    assert dump(place) == {}
    Archive(place).close()


def test_many_may_open_a_new_archive_at_once(place):
    with ThreadPoolExecutor(4) as pool:
        archives = list(pool.map(Archive, [place] * 4))
    assert [archive.counts()["reports"] for archive in archives] == [0] * 4
    for archive in archives:
        archive.close()


def test_the_archive_survives_sudden_ends(path):
    Archive(path).close()
    engine = dialect.open_engine(path)
    with dialect.reading(engine) as connection:
        pragmas = {
            p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize("revision", opening.known_revisions()[1:])
def test_an_archive_of_every_earlier_schema_is_brought_up_to_date(revision, place, engine):
    load(DUMPS / f"{revision}{'.sql' if isinstance(place, str) else '.db.gz'}", place)
    assert current(engine) == revision
    with Archive(place) as archive:
        assert archive.counts()["reports"] == 3
        assert [line.confidence for line in archive.engagements()] == [None] * 3
        assert archive.engagements(min_confidence=0.1) == []
        assert len(archive.search("الوزير")) == 3
        assert len(archive.search("الوزير", parts=["engagement"])) == 3
        archive.add(*pair(4))
        assert archive.record("r00001") == pair(1)[1]
    assert current(engine) == schema.REVISION


def test_there_is_an_archive_of_every_earlier_schema():
    for ending in (".db.gz", ".sql"):
        found = {p.name.removesuffix(ending) for p in DUMPS.iterdir() if p.name.endswith(ending)}
        assert found == set(opening.known_revisions()[1:]), "python -m tests.archive.dumping makes what is missing"
