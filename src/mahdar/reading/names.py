"""Mentions: every name in a report, with its exact span and type."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import Split, bare, joined, splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import WORD, Word
from mahdar.reading.bodies import Found, grown_body_at, grown_place_at, known_at, place_heads
from mahdar.reading.bylines import with_bylines
from mahdar.reading.draft import Draft
from mahdar.reading.lexicon import (
    ON,
    STRONG,
    begins_a_name,
    common_words,
    heads,
    is_role_head,
    known_names,
    likeness,
    lone_names,
    titles,
    words_of,
)
from mahdar.reading.name_joins import joined_names
from mahdar.reading.outlets import with_outlets
from mahdar.reading.own_names import with_own_names
from mahdar.reading.people import LINKS_THAT_BEGIN, name_end, role_name, saying_forms, title_end
from mahdar.reading.tagging import with_model
from mahdar.record import Mention, PartyType

#: How على, وعلى and فعلى look once folded.
_LIKE_ON = frozenset(("علي", "وعلي", "فعلي"))
#: Frames of engagement verbs whose subject and object are people.
_OF_PEOPLE = frozenset(("receive", "meet", "phone"))
_PROCLITICS = ("", "و", "ف", "ب", "ك", "ل", "ول", "وب")


def find_names(draft: Draft) -> None:
    """Fill `draft.mentions`; `party` stays empty until the parties are told apart."""
    tokens = _with_prepositions(draft)
    noisy = draft.noisy
    found = with_bylines(draft, with_outlets(draft, _scan(tokens, noisy)))
    found += _second_mentions(tokens, noisy, found)
    if draft.tagged is not None:
        found = with_model(draft.tagged, tokens, noisy, found, draft.text)
        found += _second_mentions(tokens, noisy, found)
    mentions = []
    for name in with_own_names(tokens, noisy, joined_names(tokens, found, draft.text)):
        start, end = draft.span(name.first, name.last, name.cut)
        mentions.append(Mention.model_construct(start=start, end=end, type=name.type, party=""))
    draft.mentions = mentions


def _with_prepositions(draft: Draft) -> list[Word]:
    """The words of a report in which the preposition على is told from the name علي, which folding makes one."""
    tokens = draft.words
    if "علي" not in draft.folded.text:
        return tokens
    return [
        replace(w, text=ON, splits=(Split(0, "", ON),)) if w.text in _LIKE_ON and draft.text[w.end - 1] == "ى" else w
        for w in tokens
    ]


class Opens(NamedTuple):
    """What a word can begin, whatever stands around it."""

    anything: bool
    post: bool
    one_post: bool
    title: bool
    person: bool
    known: bool
    body: bool
    place: bool
    says: bool


def _opens(word: str) -> Opens:
    """What a folded word can begin; `says`: it is a verb of saying, behind which a name may stand."""
    return _listed_opens(word) if word in _gate() else _NOTHING


@cache
def _gate() -> frozenset[str]:
    behind_the_article = (words_of("role_heads.tsv"), heads("body_heads.tsv"))
    plain = (LINKS_THAT_BEGIN, begins_a_name(), place_heads(), saying_forms())
    return frozenset().union(
        titles().openers,
        known_names().openers,
        *(written_any(stems, article=True) for stems in behind_the_article),
        *(written_any(stems) for stems in plain),
    )


@lru_cache(maxsize=FORMS)
def _listed_opens(word: str) -> Opens:
    stems = splits(word)
    as_word = Word(WORD, word, 0, 0, len(word), stems)
    post = one_post = person = body = place = says = False
    for _, proclitic, stem in stems:
        if is_role_head(stem):
            post = True
            one_post = one_post or stem not in words_of("post_plurals.tsv")
        person = person or stem in LINKS_THAT_BEGIN or stem in begins_a_name()
        body = body or bare(stem) in heads("body_heads.tsv")
        place = place or stem in place_heads()
        says = says or (proclitic in ("", "و", "ف") and stem in saying_forms())
    title, known = titles().opens(as_word), known_names().opens(as_word)
    return _told(
        post or title or person or known or body or place, post, one_post, title, person, known, body, place, says
    )


_NOTHING = Opens(*[False] * 9)


@cache
def _told(*told: bool) -> Opens:
    return Opens(*told)


def _scan(tokens: list[Word], noisy: list[bool]) -> list[Found]:
    found: list[Found] = []
    people: dict[int, int] = {}
    said = False
    i = 0
    while i < len(tokens):
        if tokens[i].kind != WORD or noisy[i]:
            said = False
            i += 1
            continue
        opens = _opens(tokens[i].text)
        if opens.post or opens.title:
            _look_for_people(tokens, i, people)
        if i in people:
            name: Found | None = Found(i, people[i], 0, "PER")
        elif opens.anything or said:
            name = _name_at(tokens, i, people, said)
        else:
            name = None
        said = opens.says and name is None
        if name is not None:
            found.append(name)
        i = name.last if name is not None else i + 1
    return found


def _look_for_people(tokens: list[Word], i: int, people: dict[int, int]) -> None:
    """Note in `people` the name that a title or post at word `i` announces."""
    if _opens(tokens[i].text).post:
        role = role_name(tokens, i)
        if role:
            people.setdefault(*role)
    end = title_end(tokens, i)
    if end > i and end < len(tokens) and tokens[end].kind == WORD and end not in people:
        last = name_end(tokens, end, tokens[end].text, trusted=True)
        if last > end:
            people[end] = last


def _name_at(tokens: list[Word], i: int, people: dict[int, int], said: bool) -> Found | None:
    """The name that begins at word `i` by itself: person, body or place; the longest wins."""
    opens = _opens(tokens[i].text)
    best: Found | None = None
    for name in (
        known_at(tokens, i) if opens.known else None,
        _person_at(tokens, i, said) if opens.person or said else None,
        _body_at(tokens, i) if opens.body else None,
        grown_place_at(tokens, i) if opens.place else None,
    ):
        if name is None or (best is not None and name.last <= best.last):
            continue
        if not any(p in people for p in range(name.first + 1, name.last)):
            best = name
    return best


def _body_at(tokens: list[Word], i: int) -> Found | None:
    """A body at word `i`, unless it is what a minister or a head of government is called by ('رئيس مجلس الوزراء').

    On train, a body behind the noun of a post is a mention in 99 of 127 cases behind رئيس, قائد and عضو, in none of 92
    behind وزير.
    """
    name = grown_body_at(tokens, i)
    if name is None or name.cut or i == 0 or not _opens(tokens[i - 1].text).one_post:
        return name
    behind = {s.stem for s in tokens[i - 1].splits}
    part_of_post = {w.text for w in tokens[i : name.last]} & words_of("post_bodies.tsv")
    return None if part_of_post or behind & words_of("minister_nouns.tsv") or name.last == i + 1 else name


def _person_at(tokens: list[Word], i: int, said: bool) -> Found | None:
    """A person without title: a strong given name with another behind it, or any name behind a verb of saying."""
    for split in tokens[i].splits:
        if split.proclitic not in _PROCLITICS or (
            split.cut and "و" not in split.proclitic and _whole_name(tokens[i].text)
        ):
            continue
        last = name_end(tokens, i, split.stem, trusted=False)
        if last > i + 1:
            return Found(i, last, split.cut, "PER")
        if last == i + 1 and split.stem in lone_names():
            return Found(i, last, split.cut, "PER")
        if said and not split.cut:
            last = name_end(tokens, i, split.stem, trusted=True)
            if last > i and (last > i + 1 or likeness(split.stem) is None or (likeness(split.stem) or 0) >= STRONG):
                return Found(i, last, 0, "PER")
    return None


def _whole_name(word: str) -> bool:
    """Whether a word that could be cut ('بريت' as ب + ريت) is a name or unknown as a whole."""
    return not word.startswith(("بال", "لل", "كال")) and word not in common_words()


def _second_mentions(tokens: list[Word], noisy: list[bool], found: list[Found]) -> list[Found]:
    """Names told once in full and now again or in short: a person's last name, 'الائتلاف' of a coalition."""
    taken = {i for name in found for i in range(name.first, name.last)}
    told = _told_names(tokens, found)
    wanted = {form for phrase in told for form in joined(phrase[0])}
    more = []
    past = 0
    for i in [i for i, token in enumerate(tokens) if token.text in wanted]:
        name = _told_again(tokens, i, told) if i >= past and not noisy[i] else None
        if name is not None and not taken.intersection(range(name.first, name.last)):
            more.append(name)
            past = name.last
    return more


