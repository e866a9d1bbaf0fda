"""Where an archive lies, and what its texts are known by."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def default_path() -> Path:
    """The archive that is meant where none is named: MAHDAR_ARCHIVE, else ``mahdar.db`` in the user's data folder."""
    named = os.environ.get("MAHDAR_ARCHIVE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("mahdar", appauthor=False) / "mahdar.db"


def content_hash(text: str) -> str:
    """What a text is known by: SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
