"""By when: the last day that a deadline's words allow."""

from datetime import date

import pytest

from mahdar.arabic.deadlines import last_day

TOLD = date(2018, 5, 21)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("خلال شهرين", "2018-07-21"),
        ("خلال ثلاثة أشهر", "2018-08-21"),
        ("في غضون عام", "2019-05-21"),
        ("خلال ثلاثين يوما", "2018-06-20"),
        ("خلال 48 ساعة", "2018-05-23"),
        ("خلال مدة أقصاها شهر", "2018-06-21"),
        ("خلال الأسبوع المقبل", "2018-06-03"),
        ("قبل نهاية أيلول", "2018-09-30"),
        ("قبل نهاية آذار", "2019-03-31"),
        ("قبل نهاية أيلول المقبل", "2018-09-30"),
        ("حتى نهاية العام", "2018-12-31"),
        ("بنهاية العام الحالي", "2018-12-31"),
        ("بحلول عام 2023", "2023-12-31"),
        ("بحلول مطلع ديسمبر", "2018-12-31"),
        ("بحلول 3/4/2020", "2020-04-03"),
        ("بنهاية عام 1440", "2019-08-30"),
        ("قبل ثلاثة أيام", None),
        ("قبل أشهر", None),
        ("خلال الأشهر الماضية", None),
        ("خلال شهرين ماضيين", None),
        ("خلال العام الماضي", None),
        ("خلال الأربع سنوات التي", None),
        ("خلال لقائه اليوم مبعوث الأمين العام", None),
        ("بحلول عام 2012", None),
        ("حتى الآن", None),
        ("", None),
    ],
)
def test_the_last_day_that_the_words_allow(words, day):
    found = last_day(words, TOLD)
    assert (found.isoformat() if found else None) == day


def test_the_end_of_the_calendar_is_no_error():
    assert last_day("خلال 9999 عاما", TOLD) is None
    assert last_day("خلال شهر", date(2019, 1, 31)) == date(2019, 2, 28)
