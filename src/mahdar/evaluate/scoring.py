"""Counting what was found, by part of the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mahdar.evaluate.matching import Item, align, dice, f1, jaccard, pair, token_f1

PARTS = ("mentions", "parties", "roles", "engagements", "statements", "commitments", "figures")
#: The statement without its speaker, the commitment without its kind and its side: they tell where the misses are.
SIDE_PARTS = ("(statement content)", "(commitment span)")
#: Of whom matched commitments ask or to whom they give.
RECIPIENTS = "recipients"
_SAME_ROLE = 0.6
_SAME_PARTIES = 0.5
_SAME_STATEMENT = 0.5
_SAME_COMMITMENT = 0.4
_SAME_VALUE = 1e-6


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, predicted and there to find."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return f1(self.hits, self.predicted, self.gold)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one report: by part, of its matched engagements, and of the recipients of matched commitments."""

    counts: dict[str, Count]
    engagements: int = 0
    dates: int = 0
    places: int = 0
    recipients: Count = field(default_factory=Count)


@dataclass(slots=True)
class Scores:
    """The counts of all reports together; `reports` are the single ones, `missing` had no prediction."""

    counts: dict[str, Count]
    engagements: int
    dates: int
    places: int
    recipients: Count
    reports: dict[str, Tally]
    missing: list[str] = field(default_factory=list)

    @property
    def record(self) -> float:
        """The mean F1 of the seven parts."""
        return sum(self.counts[part].f1 for part in PARTS) / len(PARTS)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, figures rounded to four places."""
        parts = {
            part: {"precision": round(c.precision, 4), "recall": round(c.recall, 4), "f1": round(c.f1, 4)}
            for part, c in (*self.counts.items(), (RECIPIENTS, self.recipients))
        }
        return {"docs": len(self.reports), "missing": self.missing, "record": round(self.record, 4), **parts}


def score(gold: Mapping[str, Item], predicted: Mapping[str, Item]) -> Scores:
    """Score predicted records against gold records, both by report id, as plain dicts of the record's shape."""
    reports = {doc: score_report(record, predicted.get(doc, {})) for doc, record in gold.items()}
    empty = Count()
    return Scores(
        counts={p: sum((r.counts[p] for r in reports.values()), start=empty) for p in (*PARTS, *SIDE_PARTS)},
        engagements=sum(r.engagements for r in reports.values()),
        dates=sum(r.dates for r in reports.values()),
        places=sum(r.places for r in reports.values()),
        recipients=sum((r.recipients for r in reports.values()), start=empty),
        reports=reports,
        missing=[doc for doc in gold if doc not in predicted],
    )


def score_report(gold: Item, predicted: Item) -> Tally:
    """The counts of one report."""
    to_gold = align(gold, predicted)
    engagements = _pairs("engagements", gold, predicted, _engagements_alike(to_gold))
    commitments = _pairs("commitments", gold, predicted, _commitments_alike(to_gold))
    counts = {
        "mentions": _mentions(gold, predicted),
        **_parties(gold, predicted, to_gold),
        "engagements": _count("engagements", gold, predicted, engagements),
        "commitments": _count("commitments", gold, predicted, commitments),
    }
    for part, name, alike in (
        ("statements", "statements", _statements_alike(to_gold)),
        ("(statement content)", "statements", _spans_alike(_SAME_STATEMENT)),
        ("(commitment span)", "commitments", _spans_alike(_SAME_COMMITMENT)),
        ("figures", "figures", _figures_alike),
    ):
        counts[part] = _count(name, gold, predicted, _pairs(name, gold, predicted, alike))
    places = [(g["place"] or None, to_gold.get(p["place"]) if p.get("place") else None) for g, p in engagements]
    return Tally(
        counts,
        engagements=len(engagements),
        dates=sum((g["date"] or None) == (p.get("date") or None) for g, p in engagements),
        places=sum(of_gold == of_predicted for of_gold, of_predicted in places),
        recipients=sum((_recipients(g, p, to_gold) for g, p in commitments), start=Count()),
    )


