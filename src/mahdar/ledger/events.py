"""One meeting in many reports: engagements merge by kind, participants, date, place and words; each telling stays.

Whether two tellings are of one event depends on the two alone, so it does not change with what else is read.
`data/event_weights.tsv` says what each sign counts for, and on which pairs that was measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from math import exp

from mahdar.arabic.phrases import rows, word_set
from mahdar.ledger.sides import Side, sides_of
from mahdar.ledger.stems import stem, stems, stems_of_name
from mahdar.record import Engagement
from mahdar.who import Entities, Scene
from mahdar.who.days import days_between

#: Least probability that two tellings are of one event, from which they are merged.
SAME = 0.5
#: Least probability that a report tells one event twice: most often it tells two.
TWICE = 0.9
#: Kinds that one event can be told as.
KINDS = {frozenset(("meeting", "conference")), frozenset(("meeting", "session")), frozenset(("conference", "session")),
         frozenset(("meeting", "signing"))}  # fmt: skip
#: Kinds that one participant and the day tell: the others are between two.
GATHERINGS = frozenset(("visit", "session", "conference"))
#: Days by which two tellings may differ, and by which an announced day may be put off.
SLACK, PUT_OFF = 3, 24
#: Days between two reports within which an undated telling may be of one event.
UNDATED = 10
#: Letters around the span of an engagement whose words tell which one it is.
BEFORE, AFTER = 40, 200
#: Least words of the shorter telling that shared ones are measured against.
FEW = 5
#: Participants of whom pairs are looked up, and words of a telling that are, the longest first.
LEADING, TELLING_WORDS = 8, 6
#: Tellings of one key that each is compared with: those next to it by day.
NEXT = 40
#: Members of two groups that are compared before the groups become one, and how likely they must be one on the whole.
MEMBERS, COHERENT = 6, 0.3


@dataclass(frozen=True, slots=True)
class Telling:
    """An engagement as one report has it.

    `land` is the state of its place, `words` are the stems that tell it from others, `near` the places named beside it.
    """

    doc: str
    index: int
    engagement: Engagement
    who: tuple[Side, ...]
    place: str | None
    day: str | None
    words: frozenset[str] = frozenset()
    land: str | None = None
    near: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, int]:
        return self.doc, self.index


def tellings(entities: Entities) -> list[Telling]:
    """All engagements of all reports."""
    found = []
    states = _body_states(entities)
    for doc, scene in entities.scenes.items():
        engagements = scene.told.record.engagements
        names = names_in(scene) if engagements else frozenset()
        for index, engagement in enumerate(engagements):
            place = entities.of.get((doc, engagement.place)) if engagement.place else None
            sides = sides_of(entities, doc, present(engagement))
            who = tuple(dict.fromkeys(side._replace(state=side.state or states.get(side.entity)) for side in sides))
            words = words_of(scene, engagement, names)
            land = scene.state(engagement.place)
            named = (
                scene.state(party) or entities.of.get((doc, party), party) for party in places_near(scene, engagement)
            )
            near = frozenset(named) - {key for side in who for key in (side.entity, side.state)}
            found.append(Telling(doc, index, engagement, who, place, scene.told.day, words, land, near))
    return found


def present(engagement: Engagement) -> list[str]:
    """The parties of an engagement, each once."""
    return list(dict.fromkeys([*engagement.who, *([engagement.host] if engagement.host else [])]))


def words_of(scene: Scene, engagement: Engagement, names: frozenset[str]) -> frozenset[str]:
    """The stems that tell an engagement from others; `names` are those of its report."""
    return frozenset(stems(_around(scene.told.text, engagement.span))) - names - _common()


def _body_states(entities: Entities) -> dict[str, str]:
    """The state of each body of which some reports tell it, and none another one."""
    found = {}
    for group in entities.bodies:
        states = {state for doc, party in group if (state := entities.scenes[doc].state(party))}
        if len(states) == 1:
            found[entities.of[group[0]]] = states.pop()
    return found


def _around(text: str, span: tuple[int, int]) -> str:
    """The words of an engagement and those next to it in its paragraph."""
    start, end = span
    before = text[max(0, start - BEFORE) : start].rpartition("\n")[2]
    after = text[end : max(end, start + AFTER)].partition("\n")[0]
    return before + text[start:end] + after


def places_near(scene: Scene, engagement: Engagement) -> set[str]:
    """Parties that are states and places, named in the words of an engagement, as whose day is congratulated on."""
    start, end = engagement.span
    return {
        m.party for m in scene.told.record.mentions if m.type == "GPE" and start <= m.start < max(end, start + AFTER)
    }


def names_in(scene: Scene) -> frozenset[str]:
    """Stems of the names and posts of a report's parties: who takes part is compared by itself."""
    told = [(*party.names, party.role or "") for party in scene.parties.values()]
    return frozenset(s for some in told for name in some for s in stems_of_name(name))


