"""Backups: an archive as one file that either database can take in again.

A backup is a zip file: for every table `tables/NAME.jsonl`, its first line the names of the columns and each other one
a row, bytes as base64; then `manifest.json` with the schema's revision and each table's rows and SHA-256. The zip's
comment has the SHA-256 of the manifest, which so stands for all of it. Left out is what is made anew (the index of
`documents`) and what is of the day (sessions). It is read in one transaction, so it shows one state while others
write, and neither way takes more memory than a few hundred rows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, kept, opening, schema, search_index
from mahdar.archive.answers import Answer
from mahdar.archive.places import Place
from mahdar.errors import ArchiveUnavailable, BadBackup, InputError
from mahdar.version import VERSION

#: What the manifest and the zip's comment begin with; the number is that of the format.
FORMAT = "mahdar backup 1"
_MANIFEST = "manifest.json"
#: Rows that are read or written at a time, and bytes that a hash goes over at a time.
_ROWS, _BYTES = 500, 1 << 20
#: What a damaged member may be told by.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, NotImplementedError)
_WHOLE = "a whole backup, as 'mahdar backup' wrote it"
_TAKE_ANOTHER = "take an older backup, or fetch this one anew"

#: Called with a table's name, how many rows are done and how many there are.
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Backup(Answer):
    """What a backup holds: `tables` has the number of rows by table, `digest` goes over all of it."""

    file: str
    revision: str
    made_at: str
    version: str
    database: str
    digest: str
    rows: int
    tables: dict[str, int]


# -- writing -------------------------------------------------------------------------------------------------------


def backup(path: str | Path | None, file: str | Path, *, told: Told | None = None) -> Backup:
    """Write the archive at `path` to `file`, all of it or nothing, whatever schema it has; others may go on writing.

    Raises `ArchiveUnavailable` for the archive, `InputError` where `file` is something else than a backup, `OSError`
    where it cannot be written.
    """
    place, target = opening.resolve(path, create=False), Path(file).expanduser().absolute()
    _refuse_to_overwrite(target)
    engine = dialect.open_engine(place)
    try:
        with dialect.told_plainly(place), dialect.reading(engine) as connection, _new_file(target) as part:
            revision = opening.state_of(connection, place)
            if not revision:
                raise ArchiveUnavailable("no archive here", remedy="name another one", where=opening.shown(place))
            return _write(connection, revision, part, str(target), told)
    finally:
        engine.dispose()


def _refuse_to_overwrite(target: Path) -> None:
    if target.is_dir():
        raise InputError("a folder", expected="the name of a file", where=str(target))
    if target.exists() and not _is_backup(target):
        raise InputError("there is a file that is no backup", remedy="name another file", where=str(target))


def _is_backup(target: Path) -> bool:
    try:
        with zipfile.ZipFile(target) as archive:
            return archive.comment.startswith(FORMAT.encode())
    except (zipfile.BadZipFile, OSError):
        return False


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A file beside `target` that takes its place when the block ends well, and else is removed."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
        _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # no such thing as an open folder here
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(connection: sa.Connection, revision: str, part: Path, target: str, told: Told | None) -> Backup:
    tables = _tables(connection)
    total = sum(_count(connection, table) for table in tables)
    members: dict[str, dict[str, Any]] = {}
    done = 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=6) as archive:
        for table in tables:
            digest, rows = hashlib.sha256(), 0
            with archive.open(_member(table.name), "w", force_zip64=True) as out:
                for line, count in _lines(connection, table):
                    out.write(line)
                    digest.update(line)
                    rows += count
                    if told is not None:
                        told(table.name, done + rows, total)
            done += rows
            members[table.name] = {"rows": rows, "sha256": digest.hexdigest()}
        manifest = {
            "format": FORMAT, "revision": revision, "made_at": kept.now(), "version": VERSION,
            "database": connection.dialect.name, "tables": members,
        }  # fmt: skip
        data = json.dumps(manifest, indent=1).encode()
        archive.writestr(_MANIFEST, data)
        archive.comment = f"{FORMAT} {hashlib.sha256(data).hexdigest()}".encode()
    return _answer(target, manifest, data)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """The tables of an archive as they are in it, those that others refer to first."""
    left_out = {table.name for table in schema.metadata.sorted_tables if not table.info.get("in_backup", True)}
    return [table for table in _all_tables(connection).sorted_tables if table.name not in left_out]


def _all_tables(connection: sa.Connection) -> sa.MetaData:
    """All tables of ours, of whatever revision, without SQLite's index and the mark of the revision."""
    found = sa.MetaData()
    names = [
        name
        for name in sa.inspect(connection).get_table_names()
        if name != "alembic_version" and not name.startswith("full_text")
    ]
    found.reflect(connection, only=names, resolve_fks=False)
    return found


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _lines(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[bytes, int]]:
    """A table as lines, some at a time, with how many rows they are: its columns, then its rows by their keys."""
    columns = [column for column in table.columns if column.name != "lexemes"]
    yield _line([column.name for column in columns]), 0
    binary = _binary(columns)
    query = sa.select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS)
    for some in connection.execute(query).partitions(_ROWS):
        rows = [list(row) for row in some]
        for row in rows:
            for i in binary:
                row[i] = None if row[i] is None else base64.b64encode(row[i]).decode()
        yield b"".join(map(_line, rows)), len(rows)


