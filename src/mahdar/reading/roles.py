"""Roles: the post that a report gives each person, in the fullest form that it uses, and whose post it is."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.reading.draft import Draft
from mahdar.reading.origin import capitals, state_called, state_of_adjective
from mahdar.reading.posts import COMMAS, COUNTERPART, QUOTES, NamesAt, Post, find_posts, title_kind
from mahdar.record import Mention, Party

#: Posts that one person holds besides another: 'ولي العهد [نائب] رئيس مجلس الوزراء', 'رئيس الوفد [والناطق]'.
_HELD_BESIDES = frozenset(fold("قائد نائب ناطق متحدث مشرف عضو مفوض قائم").split())
_HELD_FIRST = frozenset(fold("ولي نائب خادم").split())
_AND_HELD_FIRST = frozenset(fold("ولي نائب وزير وكيل مستشار عضو").split())
_COMMA_HELD = frozenset(fold("ولي نائب خادم وزير").split())
_COMMA_BESIDES = _HELD_BESIDES | frozenset(fold("رئيس وزير").split())
_OWNED = frozenset(
    ("رييس", "رييسه", "زعيم", "سفير", "سفيره", "امين", "قايد", "ناطق", "متحدث", "وزير", "وزيره", "مندوب", "ممثل")
)


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


def find_roles(draft: Draft) -> None:
    """Fill `role` and `of` of the parties of a draft."""
    names = NamesAt(draft)
    holdings = find_holdings(draft, names, find_posts(draft, names))
    places = _Places(draft)
    kept: dict[str, Kept] = {}
    for holding in holdings:
        if holding.post.head.noun != COUNTERPART:
            text = _text(draft, names, holding)
            _keep(kept, draft.mentions[holding.mention].party, 100 + len(text.split()), text, holding)
    for number, mention in enumerate(draft.mentions):
        if mention.type == "PER" and mention.party not in kept and (rank := _rank(draft, names, number)):
            kept[mention.party] = Kept(1, rank, None)
    _counterparts(draft, names, holdings, kept)
    for party in draft.parties:
        if party.type != "PER":
            party.of = places.state_of(party)
        elif party.id in kept:
            party.role = kept[party.id].text
            party.of = places.of(draft, names, kept[party.id])


def _keep(kept: dict[str, Kept], party: str, weight: int, text: str, holding: Holding) -> None:
    if party not in kept or kept[party].weight < weight:
        kept[party] = Kept(weight, text, holding)


def find_holdings(draft: Draft, names: NamesAt, posts: list[Post]) -> list[Holding]:
    """Every post that stands before or behind a person's name, in order."""
    number_at = {names.spans[n][0]: n for n, m in enumerate(draft.mentions) if m.type == "PER"}
    post_at = {post.first: k for k, post in enumerate(posts)}
    found = []
    for k, post in enumerate(posts):
        if post.name is None:
            continue
        first = k
        while first and _held_with(draft, posts[first - 1], posts[first]):
            first -= 1
        for number in _sharers(draft, names, number_at[post.name], post.head.plural, number_at):
            found.append(Holding(posts[first].first, post.last, number, posts[first]))
    before = {holding.mention for holding in found if holding.last - holding.first > 1}
    for number, mention in enumerate(draft.mentions):
        if (
            mention.type == "PER"
            and number not in before
            and (behind := _behind(draft, names, number, posts, post_at)) is not None
        ):
            found.append(behind)
    return sorted(found)


def _held_with(draft: Draft, before: Post, post: Post) -> bool:
    """Whether two posts in a row are held by one person."""
    if before.name is not None or before.head.plural or post.head.plural:
        return False
    first, noun = before.head.noun, post.head.noun
    if before.last + 1 == post.first and draft.words[before.last].text in COMMAS:
        return post.head.cut == 0 and first != noun and first in _COMMA_HELD and noun in _COMMA_BESIDES
    if before.last != post.first:
        return False
    if post.head.proclitic == "و":
        return noun in _HELD_BESIDES or first in _AND_HELD_FIRST
    if post.head.proclitic:
        return False
    return noun in _HELD_BESIDES or first in _HELD_FIRST


def _sharers(draft: Draft, names: NamesAt, number: int, plural: bool, number_at: dict[int, int]) -> list[int]:
    """The persons that a post stands before: one, or for 'وزراء' all that are joined to the first."""
    found = [number]
    while plural:
        i = names.spans[found[-1]][1]
        while i < len(draft.words) and (draft.words[i].text in COMMAS or draft.words[i].text == "و"):
            i += 1
        first = names.opens.get(i)
        if first is None or number_at[first] in found:
            break
        found.append(number_at[first])
    return found


def _behind(draft: Draft, names: NamesAt, number: int, posts: list[Post], post_at: dict[int, int]) -> Holding | None:
    """The post that stands behind a name, with or without a comma ('فرانك بيكر السفير البريطاني')."""
    i = names.spans[number][1]
    while i < len(draft.words) and draft.words[i].text in QUOTES:
        i += 1
    comma = i < len(draft.words) and draft.words[i].text in COMMAS
    k = post_at.get(i + comma)
    if k is None:
        return None
    post = posts[k]
    if post.head.cut or post.name is not None or post.head.plural or post.head.owner:
        return None
    last = k
    while last + 1 < len(posts) and posts[last + 1].name is None and _held_with(draft, posts[last], posts[last + 1]):
        last += 1
    return Holding(post.first, posts[last].last, number, post)


