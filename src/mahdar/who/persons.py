"""Persons of many reports: who is one by name, office, state and company, with a score and its reasons.

Nothing is merged below `SAME`. Two parties of one report stay two, and so do two names that are others; what a report
leaves open (a family name alone) is decided by office and by who else is there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import NamedTuple

from mahdar.arabic.name_parts import name_parts
from mahdar.arabic.names import SAME as SAME_NAME
from mahdar.arabic.names import compare, sound_key
from mahdar.arabic.phrases import rows
from mahdar.who.bodies import Item
from mahdar.who.gazetteer import ROOM
from mahdar.who.places import country_of, locate
from mahdar.who.scene import Scene, words_of

#: Least score of two parties that are merged; set on gold/series and on tests/cases/series.
SAME = 0.7
#: Share of the words of two posts from which they are one; days within which company tells who a family name is.
ONE_POST, DAYS = 0.5, 45
#: How many times as often as others the bearer of a family name is named in those weeks, where nothing else tells; of
#: one without others so many reports, less a third.
FAMOUS = 4


class Link(NamedTuple):
    """Two parties that are one person: how sure that is, and why."""

    a: Item
    b: Item
    score: float
    reason: str


@dataclass(frozen=True)
class Person:
    """A party of type PER with what tells who it is."""

    item: Item
    name: str
    post: frozenset[str]
    state: str | None
    likely: str | None
    day: str | None

    @property
    def parts(self) -> int:
        return len(name_parts(self.name).parts)


def link_persons(scenes: list[Scene]) -> tuple[list[list[Item]], list[Link]]:
    """Parties of type PER of all reports, those of one person together; and the links that were made."""
    persons = [person for scene in scenes for person in _persons(scene)]
    cluster = {person.item: [person] for person in persons}
    made: list[Link] = []
    ranked = sorted(
        ((*likeness(a, b), a, b) for a, b in _pairs(persons)), key=lambda row: (-row[0], row[2].item, row[3].item)
    )
    for score, reason, a, b in ranked:
        if score >= SAME and _may_join(cluster[a.item], cluster[b.item]):
            _join(cluster, a, b)
            made.append(Link(a.item, b.item, score, reason))
    made += _by_company(persons, cluster)
    made += _by_fame(persons, cluster)
    seen = {id(group): group for group in cluster.values()}
    return [[p.item for p in group] for group in seen.values()], made


def likeness(a: Person, b: Person) -> tuple[float, str]:
    """How likely two parties of two reports are one person, in [0, 1], and why."""
    named = compare(a.name, b.name)
    apart = a.state is not None and b.state is not None and a.state != b.state
    post = _post_likeness(a, b)
    if named.verdict == "different":
        # Foreign names are spelled in more ways than can be listed; the post has to say the rest.
        near = sound_key(a.name).replace(" ", "") == sound_key(b.name).replace(" ", "")
        alike = post >= ONE_POST and not apart and (near or _short_given(a.name, b.name))
        return (0.75, "one post, the names spelled or shortened otherwise") if alike else (0.0, named.reason)
    if apart:
        return 0.3, "namesakes of two states"
    if a.likely and b.likely and a.likely != b.likely and a.post and b.post and not a.post & b.post:
        return 0.1, "namesakes with other posts in other states"
    if named.score >= SAME_NAME and min(a.parts, b.parts) > 1:
        return min(0.85 + 0.1 * post, 1.0), named.reason
    if post >= ONE_POST:
        return 0.7 + 0.2 * post * named.score, f"{named.reason}, one post"
    return 0.4 * named.score, named.reason


def _persons(scene: Scene) -> list[Person]:
    return [
        Person(
            (scene.doc, p.id), p.names[0], _post(p.role), scene.state(p.id), scene.likely_state(p.id), scene.told.day
        )
        for p in scene.parties.values()
        if p.type == "PER" and p.names
    ]


def _pairs(persons: list[Person]) -> list[tuple[Person, Person]]:
    """Pairs that share the sound of a part of their names."""
    blocks: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        parts = sound_key(person.name).split()
        for part in {*parts, "".join(parts[1:])} - {""}:
            blocks[part].append(person)
    found = {}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            if a.item[0] != b.item[0]:
                found[a.item, b.item] = a, b
    return list(found.values())


def _may_join(x: list[Person], y: list[Person]) -> bool:
    """Whether nobody of one group is plainly another person than one of the other."""
    if {p.item[0] for p in x} & {p.item[0] for p in y}:
        return False
    return all(likeness(a, b)[0] >= 0.2 or not _tell_apart(a, b) for a in x for b in y) and not any(
        a.state and b.state and a.state != b.state for a in x for b in y
    )


def _tell_apart(a: Person, b: Person) -> bool:
    """Whether both names say enough to tell the two apart."""
    return min(a.parts, b.parts) > 1 or compare(a.name, b.name).score < 0.2


def _join(cluster: dict[Item, list[Person]], a: Person, b: Person) -> None:
    x, y = cluster[a.item], cluster[b.item]
    if x is not y:
        x.extend(y)
        for person in y:
            cluster[person.item] = x


def _by_company(persons: list[Person], cluster: dict[Item, list[Person]]) -> list[Link]:
    """Links of those who have a family name alone and no post: to the one whom the others there go with."""
    made = []
    present: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        present[person.item[0]].append(person)
    for person in persons:
        if person.parts > 1 or len(cluster[person.item]) > 1:
            continue
        company = {id(cluster[p.item]) for p in present[person.item[0]] if p is not person}
        found = []
        for group in {id(g): g for g in cluster.values()}.values():
            near = [p for p in group if _days(p.day, person.day) <= DAYS and p.item[0] != person.item[0]]
            known = [p for p in near if company & {id(cluster[q.item]) for q in present[p.item[0]]}]
            if known and _may_join(group, [person]) and max(compare(p.name, person.name).score for p in known) >= 0.5:
                found.append((group, known[0]))
        if len(found) == 1:
            made.append(Link(found[0][1].item, person.item, SAME, "the family name, in the same company"))
            _join(cluster, found[0][1], person)
    return made


def _by_fame(persons: list[Person], cluster: dict[Item, list[Person]]) -> list[Link]:
    """Links of the family names that are left: to the one whom the reports of those weeks know far better than others."""
    made = []
    by_family: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        by_family[(sound_key(person.name).split() or [""])[-1]].append(person)
    for person in persons:
        if person.parts > 1 or person.post or len(cluster[person.item]) > 1:
            continue
        known = []
        for group in {id(g): g for g in (cluster[p.item] for p in by_family[sound_key(person.name)])}.values():
            near = [p for p in group if p.parts > 1 and p is not person and _days(p.day, person.day) <= DAYS]
            if near and max(compare(p.name, person.name).score for p in near) >= 0.5:
                known.append((len(near), near[0].item, near[0], group))
        known.sort(key=lambda row: (-row[0], row[1]))
        if known and known[0][0] >= FAMOUS * max(known[1][0] if len(known) > 1 else 0, 0.7):
            if _may_join(known[0][3], [person]):
                made.append(Link(known[0][1], person.item, SAME, "the family name, of one who is far better known"))
                _join(cluster, known[0][2], person)
    return made


def _short_given(a: str, b: str) -> bool:
    """Whether one given name is the beginning of the other, before one family name ('آش كارتر', 'آشتون كارتر')."""
    x, y = name_parts(a).parts, name_parts(b).parts
    return min(len(x), len(y)) > 1 and x[-1] == y[-1] and (x[0].startswith(y[0]) or y[0].startswith(x[0]))


def _days(a: str | None, b: str | None) -> int:
    if not a or not b or len(a) < 10 or len(b) < 10:
        return 10_000
    return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days)


def _post(role: str | None) -> frozenset[str]:
    """The words of a post that count: without titles of rank, adjectives of states, 'former' and 'new'."""
    if not role:
        return frozenset()
    words = [w for w in words_of(role) if w not in _fillers() and country_of(w) is None]
    return frozenset(w for w in words if (found := locate(w).place) is None or found.kind not in ("country", "capital"))


def _post_likeness(a: Person, b: Person) -> float:
    """Share of the words of two posts that both have."""
    if not a.post or not b.post:
        return 0.0
    return len(a.post & b.post) / min(len(a.post), len(b.post))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for row in rows(ROOM, "post_fillers.tsv") for word in words_of(row[0]))
