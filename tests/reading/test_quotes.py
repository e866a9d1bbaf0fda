"""Quotation marks of every style, against tests/cases/quotes.tsv."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import words
from mahdar.reading.quotes import MARKS, Quotes

CASES = Path(__file__).parent.parent / "cases" / "quotes.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def shown(text: str) -> str:
    tokens = words(Folded(text))
    quotes = Quotes(tokens)
    found = {i: text[tokens[i].end : tokens[j].start] for i, j in quotes.pairs.items()}
    for i in quotes.opened:
        found[i] = text[tokens[i].end :].split("\n")[0] + "…"
    return "|".join(found[i] for i in sorted(found)).replace("\n", "⏎") or "-"


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_quotations(text, expected):
    assert shown(text.replace("⏎", "\n")) == expected


@given(st.text(alphabet="«»\"“”„'‘’‹› \nبنعم.", max_size=60))
def test_pairs_open_before_they_close(text):
    tokens = words(Folded(text))
    quotes = Quotes(tokens)
    for opening, closing in quotes.pairs.items():
        assert opening < closing
        assert tokens[opening].text in MARKS
        assert tokens[closing].text in MARKS
    assert len(set(quotes.pairs.values())) == len(quotes.pairs)
    assert not quotes.opened & quotes.pairs.keys()


def test_opens():
    tokens = words(Folded("قال «نعم» و«لا"))
    quotes = Quotes(tokens)
    assert [i for i in range(len(tokens)) if quotes.opens(i)] == [1, 5]
