"""The pages, each a module of its own; `PAGES` is all of them."""

from __future__ import annotations

from mahdar.web.page import Page
from mahdar.web.pages import (
    about,
    accounts,
    api,
    audit,
    chain,
    claims,
    entities,
    entity,
    home,
    ledger,
    lines,
    offices,
    pair,
    report,
    reports,
    review,
    review_agreement,
    review_pairs,
    search,
    searches,
    series,
)  # fmt: skip
from mahdar.web.pages import map as map_

PAGES: tuple[Page, ...] = (
    home.PAGE,
    search.PAGE,
    lines.ENGAGEMENTS,
    lines.STATEMENTS,
    lines.COMMITMENTS,
    lines.FIGURES,
    lines.INCIDENTS,
    reports.PAGE,
    map_.PAGE,
    series.PAGE,
    claims.PAGE,
    offices.PAGE,
    searches.PAGE,
    report.PAGE,
    *entity.PAGES,
    entities.PAGE,
    pair.PAGE,
    ledger.PAGE,
    chain.PAGE,
    about.PAGE,
    api.PAGE,
    review.QUEUE,
    review.LINE,
    review_pairs.PAGE,
    review_agreement.PAGE,
    accounts.PAGE,
    audit.PAGE,
)
