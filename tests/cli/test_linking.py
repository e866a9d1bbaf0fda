"""``mahdar load``, ``link`` and ``ledger`` on the reports of tests/cases/series."""

import json
from dataclasses import replace

import pytest

from mahdar.archive import Archive
from tests.scale.test_scale import fill, rows
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
    told_twice = next(one["id"] for one in links["engagements"] if len(one["reports"]) > 1)
    why = {lang: mahdar("show", told_twice, "--archive", place, "--lang", lang).out for lang in ("en", "ar")}
    assert ["participants" in told for told in why.values()] == [True, False]
    assert ["المشاركون" in told for told in why.values()] == [False, True]
    done = mahdar("ledger", "--archive", place, "--from", "الجزائر", "--area", "arms", "--json")
    assert {step["report"] for chain in done.lines for step in chain["told"]} >= {"own-b3"}
    assert {chain["area"] for chain in done.lines} == {"arms"}
    assert "lapsed" in mahdar("ledger", "--archive", place, "--lang", "en").out
    assert "lapsed" not in mahdar("ledger", "--archive", place, "--open", "--lang", "en").out


def test_ledger_as_of_a_day(mahdar, tmp_path):
    lines = [
        {"doc": f"d{n}", "text": text, "date": day, "published": day,
         "parties": [{"id": "p1", "type": "LOC", "names": ["هولندا"]},
                     {"id": "p2", "type": "LOC", "names": ["العراق"]}],
         "commitments": [{"kind": "pledge", "from": ["p1"], "to": ["p2"], "area": "training", "span": [0, len(text)],
                          "deadline": deadline}]}
        for n, (text, day, deadline) in enumerate([
            ("تعهدت هولندا بتدريب مئة ضابط عراقي على مكافحة المتفجرات خلال شهرين.", "2018-03-10", "خلال شهرين"),
            ("جددت هولندا تعهدها بتدريب مئة ضابط عراقي على مكافحة المتفجرات.", "2018-04-02", None)])
    ]  # fmt: skip
    (tmp_path / "two.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert mahdar("load", "two.jsonl", "--into", "two.db").status == 0
    shown = mahdar("ledger", "--archive", "two.db", "--lang", "en").out
    assert "training: open, due by 2018-05-10, confirmed on 2018-04-02 by d1" in " ".join(shown.split())
    late = ("ledger", "--archive", "two.db", "--as-of", "2018-05-11")
    assert "training: lapsed, due by 2018-05-10" in " ".join(mahdar(*late, "--lang", "en").out.split())
    (chain,) = mahdar(*late, "--json").lines
    assert (chain["status"], chain["by_steps"], chain["confirmed"]) == ("lapsed", "open", None)
    assert mahdar(*late, "--open", "--json").lines == []
    assert mahdar("ledger", "--archive", "two.db", "--as-of", "May").status == 2


def test_what_was_read_with_its_text_is_loaded_without_loss(mahdar, tmp_path):
    lines = [
        {"id": "a", "text": "زار وزير الخارجية عادل الصفار عمّان أمس والتقى نظيره رامي الخوري.", "date": "2019-03-02",
         "outlet": "الضفاف", "title": "الصفار في عمان", "url": "https://a.example/1"},
        {"id": "b", "text": "بحث الوزير سالم الوادي مع السفير الإيطالي التعاون.", "date": "2019-03-03"},
        {"id": "c", "text": "قال المتحدث باسم الوزارة إن الأشغال ستبدأ الشهر المقبل."},
    ]  # fmt: skip
    (tmp_path / "day.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    off = {"MAHDAR_TAGGER": "off"}
    assert mahdar("read", "day.jsonl", "--into", "read.db", env=off).status == 0
    assert mahdar("read", "day.jsonl", "--records", "minutes.jsonl", "--with-text", env=off).status == 0
    assert mahdar("load", "minutes.jsonl", "--into", "loaded.db").status == 0
    with Archive(tmp_path / "read.db") as one, Archive(tmp_path / "loaded.db") as other:
        assert [(r.date, r.outlet) for r in map(one.report, "abc")] == [
            ("2019-03-02", "الضفاف"), ("2019-03-03", None), (None, None)
        ]  # fmt: skip
        for id_ in "abc":
            ours, theirs = one.report(id_), other.report(id_)
            assert ours == replace(theirs, added_at=ours.added_at)
        assert list(one.latest_records()) == list(other.latest_records())


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


def test_decide_waiting_and_show(mahdar):
    mahdar("load", RECORDS, "--into", "minutes.db")
    assert mahdar("show", "person/aaaa", "--archive", "minutes.db").status == 1
    mahdar("link", "--archive", "minutes.db")
    (first,) = mahdar("who", "رامي الخازن", "--archive", "minutes.db", "--json").lines
    assert first["entity"].startswith("person/")
    assert first["newest"] == ["own-a5", "own-a4", "own-a3", "own-a2", "own-a1"]
    other = "own-b1#p1"
    done = mahdar("decide", "same", other, first["entity"][:12], "--why", "one card", "--by", "Huda",
                  "--archive", "minutes.db", "--json")  # fmt: skip
    assert done.status == 0
    (made,) = done.lines
    assert (made["key"], made["verdict"], made["by"], made["why"], made["state"]) == (
        1,
        "same",
        "Huda",
        "one card",
        "in_force",
    )
    full = mahdar("link", "--full", "--archive", "minutes.db", "--json").lines
    assert full == mahdar("link", "--archive", "minutes.db", "--json").lines
    done = mahdar("show", made["a"], "--archive", "minutes.db", "--lang", "en")
    assert f"{made['a']} goes by {first['entity']} today." in done.out
    assert "own-b1#p1" in done.out
    assert "one card" in done.out
    assert mahdar("show", made["a"], "--archive", "minutes.db", "--json").lines[0]["id"] == first["entity"]
    assert (
        mahdar("decide", "undo", "1", "--why", "forged", "--archive", "minutes.db", env={"MAHDAR_USER": "Salma"}).status
        == 0
    )
    listed = mahdar("decisions", "--archive", "minutes.db", "--json").lines
    assert [(d["verdict"], d["by"], d["state"]) for d in listed] == [
        ("undo", "Salma", "in_force"),
        ("same", "Huda", "undone"),
    ]
    assert "forged" in mahdar("decisions", "--archive", "minutes.db", "--lang", "ar").out
    assert mahdar("waiting", "--archive", "minutes.db", "--json").status == 0
    assert mahdar("waiting", "--kind", "place", "--archive", "minutes.db").status == 2


def test_decide_how_a_chain_stands(mahdar, tmp_path):
    mahdar("load", RECORDS, "--into", "minutes.db")
    chain = mahdar("ledger", "--archive", "minutes.db", "--json").lines[0]
    assert chain["decided"] is None
    status = "lapsed" if chain["status"] != "lapsed" else "open"
    how = ["--why", "called off", "--by", "Huda", "--archive", "minutes.db", "--lang", "en"]
    assert mahdar("decide", "status", chain["id"], status, *how).status == 0
    (now,) = [c for c in mahdar("ledger", "--archive", "minutes.db", "--json").lines if c["id"] == chain["id"]]
    assert (now["status"], now["decided"]["by"], now["decided"]["why"]) == (status, "Huda", "called off")
    assert now["decided"]["by_rule"] == chain["status"]
    for command in (["ledger"], ["show", chain["id"]]):
        told = " ".join(mahdar(*command, "--archive", "minutes.db", "--lang", "en").out.split())
        assert "Huda" in told
        assert "called off" in told
        assert chain["id"] in told
    mahdar("link", "--archive", "minutes.db", "--links", "links.json")
    assert f'"by_rule": "{chain["status"]}"' in (tmp_path / "links.json").read_text("utf-8")
    (line,) = mahdar("decisions", "--archive", "minutes.db", "--json").lines
    assert (line["verdict"], line["status"], line["state"]) == ("status", status, "in_force")
    assert "called off" in mahdar("decisions", "--archive", "minutes.db", "--lang", "ar").out
    assert mahdar("decide", "undo", "1", *how).status == 0
    again = [c for c in mahdar("ledger", "--archive", "minutes.db", "--json").lines if c["id"] == chain["id"]]
    assert again == [chain]


def test_who_and_search_name_in_english_once_linked(mahdar):
    mahdar("load", RECORDS, "--into", "minutes.db")
    asked = ["--archive", "minutes.db", "--lang"]
    assert "Rami" not in mahdar("who", "رامي الخازن", *asked, "en").out
    mahdar("link", "--archive", "minutes.db")
    assert "Rami" in mahdar("who", "رامي الخازن", *asked, "en").out
    assert "Rami" not in mahdar("who", "رامي الخازن", *asked, "ar").out
    (who,) = mahdar("who", "رامي الخازن", "--archive", "minutes.db", "--json").lines
    assert who["name_en"].startswith("Rami ")
    for lang, named in (("en", True), ("ar", False)):
        told = mahdar("search", "party:الخازن", "--in", "statements", "--in", "engagements", *asked, lang).out
        assert ("Rami" in told) is named


def test_what_decide_refuses(mahdar):
    mahdar("load", RECORDS, "--into", "minutes.db")
    mahdar("link", "--archive", "minutes.db")
    for status, *arguments in [
        (2, "alike", "own-a1#p1", "own-b1#p1"),
        (2, "same", "own-a1#p1"),
        (2, "undo", "own-a1#p1"),
        (2, "undo", "7"),
        (1, "same", "own-a1#p1", "person/zzzz"),
        (1, "same", "own-a1#p1", "own-zz#p1"),
        (2, "same", "own-a1#p1", "own-a1#0"),
        (2, "same", "own-a1#p1", "own-a1#p1"),
        (2, "status", "own-a1#0"),
        (2, "status", "own-a1#0", "forgotten"),
        (1, "status", "own-a1#p1", "open"),
        (1, "status", "chain/zzzz", "open"),
    ]:
        done = mahdar("decide", *arguments, "--why", "x", "--archive", "minutes.db")
        assert (done.status, done.err.count("\n")) == (status, 1), (arguments, done.err)
    assert mahdar("decide", "same", "own-a1#p1", "own-b1#p1", "--archive", "minutes.db").status == 2
    assert mahdar("decisions", "--archive", "minutes.db", "--json").lines == []


def test_a_folder_of_records_is_linked_out_of_core(mahdar, tmp_path):
    pytest.importorskip("duckdb", reason="NOT TESTED OUT OF CORE: no package duckdb (pip install 'mahdar[scale]')")
    fill(tmp_path / "in" / "date=a", rows())
    done = mahdar("link", "--records", "in", "--out", "out", "--memory", "500MB", "--workers", "1", "--json")
    assert (done.status, done.lines[0]["reports"], done.lines[0]["copies"]) == (0, len(rows()), 2)
    assert (tmp_path / "out" / "parties.parquet").exists()
    told = mahdar("link", "--records", "in", "--out", "out", "--workers", "1", "--lang", "ar")
    assert (told.status, "أشخاص" in told.out) == (0, True)
    assert mahdar("link", "--records", "none", "--out", "out", "--lang", "ar").status == 2
    assert mahdar("link", "--records", "in").status == 2
    assert mahdar("link", "--records", "in", "--out", "out", "--full").status == 2
    assert mahdar("link", "--records", "in", "--out", "out", "--address", "a:1").status == 2
