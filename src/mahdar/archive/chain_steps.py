"""The steps of chains, as pages show them: looked up line by line, and kept with the links so that they seldom are.

A page of fifty chains has thousands of steps, each in a report of its own: to look up its words, its day and who says
it to whom in eight tables takes ten times as long as to read them from one. What is kept holds for as long as no report
of a chain is read anew; a chain of which nothing is kept is looked up.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.findings import Step

#: Kinds of identities that are lines.
LINE_KINDS = ("engagement", "chain")
_i, _r, _k, _l = schema.identities.c, schema.reports.c, schema.chain_steps.c, schema.linked.c
_SHOWN = (
    _k.id, _k.doc, _k.n, _k.day, _k.step, _k.givers, _k.takers, _k.quote, _k.start, _k.end, _k.deadline,
)  # fmt: skip


def number(item: sa.ColumnElement[Any], kind: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """The number of the line that an identity of engagements or chains is: what its line is looked up by."""
    return sa.case((kind.in_(LINE_KINDS), sa.cast(item, sa.Integer)))


def of_chains(
    connection: sa.Connection, ids: Sequence[str], newer: sa.Select[tuple[int]] | None
) -> Mapping[str, list[Step]]:
    """The steps of each of these chains, in the order in which they were told; `newer` are reports read anew since."""
    found: dict[str, list[Step]] = defaultdict(list)
    for some in dialect.chunks(ids):
        kept = sa.select(schema.chain_steps).where(_k.id.in_(some))
        again = set[str]()
        if newer is not None:
            again.update(connection.execute(kept.with_only_columns(_k.id).where(_k.report.in_(newer))).scalars())
        rows = connection.execute(kept.with_only_columns(*_SHOWN).order_by(_k.id, _k.i)).all()
        # Few names, and mostly none, are named over and over.
        names = {told: json.loads(told) for told in {told for row in rows for told in row[5:7]}}
        for id_, doc, n, day, step, givers, takers, quote, start, end, deadline in rows:
            if id_ not in again:
                from_, to = list(names[givers]), list(names[takers])
                found[id_].append(Step(doc, n, day, step, from_, to, quote, (start, end), deadline))
    for id_, steps in _looked_up(connection, [id_ for id_ in ids if id_ not in found]).items():
        found[id_] += [step for _, step in steps]
    return found


def refresh(connection: sa.Connection) -> None:
    """Keep the steps as they were linked: those of chains in which something changed are written anew."""
    own = sa.select(_i.entity, _i.report, number(_i.item, _i.kind), sa.func.coalesce(_i.step, ""), _l.record)
    own = own.join(schema.linked, _l.report == _i.report).where(_i.kind == "chain", _i.item.is_not(None))
    kept = sa.select(_k.id, _k.report, _k.n, _k.step, _k.record)
    changed = {row[0] for one, other in ((own, kept), (kept, own)) for row in connection.execute(one.except_(other))}
    records: dict[int, int] = {}
    for some in dialect.chunks(sorted(changed)):
        connection.execute(sa.delete(schema.chain_steps).where(_k.id.in_(some)))
        steps = _looked_up(connection, some)
        reports = {report for told in steps.values() for report, _ in told}
        for keys in dialect.chunks(sorted(reports.difference(records))):
            linked = sa.select(_l.report, _l.record).where(_l.report.in_(keys))
            records.update((row.report, row.record) for row in connection.execute(linked))
        whole = {id_: told for id_, told in steps.items() if all(report in records for report, _ in told)}
        rows = [row for id_, told in whole.items() for row in _rows(id_, told, records)]
        if rows:
            dialect.insert_rows(connection, schema.chain_steps, rows)


def forget(connection: sa.Connection) -> None:
    """Keep none of them any longer, for they hold words of reports that go."""
    connection.execute(sa.delete(schema.chain_steps))


def _rows(id_: str, told: Iterable[tuple[int, Step]], records: Mapping[int, int]) -> Iterable[tuple[object, ...]]:
    for i, (report, step) in enumerate(told):
        givers, takers = (json.dumps(names, ensure_ascii=False) for names in (step.from_, step.to))
        yield (
            id_, i, report, records[report], step.report, step.n, step.day, step.step, givers, takers, step.quote,
            *step.span, step.deadline,
        )  # fmt: skip


def _looked_up(connection: sa.Connection, ids: Collection[str]) -> Mapping[str, list[tuple[int, Step]]]:
    """The steps of chains, each with the key of its report."""
    t = schema.commitments.c
    quote = sa.func.substr(_r.text, t.start + 1, t.end - t.start)
    by_when = sa.case((t.status != "denied", t.deadline))
    line = sa.and_(t.report == _i.report, t.n == number(_i.item, _i.kind))
    query = (
        sa.select(_i.entity, _r.id, _r.key, t.n, _r.day, _i.step, quote, t.start, t.end, by_when)
        .select_from(schema.identities)
        .join(schema.reports, _r.key == _i.report)
        .join(schema.commitments, line)
        .where(_i.kind == "chain", _i.item.is_not(None))
        .order_by(sa.func.coalesce(_r.day, "9999"), _r.id, t.start, t.end, t.n)
    )
    found: dict[str, list[tuple[int, Step]]] = defaultdict(list)
    for some in dialect.chunks(ids):
        rows = connection.execute(query.where(_i.entity.in_(some))).all()
        actors, recipients = (_sides(connection, roles, some) for roles in (schema.actors, schema.recipients))
        for id_, doc, key, n, day, step, words, start, end, deadline in rows:
            from_, to = actors.get((key, n), []), recipients.get((key, n), [])
            found[id_].append((key, Step(doc, n, day, step or "", from_, to, words, (start, end), deadline)))
    return found


def _sides(connection: sa.Connection, roles: sa.Table, chains: Sequence[str]) -> dict[tuple[int, int], list[str]]:
    """The first names of the parties that have a part in each line of some chains, by report and number."""
    t, pn, n = roles.c, schema.party_names.c, schema.names.c
    line = sa.and_(t.report == _i.report, t.n == number(_i.item, _i.kind))
    here = sa.and_(pn.report == t.report, pn.party == t.party, pn.n == 0)
    query = (
        sa.select(t.report, t.n, n.name)
        .select_from(dialect.InOrder(schema.identities, roles, line))
        .join(schema.party_names, here)
        .join(schema.names, n.key == pn.name)
        .where(_i.kind == "chain", _i.item.is_not(None), _i.entity.in_(chains))
        .order_by(t.report, t.n, t.i)
    )
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for report, line_number, name in connection.execute(query).all():
        found[report, line_number].append(name)
    return found
