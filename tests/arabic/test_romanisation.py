"""Names in Latin letters, against tests/cases/romanisation.tsv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.romanisation import Lists, align, romanise, unit_key, units
from tests.tables import table


@pytest.mark.parametrize(("style", "name", "spelling"), table("romanisation.tsv", 3))
def test_spellings(style, name, spelling):
    given = {"style": style} if style.islower() else {"country": style}
    assert romanise(name, **given) == spelling


def test_a_name_in_no_list_is_spelled_by_the_model():
    assert romanise("شلغوم") == romanise("الشلغوم").removeprefix("al-")
    assert romanise("شلغوم", lists=Lists({}, {})) == "Shlghwm"


def test_units_keep_together_what_is_spelled_together():
    name = "عبد الله بن صلاح الدين أبو زيد"
    assert [u.written for u in units(name)] == ["عبد الله", "بن", "صلاح الدين", "أبو", "زيد"]
    assert unit_key("الشيخ") == "شيخ"
    assert unit_key("الله") == "الله"


def test_a_spelling_is_aligned_letter_by_letter():
    assert align("محمد", "muhammad") == ["mu", "ha", "mma", "d"]
    assert align("سعيد", "saeed") == ["sa", "", "ee", "d"]
    assert align("محمد", "john") is None


@given(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةؤئء بن", max_size=25))
def test_any_name_is_spelled_in_latin_letters(name):
    for style in ("press", "bgn", "ala"):
        assert romanise(name, style) == romanise(name, style)
    assert romanise(f"حسن {name}").isascii()
