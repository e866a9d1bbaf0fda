"""A record as rows of the derived tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from mahdar.archive.days import days_of
from mahdar.archive.wanted import name_key
from mahdar.record import Party, Record

#: Values in the order of the table's columns; by name they would take a third longer to write.
Row = tuple[object, ...]
#: Rows by the name of their table.
Rows = defaultdict[str, list[Row]]


def rows_of(record: Record, report: int, name_keys: dict[str, int], into: Rows) -> None:
    """Add the rows of `record` to `into`; `report` is the report's key, `name_keys` has one for each of its names."""
    _parties(record, report, name_keys, into)
    into["mentions"] += [(report, n, m.type, m.party, m.start, m.end) for n, m in enumerate(record.mentions)]
    _statements(record, report, into)
    _engagements(record, report, into)
    _commitments(record, report, into)
    _incidents(record, report, into)
    into["figures"] += [
        (report, n, f.value, f.unit, f.of, f.approximate, *f.span) for n, f in enumerate(record.figures)
    ]
    into["skipped"] += [(report, n, s.what, s.why, *s.span) for n, s in enumerate(record.skipped)]


def display_name(party: Party) -> str:
    """The longest name, or else the role, or else the id."""
    return max(party.names, key=len) if party.names else party.role or party.id


def _parties(record: Record, report: int, name_keys: dict[str, int], into: Rows) -> None:
    mentioned = Counter(mention.party for mention in record.mentions)
    seen: set[str] = set()
    for n, party in enumerate(record.parties):
        if party.id in seen:
            continue
        seen.add(party.id)
        name = display_name(party)
        into["parties"].append(
            (
                report,
                party.id,
                n,
                party.type,
                name,
                name_key(name),
                party.role,
                party.of,
                mentioned[party.id],
                party.confidence,
            )
        )
        into["party_names"] += [(report, party.id, i, name_keys[name]) for i, name in enumerate(party.names)]


def _statements(record: Record, report: int, into: Rows) -> None:
    for n, s in enumerate(record.statements):
        into["statements"].append((report, n, s.form, s.act, *(s.cue or (None, None)), s.confidence, *s.span))
        _roles("speakers", report, n, s.who, into)


def _engagements(record: Record, report: int, into: Rows) -> None:
    for n, e in enumerate(record.engagements):
        days = days_of(e.date) or (None, None)
        topics = f" {' '.join(e.topics)} "
        into["engagements"].append(
            (report, n, e.kind, e.host, e.date, *days, e.place, topics, e.status, e.historical, e.confidence, *e.span)
        )
        _roles("participants", report, n, e.who, into)


def _commitments(record: Record, report: int, into: Rows) -> None:
    for n, c in enumerate(record.commitments):
        into["commitments"].append(
            (report, n, c.kind, c.area, c.quantity, c.deadline, c.condition, c.status, c.confidence, *c.span)
        )
        _roles("actors", report, n, c.from_, into)
        _roles("recipients", report, n, c.to, into)


def _incidents(record: Record, report: int, into: Rows) -> None:
    for n, i in enumerate(record.incidents):
        days = days_of(i.date) or (None, None)
        counts = _storable(i.killed), _storable(i.injured)
        into["incidents"].append(
            (report, n, i.type, i.mode, i.date, *days, i.place, *counts, i.status, i.confidence, *i.span)
        )
        _roles("perpetrators", report, n, i.who, into)
        _roles("targets", report, n, i.to, into)


def _storable(count: int | None) -> int | None:
    """A count, None where it is beyond what a database can keep: no such count is true."""
    return count if count is not None and abs(count) < 2**63 else None


def _roles(table: str, report: int, n: int, parties: Iterable[str], into: Rows) -> None:
    into[table] += [(report, n, i, party) for i, party in enumerate(parties)]
