"""Tables of cases: tab-separated files in tests/cases that an Arabic speaker can add to."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent / "cases"


def table(name: str, columns: int) -> list[tuple[str, ...]]:
    """The rows of a case file as tuples of `columns` cells; '#' starts a comment line, missing cells are empty."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [tuple((row + [""] * columns)[:columns]) for row in rows]