@cache
def _common() -> frozenset[str]:
    """Stems of the words that most reports of meetings have."""
    return frozenset(s for word in word_set("mahdar.ledger", "meeting_words.tsv") for s in (stem(word), *stems(word)))


def merge(found: list[Telling]) -> list[list[Telling]]:
    """Tellings of one event together; two of one report only where others are one with both."""
    return joined(found, ((likeness(a, b), a, b) for a, b in _pairs(found)))


def joined(found: list[Telling], scored: Iterable[tuple[float, Telling, Telling]]) -> list[list[Telling]]:
    """Tellings of one event together, the likest pairs first."""
    group = {t.key: _Group([t], {t.doc}) for t in found}
    ranked = sorted((p for p in scored if p[0] >= SAME), key=lambda p: (-p[0], p[1].key, p[2].key))
    for _, a, b in ranked:
        x, y = group[a.key], group[b.key]
        if x is not y and _may_join(x, y):
            if len(x.tellings) < len(y.tellings):
                x, y = y, x
            x.tellings += y.tellings
            x.docs |= y.docs
            for t in y.tellings:
                group[t.key] = x
    order = sorted(({id(g): g for g in group.values()}).values(), key=lambda g: min(t.key for t in g.tellings))
    return [sorted(g.tellings, key=lambda t: (t.day or "9999", t.doc)) for g in order]


@dataclass(slots=True)
class _Group:
    tellings: list[Telling]
    docs: set[str]


def _may_join(x: _Group, y: _Group) -> bool:
    """Whether two groups are alike on the whole, and a report that both have says one thing twice."""
    for doc in x.docs & y.docs:
        if not all(_twice(a, b) for a in x.tellings if a.doc == doc for b in y.tellings if b.doc == doc):
            return False
    some = [(a, b) for a in x.tellings[:MEMBERS] for b in y.tellings[:MEMBERS]]
    return sum(likeness(a, b) for a, b in some) >= COHERENT * len(some)


def _twice(a: Telling, b: Telling) -> bool:
    """Whether a report tells one engagement twice, as its headline and its text do."""
    return a.engagement.kind == b.engagement.kind and likeness(a, b) >= TWICE


# -- which are compared --------------------------------------------------------------------------------------------


