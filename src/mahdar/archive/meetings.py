"""Who was in engagements with whom, and how often: kept, so that the page of a large state ranks no thousands.

Counted anew with every linking (`refresh`): a pure function of events, their parties, offices and known places. A state
acts through those in its offices, as `states.acting_for` has it, and meets none of its own.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from mahdar.archive import schema
from mahdar.archive.findings import STATE

_a, _ep = schema.event_accounts.c, schema.event_parties.c


def refresh(connection: sa.Connection) -> None:
    """Count anew who was in engagements with whom."""
    connection.execute(sa.delete(schema.meetings))
    columns = [column.name for column in schema.meetings.columns]
    for query in (_of_entities(), _of_states()):
        connection.execute(sa.insert(schema.meetings).from_select(columns, query))


def _of_entities() -> sa.Select[Any]:
    other = schema.event_parties.alias()
    joined = schema.event_parties.join(other, sa.and_(other.c.id == _ep.id, other.c.entity != _ep.entity))
    query = _counted(_ep.entity, other, joined.join(schema.event_accounts, _a.id == _ep.id))
    return query.where(sa.not_(_ep.entity.startswith(STATE)))


def _of_states() -> sa.Select[Any]:
    o, k, s, other = schema.offices.c, schema.known.c, schema.states.c, schema.event_parties.alias()
    acting = sa.union(
        sa.select((STATE + o.state).label("state"), o.person.label("entity")).where(o.state.is_not(None)),
        sa.select((STATE + k.state).label("state"), k.entity).where(k.state.is_not(None), k.kind == "country"),
        sa.select(s.entity.label("state"), s.entity),
    ).cte("acting")
    took_part = _ep.entity == acting.c.entity
    own = sa.select(acting.c.state, _ep.id).join(schema.event_parties, took_part).distinct().subquery()
    its_own = acting.alias()
    joined = own.join(other, other.c.id == own.c.id).join(schema.event_accounts, _a.id == own.c.id)
    same = sa.and_(its_own.c.state == own.c.state, its_own.c.entity == other.c.entity)
    return _counted(own.c.state, other, joined.outerjoin(its_own, same)).where(its_own.c.entity.is_(None))


def _counted(entity: sa.ColumnElement[str], other: sa.FromClause, joined: sa.FromClause) -> sa.Select[Any]:
    many, last = sa.func.count(sa.distinct(other.c.id)), sa.func.coalesce(sa.func.max(_a.last_day), "")
    return sa.select(entity, other.c.entity, many, last).select_from(joined).group_by(entity, other.c.entity)
