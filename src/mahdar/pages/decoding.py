"""From bytes to text, and a word on how where it was not plain UTF-8."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from mahdar.errors import NotAReport

_MAGIC = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a zip archive or office document", b"\x1f\x8b": "gzip data",
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"\xd0\xcf\x11\xe0": "an old "
    "office document", b"{\\rtf": "an RTF document", b"SQLite format 3": "an SQLite database", b"\x7fELF": "a program",
    b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive",
}  # fmt: skip
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODE_PAGES = ("cp1256", "iso8859_6", "cp720", "cp864")
#: The ten commonest letters: 61 % of the letters of a page of news; read in a wrong code page they fall below 40 %.
_COMMON = frozenset("اليمنورتبة")
_COMMON_SHARE = 0.5
#: Of the characters beyond ASCII. In a page of another code page read as UTF-8, nearly all are broken.
_BROKEN_SHARE = 0.1
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: Word processors leave a stray control character; in binary data one in ten bytes is one.
_CONTROL_SHARE = 0.01
_LETTER = re.compile("[\u0621-\u064a]")
#: Bytes that tell the encoding of the whole. UTF-16 without a mark has 06 or 00 in every other one.
_SAMPLE = 65_536


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of `data` and a note on its encoding (None for plain UTF-8). Raises `NotAReport` for binary data."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise NotAReport(what, expected="plain text", remedy="extract its text first")
    text, note = _decode(data)
    if data and not text:  # a UTF-16 mark and nothing behind it
        raise NotAReport("no text", expected="the text of a report", remedy="leave it out or fetch it anew")
    if len(_CONTROLS.findall(text)) > _CONTROL_SHARE * len(text) or "\0" in text:
        raise _binary()
    return text, note


def _decode(data: bytes) -> tuple[str, str | None]:
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace"), "read as UTF-16"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text:
        mended = mended_twice(text)
        return mended[:2] if mended is not None else (text, None)
    return _utf16(data) or _mended(data) or _code_page(data)


def _utf16(data: bytes) -> tuple[str, str] | None:
    sample = data[:_SAMPLE]
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(data) % 2 == 0 and high and sum(b in (0, 6) for b in high) > 0.9 * len(high) and any(high):
            return data.decode(name, errors="replace"), "read as UTF-16"
    return None


def _mended(data: bytes) -> tuple[str, str] | None:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - sum(map(text.count, map(chr, range(128))))
    if broken > _BROKEN_SHARE * beyond_ascii and broken > 1:
        return None
    # A short page with one broken byte and nothing else beyond ASCII tells nothing: it is mended too.
    return text, f"broken UTF-8: {broken} {'place is' if broken == 1 else 'places are'} U+FFFD now"


def _code_page(data: bytes) -> tuple[str, str]:
    best_share, best_name = 0.0, ""
    for name in _CODE_PAGES:
        share = _common_share(data[:_SAMPLE].decode(name, errors="replace"))
        if share > best_share:
            best_share, best_name = share, name
    if best_share < _COMMON_SHARE:
        raise _binary()
    name = {"cp1256": "windows-1256", "iso8859_6": "ISO 8859-6"}.get(best_name, best_name)
    return data.decode(best_name, errors="replace"), f"read as {name}"


def _common_share(text: str) -> float:
    """Of the characters beyond ASCII, how many are the commonest Arabic letters."""
    beyond_ascii = [c for c in text if c > "\x7f"]
    if not beyond_ascii or not _LETTER.search(text):
        return 0.0
    return sum(c in _COMMON for c in beyond_ascii) / len(beyond_ascii)


def _binary() -> NotAReport:
    return NotAReport(
        "bytes that are no Arabic text in any encoding known here",
        expected="text in UTF-8, UTF-16 or windows-1256",
        remedy="convert it to UTF-8",
    )


# -- pages ---------------------------------------------------------------------------------------------------------

_DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_.:-]+)|<\?xml[^>]{0,100}?encoding=["']([a-z0-9_.:-]+)"""
)
#: Where a declaration may stand; browsers look no further either.
_HEAD = 4096
#: Names of encodings that say nothing on an Arabic page: what editors and servers put there by themselves.
_EMPTY_NAMES = frozenset(("utf-8", "ascii", "iso8859-1", "cp1252", "latin_1"))
_TWICE = (("cp1256", "windows-1256"), ("cp1252", "windows-1252"), ("latin-1", "ISO 8859-1"))
#: UTF-8 taken for a code page is every second letter one of these; in true text they are rare.
_LEADS = ("طظ", "ØÙ")
_LEAD_SHARE = 0.15


