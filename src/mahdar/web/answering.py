"""Requests to answers: a page as HTML or one of its twins, with its ETag; errors in the same three shapes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from mahdar.archive import Archive
from mahdar.archive.accounts import require
from mahdar.errors import (
    ArchiveError,
    BadFilter,
    InputError,
    MahdarError,
    NotAllowed,
    Refused,
    UnknownAccount,
    UnknownAddress,
    UnknownEntity,
    UnknownReport,
    UnknownSearch,
)
from mahdar.web import twins
from mahdar.web.page import (
    DEEPEST,
    HOME,
    Asked,
    Document,
    Elsewhere,
    Memo,
    Moved,
    Page,
    Twin,
    View,
    address,
    in_address,
    read_filters,
    read_number,
)
from mahdar.web.settings import Settings
from mahdar.web.showing import THEMES, Here, Showing, wording
from mahdar.web.visitors import THEME, LoginNeeded, Visitor, Visitors, check_form
from mahdar.wording import LANGUAGES, Language

_MEDIA = {"": "text/html", "json": "application/json", "csv": "text/csv"}


def status_of(error: MahdarError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, UnknownReport | UnknownEntity | UnknownSearch | UnknownAccount | UnknownAddress):
        return 404
    if isinstance(error, LoginNeeded):
        return 401
    if isinstance(error, NotAllowed | Refused):
        return 403
    if isinstance(error, InputError):
        return 400
    return 503 if isinstance(error, ArchiveError) else 500


def language_of(request: Request) -> Language:
    """The language of an address, else the first of ours that the browser asks for, else Arabic."""
    first = request.url.path.split("/")[1]
    for language in LANGUAGES:
        if first == language:
            return language
    asked = []
    for part in request.headers.get("accept-language", "").split(","):
        name, _, weight = part.partition(";q=")
        try:
            asked.append((-float(weight or 1), name.strip()[:2].lower()))
        except ValueError:
            continue
    wanted = [name for weight, name in sorted(asked, key=lambda pair: pair[0]) if weight < 0]
    return next((language for name in wanted for language in LANGUAGES if name == language), "ar")


@dataclass(slots=True)
class Site:
    """An archive with its pages and templates."""

    archive: Archive
    settings: Settings
    showings: Mapping[Language, Showing]
    visitors: Visitors
    memo: Memo = field(default_factory=Memo)

    # Pages

    def answer(self, page: Page, request: Request, id_: str, twin: Twin) -> Response:
        """A page, or one of its twins. Raises `MahdarError`."""
        visitor = self.visitors.visitor(request)
        require(visitor.account, page.may)
        asked = self.asked(page, request, id_, twin, visitor)
        try:
            view = page.view(asked)
        except Moved as moved:
            filters = {f"{name}_": in_address(value) for name, value in asked.filters.items()}
            view = Elsewhere(moved.page, moved.id, query=filters)
        if isinstance(view, Elsewhere):
            path = address(asked.language, view.name, view.id, twin=twin, at="" if twin else view.at, **view.query)
            return RedirectResponse(path, 307)
        if isinstance(view, Document):
            return as_file(view)
        if twin == "json":
            following = _moved(page, asked, twin, asked.offset + asked.limit) if view.more else None
            body = twins.as_json(page, asked, view, following)
        elif twin == "csv":
            body = twins.as_csv(view, asked.say)
        else:
            here = self.here(page, request, asked, view, visitor)
            body = self.showings[asked.language].html(page.file, page=page, view=view, asked=asked, here=here)
        return with_etag(request, body, twin)

    async def post(self, page: Page, request: Request, id_: str) -> Response:
        """What a form of a page asks for, then the page that it names. Raises `MahdarError`."""
        form = await form_of(request)
        return await run_in_threadpool(self._posted, page, request, id_, form)

    def _posted(self, page: Page, request: Request, id_: str, form: Mapping[str, str]) -> Response:
        visitor = self.visitors.visitor(request)
        check_form(request, form, visitor.key)
        require(visitor.account, page.post_may)
        assert page.post is not None
        asked = self.asked(page, request, id_, "", visitor)
        told = page.post(asked, form)
        if isinstance(told, str):
            return RedirectResponse(local(told), 303)
        here = self.here(page, request, asked, told, visitor)
        body = self.showings[asked.language].html(page.file, page=page, view=told, asked=asked, here=here)
        return Response(body, media_type="text/html", headers={"cache-control": "no-store"})

    def asked(self, page: Page, request: Request, id_: str, twin: Twin, visitor: Visitor) -> Asked:
        """What an address asks. Raises `BadFilter`."""
        if "\0" in id_:
            raise UnknownAddress("no page at this address", remedy="look at the address, or search")
        query = query_of(request)
        settings = self.settings
        limit = read_number(query, "limit", settings.page_size, settings.most if twin else settings.longest_page)
        return Asked(
            archive=self.archive, say=wording(language_of(request)), filters=read_filters(page.filters, query), id=id_,
            offset=read_number(query, "offset", 0, DEEPEST), limit=max(limit, 1), own_limit="limit" in query,
            account=visitor.account, memo=self.memo, settings=settings,
        )  # fmt: skip

    def here(self, page: Page, request: Request, asked: Asked, view: View, visitor: Visitor) -> Here:
        """Where a page is."""
        back = max(asked.offset - asked.limit, 0)
        return Here(
            path=own_path(request), other=other_language(request),
            json=_moved(page, asked, "json", asked.offset), csv=_moved(page, asked, "csv", asked.offset),
            before=_moved(page, asked, "", back) if asked.offset else None,
            after=_moved(page, asked, "", asked.offset + asked.limit) if view.more else None,
            theme=theme_of(request), key=visitor.key, account=visitor.account.name if visitor.account else None,
            role=visitor.account.role if visitor.account else None,
        )  # fmt: skip

    # Errors

    def error(self, request: Request, error: MahdarError, status: int | None = None) -> Response:
        """An error as the address asks for it: in HTML, or as JSON."""
        status = status or status_of(error)
        language = language_of(request)
        if wants_json(request):
            body = json.dumps(error.to_dict() | {"status": status}, ensure_ascii=False) + "\n"
            headers = {"cache-control": "no-store"} | ({"www-authenticate": "Bearer"} if status == 401 else {})
            return Response(body, status, media_type="application/json", headers=headers)
        if isinstance(error, LoginNeeded) and request.method in ("GET", "HEAD"):
            return RedirectResponse(address(language, "login", to=own_path(request)), 303)
        here = Here(path=own_path(request), other=other_language(request), theme=theme_of(request))
        body = self.showings[language].html("error.html", error=error, status=status, here=here, page=None)
        return Response(body, status, media_type="text/html", headers={"cache-control": "no-store"})


def wants_json(request: Request) -> bool:
    """Whether a program asks: for a twin, or for JSON rather than HTML."""
    accept = request.headers.get("accept", "")
    path = request.url.path
    if path == "/api" or path.startswith("/api/"):
        return True
    return path.endswith((".json", ".csv")) or ("json" in accept and "html" not in accept)


def with_etag(request: Request, body: str, twin: Twin, media: str = "") -> Response:
    """An answer with its ETag; 304 without the body where the asker has it. `media` is its type, else the twin's."""
    data = body.encode("utf-8", "replace")
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Cookie, Authorization"}
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(status_code=304, headers=headers)
    if twin == "csv":
        name = request.url.path.rpartition("/")[2]
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=media or _MEDIA[twin], headers=headers)


