"""What the command line says in tables and summaries, in Arabic and English.

Words for fields and codes are those of `mahdar.wording`; what the command line alone says is in data/messages.tsv.
"""

from __future__ import annotations

import os
from functools import cache

from mahdar import wording
from mahdar.wording import LANGUAGES, Language, Wording

__all__ = ["LANGUAGES", "Messages", "catalogue", "language"]

#: What names the language where nothing is asked for.
_NAMED = ("MAHDAR_LANG", "LANG")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Language to key to message: the words of all rooms and the command line's own."""
    shared, own = wording.catalogue(), wording.catalogue("mahdar.cli", "messages.tsv")
    return {language: shared[language] | own[language] for language in LANGUAGES}


def _asked_for(wanted: str | None) -> Language | None:
    """The language asked for, else that of MAHDAR_LANG or LANG; None where nothing names one."""
    for name in (wanted, *map(os.environ.get, _NAMED)):
        for known in LANGUAGES:
            if name and name[:2].lower() == known:
                return known
    return None


def language(wanted: str | None) -> Language:
    """The language asked for, else that of MAHDAR_LANG or LANG, else English."""
    return _asked_for(wanted) or "en"


class Messages(Wording):
    """The messages of one language."""

    def __init__(self, wanted: str | None = None) -> None:
        super().__init__(language(wanted), catalogue())
        # English for want of another language leaves names as they are.
        self.english_names = _asked_for(wanted) == "en"
