"""The pages, each a module of its own; `PAGES` is all of them."""

from __future__ import annotations

from mahdar.web.page import Page
from mahdar.web.pages import about, chain, entities, entity, home, ledger, lines, pair, report, reports, search

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
    *entity.PAGES,
    entities.PAGE,
    pair.PAGE,
    ledger.PAGE,
    chain.PAGE,
    about.PAGE,
)
