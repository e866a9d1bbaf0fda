"""Offices over time: who held which, from the reports that show it.

`offices` takes the entities of many reports and gives an `Office` for each post of each person, as an interval between
the first and the last report that show the person in it. 'The former' closes an interval, 'the new' opens one, and
where one report has two holders of a post the words between them tell who followed whom. Two holders at one time stay
side by side, each with the reports that say so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.archive.findings import Holding, Office, Standing
from mahdar.who import Entities
from mahdar.who.bodies import Item
from mahdar.who.english import FEW, Naming
from mahdar.who.gazetteer import ROOM
from mahdar.who.posts import Post, posts
from mahdar.who.scene import Scene

#: Letters between the mentions of two holders, and before the first, in which words may tell who follows whom.
NEAR, BEFORE = 120, 60
_SENTENCE = re.compile(r"[.!؟\n]")
_AHEAD = re.compile(r"(?:^|\s)و?س[يتن]\w{3,}")
#: Standings that show a person in office.
_IN = frozenset(("holds", "new", "leaving"))


@dataclass(frozen=True)
class Held:
    """A post of a party as its report has it: of what state it surely is, of which likely, and of what party."""

    item: Item
    post: Post
    state: str | None
    likely: str | None
    of: Item | None
    day: str | None
    standing: Standing


def offices(entities: Entities, naming: Naming) -> list[Office]:
    """The offices of all persons, holders of one office together, in order of the day on which they were first seen."""
    found: list[Office] = []
    handed = _handovers(entities)
    for group in entities.persons:
        held = [one for item in group for one in _held(entities, item, handed)]
        for same in _one_office(held):
            found += [_office(part, entities, naming) for part in _intervals(same)]
    found = _seated(found)
    return sorted(found, key=lambda o: (o.office, o.first_seen or o.until or "9999", o.person.entity))


def _held(entities: Entities, item: Item, handed: dict[tuple[Item, str], Standing]) -> list[Held]:
    """The posts of a party in its report."""
    doc, id_ = item
    scene = entities.scenes[doc]
    party = scene.parties[id_]
    state, likely = scene.state(id_), scene.likely_state(id_)
    of = (doc, party.of) if party.of and (doc, party.of) in entities.of else None
    day = scene.told.day
    return [
        Held(item, post, post.state or state, likely, of, day, handed.get((item, post.head), post.standing))
        for post in posts(party.role or "")
    ]


def _one_office(held: list[Held]) -> list[list[Held]]:
    """A person's posts, those of one office together: the fullest first, shorter ones to what they fit."""
    groups: list[list[Held]] = []
    for one in sorted(held, key=lambda h: (-len(h.post.words), h.day or "9999", h.item)):
        for group in groups:
            if _fits(one, group):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _fits(one: Held, group: list[Held]) -> bool:
    states = {h.state for h in group if h.state}
    seats = {h.post.seat for h in group if h.post.seat}
    if one.state and states and one.state not in states:
        return False
    return one.post.fits(group[0].post) and not (one.post.seat and seats and one.post.seat not in seats)


def _intervals(held: list[Held]) -> list[list[Held]]:
    """What is said of one office in order of time, cut where somebody who was out of it is in it again."""
    ordered = sorted(held, key=lambda h: (h.day or "9999", h.item))
    parts: list[list[Held]] = [[]]
    out = False
    for _, same_day in groupby(ordered, key=lambda h: h.day):
        some = list(same_day)
        back = out and any(h.standing in ("holds", "new") for h in some) and any(h.standing in _IN for h in parts[-1])
        if back:
            parts.append([])
        parts[-1] += some
        out = (out and not back) or any(h.standing in ("leaving", "former") for h in some)
    return parts


