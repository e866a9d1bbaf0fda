"""Names of places, against tests/cases/places.tsv."""

import pytest

from mahdar.who.gazetteer import named, place
from mahdar.who.places import country_of, locate
from tests.tables import table

CASES = table("places.tsv", 5)


def test_the_cases_are_many():
    assert len(CASES) >= 300
    assert len({case[:2] for case in CASES}) == len(CASES)


def test_share_of_places_and_countries_found():
    exact = countries = 0
    for name, hints, country, kinds, english in CASES:
        found = locate(name, countries=tuple(hints.split())).place
        right = (found.country if found else "-") == country
        countries += right
        exact += right and (found is None or (found.kind in kinds.split("|") and english in ("", found.name_en)))
    assert exact / len(CASES) >= 0.98
    assert countries / len(CASES) >= 0.99


@pytest.mark.parametrize(
    ("near", "country"), [([(33.89, 35.50)], "LB"), ([(22.6, 59.4)], "OM"), ([(51.5, -0.1)], None)]
)
def test_nearness_tells_places_of_one_name_apart(near, country):
    found = locate("صور", near=near)
    assert (found.place.country if found.place else None) == country


def test_a_village_is_known_only_where_something_points_there():
    assert locate("الغرب").place is None
    assert locate("الغرب", countries=["IQ"]).place.country == "IQ"


def test_a_place_is_found_again_by_its_id():
    found = locate("الموصل").place
    assert place(found.id) == found
    assert found in named("موصل")
    assert found.away(found.lat, found.lon) == 0
    assert 300 < found.away(33.34, 44.40) < 400
    assert place("nowhere") is None


def test_the_country_of_an_adjective():
    assert [country_of(word) for word in ("العراقية", "الأميركي", "تركي", "الهولندية", "الجميلة")] == [
        "IQ", "US", "TR", "NL", None,
    ]  # fmt: skip
