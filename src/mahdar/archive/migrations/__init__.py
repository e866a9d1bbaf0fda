"""Migrations of the archive, run by `mahdar.archive.opening`; there is no alembic.ini."""
