"""Parties and entities in English: bodies and places by their gazetteers, persons in Latin letters.

    name_en(party, scene)                             what a party is called in its report; None where nothing tells it
    Naming(entities).of(("report-1", "p1"))           Named('person:…', 'محمد الغبان', 'Muhammad al-Ghabban')
    body_in_english("لجنة الأمن والدفاع النيابية")    'Parliamentary Committee of Security and Defence'

The words that names of bodies are made of are in data/body_words.tsv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.romanisation import romanise
from mahdar.archive.findings import OWN_LIST, STATE, Known, Named, State
from mahdar.entitylist import Listed
from mahdar.record import Party
from mahdar.who.bodies import Item, known_body
from mahdar.who.gazetteer import ROOM, Place, states
from mahdar.who.naming import full_names
from mahdar.who.organisations import ANY_STATE, Body, named, state_in_english
from mahdar.who.places import country_of, locate
from mahdar.who.scene import Scene

_WORD = re.compile(r"[^\W_]+")
#: Names that English writes without an article.
_BARE_NAMES = re.compile(r"^(?:[A-Z]{2,}|Hamas|Hezbollah|Parliament|[A-Z][\w'-]+$)")
#: Share of an entity's reports from which a name is one of its own.
FEW = 0.08
#: The kind of place that a state is in the gazetteer.
COUNTRY = "country"
#: The longest listed phrase and the longest name of a place in words.
_LONGEST, _LONGEST_PLACE = 7, 3
#: English prepositions for what Arabic attaches or writes before a noun.
_BEFORE = {"في": "in", "لدى": "to", "إلى": "to", "ضد": "against", "على": "of", "من": "of"}


class _Linked(Protocol):
    """What names are taken from: `mahdar.who.Entities`."""

    @property
    def persons(self) -> Sequence[list[Item]]: ...
    @property
    def bodies(self) -> Sequence[list[Item]]: ...
    @property
    def places(self) -> Sequence[list[Item]]: ...
    @property
    def scenes(self) -> Mapping[str, Scene]: ...
    @property
    def of(self) -> Mapping[Item, str]: ...
    @property
    def listed(self) -> Mapping[Item, Listed]: ...


def name_en(party: Party, scene: Scene) -> str | None:
    """The English name of a party in its report, or None where nothing tells it.

    A person's is spelled as the press of his state does ('Mohamed' in Egypt); a body or place that no gazetteer has is
    not translated word by word.
    """
    if not party.names:
        return None
    if party.type == "PER":
        return romanise(full_names(party, scene)[0], country=scene.state(party.id))
    if party.type == "ORG":
        body = known_body(party, scene)
        return body.name_en if body else None
    place = scene.place(party)
    return place.name_en if place else None


class Called(NamedTuple):
    """What a name is spelled from in Latin letters: the name, whether it is a person's, the person's state."""

    name: str
    person: bool
    country: str | None


def called(entities: _Linked) -> dict[Item, Called]:
    """What every entity is called, by the first of its parties."""
    naming = Naming(entities)
    return {group[0]: naming.called(group) for group in naming.groups()}


def spelled(called: Iterable[Called]) -> dict[Called, str]:
    """The names in Latin letters, or in English for bodies whose words tell it; the same in any process."""
    return {
        one: romanise(one.name, country=one.country) if one.person else body_in_english(one.name)
        for one in dict.fromkeys(called)
    }


class Naming:
    """The names of entities; each is worked out once.

    `called` and `spelling` are what was worked out of them already.
    """

    def __init__(
        self,
        entities: _Linked,
        called: Mapping[Item, Called] | None = None,
        spelling: Mapping[Called, str] | None = None,
    ) -> None:
        self._entities = entities
        self._called, self._spelling = called or {}, spelling or {}
        groups = (*entities.persons, *entities.bodies, *entities.places)
        self._groups = {entities.of[group[0]]: group for group in groups}
        self._known: dict[str, Named] = {}

    def of(self, item: Item) -> Named:
        """The entity of a party."""
        return self.named(self._entities.of[item])

    def named(self, entity: str) -> Named:
        """The entity of an id, that of a state among them."""
        if entity not in self._known:
            code = entity.removeprefix(STATE)
            self._known[entity] = state_named(code) if code != entity else self._named(entity)
        return self._known[entity]

    def __contains__(self, entity: object) -> bool:
        return entity in self._groups

    def _named(self, entity: str) -> Named:
        group = self._groups[entity]
        own = self._entities.listed.get(group[0])
        if own is not None and own.name_en:
            return Named(entity, own.names[0], own.name_en)
        one = self._called_by(group)
        party, scene = self._bearer(group, one.name)
        place = scene.place(party) if own is None and party.type in ("GPE", "LOC") else None
        if place is not None and place.kind == COUNTRY:  # 'المملكة' is what its own press calls it
            return replace(state_named(place.country), entity=entity)
        if not one.person and (english := name_en(party, scene)):
            return Named(entity, one.name, english)
        latin = self._spelling[one] if one in self._spelling else spelled([one])[one]
        return Named(entity, one.name, latin)

    def _called_by(self, group: list[Item]) -> Called:
        return self._called.get(group[0]) or self.called(group)

    def groups(self) -> Iterable[list[Item]]:
        """The parties of each entity."""
        return self._groups.values()

    def called(self, group: list[Item]) -> Called:
        """What the entity of some parties is called: by the user's own list, else by its best name."""
        own = self._entities.listed.get(group[0])
        name = own.names[0] if own is not None else best_name(self._entities, group)
        person = self._bearer(group, name)[0].type == "PER"
        return Called(name, person, self._state(group) if person else None)

    def known(self, entity: str) -> Known:
        """What the gazetteers tell of an entity, the user's own list before Mahdar's."""
        told = self._told(entity)
        own = self._entities.listed.get(self._groups[entity][0])
        return told if own is None else replace(told, state=own.country or told.state, source=OWN_LIST + own.id)

    def _told(self, entity: str) -> Known:
        """What Mahdar's gazetteers tell: of a place, by the party that it has its name from."""
        group = self._groups[entity]
        party, scene = self._bearer(group, self._called_by(group).name)
        # Asked of all parties, whatever comes of it: what is noted of a report must not depend on other reports.
        state, body = self._state(group), self._body(group)
        if party.type == "ORG":
            international = body is not None and not body.country and not body.id.endswith(ANY_STATE)
            told = None if international else (body.country if body else "") or state
            return Known(entity, told, body.id if body else None)
        if party.type != "PER" and (place := scene.place(party)) is not None:
            return Known(
                entity, place.country or None, place.id, place.kind, place.lat, place.lon, approximate=place.approximate
            )
        return Known(entity, state)

    def _bearer(self, group: list[Item], name: str) -> tuple[Party, Scene]:
        """The first party of a group that has that name, and its report."""
        doc, id_ = next((item for item in group if name in self._party(item).names), group[0])
        scene = self._entities.scenes[doc]
        return scene.parties[id_], scene

    def _body(self, group: list[Item]) -> Body | None:
        """The body of the gazetteer that most reports tell for a group of parties, one of a known state first."""
        bodies = [(self._party(item), self._entities.scenes[item[0]]) for item in group]
        found = [b for party, scene in bodies if party.type == "ORG" and (b := known_body(party, scene))]
        told = Counter(body.id for body in found)
        return max(found, key=lambda b: (not b.id.endswith(ANY_STATE), told[b.id], b.id), default=None)

    def _state(self, group: list[Item]) -> str | None:
        """The state that most of the reports tell for a group of parties."""
        told = Counter(s for d, p in group if (s := self._entities.scenes[d].state(p)))
        return min(told, key=lambda code: (-told[code], code)) if told else None

    def _party(self, item: Item) -> Party:
        return self._entities.scenes[item[0]].parties[item[1]]


