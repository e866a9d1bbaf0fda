"""``mahdar export`` to codings of events, and ``mahdar compare``."""

import pytest

from mahdar.archive import Archive
from mahdar.samples import sample_reports
from tests.exchange import noted
from tests.exchange.outside_rows import gdelt_line


@pytest.fixture
def noted_archive(tmp_path):
    reports = {report.id: report for report in sample_reports()}
    with Archive(tmp_path / "minutes.db") as archive:
        archive.add_many([(reports[record.doc], record) for record in noted.all_of_them()])
    return {"MAHDAR_ARCHIVE": str(tmp_path / "minutes.db")}


@pytest.mark.parametrize("name", ["plover", "polecat", "ngec", "cameo", "gdelt"])
def test_export_says_what_it_loses_and_is_the_same_each_time(mahdar, noted_archive, name):
    mahdar("link", env=noted_archive)
    first, again = (mahdar("export", "--to", name, "--out", "-", env=noted_archive) for _ in range(2))
    assert first.status == 0
    assert first.out == again.out
    header = name not in ("plover", "gdelt")
    told = first.out.splitlines()
    untold = 0 if name == "plover" else 2
    assert len(told) == 17 - untold + header
    assert f"mahdar: {name} does not tell {untold} of these events, and loses: " in first.err
    listed = mahdar("export", "--list", "--json", env=noted_archive).lines
    assert next(row for row in listed if row["name"] == name)["loses"]
    if name == "plover":
        engagement = next(
            row for row in first.lines if row["event"] == ["SUPPORT"] and row["mahdar"]["kind"] == "signing"
        )
        assert engagement["id"].startswith("engagement/")
        assert [actor["code"] for actor in engagement["actor"]] == ["TUN", "SAU"]
        assert engagement["actor"][0]["entity"].startswith("person/")


def test_export_per_report_and_filtered(mahdar, noted_archive):
    mahdar("link", env=noted_archive)
    done = mahdar("export", "--to", "plover", "--per-report", "--kind", "signing", "--out", "-", env=noted_archive)
    assert [row["id"] for row in done.lines] == [f"{noted.RIYADH}#engagements/2"]
    done = mahdar("export", "--to", "plover", "--kind", "signing", "--out", "-", env=noted_archive)
    assert [row["mahdar"]["kind"] for row in done.lines] == ["signing"]


def test_compare(mahdar, noted_archive, tmp_path):
    rows = gdelt_line(), gdelt_line(Day="20160531", ActionGeo_CountryCode="TS"), "short"
    (tmp_path / "theirs.csv").write_text("\n".join(rows) + "\n", "utf-8")
    done = mahdar("compare", "theirs.csv", "--format", "gdelt", "--days", "2", "--json", env=noted_archive)
    assert done.status == 1
    outcome = [row["outcome"] for row in done.lines]
    assert outcome[:2] == ["matched", "matched"]
    assert set(outcome[2:]) == {"only_ours"}
    assert "theirs.csv:3: 1 columns" in done.err
    table = mahdar("compare", "theirs.csv", "--format", "gdelt", "--days", "2", env=noted_archive)
    assert "Both have (2)" in table.out
    assert "Only ours (" in table.out
    arabic = mahdar("compare", "theirs.csv", "--format", "gdelt", "--lang", "ar", env=noted_archive)
    assert "عند الطرفين" in arabic.out
    command = ("compare", "theirs.csv", "--format", "gdelt", "--days", "2", "--differing", "--json")
    differing = mahdar(*command, env=noted_archive).lines
    assert [[d["field"] for d in row["differences"]] for row in differing] == [["date", "place"]]


def test_compare_refuses(mahdar, noted_archive):
    assert mahdar("compare", "absent.csv", "--format", "gdelt", env=noted_archive).status == 2
    assert mahdar("compare", "absent.csv", "--format", "icews", env=noted_archive).status == 2