def as_file(document: Document) -> Response:
    """A file that no browser runs anything of, whatever it holds."""
    headers = {"content-security-policy": "sandbox; default-src 'none'", "cache-control": "private, no-cache"}
    if document.attached is not None:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(document.attached, safe='')}"
    return Response(document.data, headers=headers | {"content-type": document.media})


def _moved(page: Page, asked: Asked, twin: Twin, offset: int) -> str:
    """The address of a page or twin with the same filters, from another line on."""
    filters = {f"{name}_": in_address(value) for name, value in asked.filters.items()}
    own: dict[str, Any] = {"offset": offset or None, "limit": asked.limit if asked.own_limit else None}
    return address(asked.language, page.name, asked.id, twin=twin, **own, **filters)


# -- addresses -----------------------------------------------------------------------------------------------------


def own_path(request: Request) -> str:
    """The address of a request, from its first stroke on."""
    raw = request.scope.get("raw_path", b"") or quote(request.url.path).encode()
    path = raw.split(b"?")[0].decode("latin-1")
    return local(f"{path}?{request.url.query}" if request.url.query else path)


def other_language(request: Request) -> str:
    """The same address in the other language."""
    language = language_of(request)
    other = next(one for one in LANGUAGES if one != language)
    path = own_path(request)
    return f"/{other}{path[3:]}" if path[1:3] == language and path[3:4] in ("/", "", "?") else address(other, HOME)


def local(path: str) -> str:
    """An address of this site: '/' where it would lead elsewhere."""
    clean = path.isprintable() and path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if clean else "/"


def theme_of(request: Request) -> str:
    """Light, dark, or as the system has it."""
    theme = request.cookies.get(THEME, "")
    return theme if theme in THEMES else THEMES[0]


def query_of(request: Request) -> dict[str, list[str]]:
    """The query of an address. Raises `BadFilter`."""
    try:
        return parse_qs(request.url.query, keep_blank_values=False, max_num_fields=200)
    except ValueError as error:
        raise BadFilter("too much at once", expected="200 filters at the most") from error


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that was sent. Raises `Refused`, and `TooLarge` from the guard."""
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    except ValueError as error:
        raise Refused("too much at once") from error
    # PostgreSQL takes no NUL in a text, and nobody types one.
    return {name: value.replace("\0", "") for name, value in pairs}
