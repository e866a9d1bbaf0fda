"""All that adds up from reports and decisions, worked out in one go: the same in, the same out, in any order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mahdar.archive.days import days_of
from mahdar.archive.decisions import Decision
from mahdar.ledger.beside import beside
from mahdar.ledger.chains import Chain, chained, commitments, decide
from mahdar.ledger.copies import find_copies, grouped
from mahdar.ledger.events import Telling, likeness, merge, tellings
from mahdar.who import Decided, Entities, Link, Told, link
from mahdar.who.decided import settle

#: A line of a report: its id and the number of the line.
Line = tuple[str, int]
#: A report, its copies, and how they took it over.
Copied = tuple[str, list[str], str]
#: Tellings that one more is compared with to say why it is of their event.
COMPARED = 10


class Judged(NamedTuple):
    """What people decided: pairs of (report, party id), pairs of engagements as (report, number), and how the chains of
    commitments stand, by (report, number).
    """

    parties: Decided = Decided()
    engagements: Decided = Decided()
    chains: Mapping[Line, Decision] = {}


class Joined(NamedTuple):
    """Who is who, engagements that are one, chains, and each original with its copies and how it was taken over."""

    entities: Entities
    events: list[list[Telling]]
    chains: list[Chain]
    copies: list[Copied]


def join(reports: list[Told], judged: Judged | None = None) -> Joined:
    """Work it all out; decisions win over the machine."""
    judged = judged or Judged()
    return add_up(link(reports, judged.parties), judged, grouped(find_copies(reports)))


def add_up(entities: Entities, judged: Judged, copies: list[Copied]) -> Joined:
    """What the reports add up to once it is known who is who; ids of entities are those of `entities.of`."""
    promised = commitments(entities)
    in_chains = beside(lambda: chained(promised), len(entities.scenes))
    told = {(t.doc, t.index): t for t in tellings(entities)}
    groups: list[list[Line]] = [[(t.doc, t.index) for t in event] for event in merge(list(told.values()))]
    groups = settle(groups, judged.engagements, lambda a, b: likeness(told[a], told[b]))
    events = [sorted((told[line] for line in group), key=_order) for group in groups]
    latest = _latest(entities)
    chains = [Chain([promised[at] for at in group], as_of=latest) for group in in_chains()]
    decide(chains, judged.chains)
    return Joined(entities, events, chains, copies)


def _latest(entities: Entities) -> str | None:
    """The latest day of a report, on which deadlines are judged."""
    days = (days_of(scene.told.day[:10]) for scene in entities.scenes.values() if scene.told.day)
    return max((day[1] for day in days if day is not None), default=None)


def event_links(events: list[list[Telling]]) -> list[Link]:
    """Why each telling but the first is of its event: the likest of the tellings before it."""
    found = []
    for event in events:
        for n, told in enumerate(event[1:], start=1):
            score, best = max(((likeness(told, t), -i) for i, t in enumerate(event[:n][:COMPARED])))
            other = event[-best]
            found.append(Link(_item(other), _item(told), round(min(score, 1.0), 3), told_alike(other, told)))
    return found


def told_alike(a: Telling, b: Telling) -> str:
    """What two tellings have in common, in words."""
    x, y = a.engagement, b.engagement
    same = [
        "kind" if x.kind == y.kind else "",
        "participants" if {s.entity for s in a.who} & {s.entity for s in b.who} else "sides",
        "day" if x.date and x.date == y.date else "days that go together",
        "place" if a.place and a.place == b.place else "",
    ]
    return "one " + ", ".join(filter(None, same))


def _item(t: Telling) -> tuple[str, str]:
    return t.doc, str(t.index)


def _order(t: Telling) -> tuple[str, str, int]:
    return t.day or "9999", t.doc, t.index
