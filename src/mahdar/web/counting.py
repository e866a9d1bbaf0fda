"""Counted nouns in English: '260 trucks', '1 truck', '5 members of parliament', '30 percent'.

counted("truck", 260)       'trucks'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from mahdar.arabic.phrases import rows

#: What follows the noun that is counted: 'member of parliament', 'barrel per day'.
_BEHIND = re.compile(r" (?:of|per) ")
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
_Y = re.compile(r"(?<=[^aeiou])y$")


def counted(unit: str, value: float | None) -> str:
    """A unit behind a number of it."""
    known = _plurals()
    if unit in known:
        return unit if value == 1 and known[unit] else known[unit]
    # Currencies and codes stand as they are.
    if value == 1 or not unit.isascii() or unit != unit.lower():
        return unit
    behind = _BEHIND.search(unit)
    head, rest = (unit[: behind.start()], unit[behind.start() :]) if behind else (unit, "")
    before, _, last = head.rpartition(" ")
    return f"{before} {_plural(last)}{rest}".strip()


def _plural(noun: str) -> str:
    known = _plurals().get(noun)
    if known is not None:
        return known
    if _Y.search(noun):
        return _Y.sub("ies", noun)
    return f"{noun}es" if _HISSING.search(noun) else f"{noun}s"


@cache
def _plurals() -> Mapping[str, str]:
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows("mahdar.web", "plurals.tsv")}
