"""Texts of cases with their names marked: ``{P:حسان الربيعي}`` is a person, O a body, G a state, L another place."""

from __future__ import annotations

import re

from mahdar.reading.draft import Draft
from mahdar.record import Mention, PartyType, Report

TYPES: dict[str, PartyType] = {"P": "PER", "O": "ORG", "G": "GPE", "L": "LOC"}
_MARK = re.compile(r"\{([POGL]):([^}]*)\}")


def marked_draft(marked: str) -> Draft:
    """A draft of the text without its marks, with a mention for each."""
    text, mentions, past = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[past : match.start()]
        mentions.append(Mention(start=len(text), end=len(text) + len(match[2]), type=TYPES[match[1]], party=""))
        text += match[2]
        past = match.end()
    draft = Draft(Report(id="case", text=text + marked[past:]))
    draft.mentions = mentions
    return draft
