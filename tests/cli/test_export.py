"""``mahdar export`` as a user calls it."""

import json

import pytest

from mahdar.archive import Archive
from mahdar.exchange import formats
from tests.archive.invented import pair


@pytest.fixture
def filled(tmp_path):
    with Archive(tmp_path / "minutes.db") as archive:
        archive.add_many([pair(n) for n in range(3)])
    return "minutes.db"


def test_it_lists_the_formats(mahdar):
    found = {line["name"]: line for line in mahdar("export", "--list", "--json").lines}
    assert list(found) == list(formats())
    assert found["xlsx"]["extra"] == "exchange"
    assert "إلى اليسار" in mahdar("export", "--list", "--lang", "ar").out


def test_it_writes_and_says_what(mahdar, filled, tmp_path):
    done = mahdar("export", "--to", "csv", "--out", "out", "--kind", "assault", "--archive", filled)
    assert done.status == 0
    assert done.out.startswith("out: ")
    assert "  incidents: 0\n" in done.out
    assert "left out, since they have no such field or code: engagements, statements" in done.err
    assert "3 reports were read since the last 'mahdar link'" in done.err
    (told,) = mahdar("export", "--to", "csv", "--out", "out", "--json", "--archive", filled).lines
    assert told["rows"]["statements"] == 3
    assert {file["name"] for file in told["files"]} >= {"about.json", "statements.csv"}
    arabic = mahdar("export", "--to", "csv", "--out", "out", "--archive", filled, "--lang", "ar").out
    assert "اللقاءات والاتصالات: 3" in arabic
    assert mahdar("audit", "--archive", filled, "--json").lines[0]["act"] == "export"


def test_it_pours_a_file_out(mahdar, filled):
    done = mahdar("export", "--to", "geojson", "--out", "-", "--archive", filled)
    assert len(json.loads(done.out)["features"]) == 6
    assert "a folder of files" in mahdar("export", "--to", "csv", "--out", "-", "--archive", filled).err


@pytest.mark.parametrize("wrong", [
    [], ["--to", "dbase"], ["--to", "csv", "--kind", "party"], ["--to", "csv", "--status", "x"],
    ["--to", "csv", "--since", "soon"], ["--to", "geojson", "--table", "reports"],
], ids=" ".join)  # fmt: skip
def test_wrong_usage_writes_nothing(mahdar, filled, tmp_path, wrong):
    before = sorted(tmp_path.iterdir())
    assert mahdar("export", *wrong, "--archive", filled).status == 2
    assert sorted(path for path in tmp_path.iterdir() if path.suffix != ".db-shm") == before


def test_a_reader_may_export_and_a_stranger_not(mahdar, filled, tmp_path):
    with Archive(tmp_path / filled) as archive:
        accounts = archive.accounts()
        accounts.add("Huda", "admin", by="x")
        accounts.add("Salem", "reader", by="x")
        token = accounts.new_token("Salem", by="x")
    allowed = mahdar("export", "--to", "ics", "--archive", filled, env={"MAHDAR_TOKEN": token})
    assert allowed.status == 0
    assert (tmp_path / "mahdar-ics.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert mahdar("audit", "--archive", filled, "--json").lines[0]["by"] == "Salem"
    assert mahdar("export", "--to", "ics", "--archive", filled, env={"MAHDAR_TOKEN": token + "x"}).status == 3
