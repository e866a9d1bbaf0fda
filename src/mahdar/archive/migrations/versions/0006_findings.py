"""What many reports add up to: offices, series of figures, versions of events, sides of chains, English names.

The next run of linking fills them.

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entities", sa.Column("name_en", sa.Text(), nullable=True))
    _offices()
    _series()
    _events()
    op.create_table(
        "chain_sides",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", "side", "i", name=op.f("pk_chain_sides")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_chain_sides_entity"), "chain_sides", ["entity"], unique=False)
    op.create_table(
        "states",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity", name=op.f("pk_states")),
    )


def _offices() -> None:
    op.create_table(
        "offices",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("of", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("seat", sa.String(), nullable=True),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=True),
        sa.Column("last_seen", sa.String(), nullable=True),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_offices")),
    )
    op.create_index(op.f("ix_offices_of"), "offices", ["of"], unique=False)
    op.create_index(op.f("ix_offices_person"), "offices", ["person"], unique=False)
    op.create_table(
        "office_reports",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_office_reports_report")),
        sa.PrimaryKeyConstraint("n", "i", name=op.f("pk_office_reports")),
        sqlite_with_rowid=False,
    )


def _series() -> None:
    op.create_table(
        "figure_series",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_figure_series")),
    )
    op.create_table(
        "series_points",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("bound", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("copy_of", sa.Integer(), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["copy_of"], ["reports.key"], name=op.f("fk_series_points_copy_of")),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_series_points_report")),
        sa.PrimaryKeyConstraint("n", "i", name=op.f("pk_series_points")),
        sqlite_with_rowid=False,
    )


def _events() -> None:
    op.create_table(
        "event_accounts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_accounts")),
    )
    op.create_index(op.f("ix_event_accounts_first_day"), "event_accounts", ["first_day"], unique=False)
    op.create_index(op.f("ix_event_accounts_place"), "event_accounts", ["place"], unique=False)
    op.create_table(
        "event_parties",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", "i", name=op.f("pk_event_parties")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_parties_entity"), "event_parties", ["entity"], unique=False)
    op.create_table(
        "event_versions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("value_en", sa.Text(), nullable=False),
        sa.Column("reports", sa.Text(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "i", name=op.f("pk_event_versions")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    tables = ("states", "chain_sides", "event_versions", "event_parties", "event_accounts", "series_points")
    for table in (*tables, "figure_series", "office_reports", "offices"):
        op.drop_table(table)
    with op.batch_alter_table("entities") as entities:
        entities.drop_column("name_en")
