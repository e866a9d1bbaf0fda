"""The seeds' PLOVER rows, written out by hand in tests/cases/exchange_seeds.tsv, from the seeds' gold records."""

import json
import os
from pathlib import Path

import pytest

from mahdar.exchange.events import ontology, plover
from mahdar.exchange.events.coding import code
from mahdar.record import Record
from mahdar.who.scene import Scene, Told
from tests.tables import table

GOLD = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[3] / "shared") / "gold"
SEEDS = [f"seed-00{n}" for n in range(5)]
ROWS = [list(row) for row in table("exchange_seeds.tsv", 9)]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    path = GOLD / "dev" / f"{request.param}.json"
    if not path.is_file():
        pytest.skip(f"SEEDS NOT CHECKED: no gold at {GOLD} (MAHDAR_SHARED names the folder beside the project)")
    plain = json.loads(path.read_text("utf-8"))
    text = (GOLD / "text" / f"{request.param}.txt").read_text("utf-8")
    record = Record.model_validate({"reader": "gold", "doc": request.param} | plain)
    return request.param, code(Scene(Told(record, record.published, record.source, text))), text


def sides(actors):
    return "|".join(f"{a.party}:{a.code}:{'/'.join(a.sectors)}" for a in actors) or "-"


def test_the_rows_are_those_written_by_hand(seed):
    name, coded, _ = seed
    expected = [row for row in ROWS if row[0].startswith(name) and row[1] != "-"]
    found = [
        [
            e.id, e.type, e.mode or "-", "|".join(e.contexts) or "-", sides(e.actors), sides(e.recipients),
            e.date or "-", f"{e.place.name_en}, {e.place.country}" if e.place else "-",
            "{}-{}".format(*e.tellings[0].span),
        ]
        for e in coded.events
    ]  # fmt: skip
    assert found == expected


def test_what_is_no_event_has_its_reason(seed):
    name, coded, _ = seed
    expected = [(row[0], row[2]) for row in ROWS if row[0].startswith(name) and row[1] == "-"]
    told = [(f"{line.report}#{line.part}/{line.n}", line.why) for line in coded.uncoded if line.part != "statements"]
    assert told == expected
    # The gold has no acts of statements: all are plain ones, which PLOVER drops.
    assert {line.why for line in coded.uncoded if line.part == "statements"} == {ontology.statement("assert").clause}


def test_the_record_quotes_the_report(seed):
    _, coded, text = seed
    for event in coded.events:
        record = plover.record(event)
        start, end = record["text_info"]["start"], record["text_info"]["end"]
        assert record["event_text"] == text[start:end]
        assert record["quad_code"] == ontology.types()[event.type].quad
