"""Why two are taken for one, in Arabic: all that the rooms which link can say."""

import ast
import re
from pathlib import Path

import pytest

import mahdar
from mahdar.arabic.phrases import rows
from mahdar.wording.because import because

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


def _said(node, within=""):
    """The texts of a module that are no docstrings, those of f-strings with a number in the place of what is filled in;
    one word only where pieces are put together.
    """
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
        within = getattr(node, "name", "")
        body = node.body[1:] if ast.get_docstring(node) else node.body
    else:
        body = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "2" for v in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if " " in node.value.strip() or (within == "told_alike" and node.value.strip(" ,") not in ("", "one")):
            yield node.value
    else:
        for child in body:
            yield from _said(child, within)


#: Modules that give reasons, and their texts that are something else.
MODULES = ("who/__init__.py", "who/persons.py", "who/own.py", "ledger/joined.py", "ledger/waiting.py")
OTHER = re.compile(r"^(2, one post|2)$|[\u0621-\u064a]")


@pytest.mark.parametrize("module", MODULES)
def test_every_reason_of_linking_has_arabic(module):
    said = [text for text in _said(ast.parse((ROOM / module).read_text("utf-8"))) if not OTHER.search(text)]
    assert said
    for reason in said:
        pieces = [f"one {reason}", reason] if " " not in reason else [reason.removeprefix(", ")]
        assert not re.search("[a-z]", "".join(because(piece, "ar") for piece in pieces)), reason


def test_every_piece_stands_once():
    pieces = [row[0] for row in rows("mahdar.wording", "linking.tsv")]
    assert len(pieces) == len(set(pieces))
