"""Opening an archive: what lies at the path, and bringing its schema up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mahdar.archive import dialect
from mahdar.archive.places import default_path
from mahdar.archive.schema import REVISION
from mahdar.errors import ArchiveUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"


def resolve(path: str | Path | None, *, create: bool) -> Path:
    """The file that is meant, its folder made where it is the default one. Raises `ArchiveUnavailable`."""
    file = default_path() if path is None else Path(path).expanduser()
    file = file.absolute()
    try:
        if path is None and create:
            file.parent.mkdir(parents=True, exist_ok=True)
        _check(file, create=create)
    except OSError as error:
        raise ArchiveUnavailable(
            f"it cannot be opened ({error.strerror or error})",
            expected="an archive, or a folder to make one in",
            remedy="look at the permissions, or name another file",
            where=str(file),
        ) from error
    return file


def _check(file: Path, *, create: bool) -> None:
    found = expected = remedy = ""
    if file.is_dir():
        found, expected, remedy = (
            "a folder",
            "the file of an archive",
            f"name a file in it, such as {file / 'mahdar.db'}",
        )
    elif not create and not file.exists():
        found, expected = "no archive here", "an archive"
        remedy = "name another file, or make one with 'mahdar read REPORTS --into FILE'"
    elif not file.parent.is_dir():
        found, expected, remedy = "its folder does not exist", f"a folder {file.parent}", "make the folder"
    if found:
        raise ArchiveUnavailable(found, expected=expected, remedy=remedy, where=str(file))


def bring_up_to_date(engine: sa.Engine, path: Path) -> None:
    """Make the tables of an empty database, or migrate those of an older archive. Raises `ArchiveUnavailable`."""
    with dialect.reading(engine) as connection:
        state = _state(connection, path)
    if state == REVISION:
        return
    if state is None:
        dialect.prepare(engine)
    with dialect.writing(engine) as connection:
        # Asked again under the lock: another process may have done it meanwhile.
        if _state(connection, path) != REVISION:
            upgrade(connection)


def _state(connection: sa.Connection, path: Path) -> str | None:
    """The archive's revision, None for an empty database. Raises where it is another's, or from the future."""
    owner = dialect.owner(connection)
    if owner == "nobody":
        return None
    if owner == "other":
        raise ArchiveUnavailable(
            "a database of another program", expected="an archive", remedy="name another file", where=str(path)
        )
    revision = revision_of(connection)
    if revision not in (REVISION, "") and revision not in known_revisions():
        raise ArchiveUnavailable(
            f"written by a newer version (its schema is {revision})",
            expected=f"schema {REVISION} or older",
            remedy="upgrade mahdar: pip install --upgrade mahdar",
            where=str(path),
        )
    return revision


def revision_of(connection: sa.Connection) -> str:
    """The revision that a database is at, '' where it has no tables of ours."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Take the schema up to `revision` in the transaction of `connection`."""
    _run("upgrade", connection, revision)
    dialect.mark_as_ours(connection)


def downgrade(connection: sa.Connection, revision: str = "base") -> None:
    """Take the schema down to `revision`, with the loss of what later ones added; 'base' leaves no tables."""
    _run("downgrade", connection, revision)


def _run(what: str, connection: sa.Connection, revision: str) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    getattr(command, what)(config, revision)


def known_revisions() -> list[str]:
    """All revisions that this version can read, the newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
