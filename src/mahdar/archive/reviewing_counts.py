"""What is asked of all reviewed reports, counted once for each: agreement, rows without a line, how much is judged.

The counts of a report hold for its last review and the record that it is about. They are written with every review and
every new reading; those of an archive that had none yet follow with the first of these, and are worked out until then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

import sqlalchemy as sa

from mahdar.archive import dialect, reviewing_rows, schema
from mahdar.archive.reviewing import Reviewed, RowState, apply
from mahdar.archive.reviewing_measures import Tally, tally
from mahdar.record import Record

_c, _d, _w, _v = schema.reviewed_counts.c, schema.records.c, schema.reviewed.c, schema.reviews.c


class Stand(NamedTuple):
    """What counts hold for: the key of a report's last review, and that of its newest record as read."""

    review: int
    base: int


@dataclass(frozen=True, slots=True)
class Counts:
    """A report: its `lines`, how many of them are `unread` or `unsettled`, who judged; `loose` are the rows (by key)
    that no line of today's record is behind, and how they stand; `parts` is what agreement is counted from.
    """

    lines: int
    unread: int
    unsettled: int
    by: list[str]
    loose: dict[int, RowState]
    parts: dict[str, Tally]


def counted(state: Reviewed) -> Counts:
    """The counts of a report with its reviews."""
    items = [item for item in state.items if item.line is not None or item.rows]
    return Counts(
        lines=len(items),
        unread=sum(item.state in ("unread", "noted") and item.line is not None for item in items),
        unsettled=sum(not item.final for item in items),
        by=sorted({name for item in items for name in item.by}),
        loose={key: stands for key, stands in state.rows.items() if stands in ("unmatched", "dormant")},
        parts=tally(state),
    )


def every(connection: sa.Connection) -> dict[int, Counts]:
    """The counts of all reports that have reviews, by key of the report, in the order of their first reviews."""
    stands = _stands(connection)
    rows = connection.execute(sa.select(schema.reviewed_counts))
    found = {row.report: _read(row.counts) for row in rows if stands.get(row.report) == (row.review, row.base)}
    found |= _worked_out(connection, {key: at for key, at in stands.items() if key not in found})
    return {key: found[key] for key in stands}


def write(connection: sa.Connection, report: int, stand: Stand, state: Reviewed) -> None:
    """Write the counts of a report."""
    _put(connection, {report: stand}, {report: counted(state)})


def complete(connection: sa.Connection) -> None:
    """Write the counts that are missing."""
    stands = _stands(connection)
    rows = connection.execute(sa.select(_c.report, _c.review, _c.base))
    there = {row.report for row in rows if stands.get(row.report) == (row.review, row.base)}
    missing = {key: at for key, at in stands.items() if key not in there}
    _put(connection, missing, _worked_out(connection, missing))


def _put(connection: sa.Connection, stands: dict[int, Stand], found: dict[int, Counts]) -> None:
    rows = [{"report": key, **at._asdict(), "counts": _written(found[key])} for key, at in stands.items()]
    if rows:
        connection.execute(dialect.upsert(schema.reviewed_counts), rows)


def _stands(connection: sa.Connection) -> dict[int, Stand]:
    last = sa.select(_v.report, sa.func.min(_v.key), sa.func.max(_v.key)).group_by(_v.report)
    reviews = {report: (first, newest) for report, first, newest in connection.execute(last)}
    bases: dict[int, int] = {}
    for some in dialect.chunks(sorted(reviews)):
        theirs = sa.select(_w.record)
        newest = sa.select(_d.report, sa.func.max(_d.key)).where(_d.report.in_(some), _d.key.not_in(theirs))
        bases.update((report, key) for report, key in connection.execute(newest.group_by(_d.report)))
    in_order = sorted(reviews, key=lambda report: reviews[report][0])
    return {report: Stand(reviews[report][1], bases[report]) for report in in_order}


def _worked_out(connection: sa.Connection, stands: dict[int, Stand]) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for some in dialect.chunks(stands, 100):
        query = sa.select(_d.report, _d.record).where(_d.key.in_([stands[report].base for report in some]))
        records = {row.report: row.record for row in connection.execute(query)}
        for report, rows in reviewing_rows.of_reports(connection, some).items():
            found[report] = counted(apply(Record.model_validate_json(records[report]).to_dict(), rows))
    return found


def _written(counts: Counts) -> str:
    return json.dumps(asdict(counts), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Counts:
    told = json.loads(text)
    told["loose"] = {int(key): stands for key, stands in told["loose"].items()}
    told["parts"] = {part: Tally(**one) for part, one in told["parts"].items()}
    return Counts(**told)


def loose(every_: Iterable[Counts]) -> dict[int, RowState]:
    """How the rows stand that no line is behind, by key, in their order."""
    return dict(sorted(row for counts in every_ for row in counts.loose.items()))
