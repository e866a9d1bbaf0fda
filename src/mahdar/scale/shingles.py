"""The shingles of all texts in a file of numbers: who may be copies is asked of these alone.

Of each pair that shares anchors, texts are looked at only where enough shingles are in both (`may_be_copies`): of
500,000 short records that is one pair in ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

import numpy as np

from mahdar.pages.copies import Fingerprint, may_be_copies
from mahdar.scale.bench import Row
from mahdar.scale.forest import Numbers

#: A shingle as it is kept: of the 64 bits of its hash the lower half, in which two of a text hardly ever meet.
KEPT = np.dtype("<u4")


class Shingles:
    """A file of shingles of one source that is being written."""

    def __init__(self, file: BinaryIO, source: int) -> None:
        self._file, self._source, self._at = file, source, 0

    @classmethod
    @contextmanager
    def written(cls, folder: Path, source: int) -> Iterator[Shingles]:
        """The file of a source, there when all of it is written."""
        path = _of_source(folder, source)
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            yield cls(file, source)
        part.replace(path)

    def add(self, print_: Fingerprint | None) -> Row:
        """Add those of a text: the number of the source, where they begin, and how many there are."""
        if print_ is None:
            return self._source, self._at, 0
        kept = np.unique(np.fromiter(print_.shingles, np.uint64).astype(KEPT))
        self._file.write(kept.tobytes())
        at, self._at = self._at, self._at + len(kept)
        return self._source, at, len(kept)


def put_together(folder: Path, sources: int) -> list[int]:
    """Put the files of all sources into one, of which a process needs no more than one map; where each begins in it."""
    begins, whole = [], _whole(folder)
    with whole.with_suffix(".part").open("wb") as file:
        for source in range(sources):
            begins.append(file.tell() // KEPT.itemsize)
            with (path := _of_source(folder, source)).open("rb") as part:
                copyfileobj(part, file)
            path.unlink()
    whole.with_suffix(".part").replace(whole)
    return begins


def close(folder: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """Of pairs (a, b, and for each where its shingles begin and how many there are) those that may be copies."""
    shingles = _mapped(_whole(folder))
    for a, b, at, many, at_other, many_other in rows:
        one, other = shingles[at : at + many], shingles[at_other : at_other + many_other]
        shared = len(np.intersect1d(one, other, assume_unique=True))
        # One more: two shingles of a text may have been kept as one number.
        if may_be_copies(shared + 1, len(one), len(other)):
            yield a, b


@lru_cache(maxsize=1)
def _mapped(path: Path) -> Numbers:
    return np.asarray(np.memmap(path, KEPT, "r")) if path.stat().st_size else np.zeros(0, KEPT)


def _of_source(folder: Path, source: int) -> Path:
    return folder / "shingles" / f"{source}.bin"


def _whole(folder: Path) -> Path:
    return folder / "shingles" / "all.bin"
