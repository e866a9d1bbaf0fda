"""What linking found, as rows: read before a run, written after it in one transaction, and asked for."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from mahdar.archive import dialect, schema, told
from mahdar.archive.chain_steps import LINE_KINDS
from mahdar.archive.decisions import Decision, every

#: Names of what `link_state` holds: how many runs there were, by which linker, after which decision, over which texts.
RUN, LINKER, DECISION, TEXTS = "run", "linker", "decision", "texts"
#: The name under which `link_state` holds the user's own list of entities, which no run changes.
LIST = "list"
#: Kinds of what has a row in `entities`, and all kinds that an id can begin with.
ENTITY_KINDS = ("person", "body", "place")
KINDS = (*ENTITY_KINDS, *LINE_KINDS)
_ID = re.compile(rf"({'|'.join(KINDS)})/[a-z2-7]+")
_UNKNOWN_DAY = "9999"


class Present(NamedTuple):
    """A report as the archive has it: its key, the key of its newest record, what its text is known by."""

    report: int
    record: int
    content_hash: str


class Identity(NamedTuple):
    """A row of `identities`."""

    key: int
    id: str
    kind: str
    report: int
    item: str | None
    entity: str
    step: str | None


@dataclass(frozen=True)
class State:
    """What a run begins with. `present` goes by report id; `linked` has the record of each report that was linked."""

    values: dict[str, str]
    present: dict[str, Present]
    linked: dict[int, int]
    identities: list[Identity]
    decisions: list[Decision]

    @property
    def run(self) -> int:
        return int(self.values.get(RUN, 0))


@dataclass(frozen=True)
class Found:
    """What a run ends with: all rows of the tables of linking, notes only where they are new.

    `findings` are the rows of `schema.FOUND` by table (`findings_rows.rows_of`).
    """

    identities: list[Identity]
    entities: set[tuple[str, str, str, str]] = field(default_factory=set)
    events: set[tuple[str, str, str | None]] = field(default_factory=set)
    chains: set[tuple[str, str, str, str | None, int | None]] = field(default_factory=set)
    links: set[tuple[str, str, str, float, str, bool]] = field(default_factory=set)
    copies: set[tuple[int, int, str]] = field(default_factory=set)
    linked: set[tuple[int, int]] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    notes: dict[int, bytes] = field(default_factory=dict)
    findings: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)


def read_state(connection: sa.Connection) -> State:
    """Everything that a run of linking begins with, but for the reports themselves."""
    r, d, i = schema.reports.c, schema.records.c, schema.identities.c
    newest = sa.select(d.report, sa.func.max(d.key).label("record")).group_by(d.report).subquery()
    query = sa.select(r.id, r.key, newest.c.record, r.content_hash).join(newest, newest.c.report == r.key)
    present = {id_: Present(key, record, hash_) for id_, key, record, hash_ in connection.execute(query)}
    columns = i.key, i.id, i.kind, i.report, i.item, i.entity, i.step
    identities = [Identity(*row) for row in connection.execute(sa.select(*columns).order_by(i.key))]
    linked = {row.report: row.record for row in connection.execute(sa.select(schema.linked))}
    return State(read_values(connection), present, linked, identities, every(connection))


def read_values(connection: sa.Connection) -> dict[str, str]:
    """What `link_state` holds of the last run."""
    t = schema.link_state
    return {row.name: row.value for row in connection.execute(sa.select(t).where(t.c.name != LIST))}


def read_notes(connection: sa.Connection) -> dict[int, bytes]:
    """The notes of every report that has some, by its key."""
    return {key: zlib.decompress(notes) for key, notes in connection.execute(sa.select(schema.link_notes))}


def fresh(identities: sa.FromClause) -> sa.ColumnElement[bool]:
    """The condition that the report of a row of `identities` has not been read anew since it was linked.

    As in `read_since`, what came later has a greater key than all that a run took in: so a database looks once for
    reports that were read anew, not once for each row.
    """
    return identities.c.report.not_in(_read_anew())


@cache
def _read_anew() -> sa.Select[tuple[int]]:
    """The reports that were read anew since they were linked."""
    # Aliases: where a question has these tables itself, they would be taken for its own.
    records, linked, runs = schema.records.alias(), schema.linked.alias(), schema.linked.alias()
    d, last = records.c, sa.select(sa.func.max(runs.c.record)).scalar_subquery()
    return sa.select(d.report).join(linked, linked.c.report == d.report).where(d.key > last)


def fresh_now(connection: sa.Connection, identities: sa.FromClause) -> sa.ColumnElement[bool]:
    """As `fresh`, without looking at each row where nothing has been read since."""
    return sa.true() if read_since(connection) is None else fresh(identities)


def is_id(text: str) -> bool:
    """Whether that is an id of linking, or the beginning of one."""
    return _ID.fullmatch(text) is not None


def alive(connection: sa.Connection, found: Identity) -> Identity | None:
    """The identity that stands for one today: itself, or its heir where no reading has it any more; else None."""
    t = schema.identities
    while found.item is None:
        if found.entity == found.id:
            return None
        found = Identity(*connection.execute(sa.select(t).where(t.c.id == found.entity)).one())
    return found


def led_to(connection: sa.Connection, wanted: str) -> str | None:
    """The id that an id, or the only one that begins so, goes by today; None where there is none."""
    found = beginning(connection, wanted)
    now = alive(connection, found[0]) if len(found) == 1 else None
    return now.entity if now is not None else None


def all_fresh(connection: sa.Connection) -> bool:
    """Whether no report has been read anew since it was linked."""
    d, t = schema.records.c, schema.linked.c
    query = sa.select(d.key).join(schema.linked, t.report == d.report).where(d.key > t.record).limit(1)
    return connection.execute(query).first() is None


def read_since(connection: sa.Connection) -> sa.Select[tuple[int]] | None:
    """The reports that were read, or read anew, since a run last took in what there was; None where there are none.

    A run takes the newest record of every report in, and every record that comes later has a greater key.
    """
    d, last = schema.records.c, sa.select(sa.func.max(schema.linked.c.record))
    after = connection.execute(last).scalar_one() or 0
    query = sa.select(d.report).where(d.key > after)
    return query if connection.execute(query.limit(1)).first() is not None else None


def beginning(connection: sa.Connection, wanted: str) -> list[Identity]:
    """The identity of an id, else up to two of those whose ids begin so."""
    t = schema.identities
    for here in (t.c.id == wanted, t.c.id.startswith(wanted, autoescape=True)):
        found = [Identity(*row) for row in connection.execute(sa.select(t).where(here).order_by(t.c.id).limit(2))]
        if found:
            return found
    return []


def records_at(connection: sa.Connection, keys: Collection[int]) -> dict[int, str]:
    """Records as JSON, by their keys."""
    t = schema.records.c
    found: dict[int, str] = {}
    for some in dialect.chunks(sorted(keys)):
        rows = connection.execute(sa.select(t.key, t.record).where(t.key.in_(some)))
        found.update((key, record) for key, record in rows)
    return found


def write(connection: sa.Connection, before: State, found: Found) -> bool:
    """Put what a run found in the place of what stood there; False where another run ended in between."""
    if int(read_values(connection).get(RUN, 0)) != before.run:
        return False
    _rewrite(connection, schema.identities, set(found.identities))
    for table in (schema.entities, schema.events, schema.chains, schema.links, schema.copies, schema.linked):
        _rewrite(connection, table, getattr(found, table.name))
    for table in schema.FOUND:
        _rewrite(connection, table, found.findings.get(table.name, ()))
    told.refresh(connection)
    values = found.values | {RUN: str(before.run + 1)}
    t = schema.link_state
    listed = connection.execute(sa.select(t).where(t.c.name == LIST)).all()
    _rewrite(connection, t, {*values.items(), *map(tuple, listed)})
    t = schema.link_notes
    for some in dialect.chunks(sorted(found.notes)):
        connection.execute(sa.delete(t).where(t.c.report.in_(some)))
        dialect.insert_rows(connection, t, [(key, zlib.compress(found.notes[key])) for key in some])
    return True


def _rewrite(connection: sa.Connection, table: sa.Table, rows: Collection[tuple[Any, ...]]) -> None:
    """Make `rows` the rows of a table; those that are there already are not touched."""
    new = set(rows)
    old = {tuple(row) for row in connection.execute(sa.select(table))}
    keys = list(table.primary_key.columns)
    at = [table.c.values().index(key) for key in keys]
    if gone := old - new:
        this = sa.and_(*(key == sa.bindparam(f"old_{key.name}") for key in keys))
        gone_keys = [{f"old_{key.name}": row[n] for key, n in zip(keys, at, strict=True)} for row in gone]
        connection.execute(sa.delete(table).where(this), gone_keys)
    if fresh := new - old:
        dialect.insert_rows(connection, table, sorted(fresh, key=repr))


# -- asked for -----------------------------------------------------------------------------------------------------


def shape(connection: sa.Connection) -> dict[str, Any]:
    """Who is who, which engagements are one and the copies, in the shape of `mahdar link --links`."""
    members = _members(connection)
    e = schema.entities.c
    found: dict[str, Any] = {"persons": [], "bodies": [], "places": []}
    names = dict(zip(ENTITY_KINDS, found, strict=True))
    for id_, kind, name in connection.execute(sa.select(e.id, e.kind, e.name)):
        found[names[kind]].append({"id": id_, "name": name, "parties": [list(m[:2]) for m in members[id_]]})
    v = schema.events.c
    found["engagements"] = [
        {"id": id_, "date": date, "kind": kind, "reports": [[doc, int(n)] for doc, n, _ in members[id_]]}
        for id_, kind, date in connection.execute(sa.select(v.id, v.kind, v.date))
    ]
    for part in found:
        found[part].sort(key=lambda entry: entry.get("parties") or entry.get("reports"))
    found["copies"] = read_copies(connection)
    return found


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many entries each part of `shape` has."""
    e, events, copies = schema.entities.c, schema.events, schema.copies
    of = {kind: int(n) for kind, n in connection.execute(sa.select(e.kind, sa.func.count()).group_by(e.kind))}
    many = {part: of.get(kind, 0) for part, kind in zip(("persons", "bodies", "places"), ENTITY_KINDS, strict=True)}
    many["engagements"] = connection.execute(sa.select(sa.func.count()).select_from(events)).scalar_one()
    many["copies"] = connection.execute(sa.select(sa.func.count(copies.c.original.distinct()))).scalar_one()
    return many


