"""Holders: what roles say of the posts of a report's persons, so that a phrase without a name finds its person.

A role may tell of several posts ('نائب رئيس الوزراء ووزير خارجية الكويت'); a phrase stands for the person if one of
them has all its words, its head included, and if an adjective of origin in it fits the role or the person's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import MARK, words
from mahdar.reading.origin import state_called, state_of_adjective, states_named
from mahdar.reading.post_nouns import head_of
from mahdar.record import Party

_AND = ("و", "ف")
#: How many bodies up the state of a person is looked for: 'وكيل الوزارة' is of the ministry, the ministry of the state.
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Office:
    """One post of a person: the nouns that can head it and all its words, folded, bare and without clitics.

    `own` are the words of the role itself, `words` those of other names of the post as well; `adjectives` are the
    states that the role names, `states` those of the party it belongs to as well. `alone`: the head alone is a name of
    the post ('الرئيس' of a head of state, not of a head of government).
    """

    person: str
    heads: frozenset[str]
    own: frozenset[str]
    words: frozenset[str]
    adjectives: frozenset[str]
    alone: bool
    states: frozenset[str]
    of: str | None

    def has(self, word: str) -> bool:
        """Whether a folded word of the text, clitic and article seen through, goes with the post."""
        if not self.words.isdisjoint(stems(word)):
            return True
        state = state_of_adjective(word)
        return state is not None and state in self.states


class _Wording(NamedTuple):
    """What a role says of one post; the fields are those of `Office`."""

    heads: frozenset[str]
    own: frozenset[str]
    words: frozenset[str]
    adjectives: frozenset[str]
    alone: bool


def offices_of(party: Party, parties: dict[str, Party]) -> list[Office]:
    """The posts that the role of a person tells of."""
    if party.role is None:
        return []
    states = _states_of(party, parties)
    return [Office(party.id, *wording, wording.adjectives | states, party.of) for wording in _read(party.role)]


@lru_cache(maxsize=FORMS)
def stems(word: str) -> frozenset[str]:
    """What a folded word may be without proclitic and article."""
    return frozenset(bare(split.stem) for split in splits(word))


@lru_cache(maxsize=5_000)
def _read(role: str) -> tuple[_Wording, ...]:
    return tuple(_wording(post) for post in _parted([word.text for word in words(Folded(role)) if word.kind != MARK]))


def _wording(post: list[str]) -> _Wording:
    own = frozenset(stem for word in post for stem in stems(word))
    heads = {head.noun for head in head_of(post[0])} or {bare(post[0])}
    more = set(own)
    alone = False
    for forms in _same_posts():
        if any(_is_called(post, form) for form in forms):
            heads.update(form[0] for form in forms)
            more.update(word for form in forms for word in form)
            alone = alone or any(len(form) == 1 for form in forms)
    states = {code for word in post if (code := state_of_adjective(word) or state_called(word)) is not None}
    return _Wording(frozenset(heads), own, frozenset(more), frozenset(states), alone)


def _parted(role: list[str]) -> list[list[str]]:
    """The words of a role by posts: another begins at 'ووزير', or at a noun of a post behind a definite noun."""
    posts: list[list[str]] = [[]]
    for i, word in enumerate(role):
        heads = head_of(word) if i else ()
        joined = next((head for head in heads if head.proclitic in _AND), None)
        if joined is not None:
            posts.append([("ال" if joined.definite else "") + joined.noun])
        elif heads and not heads[0].cut and role[i - 1].startswith("ال"):
            posts.append([word])
        else:
            posts[-1].append(word)
    return [post for post in posts if post]


def _is_called(post: list[str], form: tuple[str, ...]) -> bool:
    """Whether a post begins with a name of it; a name of one word ('الرئيس') must not go on with another noun."""
    if len(post) < len(form) or any(form[i] not in stems(post[i]) for i in range(len(form))):
        return False
    if len(form) == 1 and len(post) > 1:
        return post[0].startswith("ال") and (state_of_adjective(post[1]) is not None or not post[1].startswith("ال"))
    return len(form) > 1 or post[0].startswith("ال")


@cache
def _same_posts() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(
        tuple(tuple(bare(word) for word in fold(form).split()) for form in row[0].split("|"))
        for row in rows("mahdar.reading", "reference_posts.tsv")
    )


def _states_of(party: Party, parties: dict[str, Party]) -> frozenset[str]:
    """The states that a person is of: by the state or body of the role, and by what that body is of."""
    found: set[str] = set()
    of = party.of
    for _ in range(_STEPS):
        owner = parties.get(of) if of is not None else None
        if owner is None:
            break
        found.update(code for name in owner.names for code in states_named(name, owner.type == "ORG"))
        of = owner.of
    return frozenset(found)
