"""Words and sentences, against tests/cases/sentences.tsv."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.clitics import splits
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.words import BREAK, MARK, NUMBER, WORD, sentences, words

from .test_folding import texts

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent.parent / "cases" / "sentences.tsv").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
prose = st.lists(
    st.sampled_from(
        [
            "وصل",
            "الوزير",
            "د",
            "م",
            "17",
            "3.5",
            ".",
            "...",
            "؟",
            "!",
            "«",
            "»",
            '"',
            "“",
            "”",
            "(",
            ")",
            "،",
            "\n",
            " ",
        ]
    ),
    max_size=30,
).map("".join)


def told(text):
    tokens = words(Folded(text))
    return [text[tokens[i].start : tokens[j - 1].end] for i, j in sentences(tokens)]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_of_text(text, expected):
    assert " | ".join(told(text.replace("⏎", "\n"))) == expected


@given(st.one_of(prose, texts))
def test_sentences_cover_all_but_the_breaks(text):
    tokens = words(Folded(text))
    covered: list[int] = []
    for first, last in sentences(tokens):
        assert first < last
        covered += range(first, last)
    assert covered == [i for i, token in enumerate(tokens) if token.kind != BREAK]


@given(st.one_of(prose, texts))
def test_words_are_in_order_and_where_they_say(text):
    folded = Folded(text)
    end = at = 0
    for word in words(folded):
        assert folded.text[word.at : word.at + len(word.text)] == word.text
        assert at <= word.at
        at = word.at + len(word.text)
        assert 0 <= word.start < word.end <= len(text)
        # A ligature of several words (ﷺ) is the one place of all of them.
        if fold(text[word.start : word.end]) == word.text:
            assert end <= word.start
        else:
            assert word.text in fold(text[word.start : word.end])
            assert any(len(fold(c)) > 1 for c in text[word.start : word.end])
        end = word.end


@given(texts)
def test_nothing_but_spaces_lies_between_words(text):
    folded = Folded(text)
    at = 0
    for word in words(folded):
        assert not folded.text[at : word.at].strip()
        at = word.at + len(word.text)
    assert not folded.text[at:].strip()


@given(texts)
def test_kinds(text):
    for word in words(Folded(text)):
        assert word.splits == (splits(word.text) if word.kind == WORD else ())
        assert (word.kind == BREAK) == ("\n" in word.text)
        assert (word.kind == NUMBER) == word.text[0].isdecimal()
        if word.kind == MARK:
            assert len(word.text) == 1
        if word.kind == WORD:
            assert not any(c.isspace() or c.isdecimal() or c == "_" for c in word.text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("وصل و390 جنديا", "word:وصل word:و number:390 word:جنديا"),
        ("جنديا390", "word:جنديا number:390"),
        ("٦٠٪", "number:60 mark:%"),
        ("1,497.5", "number:1,497.5"),
        ("17/1/2016", "number:17 mark:/ number:1 mark:/ number:2016"),
        ("20.", "number:20 mark:."),
        ("سعد_علي", "word:سعد mark:_ word:علي"),
        ("«نص»", "mark:« word:نص mark:»"),
        ("النووي-الإيراني", "word:النووي mark:- word:الايراني"),
        ("م\u200fا", "word:ما"),
        ("F-16", "word:f mark:- number:16"),
        ("أحمد\u00a0علي", "word:احمد word:علي"),
    ],
)
def test_words_of_text(text, kinds):
    assert " ".join(f"{word.kind}:{word.text}" for word in words(Folded(text))) == kinds


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\n\n", " \n\t\n ", "\n\r\n"])
def test_line_breaks_in_a_row_are_one(gap):
    assert [word.kind for word in words(Folded(f"عنوان{gap}نص"))] == [WORD, BREAK, WORD]


def test_words_are_equal_and_may_be_keys():
    one, other = words(Folded("وصل")), words(Folded("وصل"))
    assert one == other
    assert len({*one, *other}) == 1
