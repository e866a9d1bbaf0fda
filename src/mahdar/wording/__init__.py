"""The words in which Mahdar shows what it found, in Arabic and English: for fields and codes of a record, and errors.

    say = Wording("ar")
    say("engagements")              'اللقاءات'
    say.code("pledge")              'تعهد'
    say.reason("no text")           'لا نص فيه'
    say.error(error)                an error in one line

The words are in data/words.tsv; a room that says more has a file of its own (``Wording("ar", own=...)``). What rooms
further down say of errors is English there; data/reasons.tsv has it in Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from mahdar.arabic.phrases import rows
from mahdar.errors import MahdarError

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def catalogue(package: str = "mahdar.wording", name: str = "words.tsv") -> dict[str, dict[str, str]]:
    """Language to key to message, of one room's file."""
    table = list(rows(package, name))
    return {language: {row[0]: row[i] for row in table} for i, language in enumerate(LANGUAGES, start=1)}


@cache
def _reasons() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """English reason to Arabic: those that are whole, and patterns of those that something is filled into."""
    whole: dict[str, str] = {}
    patterns: list[tuple[str, re.Pattern[str], str]] = []
    for english, arabic in rows("mahdar.wording", "reasons.tsv"):
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


class Wording:
    """The words of one language: those of all rooms, and the messages of the room that asks (`own`)."""

    def __init__(self, language: Language, own: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.language = language
        #: Whether names are given in English where they are known in it.
        self.english_names = language == "en"
        self._messages = catalogue()[language] | dict((own or {}).get(language, {}))
        #: Between the members of a list.
        self.separator = "، " if language == "ar" else ", "

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


def number(value: float | None) -> str:
    """A number with its thousands apart; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"
