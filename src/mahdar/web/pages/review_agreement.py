"""How far readers agree with one another, and with the machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.reviewing_measures import Machine, Readers
from mahdar.web.page import Asked, Page, View


@dataclass(frozen=True, slots=True)
class Agreed(View):
    """Agreement by part of the record."""

    readers: Sequence[Readers]
    machine: Sequence[Machine]

    def table(self) -> Sequence[Mapping[str, Any]]:
        """A row for each part, and for each field of it; `of` says whether readers or the machine are measured."""
        rows: list[Mapping[str, Any]] = []
        for of, some in (("readers", self.readers), ("machine", self.machine)):
            for one in some:
                whole = {key: value for key, value in one.to_dict().items() if key != "fields"}
                rows.append({"of": of, **whole})
                rows += [
                    {"of": of, "part": one.part, "field": name, "lines": lines, "equal": share}
                    for name, (lines, share) in one.fields.items()
                ]
        return rows


def agreement(asked: Asked) -> Agreed:
    """What was judged by several, counted; may be a minute old."""
    found = asked.memo.of("agreement", asked.archive.reviewing().agreement)
    return Agreed(found.readers, found.machine)


PAGE = Page("review/agreement", agreement, "review_agreement.html", may="review")
