"""Where a list goes on: the place of a line in the order of its list, which stays the same while reports come in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from mahdar.archive import finding, linked, schema
from mahdar.archive.addresses import PARTS
from mahdar.archive.answers import Line, ReportLine

#: The day that a line is ordered by (None without one), the key of its report, its number in it.
Place = tuple[str | None, int, int]
_r = schema.reports.c


def place(connection: sa.Connection, of: Line | ReportLine) -> Place:
    """Where a report or a line stands in the lists. Raises `UnknownReport`."""
    id_ = of.id if isinstance(of, ReportLine) else of.report
    key = finding.key_of(connection, id_)
    day = connection.execute(sa.select(_r.first_day).where(_r.key == key)).scalar_one()
    if isinstance(of, ReportLine):
        return day, key, 0
    t = schema.metadata.tables[PARTS[of.KIND or ""]].c
    own_day = t.first_day if "first_day" in t else sa.null()
    query = sa.select(t.n, own_day).where(t.report == key, t.start == of.span[0], t.end == of.span[1]).order_by(t.n)
    n, own = connection.execute(query.offset(of.nth - 1).limit(1)).one()
    return own or day, key, n


def behind(table: sa.Table, after: Place, *, by_day: bool = True) -> sa.ColumnElement[bool]:
    """The condition that rows of `table` (lines, or reports) stand behind a place."""
    day, report, n = after
    if table is schema.reports:
        own: sa.ColumnElement[Any] = _r.first_day
        later: sa.ColumnElement[bool] = _r.key > report
    else:
        theirs = schema.reports.alias().c
        found = sa.select(theirs.first_day).where(theirs.key == table.c.report).scalar_subquery()
        own = sa.func.coalesce(table.c.first_day, found) if "first_day" in table.c else found
        later = sa.or_(table.c.report > report, sa.and_(table.c.report == report, table.c.n > n))
    if not by_day:
        return later
    if day is None:
        return sa.and_(own.is_(None), later)
    return sa.or_(own < day, own.is_(None), sa.and_(own == day, later))


def run(connection: sa.Connection) -> int:
    """How many times the archive was linked: what was linked keeps its order until it is linked anew."""
    return int(linked.read_values(connection).get(linked.RUN, 0))


def newest_document(connection: sa.Connection) -> int:
    """The greatest key of what is searched: what comes later has a greater one."""
    return int(connection.execute(sa.select(sa.func.max(schema.documents.c.key))).scalar_one() or 0)
