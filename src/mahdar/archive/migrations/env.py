"""What Alembic runs: the connection, and the transaction it is in, belong to the caller."""

from __future__ import annotations

from alembic import context

from mahdar.archive.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
