"""``mahdar backup`` and ``restore``: the archive as one file, and back into either database."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language
from mahdar.cli.progress import Bar
from mahdar.cli.screen import emit, shown, to_json
from mahdar.cli.upkeep import acting_on
from mahdar.errors import ArchiveUnavailable, MahdarError, NotAllowed

if TYPE_CHECKING:
    from mahdar.archive.backup import Backup

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 2 FILE is no backup, 3 no archive or no room, 130 stopped.")(backup)
    app.command(epilog="Exit status: 0 done, 2 FILE is no whole backup, 3 the archive is not empty or cannot be made.")(
        restore
    )


def backup(file: BackupFile, archive: ArchivePath = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Write the archive to one file, from which it can be restored into SQLite or PostgreSQL.

    Others may go on writing: the backup has one state. FILE is complete or not there; an older backup of that name is
    replaced at the end.

    \b
    Examples:
      mahdar backup minutes-2016-01-17.mahdar --archive minutes.db
      mahdar backup /backups/team.mahdar --archive postgresql://mahdar@db.example/minutes --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive.backup import backup as write

    say = Messages(lang)
    _allowed(archive, "backup")
    try:
        with Bar(say("backing_up")) as told:
            made = write(archive, file, told=told)
    except OSError as error:
        raise MahdarError(
            f"the backup cannot be written ({error.strerror or error})",
            remedy="make room or choose another place",
            where=str(file),
        ) from error
    _note(archive, "backup", made)
    _print(made, say, as_json, "backed_up", {})


def restore(
    file: BackupFile,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what the archive has; that is lost.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only look whether the backup is whole.")] = False,
    archive: ArchivePath = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Put a backup into an archive: a new one, or with --replace in the place of what is there.

    The whole backup is checked first. It is put there in one transaction: until it ends, what was there stays. A
    backup of an earlier version is brought up to date.

    \b
    Examples:
      mahdar restore minutes-2016-01-17.mahdar --into copy.db
      mahdar restore minutes-2016-01-17.mahdar --into postgresql://mahdar@db.example/minutes --replace
      mahdar restore minutes-2016-01-17.mahdar --check
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import backup as backups

    say = Messages(lang)
    if check:
        with Bar(say("checking")) as told:
            found = backups.check(file, told=told)
        _print(found, say, as_json, "backup_whole", {})
        return
    _allowed(archive, "restore")
    with Bar(say("restoring")) as told:
        found, revision = backups.restore(file, archive, replace=replace, told=told)
    _note(archive, "restore", found)
    _print(found, say, as_json, "restored", {"now": revision})


def _allowed(archive: str | None, act: str) -> None:
    """Raise `NotAllowed` where MAHDAR_TOKEN has a token that may not do this."""
    from mahdar.archive import Archive, schema_revision
    from mahdar.archive.schema import REVISION

    if os.environ.get("MAHDAR_TOKEN"):
        try:
            current = schema_revision(archive) == REVISION
        except ArchiveUnavailable:  # there is none yet
            return
        if current:
            with Archive(archive, create=False) as opened:
                acting_on(opened, None, act)


def _note(archive: str | None, act: str, done: Backup) -> None:
    """Put a backup or restore into the audit log; one who may only read, or has an older schema, leaves none."""
    from mahdar.archive import Archive, schema_revision
    from mahdar.archive.schema import REVISION

    if schema_revision(archive) == REVISION:
        with contextlib.suppress(ArchiveUnavailable, NotAllowed), Archive(archive, create=False) as opened:
            opened.upkeep().note(acting_on(opened, None, act), act, f"SHA-256 {done.digest}", f"rows {done.rows}")


def _print(found: Backup, say: Messages, as_json: bool, key: str, more: dict[str, Any]) -> None:
    told = found.to_dict() | more
    reports = found.tables.get("reports", 0)
    emit([to_json(told) if as_json else say(key, **{**told, "file": shown(found.file), "reports": reports})])
