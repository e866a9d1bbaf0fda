"""Windows: a report of any length as stretches that the encoder can hold, overlapping to give each word a context."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


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
