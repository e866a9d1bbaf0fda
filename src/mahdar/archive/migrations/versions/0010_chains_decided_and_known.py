"""Decisions about how chains stand; what the gazetteers tell of entities.

The next run of linking fills `known`.

Revision: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("status", sa.String(), nullable=True))
    op.add_column("chains", sa.Column("by_rule", sa.String(), nullable=True))
    op.add_column("chains", sa.Column("decided", sa.Integer(), nullable=True))
    op.create_table(
        "known",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entity", name=op.f("pk_known")),
    )
    op.create_index(op.f("ix_known_state"), "known", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("known")
    op.execute(
        "WITH RECURSIVE gone(key) AS (SELECT key FROM decisions WHERE verdict = 'status' "
        "UNION SELECT d.key FROM decisions d JOIN gone ON d.undoes = gone.key) "
        "DELETE FROM decisions WHERE key IN (SELECT key FROM gone)"
    )
    for table, columns in (("chains", ("by_rule", "decided")), ("decisions", ("status",))):
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.drop_column(column)
