"""Mentions: exact spans and types of names."""

from __future__ import annotations

import pytest

from mahdar.reading.bodies import Found
from mahdar.reading.draft import Draft
from mahdar.reading.name_joins import joined_names
from mahdar.reading.names import find_names
from mahdar.record import Report
from tests.tables import table


def mentions(text: str, noise: tuple[tuple[int, int], ...] = ()) -> list[str]:
    draft = Draft(Report(id="r", text=text), noise=list(noise))
    find_names(draft)
    return [f"{m.type}:{text[m.start : m.end]}" for m in draft.mentions]


@pytest.mark.parametrize(("sentence", "expected"), table("mentions.tsv", columns=2))
def test_mentions_in_sentence(sentence: str, expected: str) -> None:
    assert mentions(sentence) == [m for m in expected.split("|") if m]


def test_last_name_alone_is_a_mention_once_the_full_name_stands() -> None:
    text = "التقى الوزير نجم السالمي الوفد. ورحب السالمي بالضيوف، مشيداً بالسالمي الأب."
    assert mentions(text) == ["PER:نجم السالمي", "PER:السالمي", "PER:السالمي"]


def test_last_name_in_the_headline_before_the_full_name() -> None:
    assert mentions("الجابري: لا حوار\nقال رئيس الوزراء كريم الجابري ذلك")[0] == "PER:الجابري"


def test_preposition_is_not_the_name_ali() -> None:
    assert mentions("ضغط على حسين") == []
    assert mentions("قال علي حسين الراوي ذلك") == ["PER:علي حسين الراوي"]


def test_names_in_noise_are_left_out() -> None:
    text = "وصل إلى بغداد\nاقرأ أيضا: باريس"
    assert mentions(text, ((14, len(text)),)) == ["GPE:بغداد"]


def test_careful_names_need_a_sign() -> None:
    assert mentions("نشرت صور القتلى") == []
    assert mentions("قصفت مدينة صور") == ["GPE:مدينة صور"]


def test_name_told_again_at_the_very_end() -> None:
    assert mentions("التقى الوزير نجم السالمي الوفد ثم نجم السالمي")[-1] == "PER:نجم السالمي"
    assert mentions("قال الوزير نجم عبد الرحمن السالمي ذلك، ووافق نجم")[0] == "PER:نجم عبد الرحمن السالمي"


def joined(text: str, *people: str) -> list[str]:
    """The persons that are left of those found in a text."""
    draft = Draft(Report(id="r", text=text))
    starts = [text.index(name) for name in people]
    words = [
        (draft.word_at(at), draft.word_at(at + len(name) - 1) + 1) for at, name in zip(starts, people, strict=True)
    ]
    found = joined_names(draft.words, [Found(first, last, 0, "PER") for first, last in words], text)
    return [text[slice(*draft.span(name.first, name.last, name.cut))] for name in found]


def test_subject_and_object_behind_a_verb_are_two() -> None:
    text = "زار الأمير سعد الجميلي نادر قاسم مرتين. ودعا الجميلي قاسم إلى الحوار."
    assert joined(text, "سعد الجميلي", "نادر قاسم", "الجميلي قاسم")[2:] == ["الجميلي", "قاسم"]


@pytest.mark.parametrize("verb", ["وقال", "السيد"])
def test_two_words_behind_a_verb_without_object_are_one_name(verb: str) -> None:
    text = f"زار الأمير سعد الجميلي نادر قاسم مرتين. {verb} الجميلي قاسم إلى الحوار."
    assert joined(text, "سعد الجميلي", "نادر قاسم", "الجميلي قاسم")[2:] == ["الجميلي قاسم"]


def test_a_name_of_which_one_word_is_nobodys_is_one() -> None:
    text = "زار الأمير سعد الجميلي المدينة. ودعا الجميلي قاسم إلى الحوار."
    assert joined(text, "سعد الجميلي", "الجميلي قاسم")[1:] == ["الجميلي قاسم"]


def test_an_adjective_of_origin_is_nobody_unless_somebody_is_called_so() -> None:
    assert joined("وثمن الوزير النرويجي ما تحقق.", "النرويجي") == []
    text = "أكد العراقي أن الجسر فتح. وقال النائب سعد العراقي ذلك."
    assert joined(text, "العراقي", "سعد العراقي") == ["العراقي", "سعد العراقي"]
