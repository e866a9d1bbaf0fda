"""Where the text of a report lies in the bytes that it came from."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable

from mahdar.record import Page

#: What `Page.encoding` says of a page whose UTF-8 was taken for another encoding and written as UTF-8 once more.
TWICE = "utf-8 over "


def original_span(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """The bytes ``[first, last)`` of `page.original` that text ``[start, end)`` came from; None where none did."""
    return original_spans(page, [(start, end)])[0]


def original_spans(page: Page, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """As `original_span`, for many spans at once: the page is decoded once."""
    begins = [run[0] for run in page.runs]
    wanted = [_source_span(page, begins, start, end) for start, end in spans]
    edges = _byte_edges(page.original, page.encoding)
    return [None if w is None else (edges[w[0]], edges[w[1]]) for w in wanted]


def _source_span(page: Page, begins: list[int], start: int, end: int) -> tuple[int, int] | None:
    """Code points of the decoded page; `begins` is where its runs begin."""
    runs = page.runs
    first = last = None
    for i in range(max(0, bisect_right(begins, start) - 1), len(runs)):
        at, length, source, source_length = runs[i]
        if at >= end:
            break
        low, high = max(at, start), min(at + length, end)
        if low >= high:
            continue
        even = length == source_length
        begin = source + (low - at if even else 0)
        stop = source + (high - at if even else source_length)
        first = begin if first is None else min(first, begin)
        last = stop if last is None else max(last, stop)
    return None if first is None or last is None else (first, last)


def _byte_edges(data: bytes, encoding: str) -> list[int]:
    """Where every character of the decoded page begins in its bytes, and the length of these at the end."""
    if encoding.startswith(TWICE):
        inner, outer = "utf-8", encoding.removeprefix(TWICE)
        text = data.decode("utf-8")
        edges = _byte_edges(data, "utf-8")
        # Each byte of the true text is a character of what the page holds.
        return [edges[i] for i in _byte_edges(as_bytes(text, outer) or b"", inner)]
    if encoding == "utf-16":
        return _edges(data, "utf-16-be" if data.startswith(codecs.BOM_UTF16_BE) else "utf-16-le", 2)
    return _edges(data, encoding, 0)


def _edges(data: bytes, encoding: str, mark: int) -> list[int]:
    """`mark` bytes at the head are no character."""
    broken: list[tuple[int, int]] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        broken.append((error.start, error.end))
        return "\ufffd", error.end

    codecs.register_error("mahdar-note", note)
    text = data[mark:].decode(encoding, errors="mahdar-note")
    if encoding not in ("utf-8", "utf-16-le", "utf-16-be"):
        return list(range(len(text) + 1))
    edges, at, k = [], 0, 0
    for character in text:
        edges.append(at + mark)
        if k < len(broken) and broken[k][0] == at:
            at, k = broken[k][1], k + 1
        elif encoding == "utf-8":
            code = ord(character)
            at += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
        else:
            at += 2 if ord(character) < 0x10000 else 4
    edges.append(at + mark)
    return edges


def as_bytes(text: str, encoding: str) -> bytes | None:
    """`text` in a single-byte code page as browsers read it: bytes that it leaves free stand for themselves."""
    out = bytearray()
    for character in text:
        try:
            out += character.encode(encoding)
        except UnicodeEncodeError:
            if not 0x80 <= ord(character) <= 0x9F:
                return None
            out.append(ord(character))
    return bytes(out)
