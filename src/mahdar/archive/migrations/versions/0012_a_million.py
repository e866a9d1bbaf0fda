"""What lists of an archive of a million lines go by: indexes in the order of the lists, and `told`.

Revision: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

#: Tables of lines that have a confidence.
SURE = ("parties", "engagements", "statements", "commitments", "incidents")


def upgrade() -> None:
    op.create_index("ix_reports_outlet_first_day", "reports", ["outlet", "first_day"])
    for table in SURE:
        op.create_index(f"ix_{table}_confidence_report_n", table, ["confidence", "report", "n"])
    op.create_table(
        "told",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("entity", name=op.f("pk_told")),
    )
    op.create_index("ix_told_kind_first_day_entity", "told", ["kind", "first_day", "entity"])
    many = sa.text("reports > 1")
    op.create_index("ix_told_many", "told", ["kind", "reports"], sqlite_where=many, postgresql_where=many)
    op.execute(
        "INSERT INTO told (entity, kind, reports, lines, first_day) "
        "SELECT i.entity, i.kind, count(DISTINCT i.report), count(*), min(r.day) FROM identities i "
        "JOIN reports r ON r.key = i.report WHERE i.kind IN ('engagement', 'chain') AND i.item IS NOT NULL "
        "GROUP BY i.entity, i.kind"
    )


def downgrade() -> None:
    op.drop_table("told")
    for table in SURE:
        op.drop_index(f"ix_{table}_confidence_report_n", table)
    op.drop_index("ix_reports_outlet_first_day", "reports")
