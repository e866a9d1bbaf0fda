"""States as parties: each goes by its own id and that of the place that reports name, and acts through its offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from mahdar.archive import schema
from mahdar.archive.findings import STATE


def one_state(connection: sa.Connection, id_: str) -> list[str]:
    """The ids that mean the same as one: a state's own and that of its place; itself alone for all else."""
    k = schema.known.c
    if id_.startswith(STATE):
        query = sa.select(k.entity).where(k.state == id_.removeprefix(STATE), k.kind == "country")
        return [id_, *connection.execute(query.order_by(k.entity)).scalars()]
    row = connection.execute(sa.select(k.state, k.kind).where(k.entity == id_)).first()
    return [id_, STATE + row.state] if row is not None and row.kind == "country" else [id_]


def acting_for(ids: Sequence[str]) -> sa.CompoundSelect[Any]:
    """A query of these ids and, where they are a state's, the persons in its offices: its minister's meeting is its.

    They are looked up where they are asked for: a large state has thousands, which take longer to read than to find.
    """
    codes = [id_.removeprefix(STATE) for id_ in ids if id_.startswith(STATE)]
    holders = sa.select(schema.offices.c.person).where(schema.offices.c.state.in_(codes))
    return sa.union(holders, *(sa.select(sa.literal(id_)) for id_ in ids))
