"""A record as rows of the derived tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from mahdar.archive.days import days_of
from mahdar.archive.wanted import name_key
from mahdar.record import Engagement, Incident, Party, Record

Row = dict[str, Any]
#: Rows by the name of their table.
Rows = defaultdict[str, list[Row]]


def rows_of(record: Record, report: int, name_keys: dict[str, int], into: Rows) -> None:
    """Add the rows of `record` to `into`; `report` is the report's key, `name_keys` has a key for each of its names."""
    _parties(record.parties, report, name_keys, into)
    into["mentions"] += [
        {"report": report, "n": n, "type": m.type, "party": m.party, "start": m.start, "end": m.end}
        for n, m in enumerate(record.mentions)
    ]
    for n, statement in enumerate(record.statements):
        cue_start, cue_end = statement.cue or (None, None)
        line = {"form": statement.form, "act": statement.act, "cue_start": cue_start, "cue_end": cue_end}
        into["statements"].append(_line(report, n, statement.span, line))
        _roles("speakers", report, n, statement.who, into)
    _engagements(record.engagements, report, into)
    _commitments(record, report, into)
    _incidents(record.incidents, report, into)
    into["figures"] += [
        _line(report, n, f.span, {"value": f.value, "unit": f.unit, "of": f.of, "approximate": f.approximate})
        for n, f in enumerate(record.figures)
    ]
    into["skipped"] += [_line(report, n, s.span, {"what": s.what, "why": s.why}) for n, s in enumerate(record.skipped)]


def display_name(party: Party) -> str:
    """The longest name, or else the role, or else the id."""
    return max(party.names, key=len) if party.names else party.role or party.id


def _parties(parties: Iterable[Party], report: int, name_keys: dict[str, int], into: Rows) -> None:
    seen: set[str] = set()
    for n, party in enumerate(parties):
        if party.id in seen:
            continue
        seen.add(party.id)
        name = display_name(party)
        into["parties"].append(
            {
                "report": report,
                "party": party.id,
                "n": n,
                "type": party.type,
                "name": name,
                "folded": name_key(name),
                "role": party.role,
                "of": party.of,
            }
        )
        into["party_names"] += [
            {"report": report, "party": party.id, "n": i, "name": name_keys[name]} for i, name in enumerate(party.names)
        ]


def _engagements(engagements: Iterable[Engagement], report: int, into: Rows) -> None:
    for n, engagement in enumerate(engagements):
        first_day, last_day = days_of(engagement.date) or (None, None)
        line = {
            "kind": engagement.kind, "host": engagement.host, "date": engagement.date, "first_day": first_day,
            "last_day": last_day, "place": engagement.place, "topics": f" {' '.join(engagement.topics)} ",
            "status": engagement.status, "historical": engagement.historical,
        }  # fmt: skip
        into["engagements"].append(_line(report, n, engagement.span, line))
        _roles("participants", report, n, engagement.who, into)


def _commitments(record: Record, report: int, into: Rows) -> None:
    for n, commitment in enumerate(record.commitments):
        line = {
            "kind": commitment.kind, "area": commitment.area, "quantity": commitment.quantity,
            "deadline": commitment.deadline, "condition": commitment.condition, "status": commitment.status,
        }  # fmt: skip
        into["commitments"].append(_line(report, n, commitment.span, line))
        _roles("actors", report, n, commitment.from_, into)
        _roles("recipients", report, n, commitment.to, into)


def _incidents(incidents: Iterable[Incident], report: int, into: Rows) -> None:
    for n, incident in enumerate(incidents):
        first_day, last_day = days_of(incident.date) or (None, None)
        line = {
            "type": incident.type, "mode": incident.mode, "date": incident.date, "first_day": first_day,
            "last_day": last_day, "place": incident.place, "killed": _storable(incident.killed), "injured": _storable(incident.injured),
            "status": incident.status,
        }  # fmt: skip
        into["incidents"].append(_line(report, n, incident.span, line))
        _roles("perpetrators", report, n, incident.who, into)
        _roles("targets", report, n, incident.to, into)


def _storable(count: int | None) -> int | None:
    """A count, None where it is beyond what a database can keep: no such count is true."""
    return count if count is not None and abs(count) < 2**63 else None


def _line(report: int, n: int, span: tuple[int, int], values: Row) -> Row:
    return {"report": report, "n": n, **values, "start": span[0], "end": span[1]}


def _roles(table: str, report: int, n: int, parties: Iterable[str], into: Rows) -> None:
    into[table] += [{"report": report, "n": n, "i": i, "party": party} for i, party in enumerate(parties)]
