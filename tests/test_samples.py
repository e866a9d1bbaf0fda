"""The sample reports: each is whole, different and in the style that it stands for."""

import unicodedata
from datetime import date
from importlib.resources import files

import pytest

from mahdar import read_report
from mahdar.arabic.folding import fold
from mahdar.samples import sample_reports

REPORTS = sample_reports()


def test_every_file_is_a_sample():
    stems = sorted(f.name.removesuffix(".txt") for f in files("mahdar.samples").iterdir() if f.name.endswith(".txt"))
    assert [report.id for report in REPORTS] == stems
    assert len(stems) == 12


def test_each_call_gives_reports_of_its_own():
    sample_reports()[0].text = ""
    assert sample_reports() == REPORTS


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.id)
def test_sample_has_a_headline_a_day_and_a_usual_length(report):
    headline, blank, *_ = report.text.splitlines()
    assert len(headline.split()) >= 5
    assert blank == ""
    assert 120 <= len(report.text.split()) <= 350
    # The day of the page stands in its first lines, in whichever digits.
    assert str(date.fromisoformat(report.date).year) in fold(report.text[:400])


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.id)
def test_sample_is_composed_unicode_without_hidden_marks(report):
    assert unicodedata.is_normalized("NFC", report.text)
    assert not [c for c in report.text if unicodedata.category(c) == "Cf"]


@pytest.mark.parametrize(
    ("what", "forms"),
    [
        ("Levantine months", ["كانون الثاني", "آذار", "ايلول"]),
        ("months with two names", ["كانون الثاني/يناير", "أكتوبر/تشرين الأول"]),
        ("a Maghrebi month", ["جوان"]),
        ("a Hijri date", ["شعبان 1437هـ"]),
        ("Eastern digits", ["٢٠١٧", "١٧ شخصاً"]),
        ("vowel signs", ["مجلسُ الوزراءِ"]),
        ("both kinds of quotes", ["«", '"']),
        ("a second meeting", ["من جهة أخرى", "على صعيد آخر"]),
        ("a call, a session, a signing", ["اتصالاً هاتفياً", "ترأس", "وقّع الجانبان"]),
        ("a denial", ["نفت"]),
        ("furniture", ["قد يعجبك ايضا", "عدد المشاهدات", "اضف تعليقا", "شارك الخبر"]),
    ],
)
def test_samples_show(what, forms):
    whole = "\n".join(report.text for report in REPORTS)
    assert [form for form in forms if form not in whole] == []


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.id)
def test_sample_can_be_read(report):
    record = read_report(report)
    assert record.doc == report.id
    assert all(end <= len(report.text) for start, end in [s.span for s in (*record.statements, *record.figures)])


@pytest.mark.parametrize(
    ("part", "least"), [("parties", 100), ("statements", 60), ("figures", 60), ("engagements", 8), ("commitments", 20)]
)
def test_samples_show_every_part_of_the_record(part, least):
    assert sum(len(getattr(read_report(report), part)) for report in REPORTS) >= least
