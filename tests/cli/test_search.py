"""``mahdar search``, ``alerts``, ``reindex`` and ``upgrade``, on both databases."""

import gzip
from pathlib import Path

import pytest

from mahdar.archive import Archive, schema
from tests.archive.invented import pair

DUMPS = Path(__file__).parents[1] / "archive" / "dumps"


@pytest.fixture
def filled(place):
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(8)])
    return place


def test_reports_and_lines_are_found_and_shown(mahdar, filled):
    run = lambda *arguments: mahdar("search", *arguments, "--archive", filled)  # noqa: E731
    (hit,) = run("title:5", "--json").lines
    assert (hit["report"], hit["part"], hit["spans"]) == ("r00005", "report", [])
    assert hit["title"][slice(*hit["title_spans"][0])] == "5"
    (line,) = run("بتدريب AND 10", "--in", "commitments", "--json").lines
    assert (line["report"], line["part"], line["n"], line["line"]["kind"]) == ("r00005", "commitment", 0, "pledge")
    text = pair(5)[0].text
    assert {text[start:end] for start, end in line["spans"]} == {"بتدريب", "10"}
    shown = run("10", "--in", "all", "--lang", "ar")
    assert "طلب أو تعهد" in shown.out
    assert "بتدريب 10 جنديا" in shown.out
    assert len(run("الوزير", "--limit", "3", "--json").lines) == 3


def test_a_name_that_occurs_nowhere_is_asked_back(mahdar, filled):
    done = mahdar("search", "المرزوفي", "--archive", filled)
    assert done.status == 0
    assert "did you mean: " in done.err
    assert "المرزوقي" in done.err
    assert mahdar("search", "الوزير", "--archive", filled).err == ""


def test_bad_dates_and_parts_are_refused(mahdar, filled):
    assert mahdar("search", "من:أمس", "--archive", filled).status == 2
    done = mahdar("search", "x", "--in", "people", "--archive", filled)
    assert (done.status, "--in people: expected reports, statements" in done.err) == (2, True)


def test_a_saved_search_tells_what_is_new(mahdar, filled):
    run = lambda *arguments: mahdar("alerts", *arguments, "--archive", filled)  # noqa: E731
    saved = mahdar("search", "الوزير", "--in", "all", "--save", "وزراء", "--archive", filled)
    assert "وزراء" in saved.err
    assert run().out == "Nothing new.\n"
    with Archive(filled) as archive:
        archive.add_many([pair(n) for n in range(6, 10)])
    (kept,) = run("--keep", "--json").lines
    assert {hit["report"] for hit in kept["hits"]} == {"r00008", "r00009"}
    (alert,) = run("وزراء", "--json").lines
    assert (alert["name"], alert["count"], alert["hits"]) == ("وزراء", kept["count"], kept["hits"])
    assert run("--json").out == ""
    (listed,) = run("--list", "--json").lines
    assert (listed["words"], listed["parts"]) == ("الوزير", ["report", "statement", "engagement", "commitment"])
    assert "وزراء" in run("--list").out
    assert run("nobody").status == 1
    assert run("--forget").status == 2
    assert run("وزراء", "--forget").status == 0
    assert run("--list").out == "Saved searches: Nothing found.\n"


def test_the_index_is_made_anew_by_one_command(mahdar, filled):
    assert mahdar("reindex", "--archive", filled, "--json").lines == [{"reports": 8}]
    assert len(mahdar("search", "الوزير", "--archive", filled, "--json").lines) == 8


def test_upgrade_says_what_it_did(mahdar, tmp_path):
    (tmp_path / "old.db").write_bytes(gzip.decompress((DUMPS / "0001.db.gz").read_bytes()))
    told = [{"before": "0001", "after": schema.REVISION}, {"before": schema.REVISION, "after": schema.REVISION}]
    for expected in told:
        assert mahdar("upgrade", "--archive", "old.db", "--json").lines == [expected]
    assert mahdar("upgrade", "--archive", "no.db").status == 3


def test_the_address_of_a_database_does_for_every_command(mahdar, server):
    address = server.new_schema()
    env = {"MAHDAR_ARCHIVE": address}
    assert mahdar("doctor", "--json", env=env).lines[0]["state"] == "missing"
    assert mahdar("engagements", env=env).status == 3
    assert mahdar("read", "-", env=env, stdin="التقى الوزير سالم الوادي السفير أمس.".encode()).status == 0
    (state,) = mahdar("doctor", "--json", env=env).lines
    assert (state["state"], state["counts"]["reports"], state["revision"]) == ("sound", 1, schema.REVISION)
    assert len(mahdar("search", "الوادي", "--json", env=env).lines) == 1
    assert mahdar("show", "stdin", "--archive", address).status == 0
    server.forget(address)
