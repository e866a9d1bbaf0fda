"""One meeting in many reports: engagements are merged by kind, participants, date and place; each telling stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from mahdar.ledger.sides import Side, overlap, sides_of
from mahdar.record import Engagement
from mahdar.who import Entities
from mahdar.who.days import days_between

#: Least score of two tellings of one event; set on gold/series, whose nearest two other meetings have .66.
SAME = 0.72
#: Kinds that one event can be told as, with what that costs.
KINDS = {frozenset(("meeting", "conference")): 0.85, frozenset(("meeting", "session")): 0.85,
         frozenset(("conference", "session")): 0.9, frozenset(("meeting", "signing")): 0.7}  # fmt: skip
#: Kinds that are never told as another.
APART = frozenset(("call", "visit", "letter"))
#: Weights of participants and date; what one place adds and two places take away.
WHO, WHEN, HERE, ELSEWHERE = 0.6, 0.4, 0.06, 0.12
#: Days by which two tellings may differ, and by which an announced day may be put off.
SLACK, PUT_OFF = 3, 24
#: Days between two reports within which an undated telling may be of one event.
UNDATED = 10


@dataclass(frozen=True)
class Telling:
    """An engagement as one report has it."""

    doc: str
    index: int
    engagement: Engagement
    who: tuple[Side, ...]
    place: str | None
    day: str | None


def tellings(entities: Entities) -> list[Telling]:
    """All engagements of all reports."""
    found = []
    for doc, scene in entities.scenes.items():
        for index, engagement in enumerate(scene.told.record.engagements):
            parties = [*engagement.who, *([engagement.host] if engagement.host else [])]
            place = entities.of.get((doc, engagement.place)) if engagement.place else None
            who = sides_of(entities, doc, dict.fromkeys(parties))
            found.append(Telling(doc, index, engagement, who, place, scene.told.day))
    return found


def merge(found: list[Telling]) -> list[list[Telling]]:
    """Tellings of one event together; two of one report are never one."""
    group = {(t.doc, t.index): [t] for t in found}
    pairs = ((likeness(a, b), a, b) for a, b in _pairs(found))
    ranked = sorted(
        (p for p in pairs if p[0] >= SAME), key=lambda p: (-p[0], p[1].doc, p[1].index, p[2].doc, p[2].index)
    )
    for _, a, b in ranked:
        x, y = group[a.doc, a.index], group[b.doc, b.index]
        if x is not y and not {t.doc for t in x} & {t.doc for t in y}:
            x.extend(y)
            for t in y:
                group[t.doc, t.index] = x
    return list({id(g): sorted(g, key=lambda t: (t.day or "9999", t.doc)) for g in group.values()}.values())


def _pairs(found: list[Telling]) -> list[tuple[Telling, Telling]]:
    """Pairs of two reports that share a participant, or all states, within the days that two tellings may differ."""
    near, far = _blocks(found, SLACK + 1), _blocks(found, PUT_OFF)
    pairs = {}
    for block in near.values():
        for a, b in combinations(block, 2):
            pairs[a.doc, a.index, b.doc, b.index] = a, b
    for block in far.values():
        for a in filter(_planned, block):
            for b in block:
                first, second = (a, b) if (a.doc, a.index) < (b.doc, b.index) else (b, a)
                pairs[first.doc, first.index, second.doc, second.index] = first, second
    return [(a, b) for a, b in pairs.values() if a.doc != b.doc]


def _blocks(found: list[Telling], days: int) -> dict[tuple[object, ...], list[Telling]]:
    """Tellings by kind, participant (or the states of all) and the spans of `days` that they may fall into."""
    blocks: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for t in sorted(found, key=lambda t: (t.doc, t.index)):
        keys: set[object] = {key for side in t.who for key in (side.entity, side.body) if key}
        keys.add(tuple(sorted({side.state or "" for side in t.who})))
        kind = t.engagement.kind if t.engagement.kind in APART else ""
        for key in keys:
            for window in _windows(t, days):
                blocks[kind, key, window].append(t)
    return blocks


def _windows(t: Telling, days: int) -> set[int]:
    """The spans of `days` that a telling may fall into, each with the one before it, for what lies on their border."""
    told = t.engagement.date or ""
    if len(told) == 10:
        first = last = date.fromisoformat(told)
    elif len(told) == 7:
        first, last = date.fromisoformat(f"{told}-01"), date.fromisoformat(f"{told}-28")
    elif t.day and len(t.day) == 10:
        first = last = date.fromisoformat(t.day)
    else:
        return {0}
    reach = 0 if len(told) == 10 else UNDATED
    return set(range((first.toordinal() - reach) // days - 1, (last.toordinal() + reach) // days + 1))


def _planned(t: Telling) -> bool:
    """Whether a report tells of what was still to come."""
    return t.engagement.status == "planned" or _ahead(t)


def likeness(a: Telling, b: Telling) -> float:
    """How likely two tellings are of one event, in [0, 1]."""
    kinds = frozenset((a.engagement.kind, b.engagement.kind))
    kind = 1.0 if len(kinds) == 1 else KINDS.get(kinds, 0.0)
    when = kind and _when(a, b)
    if not when:
        return 0.0
    who = overlap(a.who, b.who)
    score = kind * (WHO * who + WHEN * when)
    if a.place and b.place:
        score += HERE if a.place == b.place else -ELSEWHERE
    return score if who >= 0.5 else 0.0


def _when(a: Telling, b: Telling) -> float:
    """How well two dates go together; 0 where they tell two events apart."""
    x, y = a.engagement.date, b.engagement.date
    planned = _planned(a) or _planned(b)
    if x and y and len(x) == len(y) == 10:
        days = days_between(x, y)
        if days <= SLACK:
            return 1.0 - 0.12 * days
        return 0.75 - 0.01 * days if planned and days <= PUT_OFF else 0.0
    if x and y:
        short = min(len(x), len(y))
        return 0.85 if x[:short] == y[:short] else 0.0
    if a.day and b.day:
        known, report = (x, b.day) if x else (y, a.day)
        days = days_between(known, report) if known and len(known) == 10 else days_between(a.day, b.day)
        return 0.6 if days <= UNDATED else 0.0
    return 0.0


def _ahead(t: Telling) -> bool:
    """Whether a report tells of a day that was still to come."""
    return bool(t.day and t.engagement.date and len(t.engagement.date) == 10 and t.engagement.date > t.day[:10])
