"""What the command line says in tables and summaries, in Arabic and English; the words are in data/messages.tsv.

What rooms further down say (why something was set aside, notes) is English there; data/reasons.tsv has it in Arabic.
"""

from __future__ import annotations

import os
import re
from functools import cache

from mahdar.arabic.phrases import rows
from mahdar.errors import MahdarError

LANGUAGES = ("en", "ar")
#: What names the language where nothing is asked for.
_NAMED = ("MAHDAR_LANG", "LANG")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Language to key to message."""
    table = list(rows("mahdar.cli", "messages.tsv"))
    return {language: {row[0]: row[i] for row in table} for i, language in enumerate(LANGUAGES, start=1)}


def language(wanted: str | None) -> str:
    """The language asked for, else that of MAHDAR_LANG or LANG, else English."""
    for name in (wanted, *map(os.environ.get, _NAMED)):
        if name and name[:2].lower() in LANGUAGES:
            return name[:2].lower()
    return "en"


def _asked_for(wanted: str | None) -> bool:
    """Whether a language was asked for at all, or English is there for want of another."""
    return any(name and name[:2].lower() in LANGUAGES for name in (wanted, *map(os.environ.get, _NAMED)))


@cache
def _reasons() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """English reason to Arabic: those that are whole, and patterns of those that something is filled into."""
    whole: dict[str, str] = {}
    patterns: list[tuple[str, re.Pattern[str], str]] = []
    for english, arabic in rows("mahdar.cli", "reasons.tsv"):
        if "{}" in english:
            pattern = re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL)
            patterns.append((english.replace("{}", ""), pattern, arabic))
        else:
            whole[english] = arabic
    # The one with most of its own words first: 'no such host ({})' before 'no {}'.
    patterns.sort(key=lambda row: -len(row[0]))
    return whole, [row[1:] for row in patterns]


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
        #: Whether names are given in English: only where that language was asked for.
        self.english_names = self.language == "en" and _asked_for(wanted)
        self._messages = catalogue()[self.language]
        #: Between the members of a list.
        self.separator = "، " if self.language == "ar" else ", "

    def __call__(self, key: str, **values: object) -> str:
        """The message `key` with `values` filled in. Raises `KeyError` for a key that is not in the catalogue."""
        return self._messages[key].format(**values)

    def reason(self, english: str) -> str:
        """What another room says, in this language; as it is where the catalogue does not have it."""
        if self.language != "ar":
            return english
        whole, patterns = _reasons()
        if english in whole:
            return whole[english]
        for pattern, arabic in patterns:
            if match := pattern.fullmatch(english):
                for i, value in enumerate(match.groups()):
                    arabic = arabic.replace(f"{{{i}}}", self.reason(value))
                return arabic
        return english

    def error(self, error: MahdarError) -> str:
        """An error in one line: where, what was found, what was expected, what to do."""
        if self.language != "ar":
            return str(error)
        found = self.reason(error.found)
        parts = [f"{error.where}: {found}" if error.where else found]
        if error.expected:
            parts.append(f"المنتظر {self.reason(error.expected)}")
        if error.remedy:
            parts.append(self.reason(error.remedy))
        return "؛ ".join(parts)

    def code(self, code: str) -> str:
        """The word for a code of the record, such as ``meeting`` or ``delivered``; the code where there is none."""
        return self._messages.get(f"code.{code}", code)

    def field(self, name: str) -> str:
        """The word for a field of the record."""
        return self._messages.get(name, name)

    def unit(self, unit: str) -> str:
        """The word for the unit of a figure; the unit itself where there is none, as for currencies."""
        if self.language == "ar":
            return self._messages.get(f"code.{unit}") or _units().get(unit, unit)
        return unit
