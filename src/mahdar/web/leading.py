"""Addresses of lines (`mahdar.archive.addresses`), such as statement/ID@12-40, lead to where these stand."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from mahdar.archive.accounts import require
from mahdar.archive.addresses import PARTS, Found
from mahdar.web.answering import Site
from mahdar.web.page import Page, Twin, address
from mahdar.wording import LANGUAGES


def open_addresses(app: FastAPI, site: Site, pages: tuple[Page, ...]) -> list[str]:
    """Put the addresses of lines that have no page of their own on `app`; gives their kinds."""
    kinds = [kind for kind in PARTS if kind not in {page.name for page in pages}]
    for language in LANGUAGES:
        for kind in kinds:
            app.add_api_route(
                f"/{language}/{kind}/{{id:path}}", _leading(site, language, kind), methods=["GET", "HEAD"]
            )
    return kinds


def _leading(site: Site, language: str, kind: str) -> Callable[..., Response]:
    def lead(request: Request, id: str) -> Response:  # noqa: A002 -- the address's own name
        require(site.visitors.visitor(request).account, "search")
        twin: Twin = "json" if id.endswith(".json") else ""
        found = site.archive.find(f"{kind}/{id.removesuffix('.json')}")
        return RedirectResponse(_place(site, found, language, twin), 307)

    return lead


def _place(site: Site, found: Found, language: str, twin: Twin) -> str:
    """Where the line stands in the text of its report; the report where nothing reads it any more."""
    report = found.report or ""
    if found.gone or found.n is None:
        return address(language, "report", report, twin=twin)
    start, end = site.archive.line(found.leads_to).span
    span = f"{start}-{end}"
    return address(language, "report", report, twin=twin, at_=span, at="" if twin else f"c{span}")
