"""Why two are taken for one, in Arabic: all that the rooms which link can say."""

import ast
import re
from pathlib import Path

import pytest

import mahdar
from mahdar.arabic.phrases import rows
from mahdar.web.because import because

ROOM = Path(mahdar.__file__).parent


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("the same name", "الاسم نفسه"),
        ("one kind, participants, days that go together", "النوع واحد، المشاركون، أيام متوافقة"),
        ("one name; only one of the reports tells the state", "اسم واحد؛ تقرير واحد فقط يذكر الدولة"),
        ("the same letters, parted otherwise, one post", "الحروف نفسها وتقسيم الكلمات مختلف، منصب واحد"),
        ("one name with 2 word more", "اسم واحد بكلمة زائدة (2)"),
        ("<b>", "<b>"),
    ],
)
def test_reasons(english, arabic):
    assert because(english, "ar") == arabic
    assert because(english, "en") == english


def test_every_reason_of_comparing_names_has_arabic():
    tree = ast.parse((ROOM / "arabic" / "names.py").read_text("utf-8"))
    said = {
        node.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Return) and each.value is not None
        for node in ast.walk(each.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    }
    assert len(said) > 10
    for reason in said:
        assert not re.search("[a-z]", because(reason, "ar")), reason


def test_every_piece_stands_once():
    pieces = [row[0] for row in rows("mahdar.web", "linking.tsv")]
    assert len(pieces) == len(set(pieces))
