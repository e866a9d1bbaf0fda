"""The formats, as data/formats.tsv lists them; what writes one is loaded when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mahdar.arabic.phrases import rows
from mahdar.errors import InputError, MissingExtra
from mahdar.exchange.layout import ROOM

if TYPE_CHECKING:
    from mahdar.exchange.running import Export

#: What `Format.parts` says of formats that hold the tables of data/tables.tsv.
TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its files end in `suffix` ('' where it is a folder), `extra` and `modules` are what it needs.

    `parts` are what it takes of the archive (`mahdar.archive.streaming.PARTS`), or 'tables'. `holds` and `loses` say so
    in English, `holds_ar` and `loses_ar` in Arabic; `loses` is '' where nothing is lost.
    """

    name: str
    suffix: str
    writer: str
    extra: str
    modules: tuple[str, ...]
    parts: tuple[str, ...]
    holds: str
    loses: str
    holds_ar: str
    loses_ar: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return not self.suffix

    @property
    def has_tables(self) -> bool:
        """Whether it holds the tables of data/tables.tsv, of which one can choose."""
        return self.parts == (TABLES,)

    @property
    def is_lossy(self) -> bool:
        """Whether it is a coding of events, which tells less than the records do: an export says what is lost."""
        return bool(self.loses) and self.writer.startswith(f"{ROOM}.events.")

    def missing(self) -> list[str]:
        """Modules that it needs and that are not installed."""
        return [module for module in self.modules if find_spec(module.split(".")[0]) is None]

    def load(self) -> Callable[[Export], None]:
        """What writes it. Raises `MissingExtra`."""
        if missing := self.missing():
            raise MissingExtra(
                f"{self.name} needs {', '.join(missing)}, which is not installed",
                remedy=f"pip install 'mahdar[{self.extra}]'",
            )
        module, _, name = self.writer.partition(":")
        writer: Callable[[Export], None] = getattr(importlib.import_module(module), name)
        return writer

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "name": self.name, "suffix": self.suffix, "holds": self.holds, "loses": self.loses or None,
            "extra": self.extra or None, "installed": not self.missing(), "parts": list(self.parts),
        }  # fmt: skip


@cache
def formats() -> dict[str, Format]:
    """All formats by name."""
    found = (_format(*row) for row in rows(ROOM, "formats.tsv"))
    return {one.name: one for one in found}


def _format(
    name: str, suffix: str, writer: str, extra: str, modules: str, parts: str, *told: str
) -> Format:  # fmt: skip
    split = tuple(filter(None, modules.split("|"))), tuple(parts.split("|"))
    return Format(name, suffix, writer, extra, *split, *told)


def format_of(name: str) -> Format:
    """The format of that name. Raises `InputError`."""
    found = formats().get(name.lower())
    if found is None:
        raise InputError("no such format", expected=", ".join(formats()), where=name)
    return found
