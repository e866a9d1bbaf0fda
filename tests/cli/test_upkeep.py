"""Backup and restore, tidying up, withdrawal, accounts and doctor, on the command line."""

import json

import pytest

from mahdar.archive import Archive
from tests.archive.invented import pair


@pytest.fixture
def minutes(tmp_path):
    path = tmp_path / "minutes.db"
    with Archive(path) as archive:
        archive.add_many([pair(n) for n in range(6)])
    return path


def test_backup_check_and_restore(mahdar, minutes, tmp_path):
    done = mahdar("backup", "x.mahdar", "--archive", minutes)
    assert done.status == 0, done.err
    assert "x.mahdar: 6 reports" in done.out
    assert "تقارير 6" in mahdar("restore", "x.mahdar", "--check", "--lang", "ar").out
    done = mahdar("restore", "x.mahdar", "--into", "copy.db", "--json")
    assert (done.status, done.lines[0]["tables"]["reports"]) == (0, 6)
    refused = mahdar("restore", "x.mahdar", "--into", "copy.db")
    assert (refused.status, refused.out) == (3, "")
    assert "--replace" in refused.err
    assert mahdar("restore", "x.mahdar", "--into", "copy.db", "--replace").status == 0


def test_a_damaged_backup_is_one_line(mahdar, minutes, tmp_path):
    mahdar("backup", "x.mahdar", "--archive", minutes)
    file = tmp_path / "x.mahdar"
    file.write_bytes(file.read_bytes()[:-100])
    done = mahdar("restore", "x.mahdar", "--into", "copy.db", "--lang", "ar")
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "مقطوعة أو تالفة" in done.err
    assert not (tmp_path / "copy.db").exists()
    assert mahdar("backup", "minutes.db", "--archive", minutes).status == 2
    assert mahdar("backup", "nowhere/x.mahdar", "--archive", minutes).status == 3
    assert json.loads(mahdar("backup", "x2.mahdar", "--archive", minutes, "--json").out)["rows"] > 6


def test_gc_says_what_would_go_and_what_went(mahdar, minutes):
    with Archive(minutes) as archive:
        archive.add_many([pair(n, reader="mahdar 1") for n in range(6)])
    assert mahdar("gc", "--keep", 1, "--dry-run", "--archive", minutes, "--json").lines[0]["readings"] == 6
    done = mahdar("gc", "--keep", 1, "--archive", minutes, "--by", "Huda")
    assert (done.status, "Gone: readings 6" in done.out) == (0, True), done.err
    assert "قراءات 0" in mahdar("gc", "--keep", 1, "--archive", minutes, "--lang", "ar").out
    assert mahdar("gc", "--originals-before", "yesterday", "--archive", minutes).status == 2


@pytest.mark.parametrize(("lang", "said"), [("en", "To do: 'mahdar link'; 6 reports"), ("ar", "المطلوب: mahdar link")])
def test_doctor_says_what_to_do(mahdar, minutes, lang, said):
    done = mahdar("doctor", "--archive", minutes, "--lang", lang)
    assert done.status == 0
    assert said in done.out


def test_withdraw_a_report_and_a_person(mahdar, minutes):
    assert mahdar("link", "--archive", minutes).status == 0
    assert mahdar("withdraw", "r00001", "--archive", minutes).status == 2  # no reason
    assert mahdar("withdraw", "--why", "x", "--archive", minutes).status == 2
    assert mahdar("withdraw", "nothing", "--why", "x", "--archive", minutes).status == 1
    assert mahdar("withdraw", "r00001", "--dry-run", "--archive", minutes).out == "r00001\n"
    done = mahdar("withdraw", "r00001", "--why", "a mistake", "--by", "Huda", "--archive", minutes)
    assert (done.status, done.out) == (0, "Withdrawal 1: reports 1. They are not taken in again.\n"), done.err
    with Archive(minutes) as archive:
        person = archive.linking().found()["persons"][0]["id"]
        told = archive.upkeep().naming(person)
    found = mahdar("withdraw", "--person", person, "--dry-run", "--archive", minutes, "--json").lines
    assert [line["report"] for line in found] == told
    done = mahdar("withdraw", "--person", person, "--why", "asked to", "--archive", minutes, "--lang", "ar")
    assert f"تقارير {len(told)}" in done.out
    listed = mahdar("withdraw", "--list", "--archive", minutes, "--json").lines
    assert [(line["kind"], line["why"]) for line in listed] == [("person", "asked to"), ("report", "a mistake")]
    assert "شخص" in mahdar("withdraw", "--list", "--archive", minutes, "--lang", "ar").out
    assert mahdar("show", "r00001", "--archive", minutes).status == 1
    (state,) = mahdar("doctor", "--archive", minutes, "--json").lines
    assert (state["state"], state["advice"]) == ("sound", [])


