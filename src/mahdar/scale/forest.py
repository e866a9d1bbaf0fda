"""What belongs together by pairs of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from mahdar.extras import needed
from mahdar.scale.bench import EXTRA, Bench

Numbers = np.ndarray[Any, np.dtype[np.int64]]


def together(bench: Bench, name: str, pairs: str) -> None:
    """Keep the least number that each number of some pair is joined with, as `name` (n, root).

    `pairs` is a query. In memory are some fifty bytes for each pair, and nothing for numbers that are in none.
    """
    bench.keep(name, dict(zip(("n", "root"), roots(*bench.columns(pairs)), strict=True)))


def roots(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers of some pairs, and the least one that each is joined with."""
    sparse = needed("scipy.sparse", EXTRA)
    numbers, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    many, half = len(numbers), len(a)
    ones = np.ones(half, dtype=np.int8)
    graph = sparse.coo_array((ones, (places[:half], places[half:])), shape=(many, many))
    _, labels = needed("scipy.sparse.csgraph", EXTRA).connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)  # numbers ascend: the first of a component is its least
    return numbers, numbers[first[labels]]
