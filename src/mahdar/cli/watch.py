"""``mahdar watch``: what is new in feeds and sitemaps, into the archive, once or again and again."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import AsJson, Language
from mahdar.cli.progress import Watch
from mahdar.cli.read import EXIT_STATUS, close, exit_status

#: Minutes between two rounds, at the least: feeds of news change a few times an hour.
_SHORTEST = 5


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
    from mahdar.engine import read_all, read_into
    from mahdar.pages.fetching import Fetcher
    from mahdar.pages.watching import news_of

    say, fetcher = Messages(lang), Fetcher()
    with Archive(into) as archive:
        while True:
            with Watch(say) as told:
                items = news_of(feeds, archive, fetcher, told.note)
                summary = read_into(
                    items, lambda source: read_all(source, workers=workers), archive=archive, tell=told.tell
                )
            close(summary, say, as_json, to_stderr=False)
            if every is None or summary.interrupted:
                break
            try:
                time.sleep(every * 60)
            except KeyboardInterrupt:
                raise typer.Exit(130) from None
    nothing_new = not (summary.read or summary.known or summary.copies or summary.set_aside)
    raise typer.Exit(0 if nothing_new and not summary.interrupted else exit_status(summary))
