import gzip
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mahdar.archive import Archive, dialect, opening, schema
from mahdar.errors import ArchiveUnavailable

from .invented import dump, pair


@pytest.fixture
def engine(path):
    engine = dialect.open_engine(path)
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
    return kind != "table" or not name.startswith("full_text")


def test_down_to_base_leaves_no_table_and_up_again_works(path, engine):
    with Archive(path) as archive:
        archive.add(*pair(1))
    with dialect.writing(engine) as connection:
        opening.downgrade(connection)
    assert tables(engine) == {"alembic_version"}
    with Archive(path) as archive:
        assert archive.counts()["reports"] == 0
        archive.add(*pair(1))
        assert len(archive.search("الوزير")) == 1


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


def test_a_newer_schema_is_refused_and_left_alone(path, engine):
    with Archive(path) as archive:
        archive.add(*pair(1))
    with dialect.writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = dump(path)
    with pytest.raises(ArchiveUnavailable, match=r"newer version \(its schema is 9999\).*upgrade mahdar"):
        Archive(path)
    assert dump(path) == before


def test_a_failing_migration_leaves_nothing(path, monkeypatch):
    def fail(connection):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "mark_as_ours", fail)
        with pytest.raises(KeyboardInterrupt):
            Archive(path)
    assert dump(path) == {}
    Archive(path).close()


def test_many_may_open_a_new_archive_at_once(path):
    with ThreadPoolExecutor(4) as pool:
        archives = list(pool.map(Archive, [path] * 4))
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


DUMPS = Path(__file__).parent / "dumps"


@pytest.mark.parametrize("dump_of", sorted(DUMPS.glob("*.db.gz")), ids=lambda p: p.name.partition(".")[0])
def test_an_archive_of_every_earlier_schema_is_brought_up_to_date(dump_of, path, engine):
    path.write_bytes(gzip.decompress(dump_of.read_bytes()))
    with Archive(path) as archive:
        assert archive.counts()["reports"] == 3
        assert [line.confidence for line in archive.engagements()] == [None] * 3
        assert archive.engagements(min_confidence=0.1) == []
        assert len(archive.search("الوزير")) == 3
        archive.add(*pair(4))
        assert archive.record("r00001") == pair(1)[1]
    with dialect.reading(engine) as connection:
        assert opening.revision_of(connection) == schema.REVISION


def test_there_is_an_archive_of_every_earlier_schema():
    assert {p.name.partition(".")[0] for p in DUMPS.glob("*.db.gz")} == set(opening.known_revisions()[1:])
