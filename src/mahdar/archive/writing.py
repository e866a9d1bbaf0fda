"""Writing: reports and records go in, a batch to a transaction."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.arabic.names import sound_key
from mahdar.archive import dialect, finding_names, kept, reviewed, schema, search_index, tallies, withdrawal
from mahdar.archive.answers import Counts
from mahdar.archive.days import days_of
from mahdar.archive.places import content_hash
from mahdar.archive.rows import Rows, rows_of
from mahdar.archive.wanted import name_key
from mahdar.errors import MahdarError
from mahdar.record import Page, Record, Report

Pair = tuple[Report, Record]
#: Half of a surrogate pair is no UTF-8, and PostgreSQL keeps no NUL: both become U+FFFD, one character for one.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
#: Bytes of an id, path, address or name that is looked up by: an index of PostgreSQL takes 2,700, for an id and a path
#: together. Of a longer one so many characters are kept.
LONGEST_KEY, KEPT_OF_KEY = 1_200, 250


@dataclass(slots=True)
class _Job:
    """One report of a batch on its way in; `key` is the report's own once it has one."""

    report: Report
    record: Record
    content_hash: str
    json: str
    page: Page | None = None
    id: str = ""
    key: int = 0
    is_new: bool = False


def write_batch(connection: sa.Connection, pairs: Sequence[Pair]) -> tuple[Counts, list[str]]:
    """Write one batch in the transaction of `connection`; what became of the reports, and their ids in the archive.

    Those that were withdrawn are left out.
    """
    jobs = [_job(report, record) for report, record in withdrawal.allowed_in(connection, pairs)]
    now = kept.now()
    new = _place(connection, jobs)
    _insert_reports(connection, new, now)
    kept.write_originals(connection, [(job.key, job.page) for job in new if job.page is not None])
    kept.note_unkeyed(connection, [job.key for job in new])
    unread = _unread(connection, jobs)
    _insert_records(connection, unread, now)
    _review(connection, unread, {job.key for job in new})
    _derive(connection, unread, {job.key for job in new})
    note_sightings(connection, [(job.key, job.report) for job in jobs], now)
    _forget_failures(connection, jobs)
    counts = Counts(
        added=len(new),
        reread=len(unread) - len(new),
        known=len(jobs) - len(unread),
        renamed=sum(job.id != job.report.id for job in new),
        withdrawn=len(pairs) - len(jobs),
    )
    return counts, [job.id for job in jobs]


def fitting(text: str) -> str:
    """What something is looked up by: itself, or of one too long the beginning and a hash of the whole."""
    text = _UNWRITABLE.sub("\ufffd", text)
    if len(text) <= KEPT_OF_KEY or len(text.encode()) <= LONGEST_KEY:
        return text
    return f"{text[:KEPT_OF_KEY]}…{content_hash(text)[:32]}"


def fitted(report: Report) -> Report:
    """A report with an id and path that can be looked up by."""
    id_, path = fitting(report.id), report.path and fitting(report.path)
    same = (id_, path) == (report.id, report.path)
    return report if same else report.model_copy(update={"id": id_, "path": path})


def _job(report: Report, record: Record) -> _Job:
    report = fitted(report)
    page = report.page
    plain: object = record.to_dict()
    written = _json(plain)
    fields = report.model_dump()
    # JSON writes NUL as an escape and leaves surrogates as they are.
    if _UNWRITABLE.search("".join(filter(None, fields.values())) + written) or "\\u0000" in written:
        plain = _mended(plain)
        report, record, written = Report.model_validate(_mended(fields)), Record.model_validate(plain), _json(plain)
    return _Job(report, record, content_hash(report.text), written, page)


def _mended(value: object) -> object:
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {key: _mended(item) for key, item in value.items()}
    return value


def _place(connection: sa.Connection, jobs: list[_Job]) -> list[_Job]:
    """Give every job the key and id of its text's report, and a free id to those whose text is new; these come back."""
    t = schema.reports.c
    at = {row.content_hash: row for row in _where_in(connection, [t.key, t.id, t.content_hash], t.content_hash,
                                                     {job.content_hash for job in jobs})}  # fmt: skip
    taken = {row.id for row in _where_in(connection, [t.id], t.id, {job.report.id for job in jobs})}
    next_key = (connection.execute(sa.select(sa.func.max(t.key))).scalar_one() or 0) + 1
    first: dict[str, _Job] = {}
    for job in jobs:
        if (row := at.get(job.content_hash)) is not None:
            job.key, job.id = row.key, row.id
        elif (same := first.get(job.content_hash)) is not None:
            job.key, job.id = same.key, same.id
        else:
            job.key, job.id, job.is_new = next_key, _free_id(connection, job, taken), True
            taken.add(job.id)
            first[job.content_hash] = job
            next_key += 1
    return list(first.values())


