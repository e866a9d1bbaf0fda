"""`mahdar evaluate`, and `mahdar demo` on the samples."""

import json
import subprocess
import sys
from importlib.resources import files

import pytest

from tests.cli.conftest import TEXT
from tests.test_evaluate import GOLD, SHARED, changed


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "predicted.jsonl").write_text(json.dumps(changed(mentions__0__end=22, figures__0=None)) + "\n", "utf-8")
    return tmp_path / "gold"


def test_evaluate_prints_the_table(mahdar, gold):
    done = mahdar("evaluate", gold, "predicted.jsonl", "--per-doc")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("a mentions=0.75 parties=1.00")
    assert lines[1] == "1 reports"
    assert "mentions                 0.750   0.750   0.750       4       4" in lines
    assert lines[-2] == "of 1 matched engagements: date right 1.000, place right 1.000"
    assert lines[-1] == "of 1 matched commitments: recipients P 1.000, R 1.000, F1 1.000"


def test_evaluate_json(mahdar, gold):
    (scores,) = mahdar("evaluate", gold, "predicted.jsonl", "--json").lines
    assert scores["mentions"] == {"precision": 0.75, "recall": 0.75, "f1": 0.75}
    assert scores["docs"] == 1


@pytest.mark.parametrize(("floor", "status"), [(0.75, 0), (0.76, 1)])
def test_evaluate_fails_below_a_floor(mahdar, gold, tmp_path, floor, status):
    (tmp_path / "floors.json").write_text(json.dumps({"mentions": floor, "figures": 0}), "utf-8")
    done = mahdar("evaluate", gold, "predicted.jsonl", "--floors", "floors.json")
    assert done.status == status
    assert done.err == ("mahdar: mentions: F1 0.7500 is below its floor 0.76\n" if status else "")


def test_evaluate_reads_reports_now(mahdar, gold, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}), "utf-8")
    done = mahdar("evaluate", gold, "--reports", "in.jsonl")
    assert done.status == 0
    assert done.out.startswith("1 reports\n")


@pytest.mark.parametrize(
    "arguments",
    [["gold"], ["gold", "predicted.jsonl", "--reports", "x"], ["no", "predicted.jsonl"], ["gold", "no.jsonl"]],
)
def test_evaluate_says_what_is_missing(mahdar, gold, arguments):
    done = mahdar("evaluate", *arguments)
    assert done.status == 2
    assert len(done.err.splitlines()) == 1


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the published scorer is not here")
def test_evaluate_prints_what_the_published_scorer_prints(mahdar, tmp_path):
    gold = SHARED / "gold" / "dev"
    records = [json.loads(path.read_text("utf-8")) for path in sorted(gold.glob("*.json"))]
    for record in records:
        record["mentions"] = record["mentions"][1:]
        record["statements"] = record["statements"][::2]
        record["parties"] = record["parties"][:-1]
    path = tmp_path / "predicted.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records[:-2]), "utf-8")
    for options in ([], ["--per-doc"]):
        published = subprocess.run(
            [sys.executable, "-B", str(SHARED / "gold" / "score.py"), str(gold), str(path), *options],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        *lines, recipients = mahdar("evaluate", gold, path, *options).out.splitlines()
        assert lines == published.stdout.splitlines()
        assert recipients.startswith("of 255 matched commitments: recipients P 0.966")


@pytest.mark.skipif(not any(files("mahdar").joinpath("samples").glob("*.txt")), reason="no samples in the package")
@pytest.mark.parametrize(("lang", "heading"), [("en", "Statements ("), ("ar", "التصريحات (")])
def test_demo_shows_the_samples(mahdar, lang, heading):
    done = mahdar("demo", "--lang", lang)
    assert (done.status, done.err) == (0, "")
    assert heading in done.out
    assert "mahdar read REPORTS" in done.out
