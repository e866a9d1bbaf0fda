import gzip
import io
import json

import pytest

from mahdar.errors import BadDate, NotAReport, UnreadableInput
from mahdar.pages import LONGEST_REPORT, SetAside
from mahdar.pages.lines import LONGEST_LINE, reports_in_lines
from mahdar.record import Report

GOOD = json.dumps({"id": "a", "text": "زار الوفد المدينة.", "extra": {"x": [1]}}, ensure_ascii=False).encode()


def lines(data: bytes, day=None):
    notes = []
    return list(reports_in_lines(io.BytesIO(data), "in.jsonl", day, notes.append)), notes


@pytest.mark.parametrize(
    ("line", "kind", "found"),
    [
        ('{"id": "a", "text": "x"', UnreadableInput, "not JSON (Expecting ',' delimiter at character 24)"),
        ("[1, 2]", UnreadableInput, "a JSON list"),
        ("null", UnreadableInput, "a JSON null"),
        ('"text"', UnreadableInput, "a JSON string"),
        ('{"id": "a"}', NotAReport, "no 'text'"),
        ('{"text": "زار"}', NotAReport, "no 'id'"),
        ('{"id": "a", "text": null}', NotAReport, "no 'text'"),
        ('{"id": "", "text": "زار"}', NotAReport, "an empty 'id'"),
        ('{"id": "a", "text": 7}', NotAReport, "'text' is a number"),
        ('{"id": 7, "text": "زار"}', NotAReport, "'id' is a number"),
        ('{"id": "a", "text": ["زار"]}', NotAReport, "'text' is a list"),
        ('{"id": "a", "text": "زار", "url": true}', NotAReport, "'url' is a true or false"),
        ('{"id": "a", "text": " \\n\\t"}', NotAReport, "no text"),
        ('{"id": "a", "text": "زار", "date": "yesterday"}', BadDate, "date 'yesterday'"),
        ('{"id": "a", "text": "زار", "date": "2016-02-30"}', BadDate, "date '2016-02-30'"),
        ('{"id": "a", "text": "زار", "date": "31/02/2016"}', BadDate, "date '2016-02-31'"),
        ('{"id": "a", "text": "زار", "date": 20160117}', BadDate, "date '20160117'"),
        ("[" * 100_000, UnreadableInput, None),
    ],
)
def test_a_bad_line_is_set_aside_with_its_number_and_the_rest_is_read(line, kind, found):
    items, notes = lines(GOOD + b"\n" + line.encode() + b"\n\n" + GOOD)
    assert [type(item) for item in items] == [Report, SetAside, Report]
    assert items[1].where == "in.jsonl:2"
    assert type(items[1].error) is kind
    assert str(items[1].error).startswith("in.jsonl:2: ")
    assert found is None or items[1].error.found == found
    assert items[2].path == "in.jsonl:4"
    assert notes == []


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2016-01-17", "2016-01-17"),
        ("2016-01-17T22:30:00Z", "2016-01-17"),
        ("2016-01-17 22:30:00+03:00", "2016-01-17"),
        ("17/01/2016", "2016-01-17"),
        ("3/1/2016", "2016-01-03"),
        (None, "2020-02-02"),
    ],
)
def test_the_date_of_a_line(given, day):
    items, notes = lines(json.dumps({"id": "a", "text": "زار", "date": given}).encode(), day="2020-02-02")
    assert items[0].date == day
    assert len(notes) == (1 if given and "/" in given else 0)


def test_fields_are_taken_over_and_the_text_is_not_touched():
    fields = {"id": "a", "text": " \r\nزار \u2028الوفد\n", "title": "ع", "url": "http://x", "outlet": "الصباح"}
    items, _ = lines(json.dumps(fields).encode())
    assert items == [Report(**fields, path="in.jsonl:1")]


def test_half_surrogates_and_nul_become_replacement_characters_of_the_same_length():
    items, notes = lines(b'{"id": "a", "text": "\\u0632\\ud800\\u0000\\u0631"}')
    assert items[0].text == "ز\ufffd\ufffdر"
    assert len(notes) == 1


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it():
    items, _ = lines(b"\xef\xbb\xbf" + GOOD)
    assert items[0].text == "زار الوفد المدينة."


def test_utf16_json_lines_are_refused_once():
    items, _ = lines((GOOD.decode() + "\n" + GOOD.decode()).encode("utf-16"))
    assert [item.error.found for item in items] == ["UTF-16"]


def test_an_endless_line_is_read_in_pieces_and_set_aside():
    class Endless(io.BytesIO):
        largest = 0

        def readline(self, size=-1):
            Endless.largest = max(Endless.largest, size)
            assert size > 0
            return super().readline(size)

    stream = Endless(b'{"id": "a", "text": "' + b"x" * (LONGEST_LINE * 2) + b'"}\n' + GOOD)
    items = list(reports_in_lines(stream, "in.jsonl", None, lambda note: None))
    assert [item.error.found for item in items[:1]] == [f"longer than {LONGEST_REPORT:,} characters"]
    assert items[1].path == "in.jsonl:2"
    assert Endless.largest <= LONGEST_LINE + 1


def test_a_text_beyond_the_limit_is_set_aside():
    items, _ = lines(json.dumps({"id": "a", "text": "x" * (LONGEST_REPORT + 1)}).encode())
    assert items[0].error.found == f"longer than {LONGEST_REPORT:,} characters"


@pytest.mark.parametrize("damage", ["cut", "corrupt", "none"])
def test_damaged_gzip_keeps_what_was_read_before_it(damage):
    # Lines that do not compress, so that many blocks come before the damage.
    many = b"\n".join(
        json.dumps({"id": str(i), "text": " ".join(str(hash((i, j))) for j in range(200))}).encode() for i in range(200)
    )
    data = bytearray(gzip.compress(many))
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "corrupt":
        data[len(data) // 2 : len(data) // 2 + 64] = bytes(64)
    with gzip.open(io.BytesIO(data)) as stream:
        items = list(reports_in_lines(stream, "in.jsonl.gz", None, lambda note: None))
    if damage == "none":
        assert len(items) == 200
    else:
        assert 20 < len(items) < 200
        assert [type(item) for item in items[:20]] == [Report] * 20
        assert isinstance(items[-1], SetAside)
        assert "reading stops after line" in items[-1].error.found
