"""Where an archive lies, and what its texts are known by."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TypeAlias

#: A file, or the address of a PostgreSQL database (``postgresql://USER@HOST/DATABASE``).
Place: TypeAlias = Path | str


def place_of(named: str | Path) -> Place:
    """What is meant by a name that somebody gave: an address as it is, anything else as a file."""
    text = str(named)
    if isinstance(named, str) and text.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return text
    return Path(named).expanduser()


def default_path() -> Place:
    """The archive that is meant where none is named: MAHDAR_ARCHIVE, else ``mahdar.db`` in the user's data folder."""
    named = os.environ.get("MAHDAR_ARCHIVE")
    if named:
        return place_of(named)
    from platformdirs import user_data_path

    return user_data_path("mahdar", appauthor=False) / "mahdar.db"


def content_hash(text: str) -> str:
    """What a text is known by: SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
