"""What is kept beside reports and records: the bytes of pages, who reprinted what, and feeds that are watched."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.answers import FeedState, Reprint
from mahdar.record import Page, Report

#: Reports that are compared with one at the most: a form that thousands share is compared with the first of them.
MOST_LIKELY = 50


def now() -> str:
    """The present moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


# -- originals -----------------------------------------------------------------------------------------------------


def write_originals(connection: sa.Connection, pages: Iterable[tuple[int, Page]]) -> None:
    """Keep the bytes of pages, compressed, and how the text lies in them."""
    rows = [
        {
            "report": key, "media": page.media, "encoding": page.encoding,
            "facts": page.model_dump_json(exclude={"media", "encoding", "original", "runs"}),
            "runs": zlib.compress(json.dumps(page.runs, separators=(",", ":")).encode()),
            "data": zlib.compress(page.original),
        }
        for key, page in pages
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(schema.originals), rows)


def original(connection: sa.Connection, report: int) -> Page | None:
    """The page of a report, None where its text is all that came."""
    row = connection.execute(sa.select(schema.originals).where(schema.originals.c.report == report)).one_or_none()
    if row is None:
        return None
    kept = {"media": row.media, "encoding": row.encoding, "original": zlib.decompress(row.data)}
    return Page.model_validate({**json.loads(row.facts), **kept, "runs": json.loads(zlib.decompress(row.runs))})


# -- copies --------------------------------------------------------------------------------------------------------


def write_copy_keys(connection: sa.Connection, keys: Iterable[tuple[int, Sequence[int], Sequence[int]]]) -> None:
    """Keep what copies of reports are looked up by: a report's key, its bands and its sentences."""
    rows: set[tuple[int, int, bool]] = set()
    for report, bands, sentences in keys:
        rows.update((key, report, False) for key in bands)
        rows.update((key, report, True) for key in sentences)
    if rows:
        dialect.insert_rows(connection, schema.copy_keys, sorted(rows))


def likely_copies(
    connection: sa.Connection, wanted: Sequence[tuple[Collection[int], Collection[int]]], least: int
) -> list[list[int]]:
    """For each text of these bands and sentences the keys of the reports that share a band or `least` sentences."""
    places: dict[int, set[int]] = {}
    for n, keys in enumerate(wanted):
        for key in chain(*keys):
            places.setdefault(key, set()).add(n)
    # Written into the question as the numbers that they are: to bind some sixty takes longer than to look them up.
    listed = ",".join(str(int(key)) for key in places) or "NULL"
    question = f"SELECT copy_key, report, sentence FROM copy_keys WHERE copy_key IN ({listed})"  # noqa: S608 -- integers only
    shared: list[dict[int, int]] = [{} for _ in wanted]
    for key, report, is_sentence in connection.exec_driver_sql(question):
        for n in places[key]:
            shared[n][report] = shared[n].get(report, 0) + (1 if is_sentence else least)
    return [sorted(key for key, count in some.items() if count >= least)[:MOST_LIKELY] for some in shared]


def likely_texts(connection: sa.Connection, reports: Collection[int]) -> dict[int, tuple[str, str, str | None]]:
    """The id, the body and the date of reports, by key."""
    r, o = schema.reports.c, schema.originals.c
    found: dict[int, tuple[str, str, str | None]] = {}
    for some in dialect.chunks(sorted(reports)):
        query = sa.select(r.key, r.id, r.text, o.facts, r.date).outerjoin(schema.originals, o.report == r.key)
        for key, id_, text, facts, day in connection.execute(query.where(r.key.in_(some))):
            body = json.loads(facts).get("body") if facts else None
            found[key] = (id_, text[slice(*body)] if body else text, day)
    return found


def write_reprint(connection: sa.Connection, of: int, report: Report, kind: str, share: float) -> bool:
    """Note that a report is a copy of the one with key `of`; False where that is noted already."""
    t = schema.reprints
    path = report.path or ""
    there = sa.select(t.c.key).where(t.c.report == of, t.c.id == report.id, t.c.path == path)
    if connection.execute(there).first() is not None:
        return False
    row = {
        "report": of, "id": report.id, "path": path, "url": report.url, "outlet": report.outlet,
        "title": report.title, "date": report.date, "kind": kind, "share": share,
        "seen_at": now(),
        "text": zlib.compress(report.text.encode("utf-8", "replace")) if kind == "near" else None,
    }  # fmt: skip
    connection.execute(sa.insert(t), row)
    return True


def reprints(connection: sa.Connection, report: int | None, limit: int | None, offset: int) -> list[Reprint]:
    """Copies of a report, or of all, in the order in which they were seen."""
    t, r = schema.reprints.c, schema.reports.c
    query = sa.select(r.id.label("of"), t.id, t.path, t.url, t.outlet, t.title, t.date, t.kind, t.share, t.seen_at)
    query = query.join(schema.reports, t.report == r.key).order_by(t.key).limit(limit).offset(offset)
    if report is not None:
        query = query.where(t.report == report)
    return [Reprint(**{**row._mapping, "path": row.path or None}) for row in connection.execute(query)]


# -- feeds ---------------------------------------------------------------------------------------------------------


def feed_state(connection: sa.Connection, url: str) -> FeedState | None:
    """What a feed answered last, None where it was never asked."""
    row = connection.execute(sa.select(schema.feeds).where(schema.feeds.c.url == url)).one_or_none()
    return FeedState(row.url, row.etag, row.modified, row.asked_at) if row is not None else None


def write_feed_state(connection: sa.Connection, url: str, headers: Mapping[str, str | None]) -> None:
    """Keep what a feed answered, for the next question."""
    row = {"url": url, "etag": headers.get("etag"), "modified": headers.get("modified"), "asked_at": now()}
    connection.execute(dialect.upsert(schema.feeds), row)


def fetched(connection: sa.Connection, urls: Collection[str]) -> set[str]:
    """Which of these addresses were fetched before."""
    t = schema.fetched.c
    found: set[str] = set()
    for some in dialect.chunks(sorted(urls)):
        found.update(connection.execute(sa.select(t.url).where(t.url.in_(some))).scalars())
    return found


def write_fetched(connection: sa.Connection, url: str) -> None:
    """Note that an address was fetched, so that it is not asked for again."""
    connection.execute(dialect.upsert(schema.fetched), {"url": url, "at": now()})
