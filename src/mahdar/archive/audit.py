"""The audit log: who decided, exported, withdrew or administered what, and when. Rows are only appended.

The database refuses to change or delete a row. Each row's digest goes over the digest of the one before it as well, so
that a change made past the database (or rows left out in the middle) shows; that the last rows are gone shows only to
who noted the last digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import sqlalchemy as sa

from mahdar.archive import dialect, kept
from mahdar.archive.account_schema import audit
from mahdar.archive.answers import Answer

_COLUMNS = (audit.c.key, audit.c.at, audit.c.by, audit.c.act, audit.c.object, audit.c.detail, audit.c.digest)


@dataclass(frozen=True, slots=True)
class AuditLine(Answer):
    """An act: when, by whom, what, on what, and more about it; never words of a report."""

    key: int
    at: str
    by: str
    act: str
    object: str
    detail: str
    digest: str


def append(connection: sa.Connection, by: str, act: str, object_: str = "", detail: str = "") -> None:
    """Write down an act, in the transaction that it is done in."""
    last = connection.execute(sa.select(audit.c.key, audit.c.digest).order_by(audit.c.key.desc()).limit(1)).first()
    row = (kept.now(), by, act, object_, detail)
    values = dict(zip(("at", "by", "act", "object", "detail"), row, strict=True))
    key, before = (last.key, last.digest) if last is not None else (0, "")
    connection.execute(sa.insert(audit), {"key": key + 1, **values, "digest": _digest(before, key + 1, *row)})


def lines(
    connection: sa.Connection, *, by: str | None, act: str | None, limit: int | None, offset: int
) -> list[AuditLine]:
    """The acts, the newest first."""
    query = sa.select(*_COLUMNS).order_by(audit.c.key.desc()).limit(limit).offset(offset)
    if by is not None:
        query = query.where(audit.c.by == by)
    if act is not None:
        query = query.where(audit.c.act == act)
    return [AuditLine(*row) for row in connection.execute(query)]


def broken_at(connection: sa.Connection) -> int | None:
    """The first row that does not follow from those before it; None where all do."""
    digest = ""
    query = sa.select(*_COLUMNS).order_by(audit.c.key).execution_options(yield_per=dialect.CHUNK)
    for number, row in enumerate(connection.execute(query), start=1):
        if row.key != number or row.digest != _digest(digest, *row[:6]):
            return int(row.key)
        digest = row.digest
    return None


def _digest(before: str, *row: object) -> str:
    return hashlib.sha256(json.dumps([before, *row], ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
