"""What /api has, for people who write programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.web.page import Asked, Page, View


@dataclass(frozen=True, slots=True)
class Endpoint(View):
    """A list: its address, what it is, its filters, whether one of its items is there by its id."""

    path: str
    words: str
    filters: Sequence[str]
    by_id: bool


@dataclass(frozen=True, slots=True)
class Api(View):
    """All lists."""

    endpoints: Sequence[Endpoint]

    def table(self) -> Sequence[Mapping[str, Any]]:
        """The lists."""
        return [each.to_dict() for each in self.endpoints]


def api(asked: Asked) -> Api:
    """The lists of /api."""
    # Resources are made from the pages.
    from mahdar.web.api_resources import RESOURCES

    return Api(
        [
            Endpoint(f"/api/{one.name}", asked.say(one.words), [each.name for each in one.filters], one.one is not None)
            for one in RESOURCES
        ]
    )


PAGE = Page("api", api)
