"""Posts in the words of a report: what office it is, of which state, at which seat, and whether it is still held.

    posts("السفير الهولندي السابق لدى العراق")
    [Post(head='سفير', words={}, state='NL', seat='IQ', standing='former', …)]

One role can hold several posts ('نائب رئيس الوزراء وزير الخارجية'). What is no office (خبير, شيخ, a rank alone) gives
none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import listed_under, rows
from mahdar.archive.findings import Standing
from mahdar.who.gazetteer import ROOM
from mahdar.who.places import country_of, locate
from mahdar.who.scene import words_of

_TOKEN = re.compile(r"(?:[^\W\d_]|[\u064b-\u065f\u0670])+|\d+|[،,]")
_COMMAS = frozenset("،,")
#: The longest name of a state in words.
_LONGEST = 3


class Post(NamedTuple):
    """A post: `head` is its first word, `words` the others that tell it from other posts, sorted.

    `state` and `seat` are ISO codes where its own words tell them; `role` is the post as written, but for
    'former' and 'new'.
    """

    head: str
    kind: str
    words: tuple[str, ...]
    state: str | None
    seat: str | None
    standing: Standing
    role: str

    def fits(self, other: Post) -> bool:
        """Whether two posts of one person can be one: one head, the words of one among those of the other."""
        if self.head != other.head or not (set(self.words) <= set(other.words) or set(other.words) <= set(self.words)):
            return False
        return not _differ(self.state, other.state) and not _differ(self.seat, other.seat)


class Head(NamedTuple):
    """A word that posts begin with."""

    word: str
    kind: str


@lru_cache(maxsize=FORMS)
def posts(role: str) -> tuple[Post, ...]:
    """The posts that a role names, in its order."""
    tokens = _TOKEN.findall(role)
    starts = [i for i in range(len(tokens)) if _begins(tokens, i)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
        part = [token for token in tokens[start:end] if token not in _COMMAS]
        if (post := _post(part)) is not None:
            found.append(post)
    return tuple(found)


def _begins(tokens: Sequence[str], i: int) -> bool:
    """Whether a post begins at a token: a head, at the beginning, after a comma or after a post that is complete."""
    word = fold(tokens[i])
    if i == 0 or tokens[i - 1] in _COMMAS:
        return _head(word) is not None
    before = fold(tokens[i - 1])
    joined = word.startswith("و") and _head(word) is None
    head = _head(word[1:] if joined else word)
    definite = word[joined:].startswith("ال")
    if head is None or before.endswith("باسم") or _head(before) is not None or before in _words("at"):
        return False
    if head.kind in ("aide", "crown") and definite:
        return False  # 'الأمين العام المساعد', 'مركز الملك سلمان'
    return before.startswith("ال") or (definite and not joined) or (joined and definite)


def _post(tokens: list[str]) -> Post | None:
    folded = [fold(token) for token in tokens]
    folded[0] = folded[0][1:] if _head(folded[0]) is None and folded[0].startswith("و") else folded[0]
    head = _head(folded[0])
    if head is None:
        return None
    standing: Standing = next((s for word in folded if (s := _standing(word))), "holds")
    role = [token for token in tokens if not _standing(fold(token))]
    rest = [word for word in folded[1:] if not _standing(word) and word not in _fillers()]
    if folded[0].startswith("ال") and head.word == "نايب" and not any(_head(_plain(word)) for word in rest):
        rest = ["برلمان"] if folded[1:2] != ["العام"] else ["عدل"]  # 'النائب' and what for; 'النائب العام' prosecutes
    state, seat, kept = _states(rest, head)
    phrase = _short(_aliased(" ".join([head.word, *map(_plain, kept)])))
    first, *others = phrase.split() or [head.word]
    if not others and first == "رييس":
        others = ["جمهوريه"]
    return Post(first, head.kind, tuple(sorted(set(others))), state, seat, standing, " ".join(role))


def _states(words: list[str], head: Head) -> tuple[str | None, str | None, list[str]]:
    """The state that a post is of, the one that it is in, and the words that tell neither."""
    state = seat = None
    kept: list[str] = []
    i, at = 0, False
    while i < len(words):
        word = words[i]
        if word in _words("at"):
            i, at = i + 1, True
            continue
        found, length, attached = _state_at(words, i, at)
        if found and (at or attached):
            seat = seat or found
        elif found:
            state = state or found
        elif (code := country_of(word)) and not at:
            state, length = state or code, 1
        else:
            kept.append(word)
        i, at = i + max(length, 1), False
    if seat and state is None and head.kind != "envoy":
        state = None if head.kind == "head" else seat
    return state, seat, kept


def _state_at(words: list[str], i: int, at: bool) -> tuple[str | None, int, bool]:
    """The state of a name that begins at a word, how many words it has, and whether 'in' is attached to it.

    Behind 'in' a capital stands for its state as well.
    """
    for length in range(min(_LONGEST, len(words) - i), 0, -1):
        name = " ".join(words[i : i + length])
        if (code := _state_named(name, at)) is not None:
            return code, length, False
        if name[:1] in "بل" and len(name) > 4:
            bare = "ال" + name[2:] if name.startswith("لل") else name[1:]
            if (code := _state_named(bare, name[0] == "ب")) is not None:
                return code, length, name[0] == "ب"
    return None, 1, False


@lru_cache(maxsize=FORMS)
def _state_named(name: str, capital: bool) -> str | None:
    place = locate(name).place
    return place.country if place is not None and place.kind in ("country", *["capital"] * capital) else None


def _plain(word: str) -> str:
    """A folded word without article, hamza and what is attached to it."""
    if word.startswith("لل") and len(word) > 4:
        word = word[2:]
    elif re.match("[وبفك]ال..", word):
        word = word[3:]
    bare = word.removeprefix("ال") if len(word) > 4 else word
    if (
        bare == word
        and word.startswith(("ل", "ب", "و"))
        and len(word) > 3 + (word[0] != "ل")
        and word not in _words("whole")
    ):
        bare = word[1:]
    return bare.replace("ء", "")


def _aliased(phrase: str) -> str:
    for other, canonical in _aliases():
        phrase = f" {phrase} ".replace(f" {other} ", f" {canonical} ").strip()
    return phrase


def _short(phrase: str) -> str:
    """Words with the first name of a body in them in its short form."""
    for long, short in _bodies():
        if phrase == long:
            return short
        if (" " in long and f" {long} " in f" {phrase} ") or (len(long) > 4 and phrase.endswith(f" {long}")):
            return f" {phrase} ".replace(f" {long} ", f" {short} ").strip()
    return phrase


def _differ(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def _standing(word: str) -> Standing | None:
    return _standings().get(word)


def _head(word: str) -> Head | None:
    return _heads().get(word.removeprefix("ال"))


@cache
def _heads() -> dict[str, Head]:
    listed = rows(ROOM, "post_heads.tsv")
    return {fold(form): Head(fold(word), kind) for word, kind, forms in listed for form in forms.split("|")}


@cache
def _words(use: str) -> frozenset[str]:
    return frozenset(listed_under(ROOM, "post_words.tsv", use))


@cache
def _standings() -> dict[str, Standing]:
    known: tuple[Standing, ...] = ("former", "new", "designate")
    return {word: standing for standing in known for word in _words(standing)}


@cache
def _fillers() -> frozenset[str]:
    """Words that tell no posts apart, but for 'in', which tells where a seat is."""
    ranks = frozenset(fold(row[0]) for row in rows(ROOM, "post_fillers.tsv"))
    return (ranks | _words("filler")) - _words("at")


def _sounds(words: str) -> str:
    return fold(words).replace("ء", "")


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    """What is said otherwise, the longest first, with the words that it is compared by."""
    listed = [
        (_sounds(other), _sounds(words))
        for use, words, *others in rows(ROOM, "post_words.tsv")
        if use == "alias"
        for other in others[0].split("|")
    ]
    return tuple(sorted(listed, key=lambda row: -len(row[0])))


@cache
def _bodies() -> tuple[tuple[str, str], ...]:
    """Names of bodies in posts with their short form, the longest first."""
    listed = rows(ROOM, "body_names.tsv")
    pairs = [
        (" ".join(words_of(name)), " ".join(words_of(short))) for short, _, names in listed for name in names.split("|")
    ]
    return tuple(sorted(dict(pairs).items(), key=lambda row: -len(row[0])))
