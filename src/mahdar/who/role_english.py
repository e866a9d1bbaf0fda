"""Roles in English: 'وزير الداخلية العراقي' is 'Iraqi Interior Minister'.

    role_in_english("السفير البريطاني لدى العراق")            'British Ambassador to Iraq'
    role_in_english("نائب رئيس الوزراء وزير الخارجية")         'Deputy Prime Minister, Foreign Minister'
    role_in_english("منظّم رحلات الغريبة")                     None

A role is put together from listed words (data/role_words.tsv), states, and bodies and places by their gazetteers. Words
behind the first that are not known are left out; where the first is not, nothing is said: a guess reads like a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.who.english import body_in_english, known_in_english, state_named, with_article
from mahdar.who.gazetteer import ROOM, states
from mahdar.who.organisations import state_in_english
from mahdar.who.places import country_of, locate
from mahdar.who.posts import posts

_COMMA = re.compile("[،,;؛]")
_TOKEN = re.compile(r"(?:[^\W\d_]|[\u064b-\u065f\u0670])+|\d+")
#: The longest listed phrase, name of a state and name of a place in words.
_LONGEST, _LONGEST_STATE, _LONGEST_PLACE = 5, 4, 3
#: Titles that English gives with the name of the state.
_CROWNS = frozenset(("King", "Queen", "Emir", "Sultan"))
#: Those who are sent to a state, not in it.
_SENT = frozenset(("Ambassador", "Envoy", "Special Envoy", "UN Envoy", "UN Special Envoy"))
#: Kinds of words that a role can begin with.
_HEADS = ("post", "chief", "lead", "aide", "helper", "minister", "rank", "minor")
#: Letters of the shortest word that something hangs on.
_SHORT = 4
#: Kinds of words behind which a seat stands.
_BEFORE_SEATS = ("to", "in", "for")
#: What stands before the name of a state and is no part of it in English.
_OF_STATE = frozenset(map(fold, ("جمهورية", "مملكة", "دولة", "حكومة", "سلطنة")))


#: Adjectives that may be of a body as well: 'الشؤون الأوروبية'. 'الخاص' is of the sent alone ('القوات الخاصة')
_OF_BODIES = ("UN", "EU", "Executive", "interim", "First", "Second")
#: What stands behind the name of a state and belongs to it: 'جمهورية مصر العربية', 'دولة قطر الشقيقة'.
_OFFICIAL = frozenset(map(fold, ("العربية", "الهاشمية", "الاتحادية", "الإسلامية", "الديمقراطية", "الشعبية", "الشقيقة")))


@lru_cache(maxsize=FORMS)
def role_in_english(role: str) -> str | None:
    """A role as the English press writes it, None where its words are not known."""
    told = [_Reading(_TOKEN.findall(part)).english() for part in _parts(role)]
    return ", ".join(dict.fromkeys(part for part in told if part)) or None if all(told) else None


def _parts(role: str) -> list[str]:
    """The posts of a role by themselves."""
    found: list[str] = []
    for piece in filter(str.strip, _COMMA.split(role)):
        if found and _listed_at([fold(word) for word in _TOKEN.findall(piece)], _HEADS) is None:
            found[-1] += f" {piece}"
            continue
        some = [post.role for post in posts(piece)]
        found += [one for each in (some if len(some) > 1 else [piece]) for one in _joined_posts(each)]
    return found


def _joined_posts(role: str) -> list[str]:
    """Posts that 'و' joins, each of words that begin one: 'ولي العهد' and 'وزير الدفاع' of 'ولي العهد ووزير الدفاع'."""
    words = role.split()
    bare = [fold(word) for word in words]
    cuts = [i for i in range(1, len(words)) if _begins_a_post(bare, i)]
    ends = [*cuts, len(words)]
    if _begins_a_post(bare, 0):
        cuts.insert(0, 0)
    return [" ".join([words[a][a in cuts :], *words[a + 1 : b]]) for a, b in pairwise([0, *ends])]


def _begins_a_post(words: Sequence[str], i: int) -> bool:
    if not words[i:] or not words[i].startswith("و") or _listed_at(words[i:], _HEADS) is not None:
        return False
    return _listed_at([words[i][1:], *words[i + 1 :]], ("post", "chief", "lead", "helper", "minister")) is not None


class _Phrase(NamedTuple):
    kind: str
    english: str
    length: int


class _Reading:
    """A post that is being read from its first word to its last."""

    def __init__(self, written: Sequence[str]) -> None:
        self._written = list(written)
        self._words = [fold(word) for word in written]
        self._front: list[str] = []
        self._aides: list[str] = []
        self._state = ""
        self._tail: list[str] = []

    def english(self) -> str | None:
        """The post in English."""
        i = self._skipped(0)
        head = self._head(i)
        if head is None:
            return None
        while head.kind == "aide" and (after := self._head(self._led(i + head.length))) is not None:
            self._aides.append(head.english)
            i, head = i + head.length, after
        if head.kind == "rank" and (after := self._phrase(i + head.length, _HEADS)) is not None:
            i, head = i + head.length, after
        told, i = self._headed(head, i + head.length - (head.kind == "lead"))
        while i < len(self._words):
            i = self._more(i, head)
        return self._joined(told)

    def _head(self, i: int) -> _Phrase | None:
        """The head at a word: 'نائب' before a post is its deputy, by itself a member of parliament."""
        head = self._phrase(i, _HEADS)
        aide = self._phrase(i, ("aide",))
        if head is None or aide is None or aide.length < head.length:
            return head
        if self._phrase(self._led(i + aide.length), _HEADS) is not None:
            return aide
        return self._phrase(i, ("post", "chief", "lead")) or aide

    def _headed(self, head: _Phrase, i: int) -> tuple[str, int]:
        """The English of the head with what it needs, and where the rest begins."""
        if head.kind == "minister":
            return self._minister(i)
        if head.kind == "helper" and i < len(self._words):
            end = self._seat_after(i)
            i = self._led(i)
            inner = _Reading(self._written[i:end]).english()
            body = f"the {inner}" if inner is not None else self._body(i, end)
            return (f"{head.english} {body}", end) if body else (head.english.rpartition(" ")[0], len(self._words))
        if head.english == "Head" and (self._only_told(i) or self._of_state(i) is not None):
            return "President", i
        return head.english, i

    def _only_told(self, i: int) -> bool:
        """Whether nothing follows but adjectives of the post: 'الرئيس السابق'."""
        while i < len(self._words) and (word := self._phrase(i, ("front", "after", "drop"))) is not None:
            i += word.length
        return i == len(self._words)

    def _minister(self, i: int) -> tuple[str, int]:
        fields: list[str] = []
        while (field := self._field(i, joined=bool(fields))) is not None:
            fields.append(field.english)
            i += field.length
        if not fields:
            return "Minister", i
        if len(fields) == 1:
            return f"{fields[0].split('/')[0]} Minister", i
        names = [field.split("/")[1] for field in fields]
        return f"Minister of {', '.join(names[:-1])} and {names[-1]}", i

    def _field(self, i: int, *, joined: bool) -> _Phrase | None:
        if not joined:
            return self._phrase(i, ("field",))
        if i >= len(self._words) or not self._words[i].startswith("و"):
            return None
        return _listed_at([self._words[i][1:], *self._words[i + 1 :]], ("field",))

    def _more(self, i: int, head: _Phrase) -> int:
        """Take in what stands at a word behind the head; gives where the next begins."""
        if (word := self._phrase(i, ("front", "after", "drop", *_BEFORE_SEATS))) is not None:
            if word.kind in _BEFORE_SEATS:
                return self._seat(i + word.length, word.kind if head.english not in _SENT else "to")
            if word.kind == "after":
                self._tail.insert(0, word.english)
            elif word.kind == "front":
                self._front.append(word.english)
            return i + word.length
        if not self._state and (found := self._of_state(i)) is not None:
            self._state, length = found
            return i + length
        if _hung(self._words[i]):
            self._words[i], self._written[i] = self._words[i][1:], self._written[i][1:]
            return self._seat(i, "to" if head.english in _SENT else "in", home=True)
        end = self._seat_after(i)
        last = self._adjectives_before(i, end, sent=head.english in (*_SENT, "Representative", "Coordinator"))
        if body := self._body(self._led(i), last, kind="محافظة" if head.english == "Governor" else None):
            self._tail.append(f"of {body}")
        elif head.kind in ("chief", "lead"):
            if kind := self._phrase(self._led(i), ("kind",)):
                self._tail.append(f"of {_an(kind.english)}")
            return len(self._words)  # 'Head in Iraq' would say another thing than 'رئيس بعثة … في العراق'
        return end

    def _adjectives_before(self, i: int, end: int, *, sent: bool) -> int:
        """Where adjectives of the post begin that stand behind a body: 'مبعوث الأمم المتحدة الخاص'."""
        while end - 1 > i and (word := self._phrase(end - 1, ("front",))) is not None:
            if word.english in _OF_BODIES or (word.english == "Special" and not sent):
                break
            self._front.append(word.english)
            end -= 1
        return end

    def _seat_after(self, i: int) -> int:
        """Where the next word that stands before a seat is, or the end."""
        seats = (j for j in range(i + 1, len(self._words)) if self._phrase(j, _BEFORE_SEATS) is not None)
        return next(seats, len(self._words))

    def _of_state(self, i: int) -> tuple[str, int] | None:
        """The adjective of a state whose adjective or name stands at a word and ends the phrase, and its words."""
        start = i
        while start < len(self._words) and _bare(self._words[start]) in _OF_STATE:
            start += 1
        for length in range(min(_LONGEST_STATE, len(self._words) - start), 0, -1):
            code = _state(" ".join(self._words[start : start + length]))
            if code and (adjective := state_in_english(code, of=True)):
                end = start + length
                while end < len(self._words) and self._words[end] in _OFFICIAL and (start > i or end == i + length):
                    end += 1
                return adjective, end - i
        return None

    def _seat(self, i: int, preposition: str, *, home: bool = False) -> int:
        """Take in where somebody sits: an envoy to a state or body, in a town; others' states are their own."""
        end = self._seat_after(i)
        code = _state(" ".join(self._written[i:end]))
        if preposition == "to" and code is None and locate(" ".join(self._written[i:end])).place is not None:
            preposition = "in"
        if home and preposition == "in" and not self._state and code is not None:
            self._state = state_in_english(code, of=True) or ""
            return end
        if i < len(self._words) and (body := self._body(i, end)):
            self._tail.append(f"{preposition} {body}")
        return end

    def _body(self, i: int, end: int, *, kind: str | None = None) -> str:
        """Some words as a state, a place or a body with its article; nothing where they are not known.

        `kind` is the word for what they are the name of.
        """
        start = i
        while start + 1 < end and _bare(self._words[start]) in _OF_STATE:
            start += 1
        rest = " ".join(self._written[start:end])
        if code := _state(rest):
            return state_named(code).name_en
        if kind is not None and (seat := locate(f"{kind} {rest}").place) is not None:
            return seat.name_en.removesuffix(" Governorate")
        whole = " ".join(self._written[i:end])
        known = known_in_english(whole) and not _named_by_chance(whole)
        place = locate(rest).place if end - start <= _LONGEST_PLACE else None
        if place is not None and (end - i > 1 or not known):
            return place.name_en
        return with_article(body_in_english(whole)) if known else ""

    def _led(self, i: int) -> int:
        """Behind a ل that hangs on a word: the word is cut, its place stays."""
        if i < len(self._words) and self._words[i].startswith("ل") and len(self._words[i]) > 3:
            word = self._words[i]
            known = _listed_at(self._words[i:], _HEADS) or _listed().get(_bare(word))
            if known is None or word.startswith("لل"):
                cut = "ال" + word[2:] if word.startswith("لل") else word[1:]
                self._words[i] = self._written[i] = cut
        return i

    def _phrase(self, i: int, kinds: Sequence[str]) -> _Phrase | None:
        return _listed_at(self._words[i:], kinds)

    def _skipped(self, i: int) -> int:
        while (word := self._phrase(i, ("drop",))) is not None and i + word.length < len(self._words):
            i += word.length
        return i

    def _joined(self, told: str) -> str:
        front = [word for word in self._front if word.lower() not in told.lower()]
        first = [word for word in front if word.islower()]
        last = [word for word in front if not word.islower()]
        after = [word for word in self._tail if word.startswith("-")]
        tail = [word for word in self._tail if not word.startswith("-")]
        tail = [word for n, word in enumerate(tail) if not n or word.partition(" ")[2] != tail[n - 1].partition(" ")[2]]
        whole = " ".join([*first, self._state, *last, *self._aides, told + "".join(after), *tail]).split()
        if told in _CROWNS and self._state and not tail:
            whole = [*first, told, "of", _state_names()[self._state]]
        text = " ".join(whole)
        for pattern, polished in _polish():
            text = pattern.sub(polished, text)
        for usual, other in _usages():
            text = re.sub(rf"\b{other}\b", usual, text)
        return text[:1].upper() + text[1:]


