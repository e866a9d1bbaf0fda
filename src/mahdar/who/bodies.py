"""Bodies of many reports: by the gazetteer, by other names that reports give them, by name and state.

A ministry without its state is that of the state which the report is on; an outlet is the one of its bare name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from mahdar.arabic.name_parts import sounds
from mahdar.arabic.phrases import rows
from mahdar.record import Party
from mahdar.who.gazetteer import ROOM
from mahdar.who.naming import full_names
from mahdar.who.organisations import Body, Words, named, without_state, words_of
from mahdar.who.scene import Scene

Item = tuple[str, str]
#: Words of a name, and letters of the word, from which one letter more or less is a slip of the pen.
SLIP_WORDS, SLIP_LETTERS = 3, 5
#: Letters that Arabic alone has: a word with one of them has no foreign spellings.
_ARABIC = frozenset("عحضظص")


class BodyKey(NamedTuple):
    """What a body is compared by: its id in the gazetteer or the words of its name; its state where that is told."""

    words: Words
    state: str | None
    known: bool = False


#: A name with a word left out: which one, the others, the state.
Near = tuple[int, Words, str | None]


class _Told(NamedTuple):
    """A body as one report has it: `also` are the keys of its other names."""

    item: Item
    key: BodyKey
    also: frozenset[BodyKey]
    scene: Scene


def known_body(party: Party, scene: Scene) -> Body | None:
    """The body of the gazetteer that a party of type ORG is, by the first of its names that has one."""
    told = scene.state(party.id)
    # An outlet that signs the report is no body that its name may mean besides ('اليوم', 'الجزيرة').
    sectors = ("MED",) if _is_outlet(party, scene) else ()
    found = (named(name, told, scene.countries, sectors) for name in full_names(party, scene))
    return next(filter(None, found), None)


def body_key(party: Party, scene: Scene) -> BodyKey:
    """The key of a party of type ORG in its report."""
    if body := known_body(party, scene):
        return BodyKey((body.id.split(":")[0],), body.country or None, known=True)
    return _key_of_words(next(iter(full_names(party, scene))), party, scene)


def link_bodies(scenes: list[Scene]) -> list[list[Item]]:
    """Parties of type ORG of all reports, those of one body together.

    Bodies of one name are one where their state is the same; where a report does not tell it, it is the only state
    that others tell (of what every state has, if they share a person with it), else the first of those that the report
    is on. A name is that of a body with a longer one where a report calls this one body by both.
    """
    parties = ((party, scene) for scene in scenes for party in scene.parties.values())
    told = [told_body(party, scene) for party, scene in parties if party.type == "ORG" and party.names]
    states: dict[Words, dict[str, set[Words]]] = defaultdict(lambda: defaultdict(set))
    for one in told:
        if one.key.state:
            states[one.key.words][one.key.state] |= persons_named(one.scene)
    clusters: dict[BodyKey, list[Item]] = defaultdict(list)
    of: dict[BodyKey, BodyKey] = {}
    for one in told:
        key = _with_state(one, states[one.key.words])
        clusters[key].append(one.item)
        of.setdefault(one.key, key)
    same = {**_other_names(told, of, clusters), **_slips(clusters)}
    for key in sorted(same, key=str):
        _move(clusters, same, key)
    return [clusters[key] for key in sorted(clusters, key=str)]


def told_body(party: Party, scene: Scene) -> _Told:
    """A party of type ORG as its report has it."""
    key = body_key(party, scene)
    also = {_key_of_words(name, party, scene) for name in full_names(party, scene)} - {key}
    return _Told((scene.doc, party.id), key, frozenset(k for k in also if not _general(k.words)), scene)


def _with_state(one: _Told, states: Mapping[str, set[Words]]) -> BodyKey:
    """The key with the state that is meant where the report does not tell it.

    `states` are those that others tell for a body of this name, with the persons of these reports.
    """
    if one.key.state or not states:
        return one.key
    met = len(states) == 1 and not next(iter(states.values())).isdisjoint(persons_named(one.scene))
    return one.key._replace(state=state_meant(one.key.known, one.scene.countries, states, met=met))


def state_meant(known: bool, countries: Sequence[str], states: Collection[str], *, met: bool) -> str | None:
    """The state of a body of which its report, on these countries, does not tell it, but others tell `states`.

    `met`: where they tell one state, whether one of these reports names a person that this one names too.
    """
    here = next((code for code in countries if code in states), countries[0] if countries else None)
    if len(states) > 1:
        return here
    # Of what every state has, the only one that is told of need not be that of a report on other states and persons.
    (only,) = states
    return here if known and here is not None and not met else only


def persons_named(scene: Scene) -> set[Words]:
    """The persons whom a report names by two words and more."""
    names = (words_of(name) for p in scene.parties.values() if p.type == "PER" for name in p.names)
    return {name for name in names if len(name) > 1}


def _key_of_words(name: str, party: Party, scene: Scene) -> BodyKey:
    words = words_of(name)
    outlet = _media(words)
    if outlet is not None:
        return BodyKey(_spelled(outlet), None)
    if _is_outlet(party, scene):
        return BodyKey(_spelled(words), None)
    told = scene.state(party.id)
    # 'بعثة الناتو في العراق' is the mission; where it is goes without saying in the next report.
    if len(words) > 2 and words[-2] in ("في", "لدي"):
        words = words[:-2]
    bare, state = without_state(words)
    kept = bare if told is None or state == told else words
    return BodyKey(_spelled([w for w in kept if w not in _fillers("any")] or words), told or state)


def _spelled(words: Iterable[str]) -> Words:
    """Words with one letter for each foreign sound: 'الكونجرس', 'الكونغرس'."""
    return tuple(word if _ARABIC.intersection(word) else sounds(word) for word in words)


def _other_names(
    told: list[_Told], of: dict[BodyKey, BodyKey], clusters: dict[BodyKey, list[Item]]
) -> dict[BodyKey, BodyKey]:
    """Clusters that bear another name of one other cluster."""
    bearers: dict[Words, set[BodyKey]] = defaultdict(set)
    for one in told:
        for key in one.also:
            bearers[key.words].add(of[one.key])
    found = {}
    for key in clusters:
        fitting = {k for k in bearers.get(key.words, ()) if k != key and _fit(k.state, key.state)}
        if not key.known and len(fitting) == 1:
            found[key] = fitting.pop()
    return found


def _fit(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _slips(clusters: dict[BodyKey, list[Item]]) -> dict[BodyKey, BodyKey]:
    """Clusters whose name is one that more reports have, but for a letter left out or doubled in a long word."""
    near: dict[Near, list[BodyKey]] = defaultdict(list)
    for key in clusters:
        for block in near_keys(key):
            near[block].append(key)
    found: dict[BodyKey, BodyKey] = {}
    for (i, _, _), keys in near.items():
        found |= slips_in(i, {key: len(clusters[key]) for key in keys})
    return found


def near_keys(key: BodyKey) -> Iterator[Near]:
    """What a name is looked up by: each of its words left out."""
    if not key.known and len(key.words) >= SLIP_WORDS:
        for i in range(len(key.words)):
            yield i, (*key.words[:i], *key.words[i + 1 :]), key.state


def slips_in(i: int, reports: Mapping[BodyKey, int]) -> dict[BodyKey, BodyKey]:
    """Of names that differ in word `i`, those that are a slip for the one that most reports have."""
    best = min(reports, key=lambda k: (-reports[k], k.words))
    return {key: best for key in reports if key != best and _slip(key.words[i], best.words[i])}


def _slip(a: str, b: str) -> bool:
    """Whether a word is another with one letter left out, in its middle."""
    short, long = sorted((a, b), key=len)
    if len(short) < SLIP_LETTERS or len(long) != len(short) + 1 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))


def _move(clusters: dict[BodyKey, list[Item]], same: dict[BodyKey, BodyKey], key: BodyKey) -> None:
    """Put a cluster with the one that it is, at the end of the chain."""
    target, seen = same[key], {key}
    while target in same and target not in seen:
        seen.add(target)
        target = same[target]
    if target != key and key in clusters and target in clusters:
        clusters[target] += clusters.pop(key)


def _general(words: Words) -> bool:
    """Whether words name a kind of body rather than one ('المجلس', 'التحالف')."""
    return len(words) == 1 and words[0] in _kinds()


def _media(words: Words) -> Words | None:
    """The bare name of an outlet whose name says that it is one."""
    kept = tuple(word for word in words if word not in _fillers("media"))
    return kept if kept and len(kept) < len(words) else None


def _is_outlet(party: Party, scene: Scene) -> bool:
    source = scene.told.record.source
    return source is not None and any(words_of(name) == words_of(source) for name in party.names)


@cache
def _fillers(kind: str) -> frozenset[str]:
    return frozenset(words_of(word)[0] for word, of in rows(ROOM, "body_fillers.tsv") if of == kind)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(_spelled(words_of(row[0]))[0] for row in rows(ROOM, "body_kinds.tsv"))
