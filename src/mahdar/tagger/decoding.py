"""Decoding: from the scores of each word's labels to spans.

Names and other spans that tile a text are read by Viterbi under BIO's one rule (I-x follows B-x or I-x; Viterbi 1967);
spans of events, which are few, are read from where one begins surely enough.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Span(NamedTuple):
    """Words ``[first, last)`` of a kind, counted from 0 in its head; `probability` is that of its beginning."""

    first: int
    last: int
    kind: int
    probability: float


def log_softmax(logits: Scores) -> Scores:
    """Log-probabilities along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    found: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found


def best_path(scores: Scores) -> list[int]:
    """The best sequence of BIO labels for log-scores [words, 1 + 2 x kinds] (O, B, I, B, I ...)."""
    rows: list[list[float]] = scores.tolist()  # of so few labels, lists are six times as fast as arrays
    if not rows:
        return []
    insides = range(2, len(rows[0]), 2)
    best = [-math.inf if label in insides else score for label, score in enumerate(rows[0])]
    back: list[list[int]] = []
    for row in rows[1:]:
        most = max(best)
        before = [best.index(most)] * len(row)
        reached = [most + score for score in row]
        for label in insides:
            before[label] = label - 1 if best[label - 1] >= best[label] else label
            reached[label] = best[before[label]] + row[label]
        back.append(before)
        best = reached
    path = [best.index(max(best))]
    for before in reversed(back):
        path.append(before[path[-1]])
    return path[::-1]


def spans_of(path: list[int], scores: Scores) -> list[Span]:
    """The spans of a sequence of BIO labels; `scores` are log-probabilities."""
    found: list[Span] = []
    n = 0
    while n < len(path):
        if path[n] % 2 == 0:
            n += 1
            continue
        first, label = n, path[n]
        n += 1
        while n < len(path) and path[n] == label + 1:
            n += 1
        found.append(Span(first, n, (label - 1) // 2, float(np.exp(scores[first, label]))))
    return found


def likely_spans(scores: Scores, least: float, outside: float = 0.5) -> list[Span]:
    """Spans that begin where the kinds' beginnings sum to `least` or more; one ends where O reaches `outside`.

    `scores` are log-probabilities [words, 1 + 2 x kinds]. A beginning within another span counts only where it is the
    likeliest label of its word. The kind is the likeliest of the first word's.
    """
    chances = np.exp(scores)
    begins = chances[:, 1::2].sum(axis=1)
    found: list[Span] = []
    n = 0
    while n < len(scores):
        if begins[n] < least:
            n += 1
            continue
        first = n
        n += 1
        while n < len(scores) and chances[n, 0] < outside and begins[n] < max(least, 0.5):
            n += 1
        found.append(Span(first, n, int(scores[first, 1::2].argmax()), float(begins[first])))
    return found
