"""WARC archives: pages out of crawls, one at a time, in memory that does not grow with the archive.

A broken record costs itself: it is set aside with its place, and reading goes on at the next one that can be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

from mahdar.errors import InputError, NotAReport, UnreadableInput
from mahdar.pages.found import Note, Notes, SetAside, placed
from mahdar.pages.html import LONGEST_PAGE, id_of_url, report_of_page
from mahdar.record import Report

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
#: How a record begins, plain and compressed.
_BEGINNING = re.compile(rb"WARC/\d\.\d\r?\n|\x1f\x8b\x08")
_CHUNK = 1 << 20
#: Broken records of one archive that are named; more are counted.
_NAMED = 1000
_LONGEST_HEADER = 64_000
#: How often reading is taken up again in one archive; what is broken in more places is no archive.
_MOST_TRIES = 20_000


@dataclass(slots=True)
class _Seen:
    """What was passed over: kinds of records, and digests of revisits."""

    kinds: Counter[str] = field(default_factory=Counter)
    revisits: int = 0
    broken: int = 0
    tries: int = 0


def reports_of_warc(stream: BinaryIO, where: str, day: str | None, notes: Notes) -> Iterator[Report | SetAside]:
    """The pages of Arabic news in an archive; others are counted, broken records set aside. Never raises.

    A page without a date of its own is of the day on which it was fetched, or of `day` where that is not known.
    """
    seen = _Seen()
    base: int | None = 0
    while base is not None:
        stretch = _Stretch(stream, base)
        for at, record in stretch.records():
            try:
                item = _item(record, f"{where}@{at}", day, notes, seen)
            except _Cut as cut:
                stretch.problem = str(cut)
                break
            if item is not None:
                yield item
        base = None
        if stretch.problem and (stretch.found or not stretch.base):
            seen.broken += 1
            if seen.broken <= _NAMED:
                yield _broken(f"{where}@{stretch.at}", stretch.problem)
        if stretch.problem and seen.tries < _MOST_TRIES:
            seen.tries += 1
            base = _next_beginning(stream, stretch.at + 1)
    for note in _told(seen):
        notes(Note(where, note))


class _Cut(Exception):
    """A record that ends before its end."""


class _Stretch:
    """Records from `base` on, up to the end or to one that is broken: then `problem` says why, and `at` where."""

    def __init__(self, stream: BinaryIO, base: int) -> None:
        self._stream, self.base = stream, base
        self.at, self.problem, self.found = base, "", False

    def records(self) -> Iterator[tuple[int, WarcRecord]]:
        from fastwarc.warc import ArchiveIterator

        try:
            if self.base:
                self._stream.seek(self.base)
            # A stream that only says when asked that it cannot be searched ends fastwarc in a panic.
            stream = self._stream if self._stream.seekable() else cast("BinaryIO", _Forward(self._stream))
            for record in ArchiveIterator(
                stream, parse_http=True, auto_decode="all", max_header_len=_LONGEST_HEADER, fsspec_args=False
            ):
                self.found = True
                self.at = record.stream_pos  # of the whole stream, wherever reading began
                yield self.at, record
            if not self.found:
                self.problem = "no record of a WARC archive"
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            self.problem = f"broken data at or behind this record ({error})"
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            self.problem = "data at or behind this record that fastwarc cannot read"


class _Forward:
    """A stream that can only be read on: it counts, and skips by reading."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        wanted = offset + (self._at if whence == 1 else 0)
        while self._at < wanted and self.read(min(_CHUNK, wanted - self._at)):
            pass
        return self._at


def _item(record: WarcRecord, where: str, day: str | None, notes: Notes, seen: _Seen) -> Report | SetAside | None:
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.revisit:
        seen.revisits += 1
        return None
    if record.record_type != WarcRecordType.response:
        seen.kinds["records that are no responses"] += 1
        return None
    if record.http_headers is None:
        _payload(record)  # it may be cut short
        seen.kinds["responses without the answer of a server"] += 1
        return None
    if record.http_headers.status_code != 200:
        seen.kinds["answers other than 200"] += 1
        return None
    kind = (record.http_content_type or "").lower()
    if kind and kind not in _PAGES:
        seen.kinds["files of other kinds"] += 1
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    try:
        data = _payload(record)
        taken = (record.headers.get("WARC-Date") or "")[:10]
        when = taken if re.fullmatch(r"\d{4}-\d\d-\d\d", taken) else day
        return report_of_page(
            data, where, notes, id=id_of_url(url), url=url or None, charset=record.http_charset, day=when
        )
    except InputError as error:
        named = type(error)(error.found, expected=error.expected, remedy=error.remedy)
        return placed(named, f"{where} {url}" if url else where)


def _payload(record: WarcRecord) -> bytes:
    try:
        data: bytes = record.reader.read(LONGEST_PAGE + 1)
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        raise _Cut(f"a record that cannot be read to its end ({error})") from None
    if len(data) > LONGEST_PAGE:
        raise NotAReport(f"longer than {LONGEST_PAGE // 1_000_000} MB", expected="one page", remedy="leave it out")
    headers = record.http_headers
    # What is decoded or put together has another length than what is kept.
    encoded = headers is not None and (headers.get("Content-Encoding") or headers.get("Transfer-Encoding"))
    if not encoded and len(data) < record.content_length:
        raise _Cut(f"a record cut short: {len(data):,} bytes of {record.content_length:,}")
    return data


def _next_beginning(stream: BinaryIO, at: int) -> int | None:
    """Where the next record may begin at or behind `at`; None where there is none or the stream cannot be searched."""
    try:
        if not stream.seekable():
            return None
        stream.seek(at)
        tail = b""
        while chunk := stream.read(_CHUNK):
            data = tail + chunk
            if match := _BEGINNING.search(data):
                return at - len(tail) + match.start()
            at += len(chunk)
            tail = data[-16:]
    except (OSError, ValueError):
        return None
    return None


def _broken(where: str, problem: str) -> SetAside:
    return SetAside(
        where,
        UnreadableInput(problem, expected="a whole record", remedy="the records that follow are read", where=where),
    )


def _told(seen: _Seen) -> Iterator[str]:
    if seen.revisits:
        yield f"{seen.revisits:,} revisits of pages that were the same at an earlier fetch"
    for kind, count in seen.kinds.most_common():
        yield f"{count:,} {kind} are passed over"
    if seen.broken > _NAMED:
        yield f"{seen.broken:,} broken records in all; the first {_NAMED:,} are named"
