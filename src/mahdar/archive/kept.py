"""What is kept beside reports and records: the bytes of pages, who reprinted what, and feeds that are watched."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.answers import FeedState, Reprint
from mahdar.record import Page, Report

#: Reports that are compared with one at the most.
MOST_LIKELY = 50
#: Keys in one question.
_KEYS_AT_ONCE = 10_000


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


def note_unkeyed(connection: sa.Connection, reports: Sequence[int]) -> None:
    """Note that what copies of these new reports are looked up by is to be written yet."""
    if reports:
        dialect.insert_rows(connection, schema.unkeyed, [(report,) for report in reports])


def unkeyed(connection: sa.Connection, after: int, limit: int) -> list[tuple[int, str]]:
    """Key and content hash of reports whose keys are not written yet, from the one after `after` on."""
    u, r = schema.unkeyed.c, schema.reports.c
    query = sa.select(r.key, r.content_hash).join(schema.unkeyed, u.report == r.key).where(u.report > after)
    return [(row.key, row.content_hash) for row in connection.execute(query.order_by(u.report).limit(limit))]


def write_copy_keys(connection: sa.Connection, keys: Mapping[int, Collection[int]], most: int) -> None:
    """Keep what copies of reports are looked up by, save the keys that `most` reports have already."""
    t = schema.unkeyed
    waiting: set[int] = set()
    for some in dialect.chunks(sorted(keys)):
        waiting.update(connection.execute(sa.select(t.c.report).where(t.c.report.in_(some))).scalars())
        connection.execute(sa.delete(t).where(t.c.report.in_(some)))
    rows = sorted((key, report) for report in waiting for key in keys[report])
    full: set[int] = set()
    for listed in dialect.chunks((key for key, _ in groupby(rows, key=itemgetter(0))), _KEYS_AT_ONCE):
        question = _having(listed, f"GROUP BY copy_key HAVING count(*) >= {most:d}", columns="copy_key")
        full.update(connection.exec_driver_sql(question).scalars())
    if rows:
        dialect.insert_rows(connection, schema.copy_keys, [row for row in rows if row[0] not in full])


def likely_copies(connection: sa.Connection, wanted: Sequence[Collection[int]], least: int) -> list[dict[int, int]]:
    """For each text of these keys the `MOST_LIKELY` reports that share most, `least` of them or more, and how many."""
    places: dict[int, list[int]] = {}
    for n, keys in enumerate(wanted):
        for key in keys:
            places.setdefault(key, []).append(n)
    shared: list[Counter[int]] = [Counter() for _ in wanted]
    for listed in dialect.chunks(sorted(places), _KEYS_AT_ONCE):
        for key, report in connection.exec_driver_sql(_having(listed)):
            for n in places[key]:
                shared[n][report] += 1
    return [{report: n for report, n in some.most_common(MOST_LIKELY) if n >= least} for some in shared]


def _having(keys: Iterable[int], more: str = "", *, columns: str = "copy_key, report") -> str:
    """The question for the rows of these keys.

    They are written into it as the numbers that they are: to bind them takes longer than to look them up.
    """
    return f"SELECT {columns} FROM copy_keys WHERE copy_key IN ({','.join(map(str, map(int, keys)))}) {more}"  # noqa: S608 -- integers only


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


def write_reprints(connection: sa.Connection, copies: Iterable[tuple[int, Report, str, float]]) -> int:
    """Note copies, each with the key of what it is a copy of, its kind and share; gives how many are new."""
    t = schema.reprints
    wanted: dict[tuple[int, str, str], tuple[Report, str, float]] = {}
    for of, report, kind, share in copies:
        wanted.setdefault((of, report.id, report.path or ""), (report, kind, share))
    for some in dialect.chunks(sorted({of for of, _, _ in wanted})):
        for row in connection.execute(sa.select(t.c.report, t.c.id, t.c.path).where(t.c.report.in_(some))):
            wanted.pop((row.report, row.id, row.path), None)
    seen_at = now()
    rows = [
        {
            "report": of, "id": id_, "path": path, "url": report.url, "outlet": report.outlet,
            "title": report.title, "date": report.date, "kind": kind, "share": share,
            "seen_at": seen_at,
            "text": zlib.compress(report.text.encode("utf-8", "replace")) if kind == "near" else None,
        }
        for (of, id_, path), (report, kind, share) in wanted.items()
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(t), rows)
    return len(rows)


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
