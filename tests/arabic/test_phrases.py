"""Phrases of word lists, found in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.phrases import Phrases, rows, word_set
from mahdar.arabic.words import words

LIST = Phrases(
    [
        ("وزير", "minister"),
        ("وزير الداخلية", "interior"),
        ("وزير الداخلية الأسبق", "former"),
        ("الأمم المتحدة", "un"),
        ("اللجنة", "committee"),
        ("ألمانيا", "germany"),
        ("مجموعة 5+1", "group"),
        ("5 نجوم", "stars"),
        ("هيئة", "body"),
        ("هيئة الإذاعة والتلفزيون", "radio"),
    ]
)


def found(text, proclitics=None):
    folded = Folded(text)
    tokens = words(folded)
    hits = []
    for hit in LIST.all(tokens, proclitics):
        start = folded.start(tokens[hit.first].at + hit.cut)
        hits.append((hit.value, hit.proclitic, text[start : tokens[hit.last - 1].end]))
    return hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("زار وزير الداخلية المدينة", [("interior", "", "وزير الداخلية")]),
        ("زار وزير الداخلية الأسبق المدينة", [("former", "", "وزير الداخلية الأسبق")]),
        ("زار وزير الدفاع", [("minister", "", "وزير")]),
        ("ووزير الداخليه", [("interior", "و", "وزير الداخليه")]),
        ("لوزيرِ الدّاخليّة", [("interior", "ل", "وزيرِ الدّاخليّة")]),
        ("للأمم المتحدة", [("un", "ل", "لأمم المتحدة")]),
        ("وبالأمم المتحدة", [("un", "وب", "الأمم المتحدة")]),
        ("إحالة الأمر للجنة", [("committee", "ل", "لجنة")]),
        ("سفير لألمانيا", [("germany", "ل", "ألمانيا")]),
        ("وزير ووزير", [("minister", "", "وزير"), ("minister", "و", "وزير")]),
        ("دول مجموعة 5+1 تجتمع", [("group", "", "مجموعة 5+1")]),
        ("فندق ٥ نجوم", [("stars", "", "٥ نجوم")]),
        ("وزير\nالداخلية", [("minister", "", "وزير")]),
        ("وزير، الداخلية", [("minister", "", "وزير")]),
        ("هيئة الإذاعة", [("body", "", "هيئة")]),
        ("الوزير", []),
        ("", []),
    ],
)
def test_hits(text, hits):
    assert found(text) == hits


def test_proclitics_can_be_limited():
    assert found("ووزير لوزير وزير", ("و",)) == [("minister", "و", "وزير"), ("minister", "", "وزير")]
    assert found("ووزير لوزير وزير", ()) == [("minister", "", "وزير")]


def test_a_later_row_replaces_an_earlier_one():
    tokens = words(Folded("وزير"))
    hit = Phrases([("وزير", 1), ("وزيرٌ", 2)]).at(tokens, 0)
    assert hit is not None
    assert hit.value == 2


@given(
    st.lists(
        st.sampled_from(["وزير", "الداخلية", "الأسبق", "هيئة", "الأمم", "المتحدة", "قال", "،", "\n", "5"]), max_size=14
    )
)
def test_hits_are_in_order_apart_and_longest(parts):
    tokens = words(Folded(" ".join(parts)))
    last = 0
    for hit in LIST.all(tokens):
        assert last <= hit.first < hit.last <= len(tokens)
        assert hit == LIST.at(tokens, hit.first)
        assert not any(LIST.at(tokens, i) for i in range(last, hit.first))
        last = hit.last
    assert not any(LIST.at(tokens, i) for i in range(last, len(tokens)))


@given(st.lists(st.text("ابتلمنوي", min_size=2, max_size=5), min_size=1, max_size=4))
def test_a_phrase_is_found_in_itself_and_behind_a_clitic(parts):
    phrase = " ".join(parts)
    listed = Phrases([(phrase, True)])
    for before, cut in (("", 0), ("و", 1), ("ب", 1)):
        hit = listed.at(words(Folded(before + phrase)), 0)
        assert hit is not None
        assert (hit.first, hit.last) == (0, len(parts))
        assert hit.cut <= cut


def test_rows_leave_out_comments_and_blank_lines():
    months = list(rows("mahdar.arabic", "months.tsv"))
    assert months
    assert not any(row[0].startswith("#") or not any(row) for row in months)
    assert word_set("mahdar.arabic", "months.tsv") == {fold(row[0]) for row in months}
