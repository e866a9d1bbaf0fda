"""Help, the docs and the messages say everything, in both languages."""

import json
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
import typer.main

from mahdar import record
from mahdar.cli import app
from mahdar.cli.messages import LANGUAGES, Messages, catalogue, language
from mahdar.reading import reader

COMMANDS = typer.main.get_command(app).commands
DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")


def chapter(name):
    """The part of docs/cli.md on a command, with the paragraph on all lists for those."""
    found = re.search(rf"^(##+) mahdar {name}\n(.*?)(?=^##)", DOCS + "\n##", re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no heading 'mahdar {name}'"
    lists = re.search(r"^## Lists\n(.*?)(?=^###)", DOCS, re.MULTILINE | re.DOTALL)
    return found[2] + (lists[1] if found[1] == "###" and lists else "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    text = COMMANDS[name].help
    assert text.split("\n")[0].rstrip(".")
    assert f"mahdar {name}" in text
    assert "Examples:" in text
    assert all(getattr(option, "help", "x") for option in COMMANDS[name].params)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_and_example_is_in_the_docs(name):
    text = chapter(name)
    for option in COMMANDS[name].params:
        for spelling in option.opts:
            if spelling.startswith("--"):
                assert spelling in text, spelling
    examples = COMMANDS[name].help.split("Examples:")[1]
    for example in filter(None, map(str.strip, examples.splitlines())):
        assert example in text


def test_the_real_help_prints_examples_and_exit_status(mahdar):
    done = mahdar("read", "--help")
    assert done.status == 0
    assert "Examples:\n    mahdar read reports/ --into minutes.db\n" in done.out
    assert "Exit status: 0 all read or known, 1 some set aside" in done.out


def test_without_a_command_the_help_is_shown(mahdar):
    done = mahdar()
    assert done.status == 2
    assert "Commands:" in done.err


def test_version(mahdar):
    assert mahdar("--version").out == reader() + "\n"


def test_the_catalogue_is_complete_in_both_languages():
    english, arabic = (catalogue()[lang] for lang in LANGUAGES)
    assert english.keys() == arabic.keys()
    for key in english:
        assert english[key], key
        assert re.search("[\u0621-\u064a]", arabic[key]), key
        fields = [sorted(f for _, f, _, _ in Formatter().parse(m) if f) for m in (english[key], arabic[key])]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize("name", [n for n in vars(record) if n[0].isupper() and get_args(getattr(record, n))])
def test_every_code_of_the_record_has_a_word(name):
    for code in get_args(getattr(record, name)):
        if isinstance(code, str):
            assert f"code.{code}" in catalogue()["ar"], code


@pytest.mark.parametrize(
    ("wanted", "mahdar_lang", "lang", "expected"),
    [
        ("ar", "en", "en_US.UTF-8", "ar"),
        (None, "ar", "en_US.UTF-8", "ar"),
        (None, None, "ar_IQ.UTF-8", "ar"),
        (None, None, "fr_FR.UTF-8", "en"),
        (None, None, None, "en"),
        ("xx", None, None, "en"),
    ],
)
def test_language_is_asked_for_or_from_the_environment(monkeypatch, wanted, mahdar_lang, lang, expected):
    for name, value in (("MAHDAR_LANG", mahdar_lang), ("LANG", lang)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    assert language(wanted) == expected


def test_a_message_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        Messages("ar")("no such message")
    assert Messages("ar").code("no such code") == "no such code"


def test_summaries_come_in_arabic(mahdar):
    done = mahdar("read", "-", "--records", "/dev/null", "--lang", "ar", stdin="زار الوزير المدينة.".encode())
    assert done.out.startswith("قُرئ: 1 ")
    assert "\u2068" not in done.out


def test_json_is_never_isolated_or_cut(mahdar):
    done = mahdar("read", "-", "--records", "-", stdin="زار الوزير المدينة.".encode())
    assert json.loads(done.out)["doc"] == "stdin"


def test_units_of_figures_have_arabic_words():
    assert Messages("ar").unit("soldier") == "جندي"
    assert Messages("ar").unit("percent") == "في المئة"
    assert Messages("ar").unit("IQD") == "IQD"
    assert Messages("en").unit("soldier") == "soldier"
