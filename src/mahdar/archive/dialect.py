"""What differs from database to database, behind one door: connections, quick inserts, upserts, names of failures.

`sqlite` and `postgresql` hold the two ways; which one is meant follows from the connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from mahdar.archive import postgresql, sqlite
from mahdar.archive.places import Place
from mahdar.errors import ArchiveUnavailable

#: Milliseconds that a writer waits for another's commit; one batch takes some 300.
BUSY_TIMEOUT = 10_000
#: SQLite takes 32,766 values in one statement, and 999 before version 3.32; PostgreSQL takes 65,535.
CHUNK = 900

_T = TypeVar("_T")
_WRITES = "mahdar_writes"


def is_postgresql(connection: sa.Connection | sa.Engine) -> bool:
    """Whether a connection is to PostgreSQL; else it is to SQLite."""
    return connection.dialect.name == "postgresql"


def _of(connection: sa.Connection | sa.Engine) -> ModuleType:
    return postgresql if is_postgresql(connection) else sqlite


def open_engine(place: Place) -> sa.Engine:
    """An engine for the archive at `place`; nothing is opened yet. Raises `ArchiveUnavailable`."""
    if isinstance(place, Path):
        engine = sqlite.open_engine(place, BUSY_TIMEOUT)
    else:
        engine = postgresql.open_engine(place, BUSY_TIMEOUT)

    def on_begin(connection: sa.Connection) -> None:
        _of(connection).begin(connection, writes=bool(connection.get_execution_options().get(_WRITES)))

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
    return str(_of(connection).owner(connection))


def prepare(engine: sa.Engine) -> None:
    """Make an empty database ready for tables. Raises `ArchiveUnavailable` where it cannot hold an archive."""
    _of(engine).prepare(engine)


def mark_as_ours(connection: sa.Connection) -> None:
    """Write whose database it is, in the transaction that makes the tables."""
    _of(connection).mark_as_ours(connection)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: list[tuple[object, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns."""
    _of(connection).insert_rows(connection, table, rows)


def go_on_counting(connection: sa.Connection, table: sa.Table) -> None:
    """Let keys that the database gives out itself follow those that rows were put in with."""
    _of(connection).go_on_counting(connection, table)


def forget_functions(connection: sa.Connection) -> None:
    """Drop what an archive has beside its tables."""
    _of(connection).forget_functions(connection)


def space(connection: sa.Connection) -> tuple[int, int]:
    """Bytes that an archive takes, and how many of them are known to lie idle."""
    size, idle = _of(connection).space(connection)
    return int(size), int(idle)


def bytes_of(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[int]:
    """The length of a text or of bytes, in bytes."""
    if is_postgresql(connection):
        return sa.func.octet_length(column)
    return sa.func.length(sa.cast(column, sa.LargeBinary))


def has_any(
    connection: sa.Connection, column: sa.ColumnElement[str], letters: tuple[str, str]
) -> sa.ColumnElement[bool]:
    """The condition that a text has a letter from the first of two to the last."""
    among = f"[{letters[0]}-{letters[1]}]"
    return column.regexp_match(among) if is_postgresql(connection) else column.op("GLOB")(f"*{among}*")


def compact(engine: sa.Engine) -> None:
    """Give room that lies idle back, and let the database learn anew what is in the tables."""
    _of(engine).compact(engine)


def complaints(engine: sa.Engine) -> list[str]:
    """What the database finds wrong with an archive; nothing where it is sound."""
    return list(_of(engine).complaints(engine))


def server_version(connection: sa.Connection) -> str:
    """The database at work, with its version."""
    info = connection.dialect.server_version_info or ()
    return f"{connection.dialect.name} {'.'.join(map(str, info))}"


def documents_and_words(connection: sa.Connection) -> tuple[int, int]:
    """Rows of `documents`, and of how many of them the words are indexed."""
    rows, words = _of(connection).documents_and_words(connection)
    return int(rows), int(words)


class InOrder(sa.Join):
    """A join whose left side SQLite asks first, and so in the order of an index; PostgreSQL chooses its own way."""

    inherit_cache = True


@compiles(InOrder, "sqlite")
def _cross_join(element: InOrder, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    left, right = (compiler.process(side, **{**options, "asfrom": True}) for side in (element.left, element.right))
    on = compiler.process(element.onclause, **options) if element.onclause is not None else "true"
    return f"{left} CROSS JOIN {right} ON {on}"


def upsert(table: sa.Table) -> sa.Insert:
    """An insert that overwrites the row with the same primary key; both databases say it in the same words."""
    statement = insert(table)
    others = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=others)


def chunks(items: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """`items` in lists of `size`, the last one shorter; as long as one statement can name by default."""
    source = iter(items)
    while some := list(islice(source, size)):
        yield some


@contextmanager
def told_plainly(place: Place) -> Iterator[None]:
    """Raise what the database complains of as `ArchiveUnavailable`, with what to do; a mistake of ours as it is."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        told = _unavailable(error.orig if isinstance(error, sa.exc.DBAPIError) else error, place)
        if told is None:
            raise
        raise told from error


def _unavailable(error: BaseException | None, place: Place) -> ArchiveUnavailable | None:
    reason = sqlite.reason(error) if isinstance(place, Path) else postgresql.reason(error)
    if reason is None:
        return None
    found, remedy = reason
    said = " ".join(str(error).split())
    where = str(place) if isinstance(place, Path) else postgresql.shown(place)
    return ArchiveUnavailable(f"{found} ({said})", remedy=remedy, where=where)
