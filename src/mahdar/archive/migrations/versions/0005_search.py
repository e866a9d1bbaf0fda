"""Search over reports and lines, on SQLite and PostgreSQL; saved searches.

The index itself is filled when the archive is opened (`search_index.is_current`).

Revision: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
TEXTS = ("title", "body", "outlet", "party", "place", "kind")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("key", KEY, nullable=False, autoincrement=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_documents_report")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_report", "documents", ["report"], unique=False)
    op.create_table(
        "unlisted",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_unlisted_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_unlisted")),
    )
    op.create_table(
        "search_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_state")),
    )
    op.create_table(
        "searches",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("looked_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_searches")),
    )
    if on_sqlite():
        _full_text()
    else:
        _lexemes()
        _trigrams()


def on_sqlite() -> bool:
    """Whether the archive is a file."""
    return op.get_bind().dialect.name == "sqlite"


def _full_text() -> None:
    """The words of `documents`, found in its rows; the triggers keep the two alike."""
    # Words come folded and cut: the plainest tokenizer parts them at spaces and takes other letters as they are.
    columns = ", ".join(TEXTS)
    new, old = (", ".join(f"{row}.{name}" for name in TEXTS) for row in ("new", "old"))
    op.execute("DROP TABLE full_text")
    op.execute(
        f"CREATE VIRTUAL TABLE full_text USING fts5({columns}, "
        "content='documents', content_rowid='key', tokenize='ascii')"
    )
    put_in = f"INSERT INTO full_text (rowid, {columns}) VALUES (new.key, {new})"  # noqa: S608
    take_out = f"INSERT INTO full_text (full_text, rowid, {columns}) VALUES ('delete', old.key, {old})"  # noqa: S608
    op.execute(f"CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN {put_in}; END")
    op.execute(f"CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN {take_out}; END")


def _lexemes() -> None:
    op.execute("ALTER TABLE documents ADD COLUMN lexemes tsvector NOT NULL")
    # Texts and words lie outside the rows, which stay so short that thousands are looked through in no time. Without
    # a list of what is still to be indexed, a search after many writes is as quick as any.
    op.execute("ALTER TABLE documents SET (toast_tuple_target = 128)")
    op.execute("CREATE INDEX ix_documents_lexemes ON documents USING gin (lexemes) WITH (fastupdate = off)")


def _trigrams() -> None:
    """What near names are found by, where this user may have the extension; without it all names are looked through."""
    connection = op.get_bind()
    there = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'"
    if not connection.exec_driver_sql(there).scalar_one():
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            connection.exec_driver_sql("CREATE INDEX ix_names_trigrams ON names USING gin (folded gin_trgm_ops)")
    except sa.exc.DBAPIError:
        pass


def downgrade() -> None:
    if on_sqlite():
        op.execute("DROP TRIGGER documents_in")
        op.execute("DROP TRIGGER documents_out")
        op.execute("DROP TABLE full_text")
        op.execute(
            "CREATE VIRTUAL TABLE full_text "
            "USING fts5(title, body, content='', tokenize = 'unicode61 remove_diacritics 0')"
        )
        _fill_old_full_text()
    else:
        op.execute("DROP INDEX IF EXISTS ix_names_trigrams")
    for table in ("searches", "search_state", "unlisted", "documents"):
        op.drop_table(table)


def _fill_old_full_text() -> None:
    """What the index of revision 0003 held."""
    op.execute(
        "INSERT INTO full_text (rowid, title, body) SELECT report, title, body FROM documents WHERE part = 'report'"
    )
