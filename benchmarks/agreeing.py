"""How linking out of core agrees with linking in memory: `python -m benchmarks.agreeing RECORDS LINKED`.

RECORDS is a folder of Parquet files with records, LINKED what `mahdar link --records RECORDS --out LINKED` made of it.
All of RECORDS is linked in memory too; B-cubed and pair F1 are those of LINKED against that.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from math import comb
from pathlib import Path

import pyarrow.parquet as parquet

from mahdar.ledger.copies import find_copies, grouped
from mahdar.ledger.joined import Judged, add_up
from mahdar.ledger.records import linked_parts
from mahdar.who import Told, link

Groups = list[list[tuple[str, Hashable]]]


def told_in(folder: Path) -> list[Told]:
    """The reports of a folder."""
    columns = ["id", "published", "outlet", "text", "record"]
    rows = (row for path in sorted(folder.glob("date=*/*.parquet"))
            for row in parquet.read_table(path, columns=columns).to_pylist())  # fmt: skip
    found = []
    for row in rows:
        record = linked_parts(row["record"])
        record.doc = row["id"]
        found.append(Told(record, row["published"], row["outlet"], row["text"]))
    return found


def groups_in_memory(folder: Path) -> dict[str, Groups]:
    """What is one by linking in memory."""
    joined = add_up(link(told_in(folder)), Judged(), [])
    return {
        "person": joined.entities.persons,
        "body": joined.entities.bodies,
        "place": joined.entities.places,
        "engagement": [[(t.doc, t.index) for t in event] for event in joined.events],
        "chain": [[(t.doc, t.index) for t in chain.told] for chain in joined.chains],
    }


def copies_in_memory(folder: Path) -> set[tuple[str, str]]:
    """Each copy and its original by linking in memory."""
    return {(copy, first) for first, copies, _ in grouped(find_copies(told_in(folder))) for copy in copies}


def groups_in(linked: Path) -> dict[str, Groups]:
    """What is one by linking out of core."""
    found: dict[str, dict[str, list[tuple[str, Hashable]]]] = defaultdict(lambda: defaultdict(list))
    for row in parquet.read_table(linked / "parties.parquet").to_pylist():
        found[row["kind"]][row["entity"]].append((row["doc"], row["party"]))
    for kind, name in (("engagement", "engagements"), ("chain", "commitments")):
        for row in parquet.read_table(linked / f"{name}.parquet").to_pylist():
            found[kind][row[kind]].append((row["doc"], row["n"]))
    return {kind: list(groups.values()) for kind, groups in found.items()}


def agreement(memory: dict[str, Groups], linked: Path) -> dict[str, dict[str, float]]:
    """B-cubed and pair F1 of each kind, and the share of groups that are the same to the last member."""
    found = groups_in(linked)
    return {kind: compared(groups, found.get(kind, [])) for kind, groups in memory.items()}


def compared(gold: Iterable[Iterable[Hashable]], said: Iterable[Iterable[Hashable]]) -> dict[str, float]:
    """How one grouping agrees with another."""
    one = {item: n for n, group in enumerate(gold) for item in group}
    other = {item: n for n, group in enumerate(said) for item in group}
    if one.keys() != other.keys():
        raise ValueError(f"{len(one.keys() ^ other.keys())} are in one of them alone")
    both = Counter((n, other[item]) for item, n in one.items())
    sizes, others = Counter(one.values()), Counter(other.values())
    precision = sum(n * n / others[b] for (_, b), n in both.items()) / len(one)
    recall = sum(n * n / sizes[a] for (a, _), n in both.items()) / len(one)
    pairs, right = sum(comb(n, 2) for n in (*sizes.values(), *others.values())), sum(comb(n, 2) for n in both.values())
    same = sum(n == sizes[a] == others[b] for (a, b), n in both.items())
    return {
        "items": len(one), "groups": len(sizes), "found": len(others), "same": same / len(sizes),
        "bcubed": 2 * precision * recall / (precision + recall), "pairs": 2 * right / pairs if pairs else 1.0,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("linked", type=Path)
    asked = parser.parse_args()
    for kind, scores in agreement(groups_in_memory(asked.records), asked.linked).items():
        print(kind, json.dumps({name: round(value, 5) for name, value in scores.items()}))
    copies, rows = copies_in_memory(asked.records), parquet.read_table(asked.linked / "copies.parquet").to_pylist()
    print(
        "copies", len(copies), "found", len(rows), "the same", len(copies & {(r["copy"], r["original"]) for r in rows})
    )


if __name__ == "__main__":
    main()
