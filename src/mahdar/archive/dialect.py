"""What differs from database to database: connections, full text, upserts, and the names of failures.

SQLite for now. The journal is a write-ahead log, so readers go on while one process writes, and a process killed at
any moment leaves the last commit whole. Every commit reaches the disk (``synchronous=FULL``), so that a report told
as finished is there after a power cut as well; with 32 or 100 reports to a commit, NORMAL was no faster (2 cores, SSD).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from mahdar.errors import ArchiveUnavailable

#: 'MHDR': what SQLite's header calls the file, so that another program's database is never taken for an archive.
APPLICATION_ID = 0x4D484452
#: Milliseconds that a writer waits for another's commit; one batch takes some 300.
BUSY_TIMEOUT = 10_000
#: SQLite takes 32,766 values in one statement, and 999 before version 3.32.
CHUNK = 900

_T = TypeVar("_T")
_WRITES = "mahdar_writes"
CREATE_FULL_TEXT = (
    "CREATE VIRTUAL TABLE full_text USING fts5(title, body, content='', tokenize = 'unicode61 remove_diacritics 0')"
)
DROP_FULL_TEXT = "DROP TABLE full_text"


def open_engine(path: Path) -> sa.Engine:
    """An engine for the file at `path`; nothing is opened yet."""
    engine = sa.create_engine(sa.URL.create("sqlite+pysqlite", database=str(path)))

    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin and end where we say
        for pragma in (f"busy_timeout = {BUSY_TIMEOUT}", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    def on_begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        # A writer takes the lock at once: waiting for it later could not be told from a deadlock.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that writes; all of it is kept, or none where an exception leaves the block."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that reads: everything in the block sees the same state."""
    with engine.connect() as connection, connection.begin():
        yield connection


def owner(connection: sa.Connection) -> str:
    """Whose database it is: 'nobody' (empty), 'mahdar' or 'other'."""
    if not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        return "nobody"
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    return "mahdar" if mark == APPLICATION_ID else "other"


def prepare(engine: sa.Engine) -> None:
    """Switch an empty database to the write-ahead log."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def mark_as_ours(connection: sa.Connection) -> None:
    """Write whose database it is, in the transaction that makes the tables."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


@cache
def _insert_statement(table: sa.Table) -> str:
    quote = sqlite.dialect().identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.columns)
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608


def insert_rows(connection: sa.Connection, table: sa.Table, rows: list[tuple[object, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns."""
    connection.exec_driver_sql(_insert_statement(table), rows)


def upsert(table: sa.Table) -> sa.Insert:
    """An insert that overwrites the row with the same primary key."""
    statement = sqlite.insert(table)
    others = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=others)


def index_texts(connection: sa.Connection, rows: list[tuple[int, str, str]]) -> None:
    """Put reports into the full text: key, words of the title, words of the text, separated by spaces."""
    connection.exec_driver_sql("INSERT INTO full_text (rowid, title, body) VALUES (?, ?, ?)", rows)


def matching(expression: str) -> sa.Subquery:
    """Reports that match an expression of `full_text_query`: columns `report` and `rank`, the best rank lowest."""
    return (
        sa.text("SELECT rowid AS report, rank FROM full_text WHERE full_text MATCH :expression")
        .bindparams(expression=expression)
        .columns(sa.column("report", sa.Integer), sa.column("rank", sa.Float))
        .subquery("matching")
    )


def full_text_query(terms: list[list[list[tuple[str, bool]]]]) -> str:
    """`terms` must all occur; of each, one of its alternatives must: words in a row, each whole or a beginning."""
    return " AND ".join("(" + " OR ".join(_phrase(words) for words in ways) + ")" for ways in terms)


def _phrase(words: list[tuple[str, bool]]) -> str:
    # Words hold letters and digits alone, so nothing in them is FTS5 syntax; quoted, AND and NEAR are words too.
    text = " ".join(word for word, _ in words)
    return f'"{text}"' + (" *" if words[-1][1] else "")


def chunks(items: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """`items` in lists of `size`, the last one shorter; as long as one statement can name by default."""
    source = iter(items)
    while some := list(islice(source, size)):
        yield some


_REASONS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", "make room, then run the same command again: what was kept stays kept"),
    sqlite3.SQLITE_IOERR: (
        "the disk failed, or a limit on file sizes was reached",
        "look at free space, quota and the disk, then run the same command again: what was kept stays kept",
    ),
    sqlite3.SQLITE_BUSY: ("another process is writing to it", "wait until it has ended, or use another archive"),
    sqlite3.SQLITE_LOCKED: ("another process is writing to it", "wait until it has ended, or use another archive"),
    sqlite3.SQLITE_READONLY: ("it may not be written to", "change its permissions, or name another archive"),
    sqlite3.SQLITE_PERM: ("it may not be read", "change its permissions, or name another archive"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "look at the permissions of the file and its folder"),
    sqlite3.SQLITE_NOTADB: ("not an archive but another kind of file", "name another file"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "restore it from a backup, or read the reports into a new archive"),
}


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Raise what the database complains of as `ArchiveUnavailable`, with what to do; a mistake of ours as it is."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        told = _unavailable(error.orig if isinstance(error, sa.exc.DBAPIError) else error, path)
        if told is None:
            raise
        raise told from error


def _unavailable(error: BaseException | None, path: Path) -> ArchiveUnavailable | None:
    code = getattr(error, "sqlite_errorcode", None)
    reason = _REASONS.get(code & 0xFF) if code is not None else None
    if reason is None:
        return None
    found, remedy = reason
    return ArchiveUnavailable(f"{found} ({error})", remedy=remedy, where=str(path))
