"""Reviews as rows: appended, never changed; read back with all that they say."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.review_lines import KIND
from mahdar.archive.reviewing import Review

_TOLD = ("lines", "seen", "made", "parties")
_r = schema.reviews.c


def next_key(connection: sa.Connection) -> int:
    """The key of the row that is appended next in this transaction."""
    return (connection.execute(sa.select(sa.func.max(_r.key))).scalar_one() or 0) + 1


def append(connection: sa.Connection, report: int, row: Review) -> None:
    """Write a row of the report with that key."""
    anchor = row.lines[0].get("line") if row.lines else None
    span = (anchor or {}).get("span") or next(iter((anchor or {}).get("mentions") or []), [None, None])
    kind = None if anchor is None else anchor.get("type" if row.part == "parties" else KIND.get(row.part, "form"))
    values = {
        "key": row.key, "report": report, "part": row.part, "act": row.act, "start": span[0], "end": span[1],
        "kind": None if kind is None else str(kind), "fields": _json(row.fields),
        "told": _json({name: getattr(row, name) for name in _TOLD}), "reader": row.reader, "answers": row.answers,
        "by": row.by, "at": row.at, "why": row.why,
    }  # fmt: skip
    connection.execute(sa.insert(schema.reviews), values)


def of_reports(connection: sa.Connection, reports: Collection[int]) -> dict[int, list[Review]]:
    """The rows of reports, by key of the report, the oldest first; reports without any are not there."""
    found: dict[int, list[Review]] = defaultdict(list)
    for some in dialect.chunks(sorted(reports)):
        for key, row in _select(connection, _r.report.in_(some)):
            found[key].append(row)
    return dict(found)


def of_keys(connection: sa.Connection, keys: Collection[int]) -> list[Review]:
    """The rows of these keys, the oldest first."""
    found: list[Review] = []
    for some in dialect.chunks(sorted(keys)):
        found += [row for _, row in _select(connection, _r.key.in_(some))]
    return found


def reported(connection: sa.Connection, key: int) -> int | None:
    """The key of the report that a row is about; None where there is no such row."""
    found = connection.execute(sa.select(_r.report).where(_r.key == key)).scalar_one_or_none()
    return None if found is None else int(found)


def _select(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[tuple[int, Review]]:
    t = schema.reports.c
    columns = (
        _r.report, t.id, _r.key, _r.part, _r.act, _r.fields, _r.told, _r.reader, _r.answers, _r.by, _r.at, _r.why
    )  # fmt: skip
    query = sa.select(*columns).join(schema.reports, t.key == _r.report).where(condition).order_by(_r.key)
    return [
        (
            row.report,
            Review(
                key=row.key, report=row.id, part=row.part, act=row.act, fields=json.loads(row.fields),
                reader=row.reader, answers=row.answers, by=row.by, at=row.at, why=row.why, **json.loads(row.told),
            ),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
