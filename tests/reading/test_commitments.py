"""Commitments of invented reports, against tests/cases/commitments.tsv."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.reading.commitments import find_commitments
from mahdar.reading.draft import Draft
from mahdar.reading.engagements import find_engagements
from tests.reading.named_drafts import named_draft, names_of

CASES = Path(__file__).parent.parent / "cases" / "commitments.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def read(text: str, names: str) -> Draft:
    draft = named_draft(text, names)
    find_engagements(draft)
    find_commitments(draft)
    return draft


def shown(draft: Draft) -> str:
    return (
        " ;; ".join(
            f"{c.kind} / {names_of(draft, c.from_)} / {names_of(draft, c.to)} / {c.area} / {draft.text[slice(*c.span)]}"
            for c in draft.commitments
        )
        or "-"
    )


@pytest.mark.parametrize(("text", "names", "expected"), list(cases()))
def test_commitments_of_text(text, names, expected):
    assert shown(read(text, names)) == expected


def test_deadline_runs_to_the_end_of_the_date():
    text = "تعهد نادر قاسم بتسليم 40 عجلة قبل نهاية آذار المقبل في بغداد."
    assert read(text, "نادر قاسم=PER; بغداد=GPE").commitments[0].deadline == "قبل نهاية آذار المقبل"


def test_training_outweighs_whom_it_is_for():
    text = "تعهد نادر قاسم بتدريب 200 من شرطة الحدود."
    assert read(text, "نادر قاسم=PER").commitments[0].area == "training"


def test_terms_are_given_in_the_words_of_the_report():
    text = "تعهد نادر قاسم بتسليم 40 عجلة قبل نهاية العام شرط أن توافق بغداد."
    found = read(text, "نادر قاسم=PER; بغداد=GPE").commitments[0]
    assert (found.quantity, found.deadline) == ("40 عجلة", "قبل نهاية العام")
    assert (found.condition, found.status) == ("شرط أن توافق بغداد", "conditional")


def test_without_terms_there_are_none():
    (found,) = read("تعهد نادر قاسم بإصلاح الجسر.", "نادر قاسم=PER").commitments
    assert (found.quantity, found.deadline, found.condition, found.status) == (None, None, None, "stated")


def test_what_the_headline_says_again_is_written_once():
    text = "نادر قاسم يتعهد بإصلاح الجسر⏎تعهد نادر قاسم بإصلاح الجسر قريبا."
    (found,) = read(text, "نادر قاسم=PER").commitments
    assert found.span[0] > text.index("⏎")


def test_a_signed_agreement_is_an_agreement():
    (found,) = read("أبرم سعد الجميلي ونادر قاسم اتفاقية.", "سعد الجميلي=PER; نادر قاسم=PER").commitments
    assert (found.kind, found.from_) == ("agreement", ["p1", "p2"])


_TEXT = (
    "دعا طالب بغداد سعد إلى ب على قال إن أن بلاده ستواصل سنرسل لن "
    "تعهد استعداد دعم رفض ، . « » شكر جهود نادر و 40 خلال شهر"
)
_WORDS = st.sampled_from(_TEXT.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=25))
def test_any_order_of_words_is_read_and_spans_lie_within_the_text(words):
    draft = read(" ".join(words), "سعد=PER; نادر=PER; بغداد=GPE")
    for commitment in draft.commitments:
        start, end = commitment.span
        assert 0 <= start < end <= len(draft.text)
        assert not set(commitment.from_) & set(commitment.to)
