"""The site's catalogue is complete in both languages, and templates ask it for nothing that is not there."""

import re
from pathlib import Path
from string import Formatter

import pytest

import mahdar.web
from mahdar.arabic.phrases import rows
from mahdar.minutes.days import day_in_words
from mahdar.web.calling import as_archived
from mahdar.web.page import Filter, address, read_filters
from mahdar.web.pages import PAGES
from mahdar.web.showing import marked, outside
from mahdar.wording import LANGUAGES, Wording, catalogue

HOUSE = Path(mahdar.web.__file__).parent
OWN, SHARED = catalogue("mahdar.web"), catalogue()
ROWS = (HOUSE / "data" / "words.tsv").read_text("utf-8").splitlines()


def test_both_languages_say_everything():
    assert OWN["ar"].keys() == OWN["en"].keys()
    for key, english in OWN["en"].items():
        arabic = OWN["ar"][key]
        assert english.strip(), key
        assert arabic.strip(), key
        if key not in ("other_language", "other_language_code"):
            assert re.search("[\u0621-\u064a]", arabic), key
            assert not re.search("[\u0621-\u064a]{2,}", english), key
        fields = [sorted(f for _, f, _, _ in Formatter().parse(m) if f) for m in (english, arabic)]
        assert fields[0] == fields[1], key


def test_no_key_stands_twice_and_none_is_empty():
    keys = [line.split("\t")[0] for line in ROWS if line and not line.startswith("#")]
    assert len(keys) == len(set(keys))
    assert all(line.count("\t") == 2 for line in ROWS if line and not line.startswith("#"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_and_filter_has_words(page):
    say = Wording("ar", OWN)
    assert say(f"page.{page.name}")
    assert say(f"intro.{page.name}")
    for each in page.filters:
        if each.shown:
            assert each.kind in ("many", "share") or say(each.label or each.name)
            for code in each.codes:
                assert say(f"{each.name}.{code}") if each.kind == "many" else say.code(code) != code


@pytest.mark.parametrize("file", sorted((HOUSE / "templates").glob("*.html")), ids=lambda path: path.name)
def test_templates_use_known_words_and_nothing_inline(file):
    source = file.read_text("utf-8")
    for key in re.findall(r"""say\('([^']+)'[,)]""", source):
        assert key in OWN["en"] or key in SHARED["en"], key
    assert "|safe" not in source
    assert "Markup" not in source
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?! src=)", source)


def test_words_that_nothing_says_are_not_kept():
    sources = "".join(path.read_text("utf-8") for path in [*HOUSE.rglob("*.html"), *HOUSE.rglob("*.py")])
    built = (
        "page.", "intro.", "help.", "limit.", "in.", "theme.", "one.", "verdict.", "side_", "as_", "code.",
        "review_why_", "age.", "kind.",
    )  # fmt: skip
    for key in OWN["en"]:
        assert key.startswith(built) or re.search(rf"['\"]{re.escape(key)}['\"]", sources), key


# -- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iso", "arabic", "hijri", "english"),
    [
        ("2021-04-08", "8 نيسان/أبريل 2021", "26 شعبان 1442هـ", "8 April 2021"),
        ("2016-01-01", "1 كانون الثاني/يناير 2016", "21 ربيع الأول 1437هـ", "1 January 2016"),
        ("2014-06", "حزيران/يونيو 2014", None, "June 2014"),
        ("2014", "2014", None, "2014"),
        ("1900-01-01", "1 كانون الثاني/يناير 1900", None, "1 January 1900"),
    ],
)
def test_days_in_words(iso, arabic, hijri, english):
    told = day_in_words(iso, "ar")
    assert (told.text, told.hijri) == (arabic, hijri)
    assert day_in_words(iso, "en").text == english


@pytest.mark.parametrize("iso", [None, "", "yesterday", "2021-13-01", "2021-02-30", "<b>"])
def test_what_is_no_day(iso):
    assert day_in_words(iso, "ar") is None


def test_every_month_has_both_names():
    assert len({day_in_words(f"2020-{m:02}", "ar").text for m in range(1, 13)}) == 12
    assert all("/" in day_in_words(f"2020-{m:02}", lang).text for m in range(1, 13) for lang in ("ar",))
    assert set(LANGUAGES) == {"ar", "en"}


# -- small parts ---------------------------------------------------------------------------------------------------


def test_marks_are_put_by_code_points_and_escape():
    assert str(marked("a<b>c", [(1, 4)])) == "a<mark>&lt;b&gt;</mark>c"
    assert str(marked("😀وزير", [(11, 15)], 10)) == "😀<mark>وزير</mark>"
    assert str(marked("abc", [(0, 2), (1, 3), (9, 12)])) == "<mark>ab</mark>c"
    assert str(marked("abc", [(12, 13)], 11, ids=True)) == 'a<mark id="c12-13">b</mark>c'
    assert str(marked("", [])) == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "", None, "http://", " vbscript:x", "http://[x"]
)
def test_what_is_no_address_of_the_web_is_no_link(url):
    assert outside(url) is None


def test_addresses():
    assert address("ar", "home") == "/ar/"
    assert address("en", "report", "a b/ج.json") == "/en/report/a%20b%2F%D8%AC.json?as=html"
    assert address("en", "home", twin="json", offset=None) == "/en/home.json"
    assert outside(" https://x.example/a ") == "https://x.example/a"


def test_filters_that_are_empty_ask_for_nothing():
    filters = (Filter("party"), Filter("kind", "code", ("A",)), Filter("in", "many", ("x", "y")))
    assert read_filters(filters, {"party": [" "], "kind": ["a"], "in": ["x", "y"], "other": ["z"]}) == {
        "kind": "A",
        "in": ("x", "y"),
    }


@pytest.mark.parametrize(
    ("typed", "archived"),
    [
        ("Britain", "United Kingdom"), ("the UK", "United Kingdom"), ("the United Kingdom", "United Kingdom"),
        ("usa", "United States"), ("The Hague", "The Hague"), ("the Iraqi police", "Iraqi police"), ("the ", "the "),
        ("da’esh", "Islamic State"), ("بريطانيا", "بريطانيا"), ("state:GB", "state:GB"), ("theatre", "theatre"),
    ],
)  # fmt: skip
def test_names_as_readers_type_them(typed, archived):
    assert as_archived(typed) == archived
    assert Filter("from").value([typed]) == (archived.strip() or None)
    assert Filter("words").value([typed]) == typed.strip()


def test_no_name_is_said_to_be_two():
    names = [other.strip() for _, others in rows("mahdar.web", "called.tsv") for other in others.split("|")]
    assert len(names) == len({name.casefold() for name in names})