def _binary(columns: list[sa.Column[Any]]) -> list[int]:
    """At which places there are bytes."""
    return [i for i, column in enumerate(columns) if isinstance(column.type, sa.LargeBinary)]


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


# -- checking ------------------------------------------------------------------------------------------------------


def check(file: str | Path, *, told: Told | None = None) -> Backup:
    """What a backup holds, where all of it is as it was written. Raises `BadBackup`."""
    with _opened(file) as (archive, manifest, data):
        answer = _answer(str(file), manifest, data)
        done = 0
        for name, expected in manifest["tables"].items():
            digest, lines = hashlib.sha256(), 0
            with archive.open(_member(name)) as member:
                while some := member.read(_BYTES):
                    digest.update(some)
                    lines += some.count(b"\n")
                    if told is not None:
                        told(name, done + lines, answer.rows)
            done += expected["rows"]
            if digest.hexdigest() != expected["sha256"] or lines != expected["rows"] + 1:
                raise BadBackup(f"its part {name} was changed", expected=_WHOLE, remedy=_TAKE_ANOTHER, where=str(file))
        return answer


@contextmanager
def _opened(file: str | Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any], bytes]]:
    """The zip of a backup, its manifest and that as bytes. Raises `BadBackup` for damage met within the block too."""
    path = Path(file).expanduser()
    try:
        with zipfile.ZipFile(path) as archive:
            if not archive.comment.startswith(b"mahdar backup "):
                raise BadBackup("no backup of an archive", expected=_WHOLE, remedy="name another file", where=str(file))
            data = archive.read(_MANIFEST)
            if archive.comment.decode("ascii") != f"{FORMAT} {hashlib.sha256(data).hexdigest()}":
                raise _other(archive.comment, str(file))
            yield archive, json.loads(data), data
    except OSError as error:
        raise BadBackup(
            f"it cannot be read ({error.strerror or error})", remedy="look at its permissions", where=str(file)
        ) from error
    except _DAMAGE as error:
        raise BadBackup(
            f"cut off, damaged or no backup ({error})", expected=_WHOLE, remedy=_TAKE_ANOTHER, where=str(file)
        ) from error


def _other(comment: bytes, where: str) -> BadBackup:
    if not comment.startswith(FORMAT.encode() + b" "):
        return BadBackup("of another format", expected=FORMAT, remedy="upgrade mahdar", where=where)
    return BadBackup("its list of contents was changed", expected=_WHOLE, remedy=_TAKE_ANOTHER, where=where)


def _answer(file: str, manifest: dict[str, Any], data: bytes) -> Backup:
    tables = {name: int(member["rows"]) for name, member in manifest["tables"].items()}
    told = {key: str(manifest[key]) for key in ("revision", "made_at", "version", "database")}
    return Backup(file=file, digest=hashlib.sha256(data).hexdigest(), rows=sum(tables.values()), tables=tables, **told)


# -- restoring -----------------------------------------------------------------------------------------------------