def test_read_sets_aside_what_was_withdrawn(mahdar, tmp_path):
    (tmp_path / "a.txt").write_text("زار الوزير المدينة أمس.", "utf-8")
    assert mahdar("read", "a.txt", "--into", "x.db").status == 0
    with Archive(tmp_path / "x.db") as archive:
        (report,) = archive.reports()
        archive.upkeep().withdraw(report.id, by="Huda", why="x")
    for lang, said in (("en", "withdrawn on 20"), ("ar", "سُحب من الأرشيف في 20")):
        done = mahdar("read", "a.txt", "--into", "x.db", "--lang", lang)
        assert said in done.err
    assert mahdar("doctor", "--archive", "x.db", "--json").lines[0]["set_aside"] == 0


def test_users_tokens_and_what_they_may_do(mahdar, minutes):
    def run(*words, **more):
        return mahdar(*words, "--archive", minutes, **more)

    assert run("users", "add", "Salem").status == 2  # the first is an admin
    assert run("users", "add", "Huda", "--role", "admin").status == 0
    assert "قارئ" in run("users", "add", "Salem", "--lang", "ar").out
    assert run("users", "role", "Salem", "reviewer", "--json").lines[0]["role"] == "reviewer"
    assert [line["name"] for line in run("users", "list", "--json").lines] == ["Huda", "Salem"]
    made = run("users", "token", "Salem", "--label", "laptop", "--days", 90)
    assert "cannot be shown again" in made.err
    salem = {"MAHDAR_TOKEN": made.out.strip()}
    refused = run("gc", env=salem)
    assert (refused.status, refused.out) == (3, "")
    assert "a reviewer may not do that (gc); expected the role admin" in refused.err
    assert "لا يحق ذلك" in run("withdraw", "r00001", "--why", "x", "--lang", "ar", env=salem).err
    assert run("backup", "x.mahdar", env=salem).status == 3
    huda = {"MAHDAR_TOKEN": run("users", "token", "Huda", "--json").lines[0]["token"]}
    assert run("gc", env=huda).status == 0
    assert run("audit", "--json", "--limit", 1).lines[0]["by"] == "Huda"
    (line,) = run("users", "tokens", "Salem", "--json").lines
    assert (line["label"], line["revoked_at"]) == ("laptop", None)
    assert run("users", "revoke", line["id"]).status == 0
    assert run("users", "revoke", "nothing").status == 1
    assert "الرمز غير صالح" in run("audit", "--lang", "ar", env=salem).err
    assert run("users", "disable", "Salem").status == 0
    assert run("users", "disable", "nobody").status == 1
    assert run("users", "disable", "Huda").status == 2  # the last admin
    assert run("users", "enable", "Salem").status == 0
    assert "Salem" in run("users", "list").out
    assert "laptop" in run("users", "tokens").out


def test_the_audit_log(mahdar, minutes):
    mahdar("backup", "x.mahdar", "--archive", minutes, env={"MAHDAR_USER": "Huda"})
    mahdar("link", "--links", "links.json", "--archive", minutes, env={"MAHDAR_USER": "Salem"})
    lines = mahdar("audit", "--archive", minutes, "--json").lines
    assert [(line["by"], line["act"]) for line in lines] == [("Salem", "export"), ("Huda", "backup")]
    assert "سجل الأعمال (1)" in mahdar("audit", "--by", "Huda", "--archive", minutes, "--lang", "ar").out
    assert mahdar("audit", "--act", "users", "--archive", minutes, "--json").lines == []
    whole = mahdar("audit", "--check", "--archive", minutes, "--json").lines[0]
    assert (whole["broken_at"], whole["last"]) == (None, 2)
    assert "No row was changed" in mahdar("audit", "--check", "--archive", minutes).out
