"""Input that is made to break its reader: each costs itself, with a clear line."""

import io
import stat
import struct
import time
import zipfile

import pytest

from mahdar.errors import NotAReport, UnreadableInput
from mahdar.pages import SetAside, reports_in
from mahdar.pages.feeds import read_feed
from mahdar.pages.html import LONGEST_PAGE, report_of_page
from mahdar.pages.markup import read_markup
from tests.pages.html_set import made_pages

GOOD = next(made_pages())
PROSE = "<p>" + GOOD.body.replace("\n\n", "</p><p>") + "</p>"
N = 60_000


def page(data):
    return report_of_page(data if isinstance(data, bytes) else data.encode(), "x", lambda note: None)


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * N, "<table><tr><td>" * N, "<ul><li>" * N, "<blockquote>" * N + PROSE, "<p>" * N, "<b>" * N, "<a>" * N,
        "<!--" * N, "<![CDATA[" * N, "<script>" * N, "</script" * N, "<style>" * N, "<title>" * N, "<" * N, "<a " * N,
        "<a href='" * N, '<a x="' * N + ">", "&" * N, "&#" * N, "&amp;" * N, "&lt;div&gt;" * N, "<div class='a b c' " * N,
        "<br>" * 250_000 + "x<br>" * 250_000, "<meta name=a content=b>" * N, "</div>" * N, "<td></table>" * N,
        "<li></ul>" * N, "<p class=" + "a" * 1_000_000 + ">x", "<!DOCTYPE x [" + '<!ENTITY a "aaaaaaaaaa">' * N,
        '<script type="application/json">{"a":"' + '\\"' * N + "</script>", '<script type="application/json">"</script>' * N,
        '<script type="application/json">' * N, "<span class='sr-only'>x" * N, "<p style='position:absolute'>." * N,
        "<p " + " ".join(f"a{i}=1" for i in range(5 * N)) + ">" + PROSE, "<p " + " ".join(f"a{i}" for i in range(5 * N)) + ">",
        "<p>x</p " + " ".join(f"a{i}=1" for i in range(5 * N)) + ">" + PROSE,
    ],
    ids=range(37),
)  # fmt: skip
def test_a_bomb_ends_soon_and_in_a_clear_line(bomb):
    begun = time.process_time()
    with pytest.raises(NotAReport):
        page("<html><body>" + bomb)
    assert time.process_time() - begun < 20


def test_entities_are_not_expanded_into_each_other():
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + f"<html><body><p>&b;</p>{PROSE}</body></html>"
    report = page(bomb)
    assert "haha" not in report.text
    assert GOOD.report.paragraphs[1] in report.text


def test_scripts_data_and_hidden_text_are_no_part_of_a_report():
    hidden = "<p style='display: none'>وأضاف الوزير أن هذا النص مخفي ولا يجوز أن يظهر في التقرير أبدا.</p>"
    evil = (
        f"<html><body><script>alert('x')</script><noscript><p>فعل الجافا سكربت لعرض هذه الصفحة من فضلك الآن</p></noscript>{hidden}"
        f"<iframe src='file:///etc/passwd'></iframe><img src='data:text/html;base64,AAAA'><object data='x'>y</object>{PROSE}</body></html>"
    )
    text = page(evil).text
    assert text == GOOD.body
    assert "مخفي" not in text


def test_a_picture_in_an_attribute_is_one_attribute():
    picture = f'<img src="data:image/png;base64,{"A+/ =" * 20_000}" alt="{"كلمة و = " * 2_000}">'
    assert "ردم" not in page(f"<html><body><article>{picture}{PROSE}</article></body></html>").text


def test_a_page_that_is_too_large_is_set_aside(tmp_path):
    path = tmp_path / "big.html"
    with path.open("wb") as out:
        out.truncate(200_000_000)
    begun = time.process_time()
    (item,) = reports_in([path])
    assert item.error.found == f"longer than {LONGEST_PAGE // 1_000_000} MB"
    assert time.process_time() - begun < 5


def test_nul_and_half_surrogates_never_reach_the_text():
    report = page(f"<html><body><h1>عنوان&#0;الخبر في &#xD800; المدينة</h1>{PROSE}</body></html>")
    report.text.encode()
    assert "\0" not in report.text


def test_deep_json_and_endless_scripts_cost_only_themselves():
    for script in (
        "[" * 100_000,
        '{"@graph":' * 50_000,
        "x" * 2_000_000,
        '{"@type":"NewsArticle","headline":{"a":1},"datePublished":7}',
    ):
        html = f'<html><head><script type="application/ld+json">{script}</script></head><body>{PROSE}</body></html>'
        assert page(html).text == GOOD.body


def test_markup_keeps_to_its_bytes_whatever_it_reads():
    for text in ("<p>a<b>ب</b>ج</p>", "&amp;&bogus;&#1576;", "<p>x<p>y</td>z", "a < b > c"):
        for block in read_markup(text).blocks:
            assert sum(run.length for run in block.runs) == len(block.text)


# -- archives --------------------------------------------------------------------------------------------------------


def zipped(tmp_path, *entries):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            archive.writestr(*entry)
    return path


def asides(path):
    return [item.error.found for item in reports_in([path]) if isinstance(item, SetAside)]


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"])
def test_a_path_that_leads_out_is_not_followed(tmp_path, name):
    (tmp_path / "in").mkdir()
    path = zipped(tmp_path / "in", (name, "نص"), ("good.html", GOOD.data))
    before = sorted(p.name for p in tmp_path.rglob("*"))
    assert asides(path) == ["a path that leads out of the archive"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


def test_links_in_archives_and_folders_lead_nowhere(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert asides(zipped(tmp_path, (link, "/etc/passwd"))) == ["a link in an archive"]
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "good.html").write_bytes(GOOD.data)
    (folder / "up").symlink_to("..")
    assert len(list(reports_in([folder]))) == 1


def test_a_zip_bomb_is_not_blown_up(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.jsonl", "w") as out:
        for _ in range(100):
            out.write(bytes(1_000_000))
    begun = time.process_time()
    assert asides(path) == ["it swells beyond reason: a zip bomb"]
    assert time.process_time() - begun < 2


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.jsonl", "w") as out:
        for _ in range(100):
            out.write(b"\n" * 1_000_000)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = data.rindex(mark)
        data[place + at : place + at + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)
    found = asides(path)
    assert len(found) == 1  # the archive's own length ends it, or the sum of its bytes is wrong


def test_archives_within_archives_and_broken_ones_are_told(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", "نص")
    assert asides(zipped(tmp_path, ("inner.zip", inner.getvalue()))) == ["an archive within an archive"]
    (tmp_path / "cut.zip").write_bytes(zipped(tmp_path, ("a.html", GOOD.data)).read_bytes()[:-40])
    assert asides(tmp_path / "cut.zip")[0].startswith("no whole zip archive")
    (tmp_path / "no.zip").write_bytes(b"no zip at all")
    assert asides(tmp_path / "no.zip")[0].startswith("no whole zip archive")


def test_feeds_with_entities_are_refused():
    for bomb in (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "x">]><rss>&a;</rss>',
        b"<rss>" + b"<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    ):
        with pytest.raises(UnreadableInput):
            read_feed(bomb)
    with pytest.raises(UnreadableInput):
        read_feed(b"<html>no feed</html>")
