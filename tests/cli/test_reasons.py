"""What pages and engine say of what was set aside is in the Arabic catalogue, all of it."""

import ast
import re
from pathlib import Path

import pytest

import mahdar
from mahdar.cli.messages import Messages
from mahdar.errors import NotAReport, UnreadableInput

CALLS = {
    "UnreadableInput", "NotAReport", "BadDate", "Note", "InputError", "_unreadable", "_wrong", "_aside", "_Cut",
    "_Swollen", "Withdrawn",
}  # fmt: skip
ARABIC = re.compile("[\u0621-\u064a]")
ROOM = Path(mahdar.__file__).parent


def literals(node):
    """The texts that a string of the source can become, '7' for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    if not isinstance(node, ast.JoinedStr):
        return []
    found = [""]
    for part in node.values:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        filled = "'7'" if getattr(part, "conversion", -1) == ord("r") else "7"
        filled = ".txt, 7" if getattr(inner, "id", "") == "EXPECTED" else filled
        ways = literals(inner) if isinstance(inner, ast.Constant | ast.IfExp) else [filled]
        found = [text + way for text in found for way in ways or [filled]]
    return found


def said():
    for folder in ("pages", "engine"):
        for path in sorted((ROOM / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
                values = [*node.args, *(k.value for k in node.keywords if k.arg != "where")] if name in CALLS else []
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") == "problem":
                    values.append(node.value)
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and path.name == "zips.py":
                    values += node.value.elts
                if isinstance(node, ast.Yield) and path.name == "warc.py" and isinstance(node.value, ast.JoinedStr):
                    values.append(node.value)
                yield from ((path.name, text) for value in values for text in literals(value))


SAID = sorted({(name, text) for name, text in said() if text})


@pytest.mark.parametrize(("name", "text"), SAID)
def test_every_reason_is_in_the_catalogue(name, text):
    assert ARABIC.search(Messages("ar").reason(text)) or text.startswith("7 7 "), f"{name}: {text}"
    assert Messages("en").reason(text) == text


def test_there_are_some():
    assert len(SAID) > 90


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("a page in another language (Persian)", "صفحة بلغة أخرى (الفارسية)"),
        ("a page in another language (language qq)", "صفحة بلغة أخرى (لغة رمزها qq)"),
        ("no such host (x.example)", "لا مضيف بهذا الاسم (x.example)"),
        ("1 file of another kind is passed over", "تُرك ملف واحد من نوع آخر"),
        ("3 files of other kinds are passed over", "تُرك 3 ملف من أنواع أخرى"),
        ("no 'text'", "ينقصه 'text'"),
        ("no report of that id", "لا تقرير بهذا المعرّف"),
        ("something that nobody says", "something that nobody says"),
        ("no such thing anywhere", "no such thing anywhere"),
    ],
)
def test_what_is_filled_in_is_told_too(english, arabic):
    assert Messages("ar").reason(english) == arabic


def test_an_error_in_one_line():
    error = NotAReport("longer than 16 MB", expected="one page", remedy="leave it out", where="a.html")
    assert Messages("ar").error(error) == "a.html: أطول من 16 ميغابايت؛ المنتظر صفحة واحدة؛ اتركه"
    assert Messages("en").error(error) == str(error)
    assert Messages("ar").error(UnreadableInput("encrypted")) == "مشفر"
