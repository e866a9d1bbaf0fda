"""How an archive does: whether it is sound, what its schema lacks, its room, whether the index is in step.

Nothing is changed, and an archive of an earlier schema is not brought up to date by being looked at.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from mahdar.archive import audit, dialect, opening, schema, search_index
from mahdar.archive.places import Place

#: Tables that are counted.
_COUNTED = (
    schema.reports, schema.records, schema.parties, schema.mentions, schema.engagements, schema.statements,
    schema.commitments, schema.incidents, schema.figures, schema.skipped,
)  # fmt: skip
#: Of the file, and in bytes, what must lie idle before it is worth to be given back.
_IDLE_SHARE, _IDLE_BYTES = 0.25, 10_000_000


def examine(place: Place) -> dict[str, Any]:
    """All that is known of the archive at `place`, and in `advice` the keys of what to do. Raises `ArchiveUnavailable`.

    `state` is missing, damaged or sound; `complaints` say what is damaged.
    """
    if isinstance(place, Path) and not place.exists():
        return {"state": "missing", "advice": []}
    engine = dialect.open_engine(place)
    try:
        with dialect.told_plainly(place):
            complaints = dialect.complaints(engine)
            if complaints:
                return {"state": "damaged", "complaints": complaints, "advice": ["restore"]}
            with dialect.reading(engine) as connection:
                return _sound(connection, place)
    finally:
        engine.dispose()


def _sound(connection: sa.Connection, place: Place) -> dict[str, Any]:
    revision = opening.state_of(connection, place)
    if revision is None:
        return {"state": "missing", "advice": []}
    newest_first = opening.known_revisions()
    pending = newest_first[: newest_first.index(revision)][::-1] if revision in newest_first else newest_first[::-1]
    found: dict[str, Any] = {"state": "sound", "revision": revision, "pending": pending}
    found |= {"database": dialect.server_version(connection), "space": _space(connection, place)}
    there = set(sa.inspect(connection).get_table_names())
    found["counts"] = {t.name: _count(connection, t) for t in _COUNTED if t.name in there}
    found["set_aside"] = _count(connection, schema.failures) if "failures" in there else 0
    if not pending:
        found |= {"missing_indexes": _missing_indexes(connection), "search": _search(connection)}
        found |= {"unlinked": _unlinked(connection), "audit_broken_at": audit.broken_at(connection)}
    return {**found, "advice": _advice(found)}


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _space(connection: sa.Connection, place: Place) -> dict[str, int | None]:
    """Bytes: of the archive, of its write-ahead log, lying idle in it, free on its disk (None where unknown)."""
    size, idle = dialect.space(connection)
    if not isinstance(place, Path):
        return {"size": size, "log": None, "idle": idle, "disk": None}
    log = Path(f"{place}-wal")
    return {
        "size": size, "log": log.stat().st_size if log.exists() else 0, "idle": idle,
        "disk": shutil.disk_usage(place.absolute().parent).free,
    }  # fmt: skip


def _missing_indexes(connection: sa.Connection) -> list[str]:
    """Indexes of the schema that the database does not have."""
    inspector = sa.inspect(connection)
    missing = []
    for table in schema.metadata.sorted_tables:
        there = {index["name"] for index in inspector.get_indexes(table.name)}
        missing += sorted(str(index.name) for index in table.indexes if index.name not in there)
    return missing


def _search(connection: sa.Connection) -> dict[str, Any]:
    """Whether searches find every report that they are to find."""
    d = schema.documents.c
    wanted = _count(connection, schema.reports) - _count(connection, schema.unlisted)
    indexed = int(connection.execute(sa.select(sa.func.count()).where(d.part == "report")).scalar_one())
    rows, words = dialect.documents_and_words(connection)
    current = search_index.is_current(connection)
    return {"reports": wanted, "indexed": indexed, "in_step": current and wanted == indexed and rows == words}


def _unlinked(connection: sa.Connection) -> int:
    """Reports whose newest reading was not linked yet."""
    d, t = schema.records.c, schema.linked.c
    newest = sa.select(d.report, sa.func.max(d.key).label("record")).group_by(d.report).subquery()
    linked = sa.exists().where(t.report == newest.c.report, t.record == newest.c.record)
    return int(connection.execute(sa.select(sa.func.count()).select_from(newest).where(sa.not_(linked))).scalar_one())


def _advice(found: dict[str, Any]) -> list[str]:
    """What to do, the most urgent first."""
    space = found["space"]
    checks = {
        "audit": found.get("audit_broken_at") is not None,
        "disk": space["disk"] is not None and space["disk"] < space["size"],
        "upgrade": bool(found["pending"]),
        "indexes": bool(found.get("missing_indexes")),
        "reindex": not found.get("search", {"in_step": True})["in_step"],
        "link": bool(found.get("unlinked")),
        "gc": space["idle"] > max(_IDLE_BYTES, _IDLE_SHARE * space["size"]),
    }
    return [key for key, applies in checks.items() if applies]
