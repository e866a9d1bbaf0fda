"""Mentions: every name in a report, with its exact span and type."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from mahdar.arabic.clitics import Split, bare
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import QUOTES_CLOSE, QUOTES_OPEN, QUOTES_PLAIN, WORD, Word
from mahdar.reading.bodies import Found, grown_body_at, grown_place_at, known_at
from mahdar.reading.draft import Draft
from mahdar.reading.lexicon import (
    ON,
    ROOM,
    STRONG,
    heads,
    is_role_head,
    likeness,
    words_of,
)
from mahdar.reading.people import name_end, role_name, saying_forms, title_end
from mahdar.record import Mention

_PROCLITICS = ("", "و", "ف", "ب", "ك", "ل", "ول", "وب")


def find_names(draft: Draft) -> None:
    """Fill `draft.mentions`; `party` stays empty until the parties are told apart."""
    tokens = _with_prepositions(draft)
    noisy = [draft.in_noise(w.start) for w in tokens] if draft.noise else [False] * len(tokens)
    found = _with_outlets(draft, _scan(tokens, noisy))
    found += _second_mentions(tokens, noisy, found)
    mentions = []
    for name in sorted(found, key=lambda f: f.first):
        start, end = draft.span(name.first, name.last, name.cut)
        mentions.append(Mention(start=start, end=end, type=name.type, party=""))
    draft.mentions = mentions


def _with_prepositions(draft: Draft) -> list[Word]:
    """The words of a report in which the preposition على is told from the name علي, which folding makes one."""
    tokens = draft.words
    if "علي" not in draft.folded.text:
        return tokens
    return [
        replace(w, text=ON, splits=(Split(0, "", ON),)) if w.text == "علي" and draft.text[w.end - 1] == "ى" else w
        for w in tokens
    ]


def _with_outlets(draft: Draft, found: list[Found]) -> list[Found]:
    """Add outlets where they stand as such: in the dateline, in quotation marks or brackets, or as the report's own source."""
    tokens = draft.words
    outlets = []
    for hit in _outlets().all(tokens, ("ل", "و")):
        start, _ = draft.span(hit.first, hit.last, hit.cut)
        in_dateline = draft.dateline is not None and draft.dateline[0] <= start < draft.dateline[1]
        a_place = known_at(tokens, hit.first) is not None and fold(draft.source or "") != hit.value
        if not draft.in_noise(start) and not a_place and (in_dateline or _enclosed(tokens, hit.first, hit.last)):
            outlets.append(Found(hit.first, hit.last, hit.cut, "ORG"))
    if draft.source and draft.dateline:
        at = draft.text.find(draft.source, *draft.dateline)
        if at >= 0:
            first = draft.word_at(at)
            last = draft.word_at(at + len(draft.source) - 1) + 1
            outlets.append(Found(first, last, max(0, draft.folded.index(at) - tokens[first].at), "ORG"))
    covered = {i for o in outlets for i in range(o.first, o.last)}
    kept = [
        f for f in found if f.type == "ORG" and f.last - f.first > 1 or not covered.intersection(range(f.first, f.last))
    ]
    kept_words = {i for f in kept for i in range(f.first, f.last)}
    fresh = {o.first: o for o in outlets if not kept_words.intersection(range(o.first, o.last))}
    return kept + list(fresh.values())


def _enclosed(tokens: list[Word], first: int, last: int) -> bool:
    """Whether words stand alone in quotation marks or brackets."""
    marks = QUOTES_OPEN | QUOTES_CLOSE | QUOTES_PLAIN | {"(", ")"}
    return first > 0 and last < len(tokens) and tokens[first - 1].text in marks and tokens[last].text in marks


@cache
def _outlets() -> Phrases[str]:
    return Phrases((cells[0], fold(cells[0])) for cells in rows(ROOM, "outlets.tsv") if cells[1] in ("agency", "paper"))


