"""Persons and bodies of the gold records against the clusters of tests/cases/clusters."""

import os
from pathlib import Path

import pytest
from benchmarks.clusters import SETS, scores

SHARED = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[3] / "shared")
#: Floors of B-cubed F1; they never go down.
FLOORS = {"dev": {"persons": 0.998, "bodies": 0.99}, "train": {"persons": 0.99, "bodies": 0.95}}


@pytest.mark.parametrize("which", SETS)
def test_parties_are_who_they_are(which):
    if not (SHARED / "gold" / which).exists():
        pytest.skip(f"no gold records in {SHARED} (MAHDAR_SHARED names the folder beside the project)")
    reached = {part: f1 for part, (_, _, f1) in scores(SHARED, which).items()}
    assert {part: f1 for part, f1 in reached.items() if round(f1, 3) < FLOORS[which][part]} == {}
