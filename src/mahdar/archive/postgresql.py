"""PostgreSQL: how an archive in a database is opened, written and complained of.

The tables lie in the schema that a connection finds first (``public`` by default). One process writes at a time, as
with SQLite: a writer holds an advisory lock until its commit, so keys can be given out in the order of writing.
Readers never wait; each transaction that reads sees one state.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import sqlalchemy as sa

from mahdar.errors import ArchiveUnavailable

#: What the lock of writers is called, 'MHDR', and what the comment on `alembic_version` says.
LOCK = 0x4D484452
MARK = "mahdar archive"

_BACKUP = "restore it from a backup, or read the reports into a new archive"
_AGAIN = "run the same command again: what was kept stays kept"
_LOGIN = "correct user and password in the address, or in ~/.pgpass"
_DOWN = ("the server does not answer", f"look whether it runs and whether host and port are right, then {_AGAIN}")
_RIGHTS = "ask for the right to it, or name another archive"
#: By the first characters of SQLSTATE, the longest first.
_REASONS: dict[str, tuple[str, str]] = {
    "53100": ("the server's disk is full", f"make room, then {_AGAIN}"),
    "53200": ("the server has no memory left", f"wait a little, then {_AGAIN}"),
    "53300": ("the server takes no more connections", f"wait a little, then {_AGAIN}"),
    "55P03": ("another process is writing to it", "wait until it has ended, or use another archive"),
    "40P01": ("another process is writing to it", "wait until it has ended, or use another archive"),
    "57P01": ("the server was stopped", f"start it, then {_AGAIN}"),
    "57P02": ("the server was stopped", f"start it, then {_AGAIN}"),
    "57P03": ("the server is starting or stopping", f"wait a little, then {_AGAIN}"),
    "57014": ("the server broke off the question", "ask for less, or raise its statement_timeout"),
    "58030": ("the server's disk failed", f"look at the disk, then {_AGAIN}"),
    "3D000": ("there is no such database", "make it with createdb, or correct the address"),
    "3F000": ("there is no such schema", "make it with CREATE SCHEMA, or correct the address"),
    "25006": ("it may not be written to", "name a server that takes writes"),
    "42501": ("it may not be read or written by this user", _RIGHTS),
    "XX001": ("the database is damaged", _BACKUP),
    "XX002": ("the database is damaged", "rebuild its indexes with REINDEX DATABASE"),
    "28": ("the server refuses this user", _LOGIN),
    "08": _DOWN,
}


def url_of(address: str) -> sa.URL:
    """An address as SQLAlchemy has it. Raises `ArchiveUnavailable`."""
    try:
        return sa.make_url(address).set(drivername="postgresql+psycopg")
    except (sa.exc.ArgumentError, ValueError) as error:
        raise ArchiveUnavailable(
            "no address of a database",
            expected="postgresql://USER@HOST:PORT/DATABASE",
            remedy="correct the address",
            where=address.partition("://")[0] + "://…",
        ) from error


def shown(address: str) -> str:
    """An address without its password."""
    return url_of(address).set(drivername="postgresql").render_as_string(hide_password=True)


def open_engine(address: str, lock_timeout: int) -> sa.Engine:
    """An engine for the database; nothing is opened yet. Raises `ArchiveUnavailable` where psycopg is missing."""
    if find_spec("psycopg") is None:
        raise ArchiveUnavailable(
            "psycopg, which speaks to PostgreSQL, is not installed",
            remedy="pip install 'mahdar[postgresql]'",
            where=shown(address),
        )
    # A connection that the server has closed meanwhile is noticed before it is used (pre_ping).
    engine = sa.create_engine(
        url_of(address), pool_pre_ping=True, connect_args={"application_name": "mahdar", "connect_timeout": 10}
    )
    sa.event.listen(engine, "connect", _prefer_indexes)
    return engine.execution_options(mahdar_lock_timeout=lock_timeout)


def _prefer_indexes(connection: Any, _: object) -> None:  # noqa: ANN401 -- the driver's own
    """Let rows that an index names cost little more than rows in a row: what lists look at lies in memory or on an SSD.

    As PostgreSQL comes it takes them to cost four times as much, and reads a million identities to find 18,000. Nor is
    what a list asks compiled first: the queue by confidence over 625,000 lines took 217 ms of processor so, now 170.
    Nor is it shared among processes, which take longer to start than most lists take, and keep other readers waiting.
    """
    connection.execute("SET random_page_cost = 1.1")
    connection.execute("SET jit = off")
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()


def begin(connection: sa.Connection, *, writes: bool) -> None:
    """Open the transaction: readers see one state, writers wait for one another. Raises what the driver raises."""
    if not writes:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return
    wait = int(connection.get_execution_options()["mahdar_lock_timeout"])
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK}, hashtext(current_schema()))")


def owner(connection: sa.Connection) -> str:
    """Whose tables there are in the schema: 'nobody' (none), 'mahdar' or 'other'."""
    names = set(sa.inspect(connection).get_table_names())
    if not names:
        return "nobody"
    marked = "SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"
    return "mahdar" if connection.exec_driver_sql(marked).scalar_one() == MARK else "other"


def prepare(engine: sa.Engine) -> None:
    """See that the database can hold Arabic. Raises `ArchiveUnavailable`."""
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise ArchiveUnavailable(
            f"the database is in {encoding}",
            expected="one in UTF-8",
            remedy="make one with createdb --encoding=UTF8 --template=template0",
            where=shown(engine.url.render_as_string(hide_password=True)),
        )


def mark_as_ours(connection: sa.Connection) -> None:
    """Write whose tables these are, in the transaction that makes them."""
    if sa.inspect(connection).has_table("alembic_version"):
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{MARK}'")


def insert_rows(connection: sa.Connection, table: sa.Table, rows: list[tuple[object, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns."""
    copy_rows(connection, table.name, [column.name for column in table.columns], rows)


