"""Which overlap of spans finds a line again in another reading: two readings of gold reports, judged by the gold.

usage: carried_reviews.py GOLD ONE TWO      (two files of records as JSON lines, as 'mahdar read --records' writes them)

A line of the first reading and one of the second are one where both are right by the same gold line, as `mahdar
evaluate` counts. For each threshold: of the lines that the second reading has too, the share that is found as itself
('found'), as another ('wrong'); and of those that only the first has, the share that is taken for something ('taken').
"""

import sys
from pathlib import Path

from mahdar.archive.review_lines import PARTS, alike, lines_of, paired, same_party, translated
from mahdar.evaluate import gold_records, predicted_records
from mahdar.evaluate.matching import Item, align, pair
from mahdar.evaluate.scoring import _commitments_alike, _engagements_alike, _figures_alike, _statements_alike
from mahdar.record import Record

THRESHOLDS = (0.01, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
ALIKE = {
    "engagements": _engagements_alike, "statements": _statements_alike, "commitments": _commitments_alike,
    "figures": lambda _: _figures_alike,
}  # fmt: skip


def right(gold: Item, read: Item, part: str) -> dict[int, int]:
    """Number of a line of a reading to the number of the gold line that it is right by."""
    to_gold = align(gold, read)
    if part == "parties":
        ids = {p["id"]: n for n, p in enumerate(gold["parties"])}
        return {n: ids[to_gold[p["id"]]] for n, p in enumerate(read["parties"]) if p["id"] in to_gold}
    pairs = pair(gold[part], read[part], ALIKE[part](to_gold))
    numbers = [{id(line): n for n, line in enumerate(record[part])} for record in (read, gold)]
    return {numbers[0][id(p)]: numbers[1][id(g)] for g, p in pairs}


def matched(one: Item, two: Item, part: str, least: float) -> dict[int, int]:
    """The pairs of lines of two readings."""
    here, there = lines_of(one), lines_of(two)

    def other(id_: str) -> str | None:
        party = next((p for p in here["parties"] if p["id"] == id_), None)
        if party is None:
            return None
        score, found = max(((same_party(party, q), q["id"]) for q in there["parties"]), default=(0, None))
        return found if score > 0 else None

    lines = [translated(part, line, other) for line in here[part]]
    return paired({(n, m): alike(part, a, b, least) for n, a in enumerate(lines) for m, b in enumerate(there[part])})


def main() -> None:
    gold = gold_records(Path(sys.argv[1]))
    one, two = (predicted_records(Path(path)) for path in sys.argv[2:4])
    both = [
        (gold[d], *(Record.model_validate(r[d]).to_dict() for r in (one, two)))
        for d in one.keys() & two.keys() & gold.keys()
    ]
    sys.stdout.write(f"{len(both)} reports\n")
    for part in [part for part in PARTS if part == "parties" or part in ALIKE]:
        for least in THRESHOLDS:
            known = found = wrong = alone = taken = 0
            for g, a, b in both:
                here, there = right(g, a, part), {g: m for m, g in right(g, b, part).items()}
                got = matched(a, b, part, least)
                for n in range(len(a[part])):
                    if n in here and here[n] in there:
                        known += 1
                        found += got.get(n) == there[here[n]]
                        wrong += n in got and got[n] != there[here[n]]
                    elif n in here:
                        alone += 1
                        taken += n in got
            known = max(known, 1)
            shares = f"found {found / known:.3f} wrong {wrong / known:.3f} of {known}"
            shares += f", taken {taken / max(alone, 1):.3f} of {alone}"
            sys.stdout.write(f"{part:12} {least:.2f}  {shares}\n")


if __name__ == "__main__":
    main()
