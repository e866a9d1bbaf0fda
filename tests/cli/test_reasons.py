"""What the rooms say in errors, of what was set aside and in notes is in the Arabic catalogue, all of it."""

import ast
import re
from pathlib import Path

import pytest

import mahdar
from mahdar import errors
from mahdar.archive import postgresql, sqlite
from mahdar.cli.messages import Messages
from mahdar.errors import MahdarError, NotAReport, UnreadableInput

ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, MahdarError)}
CALLS = ERRORS | {"Note", "_unreadable", "_wrong", "_aside", "_Cut", "_Swollen"}
ARABIC = re.compile("[\u0621-\u064a]")
ROOM = Path(mahdar.__file__).parent


def literals(node, named):
    """The texts that a string of the source can become, '7' for what is filled in; `named` has those of names."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body, named) + literals(node.orelse, named)
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in literals(value, named)]
    if isinstance(node, ast.Name):
        return named.get(node.id, [])
    if not isinstance(node, ast.JoinedStr):
        return []
    found = [""]
    for part in node.values:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        filled = "'7'" if getattr(part, "conversion", -1) == ord("r") else "7"
        filled = ".txt, 7" if getattr(inner, "id", "") == "EXPECTED" else filled
        ways = literals(inner, {}) if isinstance(inner, ast.Constant | ast.IfExp) else [filled]
        found = [text + way for text in found for way in ways or [filled]]
    return found


def names_of(tree):
    """The texts that are given to each name of a module."""
    named = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, value = node.targets[-1], node.value
            tuples = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=True) if tuples else [(target, value)]
            for one, given in pairs:
                if isinstance(one, ast.Name) and one.id != "EXPECTED":
                    named.setdefault(one.id, []).extend(literals(given, {}))
    return named


def said():
    for path in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = names_of(tree)
        for node in ast.walk(tree):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            values = [*node.args, *(k.value for k in node.keywords if k.arg != "where")] if name in CALLS else []
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") == "problem":
                values.append(node.value)
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and path.name == "zips.py":
                values += node.value.elts
            if isinstance(node, ast.Yield) and path.name == "warc.py" and isinstance(node.value, ast.JoinedStr):
                values.append(node.value)
            yield from ((path.name, text) for value in values for text in literals(value, named))
    for database in (sqlite, postgresql):
        yield from (("reasons", text) for told in database._REASONS.values() for text in told)


#: A text without a word has nothing to tell in another language.
SAID = sorted({(name, text) for name, text in said() if re.search("[A-Za-z]", text)})


@pytest.mark.parametrize(("name", "text"), SAID)
def test_every_reason_is_in_the_catalogue(name, text):
    assert ARABIC.search(Messages("ar").reason(text)) or text.startswith("7 7 "), f"{name}: {text}"
    assert Messages("en").reason(text) == text


def test_there_are_some():
    assert len(SAID) > 180


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
        ("the disk is full (database or disk is full)", "القرص ممتلئ (database or disk is full)"),
        ("[Errno 2] No such file or directory: 'x'", "لا ملف ولا مجلد بهذا الاسم: 'x'"),
        ("a person and a body", "شخص وهيئة"),
    ],
)
def test_what_is_filled_in_is_told_too(english, arabic):
    assert Messages("ar").reason(english) == arabic


def test_an_error_in_one_line():
    error = NotAReport("longer than 16 MB", expected="one page", remedy="leave it out", where="a.html")
    assert Messages("ar").error(error) == "a.html: أطول من 16 ميغابايت؛ المنتظر صفحة واحدة؛ اتركه"
    assert Messages("en").error(error) == str(error)
    assert Messages("ar").error(UnreadableInput("encrypted")) == "مشفر"


def test_errors_of_the_archive_are_told_in_the_language_that_was_asked_for(mahdar, tmp_path):
    for words, told in (
        (("show", "x", "--archive", "none.db"), "لا أرشيف هنا"),
        (("statements", "--archive", "."), "هذا مجلد"),
        (("read", "none.txt", "--into", "none/m.db"), "مجلده غير موجود"),
        (("evaluate", "none.jsonl", "none.jsonl"), "لا ملف ولا مجلد بهذا الاسم"),
    ):
        done = mahdar(*words, env={"MAHDAR_LANG": "ar", "MAHDAR_TAGGER": "off"})
        assert told in done.err, words
        assert "expected" not in done.err
    assert "no archive here" in mahdar("show", "x", "--archive", "none.db", env={"MAHDAR_LANG": "en"}).err
    (tmp_path / "bad.jsonl").write_text('{"doc": 7, "text": "x"}\n{"doc": "a"}\n', "utf-8")
    done = mahdar("load", "bad.jsonl", "--into", "m.db", "--lang", "ar")
    assert done.err.count("نُحّي") == 2
    assert "ليس محضرا معه نص" in done.err
