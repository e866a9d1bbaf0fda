"""The user's own list of entities beside what was linked: which entity of the list a person, body or place is.

    own = Own(read_list("ministers.csv"))
    persons, made = own.joined(persons, scenes)          groups that are one entity of the list become one
    own.of(persons, scenes)                              the entity of each group, by the group's first party

A party is an entity of the list by name: the same words, for persons of two names and more also another spelling or a
longer form of the name (`arabic.names`), for bodies another name in the gazetteer. Two countries tell two apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from mahdar.arabic.name_parts import name_parts
from mahdar.arabic.names import SAME, compare, name_key, sound_key
from mahdar.entitylist import EntityList, Listed
from mahdar.record import Party
from mahdar.who.bodies import Item
from mahdar.who.gazetteer import place_key
from mahdar.who.naming import full_names
from mahdar.who.organisations import ANY_STATE, Body, named, without_state, words_of
from mahdar.who.scene import Scene

_TYPES: Mapping[str, tuple[str, ...]] = {"person": ("PER",), "body": ("ORG",), "place": ("GPE", "LOC")}
#: Why two are one, as machine links say it.
REASON = "one entity of the user's own list"
Groups = list[list[Item]]


class Own:
    """The entities of a list by their names."""

    def __init__(self, listed: EntityList) -> None:
        self._by_key: dict[tuple[str, str], list[Listed]] = defaultdict(list)
        self._families: dict[str, list[tuple[str, Listed]]] = defaultdict(list)
        self._known: dict[str, list[Listed]] = defaultdict(list)
        for one in listed.entities:
            for key in dict.fromkeys(_key(one.kind, name) for name in one.names):
                self._by_key[one.kind, key].append(one)
            if one.kind == "person":
                for name in one.names:
                    if len(name_parts(name).parts) > 1:
                        self._families[_family(name)].append((name, one))
            elif one.kind == "body":
                for body in dict.fromkeys(filter(None, (named(name, one.country) for name in one.names))):
                    if not body.id.endswith(ANY_STATE):
                        self._known[body.id].append(one)

    def joined(self, groups: Groups, scenes: Mapping[str, Scene]) -> tuple[Groups, list[tuple[Item, Item]]]:
        """The groups, those of one entity of the list together, and the first parties of those that were joined."""
        found = self._votes(groups, scenes)
        first: dict[str, list[Item]] = {}
        kept, made = [], []
        for n, group in enumerate(groups):
            one = found.get(n)
            if one is None or one.id not in first:
                kept.append(copy := list(group))
                if one is not None:
                    first[one.id] = copy
            else:
                made.append((first[one.id][0], group[0]))
                first[one.id] += group
        return kept, made

    def of(self, groups: Groups, scenes: Mapping[str, Scene]) -> dict[Item, Listed]:
        """The entity of each group that is one, by the group's first party; no two groups are the same one."""
        found: dict[str, tuple[int, Item, Listed]] = {}
        for n, one in self._votes(groups, scenes).items():
            size, item = len(groups[n]), groups[n][0]
            if one.id not in found or size > found[one.id][0]:
                found[one.id] = size, item, one
        return {item: one for _, item, one in found.values()}

    def _votes(self, groups: Groups, scenes: Mapping[str, Scene]) -> dict[int, Listed]:
        """The entity that most parties of a group are, by the group's number; none where two are as many."""
        found = {}
        for n, group in enumerate(groups):
            votes = Counter(one for doc, id_ in group if (one := self.entity(scenes[doc].parties[id_], scenes[doc])))
            ranked = votes.most_common(2)
            if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
                found[n] = ranked[0][0]
        return found

    def entity(self, party: Party, scene: Scene) -> Listed | None:
        """The entity of the list that a party is; None where its names have none, or several."""
        kind = next(kind for kind, types in _TYPES.items() if party.type in types)
        for name in full_names(party, scene):
            found = self._by_key.get((kind, _key(kind, name)), [])
            if not found and kind == "person":
                found = self._by_spelling(name)
            general = False
            if kind == "body":
                body = named(name, scene.state(party.id), scene.countries)
                general = body is not None and ":" in body.id
                found = found or self._by_gazetteer(name, body)
            fitting = [one for one in found if _fits(one, party, scene, strict=general or len(found) > 1)]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _by_spelling(self, name: str) -> list[Listed]:
        if len(name_parts(name).parts) < 2:
            return []
        scored = [(compare(name, other).score, one) for other, one in self._families.get(_family(name), ())]
        best = max((score for score, _ in scored), default=0.0)
        return list(dict.fromkeys(one for score, one in scored if score == best)) if best >= SAME else []

    def _by_gazetteer(self, name: str, body: Body | None) -> list[Listed]:
        if body is not None and body.id in self._known:
            return self._known[body.id]
        bare, state = without_state(words_of(name))
        listed = self._by_key.get(("body", " ".join(bare)), []) if state else []
        return [one for one in listed if one.country == state]


def _key(kind: str, name: str) -> str:
    if kind == "person":
        return name_key(name)
    return place_key(name) if kind == "place" else " ".join(words_of(name))


def _family(name: str) -> str:
    return (sound_key(name).split() or [""])[-1]


def _fits(one: Listed, party: Party, scene: Scene, *, strict: bool) -> bool:
    """Whether the report says nothing against an entity; `strict` where its country must be told or be the report's."""
    if one.country is None:
        return True
    told = scene.state(party.id)
    if told is None and strict:
        told = scene.home
    return told == one.country if strict else told in (None, one.country)


def in_all(own: Own, groups: Iterable[Groups], scenes: Mapping[str, Scene]) -> dict[Item, Listed]:
    """The entity of the list that each group of each kind is, by the group's first party."""
    found: dict[Item, Listed] = {}
    for some in groups:
        found |= own.of(some, scenes)
    return found
