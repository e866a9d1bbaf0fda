"""What `who` shows is kept with each entity: its type, its newest reports, its roles, and which names are its longest.

Revision: 0016
"""

from __future__ import annotations

import json
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OF = "i.kind IN ('person', 'body', 'place') AND i.item IS NOT NULL"
_PARTIES = "FROM identities i JOIN parties p ON p.report = i.report AND p.party = i.item"
_NAMES = (
    "INSERT INTO entity_names (name, entity, times, longest) "  # noqa: S608 -- our own columns
    "SELECT n.name, i.entity, count(*), sum(CASE WHEN n.n = 0 THEN 1 ELSE 0 END) FROM identities i "
    f"JOIN party_names n ON n.report = i.report AND n.party = i.item WHERE {_OF} GROUP BY n.name, i.entity"
)
_ROLES = (
    "INSERT INTO entity_roles (entity, role, times) "
    f"SELECT i.entity, p.role, count(*) {_PARTIES} WHERE {_OF} AND p.role <> '' GROUP BY i.entity, p.role"
)
_TYPES = f"SELECT i.entity, p.type {_PARTIES} WHERE {_OF} GROUP BY i.entity, p.type ORDER BY count(*), p.type DESC"
_NEWEST = (
    "SELECT entity, report FROM (SELECT t.entity, t.report, row_number() OVER "  # noqa: S608 -- our own columns
    "(PARTITION BY t.entity ORDER BY r.first_day DESC NULLS LAST, t.report) AS place "
    f"FROM (SELECT DISTINCT i.entity, i.report {_PARTIES} WHERE {_OF}) AS t "
    "JOIN reports r ON r.key = t.report) AS placed WHERE place <= 5 ORDER BY entity, place"
)


def upgrade() -> None:
    op.create_table(
        "entity_roles",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "role", name=op.f("pk_entity_roles")),
        sqlite_with_rowid=False,
    )
    op.add_column("entity_names", sa.Column("longest", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("named", sa.Column("type", sa.String(), nullable=False, server_default=""))
    op.add_column("named", sa.Column("newest", sa.Text(), nullable=False, server_default="[]"))
    op.execute("DELETE FROM entity_names")
    op.execute(_NAMES)
    op.execute(_ROLES)
    _write_named()


def _write_named() -> None:
    connection = op.get_bind()
    types = {row[0]: row[1] for row in connection.execute(sa.text(_TYPES))}
    rows = [
        {"of": entity, "type": types[entity], "newest": json.dumps([report for _, report in reports])}
        for entity, reports in groupby(connection.execute(sa.text(_NEWEST)), key=lambda row: row[0])
    ]
    if rows:
        connection.execute(sa.text("UPDATE named SET type = :type, newest = :newest WHERE entity = :of"), rows)


def downgrade() -> None:
    with op.batch_alter_table("named") as changed:
        changed.drop_column("newest")
        changed.drop_column("type")
    with op.batch_alter_table("entity_names") as changed:
        changed.drop_column("longest")
    op.drop_table("entity_roles")
