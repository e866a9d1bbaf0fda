"""The pages, each a module of its own; `PAGES` is all of them."""

from __future__ import annotations

from mahdar.web.page import Page
from mahdar.web.pages import about, api, home, lines, report, reports, search

PAGES: tuple[Page, ...] = (
    home.PAGE,
    search.PAGE,
    lines.ENGAGEMENTS,
    lines.STATEMENTS,
    lines.COMMITMENTS,
    lines.FIGURES,
    lines.INCIDENTS,
    reports.PAGE,
    report.PAGE,
    about.PAGE,
    api.PAGE,
)
