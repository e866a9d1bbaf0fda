"""One export: what a format's writer is given, and how its files come to be whole or not at all.

A file is written under another name and takes its own when it is complete. A folder is filled in the same way, file by
file; where the run is cut off, the next one of the same archive, filters and format keeps the files that are complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mahdar.archive.answers import Answer
from mahdar.archive.store import Archive
from mahdar.archive.streaming import Stream, Wanted
from mahdar.errors import ArchiveUnavailable, InputError, MahdarError
from mahdar.exchange.formats import Format, format_of
from mahdar.exchange.layout import SCHEMA, tables
from mahdar.exchange.tables import ROWS, Options, Row
from mahdar.version import VERSION

_T = TypeVar("_T")
#: Called with the part, how many of its rows are done, and how many there are.
Told = Callable[[str, int, int], None]
#: Rows between two calls of `Told`.
STEP = 500
#: The file of a folder that tells what it is; in a folder that is not complete, what of it is.
ABOUT, STATE = "about.json", ".state.json"
#: Bytes that are read at once.
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class File(Answer):
    """A file that was written; `name` is its path in the folder, or its own."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Summary(Answer):
    """What an export wrote. `rows` go by table or part, `kept` are files of an earlier run that was cut off.

    `left_out` are tables and parts that a filter asks for something that they do not have. `unlinked` reports were
    read since the last linking. `about` stands in the export as well.
    """

    format: str
    out: str
    rows: dict[str, int]
    files: list[File]
    left_out: list[str]
    kept: list[str]
    unlinked: int
    about: dict[str, Any]


