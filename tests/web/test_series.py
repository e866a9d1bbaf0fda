"""Figures over time: the list, one series with chart and table, and the list of offices."""

import csv
import io
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from mahdar.archive.findings import Named, Point, Series
from mahdar.web.charts import SHAPES, bars, chart
from mahdar.web.pages import PAGES
from mahdar.web.pages.claims import around
from mahdar.web.showing import showings
from tests.web.html import Tree


def point(day, value, by="", *, high=None, disputed=False, bound="exact", report="r"):
    named = [Named(f"person/{by}", by, by)] if by else []
    return Point(report, 0, day, value, high, bound, named, None, disputed, "x", (0, 1))


def series(*points):
    return Series("مدربا", "person", "stated", any(one.disputed for one in points), 1, list(points))


# -- the chart -----------------------------------------------------------------------------------------------------


def test_marks_stand_by_day_and_value():
    told = chart(series(point("2018-03-13", 1200, "a"), point("2018-05-21", 600, "b"), point("2018-04", 900, "a")))
    first, second, third = told.marks
    assert first.x < third.x < second.x
    assert first.y < third.y < second.y < told.floor
    assert told.undated_from is None
    assert [tick.text for tick in told.values][:2] == ["0", "250"]
    assert told.days[0].text == "2018-03-13"


def test_sources_are_told_apart_by_form():
    told = chart(series(*[point("2018", n + 1, f"p{n}") for n in range(9)], point("2018", 3)))
    assert [each.shape for each in told.sources] == [*SHAPES, SHAPES[-1], SHAPES[-1], SHAPES[-1]]
    assert {mark.source.name for mark in told.marks} == {*(f"p{n}" for n in range(9)), ""}


def test_ranges_reach_up_and_what_has_no_day_stands_aside():
    told = chart(series(point("2018-03-13", 100, high=200), point(None, 100), point(None, 100)))
    dated, one, other = told.marks
    assert dated.y_high < dated.y
    assert dated.x < told.undated_from < min(one.x, other.x)
    assert one.x != other.x


@pytest.mark.parametrize("values", [[0], [0.5, 0.25], [7], [1_000_000, 3], [999], [1000]])
def test_every_value_has_room(values):
    told = chart(series(*[point(None, value) for value in values]))
    assert all(0 < mark.y <= told.floor for mark in told.marks)
    assert 2 <= len(told.values) <= 7


def test_bars():
    assert bars([0, 1, 100]).bars == [(7, 17, 1), (14, 0, 18)]
    assert bars([]).bars == []


def test_the_words_around_a_figure_are_whole():
    text = "عنوان\n" + "كلمة " * 50 + "900 مدرب " + "كلمة " * 50 + "\nبعد"
    at = text.index("900")
    start, end = around(text, (at, at + 8))
    assert text[start - 1].isspace()
    assert text[end].isspace()
    assert "900 مدرب" in text[start:end]
    assert "عنوان" not in text[start:end]
    assert around("900 مدرب", (0, 8)) == (0, 8)


# -- pages ---------------------------------------------------------------------------------------------------------


def test_a_series_leads_to_every_source(site):
    told = site.get("/en/series.json").json()["series"]
    assert told
    many = [len(each["series"]["points"]) for each in told]
    assert many == sorted(many, reverse=True)
    path = "/en/claims/" + quote(told[0]["id"], safe="")
    assert path in [a.get("href") for a in Tree(site.get("/en/series").text).all("a")]
    view = site.get(path + ".json").json()
    assert view["series"] == told[0]["series"]
    page = Tree(site.get(path).text)
    places = {a["href"] for a in page.all("a") if "?at=" in a["href"]}
    assert len(places) == len({(one["report"], tuple(one["span"])) for one in view["series"]["points"]})
    assert len([g for g in page.all("g") if "mark" in g.get("class", "").split()]) == many[0]
    rows = list(csv.DictReader(io.StringIO(site.get(path + ".csv").text.removeprefix("\ufeff"))))
    assert [row["report"] for row in rows] == [one["report"] for one in view["series"]["points"]]


def test_any_figure_of_a_series_leads_to_it(site):
    first = site.get("/en/series.json").json()["series"][0]["series"]
    last = first["points"][-1]
    id_ = f"{last['report']}@{last['span'][0]}-{last['span'][1]}"
    assert site.get("/en/claims/" + quote(id_, safe="") + ".json").json()["series"] == first


@pytest.mark.parametrize("id_", ["nosuch@1-2", "own", "x@9", "%00", "<script>"])
def test_what_is_no_figure_is_told(site, id_):
    assert site.get("/ar/claims/" + quote(id_, safe="%")).status_code in (400, 404)


def test_series_are_searched(site):
    whole = site.get("/en/series.json?limit=1000").json()["series"]
    unit = whole[0]["series"]["unit"]
    found = site.get(f"/en/series.json?limit=1000&unit={quote(unit)}").json()["series"]
    assert found == [each for each in whole if each["series"]["unit"] == unit]
    both = [
        site.get(f"/en/series.json?limit=1000&disputed={one}").json()["series"]
        for one in ("contradicted", "uncontradicted")
    ]
    assert sorted(each["id"] for some in both for each in some) == sorted(each["id"] for each in whole)
    assert all(each["series"]["disputed"] for each in both[0])
    assert site.get("/en/series.json?words=" + quote("لا يرد هذا")).json()["series"] == []


def test_offices(site):
    told = site.get("/en/offices.json?limit=1000").json()["offices"]
    assert told
    one = next(each["office"] for each in told if each["office"]["first_seen"])
    page = Tree(site.get("/en/offices?limit=100").text)
    assert told[0]["office"]["person"]["name_en"] in page.text
    assert one["role"] in Tree(site.get("/ar/offices?limit=100&party=" + quote(one["person"]["name"])).text).text
    words = one["role"].split()[0]
    some = site.get("/ar/offices.json?limit=1000&words=" + quote(words)).json()["offices"]
    assert 0 < len(some) <= len(told)
    rows = list(csv.DictReader(io.StringIO(site.get("/en/offices.csv?limit=1000").text.removeprefix("\ufeff"))))
    assert [row["role"] for row in rows] == [each["office"]["role"] for each in told]
    assert all(each["office"]["speaks"] for each in site.get("/ar/offices.json?speaks=spokesperson").json()["offices"])


@pytest.mark.parametrize(("unit", "told"), [("USD", "USD: سعر"), ("truck", "Trucks: سعر"), ("percent", "Percent: سعر")])
def test_what_is_counted_begins_with_a_capital_and_keeps_its_others(unit, told):
    showing = showings(PAGES)["en"]
    macro = showing._templates.get_template("parts.html").module.counted_thing
    assert Tree(str(macro(SimpleNamespace(unit=unit, what="سعر")))).text.replace(" :", ":") == told
