"""Numbers of running text, against tests/cases/numbers.tsv."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.folding import Folded
from mahdar.arabic.number_parts import read_digits
from mahdar.arabic.numbers import Number, find_numbers
from mahdar.arabic.words import words

CASES = Path(__file__).parent.parent / "cases" / "numbers.tsv"
MARKS = {"percent": "%", "ordinal": "#", "fraction": "/", "cardinal": ""}
UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["", "عشرة", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def read(text: str) -> list[Number]:
    return find_numbers(words(Folded(text)))


def plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def shown(number: Number) -> str:
    high = f"..{plain(number.high)}" if number.high is not None else ""
    about, unsure = "~" * number.approximate, "?" * number.ambiguous
    return f"{about}{plain(number.value)}{high}{MARKS[number.kind]}{unsure}"


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_numbers_of_text(text, expected):
    assert (" ".join(map(shown, read(text))) or "-") == expected


def test_numbers_other_reading_is_kept():
    (number,) = read("1.497 خيمة")
    assert (number.value, number.other) == (1497, 1.497)


def test_numbers_span_leaves_out_attached_letters():
    text = "وصلت 20 شاحنة و30 حافلة بثلاثين سائقا"
    tokens = words(Folded(text))
    found = find_numbers(tokens)
    assert [text[tokens[n.first].start + n.cut : tokens[n.last - 1].end] for n in found] == ["20", "30", "ثلاثين"]


def test_numbers_hedge_is_located():
    text = "قُتل ما لا يقل عن 60"
    tokens = words(Folded(text))
    (number,) = find_numbers(tokens)
    assert number.hedge is not None
    assert text[tokens[number.hedge].start : tokens[number.first].start] == "ما لا يقل عن "


def test_numbers_within_a_range_of_words():
    tokens = words(Folded("خمسة رجال وستة نساء وسبعة أطفال"))
    assert [n.value for n in find_numbers(tokens, 2, 4)] == [6]


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [("1,497", 1497, 1.497), ("1.5", 1.5, None), ("0.125", 0.125, None), ("1.250.000", 1250000, None), ("7", 7, None)],
)
def test_digits_with_marks(text, value, other):
    assert read_digits(text) == (value, other)


def spelled(n: int) -> str:
    """A number below a thousand in words, written out independently of the reader."""
    hundreds, rest = divmod(n, 100)
    tens, units = divmod(rest, 10)
    if rest == 10:
        small = ["عشرة"]
    elif tens == 1:
        small = [{1: "أحد", 2: "اثنا"}.get(units, UNITS[units]) + " عشر"]
    else:
        small = [w for w in (UNITS[units], TENS[tens]) if w]
    return " و".join([HUNDREDS[hundreds], *small] if hundreds else small)


@given(st.integers(3, 999))
def test_numbers_spelled_out_are_read_back(n):
    assert [x.value for x in read(f"وصل {spelled(n)} منهم")] == [n]


@given(st.integers(3, 999), st.integers(3, 999))
def test_numbers_of_thousands_are_read_back(thousands, rest):
    assert [x.value for x in read(f"وصل {spelled(thousands)} ألفا و{spelled(rest)} منهم")] == [thousands * 1000 + rest]


@given(st.integers(0, 10**12))
def test_numbers_grouped_digits_are_read_back(n):
    assert [x.value for x in read(f"وصل {n:,} منهم")] == [n]


@given(st.text(alphabet="0123456789٠٥,.٬٫-–%()و الفمئةخسعشرونبين\n", max_size=40))
def test_numbers_never_overlap_and_stay_inside(text):
    tokens = words(Folded(text))
    last = 0
    for number in find_numbers(tokens):
        assert last <= number.first < number.last <= len(tokens)
        last = number.last
