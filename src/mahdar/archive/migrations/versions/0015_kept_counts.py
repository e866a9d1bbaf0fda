"""What pages counted each time is kept: entities by how often they are named, places by month, rows of tables.

Names are found by their words; offices by their state.

Revision: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mahdar.arabic.latin import latin_key
from mahdar.archive.wanted import index_words

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

#: The tables whose rows are counted.
COUNTED = (
    "reports", "parties", "party_names", "mentions", "engagements", "participants", "statements", "speakers",
    "commitments", "actors", "recipients", "incidents", "perpetrators", "targets", "figures", "skipped",
)  # fmt: skip
_NAMED = (
    "INSERT INTO named (entity, kind, reports, mentions, first_day, last_day) "
    "SELECT i.entity, i.kind, count(DISTINCT i.report), sum(p.mentions), min(r.first_day), max(r.last_day) "
    "FROM identities i JOIN reports r ON r.key = i.report JOIN parties p ON p.report = i.report AND p.party = i.item "
    "WHERE i.kind IN ('person', 'body', 'place') AND i.item IS NOT NULL GROUP BY i.entity, i.kind"
)
_CALLED = (
    "INSERT INTO entity_names (name, entity, times) SELECT n.name, i.entity, count(*) FROM identities i "
    "JOIN party_names n ON n.report = i.report AND n.party = i.item "
    "WHERE i.kind IN ('person', 'body', 'place') AND i.item IS NOT NULL GROUP BY n.name, i.entity"
)
_MONTHS = "coalesce(substr({first}, 1, 7), '') AS first_month, coalesce(substr({last}, 1, 7), '') AS last_month"
_MET = (
    "INSERT INTO place_months (place, part, kind, first_month, last_month, lines) "  # noqa: S608 -- our own columns
    "SELECT place, part, kind, first_month, last_month, count(*) FROM ("
    "SELECT a.place, 'engagements' AS part, e.kind, "
    + _MONTHS.format(first="a.first_day", last="a.last_day")
    + " FROM event_accounts a JOIN events e ON e.id = a.id WHERE a.place IS NOT NULL) AS t "
    "GROUP BY place, part, kind, first_month, last_month"
)
_HAPPENED = (
    "INSERT INTO place_months (place, part, kind, first_month, last_month, lines) "  # noqa: S608 -- our own columns
    "SELECT place, part, kind, first_month, last_month, count(*) FROM ("
    "SELECT i.entity AS place, 'incidents' AS part, t.type AS kind, "
    + _MONTHS.format(first="coalesce(t.first_day, r.first_day)", last="coalesce(t.last_day, r.last_day)")
    + " FROM incidents t JOIN identities i ON i.report = t.report AND i.item = t.place AND i.kind = 'place' "
    "JOIN reports r ON r.key = t.report WHERE t.place IS NOT NULL) AS t "
    "GROUP BY place, part, kind, first_month, last_month"
)


def upgrade() -> None:
    op.create_index("ix_identities_entity_report_item", "identities", ["entity", "report", "item"])
    op.drop_index("ix_identities_entity", "identities")
    op.create_index("ix_offices_state_person", "offices", ["state", "person"])
    op.create_index("ix_offices_role", "offices", ["role"])
    _make()
    for table in COUNTED:
        many = f"SELECT '{table}' AS part, count(*) AS lines FROM {table}"  # noqa: S608 -- our own tables
        op.execute(f"INSERT INTO counted (part, lines) SELECT part, lines FROM ({many}) AS t WHERE lines > 0")  # noqa: S608
    for statement in (_NAMED, _CALLED, _MET, _HAPPENED):
        op.execute(statement)
    _write_latin()
    _write_roles()
    _write_terms()


def _make() -> None:
    op.create_table(
        "name_words",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_name_words")),
        sa.UniqueConstraint("kind", "word", name=op.f("uq_name_words_kind_word")),
    )
    op.create_table(
        "names_by_word",
        sa.Column("word", sa.Integer(), nullable=False),
        sa.Column("name", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", "name", name=op.f("pk_names_by_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_names_by_word_name", "names_by_word", ["name"])
    op.create_table(
        "entity_names",
        sa.Column("name", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "entity", name=op.f("pk_entity_names")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_names_entity", "entity_names", ["entity"])
    op.create_table(
        "office_roles",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_office_roles")),
    )
    op.create_table(
        "named",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.Column("latin", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("entity", name=op.f("pk_named")),
    )
    op.create_index("ix_named_kind_reports_entity", "named", ["kind", "reports", "entity"])
    op.create_table(
        "place_months",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_month", sa.String(), nullable=False),
        sa.Column("last_month", sa.String(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place", "part", "kind", "first_month", "last_month", name=op.f("pk_place_months")
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "reviewed_counts",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.key"], name=op.f("fk_reviewed_counts_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_reviewed_counts")),
    )
    op.create_table(
        "counted",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_counted")),
    )


def _write_latin() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name_en FROM entities WHERE name_en IS NOT NULL"))
    told = [{"of": id_, "latin": f" {' '.join(sorted(latin_key(name)))} "} for id_, name in rows]
    if told:
        connection.execute(sa.text("UPDATE named SET latin = :latin WHERE entity = :of"), told)


def _write_roles() -> None:
    connection = op.get_bind()
    roles = connection.execute(sa.text("SELECT DISTINCT role FROM offices")).scalars()
    rows = [{"role": role, "words": index_words(role)} for role in roles]
    if rows:
        connection.execute(sa.text("INSERT INTO office_roles (role, words) VALUES (:role, :words)"), rows)


def _write_terms() -> None:
    connection = op.get_bind()
    keys: dict[tuple[str, str], int] = {}
    uses: list[dict[str, int]] = []
    for name, folded, sound in connection.execute(sa.text("SELECT key, folded, sound FROM names")):
        for kind, words in (("word", folded), ("sound", sound)):
            found = [keys.setdefault((kind, word), len(keys) + 1) for word in sorted(set(words.split()))]
            uses += ({"word": key, "name": name} for key in found)
    rows = [{"key": key, "kind": kind, "word": word} for (kind, word), key in keys.items()]
    if rows:
        connection.execute(sa.text("INSERT INTO name_words (key, kind, word) VALUES (:key, :kind, :word)"), rows)
        connection.execute(sa.text("INSERT INTO names_by_word (word, name) VALUES (:word, :name)"), uses)


def downgrade() -> None:
    for table in (
        "reviewed_counts", "counted", "place_months", "named", "entity_names", "office_roles", "names_by_word",
        "name_words",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_index("ix_offices_role", "offices")
    op.drop_index("ix_offices_state_person", "offices")
    op.create_index("ix_identities_entity", "identities", ["entity"])
    op.drop_index("ix_identities_entity_report_item", "identities")