def codec_of(data: bytes, note: str) -> str:
    """The encoding, as `origin` understands it, of a text that `decode` read with a note."""
    for codec, name in _TWICE:
        if f"taken for {name} " in note:
            return f"utf-8 over {codec}"
    if note == "read as UTF-16":
        return (
            "utf-16" if data.startswith(_UTF16_MARKS) else "utf-16-le" if data[1:2] in (b"\0", b"\6") else "utf-16-be"
        )
    name = note.removeprefix("read as ")
    return {"windows-1256": "cp1256", "ISO 8859-6": "iso8859-6"}.get(name, name if name in _CODE_PAGES else "utf-8")


class Decoded(NamedTuple):
    """Text, what a note says of its encoding (None for plain UTF-8), and the encoding as `origin` understands it."""

    text: str
    note: str | None
    encoding: str


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a page of HTML or XML: by its mark, as UTF-8, as it declares, or as it looks.

    `declared` is the charset of the HTTP header. What is UTF-8 from end to end is that, whatever is declared.
    Raises `NotAReport` for binary data.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise NotAReport(what, expected="a page of HTML", remedy="extract its text first")
    found = _by_mark(data) or _as_utf8(data) or _as_declared(data, declared) or _as_it_looks(data)
    sample = found.text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _CONTROL_SHARE * len(sample):
        raise _binary()
    return found


def _by_mark(data: bytes) -> Decoded | None:
    if data.startswith(_UTF16_MARKS):
        return Decoded(data.decode("utf-16", errors="replace"), "read as UTF-16", "utf-16")
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(data.decode("utf-8", errors="replace"), None, "utf-8")
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    mended = mended_twice(text)
    if mended is not None:
        return Decoded(mended[0], mended[1], f"utf-8 over {mended[2]}")
    return Decoded(text, None, "utf-8")


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    match = _DECLARED.search(data[:_HEAD])
    in_page = (match[1] or match[2]).decode("ascii") if match else None
    for name in (declared, in_page):
        try:
            codec = codecs.lookup(name or "").name
        except (LookupError, ValueError):
            continue
        if codec in _EMPTY_NAMES or codec not in _SINGLE_BYTE:
            continue
        text = data.decode(codec, errors="replace")
        if _common_share(text[:_SAMPLE]) >= _COMMON_SHARE:
            return Decoded(text, f"read as {_shown_name(codec)}, as it declares", codec)
    return None


def _as_it_looks(data: bytes) -> Decoded:
    if (wide := _utf16(data)) is not None:
        return Decoded(*wide, codec_of(data, wide[1]))
    if (mended := _mended(data)) is not None:
        return Decoded(*mended, "utf-8")
    try:
        text, note = _code_page(data)
    except NotAReport:
        return Decoded(data.decode("cp1252", errors="replace"), "read as windows-1252", "cp1252")
    return Decoded(text, note, codec_of(data, note))


_SINGLE_BYTE = frozenset(("cp1256", "iso8859-6", "cp720", "cp864", "mac-arabic"))


def _shown_name(codec: str) -> str:
    return {"cp1256": "windows-1256", "iso8859-6": "ISO 8859-6"}.get(codec, codec)


def mended_twice(text: str) -> tuple[str, str, str] | None:
    """UTF-8 that was taken for a code page and written as UTF-8 again, mended: text, note and code page."""
    letters = len(text) - sum(map(text.count, map(chr, range(128)))) if len(text) < _SAMPLE else _SAMPLE // 8
    if not any(sum(map(text.count, leads)) > _LEAD_SHARE * letters for leads in _LEADS) or letters < 8:
        return None
    from mahdar.pages.origin import as_bytes

    for codec, name in _TWICE:
        data = as_bytes(text.removeprefix("\ufeff"), codec)
        if data is None:
            continue
        try:
            mended = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _common_share(mended[:_SAMPLE]) >= _COMMON_SHARE:
            return mended, f"UTF-8 that was taken for {name} and written as UTF-8 again: mended", codec
    return None
