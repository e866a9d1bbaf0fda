"""Names of foreigners as the English press writes them: whole names of persons it knows, then words of such names.

    person("فرانك بيكر")                'Frank Baker', also for spellings that sound the same
    pieces("بن والاس")                  [Piece('بن', 'Ben'), Piece('والاس', 'Wallace')]
    pieces("محمد رضائي", "IR")          [Piece('محمد', 'Mohammad'), Piece('رضائي', 'Rezaei')]

Arabic writes Botin for Putin and Bauer for Power; the letters do not tell which. The persons are in
data/romanised_people.tsv; their words are taken from there, where one spelling is the most frequent and the word is no
Arabic name, and from data/romanised_foreign.tsv. What is in neither is None: the lists of `romanisation` spell it.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.name_parts import is_known, sounds
from mahdar.arabic.names import SAME, compare
from mahdar.arabic.phrases import rows

ROOM = "mahdar.arabic"
#: States whose persons have Arabic names: a namesake of a listed Iranian among them is spelled as they are.
ARAB = frozenset((
    "AE", "BH", "DJ", "DZ", "EG", "EH", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD",
    "SO", "SY", "TN", "YE",
))  # fmt: skip
#: In the third column of the lists: nothing is told of single words.
_WHOLE_ONLY = "-"
#: In the second column of romanised_foreign.tsv: the word is an Arabic name too, or one of several; the lists spell it.
_ARABIC = "-"
#: Letters of the shortest word that is taken from a person's name, and words of the longest.
_SHORTEST, _LONGEST = 3, 4
#: Letters of the shortest word, and consonants of the shortest name, that is known by its sound: روث sounds as روس.
_LONG = 5
#: Words that only names of Arabs have.
_OF_ARABS = frozenset(("بن", "بنت", "ال", "ابو", "ام", "ولد"))
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e]")
_VOWELS = str.maketrans("", "", "اويىءه")
#: 'Son' of Turkish family names, in folded letters; the press writes it apart.
_OGLU = frozenset(("اوغلو", "اوغلي", "اوغلى"))


class Person(NamedTuple):
    """A row of the list: name and spelling in their words, and the state in whose names these words are so spelled."""

    words: tuple[str, ...]
    spelled: tuple[str, ...]
    state: str

    @property
    def name(self) -> str:
        return " ".join(self.words)

    def may_be_of(self, country: str | None) -> bool:
        """Whether a person of that state may be this one."""
        return self.state in ("", _WHOLE_ONLY, country) or country not in ARAB


class Piece(NamedTuple):
    """Words of a name, and their spelling where it is known."""

    written: str
    spelled: str | None


def words_of(name: str) -> list[str]:
    """The words of a name as they are written, without vowel signs."""
    return _WORD.findall(_MARKS.sub("", name))


@lru_cache(maxsize=FORMS)
def person(name: str, country: str | None = None) -> str | None:
    """The spelling of a whole name that is listed, or that is written otherwise and sounds as one that is."""
    words = words_of(name)
    if len(words) < 2:
        return None
    key = fold(" ".join(words))
    alike = [one for one in _by_sound().get(_bones(key), ()) if one.may_be_of(country)]
    found = next((one for one in alike if one.name == key), None)
    if found is None and len(_bones(key)) >= _LONG and not _OF_ARABS.intersection(key.split()):
        found = next((one for one in alike if _are_spellings(key, one.name)), None)
    return " ".join(found.spelled) if found else None


def _are_spellings(key: str, name: str) -> bool:
    """Whether two names with the same consonants are one person's: with as many words, or the same letters."""
    alike = len(key.split()) == len(name.split()) or sounds(key.replace(" ", "")) == sounds(name.replace(" ", ""))
    return alike and compare(key, name).score >= SAME


def pieces(name: str, country: str | None = None) -> list[Piece]:
    """A name in pieces; words between known ones stay together."""
    words, i = words_of(name), 0
    own = _own(words, country)
    found: list[Piece] = []
    while i < len(words):
        length, spelled = _longest(words, i, own)
        if spelled is None and found and found[-1].spelled is None:
            found[-1] = Piece(f"{found[-1].written} {words[i]}", None)
        else:
            found.append(Piece(" ".join(words[i : i + length]), spelled))
        i += length
    return found


def _own(words: list[str], country: str | None) -> dict[str, str]:
    """The words that persons of a state spell in their own way; none for an Arab's name: the state is wrong then."""
    own = _words().get(country or "", {}) if country else {}
    keys = [_key(word) for word in words]
    told = {part for key in own for part in key.split()} if own else set()
    arab = any(key.startswith("ال") or key in _OF_ARABS or (is_known(key) and key not in told) for key in keys)
    return {} if arab else own


