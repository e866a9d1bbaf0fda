"""Decisions, ids that stay, and what linking found.

Revision: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("a", sa.String(), nullable=True),
        sa.Column("b", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.key"], name=op.f("fk_decisions_undoes")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decisions")),
    )
    op.create_table(
        "identities",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_identities_report")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identities")),
        sa.UniqueConstraint("id", name=op.f("uq_identities_id")),
    )
    op.create_index("ix_identities_entity", "identities", ["entity"], unique=False)
    op.create_index("ix_identities_report", "identities", ["report"], unique=False)
    _derived()


def _derived() -> None:
    op.create_table(
        "entities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_table(
        "chains",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chains")),
    )
    op.create_table(
        "links",
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_links")),
    )
    op.create_index("ix_links_waiting", "links", ["waiting"], unique=False)
    op.create_table(
        "copies",
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("original", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["copy"], ["reports.key"], name=op.f("fk_copies_copy")),
        sa.ForeignKeyConstraint(["original"], ["reports.key"], name=op.f("fk_copies_original")),
        sa.PrimaryKeyConstraint("copy", name=op.f("pk_copies")),
    )
    op.create_table(
        "linked",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["records.key"], name=op.f("fk_linked_record")),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_linked_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_linked")),
    )
    op.create_table(
        "link_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_link_state")),
    )
    op.create_table(
        "link_notes",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_link_notes_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_link_notes")),
    )


def downgrade() -> None:
    for table in ("link_notes", "link_state", "linked", "copies", "links", "chains", "events", "entities"):
        op.drop_table(table)
    op.drop_table("identities")
    op.drop_table("decisions")
