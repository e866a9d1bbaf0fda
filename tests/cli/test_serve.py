"""`mahdar serve` on a real port."""

import json
import re
import signal
import socket
import subprocess
import urllib.request

import pytest

from mahdar.archive import Archive
from mahdar.cli.serve import _listening
from tests.archive.own import own_reports
from tests.cli.conftest import command, environment


@pytest.fixture
def minutes(tmp_path):
    with Archive(tmp_path / "m.db") as archive:
        archive.add_many(own_reports()[:2])
    return "m.db"


def test_the_site_is_served_until_it_is_stopped(tmp_path, minutes):
    server = subprocess.Popen(
        command("serve", "--archive", minutes, "--port", "0", "--lang", "en"), cwd=tmp_path,
        env=environment(tmp_path, MAHDAR_TAGGER="off"), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        said = server.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
        with urllib.request.urlopen(address + "en/reports.json", timeout=30) as answer:
            assert len(json.load(answer)["lines"]) == 2
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=30)[1]
    assert server.returncode == 130
    assert rest == ""


def test_answers_do_not_wait_for_word_that_their_head_came():
    with _listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_without_its_packages_it_says_what_to_install(mahdar, minutes, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    done = mahdar("serve", "--archive", minutes, "--lang", "ar")
    assert done.status == 3
    assert "pip install 'mahdar[web]'" in done.err
    assert "حزمة ناقصة (uvicorn)" in done.err


def test_others_need_accounts(mahdar, minutes):
    for words in (("--host", "0.0.0.0"), ("--name", "minutes.example")):
        done = mahdar("serve", "--archive", minutes, *words)
        assert done.status == 3
        assert "without accounts" in done.err


def test_a_port_that_is_taken_and_an_archive_that_is_none(mahdar, minutes):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = mahdar("serve", "--archive", minutes, "--port", taken.getsockname()[1])
    assert done.status == 3
    assert "nothing can listen there" in done.err
    assert "no archive here" in mahdar("serve", "--archive", "none.db").err