def _pairs(found: list[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of two reports that share two participants, or one and a word, within the days that they may differ."""
    ordered = sorted(((at, t.key, t) for t in found if (at := at_of(t)) is not None), key=lambda row: row[:2])
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, (_, _, t) in enumerate(ordered):
        for key in keys_of(t):
            blocks[key].append(n)
    seen: set[int] = set()
    for block in blocks.values():
        for i, n in enumerate(block):
            day, _, a = ordered[n]
            for m in block[i + 1 : i + 1 + NEXT]:
                other, _, b = ordered[m]
                if other - day > PUT_OFF:
                    break
                code = n * len(ordered) + m
                if code not in seen and a.doc != b.doc and other - day <= reach(a, b):
                    seen.add(code)
                    yield a, b


def keys_of(t: Telling) -> Iterator[tuple[object, ...]]:
    """What a telling is looked up by: pairs of participants, one and a word, the states that it is between."""
    known = sorted({key for side in t.who[:LEADING] for key in (side.entity, side.body) if key})
    yield from combinations(known, 2)
    telling = sorted(t.words, key=lambda word: (-len(word), word))[:TELLING_WORDS]
    about = [*telling, *([t.place] if t.place else [])]
    yield from ((key, word) for key in known for word in about)
    states = sorted({side.state for side in t.who if side.state})
    if len(states) > 1 or (states and t.engagement.kind in ("signing", "conference")):
        yield (t.engagement.kind, *states)
    yield from ((t.engagement.kind, one, two) for one, two in combinations(telling, 2))


def at_of(t: Telling) -> int | None:
    """The day that a telling is looked up at: its own, else that of its report."""
    told = t.engagement.date or ""
    day = told if len(told) >= 7 else t.day or ""
    if len(day) == 7:
        day += "-15"
    return date.fromisoformat(day[:10]).toordinal() if len(day) >= 10 else None


def reach(a: Telling, b: Telling) -> int:
    """Days that two tellings may lie apart."""
    if _planned(a) or _planned(b) or not _dated(a) or not _dated(b):
        return PUT_OFF
    return SLACK


def _dated(t: Telling) -> bool:
    return len(t.engagement.date or "") == 10


def _planned(t: Telling) -> bool:
    """Whether a report tells of what was still to come."""
    return t.engagement.status == "planned" or _ahead(t)


def _ahead(t: Telling) -> bool:
    """Whether a report tells of a day that was still to come."""
    return bool(t.day and _dated(t) and t.engagement.date and t.engagement.date > t.day[:10])


# -- how alike two are ---------------------------------------------------------------------------------------------


def likeness(a: Telling, b: Telling) -> float:
    """How likely two tellings are of one event, in [0, 1]."""
    found = signs(a, b)
    return 1 / (1 + exp(-sum(_weights()[sign] * value for sign, value in found.items()))) if found else 0.0


def signs(a: Telling, b: Telling) -> dict[str, float]:
    """What speaks for and against one event, by the names of data/event_weights.tsv; nothing where it cannot be one."""
    kinds = frozenset((a.engagement.kind, b.engagement.kind))
    when = _when(a, b)
    if not when or (len(kinds) == 2 and kinds not in KINDS):
        return {}
    found = {"always": 1.0, "other_kind": float(len(kinds) == 2), when[0]: when[1], "words": _shared(a, b)}
    found |= _company(a.who, b.who)
    if a.place and b.place:
        one_land = a.land is not None and a.land == b.land
        found["one_place" if a.place == b.place else "one_land" if one_land else "two_places"] = 1.0
    if a.near and b.near:
        found["other_places_named"] = 1 - len(a.near & b.near) / min(len(a.near), len(b.near))
    if not kinds.isdisjoint(GATHERINGS):
        found |= {f"gathering_{sign}": found[sign] for sign in ("who", "one_place", "one_land") if sign in found}
    elif kinds == {"signing"}:
        found["signing_who"] = found.get("who", 0.0)
    elif min(len(a.who), len(b.who)) == 1:
        found["alone"] = 1.0
    return found


def _company(x: tuple[Side, ...], y: tuple[Side, ...]) -> dict[str, float]:
    """How the participants go together: how well those of the shorter list are found, and who is on one list alone."""
    if len(x) > len(y):
        x, y = y, x
    if not x:
        return {"nobody": 1.0}
    best = [max(alike(a, b) for b in y) for a in x]
    missing = sum(1 for side, score in zip(x, best, strict=True) if score < 0.5 and _is(side, "person"))
    beyond = sum(1 for b in y if _is(b, "person") and max(alike(a, b) for a in x) < 0.5)
    return {
        "who": sum(best) / len(best),
        "two": min(max(sum(best) - 1, 0.0), 1.0),
        "others": min(missing, beyond, 2) / 2,
        "capitals": float(min(best) >= 0.6 and min(len(x), len(y)) > 1 and _places_alone(x, y)),
    }


def _places_alone(x: tuple[Side, ...], y: tuple[Side, ...]) -> bool:
    """Whether one of two lists names governments by their places and nobody besides."""
    return any(all(_is(side, "place") for side in sides) for sides in (x, y))


def alike(a: Side, b: Side) -> float:
    """How well two participants go together: 1 for one entity, less for a man and his body or a state and its own."""
    if a.entity == b.entity:
        return 1.0
    if a.entity == b.body or b.entity == a.body:
        return 0.85
    if a.state is None or a.state != b.state:
        return 0.0
    if _is(a, "person") and _is(b, "person"):
        return 0.3 if a.body and a.body == b.body else 0.0
    return 0.6 if _is_state(a) or _is_state(b) else 0.0


def _is(side: Side, kind: str) -> bool:
    return side.entity.startswith(kind)


def _is_state(side: Side) -> bool:
    """Whether a participant is a state or place, or speaks for one and no body of it."""
    return _is(side, "place") or (_is(side, "person") and side.body is not None and side.body.startswith("place"))


def _shared(a: Telling, b: Telling) -> float:
    """Share of the words of the shorter telling that both have."""
    least = min(len(a.words), len(b.words))
    return len(a.words & b.words) / max(least, FEW)


def _when(a: Telling, b: Telling) -> tuple[str, float] | None:
    """How well two dates go together, as a sign; None where they tell two events apart."""
    x, y = a.engagement.date, b.engagement.date
    planned = _planned(a) or _planned(b)
    if x and y and len(x) == len(y) == 10:
        days = days_between(x, y)
        if days <= SLACK:
            return "days", days / SLACK
        return ("put_off", 0.5 + days / PUT_OFF / 2) if planned and days <= PUT_OFF else None
    if x and y:
        short = min(len(x), len(y))
        return ("one_month", 1.0) if x[:short] == y[:short] else None
    if a.day and b.day:
        known, report = (x, b.day) if x else (y, a.day)
        days = days_between(known, report) if known and len(known) == 10 else days_between(a.day, b.day)
        return ("undated", days / UNDATED) if days <= UNDATED else None
    return None


@cache
def _weights() -> dict[str, float]:
    return {sign: float(weight) for sign, weight, *_ in rows("mahdar.ledger", "event_weights.tsv")}
