"""``mahdar load``, ``link`` and ``ledger`` on the reports of tests/cases/series."""

import json

from tests.tables import CASES

RECORDS = CASES / "series" / "records.jsonl"


def test_load_link_and_ledger(mahdar, tmp_path, place):
    done = mahdar("load", RECORDS, "--into", place, "--json")
    assert (done.status, done.lines) == (0, [{"loaded": 9, "known": 0, "set_aside": 0}])
    assert mahdar("load", RECORDS, "--into", place, "--json").lines[0]["known"] == 9
    done = mahdar("link", "--archive", place, "--links", "links.json", "--json")
    assert done.status == 0
    links = json.loads((tmp_path / "links.json").read_text("utf-8"))
    assert done.lines == [{part: len(links[part]) for part in done.lines[0]}]
    assert links["copies"] == [{"original": "own-a4", "copies": ["own-a5"], "kind": "reprint"}]
    done = mahdar("ledger", "--archive", place, "--from", "الجزائر", "--area", "arms", "--json")
    assert {step["report"] for chain in done.lines for step in chain["told"]} >= {"own-b3"}
    assert {chain["area"] for chain in done.lines} == {"arms"}
    assert "lapsed" in mahdar("ledger", "--archive", place, "--lang", "en").out
    assert "lapsed" not in mahdar("ledger", "--archive", place, "--open", "--lang", "en").out


def test_a_line_that_is_no_record_is_set_aside(mahdar, tmp_path):
    good = RECORDS.read_text("utf-8").splitlines()[0]
    (tmp_path / "some.jsonl").write_text(f'{good}\n{{"doc": "x"}}\nnot json\n', "utf-8")
    done = mahdar("load", "some.jsonl", "--into", "minutes.db", "--json")
    assert (done.status, done.lines[0]["set_aside"]) == (1, 2)
    assert "some.jsonl:2" in done.err
    (tmp_path / "none.jsonl").write_text('{"doc": "x"}\n', "utf-8")
    assert mahdar("load", "none.jsonl", "--into", "minutes.db").status == 2
    assert mahdar("load", "missing.jsonl", "--into", "minutes.db").status == 2
    assert mahdar("link", "--archive", "no.db").status == 3
