"""Folding and its way back."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.folding import Folded, fold

#: Arabic with all that folding takes away, moves or takes apart.
arabic = st.text(
    st.one_of(
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىةؤئءپچژگڤیکەہھۀ"),
        st.sampled_from("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670\u0640\u06d6\u08f0"),
        st.sampled_from("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202e\u2066\u2069\ufeff\u00ad\u061c"),
        st.sampled_from("ﷲﷺﻻﻼﺍﺎﻟﻠﻪﻫﹰﱞﷴﺀ"),
        st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫٬"),
        st.sampled_from(" \n\t.,،؛؟«»\"'-AbZ"),
    ),
    max_size=40,
)
texts = st.one_of(arabic, st.text(max_size=40))


@given(texts)
def test_folded_text_is_what_fold_gives(text):
    assert Folded(text).text == fold(text)


@given(texts)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_folding_every_character_twice_changes_nothing():
    changed = [c for c in map(chr, range(sys.maxunicode + 1)) if fold(fold(c)) != fold(c)]
    assert changed == []


@given(texts, texts)
def test_folding_goes_character_by_character(a, b):
    assert fold(a + b) == fold(a) + fold(b)


@given(texts, st.data())
def test_a_folded_slice_comes_from_a_slice_that_folds_to_it(text, data):
    folded = Folded(text)
    i = data.draw(st.integers(0, len(folded.text)))
    j = data.draw(st.integers(i, len(folded.text)))
    start, end = folded.span(i, j)
    assert (start, end) == (folded.start(i), folded.end(j))
    if i < j:
        assert 0 <= start < end <= len(text)
        back = fold(text[start:end])
        # More than asked for only where the cut goes through a ligature, which has one place for all its letters.
        assert folded.text[i:j] in back
        widest = max((len(fold(c)) for c in text), default=1)
        assert len(back) == j - i if widest <= 1 else len(back) <= j - i + 2 * (widest - 1)


@given(texts)
def test_starts_and_ends_go_forward(text):
    folded = Folded(text)
    n = len(folded.text)
    starts = [folded.start(i) for i in range(n + 1)]
    ends = [folded.end(i) for i in range(n + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert starts[-1] == len(text)
    assert ends[0] == 0
    assert all(start < end for start, end in zip(starts, ends[1:], strict=False))


@given(texts)
def test_words_side_by_side_leave_no_gap(text):
    folded = Folded(text)
    for i in range(1, len(folded.text)):
        # Vowel signs go with the letter before them; letters of one ligature lie in one place.
        assert folded.end(i) == folded.start(i) or folded.start(i) == folded.start(i - 1)


@given(texts)
def test_index_is_the_way_back_of_start(text):
    folded = Folded(text)
    for i in range(len(folded.text)):
        first = folded.index(folded.start(i))
        assert folded.start(first) == folded.start(i)
        assert first <= i
        assert fold(text[: folded.start(i)]) == folded.text[:first]


@given(texts, st.integers(0, 50))
def test_index_is_what_begins_at_or_after(text, offset):
    folded = Folded(text)
    i = folded.index(offset)
    assert 0 <= i <= len(folded.text)
    assert i == len(folded.text) or folded.start(i) >= offset
    assert i == 0 or folded.start(i - 1) < offset


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أإآٱا", "ااااا"),
        ("هدى مصطفى", "هدي مصطفي"),
        ("وزارة", "وزاره"),
        ("مسؤول شؤون", "مسوول شوون"),
        ("هيئة", "هييه"),
        ("سماء", "سماء"),
        ("مُحَمَّدٌ", "محمد"),
        ("رحمٰن", "رحمن"),
        ("محـــمد", "محمد"),
        ("ا\u0654حمد", "احمد"),
        ("کردی", "كردي"),
        ("ﻻ ﻼ", "لا لا"),
        ("ﷲ", "الله"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﹰﱞ", ""),
        ("٢٠٢٤ ۲۰۲۴ 2024", "2024 2024 2024"),
        ("٦٠٪ ١٢٫٥ ١٬٠٠٠", "60% 12.5 1,000"),
        ("\u202bبغداد\u202c\u200f", "بغداد"),
        ("نيم\u200cفاصله", "نيمفاصله"),
        ("\ufeffالخبر", "الخبر"),
        ("NATO", "nato"),
        ("Élysée", "Élysée"),
        ("«نص»", "«نص»"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "part", "source"),
    [
        ("قال مُحَمَّدٌ إن", "محمد", "مُحَمَّدٌ"),
        ("قال محـــمد إن", "محمد", "محـــمد"),
        ("بلغت ٦٠٪ منها", "60%", "٦٠٪"),
        ("عبد ﷲ هنا", "الله", "ﷲ"),
        ("صﻼح", "صلا", "صﻼ"),
        ("صﻼح", "صل", "صﻼ"),
        ("\u200fبغداد\u200f", "بغداد", "بغداد\u200f"),
    ],
)
def test_span(text, part, source):
    folded = Folded(text)
    i = folded.text.index(part)
    start, end = folded.span(i, i + len(part))
    assert text[start:end] == source


def test_text_without_letters_that_move_has_the_same_offsets():
    folded = Folded("أحمد")
    assert [folded.start(i) for i in range(5)] == [folded.end(i) for i in range(5)] == [0, 1, 2, 3, 4]
    assert folded.index(9) == 4


def test_text_of_marks_alone_folds_to_nothing():
    folded = Folded("\u064e\u200f")
    assert (folded.text, folded.start(0), folded.end(0), folded.index(0)) == ("", 2, 0, 0)
