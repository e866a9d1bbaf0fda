"""What people decided, applied to what the machine found: same and different always win.

Machine groups go in, groups that keep to the decisions come out. Groups that hold a `same` pair become one. A group
that holds a `different` pair is split: each of the two takes those with it that are nearer to it than to the other,
and what is as near to both stays with the one that the decision names first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from mahdar.who.bodies import Item
from mahdar.who.scene import Scene, words_of

_T = TypeVar("_T", bound=Hashable)
#: What makes two parties near: a name in common, a word of the post, the state, company in common, days apart.
NAME, POST, STATE, COMPANY, DAYS = 2.0, 1.0, 1.0, 1.0, 0.5


class Decided(NamedTuple):
    """Pairs of parties or of lines, each as (report, party id) or (report, number of the line), that people judged."""

    same: tuple[tuple[Any, Any], ...] = ()
    different: tuple[tuple[Any, Any], ...] = ()


class Sets(Generic[_T]):
    """Things that belong together: each set goes by its first member."""

    def __init__(self) -> None:
        self._up: dict[_T, _T] = {}

    def first(self, item: _T) -> _T:
        """What the set of an item goes by."""
        while (up := self._up.get(item, item)) != item:
            item = up
        return item

    def join(self, a: _T, b: _T) -> None:
        """Make the sets of two items one, under the first of `a`."""
        x, y = self.first(a), self.first(b)
        if x != y:
            self._up[y] = x


def settle(groups: list[list[_T]], decided: Decided, near: Callable[[_T, _T], float]) -> list[list[_T]]:
    """The groups as the decisions have them, in the order of their first members; `near` says what a split follows."""
    known = {item for group in groups for item in group}
    same = [pair for pair in decided.same if known.issuperset(pair)]
    different = [pair for pair in decided.different if known.issuperset(pair)]
    if not same and not different:
        return groups
    together: Sets[_T] = Sets()
    for group in groups:
        for item in group[1:]:
            together.join(group[0], item)
    for a, b in same:
        together.join(a, b)
    merged: dict[_T, list[_T]] = defaultdict(list)
    for group in groups:
        merged[together.first(group[0])] += group
    return [part for group in merged.values() for part in _split(group, same, different, near)]


def _split(
    group: list[_T], same: Iterable[tuple[_T, _T]], different: Iterable[tuple[_T, _T]], near: Callable[[_T, _T], float]
) -> list[list[_T]]:
    """A group in as many parts as the `different` pairs within it ask for."""
    held: Sets[_T] = Sets()
    within = set(group)
    for a, b in same:
        if a in within:
            held.join(a, b)
    barred: dict[_T, set[_T]] = defaultdict(set)
    for a, b in different:
        if a in within and b in within:
            barred[held.first(a)].add(held.first(b))
            barred[held.first(b)].add(held.first(a))
    if not barred:
        return [group]
    units: dict[_T, list[_T]] = defaultdict(list)
    for item in sorted(group, key=repr):
        units[held.first(item)].append(item)
    parts: list[list[_T]] = []  # by the units that decisions name
    for unit in barred:
        free = [part for part in parts if not barred[unit] & set(part)]
        best = max(free, key=lambda part: _nearness(units[unit], part, units, near), default=None)
        if best is None or _nearness(units[unit], best, units, near) <= 0:
            parts.append([unit])
        else:
            best.append(unit)
    found = [[item for unit in part for item in units[unit]] for part in parts]
    for unit in units:
        if unit not in barred:
            scores = [_nearness(units[unit], part, units, near) for part in parts]
            found[scores.index(max(scores))] += units[unit]
    return found


def _nearness(items: list[_T], part: list[_T], units: dict[_T, list[_T]], near: Callable[[_T, _T], float]) -> float:
    return max(near(item, other) for item in items for unit in part for other in units[unit])


def party_nearness(scenes: dict[str, Scene]) -> Callable[[Item, Item], float]:
    """How near two parties are to each other, by what their reports say."""
    known: dict[Item, tuple[set[str], set[str], str | None, set[str], str | None]] = {}

    def traits(item: Item) -> tuple[set[str], set[str], str | None, set[str], str | None]:
        if item not in known:
            scene = scenes[item[0]]
            party = scene.parties[item[1]]
            others = {name for p in scene.parties.values() if p.id != party.id for name in p.names}
            post = set(words_of(party.role or ""))
            known[item] = set(party.names), post, scene.state(party.id), others, scene.told.day
        return known[item]

    def near(a: Item, b: Item) -> float:
        names, post, state, company, day = traits(a)
        names_, post_, state_, company_, day_ = traits(b)
        found = NAME * bool(names & names_) + STATE * bool(state and state == state_)
        found += POST * len(post & post_) / max(min(len(post), len(post_)), 1)
        found += COMPANY * len(company & company_) / max(min(len(company), len(company_)), 1)
        return found + (DAYS if day and day_ and day[:7] == day_[:7] else 0.0)

    return near