def restore(
    file: str | Path, path: str | Path | None, *, replace: bool = False, told: Told | None = None
) -> tuple[Backup, str]:
    """Put a backup into the archive at `path`, which is empty or, with `replace`, is emptied; gives its revision then.

    All of it is checked before, and put there in one transaction: what stood there stands until it ends, also where
    it is killed. A backup of an earlier schema is brought up to date. Raises `BadBackup` and `ArchiveUnavailable`.
    """
    answer = check(file)
    if answer.revision not in opening.known_revisions():
        raise BadBackup(
            f"made by a newer version (its schema is {answer.revision})",
            expected=f"schema {schema.REVISION} or older",
            remedy="upgrade mahdar: pip install --upgrade mahdar",
            where=str(file),
        )
    place = opening.resolve(path, create=True)
    is_new = isinstance(place, Path) and not place.exists()
    engine = dialect.open_engine(place)
    try:
        with dialect.told_plainly(place):
            _prepare(engine, place)
            with dialect.writing(engine) as connection, _opened(file) as (archive, manifest, data):
                if hashlib.sha256(data).hexdigest() != answer.digest:
                    raise BadBackup("changed while it was read", remedy="run the command again", where=str(file))
                _make_room(connection, place, replace=replace)
                _fill(connection, archive, manifest, told)
    except BaseException:
        engine.dispose()
        if is_new:
            _remove(place)
        raise
    engine.dispose()
    return answer, schema.REVISION


def _remove(place: Place) -> None:
    """Take away the file that was made for what could not be restored."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{place}{ending}").unlink(missing_ok=True)


def _prepare(engine: sa.Engine, place: Place) -> None:
    """Make an empty database ready. Raises `ArchiveUnavailable` for that of another program."""
    with dialect.reading(engine) as connection:
        state = opening.state_of(connection, place)
    if state is None:
        dialect.prepare(engine)


def _make_room(connection: sa.Connection, place: Place, *, replace: bool) -> None:
    """Drop the tables that are there. Raises `ArchiveUnavailable` where something is in them that may not be lost."""
    if opening.state_of(connection, place) is None:
        return
    tables = _all_tables(connection)
    for table in tables.sorted_tables:
        if not replace and not table.name.startswith("search_state") and _count(connection, table):
            raise ArchiveUnavailable(
                "an archive with something in it",
                expected="an empty one",
                remedy="name a new file, or give --replace to put the backup in its place",
                where=opening.shown(place),
            )
    if not dialect.is_postgresql(connection):
        connection.exec_driver_sql("DROP TABLE IF EXISTS full_text")
    tables.drop_all(connection, checkfirst=False)
    connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    dialect.forget_functions(connection)


def _fill(connection: sa.Connection, archive: zipfile.ZipFile, manifest: dict[str, Any], told: Told | None) -> None:
    opening.upgrade(connection, manifest["revision"])
    there, done = _all_tables(connection).tables, 0
    total = sum(member["rows"] for member in manifest["tables"].values())
    for name in manifest["tables"]:
        with archive.open(_member(name)) as member:
            table = _with_columns(there[name], json.loads(next(member)))
            for some in dialect.chunks(member, _ROWS):
                dialect.insert_rows(connection, table, _rows(table, some))
                done += len(some)
                if told is not None:
                    told(name, done, total)
        dialect.go_on_counting(connection, table)
    if manifest["revision"] != schema.REVISION:
        opening.upgrade(connection)
    search_index.rebuild(connection)


def _with_columns(table: sa.Table, names: list[str]) -> sa.Table:
    """`table` with these columns, in this order."""
    return sa.Table(
        table.name,
        sa.MetaData(),
        *(sa.Column(name, table.c[name].type, primary_key=table.c[name].primary_key) for name in names),
    )


def _rows(table: sa.Table, lines: list[bytes]) -> list[tuple[object, ...]]:
    rows = [json.loads(line.decode("utf-8", "surrogatepass")) for line in lines]
    for i in _binary(list(table.columns)):
        for row in rows:
            row[i] = None if row[i] is None else base64.b64decode(row[i])
    return [tuple(row) for row in rows]
