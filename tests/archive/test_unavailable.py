"""What cannot be opened, read or written is said plainly, with what to do, and costs nothing that was kept."""

import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from mahdar.archive import Archive, default_path, dialect, search_index
from mahdar.errors import ArchiveUnavailable
from tests.databases import schema_of

from .invented import pair

HERE = Path(__file__).parents[2]
#: Adds reports in batches of five until told to stop by the archive; prints ids, then the error.
FILL = """
import sys
from mahdar.archive import Archive
from mahdar.errors import ArchiveUnavailable
from tests.archive.invented import pair
try:
    with Archive(sys.argv[1]) as archive:
        pairs = (pair(n) for n in range(20_000))
        archive.add_many(pairs, batch=5, committed=lambda ids: print(*ids, sep="\\n", flush=True))
except ArchiveUnavailable as error:
    print("told:", error)
"""


def refused(path, match, **options):
    with pytest.raises(ArchiveUnavailable, match=match) as caught:
        Archive(path, **options)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_folder_that_is_missing(tmp_path):
    refused(tmp_path / "nowhere" / "x.db", "its folder does not exist; .*make the folder")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_place_of_a_file(tmp_path):
    refused(tmp_path, "a folder; expected the file of an archive")


def test_a_file_in_place_of_a_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    refused(tmp_path / "file" / "x.db", "folder does not exist|cannot be opened")


def test_no_archive_where_none_is_to_be_made(path):
    refused(path, "no archive here; .*mahdar read", create=False)
    assert not path.exists()
    with Archive(path):
        pass
    with Archive(path, create=False) as archive:
        assert archive.counts()["reports"] == 0


