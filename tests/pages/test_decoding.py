import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.errors import NotAReport
from mahdar.pages.decoding import decode, decode_page

PAGE = (
    "بحث وزير النقل سامر الحلواني مع نظيره الأردني تعزيز التعاون بين البلدين "
    "في مجال الموانئ، وذكر أن الاجتماع كان مثمراً.\r\n"
)


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("cp1256", "read as windows-1256"),
        ("iso8859_6", "read as ISO 8859-6"),
        ("utf-16", "read as UTF-16"),
        ("utf-16-le", "read as UTF-16"),
        ("utf-16-be", "read as UTF-16"),
    ],
)
def test_decode_finds_the_encoding(encoding, note):
    page = PAGE.replace("،", ",").replace("ً", "") if encoding == "iso8859_6" else PAGE
    assert decode(page.encode(encoding)) == (page, note)


def test_decode_keeps_a_utf8_mark_as_the_first_character():
    assert decode(codecs.BOM_UTF8 + PAGE.encode()) == ("\ufeff" + PAGE, None)


def test_decode_drops_a_utf16_mark():
    assert decode(codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be")) == (PAGE, "read as UTF-16")


@pytest.mark.parametrize("cut", [1, 3, 5])
def test_decode_mends_a_page_cut_within_a_character(cut):
    data = PAGE.strip(".\r\n").encode()[:-cut]
    text, note = decode(data)
    assert text == data.decode("utf-8", errors="replace")
    assert note == "broken UTF-8: 1 place is U+FFFD now"


def test_decode_mends_a_few_broken_bytes_and_counts_them():
    data = PAGE.encode().replace("وزير".encode(), b"\xff\xd9", 1).replace("مجال".encode(), b"\xfe", 1)
    text, note = decode(data)
    assert text == data.decode("utf-8", errors="replace")
    assert note == f"broken UTF-8: {text.count(chr(0xFFFD))} places are U+FFFD now"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a zip archive or office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (bytes(range(256)) * 20, "bytes that are no Arabic text in any encoding known here"),
        (b"\x00\x01\x02\x00" * 50, "bytes that are no Arabic text in any encoding known here"),
        ("日本語の文章です。".encode("shift_jis") * 20, "bytes that are no Arabic text in any encoding known here"),
    ],
)
def test_decode_refuses_what_is_no_text(data, found):
    with pytest.raises(NotAReport) as caught:
        decode(data)
    assert caught.value.found == found


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_decode_gives_utf8_back_as_it_was(text):
    if not text.startswith(("%PDF-", "GIF8", "{\\rtf")):
        assert decode(text.encode()) == (text, None)


@given(st.binary(min_size=1, max_size=400))
def test_decode_reads_any_bytes_or_says_what_is_wrong(data):
    try:
        text, _ = decode(data)
    except NotAReport:
        return
    assert len(text) <= len(data)
    assert text.encode()


@pytest.mark.parametrize("size", [60, 20_000])
def test_random_bytes_that_were_saved_as_a_page_are_called_what_they_are(size):
    data = random.Random(7).randbytes(size)
    with pytest.raises(NotAReport, match="bytes that are no Arabic text"):
        decode_page(data)