def _longest(words: list[str], i: int, own: dict[str, str]) -> tuple[int, str | None]:
    """The longest known words that begin at one, and their spelling."""
    for length in range(min(_LONGEST, len(words) - i), 0, -1):
        if (spelled := _known(" ".join(words[i : i + length]), own)) is not None:
            return length, spelled
    if words[i] == "بن" and i == 0 and len(words) > 1 and _known(words[1], own):
        return 1, "Ben"
    return 1, None


def _known(written: str, own: dict[str, str]) -> str | None:
    key = _key(written)
    return own.get(key) or _words()[""].get(key) or _sounding(key)


@lru_cache(maxsize=FORMS)
def _sounding(key: str) -> str | None:
    """The spelling of a word that sounds as a known one, and is long enough and no Arabic name."""
    arabic = len(key) < _LONG or any(_is_arabic(part) or part in _borne() for part in key.split())
    return None if arabic else _words_by_sound().get(_sound(key))


def _key(written: str) -> str:
    return fold(written).replace("ء", "")


def _sound(key: str) -> str:
    """A word with one letter for each foreign sound."""
    return " ".join(map(sounds, key.split()))


def _bones(key: str) -> str:
    """The consonants of a name, one for each sound; how it is parted makes no difference."""
    return sounds(key.replace(" ", "").replace("ء", ""), wide=True).translate(_VOWELS)


@cache
def persons() -> tuple[Person, ...]:
    """The persons of data/romanised_people.tsv, folded."""
    return tuple(_row(*row) for row in rows(ROOM, "romanised_people.tsv"))


def _row(name: str, spelled: str, state: str = "") -> Person:
    parts = tuple(fold(part).replace("_", " ") for part in name.split())
    return Person(parts, tuple(part.replace("_", " ") for part in spelled.split()), state)


@cache
def _by_sound() -> dict[str, tuple[Person, ...]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for one in persons():
        found[_bones(one.name)].append(one)
    return {key: tuple(alike) for key, alike in found.items()}


@cache
def _words() -> dict[str, dict[str, str]]:
    """Words of names with their spelling, by the state in whose names they are so spelled ('': in all)."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in persons():
        for state, key, spelled in _told(one):
            counts[state, key][spelled] += 1
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (state, key), spellings in counts.items():
        (most, times), *others = spellings.most_common(2)
        if not others or others[0][1] < times:
            found[state][key] = most
    for name, spelled, *states in rows(ROOM, "romanised_foreign.tsv"):
        found["".join(states)][_key(name)] = spelled
    return {state: {k: s for k, s in known.items() if s != _ARABIC} for state, known in {"": {}, **found}.items()}


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(_key(name) for name, spelled, *_ in rows(ROOM, "romanised_foreign.tsv") if spelled == _ARABIC)


def _told(one: Person) -> Iterator[tuple[str, str, str]]:
    """What a row tells of single words: the state in whose names they are spelled so ('': in all), word, spelling."""
    for word, spelled in zip(one.words, one.spelled, strict=True):
        key = _key(word)
        if one.state == _WHOLE_ONLY or len(key) < _SHORTEST:
            continue
        if one.state:
            yield one.state, key, spelled
        if _is_foreign(key, known=not one.state):
            yield "", key, spelled


def _is_foreign(key: str, *, known: bool) -> bool:
    """Whether a word is no Arabic name; `known`: of a person in whose state names are no Arabic ones."""
    *_, last = parts = key.split()
    if known or last in _OGLU:
        return not _is_arabic(key)
    return not any(part.startswith("ال") for part in parts) and not (_is_arabic(last) or last in _borne())


def _is_arabic(key: str) -> bool:
    return is_known(key) or key in _settled() or key in _ambiguous()


@cache
def _borne() -> frozenset[str]:
    """Names without article that persons of Arab states bear."""
    text = gzip.decompress((files(ROOM) / "data" / "romanised_usual.tsv.gz").read_bytes()).decode("utf-8")
    return frozenset(line.partition("\t")[0] for line in text.splitlines())


@cache
def _settled() -> frozenset[str]:
    return frozenset(_key(row[0]) for row in rows(ROOM, "romanised_names.tsv"))


@cache
def _words_by_sound() -> dict[str, str]:
    """Words of names of all states by how they sound, where one spelling sounds so."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, spelled in _words()[""].items():
        found[_sound(key)].add(spelled)
    return {sound: spellings.pop() for sound, spellings in found.items() if len(spellings) == 1}
