"""How alike two spans, two roles or two sets of parties are, and who stands for whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

Item = dict[str, Any]

# The published scorer has a narrower folding than the reader's, and scores must not move with the reader.
_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None}
    | {chr(c): None for c in range(0x64B, 0x653)}
)
_WORD = re.compile(r"\w+")


def tokens(role: str | None) -> list[str]:
    """The words of a role, folded, without the article."""
    words = _WORD.findall((role or "").translate(_FOLD))
    return [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words]


def f1(hits: int, predicted: int, gold: int) -> float:
    """Twice the hits over both sizes; 1 where there was nothing to find and nothing was found."""
    return 2 * hits / (predicted + gold) if predicted + gold else 1.0


def token_f1(one: str | None, other: str | None) -> float:
    """F1 over the words of two roles, repeats counted; 0 where either is empty."""
    a, b = Counter(tokens(one)), Counter(tokens(other))
    hits = (a & b).total()
    return f1(hits, a.total(), b.total()) if hits else 0.0


def dice(one: Sequence[int] | None, other: Sequence[int] | None) -> float:
    """Twice the overlap of two spans over the sum of their lengths; 0 where one is missing."""
    if not one or not other:
        return 0.0
    overlap = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return 2 * overlap / ((one[1] - one[0]) + (other[1] - other[0])) if overlap else 0.0


def jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    """What two sets share over what either holds; 1 where both are empty."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a | b else 1.0


def pair(
    gold: Sequence[Item], predicted: Sequence[Item], alike: Callable[[Item, Item], float]
) -> list[tuple[Item, Item]]:
    """One-to-one pairs, the most alike first, then in the order of gold and prediction; what is 0 alike never pairs."""
    likeness = {(i, j): alike(g, p) for i, g in enumerate(gold) for j, p in enumerate(predicted)}
    best_first = sorted((-like, i, j) for (i, j), like in likeness.items() if like > 0)
    gold_left, predicted_left = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for _, i, j in best_first:
        if i in gold_left and j in predicted_left:
            gold_left.remove(i)
            predicted_left.remove(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def align(gold: Item, predicted: Item) -> dict[str, str]:
    """Predicted party id to gold party id: an exact mention in common counts twice, an overlapping one once."""
    cover: Counter[tuple[Any, Any]] = Counter()
    for g in gold["mentions"]:
        for p in predicted.get("mentions", []):
            if g["start"] < p["end"] and p["start"] < g["end"]:
                exact = (g["start"], g["end"]) == (p["start"], p["end"])
                cover[g.get("party"), p.get("party")] += 2 if exact else 1
    pairs = pair(gold["parties"], predicted.get("parties", []), lambda g, p: cover[g["id"], p["id"]])
    return {p["id"]: g["id"] for g, p in pairs}
