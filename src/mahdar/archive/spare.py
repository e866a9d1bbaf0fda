"""What an archive holds and no longer needs: how much it is, and taking it out.

Needed are the newest readings of every report, and the one that was linked last, by which ids are carried over to a
newer one. Names of no party, sessions that ended and failed tries of days ago are of no use to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from mahdar.archive import audit, dialect, finding_names, kept, schema
from mahdar.archive.account_schema import attempts, sessions
from mahdar.archive.answers import Answer

#: Days that failed tries are kept: no throttling looks so far back.
_TRIES_KEPT = 2


@dataclass(frozen=True, slots=True)
class Spare(Answer):
    """What can go, or went: rows, and bytes of readings and originals (these compressed); bytes that lie idle."""

    readings: int
    reading_bytes: int
    originals: int
    original_bytes: int
    names: int
    sessions: int
    attempts: int
    free_bytes: int
    size: int


def spare(connection: sa.Connection, keep: int | None, originals_before: str | None) -> Spare:
    """What can go where `keep` readings of a report are kept (None: all), and pages only of reports since a day."""
    r, o = schema.records, schema.originals
    readings, reading_bytes = _amount(connection, r.c.record, r.c.key.in_(_old_readings(keep)))
    originals, original_bytes = _amount(connection, o.c.data, o.c.report.in_(_old_reports(originals_before)))
    size, free = dialect.space(connection)
    return Spare(
        readings=readings, reading_bytes=reading_bytes, originals=originals, original_bytes=original_bytes,
        names=_count(connection, schema.names, unused_names()),
        sessions=_count(connection, sessions, sessions.c.expires_at < kept.now()),
        attempts=_count(connection, attempts, attempts.c.last_at < _days_ago(_TRIES_KEPT)),
        free_bytes=free, size=size,
    )  # fmt: skip


def clear(connection: sa.Connection, keep: int | None, originals_before: str | None, by: str) -> Spare:
    """Take out what `spare` counts; gives it."""
    found = spare(connection, keep, originals_before)
    r, o = schema.records, schema.originals
    connection.execute(sa.delete(r).where(r.c.key.in_(_old_readings(keep))))
    connection.execute(sa.delete(o).where(o.c.report.in_(_old_reports(originals_before))))
    finding_names.forget(connection, unused_names())
    connection.execute(sa.delete(schema.names).where(unused_names()))
    connection.execute(sa.delete(sessions).where(sessions.c.expires_at < kept.now()))
    connection.execute(sa.delete(attempts).where(attempts.c.last_at < _days_ago(_TRIES_KEPT)))
    audit.append(connection, by, "gc", "", f"readings {found.readings}, originals {found.originals}")
    return found


def unused_names() -> sa.ColumnElement[bool]:
    """The condition that a name is nobody's: no column that refers to `names` has it."""
    t = schema.names
    return sa.and_(*(sa.not_(sa.exists().where(column == t.c.key)) for column in referring_to(t.c.key)))


def referring_to(key: sa.Column[Any]) -> Iterable[sa.Column[Any]]:
    """The columns of all tables that refer to a key."""
    for table in schema.metadata.sorted_tables:
        for foreign in table.foreign_keys:
            if foreign.column is key:
                yield foreign.parent


def _old_readings(keep: int | None) -> sa.Select[tuple[int]]:
    t = schema.records
    if keep is None:
        return sa.select(t.c.key).where(sa.false())
    newest_first = sa.func.row_number().over(partition_by=t.c.report, order_by=t.c.key.desc())
    ranked = sa.select(t.c.key, newest_first.label("n")).subquery()
    # Nothing that another table refers to: linking needs the reading that it knows ids from.
    needed = [sa.not_(sa.exists().where(column == ranked.c.key)) for column in referring_to(t.c.key)]
    return sa.select(ranked.c.key).where(ranked.c.n > keep, *needed)


def _old_reports(before: str | None) -> sa.Select[tuple[int]]:
    t = schema.reports.c
    return sa.select(t.key).where(sa.false() if before is None else t.added_at < before)


def _amount(connection: sa.Connection, column: sa.Column[Any], condition: sa.ColumnElement[bool]) -> tuple[int, int]:
    """How many rows there are, and the bytes of their `column`."""
    length = dialect.bytes_of(connection, column)
    count, total = connection.execute(sa.select(sa.func.count(), sa.func.sum(length)).where(condition)).one()
    return int(count), int(total or 0)


def _count(connection: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(condition)).scalar_one())


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
