"""Links between reports against those of tests/cases/series, and of gold/series where it lies beside the project."""

import json
import os
from itertools import combinations
from pathlib import Path

import pytest

from mahdar.ledger import links
from mahdar.ledger.records import recorded
from mahdar.who import Told
from tests.tables import CASES

GOLD = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[3] / "shared") / "gold" / "series"
#: Floors of B-cubed F1; they never go down.
FLOORS = {
    "own": {"persons": 1, "bodies": 1, "places": 1, "engagements": 1, "chains": 0.97, "status": 1, "copies": 1},
    "gold": {"persons": 1, "bodies": 1, "places": 1, "engagements": 1, "chains": 0.88, "status": 0.88, "copies": 1},
}
SERIES = {
    "own": (CASES / "series" / "records.jsonl", CASES / "series" / "links.json"),
    "gold": (GOLD / "series.jsonl", GOLD / "links.json"),
}
ITEMS = {"persons": "parties", "bodies": "parties", "places": "parties", "engagements": "reports", "chains": "steps"}


def told(path):
    return [
        Told(record, record.published or report.date, report.outlet, report.text) for report, record in recorded(path)
    ]


def bcubed(gold, found):
    """B-cubed F1 over the items of the gold clusters; what was not found stands alone."""
    right = {item: set(group) for group in gold for item in group}
    said = {item: set(group) & right.keys() for group in found for item in group}
    said = {item: said.get(item, {item}) for item in right}
    precision = sum(len(right[i] & said[i]) / len(said[i]) for i in right) / len(right)
    recall = sum(len(right[i] & said[i]) / len(right[i]) for i in right) / len(right)
    return 2 * precision * recall / (precision + recall)


def clusters(links_, part):
    return [[tuple(item[:2]) for item in entry[ITEMS[part]]] for entry in links_[part]]


def status(gold, found):
    """Share of the gold chains of two steps and more whose likest chain has the same status."""
    right = []
    for chain in gold["chains"]:
        steps = {tuple(step[:2]) for step in chain["steps"]}
        if len(steps) > 1:
            likest = max(found["chains"], key=lambda c: len(steps & {tuple(step[:2]) for step in c["steps"]}))
            right.append(likest["status"] == chain["status"])
    return sum(right) / len(right)


def copied(links_):
    return {frozenset(pair) for e in links_["copies"] for pair in combinations([e["original"], *e["copies"]], 2)}


@pytest.mark.parametrize("series", SERIES)
def test_links_reach_their_floors(series):
    records, gold_path = SERIES[series]
    if not records.exists():
        pytest.skip(f"no gold series at {GOLD} (MAHDAR_SHARED names the folder beside the project)")
    gold, found = json.loads(gold_path.read_text("utf-8")), links(told(records))
    reached = {part: bcubed(clusters(gold, part), clusters(found, part)) for part in ITEMS}
    reached |= {"status": status(gold, found), "copies": float(copied(gold) == copied(found))}
    assert {part: score for part, score in reached.items() if round(score, 3) < FLOORS[series][part]} == {}


def test_the_order_of_reports_makes_no_difference():
    reports = told(SERIES["own"][0])
    assert links(reports) == links(reports[::-1])


def test_nothing_comes_of_nothing():
    parts = ("persons", "bodies", "places", "engagements", "chains", "figures", "copies")
    assert links([]) == {part: [] for part in parts}
