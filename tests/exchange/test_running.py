"""Partial files, resuming, filters and what is said of an export; the formats themselves have tests of their own."""

import csv
import json

import pytest

from mahdar.archive.streaming import LINES, Wanted
from mahdar.errors import InputError, MahdarError, MissingExtra
from mahdar.exchange import export, format_of, formats, running
from mahdar.exchange.layout import tables
from mahdar.exchange.tables import ROWS, Options


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_archive_gives_the_same_bytes(archive, tmp_path):
    first, second = (export(archive, "csv", tmp_path / name) for name in ("a", "b"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert first.rows == second.rows
    assert {file.name: file.sha256 for file in first.files} == {file.name: file.sha256 for file in second.files}


def test_rows_are_as_wide_as_their_tables(archive):
    assert list(ROWS) == list(tables())
    with archive.stream() as stream:
        for name, table in tables().items():
            rows = list(ROWS[name].rows(stream, Options(text=True)))
            assert rows or name == "event_versions", name
            assert {len(row) for row in rows} <= {len(table.columns)}, name
            keys = [table.columns.index(column) for column in table.columns if column.name in table.key]
            assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows), name


@pytest.mark.parametrize("wanted", [
    Wanted(), Wanted(party="سالم الوادي"), Wanted(since="2014", until="2016-03"), Wanted(report="r00007"),
    Wanted(kind="meeting"), Wanted(kind="pledge", since="2013"), Wanted(words="الدعم لـالعراق"), Wanted(place="تونس"),
], ids=str)  # fmt: skip
def test_lines_are_those_of_the_lists(archive, wanted):
    with archive.stream(wanted) as stream:
        for part in stream.questions:
            given = wanted.given()
            if part == "incidents" and "kind" in given:
                given["type"] = given.pop("kind")
            listed = getattr(archive, part)(**given)
            streamed = [line for _, line in stream.lines(part)]
            assert sorted(streamed, key=repr) == sorted(listed, key=repr)
            assert stream.count(part) == len(listed)


def test_a_filter_leaves_out_what_cannot_answer_it(archive, tmp_path):
    done = export(archive, "csv", tmp_path / "out", Wanted(kind="pledge"))
    assert set(done.rows) == {"reports", "parties", "commitments", "participants", "entities"}
    assert set(done.left_out) == set(tables()) - set(done.rows)
    assert not (tmp_path / "out" / "engagements.csv").exists()


def test_reports_and_parties_are_those_of_the_lines(archive, tmp_path):
    export(archive, "csv", tmp_path / "out", Wanted(party="سالم الوادي", since="2014"))
    lines = {row["report"] for part in LINES for row in read(tmp_path / "out" / f"{part}.csv")}
    assert lines
    assert lines <= {row["id"] for row in read(tmp_path / "out" / "reports.csv")}
    entities = {row["id"] for row in read(tmp_path / "out" / "entities.csv")}
    assert {row["entity"] for row in read(tmp_path / "out" / "parties.csv") if row["entity"]} <= entities


def test_an_export_that_was_cut_off_goes_on(archive, tmp_path, monkeypatch):
    real, opened = running.Export.rows, []

    def rows(self, table):
        opened.append(table)
        if table == "commitments" and len(opened) < 6:
            raise KeyboardInterrupt
        return real(self, table)

    monkeypatch.setattr(running.Export, "rows", rows)
    with pytest.raises(KeyboardInterrupt):
        export(archive, "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    opened.append("")
    done = export(archive, "csv", tmp_path / "out")
    assert done.kept == ["reports.csv", "parties.csv", "engagements.csv", "statements.csv"]
    assert opened[6:8] == ["commitments", "incidents"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert done.rows == export(archive, "csv", tmp_path / "whole").rows
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_what_another_export_left_is_begun_anew(archive, tmp_path):
    left = tmp_path / ".out.part"
    left.mkdir()
    (left / "reports.csv").write_text("half")
    (left / running.STATE).write_text(json.dumps({"about": {"format": "csv"}, "done": {"reports.csv": {}}}))
    assert export(archive, "csv", tmp_path / "out").kept == []
    assert len(read(tmp_path / "out" / "reports.csv")) == 24


def test_only_an_export_is_replaced(archive, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        export(archive, "csv", tmp_path / "mine")
    export(archive, "csv", tmp_path / "out")
    export(archive, "csv", tmp_path / "out", tables=["reports"])
    assert not (tmp_path / "out" / "parties.csv").exists()


def test_it_tells_how_far_it_is_and_what_it_is_of(archive, tmp_path):
    told = []
    done = export(archive, "csv", tmp_path / "out", tables=["participants"], told=lambda *how: told.append(how))
    assert all(done <= total for _, done, total in told)
    about = json.loads((tmp_path / "out" / running.ABOUT).read_text("utf-8"))
    assert about["layout"]
    assert about["archive"]["readers"] == ["mahdar 0 / rules test"]
    assert about["rows"] == done.rows


def test_the_audit_log_has_it_without_words(archive, tmp_path):
    export(archive, "csv", tmp_path / "out", Wanted(party="سالم"), by="Huda")
    line = archive.upkeep().audit(act="export")[0]
    assert (line.by, line.object) == ("Huda", "csv")
    assert line.detail.endswith("; party")


def test_a_missing_extra_is_named(monkeypatch):
    for format_ in formats().values():
        assert bool(format_.extra) == bool(format_.modules)
    lacking = format_of("csv").__class__("x", ".x", "m:f", "exchange", ("no_such_module",), (), "", "", "", "")
    with pytest.raises(MissingExtra, match=r"mahdar\[exchange\]"):
        lacking.load()


def test_no_such_format_or_table(archive, tmp_path):
    with pytest.raises(InputError, match="no such format"):
        export(archive, "dbase", tmp_path / "x")
    with pytest.raises(InputError, match="no such table"):
        export(archive, "csv", tmp_path / "x", tables=["rows"])


def test_a_file_that_was_cut_off_is_begun_anew(archive, tmp_path, monkeypatch):
    (tmp_path / ".out.geojson.part").write_text("half")
    export(archive, "geojson", tmp_path / "out.geojson")
    assert json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"]
    whole = (tmp_path / "out.geojson").read_bytes()

    def counted(self, name, rows, total=None):
        yield next(rows)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running.Export, "counted", counted)
    with pytest.raises(MahdarError, match="No space left"):
        export(archive, "geojson", tmp_path / "out.geojson")
    assert [path.name for path in tmp_path.iterdir()] == ["out.geojson"]
    assert (tmp_path / "out.geojson").read_bytes() == whole
