"""Incidents of invented reports, against tests/cases/incidents.tsv."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.reading.commitments import find_commitments
from mahdar.reading.draft import Draft
from mahdar.reading.incidents import find_incidents
from tests.reading.named_drafts import named_draft, names_of

CASES = Path(__file__).parent.parent / "cases" / "incidents.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def read(text: str, names: str) -> Draft:
    draft = named_draft(text, names)
    find_commitments(draft)
    find_incidents(draft)
    return draft


def shown(draft: Draft) -> str:
    found = []
    for e in draft.incidents:
        place = draft.party[e.place].names[0] if e.place else "-"
        counts = f"{'-' if e.killed is None else e.killed} / {'-' if e.injured is None else e.injured}"
        sides = f"{names_of(draft, e.who)} / {names_of(draft, e.to)}"
        found.append(f"{e.type}/{e.mode or '-'} / {sides} / {place} / {e.date or '-'} / {counts}")
    return " ;; ".join(found) or "-"


@pytest.mark.parametrize(("text", "names", "expected"), list(cases()))
def test_incidents_of_text(text, names, expected):
    assert shown(read(text, names)) == expected


@pytest.mark.parametrize(
    "text", ["قتل جندي في هجوم على كركوك عام 2014.", "هجوم على كركوك نفذه مسلح (24 سنة) قتل جنديا أمس."]
)
def test_years_and_ages_are_no_casualties(text):
    for incident in read(text, "كركوك=GPE").incidents:
        assert incident.killed not in (2014, 24)


_TEXT = (
    "مقتل خمسة قتل 12 هجوم على في كركوك أمس تفجير اعتقلت سعد تظاهرة انسحب من ، . وقف دعا إلى الذي استهدف إصابة عقوبات"
)
_WORDS = st.sampled_from(_TEXT.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=25))
def test_any_order_of_words_is_read_and_spans_lie_within_the_text(words):
    draft = read(" ".join(words), "سعد=PER; كركوك=GPE")
    for incident in draft.incidents:
        start, end = incident.span
        assert 0 <= start < end <= len(draft.text)
        assert not set(incident.who) & set(incident.to)


def test_a_denied_incident_is_marked():
    (found,) = read("نفت شرطة كركوك مقتل ثلاثة جنود في هجوم على كركوك أمس.", "شرطة كركوك=ORG; كركوك=GPE").incidents
    assert (found.status, found.killed) == ("denied", 3)