@pytest.mark.parametrize(
    "content", [b"no database at all, only some text" * 40, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_not_a_database(path, content):
    path.write_bytes(content)
    refused(path, "another kind of file|damaged")
    assert path.read_bytes() == content


def test_the_database_of_another_program(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE alembic_version (version_num)")
    before = path.read_bytes()
    refused(path, "a database of another program")
    assert path.read_bytes() == before


def test_an_empty_file_becomes_an_archive(path):
    path.touch()
    with Archive(path) as archive:
        archive.add(*pair(1))
        assert archive.report("r00001").id == "r00001"


def test_a_folder_that_may_not_be_written_to():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
        # Root may write anywhere, so root steps down first; it may not be allowed to read our sources then.
        code = (
            "import os, sys\nfrom mahdar.archive import Archive\nimport mahdar.archive.opening, alembic.command\n"
            "from mahdar.errors import ArchiveUnavailable\n"
            "os.getuid() or os.setuid(65534)\n"
            "try:\n    Archive(sys.argv[1])\nexcept ArchiveUnavailable as error:\n    print('told:', error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, f"{folder}/x.db"], capture_output=True, text=True, check=True, cwd=HERE
        )
        Path(folder).chmod(stat.S_IRWXU)
    assert done.stdout.startswith(f"told: {folder}/x.db: it cannot be opened")
    assert "permissions" in done.stdout


def test_another_process_is_writing(path, monkeypatch):
    monkeypatch.setattr(dialect, "BUSY_TIMEOUT", 50)
    with Archive(path) as archive, closing(sqlite3.connect(path, isolation_level=None)) as other:
        archive.add(*pair(1))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveUnavailable, match=r"another process is writing to it .*wait until"):
            archive.add(*pair(2))
        assert archive.counts()["reports"] == 1  # readers go on
        other.execute("ROLLBACK")
        archive.add(*pair(2))
        assert archive.counts()["reports"] == 2


def after_the_limit(path, output):
    *ids, told = output.splitlines()
    assert len(ids) > 20
    assert told.startswith(f"told: {path}: ")
    assert "run the same command again: what was kept stays kept" in told
    return ids


def test_a_limit_on_the_size_of_files(path):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, cwd=HERE, preexec_fn=limit, check=True
    )
    ids = after_the_limit(path, done.stdout)
    assert "limit on file sizes" in done.stdout or "disk is full" in done.stdout
    goes_on(path, ids)


def goes_on(path, ids):
    """With room again, everything told as finished is there, nothing else is, and the rest can be added."""
    with Archive(path) as archive:
        assert sorted(line.id for line in archive.reports()) == sorted(ids)
        assert archive.add(*pair(30_000)).added == 1
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MB, where we may make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    if (
        os.getuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("may not mount a small file system; the limit on file sizes is tested instead")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk(small_disk):
    path = small_disk / "minutes.db"
    done = subprocess.run([sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, cwd=HERE, check=True)
    ids = after_the_limit(path, done.stdout)
    assert "the disk is full" in done.stdout
    subprocess.run(["mount", "-o", "remount,size=40m", small_disk], check=True)
    goes_on(path, ids)


def test_the_default_path(monkeypatch, tmp_path):
    monkeypatch.setenv("MAHDAR_ARCHIVE", str(tmp_path / "mine.db"))
    with Archive() as archive:
        assert archive.path == default_path() == tmp_path / "mine.db"
    monkeypatch.delenv("MAHDAR_ARCHIVE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with Archive() as archive:
        assert archive.path == default_path()
        assert archive.path.name == "mahdar.db"
        assert tmp_path in archive.path.parents


# PostgreSQL


def test_an_address_is_told_without_its_password():
    with pytest.raises(ArchiveUnavailable, match=r"does not answer.*whether it runs") as caught:
        Archive("postgresql://somebody:secret@127.0.0.1:9/minutes")
    assert caught.value.where == "postgresql://somebody:***@127.0.0.1:9/minutes"
    assert "secret" not in str(caught.value)


def test_psycopg_that_is_missing_is_told(monkeypatch):
    monkeypatch.setattr("mahdar.archive.postgresql.find_spec", lambda name: None)
    refused_address("postgresql://x/y", r"psycopg.*is not installed; pip install 'mahdar\[postgresql\]'")


def refused_address(address, match, **options):
    with pytest.raises(ArchiveUnavailable, match=match) as caught:
        Archive(address, **options)
    assert caught.value.remedy


@pytest.mark.parametrize("address", ["postgresql://host:port/x", "postgresql://host:99x/x"])
def test_an_address_that_is_none(address):
    refused_address(address, "no address of a database")


def test_a_database_or_an_archive_that_is_not_there(server):
    refused_address(server.address(database="nowhere"), "there is no such database")
    address = server.new_schema()
    refused_address(address, "no archive in this database", create=False)
    server.sql("CREATE TABLE alembic_version (version_num text)", address)
    refused_address(address, "a database of another program")


def test_a_database_of_another_encoding(server):
    address = server.new_database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    refused_address(address, "the database is in LATIN1; expected one in UTF-8")


def test_a_user_who_may_not_write(server):
    address = server.new_schema()
    with Archive(address) as archive:
        archive.add(*pair(1))
    name = schema_of(address)
    server.sql(
        f"CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA {name} TO guest; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO guest"
    )
    with Archive(address.replace(f"//{server.user}@", "//guest@")) as archive:
        assert len(archive.search("الوزير")) == 1
        with pytest.raises(ArchiveUnavailable, match="may not be read or written by this user"):
            archive.add(*pair(2))


def test_another_process_is_writing_to_the_database(server, monkeypatch):
    monkeypatch.setattr(dialect, "BUSY_TIMEOUT", 50)
    address = server.new_schema()
    with Archive(address) as archive, Archive(address) as other:
        archive.add(*pair(1))
        with other._writing():
            with pytest.raises(ArchiveUnavailable, match=r"another process is writing to it .*wait until"):
                archive.add(*pair(2))
            assert archive.counts()["reports"] == 1  # readers go on
        archive.add(*pair(2))
        assert archive.counts()["reports"] == 2


def test_a_server_that_is_started_again_costs_nothing_that_was_kept(server):
    address = server.new_schema()
    with Archive(address) as archive:
        archive.add(*pair(1))
        server.stop("fast")
        with pytest.raises(ArchiveUnavailable, match="the server"):
            archive.add(*pair(2))
        server.start()
        assert archive.add(*pair(2)).added == 1
        assert archive.counts()["reports"] == 2


def test_a_connection_that_breaks_within_a_batch_leaves_nothing_of_it(server, monkeypatch):
    address = server.new_schema()
    with Archive(address) as archive:
        killed = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mahdar'"

        written = search_index.index

        def broken(connection, sources):
            written(connection, sources)
            server.sql(killed)

        with monkeypatch.context() as patched:
            patched.setattr(search_index, "index", broken)
            with pytest.raises(ArchiveUnavailable, match="the server"):
                archive.add_many([pair(1), pair(2)])
        assert archive.counts()["reports"] == 0
        assert archive.add_many([pair(1), pair(2)]).added == 2
