"""Pairs of engagements that were judged by reading both reports: are they one event? And how a linking does on them.

A file of judgements is tab-separated, by ids and spans alone: same or different; how the pair was drawn (reprint,
retold: linked as one event; near: not linked, though much alike); then twice the report, the kind and the span.

The items are the engagements of the pairs. In the reference two are one event where a chain of pairs judged 'same'
joins them. In the linking an item's event has those items that it was judged with (by a pair or such a chain) and that
the linking puts in one event with it; what was never judged does not count for or against. B-cubed precision is the
share of an item's linked items, itself among them, that are one with it in the reference, recall the share of its
reference that is linked; both are means over all items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mahdar.record import Engagement


class Item(NamedTuple):
    """An engagement of a report, by its kind and span."""

    report: str
    kind: str
    start: int
    end: int


class Judged(NamedTuple):
    """A pair, whether it is one event, and how it was drawn."""

    same: bool
    drawn: str
    a: Item
    b: Item


class Agreement(NamedTuple):
    """B-cubed precision, recall and F1; of the pairs linked, the share that is one event; of those not, that is not."""

    precision: float
    recall: float
    f1: float
    linked_right: float
    apart_right: float
    pairs: int


def judged(path: Path) -> list[Judged]:
    """The judgements of a file."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [Judged(row[0] == "same", row[1], _item(row[2:6]), _item(row[6:10])) for row in rows]


def _item(cells: Sequence[str]) -> Item:
    report, kind, start, end = cells
    return Item(report, kind, int(start), int(end))


def index_of(item: Item, engagements: Sequence[Engagement]) -> int | None:
    """The engagement of a record that an item is: of its kind, and its span the one that covers the item's best."""

    def shared(engagement: Engagement) -> int:
        start, end = engagement.span
        return min(end, item.end) - max(start, item.start)

    alike = [n for n, engagement in enumerate(engagements) if engagement.kind == item.kind and shared(engagement) > 0]
    return max(alike, key=lambda n: (shared(engagements[n]), -n), default=None)


def agreement(pairs: Sequence[Judged], event_of: Mapping[Item, object]) -> Agreement:
    """How a linking agrees with the judgements; pairs of which it has not both items are left out."""
    known = [pair for pair in pairs if pair.a in event_of and pair.b in event_of]
    right = _components(known)
    with_: dict[Item, set[Item]] = defaultdict(set)
    for pair in known:
        with_[pair.a].add(pair.b)
        with_[pair.b].add(pair.a)
    precision = recall = 0.0
    for item in with_:
        found = {other for other in with_[item] | right[item] if event_of[other] == event_of[item]} | {item}
        precision += len(found & right[item]) / len(found)
        recall += len(found & right[item]) / len(right[item])
    precision, recall = precision / max(len(with_), 1), recall / max(len(with_), 1)
    linked = [pair.same for pair in known if event_of[pair.a] == event_of[pair.b]]
    apart = [not pair.same for pair in known if event_of[pair.a] != event_of[pair.b]]
    return Agreement(
        precision,
        recall,
        2 * precision * recall / max(precision + recall, 1e-9),
        sum(linked) / max(len(linked), 1),
        sum(apart) / max(len(apart), 1),
        len(known),
    )


def _components(pairs: Sequence[Judged]) -> dict[Item, set[Item]]:
    """Each item with those that a chain of pairs judged 'same' joins it to."""
    group: dict[Item, set[Item]] = {item: {item} for pair in pairs for item in (pair.a, pair.b)}
    for pair in pairs:
        if pair.same and group[pair.a] is not group[pair.b]:
            joined = group[pair.a] | group[pair.b]
            for item in joined:
                group[item] = joined
    return group
