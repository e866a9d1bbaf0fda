"""What is linked, against the links of gold/series: B-cubed F1, from the gold records and from what was read.

usage: python benchmarks/series.py SHARED                     links the gold records
       python benchmarks/series.py SHARED RECORDS.jsonl       links what was read (`mahdar read --records`)
       python benchmarks/series.py SHARED RECORDS.jsonl --own  the same for tests/cases/series

What was read is named by the gold's ids first: a party by its mentions, a line by the one of its part whose span has
most in common with it. What was not found stands alone. The counts are those of gold/score_links.py.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from mahdar.evaluate.matching import align, dice, pair
from mahdar.ledger import links
from mahdar.ledger.records import recorded
from mahdar.record import Record
from mahdar.who import Told

OWN = Path(__file__).parents[1] / "tests" / "cases" / "series"
#: What each part is made of, and the part of a record that its items are in.
ITEMS = {"persons": "parties", "bodies": "parties", "places": "parties", "engagements": "reports", "chains": "steps"}
LINES = {"engagements": "engagements", "chains": "commitments"}
Item = tuple[str, Any]


def told_of(records: Path, read: dict[str, dict[str, Any]] | None = None) -> list[Told]:
    """The reports of a file of records as the linking takes them, with the gold's records or those that were read."""
    found = []
    for one in recorded(records):
        assert isinstance(one, tuple), one
        report, record = one
        if read is not None:
            plain = {k: v for k, v in read[record.doc].items() if k in Record.model_fields}
            published = record.published
            record = Record.model_validate({"reader": "read"} | plain)
            found.append(Told(record, record.published or published or report.date, report.outlet, report.text))
        else:
            found.append(Told(record, record.published or report.date, report.outlet, report.text))
    return found


def by_gold(gold: dict[str, Any], read: dict[str, Any]) -> dict[str, dict[Any, Any]]:
    """What was read of one report to what the gold has: parties by id, lines by number."""
    found: dict[str, dict[Any, Any]] = {"parties": align(gold, read)}
    for part in LINES.values():
        some = [[line | {"n": n} for n, line in enumerate(record.get(part, []))] for record in (gold, read)]
        pairs = pair(*some, lambda g, p: dice(g["span"], p.get("span")))
        found[part] = {p["n"]: g["n"] for g, p in pairs}
    return found


def clusters(found: dict[str, Any], part: str, names: dict[str, dict[str, dict[Any, Any]]] | None) -> list[list[Item]]:
    """The items of each entry of a part; by the gold's names where those of what was read are given."""
    of = LINES.get(part, "parties")
    told = [[(item[0], item[1]) for item in entry[ITEMS[part]]] for entry in found[part]]
    if names is None:
        return told
    return [[(doc, names[doc][of][n]) for doc, n in group if n in names[doc][of]] for group in told]


def bcubed(gold: Iterable[Iterable[Item]], found: Iterable[Iterable[Item]]) -> float:
    """F1 over the items of the gold clusters; what was not found stands alone."""
    right = {item: set(group) for group in map(list, gold) for item in group}
    said = {item: set(group) & right.keys() for group in map(list, found) for item in group}
    said = {item: said.get(item, {item}) for item in right}
    precision = sum(len(right[i] & said[i]) / len(said[i]) for i in right) / len(right)
    recall = sum(len(right[i] & said[i]) / len(right[i]) for i in right) / len(right)
    return 2 * precision * recall / (precision + recall)


def status(gold: dict[str, Any], found: dict[str, Any], groups: list[list[Item]]) -> float:
    """Share of the gold's chains of two steps and more whose likest chain has the same status."""
    right = []
    for chain in gold["chains"]:
        steps = {(step[0], step[1]) for step in chain["steps"]}
        if len(steps) > 1:
            n = max(range(len(groups)), key=lambda n: len(steps.intersection(groups[n])))
            same = bool(steps.intersection(groups[n])) and found["chains"][n]["status"] == chain["status"]
            right.append(same)
    return sum(right) / len(right)


def copies(gold: dict[str, Any], found: dict[str, Any]) -> float:
    """F1 of the pairs of reports of which one is the other's copy."""
    g, p = (
        {frozenset(two) for e in some["copies"] for two in combinations([e["original"], *e["copies"]], 2)}
        for some in (gold, found)
    )
    return 2 * len(g & p) / (len(g) + len(p)) if g or p else 1.0


def scores(records: Path, gold_links: Path, read: dict[str, dict[str, Any]] | None = None) -> dict[str, float]:
    """F1 of each part, the share of right statuses, F1 of copies."""
    gold, told = json.loads(gold_links.read_text("utf-8")), told_of(records, read)
    found = links(told)
    names = None
    if read is not None:
        names = {
            t.doc: by_gold(t.record.to_dict(), mine.record.to_dict())
            for t, mine in zip(told_of(records), told, strict=True)
        }
    groups = {part: clusters(found, part, names) for part in ITEMS}
    reached = {part: bcubed(clusters(gold, part, None), groups[part]) for part in ITEMS}
    return reached | {"status": status(gold, found, groups["chains"]), "copies": copies(gold, found)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("records", type=Path, nargs="?")
    parser.add_argument("--own", action="store_true")
    given = parser.parse_args()
    gold = OWN / "records.jsonl" if given.own else given.shared / "gold" / "series" / "series.jsonl"
    read = None
    if given.records:
        read = {line["doc"]: line for line in map(json.loads, given.records.read_text("utf-8").splitlines())}
    for part, score in scores(gold, gold.parent / "links.json", read).items():
        print(f"{part:12} {score:.3f}")


if __name__ == "__main__":
    main()
