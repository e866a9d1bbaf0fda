"""``mahdar review``: every command through the command line, in both languages."""

import json
import re
from pathlib import Path

import pytest
import typer.main

from mahdar.archive import Archive
from mahdar.cli import app
from tests.archive.invented import pair

GROUP = typer.main.get_command(app).commands["review"].commands
CHAPTER = re.search(
    r"^## mahdar review\n(.*?)^## ", (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8"), re.M | re.S
)[1]
MEETING = "r00001#engagements/0"


@pytest.fixture
def review(mahdar, tmp_path):
    with Archive(tmp_path / "minutes.db") as archive:
        archive.add_many([pair(n) for n in range(3)])

    def run(*arguments, by="Huda"):
        env = {"MAHDAR_ARCHIVE": str(tmp_path / "minutes.db"), "MAHDAR_USER": by}
        return mahdar("review", *arguments, env=env)

    return run


@pytest.mark.parametrize("name", GROUP)
def test_every_command_has_help_and_its_options_and_examples_are_in_the_docs(name):
    text = GROUP[name].help
    assert all(getattr(option, "help", "x") for option in GROUP[name].params)
    for option in GROUP[name].params:
        for spelling in option.opts:
            assert not spelling.startswith("--") or spelling in CHAPTER, spelling
    examples = list(filter(None, map(str.strip, text.split("Examples:")[1].splitlines())))
    assert examples
    for example in examples:
        assert example.startswith(f"mahdar review {name}")
        assert example in CHAPTER


def test_from_the_queue_to_gold(review, tmp_path):
    (first, *_) = review("queue", "--part", "e", "--json").lines
    assert first["line"] == "r00000#engagements/0"
    done = review("correct", MEETING, "--set", "date=2015-08-03", "--set", "who=p1,p4", "--why", "dateline", "--json")
    (made,) = done.lines
    assert (made["act"], made["by"], made["why"], made["fields"]) == (
        "correct", "Huda", "dateline", {"date": "2015-08-03", "who": ["p1", "p4"]},
    )  # fmt: skip
    assert review("reject", "r00001#s/0", "--why", "no").out == "Review 2: reject r00001#statements/0\n"
    assert review("accept", MEETING, "--seen", "0", by="Salim").status == 0
    (first, *_) = review("queue", "--json").lines
    assert (first["line"], first["why"], first["by"]) == (MEETING, ["conflict"], ["Huda", "Salim"])
    assert review("next", "--json").lines[0]["fields"]["date"] == "2014"
    assert "readers disagree" in review("next").out
    assert {d["field"] for d in review("diff", MEETING, "0", "1", "--json").lines} == {"date", "who"}
    assert [v["name"] for v in review("diff", MEETING, "--list", "--json").lines] == ["r1", "1", "3"]
    assert review("final", MEETING, "--by", "Mona").status == 0
    assert review("undo", "2", "--why", "yes").status == 0
    assert review("accept", "r00001").status == 0
    (told,) = review("agreement", "--json").lines
    assert told["readers"][0]["lines"] == 1
    assert review("unmatched", "--json").out == ""
    (done,) = review("export", "gold", "--json").lines
    assert (done["reports"], done["left_out"]) == (1, 0)
    assert json.loads((tmp_path / "gold" / "records" / "r00001.json").read_text("utf-8"))["doc"] == "r00001"
    assert review("export", "gold").status == 3
    rows = review("log", "r00001", "--json").lines
    assert [row["state"] for row in rows[:5]] == ["in_force", "undone", "in_force", "in_force", "in_force"]


def test_lines_are_added_split_merged_and_noted(review, mahdar, tmp_path):
    done = review("add", "r00001", "figures", "--set", "value=40", "--set", "unit=soldier", "--words", "السفير",
                  "--why", "missed", "--json")  # fmt: skip
    assert done.lines[0]["made"][0]["value"] == 40
    done = review("split", MEETING, "--as", "who=p1", "--as", "who=p2; kind=call; words=السفير", "--why", "two")
    assert done.status == 0
    assert review("merge", MEETING, "r00001#e/+2", "--why", "one").status == 0
    assert review("note", MEETING, "look again").status == 0
    states = {line["id"]: line["state"] for line in review("show", "r00001", "--json").lines}
    assert (states["r00001#figures/+1"], states["r00001#engagements/+2"]) == ("added", "merged")
    env = {"MAHDAR_ARCHIVE": str(tmp_path / "minutes.db")}
    shown = mahdar("show", "r00001", "--json", "--text", env=env)
    assert {line["item"] for line in shown.lines[0]["reviewed"]} == {"0", "+1", "+2"}
    (tmp_path / "again.jsonl").write_text(shown.out, "utf-8")
    assert mahdar("load", "again.jsonl", "--into", "other.db").status == 0
    assert "Review: added" in mahdar("figures", "--report", "r00001", env={**env, "COLUMNS": "80"}).out


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_table_is_drawn_in_both_languages(review, lang):
    review("correct", MEETING, "--set", "date=2015-08-03", "--why", "dateline")
    review("accept", MEETING, "--seen", "0", by="Salim")
    commands = [
        ("queue",), ("next",), ("show", "r00001"), ("log", "r00001"), ("unmatched",), ("diff", MEETING, "0", "1"),
        ("diff", MEETING, "--list"), ("agreement",), ("note", MEETING, "x"), ("export", f"gold-{lang}"),
        ("next", "--second", "--reader", "Mona"), ("queue", "--by", "cited"),
    ]  # fmt: skip
    for arguments in commands:
        done = review(*arguments, "--lang", lang)
        assert done.status == 0, (arguments, done.err)
        assert done.out
    assert ("المراجعة" in done.out or "ما ينتظر المراجعة" in done.out) == (lang == "ar")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("correct", MEETING, "--set", "kind=dinner", "--why", "x"), 2, "no value for 'kind'"),
        (("correct", MEETING, "--set", "date", "--why", "x"), 2, "expected FIELD=VALUE"),
        (("correct", MEETING, "--set", "span=3", "--why", "x"), 2, "expected START-END"),
        (("correct", "r00001#f/0", "--set", "value=many", "--why", "x"), 2, "expected a number"),
        (("correct", MEETING, "--set", "date=2015"), 2, "--why"),
        (("accept", "r00001#engagements/9"), 1, "no such line"),
        (("accept", "r9"), 1, "no report of that id"),
        (("final", MEETING), 2, "nobody has judged"),
        (("undo", "7", "--why", "x"), 2, "no such review"),
        (("queue", "--by", "size"), 2, "no such order"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(review, arguments, status, said):
    done = review(*arguments)
    assert done.status == status
    assert said in done.err
    assert done.err.count("\n") == 1
