"""The first tables.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: A count of people: SQLite keeps 64 bits in any case.
COUNT = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
CREATE_FULL_TEXT = (
    "CREATE VIRTUAL TABLE full_text USING fts5(title, body, content='', tokenize = 'unicode61 remove_diacritics 0')"
)


def on_sqlite() -> bool:
    """Whether the archive is a file; PostgreSQL had no full text before revision 0006."""
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "failures",
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("where", name=op.f("pk_failures")),
    )
    op.create_table(
        "names",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sound", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_names")),
        sa.UniqueConstraint("name", name=op.f("uq_names_name")),
    )
    op.create_index("ix_names_folded", "names", ["folded"], unique=False)
    op.create_table(
        "reports",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("given_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reports")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_reports_content_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_reports_id")),
    )
    op.create_index("ix_reports_first_day", "reports", ["first_day"], unique=False)
    op.create_index("ix_reports_given_id", "reports", ["given_id"], unique=False)
    op.create_table(
        "actors",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_actors_report")),
        sa.PrimaryKeyConstraint("report", "n", "i", name=op.f("pk_actors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "commitments",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("deadline", sa.String(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_commitments_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_commitments")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "engagements",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_engagements_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_engagements")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_engagements_first_day", "engagements", ["first_day"], unique=False)
    op.create_table(
        "figures",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_figures_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_figures")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_figures_unit", "figures", ["unit"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("killed", COUNT, nullable=True),
        sa.Column("injured", COUNT, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_incidents_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_incidents")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incidents_first_day", "incidents", ["first_day"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_mentions_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_mentions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participants",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_participants_report")),
        sa.PrimaryKeyConstraint("report", "n", "i", name=op.f("pk_participants")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "parties",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("of", sa.String(), nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_parties_report")),
        sa.PrimaryKeyConstraint("report", "party", name=op.f("pk_parties")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "party_names",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["names.key"], name=op.f("fk_party_names_name")),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_party_names_report")),
        sa.PrimaryKeyConstraint("report", "party", "n", name=op.f("pk_party_names")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_party_names_name", "party_names", ["name"], unique=False)
    op.create_table(
        "perpetrators",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_perpetrators_report")),
        sa.PrimaryKeyConstraint("report", "n", "i", name=op.f("pk_perpetrators")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "recipients",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_recipients_report")),
        sa.PrimaryKeyConstraint("report", "n", "i", name=op.f("pk_recipients")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "records",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("read_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_records_report")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_records")),
        sa.UniqueConstraint("report", "reader", name=op.f("uq_records_report_reader")),
    )
    op.create_table(
        "sightings",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_sightings_report")),
        sa.PrimaryKeyConstraint("report", "id", "path", name=op.f("pk_sightings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "skipped",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_skipped_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_skipped")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "speakers",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_speakers_report")),
        sa.PrimaryKeyConstraint("report", "n", "i", name=op.f("pk_speakers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_end", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_statements_report")),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_statements")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "targets",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("i", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_targets_report")),
        sa.PrimaryKeyConstraint("report", "n", "i", name=op.f("pk_targets")),
        sqlite_with_rowid=False,
    )
    if on_sqlite():
        op.execute(CREATE_FULL_TEXT)


def downgrade() -> None:
    if on_sqlite():
        op.execute("DROP TABLE full_text")
    op.drop_table("targets")
    op.drop_table("statements")
    op.drop_table("speakers")
    op.drop_table("skipped")
    op.drop_table("sightings")
    op.drop_table("records")
    op.drop_table("recipients")
    op.drop_table("perpetrators")
    op.drop_index("ix_party_names_name", table_name="party_names")
    op.drop_table("party_names")
    op.drop_table("parties")
    op.drop_table("participants")
    op.drop_table("mentions")
    op.drop_index("ix_incidents_first_day", table_name="incidents")
    op.drop_table("incidents")
    op.drop_index("ix_figures_unit", table_name="figures")
    op.drop_table("figures")
    op.drop_index("ix_engagements_first_day", table_name="engagements")
    op.drop_table("engagements")
    op.drop_table("commitments")
    op.drop_table("actors")
    op.drop_index("ix_reports_given_id", table_name="reports")
    op.drop_index("ix_reports_first_day", table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_names_folded", table_name="names")
    op.drop_table("names")
    op.drop_table("failures")