def right_lines(gold: Item, predicted: Item) -> dict[str, set[int]]:
    """Which lines of a predicted record are right, as `score_report` counts: their numbers, by part."""
    to_gold = align(gold, predicted)
    types = {p["id"]: p["type"] for p in gold["parties"]}
    right = {
        "parties": {n for n, p in enumerate(predicted["parties"]) if types.get(to_gold.get(p["id"], "")) == p["type"]}
    }
    for part, alike in (
        ("engagements", _engagements_alike(to_gold)),
        ("statements", _statements_alike(to_gold)),
        ("commitments", _commitments_alike(to_gold)),
    ):
        matched = {id(p) for _, p in _pairs(part, gold, predicted, alike)}
        right[part] = {n for n, line in enumerate(predicted[part]) if id(line) in matched}
    return right


Alike = Callable[[Item, Item], float]


def _pairs(name: str, gold: Item, predicted: Item, alike: Alike) -> list[tuple[Item, Item]]:
    return pair(gold[name], predicted.get(name, []), alike)


def _count(name: str, gold: Item, predicted: Item, pairs: Sequence[object]) -> Count:
    return Count(len(pairs), len(predicted.get(name, [])), len(gold[name]))


def _recipients(gold: Item, predicted: Item, to_gold: Mapping[str, str]) -> Count:
    g, p = set(gold.get("to") or []), set(_in_gold(predicted.get("to"), to_gold))
    return Count(len(g & p), len(p), len(g))


def _mentions(gold: Item, predicted: Item) -> Count:
    g, p = (Counter((m["start"], m["end"], m["type"]) for m in r.get("mentions", [])) for r in (gold, predicted))
    return Count((g & p).total(), p.total(), g.total())


def _parties(gold: Item, predicted: Item, to_gold: Mapping[str, str]) -> dict[str, Count]:
    of_gold = {p["id"]: p for p in gold["parties"]}
    of_predicted = {p["id"]: p for p in predicted.get("parties", [])}
    same = [(of_gold[g], of_predicted[p]) for p, g in to_gold.items()]
    same = [(g, p) for g, p in same if g["type"] == p.get("type")]
    roles = sum(
        g["type"] == "PER" and bool(g["role"]) and token_f1(g["role"], p.get("role")) >= _SAME_ROLE for g, p in same
    )
    return {
        "parties": Count(len(same), _named(predicted, of_predicted), _named(gold, of_gold)),
        "roles": Count(roles, _with_role(of_predicted), _with_role(of_gold)),
    }


def _named(record: Item, parties: Mapping[str, Item]) -> int:
    named = {m.get("party") for m in record.get("mentions", [])}
    return sum(party in named for party in parties)


def _with_role(parties: Mapping[str, Item]) -> int:
    return sum(p.get("type") == "PER" and bool(p.get("role")) for p in parties.values())


def _in_gold(ids: Sequence[str] | None, to_gold: Mapping[str, str]) -> list[str]:
    # A party that stands for none in the gold still counts against the match.
    return [to_gold.get(i, f"?{i}") for i in ids or []]


def _engagements_alike(to_gold: Mapping[str, str]) -> Alike:
    def alike(g: Item, p: Item) -> float:
        shared = jaccard(g["who"], _in_gold(p.get("who"), to_gold)) if g["kind"] == p.get("kind") else 0.0
        return shared if shared >= _SAME_PARTIES else 0.0

    return alike


def _spans_alike(least: float) -> Alike:
    def alike(g: Item, p: Item) -> float:
        overlap = dice(g["span"], p.get("span"))
        return overlap if overlap >= least else 0.0

    return alike


def _statements_alike(to_gold: Mapping[str, str]) -> Alike:
    spans = _spans_alike(_SAME_STATEMENT)

    def alike(g: Item, p: Item) -> float:
        return spans(g, p) if jaccard(g["who"], _in_gold(p.get("who"), to_gold)) >= _SAME_PARTIES else 0.0

    return alike


def _commitments_alike(to_gold: Mapping[str, str]) -> Alike:
    spans = _spans_alike(_SAME_COMMITMENT)

    def alike(g: Item, p: Item) -> float:
        same = g["kind"] == p.get("kind") and jaccard(g["from"], _in_gold(p.get("from"), to_gold)) >= _SAME_PARTIES
        return spans(g, p) if same else 0.0

    return alike


def _figures_alike(g: Item, p: Item) -> float:
    value = p.get("value")
    if value is None or abs(g["value"] - value) > _SAME_VALUE * max(1, abs(g["value"])):
        return 0.0
    return dice(g["span"], p.get("span"))