def _text(draft: Draft, names: NamesAt, holding: Holding) -> str:
    """The role as the report words it, with what it leaves to the reader filled in."""
    start, end = draft.span(holding.first, holding.last, holding.post.head.cut)
    text = draft.text[start:end].rstrip(" ،,")
    head = holding.post.head
    if head.definite and text.startswith("ل"):
        text = "ا" + text
    first, _, rest = text.partition(" ")
    if head.plural:
        return f"{'ال' if head.definite else ''}{_natural(head.noun)} {rest}".strip()
    if head.owner and head.noun in _OWNED:
        owner = _owner(draft, names, holding.first)
        if owner is not None:
            return f"{first[: -len(head.owner)]} {owner} {rest}".strip()
    return text


def _counterparts(draft: Draft, names: NamesAt, holdings: list[Holding], kept: dict[str, Kept]) -> None:
    """Roles told by another's: 'نظيره الروسي سعد', 'وزير الخارجية السعودي سعد [والروسي] علي'."""
    for holding in holdings:
        mention = draft.mentions[holding.mention]
        if holding.post.head.noun == COUNTERPART and mention.party not in kept:
            other = _subject_before(draft, names, holding, kept)
            if other is not None:
                start, end = draft.span(holding.first, holding.last)
                rest = draft.text[start:end].partition(" ")[2]
                kept[mention.party] = Kept(100, f"{without_state(kept[other].text)} {rest}".strip(), holding)
    for number, mention in enumerate(draft.mentions):
        if mention.type != "PER" or mention.party in kept or number == 0:
            continue
        i = names.spans[number][0] - 1
        before = draft.mentions[number - 1]
        if i < 0 or not draft.words[i].text.startswith("وال") or names.spans[number - 1][1] != i:
            continue
        if before.party in kept and state_of_adjective(draft.words[i].text[1:]):
            state = draft.text[draft.words[i].start + 1 : draft.words[i].end]
            kept[mention.party] = Kept(100, f"{without_state(kept[before.party].text)} {state}", None)


def _subject_before(draft: Draft, names: NamesAt, holding: Holding, kept: dict[str, Kept]) -> str | None:
    """Whose counterpart 'نظيره' is: the first person of the sentence, else the one named last; one with a role."""
    first = max((s for s, _ in draft.sentences if s <= holding.first), default=0)
    mine = draft.mentions[holding.mention].party
    numbers = [
        n
        for n in range(holding.mention)
        if draft.mentions[n].type == "PER" and draft.mentions[n].party in kept and draft.mentions[n].party != mine
    ]
    inside = [n for n in numbers if names.spans[n][0] >= first]
    chosen = inside[0] if inside else numbers[-1] if numbers else None
    return None if chosen is None else draft.mentions[chosen].party


def without_state(role: str) -> str:
    """A role without the state: 'وزير الخارجية السعودي' and 'وزير خارجية مصر' give 'وزير الخارجية'."""
    words = role.split()
    kept = [w for w in words[1:] if state_of_adjective(fold(w)) is None]
    while kept and (state_called(fold(kept[-1])) or kept[-1] in ("في", "جمهورية")):
        kept.pop()
    if len(kept) == 1 and len(words) > 2 and not kept[0].startswith("ال"):
        kept[0] = "ال" + kept[0]
    return " ".join([words[0], *kept])


def _owner(draft: Draft, names: NamesAt, i: int) -> str | None:
    """The body or state that the pronoun of 'سفيرها' means: the one named last before it that no في governs."""
    for k in range(i - 1, max(-1, i - 40), -1):
        number = names.cover.get(k)
        if number is None or names.spans[number][0] != k or draft.mentions[number].type not in ("ORG", "GPE"):
            continue
        if draft.words[k - 1].text in ("في", "الي", "من") or names.cut(number) == "ب":
            continue
        mention = draft.mentions[number]
        return draft.text[mention.start : mention.end]
    return None


def _rank(draft: Draft, names: NamesAt, number: int) -> str | None:
    """The rank or title of nobility before a name, without honorifics."""
    first, last = names.title_first(number), names.spans[number][0]
    kept = [i for i in range(first, last) if _kind_of_title(draft.words[i].text) in ("rank", "noble")]
    ranks = [i for i in kept if draft.words[i].text not in _courtesy()]
    if not ranks:
        return None
    start, end = draft.span(ranks[0], ranks[-1] + 1)
    return draft.text[start:end].removeprefix("و")


def _kind_of_title(text: str) -> str | None:
    return title_kind(text) or (title_kind(text[1:]) if text.startswith("و") else None)


@cache
def _courtesy() -> frozenset[str]:
    """Titles of birth, which are no post by themselves."""
    return frozenset(fold(title) for title in ("الأمير", "الأميرة", "الإمام", "آية", "الله"))


def _natural(noun: str) -> str:
    """A folded noun as the list spells it."""
    return _spelling().get(noun, noun)


@cache
def _spelling() -> dict[str, str]:
    return {fold(row[0]): row[0] for row in rows("mahdar.reading", "posts.tsv")}


class _Places:
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
