"""Posts: which person of a report a noun phrase without a name stands for ('وزير الخارجية', 'الرئيس الأميركي').

A role may tell of several posts ('نائب رئيس الوزراء ووزير خارجية الكويت'); a phrase stands for the person if one of them
has all its words, its head included, and if an adjective of origin in it fits the role or the state of the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import MARK, words
from mahdar.reading.lexicon import is_role_head
from mahdar.reading.origin import capitals, state_called, state_of_adjective
from mahdar.record import Party

_AND = ("و", "ف")


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a person: the nouns that can head it and all its words, folded, bare and without clitics.

    `own` are the words of the role itself, `words` those of other names of the post as well; `adjectives` are the states
    that the role names, `states` those of the party it belongs to as well.
    """

    person: str
    heads: frozenset[str]
    own: frozenset[str]
    words: frozenset[str]
    adjectives: frozenset[str]
    states: frozenset[str]
    of: str | None

    def has(self, word: str) -> bool:
        """Whether a folded word of the text, clitic and article seen through, goes with the post."""
        if not self.words.isdisjoint(stems(word)):
            return True
        state = origin_of(word)
        return state is not None and state in self.states


@lru_cache(maxsize=50_000)
def stems(word: str) -> frozenset[str]:
    """What a folded word may be without proclitic and article."""
    return frozenset(bare(split.stem) for split in splits(word))


@lru_cache(maxsize=50_000)
def origin_of(word: str) -> str | None:
    """The state that a folded adjective of origin points at; None for other words."""
    return state_of_adjective(word)


@lru_cache(maxsize=50_000)
def head_of(word: str) -> tuple[int, str, bool] | None:
    """A folded word as the noun of a post: letters of its proclitic, the noun without article, whether it has one."""
    for split in splits(word):
        if split.stem == "ال" or split.proclitic.endswith("س"):
            continue
        if is_role_head(split.stem) or bare(split.stem) in _other_heads():
            return split.cut, bare(split.stem), split.stem.startswith("ال")
    return None


@cache
def _other_heads() -> frozenset[str]:
    """Nouns of posts that only the list of posts with several names has."""
    return frozenset(bare(fold(form).split()[0]) for row in rows("mahdar.reading", "reference_posts.tsv") for form in row[0].split("|"))


def posts_of(party: Party, parties: dict[str, Party]) -> list[Post]:
    """The posts that the role of a person tells of."""
    if party.role is None:
        return []
    return [
        Post(party.id, heads, own, more, states, states | _states_of(party, parties), party.of)
        for heads, own, more, states in _read(party.role)
    ]


@lru_cache(maxsize=5_000)
def _read(role: str) -> list[tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]]:
    """A role in posts: heads, words, words with those of other names of the post, states of its adjectives."""
    found = []
    for post in _parted([word.text for word in words(Folded(role)) if word.kind != MARK]):
        own = frozenset(stem for word in post for stem in stems(word))
        head = head_of(post[0])
        heads = {head[1] if head else bare(post[0])}
        more = set(own)
        for forms in _same_posts():
            if any(_is_called(post, form) for form in forms):
                heads.update(form[0] for form in forms)
                more.update(word for form in forms for word in form)
        states = {code for word in post if (code := origin_of(word) or state_called(word)) is not None}
        found.append((frozenset(heads), own, frozenset(more), frozenset(states)))
    return found


def _parted(role: list[str]) -> list[list[str]]:
    """The words of a role by posts: a new one begins at 'ووزير' or at a definite noun of a post behind a definite noun."""
    posts: list[list[str]] = [[]]
    for i, word in enumerate(role):
        head = head_of(word)
        if i and head is not None:
            cut, noun, definite = head
            joined = cut and word[0] in _AND
            after_definite = role[i - 1].startswith("ال") and (definite or not cut)
            if joined or (after_definite and not cut):
                posts.append([("ال" if definite else "") + noun])
                continue
        posts[-1].append(word)
    return posts


def _is_called(post: list[str], form: tuple[str, ...]) -> bool:
    """Whether a post begins with a name of it; a name of one word ('الرئيس') must not go on with another noun."""
    if len(post) < len(form) or any(form[i] not in stems(post[i]) for i in range(len(form))):
        return False
    if len(form) == 1:
        return post[0].startswith("ال") and (len(post) == 1 or origin_of(post[1]) is not None or not post[1].startswith("ال"))
    return True


@cache
def _same_posts() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(
        tuple(tuple(bare(word) for word in fold(form).split()) for form in row[0].split("|"))
        for row in rows("mahdar.reading", "reference_posts.tsv")
    )


def _states_of(party: Party, parties: dict[str, Party]) -> frozenset[str]:
    """The states that the party is of: by the name of its state or body, and of the state of that body."""
    found: set[str] = set()
    of, steps = party.of, 0
    while of is not None and of in parties and steps < 3:
        for name in parties[of].names:
            folded = fold(name)
            code = state_called(folded) or capitals().get(bare(folded))
            if code is not None:
                found.add(code)
            if parties[of].type == "ORG":
                found.update(state for word in folded.split() if (state := origin_of(word)) is not None)
        of, steps = parties[of].of, steps + 1
    return frozenset(found)
