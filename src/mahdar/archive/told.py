"""How many reports tell of each event and chain, and when: counted once after linking, since lists go by it."""

from __future__ import annotations

import sqlalchemy as sa

from mahdar.archive import meetings, schema, tallies

#: Kinds of identities that are lines.
KINDS = ("engagement", "chain")


def refresh(connection: sa.Connection) -> None:
    """Count anew from the identities."""
    i, r, e = schema.identities.c, schema.reports.c, schema.engagements.c
    line = sa.and_(i.kind == "engagement", e.report == i.report, sa.cast(e.n, sa.String) == i.item)
    counted = (
        sa.select(i.entity, i.kind, sa.func.count(sa.distinct(i.report)), sa.func.count(), sa.func.min(r.day),
                  sa.func.max(r.last_day), sa.func.count(sa.distinct(e.date)))
        .select_from(schema.identities)
        .join(schema.reports, r.key == i.report)
        .outerjoin(schema.engagements, line)
        .where(i.kind.in_(KINDS), i.item.is_not(None))
        .group_by(i.entity, i.kind)
    )  # fmt: skip
    connection.execute(sa.delete(schema.told))
    columns = ["entity", "kind", "reports", "lines", "first_day", "last_day", "dates"]
    connection.execute(sa.insert(schema.told).from_select(columns, counted))
    tallies.refresh(connection)
    meetings.refresh(connection)
