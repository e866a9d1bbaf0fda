"""Filters that several pages have."""

from __future__ import annotations

from typing import Any, get_args

from mahdar.web.page import Filter

PARTY = Filter("party")
SINCE, UNTIL = Filter("since", "day"), Filter("until", "day")
REPORT = Filter("report", shown=False)
CONFIDENCE = Filter("confidence", "share", argument="min_confidence")


def code(name: str, codes: Any, argument: str = "", label: str = "") -> Filter:  # noqa: ANN401 -- a Literal of `record`
    """A filter by one of the codes that a field of the record may have."""
    return Filter(name, "code", get_args(codes), argument, label)