def best_name(entities: _Linked, group: list[Item]) -> str:
    """The name of an entity that has most words, of a place the most frequent; a post where no report has a name.

    Names that few of many reports have are passed over: they may be misread.
    """
    parties = [entities.scenes[doc].parties[id_] for doc, id_ in group]
    names = Counter(name for party in parties for name in party.names)
    names = names or Counter(party.role or party.id for party in parties)
    words = parties[0].type not in ("GPE", "LOC")
    usual = [name for name, count in names.items() if count > len(parties) * FEW]
    return max(usual or names, key=lambda name: (words * len(name.split()), names[name], len(name), name))


def state_named(code: str) -> Named:
    """A state by its ISO code."""
    known = state(code)
    return Named(known.entity, known.name, known.name_en)


@cache
def state(code: str) -> State:
    """A state with all its names by its ISO code."""
    found = _states().get(code)
    english = [name for of in (False, True) if (name := state_in_english(code, of=of))]
    if found is None:
        return State(STATE + code, code, english[0] if english else code, english)
    return State(STATE + code, found.names[0], found.name_en, [*found.names, *dict.fromkeys([found.name_en, *english])])


@cache
def _states() -> dict[str, Place]:
    return {place.country: place for place in states()}


@lru_cache(maxsize=FORMS)
def body_in_english(name: str) -> str:
    """A name in English: that of a listed body, or put together from listed words, bodies, states and places."""
    if (body := named(name)) is not None:
        return body.name_en
    written = _WORD.findall(name)
    words = [fold(word) for word in written]
    adjectives: list[str] = []
    parts: list[_Part] = []
    i = 0
    while i < len(words):
        prefix, kind, english, length = _part(words, written, i)
        if not i and kind == "unknown":
            return romanise(name)  # a name of its own, as those of outlets are
        if kind == "state":
            adjectives.append(english)
        else:
            parts.append((prefix, kind, english))
        i += length
    return " ".join([*dict.fromkeys(adjectives), _joined(parts)]).strip() or romanise(name)


