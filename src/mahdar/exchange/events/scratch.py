"""Rows on disk for as long as a task lasts, so that memory does not grow with them."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self


class Scratch:
    """A database in a folder of its own, `disk`, with the tables of a script; leave it to remove it."""

    def __init__(self, tables: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mahdar-events-")
        self.disk = sqlite3.connect(Path(self._folder.name) / "events.db")
        self.disk.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {tables}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.disk.close()
        self._folder.cleanup()
