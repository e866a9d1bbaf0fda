"""Lines with a party that no other report names, in the order in which they wait for a reviewer: kept with the links.

`reviewing_queue` asks for them: looked for among all lines, of a million most are looked at before twenty are found.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.review_lines import PARTS

#: The kind of ids that lines of a part have, and the tables that name their parties.
KIND = {"engagements": "engagement", "commitments": "chain"}
ROLES = {
    "engagements": (schema.participants,), "statements": (schema.speakers,), "incidents": (schema.perpetrators,),
    "commitments": (schema.actors, schema.recipients),
}  # fmt: skip
#: What `new_lines.sure` is of lines of no confidence: they come behind the surest.
UNKNOWN = 2.0
_NAMED = ("person", "body", "place")
_l, _i, _n, _told = schema.new_lines.c, schema.identities.c, schema.named.c, schema.told.c


def refresh(connection: sa.Connection, reports: sa.Select[Any] | None = None) -> None:
    """Write anew which lines there are, those of some reports alone where `reports` asks for their keys."""
    gone = sa.delete(schema.new_lines)
    connection.execute(gone if reports is None else gone.where(_l.report.in_(reports)))
    for part in PARTS:
        places = _places(part, reports)
        if places is not None:
            columns = [column.name for column in schema.new_lines.columns]
            connection.execute(sa.insert(schema.new_lines).from_select(columns, _lines(part, places)))


def touched_by(connection: sa.Connection, entities: list[str]) -> None:
    """Write anew the lines of the reports that tell of some events and chains or alone name some entities, and forget
    those of reports that are gone: where `entities` were mended for a withdrawal.
    """
    there = sa.select(schema.reports.c.key)
    connection.execute(sa.delete(schema.new_lines).where(_l.report.not_in(there)))
    for some in dialect.chunks(entities):
        once = sa.select(_n.entity).where(_n.entity.in_(some), _n.reports == 1)
        told_of = sa.and_(_i.entity.in_(some), _i.kind.in_(KIND.values()))
        refresh(connection, sa.select(_i.report).where(sa.or_(told_of, _i.entity.in_(once))))


def _places(part: str, reports: sa.Select[Any] | None) -> sa.Subquery | None:
    """Report and number of the lines of a part that have such a party; None where lines of the part have none."""
    once = dialect.InOrder(schema.named, schema.identities, _i.entity == _n.entity)
    alone = [_n.reports == 1, _i.kind.in_(_NAMED), *([] if reports is None else [_i.report.in_(reports)])]
    tables = (schema.parties,) if part == "parties" else ROLES.get(part, ())
    found = [
        sa.select(t.c.report, t.c.n)
        .select_from(dialect.InOrder(once, t, sa.and_(t.c.report == _i.report, t.c.party == _i.item)))
        .where(*alone)
        .distinct()
        for t in tables
    ]
    return sa.union(*found).subquery() if found else None


def _lines(part: str, places: sa.Subquery) -> sa.Select[Any]:
    """The rows for these lines."""
    t, own = schema.metadata.tables[part].c, schema.identities.alias()
    confidence: sa.ColumnElement[Any] = t.confidence if "confidence" in t else sa.null()
    here = sa.and_(t.report == places.c.report, t.n == places.c.n)
    source: sa.Join = dialect.InOrder(places, schema.metadata.tables[part], here)
    reports: sa.ColumnElement[Any] = sa.literal(1)
    if part in KIND:
        is_it = own.c.report == t.report, own.c.kind == KIND[part], own.c.item == sa.cast(t.n, sa.String)
        source = source.outerjoin(own, sa.and_(*is_it)).outerjoin(schema.told, _told.entity == own.c.entity)
        reports = sa.func.coalesce(_told.reports, 1)
    place = (sa.func.coalesce(confidence, 1.0) - 1.0) * reports
    return sa.select(sa.literal(part), t.report, t.n, place, sa.func.coalesce(confidence, UNKNOWN)).select_from(source)
