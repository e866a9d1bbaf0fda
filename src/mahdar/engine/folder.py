"""A folder of Parquet files that a run on a cluster fills, here or on object storage.

``date=2016-01-17/part-….parquet`` holds reports of that day with their records, ``date=unknown`` those without a day,
``_aside/part-….parquet`` what was set aside and why. Files are written whole and never changed, and are named by what
is in them. One process writes a folder at a time.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mahdar.engine.rows import COLUMNS, Row, table_of
from mahdar.engine.sources import file_system
from mahdar.errors import MahdarError, UnreadableInput
from mahdar.extras import needed

#: Bytes of rows that wait to be written; the fullest days go first.
WAITING = 64_000_000
#: Seconds after which all that waits is written: what a run that is killed has to read again.
AGE = 120.0
#: Rows that are in memory at once when a folder is read.
_ROWS = 256
ASIDE = "_aside"
_KEY = "S16"
Keys = npt.NDArray[np.bytes_]


class Folder:
    """The folder at `place`, a path or an address that fsspec knows. Raises `MahdarError` where it cannot be used."""

    def __init__(self, place: str) -> None:
        needed("pyarrow.parquet", "ray")
        self.place = place
        self._system, root = file_system(place)
        self._root = root.rstrip("/")
        self._local = "file" in _protocols(self._system)
        self._waiting: dict[str, list[Row]] = {}
        self._sizes: dict[str, int] = {}
        self._written_at = time.monotonic()
        #: Rows and files that were written.
        self.rows = self.files = 0

    def add(self, row: Row) -> None:
        """Take a row, and write what has waited for long enough."""
        part = _part_of(row)
        size = sum(len(value) for value in row.values() if isinstance(value, str | bytes))
        self._waiting.setdefault(part, []).append(row)
        self._sizes[part] = self._sizes.get(part, 0) + size
        if sum(self._sizes.values()) > WAITING:
            for fullest in sorted(self._sizes, key=self._sizes.__getitem__, reverse=True):
                self._write(fullest)
                if sum(self._sizes.values()) <= WAITING // 2:
                    break
        elif time.monotonic() - self._written_at > AGE:
            self.flush()

    def flush(self) -> None:
        """Write all that waits."""
        for part in sorted(self._waiting):
            self._write(part)
        self._written_at = time.monotonic()

    def readers(self) -> set[str]:
        """By whom the records were read."""
        return {row["reader"] for row in self._all(("reader",), aside=False) if row["reader"] is not None}

    def known(self, reader: str) -> tuple[Keys, Keys]:
        """Keys of the texts with a record by `reader`, and of what need not be written once more; both sorted."""
        texts: list[bytes] = []
        there: list[bytes] = []
        for row in self._all(("hash", "id", "path", "reader", "record", "error"), aside=True, without_record=True):
            if row["reader"] == reader:
                there.append(place_key(row))
                if row["error"] is None:
                    texts.append(text_key(row))
        return _sorted(texts), _sorted(there)

    def in_order(self, reader: str) -> Iterator[Row]:
        """All rows by `reader` in the order of the input; of equal ones the first. Those of a text that was read
        before, under another id or path, are given its record. They are sorted on disk.
        """
        with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
            spill = sqlite3.connect(Path(folder) / "rows.db")
            try:
                yield from _through(spill, (row for row in self._all(COLUMNS, aside=True) if row["reader"] == reader))
            finally:
                spill.close()

    def _write(self, part: str) -> None:
        rows, _ = self._waiting.pop(part), self._sizes.pop(part)
        rows.sort(key=lambda row: (row["source"], row["number"]))
        named = hashlib.sha256(b"".join(place_key(row) + str(row["reader"]).encode() for row in rows)).hexdigest()
        buffer = io.BytesIO()
        needed("pyarrow.parquet", "ray").write_table(table_of(rows), buffer, compression="zstd")
        path = f"{self._root}/{part}/part-{named[:20]}.parquet"
        try:
            self._system.makedirs(f"{self._root}/{part}", exist_ok=True)
            if self._local:
                Path(f"{path}.part").write_bytes(buffer.getvalue())
                Path(f"{path}.part").replace(path)
            else:
                self._system.pipe_file(path, buffer.getvalue())
        except OSError as error:
            raise MahdarError(
                f"the records cannot be written: {error.strerror or error}",
                remedy="make room or choose another place; an older file of that name is as it was",
                where=self.place,
            ) from error
        self.rows += len(rows)
        self.files += 1

    def _all(self, columns: Iterable[str], *, aside: bool, without_record: bool = False) -> Iterator[Row]:
        """Rows of all files with these columns; of the record only whether there is one, where it is not wanted."""
        parquet = needed("pyarrow.parquet", "ray")
        wanted = [name for name in columns if not (without_record and name == "record")]
        for path in self._files(aside=aside):
            try:
                with self._system.open(path, "rb") as stream:
                    for batch in parquet.ParquetFile(stream).iter_batches(_ROWS, columns=wanted):
                        yield from batch.to_pylist()
            except (OSError, ValueError, KeyError) as error:
                told = f"not a Parquet file of records ({str(error)[:200]})"
                raise UnreadableInput(told, remedy="remove it and read again", where=path) from error

    def _files(self, *, aside: bool) -> list[str]:
        if not self._system.exists(self._root):
            return []
        self._system.invalidate_cache()
        found = sorted(path for path in self._system.find(self._root) if path.endswith(".parquet"))
        return [path for path in found if "/date=" in path or (aside and f"/{ASIDE}/" in path)]


def text_key(row: Row) -> bytes:
    """What a text is known by, in 16 bytes."""
    return bytes.fromhex(row["hash"])[:16]


def place_key(row: Row) -> bytes:
    """What a row is known by, in 16 bytes: its text, id and path, and why it was set aside."""
    found = json.loads(row["error"])["found"] if row["error"] else None
    return hashlib.sha256(json.dumps([row["hash"], row["id"], row["path"], found]).encode()).digest()[:16]


def is_among(key: bytes, keys: Keys) -> bool:
    """Whether a key is among sorted ones."""
    asked = np.array([key], dtype=_KEY)
    at = int(np.searchsorted(keys, asked)[0])
    return at < len(keys) and bool(keys[at] == asked[0])


def _sorted(keys: list[bytes]) -> Keys:
    return np.unique(np.array(keys, dtype=_KEY))


def _part_of(row: Row) -> str:
    if row["error"] is not None:
        return ASIDE
    return f"date={row['published'] or 'unknown'}"


def _protocols(system: Any) -> tuple[str, ...]:  # noqa: ANN401 -- a file system of fsspec
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


def _through(spill: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows in order and without equal ones, by way of a database on disk."""
    names = ", ".join(COLUMNS)
    marks = ", ".join("?" for _ in COLUMNS)
    spill.execute(f"CREATE TABLE t (key BLOB PRIMARY KEY, {names})")
    insert = f"INSERT OR IGNORE INTO t VALUES (?, {marks})"  # noqa: S608 -- names of our own
    spill.executemany(insert, ((place_key(row), *(row[name] for name in COLUMNS)) for row in rows))
    spill.execute("CREATE INDEX by_order ON t (source, number, path)")
    spill.execute("CREATE INDEX by_hash ON t (hash) WHERE record IS NOT NULL")
    same = spill.cursor()
    for values in spill.execute(f"SELECT {names} FROM t ORDER BY source, number, path"):  # noqa: S608
        row = dict(zip(COLUMNS, values, strict=True))
        if row["record"] is None and row["error"] is None:
            found = same.execute(
                "SELECT text, page, original, record FROM t WHERE hash = ? AND record IS NOT NULL "
                "ORDER BY published IS ?, source, number LIMIT 1",
                (row["hash"], row["published"]),
            ).fetchone()
            if found is None:
                continue
            row |= dict(zip(("text", "page", "original", "record"), found, strict=True))
        yield row
