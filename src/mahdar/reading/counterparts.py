"""Roles that another's role tells: 'نظيره الروسي', 'والسعودي', 'نائبه'."""

from __future__ import annotations

from mahdar.arabic.folding import fold
from mahdar.reading.draft import Draft
from mahdar.reading.holdings import Holding, Kept
from mahdar.reading.origin import state_called, state_of_adjective
from mahdar.reading.post_nouns import COUNTERPART, group
from mahdar.reading.posts import COMMAS, NamesAt


def fill_counterparts(draft: Draft, names: NamesAt, holdings: list[Holding], kept: dict[str, Kept]) -> None:
    """Roles told by another's: 'نظيره الروسي سعد', 'وزير الخارجية السعودي سعد [والروسي] علي'."""
    for holding in holdings:
        mention = draft.mentions[holding.mention]
        if holding.post.head.noun == COUNTERPART and (mention.party not in kept or kept[mention.party].weight < 100):
            other = _subject_before(draft, names, holding, kept)
            if other is not None:
                start, end = draft.span(holding.first, holding.last)
                rest = draft.text[start:end].partition(" ")[2]
                kept[mention.party] = Kept(100, f"{without_state(kept[other].text)} {rest}".strip(), holding)
    plural = {holding.mention for holding in holdings if holding.post.head.plural}
    for number in range(1, len(draft.mentions)):
        party = draft.mentions[number].party
        if draft.mentions[number].type != "PER" or (party in kept and kept[party].weight >= 100):
            continue
        text = _shared(draft, names, number, plural, kept)
        if text is not None:
            kept[party] = Kept(100, text, None)
            plural.add(number)


def _shared(draft: Draft, names: NamesAt, number: int, plural: set[int], kept: dict[str, Kept]) -> str | None:
    """The role of one who shares the post of the person named before him, told by the one word between the two.

    'وزير الخارجية السعودي سعد [والروسي] علي', 'وزيرا الدفاع سعد [والداخلية] علي', 'وزراء خارجية مصر سعد [والأردن] علي'.
    """
    i = names.title_first(number) - 1
    other = number - 1 if names.cover.get(i) is None else number - 2
    if other < 0 or draft.mentions[other].party not in kept or draft.mentions[other].type != "PER":
        return None
    j = names.spans[other][1]
    j += j < len(draft.words) and draft.words[j].text in COMMAS
    word = draft.words[i]
    if i != j or not word.text.startswith("وال"):
        return None
    told, role = draft.text[word.start + 1 : word.end], kept[draft.mentions[other].party].text
    if state_of_adjective(word.text[1:]) or i in names.cover:
        return f"{without_state(role)} {told}"
    return f"{role.split()[0]} {told}" if other in plural else None


def fill_deputies(draft: Draft, holdings: list[Holding], kept: dict[str, Kept]) -> None:
    """'نائبه' and 'مستشاره' with the post of the person named last before."""
    for holding in holdings:
        head, party = holding.post.head, draft.mentions[holding.mention].party
        if not head.owner or head.noun not in group("under") or kept[party].holding is not holding or head.plural:
            continue
        first, _, rest = kept[party].text.partition(" ")
        above = next((m.party for m in reversed(draft.mentions[: holding.mention]) if m.type == "PER"), None)
        if above in kept and above != party and not rest:
            kept[party] = Kept(kept[party].weight, f"{first[: -len(head.owner)]} {kept[above].text}", holding)


def _subject_before(draft: Draft, names: NamesAt, holding: Holding, kept: dict[str, Kept]) -> str | None:
    """Whose counterpart 'نظيره' is: the first person of the sentence, else the one named last, a minister if any is."""
    k = max((k for k, (first, _) in enumerate(draft.sentences) if first <= holding.first), default=0)
    first, last = draft.sentences[k] if draft.sentences else (0, 0)
    mine = draft.mentions[holding.mention].party
    others = [n for n, m in enumerate(draft.mentions) if m.type == "PER" and m.party in kept and m.party != mine]
    before = [n for n in others if n < holding.mention]
    inside = [n for n in others if first <= names.spans[n][0] < last]
    ranked = [
        *(n for n in inside if n < holding.mention),
        *(n for n in inside if n > holding.mention),
        *reversed(before),
    ]
    ministers = [n for n in ranked if fold(kept[draft.mentions[n].party].text).startswith(("وزير", "الوزير"))]
    chosen = next(iter(ministers or ranked), None)
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
