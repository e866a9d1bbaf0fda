"""Finding reports: by id, date, outlet and party; `search` finds them by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, people, schema
from mahdar.archive.answers import ReportLine, StoredReport
from mahdar.archive.days import bounds
from mahdar.errors import UnknownReport

_r = schema.reports.c
#: The columns of a `ReportLine`.
LINE = (_r.id, _r.title, _r.date, _r.day, _r.url, _r.outlet, _r.path)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports are asked for; None asks for all."""

    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    party: str | None = None
    after: tuple[str | None, int, int] | None = None

    def conditions(self, connection: sa.Connection) -> list[sa.ColumnElement[bool]]:
        """The filters as SQL. Raises `BadDate`."""
        found = since_until(self.since, self.until, _r.first_day, _r.last_day)
        if self.outlet is not None:
            found.append(_r.outlet == self.outlet)
        if self.party is not None:
            parties = people.meaning(connection, self.party)
            few = parties.few(connection, people.FEW_REPORTS)
            found.append(_r.key.in_(parties.reports()) if few else parties.in_report(_r.key))
        if self.after is not None:
            from mahdar.archive import cursors

            found.append(cursors.behind(schema.reports, self.after))
        return found


def reports_of(connection: sa.Connection, party: str) -> sa.Select[tuple[int]]:
    """Keys of the reports that a party of that name or id is in."""
    return people.meaning(connection, party).reports()


def within(
    since: str | None, until: str | None, first_day: sa.ColumnElement[Any], last_day: sa.ColumnElement[Any]
) -> list[sa.ColumnElement[bool]]:
    """The condition that a stretch of days meets the one from `since` to `until`. Raises `BadDate`."""
    begins, ends = bounds(since, until)
    found: list[sa.ColumnElement[bool]] = []
    if begins is not None:
        found.append(last_day >= begins)
    if ends is not None:
        found.append(first_day <= ends)
    return found


def since_until(
    since: str | None, until: str | None, first_day: sa.ColumnElement[Any], last_day: sa.ColumnElement[Any]
) -> list[sa.ColumnElement[bool]]:
    """As `within`, with bounds of the first day that an index of it can go by: no stretch goes beyond its year."""
    found = within(since, until, first_day, last_day)
    begins, _ = bounds(since, until)
    return found if begins is None else [*found, first_day >= f"{begins[:4]}-01-01"]


def reports(connection: sa.Connection, filters: Filters, limit: int | None, offset: int) -> list[ReportLine]:
    """Reports without their texts, newest first, undated last."""
    query = sa.select(*LINE).where(*filters.conditions(connection))
    if limit is None:
        query = query.order_by(_r.first_day.desc().nulls_last(), _r.key).offset(offset)
        return [ReportLine(*row) for row in connection.execute(query)]
    # In the order of an index, so that it can be left once there are enough.
    dated = query.where(_r.first_day.is_not(None)).order_by(_r.first_day.desc(), _r.key)
    found = list(connection.execute(dated.limit(limit + offset)))
    if len(found) < limit + offset:
        undated = query.where(_r.first_day.is_(None)).order_by(_r.key)
        found += connection.execute(undated.limit(limit + offset - len(found)))
    return [ReportLine(*row) for row in found[offset:]]


def key_of(connection: sa.Connection, id_or_prefix: str) -> int:
    """The key of the report with that id, or the only one whose id begins so. Raises `UnknownReport`."""
    exact = connection.execute(sa.select(_r.key).where(_r.id == id_or_prefix)).scalar_one_or_none()
    if exact is not None:
        return int(exact)
    like = _r.id.startswith(id_or_prefix, autoescape=True) if id_or_prefix else sa.false()
    # LIKE takes Latin letters of either case for one; ids do not.
    found = connection.execute(sa.select(_r.key, _r.id).where(like).order_by(_r.id))
    near = [row for row in found if row.id.startswith(id_or_prefix)]
    if len(near) == 1:
        return int(near[0].key)
    if not near:
        raise UnknownReport("no report of that id", remedy="look it up with 'mahdar search'", where=id_or_prefix)
    some = ", ".join(row.id for row in near[:5])
    raise UnknownReport(
        f"{len(near):,} reports have an id that begins so ({some}{', …' if len(near) > 5 else ''})",
        expected="one",
        remedy="give more of the id",
        where=id_or_prefix,
    )


def keys_of(connection: sa.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The keys of the reports with these whole ids, as the archive's own answers have them."""
    found: dict[str, int] = {}
    for some in dialect.chunks(sorted(set(ids))):
        found.update((row.id, row.key) for row in connection.execute(sa.select(_r.id, _r.key).where(_r.id.in_(some))))
    return found


def report(connection: sa.Connection, id_or_prefix: str) -> StoredReport:
    """A report with its text. Raises `UnknownReport`."""
    key = key_of(connection, id_or_prefix)
    row = connection.execute(sa.select(schema.reports).where(_r.key == key)).one()
    s, d = schema.sightings.c, schema.records.c
    also = connection.execute(sa.select(s.id, s.path).where(s.report == key).order_by(s.id, s.path))
    machines = d.key.not_in(sa.select(schema.reviewed.c.record))
    readers = connection.execute(sa.select(d.reader).where(d.report == key, machines).order_by(d.key)).scalars()
    return StoredReport(
        id=row.id, title=row.title, date=row.date, day=row.day, url=row.url, outlet=row.outlet, path=row.path,
        text=row.text, given_id=row.given_id, content_hash=row.content_hash, added_at=row.added_at,
        also=[(other.id, other.path or None) for other in also], readers=list(readers),
    )  # fmt: skip


def record_json(connection: sa.Connection, id_or_prefix: str, reader: str | None) -> str:
    """The record of a report by `reader`, else by the one that read it last, with its reviews.

    Raises `UnknownReport`.
    """
    key = key_of(connection, id_or_prefix)
    d = schema.records.c
    query = sa.select(d.record).where(d.report == key).order_by(d.key.desc()).limit(1)
    found = connection.execute(query if reader is None else query.where(d.reader == reader)).scalar_one_or_none()
    if found is None:
        raise UnknownReport(f"no record by {reader}", remedy="read it with that version", where=id_or_prefix)
    return str(found)


def latest_records(connection: sa.Connection) -> Iterator[tuple[str | None, str | None, str, str]]:
    """Day, outlet and text of every report, with its record by the reader that read it last, in the order of adding."""
    d = schema.records.c
    last = sa.select(sa.func.max(d.key)).group_by(d.report)
    query = sa.select(_r.day, _r.outlet, _r.text, d.record).join_from(
        schema.reports, schema.records, d.report == _r.key
    )
    query = query.where(d.key.in_(last)).order_by(_r.key).execution_options(yield_per=dialect.CHUNK)
    for row in connection.execute(query):
        yield row.day, row.outlet, row.text, row.record
