"""References: noun phrases that stand for parties, whether names with roles and titles or phrases without a name."""

from __future__ import annotations

from functools import lru_cache

from mahdar.arabic.folding import fold
from mahdar.arabic.words import WORD
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.holders import stems
from mahdar.reading.holdings import words_beside
from mahdar.reading.pointers import Pointers, pointer_gate, pointer_of
from mahdar.reading.post_nouns import head_of, is_titled
from mahdar.reading.posts import NamesAt, find_posts
from mahdar.reading.roles import find_holdings
from mahdar.record import Mention


def find_references(draft: Draft) -> None:
    """Fill `draft.references` with names, each with the role beside it, and with the phrases that stand for parties.

    In order of the first word, of those with one first word the longest first. A name inside a role
    ('وزير خارجية [الكويت]') has its own reference.
    """
    names = NamesAt(draft)
    held = _held(draft, names)
    found = [_of_name(draft, names, n, m, held.get(n)) for n, m in enumerate(draft.mentions)]
    inside = {i for reference in found for i in range(reference.first, reference.last)}
    starts: dict[int, Mention] = {}
    for (first, _), mention in zip(names.spans, draft.mentions, strict=True):
        starts.setdefault(first, mention)
    pointers = Pointers(draft, starts, dict(names.spans), inside, _titled(draft, found))
    order = sorted((reference.head, reference.parties[0]) for reference in found)
    gate = pointer_gate()
    k = past = 0
    for i, word in enumerate(draft.words):
        if word.text not in gate or i < past or i in inside or word.kind != WORD or pointer_of(word.text) is None:
            continue
        while k < len(order) and order[k][0] <= i:
            pointers.said.append(order[k])
            k += 1
        reference = pointers.at(i)
        if reference is not None:
            found.append(_with_titles(draft, names, reference))
            pointers.said.extend((i, party) for party in reference.parties)
            past = reference.last
    draft.references = sorted(found, key=lambda r: (r.first, -r.last))


def _titled(draft: Draft, references: list[Reference]) -> dict[str, set[str]]:
    """What stands before persons' names, by person: words without clitic and article."""
    found: dict[str, set[str]] = {}
    for reference in references:
        for i in range(reference.first, reference.head):
            found.setdefault(reference.parties[0], set()).update(stems(draft.words[i].text))
    return found


def _held(draft: Draft, names: NamesAt) -> dict[int, tuple[int, int]]:
    """The words of the posts beside persons' names, read anew where the roles have not been read."""
    if draft.beside is None:
        draft.beside = words_beside(find_holdings(draft, names, find_posts(draft, names)))
    return draft.beside


def _of_name(draft: Draft, names: NamesAt, number: int, mention: Mention, held: tuple[int, int] | None) -> Reference:
    """A name with its role and titles: `held` are the words of the posts that stand beside it."""
    head, last = names.spans[number]
    first = head
    vocabulary: frozenset[str] = frozenset()
    if mention.type == "PER":
        party = draft.party.get(mention.party)
        vocabulary = _vocabulary(party.role if party is not None else None)
        first = _role_first(draft, names.title_first(number), vocabulary)
        if held is not None:
            first, last = _titles_first(draft, names, min(first, held[0])), max(last, held[1])
    cut = len(names.cut(number)) if first == head else _proclitic(draft, first, vocabulary)
    return Reference(first, last, head, cut, (mention.party,), named=True)


def _role_first(draft: Draft, first: int, vocabulary: frozenset[str]) -> int:
    """The word at which the role before a name or its titles begins."""
    while first and draft.words[first - 1].kind == WORD:
        if vocabulary.isdisjoint(split.stem for split in draft.words[first - 1].splits):
            break
        first -= 1
    return first


def _titles_first(draft: Draft, names: NamesAt, first: int) -> int:
    """The word at which the titles before a post begin ('[معالي] وزير العدل')."""
    while first and not _proclitic(draft, first, frozenset()) and first - 1 not in names.cover:
        word = draft.words[first - 1]
        if word.kind != WORD or not is_titled(word.text):
            break
        first -= 1
    return first


def _with_titles(draft: Draft, names: NamesAt, reference: Reference) -> Reference:
    """A phrase without a name with the titles before it ('[معالي] الوزير')."""
    first = _titles_first(draft, names, reference.first) if not reference.cut else reference.first
    if first == reference.first:
        return reference
    return Reference(
        first, reference.last, first, _proclitic(draft, first, frozenset()), reference.parties, reference.named
    )


def _proclitic(draft: Draft, first: int, vocabulary: frozenset[str]) -> int:
    """The letters of the proclitic before the noun of a post or a title ('[ل]وزير', '[و]السيد')."""
    heads = head_of(draft.words[first].text)
    if heads:
        return heads[0].cut
    return next((s.cut for s in draft.words[first].splits if s.stem in vocabulary or is_titled(s.stem)), 0)


@lru_cache(maxsize=5_000)
def _vocabulary(role: str | None) -> frozenset[str]:
    return frozenset(fold(role).split()) if role else frozenset()
