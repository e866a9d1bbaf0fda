"""The list of reports."""

from __future__ import annotations

from mahdar.web.page import Asked, Filter, Listed, Page, listed
from mahdar.web.pages.fields import PARTY, SINCE, UNTIL


def reports(asked: Asked) -> Listed:
    """Reports without their texts, newest first."""
    return listed("reports", asked, asked.archive.reports(**asked.arguments(PAGE), **asked.window()))


PAGE = Page("reports", reports, filters=(PARTY, Filter("outlet", label="source"), SINCE, UNTIL), menu=6)
