"""What this is, what was read by what, and where its limits are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Archive, schema_revision
from mahdar.archive.opening import shown
from mahdar.reading import reader
from mahdar.version import VERSION
from mahdar.web.page import Asked, Page, View


@dataclass(frozen=True, slots=True)
class About(View):
    """Versions, the archive and how many rows it has; how far to trust its lines is the catalogue's to say."""

    version: str
    reader: str
    archive: str
    revision: str
    counts: Mapping[str, int]

    def table(self) -> Sequence[dict[str, Any]]:
        """One row for each thing that is counted."""
        return [{"name": name, "count": count} for name, count in self.counts.items()]


def about(asked: Asked) -> About:
    """The facts of `mahdar doctor` that cost little; that looks through the whole file, a page does not."""
    revision = asked.memo.of("revision", lambda: schema_revision(asked.archive.path))
    counts = asked.memo.of("counts", asked.archive.counts)
    counts = {"set_aside" if name == "failures" else name: count for name, count in counts.items()}
    return About(VERSION, reader(), _name(asked.archive), revision, counts)


def _name(archive: Archive) -> str:
    """The name of the archive, without the folders above it."""
    return shown(archive.path).rpartition("/")[2]


PAGE = Page("about", about, menu=39)
