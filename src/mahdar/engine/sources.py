"""What a run on a cluster reads: files here or on object storage, each a piece of work that can be done again.

A path with a scheme (``s3://…``, ``gs://…``, ``memory://…``) goes through fsspec. A crawl, a file of lines, an
archive or a Parquet file is a source by itself; single texts and pages of a folder go together.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mahdar.errors import InputError, MahdarError, UnreadableInput
from mahdar.extras import needed
from mahdar.pages import SetAside, reports_in
from mahdar.pages.lines import reports_in_lines
from mahdar.pages.walk import files_below, is_unnamed_page, kind_of
from mahdar.record import Report

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Texts or pages, one to a file, that make one source.
TOGETHER = 64
#: Rows of a Parquet file that are in memory at once.
_ROWS = 256
_SCHEME = re.compile(r"(?i)([a-z][a-z0-9+.-]*)://")
_WEB = ("http", "https", "ftp")
_COLUMNS = ("id", "text", "date", "title", "url", "outlet")


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of the input: `number` is its place in it, `paths` what it is made of."""

    number: int
    paths: tuple[str, ...]

    @property
    def where(self) -> str:
        """What the source is called."""
        return self.paths[0] if len(self.paths) == 1 else f"{self.paths[0]} …"


def sources_in(paths: Iterable[str]) -> list[Source]:
    """The sources at `paths` (files, folders, addresses of object storage), in order. Raises `InputError`."""
    sources: list[Source] = []
    together: list[str] = []

    def close() -> None:
        if together:
            sources.append(Source(len(sources), tuple(together)))
            together.clear()

    for file in (file for path in paths for file in _files(path)):
        if _scheme(file) is None and kind_of(file) in ("text", "page", None) and not _is_parquet(file):
            together.append(file)
            if len(together) == TOGETHER:
                close()
        else:
            close()
            sources.append(Source(len(sources), (file,)))
    close()
    return sources


def items_of(source: Source, date: str | None = None) -> Iterator[Report | SetAside]:
    """The reports of a source, as `mahdar.pages.reports_in` gives them; what cannot be got is set aside."""
    if len(source.paths) > 1:
        yield from reports_in(source.paths, date=date)
        return
    (path,) = source.paths
    try:
        if _is_parquet(path):
            yield from _rows_of(path, date)
        elif _scheme(path) is None:
            yield from reports_in([path], date=date)
        else:
            yield from _fetched(path, date)
    except MahdarError as error:
        yield SetAside(path, UnreadableInput(error.found, expected=error.expected, remedy=error.remedy, where=path))
    except Exception as error:  # noqa: BLE001 -- every kind of storage has errors of its own
        told = f"cannot be got ({type(error).__name__}: {str(error)[:200]})"
        yield SetAside(path, UnreadableInput(told, remedy="check the path and its permissions", where=path))


def file_system(path: str) -> tuple[Any, str]:
    """The file system of fsspec that a path is on, and the path on it."""
    return needed("fsspec", "ray").core.url_to_fs(path)  # type: ignore[no-any-return]


def _scheme(path: str) -> str | None:
    found = _SCHEME.match(path)
    return found[1].lower() if found else None


def _is_parquet(path: str) -> bool:
    return path.lower().endswith(".parquet")


def _files(path: str) -> Iterator[str]:
    scheme = _scheme(path)
    if path == "-":
        raise InputError("standard input", expected="files, folders or object storage", remedy="write it to a file")
    if scheme in _WEB:
        raise UnreadableInput(
            "an address of the web", expected="files, folders or object storage", remedy="save it first", where=path
        )
    if scheme is not None:
        system, inside = file_system(path)
        found = sorted(system.find(inside) if system.isdir(inside) else system.glob(inside))
        if found in ([], [inside]):
            yield path
        else:
            yield from (system.unstrip_protocol(file) for file in found if _readable(file))
    elif Path(path).is_dir():
        yield from _below(path)
    else:
        yield path


def _below(folder: str) -> Iterator[str]:
    """Files below a folder in the order of `reports_in`; a folder that cannot be listed is named itself."""
    for entry in files_below(folder):
        if isinstance(entry, SetAside):
            yield entry.where
        elif not Path(entry).name.startswith(".") and (_readable(entry) or is_unnamed_page(entry)):
            yield entry


def _readable(path: str) -> bool:
    return kind_of(path) is not None or _is_parquet(path)


def _fetched(path: str, date: str | None) -> Iterator[Report | SetAside]:
    """A file of object storage, which is copied to a folder of its own and read there."""
    system, inside = file_system(path)
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
        here = str(Path(folder) / inside.rstrip("/").rsplit("/", 1)[-1])
        system.get_file(inside, here)
        for item in reports_in([here], date=date):
            if isinstance(item, Report):
                item.path = item.path and item.path.replace(here, path)
                yield item
            else:
                item.error.where = item.error.where.replace(here, path)
                yield SetAside(item.where.replace(here, path), item.error, item.report)


def _rows_of(path: str, date: str | None) -> Iterator[Report | SetAside]:
    """The rows of a Parquet file, each as a line of JSON lines would be."""
    parquet = needed("pyarrow.parquet", "ray")
    system, inside = file_system(path)
    with system.open(inside, "rb") as stream:
        file = parquet.ParquetFile(stream)
        columns = [name for name in _COLUMNS if name in file.schema_arrow.names]
        if not {"id", "text"} <= set(columns):
            raise UnreadableInput("a Parquet file without 'id' and 'text'", expected="a report in every row")
        rows = (row for batch in file.iter_batches(_ROWS, columns=columns) for row in batch.to_pylist())
        lines = (json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n" for row in rows)
        yield from reports_in_lines(io.BufferedReader(_Lines(lines)), path, date, lambda _note: None)


class _Lines(io.RawIOBase):
    """A stream of the bytes that an iterator gives."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self._rest = self._rest or next(self._parts, b"")
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
