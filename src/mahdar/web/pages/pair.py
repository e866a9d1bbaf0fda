"""Two parties: everything between them over time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mahdar.archive import Archive, StatementLine
from mahdar.archive.findings import STATE, Named
from mahdar.archive.profiles import Month
from mahdar.web.page import Asked, Filter, Page, View
from mahdar.web.pages.bars import Bar, bars
from mahdar.web.pages.entities import is_called
from mahdar.web.pages.entity import Met, met, met_row
from mahdar.web.pages.fields import SINCE, UNTIL
from mahdar.web.pages.ledger import Owed, owed, row_of

_ID = re.compile(r"(person|body|place|state)[/:][A-Za-z0-9]+")
#: Parties of a name that are offered where it means several, and lines of each part.
_OFFERED, _LINES = 12, 15
#: What months call the lines of each part.
_COUNTED = {"pledges": "chains", "engagements": "engagements", "statements": "statements"}


@dataclass(frozen=True, slots=True)
class Side(View):
    """One of the two: what was asked for, whom it means, and whom else it may mean."""

    asked: str
    party: Named | None
    choices: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Pair(View):
    """What is between two; None where it is not clear which two, or before any are named. Of each part the newest, and
    how many there are (`counts`); `most` is how many of each a page can show.
    """

    a: Side
    b: Side
    engagements: Sequence[Met]
    pledges: Sequence[Owed]
    statements: Sequence[StatementLine]
    months: Sequence[Month]
    bars: Sequence[Bar]
    counts: dict[str, int] = field(default_factory=dict)
    most: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; the months without how tall their bars are."""
        told = {key: value for key, value in View.to_dict(self).items() if key not in ("bars", "most")}
        return told | {"pledges": [one.to_dict() for one in self.pledges]}

    def table(self) -> Sequence[dict[str, Any]]:
        """All lines, each with its part."""
        return [
            *({"part": "engagements", **met_row(one)} for one in self.engagements),
            *({"part": "pledges", **row_of(one)} for one in self.pledges),
            *({"part": "statements", **one.to_dict()} for one in self.statements),
        ]


def pair(asked: Asked) -> Pair:
    """Everything between two parties, by name or id. Raises `UnknownEntity` for an id that nothing has."""
    given, archive = asked.filters, asked.archive
    a, b = (_side(archive, given.get(name, "")) for name in ("a", "b"))
    if a.party is None or b.party is None or a.party.entity == b.party.entity:
        return Pair(a, b, (), (), (), (), ())
    limit = asked.limit if asked.own_limit else _LINES
    found = archive.between(
        a.party.entity, b.party.entity, since=given.get("since"), until=given.get("until"), limit=limit
    )
    told = met(archive, found.events, asked.language)
    chart = bars(found.months, asked.language)
    counts = {part: sum(month.counts.get(name, 0) for month in found.months) for part, name in _COUNTED.items()}
    most = asked.settings.longest_page
    return Pair(a, b, told, owed(archive, found.pledges), found.statements, found.months, chart, counts, most)


def _side(archive: Archive, text: str) -> Side:
    """Whom a name or id means: that very name before others, of those a state before its people and bodies."""
    if not text:
        return Side(text, None, ())
    if _ID.fullmatch(text):
        profile = archive.entity(text.replace("state/", STATE))
        return Side(text, Named(profile.id, profile.name, profile.name_en), ())
    found = archive.entities(text)
    exact = [one for one in found if is_called(one, text)]
    for some in ([one for one in found if one.entity.startswith(STATE)], exact, found):
        if len(some) == 1:
            return Side(text, some[0], ())
    return Side(text, None, (exact or found)[:_OFFERED])


PAGE = Page("pair", pair, filters=(Filter("a", label="side_a"), Filter("b", label="side_b"), SINCE, UNTIL), menu=22)
