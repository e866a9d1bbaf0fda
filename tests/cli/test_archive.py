"""The commands that work on an archive: an invented record goes in by hand, so that no reading is judged here."""

import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from mahdar.archive import Archive
from mahdar.reading import reader
from mahdar.record import (
    Commitment,
    Engagement,
    Figure,
    Incident,
    Mention,
    Party,
    Record,
    Report,
    Statement,
)
from tests.cli.conftest import TEXT, command, environment, write_lines
from tests.cli.test_read import small_files, wait_for

STORY = (
    "بحث وزير النقل سامر الحلواني مع رامي الخوري في بيروت. وقال الحلواني إن الميناء سيفتح قريباً. "
    "وتعهد الخوري بتدريب 200 موظف. وهاجم مسلحون المرفأ."
)


def span(words):
    start = STORY.index(words)
    return start, start + len(words)


def mention(words, kind, party):
    start, end = span(words)
    return Mention(start=start, end=end, type=kind, party=party)


RECORD = Record(
    doc="port-1",
    reader=reader(),
    published="2016-01-17",
    parties=[
        Party(id="p1", type="PER", names=["سامر الحلواني", "الحلواني"], role="وزير النقل"),
        Party(id="p2", type="PER", names=["رامي الخوري", "الخوري"]),
        Party(id="p3", type="GPE", names=["بيروت"]),
    ],
    mentions=[
        mention("سامر الحلواني", "PER", "p1"),
        mention("رامي الخوري", "PER", "p2"),
        mention("بيروت", "GPE", "p3"),
    ],
    engagements=[
        Engagement(kind="meeting", who=["p1", "p2"], place="p3", topics=["economy"], span=span(STORY.split(". ")[0]))
    ],
    statements=[
        Statement(who=["p1"], form="indirect", act="announce", cue=span("وقال"), span=span("الميناء سيفتح قريباً"))
    ],
    commitments=[
        Commitment(
            kind="pledge", from_=["p2"], to=["p1"], area="training", quantity="200", span=span("بتدريب 200 موظف")
        )
    ],
    incidents=[Incident(type="ASSAULT", span=span("وهاجم مسلحون المرفأ"))],
    figures=[Figure(value=200, unit="employee", span=span("200 موظف"))],
)


@pytest.fixture(scope="module")
def built(module_place):
    other = Record(doc="other", reader=reader(), published="2014-05-05")
    with Archive(module_place) as opened:
        opened.add(Report(id="port-1", text=STORY, title="في المرفأ", outlet="الصباح"), RECORD)
        opened.add(Report(id="other", text="لا شيء هنا."), other)
    return module_place


@pytest.fixture
def archive(built, tmp_path):
    """The archive: a copy of the file, or the address of the database."""
    return built if isinstance(built, str) else Path(shutil.copy(built, tmp_path / "minutes.db"))


def test_show_prints_every_part_with_the_words_it_rests_on(mahdar, archive):
    done = mahdar("show", "port-1", "--archive", archive)
    assert (done.status, done.err) == (0, "")
    for heading in ("Parties (3)", "Engagements (1)", "Statements (1)", "Figures (1)", "Incidents (1)"):
        assert heading in done.out
    for words in ("الميناء سيفتح قريباً", "بتدريب 200 موظف", "وزير النقل", "الصباح", "في المرفأ"):
        assert words in done.out
    assert STORY not in done.out
    assert STORY in mahdar("show", "port", "--archive", archive, "--text").out


def test_show_json_is_the_record(mahdar, archive):
    (record,) = mahdar("show", "port-1", "--archive", archive, "--json", "--text").lines
    assert record.pop("text") == STORY
    assert record == RECORD.to_dict()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["engagements", "--party", "الخوري", "--kind", "meeting", "--place", "بيروت"], STORY.split(". ")[0]),
        (["engagements", "--topic", "economy", "--status", "held"], STORY.split(". ")[0]),
        (["statements", "--party", "حلواني", "--act", "announce", "--form", "indirect"], "الميناء سيفتح قريباً"),
        (["statements", "--words", "الميناء"], "الميناء سيفتح قريباً"),
        (["commitments", "--from", "الخوري", "--to", "الحلواني", "--kind", "pledge"], "بتدريب 200 موظف"),
        (["incidents", "--kind", "assault"], "وهاجم مسلحون المرفأ"),
        (["figures", "--unit", "employee", "--since", "2016", "--until", "2016-01"], "200 موظف"),
    ],
)  # fmt: skip
def test_lists_name_the_report_and_quote_the_span(mahdar, archive, arguments, expected):
    done = mahdar(*arguments, "--archive", archive, "--json")
    assert (done.status, done.err) == (0, "")
    (line,) = done.lines
    assert line["report"] == "port-1"
    assert line["quote"] == expected == STORY[slice(*line["span"])]
    table = mahdar(*arguments, "--archive", archive, "--lang", "ar")
    assert "port-1" in table.out
    assert expected.split()[0] in table.out
    assert "\u2068" not in table.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["commitments", "--from", "الحلواني"],
        ["engagements", "--until", "2015"],
        ["figures", "--since", "2017"],
        ["statements", "--report", "other"],
        ["search", "زيتون"],
        ["who", "زيتون"],
    ],
)
def test_nothing_found_is_said_and_is_no_error(mahdar, archive, arguments):
    done = mahdar(*arguments, "--archive", archive)
    assert done.status == 0
    assert done.out.rstrip().endswith("Nothing found.")
    assert mahdar(*arguments, "--archive", archive, "--json").out == ""


