"""Originals of pages, reprints of reports, and feeds that are watched.

Revision: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "originals",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("runs", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_originals_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_originals")),
    )
    op.create_table(
        "copy_keys",
        sa.Column("copy_key", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_copy_keys_report")),
        sa.PrimaryKeyConstraint("copy_key", "report", name=op.f("pk_copy_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reprints",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_reprints_report")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reprints")),
        sa.UniqueConstraint("report", "id", "path", name=op.f("uq_reprints_report_id_path")),
    )
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
    )
    op.create_table(
        "fetched",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_fetched")),
    )


def downgrade() -> None:
    op.drop_table("fetched")
    op.drop_table("feeds")
    op.drop_table("reprints")
    op.drop_table("copy_keys")
    op.drop_table("originals")
