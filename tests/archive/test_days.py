import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.archive.days import bounds, days_of


@pytest.mark.parametrize(
    ("iso", "days"),
    [
        ("2014", ("2014-01-01", "2014-12-31")),
        ("2014-06", ("2014-06-01", "2014-06-30")),
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2014-06-15", ("2014-06-15", "2014-06-15")),
        ("2014-02-29", None), ("2014-13", None), ("0000", None), ("2014-6-1", None), ("2014-06-15T10:00", None),
        ("٢٠١٤", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_days_of(iso, days):
    assert days_of(iso) == days


@given(st.dates())
def test_a_day_lies_in_its_month_and_year(day):
    iso = day.isoformat()
    for length in (4, 7, 10):
        first, last = days_of(iso[:length])
        assert first <= iso <= last
        assert first[:length] == last[:length] == iso[:length]


def test_bounds():
    assert bounds("2014-06", "2014-06") == ("2014-06-01", "2014-06-30")
    assert bounds(None, None) == (None, None)
