"""Archives of earlier schemas, for the test that brings each up to date: `python -m tests.archive.dumping`.

Writes those that are missing in dumps/: of SQLite the file (REVISION.db.gz), taken from the one before it and upgraded;
of PostgreSQL SQL text (REVISION.sql), taken from an archive of today and downgraded. Run it when a revision is added.
"""

import gzip
import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from mahdar.archive import Archive, dialect, opening
from tests import databases

from .invented import pair

DUMPS = Path(__file__).parent / "dumps"
#: What pg_dump says of the server and not of the archive.
_NOT_OURS = re.compile(
    r"^(--.*|\\.*|SET .*|SELECT pg_catalog.set_config.*|(CREATE|COMMENT ON) EXTENSION.*|)\n", re.MULTILINE
)


def load(dump, place):
    """Put a dump where an archive may be made."""
    if isinstance(place, str):
        databases.server().sql(dump.read_text("utf-8"), place)
    else:
        place.write_bytes(gzip.decompress(dump.read_bytes()))


def dump_file(revision, before, folder):
    path = Path(folder) / "x.db"
    load(before, path)
    engine = dialect.open_engine(path)
    with dialect.writing(engine) as connection:
        opening.upgrade(connection, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (DUMPS / f"{revision}.db.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def dump_sql(revision):
    server = databases.server()
    address = server.new_database("TEMPLATE template0")
    with Archive(address) as archive:
        archive.add_many([pair(n) for n in (1, 2, 3)])
    engine = dialect.open_engine(address)
    with dialect.writing(engine) as connection:
        opening.downgrade(connection, revision)
    engine.dispose()
    name = address.partition("@/")[2].partition("?")[0]
    options = ["--inserts", "--rows-per-insert=50", "--no-owner", "--no-privileges", "--no-tablespaces"]
    done = server.run("pg_dump", "-h", server.folder, "-U", server.user, *options, name)
    assert done.returncode == 0, done.stderr
    text = re.sub(r"\n{2,}", "\n", _NOT_OURS.sub("", done.stdout)).replace("public.", "")
    (DUMPS / f"{revision}.sql").write_text(text.lstrip(), "utf-8")


def main():
    earlier = opening.known_revisions()[:0:-1]
    for before, revision in zip([None, *earlier], earlier, strict=False):
        if not (DUMPS / f"{revision}.db.gz").exists():
            with tempfile.TemporaryDirectory() as folder:
                dump_file(revision, DUMPS / f"{before}.db.gz", folder)
                sys.stdout.write(f"{revision}.db.gz\n")
        if not (DUMPS / f"{revision}.sql").exists():
            dump_sql(revision)
            sys.stdout.write(f"{revision}.sql\n")


if __name__ == "__main__":
    main()