def copy_rows(connection: sa.Connection, table: str, columns: list[str], rows: list[tuple[object, ...]]) -> None:
    """Insert rows by COPY, which is the quickest way."""
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    cursor: Any = connection.connection.cursor()
    driver: Any = connection.dialect.loaded_dbapi
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise sa.exc.DBAPIError(statement, None, error) from error


def go_on_counting(connection: sa.Connection, table: sa.Table) -> None:
    """Let the sequence of a key follow the greatest key."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1 or not isinstance(keys[0].type, sa.Integer):
        return
    name = connection.dialect.identifier_preparer.quote(table.name)
    sequence = sa.func.pg_get_serial_sequence(name, keys[0].name)
    greatest = sa.select(sa.func.max(keys[0])).scalar_subquery()
    connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(greatest, 1), greatest.is_not(None))))


def forget_functions(connection: sa.Connection) -> None:
    """Drop the functions of our triggers in the schema of the archive."""
    connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_refuse()")


def space(connection: sa.Connection) -> tuple[int, int]:
    """Bytes of the tables of the schema with their indexes; what lies idle in them is PostgreSQL's own to use again."""
    question = (
        "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c "
        "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
    )
    return int(connection.exec_driver_sql(question).scalar_one()), 0


def compact(engine: sa.Engine) -> None:
    """Let the room of rows that are gone be used again, and learn anew what is in the tables."""
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        quote = connection.dialect.identifier_preparer.quote
    connection_outside = engine.raw_connection()
    driver: Any = connection_outside.dbapi_connection
    try:
        driver.rollback()
        driver.autocommit = True
        driver.execute(f"VACUUM (ANALYZE) {', '.join(map(quote, names))}")
    finally:
        driver.autocommit = False
        connection_outside.close()


def complaints(engine: sa.Engine) -> list[str]:
    """What PostgreSQL finds wrong: its indexes are checked where the extension amcheck is there, all rows are read."""
    with engine.connect() as connection:
        found: list[str] = []
        ours = "FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace"
        there = "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"
        if connection.exec_driver_sql(there).scalar_one():
            indexes = f"SELECT c.relname, c.oid {ours} AND c.relkind = 'i' AND c.relam = 403 ORDER BY 1"
            for name, oid in connection.exec_driver_sql(indexes).all():
                found += _tried(connection, f"SELECT bt_index_check({int(oid)})", name)
        quote = connection.dialect.identifier_preparer.quote
        for name in connection.exec_driver_sql(f"SELECT c.relname {ours} AND c.relkind = 'r' ORDER BY 1").scalars():
            found += _tried(connection, f"SELECT count(*) FROM {quote(name)}", name)  # noqa: S608
        return found


def _tried(connection: sa.Connection, question: str, name: str) -> list[str]:
    """What the database says of damage when it is asked; a refusal is no damage."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(question)
    except sa.exc.DBAPIError as error:
        if str(getattr(error.orig, "sqlstate", "")).startswith("XX"):
            return [f"{name}: {' '.join(str(error.orig).split())}"]
        if getattr(error.orig, "sqlstate", None) != "42501":
            raise
    return []


def documents_and_words(connection: sa.Connection) -> tuple[int, int]:
    """Rows of `documents`, twice: their words lie in them."""
    rows = connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one()
    return rows, rows


def reason(error: BaseException | None) -> tuple[str, str] | None:
    """What an error of the driver says of the database, and what to do; None where the mistake is ours."""
    state = getattr(error, "sqlstate", None)
    if state is None:  # no answer at all
        return _unanswered(str(error)) if type(error).__name__ == "OperationalError" else None
    return next((told for start, told in _REASONS.items() if state.startswith(start)), None)


def _unanswered(message: str) -> tuple[str, str]:
    """The server refuses before it gives a state: what it says has to do."""
    if "does not exist" in message and "database" in message:
        return _REASONS["3D000"]
    if "authentication" in message or "no password" in message or "pg_hba" in message:
        return _REASONS["28"]
    return _DOWN
