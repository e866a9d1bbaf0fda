"""Paths to reports, lazily: files, folders and standard input, in a fixed order."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from mahdar.errors import NotAReport, UnreadableInput
from mahdar.pages.decoding import decode
from mahdar.pages.found import LONGEST_REPORT, Note, Notes, SetAside, empty, too_long
from mahdar.pages.lines import iso_day, reports_in_lines
from mahdar.record import Report

SUFFIXES = (".txt", ".jsonl", ".jsonl.gz")
#: Bytes: no encoding takes more than four for a code point.
_LONGEST_FILE = 4 * LONGEST_REPORT
_JSON_OBJECT = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*["}]')


def reports_in(
    paths: Iterable[str | os.PathLike[str]], *, date: str | None = None, notes: Notes | None = None
) -> Iterator[Report | SetAside]:
    """The reports at `paths`: files, folders (with what is below them, by name) and ``-`` for standard input.

    `date`, an ISO day, is the date of reports that have none. `notes` is called with a `Note` on what was read in
    another way than usual. A report's id is the file's stem or the line's ``id``; the second report of the same id
    is named by its path below the folder, or gets ``#2``. Raises `BadDate` at once where `date` is not ISO 8601;
    everything else that is wrong comes out as a `SetAside` in its place.
    """
    day = iso_day(date) if date is not None else None
    return _Walk(day, notes or (lambda _note: None)).reports(paths)


class _Walk:
    def __init__(self, day: str | None, notes: Notes) -> None:
        self.day, self.notes = day, notes
        self.ids: Counter[str] = Counter()

    def reports(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Report | SetAside]:
        for path in paths:
            for item in self._at(os.fspath(path)):
                yield self._with_own_id(item) if isinstance(item, Report) else item

    def _at(self, path: str) -> Iterator[Report | SetAside]:
        where = shown(path)
        try:
            if path == "-":
                yield from self._stream(cast("BinaryIO", sys.stdin.buffer), "-", "stdin")
            elif Path(path).is_dir():
                yield from self._folder(path)
            elif not Path(path).exists():
                yield _unreadable(where, "no such file or folder", "check the path")
            elif not Path(path).is_file():  # a pipe or device that was named on purpose
                with Path(path).open("rb") as stream:
                    yield from self._stream(stream, where, Path(where).name)
            elif path.lower().endswith(SUFFIXES):
                yield from self._file(path)
            else:
                yield _unreadable(
                    where, "a file of another kind", "rename it or turn it into text", " or ".join(SUFFIXES)
                )
        except OSError as error:
            yield _unreadable(where, error.strerror or str(error), "check the path and its permissions")

    def _folder(self, folder: str) -> Iterator[Report | SetAside]:
        readable = passed_over = 0
        for entry in _files_below(folder):
            if isinstance(entry, SetAside):
                yield entry
            elif not entry.lower().endswith(SUFFIXES) or Path(entry).name.startswith("."):
                passed_over += 1
            else:
                readable += 1
                yield from self._file(entry, below=folder)
        if not readable:
            found = f"nothing to read ({passed_over} other files)" if passed_over else "nothing to read"
            yield _unreadable(shown(folder), found, "check the path", " or ".join(SUFFIXES) + " files")
        elif passed_over:
            files = "file of another kind is" if passed_over == 1 else "files of other kinds are"
            self.notes(Note(shown(folder), f"{passed_over} {files} passed over"))

    def _file(self, path: str, below: str | None = None) -> Iterator[Report | SetAside]:
        where, lower = shown(path), path.lower()
        try:
            if lower.endswith(".gz"):
                with gzip.open(path) as unzipped:
                    yield from reports_in_lines(cast("BinaryIO", unzipped), where, self.day, self.notes)
            elif lower.endswith(".jsonl"):
                with Path(path).open("rb") as stream:
                    yield from reports_in_lines(stream, where, self.day, self.notes)
            else:
                with Path(path).open("rb") as stream:
                    item = self._text(stream, where, Path(where).stem)
                if isinstance(item, Report) and below is not None and self.ids[item.id]:
                    item.id = shown(os.path.relpath(path, below))[: -len(".txt")]
                yield item
        except OSError as error:
            yield _unreadable(where, error.strerror or str(error), "check its permissions")

    def _stream(self, stream: BinaryIO, where: str, name: str) -> Iterator[Report | SetAside]:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
        head = buffered.peek(512)
        if head.startswith(b"\x1f\x8b"):
            buffered = io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=buffered)))
            head = buffered.peek(512)
        if _JSON_OBJECT.match(head):
            yield from reports_in_lines(buffered, where, self.day, self.notes)
        else:
            yield self._text(buffered, where, name)

    def _text(self, stream: BinaryIO, where: str, name: str) -> Report | SetAside:
        data = stream.read(_LONGEST_FILE + 1)
        if len(data) > _LONGEST_FILE:
            return too_long(where)
        if not data.strip():
            return empty(where)
        try:
            text, note = decode(data)
        except NotAReport as error:
            return SetAside(where, NotAReport(error.found, expected=error.expected, remedy=error.remedy, where=where))
        if len(text) > LONGEST_REPORT:
            return too_long(where)
        if not text.strip("\ufeff \t\r\n"):
            return empty(where)
        if note:
            self.notes(Note(where, note))
        return Report(id=name, text=text, date=self.day, path=where)

    def _with_own_id(self, report: Report) -> Report:
        taken = report.id
        while self.ids[report.id]:
            self.ids[taken] += 1
            report.id = f"{taken}#{self.ids[taken]}"
        self.ids[report.id] = 1
        if report.id != taken:
            self.notes(Note(report.path or taken, f"the id {taken} is in use; this report is {report.id}"))
        return report


def _files_below(folder: str) -> Iterator[str | SetAside]:
    """Files below `folder` by name, links to folders left out: they can lead in circles."""
    try:
        with os.scandir(folder) as entries:
            here = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(shown(folder), error.strerror or str(error), "check its permissions")
        return
    for entry in here:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _files_below(entry.path)
        elif entry.is_file() or (entry.is_symlink() and not entry.is_dir()):
            yield entry.path


def shown(path: str) -> str:
    """A path as text that can be written: bytes of its name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _unreadable(where: str, found: str, remedy: str, expected: str = "") -> SetAside:
    return SetAside(where, UnreadableInput(found, expected=expected, remedy=remedy, where=where))
