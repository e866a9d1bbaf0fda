"""Figures of invented reports, against tests/cases/figures.tsv."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import words
from mahdar.reading import open_draft
from mahdar.reading.draft import Draft
from mahdar.reading.figures import find_figures
from mahdar.reading.units import counted, money
from mahdar.record import Figure, Mention, Party, Report

CASES = Path(__file__).parent.parent / "cases" / "figures.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def draft_of(text: str, *names: tuple[str, str]) -> Draft:
    draft = open_draft(Report(id="r", text=text))
    for i, (name, kind) in enumerate(names, 1):
        draft.parties.append(Party(id=f"p{i}", type=kind, names=[name]))
        start = text.index(name)
        draft.mentions.append(Mention(start=start, end=start + len(name), type=kind, party=f"p{i}"))
    return draft


def read(draft: Draft) -> list[Figure]:
    find_figures(draft)
    return draft.figures


def shown(text: str, figure: Figure) -> str:
    start, end = figure.span
    return f'{"~" * figure.approximate}{figure.value:.10g} {figure.unit} "{text[start:end]}"'


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_figures_of_text(text, expected):
    assert ("; ".join(shown(text, f) for f in read(draft_of(text))) or "-") == expected


def test_figures_leave_page_furniture_alone():
    text = "قتل 3 جنود\nشارك 12 قارئا و40 شخصا"
    draft = draft_of(text)
    draft.noise = [(text.index("شارك"), len(text))]
    assert [f.value for f in read(draft)] == [3]


def test_figures_inside_a_name_are_none():
    draft = draft_of("زار قائد كتيبة 17 شباط خمسة مخيمات", ("كتيبة 17 شباط", "ORG"))
    assert [f.value for f in read(draft)] == [5]


def test_figures_name_behind_makes_persons_and_owner():
    draft = draft_of("قتل 11 من سرايا الوادي في الكمين", ("سرايا الوادي", "ORG"))
    (figure,) = read(draft)
    assert (figure.value, figure.unit, figure.of) == (11, "person", "p1")


def test_figures_owner_is_the_name_right_behind():
    draft = draft_of("نشرت 300 جندي من كتائب الجبل", ("كتائب الجبل", "ORG"))
    (figure,) = read(draft)
    assert figure.of == "p1"


def test_figures_owner_is_unknown_where_no_name_follows():
    draft = draft_of("نشرت كتائب الجبل 300 جندي", ("كتائب الجبل", "ORG"))
    (figure,) = read(draft)
    assert figure.of is None


def test_figures_things_are_not_owned_by_where_they_come_from():
    draft = draft_of("تسلم 20 طائرة من روسيا", ("روسيا", "GPE"))
    (figure,) = read(draft)
    assert figure.of is None


def test_figures_currency_of_the_one_state_named():
    draft = draft_of("خصصت حكومة الأردن 5 ملايين دينار", ("الأردن", "GPE"))
    assert [f.unit for f in read(draft)] == ["JOD"]


def test_figures_currency_stays_generic_between_two_states():
    draft = draft_of("بحث العراق والأردن مبلغ 5 ملايين دينار", ("العراق", "GPE"), ("الأردن", "GPE"))
    assert [f.unit for f in read(draft)] == ["dinar"]


def test_figures_unknown_noun_is_noted_and_not_written():
    text = "وزعت الجمعية 300 فانوسا على الحي"
    draft = draft_of(text)
    assert read(draft) == []
    (skipped,) = draft.skipped
    assert skipped.what == "figure"
    assert text[slice(*skipped.span)] == "300 فانوسا"


@pytest.mark.parametrize("text", ["في 14 آذار 2021", "استمرت ثلاثة أيام", "قرأه 5412", "القرار 2216 في"])
def test_figures_without_use_leave_no_note(text):
    draft = draft_of(text)
    assert read(draft) == []
    assert draft.skipped == []


def test_figures_spans_hold_vowel_signs():
    text = "وَصَلَ ٣ جُنُودٍ"
    (figure,) = read(draft_of(text))
    assert text[slice(*figure.span)] == "٣ جُنُودٍ"


@given(st.text(alphabet="0123٤٥.,٪%()-–/ \nوثلاثةمئآافجنديطرقتلب", max_size=60))
def test_figures_of_any_text_have_their_span_inside_it(text):
    draft = draft_of(text)
    spans = [f.span for f in read(draft)] + [s.span for s in draft.skipped]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [f.span for f in draft.figures] == sorted(f.span for f in draft.figures)


def test_figures_of_empty_text():
    assert read(draft_of("")) == []


@pytest.mark.parametrize(
    ("noun", "unit"),
    [("قياداته", "leader"), ("موانئها", "port"), ("بحارتها", "sailor"), ("أعضائه", "member"), ("كلمة", None)],
)
def test_units_see_through_possessive_endings(noun, unit):
    found = counted(words(Folded(noun)), 0)
    assert (found.form.unit if found else None) == unit


@pytest.mark.parametrize(
    ("unit", "behind", "states", "code"),
    [
        ("dinar", "كويتي", (), "KWD"),
        ("dinar", "الذي", ("كويت",), "KWD"),
        ("dinar", "الذي", ("كويتيه",), "KWD"),
        ("dinar", "الذي", ("كويت", "عراق"), "dinar"),
        ("dinar", "الذي", (), "dinar"),
        ("dollar", "الذي", ("كندا",), "USD"),
        ("dollar", "كندي", (), "CAD"),
    ],
)
def test_units_money_is_named_by_adjective_or_state(unit, behind, states, code):
    assert money(unit, fold(behind), frozenset(map(fold, states)))[0] == code


def test_units_every_singular_finds_its_own_row():
    listed = {}
    for unit, kind, singular, *_ in rows("mahdar.reading", "units.tsv"):
        listed.setdefault(fold(singular), (unit, kind))
    found = {noun: counted(words(Folded(noun)), 0) for noun in listed}
    wrong = {n: f and f.form.unit for n, f in found.items() if f is None or (f.form.unit, f.form.kind) != listed[n]}
    assert wrong == {}


def test_units_rows_have_a_known_class_and_an_english_unit():
    kinds = {"force", "person", "thing", "region", "measure", "time", "none"}
    for unit, kind, *nouns in rows("mahdar.reading", "units.tsv"):
        assert kind in kinds
        assert not re.search("[\u0600-\u06ff]", unit)
        assert nouns
        assert nouns[0]
