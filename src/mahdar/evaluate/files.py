"""Gold records, predictions and floors from files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mahdar.errors import GoldError
from mahdar.evaluate.matching import Item
from mahdar.evaluate.scoring import PARTS, RECIPIENTS, Scores

_LISTS = ("parties", "mentions", "engagements", "statements", "commitments", "figures")


def gold_records(path: Path) -> dict[str, Item]:
    """Gold records by report id: a folder of ``*.json`` or a JSON-lines file. Raises `GoldError`."""
    records = predicted_records(path)
    if not records:
        raise GoldError(
            "no gold records", expected="*.json files or JSON lines", remedy="check the path", where=str(path)
        )
    for doc, record in records.items():
        missing = [name for name in _LISTS if not isinstance(record.get(name), list)]
        if missing:
            raise GoldError(f"{doc} has no list of {missing[0]}", expected="a whole gold record", where=str(path))
    return records


def predicted_records(path: Path) -> dict[str, Item]:
    """Records by report id: a folder of ``*.json`` (the stem is the id) or a JSON-lines file. Raises `GoldError`."""
    try:
        if path.is_dir():
            return {f.stem: _record(f.read_text("utf-8"), str(f)) for f in sorted(path.glob("*.json"))}
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(str(error), expected="a readable file or folder", remedy="check the path") from error
    return _by_doc((_record(line, f"{path}:{n}") for n, line in enumerate(lines, start=1) if line.strip()), path)


def _by_doc(records: Iterable[Item], path: Path) -> dict[str, Item]:
    found = {}
    for record in records:
        if not isinstance(record.get("doc"), str):
            raise GoldError("a record without 'doc'", expected="the report's id in every record", where=str(path))
        found[record["doc"]] = record
    return found


def _record(text: str, where: str) -> Item:
    try:
        record = json.loads(text)
    except ValueError as error:
        raise GoldError(f"not JSON ({error})", expected="a record", where=where) from error
    if not isinstance(record, dict):
        raise GoldError(f"JSON of another kind ({type(record).__name__})", expected="a record, an object", where=where)
    return record


def read_floors(path: Path) -> dict[str, float]:
    """Pinned floors: a JSON object from a part of the record, ``recipients`` or ``record`` to the least F1.

    Raises `GoldError`.
    """
    try:
        floors: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(str(error), expected='floors such as {"mentions": 0.7}', where=str(path)) from error
    known = (*PARTS, RECIPIENTS, "record")
    if not isinstance(floors, dict) or not all(isinstance(floor, int | float) for floor in floors.values()):
        raise GoldError("no table of numbers", expected='floors such as {"mentions": 0.7}', where=str(path))
    if unknown := [part for part in floors if part not in known]:
        raise GoldError(f"a floor for {unknown[0]!r}", expected=f"one of {', '.join(known)}", where=str(path))
    return {part: float(floor) for part, floor in floors.items()}


def below_floors(scores: Scores, floors: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The parts whose F1 is below their floor: part to (F1, floor)."""
    counts = scores.counts | {RECIPIENTS: scores.recipients}
    reached = {part: counts[part].f1 for part in (*PARTS, RECIPIENTS)} | {"record": scores.record}
    # Four places are what is printed and pinned; a floor pinned from a printed figure must hold.
    return {part: (reached[part], floor) for part, floor in floors.items() if round(reached[part], 4) < floor}
