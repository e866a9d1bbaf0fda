"""Indexes for what every page looks up: the place that a state is (a large one has thousands), and the last record that
was linked.

Revision: 0017
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_known_state_kind_entity", "known", ["state", "kind", "entity"])
    op.drop_index("ix_known_state", "known")
    op.create_index("ix_linked_record", "linked", ["record"])


def downgrade() -> None:
    op.drop_index("ix_linked_record", "linked")
    op.create_index("ix_known_state", "known", ["state"])
    op.drop_index("ix_known_state_kind_entity", "known")
