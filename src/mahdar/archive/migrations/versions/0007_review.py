"""Reviews of lines, and what follows from them.

Revision: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answers"], ["reviews.key"], name=op.f("fk_reviews_answers")),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_reviews_report")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_report", "reviews", ["report"], unique=False)
    op.create_table(
        "reviewed",
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base"], ["records.key"], name=op.f("fk_reviewed_base")),
        sa.ForeignKeyConstraint(["record"], ["records.key"], name=op.f("fk_reviewed_record")),
        sa.ForeignKeyConstraint(["review"], ["reviews.key"], name=op.f("fk_reviewed_review")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_reviewed")),
    )
    op.create_table(
        "reviewed_lines",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("unmatched", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_reviewed_lines_report")),
        sa.PrimaryKeyConstraint("report", "part", "item", name=op.f("pk_reviewed_lines")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    # Records of which nothing would tell any more that people had a hand in them; what was linked by them is linked
    # anew. The tables of lines keep what was reviewed until a report is read again.
    theirs = "SELECT record FROM reviewed"
    op.execute(f"DELETE FROM linked WHERE record IN ({theirs})")  # noqa: S608
    op.execute("CREATE TABLE gone AS SELECT record FROM reviewed")
    for table in ("reviewed_lines", "reviewed", "reviews"):
        op.drop_table(table)
    op.execute("DELETE FROM records WHERE key IN (SELECT record FROM gone)")
    op.drop_table("gone")
