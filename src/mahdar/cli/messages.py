"""What the command line says in tables and summaries, in Arabic and English; the words are in data/messages.tsv."""

from __future__ import annotations

import os
from functools import cache

from mahdar.arabic.phrases import rows

LANGUAGES = ("en", "ar")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Language to key to message."""
    table = list(rows("mahdar.cli", "messages.tsv"))
    return {language: {row[0]: row[i] for row in table} for i, language in enumerate(LANGUAGES, start=1)}


def language(wanted: str | None) -> str:
    """The language asked for, else that of MAHDAR_LANG or LANG, else English."""
    for name in (wanted, os.environ.get("MAHDAR_LANG"), os.environ.get("LANG")):
        if name and name[:2].lower() in LANGUAGES:
            return name[:2].lower()
    return "en"


@cache
def _units() -> dict[str, str]:
    """Unit to its Arabic noun, the first that the reader's own list has for it."""
    units: dict[str, str] = {}
    for unit, _, singular, *_ in rows("mahdar.reading", "units.tsv"):
        units.setdefault(unit, singular)
    return units


class Messages:
    """The messages of one language."""

    def __init__(self, wanted: str | None = None) -> None:
        self.language = language(wanted)
        self._messages = catalogue()[self.language]
        #: Between the members of a list.
        self.separator = "، " if self.language == "ar" else ", "

    def __call__(self, key: str, **values: object) -> str:
        """The message `key` with `values` filled in. Raises `KeyError` for a key that is not in the catalogue."""
        return self._messages[key].format(**values)

    def code(self, code: str) -> str:
        """The word for a code of the record, such as ``meeting`` or ``delivered``; the code where there is none."""
        return self._messages.get(f"code.{code}", code)

    def unit(self, unit: str) -> str:
        """The word for the unit of a figure; the unit itself where there is none, as for currencies."""
        if self.language == "ar":
            return self._messages.get(f"code.{unit}") or _units().get(unit, unit)
        return unit
