import gzip
import io
import json
import tracemalloc

import pytest

from mahdar.pages import SetAside, reports_in
from mahdar.pages.warc import reports_of_warc
from mahdar.record import Report
from tests.pages.html_set import made_pages

PAGES = {page.name: page for page in made_pages()}


def record(url, body, kind="response", content_type="text/html; charset=utf-8", status="200 OK", length=None, head=""):
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    size = len(http) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n{head}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
    ).encode() + http + b"\r\n\r\n"  # fmt: skip


def good(n, name="wordpress-0", **more):
    return record(f"http://site{n}.example/story", PAGES[name].data, **more)


def read(data, stream=None):
    notes = []
    items = list(reports_of_warc(stream or io.BytesIO(data), "c.warc", None, notes.append))
    return items, [note.what for note in notes]


def kinds(items):
    return ["report" if isinstance(item, Report) else "aside" for item in items]


@pytest.mark.parametrize("packed", [False, True])
def test_pages_come_out_with_their_addresses(packed):
    parts = [good(1), good(2, "asp-0", content_type="text/html"), good(3, "url-0")]
    items, notes = read(b"".join(gzip.compress(part) if packed else part for part in parts))
    assert kinds(items) == ["report"] * 3
    assert items[1].outlet == PAGES["asp-0"].report.outlet
    assert items[2].url == "http://site3.example/story"
    assert items[2].date == "2020-01-02"  # neither page nor address says one: the day of the crawl
    assert items[0].id != items[2].id
    assert notes == ["read as windows-1256, as it declares"]


def test_a_charset_of_the_server_counts_where_the_page_says_none():
    page = PAGES["asp-0"].data.replace(b"charset=windows-1256", b"")
    (report,), _ = read(record("http://a.example/1", page, content_type="text/html; charset=windows-1256"))
    assert report.page.encoding == "cp1256"


def test_what_is_no_page_is_counted():
    parts = [
        record("http://a.example/", b"", status="404 Not Found"),
        record("http://a.example/i", b"x", content_type="image/png"),
        record("http://a.example/1", b"", kind="revisit"), record("http://a.example/2", b"", kind="request"), good(1),
    ]  # fmt: skip
    items, notes = read(b"".join(parts))
    assert kinds(items) == ["report"]
    assert notes == [
        "1 revisits of pages that were the same at an earlier fetch", "1 answers other than 200 are passed over",
        "1 files of other kinds are passed over", "1 records that are no responses are passed over",
    ]  # fmt: skip


BROKEN = {
    "a length that swallows the next": (good(1, length=10**6), 1),
    "a length of a terabyte": (good(1, length=10**12), 1),
    "a length that is too short": (good(1, length=90), 1),
    "a negative length": (good(1, length=-7), 1),
    "junk": (b"junk junk junk\r\n" * 400, 0),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_costs_itself(name, packed):
    bad, _ = BROKEN[name]
    parts = [good(6), bad, good(7), good(8), bad, good(9), bad, good(10)]
    if packed:
        parts = [part if name == "junk" else gzip.compress(part) for part in parts]
    items, _ = read(b"".join(parts))
    urls = [item.url for item in items if isinstance(item, Report)]
    canonical = "https://news.example/2021/04/08/post-77/"
    assert urls.count(canonical) == 5
    asides = [item.where for item in items if isinstance(item, SetAside)]
    assert 3 <= len(asides) <= 6
    places = [int(where.split("@")[1].split()[0]) for where in asides]
    assert places == sorted(places)
    assert places[-1] < len(b"".join(parts))


@pytest.mark.parametrize("keep", [0.97, 0.6, 0.1])
def test_a_truncated_archive_keeps_what_was_before(keep):
    parts = [gzip.compress(good(n)) for n in range(4)]
    data = b"".join(parts)
    items, _ = read(data[: int(len(data) * keep)])
    whole = int(len(data) * keep) // len(parts[0])
    assert kinds(items).count("report") == whole
    assert kinds(items)[-1] == "aside"


def test_damage_within_compressed_data_costs_one_record():
    parts = [bytearray(gzip.compress(good(n))) for n in range(5)]
    parts[2][200:260] = bytes(60)
    items, _ = read(b"".join(map(bytes, parts)))
    assert kinds(items).count("report") == 4


def test_another_file_is_told_in_one_line():
    items, _ = read(b"<html>no archive</html>" * 100)
    assert kinds(items) == ["aside"]
    items, _ = read(b"")
    assert [item.error.found for item in items] == ["no record of a WARC archive"]


def test_a_stream_that_cannot_be_searched_ends_at_the_damage():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    items, _ = read(b"", Pipe(good(1) + b"junk\r\n" * 50 + good(2)))
    assert kinds(items) == ["report", "aside"]


def test_a_hundred_thousand_tiny_records_are_counted():
    tiny = record("http://a.example/", b"x", content_type="text/plain")
    data = tiny * 100_000 + good(1)
    items, notes = read(data)
    assert kinds(items) == ["report"]
    assert notes == ["100,000 files of other kinds are passed over"]


def test_memory_does_not_grow_with_the_archive(tmp_path):
    path = tmp_path / "big.warc"
    filler = record("http://a.example/f", b"z" * 1_000_000, content_type="image/png")
    with path.open("wb") as out:
        for n in range(60):
            out.write(filler + good(n))
    next(reports_in([path]))
    tracemalloc.start()
    assert sum(isinstance(item, Report) for item in reports_in([path])) == 60
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_archives_are_read_in_folders_and_zips(tmp_path):
    import zipfile

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc.gz").write_bytes(gzip.compress(good(1)))
    with zipfile.ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.writestr("c/d.warc", good(2))
        archive.writestr("e.html", PAGES["joomla-0"].data)
        archive.writestr("f.jsonl", json.dumps({"id": "x", "text": "زار الوفد المدينة."}))
    items = list(reports_in([tmp_path / "in"]))
    assert kinds(items) == ["report"] * 4
    assert items[1].path.endswith("b.zip!c/d.warc@0")
    assert [item.id for item in items[2:]] == ["e", "x"]


def test_a_response_that_is_cut_before_its_answer_is_named():
    items, _ = read(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nabc"))
    assert [item.where for item in items] == ["c.warc@0"]
    whole = record("http://a.example/", b"")
    headless = whole.replace(b"HTTP/1.1 200 OK", b"GARBAGE 200 OK!")
    items, notes = read(headless + good(1))
    assert kinds(items) == ["report"]
    assert len(notes) == 1
