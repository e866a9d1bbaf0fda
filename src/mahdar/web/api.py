"""The archive for programs: /api with its description (OpenAPI 3.1), lists with cursors, one shape of errors.

Lists are made by the pages' own functions, so that filters mean the same. A cursor says where a list goes on: behind a
line or report by its day and key, in a search at a number of what was there when it began, in what was linked at a
number of that linking. So nothing is left out or comes twice while reports come in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import Response

from mahdar.archive.accounts import require
from mahdar.errors import BadFilter
from mahdar.web import api_cursor
from mahdar.web.answering import Site, with_etag
from mahdar.web.api_description import described
from mahdar.web.api_resources import RESOURCES, One, Resource
from mahdar.web.page import Asked, View, plain, read_filters, read_number
from mahdar.web.showing import wording

#: Items of an answer, unless it is told.
USUAL = 100
_METHODS = ["GET", "HEAD", "OPTIONS"]
_ALLOWED = {"allow": ", ".join(_METHODS)}


def open_api(app: FastAPI, site: Site) -> None:
    """Put /api on `app`."""
    description = json.dumps(described(site.settings.most, USUAL), ensure_ascii=False, indent=1) + "\n"
    for path in ("/api", "/api/openapi.json"):
        _put(app, path, lambda request: _description(site, request, description))
    for resource in RESOURCES:
        _put(app, f"/api/{resource.name}", partial(_listing, site, resource))
        if resource.one is not None:
            _put_one(app, site, resource)
    app.add_api_route("/api/{rest:path}", _nothing, methods=_METHODS)


def _nothing() -> Response:
    raise HTTPException(404)


def _put(app: FastAPI, path: str, answer: Callable[[Request], Response]) -> None:
    def asked(request: Request) -> Response:
        return _options() if request.method == "OPTIONS" else answer(request)

    app.add_api_route(path, asked, methods=_METHODS)


def _put_one(app: FastAPI, site: Site, resource: Resource) -> None:
    assert resource.one is not None
    one = resource.one

    def asked(request: Request, id: str) -> Response:  # noqa: A002 -- the address's own name
        return _options() if request.method == "OPTIONS" else _single(site, one, request, id)

    path = f"/api/{resource.name}/{{id:path}}"
    app.add_api_route(path, asked, methods=_METHODS)


def _options() -> Response:
    """What may be done; no other site is told that it may read the answers."""
    return Response(status_code=204, headers=_ALLOWED)


def _description(site: Site, request: Request, text: str) -> Response:
    require(site.visitors.visitor(request).account, "search")
    return with_etag(request, text, "json")


def _listing(site: Site, resource: Resource, request: Request) -> Response:
    """A list, from a cursor on."""
    visitor = site.visitors.visitor(request)
    require(visitor.account, resource.may)
    query = _query(request, {*(each.name for each in resource.filters), "limit", "cursor"})
    filters = read_filters(resource.filters, query)
    for name in resource.needs:
        if name not in filters:
            raise BadFilter("nothing to look for", expected="a value", where=name)
    limit = max(read_number(query, "limit", USUAL, site.settings.most), 1)
    key = api_cursor.key_of(resource.name, filters)
    offset, resume = resource.walk.begin(site.archive, api_cursor.read(query.get("cursor", [""])[-1], key))
    asked = Asked(
        site.archive, wording("en"), filters, offset=offset, limit=limit, account=visitor.account, memo=site.memo,
        resume=resume,
    )  # fmt: skip
    found = resource.ask(asked)
    further, items = len(found) > limit, found[:limit]
    cursor = api_cursor.write(key, resource.walk.end(site.archive, asked, items)) if further else None
    following = None
    if cursor is not None:
        kept = {name: values for name, values in query.items() if name != "cursor"}
        following = f"/api/{resource.name}?{urlencode({**kept, 'cursor': cursor}, doseq=True)}"
    answer = _told(request, {"items": [plain(item) for item in items], "cursor": cursor, "next": following})
    if following is not None:
        answer.headers["link"] = f'<{following}>; rel="next"'
    return answer


def _single(site: Site, one: One, request: Request, id_: str) -> Response:
    """One thing by its id."""
    require(site.visitors.visitor(request).account, "search")
    _query(request, set())
    found = one.ask(site.archive, id_.replace("\0", ""))
    return _told(request, found.to_dict() if isinstance(found, View) else plain(found))


def _told(request: Request, told: Mapping[str, Any]) -> Response:
    return with_etag(request, json.dumps(told, ensure_ascii=False) + "\n", "json")


def _query(request: Request, known: set[str]) -> dict[str, list[str]]:
    """What an address asks. Raises `BadFilter` for a name that means nothing: a list without it would be another."""
    try:
        query = parse_qs(request.url.query, keep_blank_values=False, max_num_fields=200)
    except ValueError as error:
        raise BadFilter("too many filters", expected="200 at the most") from error
    for name in query:
        if name not in known:
            raise BadFilter(
                f"no such filter ({name[:60]})", expected=", ".join(sorted(known)) or "none", remedy="look at /api"
            )
    return query
