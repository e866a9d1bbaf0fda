"""The map: projection, land, labels, filters, the table beside it, borders of one's own."""

import csv
import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

import mahdar.web
from mahdar.archive.findings import Named
from mahdar.archive.profiles import PlaceCounts, Where
from mahdar.errors import InputError
from mahdar.record import EngagementKind
from mahdar.web import Settings
from mahdar.web.maps import WIDTH, cut, frames, land, place, spots
from tests.web.conftest import open_site
from tests.web.html import Links, Tree

REGION, MASHRIQ = frames()["region"], frames()["mashriq"]
BAGHDAD, BASRA, RABAT, MOSCOW, BEIJING = (33.34, 44.4), (30.5, 47.8), (34.02, -6.84), (55.75, 37.62), (39.9, 116.4)


def counts(name, where, engagements, approximate=False):
    at = Where(*where, "city", approximate) if where else None
    return PlaceCounts(Named(f"place/{name}", name, name), at, None, engagements, 0, [])


def test_places_lie_where_they_lie():
    baghdad, basra, rabat, moscow = (place(REGION, *each) for each in (BAGHDAD, BASRA, RABAT, MOSCOW))
    assert rabat[0] < baghdad[0] < basra[0]
    assert moscow[1] < baghdad[1] < basra[1]
    assert place(REGION, *BEIJING) is None
    assert place(MASHRIQ, *RABAT) is None
    assert place(MASHRIQ, *BAGHDAD) is not None
    for frame in frames().values():
        middle = (frame.south + frame.north) / 2
        assert frame.xy(frame.middle, middle)[0] == pytest.approx(WIDTH / 2, abs=1)
        for lat in (frame.south, middle, frame.north):
            assert 0 <= round(frame.xy(frame.middle, lat)[1]) <= frame.height


def test_distances_along_a_meridian_are_true():
    steps = [REGION.xy(REGION.middle, lat)[1] for lat in (10, 20, 30, 40)]
    assert [a - b for a, b in pairwise(steps)] == pytest.approx([steps[0] - steps[1]] * 3)


@pytest.mark.parametrize("frame", frames().values(), ids=lambda frame: frame.name)
def test_the_land_is_light(frame):
    path = land(frame, None)
    assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", path)
    assert 3_000 < len(path) < 40_000


def test_the_borders_file_is_small_and_geojson():
    file = Path(mahdar.web.__file__).parent / "data" / "borders.geojson"
    assert file.stat().st_size < 150_000
    names = {each["properties"]["name"] for each in json.loads(file.read_text("utf-8"))["features"]}
    assert {"Iraq", "Palestine", "Yemen", "Morocco", "Bahrain"} <= names


def test_what_is_cut_lies_in_the_box():
    assert cut([(-1, -1), (1, -1), (1, 1), (-1, 1)], (0, 0, 5, 5)) == [(0, 0), (1, 0), (1, 1), (0, 1)]
    assert cut([(-3, 0), (-2, 0), (-2, 1)], (0, 0, 5, 5)) == []
    assert cut([], (0, 0, 1, 1)) == []


def test_circles_go_by_counts_and_labels_do_not_meet():
    some = [counts(f"مكان{n}", (33 + n / 9, 44 + n / 7), 40 - n) for n in range(40)] + [counts("بكين", BEIJING, 1)]
    marks = spots(REGION, some, [each.place.name for each in some], 30)
    assert len(marks) == 30
    assert [mark.r for mark in marks] == sorted((mark.r for mark in marks), reverse=True)
    assert marks[0].r ** 2 == pytest.approx(marks[20].r ** 2 * 2, rel=0.02)
    assert marks[0].first
    labelled = [mark for mark in marks if mark.label]
    assert 1 < len(labelled) < 30
    assert len({(mark.label_x, mark.label_y) for mark in labelled}) == len(labelled)


def test_the_page_has_a_map_and_a_table(site):
    view = site.get("/en/map.json?limit=1000").json()
    assert view["frame"] == "region"
    assert view["count"] == len(view["places"]) > 3
    totals = [one["engagements"] + one["incidents"] for one in view["places"]]
    assert totals == sorted(totals, reverse=True)
    assert sum(totals) == sum(view["years"].values())
    page = Tree(site.get("/en/map").text)
    on_map = [a for a in page.all("a") if a.get("class") == "spot"]
    assert len(on_map) == len(page.all("circle")) > 0
    first = view["places"][0]["place"]
    assert first["name_en"] in page.text
    assert first["name"] in Tree(site.get("/ar/map").text).text
    rows = list(csv.DictReader(io.StringIO(site.get("/en/map.csv?limit=1000").text.removeprefix("\ufeff"))))
    assert sum(int(row["engagements"]) + int(row["incidents"]) for row in rows) == sum(totals)


def test_years_long_ago_are_counted_together(site, monkeypatch):
    view = site.get("/en/map.json?limit=1000").json()
    years = {year: count for year, count in view["years"].items() if year}
    assert len(years) > 2
    monkeypatch.setattr("mahdar.web.pages.map._YEARS", 1)
    page = Links(site.get("/en/map").text)
    *before, last = years
    told = page.called(f"until {before[-1]} {sum(years[year] for year in before)}")
    assert told == f"/en/map?until={before[-1]}"
    assert page.called(f"{last} {years[last]}") == f"/en/map?since={last}&until={last}"
    earlier = site.get(told.replace("map?", "map.json?limit=1000&")).json()["years"]
    assert earlier == {year: years[year] for year in before}


def test_filters_choose_what_is_counted(site):
    def total(query):
        told = site.get(f"/ar/map.json?limit=1000&{query}").json()["places"]
        return sum(one["engagements"] for one in told), sum(one["incidents"] for one in told)

    met, happened = total("")
    assert total("kind=engagement") == (met, 0)
    assert total("kind=incident") == (0, happened)
    kinds = get_args(EngagementKind)
    assert sum(total(f"kind={kind}")[0] for kind in kinds) == met
    assert total("since=1950&until=1951") == (0, 0)
    assert site.get("/ar/map?since=1950&until=1951").status_code == 200
    assert site.get("/ar/map?frame=moon").status_code == 400


def test_places_follow_each_other(site):
    whole = [one["place"]["name"] for one in site.get("/en/map.json?limit=1000").json()["places"]]
    first = site.get("/en/map.json?limit=2").json()
    second = site.get(first["next"]).json()
    assert [one["place"]["name"] for one in first["places"] + second["places"]] == whole[:4]


def test_borders_of_ones_own(minutes, tmp_path):
    file = tmp_path / "own.geojson"
    shape = {"type": "Polygon", "coordinates": [[[40, 30], [50, 30], [50, 36], [40, 36], [40, 30]]]}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shape}]}))
    with open_site(minutes, Settings(borders=file)) as site:
        (path,) = [each["d"] for each in Tree(site.get("/en/map").text).all("path") if each.get("class") == "land"]
    assert path.count("M") == 1
    assert len(path) < 60


@pytest.mark.parametrize(
    "text", ["", "[]", '{"features": [{}]}', '{"features": [{"geometry": {"type": "Polygon", "coordinates": [1]}}]}']
)
def test_what_is_no_borders_file_is_told(tmp_path, text):
    file = tmp_path / "wrong.geojson"
    file.write_text(text)
    with pytest.raises(InputError, match="no borders"):
        land(REGION, file)
