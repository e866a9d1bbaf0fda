"""The table of questions and the reports that they are put to: our own, of training/reports/own.jsonl.

`python -m tests.archive.own` writes the answers of the table anew, as SQLite gives them; look at what changes.
"""

import json
import sys
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from mahdar.archive import Archive
from mahdar.record import Record, Report

HERE = Path(__file__).parents[2]
REPORTS = HERE / "training" / "reports" / "own.jsonl"
TABLE = HERE / "tests" / "cases" / "search_queries.tsv"
PARTS = ("report", "statement", "engagement", "commitment")
HEAD = """\
# Questions to the reports of training/reports/own.jsonl. Columns: which part is asked for, the question, how many
# answers there are, the first of them (report, or report/part/n), and the beginning of a hash over all in their order.
"""


@cache
def own_reports():
    """Our reports with the records that were written for them; the first line of a text is its title."""
    pairs = []
    for line in REPORTS.read_text("utf-8").splitlines():
        row = json.loads(line)
        title = row["text"].partition("\n")[0]
        report = Report(id=row["id"], text=row["text"], date=row["date"], outlet=row["outlet"], title=title)
        pairs.append((report, Record.model_validate({"reader": "own"} | row["record"])))
    return pairs


def table():
    """The rows of the table: part, question, count, first, hash."""
    return [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]


def parts_of(part):
    return PARTS if part == "all" else (part,)


def answers(archive, part, question):
    """All answers to a question, in order, as the table names them."""
    found = archive.search(question, parts=parts_of(part), limit=None)
    return [hit.report if hit.line is None else f"{hit.report}/{hit.part}/{hit.n}" for hit in found]


def told(found):
    """Count, first answer and hash of a list of answers."""
    return [str(len(found)), found[0] if found else "", sha256("\n".join(found).encode()).hexdigest()[:10]]


def main():
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "own.db") as archive:
        archive.add_many(own_reports())
        rows = [[*row[:2], *told(answers(archive, *row[:2]))] for row in table()]
    TABLE.write_text(HEAD + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
    sys.stdout.write(f"{len(rows)} questions\n")


if __name__ == "__main__":
    main()
