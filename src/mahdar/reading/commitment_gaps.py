"""Promises of several behind one verb: 'تعهدت ألمانيا ب18 مليون يورو [واليابان ب15 مليونا]'."""

from __future__ import annotations

from typing import NamedTuple

from mahdar.arabic.words import BREAK, NUMBER
from mahdar.reading.clauses import Clauses
from mahdar.reading.commitment_cues import Cue

_KINDS = frozenset(("request", "pledge", "delivered"))
_FORMS = frozenset(("perfect", "imperfect"))
#: Amounts that are written out.
_AMOUNTS = frozenset(("مليون", "مليوني", "ملايين", "مليار", "ملياري", "الف", "الفي"))
_ENDS = frozenset((".", "؛", ";", "بينما", "فيما"))


class Another(NamedTuple):
    """Who promises something too, and the words ``[first, last)`` that tell it."""

    who: tuple[str, ...]
    first: int
    last: int


def gapped(clauses: Clauses, cue: Cue, last: int) -> list[Another]:
    """Who else does what the verb of a cue says, each with an amount, in a commitment that ends before word `last`."""
    if cue.kind not in _KINDS or cue.form not in _FORMS:
        return []
    end = clauses.sentence(cue.at)[1]
    near = clauses.between(cue.last + 1, end)
    too = [r for r in near if clauses.proclitic(r)[:1] == "و" and r.parties and _is_amount(clauses, r.last)]
    if not too or too[0].first > last:
        return []
    bounds = [*(r.first for r in too[1:]), end]
    return [Another(r.parties, r.first, _closing(clauses, r.last + 1, b)) for r, b in zip(too, bounds, strict=True)]


def _is_amount(clauses: Clauses, i: int) -> bool:
    """Whether ب with an amount stands at word `i`: 'ب 15 مليونا', 'بمليون'."""
    text = clauses.text(i)
    if text[:1] != "ب":
        return False
    if text == "ب":
        return i + 1 < len(clauses.words) and (clauses.words[i + 1].kind == NUMBER or clauses.text(i + 1) in _AMOUNTS)
    return text[1:2].isdigit() or text[1:] in _AMOUNTS


def _closing(clauses: Clauses, i: int, end: int) -> int:
    """Where what is promised ends (last word + 1)."""
    while i < end:
        text = clauses.text(i)
        if clauses.is_comma(i) or clauses.words[i].kind == BREAK or text in _ENDS or text[:1] == "و":
            break
        i += 1
    return i
