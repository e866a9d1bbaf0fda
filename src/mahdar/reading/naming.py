"""What a mention is called, and which earlier party a short name goes with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.reading.draft import Draft
from mahdar.reading.origin import capitals, states
from mahdar.record import Mention


@lru_cache(maxsize=FORMS)
def folded(name: str) -> str:
    """A name folded; the same names come again in report after report."""
    return fold(name)


class Named(NamedTuple):
    """A mention by its surface form; `at` is its place among the report's mentions."""

    form: str
    at: int


def surface(draft: Draft, mention: Mention, known: set[str]) -> str:
    """The name as it stands, without clitic: 'للعراق' gives 'العراق', 'للبنان' 'لبنان'.

    `known` holds the forms of all mentions of the report.
    """
    form = draft.text[mention.start : mention.end]
    if not form.startswith("ل") or draft.text[max(0, mention.start - 1) : mention.start] != "ل":
        return form
    whole = "ا" + form
    if whole not in known:
        first = folded(form)
        elsewhere = draft.text.find(f" {form}") >= 0
        if elsewhere or first in states() or first in capitals():
            return form
    return whole


def nearest(at: int, groups: Iterable[tuple[int, list[int]]]) -> int | None:
    """Of groups with the places of their mentions, the one mentioned last before place `at`, else first after it."""
    best: tuple[int, int, int] | None = None
    for group, places in groups:
        before = [place for place in places if place < at]
        after = [place for place in places if place > at]
        rank = (0, at - before[-1], group) if before else (1, after[0] - at, group) if after else None
        if rank is not None and (best is None or rank < best):
            best = rank
    return best[2] if best else None
