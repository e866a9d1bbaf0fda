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
#: From this lead of O on, in log-odds, no stretch beside a word can make it anything else.
SURELY = 7.0


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
    """The best sequence of BIO labels for log-scores [words, 1 + 2 x kinds] (O, B, I, B, I ...).

    Nearly everywhere it is the likeliest label of each word. The few stretches where that breaks BIO's rule are decoded
    between words that are O beyond doubt: what a stretch loses is less than a doubt there would cost.
    """
    likeliest = scores.argmax(axis=1)
    broken = np.flatnonzero(_breaks_rule(likeliest))
    path: list[int] = likeliest.tolist()
    if not len(broken):
        return path
    surely = np.flatnonzero(_lead_of_outside(scores) > SURELY)
    before = surely.searchsorted(broken)
    lost = 0.0
    for k in np.unique(before):
        first = int(surely[k - 1]) + 1 if k else 0
        last = int(surely[k]) if k < len(surely) else len(path)
        found = _viterbi(scores[first:last].tolist())
        each = range(first, last)
        lost += sum(float(scores[i, path[i]]) - float(scores[i, to]) for i, to in zip(each, found, strict=True))
        path[first:last] = found
    return path if lost < SURELY else _viterbi(scores.tolist())


def _breaks_rule(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where the label of a word is I-x behind one that is neither B-x nor I-x."""
    before = np.concatenate([labels[:1] * 0, labels[:-1]])
    inside = (labels > 0) & (labels % 2 == 0)
    found: NDArray[np.bool_] = inside & (before != labels) & (before != labels - 1)
    return found


def _lead_of_outside(scores: Scores) -> Scores:
    """By how much O leads every other label of each word."""
    found: Scores = scores[:, 0] - scores[:, 1:].max(axis=1)
    return found


def _viterbi(rows: list[list[float]]) -> list[int]:
    """The best sequence, word by word; of so few labels, lists are six times as fast as arrays."""
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
    for first in [n for n, label in enumerate(path) if label % 2]:
        label, n = path[first], first + 1
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
    for first in np.flatnonzero(begins >= least).tolist():
        if first < n:
            continue
        n = first + 1
        while n < len(scores) and chances[n, 0] < outside and begins[n] < max(least, 0.5):
            n += 1
        found.append(Span(first, n, int(scores[first, 1::2].argmax()), float(begins[first])))
    return found
