"""Opening an archive: what lies at the path, and bringing its schema up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mahdar.archive import dialect, postgresql, search_index
from mahdar.archive.places import Place, default_path, place_of
from mahdar.archive.schema import REVISION
from mahdar.errors import ArchiveUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"


def resolve(path: str | Path | None, *, create: bool) -> Place:
    """The archive that is meant; the default file's folder is made where it is missing. Raises `ArchiveUnavailable`."""
    place = default_path() if path is None else place_of(path)
    if isinstance(place, str):
        postgresql.url_of(place)
        return place
    file = place.absolute()
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


def shown(place: Place) -> str:
    """A place as it may be shown: an address without its password."""
    return postgresql.shown(place) if isinstance(place, str) else str(place)


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


def schema_revision(path: str | Path | None = None) -> str:
    """The revision of an archive's schema as it lies there, '' for an empty database. Raises `ArchiveUnavailable`."""
    place = resolve(path, create=False)
    engine = dialect.open_engine(place)
    try:
        with dialect.told_plainly(place), dialect.reading(engine) as connection:
            return state_of(connection, place) or ""
    finally:
        engine.dispose()


def bring_up_to_date(engine: sa.Engine, place: Place, *, create: bool = True) -> None:
    """Make the tables of an empty database, or migrate those of an older archive. Raises `ArchiveUnavailable`."""
    with dialect.reading(engine) as connection:
        state = state_of(connection, place)
        if state == REVISION and search_index.is_current(connection):
            return
    if state is None:
        if isinstance(place, str) and not create:
            raise ArchiveUnavailable(
                "no archive in this database",
                expected="an archive",
                remedy="name another one, or make one with 'mahdar read REPORTS --into ADDRESS'",
                where=shown(place),
            )
        dialect.prepare(engine)
    with dialect.writing(engine) as connection:
        # Asked again under the lock: another process may have done it meanwhile.
        if state_of(connection, place) != REVISION:
            upgrade(connection)
        if not search_index.is_current(connection):
            search_index.rebuild(connection)


def state_of(connection: sa.Connection, place: Place) -> str | None:
    """The archive's revision, None for an empty database. Raises where it is another's, or from the future."""
    owner = dialect.owner(connection)
    if owner == "nobody":
        return None
    if owner == "other":
        raise ArchiveUnavailable(
            "a database of another program", expected="an archive", remedy="name another one", where=shown(place)
        )
    revision = revision_of(connection)
    if revision not in (REVISION, "") and revision not in known_revisions():
        raise ArchiveUnavailable(
            f"written by a newer version (its schema is {revision})",
            expected=f"schema {REVISION} or older",
            remedy="upgrade mahdar: pip install --upgrade mahdar",
            where=shown(place),
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
