"""Paths to reports, lazily: files, folders, zip archives and standard input, in a fixed order."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from mahdar.errors import InputError, UnreadableInput
from mahdar.pages.feeds import looks_like_feed, reports_of_feed
from mahdar.pages.found import Note, Notes, SetAside, placed
from mahdar.pages.html import LONGEST_PAGE, looks_like_html, report_of_page
from mahdar.pages.lines import iso_day, reports_in_lines
from mahdar.pages.texts import report_of_text
from mahdar.pages.warc import reports_of_warc
from mahdar.pages.zips import members
from mahdar.record import Report

if TYPE_CHECKING:
    from mahdar.pages.fetching import Fetcher

#: What a file is, by the end of its name; pages that were saved by their address end in '?id=7' or '@id=7' too.
_KINDS = (
    ("lines", re.compile(r"\.(?:jsonl|ndjson|ijson|ftm|ftm\.json)(?:\.gz)?$")),
    ("text", re.compile(r"\.txt$")),
    ("warc", re.compile(r"\.warc(?:\.gz)?$")),
    ("zip", re.compile(r"\.zip$")),
    ("feed", re.compile(r"\.(?:rss|atom|xml)(?:\.gz)?$")),
    ("page", re.compile(r"\.(?:x?html?|shtml|aspx?|php\d?|jsp)(?:[?@&].*)?$")),
)
EXPECTED = ".txt, .jsonl, .jsonl.gz, .ftm.json, .html, .warc, .warc.gz, .zip, .rss, .atom or .xml"
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")
_JSON_OBJECT = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*["}]')


def reports_in(
    paths: Iterable[str | os.PathLike[str]],
    *,
    date: str | None = None,
    notes: Notes | None = None,
    fetch: bool = False,
) -> Iterator[Report | SetAside]:
    """The reports at `paths`: files, folders (with what is below them, by name) and ``-`` for standard input.

    With `fetch`, a path may be the address of a page (``https://…``) as well: public addresses only, politely.

    `date`, an ISO day, is the date of reports that have none. `notes` is called with a `Note` on what was read in
    another way than usual. A report's id is the file's stem or the line's ``id``; the second report of the same id
    is named by its path below the folder, or gets ``#2``. Raises `BadDate` at once where `date` is not ISO 8601;
    everything else that is wrong comes out as a `SetAside` in its place.
    """
    day = iso_day(date) if date is not None else None
    return _Walk(day, notes or (lambda _note: None), fetch).reports(paths)


def kind_of(name: str) -> str | None:
    """What a file is by its name: text, lines, page, warc, zip or feed; None for other kinds."""
    lower = name.lower()
    return next((kind for kind, end in _KINDS if end.search(lower)), None)


def own_id(ids: Counter[str], wanted: str) -> str:
    """The id that is wanted, or with #2 and so on where it is among those given before (`ids`, which then has it)."""
    own = wanted
    while ids[own]:
        ids[wanted] += 1
        own = f"{wanted}#{ids[wanted]}"
    ids[own] = 1
    return own


class _Walk:
    def __init__(self, day: str | None, notes: Notes, fetch: bool) -> None:
        self.day, self.notes, self.fetch = day, notes, fetch
        self.fetcher: Fetcher | None = None
        self.ids: Counter[str] = Counter()

    def reports(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Report | SetAside]:
        for path in paths:
            for item in self._at(os.fspath(path)):
                yield self._with_own_id(item) if isinstance(item, Report) else item

    def _at(self, path: str) -> Iterator[Report | SetAside]:
        where = shown(path)
        try:
            if _ADDRESS.match(path):
                yield self._fetched(path)
            elif path == "-":
                yield from self._stream(cast("BinaryIO", sys.stdin.buffer), "-", "stdin")
            elif Path(path).is_dir():
                yield from self._folder(path)
            elif not Path(path).exists():
                yield _unreadable(where, "no such file or folder", "check the path")
            elif not Path(path).is_file():  # a pipe or device that was named on purpose
                with Path(path).open("rb") as stream:
                    yield from self._stream(stream, where, Path(where).name)
            elif kind_of(path) is not None:
                yield from self._file(path)
            else:
                yield from self._unnamed(path)
        except OSError as error:
            yield _unreadable(where, error.strerror or str(error), "check the path and its permissions")

    def _fetched(self, url: str) -> Report | SetAside:
        if not self.fetch:
            return _unreadable(
                shown(url), "an address of the web", "give --fetch to have it fetched", "a file or folder"
            )
        from mahdar.pages.fetching import Fetcher
        from mahdar.pages.watching import report_at

        self.fetcher = self.fetcher or Fetcher()
        return report_at(url, self.fetcher, self.notes, self.day)

    def _unnamed(self, path: str) -> Iterator[Report | SetAside]:
        """A file whose name says nothing: a page is one all the same, as saved from an address without an ending."""
        where = shown(path)
        with Path(path).open("rb") as stream:
            if looks_like_html(stream.read(8192)):
                stream.seek(0)
                yield from self._of_kind("page", stream, where, Path(where).name)
                return
        yield _unreadable(where, "a file of another kind", "rename it or turn it into text", EXPECTED)

    def _folder(self, folder: str) -> Iterator[Report | SetAside]:
        readable = passed_over = 0
        for entry in files_below(folder):
            if isinstance(entry, SetAside):
                yield entry
            elif Path(entry).name.startswith(".") or (kind_of(entry) is None and not is_unnamed_page(entry)):
                passed_over += 1
            else:
                readable += 1
                yield from self._file(entry, below=folder)
        if not readable:
            found = f"nothing to read ({passed_over} other files)" if passed_over else "nothing to read"
            yield _unreadable(shown(folder), found, "check the path", f"{EXPECTED} files")
        elif passed_over:
            files = "file of another kind is" if passed_over == 1 else "files of other kinds are"
            self.notes(Note(shown(folder), f"{passed_over} {files} passed over"))

    def _file(self, path: str, below: str | None = None) -> Iterator[Report | SetAside]:
        where, kind = shown(path), kind_of(path) or "page"
        try:
            with Path(path).open("rb") as stream:
                for item in self._of_kind(kind, stream, where, Path(where).name):
                    if kind in ("text", "page") and isinstance(item, Report) and below and self.ids[item.id]:
                        item.id = str(Path(shown(os.path.relpath(path, below))).with_suffix(""))
                    yield item
        except OSError as error:
            yield _unreadable(where, error.strerror or str(error), "check the path and its permissions")

    def _of_kind(self, kind: str, stream: BinaryIO, where: str, name: str) -> Iterator[Report | SetAside]:
        """What is in a stream of a kind; `name` is the file's own."""
        if kind == "lines":
            if name.lower().endswith(".gz"):
                stream = cast("BinaryIO", gzip.GzipFile(fileobj=stream))
            yield from reports_in_lines(stream, where, self.day, self.notes)
        elif kind == "warc":
            yield from reports_of_warc(stream, where, self.day, self.notes)
        elif kind == "feed":
            yield from reports_of_feed(stream, where, self.day)
        elif kind == "zip":
            yield from self._zip(stream, where)
        elif kind == "page":
            yield self._page(stream, where, name)
        else:
            yield report_of_text(stream, where, Path(name).stem, self.day, self.notes)

    def _page(self, stream: BinaryIO, where: str, name: str) -> Report | SetAside:
        stem = re.sub(r"(?i)\.(?:x?html?|shtml|aspx?|php\d?|jsp)(?=$|[?@&])", "", name)
        try:
            return report_of_page(stream.read(LONGEST_PAGE + 1), where, self.notes, id=stem or name, day=self.day)
        except InputError as error:
            return placed(error, where)

    def _zip(self, stream: BinaryIO, where: str) -> Iterator[Report | SetAside]:
        passed_over = 0
        for member in members(stream, where):
            if isinstance(member, SetAside):
                yield member
                continue
            kind = kind_of(member.name)
            if kind is None or Path(member.name).name.startswith("."):
                passed_over += 1
            elif kind == "zip":
                yield _unreadable(member.where, "an archive within an archive", "unpack the outer one first")
            else:
                try:
                    with member.open() as content:
                        yield from self._of_kind(kind, content, member.where, Path(member.name).name)
                except InputError as error:
                    yield placed(error, member.where)
        if passed_over:
            self.notes(Note(where, f"{passed_over} files of other kinds in the archive are passed over"))

    def _stream(self, stream: BinaryIO, where: str, name: str) -> Iterator[Report | SetAside]:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
        head = buffered.peek(512)
        if head.startswith(b"\x1f\x8b"):
            buffered = io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=buffered)))
            head = buffered.peek(512)
        kind = "lines" if _JSON_OBJECT.match(head) else "warc" if head.startswith(b"WARC/") else "text"
        if kind == "text" and looks_like_feed(head):
            kind = "feed"
        elif kind == "text" and looks_like_html(head):
            kind = "page"
        yield from self._of_kind(kind, buffered, where, name)

    def _with_own_id(self, report: Report) -> Report:
        taken = report.id
        report.id = own_id(self.ids, taken)
        if report.id != taken:
            self.notes(Note(report.path or taken, f"the id {taken} is in use; this report is {report.id}"))
        return report


def is_unnamed_page(path: str) -> bool:
    """Whether a file without an ending is a page, as ``wget`` saves ``https://site/story``."""
    if "." in Path(path).name:
        return False
    try:
        with Path(path).open("rb") as stream:
            return looks_like_html(stream.read(8192))
    except OSError:
        return False


def files_below(folder: str) -> Iterator[str | SetAside]:
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
                yield from files_below(entry.path)
            continue
        try:
            leads_nowhere = entry.is_symlink() and not Path(entry.path).exists()
            is_file = leads_nowhere or entry.is_file()
        except OSError as error:  # a link that leads to itself
            yield _unreadable(shown(entry.path), error.strerror or str(error), "leave it out")
            continue
        if is_file:
            yield entry.path


def shown(path: str) -> str:
    """A path as text that can be written: bytes of its name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _unreadable(where: str, found: str, remedy: str, expected: str = "") -> SetAside:
    return SetAside(where, UnreadableInput(found, expected=expected, remedy=remedy, where=where))
