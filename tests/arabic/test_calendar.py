"""Dates of running text, against tests/cases/dates.tsv and the month names of CLDR."""

from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.calendar import DateMention, date_in, find_dates
from mahdar.arabic.dates import hijri_day, hijri_month, nearest, weekday_near
from mahdar.arabic.folding import Folded
from mahdar.arabic.words import words

CASES = Path(__file__).parent.parent / "cases" / "dates.tsv"
LOCALES = (
    "ar",
    "ar_AE",
    "ar_DZ",
    "ar_EG",
    "ar_IQ",
    "ar_JO",
    "ar_KW",
    "ar_LB",
    "ar_LY",
    "ar_MA",
    "ar_MR",
    "ar_PS",
    "ar_SA",
    "ar_SD",
    "ar_SY",
    "ar_TN",
    "ar_YE",
)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def cldr_months():
    names = set()
    for locale in LOCALES:
        for context in Locale.parse(locale).months.values():
            for width in ("wide", "abbreviated"):
                names.update((name, number) for number, name in context.get(width, {}).items())
    return sorted(names)


def read(text: str, reference: date | None = None) -> list[DateMention]:
    return find_dates(words(Folded(text)), reference)


def shown(mention: DateMention) -> str:
    bound = f"{mention.bound}:" if mention.bound else ""
    how = {"explicit": "", "relative": "~", "completed": "+"}[mention.how] if mention.iso else ""
    end = f"..{mention.end}" if mention.end else ""
    time = f"@{mention.time}" if mention.time else ""
    return f"{bound}{how}{mention.iso or '?'}{end}{time}"


@pytest.mark.parametrize(("reference", "text", "expected"), list(cases()))
def test_a_date_is_read_as_the_table_says(reference, text, expected):
    day = None if reference == "-" else date.fromisoformat(reference)
    assert " ".join(shown(m) for m in read(text, day)) == ("" if expected == "-" else expected)


@pytest.mark.parametrize(("name", "number"), cldr_months())
def test_every_month_name_of_cldr_is_read(name, number):
    assert [m.iso for m in read(f"في 7 {name} 2019")] == [f"2019-{number:02d}-07"]
    assert [m.iso for m in read(f"خلال شهر {name} 2019")] == [f"2019-{number:02d}"]


@given(DAYS)
def test_a_day_in_figures_is_that_day(day):
    for text in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day.day:02d}.{day.month:02d}.{day.year}"):
        assert [m.iso for m in read(text)] == [day.isoformat()]


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_within_a_week_of_the_report_and_on_its_side(day, weekday):
    latest, last, following = (weekday_near(weekday, day, way) for way in (None, "last", "next"))
    assert latest.weekday() == last.weekday() == following.weekday() == weekday
    assert last < day < following
    assert last <= latest <= day
    assert (following - last).days <= 14


@given(st.integers(1, 2000), st.integers(1, 12), st.integers(1, 30))
def test_a_hijri_day_outside_the_tables_is_unknown_and_raises_nothing(year, month, day):
    found = hijri_day(year, month, day)
    assert found is None or 1343 <= year <= 1500
    whole = hijri_month(year, month)
    assert found is None or (whole is not None and whole[0] <= found <= whole[1])


@given(st.text(alphabet="آبتثأمسليومغدا 0123456789/-:.،()\nهـ", max_size=60), st.none() | DAYS)
def test_any_text_can_be_read_and_dates_do_not_overlap(text, reference):
    tokens = words(Folded(text))
    end = 0
    for mention in find_dates(tokens, reference):
        assert end <= mention.first < mention.last <= len(tokens)
        end = mention.last


def test_the_first_and_last_day_of_time_do_no_harm():
    assert read("العام المقبل", date(9999, 12, 31))[0].iso is None
    assert [m.iso for m in read("أمس", date(1, 1, 1))] == [None]


def test_the_clock_time_and_brackets_belong_to_the_mention():
    text = "وصل اليوم (الأربعاء) إلى المدينة"
    tokens = words(Folded(text))
    (mention,) = find_dates(tokens, date(2016, 1, 13))
    assert text[tokens[mention.first].start : tokens[mention.last - 1].end] == "اليوم (الأربعاء)"


def clause_date(text: str) -> str | None:
    tokens = words(Folded(text))
    return date_in(tokens, 0, len(tokens), date(2016, 1, 13))


def test_a_clause_gives_its_day_before_months_and_years():
    assert clause_date("ناقش في 2015 وفي كانون الأول الماضي ثم أمس الملف") == "2016-01-12"
    assert clause_date("زار المدينة الشهر الماضي بعد اتفاق 2014") == "2015-12"


def test_a_clause_without_a_day_of_its_own_gives_none():
    assert clause_date("طالب بالانسحاب قبل نهاية العام") is None
    assert clause_date("استقبله الأسبوع الماضي") is None
    assert clause_date("استقبله في رمضان 1436") is None
    assert clause_date("استقبل الوزير السفير") is None


def test_since_is_a_date_where_nothing_else_is_given():
    assert clause_date("يزور المدينة منذ الاثنين") == "2016-01-11"
    assert clause_date("يزور اليوم المدينة المحاصرة منذ عام 2014") == "2016-01-13"


def test_only_the_clause_is_read():
    tokens = words(Folded("وصل أمس وغادر اليوم"))
    assert date_in(tokens, 2, len(tokens), date(2016, 1, 13)) == "2016-01-13"


def test_nearest_looks_one_way_where_told():
    days = [date(2016, 1, 1), date(2016, 1, 20)]
    assert nearest(days, date(2016, 1, 18), "last") == date(2016, 1, 1)
    assert nearest(days, date(2016, 1, 2), "next") == date(2016, 1, 20)
    assert nearest(days, date(2016, 1, 21), "next") is None
