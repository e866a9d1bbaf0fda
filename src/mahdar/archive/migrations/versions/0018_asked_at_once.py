"""Which statement names whom, which lines wait with a new party, and who gave the figures of a series are kept.

So are the steps of chains, from the next run of linking on: until then they are looked up.
Of PostgreSQL, new texts are compressed so that they are read sooner.

Revision: 0018
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KINDS = "('person', 'body', 'place')"
# CROSS JOIN keeps SQLite to this order: speakers are fewer than mentions.
_SAID = (
    "INSERT INTO said_of (named, speaker, report, n) "  # noqa: S608 -- our own columns
    "SELECT DISTINCT whom.entity, who.entity, s.report, s.n FROM speakers s {join} identities who "
    "ON who.report = s.report AND who.item = s.party {join} statements t ON t.report = s.report AND t.n = s.n "
    '{join} mentions m ON m.report = t.report AND m.start >= t.start AND m."end" <= t."end" '
    "{join} identities whom ON whom.report = m.report AND whom.item = m.party "
    f"WHERE who.kind IN {_KINDS} AND whom.kind IN {_KINDS}"
)
_NEW = (
    "INSERT INTO new_lines (part, report, n, place, sure) "
    "SELECT '{part}', t.report, t.n, (coalesce(t.confidence, 1.0) - 1.0) * {reports}, coalesce(t.confidence, 2.0) "
    "FROM ({places}) AS p {join} {part} t ON t.report = p.report AND t.n = p.n {told}"
)
_PLACES = (
    "SELECT DISTINCT t.report, t.n FROM named n {join} identities i ON i.entity = n.entity "  # noqa: S608 -- our own columns
    f"{{join}} {{table}} t ON t.report = i.report AND t.party = i.item WHERE n.reports = 1 AND i.kind IN {_KINDS}"
)
_TOLD = (
    "LEFT JOIN identities o ON o.report = t.report AND o.kind = '{kind}' AND o.item = CAST(t.n AS VARCHAR) "
    "LEFT JOIN told ON told.entity = o.entity"
)
_PARTIES = {
    "parties": ("parties",), "engagements": ("participants",), "statements": ("speakers",),
    "incidents": ("perpetrators",), "commitments": ("actors", "recipients"),
}  # fmt: skip
_LINKED = {"engagements": "engagement", "commitments": "chain"}


def upgrade() -> None:
    op.create_table(
        "said_of",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("named", "speaker")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("report", "n")),
        sa.PrimaryKeyConstraint("named", "speaker", "report", "n", name=op.f("pk_said_of")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "new_lines",
        sa.Column("part", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("report", "n")),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("place", "sure")),
        sa.PrimaryKeyConstraint("part", "report", "n", name=op.f("pk_new_lines")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "series_claimants",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "n", name=op.f("pk_series_claimants")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chain_steps",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("i", "report", "record")),
        sa.Column("doc", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("givers", "takers", "quote")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("start", "end")),
        sa.Column("deadline", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", "i", name=op.f("pk_chain_steps")),
        sqlite_with_rowid=False,
    )
    op.add_column("figure_series", sa.Column("points", sa.Integer(), nullable=False, server_default="0"))
    _write()
    _compress()
    op.create_index("ix_new_lines_part_place_sure_report_n", "new_lines", ["part", "place", "sure", "report", "n"])


def _write() -> None:
    join = "CROSS JOIN" if op.get_bind().dialect.name == "sqlite" else "JOIN"
    op.execute(_SAID.format(join=join))
    for part, tables in _PARTIES.items():
        told = _TOLD.format(kind=_LINKED[part]) if part in _LINKED else ""
        places = " UNION ".join(_PLACES.format(join=join, table=table) for table in tables)
        reports = "coalesce(told.reports, 1)" if told else "1"
        op.execute(_NEW.format(part=part, places=places, join=join, told=told, reports=reports))
    counted = "(SELECT count(*) FROM series_points p WHERE p.n = figure_series.n)"
    op.execute(f"UPDATE figure_series SET points = {counted}")  # noqa: S608 -- our own columns
    _write_claimants()


#: Whether this PostgreSQL was built with LZ4.
_HAS_LZ4 = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"


def _compress() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql" and connection.execute(sa.text(_HAS_LZ4)).first() is not None:
        for column in ("reports.text", "documents.lexemes", "documents.body"):
            table, _, name = column.partition(".")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET COMPRESSION lz4")


def _write_claimants() -> None:
    connection = op.get_bind()
    given = connection.execute(sa.text('SELECT DISTINCT n, "by" FROM series_points WHERE "by" <> \'[]\'')).all()
    rows = sorted({(entity, row.n) for row in given for entity in json.loads(row.by)})
    if rows:
        put = sa.text("INSERT INTO series_claimants (entity, n) VALUES (:entity, :n)")
        connection.execute(put, [{"entity": entity, "n": n} for entity, n in rows])


def downgrade() -> None:
    with op.batch_alter_table("figure_series") as changed:
        changed.drop_column("points")
    for table in ("chain_steps", "series_claimants", "new_lines", "said_of"):
        op.drop_table(table)
