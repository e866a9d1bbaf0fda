"""Single facts of pages: dates as the press writes them, charsets as they are declared, languages."""

from datetime import date

import pytest

from mahdar.errors import NotAReport
from mahdar.pages.decoding import decode_page
from mahdar.pages.html import looks_like_html, report_of_page
from mahdar.pages.language import language_of
from mahdar.pages.origin import original_span
from mahdar.pages.page_dates import day_in_url, is_date_line, moment_in, moment_of
from tests.pages.invented_reports import REPORTS

TODAY = date(2026, 11, 27)
REPORT = REPORTS[0]
PROSE = "".join(f"<p>{paragraph}</p>" for paragraph in REPORT.paragraphs)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("الخميس 08 نيسان 2021", "2021-04-08"),
        ("28-09-2020, 22:26", "2020-09-28T22:26"),
        ("١٧/١/٢٠١٦", "2016-01-17"),
        ("2016/01/17 - 10:05 م", "2016-01-17T22:05"),
        ("27 رمضان 1437 هـ", "2016-07-02"),
        ("الثلاثاء 15 ذو القعدة 1436هـ الموافق 30 أغسطس 2015م", "2015-08-30"),
        ("نشر في 3 جانفي 2017", "2017-01-03"),
        ("12 جويلية 2018 الساعة 9:15 صباحا", "2018-07-12T09:15"),
        ("January 5, 2019", "2019-01-05"),
        ("5 Jan 2019 12:30 AM", "2019-01-05T00:30"),
        ("12/25/2019", "2019-12-25"),
        ("31/02/2019", None),
        ("1/1/1970", None),
        ("3/4/2031", None),
        ("بلا تاريخ", None),
    ],
)
def test_dates_in_lines(text, iso):
    found = moment_in(text, TODAY)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2021-04-08T22:26:00+03:00", "2021-04-08T22:26+03:00"),
        ("2021-04-08T22:26:00.000Z", "2021-04-08T22:26+00:00"),
        ("2021-04-08T22:26:00+0300", "2021-04-08T22:26+03:00"),
        ("2021-04-08", "2021-04-08"),
        ("Thu, 08 Apr 2021 22:26:00 GMT", "2021-04-08T22:26+00:00"),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_dates_in_fields(value, iso):
    found = moment_of(value, TODAY)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2021/04/08/story", date(2021, 4, 8)),
        ("https://a.example/news/20210408-story", date(2021, 4, 8)),
        ("https://a.example/story-2021-4-8.html", date(2021, 4, 8)),
        ("https://a2021-04-08.example/story", None),
        ("https://a.example/story/20219908", None),
        ("https://a.example/123456789012", None),
    ],
)
def test_dates_in_addresses(url, day):
    assert day_in_url(url, TODAY) == day


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("تاريخ النشر: الخميس 08 نيسان 2021 الساعة 22:26 بتوقيت بغداد", True),
        ("آخر تحديث 28-09-2020", True),
        ("أكد الوزير أن الاتفاق الموقع في 28 أيلول 2020 ما زال ساريا بين الطرفين.", False),
        ("عدد القراء 3410", False),
    ],
)
def test_lines_that_only_state_a_date(line, is_one):
    assert is_date_line(line) is is_one


def test_the_day_in_a_sites_own_head_is_not_the_reports():
    page = f"<html><body><header><div>الجمعة 27 تشرين الثاني 2026</div></header><h1>{REPORT.title}</h1>{PROSE}</body></html>"
    assert report_of_page(page.encode(), "x", lambda note: None, today=TODAY).date is None


