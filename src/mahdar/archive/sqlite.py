"""SQLite: how an archive in a file is opened, written and complained of.

The journal is a write-ahead log, so readers go on while one process writes, and a process killed at any moment leaves
the last commit whole. Every commit reaches the disk (``synchronous=FULL``), so that a report told as finished is there
after a power cut as well; with 32 or 100 reports to a commit, NORMAL was no faster (2 cores, SSD).
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

#: 'MHDR': what SQLite's header calls the file, so that another program's database is never taken for an archive.
APPLICATION_ID = 0x4D484452

_BACKUP = "restore it from a backup, or read the reports into a new archive"
_ROOM = "run the same command again: what was kept stays kept"
_WAIT = ("another process is writing to it", "wait until it has ended, or use another archive")
_REASONS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", f"make room, then {_ROOM}"),
    sqlite3.SQLITE_IOERR: (
        "the disk failed, or a limit on file sizes was reached",
        f"look at free space, quota and the disk, then {_ROOM}",
    ),
    sqlite3.SQLITE_BUSY: _WAIT,
    sqlite3.SQLITE_LOCKED: _WAIT,
    sqlite3.SQLITE_READONLY: ("it may not be written to", "change its permissions, or name another archive"),
    sqlite3.SQLITE_PERM: ("it may not be read", "change its permissions, or name another archive"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "look at the permissions of the file and its folder"),
    sqlite3.SQLITE_NOTADB: ("not an archive but another kind of file", "name another file"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", _BACKUP),
}


def open_engine(path: Path, busy_timeout: int) -> sa.Engine:
    """An engine for the file at `path`; nothing is opened yet. A writer waits so many milliseconds for another."""
    engine = sa.create_engine(sa.URL.create("sqlite+pysqlite", database=str(path)))

    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin and end where we say
        for pragma in (f"busy_timeout = {busy_timeout}", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    sa.event.listen(engine, "connect", on_connect)
    return engine


def begin(connection: sa.Connection, *, writes: bool) -> None:
    """Begin a transaction. A writer takes the lock at once: waiting for it later could not be told from a deadlock."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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


def go_on_counting(connection: sa.Connection, table: sa.Table) -> None:
    """A new key follows the greatest one by itself."""


def forget_functions(connection: sa.Connection) -> None:
    """Triggers go with their tables."""


def space(connection: sa.Connection) -> tuple[int, int]:
    """Bytes of the file, and of its pages that are free."""
    page, pages, free = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("page_size", "page_count", "freelist_count")
    )
    return page * pages, page * free


def compact(engine: sa.Engine) -> None:
    """Write the file anew without what is free, and empty the write-ahead log."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
        for statement in ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(statement)
    finally:
        connection.close()


def complaints(engine: sa.Engine) -> list[str]:
    """What SQLite finds wrong with the file: pages and indexes, then references to rows that are not there."""
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            found = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
            return found or [
                f"a row of {table} refers to one of {other} that is not there"
                for table, _, other, _ in cursor.execute("PRAGMA foreign_key_check").fetchmany(10)
            ]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return [str(error)]


def documents_and_words(connection: sa.Connection) -> tuple[int, int]:
    """Rows of `documents`, and of how many of them `full_text` has the words."""
    question = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM full_text_docsize)"
    rows, words = connection.exec_driver_sql(question).one()
    return rows, words


def reason(error: BaseException | None) -> tuple[str, str] | None:
    """What an error of the driver says of the database, and what to do; None where the mistake is ours."""
    code: Any = getattr(error, "sqlite_errorcode", None)
    return _REASONS.get(code & 0xFF) if code is not None else None
