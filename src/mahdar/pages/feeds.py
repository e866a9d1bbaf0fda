"""RSS, Atom and sitemaps: entries to reports, and addresses to fetch."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from mahdar.errors import InputError, NotAReport, UnreadableInput
from mahdar.pages.decoding import decode_page
from mahdar.pages.found import SetAside, placed
from mahdar.pages.html import LONGEST_PAGE, Fragment, id_of_url, report_of_fragment
from mahdar.record import Report

#: Entries of a feed and addresses of a sitemap (its own rules allow 50,000).
MOST_ENTRIES = 50_000
#: Words that make an entry's text the report itself rather than a teaser of it.
WHOLE = 60
_FEED = re.compile(
    rb"(?is)^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b"
)
_SITEMAP = re.compile(r"<(urlset|sitemapindex)\b")
_LOCATION = re.compile(r"<(?:url|sitemap)\b[^>]*>(.{0,20000}?)</(?:url|sitemap)>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed, or an address of a sitemap: `content` is HTML, `day` when it was published or changed."""

    url: str | None
    title: str | None = None
    content: str = ""
    day: str | None = None
    time: str | None = None
    byline: str | None = None
    is_sitemap: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap: `outlet` is the feed's own title."""

    outlet: str | None
    entries: list[Entry]


def looks_like_feed(head: bytes) -> bool:
    """Whether bytes begin as a feed or sitemap does."""
    return _FEED.match(head) is not None


def read_feed(data: bytes) -> Feed:
    """The entries of RSS, Atom or a sitemap. Raises `UnreadableInput` for anything else, and for XML with entities."""
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data)
    if len(data) > LONGEST_PAGE:
        raise NotAReport(f"longer than {LONGEST_PAGE // 1_000_000} MB", expected="a feed", remedy="leave it out")
    if re.search(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", data, re.IGNORECASE):
        raise UnreadableInput("XML that defines entities", expected="a plain feed", remedy="leave it out")
    if not looks_like_feed(data[:8192]):
        raise UnreadableInput("no feed", expected="RSS, Atom or a sitemap", remedy="check the address")
    text = decode_page(data).text
    if _SITEMAP.search(text[:8192]):
        return Feed(None, list(_addresses(text)))
    return _parsed(data)


def _unpacked(data: bytes) -> bytes:
    """What a compressed feed or sitemap (``sitemap.xml.gz``) holds, as far as it may be long."""
    try:
        return zlib.decompressobj(31).decompress(data, LONGEST_PAGE + 1)
    except zlib.error as error:
        raise UnreadableInput(f"a damaged gzip ({error})", expected="a feed", remedy="check the address") from None


def _addresses(text: str) -> Iterator[Entry]:
    from html import unescape

    is_index = "<sitemapindex" in text[:8192]
    for i, match in enumerate(_LOCATION.finditer(text)):
        if i >= MOST_ENTRIES:
            return
        location = re.search(r"<loc>\s*(?:<!\[CDATA\[)?\s*(\S+?)\s*(?:\]\]>)?\s*</loc>", match[1])
        if location is None:
            continue
        changed = re.search(r"<(?:lastmod|news:publication_date)>\s*(\d{4}-\d\d-\d\d)", match[1])
        yield Entry(unescape(location[1]), day=changed[1] if changed else None, is_sitemap=is_index)


def _parsed(data: bytes) -> Feed:
    import feedparser

    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise UnreadableInput("a feed that cannot be parsed", expected="RSS or Atom", remedy="check the address")
    entries = [_entry(entry) for entry in found.entries[:MOST_ENTRIES]]
    return Feed(_text(found.feed.get("title")), entries)


def _entry(entry: Any) -> Entry:  # noqa: ANN401 -- feedparser's own dictionary
    contents = [str(part.get("value", "")) for part in entry.get("content", [])] + [str(entry.get("summary", ""))]
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    day = time = None
    if moment is not None:
        try:
            at = datetime(*moment[:5])
            day, time = at.date().isoformat(), at.isoformat(timespec="minutes") + "+00:00"
        except (ValueError, TypeError):
            day = time = None
    link = _text(entry.get("link"))
    return Entry(
        url=link if link and link.startswith(("http://", "https://")) else None,
        title=_text(entry.get("title")), content=max(contents, key=len), day=day, time=time,
        byline=_text(entry.get("author")),
    )  # fmt: skip


def _text(value: object) -> str | None:
    from html import unescape

    if not isinstance(value, str):
        return None
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", value)).split())[:400] or None


def reports_of_feed(stream: BinaryIO, where: str, day: str | None) -> Iterator[Report | SetAside]:
    """The entries of a saved feed that hold their report; teasers and sitemaps are set aside: they want fetching."""
    data = stream.read(LONGEST_PAGE + 1)
    try:
        feed = read_feed(data)
    except InputError as error:
        yield placed(error, where)
        return
    if feed.entries and not any(entry.content for entry in feed.entries):
        found = f"a list of {len(feed.entries):,} addresses without reports"
        yield placed(NotAReport(found, expected="reports", remedy="fetch them with 'mahdar watch'"), where)
        return
    for n, entry in enumerate(feed.entries, start=1):
        place = f"{where}:{n}"
        try:
            yield report_of_entry(entry, feed, place, day)
        except InputError as error:
            yield placed(error, place)


def report_of_entry(entry: Entry, feed: Feed, where: str, day: str | None = None) -> Report:
    """The report that an entry holds. Raises `NotAReport` where it is only a teaser."""
    fragment = Fragment(
        html=entry.content, title=entry.title, outlet=feed.outlet, url=entry.url, byline=entry.byline,
        day=entry.day or day, time=entry.time,
    )  # fmt: skip
    return report_of_fragment(fragment, where, id_of_url(entry.url or f"{where} {entry.title}"), WHOLE)
