"""What is kept of the posts beside names, and whose posts they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.reading.draft import Draft
from mahdar.reading.naming import folded
from mahdar.reading.origin import capitals, state_called, state_of_adjective
from mahdar.reading.posts import Post
from mahdar.record import Party

_SENT_TO = frozenset(("في", "لدي", "الي"))
_OTHERS = re.compile(" (?:في|لدي|الي) ")


class Holding(NamedTuple):
    """A post beside a name: words ``[first, last)``, `mention` the number of the name, `post` its head."""

    first: int
    last: int
    mention: int
    post: Post


def words_beside(holdings: Iterable[Holding]) -> dict[int, tuple[int, int]]:
    """For mentions of persons, by number, the words from the post before the name to the post behind it.

    A post that several persons share ('وزيرا الخارجية سعد ونديم') stands beside none of them.
    """
    found: dict[int, tuple[int, int]] = {}
    for holding in holdings:
        if not holding.post.head.plural:
            first, last = found.get(holding.mention, (holding.first, holding.last))
            found[holding.mention] = min(first, holding.first), max(last, holding.last)
    return found


class Kept(NamedTuple):
    """The role kept for a person so far, by weight: any post before any rank, the longer post before the shorter."""

    weight: int
    text: str
    holding: Holding | None


class Places:
    """The parties of a draft by the state or body that words point at."""

    def __init__(self, draft: Draft) -> None:
        self._state: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for party in draft.parties:
            for name in party.names:
                if party.type == "GPE":
                    self._places.setdefault(folded(name), party.id)
                    if code := state_called(folded(name)):
                        self._state.setdefault(code, party.id)
                elif party.type == "ORG":
                    self._bodies.setdefault(folded(name), party.id)

    def of(self, kept: Kept) -> str | None:
        """Whose post it is: the body or state named in it, the state of an adjective, the ministry of a minister."""
        text = f" {fold(kept.text)} ".replace(" لل", " ل ال")
        for named in (self._bodies, self._places):
            found = [
                (at, -len(name), party) for name, party in named.items() if (at := _governs(text, name)) is not None
            ]
            if found:
                return min(found)[2]
        codes = (state_of_adjective(word) for word in _OTHERS.split(text)[0].split())
        state = next((self._state[code] for code in codes if code in self._state), None)
        if state is not None:
            return state
        _, _, field = text.partition(" وزير ")
        if field and (ministry := self._bodies.get(f"وزاره {field.strip()}")):
            return ministry
        owners = (owner for words, owner in _owners().items() if f" {words} " in text)
        return next((p for owner in owners if (p := self._state.get(owner) or self._bodies.get(owner))), None)

    def state_of(self, party: Party) -> str | None:
        """The state that a body, city or other place is of, where its name or the list of places says it."""
        for name in party.names:
            code = _state_told(party.type, name)
            if code in self._state and self._state[code] != party.id:
                return self._state[code]
        return None


@lru_cache(maxsize=FORMS)
def _state_told(kind: str, name: str) -> str | None:
    """The code of the state that the name of a body or place tells."""
    if kind == "ORG":
        return next((code for word in folded(name).split() if (code := state_of_adjective(word))), None)
    if kind == "GPE" and not state_called(folded(name)):
        return capitals().get(bare(folded(name)))
    return None


def _governs(text: str, name: str) -> int | None:
    """Where a folded post names its party, which it is not only sent to ('السفير البريطاني [لدى] العراق')."""
    at = text.find(f"{name} ")
    if at < 0:
        return None
    *before, glued = text[:at].split(" ")
    return at if glued in ("", "ل", "و") and (not before or before[-1] not in _SENT_TO) else None


@cache
def _owners() -> dict[str, str]:
    """Posts of one state or body only, folded, with the state's code or the body's name."""
    return {
        fold(words): fold(owner) if " " in owner else owner
        for words, owner in rows("mahdar.reading", "post_states.tsv")
    }
