"""``mahdar doctor``: what is installed, and whether the archive is sound."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path
from typing import Any

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language
from mahdar.cli.screen import emit, shown, to_json
from mahdar.errors import ArchiveUnavailable
from mahdar.version import VERSION


def register(app: typer.Typer) -> None:
    """Put the command of this module on `app`."""
    app.command(epilog="Exit status: 0 all is well (an archive that is not there yet is), 3 the archive is damaged.")(
        doctor
    )


def doctor(archive: ArchivePath = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Say which versions are at work, where the archive is, what is in it and whether it is sound.

    \b
    Examples:
      mahdar doctor
      mahdar doctor --archive minutes.db --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive.opening import shown as shown_place
    from mahdar.archive.places import default_path, place_of
    from mahdar.reading import reader

    place = place_of(archive) if archive is not None else default_path()
    found: dict[str, Any] = {
        "version": VERSION,
        "reader": reader(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "archive": shown_place(place),
        "tagger": _tagger(),
    }
    if isinstance(place, str):
        found |= _examine_database(place)
    else:
        found |= _examine(place) if place.exists() else {"state": "missing"}
    if as_json:
        emit([to_json(found)])
    else:
        emit(_in_words(found, Messages(lang)))
    if found["state"] == "damaged":
        raise typer.Exit(3)


def _tagger() -> dict[str, str]:
    """The tagger at work (`state` loaded), or why there is none (off, missing)."""
    from mahdar.tagger import default_folder, default_tagger
    from mahdar.tagger.model import ENVIRONMENT, OFF

    tagger = default_tagger()
    if tagger is not None:
        return {"state": "loaded", "name": tagger.name, "digest": tagger.digest, "folder": str(default_folder())}
    return {"state": "off" if os.environ.get(ENVIRONMENT) == OFF else "missing"}


def _examine(path: Path) -> dict[str, Any]:
    from mahdar.archive import Archive

    complaints = _complaints(path)
    if complaints:
        return {"state": "damaged", "complaints": complaints}
    with Archive(path, create=False) as opened:
        counts = opened.counts()
        aside = len(opened.failures(limit=None))
    return {"state": "sound", "revision": _revision(path), "counts": counts, "set_aside": aside}


def _examine_database(address: str) -> dict[str, Any]:
    """As `_examine`, of a PostgreSQL database. Raises `ArchiveUnavailable` where it cannot be reached or is damaged."""
    from mahdar.archive import Archive, schema_revision

    if not schema_revision(address):
        return {"state": "missing"}
    with Archive(address, create=False) as opened:
        counts = opened.counts()
        aside = len(opened.failures(limit=None))
    return {"state": "sound", "revision": schema_revision(address), "counts": counts, "set_aside": aside}


def _complaints(path: Path) -> list[str]:
    """What SQLite finds wrong with the file; nothing where it is sound. Raises `ArchiveUnavailable`."""
    try:
        answers = [str(row[0]) for row in _ask(path, "PRAGMA quick_check(10)")]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise ArchiveUnavailable(str(error), remedy="check its permissions", where=str(path)) from error
        return [str(error)]
    return [] if answers == ["ok"] else answers


def _revision(path: Path) -> str:
    rows = _ask(path, "SELECT version_num FROM alembic_version")
    return str(rows[0][0]) if rows else ""


def _ask(path: Path, question: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def _in_words(found: dict[str, Any], say: Messages) -> list[str]:
    named = ("version", "reader", "python", "sqlite", "archive")
    lines = [f"{say(f'doctor_{name}')}: {shown(found[name])}" for name in named]
    tagger = {key: shown(value) for key, value in found["tagger"].items()}
    lines.append(f"{say('doctor_tagger')}: {say('tagger_' + tagger['state'], **tagger)}")
    lines.append(say(f"archive_{found['state']}"))
    lines.extend(f"  {shown(complaint)}" for complaint in found.get("complaints", []))
    if found["state"] == "sound":
        lines.append(f"{say('doctor_revision')}: {found['revision']}")
        lines.extend(f"  {say(name)}: {count}" for name, count in found["counts"].items() if name != "failures")
        lines.append(f"  {say('set_aside')}: {found['set_aside']}")
    return lines
