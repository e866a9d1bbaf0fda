"""Names of the user's own list in reports."""

from itertools import pairwise

import pytest

from mahdar.reading import own_names, read_report, reader
from mahdar.record import Report

LIST = """id,name,aliases,kind
m1,ناظم الصحراوي,الخال,person
b1,رابطة الأفق الأزرق,الأفق الأزرق,body
p1,وادي الحجل الكبير,,place
k1,الأردن,,place
w1,أمل,,body
x,No Arabic,,person
"""
TEXT = (
    "التقى الخال أمس وفدا من رابطة الأفق الأزرق بوادي الحجل الكبير في الأردن. "
    "وقال ناظم الصحراوي إن للناس أمل في السلام."
)


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv(own_names.VARIABLE, "")
    monkeypatch.setenv("MAHDAR_TAGGER", "off")  # the model finds some of the names by itself
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    return own_names.use(tmp_path / "list.csv")


def found(text=TEXT):
    record = read_report(Report(id="a", text=text))
    return {(text[m.start : m.end], m.type) for m in record.mentions}, record


def test_names_of_the_list_are_mentions_of_their_kind_and_parties(own):
    names, record = found()
    assert {
        ("الخال", "PER"), ("رابطة الأفق الأزرق", "ORG"), ("وادي الحجل الكبير", "LOC"), ("ناظم الصحراوي", "PER"),
        ("الأردن", "GPE"),
    } <= names  # fmt: skip
    assert not any("أمل" in name for name, _ in names)  # a word of the language
    parties = {party.id for party in record.parties}
    assert all(mention.party in parties for mention in record.mentions)
    spans = sorted((m.start, m.end) for m in record.mentions)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_the_reader_is_another_one_with_a_list(own):
    assert reader().endswith(f" / list {own.digest}")
    own_names.use(None)
    assert " / list" not in reader()
    assert ("رابطة الأفق الأزرق", "ORG") not in found()[0]


def test_a_longer_name_of_the_reports_own_stands(own):
    names, _ = found("أعلن الأردن أن وزارة خارجية الأردن ترحب بالوفد.")
    assert ("وزارة خارجية الأردن", "ORG") in names