def test_search_and_who(mahdar, archive):
    (hit,) = mahdar("search", "وزيرُ", "النّقل", "--archive", archive, "--json").lines
    assert hit["report"] == "port-1"
    (found,) = mahdar("who", "خوري", "--archive", archive, "--json", "--kind", "per").lines
    assert (found["reports"], found["newest"]) == (1, ["port-1"])
    assert "رامي الخوري" in mahdar("who", "الخوري", "--archive", archive).out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["show", "nowhere"], 1, "nowhere"),
        (["engagements", "--kind", "dinner"], 2, "--kind dinner: expected meeting, call, visit"),
        (["engagements", "--since", "soon"], 2, "soon"),
        (["figures", "--lang", "fr"], 2, "fr: expected en or ar."),
        (["statements", "--archive", "no.db"], 3, "no.db"),
    ],
)
def test_errors_are_one_line_with_what_to_do(mahdar, archive, arguments, status, said):
    done = mahdar(*arguments, env={"MAHDAR_ARCHIVE": str(archive)})
    assert done.status == status
    (line,) = done.err.splitlines()
    assert line.startswith("mahdar: ")
    assert said in line


def test_more_than_the_limit_is_said(mahdar, tmp_path):
    write_lines(tmp_path / "in.jsonl", 3)
    assert mahdar("read", "in.jsonl", "--into", "m.db").status == 0
    done = mahdar("search", "وزير", "--archive", "m.db", "--limit", "2", "--json")
    assert len(done.lines) == 2
    assert done.err == "mahdar: Only the first 2 are shown; --limit shows more.\n"


def test_values_are_isolated_on_a_terminal_only(archive, tmp_path):
    master, slave = pty.openpty()
    with subprocess.Popen(
        command("figures", "--archive", archive), cwd=tmp_path, env=environment(tmp_path, COLUMNS="120"), stdout=slave
    ) as running:
        os.close(slave)
        seen = b""
        while True:
            try:
                some = os.read(master, 4096)
            except OSError:
                break
            if not some:
                break
            seen += some
        assert running.wait(20) == 0
    os.close(master)
    assert "\u2068200 موظف\u2069" in seen.decode()


def test_hostile_text_cannot_steer_the_terminal(mahdar, tmp_path):
    with Archive(tmp_path / "m.db") as opened:
        text = "\x1b]0;x\x07 زار\u202e الوزير"
        record = Record(doc="h", reader=reader(), figures=[Figure(value=1, unit="x", span=(0, len(text)))])
        opened.add(Report(id="h\x1b[2J", text=text, title="[red]\x1b[31m"), record)
    for arguments in (["figures"], ["show", "h", "--text"], ["search", "زار"]):
        out = mahdar(*arguments, "--archive", "m.db").out
        assert "زار" in out
        assert not set(out) & set("\x1b\x07\u202e")
    assert "[red]" in mahdar("show", "h", "--archive", "m.db").out


def test_read_into_an_archive_and_again(shell, tmp_path):
    write_lines(tmp_path / "in.jsonl", 50)
    (tmp_path / "bad.txt").write_bytes(b"")
    first = shell("read", "in.jsonl", "bad.txt", "--into", "m.db", "--workers", "2")
    assert first.out.startswith("Read: 50   known already: 0   set aside: 1\n")
    again = shell("read", "in.jsonl", "in.jsonl", "--into", "m.db")
    assert again.status == 0
    assert again.out.startswith("Read: 0   known already: 100   set aside: 0\n")
    (state,) = shell("doctor", "--archive", "m.db", "--json").lines
    assert state["state"] == "sound"
    assert state["counts"]["reports"] == 50
    assert state["set_aside"] == 1


