"""Names compared, against tests/cases/names.tsv."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.name_parts import name_parts
from mahdar.arabic.names import MAYBE, SAME, compare, name_key, part_score, sound_key, stands_alone
from mahdar.arabic.phrases import rows

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent.parent / "cases" / "names.tsv").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
KNOWN = [row[0] for row in rows("mahdar.arabic", "name_known.tsv")]
TITLES = [row[0] for row in rows("mahdar.arabic", "name_titles.tsv")]
name_letters = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةؤئءپچژگڤ", min_size=1, max_size=8)
full_names = st.lists(
    st.one_of(st.sampled_from(KNOWN), name_letters, st.sampled_from(["بن", "آل", "أبو", "عبد", "الله", "الدين", "دي"])),
    min_size=1,
    max_size=5,
).map(" ".join)


@pytest.mark.parametrize(("verdict", "a", "b"), CASES)
def test_pairs(verdict, a, b):
    found = compare(a, b)
    assert found.verdict == verdict, found
    assert compare(b, a) == found


def test_there_are_enough_pairs_of_each_verdict():
    verdicts = [verdict for verdict, _, _ in CASES]
    assert len(CASES) == len(set(CASES))
    assert {v: verdicts.count(v) >= 25 for v in verdicts} == {"same": True, "maybe": True, "different": True}


@given(a=full_names, b=full_names)
def test_order_makes_no_difference_and_the_score_is_the_verdict(a, b):
    found = compare(a, b)
    assert found == compare(b, a)
    assert 0 <= found.score <= 1
    assert found.verdict == ("same" if found.score >= SAME else "maybe" if found.score >= MAYBE else "different")


@given(a=st.text(max_size=30), b=st.text(max_size=30))
def test_any_text_can_be_compared(a, b):
    assert compare(a, b) == compare(b, a)


@given(name=full_names)
def test_a_name_is_the_same_as_itself_in_other_dress(name):
    assert compare(name, name).score == 1.0
    dressed = " ".join("\u064e".join(word) + "\u200f" for word in name.split())
    assert compare(name, dressed).score == 1.0
    assert name_key(name) == name_key(dressed)


@given(title=st.sampled_from(TITLES), given_name=st.sampled_from(KNOWN), family=st.sampled_from(KNOWN))
def test_a_title_is_no_part_of_a_name(title, given_name, family):
    name = f"{given_name} ال{family.removeprefix('ال')}"
    assert name_key(f"{title} {name}") == name_key(name)
    assert compare(f"{title} {name}", name).verdict == "same"


#: 'بن' is Ben as well as 'son of', 'عميد' a name as well as a rank: before another name these four are the latter.
GIVEN = [name for name in KNOWN if name not in ("بن", "ولد", "عميد", "شيخ")]


@given(a=st.sampled_from(GIVEN), b=st.sampled_from(GIVEN), family=st.sampled_from(["الغبان", "الحلواني", "كيري"]))
def test_two_known_names_that_differ_are_different(a, b, family):
    if name_key(a) != name_key(b):
        assert part_score(name_key(a), name_key(b)) == 0
        assert compare(f"{a} {family}", f"{b} {family}").verdict == "different"


@given(parts=st.lists(st.sampled_from(KNOWN), min_size=2, max_size=4), particle=st.sampled_from(["بن", "ابن", "ولد"]))
def test_a_chain_is_the_same_with_and_without_its_particles(parts, particle):
    assert compare(" ".join(parts), f" {particle} ".join(parts)).verdict == "same"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("السيد الدكتور عبد الله بن أحمد الصالحي", "عبدالله احمد صالحي"),
        ("أبي الغيط", "ابوغيط"),
        ("حسن نصر الله", "حسن نصرالله"),
        ("محمد بن زايد آل نهيان", "محمد زايد نهيان"),
        ("ستافان دي ميستورا", "ستافان ديميستورا"),
        ("نجيب بالحاج", "نجيب بلحاج"),
        ("إلياس المرّ", "الياس المر"),
        ("مصطفى كمال باشا", "مصطفي كمال"),
        ("الشيخ", "شيخ"),
        ("بن", "بن"),
        ("عبد", "عبد"),
        ("12", ""),
        ("", ""),
    ],
)
def test_key(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize(("a", "b"), [("غوتيريش", "جوتيريس"), ("أردوغان", "اردوكان"), ("ڤيكتور", "فكتور")])
def test_sound_key_brings_foreign_spellings_together(a, b):
    assert sound_key(a) == sound_key(b) != ""


def test_parts_say_what_stood_before_them():
    parts = name_parts("الأمير سلمان بن عبد العزيز الفيصل")
    assert parts.parts == ("سلمان", "عبدالعزيز", "فيصل")
    assert parts.kin == (False, True, False)
    assert parts.article == (False, False, True)
    assert parts.patronymic
    assert not name_parts("بن علي").patronymic


def test_the_word_lists_agree():
    spellings = list(rows("mahdar.arabic", "name_spellings.tsv"))
    assert {reach for _, _, reach in spellings} == {"close", "wide"}
    kinds = {row[1] for row in rows("mahdar.arabic", "name_particles.tsv")}
    assert kinds == {"drop", "house", "kunya", "servant", "served", "tail", "foreign", "after", "whole"}
    assert {row[1] for row in rows("mahdar.arabic", "name_known.tsv")} == {"given", "family"}
    assert len(TITLES) == len(set(TITLES))


@pytest.mark.parametrize(
    ("name", "alone"),
    [("اليمن", True), ("كيري", True), ("نتنياهو", False), ("جون كيري", False), ("بنعلي", False), ("12", False)],
)
def test_a_short_name_of_one_part_stands_alone(name, alone):
    assert stands_alone(name) is alone