@dataclass
class Export:
    """What a format's writer works with.

    `alone` is the name that the one table of the folder will have as a file.
    `path` is the file that it is to write, or the (existing) folder that it is to fill by `file`. `about` is to stand
    in what it writes: format, version of the layout, archive, readers, filters. Rows are counted as they are taken.
    """

    stream: Stream
    path: Path
    about: dict[str, Any]
    options: Options
    chosen: tuple[str, ...]
    alone: str | None = None
    told: Told | None = None
    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    done: dict[str, dict[str, int]] = field(default_factory=dict)

    def tables(self) -> list[str]:
        """The tables to write: those that were asked for and that the filters leave."""
        return [name for name in self.chosen if ROWS[name].part not in self.stream.left_out]

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table, in the order of its columns."""
        part, make = ROWS[table]
        return self.counted(table, make(self.stream, self.options), part)

    def lines(self, part: str) -> Iterator[tuple[int, Any]]:
        """The lines of a part of the records, each with its number in its report."""
        return self.counted(part, self.stream.lines(part))

    def counted(self, name: str, rows: Iterator[_T], total: str | None = None) -> Iterator[_T]:
        """`rows` as they are, counted under `name`; there are at most as many as the part `total` has."""
        of = self.stream.count(total or name) if self.told else 0
        n = 0
        for n, row in enumerate(rows, start=1):
            yield row
            if self.told and n % STEP == 0:
                self.told(name, n, max(n, of))
        self.counts[name] += n

    def file(self, name: str, write: Callable[[Path], None]) -> None:
        """Write a file of the folder by `write`; one that an earlier run completed is kept."""
        if name in self.done:
            self.counts.update(self.done[name])
            self.kept.append(name)
            return
        before = self.counts.copy()
        part = self.path / f".{name}.part"
        write(part)
        _sync(part)
        part.replace(self.path / name)
        self.done[name] = dict(self.counts - before)
        self._note()

    def text_file(self, name: str, text: str) -> None:
        """Write a file of the folder."""

        def write(path: Path) -> None:
            path.write_text(text, "utf-8")

        self.file(name, write)

    def _note(self) -> None:
        part = self.path / f"{STATE}.part"
        part.write_text(_json({"about": self.about, "done": self.done}), "utf-8")
        part.replace(self.path / STATE)

    def resume(self) -> None:
        """Take up a folder that a run left incomplete, where it was of the same export; else begin it anew."""
        with suppress(OSError, ValueError):
            state = json.loads((self.path / STATE).read_text("utf-8"))
            if state["about"] == json.loads(_json(self.about)):
                self.done = {name: counts for name, counts in state["done"].items() if (self.path / name).is_file()}
                return
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)


def export(
    archive: Archive,
    to: str,
    out: str | Path | None = None,
    wanted: Wanted | None = None,
    *,
    tables: Sequence[str] = (),  # noqa: A002, RUF100
    options: Options | None = None,
    by: str | None = None,
    told: Told | None = None,
) -> Summary:
    """Write what is wanted of an archive in the format `to`; `out` is else the archive's name with the format's suffix.

    `tables` are those to write, where the format has tables; all by default. With `by`, the archive's audit log notes
    who did it. Raises `InputError`, `MissingExtra`, `BadDate`, `UnknownReport`, `ArchiveUnavailable`.
    """
    format_ = format_of(to)
    write = format_.load()
    chosen = _chosen(format_, tables)
    target = Path(out) if out is not None else Path(f"mahdar-{format_.name}{format_.suffix}")
    alone = format_.has_tables and format_.is_folder and len(tables) == 1 and target.suffix == f".{format_.name}"
    _refuse(target, is_folder=format_.is_folder and not alone)
    options = options or Options()
    with archive.stream(wanted) as stream:
        about = {
            "format": format_.name, "layout": SCHEMA, "mahdar": VERSION, "archive": stream.state(),
            "filters": stream.wanted.given(), "tables": list(chosen), "options": options._asdict(),
        }  # fmt: skip
        job = Export(
            stream,
            target.with_name(f".{target.name}.part"),
            about,
            options,
            chosen,
            target.name if alone else None,
            told,
        )
        try:
            _write(job, write, format_, target)
        except OSError as error:
            raise MahdarError(
                f"the export cannot be written ({error.strerror or error})",
                remedy="make room or choose another place",
                where=str(target),
            ) from error
        left_out = _left_out(format_, stream, chosen)
        summary = Summary(
            format_.name, str(target), dict(job.counts), _files(target), left_out, job.kept, stream.unlinked(), about
        )  # fmt: skip
    if by is not None:
        _note(archive, by, summary)
    return summary


def _chosen(format_: Format, wanted: Sequence[str]) -> tuple[str, ...]:
    if not format_.has_tables:
        if wanted:
            raise InputError(f"{format_.name} has no tables to choose of", where=", ".join(wanted))
        return ()
    known = tables()
    for name in wanted:
        if name not in known:
            raise InputError("no such table", expected=", ".join(known), where=name)
    return tuple(name for name in known if not wanted or name in wanted)


def _left_out(format_: Format, stream: Stream, chosen: Sequence[str]) -> list[str]:
    if format_.has_tables:
        return [name for name in chosen if ROWS[name].part in stream.left_out]
    return [part for part in format_.parts if part in stream.left_out]


def _refuse(target: Path, *, is_folder: bool) -> None:
    """Raise `InputError` for what would be lost: a folder that is no export, or a folder in the place of a file."""
    if not is_folder and target.is_dir():
        raise InputError("a folder", expected="the name of a file", where=str(target))
    if is_folder and target.exists() and not (target / ABOUT).is_file() and (_is_file_or_full(target)):
        raise InputError("there is something else than an export", remedy="name another folder", where=str(target))


def _is_file_or_full(target: Path) -> bool:
    return not target.is_dir() or any(target.iterdir())


def _write(job: Export, write: Callable[[Export], None], format_: Format, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not format_.is_folder:
        try:
            write(job)
            _sync(job.path)
            job.path.replace(target)
        finally:
            job.path.unlink(missing_ok=True)
        return
    job.resume()
    write(job)
    if job.alone is not None:
        _take_out(job, target)
        return
    (job.path / ABOUT).write_text(_json(job.about | {"rows": dict(sorted(job.counts.items()))}), "utf-8")
    (job.path / STATE).unlink(missing_ok=True)
    _put(job.path, target)


def _take_out(job: Export, target: Path) -> None:
    """Put the one table of a folder in the place of `target`, and beside it what describes it."""
    (job.path / f"{job.chosen[0]}{target.suffix}").replace(target)
    for path in job.path.glob(f"{target.suffix[1:]}-metadata.json"):
        path.replace(target.with_name(f"{target.name}-metadata.json"))
    shutil.rmtree(job.path)


def _put(folder: Path, target: Path) -> None:
    """Put a complete folder in the place of an older export."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    folder.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _files(target: Path) -> list[File]:
    paths = sorted(path for path in target.rglob("*") if path.is_file()) if target.is_dir() else [target]
    return [_file(path, path.relative_to(target).as_posix() if path != target else path.name) for path in paths]


def _file(path: Path, name: str) -> File:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return File(name, path.stat().st_size, digest.hexdigest())


def _sync(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _note(archive: Archive, by: str, done: Summary) -> None:
    """Put an export into the audit log, filters by name alone; one who may only read leaves none."""
    filters = ", ".join(done.about["filters"]) or "no filters"
    with suppress(ArchiveUnavailable):
        archive.upkeep().note(by, "export", done.format, f"rows {sum(done.rows.values())}; {filters}")
