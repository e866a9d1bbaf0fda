"""``mahdar doctor``: what is installed, how the archive does, and what to do about it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from typing import Any

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language
from mahdar.cli.screen import emit, shown, to_json
from mahdar.version import VERSION


def register(app: typer.Typer) -> None:
    """Put the command of this module on `app`."""
    app.command(epilog="Exit status: 0 all is well (an archive that is not there yet is), 3 the archive is damaged.")(
        doctor
    )


def doctor(archive: ArchivePath = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Say which versions are at work, where the archive is, what is in it, whether it is sound, and what to do.

    All of it is looked at and nothing is changed: pages and references, indexes, whether searches find every report,
    the audit log, room on the disk.

    \b
    Examples:
      mahdar doctor
      mahdar doctor --archive minutes.db --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive.health import examine
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
        **examine(place),
    }
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


def _in_words(found: dict[str, Any], say: Messages) -> Iterator[str]:
    for name in ("version", "reader", "python", "sqlite", "archive"):
        yield f"{say(f'doctor_{name}')}: {shown(found[name])}"
    tagger = {key: shown(value) for key, value in found["tagger"].items()}
    yield f"{say('doctor_tagger')}: {say('tagger_' + tagger['state'], **tagger)}"
    yield say(f"archive_{found['state']}")
    for complaint in found.get("complaints", []):
        yield f"  {shown(complaint)}"
    if found["state"] == "sound":
        yield from _sound(found, say)
    for advice in found["advice"]:
        yield say(f"advice_{advice}", **_values(found))


def _sound(found: dict[str, Any], say: Messages) -> Iterator[str]:
    yield f"{say('doctor_revision')}: {found['revision']}"
    yield f"{say('doctor_database')}: {found['database']}"
    yield f"{say('doctor_space')}: {megabytes(found['space']['size'])}"
    for name, count in found["counts"].items():
        yield f"  {say(name)}: {count}"
    yield f"  {say('set_aside')}: {found['set_aside']}"


def _values(found: dict[str, Any]) -> dict[str, Any]:
    """What is filled into advice."""
    space, search = found.get("space", {}), found.get("search", {})
    return {
        "pending": ", ".join(found.get("pending", [])), "indexes": ", ".join(found.get("missing_indexes", [])),
        "unlinked": found.get("unlinked", 0), "row": found.get("audit_broken_at"),
        "idle": megabytes(space.get("idle") or 0), "disk": megabytes(space.get("disk") or 0),
        "reports": search.get("reports", 0), "indexed": search.get("indexed", 0),
    }  # fmt: skip


def megabytes(size: int) -> str:
    """Bytes as they are told."""
    return f"{size / 1_000_000:,.1f} MB"
