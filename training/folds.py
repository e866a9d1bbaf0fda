"""The halves of the training reports: what a model learns, and what it is scored on."""

from __future__ import annotations

import random

from examples import Gold


def fold_of(gold: list[Gold], number: int) -> tuple[list[Gold], list[Gold]]:
    """(learnt, left out): a seeded half of the reports; `number` is 0 or 1."""
    order = list(range(len(gold)))
    random.Random(7).shuffle(order)
    out = set(order[number::2])
    return [g for n, g in enumerate(gold) if n not in out], [g for n, g in enumerate(gold) if n in out]
