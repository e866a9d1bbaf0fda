"""Watching feeds: what is new in them comes out as reports, what was seen before is not asked for again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from mahdar.errors import InputError, NotAReport
from mahdar.pages.feeds import Entry, Feed, read_feed, report_of_entry
from mahdar.pages.fetching import LATER, Fetcher, redirected
from mahdar.pages.found import Notes, SetAside, placed
from mahdar.pages.html import id_of_url, report_of_page
from mahdar.record import Report

#: Sitemaps below sitemaps, and how many of one index are read: those that changed last.
_DEEPEST, MOST_SITEMAPS = 2, 20
#: New pages of one feed in one round.
MOST_PAGES = 200


class State(Protocol):
    """The archive, as far as watching needs it."""

    def feed_headers(self, url: str) -> tuple[str | None, str | None]:
        """The etag and last-modified that a feed answered with last."""

    def keep_feed_state(self, url: str, *, etag: str | None, modified: str | None) -> None:
        """Keep them."""

    def fetched(self, urls: Collection[str]) -> set[str]:
        """Which of these addresses were fetched before."""

    def note_fetched(self, url: str) -> None:
        """Note that an address was fetched."""


class Unwritten:
    """What a round notes, kept from `state` until `write`: a page counts as fetched once its report is safe.

    Who takes the items takes them ahead of keeping them; a process that dies meanwhile must fetch them again.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._urls: dict[str, None] = {}
        self._feeds: dict[str, tuple[str | None, str | None]] = {}

    def feed_headers(self, url: str) -> tuple[str | None, str | None]:
        """The etag and last-modified that a feed answered with last."""
        return self._feeds[url] if url in self._feeds else self._state.feed_headers(url)

    def keep_feed_state(self, url: str, *, etag: str | None, modified: str | None) -> None:
        """Keep them, in the end."""
        self._feeds[url] = etag, modified

    def fetched(self, urls: Collection[str]) -> set[str]:
        """Which of these addresses were fetched before, those of this round among them."""
        return self._state.fetched(urls) | self._urls.keys() & set(urls)

    def note_fetched(self, url: str) -> None:
        """Note that an address was fetched, in the end."""
        self._urls[url] = None

    def write(self) -> None:
        """Write down what was noted so far, the pages before the feeds that name them."""
        for url in self._urls:
            self._state.note_fetched(url)
        for url, (etag, modified) in self._feeds.items():
            self._state.keep_feed_state(url, etag=etag, modified=modified)
        self._urls, self._feeds = {}, {}


def report_at(url: str, fetcher: Fetcher, notes: Notes, day: str | None = None) -> Report | SetAside:
    """The report on the page at an address; never raises for what the web does."""
    at = url
    try:
        answer = fetcher.fetch(url)
        at = answer.url
        return report_of_page(
            answer.data, url, notes, id=id_of_url(answer.url), url=answer.url, charset=answer.charset, day=day
        )
    except InputError as error:
        return placed(error if at == url else redirected(error, url, at), url)


def news_of(feeds: Iterable[str], state: State, fetcher: Fetcher, notes: Notes) -> Iterator[Report | SetAside]:
    """What is new in feeds and sitemaps, in their order: the entry's own text where it is whole, else its page.

    A feed that says that it has not changed costs one question. What a feed answered is kept only when all that was
    new in it has come out and nothing of it is to be tried again, so that a round which is stopped goes on where it
    ended. A list of sitemaps is asked for each time: those in it change without it, and have answers of their own.
    """
    for url in feeds:
        yield from _news_of(url, state, fetcher, notes, 0)


def _news_of(url: str, state: State, fetcher: Fetcher, notes: Notes, depth: int) -> Iterator[Report | SetAside]:
    etag, modified = state.feed_headers(url)
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    try:
        answer = fetcher.fetch(url, headers={name: value for name, value in asked.items() if value})
        if answer.status == 304:
            return
        feed = read_feed(answer.data)
    except InputError as error:
        yield placed(error, url)
        return
    urls = {entry.url for entry in feed.entries if entry.url and not entry.is_sitemap}
    seen = state.fetched(urls)
    new = [entry for entry in feed.entries if entry.url and entry.url not in seen]
    below = sorted((entry for entry in new if entry.is_sitemap), key=lambda entry: entry.day or "", reverse=True)
    pages = [entry for entry in new if not entry.is_sitemap]
    complete = len(pages) <= MOST_PAGES and not below
    for entry in pages[:MOST_PAGES]:
        item = _new(entry, feed, url, fetcher, notes)
        yield item
        if entry.url is not None and not _may_pass(item):
            state.note_fetched(entry.url)
        complete = complete and not _is_passing(item)
    if depth < _DEEPEST:
        for entry in below[:MOST_SITEMAPS]:
            if entry.url is not None:
                yield from _news_of(entry.url, state, fetcher, notes, depth + 1)
    if complete:
        state.keep_feed_state(url, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))


def _new(entry: Entry, feed: Feed, url: str, fetcher: Fetcher, notes: Notes) -> Report | SetAside:
    assert entry.url is not None
    try:
        return report_of_entry(entry, feed, f"{url} {entry.url}")
    except NotAReport:
        return report_at(entry.url, fetcher, notes, entry.day)


def _may_pass(item: Report | SetAside) -> bool:
    """Whether the reason against a page may be gone the next time (the server was down)."""
    return isinstance(item, SetAside) and not isinstance(item.error, NotAReport)


def _is_passing(item: Report | SetAside) -> bool:
    """Whether a page is worth another try soon: its server failed or was slow."""
    return isinstance(item, SetAside) and item.error.remedy.startswith(LATER)
