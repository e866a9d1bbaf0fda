"""Headline, dateline, outlet, day and noise of pages, against tests/cases/furniture.tsv."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.reading.draft import Draft
from mahdar.reading.furniture import find_furniture
from mahdar.record import Report

CASES = Path(__file__).parent.parent / "cases" / "furniture.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def marked(page: str) -> tuple[str, list[tuple[int, int]]]:
    """A page without its brackets, and the spans that they held."""
    text, spans = "", []
    for c in page.replace("⏎", "\n"):
        if c == "⟦":
            spans.append((len(text), len(text)))
        elif c == "⟧":
            spans[-1] = (spans[-1][0], len(text))
        else:
            text += c
    return text, spans


def read(text: str, day: date | None = None) -> Draft:
    draft = Draft(Report(id="page", text=text), reference_day=day)
    find_furniture(draft)
    return draft


def said(draft: Draft, span: tuple[int, int] | None) -> str:
    return draft.text[slice(*span)] if span else "-"


@pytest.mark.parametrize(("page", "title", "dateline", "published", "source"), list(cases()))
def test_a_page_is_told_apart_as_the_table_says(page, title, dateline, published, source):
    text, noise = marked(page)
    draft = read(text)
    assert said(draft, draft.title) == title
    assert said(draft, draft.dateline) == dateline
    assert (draft.published or "-", draft.source or "-") == (published, source)
    assert [text[slice(*span)] for span in draft.noise] == [text[slice(*span)] for span in noise]
    assert draft.noise == noise


def test_the_reference_day_is_the_page_s_own_where_it_states_one():
    text = "لقاء في القصر\n12 نيسان 2020\nالتقى رئيس الجمهورية في القصر وفدا من نقابة المهندسين أمس."
    assert read(text, date(2020, 4, 14)).reference_day == date(2020, 4, 12)


def test_the_reference_day_stays_the_report_s_where_the_page_states_none():
    text = "لقاء في القصر\nالتقى رئيس الجمهورية في القصر وفدا من نقابة المهندسين أمس."
    draft = read(text, date(2020, 4, 14))
    assert draft.reference_day == date(2020, 4, 14)
    assert draft.published is None


@pytest.mark.parametrize("text", ["", "\n\n", "خبر", "...", "|", "«", "12/4/2020", "ـــ\nـــ", "\ufeffخبر عاجل"])
def test_a_page_with_next_to_nothing_on_it_is_read(text):
    draft = read(text)
    assert draft.noise == [] or all(end <= len(text) for _, end in draft.noise)


LINES = st.lists(st.sampled_from([line for page, *_ in cases() for line in marked(page)[0].split("\n")]), max_size=8)


@given(LINES)
def test_noise_is_in_order_trimmed_and_apart(lines):
    text = "\n".join(lines)
    draft = read(text)
    end = 0
    for start, stop in draft.noise:
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        end = stop


def test_a_long_told_line_is_never_noise():
    told = "قال الوزير إن الخطة تشمل شارك فيسبوك تويتر واتساب طباعة حفظ " + "والعمل مستمر في جميع المحافظات " * 6 + "."
    assert read(f"خطة الوزارة\n{told}\n{told}").noise == []