def _office(held: list[Held], entities: Entities, naming: Naming) -> Office:
    """One interval in one office."""
    told = Counter(h.post.words for h in held)
    usual = [h for h in held if told[h.post.words] > len(held) * FEW]  # fuller words of a few may be misread
    fullest = max(usual or held, key=lambda h: (len(h.post.words), len(h.post.role), h.item))
    state = most(h.state for h in held) or most(h.likely for h in held)
    seat = next((h.post.seat for h in held if h.post.seat), None) or _seat(fullest, state, entities)
    seen = [h.day for h in held if h.standing in _IN and h.day]
    began = [h.day for h in held if h.standing == "new" and h.day]
    ended = [h.day for h in held if h.standing in ("leaving", "former") and h.day and (not seen or h.day >= max(seen))]
    of = most(entities.of[h.of] for h in held if h.of)
    seated = seat if fullest.post.kind == "envoy" else None
    return Office(
        office=" ".join(filter(None, (fullest.post.head, *fullest.post.words, state, seated))),
        person=naming.of(held[0].item),
        role=fullest.post.role,
        of=naming.named(of) if of else None,
        state=state,
        seat=seated,
        speaks=fullest.post.kind == "speaker",
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        since=min(began, default=None),
        until=min(ended, default=None),
        reports=[Holding(*h.item, h.day, _role(entities, h.item), h.standing) for h in held],
    )


def _role(entities: Entities, item: Item) -> str:
    return entities.scenes[item[0]].parties[item[1]].role or ""


def most(values: Iterable[str | None]) -> str | None:
    """The most frequent of the values that are known, the first among equals."""
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value]) if counted else None


def _seated(found: list[Office]) -> list[Office]:
    """Offices with those of envoys whose seat is not known put to the only seat that others of the same name have."""
    seats: dict[str, set[str]] = defaultdict(set)
    for office in found:
        if office.seat:
            seats[office.office.removesuffix(f" {office.seat}")].add(office.seat)
    moved = []
    for office in found:
        known = seats.get(office.office, set()) if not office.seat else set()
        seat = next(iter(known)) if len(known) == 1 else None
        moved.append(replace(office, seat=seat, office=f"{office.office} {seat}") if seat else office)
    return moved


def _seat(held: Held, state: str | None, entities: Entities) -> str | None:
    """Where an envoy sits whose seat nobody names: the first other state that the report is on."""
    if held.post.kind != "envoy":
        return None
    return next((code for code in entities.scenes[held.item[0]].countries if code != state), None)


def _handovers(entities: Entities) -> dict[tuple[Item, str], Standing]:
    """Who follows whom in a post by the words of a report that has both: how each stands to the post of that head."""
    found: dict[tuple[Item, str], Standing] = {}
    for scene in entities.scenes.values():
        heads: dict[str, list[tuple[str, Post]]] = defaultdict(list)
        for party in scene.parties.values():
            for post in posts(party.role or "") if party.type == "PER" else ():
                heads[post.head].append((party.id, post))
        for head, some in heads.items():
            for new, post in some:
                for old, other in some:
                    if new != old and post.fits(other) and (ahead := _follows(scene, new, old)) is not None:
                        found[(scene.doc, new), head] = "designate" if ahead else "new"
                        if not ahead and other.standing != "former":
                            found[(scene.doc, old), head] = "leaving"
    return found


def _follows(scene: Scene, new: str, old: str) -> bool | None:
    """Whether words say that one party follows another in a post: True where it is still to come, None where not."""
    text, mentions = scene.told.text, scene.told.record.mentions
    for one in mentions:
        for other in mentions:
            if one.party != new or other.party != old or not 0 < other.start - one.end <= NEAR:
                continue
            between = text[one.end : other.start]
            if _SENTENCE.search(between):
                continue
            before = _SENTENCE.split(text[max(0, one.start - BEFORE) : one.start])[-1]
            if _words(between) & _listed("between") or (
                _words(before) & _listed("before") and re.search(r"\sمن\s", between)
            ):
                sentence = _SENTENCE.split(text[: one.start])[-1]
                return _AHEAD.search(fold(sentence)) is not None
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


@cache
def _listed(where: str) -> frozenset[str]:
    return frozenset(fold(word) for word, stands in rows(ROOM, "handovers.tsv") if stands == where)
