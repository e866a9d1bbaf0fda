"""The application: pages on their addresses in both languages, with their twins, behind the guard."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from mahdar.archive import Archive
from mahdar.errors import MahdarError, NotAllowed, Refused, UnknownAddress
from mahdar.version import VERSION
from mahdar.web.answering import Site
from mahdar.web.api import open_api
from mahdar.web.doors import open_doors
from mahdar.web.feeds import open_feeds
from mahdar.web.guard import HEADERS, App, Guard, Scope, TooLarge
from mahdar.web.page import HOME, Page, Twin
from mahdar.web.pages import PAGES
from mahdar.web.settings import Settings
from mahdar.web.showing import showings
from mahdar.web.visitors import Visitors
from mahdar.wording import LANGUAGES

_log = logging.getLogger(__name__)


def create_app(path: str | Path | None = None, settings: Settings | None = None) -> FastAPI:
    """The site over the archive at `path` (as `Archive` takes it). Raises `ArchiveUnavailable`.

    Raises `NotAllowed` where others than this machine would reach an archive that has no accounts.
    """
    settings = settings or Settings()
    archive = Archive(path, create=False)
    if not settings.local and not archive.accounts().needed():
        archive.close()
        raise NotAllowed(
            "an archive without accounts",
            expected="accounts, where others can reach it",
            remedy="make an account with 'mahdar users add'",
        )

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        archive.close()

    site = Site(archive, settings, showings(PAGES), Visitors(archive, settings))
    # The pages of FastAPI's own documentation load scripts from elsewhere.
    app = FastAPI(title="Mahdar", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None, lifespan=living)
    app.state.site = site
    _tell_errors(app, site)
    open_api(app, site)  # before the doors, which lead /NAME to its page in a language
    open_doors(app, site, PAGES)
    open_feeds(app, site)
    for page in PAGES:
        for language in LANGUAGES:
            _put(app, site, page, f"/{language}")
    app.add_middleware(Guard, settings=settings, refusal=partial(_refusal, site))
    return app


def _put(app: FastAPI, site: Site, page: Page, prefix: str) -> None:
    """A page and its twins on their addresses."""
    if page.with_id:
        path = f"{prefix}/{page.name}/{{id:path}}"

        def one(request: Request, id: str) -> Response:  # noqa: A002 -- the address's own name
            id_, twin = _split(id, request)
            return site.answer(page, request, id_, twin)

        async def send_one(request: Request, id: str) -> Response:  # noqa: A002
            return await site.post(page, request, id)

        app.add_api_route(path, one, methods=["GET", "HEAD"])
        if page.post is not None:
            app.add_api_route(path, send_one, methods=["POST"])
        return

    def all_(request: Request) -> Response:
        return site.answer(page, request, "", _split(request.url.path, request)[1])

    async def send(request: Request) -> Response:
        return await site.post(page, request, "")

    path = f"{prefix}/" if page.name == HOME else f"{prefix}/{page.name}"
    for address in (path, f"{prefix}/{page.name}.json", f"{prefix}/{page.name}.csv"):
        app.add_api_route(address, all_, methods=["GET", "HEAD"])
    if page.post is not None:
        app.add_api_route(path, send, methods=["POST"])


def _split(path: str, request: Request) -> tuple[str, Twin]:
    """An address without the ending of a twin, and which twin it is."""
    if request.query_params.get("as") != "html":
        if path.endswith(".json"):
            return path.removesuffix(".json"), "json"
        if path.endswith(".csv"):
            return path.removesuffix(".csv"), "csv"
    return path, ""


def _tell_errors(app: FastAPI, site: Site) -> None:
    """Errors of every kind in our shape."""

    def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, MahdarError)
        return site.error(request, error)

    def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            told: MahdarError = UnknownAddress("no page at this address", remedy="look at the address, or search")
        else:
            told = Refused(f"not taken here ({error.detail})")
        answer = site.error(request, told, error.status_code)
        if error.status_code == 405 and error.headers:
            answer.headers.update(error.headers)
        return answer

    def too_large(request: Request, _: Exception) -> Response:
        return site.error(request, Refused("too much at once"), 413)

    def unforeseen(request: Request, error: Exception) -> Response:
        _log.error("a page failed", exc_info=error)
        told = MahdarError("the page failed", remedy="try again; what happened is in the server's log")
        response = site.error(request, told, 500)
        # This answer does not come through the guard.
        response.headers.update({name.decode(): value.decode() for name, value in HEADERS})
        return response

    app.add_exception_handler(MahdarError, ours)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(TooLarge, too_large)
    app.add_exception_handler(Exception, unforeseen)


def _refusal(site: Site, scope: Scope, error: Refused, status: int) -> App:
    """What the guard answers with."""
    return site.error(Request(dict(scope)), error, status)
