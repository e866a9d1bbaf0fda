"""Why linking took two for one, in the language of who asks.

    because("one kind, participants, day", "ar")     'النوع واحد، المشاركون، اليوم'

The rooms that link say it in English, pieces put side by side by commas; data/linking.tsv has every piece.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from mahdar.arabic.phrases import rows
from mahdar.wording import Language

_NUMBER = re.compile(r"\d+")
_BETWEEN = {",": "،", ";": "؛"}
_PARTED = re.compile(r"([,;]) ")


def because(reason: str, language: Language) -> str:
    """A reason of linking; what has no Arabic stays as it is."""
    if language == "en":
        return reason
    if (whole := _told(reason)) is not None:
        return whole
    # The longest beginning that is known goes first: some pieces have a comma of their own.
    for mark in reversed(list(_PARTED.finditer(reason))):
        if (first := _told(reason[: mark.start()])) is not None:
            return f"{first}{_BETWEEN[mark[1]]} {because(reason[mark.end() :], language)}"
    return reason


def _told(piece: str) -> str | None:
    number = _NUMBER.search(piece)
    arabic = _pieces().get(_NUMBER.sub("{}", piece))
    return arabic.replace("{}", number[0]) if arabic and number else arabic


@cache
def _pieces() -> Mapping[str, str]:
    return {english: arabic for english, arabic in rows("mahdar.wording", "linking.tsv")}  # noqa: C416 -- lists of two
