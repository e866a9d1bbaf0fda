import pytest
from tokenizers import Tokenizer, models

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import words
from mahdar.tagger import sections_of
from mahdar.tagger.pieces import LONGEST, Pieces

VOCABULARY = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "ب", "غ", "داد", "\u2581بغداد", "2", "5"]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory):
    path = tmp_path_factory.mktemp("pieces") / "pieces.json"
    Tokenizer(models.Unigram([(p, -1.0) for p in VOCABULARY], unk_id=3, byte_fallback=False)).save(str(path))
    return Pieces(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بغداد", [(8,)]),
        ("بَغـدَاد", [(8,)]),
        ("٢٥", [(4, 9, 10)]),
        ("بغداد\nبغداد", [(8,), (2,), (8,)]),
        ("25بغداد", [(4, 9, 10), (5, 6, 7)]),
    ],
)
def test_words_are_cut_without_signs_and_with_the_space_before_them(pieces, text, expected):
    assert pieces.of(text, words(Folded(text))) == expected


def test_long_words_are_cut_short(pieces):
    assert len(pieces.word("ب" * 40, spaced=True)) == LONGEST


def test_signs_alone_are_unknown(pieces):
    assert pieces.word("\u064b", spaced=False) == (3,)


def test_sections_of_a_page():
    found = words(Folded("عنوان بغداد متن نهاية"))
    assert sections_of(found, (0, 5), (6, 11), [(16, 21)]) == [1, 2, 0, 3]
