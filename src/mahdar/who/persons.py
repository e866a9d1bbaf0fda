"""Persons of many reports: who is one by name, office, state and company, with a score and its reasons.

Nothing is merged below `SAME`. Two parties of one report stay two, and so do two names that are others; what a report
leaves open (a family name alone) is decided by office and by who else is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product
from typing import NamedTuple

from mahdar.arabic.memory import FORMS
from mahdar.arabic.name_parts import name_parts
from mahdar.arabic.names import SAME as SAME_NAME
from mahdar.arabic.names import compare, sound_key
from mahdar.arabic.phrases import rows
from mahdar.who.bodies import Item
from mahdar.who.days import days_between
from mahdar.who.gazetteer import ROOM
from mahdar.who.naming import full_names
from mahdar.who.places import country_of, locate
from mahdar.who.scene import Scene, words_of

#: Least score of two parties that are merged; set on gold/series and on tests/cases/series.
SAME = 0.7
#: Share of the words of two posts from which they are one; days within which company tells who a family name is.
ONE_POST, DAYS = 0.5, 45
#: How many times as often as others the bearer of a family name is named in those weeks, where nothing else tells; of
#: one without others so many reports, less a third.
FAMOUS = 4
#: Persons of one name who say something else each, from which only those are compared whose names begin alike.
MANY = 120


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

    @property
    def kind(self) -> tuple[object, ...]:
        """All that is said of him but where and when."""
        return self.name, self.post, self.state, self.likely


#: How likely two persons are one, why, and the two.
Scored = tuple[float, str, Person, Person]


class _Group:
    """Persons taken for one: who they are, the reports that they are in, one of each that say the same of him."""

    __slots__ = ("docs", "kinds", "persons")

    def __init__(self, person: Person) -> None:
        self.persons = [person]
        self.docs = {person.item[0]}
        self.kinds = {person.kind: person}


def link_persons(scenes: list[Scene]) -> tuple[list[list[Item]], list[Link]]:
    """Parties of type PER of all reports, those of one person together; and the links that were made."""
    persons = [person for scene in scenes for person in _persons(scene)]
    groups = {person.item: _Group(person) for person in persons}
    made = _join_alike(persons, groups)
    made += _join_scored(groups, ((*likeness(a, b), a, b) for a, b in _pairs(persons)))
    families: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        families[family(person)].append(person)
    made += _by_company(persons, groups, families)
    made += _by_fame(persons, groups, families)
    return [[p.item for p in group.persons] for group in _each(groups.values())], made


def likeness(a: Person, b: Person) -> tuple[float, str]:
    """How likely two parties of two reports are one person, in [0, 1], and why."""
    named = compare(a.name, b.name)
    apart = a.state is not None and b.state is not None and a.state != b.state
    post = _post_likeness(a, b)
    if named.verdict == "different":
        # Foreign names are spelled in more ways than can be listed; the post has to say the rest.
        alike = post >= ONE_POST and not apart and spelled_near(a.name, b.name)
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


def spelled_near(a: str, b: str) -> bool:
    """Whether two names that are others may be one, spelled or shortened in another way."""
    near = sound_key(a).replace(" ", "") == sound_key(b).replace(" ", "")
    return near or _short_given(a, b) or _letter_out(a, b)


def _persons(scene: Scene) -> list[Person]:
    return [
        Person(
            (scene.doc, p.id),
            full_names(p, scene)[0],
            _post(p.role),
            scene.state(p.id),
            scene.likely_state(p.id),
            scene.told.day,
        )
        for p in scene.parties.values()
        if p.type == "PER" and p.names
    ]


def _join_alike(persons: list[Person], groups: dict[Item, _Group]) -> list[Link]:
    """Links of those of whom two reports say just the same, where that is enough."""
    made = []
    first: dict[tuple[object, ...], Person] = {}
    for person in persons:
        other = first.setdefault(person.kind, person)
        score, reason = likeness(other, person) if other is not person else (0.0, "")
        if score >= SAME and person.item[0] not in groups[other.item].docs:
            _join(groups, other, person)
            made.append(Link(other.item, person.item, score, reason))
    return made


def _join_scored(groups: dict[Item, _Group], scored: Iterable[Scored]) -> list[Link]:
    """Join those who are likely enough one, the likest first."""
    made = []
    ranked = sorted((row for row in scored if row[0] >= SAME), key=lambda row: (-row[0], row[2].item, row[3].item))
    for score, reason, a, b in ranked:
        if _may_join(groups[a.item], groups[b.item]):
            _join(groups, a, b)
            made.append(Link(a.item, b.item, score, reason))
    return made


def _pairs(persons: list[Person]) -> Iterator[tuple[Person, Person]]:
    """Pairs that say something else each and share the sound of the family name or of the first two names.

    Or a post and the first name.
    """
    blocks: dict[str, dict[tuple[object, ...], list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in persons:
        for part in block_keys(person):
            # One of each kind will do; a second one, for what the first shares its report with.
            if len(blocks[part][person.kind]) < 2:
                blocks[part][person.kind].append(person)
    number = {person.item: n for n, person in enumerate(persons)}
    seen: set[int] = set()
    for block in blocks.values():
        for a, b in _of_block([person for some in block.values() for person in some]):
            code = number[a.item] * len(persons) + number[b.item]
            if a.item[0] != b.item[0] and code not in seen:
                seen.add(code)
                yield a, b


def block_keys(person: Person) -> set[str]:
    """What a person is looked up by."""
    parts = sound_key(person.name).split()
    shared = {"".join(parts[-1:]), "".join(parts[:2]), "".join(parts[1:]), "".join(parts)}
    if person.post and parts:
        shared.add(" ".join([parts[0], *sorted(person.post)]))
    return shared - {""}


def begun(person: Person) -> str:
    """How a name sounds at its beginning: of a name that hundreds bear, only those are compared that begin alike."""
    return sound_key(person.name)[:2]


def _of_block(some: list[Person]) -> Iterator[tuple[Person, Person]]:
    """Pairs of a block; of a name that hundreds bear, those whose first names begin alike, and family names alone."""
    if len(some) <= MANY:
        yield from combinations(some, 2)
        return
    alone = [person for person in some if person.parts == 1]
    alike: dict[str, list[Person]] = defaultdict(list)
    for person in some:
        if person.parts > 1:
            alike[begun(person)].append(person)
    yield from combinations(alone, 2)
    for others in alike.values():
        yield from combinations(others, 2)
        yield from product(alone, others)


def _may_join(x: _Group, y: _Group) -> bool:
    """Whether nobody of one group is plainly another person than one of the other."""
    if x.docs & y.docs:
        return False
    return not any(_plainly_two(a, b) for a in x.kinds.values() for b in y.kinds.values())


def _plainly_two(a: Person, b: Person) -> bool:
    if a.state and b.state and a.state != b.state:
        return True
    return likeness(a, b)[0] < 0.2 and _tell_apart(a, b)


def _tell_apart(a: Person, b: Person) -> bool:
    """Whether both names say enough to tell the two apart."""
    return min(a.parts, b.parts) > 1 or compare(a.name, b.name).score < 0.2


def _join(groups: dict[Item, _Group], a: Person, b: Person) -> None:
    x, y = groups[a.item], groups[b.item]
    if x is y:
        return
    if len(x.persons) < len(y.persons):
        x, y = y, x
    x.persons += y.persons
    x.docs |= y.docs
    x.kinds |= y.kinds
    for person in y.persons:
        groups[person.item] = x


def _each(groups: Iterable[_Group]) -> list[_Group]:
    """Each group once, in the order of its first person."""
    return list({id(group): group for group in groups}.values())


def family(person: Person) -> str:
    """How the family name sounds."""
    return (sound_key(person.name).split() or [""])[-1]


def _alone(person: Person, groups: dict[Item, _Group]) -> bool:
    return person.parts == 1 and len(groups[person.item].persons) == 1


def _by_company(persons: list[Person], groups: dict[Item, _Group], families: dict[str, list[Person]]) -> list[Link]:
    """Links of those who have a family name alone and no post: to the one whom the others there go with."""
    made = []
    present: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        present[person.item[0]].append(person)
    for person in persons:
        if not _alone(person, groups):
            continue
        company = {id(groups[p.item]) for p in present[person.item[0]] if p is not person}
        found = []
        for group in _each(groups[p.item] for p in families[family(person)]):
            near = [p for p in group.persons if _days(p.day, person.day) <= DAYS and p.item[0] != person.item[0]]
            known = [p for p in near if any(id(groups[q.item]) in company for q in present[p.item[0]])]
            if known and max(compare(p.name, person.name).score for p in known) >= 0.5:
                found.append((group, known[0]))
        if len(found) == 1 and _may_join(found[0][0], groups[person.item]):
            made.append(Link(found[0][1].item, person.item, SAME, "the family name, in the same company"))
            _join(groups, found[0][1], person)
    return made


def _by_fame(persons: list[Person], groups: dict[Item, _Group], families: dict[str, list[Person]]) -> list[Link]:
    """Links of the family names that are left: to the one whom the reports of those weeks know far better."""
    made = []
    for person in persons:
        if person.post or not _alone(person, groups):
            continue
        known = []
        for group in _each(groups[p.item] for p in families[family(person)]):
            near = [p for p in group.persons if p.parts > 1 and _days(p.day, person.day) <= DAYS]
            if near and max(compare(p.name, person.name).score for p in near) >= 0.5:
                known.append((len(near), near[0].item, near[0]))
        known.sort(key=lambda row: (-row[0], row[1]))
        others = known[1][0] if len(known) > 1 else 0
        if known and known[0][0] >= FAMOUS * max(others, 0.7):
            best = known[0][2]
            if _may_join(groups[best.item], groups[person.item]):
                made.append(Link(best.item, person.item, SAME, "the family name, of one who is far better known"))
                _join(groups, best, person)
    return made


def _short_given(a: str, b: str) -> bool:
    """Whether one given name is the beginning of the other, before one family name ('آش كارتر', 'آشتون كارتر')."""
    x, y = name_parts(a).parts, name_parts(b).parts
    return min(len(x), len(y)) > 1 and x[-1] == y[-1] and (x[0].startswith(y[0]) or y[0].startswith(x[0]))


def _letter_out(a: str, b: str) -> bool:
    """Whether one name is the other with one letter left out inside one of its parts ('الجبوري', 'الجبوي')."""
    x, y = name_parts(a).parts, name_parts(b).parts
    if len(x) != len(y) or len(x) < 2:
        return False
    apart = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
    if len(apart) != 1:
        return False
    short, long = sorted(apart[0], key=len)
    return (
        len(short) > 3
        and len(long) == len(short) + 1
        and any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))
    )


def _days(a: str | None, b: str | None) -> int:
    if not a or not b or len(a) < 10 or len(b) < 10:
        return 10_000
    return days_between(a, b)


@lru_cache(maxsize=FORMS)
def _post(role: str | None) -> frozenset[str]:
    """The words of a post that count: without titles of rank, adjectives of states, 'former' and 'new'."""
    if not role:
        return frozenset()
    words = [w for w in words_of(_one_wording(role)) if w not in _fillers() and country_of(w) is None]
    return frozenset(w for w in words if (found := locate(w).place) is None or found.kind not in ("country", "capital"))


def _post_likeness(a: Person, b: Person) -> float:
    """Share of the words of two posts that both have."""
    if not a.post or not b.post:
        return 0.0
    return len(a.post & b.post) / min(len(a.post), len(b.post))


def _one_wording(role: str) -> str:
    """A post in the one wording of those that mean the same ('العاهل', 'الملك')."""
    words = f" {' '.join(words_of(role))} "
    for other, form in _wordings():
        words = words.replace(f" {other} ", f" {form} ")
    return words


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    listed = [(other, form) for form, others in rows(ROOM, "post_wordings.tsv") for other in others.split("|")]
    plain = [(" ".join(words_of(other)), " ".join(words_of(form))) for other, form in listed]
    return tuple(sorted(plain, key=lambda row: -len(row[0])))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for row in rows(ROOM, "post_fillers.tsv") for word in words_of(row[0]))


def persons_of(scene: Scene) -> list[Person]:
    """The persons of a report that it gives a name."""
    return _persons(scene)
