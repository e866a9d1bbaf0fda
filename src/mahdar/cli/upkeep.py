"""``mahdar gc``: what the archive holds and no longer needs."""

from __future__ import annotations

import getpass
import os
from typing import Annotated

import typer

from mahdar.cli.doctor import megabytes
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language
from mahdar.cli.screen import emit, to_json

By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who does it; else MAHDAR_USER or your login name.")
]


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 2 wrong usage, 3 no archive, or another process is writing to it.")(gc)


def acting(by: str | None) -> str:
    """Who does something."""
    return by or os.environ.get("MAHDAR_USER") or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user that the system has no name for
        return "unknown"


def gc(
    keep: Annotated[
        int | None, typer.Option("--keep", metavar="N", min=1, help="Keep the N newest readings of a report; else all.")
    ] = None,
    originals_before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Drop the pages of reports that came in before this ISO day.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be freed.")] = False,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Take out what the archive no longer needs, and give the room back.

    Without --keep and --originals-before only what nothing refers to any more goes: names, ended sessions, idle room.
    The reading that was linked last is kept in any case.

    \b
    Examples:
      mahdar gc --keep 1 --dry-run
      mahdar gc --keep 2 --originals-before 2015-01-01
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        keeper = opened.upkeep()
        if dry_run:
            found = keeper.spare(keep=keep, originals_before=originals_before)
            told = found.to_dict()
        else:
            found, size = keeper.gc(keep=keep, originals_before=originals_before, by=acting(by))
            told = found.to_dict() | {"size_after": size}
    if as_json:
        emit([to_json(told)])
        return
    amounts = {key: megabytes(told[key]) for key in ("reading_bytes", "original_bytes", "free_bytes", "size")}
    emit([say("would_go" if dry_run else "gone", **{**told, **amounts})])
    if not dry_run:
        emit([say("size_after", before=amounts["size"], after=megabytes(told["size_after"]))])
