"""Engagements of invented reports, against tests/cases/engagements.tsv."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.reading.draft import Draft
from mahdar.reading.engagements import find_engagements
from tests.reading.named_drafts import named_draft, names_of

CASES = Path(__file__).parent.parent / "cases" / "engagements.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def shown(draft: Draft) -> str:
    found = []
    for e in draft.engagements:
        host = draft.party[e.host].names[0] if e.host else "-"
        place = draft.party[e.place].names[0] if e.place else "-"
        found.append(f"{e.kind} / {names_of(draft, e.who)} / {host} / {place} / {e.date or '-'} / {e.status}")
    return " ;; ".join(found) or "-"


@pytest.mark.parametrize(("text", "names", "expected"), list(cases()))
def test_engagements_of_text(text, names, expected):
    draft = named_draft(text, names)
    find_engagements(draft)
    assert shown(draft) == expected


def test_a_contact_without_a_second_side_is_skipped_with_its_reason():
    draft = named_draft("التقى سعد الجميلي عددا من المزارعين.", "سعد الجميلي=PER")
    find_engagements(draft)
    assert [(s.what, s.why) for s in draft.skipped] == [("engagement", "no second party")]
    assert draft.text[slice(*draft.skipped[0].span)].startswith("التقى سعد الجميلي")


def test_topics_are_read_from_what_follows():
    draft = named_draft("بحث سعد الجميلي مع نادر قاسم ملف الطاقة والكهرباء.", "سعد الجميلي=PER; نادر قاسم=PER")
    find_engagements(draft)
    assert draft.engagements[0].topics == ["energy"]


def test_page_furniture_reports_nothing():
    draft = named_draft("استقبل سعد الجميلي نادر قاسم.", "سعد الجميلي=PER; نادر قاسم=PER")
    draft.noise = [(0, len(draft.text))]
    find_engagements(draft)
    assert draft.engagements == []


def test_who_heads_a_region_is_host_of_the_states_minister_there():
    draft = named_draft(
        "بحث رئيس إقليم الشمال سعد الجميلي في أربيل مع وزير الري العراقي نادر قاسم ملف المياه.",
        "سعد الجميلي=PER:رئيس إقليم الشمال; نادر قاسم=PER:وزير الري العراقي; أربيل=GPE; إقليم الشمال=GPE; العراق=GPE",
    )
    state, region = draft.party["p5"], draft.party["p4"]
    region.of = draft.party["p2"].of = draft.party["p3"].of = state.id
    draft.party["p1"].of = region.id
    find_engagements(draft)
    assert [e.host for e in draft.engagements] == ["p1"]


_TEXT = (
    "استقبل التقى بحث زار وصل اجتماعا لقاء زيارة مع إلى في و ، . خلال وقع مذكرة اتصالا هاتفيا من سعد بغداد نادر الذي"
)
_WORDS = st.sampled_from(_TEXT.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=25))
def test_any_order_of_words_is_read_and_spans_lie_within_the_text(words):
    draft = named_draft(" ".join(words), "سعد=PER; نادر=PER; بغداد=GPE")
    find_engagements(draft)
    for engagement in draft.engagements:
        start, end = engagement.span
        assert 0 <= start < end <= len(draft.text)
        assert engagement.who
        assert set(engagement.who) <= set(draft.party)


def test_what_was_long_before_the_report_is_its_background():
    draft = named_draft(
        "زار سعد الجميلي عمان في 2019. والتقى سعد الجميلي أمس نادر قاسم.", "سعد الجميلي=PER; نادر قاسم=PER; عمان=GPE"
    )
    find_engagements(draft)
    assert [(e.kind, e.historical) for e in draft.engagements] == [("visit", True), ("meeting", False)]
    assert draft.engagements[1].place is None