def _free_id(connection: sa.Connection, job: _Job, taken: set[str]) -> str:
    """The report's own id, or with so much of the content hash behind it that no other text has it."""
    if job.report.id not in taken:
        return job.report.id
    for length in range(8, 65, 8):
        name = f"{job.report.id}-{job.content_hash[:length]}"
        there = sa.select(schema.reports.c.key).where(schema.reports.c.id == name)
        if name not in taken and connection.execute(there).first() is None:
            return name
    raise AssertionError(f"{job.report.id}: its id and whole content hash are another text's")


def _insert_reports(connection: sa.Connection, jobs: list[_Job], now: str) -> None:
    if not jobs:
        return
    connection.execute(sa.insert(schema.reports), [_report_row(job, now) for job in jobs])
    tallies.add(connection, {schema.reports.name: len(jobs)})


def _title(job: _Job) -> str | None:
    return job.report.title if job.report.title is not None else job.record.title


def _outlet(job: _Job) -> str | None:
    return job.report.outlet if job.report.outlet is not None else job.record.source


def _report_row(job: _Job, now: str) -> dict[str, str | int | None]:
    report = job.report
    return {
        "key": job.key, "id": job.id, "given_id": report.id, "content_hash": job.content_hash, "text": report.text,
        "title": _title(job), "date": report.date, "url": report.url,
        "outlet": _outlet(job), "path": report.path,
        "added_at": now,
    }  # fmt: skip


def _unread(connection: sa.Connection, jobs: list[_Job]) -> list[_Job]:
    """The jobs whose report has no record by their reader yet, the first of each."""
    t = schema.records.c
    there = {(row.report, row.reader) for row in _where_in(connection, [t.report, t.reader], t.report,
                                                           {job.key for job in jobs})}  # fmt: skip
    unread = []
    for job in jobs:
        if (job.key, job.record.reader) not in there:
            there.add((job.key, job.record.reader))
            unread.append(job)
    return unread


def _insert_records(connection: sa.Connection, jobs: list[_Job], now: str) -> None:
    if not jobs:
        return
    rows = [
        {"report": job.key, "reader": job.record.reader, "record": _record_json(job), "read_at": now} for job in jobs
    ]
    connection.execute(sa.insert(schema.records), rows)


def _record_json(job: _Job) -> str:
    """The record under the id that its report has in the archive."""
    return job.json if job.id == job.record.doc else _json(job.record.to_dict() | {"doc": job.id})


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _review(connection: sa.Connection, jobs: list[_Job], new: set[int]) -> None:
    """Apply the reviews of reports that were read anew to their new records."""
    found = reviewed.refresh(connection, {job.key for job in jobs} - new)
    for job in jobs:
        job.record = found.get(job.key, job.record)


def write_lines(connection: sa.Connection, records: Mapping[int, Record]) -> None:
    """Write the lines of reports anew as these records, by key of the report, have them."""
    t = schema.reports.c
    jobs = [
        _Job(Report(id=row.id, text="", date=row.date), records[row.key], row.content_hash, "", key=row.key)
        for row in _where_in(connection, [t.key, t.id, t.date, t.content_hash], t.key, records)
    ]
    _derive(connection, jobs, set())


def _derive(connection: sa.Connection, jobs: list[_Job], new: set[int]) -> None:
    """Write the lines of the newest record of each report; those of an older one make room."""
    newest = {job.key: job for job in jobs}
    old = sorted(newest.keys() - new)
    if old:
        made = tallies.of_reports(connection, old)
        tallies.add(connection, {table.name: -made[table.name] for table in schema.DERIVED})
    for table in schema.DERIVED if old else ():
        for some in dialect.chunks(old):
            connection.execute(sa.delete(table).where(table.c.report.in_(some)))
    keys = _name_keys(connection, newest.values())
    rows: Rows = defaultdict(list)
    days, found = [], []
    for key, job in newest.items():
        rows_of(job.record, key, keys, rows)
        day = job.record.published if days_of(job.record.published) else job.report.date
        first, last = days_of(day) or (None, None)
        days.append({"of": key, "day": day if first else None, "first_day": first, "last_day": last})
        if key in new:
            days_told = (first, last)
            found.append(search_index.Source(key, _title(job), job.report.text, _outlet(job), days_told, job.record))
    for table in schema.DERIVED:
        if rows[table.name]:
            dialect.insert_rows(connection, table, rows[table.name])
    tallies.add(connection, {table.name: len(rows[table.name]) for table in schema.DERIVED})
    if days:
        connection.execute(sa.update(schema.reports).where(schema.reports.c.key == sa.bindparam("of")), days)
        search_index.index(connection, found)
        search_index.index_again(connection, old)