PAGE = f"<html><head><title>خبر</title>%s</head><body><h1>{REPORT.title}</h1>{PROSE}</body></html>"
DECLARED = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("data", "server", "encoding"),
    [
        ((PAGE % DECLARED.format("windows-1256")).encode("cp1256", "replace"), None, "cp1256"),
        ((PAGE % "").encode("cp1256", "replace"), "windows-1256", "cp1256"),
        ((PAGE % "").encode("cp1256", "replace"), None, "cp1256"),
        ((PAGE % DECLARED.format("utf-8")).encode("cp1256", "replace"), "utf-8", "cp1256"),
        ((PAGE % DECLARED.format("iso-8859-1")).encode("cp1256", "replace"), "iso-8859-1", "cp1256"),
        ((PAGE % DECLARED.format("windows-1256")).encode(), "windows-1256", "utf-8"),
        ((PAGE % DECLARED.format("iso-8859-6")).encode("iso8859_6", "replace"), None, "iso8859-6"),
        ((PAGE % DECLARED.format("no-such-thing")).encode(), "neither", "utf-8"),
        ((PAGE % "").encode("utf-16"), None, "utf-16"),
        (b"\xef\xbb\xbf" + (PAGE % "").encode(), None, "utf-8"),
        ((PAGE % "").encode().decode("latin-1").encode(), None, "utf-8 over cp1252"),
        ((PAGE % "").encode().decode("cp1256").encode(), None, "utf-8 over cp1256"),
        ((PAGE % "").encode().replace("وقال".encode(), b"\xff\xfe", 1), None, "utf-8"),
    ],
)
def test_charsets_and_the_way_back(data, server, encoding):
    assert decode_page(data, server).encoding == encoding
    report = report_of_page(data, "x", lambda note: None, charset=server)
    start = report.text.index("الحلواني")
    first, last = original_span(report.page, start, start + len("الحلواني"))
    raw = data[first:last]
    if encoding.startswith("utf-8 over"):
        codec = {"cp1252": "latin-1"}.get(encoding[11:], encoding[11:])
        assert raw.decode().encode(codec).decode() == "الحلواني"
    else:
        assert raw.decode({"utf-16": "utf-16-le"}.get(encoding, encoding)) == "الحلواني"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (REPORT.paragraphs[0], "ar"),
        (REPORT.paragraphs[0].replace("ي", "ی").replace("ك", "ک"), "ar"),
        ("وزیر امور خارجه ایران با همتای عراقی خود در تهران دیدار و گفتگو کرد و چهار پیشنهاد تازه ارائه کرد.", "fa"),
        ("وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرنے کے لیے ہر ممکن کوشش کر رہی ہے۔", "ur"),
        ("سەرۆکی هەرێمی کوردستان لەگەڵ وەزیری دەرەوە کۆبووەوە و باسیان لە پەیوەندییەکان کرد.", "ckb"),
        ("The minister met his counterpart in the capital on Monday and discussed the border.", "en"),
        ("12 34 !", None),
    ],
)
def test_languages(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("head", "is_page"),
    [
        (b"<!DOCTYPE html><html>", True), (b"\xef\xbb\xbf \n<HTML dir=rtl>", True), (b"<!-- saved --><html>", True),
        ("<html>".encode("utf-16"), True), (b"<rss version='2.0'>", False), ("خبر <b>عاجل</b>".encode(), False), (b"", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_page(head, is_page):
    assert looks_like_html(head) is is_page


def read_page(body, head=""):
    page = f"<html><head>{head}<title>{REPORT.title}</title></head><body><h1>{REPORT.title}</h1>{body}</body></html>"
    return report_of_page(page.encode(), "x", lambda note: None, today=TODAY)


@pytest.mark.parametrize(
    "line",
    [
        "منذ فجر اليوم وطائرات التحالف تقصف أطراف المدينة.",
        "إعلان حالة الطوارئ في ثلاث محافظات",
        "السابق واللاحق من القرارات",
    ],
)
def test_lines_that_begin_like_labels_stay(line):
    assert line in read_page(f"<div>{PROSE}<p>{line}</p>{PROSE}</div>").text


@pytest.mark.parametrize(
    "line", ["قبل 3 ساعات", "منذ يومين", "إعلان", "تابعنا على جوجل نيوز", "© 2024 الضفاف. جميع الحقوق محفوظة"]
)
def test_labels_within_a_report_go(line):
    assert line not in read_page(f"<div>{PROSE}<p>{line}</p>{PROSE}</div>").text


def test_text_that_is_not_shown_is_none_of_a_paragraph():
    found = read_page(
        f"<div>{PROSE}<p>وقال الوزير<span class='sr-only'>يفتح في <span>نافذة</span></span> إن اللجنة تجتمع غدا.</p></div>"
    )
    assert "وقال الوزير إن اللجنة تجتمع غدا." in found.text


def test_a_report_in_data_alone_is_read_however_it_is_escaped():
    import json

    for ascii_only in (True, False):
        for text in (PROSE, "\n".join(REPORT.paragraphs)):
            data = json.dumps({"a": {"body": text}, "b": ["x" * 500]}, ensure_ascii=ascii_only)
            found = read_page("<div id=app></div>" + f"<script type='application/json'>{data}</script>")
            assert found.text[slice(*found.page.body)] == "\n\n".join(REPORT.paragraphs)
            span = original_span(found.page, found.page.body[0], found.page.body[0] + 5)
            raw = found.page.original[slice(*span)].decode()
            assert (json.loads(f'"{raw}"') if ascii_only else raw) == "بغداد"


def test_the_address_of_an_archived_copy_is_that_of_the_page():
    head = '<link rel="canonical" href="https://web.archive.org/web/20220103101500/http://www.news.example/n/5">'
    assert read_page(PROSE, head).url == "http://www.news.example/n/5"


def test_a_report_among_remains_of_a_script_is_in_arabic_and_an_english_page_is_not():
    remains = "<p>" + "$(document).ready(function() { poll('a1882', 18); });" * 60 + "</p>"
    assert read_page(f"<div>{PROSE}{remains}</div>").page.language == "ar"
    english = (
        "<p>The minister said on Thursday that the committee would meet once a month, officials told reporters.</p>"
        * 20
    )
    with pytest.raises(NotAReport):
        read_page(f"<div>{english}<p>{REPORT.paragraphs[1]}</p></div>")


HEADS = {
    "<p>رأي</p><p>صحيفة الميزان</p><p>الأحد 4 نيسان 2021</p><p>7</p>": "صحيفة الميزان",
    "<p>الأحد 4 نيسان 2021</p><p>النيلين اليوم</p>": "النيلين اليوم",
    "<p>الميزان - العدد 2210 - الأحد 4 نيسان 2021</p>": "الميزان",
    "<p>الأحد | 2021/4/4 | الميزان | محليات</p>": "الميزان",
    "<p>محليات</p><p>الأحد 4 نيسان 2021</p>": None,
    "<p>صحيفة الميزان</p>": None,
    "<p><a href=/>الميزان</a></p><p>الأحد 4 نيسان 2021</p>": None,
}


@pytest.mark.parametrize("head", HEADS)
def test_the_outlet_of_a_printed_page_is_in_its_head(head):
    page = f"<html><head><title>a.pdf</title></head><body><div>{head}<p><b>{REPORT.title}</b></p>{PROSE}</div></body></html>"
    report = report_of_page(page.encode(), "a.html", lambda _: None, today=TODAY)
    assert (report.title, report.outlet, report.date) == (REPORT.title, HEADS[head], report.date)
    elsewhere = report_of_page(page.encode(), "a.html", lambda _: None, url="https://a.example/1", today=TODAY)
    assert elsewhere.outlet == "a.example"
