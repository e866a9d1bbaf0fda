"""Zip archives: their members one at a time, read where they are, never unpacked to the disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from mahdar.errors import UnreadableInput
from mahdar.pages.found import SetAside

#: Text and pages shrink to a third to a tenth; only what repeats itself without end shrinks more than this.
MOST_TIMES = 200
#: Bytes that a member may hold whatever it shrinks to.
ALWAYS = 32_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `where` names archive and file."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    name: str
    where: str

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Its content. Raises `UnreadableInput` where it is broken or swells beyond reason."""
        try:
            with self.archive.open(self.info) as content:
                yield cast("BinaryIO", io.BufferedReader(_Limited(cast("BinaryIO", content), _most(self.info))))
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, _Swollen) as error:
            raise UnreadableInput(
                str(error) or type(error).__name__,
                expected="a whole file in the archive",
                remedy="get the archive again",
            ) from None


class _Swollen(OSError):
    pass


class _Limited(io.RawIOBase):
    """A stream that ends in an error beyond `most` bytes, whatever its header says."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._left = stream, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise _Swollen("it swells beyond reason: a zip bomb")
        view[: len(data)] = data
        return len(data)


def _most(info: zipfile.ZipInfo) -> int:
    return max(ALWAYS, MOST_TIMES * info.compress_size)


def members(stream: BinaryIO, where: str) -> Iterator[Member | SetAside]:
    """The files in a zip archive in its own order; what must not be read comes out set aside."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        yield _aside(where, f"no whole zip archive ({error})", "get it again")
        return
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = info.filename.encode("utf-8", "replace").decode()
            place = f"{where}!{name}"
            reason = _reason_against(info)
            yield _aside(place, *reason) if reason else Member(archive, info, name, place)


def _reason_against(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename[:3]:
        return "a path that leads out of the archive", "leave it out"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link in an archive", "leave it out"
    if info.flag_bits & 1:
        return "encrypted", "unpack it with its password first"
    if info.file_size > _most(info):
        return "it swells beyond reason: a zip bomb", "leave it out"
    return None


def _aside(where: str, found: str, remedy: str) -> SetAside:
    return SetAside(where, UnreadableInput(found, remedy=remedy, where=where))
