"""What belongs together by pairs of numbers, in one list of numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from mahdar.scale.bench import Bench

COLUMNS = (("n", "int64"), ("root", "int64"))


def together(bench: Bench, name: str, many: int, pairs: str) -> None:
    """Keep the least number that each of the first `many` numbers is joined with, as `name` (n, root).

    `pairs` is a query. In memory are eight bytes for each number; numbers that nothing is joined with are left out.
    """
    root = array("q", range(many))
    for batch in bench.batches(pairs):
        join(root, batch)
    bench.put(name, COLUMNS, _joined(root))


def join(root: array[int], pairs: Iterable[tuple[int, ...]]) -> None:
    """Join the two of each pair."""
    for a, b in pairs:
        x, y = found(root, a), found(root, b)
        if x < y:
            root[y] = x
        else:
            root[x] = y


def found(root: array[int], n: int) -> int:
    """The least number that one is joined with."""
    while root[n] != n:
        root[n] = root[root[n]]
        n = root[n]
    return n


def _joined(root: array[int]) -> Iterator[tuple[int, int]]:
    first = bytearray(len(root))
    for n in range(len(root)):
        if found(root, n) != n:
            first[root[n]] = 1
    return ((n, root[n]) for n in range(len(root)) if root[n] != n or first[n])