def _members(connection: sa.Connection) -> Mapping[str, list[tuple[str, str, str | None]]]:
    """What belongs to each id: report, party id or number of the line, step; by day, report and place in it."""
    i, r = schema.identities.c, schema.reports.c
    query = sa.select(i.entity, r.id, i.item, i.step, r.day, i.kind).join(schema.reports, r.key == i.report)
    members: dict[str, list[tuple[str, str, str | None, tuple[Any, ...]]]] = defaultdict(list)
    for entity, doc, item, step, day, kind in connection.execute(query.where(i.item.is_not(None))):
        n = (int(item), "") if kind in ("engagement", "chain") else (0, item)
        members[entity].append((doc, item, step, (day or _UNKNOWN_DAY, doc, *n)))
    return defaultdict(list, {
        id_: [row[:3] for row in sorted(some, key=lambda row: row[3])] for id_, some in members.items()
    })  # fmt: skip


def read_copies(connection: sa.Connection) -> list[dict[str, Any]]:
    """Each report that others took over, with its copies."""
    t, r = schema.copies.c, schema.reports
    copy, original = r.alias(), r.alias()
    query = (
        sa.select(original.c.id, copy.c.id, t.kind, copy.c.day)
        .join(original, original.c.key == t.original)
        .join(copy, copy.c.key == t.copy)
    )
    rows = sorted(connection.execute(query), key=lambda row: (row[0], row[3] or _UNKNOWN_DAY, row[1]))
    found: dict[str, dict[str, Any]] = {}
    for first, other, kind, _ in rows:
        found.setdefault(first, {"original": first, "copies": [], "kind": kind})["copies"].append(other)
    return list(found.values())
