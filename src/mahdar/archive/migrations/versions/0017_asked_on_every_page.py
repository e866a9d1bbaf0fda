"""Whom entities met is kept; indexes for what every page looks up: which place a state is, the last record linked.

Revision: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ENTITIES = (
    "INSERT INTO meetings (entity, other, events, last_day) "
    "SELECT p.entity, o.entity, count(DISTINCT o.id), coalesce(max(a.last_day), '') FROM event_parties p "
    "JOIN event_parties o ON o.id = p.id AND o.entity <> p.entity JOIN event_accounts a ON a.id = p.id "
    "WHERE p.entity NOT LIKE 'state:%' GROUP BY p.entity, o.entity"
)
_STATES = (
    "INSERT INTO meetings (entity, other, events, last_day) WITH acting AS ("
    "SELECT 'state:' || state AS state, person AS entity FROM offices WHERE state IS NOT NULL "
    "UNION SELECT 'state:' || state, entity FROM known WHERE state IS NOT NULL AND kind = 'country' "
    "UNION SELECT entity, entity FROM states) "
    "SELECT own.state, o.entity, count(DISTINCT o.id), coalesce(max(a.last_day), '') "
    "FROM (SELECT DISTINCT acting.state, p.id FROM acting JOIN event_parties p ON p.entity = acting.entity) AS own "
    "JOIN event_parties o ON o.id = own.id JOIN event_accounts a ON a.id = own.id "
    "LEFT JOIN acting its ON its.state = own.state AND its.entity = o.entity "
    "WHERE its.entity IS NULL GROUP BY own.state, o.entity"
)


def upgrade() -> None:
    op.create_index("ix_known_state_kind_entity", "known", ["state", "kind", "entity"])
    op.drop_index("ix_known_state", "known")
    op.create_index("ix_linked_record", "linked", ["record"])
    op.create_table(
        "meetings",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("entity", "other")),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "other", name=op.f("pk_meetings")),
        sqlite_with_rowid=False,
    )
    for statement in (_ENTITIES, _STATES):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("meetings")
    op.drop_index("ix_linked_record", "linked")
    op.create_index("ix_known_state", "known", ["state"])
    op.drop_index("ix_known_state_kind_entity", "known")
