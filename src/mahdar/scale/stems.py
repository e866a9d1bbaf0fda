"""The words of all commitments in a file of numbers, a row for each: what those weigh that two have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mahdar.scale.bench import Row
from mahdar.scale.forest import Numbers

Weights = np.ndarray[Any, np.dtype[np.float32]]
#: Pairs whose words are compared at once.
AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class Stems:
    """Files of the numbers of words, as many to a commitment as the longest has (0 for none), and of their weights."""

    words: Path
    weights: Path

    def make(self, commitments: int, most: int, weights: Weights) -> None:
        """Make room for so many commitments of so many words; `weights` are those of words 1, 2, …"""
        np.append(np.float32(0), weights).astype(np.float32).tofile(self.weights)
        np.memmap(self.words, np.int32, "w+", shape=(max(commitments, 1), max(most, 1))).flush()
        self.words.with_suffix(".width").write_text(str(max(most, 1)))

    def keep(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Note the words of commitments, (number, numbers of words) each; gives nothing."""
        words = self._all("r+")
        for n, some in rows:
            words[n, : len(some)] = some
        return iter(())

    def shared(self, one: Numbers, other: Numbers) -> Weights:
        """What the words that two commitments have in common weigh, for each of some pairs."""
        words, weights = self._all("r"), np.asarray(np.memmap(self.weights, np.float32, "r"))
        parts = [np.zeros(0, np.float32)]
        for n in range(0, len(one), AT_ONCE):
            a, b = words[one[n : n + AT_ONCE]], words[other[n : n + AT_ONCE]]
            common = np.stack([(b == word[:, None]).any(axis=1) for word in a.T], axis=1)
            parts.append((weights[a] * common).sum(axis=1))
        return np.concatenate(parts)

    def _all(self, mode: Any) -> Numbers:  # noqa: ANN401 -- numpy's literals
        width = int(self.words.with_suffix(".width").read_text())
        return np.asarray(np.memmap(self.words, np.int32, mode)).reshape(-1, width)
