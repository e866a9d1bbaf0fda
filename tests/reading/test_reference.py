"""References of invented reports, against tests/cases/references.tsv, and what holds for those of any report."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.reading.draft import Draft, Reference
from mahdar.reading.parties import find_parties
from mahdar.reading.reference import find_references
from tests.reading.marked import marked_draft

CASES = Path(__file__).parent.parent / "cases" / "references.tsv"


def cases() -> list[list[str]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def read(marked: str) -> Draft:
    draft = marked_draft(marked)
    find_parties(draft)
    find_references(draft)
    return draft


def phrase(draft: Draft, reference: Reference) -> str:
    start, end = draft.span(reference.first, reference.last, reference.cut)
    return draft.text[start:end]


@pytest.mark.parametrize(("marked", "expected"), cases())
def test_references_of_text(marked, expected):
    draft = read(marked)
    found = []
    for reference in draft.references:
        names = [draft.party[party].names[0] for party in reference.parties]
        if not reference.named or reference.last - reference.first > len(names[0].split()):
            found.append(f"{phrase(draft, reference)} = {' + '.join(names)}")
    assert " ; ".join(found) == (expected if expected != "-" else "")


def test_a_name_inside_a_role_has_its_own_reference():
    draft = read("وصل وزير خارجية {G:الكويت} {P:جاسر الفلاح} أمس.")
    assert [phrase(draft, r) for r in draft.references] == ["وزير خارجية الكويت جاسر الفلاح", "الكويت"]


def test_proclitic_and_head_of_a_named_reference():
    draft = read("التقى {P:نديم البستاني} أمس بوزير الدفاع {P:حسان الربيعي} وب{P:جاسر الفلاح}.")
    assert [(phrase(draft, r), r.cut, draft.words[r.head].text) for r in draft.references] == [
        ("نديم البستاني", 0, "نديم"),
        ("وزير الدفاع حسان الربيعي", 1, "حسان"),
        ("جاسر الفلاح", 2, "وبجاسر"),
    ]


def test_roles_are_enough_where_parties_come_from_elsewhere():
    draft = read("قال وزير النفط {P:حسان الربيعي} ذلك. وأضاف الوزير شيئا.")
    again = marked_draft("قال وزير النفط {P:حسان الربيعي} ذلك. وأضاف الوزير شيئا.")
    again.parties = draft.parties
    for mention in again.mentions:
        mention.party = "p1"
    find_references(again)
    assert again.references == draft.references


PIECES = st.sampled_from(
    [
        "وزير النفط",
        "الوزير",
        "{P:حسان الربيعي}",
        "{G:العراق}",
        "{O:وزارة النفط}",
        "الجانبان",
        "الوزيران",
        "نظيره الإيطالي",
        ".",
        "الجانب العراقي",
        "المسؤول العراقي",
        "الوزارة",
        "سموه",
        "ل{G:إيطاليا}",
        "الرئيس {P:نديم البستاني}",
        "،",
        "\n",
        "٣",
        "قال",
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_references_are_in_order_within_the_text_and_of_known_parties(pieces):
    draft = read(" ".join(pieces) or "-")
    order = [(r.first, -r.last) for r in draft.references]
    assert order == sorted(order)
    for reference in draft.references:
        assert 0 <= reference.first <= reference.head < reference.last <= len(draft.words)
        assert reference.parties
        assert set(reference.parties) <= set(draft.party)
    assert sum(r.named for r in draft.references) == len(draft.mentions)
