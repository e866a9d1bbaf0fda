"""The events of an archive: every report that is wanted coded, line by line, and merged over the reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from mahdar.archive import finding, own_list, schema
from mahdar.archive.findings import Named
from mahdar.archive.linked import ENTITY_KINDS, fresh
from mahdar.archive.streaming import ReadReport, Stream
from mahdar.exchange.events.coding import Told, code
from mahdar.exchange.events.merging import Merger
from mahdar.exchange.events.model import Coded, CodedEvent
from mahdar.record import Record
from mahdar.who.scene import Scene
from mahdar.who.scene import Told as Read

#: The kinds of lines in the archive's table of identities, by the parts of a record that they are in.
_PARTS = {"engagement": "engagements", "chain": "commitments"}
CODED = ("engagements", "statements", "commitments", "incidents")
_r, _i, _e = schema.reports.c, schema.identities.c, schema.entities.c


def events(stream: Stream, *, per_report: bool = False) -> Iterator[CodedEvent]:
    """The events that are wanted: merged over the reports, or with `per_report` one for each line of a record."""
    if per_report:
        for coded in coded_reports(stream):
            yield from coded.events
        return
    with Merger() as merger:
        for account in stream.events():
            merger.account(account)
        for coded in coded_reports(stream):
            for event in coded.events:
                merger.add(event)
        yield from merger.merged()


def coded_reports(stream: Stream) -> Iterator[Coded]:
    """What became of each report: its events, and the lines that are none."""
    wanted = _Lines(stream)
    listed = own_list.of_entities(stream.connection)
    own = {entity: one.wikidata for entity, one in listed.items() if one.wikidata}
    for report in stream.reports(text=True):
        coded = code(_scene(stream, report), _told(stream.connection, report, own))
        yield wanted.of(report.id, coded)


class _Lines:
    """The lines that the filters leave, walked along with the reports."""

    def __init__(self, stream: Stream) -> None:
        self.all = not stream.wanted.given()
        self._walks = {} if self.all else {part: stream.lines(part) for part in CODED}
        self._next: dict[str, tuple[int, Any] | None] = {part: next(walk, None) for part, walk in self._walks.items()}

    def of(self, report: str, coded: Coded) -> Coded:
        """What is wanted of a report's lines."""
        if self.all:
            return coded
        lines = {(part, n) for part in CODED for n in self._numbers(part, report)}
        kept = [event for event in coded.events if (event.tellings[0].part, event.tellings[0].n) in lines]
        return Coded(kept, [line for line in coded.uncoded if (line.part, line.n) in lines])

    def _numbers(self, part: str, report: str) -> Iterator[int]:
        while (line := self._next[part]) is not None and line[1].report == report:
            yield line[0]
            self._next[part] = next(self._walks[part], None)


def _scene(stream: Stream, report: ReadReport) -> Scene:
    record = Record.model_validate_json(finding.record_json(stream.connection, report.id, None))
    record.doc = report.id
    return Scene(Read(record, report.day, report.outlet, report.text or ""))


def _told(connection: sa.Connection, report: ReadReport, own: Mapping[str, str]) -> Told:
    """What the archive knows of a report beside its record."""
    query = (
        sa.select(_i.kind, _i.item, _i.entity, _e.name, _e.name_en)
        .join(schema.reports, _r.key == _i.report)
        .outerjoin(schema.entities, _e.id == _i.entity)
        .where(_r.id == report.id, _i.item.is_not(None), fresh(schema.identities))
    )
    named: dict[str, Named] = {}
    groups: dict[tuple[str, int], str] = {}
    for kind, item, entity, name, english in connection.execute(query):
        if kind in ENTITY_KINDS:
            named[item] = Named(entity, name, english or name)
        elif kind in _PARTS:
            groups[_PARTS[kind], int(item)] = entity
    return Told(report.title, report.url, report.outlet, report.copy_of, named, groups, own)
