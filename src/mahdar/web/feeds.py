"""Atom feeds (RFC 4287) of saved searches: /ar/searches/NAME.atom, what came into the archive last first.

Where one has to log in, a feed reader sends a token (docs/accounts.md): as ``Authorization: Bearer``, or as the
password of HTTP Basic, which feed readers know how to send; the name with it is not looked at.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import FastAPI, Request
from fastapi.responses import Response

from mahdar.archive import Fresh, SavedSearch
from mahdar.archive.accounts import require
from mahdar.errors import NotAllowed, UnknownSearch
from mahdar.web.answering import Site, language_of, own_path, with_etag
from mahdar.web.page import address
from mahdar.web.showing import wording
from mahdar.web.visitors import origin
from mahdar.wording import LANGUAGES, Wording

#: Entries of a feed, and its namespace and type.
_ENTRIES, _ATOM, _MEDIA = 50, "http://www.w3.org/2005/Atom", "application/atom+xml"
#: What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def open_feeds(app: FastAPI, site: Site) -> None:
    """Put the feeds on `app`."""

    def feed(request: Request, name: str) -> Response:
        try:
            _let_in(site, request)
        except NotAllowed as error:
            # Not as it is: to a page without a login one is led on to the form.
            response = site.error(request, NotAllowed(error.found, remedy=error.remedy), 401)
            response.headers["www-authenticate"] = 'Basic realm="Mahdar", charset="UTF-8"'
            return response
        return with_etag(request, _feed(site, request, name), "", _MEDIA)

    for language in LANGUAGES:
        app.add_api_route(f"/{language}/searches/{{name:path}}.atom", feed, methods=["GET", "HEAD"])


def _let_in(site: Site, request: Request) -> None:
    """Raise `NotAllowed` for one who may not look at saved searches."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic" or not site.visitors.needed():
        require(site.visitors.visitor(request).account, "alert")
        return
    try:
        token = b64decode(given, validate=True).decode().partition(":")[2]
    except ValueError:
        token = ""
    require(site.archive.accounts().verify(token, origin=origin(request)), "alert")


def _feed(site: Site, request: Request, name: str) -> str:
    """The feed of the search of that name. Raises `UnknownSearch`."""
    language = language_of(request)
    search = next((one for one in site.archive.saved_searches() if one.name == name), None)
    if search is None:
        raise UnknownSearch("no search is saved under that name", remedy="look at the saved searches", where=name[:80])
    base = str(request.base_url).rstrip("/")
    return atom(search, site.archive.newest_hits(name, limit=_ENTRIES), wording(language), base, own_path(request))


def atom(search: SavedSearch, found: Sequence[Fresh], say: Wording, base: str, path: str) -> str:
    """A feed: `base` is the site's own address, `path` that of the feed.

    Ids are made of the addresses of what is told of, so that they are the same wherever and whenever it is asked for.
    """
    updated = max([search.saved_at, *(each.added_at for each in found)])
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": say.language})
    _put(feed, "id", _id("search", search.name, search.saved_at))
    _put(feed, "title", f"{say('brand')}: {search.name}")
    _put(feed, "subtitle", search.words)
    _put(feed, "updated", updated)
    _link(feed, "self", base + path, _MEDIA)
    _link(feed, "alternate", base + address(say.language, "searches"), "text/html")
    _put(SubElement(feed, "author"), "name", say("brand"))
    for each in found:
        _entry(feed, each, say, base)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Element, each: Fresh, say: Wording, base: str) -> None:
    hit, entry = each.hit, SubElement(feed, "entry")
    start, end = hit.spans[0] if hit.line is None and hit.spans else hit.snippet_span
    place = address(say.language, "report", hit.report, at_=f"{start}-{end}", at=f"c{start}-{end}")
    title = hit.title or say("untitled")
    _put(entry, "id", _id(hit.address or hit.report))
    _put(entry, "title", title if hit.line is None else f"{say('in_' + hit.part)}: {title}")
    _put(entry, "updated", each.added_at)
    _link(entry, "alternate", base + place, "text/html")
    if hit.outlet:
        _put(SubElement(entry, "author"), "name", hit.outlet)
    SubElement(entry, "category", {"term": hit.part, "label": say(f"in_{hit.part}")})
    _put(entry, "summary", hit.snippet, {"xml:lang": "ar"})


def _id(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "mahdar:" + "\n".join(parts).encode("utf-8", "replace").decode()).urn


def _put(parent: Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, tag, attributes or {}).text = _NOT_XML.sub("\ufffd", text)


def _link(parent: Element, rel: str, href: str, media: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": _NOT_XML.sub("", href), "type": media})
