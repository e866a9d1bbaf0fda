"""Roles: the post that a report gives each person, in the fullest form that it uses, and whose post it is."""

from __future__ import annotations

from functools import cache

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.reading.counterparts import fill_counterparts, fill_deputies
from mahdar.reading.draft import Draft
from mahdar.reading.holdings import Holding, Kept, Places, words_beside
from mahdar.reading.post_nouns import COUNTERPART, group, is_title_post, title_kind
from mahdar.reading.posts import COMMAS, QUOTES, NamesAt, Post, find_posts


def find_roles(draft: Draft) -> None:
    """Fill `role` and `of` of the parties of a draft."""
    names = NamesAt(draft)
    holdings = find_holdings(draft, names, find_posts(draft, names))
    draft.beside = words_beside(holdings)
    places = Places(draft)
    kept: dict[str, Kept] = {}
    for holding in holdings:
        if holding.post.head.noun != COUNTERPART:
            text = _text(draft, names, holding)
            _keep(kept, draft.mentions[holding.mention].party, 100 + len(text.split()), text, holding)
    for number, mention in enumerate(draft.mentions):
        if mention.type == "PER" and mention.party not in kept and (rank := _rank(draft, names, number)):
            kept[mention.party] = Kept(1, rank, None)
    fill_counterparts(draft, names, holdings, kept)
    fill_deputies(draft, holdings, kept)
    for party in draft.parties:
        if party.type != "PER":
            if state := places.state_of(party):
                party.of = state
        elif party.id in kept:
            party.role = kept[party.id].text
            party.of = places.of(kept[party.id])


def _keep(kept: dict[str, Kept], party: str, weight: int, text: str, holding: Holding) -> None:
    if party not in kept or kept[party].weight < weight:
        kept[party] = Kept(weight, text, holding)


def find_holdings(draft: Draft, names: NamesAt, posts: list[Post]) -> list[Holding]:
    """Every post that stands before or behind a person's name, in order."""
    number_at = {names.spans[n][0]: n for n, m in enumerate(draft.mentions) if m.type == "PER"}
    post_at = {post.first: k for k, post in enumerate(posts)}
    found: list[Holding] = []
    for k, post in enumerate(posts):
        if post.name is None:
            continue
        first = k
        while first and _held_with(draft, posts[first - 1], posts[first]):
            first -= 1
        sharers = _sharers(draft, names, number_at[post.name], post.head.plural, number_at)
        last = posts[k - 1].last if first < k and _is_title(post) else post.last
        found.extend(Holding(posts[first].first, last, number, posts[first]) for number in sharers)
    before = {holding.mention for holding in found if holding.last - holding.first > 1}
    for number, mention in enumerate(draft.mentions):
        if (
            mention.type == "PER"
            and number not in before
            and (behind := _behind(draft, names, number, posts, post_at)) is not None
        ):
            found.append(behind)
    return sorted(found)


def _is_title(post: Post) -> bool:
    return post.last - post.first == 1 and post.head.definite and not post.head.cut and is_title_post(post.head.noun)


def _held_with(draft: Draft, before: Post, post: Post) -> bool:
    """Whether two posts in a row are held by one person."""
    if before.name is not None or before.head.plural or post.head.plural:
        return False
    first, noun = before.head.noun, post.head.noun
    if _is_title(post):
        comma = before.last + 1 == post.first and draft.words[before.last].text in COMMAS
        return comma or (
            before.last == post.first
            and (first not in group("no_title_behind") or noun not in group("no_title"))
            and not before.head.cut
        )
    if before.last + 1 == post.first and draft.words[before.last].text in COMMAS:
        return post.head.cut == 0 and first != noun and first in group("comma_first") and noun in group("comma_besides")
    if before.last != post.first:
        return False
    if post.head.proclitic == "و":
        whole = before.last - before.first > 1
        return whole and (
            noun in group("held_besides") or (first in group("and_first") and noun in group("and_besides"))
        )
    if post.head.proclitic:
        return False
    return noun in group("held_besides") or first in group("held_first")


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
    if head.owner and head.noun in group("owned"):
        owner = _owner(draft, names, holding.first)
        return f"{first[: -len(head.owner)]} {owner} {rest}".strip() if owner is not None else text
    if " باسمه" in text:
        owner = _owner(draft, names, holding.first)
        return f"{text[: text.index(' باسمه')]} باسم {owner}" if owner is not None else text
    return _in_full(draft, holding.first, text)


def _in_full(draft: Draft, i: int, text: str) -> str:
    """'رئيس الهيئة' and 'الأمين العام للحزب' with the body's full name, where a body so called is named before."""
    begun, _, last = text.rpartition(" ")
    folded = fold(last)
    noun = folded[2:] if folded.startswith(("ال", "لل")) else ""
    if not begun or len(noun) < 3:
        return text
    for mention in reversed(draft.mentions):
        if mention.type == "ORG" and mention.start < draft.words[i].start:
            name = draft.text[mention.start : mention.end]
            if " " in name and fold(name.split(" ")[0]) == noun:
                return f"{begun} {'ل' if folded.startswith('لل') else ''}{name}"
    return text


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
    ranks = [i for i in kept if draft.words[i].text not in group("courtesy")]
    if not ranks:
        return None
    start, end = draft.span(ranks[0], ranks[-1] + 1)
    return draft.text[start:end].removeprefix("و")


def _kind_of_title(text: str) -> str | None:
    return title_kind(text) or (title_kind(text[1:]) if text.startswith("و") else None)


def _natural(noun: str) -> str:
    """A folded noun as the list spells it."""
    return _spelling().get(noun, noun)


@cache
def _spelling() -> dict[str, str]:
    return {fold(row[0]): row[0] for row in rows("mahdar.reading", "posts.tsv")}
