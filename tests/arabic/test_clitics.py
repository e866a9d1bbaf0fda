"""Clitics, against tests/cases/clitics.tsv."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.clitics import bare, joined, splits
from mahdar.arabic.folding import fold

CASES = [
    (word, reading)
    for line in (Path(__file__).parent.parent / "cases" / "clitics.tsv").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
    for word, readings in [line.split("\t")]
    for reading in readings.split(" ")
]
stems = st.text("ابتجدرسعفقكلمنهوي", min_size=4, max_size=9)


@pytest.mark.parametrize(("word", "reading"), CASES)
def test_readings(word, reading):
    proclitic, stem = reading.removeprefix("-").split("+")
    found = {(split.proclitic, split.stem) for split in splits(fold(word))}
    assert ((proclitic, fold(stem)) in found) is not reading.startswith("-")


@given(st.text("ابتجدرسعفقكلمنهويء", min_size=1, max_size=9))
def test_every_reading_is_the_word(word):
    whole, *cut = splits(word)
    assert whole == (0, "", word)
    for length, proclitic, stem in cut:
        assert length == len(proclitic) > 0
        assert word.startswith(proclitic)
        rest = word[length:]
        assert stem in {rest, "ا" + rest, "ال" + rest}
        assert stem == rest or (proclitic.endswith("ل") and rest.startswith("ل"))
    assert len(set(cut)) == len(cut)


@given(st.one_of(stems, stems.map("ال".__add__)))
def test_what_is_joined_can_be_split(stem):
    first, *others = joined(stem)
    assert first == stem
    assert len(set(others)) == len(others)
    for word in others:
        assert stem in {split.stem for split in splits(word)}


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("العراق", {"العراق", "والعراق", "للعراق", "وللعراق", "فبالعراق", "كالعراق"}),
        ("المانيا", {"لالمانيا", "ولالمانيا", "بالمانيا"}),
        ("اللجنه", {"للجنه", "وللجنه", "باللجنه"}),
        ("بغداد", {"لبغداد", "ببغداد", "وببغداد"}),
    ],
)
def test_joined(stem, words):
    assert words <= set(joined(stem))
    assert not any(word.startswith(("س", "وس", "فس")) for word in joined(stem))


@pytest.mark.parametrize(
    ("word", "rest"),
    [("العراق", "عراق"), ("اليد", "يد"), ("الم", "الم"), ("المر", "مر"), ("ال", "ال"), ("عراق", "عراق")],
)
def test_bare(word, rest):
    assert bare(word) == (word if len(word) <= 4 else rest)
