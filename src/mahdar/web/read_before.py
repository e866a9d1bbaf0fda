"""The lines of a record as the archive answers them, for the reading of an earlier reader, which no table has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mahdar.archive.answers import (
    CommitmentLine,
    EngagementLine,
    FigureLine,
    IncidentLine,
    Line,
    PartyRef,
    SkippedLine,
    StatementLine,
    StoredReport,
)
from mahdar.record import Record


def lines_before(report: StoredReport, record: Record) -> dict[str, list[Line]]:
    """The lines of `record`, a reading of `report`, by their part; parties without what linking knows of them."""
    return _Lines(report, record).parts()


class _Lines:
    def __init__(self, report: StoredReport, record: Record) -> None:
        self._report, self._record = report, record
        self._parties = {
            p.id: PartyRef(p.id, p.type, p.names[0] if p.names else p.role or p.id, p.role) for p in record.parties
        }

    def parts(self) -> dict[str, list[Line]]:
        """The lines of each part."""
        r = self._record
        return {
            "engagements": [self._engagement(line) for line in r.engagements],
            "statements": [
                StatementLine(
                    **self._common(s), who=self._refs(s.who), form=s.form, act=s.act, cue=s.cue, confidence=s.confidence
                )
                for s in r.statements
            ],
            "commitments": [self._commitment(line) for line in r.commitments],
            "incidents": [self._incident(line) for line in r.incidents],
            "figures": [self._figure(line) for line in r.figures],
            "skipped": [SkippedLine(**self._common(line), what=line.what, why=line.why) for line in r.skipped],
        }

    def _engagement(self, e: Any) -> Line:  # noqa: ANN401 -- a noun of the record
        return EngagementLine(
            **self._common(e), kind=e.kind, who=self._refs(e.who), host=self._ref(e.host), date=e.date,
            place=self._ref(e.place), topics=list(e.topics), status=e.status, historical=e.historical,
            confidence=e.confidence,
        )  # fmt: skip

    def _commitment(self, c: Any) -> Line:  # noqa: ANN401
        return CommitmentLine(
            **self._common(c), kind=c.kind, from_=self._refs(c.from_), to=self._refs(c.to), area=c.area,
            quantity=c.quantity, deadline=c.deadline, condition=c.condition, status=c.status, confidence=c.confidence,
        )  # fmt: skip

    def _incident(self, i: Any) -> Line:  # noqa: ANN401
        return IncidentLine(
            **self._common(i), type=i.type, mode=i.mode, who=self._refs(i.who), to=self._refs(i.to), date=i.date,
            place=self._ref(i.place), killed=i.killed, injured=i.injured, status=i.status, confidence=i.confidence,
        )  # fmt: skip

    def _figure(self, f: Any) -> Line:  # noqa: ANN401
        value = int(f.value) if f.value == int(f.value) else f.value
        return FigureLine(**self._common(f), value=value, unit=f.unit, of=self._ref(f.of), approximate=f.approximate)

    def _ref(self, party: str | None) -> PartyRef | None:
        return self._parties.get(party) if party is not None else None

    def _refs(self, parties: Iterable[str]) -> list[PartyRef]:
        return [self._parties[party] for party in parties if party in self._parties]

    def _common(self, line: Any) -> dict[str, Any]:  # noqa: ANN401
        report, own = self._report, getattr(line, "date", None)
        start, end = line.span
        return {
            "report": report.id, "report_title": report.title, "day": own or report.day, "span": (start, end),
            "dated_by": "event" if own else "report" if report.day else None, "quote": report.text[start:end],
        }  # fmt: skip
