"""Pages, copies and addresses through the real command line."""

import json

import pytest

from mahdar.archive import Archive
from mahdar.pages.origin import original_span
from tests.pages.html_set import made_pages

PAGES = {page.name: page for page in made_pages()}


@pytest.fixture
def read(mahdar, tmp_path):
    def run(*names):
        (tmp_path / "in").mkdir()
        for name in names:
            (tmp_path / "in" / f"{name}.html").write_bytes(PAGES[name].data)
        return mahdar("read", "in", "--into", "m.db", env={"MAHDAR_TAGGER": "off"})

    return run


def test_a_page_is_kept_byte_for_byte_and_every_paragraph_traced(mahdar, tmp_path, read):
    assert read("asp-0").status == 0
    data = PAGES["asp-0"].data

    (told,) = mahdar("show", "asp-0", "--original", "--json", "--archive", "m.db").lines
    with Archive(tmp_path / "m.db") as archive:
        page, text = archive.original("asp-0"), archive.report("asp-0").text
        assert page.original == data
        assert archive.report("asp-0").outlet == PAGES["asp-0"].report.outlet
    assert (told["encoding"], told["media"]) == ("cp1256", "text/html")
    assert told["origins"]["published"] == "text"
    for paragraph in told["paragraphs"]:
        raw = data[slice(*paragraph["original"])].decode("cp1256")
        assert raw == text[slice(*paragraph["text"])]
    assert original_span(page, 0, 5) is not None


def test_the_original_of_a_text_is_the_text(mahdar, tmp_path):
    (tmp_path / "a.txt").write_text("زار الوزير المدينة.\n", "utf-8")
    mahdar("read", "a.txt", "--into", "m.db", env={"MAHDAR_TAGGER": "off"})
    assert mahdar("show", "a", "--original", "--archive", "m.db").out == "زار الوزير المدينة.\n"


def test_a_reprint_is_told_and_shown(mahdar, tmp_path, read):
    one = PAGES["wordpress-0"]
    same = next(p for n, p in PAGES.items() if p.report is one.report and n != one.name and "mojibake" not in n)
    done = read(one.name, same.name)
    assert done.status == 0
    assert done.out.splitlines()[0].startswith("Read: 1 ")
    assert "Copies of other reports, noted and not read: 1" in done.out or "known already: 1" in done.out
    first = min(one.name, same.name)
    shown = mahdar("show", first, "--archive", "m.db").out
    assert "Reprints (1)" in shown
    assert "the same words" in shown


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("read", "https://news.example/1"), "an address of the web; expected a file or folder; give --fetch"),
        (("read", "--fetch", "http://127.0.0.1:8080/1"), "an address that is not public"),
        (("read", "--fetch", "file:///etc/passwd"), "not an address that is fetched"),
        (("watch", "http://localhost/feed"), "an address that is not public"),
    ],
)
def test_nothing_is_fetched_that_must_not_be(mahdar, arguments, why):
    done = mahdar(*arguments, "--into", "m.db", env={"MAHDAR_TAGGER": "off"})
    assert done.status == 2
    (line,) = [line for line in done.err.splitlines() if "set aside" in line]
    assert why in line


def test_pages_in_other_languages_are_set_aside_by_name(mahdar, tmp_path):
    english = (
        "<html><body><h1>Minister meets counterpart</h1><p>"
        + "The minister met his counterpart in the capital on Monday. " * 4
    )
    persian = (
        "<html><body><h1>دیدار وزیران</h1><p>"
        + "وزیر امور خارجه ایران با همتای عراقی خود در تهران دیدار و گفتگو کرد و چهار پیشنهاد تازه ارائه کرد. " * 3
    )
    (tmp_path / "en.html").write_text(english, "utf-8")
    (tmp_path / "fa.html").write_text(persian, "utf-8")
    done = mahdar("read", "en.html", "fa.html", "--records", "-")
    assert "a page in another language (English)" in done.err
    assert "a page in another language (Persian)" in done.err


def test_a_saved_feed_gives_its_whole_entries(mahdar, tmp_path):
    body = "".join(f"<p>{p}</p>" for p in PAGES["wordpress-0"].report.paragraphs)
    feed = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>الضفاف</title>'
        f"<item><title>وزير النقل يبحث</title><link>https://a.example/1</link><pubDate>Thu, 08 Apr 2021 22:26:00 +0300</pubDate><content:encoded><![CDATA[{body}]]></content:encoded></item>"
        "<item><title>موجز</title><link>https://a.example/2</link><description>سطر واحد.</description></item></channel></rss>"
    )
    (tmp_path / "f.rss").write_text(feed, "utf-8")
    done = mahdar("read", "f.rss", "--records", "-", "--with-text", env={"MAHDAR_TAGGER": "off"})
    assert done.status == 1
    (record,) = done.lines
    assert record["text"].startswith("وزير النقل يبحث\n\n" + PAGES["wordpress-0"].report.paragraphs[0])
    assert record["url"] == "https://a.example/1"
    assert "only a teaser of a report" in done.err
    json.dumps(record)
