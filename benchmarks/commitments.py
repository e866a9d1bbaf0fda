"""Where the points for commitments are lost, and how often who gives and who receives are swapped.

usage: python benchmarks/commitments.py GOLD_DIR RECORDS.jsonl [--only PREFIX]

RECORDS.jsonl is what `mahdar read … --records` writes; reports without a record are left out. A gold commitment is
found where span (Dice .4), kind and `from` (Jaccard .5) agree, as `mahdar evaluate` counts; else it is counted by the
best line over its words: nothing there, another span, kind or `from`. Swapped: of the lines whose words agree with a
gold line, those with a receiver of gold's as `from` and none of its givers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from mahdar.evaluate.matching import align, dice, f1, jaccard, pair

Item = dict[str, Any]
SAME_SPAN, SAME_SIDE = 0.4, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    records = {record["doc"]: record for record in map(json.loads, arguments.records.read_text("utf-8").splitlines())}
    counts: Counter[str] = Counter()
    for path in sorted(arguments.gold.glob(f"{arguments.only}*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if gold["doc"] in records:
            count(gold, records[gold["doc"]], counts)
    show(counts)


def count(gold: Item, record: Item, counts: Counter[str]) -> None:
    """Add what a record's commitments are worth beside gold's."""
    known = align(gold, record)
    read = [as_gold(line, known) for line in record["commitments"]]
    found = pair(gold["commitments"], read, alike)
    counts.update({"gold": len(gold["commitments"]), "read": len(read), "found": len(found)})
    hit, used = [id(g) for g, _ in found], [id(p) for _, p in found]
    missed = [g for g in gold["commitments"] if id(g) not in hit]
    false = [p for p in read if id(p) not in used]
    near = pair(missed, false, lambda g, p: dice(g["span"], p["span"]))
    counts["missed: nothing there"] += len(missed) - len(near)
    for one, other in near:
        counts[f"missed: {difference(one, other)}"] += 1
    counts["false: nothing of gold's there"] += len(false) - len(near)
    for one in gold["commitments"]:
        for other in read:
            if dice(one["span"], other["span"]) >= SAME_SPAN:
                counts["same words"] += 1
                counts["swapped"] += is_swapped(one, other)


def as_gold(line: Item, known: dict[str, str]) -> Item:
    """A line with gold's ids for its parties."""
    return line | {side: [known.get(party, f"?{party}") for party in line[side]] for side in ("from", "to")}


def alike(gold: Item, read: Item) -> float:
    same = gold["kind"] == read["kind"] and jaccard(gold["from"], read["from"]) >= SAME_SIDE
    words = dice(gold["span"], read["span"])
    return words if same and words >= SAME_SPAN else 0.0


def difference(gold: Item, read: Item) -> str:
    """In what a line over the words of a gold one differs."""
    if dice(gold["span"], read["span"]) < SAME_SPAN:
        return "another span"
    kind, side = gold["kind"] != read["kind"], jaccard(gold["from"], read["from"]) < SAME_SIDE
    return " and ".join(name for name, wrong in (("another kind", kind), ("another from", side)) if wrong) or "taken"


def is_swapped(gold: Item, read: Item) -> bool:
    who = set(read["from"])
    return bool(who & set(gold["to"])) and not who & set(gold["from"])


def show(counts: Counter[str]) -> None:
    score = f1(counts["found"], counts["read"], counts["gold"])
    print(f"found {counts['found']} of {counts['gold']}, read {counts['read']}: F1 {score:.3f}")
    for name, number in sorted(counts.items()):
        if ": " in name:
            print(f"  {name}: {number}")
    share = counts["swapped"] / max(1, counts["same words"])
    print(f"swapped: {counts['swapped']} of {counts['same words']} lines over the same words ({share:.3f})")


if __name__ == "__main__":
    main()
