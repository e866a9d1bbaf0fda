"""Versions of a line, as each reader read it and as each review left it, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mahdar.archive.answers import Answer
from mahdar.archive.review_lines import Line, fields_of, translated
from mahdar.archive.reviewing import Item, Review, apply
from mahdar.archive.rows import display_name
from mahdar.errors import InputError
from mahdar.record import Party


@dataclass(frozen=True, slots=True)
class Version(Answer):
    """A line at one time; parties by name, None where it did not stand. `name` is r1, r2 … or the review's number."""

    name: str
    act: str
    by: str
    at: str | None
    part: str
    line: Line | None


@dataclass(frozen=True, slots=True)
class Difference(Answer):
    """A field that is not the same in two versions; `stands` where one of them is no line."""

    field: str
    before: Any
    after: Any


def rows_of(rows: Sequence[Review], item: Item) -> list[Review]:
    """All rows about a line, those undone and the undos too."""
    keys = set(item.thread)
    for row in rows:
        if row.act == "undo" and row.answers in keys:
            keys.add(row.key)
    return [row for row in rows if row.key in keys]


def versions(readings: Sequence[dict[str, Any]], rows: Sequence[Review], item: Item, probe: Review) -> list[Version]:
    """Every version of a line: of each reading, the oldest first, then after each row about it on the newest reading.

    `probe` is a note on the line, which is not kept: it finds the line in other readings and at other times.
    """
    found = []
    for n, record in enumerate(readings, start=1):
        line, _, _ = _at(record, rows, probe)
        told = _with_names(record, item.part, line)
        found.append(Version(f"r{n}", "read", record["reader"], None, item.part, told))
    for row in rows_of(rows, item):
        known = [other for other in rows if other.key <= row.key]
        anchored = _without_later(probe, row.key)
        told = None
        if anchored is not None:
            _, line, record = _at(readings[-1], known, anchored)
            told = _with_names(record, item.part, line)
        found.append(Version(str(row.key), row.act, row.by, row.at, item.part, told))
    return found


def _without_later(probe: Review, key: int) -> Review | None:
    """The probe as it could stand after the row `key`; None where the line was not made yet."""
    anchor = dict(probe.lines[0])
    if anchor.get("made", 0) > key or anchor.get("as", 0) > key:
        return None
    if anchor.get("after") and anchor["after"][0] > key:
        anchor["after"] = None
    return replace(probe, lines=[anchor])


def _at(
    record: dict[str, Any], rows: Sequence[Review], probe: Review
) -> tuple[Line | None, Line | None, dict[str, Any]]:
    """The line that the probe is about, as `record` has it and as it stands with the rows, and the record with them."""
    state = apply(record, [*rows, probe])
    for item in state.items:
        if any(row.key == probe.key for row in item.rows):
            return item.as_read, item.line, state.record
    return None, None, state.record


def _with_names(record: dict[str, Any], part: str, line: Line | None) -> Line | None:
    if line is None:
        return None
    names = {party["id"]: display_name(Party.model_validate(party)) for party in record["parties"]}
    return {
        name: value
        for name, value in translated(part, line, lambda id_: names.get(id_, id_)).items()
        if name in fields_of(part)
    }


def differences(found: Sequence[Version], before: str | None, after: str | None, where: str) -> list[Difference]:
    """What differs between two of the versions, by name: 0 is the newest reading. Raises `InputError`."""
    names = {version.name: version for version in found}
    read = [version for version in found if version.act == "read"]
    names["0"] = read[-1]
    pair = []
    for name, default in ((before, "0"), (after, found[-1].name)):
        if (name or default) not in names:
            raise InputError(f"no such version: {name}", expected=" or ".join(names), where=where)
        pair.append(names[name or default])
    a, b = (version.line for version in pair)
    if a is None or b is None:
        return [] if a is b else [Difference("stands", a is not None, b is not None)]
    fields = fields_of(pair[0].part)
    return [Difference(name, a.get(name), b.get(name)) for name in fields if a.get(name) != b.get(name)]