def with_article(body: str) -> str:
    """The English name of a body as it stands in a sentence: 'the Ministry of Interior', 'Hamas', 'NATO'."""
    return body if _BARE_NAMES.match(body) or body.lower().startswith("the ") else f"the {body}"


@lru_cache(maxsize=FORMS)
def known_in_english(name: str) -> bool:
    """Whether a name begins with a noun and all its words are those of listed bodies, places and nouns."""
    if named(name) is not None:
        return True
    written = _WORD.findall(name)
    words = [fold(word) for word in written]
    i = 0
    while i < len(words):
        _, kind, _, length = _part(words, written, i)
        if kind == "unknown" or (not i and kind in ("what", "first")):
            return False
        i += length
    return bool(words)


#: A part of a name: preposition, kind, English.
_Part = tuple[str, str, str]


def _part(words: list[str], written: list[str], i: int) -> tuple[str, str, str, int]:
    """The part of a name that begins at a word: preposition, kind, English, and how many words it has."""
    for cut, prefix in _cuts(words[i]):
        first = "ال" + words[i][2:] if cut and words[i].startswith("لل") else words[i][cut:]
        for length in range(min(_LONGEST, len(words) - i), 0, -1):
            found = _phrase([first, *words[i + 1 : i + length]], words[i + length :], inner=i > 0)
            if found is not None:
                return prefix, *found, length
    if words[i] in _prepositions() and i + 1 < len(words):
        _, kind, english, length = _part(words, written, i + 1)
        return _prepositions()[words[i]], kind, english, length + 1
    cut, prefix = next(((c, p) for c, p in _cuts(words[i]) if c and words[i][c:].startswith("ال") and i), (0, ""))
    return prefix, "unknown", romanise(written[i][cut:]), 1


def _phrase(words: list[str], rest: list[str], *, inner: bool) -> tuple[str, str] | None:
    """Kind and English of some words of a name, before the `rest`; `inner` where others stand before them."""
    if (found := _listed().get(" ".join(map(_bare, words)))) is not None:
        return found
    if len(words) == 1 and inner and (code := country_of(words[0])) and (adjective := state_in_english(code, of=True)):
        return "state", adjective
    if len(words) <= _LONGEST_PLACE and inner and (place := locate(" ".join(words)).place) is not None:
        return "noun", place.name_en
    body = named(" ".join(words)) if (len(words) > 1 or inner) and not _goes_on(words, rest) else None
    return ("name", body.name_en) if body is not None else None


def _goes_on(words: list[str], rest: list[str]) -> bool:
    """Whether a body is of one more thing than `words` say: 'وزارة الشباب والثقافة' is no 'وزارة الشباب'."""
    head, _ = _listed().get(_bare(words[0]), ("", ""))
    more, _ = _listed().get(_bare(rest[0].removeprefix("و")), ("", "")) if rest and rest[0][:1] == "و" else ("", "")
    return head == "of" and more == "noun"


def _cuts(word: str) -> list[tuple[int, str]]:
    """The ways to cut what is attached to a word, with its English."""
    ways = [(0, "")]
    if word.startswith("لل") and len(word) > 4:
        ways.append((1, "for"))
    for letters, english in (("وال", "and"), ("بال", "in"), ("و", "and"), ("ل", "for"), ("ب", "in")):
        if word.startswith(letters) and len(word) > len(letters) + 2:
            ways.append((1, english))
    return ways


def _joined(parts: list[_Part]) -> str:
    """English words in their order: adjectives before their noun, 'of' between nouns."""
    groups: list[list[str]] = []  # preposition and words of each noun
    kinds: list[str] = []
    for prefix, kind, english in parts:
        if kind in ("what", "first") and groups:
            groups[-1 if kind == "what" else 0].insert(1, english)
        else:
            groups.append([prefix, english])
            kinds.append(kind)
    told = ""
    for n, ((prefix, *words), kind) in enumerate(zip(groups, kinds, strict=True)):
        last = n + 1 == len(groups) or groups[n + 1][0] not in ("", "and")
        noun = words[-1].removesuffix(" of") if kind == "of" and (last or groups[n + 1][0]) else words[-1]
        after_of = told.endswith(" of") or kinds[n - 1] == "name" or kind == "name"
        if prefix == "for" and n and kinds[n - 1] == "of":
            prefix = "of"
        link = prefix or ("" if not n or after_of else "of")
        told = " ".join(part for part in (told, link, *words[:-1], noun) if part)
    return told


def _bare(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word


@cache
def _listed() -> dict[str, tuple[str, str]]:
    """Kind and English of the phrases that stand in names."""
    found: dict[str, tuple[str, str]] = {}
    for kind, english, names in rows(ROOM, "body_words.tsv"):
        for name in names.split("|"):
            found.setdefault(" ".join(_bare(word) for word in fold(name).split()), (kind, english))
    return found


@cache
def _prepositions() -> dict[str, str]:
    return {fold(word): english for word, english in _BEFORE.items()}
