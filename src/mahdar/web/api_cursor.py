"""Cursors: where a list goes on, in letters that mean nothing to who carries them, for that list alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from mahdar.archive import Archive
from mahdar.archive.cursors import Place
from mahdar.errors import BadFilter
from mahdar.web.page import DEEPEST, Asked

#: The greatest number of a database, and the longest day.
_MOST, _LONGEST = 2**63 - 1, 10
#: Where to begin (an offset), and what else the archive is told.
Begun = tuple[int, Mapping[str, Any]]


def key_of(name: str, filters: Mapping[str, Any]) -> str:
    """What a cursor of a list with these filters begins with."""
    told = json.dumps([name, sorted(filters.items())], ensure_ascii=False)
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:8]


def write(key: str, values: Sequence[object]) -> str:
    """A cursor."""
    return base64.urlsafe_b64encode(json.dumps([key, *values]).encode()).decode().rstrip("=")


def read(text: str, key: str) -> list[Any] | None:
    """What a cursor says, None for none. Raises `BadFilter`."""
    if not text:
        return None
    try:
        own, *values = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (ValueError, TypeError, RecursionError) as error:
        raise bad() from error
    if own != key:
        raise bad()
    found: list[Any] = values
    return found


def bad() -> BadFilter:
    """A cursor that leads nowhere."""
    return BadFilter(
        "no cursor of this list", expected="'cursor' of an answer with the same filters", remedy="begin without one",
        where="cursor",
    )  # fmt: skip


def _number(value: object, most: int = _MOST) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise bad()
    return value


@dataclass(frozen=True, slots=True)
class ByPlace:
    """Through lines or reports: behind the last one."""

    def begin(self, archive: Archive, given: list[Any] | None) -> Begun:
        """Where to begin."""
        del archive
        if given is None:
            return 0, {}
        if len(given) != 3 or not (given[0] is None or (isinstance(given[0], str) and len(given[0]) <= _LONGEST)):
            raise bad()
        after: Place = given[0], _number(given[1]), _number(given[2])
        return 0, {"after": after}

    def end(self, archive: Archive, asked: Asked, items: Sequence[Any]) -> Sequence[object]:
        """Where it goes on."""
        del asked
        return archive.place(items[-1])


@dataclass(frozen=True, slots=True)
class BySearch:
    """Through what was there when the search began."""

    def begin(self, archive: Archive, given: list[Any] | None) -> Begun:
        """Where to begin."""
        if given is None:
            return 0, {"upto": archive.newest_document()}
        if len(given) != 2:
            raise bad()
        return _number(given[0], DEEPEST), {"upto": _number(given[1])}

    def end(self, archive: Archive, asked: Asked, items: Sequence[Any]) -> Sequence[object]:
        """Where it goes on."""
        del archive
        return asked.offset + len(items), asked.resume["upto"]


@dataclass(frozen=True, slots=True)
class ByRun:
    """Through what one linking found; once the archive is linked anew, the cursor is refused."""

    def begin(self, archive: Archive, given: list[Any] | None) -> Begun:
        """Where to begin."""
        if given is None:
            return 0, {}
        if len(given) != 2:
            raise bad()
        if _number(given[1]) != archive.run():
            raise BadFilter("a cursor from before the archive was linked anew", remedy="begin without one",
                            where="cursor")  # fmt: skip
        return _number(given[0], DEEPEST), {}

    def end(self, archive: Archive, asked: Asked, items: Sequence[Any]) -> Sequence[object]:
        """Where it goes on."""
        return asked.offset + len(items), archive.run()