def _name_keys(connection: sa.Connection, jobs: Iterable[_Job]) -> dict[str, int]:
    """The key of every name of the jobs' parties, new ones written."""
    wanted = list(dict.fromkeys(name for job in jobs for party in job.record.parties for name in party.names))
    t = schema.names.c
    kept_as = {name: fitting(name) for name in wanted}
    keys = {row.name: row.key for row in _where_in(connection, [t.name, t.key], t.name, set(kept_as.values()))}
    next_key = (connection.execute(sa.select(sa.func.max(t.key))).scalar_one() or 0) + 1
    new = [name for name in dict.fromkeys(kept_as.values()) if name not in keys]
    keys.update(zip(new, range(next_key, next_key + len(new)), strict=True))
    if new:
        rows = [{"key": keys[name], "name": name, "folded": name_key(name), "sound": sound_key(name)} for name in new]
        connection.execute(sa.insert(schema.names), rows)
        finding_names.add(connection, [(keys[name], name_key(name), sound_key(name)) for name in new])
    return {name: keys[short] for name, short in kept_as.items()}


def new_sightings(connection: sa.Connection, seen: Iterable[tuple[int, Report]]) -> list[tuple[int, str, str]]:
    """Key, id and path ('' for none) of known texts that came in under others than before."""
    given = {(key, fitting(report.id), fitting(report.path or "")) for key, report in seen}
    keys = {key for key, _, _ in given}
    t, s = schema.reports.c, schema.sightings.c
    given -= {(row.key, row.given_id, row.path or "") for row in
              _where_in(connection, [t.key, t.given_id, t.path], t.key, keys)}  # fmt: skip
    given -= {tuple(row) for row in _where_in(connection, [s.report, s.id, s.path], s.report, keys)}
    return sorted(given)


def note_sightings(connection: sa.Connection, seen: Iterable[tuple[int, Report]], now: str | None = None) -> int:
    """Note the ids and paths under which known texts came in again; gives how many were new."""
    new = new_sightings(connection, seen)
    seen_at = now or kept.now()
    if new:
        rows = [{"report": key, "id": id_, "path": path, "seen_at": seen_at} for key, id_, path in new]
        connection.execute(sa.insert(schema.sightings), rows)
    return len(new)


def keys_of(connection: sa.Connection, hashes: Collection[str]) -> dict[str, int]:
    """The keys of the reports with these content hashes, where there are any."""
    t = schema.reports.c
    return {row.content_hash: row.key for row in _where_in(connection, [t.content_hash, t.key], t.content_hash, hashes)}


def known_hashes(connection: sa.Connection, hashes: Collection[str], reader: str) -> set[str]:
    """Which of `hashes` have a record by `reader`."""
    known: set[str] = set()
    for some in dialect.chunks(sorted(hashes)):
        query = (
            sa.select(schema.reports.c.content_hash)
            .join(schema.records, schema.records.c.report == schema.reports.c.key)
            .where(schema.records.c.reader == reader, schema.reports.c.content_hash.in_(some))
        )
        known.update(connection.execute(query).scalars())
    return known


def write_failure(connection: sa.Connection, where: str, error: MahdarError) -> None:
    """Note why something was set aside; the same reason again changes nothing."""
    told = {"error": type(error).__name__, "found": error.found, "expected": error.expected, "remedy": error.remedy}
    row = {"where": fitting(where)} | {key: _UNWRITABLE.sub("\ufffd", value) for key, value in told.items()}
    t = schema.failures
    same = sa.and_(*(t.c[key] == value for key, value in row.items()))
    if connection.execute(sa.select(t.c.at).where(same)).first() is None:
        connection.execute(dialect.upsert(t), {**row, "at": kept.now()})


def _forget_failures(connection: sa.Connection, jobs: list[_Job]) -> None:
    """What could be read in the end is set aside no longer."""
    places = {place for job in jobs for place in (job.report.path, job.report.id) if place is not None}
    t = schema.failures
    for row in _where_in(connection, [t.c.where], t.c.where, places):
        connection.execute(sa.delete(t).where(t.c.where == row.where))


def _where_in(
    connection: sa.Connection,
    columns: Sequence[sa.ColumnElement[Any]],
    column: sa.ColumnElement[Any],
    values: Collection[Any],
) -> Iterator[sa.Row[Any]]:
    for some in dialect.chunks(sorted(values)):
        yield from connection.execute(sa.select(*columns).where(column.in_(some)))
