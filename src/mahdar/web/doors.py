"""Addresses that are no pages: /, logging in and out, the theme, static files, /health."""

from __future__ import annotations

import secrets
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from mahdar.archive.accounts import form_key
from mahdar.errors import NotAllowed
from mahdar.version import VERSION
from mahdar.web.answering import Site, form_of, language_of, local, other_language, own_path, theme_of
from mahdar.web.leading import open_addresses
from mahdar.web.page import HOME, Page, address
from mahdar.web.showing import THEMES, Here
from mahdar.web.visitors import LOGIN, SESSION, THEME, check_form, origin, set_cookie_options
from mahdar.wording import LANGUAGES

#: Seconds that a browser keeps the theme, and the key of the login form.
_YEAR, _HOUR = 31_536_000, 3_600


class _Static(StaticFiles):
    """Files of the package; their addresses change with them, so that they are kept for ever."""

    def file_response(self, *args: object, **named: object) -> Response:
        """One file."""
        response = super().file_response(*args, **named)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def open_doors(app: FastAPI, site: Site, pages: tuple[Page, ...]) -> None:
    """Put these addresses on `app`."""
    app.mount("/static", _Static(directory=str(files("mahdar.web") / "static")), "static")
    app.add_api_route("/health", lambda: _health(site), methods=["GET", "HEAD"])
    app.add_api_route("/", _to_language, methods=["GET", "HEAD"])
    for name in [*(page.name for page in pages if page.name != HOME), *open_addresses(app, site, pages)]:
        for end in ("", "/{rest:path}", ".json", ".csv"):
            app.add_api_route(f"/{name}{end}", _to_language, methods=["GET", "HEAD"])
    for language in LANGUAGES:
        app.add_api_route(f"/{language}", _to_home, methods=["GET", "HEAD"])
        app.add_api_route(f"/{language}/theme", _set_theme, methods=["GET"])
        _open_login(app, site, language)


def _open_login(app: FastAPI, site: Site, language: str) -> None:
    def login_page(request: Request) -> Response:
        return _login_page(site, request)

    async def login(request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(_login, site, request, form)

    async def logout(request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(_logout, site, request, form)

    app.add_api_route(f"/{language}/login", login_page, methods=["GET"])
    app.add_api_route(f"/{language}/login", login, methods=["POST"])
    app.add_api_route(f"/{language}/logout", logout, methods=["POST"])


def _to_language(request: Request) -> Response:
    path = own_path(request)
    response = RedirectResponse(f"/{language_of(request)}{path}", 307)
    response.headers["vary"] = "Accept-Language"
    return response


def _to_home(request: Request) -> Response:
    return RedirectResponse(address(language_of(request), HOME), 307)


def _health(site: Site) -> Response:
    """Whether the archive answers."""
    site.archive.reports(limit=1)
    return JSONResponse({"state": "ok", "version": VERSION}, headers={"cache-control": "no-store"})


def _set_theme(request: Request) -> Response:
    response = RedirectResponse(local(request.query_params.get("back", "/")), 303)
    to = request.query_params.get("to", "")
    if to in THEMES:
        response.set_cookie(THEME, to, max_age=_YEAR, **set_cookie_options(request))  # type: ignore[arg-type]
    return response


def _login_page(site: Site, request: Request, error: NotAllowed | None = None) -> Response:
    """The form for a token. A cookie of its own says later that it was this browser that asked for it."""
    own = secrets.token_urlsafe(32)
    here = Here(path=own_path(request), other=other_language(request), theme=theme_of(request), key=form_key(own))
    to = local(request.query_params.get("to", "/"))
    body = site.showings[language_of(request)].html("login.html", here=here, page=None, to=to, error=error)
    response = Response(body, 403 if error else 200, media_type="text/html", headers={"cache-control": "no-store"})
    response.set_cookie(LOGIN, own, max_age=_HOUR, **set_cookie_options(request))  # type: ignore[arg-type]
    return response


def _login(site: Site, request: Request, form: dict[str, str]) -> Response:
    own = request.cookies.get(LOGIN, "")
    check_form(request, form, form_key(own) if own else "")
    try:
        secret, _ = site.archive.accounts().open_session(form.get("token", "").strip(), origin=origin(request))
    except NotAllowed as error:
        return _login_page(site, request, error)
    response = RedirectResponse(local(form.get("to", "/")), 303)
    response.set_cookie(SESSION, secret, **set_cookie_options(request))  # type: ignore[arg-type]
    response.delete_cookie(LOGIN, path="/")
    return response


def _logout(site: Site, request: Request, form: dict[str, str]) -> Response:
    visitor = site.visitors.visitor(request)
    check_form(request, form, visitor.key)
    if visitor.secret:
        site.archive.accounts().close_session(visitor.secret)
    response = RedirectResponse(address(language_of(request), HOME), 303)
    response.delete_cookie(SESSION, path="/")
    return response