def _named_by_chance(words: str) -> bool:
    """Whether a name that is a word too ('الوفاء', 'العربية') was found within a longer name."""
    told = body_in_english(words) or ""
    return any(name in told and name != told for name in _of_kind("named"))


def _an(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


@cache
def _of_kind(kind: str) -> tuple[str, ...]:
    """The Arabic column of the rows of a kind that have no English."""
    return tuple(name for row in rows(ROOM, "role_words.tsv") if row[0] == kind for name in row[2].split("|"))


@cache
def _polish() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What makes English of words that were put side by side."""
    names = "|".join(map(re.escape, _of_kind("article")))
    return (
        (re.compile(r"\b([A-Z]\w+) \1\b"), r"\1"),
        (re.compile(rf"\b(of|for|in|to) (?=(?:{names})\b(?! Affairs))"), r"\1 the "),
        (re.compile(r"\b(Minister(?: of State)?) (?:for|of) the Ministry of "), r"\1 for "),
        (re.compile(r"\bof the (?=(?:[A-Z]\w+ )?(?:Affairs|Human Rights)\b)"), "for "),
        (re.compile(r"\b(for|in) the (?=(?:[A-Z]\w+ )?(?:Affairs|Human Rights)\b)"), r"\1 "),
    )


def _hung(word: str) -> bool:
    """Whether 'in' hangs on a word ('بالقاهرة', 'بتونس'), not its own letter ('بعثة', 'بيروت')."""
    if not word.startswith("ب") or len(word) < _SHORT or locate(word).place is not None:
        return False
    if word.startswith("بال") or locate(word[1:]).place is not None:
        return True
    return _bare(word[1:]) in _OF_STATE or _listed_at([word[1:]], ("kind",)) is not None


def _state(name: str) -> str | None:
    """The ISO code of a state by its name or its adjective."""
    if code := country_of(name):
        return code
    place = locate(name).place
    return place.country if place is not None and place.kind == "country" else None


@cache
def _usages() -> tuple[tuple[str, str], ...]:
    """What a state calls its ministers: the usual English of a post, and the one that it stands for."""
    return tuple((usual, other) for kind, usual, other in rows(ROOM, "role_words.tsv") if kind == "usage")


@cache
def _state_names() -> dict[str, str]:
    """Names of states by their adjectives."""
    codes = {place.country for place in states()}
    return {adjective: state_named(code).name_en for code in codes if (adjective := state_in_english(code, of=True))}


def _listed_at(words: Sequence[str], kinds: Sequence[str]) -> _Phrase | None:
    """The longest listed phrase of one of these kinds that words begin with."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for kind, english in _listed().get(" ".join(map(_bare, words[:length])), ()):
            if kind in kinds:
                return _Phrase(kind, english, length)
    return None


def _bare(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word


@cache
def _listed() -> dict[str, tuple[tuple[str, str], ...]]:
    """Kinds and English of the listed phrases, without articles."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind, english, names in rows(ROOM, "role_words.tsv"):
        for name in names.split("|"):
            key = fold(name)
            found[key] = (*found.get(key, ()), (kind, english))
    return found
