"""Addresses: what a report, a line, a person or an event is called for good, and what an address leads to today.

    report/ID                       a report
    statement/ID@START-END          a line of a report, by the characters that it rests on; so engagement/, commitment/,
                                    incident/ and figure/; the second line of a part on the same ones has .2 behind it
    person/CODE  body/  place/      an entity of all reports       event/CODE    an engagement that reports tell of
    state/CC                        a state                        chain/CODE    requests and promises on one thing

An address that was given out stays valid. Texts never change, so that of a line holds whatever reads the report anew:
it leads to the line that stands there now, to the one that people made of it or merged it into, and where nothing reads
a line there any more, to the report. That of an entity that was merged leads to the one that it is part of now.
In an id % # ? / and space are written with % and two digits, as in a URL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sa

from mahdar.archive import finding, identities, lines, reviewed, reviewing_rows, schema
from mahdar.archive.answers import Answer, Line, Span, entity_address, line_address, report_address
from mahdar.archive.findings import STATE
from mahdar.archive.review_lines import LEAST, dice
from mahdar.archive.reviewing import Item, apply
from mahdar.errors import InputError, UnknownEntity, UnknownReport

#: The kinds of lines that have addresses, with the part of the record.
PARTS: Mapping[str, str] = {
    "engagement": "engagements", "statement": "statements", "commitment": "commitments", "incident": "incidents",
    "figure": "figures",
}  # fmt: skip
#: Kinds of addresses that `entities`, events and chains have, with how their ids begin.
ENTITIES: Mapping[str, str] = {
    "person": "person", "body": "body", "place": "place", "event": "engagement", "chain": "chain",
    "engagement": "engagement",
}  # fmt: skip
_LINE = re.compile(rf"({'|'.join(PARTS)})/(.+)@(\d+)-(\d+)(?:\.(\d+))?", re.DOTALL)
_ENTITY = re.compile(rf"({'|'.join(ENTITIES)})/([a-z2-7]+)")
_STATE = re.compile(r"state/([A-Z]{2,3})")
_REPORT = re.compile(r"report/(.+)", re.DOTALL)
_BUILD: Mapping[str, tuple[tuple[sa.Table, ...], Any]] = {
    "engagements": ((schema.participants,), lines.engagement),
    "statements": ((schema.speakers,), lines.statement),
    "commitments": ((schema.actors, schema.recipients), lines.commitment),
    "incidents": ((schema.perpetrators, schema.targets), lines.incident),
    "figures": ((), lines.figure),
}


@dataclass(frozen=True, slots=True)
class Found(Answer):
    """What an address leads to: `asked` is as it was given, `leads_to` the one that it goes by today.

    `kind` is report, engagement, statement, commitment, incident, figure, person, body, place, event, chain or state.
    `report` is the report's id and `n` the number of the line in its part; `entity` the id of an entity, event or
    chain. `gone`: no reading has that line any more, or people rejected it; then `leads_to` is its report.
    """

    asked: str
    leads_to: str
    kind: str
    report: str | None = None
    n: int | None = None
    entity: str | None = None
    gone: bool = False


def is_address(wanted: str) -> bool:
    """Whether that is written as an address is; an id of a person and so on is one."""
    return any(form.fullmatch(wanted) for form in (_LINE, _ENTITY, _STATE, _REPORT))


def find(connection: sa.Connection, address: str) -> Found:
    """What an address leads to. Raises `UnknownReport`, `UnknownEntity`, and `InputError` where it is none."""
    if (line := _LINE.fullmatch(address)) is not None:
        kind, report, start, end, nth = line.groups()
        return _line(connection, address, kind, report, (int(start), int(end)), int(nth or 1))
    if (entity := _ENTITY.fullmatch(address)) is not None:
        kind, code = entity.groups()
        id_ = identities.resolve(connection, f"{ENTITIES[kind]}/{code}")
        leads_to = entity_address(id_) or id_
        return Found(address, leads_to, leads_to.partition("/")[0], entity=id_)
    if (state := _STATE.fullmatch(address)) is not None:
        return _state(connection, address, STATE + state[1])
    if (report_ := _REPORT.fullmatch(address)) is not None:
        _, id_ = _report(connection, report_[1])
        return Found(address, report_address(id_), "report", report=id_)
    raise InputError("no address", expected="report/ID, statement/ID@0-40, person/CODE and so on", where=address)


def line(connection: sa.Connection, found: Found) -> Line:
    """The line that an address leads to. Raises `UnknownEntity` where none stands there."""
    part = PARTS.get(found.kind)
    if part is None or found.report is None or found.n is None:
        raise UnknownEntity("no line stands there", remedy=f"look at {found.leads_to}", where=found.asked)
    roles, build = _BUILD[part]
    question = lines.Question(connection, schema.metadata.tables[part], roles)
    (told,) = question.at([(finding.key_of(connection, found.report), found.n)], build)
    return told  # type: ignore[no-any-return]


# -- reports and lines ---------------------------------------------------------------------------------------------


def _report(connection: sa.Connection, written: str) -> tuple[int, str]:
    """Key and id of the report of that id (as an address has it), also of one known under that id or copied by it."""
    wanted, r = unquote(written), schema.reports.c
    try:
        key = finding.key_of(connection, wanted)
    except UnknownReport:
        s, c = schema.sightings.c, schema.reprints.c
        other = sa.union(sa.select(s.report).where(s.id == wanted), sa.select(c.report).where(c.id == wanted))
        keys = list(connection.execute(other).scalars())
        if len(keys) != 1:
            raise
        (key,) = keys
    return key, str(connection.execute(sa.select(r.id).where(r.key == key)).scalar_one())


def _line(connection: sa.Connection, asked: str, kind: str, written: str, span: Span, nth: int) -> Found:
    key, report = _report(connection, written)
    t = schema.metadata.tables[PARTS[kind]].c
    rows = connection.execute(sa.select(t.n, t.start, t.end).where(t.report == key).order_by(t.n))
    spans: dict[int, Span] = {row.n: (row.start, row.end) for row in rows}
    n = _standing(connection, key, PARTS[kind], spans, span, nth)
    if n is None:
        return Found(asked, report_address(report), "report", report=report, gone=True)
    return Found(asked, line_address(kind, report, spans[n], lines.ordinals(spans)[n]), kind, report=report, n=n)


def _standing(
    connection: sa.Connection, report: int, part: str, spans: Mapping[int, Span], span: Span, nth: int
) -> int | None:
    """The number of the line that an address means; None where it no longer stands. Raises `UnknownEntity`."""
    same = [n for n, other in spans.items() if other == span]
    if same:
        return same[min(nth, len(same)) - 1]
    judged = _judged(connection, report, part, span)
    if judged is not None:
        return judged.n if judged.line is not None else None
    overlap, n = max(((dice(other, span), -n) for n, other in spans.items()), default=(0.0, 0))
    if overlap >= LEAST:
        return -n
    read = (line for record in reviewed.readings(connection, report) for line in record[part])
    if not any(dice(line["span"], span) >= LEAST for line in read):
        raise UnknownEntity(
            f"none of the {part} ever stood there", expected="an address that Mahdar gave", where=f"{span[0]}-{span[1]}"
        )
    return None


def _judged(connection: sa.Connection, report: int, part: str, span: Span) -> Item | None:
    """The line that people made of the one that was read there; of one that was merged, what it was merged into."""
    rows = reviewing_rows.of_reports(connection, [report]).get(report)
    if not rows:
        return None
    items = [item for item in apply(reviewed.as_read(connection, report)[1], rows).items if item.part == part]
    mine = next((item for item in items if _rests_on(item, span)), None)
    if mine is None or mine.line is not None:
        return mine
    merges = {row.key for row in mine.rows if row.act == "merge"}
    return next((item for item in items if item.line is not None and merges & set(item.thread)), mine)


def _rests_on(item: Item, span: Span) -> bool:
    """Whether a line, as it was read or as somebody had it before him, rests on these characters."""
    seen: Iterable[Mapping[str, Any] | None] = (
        item.as_read, item.was, item.line, *(a.get("line") for row in item.rows for a in row.lines),
    )  # fmt: skip
    return any(line is not None and tuple(line.get("span") or ()) == span for line in seen)


# -- entities ------------------------------------------------------------------------------------------------------


def _state(connection: sa.Connection, asked: str, entity: str) -> Found:
    t = schema.states.c
    if connection.execute(sa.select(t.entity).where(t.entity == entity)).first() is None:
        raise UnknownEntity("no such state", remedy="'mahdar link' says which states reports tell of", where=asked)
    return Found(asked, entity_address(entity) or asked, "state", entity=entity)
