"""Reviewed records: what a machine read with what people said of it, kept beside the record as read.

A report that has reviews has, behind the records of its readers, one that is theirs with the reviews applied. It is the
report's newest record, so that lists, searches, exports and links go by it; a link run takes it for a report that was
read anew. It is made again with every review and with every new reading.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, kept, reviewing_counts, reviewing_rows, schema
from mahdar.archive.review_lines import NOUNS
from mahdar.archive.reviewing import Item, Reviewed, apply
from mahdar.record import Mention, Noun, Record

#: A record that newer reviews have replaced is kept so long as a run of linking may still take, in hours.
_KEPT_FOR = 24
_d, _w = schema.records.c, schema.reviewed.c
_FIELDS = {info.alias or name for name, info in Record.model_fields.items()}
_NOUNS: dict[str, type[Noun]] = {**NOUNS, "mentions": Mention}
_LINE_FIELDS = {part: {info.alias or name for name, info in noun.model_fields.items()} for part, noun in _NOUNS.items()}


def as_read(connection: sa.Connection, report: int) -> tuple[int, dict[str, Any]]:
    """Key and content of the newest record of a report that no person had a hand in."""
    theirs = sa.select(_w.record)
    query = sa.select(_d.key, _d.record).where(_d.report == report, _d.key.not_in(theirs))
    key, record = connection.execute(query.order_by(_d.key.desc()).limit(1)).one()
    return int(key), plain(record)


def newest(connection: sa.Connection, reports: Collection[int]) -> dict[int, dict[str, Any]]:
    """The newest records of reports, with their reviews, by key of the report."""
    last = sa.select(sa.func.max(_d.key)).where(_d.report.in_(reports)).group_by(_d.report)
    rows = connection.execute(sa.select(_d.report, _d.record).where(_d.key.in_(last)))
    return {report: _today(text) for report, text in rows}


def _today(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found if _is_of_today(found) else plain(text)


def _is_of_today(record: dict[str, Any]) -> bool:
    """Whether a record has all fields that records have today, and so need not be looked through."""
    if record.keys() != _FIELDS:
        return False
    return all(line.keys() == fields for part, fields in _LINE_FIELDS.items() for line in record[part])


def readings(connection: sa.Connection, report: int) -> list[dict[str, Any]]:
    """The records of a report that no person had a hand in, the oldest first."""
    theirs = sa.select(_w.record)
    query = sa.select(_d.record).where(_d.report == report, _d.key.not_in(theirs)).order_by(_d.key)
    return [plain(record) for record in connection.execute(query).scalars()]


def plain(record: str) -> dict[str, Any]:
    """A record from its JSON, with all fields that records have today."""
    return Record.model_validate_json(record).to_dict()


def refresh(connection: sa.Connection, reports: Collection[int]) -> dict[int, Record]:
    """Make the reviewed records of reports anew; gives them by report, for those that have reviews."""
    found = {}
    for report, rows in reviewing_rows.of_reports(connection, reports).items():
        base, record = as_read(connection, report)
        state = apply(record, rows)
        reviewed = Record.model_validate(state.record)
        _write(connection, report, base, reviewed, rows[-1].key)
        _write_lines(connection, report, state)
        reviewing_counts.write(connection, report, reviewing_counts.Stand(rows[-1].key, base), state)
        found[report] = reviewed
    if found:
        reviewing_counts.complete(connection)
    return found


def _write(connection: sa.Connection, report: int, base: int, reviewed: Record, review: int) -> None:
    query = sa.select(_d.key, _d.record).where(_d.report == report).order_by(_d.key.desc()).limit(1)
    newest = connection.execute(query).one()
    told = reviewed.to_dict()
    if plain(newest.record) == told:
        return
    now = kept.now()
    name, again = f"{reviewed.reader} + review {review}", 1
    names = set(connection.execute(sa.select(_d.reader).where(_d.report == report)).scalars())
    while (reader := name if again == 1 else f"{name}.{again}") in names:
        again += 1
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    row = {"report": report, "reader": reader, "record": text, "read_at": now}
    connection.execute(sa.insert(schema.records), row)
    key = connection.execute(sa.select(sa.func.max(_d.key)).where(_d.report == report)).scalar_one()
    connection.execute(sa.insert(schema.reviewed), {"record": key, "base": base, "review": review})
    _prune(connection, report, key, now)


def _prune(connection: sa.Connection, report: int, newest: int, now: str) -> None:
    """Drop reviewed records of a report that nothing goes by any more."""
    until = (datetime.fromisoformat(now) - timedelta(hours=_KEPT_FOR)).isoformat(timespec="seconds")
    query = sa.select(_d.key).join(schema.reviewed, _w.record == _d.key)
    query = query.where(_d.report == report, _d.key < newest, _d.read_at < until)
    query = query.where(_d.key.not_in(sa.select(schema.linked.c.record)))
    if gone := list(connection.execute(query).scalars()):
        connection.execute(sa.delete(schema.reviewed).where(_w.record.in_(gone)))
        connection.execute(sa.delete(schema.records).where(_d.key.in_(gone)))


def _write_lines(connection: sa.Connection, report: int, state: Reviewed) -> None:
    """Write how the lines of a report stand that have reviews, or another number than as read."""
    t = schema.reviewed_lines
    connection.execute(sa.delete(t).where(t.c.report == report))
    rows = [_row(report, item) for item in state.items if item.rows or item.n != item.read]
    if rows:
        dialect.insert_rows(connection, t, rows)


def _row(report: int, item: Item) -> tuple[object, ...]:
    by = json.dumps(item.by, ensure_ascii=False)
    at = item.rows[-1].at if item.rows else ""
    return (
        report, item.part, item.item, item.n, item.state, " ".join(item.fields), item.conflict, item.final,
        item.changed, item.unmatched, by, at,
    )  # fmt: skip
