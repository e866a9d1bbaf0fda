"""Offices: who held which, from when to when, and the reports that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.findings import Office
from mahdar.web.page import Asked, Filter, Page, View, plain
from mahdar.web.pages.fields import SINCE, UNTIL
from mahdar.who.role_english import role_in_english


@dataclass(frozen=True, slots=True)
class Held(View):
    """An office with its name in English, where that is known."""

    office: Office
    role_en: str | None


@dataclass(frozen=True, slots=True)
class Offices(View):
    """A page of offices."""

    offices: Sequence[Held]
    further: bool

    @property
    def more(self) -> bool:
        """Whether there are further offices."""
        return self.further

    def table(self) -> Sequence[dict[str, Any]]:
        """One row for each office and holder."""
        return [
            {
                **{key: value for key, value in plain(each.office).items() if key != "reports"},
                "role_en": each.role_en,
                "reports": list(dict.fromkeys(holding.report for holding in each.office.reports)),
            }
            for each in self.offices
        ]


def offices(asked: Asked) -> Offices:
    """Offices by what they are called, holders of one beside each other."""
    wanted: dict[str, Any] = {name: asked.filters.get(name) for name in ("party", "words", "since", "until")}
    speaks = True if asked.filters.get("speaks") else None
    found = asked.archive.offices(**wanted, speaks=speaks, **asked.window())
    # Its lists take seconds to load the first time, and Arabic pages do without.
    english = role_in_english if asked.language == "en" else lambda _: None
    shown = [Held(each, english(each.role)) for each in found[: asked.limit]]
    return Offices(shown, len(found) > asked.limit)


PAGE = Page(
    "offices",
    offices,
    filters=(
        Filter("words", label="office_words"),
        Filter("party", label="holder_or_of"),
        Filter("speaks", "code", ("spokesperson",), label="office_kind"),
        SINCE,
        UNTIL,
    ),
    menu=21,
)
