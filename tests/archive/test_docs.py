"""What docs/archive.md says is run and looked up."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import mahdar.archive
from mahdar.archive import Archive, schema

from .invented import pair

PAGE = (Path(__file__).parents[2] / "docs" / "archive.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_python_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    exec(compile(code, "docs/archive.md", "exec"), {})


def test_the_sql_runs(path):
    with Archive(path) as archive:
        archive.add(*pair(6))
    (query,) = blocks("sql")
    with closing(sqlite3.connect(path)) as database:
        ((id_, kind, words, name),) = database.execute(query)
    assert (id_, kind, words) == ("r00006", "pledge", "بتدريب 11 جنديا")
    assert name == pair(6)[1].parties[0].names[0]


def test_every_table_is_there():
    told = set(
        re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")))
    )
    assert {*schema.metadata.tables, "full_text"} <= told


def test_the_docstring_names_every_method():
    methods = {name for name in vars(Archive) if not name.startswith("_")} - {"close"}
    told = set(re.findall(r"\.(\w+)\(", mahdar.archive.__doc__))
    assert methods == told
    assert sorted(mahdar.archive.__all__) == sorted(set(mahdar.archive.__all__))
