"""The pair scorer: how well a word stands in a relation to the anchor of a span ("who said this", "who took part").

The network gives each word a vector as an anchor and one as a candidate for each relation; the score of a pair is their
product, scaled, and a learnt bias for the distance (the bilinear part of Dozat and Manning 2017).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Length of the vector of one relation.
WIDTH = 48
#: Distances are told apart by sign and power of two, up to 256 words.
_POWERS = 9
BUCKETS = 2 * _POWERS + 1


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bucket, 0 to BUCKETS - 1, of a distance in words from anchor to candidate; below _POWERS is before it."""
    found: NDArray[np.int64] = _BUCKETS[np.minimum(np.maximum(distance, -_FAR), _FAR) + _FAR]
    return found


def _buckets() -> NDArray[np.int64]:
    """The bucket of each distance from -_FAR to _FAR."""
    distance = np.arange(-_FAR, _FAR + 1)
    size = np.minimum(np.log2(np.maximum(np.abs(distance), 1)).astype(np.int64) + 1, _POWERS)
    found: NDArray[np.int64] = _POWERS + np.sign(distance) * size
    return found


_FAR = 2**_POWERS
_BUCKETS = _buckets()


def score(
    anchor: NDArray[np.float32],
    candidates: NDArray[np.float32],
    distances: NDArray[np.int64],
    bias: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Scores of `candidates` [n, WIDTH] for one `anchor` [WIDTH]; `bias` [BUCKETS] is the relation's."""
    found: NDArray[np.float32] = candidates @ anchor / np.float32(np.sqrt(WIDTH)) + bias[bucket(distances)]
    return found
