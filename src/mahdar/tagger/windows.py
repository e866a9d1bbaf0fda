"""Windows: a report of any length as stretches that the encoder can hold, overlapping to give each word a context."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Window(NamedTuple):
    """Words ``[first, last)`` go through together; of these, ``[begin, end)`` are read from this window."""

    first: int
    last: int
    begin: int
    end: int


def windows(sizes: Sequence[int], room: int, overlap: int) -> list[Window]:
    """Cut words of these sizes (in pieces) into windows of at most `room` pieces.

    Neighbours share about `overlap` pieces; each word is read from the window in which it is farther from the edge.
    A report that fits is one window.
    """
    if not sizes:
        return []
    bounds: list[tuple[int, int]] = []
    first = 0
    while first < len(sizes):
        last, held = first, 0
        while last < len(sizes) and (held + sizes[last] <= room or last == first):
            held += sizes[last]
            last += 1
        bounds.append((first, last))
        if last == len(sizes):
            break
        back, shared = last, 0
        while back > first + 1 and shared + sizes[back - 1] <= overlap:
            back -= 1
            shared += sizes[back]
        first = back
    edges = [0, *((a[1] + b[0]) // 2 for a, b in pairwise(bounds)), len(sizes)]
    return [Window(*b, *e) for b, e in zip(bounds, pairwise(edges), strict=True)]


def shares_of(
    firsts: Sequence[int], held: int, merging: bool = True
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """What each of the `held` pieces of a window, begin and end among them, counts for: (word, piece, share).

    `firsts` are the words' first pieces; begin is word 0 and end the last. A word is the mean of its pieces, or its
    first piece alone where `merging` is off.
    """
    begins = np.array([0, *firsts, held - 1])
    if not merging:
        return np.arange(len(begins)), begins, np.ones(len(begins), np.float32)
    sizes = np.diff([*begins, held])
    return np.repeat(np.arange(len(begins)), sizes), np.arange(held), np.repeat(1 / sizes, sizes).astype(np.float32)
