import gzip
import io
import json
import os
import sys

import pytest

from mahdar.errors import BadDate, NotAReport, UnreadableInput
from mahdar.pages import LONGEST_REPORT, SetAside, reports_in

TEXT = "  زار الوفد المدينة.\r\nوعاد مساءً.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b" / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b" / "c" / "z.jsonl").write_text(json.dumps({"id": "a", "text": "زار"}) + "\n", "utf-8")
    (tmp_path / "b" / "d.jsonl.gz").write_bytes(gzip.compress(json.dumps({"id": "g", "text": "زار"}).encode()))
    (tmp_path / "b" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "b" / "._a.txt").write_bytes(b"\0\5\26\7")
    return tmp_path


def test_a_folder_is_read_by_name_with_unique_ids(folder):
    notes = []
    items = list(reports_in([folder], notes=notes.append))
    assert [item.id for item in items] == ["a", "b/a", "a#2", "g"]
    assert items[0].text == items[1].text == TEXT
    assert items[1].path == str(folder / "b" / "a.txt")
    assert items[2].path == str(folder / "b" / "c" / "z.jsonl") + ":1"
    assert notes[-1].what == "2 files of other kinds are passed over"
    assert any("the id a is in use; this report is a#2" in note.what for note in notes)


def test_ids_stay_apart_whatever_they_are(tmp_path):
    path = tmp_path / "x.jsonl"
    ids = ["a", "a", "a#2", "a", "a#2"]
    path.write_text("\n".join(json.dumps({"id": i, "text": "زار"}) for i in ids), "utf-8")
    given = [item.id for item in reports_in([path])]
    assert len(set(given)) == 5
    assert given[:2] == ["a", "a#2"]
    assert given == [item.id for item in reports_in([path])]


def test_reports_come_one_at_a_time(folder):
    items = reports_in([folder / "a.txt", folder / "gone.txt"])
    (folder / "gone.txt").write_text("زار", "utf-8")
    assert next(items).id == "a"
    (folder / "gone.txt").unlink()
    assert isinstance(next(items), SetAside)


@pytest.mark.parametrize(
    ("name", "data", "kind", "found"),
    [
        ("x.txt", b"", NotAReport, "no text"),
        ("x.txt", b" \n\t", NotAReport, "no text"),
        ("x.txt", b"\xef\xbb\xbf\n", NotAReport, "no text"),
        ("x.txt", b"%PDF-1.4", NotAReport, "a PDF"),
        ("x.txt", bytes(range(256)) * 8, NotAReport, "bytes that are no Arabic text in any encoding known here"),
        ("x.txt", b"x" * (LONGEST_REPORT + 1), NotAReport, f"longer than {LONGEST_REPORT:,} characters"),
        ("x.txt", b"x" * (4 * LONGEST_REPORT + 1), NotAReport, f"longer than {LONGEST_REPORT:,} characters"),
        ("x.pdf", b"%PDF-1.4", UnreadableInput, "a file of another kind"),
        ("x.jsonl.gz", b"plain", UnreadableInput, None),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_path(tmp_path, name, data, kind, found):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "y.txt").write_text("زار", "utf-8")
    bad, good = reports_in([tmp_path / name, tmp_path / "y.txt"])
    assert bad.where == str(tmp_path / name)
    assert type(bad.error) is kind
    assert found is None or bad.error.found == found
    assert bad.error.remedy
    assert good.id == "y"


@pytest.mark.parametrize(("inside", "found"), [([], "nothing to read"), (["x.pdf"], "nothing to read (1 other files)")])
def test_a_folder_without_reports_says_so(tmp_path, inside, found):
    for name in inside:
        (tmp_path / name).write_bytes(b"x")
    assert [item.error.found for item in reports_in([tmp_path])] == [found]


def test_a_missing_path_costs_only_itself(folder):
    items = list(reports_in([folder / "nowhere", folder / "a.txt"]))
    assert items[0].error.found == "no such file or folder"
    assert items[1].id == "a"


def test_circles_of_links_and_broken_links(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in" / "a-circle.txt").symlink_to(tmp_path / "in" / "a-circle.txt")
    (tmp_path / "in" / "ok.txt").write_text("زار", "utf-8")
    items = list(reports_in([tmp_path]))
    assert [getattr(item, "id", None) for item in items] == [None, None, "ok"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes exist on Linux only")
def test_a_name_that_is_no_utf8_gives_an_id_that_is(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xc8\xc3.txt"
    with open(path, "wb") as out:  # noqa: PTH123
        out.write("زار".encode())
    (item,) = reports_in([tmp_path])
    assert item.id == "\ufffd\ufffd"
    assert (item.path or "").encode()


def test_a_named_pipe_in_a_folder_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "linked").symlink_to(tmp_path / "pipe.txt")
    assert [item.error.found for item in reports_in([tmp_path])] == ["nothing to read"]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (TEXT.encode(), ["stdin"]),
        (b'{"id": "q", "text": "x"}\n{"id": "r", "text": "y"}\n', ["q", "r"]),
        (gzip.compress(b'{"id": "q", "text": "x"}\n', mtime=0), ["q"]),
    ],
)
def test_standard_input_is_one_text_or_json_lines(monkeypatch, data, ids):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [item.id for item in reports_in(["-"])] == ids


def test_the_date_for_reports_without_one_is_checked_at_once(folder):
    with pytest.raises(BadDate):
        reports_in([folder], date="17 January")
    assert next(reports_in([folder], date="2016-01-17")).date == "2016-01-17"


def test_pages_without_an_ending_are_found_in_folders(tmp_path):
    (tmp_path / "story").write_text("<html><body><p>" + "زار الوفد المدينة صباح اليوم واجتمع مع المحافظ. " * 4, "utf-8")
    (tmp_path / "data").write_bytes(b"\0\1\2")
    (tmp_path / "news.php?id=7").write_text(
        "<html><body><p>" + "غادر الوفد المدينة مساء اليوم بعد لقاء المحافظ. " * 4, "utf-8"
    )
    assert [item.id for item in reports_in([tmp_path])] == ["news?id=7", "story"]


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16", "utf-16-be", "iso8859_6"])
def test_the_bytes_of_a_text_that_is_not_utf8_are_kept(tmp_path, encoding):
    from mahdar.pages.origin import original_span

    text = "زار الوفد المدينة صباح اليوم واجتمع مع المحافظ في مكتبه."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (report,) = reports_in([tmp_path / "a.txt"])
    assert report.page.original == text.encode(encoding)
    first, last = original_span(report.page, 4, 9)
    plain = {"utf-16": "utf-16-le"}.get(encoding, encoding)
    assert report.page.original[first:last].decode(plain) == report.text[4:9] == "الوفد"
