"""Search: all that docs/search.md has, with the words that match marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Hit, Suggestion
from mahdar.web.page import Asked, Filter, Page, View
from mahdar.web.pages.fields import PARTY, SINCE, UNTIL

#: What may be looked through, as `mahdar search --in` calls it, and the archive's word for it.
PLACES = {"reports": "report", "statements": "statement", "engagements": "engagement", "commitments": "commitment"}


@dataclass(frozen=True, slots=True)
class Found(View):
    """A page of what was found, how much there is in all, and names that may have been meant where nothing was."""

    words: str
    count: int
    hits: Sequence[Hit]
    meant: Sequence[Suggestion]
    further: bool

    def table(self) -> Sequence[Mapping[str, Any]]:
        """The hits, without the lines that some of them are: those have lists of their own."""
        return [{key: value for key, value in hit.to_dict().items() if key != "line"} for hit in self.hits]

    @property
    def more(self) -> bool:
        """Whether there are further hits."""
        return self.further


def search(asked: Asked) -> Found:
    """What answers the question; nothing where nothing was asked."""
    given = asked.filters
    words = given.get("words", "")
    if not words:
        return Found("", 0, (), (), False)
    wanted: dict[str, Any] = {name: given.get(name) for name in ("since", "until", "outlet", "party")}
    wanted["parts"] = tuple(PLACES[name] for name in given.get("in", ("reports",)))
    hits = asked.archive.search(words, **wanted, **asked.window())
    count = asked.archive.search_count(words, **wanted)
    meant = asked.archive.did_you_mean(words) if not count else []
    return Found(words, count, hits[: asked.limit], meant, len(hits) > asked.limit)


PAGE = Page(
    "search",
    search,
    filters=(
        Filter("words"),
        Filter("in", "many", tuple(PLACES)),
        PARTY,
        Filter("outlet", label="source"),
        SINCE,
        UNTIL,
    ),
)
