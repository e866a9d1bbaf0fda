"""Of events and chains until when reports tell of them and how many dates they give; identities by report and item.

Revision: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None

_COUNTED = (
    "SELECT i.entity, i.kind, count(DISTINCT i.report), count(*), min(r.day), max(r.last_day), count(DISTINCT e.date) "
    "FROM identities i JOIN reports r ON r.key = i.report "
    "LEFT JOIN engagements e ON i.kind = 'engagement' AND e.report = i.report AND CAST(e.n AS VARCHAR) = i.item "
    "WHERE i.kind IN ('engagement', 'chain') AND i.item IS NOT NULL GROUP BY i.entity, i.kind"
)


def upgrade() -> None:
    op.create_index("ix_identities_report_item", "identities", ["report", "item"])
    op.drop_index("ix_identities_report", "identities")
    op.drop_index("ix_told_kind_first_day_entity", "told")
    op.execute("DELETE FROM told")
    op.add_column("told", sa.Column("last_day", sa.String(), nullable=True))
    op.add_column("told", sa.Column("dates", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"INSERT INTO told (entity, kind, reports, lines, first_day, last_day, dates) {_COUNTED}")
    op.create_index("ix_told_kind_first_day_entity_last_day", "told", ["kind", "first_day", "entity", "last_day"])
    apart = sa.text("dates > 1")
    op.create_index("ix_told_apart", "told", ["kind", "dates"], sqlite_where=apart, postgresql_where=apart)


def downgrade() -> None:
    op.drop_index("ix_told_apart", "told")
    op.drop_index("ix_told_kind_first_day_entity_last_day", "told")
    with op.batch_alter_table("told") as changed:
        changed.drop_column("dates")
        changed.drop_column("last_day")
    op.create_index("ix_told_kind_first_day_entity", "told", ["kind", "first_day", "entity"])
    op.create_index("ix_identities_report", "identities", ["report"])
    op.drop_index("ix_identities_report_item", "identities")
