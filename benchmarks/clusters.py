"""Who is who, against the clusters of tests/cases/clusters: B-cubed over the parties of the gold records.

usage: python benchmarks/clusters.py SHARED                     links the gold records
       python benchmarks/clusters.py SHARED RECORDS.jsonl       links what was read (`mahdar read --records`)

From what was read, a gold party is the party of its type that shares the most mentions with it; one that was not found
stands alone. Reports that RECORDS lacks are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mahdar.record import Record
from mahdar.who import Item, Told, link

CLUSTERS = Path(__file__).parents[1] / "tests" / "cases" / "clusters"
#: The sets: which reports of the gold's folders they are.
SETS = {"dev": "*", "train": "ant-*"}
TYPES = {"persons": "PER", "bodies": "ORG"}


def bcubed(gold: Iterable[Iterable[Item]], found: Iterable[Iterable[Item]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the items of the gold clusters; what was not found stands alone."""
    right = {item: set(group) for group in map(list, gold) for item in group}
    said = {item: set(group) & right.keys() for group in map(list, found) for item in group}
    said = {item: said.get(item, {item}) for item in right}
    precision = sum(len(right[i] & said[i]) / len(said[i]) for i in right) / len(right)
    recall = sum(len(right[i] & said[i]) / len(right[i]) for i in right) / len(right)
    return precision, recall, 2 * precision * recall / (precision + recall)


def told_of(shared: Path, which: str, read: dict[str, dict[str, Any]] | None = None) -> list[Told]:
    """The records of a set as the linking takes them: the gold's, or those that were read of the same reports."""
    lines = (shared / "gold" / f"{which}.jsonl").read_text("utf-8").splitlines()
    reports = {line["id"]: line for line in map(json.loads, lines)}
    found = []
    for path in sorted((shared / "gold" / which).glob(f"{SETS[which]}.json")):
        record = json.loads(path.read_text("utf-8"))
        if read is not None and record["doc"] not in read:
            continue
        record = record if read is None else read[record["doc"]]
        plain = {k: v for k, v in record.items() if k in Record.model_fields}
        parsed, report = Record.model_validate({"reader": "gold"} | plain), reports[record["doc"]]
        found.append(Told(parsed, parsed.published or _iso(report.get("date")), report.get("outlet"), report["text"]))
    return found


def gold_clusters(which: str, part: str, told: list[Told]) -> list[list[Item]]:
    """The clusters of a set's parties; who is in no list is alone."""
    items = {(t.doc, p.id) for t in told for p in t.record.parties if p.type == TYPES[part]}
    listed = json.loads((CLUSTERS / f"{which}_{part}.json").read_text("utf-8"))
    groups = [[(doc, party) for doc, party in group if (doc, party) in items] for group in listed]
    return [group for group in groups if group] + [[item] for item in items - {i for g in groups for i in g}]


def matched(gold: list[Told], read: list[Told]) -> dict[Item, Item]:
    """For each gold party the party that was read as it."""
    found, by_doc = {}, {told.doc: told.record for told in read}
    for told in gold:
        record = by_doc[told.doc]
        types = {party.id: party.type for party in record.parties}
        for party in told.record.parties:
            votes: Counter[str] = Counter()
            for mention in told.record.mentions:
                if mention.party == party.id:
                    votes.update(m.party for m in record.mentions if m.start < mention.end and mention.start < m.end)
            fitting = {id_: n for id_, n in votes.items() if types.get(id_) == party.type}
            if fitting:
                found[told.doc, party.id] = told.doc, max(sorted(fitting), key=lambda id_: fitting[id_])
    return found


def scores(
    shared: Path, which: str, read: dict[str, dict[str, Any]] | None = None
) -> dict[str, tuple[float, float, float]]:
    """B-cubed precision, recall and F1 of persons and bodies."""
    told = told_of(shared, which, read)
    entities = link(told)
    gold = told if read is None else [t for t in told_of(shared, which) if t.doc in read]
    pairs = (
        {i: i for t in gold for i in ((t.doc, p.id) for p in t.record.parties)} if read is None else matched(gold, told)
    )
    back: dict[Item, list[Item]] = defaultdict(list)
    for mine, theirs in pairs.items():
        back[theirs].append(mine)
    return {
        part: bcubed(
            gold_clusters(which, part, gold), [[g for i in c for g in back[i]] for c in getattr(entities, part)]
        )
        for part in TYPES
    }


def _iso(day: str | None) -> str | None:
    return "-".join(reversed(day.split("/"))) if day and "/" in day else day


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("records", type=Path, nargs="?")
    given = parser.parse_args()
    read = None
    if given.records:
        read = {line["doc"]: line for line in map(json.loads, given.records.read_text("utf-8").splitlines())}
    for which in SETS:
        if read is None or any((given.shared / "gold" / which / f"{doc}.json").exists() for doc in read):
            for part, (precision, recall, f1) in scores(given.shared, which, read).items():
                print(f"{which:6} {part:8} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
