"""Names as English readers type them, turned into those of the archive: 'Britain' is 'United Kingdom' there.

as_archived("the UK")        'United Kingdom'
as_archived("بريطانيا")       'بريطانيا'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mahdar.arabic.phrases import rows

#: Filters whose value is a party's or a place's name.
NAMING = frozenset(("party", "from", "to", "place", "a", "b", "name"))
_ARTICLE = "the "


def as_archived(name: str) -> str:
    """The archive's name for what is called so in English, else `name` without a small 'the' before it."""
    bare = name.removeprefix(_ARTICLE).strip()
    known = _known().get(_key(name)) or _known().get(_key(bare))
    return known or bare or name


def _key(name: str) -> str:
    return name.casefold().replace("’", "'")


@cache
def _known() -> Mapping[str, str]:
    return {
        _key(other.strip()): name for name, others in rows("mahdar.web", "called.tsv") for other in others.split("|")
    }
