"""Parties and roles, on tables of cases and on properties that hold for any report."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.reading.draft import Draft
from mahdar.reading.parties import find_parties
from mahdar.record import Mention, Report
from tests.reading.marked import marked_draft

CASES = Path(__file__).parent.parent / "cases"


def table(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def read(marked: str) -> Draft:
    draft = marked_draft(marked)
    find_parties(draft)
    return draft


@pytest.mark.parametrize(("marked", "expected"), table("parties.tsv"))
def test_names_of_one_party(marked, expected):
    found = " ; ".join(" = ".join(party.names) for party in read(marked).parties)
    assert found == expected


@pytest.mark.parametrize(("marked", "name", "role", "of"), table("roles.tsv"))
def test_role(marked, name, role, of):
    draft = read(marked)
    person = next(party for party in draft.parties if party.type == "PER" and name in party.names)
    assert person.role == (None if role == "-" else role)
    if of != "-":
        assert person.of is not None
        assert of in draft.party[person.of].names


def test_parties_are_numbered_by_first_mention():
    draft = read("زار {P:حسان الربيعي} {G:بغداد} ثم {G:العراق}، وقال {P:الربيعي} ذلك.")
    assert [m.party for m in draft.mentions] == ["p1", "p2", "p3", "p1"]


def test_capital_is_of_its_state():
    draft = read("غادر {G:بغداد} إلى {G:العراق}، وقالت {O:وزارة الدفاع العراقية} ذلك.")
    capital, state, ministry = draft.parties
    assert (capital.of, ministry.of, state.of) == (state.id, state.id, None)


def test_a_state_that_is_not_mentioned_is_no_owner():
    (person,) = read("قال وزير الدفاع الإيطالي {P:باولو ريناردي} ذلك.").parties
    assert person.of is None


def test_no_mentions_no_parties():
    assert read("لم يحدث شيء اليوم.").parties == []


NAMES = st.sampled_from(
    ["حسان الربيعي", "الربيعي", "وميض الربيعي", "لعراق", "وزارة الدفاع", "بن علي", "د. سعد", "ا", "«»", "٣"]
)


@given(
    st.lists(st.tuples(NAMES, st.sampled_from(["PER", "ORG", "GPE", "LOC"]), st.sampled_from(["", "ل", "و", "وزير "])))
)
def test_every_mention_has_a_party_of_its_type(parts):
    text, mentions = "", []
    for name, kind, before in parts:
        text += f" {before}"
        mentions.append(Mention(start=len(text), end=len(text) + len(name), type=kind, party=""))
        text += name
    draft = Draft(Report(id="any", text=text or "-"))
    draft.mentions = mentions
    find_parties(draft)
    assert {m.party for m in draft.mentions} == {p.id for p in draft.parties}
    assert all(draft.party[m.party].type == m.type for m in draft.mentions)
    assert all(party.names for party in draft.parties)


@pytest.mark.parametrize("order", list(permutations(("حسان كامل الربيعي", "حسان الربيعي", "الربيعي"))))
def test_order_of_mentions_makes_no_difference(order):
    assert len(read(" ثم ".join(f"{{P:{name}}}" for name in order)).parties) == 1
