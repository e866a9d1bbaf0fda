"""How likely each line is right.

Revision: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("parties", "engagements", "statements", "commitments", "incidents")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("confidence", sa.Float(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "confidence")
