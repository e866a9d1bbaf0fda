"""The halves and fifths of the training reports: what a model learns, and what it is scored on."""

from __future__ import annotations

import random

from examples import Gold


def fold_of(gold: list[Gold], number: int) -> tuple[list[Gold], list[Gold]]:
    """(learnt, left out): a seeded half of the reports; `number` is 0 or 1."""
    order = list(range(len(gold)))
    random.Random(7).shuffle(order)
    out = set(order[number::2])
    return [g for n, g in enumerate(gold) if n not in out], [g for n, g in enumerate(gold) if n in out]


def fifth_of(gold: list[Gold], number: int) -> tuple[list[Gold], list[Gold]]:
    """(learnt, left out): fifths 0 to 2 are of the first half that `fold_of` leaves out, 3 and 4 of the second.

    So each begins from the student that has read raw reports beside the teacher of its half, who saw none of it.
    """
    half = half_of(number)
    _, out = fold_of(gold, half)
    left = {g.doc for g in (out[number - 3 :: 2] if half else out[number::3])}
    return [g for g in gold if g.doc not in left], [g for g in gold if g.doc in left]


def half_of(fifth: int) -> int:
    """The half in which a fifth lies."""
    return 0 if fifth < 3 else 1
