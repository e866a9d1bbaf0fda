"""`mahdar read` on good and bad input, through the real command line."""

import gzip
import json
import os
import resource
import signal
import subprocess
import time

import psutil
import pytest

from tests.cli.conftest import TEXT, command, environment, write_lines


def records(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def test_reads_files_folders_and_standard_input(shell, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in" / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps({"id": "z", "text": TEXT}).encode()))
    done = shell("read", "in", "-", "--records", "out.jsonl", "--date", "2016-01-17", stdin=TEXT.encode())
    assert (done.status, done.err) == (0, "")
    assert [r["doc"] for r in records(tmp_path / "out.jsonl")] == ["z", "b", "stdin"]
    assert done.out.startswith("Read: 3   known already: 0   set aside: 0\n")
    assert not list(tmp_path.glob(".*.part"))


def test_records_on_standard_output_leave_the_summary_to_standard_error(mahdar):
    done = mahdar("read", "-", "--records", "-", "--with-text", stdin=TEXT.encode())
    (record,) = done.lines
    assert record["text"] == TEXT
    assert done.err.startswith("Read: 1")
    assert done.status == 0


def test_one_and_two_workers_write_the_same_bytes(shell, tmp_path):
    write_lines(tmp_path / "in.jsonl", 30)
    (tmp_path / "bad.txt").write_bytes(b"%PDF-")
    (tmp_path / "more.txt").write_bytes(TEXT.encode("cp1256"))
    one = shell("read", "in.jsonl", "bad.txt", "more.txt", "--records", "1.jsonl")
    two = shell("read", "in.jsonl", "bad.txt", "more.txt", "--records", "2.jsonl", "--workers", "2")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert len(records(tmp_path / "1.jsonl")) == 31
    assert sorted(one.err.splitlines()) == sorted(two.err.splitlines())
    assert one.status == two.status == 1


MEGABYTE = 1 << 20
BAD = {
    "empty.txt": (b"", "no text"),
    "binary.txt": (bytes(range(256)) * 64, "no Arabic text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG image"),
    "line.txt": (b"x" * (50 * MEGABYTE), "longer than 2,000,000 characters"),
    "line.jsonl": (b'{"id": "l", "text": "' + b"x" * (50 * MEGABYTE) + b'"}', "longer than 2,000,000 characters"),
    "broken.jsonl": (b'{"id": "b", "text": ', "not JSON"),
    "textless.jsonl": (b'{"id": "b"}', "no 'text'"),
    "cut.jsonl.gz": (gzip.compress(b'{"id": "b", "text": "x"}')[:-12], "reading stops after line"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_costs_itself_and_says_where_and_why(mahdar, shell, tmp_path, name):
    data, why = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    done = shell("read", name, "good.txt", "--records", "-")
    assert done.status == 1
    assert [r["doc"] for r in done.lines] == ["good"]
    (line,) = [line for line in done.err.splitlines() if "set aside: " in line and line.startswith("mahdar")]
    assert line.startswith(f"mahdar: set aside: {name}")
    assert why in line
    assert mahdar("read", name, "--records", "out.jsonl").status == 2
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (TEXT.encode("cp1256"), "read as windows-1256"),
        (TEXT.encode() + b"\xff" + TEXT.encode() + b"\xd9", "broken UTF-8: 2 places are U+FFFD now"),
        (TEXT.encode("utf-16"), "read as UTF-16"),
    ],
)
def test_other_encodings_are_read_with_a_note(shell, tmp_path, data, note):
    (tmp_path / "a.txt").write_bytes(data)
    done = shell("read", "a.txt", "--records", "-", "--with-text")
    assert done.status == 0
    assert TEXT in done.lines[0]["text"]
    assert f"mahdar: note: a.txt: {note}" in done.err.splitlines()


def test_one_line_of_many_is_set_aside_by_number(shell, tmp_path):
    lines = [json.dumps({"id": "a", "text": TEXT}), "{", json.dumps({"id": "b"}), json.dumps({"id": "c", "text": TEXT})]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    done = shell("read", "in.jsonl", "--records", "out.jsonl", "--json")
    assert done.status == 1
    (summary,) = done.lines
    assert (summary["read"], summary["set_aside"]) == (2, 2)
    assert [item["where"] for item in summary["aside"]] == ["in.jsonl:2", "in.jsonl:3"]
    assert [item["error"] for item in summary["aside"]] == ["UnreadableInput", "NotAReport"]


def test_a_missing_path_is_one_line_and_the_others_go_on(shell, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = shell("read", "gone", "a.txt", "--records", "-")
    assert done.status == 1
    assert done.err.splitlines()[0] == "mahdar: set aside: gone: no such file or folder; check the path"
    assert len(done.lines) == 1


@pytest.mark.parametrize(
    "arguments", [["read"], ["raed"], ["read", "x", "--workers", "0"], ["read", "x", "--date", "1/2"]]
)
def test_wrong_usage_is_one_line_and_status_2(mahdar, arguments):
    done = mahdar(*arguments)
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("mahdar: ")


def small_files(size=64 * 1024):
    """No file of this process can grow beyond `size`: what a full disk does, without one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_no_room_for_the_records_leaves_the_older_file(shell, tmp_path):
    write_lines(tmp_path / "in.jsonl", 2000)
    (tmp_path / "out.jsonl").write_text("older\n", "utf-8")
    done = shell("read", "in.jsonl", "--records", "out.jsonl", preexec_fn=small_files)
    assert done.status == 3
    assert done.err.startswith("mahdar: out.jsonl: the records cannot be written: File too large; ")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "older\n"
    assert not list(tmp_path.glob(".*.part"))


def test_a_place_for_records_that_is_not_there_is_status_3(mahdar):
    done = mahdar("read", "-", "--records", "no/such/folder/out.jsonl", stdin=TEXT.encode())
    assert done.status == 3
    assert len(done.err.splitlines()) == 1


def test_a_reader_that_leaves_early_ends_the_run_quietly(tmp_path):
    write_lines(tmp_path / "in.jsonl", 5000)
    with (tmp_path / "err").open("wb") as err, subprocess.Popen(
        command("read", "in.jsonl", "--records", "-", "--workers", "2"), cwd=tmp_path, env=environment(tmp_path),
        stdout=subprocess.PIPE, stderr=err,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        try:
            assert json.loads(running.stdout.readline())["doc"] == "r0"
            running.stdout.close()
            assert running.wait(20) == 0
        finally:
            running.kill()
    assert (tmp_path / "err").read_bytes() == b""


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_is_finished(tmp_path, workers):
    write_lines(tmp_path / "in.jsonl", 40_000)
    arguments = ["read", "in.jsonl", "--records", "out.jsonl", "--workers", workers]
    # Standard error goes to a file: a pipe that nobody empties would stop the run.
    with (tmp_path / "err").open("wb") as err, subprocess.Popen(
        command(*arguments), cwd=tmp_path, env=environment(tmp_path), start_new_session=True,
        stdout=subprocess.PIPE, stderr=err,
    ) as running:  # fmt: skip
        try:
            wait_for(lambda: any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*.part")), running)
            family = psutil.Process(running.pid).children(recursive=True)
            begun = time.monotonic()
            os.killpg(running.pid, signal.SIGINT)
            out, _ = running.communicate(timeout=20)
        finally:
            running.kill()
    assert time.monotonic() - begun < 3
    assert running.returncode == 130
    assert (tmp_path / "err").read_bytes() == b""
    assert out.decode().startswith("Stopped; what was finished is kept.")
    docs = [r["doc"] for r in records(tmp_path / "out.jsonl")]
    assert 0 < len(docs) < 40_000
    assert docs == [f"r{i}" for i in range(len(docs))]
    assert f"Read: {len(docs)} " in out.decode()
    assert psutil.wait_procs(family, timeout=2)[1] == []


def wait_for(what, running, seconds=20):
    end = time.monotonic() + seconds
    while not what():
        assert running.poll() is None, "the process ended before"
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_a_folder_without_a_tagger_stops_the_run(mahdar, tmp_path):
    done = mahdar(
        "read", "-", "--records", str(tmp_path / "out.jsonl"), stdin=TEXT.encode(), env={"MAHDAR_TAGGER": "/no"}
    )
    assert done.status == 2
    assert "/no/tagger.onnx: cannot be read" in done.err
    assert not (tmp_path / "out.jsonl").exists()
