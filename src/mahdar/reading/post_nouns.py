"""Words that posts are made of: the nouns that head them, what goes on with them, and the titles before names."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows

COUNTERPART = "نظير"
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "ه")
_ADJECTIVE = ("ي", "يه", "يين", "يتين", "يان")


class Head(NamedTuple):
    """A word that heads a post: its noun, folded, singular and without article; `owner` a pronoun written to it."""

    cut: int
    proclitic: str
    noun: str
    definite: bool
    plural: bool
    owner: str
    flags: str


@lru_cache(maxsize=FORMS)
def is_adjective(text: str) -> bool:
    """Whether a definite word goes on with a post as an adjective: 'العام', 'الروسي'."""
    return text in group("adjectives") or (text.startswith("ال") and text.endswith(_ADJECTIVE))


@cache
def post_gate() -> frozenset[str]:
    """All folded words that can head a post, clitics attached."""
    return written_any(_forms())


def head_of(text: str) -> tuple[Head, ...]:
    """The ways in which a folded word heads a post, the likeliest first; empty where it heads none."""
    return _listed_head_of(text) if text in post_gate() else ()


@lru_cache(maxsize=FORMS)
def _listed_head_of(text: str) -> tuple[Head, ...]:
    forms = _forms()
    found = []
    for cut, proclitic, stem in splits(text):
        if stem not in forms or stem in group("ends"):
            continue
        head = Head(cut, proclitic, *forms[stem])
        found.append(head)
        if stem.endswith("ه") and not head.owner and not head.definite and stem[:-1] in forms:
            found.append(Head(cut, proclitic, forms[stem[:-1]][0], False, False, "ه", forms[stem[:-1]][4]))
    return tuple(found)


@cache
def _forms() -> dict[str, tuple[str, bool, bool, str, str]]:
    """All forms of the nouns that head posts, without clitics before them: with the article, with pronouns, bare."""
    found: dict[str, tuple[str, bool, bool, str, str]] = {}
    for form, (noun, flags, plural) in _nouns().items():
        found[form] = (noun, False, plural, "", flags)
        found["ال" + form] = (noun, True, plural, "", flags)
    for form, (noun, flags, plural) in _nouns().items():
        stem = form[:-1] + "ت" if form.endswith("ه") else form
        for pronoun in _PRONOUNS:
            found.setdefault(stem + pronoun, (noun, False, plural, pronoun, flags))
    return found


@cache
def _nouns() -> dict[str, tuple[str, str, bool]]:
    """Folded heads of posts with their singular, their flags, and whether they are plural or dual."""
    found: dict[str, tuple[str, str, bool]] = {COUNTERPART: (COUNTERPART, "-", False)}
    listed = list(rows("mahdar.reading", "posts.tsv"))
    for row in listed:
        found[fold(row[0])] = (fold(row[0]), row[1], False)
    for row in listed:
        noun = fold(row[0])
        duals = (
            [] if "n" in row[1] else [(noun[:-1] + "ت" if noun.endswith("ه") else noun) + end for end in ("ان", "ين")]
        )
        for plural in (*(fold(row[2]).split() if len(row) > 2 else ()), *duals):
            found.setdefault(plural, (noun, row[1], True))
    return found


def is_title_post(noun: str) -> bool:
    """Whether a folded noun of a post can be a mere title beside another post."""
    return noun in group("title_posts")


@cache
def group(name: str) -> frozenset[str]:
    """A group of words of post_words.tsv, folded."""
    return frozenset(
        w for row in rows("mahdar.reading", "post_words.tsv") if row[0] == name for w in fold(row[1]).split()
    )


@lru_cache(maxsize=FORMS)
def is_titled(text: str) -> bool:
    """Whether a folded word is a title, or part of one, with or without a clitic."""
    return any(title_kind(split.stem) is not None for split in splits(text))


def title_kind(word: str) -> str | None:
    """The kind of the title that a folded word is or is part of: honorific, rank or noble. A post is no title here."""
    return _titles().get(word)


@lru_cache(maxsize=FORMS)
def begins_title(text: str) -> bool:
    """Whether a folded word can be the first of a title, clitics aside: 'الفريق', not the 'أول' behind it."""
    return any(split.stem in _first_words() for split in splits(text))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_titles()) - group("inner_titles")


@cache
def _titles() -> dict[str, str]:
    listed = [(fold(title).split(), kind) for title, kind in rows("mahdar.reading", "titles.tsv")]
    found = {title[0]: kind for title, kind in listed if len(title) == 1}
    for title, kind in listed:
        for word in title:
            found.setdefault(word, kind)
    found.update((word, "honorific") for word in group("titles"))
    return {word: kind for word, kind in found.items() if kind != "post"}