def test_the_same_text_twice_in_one_run_is_kept_once(mahdar, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text(TEXT, "utf-8")
    done = mahdar("read", "in", "--into", "m.db", "--json")
    assert [done.lines[0][key] for key in ("read", "known", "set_aside")] == [1, 1, 0]


def test_without_into_the_archive_of_the_environment_is_used(mahdar, tmp_path):
    done = mahdar("read", "-", stdin=TEXT.encode(), env={"MAHDAR_ARCHIVE": str(tmp_path / "mine.db")})
    assert done.status == 0
    assert (tmp_path / "mine.db").exists()


def test_records_and_archive_together(mahdar, tmp_path):
    write_lines(tmp_path / "in.jsonl", 5)
    for known in (0, 5):
        done = mahdar("read", "in.jsonl", "--into", "m.db", "--records", "out.jsonl")
        assert f"known already: {known} " in done.out
        assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 5


@pytest.mark.parametrize("place", ["folder", "no/such/folder/m.db", "text.db", "/proc/m.db"])
def test_an_archive_that_cannot_be_written_is_one_line_and_status_3(shell, tmp_path, place):
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("this is no database, whatever its name may say " * 100, "utf-8")
    done = shell("read", "-", "--into", place, stdin=TEXT.encode())
    assert done.status == 3
    (line,) = done.err.splitlines()
    assert line.startswith("mahdar: ")
    assert place in line


def test_a_full_disk_is_one_line_and_what_was_committed_is_kept(shell, tmp_path):
    write_lines(tmp_path / "first.jsonl", 3)
    write_lines(tmp_path / "in.jsonl", 1000, "نص آخر طويل " * 40)
    assert shell("read", "first.jsonl", "--into", "m.db").status == 0
    size = (tmp_path / "m.db").stat().st_size
    done = shell("read", "in.jsonl", "--into", "m.db", "--read-copies", preexec_fn=lambda: small_files(size + 600_000))
    assert done.status == 3
    assert done.err.splitlines()[-1].startswith("mahdar: ")
    assert len(done.err.splitlines()) == 1
    (state,) = shell("doctor", "--archive", "m.db", "--json").lines
    assert state["state"] == "sound"
    assert 3 <= state["counts"]["reports"] < 1003


def test_doctor_sees_damage_and_absence(mahdar, tmp_path):
    archive = tmp_path / "minutes.db"
    with Archive(archive) as opened:
        opened.add(Report(id="port-1", text=STORY), RECORD)
    with archive.open("r+b") as out:
        out.seek(archive.stat().st_size // 2)
        out.write(os.urandom(30_000))
    done = mahdar("doctor", "--archive", archive)
    assert done.status == 3
    assert "The archive is damaged" in done.out
    absent = mahdar("doctor", "--archive", "nowhere.db")
    assert absent.status == 0
    assert "There is no archive yet" in absent.out
    assert sqlite3.sqlite_version in absent.out
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_commits_what_is_finished_and_the_next_run_goes_on(mahdar, tmp_path, workers):
    write_lines(tmp_path / "in.jsonl", 20_000)
    with (tmp_path / "err").open("wb") as err, subprocess.Popen(
        command("read", "in.jsonl", "--into", "m.db", "--workers", workers), cwd=tmp_path,
        env=environment(tmp_path), start_new_session=True, stdout=subprocess.PIPE, stderr=err,
    ) as running:  # fmt: skip
        try:
            wait_for(lambda: reports_in(tmp_path / "m.db"), running)
            family = psutil.Process(running.pid).children(recursive=True)
            begun = time.monotonic()
            os.killpg(running.pid, signal.SIGINT)
            out, _ = running.communicate(timeout=20)
        finally:
            running.kill()
    assert time.monotonic() - begun < 3
    assert running.returncode == 130
    assert (tmp_path / "err").read_bytes() == b""
    kept = reports_in(tmp_path / "m.db")
    assert f"Read: {kept} " in out.decode()
    assert 0 < kept < 20_000
    assert psutil.wait_procs(family, timeout=2)[1] == []
    # The first reports again, among them all that were kept.
    head = (tmp_path / "in.jsonl").read_text("utf-8").splitlines(keepends=True)[: kept + 10]
    (tmp_path / "head.jsonl").write_text("".join(head), "utf-8")
    (summary,) = mahdar("read", "head.jsonl", "--into", "m.db", "--json").lines
    assert (summary["known"], summary["read"]) == (kept, 10)


def reports_in(path):
    if not path.exists():
        return 0
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT count(*) FROM reports").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return 0


def test_head_ends_a_list_quietly(archive, tmp_path):
    line = " ".join(f"'{word}'" for word in command("statements", "--archive", archive, "--json"))
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{line} | head -0"], cwd=tmp_path, env=environment(tmp_path),
        capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [["statements", "--json"], ["show", "port-1"], ["read", "-", "--records", "-"]])
def test_output_that_takes_no_more_is_one_line_and_status_3(archive, tmp_path, arguments):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            command(*arguments), cwd=tmp_path, env=environment(tmp_path, MAHDAR_ARCHIVE=str(archive)),
            input=TEXT.encode(), stdout=full, stderr=subprocess.PIPE, check=False, timeout=30,
        )  # fmt: skip
    assert done.returncode == 3
    lines = [line for line in done.stderr.decode().splitlines() if line.startswith("mahdar: ")]
    assert len(lines) == 1
    assert "No space left on device" in lines[0]
    assert b"Traceback" not in done.stderr
