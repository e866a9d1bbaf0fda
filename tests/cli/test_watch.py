"""``mahdar watch`` as a process of its own that is killed: nothing that was fetched is lost, nothing is kept twice."""

import os
import signal
import subprocess
import sys
import time

import pytest

from mahdar.archive import Archive
from tests.cli.conftest import environment
from tests.pages.local_web import PUBLIC, Web

#: Runs the command line with the local server in the place of the internet.
LED = f"""
import socket, sys
from mahdar.pages import fetching
port = int(sys.argv.pop(1))
class Led(fetching.Fetcher):
    def __init__(self):
        here = lambda *_: socket.create_connection(("127.0.0.1", port))
        super().__init__(lambda host, _: [{PUBLIC!r}], here, pause=0.0)
fetching.Fetcher = Led
from mahdar.cli import main
main()
"""
COUNT = 40


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


def begun(web, tmp_path, *feeds):
    port = str(web.server.server_address[1])
    arguments = [sys.executable, "-c", LED, port, "watch", *feeds, "--into", "m.db", "--lang", "en"]
    return subprocess.Popen(
        arguments, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def page(n):
    words = " ".join(f"كلمة{n}{i} تقرير{n * i}" for i in range(60))
    parts = (f"زار الوزير سالم الوادي مدينة رقم {n} أمس وافتتح فيها مدرسة ومستشفى.", f"وقال الوادي إن {words}.")
    body = "".join(f"<p>{part}</p>" for part in parts)
    return f"<html><head><title>خبر رقم {n}</title></head><body><h1>خبر رقم {n}</h1>{body}</body></html>".encode()


def test_a_round_that_is_killed_is_taken_up_and_loses_nothing(web, tmp_path):
    links = "".join(f"<item><title>خبر {n}</title><link>http://a.example/{n}</link></item>" for n in range(COUNT))
    web.page("a.example/feed", f'<rss version="2.0"><channel><title>الضفاف</title>{links}</channel></rss>'.encode(),
             ETag='"v1"', Last_Modified="Sat, 28 Nov 2026 10:00:00 GMT")  # fmt: skip
    web.page("a.example/broken", b"<html><body>no feed</body></html>")
    for n in range(COUNT):
        web.page(f"a.example/{n}", page(n))
    feeds = ["http://a.example/broken", "http://a.example/feed"]
    process = begun(web, tmp_path, *feeds)
    deadline = time.monotonic() + 60
    while len(web.asked) < COUNT // 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    first = {key for key, _ in web.asked}
    process = begun(web, tmp_path, *feeds)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1, err  # the feed that is none
    assert "no feed" in err
    with Archive(tmp_path / "m.db") as archive:
        assert sorted(report.url for report in archive.reports()) == sorted(
            f"http://a.example/{n}" for n in range(COUNT)
        )
    assert f"a.example/{COUNT // 4}" in first
    web.asked.clear()
    process = begun(web, tmp_path, feeds[1])
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    (asked,) = [headers for key, headers in web.asked if key == "a.example/feed"]
    assert asked["If-None-Match"] == '"v1"'
    assert asked["If-Modified-Since"] == "Sat, 28 Nov 2026 10:00:00 GMT"
    assert len(web.asked) == 2  # robots.txt and the feed, which has not changed
