"""``mahdar offices``, ``series``, ``events``, ``ledger`` and ``show person/…`` on tests/cases/series."""

import pytest

from tests.tables import CASES

SERIES = CASES / "series"


@pytest.fixture
def archive(mahdar):
    mahdar("load", SERIES / "records.jsonl", "--into", "minutes.db")
    return "minutes.db"


def test_offices(mahdar, archive):
    done = mahdar("offices", "--party", "Italy", "--archive", archive, "--json")
    assert done.status == 0
    assert [(o["person"]["name"], o["until"], o["since"]) for o in done.lines] == [
        ("ماركو بيليني", "2019-07-02", None),
        ("لورا كونتي", None, "2019-07-02"),
    ]
    assert len({o["office"] for o in done.lines}) == 1
    assert "Marco" in mahdar("offices", "--archive", archive, "--lang", "en").out
    assert "ماركو بيليني" in mahdar("offices", "--archive", archive, "--lang", "ar").out


def test_events(mahdar, archive):
    done = mahdar("events", "--merged", "--disputed", "--party", "الخازن", "--archive", archive, "--json")
    (event,) = done.lines
    assert event["conflicts"] == ["date"]
    assert {s["report"] for s in event["sources"]} == {"own-a1", "own-a2", "own-a3"}
    done = mahdar("events", "--archive", archive, "--since", "2019-07", "--until", "2019-07", "--lang", "en")
    assert "1 independent of 2" in done.out
    assert "own-a4" in done.out


def test_series(mahdar):
    mahdar("load", SERIES / "figures.jsonl", "--into", "figures.db")
    done = mahdar("series", "جنود التحالف", "--archive", "figures.db", "--json")
    (coalition,) = done.lines
    assert coalition["disputed"]
    assert {p["value"] for p in coalition["points"]} >= {5000, 8000, 5600}
    assert "at least 8,000" in mahdar("series", "--disputed", "--archive", "figures.db", "--lang", "en").out
    assert mahdar("series", "--unit", "aircraft", "--archive", "figures.db", "--json").lines == []


@pytest.mark.parametrize("name", ["إيطاليا", "ايطاليا", "Italy", "italy", "الخازن"])
def test_the_ledger_takes_names_in_any_spelling(mahdar, archive, name):
    done = mahdar("ledger", "--from", name, "--area", "arms", "--archive", archive, "--json")
    reports = {step["report"] for chain in done.lines for step in chain["told"]}
    assert ("own-a4" in reports) is (name != "الخازن")  # who gets it


def test_what_a_man_promises_is_his_states(mahdar, archive):
    asked = ("--area", "training", "--archive", archive, "--json")
    ambassador = mahdar("ledger", "--from", "بيليني", *asked).lines
    state = mahdar("ledger", "--from", "Italy", *asked).lines
    assert ambassador
    assert all(chain in state for chain in ambassador)
    assert [c["status"] for c in mahdar("ledger", "--from", "Italy", "--to", "الجيش", "--open", *asked).lines] == [
        "open"
    ]


def test_the_ledger_says_where_it_cuts(mahdar, archive):
    done = mahdar("ledger", "--limit", "1", "--archive", archive, "--lang", "en")
    assert "Only the first 1 are shown" in done.err
    assert len(mahdar("ledger", "--limit", "1", "--archive", archive, "--json").lines) == 1
    assert mahdar("ledger", "--limit", "100", "--archive", archive, "--json").err == ""


def test_a_person_with_all_that_is_known(mahdar, archive):
    (one,) = mahdar("show", "person/بيليني", "--archive", archive, "--json").lines
    assert one["name"] == "ماركو بيليني"
    assert "ماركو بلليني" in one["names"]
    assert one["offices"][0]["until"] == "2019-07-02"
    assert one["events"]
    assert one["pledges"]
    assert mahdar("show", one["id"], "--archive", archive, "--json").lines == [one]
    done = mahdar("show", "person/Bellini", "--archive", archive, "--lang", "en")
    assert "In English: Marco" in done.out
    assert mahdar("show", "person/nobody", "--archive", archive).status == 1
    assert mahdar("show", "body/بيليني", "--archive", archive).status == 1


def test_what_came_in_since_is_taken_in(mahdar, archive):
    mahdar("link", "--archive", archive)
    mahdar("load", SERIES / "figures.jsonl", "--into", archive)
    assert mahdar("series", "--archive", archive, "--json").lines


def test_tables_give_english_names_where_english_was_asked_for(mahdar, archive):
    mahdar("link", "--archive", archive)
    assert "Marco" in mahdar("engagements", "--archive", archive, "--lang", "en").out
    assert "Marco" in mahdar("show", "own-a1", "--archive", archive, "--lang", "en").out
    assert "Marco" not in mahdar("engagements", "--archive", archive, "--lang", "ar").out
    line = mahdar("engagements", "--report", "own-a1", "--archive", archive, "--json").lines[0]
    assert all(party["name_en"] and party["entity"] for party in line["who"])
