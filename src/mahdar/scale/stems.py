"""The words of all commitments in a file of numbers, a row for each: what those weigh that two have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mahdar.scale.forest import Numbers

Weights = np.ndarray[Any, np.dtype[np.float64]]
#: Pairs whose words are compared at once.
AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class Stems:
    """Files of the numbers of words, `width` to a commitment (0 for none), and of their weights."""

    folder: Path
    width: int

    @classmethod
    def made(cls, folder: Path, commitments: int, most: int, weights: Sequence[float]) -> Stems:
        """Make room for so many commitments of so many words; `weights` are those of words 1, 2, …"""
        _mapped.cache_clear()
        stems = cls(folder, max(most, 1))
        np.array([0.0, *weights]).tofile(stems._path("weights"))
        np.memmap(stems._path("stems"), np.int32, "w+", shape=(max(commitments, 1), stems.width)).flush()
        return stems

    def keep(self, commitments: Numbers, places: Numbers, words: Numbers) -> None:
        """Note words of commitments, each at its place. One process notes all: over a network two would lose some."""
        self._all("r+")[commitments, places] = words

    def shared(self, one: Numbers, other: Numbers) -> Weights:
        """What the words that two commitments have in common weigh, for each of some pairs."""
        words, weights = self._all("r"), self._weights()
        parts = [np.zeros(0)]
        for n in range(0, len(one), AT_ONCE):
            a, b = words[one[n : n + AT_ONCE]], words[other[n : n + AT_ONCE]]
            common = np.stack([(b == word[:, None]).any(axis=1) for word in a.T], axis=1)
            parts.append((weights[a] * common).sum(axis=1))
        return np.concatenate(parts)

    def of(self, number: int) -> dict[str, float]:
        """The words of a commitment, by their numbers, and what each weighs."""
        some = self._all("r")[number]
        some = some[some > 0]
        return dict(zip(map(str, some.tolist()), self._weights()[some].tolist(), strict=True))

    def _weights(self) -> Weights:
        weights: Weights = _mapped(self._path("weights"), np.float64, "r")
        return weights

    def _all(self, mode: Any) -> Numbers:  # noqa: ANN401 -- numpy's literals
        words: Numbers = _mapped(self._path("stems"), np.int32, mode).reshape(-1, self.width)
        return words

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.bin"


@lru_cache(maxsize=8)
def _mapped(path: Path, kind: Any, mode: Any) -> Any:  # noqa: ANN401 -- numpy's types
    return np.asarray(np.memmap(path, kind, mode))
