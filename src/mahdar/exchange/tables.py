"""The rows of each table, as tuples in the order of its columns: text, numbers, booleans, None, and lists of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from mahdar.archive import own_list
from mahdar.archive.answers import Line, PartyRef
from mahdar.archive.findings import Named
from mahdar.archive.streaming import Stream

Row = tuple[Any, ...]


class Options(NamedTuple):
    """What an export can be asked for: texts of reports, and a mark for Excel at the head of CSV files.

    `per_report`: events of event codings as each report tells them, not merged over the reports.
    """

    text: bool = False
    bom: bool = False
    per_report: bool = False


class TableRows(NamedTuple):
    """The part of the archive that a table is counted and left out by, and how its rows are made."""

    part: str
    rows: Callable[[Stream, Options], Iterator[Row]]


def _names(parties: Iterable[PartyRef]) -> list[str]:
    return [party.name for party in parties]


def _entities(parties: Iterable[PartyRef]) -> list[str]:
    return [party.entity or "" for party in parties]


def _name(party: PartyRef | None) -> str | None:
    return party.name if party is not None else None


def _entity(party: PartyRef | None) -> str | None:
    return party.entity if party is not None else None


def _named(some: Iterable[Named]) -> tuple[list[str], list[str]]:
    both = [(one.name, one.entity) for one in some]
    return [name for name, _ in both], [entity for _, entity in both]


def _rests_on(line: Line) -> Row:
    """What all lines end with: review, span and quote."""
    return (line.review.state if line.review else None, *line.span, line.quote)


def _reports(stream: Stream, options: Options) -> Iterator[Row]:
    for r in stream.reports(text=options.text):
        yield r.id, r.title, r.day, r.date, r.outlet, r.url, r.content_hash, r.reader, r.copy_of, r.text


def _parties(stream: Stream, _: Options) -> Iterator[Row]:
    for p in stream.parties():
        yield (
            p.report, p.party, p.type, p.name, p.name_en, p.names, p.role, p.of, p.mentions, p.confidence, p.entity
        )  # fmt: skip


def _engagements(stream: Stream, _: Options) -> Iterator[Row]:
    for n, e in stream.lines("engagements"):
        yield (
            e.report, n, e.kind, e.status, e.historical, e.date, e.day, e.dated_by, _names(e.who), _entities(e.who),
            _name(e.host), _entity(e.host), _name(e.place), _entity(e.place), e.topics, e.confidence, *_rests_on(e),
        )  # fmt: skip


def _statements(stream: Stream, _: Options) -> Iterator[Row]:
    for n, s in stream.lines("statements"):
        cue = s.cue or (None, None)
        yield (
            s.report, n, s.act, s.form, s.day, s.dated_by, _names(s.who), _entities(s.who), *cue, s.confidence,
            *_rests_on(s),
        )  # fmt: skip


def _commitments(stream: Stream, _: Options) -> Iterator[Row]:
    for n, c in stream.lines("commitments"):
        yield (
            c.report, n, c.kind, c.area, c.status, c.day, c.dated_by, _names(c.from_), _entities(c.from_),
            _names(c.to), _entities(c.to), c.quantity, c.deadline, c.condition, c.confidence, *_rests_on(c),
        )  # fmt: skip


def _incidents(stream: Stream, _: Options) -> Iterator[Row]:
    for n, i in stream.lines("incidents"):
        yield (
            i.report, n, i.type, i.mode, i.status, i.date, i.day, i.dated_by, _names(i.who), _entities(i.who),
            _names(i.to), _entities(i.to), _name(i.place), _entity(i.place), i.killed, i.injured, i.confidence,
            *_rests_on(i),
        )  # fmt: skip


def _figures(stream: Stream, _: Options) -> Iterator[Row]:
    for n, f in stream.lines("figures"):
        yield (
            f.report, n, float(f.value), f.unit, f.approximate, _name(f.of), _entity(f.of), f.day, f.dated_by,
            *_rests_on(f),
        )  # fmt: skip


def _participants(stream: Stream, _: Options) -> Iterator[Row]:
    return stream.participants()


def _entity_rows(stream: Stream, _: Options) -> Iterator[Row]:
    own = own_list.of_entities(stream.connection)
    for e in stream.entities():
        listed = own.get(e.id)
        yield (
            e.id, e.kind, e.name, e.name_en, e.types, e.names, e.roles, e.reports, e.mentions, e.first_day, e.last_day,
            listed.id if listed else None, listed.wikidata if listed else None,
        )  # fmt: skip


def _events(stream: Stream, _: Options) -> Iterator[Row]:
    for e in stream.events():
        place = (e.place.name, e.place.entity) if e.place else (None, None)
        reports = list(dict.fromkeys(source.report for source in e.sources))
        yield e.id, e.kind, e.date, e.status, *_named(e.who), *place, e.independent, reports, e.conflicts


def _event_versions(stream: Stream, _: Options) -> Iterator[Row]:
    for e in stream.events():
        for i, v in enumerate(e.versions):
            yield e.id, i, v.field, v.value, v.value_en, v.reports, v.announced, v.agrees


def _chains(stream: Stream, _: Options) -> Iterator[Row]:
    for c in stream.chains():
        days = _days(step.day for step in c.steps)
        said = c.confirmed.day if c.confirmed is not None else None
        yield c.id, c.area, c.status, c.due, said, *_named(c.givers), *_named(c.takers), len(c.steps), *days


def _chain_steps(stream: Stream, _: Options) -> Iterator[Row]:
    for c in stream.chains():
        for i, s in enumerate(c.steps):
            yield c.id, i, s.report, s.n, s.day, s.step, s.from_, s.to, *s.span, s.quote


def _series(stream: Stream, _: Options) -> Iterator[Row]:
    for n, s in enumerate(stream.series()):
        days = _days(point.day for point in s.points)
        yield f"series/{n}", s.what, s.unit, s.kind, s.disputed, s.independent, len(s.points), *days


def _series_points(stream: Stream, _: Options) -> Iterator[Row]:
    for n, s in enumerate(stream.series()):
        for i, p in enumerate(s.points):
            high = float(p.high) if p.high is not None else None
            yield (
                f"series/{n}", i, p.report, p.n, p.day, float(p.value), high, p.bound, *_named(p.by), p.copy_of,
                p.disputed, *p.span, p.quote,
            )  # fmt: skip


def _offices(stream: Stream, _: Options) -> Iterator[Row]:
    for n, o in enumerate(stream.offices()):
        of = (o.of.name, o.of.entity) if o.of else (None, None)
        reports = list(dict.fromkeys(holding.report for holding in o.reports))
        yield (
            f"office/{n}", o.office, o.person.name, o.person.name_en, o.person.entity, o.role, *of, o.state, o.seat,
            o.speaks, o.first_seen, o.last_seen, o.since, o.until, reports,
        )  # fmt: skip


def _days(days: Iterable[str | None]) -> tuple[str | None, str | None]:
    known = [day for day in days if day]
    return min(known, default=None), max(known, default=None)


#: By the name of the table.
ROWS: dict[str, TableRows] = {
    "reports": TableRows("reports", _reports),
    "parties": TableRows("parties", _parties),
    "engagements": TableRows("engagements", _engagements),
    "statements": TableRows("statements", _statements),
    "commitments": TableRows("commitments", _commitments),
    "incidents": TableRows("incidents", _incidents),
    "figures": TableRows("figures", _figures),
    "participants": TableRows("participants", _participants),
    "entities": TableRows("entities", _entity_rows),
    "events": TableRows("events", _events),
    "event_versions": TableRows("events", _event_versions),
    "chains": TableRows("chains", _chains),
    "chain_steps": TableRows("chains", _chain_steps),
    "series": TableRows("series", _series),
    "series_points": TableRows("series", _series_points),
    "offices": TableRows("offices", _offices),
}