def _told_names(tokens: list[Word], found: list[Found]) -> dict[tuple[str, ...], PartyType]:
    """What names of the report may be told by again: persons in full and by the last name, bodies in short."""
    told: dict[tuple[str, ...], PartyType] = {}
    for name in found:
        words = [w.text for w in tokens[name.first : name.last]]
        words[0] = words[0][name.cut :]
        if name.type == "ORG" and len(words) > 1 and "ال" + bare(words[0]) in _short_bodies():
            told["ال" + bare(words[0]),] = "ORG"
        if name.type != "PER":
            continue
        begin = len(words) - 1
        while begin > 1 and words[begin - 1] in words_of("name_links.tsv") - {"بن", "ابن"}:
            begin -= 1
        if len(words[-1]) > 2:
            told[tuple(words[begin:])] = "PER"
        if len(words) > 1:
            told[tuple(words)] = "PER"
    return told


def _told_again(tokens: list[Word], i: int, told: dict[tuple[str, ...], PartyType]) -> Found | None:
    if i and _opens(tokens[i - 1].text).post:
        return None
    for split in tokens[i].splits:
        if split.proclitic not in _PROCLITICS:
            continue
        for length in range(min(6, len(tokens) - i), 0, -1):
            kind = told.get((split.stem, *(w.text for w in tokens[i + 1 : i + length])))
            if kind and (length > 1 or kind == "ORG" or _alone(tokens, i, split.stem)):
                return Found(i, i + length, split.cut, kind)
    return None


@cache
def _short_bodies() -> frozenset[str]:
    return frozenset("ال" + noun for noun in words_of("body_short.tsv"))


def _alone(tokens: list[Word], i: int, stem: str) -> bool:
    """Whether a last name may stand for the person here: a common word may only behind a verb of saying."""
    like = likeness(stem)
    if like is None or like >= 0.5 or stem not in common_words():
        return True
    return i > 0 and (_opens(tokens[i - 1].text).says or tokens[i - 1].text in _meets())


@cache
def _meets() -> frozenset[str]:
    """Verbs behind which stands who meets or calls somebody, as they stand in a text, folded."""
    forms = [form for row in rows("mahdar.reading", "engagement_verbs.tsv") for form in row[:2] if row[4] in _OF_PEOPLE]
    return frozenset(w + fold(form) for form in forms for w in ("", "و"))
