"""What copies are looked up by, one kind of key, and reports whose keys are not written yet: at first all of them.

Revision: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("copy_keys")
    _copy_keys()
    op.create_table(
        "unkeyed",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_unkeyed_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_unkeyed")),
    )
    op.execute("INSERT INTO unkeyed (report) SELECT key FROM reports")


def downgrade() -> None:
    op.drop_table("unkeyed")
    op.drop_table("copy_keys")
    _copy_keys(sa.Column("sentence", sa.Boolean(), nullable=False))


def _copy_keys(*more: sa.Column[bool]) -> None:
    op.create_table(
        "copy_keys",
        sa.Column("copy_key", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_copy_keys_report")),
        sa.PrimaryKeyConstraint("copy_key", "report", name=op.f("pk_copy_keys")),
        sqlite_with_rowid=False,
    )
