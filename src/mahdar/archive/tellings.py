"""What pages of events and reports ask beside lines and events: many tellings at once, the event of a line, copies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from mahdar.archive import dialect, finding, lines, schema
from mahdar.archive.answers import Answer, EngagementLine, report_address
from mahdar.archive.lines import Question

#: A line by its report and its number there.
Place = tuple[str, int]
_r, _i, _c = schema.reports.c, schema.identities.c, schema.copies.c


@dataclass(frozen=True, slots=True)
class Copied(Answer):
    """Another report of the archive with the same text; `original` where this one took it over from that one."""

    id: str
    title: str | None
    outlet: str | None
    day: str | None
    kind: str
    original: bool

    @property
    def address(self) -> str | None:
        """``report/ID``."""
        return report_address(self.id)


def tellings(connection: sa.Connection, places: Iterable[Place]) -> dict[Place, EngagementLine]:
    """The engagements at these places, looked up together; without those that no longer stand there."""
    wanted = set(places)
    keys = finding.keys_of(connection, (report for report, _ in wanted))
    ids = {key: id_ for id_, key in keys.items()}
    t = schema.engagements.c
    there: list[tuple[int, int]] = []
    for chunk in dialect.chunks(sorted(ids)):
        rows_there = connection.execute(sa.select(t.report, t.n).where(t.report.in_(chunk)).order_by(t.report, t.n))
        there += [(key, n) for key, n in rows_there if (ids[key], n) in wanted]
    question = Question(connection, schema.engagements, (schema.participants,))
    found = question.at(there, lines.engagement)
    return {(ids[key], n): line for (key, n), line in zip(there, found, strict=True)}


def event_of(connection: sa.Connection, report: str, n: int) -> str | None:
    """The id of the event that the n-th engagement of a report is a telling of; None before it was linked."""
    query = sa.select(_i.entity).join(schema.reports, _r.key == _i.report)
    query = query.where(_r.id == report, _i.kind == "engagement", _i.item == str(n))
    return connection.execute(query.limit(1)).scalar_one_or_none()


def copies(connection: sa.Connection, id_or_prefix: str) -> list[Copied]:
    """The reports that a report took its text over from, then those that took theirs from it."""
    key = finding.key_of(connection, id_or_prefix)
    found = []
    for own, other, original in ((_c.copy, _c.original, True), (_c.original, _c.copy, False)):
        query = sa.select(_r.id, _r.title, _r.outlet, _r.day, _c.kind).join(schema.copies, other == _r.key)
        rows = connection.execute(query.where(own == key).order_by(sa.func.coalesce(_r.day, "9999"), _r.id))
        found += [Copied(*row, original=original) for row in rows]
    return found
