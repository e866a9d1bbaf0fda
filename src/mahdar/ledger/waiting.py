"""Pairs that may be one but are not surely enough to be merged: they wait for a person, with score and reason.

Nothing here changes who is who. Two of one report are not listed, nor what people have told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from mahdar.arabic.names import sound_key
from mahdar.ledger.events import SAME as SAME_EVENT
from mahdar.ledger.events import Telling
from mahdar.ledger.events import likeness as event_likeness
from mahdar.ledger.joined import Joined, Judged, told_alike
from mahdar.who import Entities, Item, Link
from mahdar.who.days import days_between
from mahdar.who.persons import SAME as SAME_PERSON
from mahdar.who.persons import Person, likeness, persons_of
from mahdar.who.scene import words_of

_T = TypeVar("_T")
#: Least score of a pair that is listed: a family name alone has .28, a given name alone .20, namesakes .30.
PERSON, BODY = 0.25, 0.5
#: The same for engagements, as a share of the score from which they are merged.
EVENT = 0.7
#: Others that the shorter of two names may fit: one that fits more tells nothing of any.
FITS = 3
#: Groups of one family name, the best known first, that each other one is compared with; persons of a group that say
#: different things who are compared.
KNOWN, REPS = 12, 3
#: Days by which the engagements of a waiting pair lie apart at the most, and how many before it each is compared with.
NEAR, BEFORE = 5, 8
#: Words that the longer of two bodies' names has more at the most; words of a shared name at the least.
MORE, LEAST = 1, 2


def waiting(joined: Joined, judged: Judged) -> list[tuple[str, Link]]:
    """Kind and pair, each the first of its entity or event."""
    found = [("person", link) for link in waiting_persons(joined.entities)]
    found += [("body", link) for link in waiting_bodies(joined.entities)]
    of = joined.entities.of
    apart = {frozenset((of.get(a, ""), of.get(b, ""))) for a, b in judged.parties.different}
    kept = [(kind, link) for kind, link in found if frozenset((of[link.a], of[link.b])) not in apart]
    return kept + [("engagement", link) for link in waiting_events(joined.events, judged)]


def waiting_persons(entities: Entities) -> list[Link]:
    """Pairs of persons whose names go together, below the score from which they are merged or merged with others."""
    persons = {person.item: person for scene in entities.scenes.values() for person in persons_of(scene)}
    reps: list[list[Person]] = []
    docs: list[set[str]] = []
    for group in entities.persons:
        kinds = {persons[item].kind: persons[item] for item in reversed(group)}
        reps.append(list(kinds.values())[-REPS:])
        docs.append({doc for doc, _ in group})
    blocks: dict[str, set[int]] = defaultdict(set)
    for n, some in enumerate(reps):
        for person in some:
            blocks[(sound_key(person.name).split() or [""])[-1]].add(n)
    found: dict[tuple[int, int], Link] = {}
    for family in sorted(blocks.keys() - {""}):
        known = sorted(blocks[family], key=lambda n: (-len(docs[n]), entities.persons[n][0]))
        for n, m in _against_known(known):
            pair = min(n, m), max(n, m)
            if pair not in found and not docs[n] & docs[m]:
                pairs = [(a, b) for a in reps[n] for b in reps[m] if _telling(a, b)]
                score, reason = max((likeness(a, b) for a, b in pairs), default=(0.0, ""))
                if score >= PERSON:
                    found[pair] = _pair(entities.persons[n], entities.persons[m], score, reason)
    return _few(found, [max(person.parts for person in some) for some in reps])


def _few(found: dict[tuple[int, int], Link], parts: list[int]) -> list[Link]:
    """The pairs without those whose shorter name fits too many."""
    shorter = {(n, m): n if parts[n] < parts[m] else m for n, m in found if parts[n] != parts[m]}
    fits = Counter(shorter.values())
    return [
        link
        for pair, link in found.items()
        if link.score >= SAME_PERSON or pair not in shorter or fits[shorter[pair]] <= FITS
    ]


def _telling(a: Person, b: Person) -> bool:
    """Whether there is more to go by than two names of one word."""
    return max(a.parts, b.parts) > 1 or bool(a.post & b.post) or (a.likely is not None and a.likely == b.likely)


def waiting_bodies(entities: Entities) -> list[Link]:
    """Pairs of bodies of one state, or of none that is known, where one's name is the other's with a word more."""
    names: list[frozenset[str]] = []
    states: list[str | None] = []
    for group in entities.bodies:
        parties = [(entities.scenes[doc], entities.scenes[doc].parties[id_]) for doc, id_ in group]
        names.append(frozenset(words_of(parties[0][1].names[0])))
        states.append(next(filter(None, (scene.state(party.id) for scene, party in parties)), None))
    having: dict[str, list[int]] = defaultdict(list)
    for n, words in enumerate(names):
        for word in words:
            having[word].append(n)
    found = []
    for n, words in enumerate(names):
        rarest = min(words, key=lambda word: (len(having[word]), word), default=None)
        for m in having[rarest] if rarest is not None and len(words) >= LEAST else ():
            within = words < names[m] and len(names[m]) - len(words) <= MORE
            if within and (states[n] == states[m] or None in (states[n], states[m])) and not _one_report(
                entities.bodies[n], entities.bodies[m]
            ):  # fmt: skip
                score = len(words) / len(names[m]) * (1.0 if states[n] == states[m] else 0.9)
                if score >= BODY:
                    reason = f"one name with {len(names[m]) - len(words)} word more"
                    found.append(_pair(entities.bodies[n], entities.bodies[m], round(score, 3), reason))
    return found


def waiting_events(events: list[list[Telling]], judged: Judged) -> list[Link]:
    """Pairs of engagements of one participant within a few days that are less alike than those that are merged."""
    event_of = {(t.doc, t.index): n for n, event in enumerate(events) for t in event}
    apart = {frozenset((event_of.get(a, -1), event_of.get(b, -1))) for a, b in judged.engagements.different}
    blocks: dict[str, list[Telling]] = defaultdict(list)
    for event in events:
        for entity in {side.entity for side in event[0].who}:
            blocks[entity].append(event[0])
    best: dict[frozenset[int], tuple[float, Telling, Telling]] = {}
    for entity in sorted(blocks):
        block = sorted(blocks[entity], key=lambda t: (_day(t), t.doc, t.index))
        for a, b in _near(block):
            pair = frozenset((event_of[a.doc, a.index], event_of[b.doc, b.index]))
            score = event_likeness(a, b) if pair not in best and pair not in apart and a.doc != b.doc else 0.0
            if score >= EVENT * SAME_EVENT:
                best[pair] = round(min(score, 1.0), 3), a, b
    links = []
    for score, a, b in best.values():
        against = "" if score < SAME_EVENT else ", but others of the two are told apart"
        links.append(Link((a.doc, str(a.index)), (b.doc, str(b.index)), score, told_alike(a, b) + against))
    return links


def _pair(x: list[Item], y: list[Item], score: float, reason: str) -> Link:
    a, b = sorted((min(x), min(y)))
    return Link(a, b, round(score, 3), reason)


def _one_report(x: Iterable[Item], y: Iterable[Item]) -> bool:
    return bool({doc for doc, _ in x} & {doc for doc, _ in y})


def _against_known(known: list[_T]) -> Iterator[tuple[_T, _T]]:
    """Each with the first `KNOWN` before it."""
    for n, one in enumerate(known):
        for other in known[: min(n, KNOWN)]:
            yield one, other


def _near(block: list[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Each with those shortly before it."""
    for n, one in enumerate(block):
        for other in block[max(n - BEFORE, 0) : n]:
            if _day(one) < "9999" and days_between(_day(one), _day(other)) <= NEAR:
                yield other, one


def _day(t: Telling) -> str:
    """The day of an engagement where it is known to the day, else that of its report."""
    date = t.engagement.date
    known = date if date is not None and len(date) == 10 else t.day
    return known[:10] if known is not None and len(known) >= 10 else "9999"
