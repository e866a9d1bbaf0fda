"""What is kept of the posts beside names, and whose posts they are."""

from __future__ import annotations

from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.draft import Draft
from mahdar.reading.origin import capitals, state_called, state_of_adjective
from mahdar.reading.post_nouns import COUNTERPART
from mahdar.reading.posts import NamesAt, Post
from mahdar.record import Party


class Holding(NamedTuple):
    """A post beside a name: words ``[first, last)``, `mention` the number of the name, `post` its head."""

    first: int
    last: int
    mention: int
    post: Post


class Kept(NamedTuple):
    """The role kept for a person so far, by weight: any post before any rank, the longer post before the shorter."""

    weight: int
    text: str
    holding: Holding | None


class Places:
    """The parties of a draft by the state or body that words point at."""

    def __init__(self, draft: Draft) -> None:
        self._state: dict[str, str] = {}
        self._named: dict[str, str] = {}
        for party in draft.parties:
            for name in party.names:
                folded = fold(name)
                if party.type == "GPE" and (code := state_called(folded)):
                    self._state.setdefault(code, party.id)
                if party.type in ("GPE", "ORG"):
                    self._named.setdefault(folded, party.id)

    def of(self, draft: Draft, names: NamesAt, kept: Kept) -> str | None:
        """Whose post it is: the body or state named in it, else the state that an adjective in it points at."""
        holding = kept.holding
        if holding is not None and holding.post.head.noun != COUNTERPART:
            for i in range(holding.first, holding.last):
                number = names.cover.get(i)
                mention = None if number is None else draft.mentions[number]
                if mention and (mention.type == "ORG" or (mention.type == "GPE" and draft.words[i - 1].text != "في")):
                    return mention.party
        codes = (state_of_adjective(word) for word in fold(kept.text).split())
        return next((self._state[code] for code in codes if code in self._state), None)

    def state_of(self, party: Party) -> str | None:
        """The state that a body, city or other place is of, where its name or the list of places says it."""
        for name in party.names:
            folded = fold(name)
            code = None
            if party.type == "ORG":
                code = next((c for w in folded.split() if (c := state_of_adjective(w))), None)
            elif party.type == "GPE" and not state_called(folded):
                code = capitals().get(bare(folded))
            if code in self._state and self._state[code] != party.id:
                return self._state[code]
        return None
