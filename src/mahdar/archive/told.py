"""How many reports tell of each event and chain, and since when: counted once after linking, since lists go by it."""

from __future__ import annotations

import sqlalchemy as sa

from mahdar.archive import schema

#: Kinds of identities that are lines.
KINDS = ("engagement", "chain")


def refresh(connection: sa.Connection) -> None:
    """Count anew from the identities."""
    i, r = schema.identities.c, schema.reports.c
    counted = (
        sa.select(i.entity, i.kind, sa.func.count(sa.distinct(i.report)), sa.func.count(), sa.func.min(r.day))
        .join(schema.reports, r.key == i.report)
        .where(i.kind.in_(KINDS), i.item.is_not(None))
        .group_by(i.entity, i.kind)
    )
    connection.execute(sa.delete(schema.told))
    columns = ["entity", "kind", "reports", "lines", "first_day"]
    connection.execute(sa.insert(schema.told).from_select(columns, counted))
