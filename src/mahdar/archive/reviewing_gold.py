"""Reviewed reports as gold: records and texts in the form that `mahdar evaluate` and the project's gold sets have."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, reviewed, schema
from mahdar.archive.answers import Answer
from mahdar.archive.review_lines import PARTS
from mahdar.archive.reviewing_counts import Counts
from mahdar.errors import ArchiveError

#: Fields of a record that gold has; what the machine says of itself is none of it.
_FIELDS = ("published", "source", "noise")
_NOT_GOLD = ("confidence",)
#: What a file may be called by, and how many characters of it.
_UNSAFE, _LONGEST = re.compile(r"[^\w.-]|^\."), 100


@dataclass(frozen=True, slots=True)
class Gold(Answer):
    """A reviewed report: its files are called `doc`; `unread` lines nobody judged, `unsettled` ones are not final."""

    doc: str
    report: str
    text: str
    date: str | None
    record: dict[str, Any]
    reader: str
    by: list[str]
    lines: int
    unread: int
    unsettled: int


def gold(connection: sa.Connection, counted: Mapping[int, Counts]) -> list[Gold]:
    """Reports as gold, by their keys, in that order."""
    r, found = schema.reports.c, list[Gold]()
    for some in dialect.chunks(counted):
        rows = connection.execute(sa.select(r.key, r.id, r.text, r.date).where(r.key.in_(some)))
        told, records = {row.key: row for row in rows}, reviewed.newest(connection, some)
        found += (_gold(told[report], records[report], counted[report]) for report in some)
    return found


def _gold(row: Any, record: dict[str, Any], counts: Counts) -> Gold:  # noqa: ANN401 -- a row
    doc = _name(row.id)
    return Gold(
        doc, row.id, row.text, row.date, _record(doc, record), record["reader"], counts.by, counts.lines,
        counts.unread, counts.unsettled,
    )  # fmt: skip


def _record(doc: str, record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"doc": doc, **{name: record[name] for name in _FIELDS}}
    for part in ("parties", "mentions", *PARTS[1:]):
        found[part] = [{k: v for k, v in line.items() if k not in _NOT_GOLD} for line in record[part]]
    return found


def _name(id_: str) -> str:
    """A report's id as the name of a file: itself where it can be one."""
    if not _UNSAFE.search(id_) and len(id_) <= _LONGEST:
        return id_
    return f"{_UNSAFE.sub('_', id_)[:_LONGEST]}-{hashlib.sha256(id_.encode()).hexdigest()[:8]}"


def write(folder: Path, found: Sequence[Gold]) -> None:
    """Write gold: records/DOC.json, text/DOC.txt, reports.jsonl to read anew, reviews.jsonl with who judged how much.

    Raises `ArchiveError` where the folder cannot be written or holds something already.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ArchiveError("there is something in the folder", expected="a new or empty folder", where=str(folder))
        for name in ("records", "text"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for one in found:
            (folder / "records" / f"{one.doc}.json").write_text(_json(one.record) + "\n", "utf-8")
            (folder / "text" / f"{one.doc}.txt").write_bytes(one.text.encode("utf-8"))
        rows = [{"id": one.doc, "text": one.text, **({"date": one.date} if one.date else {})} for one in found]
        (folder / "reports.jsonl").write_text("".join(_json(row) + "\n" for row in rows), "utf-8")
        told = ("doc", "report", "reader", "by", "lines", "unread", "unsettled")
        lines = [_json({name: getattr(one, name) for name in told}) for one in found]
        (folder / "reviews.jsonl").write_text("".join(line + "\n" for line in lines), "utf-8")
    except OSError as error:
        raise ArchiveError(f"it cannot be written: {error.strerror or error}", where=str(folder)) from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