def _scan(tokens: list[Word], noisy: list[bool]) -> list[Found]:
    found: list[Found] = []
    people: dict[int, int] = {}
    i = 0
    while i < len(tokens):
        if tokens[i].kind != WORD or noisy[i]:
            i += 1
            continue
        _look_for_people(tokens, i, people)
        if i in people:
            found.append(Found(i, people[i], 0, "PER"))
            i = people[i]
            continue
        name = _name_at(tokens, i, people)
        if name is None:
            i += 1
        else:
            found.append(name)
            i = name.last
    return found


def _look_for_people(tokens: list[Word], i: int, people: dict[int, int]) -> None:
    """Note in `people` the name that a title or post at word `i` announces."""
    if any(is_role_head(s.stem) for s in tokens[i].splits):
        role = role_name(tokens, i)
        if role:
            people.setdefault(*role)
    end = title_end(tokens, i)
    if end > i and end < len(tokens) and tokens[end].kind == WORD and end not in people:
        last = name_end(tokens, end, tokens[end].text, trusted=True)
        if last > end:
            people[end] = last


def _name_at(tokens: list[Word], i: int, people: dict[int, int]) -> Found | None:
    """The name that begins at word `i` by itself: person, body or place; the longest wins."""
    candidates = [
        name
        for name in (_person_at(tokens, i), known_at(tokens, i), _body_at(tokens, i), grown_place_at(tokens, i))
        if name is not None and not any(name.first < p < name.last for p in people)
    ]
    if not candidates:
        return None
    return max(candidates, key=lambda name: name.last)


def _body_at(tokens: list[Word], i: int) -> Found | None:
    if i and is_role_head(tokens[i - 1].text) or (i and any(is_role_head(s.stem) for s in tokens[i - 1].splits)):
        name = grown_body_at(tokens, i)
        return name if name and name.cut else None
    return grown_body_at(tokens, i)


def _person_at(tokens: list[Word], i: int) -> Found | None:
    """A person without title: a strong given name with another name word behind it, or any name behind a verb of saying."""
    said = i > 0 and any(s.stem in saying_forms() and s.proclitic in ("", "و", "ف") for s in tokens[i - 1].splits)
    for split in tokens[i].splits:
        if split.proclitic not in _PROCLITICS:
            continue
        last = name_end(tokens, i, split.stem, trusted=False)
        if last > i + 1:
            return Found(i, last, split.cut, "PER")
        if said and not split.cut:
            last = name_end(tokens, i, split.stem, trusted=True)
            if last > i and (last > i + 1 or likeness(split.stem) is None or (likeness(split.stem) or 0) >= STRONG):
                return Found(i, last, 0, "PER")
    return None


def _second_mentions(tokens: list[Word], noisy: list[bool], found: list[Found]) -> list[Found]:
    """Names of persons by the last part alone, anywhere in the report."""
    taken = [False] * len(tokens)
    tails: set[str] = set()
    bodies: set[str] = set()
    for name in found:
        for i in range(name.first, name.last):
            taken[i] = True
        if name.type == "PER" and name.last - name.first > 1:
            tails.add(tokens[name.last - 1].text)
        elif name.type == "PER":
            tails.add(tokens[name.first].text[name.cut :])
        elif name.type == "ORG" and name.last - name.first > 1:
            bodies.add("ال" + bare(tokens[name.first].text[name.cut :]))
    bodies &= {"ال" + noun for noun in words_of("body_short.tsv")}
    more = []
    for i, word in enumerate(tokens):
        if word.kind != WORD or taken[i] or noisy[i] or (i and is_role_head(tokens[i - 1].text)):
            continue
        for split in word.splits:
            if (
                split.stem in tails
                and len(split.stem) > 2
                and split.proclitic in _PROCLITICS
                and _alone(tokens, i, split.stem)
            ):
                more.append(Found(i, i + 1, split.cut, "PER"))
                break
    return more


def _alone(tokens: list[Word], i: int, stem: str) -> bool:
    """Whether a tail may stand for the person here: a common word may only behind a verb of saying."""
    like = likeness(stem)
    return (
        like is None
        or like >= 0.5
        or any(s.stem in saying_forms() for s in tokens[i - 1].splits)
        or stem not in words_of("common_words.tsv")
    )
