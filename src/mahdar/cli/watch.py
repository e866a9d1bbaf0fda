"""``mahdar watch``: what is new in feeds and sitemaps, into the archive, once or again and again."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import AsJson, Language
from mahdar.cli.progress import Watch
from mahdar.cli.read import EXIT_STATUS, close, exit_status

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.engine import Summary
    from mahdar.pages import SetAside
    from mahdar.pages.fetching import Fetcher
    from mahdar.record import Report

#: Minutes between two rounds, at the least: feeds of news change a few times an hour.
_SHORTEST = 5
#: Pages that are fetched before they are read and kept: what a power cut makes to be fetched again.
_AT_ONCE = 16


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog=EXIT_STATUS)(watch)


def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED", help="Addresses of RSS or Atom feeds or sitemaps.")],
    every: Annotated[
        int | None,
        typer.Option("--every", metavar="MINUTES", min=_SHORTEST, help="Ask again and again, so far apart."),
    ] = None,
    into: Annotated[
        str | None, typer.Option("--into", "--archive", metavar="FILE", help="The archive to keep the records in.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, max=256, help="Processes that read.")] = 1,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Read what is new in feeds and sitemaps.

    A feed that has not changed costs one question; a page that was fetched is not fetched again, so a round that was
    stopped goes on where it ended. Only public addresses are asked, as their robots.txt allows, one page of a host
    in a second.

    \b
    Examples:
      mahdar watch https://news.example/feed --into minutes.db
      mahdar watch https://news.example/sitemap.xml --every 30
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.pages.fetching import Fetcher

    say, fetcher = Messages(lang), Fetcher()
    with Archive(into) as archive:
        while True:
            with Watch(say) as told:
                summary = _round(feeds, archive, fetcher, told, workers)
            close(summary, say, as_json, to_stderr=False)
            if every is None or summary.interrupted:
                break
            try:
                time.sleep(every * 60)
            except KeyboardInterrupt:
                raise typer.Exit(130) from None
    nothing_new = not (summary.read or summary.known or summary.copies or summary.set_aside)
    raise typer.Exit(0 if nothing_new and not summary.interrupted else exit_status(summary))


def _round(feeds: list[str], archive: Archive, fetcher: Fetcher, told: Watch, workers: int) -> Summary:
    """One round, some pages at a time: they count as fetched when what is on them is in the archive."""
    from mahdar.engine import Summary, read_all, read_into
    from mahdar.pages.watching import Unwritten, news_of

    state, total = Unwritten(archive), Summary()
    items = news_of(feeds, state, fetcher, told.note)
    more = True
    while more and not total.interrupted:
        some: list[Report | SetAside] = []
        try:
            some.extend(islice(items, _AT_ONCE * workers))
        except KeyboardInterrupt:
            total.interrupted = True
        more = bool(some)
        done = read_into(some, lambda source: read_all(source, workers=workers), archive=archive, tell=told.tell)
        total.add(done)
        if not total.interrupted:
            state.write()
    return total
