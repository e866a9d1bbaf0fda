"""Linking an archive: what was read and decided since is taken in, and the ids that were given out stay.

Only what was read since the last run is worked out from its record and text; who is who is then settled over all of it,
so that an earlier guess gives way to what a later report tells. What comes out is the same as of a full run, and
is written in one transaction: a run that is killed leaves what was there before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from mahdar.archive import Archive
from mahdar.archive.decisions import Decision, standing
from mahdar.archive.findings import Findings
from mahdar.archive.findings_rows import rows_of
from mahdar.archive.identities import living
from mahdar.archive.linked import DECISION, ENTITY_KINDS, LINKER, TEXTS, Found, State
from mahdar.errors import ArchiveUnavailable
from mahdar.ledger.beside import beside
from mahdar.ledger.chains import Chain
from mahdar.ledger.copies import find_copies, grouped
from mahdar.ledger.events import Telling
from mahdar.ledger.findings import figures_of, find, naming_of
from mahdar.ledger.joined import Copied, Joined, Judged, Line, add_up, event_links
from mahdar.ledger.records import told_of
from mahdar.ledger.register import Place, Register
from mahdar.ledger.waiting import waiting
from mahdar.who import Decided, Entities, Item, Link, Told, link
from mahdar.who.identity import KIND_OF_TYPE

#: How often a run begins anew because another one ended meanwhile.
TRIES = 3
#: Rooms whose code and data decide what is linked.
_ROOMS = ("arabic", "who", "ledger")
#: The file of another room that does so too.
_DUE = "archive/due.py"


@dataclass(frozen=True)
class Relinked:
    """What a run did: reports that were new to it or read anew, and whether anything had to be worked out."""

    reports: int
    ran: bool


def relink(archive: Archive, *, full: bool = False) -> Relinked:
    """Bring what is linked in an archive up to date; `full` works out everything anew. Raises `ArchiveUnavailable`."""
    desk = archive.linking()
    for _ in range(TRIES):
        before = desk.state()
        new = sum(before.linked.get(p.report) != p.record for p in before.present.values())
        if not full and not new and not before.linked.keys() - _reports(before) and _settled(before):
            return Relinked(0, False)
        if desk.keep(before, _work_out(archive, before, full=full)):
            return Relinked(new, True)
    raise ArchiveUnavailable(
        "other processes link it all the time", remedy="wait until they have ended", where=str(archive.path)
    )


@cache
def linker() -> str:
    """What changes with the code and the data that linking rests on."""
    house = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in [house / _DUE, *(path for room in _ROOMS for path in sorted((house / room).rglob("*")))]:
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(house)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _reports(before: State) -> set[int]:
    return {present.report for present in before.present.values()}


def _settled(before: State) -> bool:
    """Whether the last run was by this linker, and after the last decision."""
    return before.values.get(LINKER) == linker() and before.values.get(DECISION) == _last_decision(before)


def _last_decision(before: State) -> str:
    return str(before.decisions[-1].key if before.decisions else 0)


def _work_out(archive: Archive, before: State, *, full: bool) -> Found:
    desk = archive.linking()
    known = {} if full or before.values.get(LINKER) != linker() else desk.notes()
    reports = [_noted(told, before, known) for told in told_of(archive) if told.doc in before.present]
    register = Register(before)
    register.carry(desk.records_at)
    judged = _judged(before, register)
    texts = _texts(reports, before)
    known_copies = bool(known) and before.values.get(TEXTS) == texts
    copies = _kept_copies(archive) if known_copies else None
    found_copies = beside(lambda: grouped(find_copies(reports)), 0 if known_copies else len(reports))
    entities = link(reports, judged.parties, desk.own_list())
    named = naming_of(entities)
    groups = [[(kind, *item) for item in group] for kind, some in _parties(entities) for group in some]
    register.enter(reports, {place for group in groups for place in group})
    entity = register.group(groups)
    entities = replace(entities, of={(doc, party): id_ for (_, doc, party), id_ in entity.items()})
    joined = add_up(entities, judged, found_copies() if copies is None else copies)
    entity |= register.group(_line_groups(joined), _steps(joined))
    event_ids = _ids("engagement", entity)
    naming = named(joined.entities)
    figures = figures_of(joined, event_ids, naming)
    links = _link_rows(joined, judged, register, entity)
    found = find(joined, event_ids=event_ids, chain_ids=_ids("chain", entity), figures=figures, naming=naming)
    notes = {before.present[told.doc].report: _json(told) for told in reports}
    return replace(
        _rows(joined, entity, before, found),
        identities=list(register.rows.values()),
        links=links,
        values={LINKER: linker(), DECISION: _last_decision(before), TEXTS: texts},
        notes={key: data for key, data in notes.items() if known.get(key) != data},
        findings=rows_of(found, {told.doc: before.present[told.doc].report for told in reports}),
    )


def _ids(kind: str, entity: dict[Place, str]) -> dict[Line, str]:
    """The event or chain of each line."""
    return {(doc, int(item)): id_ for (of, doc, item), id_ in entity.items() if of == kind}


def _rows(joined: Joined, entity: dict[Place, str], before: State, found: Findings) -> Found:
    """What adds up, as rows."""
    present = before.present
    return Found(
        [],
        entities=set(_entity_rows(joined.entities, found)),
        events={(event.id, event.kind, event.date) for event in found.events},
        chains={
            (entity["chain", c.told[0].doc, str(c.told[0].index)], c.told[0].commitment.area, *_standing(c))
            for c in joined.chains
        },
        copies={
            (present[copy].report, present[first].report, kind)
            for first, copies, kind in joined.copies
            for copy in copies
        },
        linked={(p.report, p.record) for p in present.values()},
    )


def _standing(c: Chain) -> tuple[str, str | None, int | None]:
    """How a chain stands; where somebody decided it, how it stands by rule, and the number of the decision.

    Where it lapsed because its day has passed, how it stands by its steps alone is beside it, and no decision.
    """
    if c.decided is not None:
        return c.status, c.by_rule, c.decided.key
    return c.status, c.by_steps if c.overdue else None, None


def _texts(reports: list[Told], before: State) -> str:
    """What changes with the texts and their days."""
    told = sorted((told.doc, told.day or "", before.present[told.doc].content_hash) for told in reports)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _kept_copies(archive: Archive) -> list[Copied]:
    return [(entry["original"], entry["copies"], entry["kind"]) for entry in archive.linking().copies()]


def _noted(told: Told, before: State, known: dict[int, bytes]) -> Told:
    """A report with its notes of earlier runs, where its record is still the one that they are of."""
    report, record, _ = before.present[told.doc]
    if report in known and before.linked.get(report) == record:
        return replace(told, notes=json.loads(known[report]))
    return told


def _json(told: Told) -> bytes:
    return json.dumps(told.notes, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _judged(before: State, register: Register) -> Judged:
    """The decisions in force: pairs of parties and of engagements, and chains by commitments, of today's records."""
    live, places = living(register.rows.values()), register.places()
    state = standing(before.decisions, live)
    pairs: dict[tuple[str, bool], list[tuple[Place, Place]]] = {}
    chains: dict[Line, Decision] = {}
    for row in before.decisions:
        if row.undoes is not None or state[row.key] != "in_force":
            continue
        if row.verdict == "status":
            _, doc, item = places[live[row.a or ""] or ""]
            chains[doc, int(item)] = row
        else:
            a, b = (places[live[id_ or ""] or ""] for id_ in (row.a, row.b))
            pairs.setdefault((row.verdict, a[0] == "engagement"), []).append((a, b))
    parties = [[(a[1:], b[1:]) for a, b in pairs.get((verdict, False), ())] for verdict in ("same", "different")]
    lines = [
        [((a[1], int(a[2])), (b[1], int(b[2]))) for a, b in pairs.get((verdict, True), ())]
        for verdict in ("same", "different")
    ]
    return Judged(Decided(*map(tuple, parties)), Decided(*map(tuple, lines)), chains)


def _parties(entities: Entities) -> list[tuple[str, list[list[Item]]]]:
    """The groups of each kind of entity."""
    return list(zip(ENTITY_KINDS, (entities.persons, entities.bodies, entities.places), strict=True))


def _line_groups(joined: Joined) -> list[list[Place]]:
    """The engagements of each event, and the commitments of each chain."""
    events = [[_line("engagement", t) for t in event] for event in joined.events]
    return events + [[("chain", t.doc, str(t.index)) for t in chain.told] for chain in joined.chains]


def _line(kind: str, t: Telling) -> Place:
    return kind, t.doc, str(t.index)


def _steps(joined: Joined) -> dict[Place, str]:
    return {("chain", t.doc, str(t.index)): step for chain in joined.chains for t, step in chain.steps}


def _entity_rows(entities: Entities, found: Findings) -> Iterator[tuple[str, str, str, str]]:
    kinds = {entities.of[group[0]]: kind for kind, groups in _parties(entities) for group in groups}
    for named in found.names:
        yield named.entity, kinds[named.entity], named.name, named.name_en


def _link_rows(
    joined: Joined, judged: Judged, register: Register, entity: dict[Place, str]
) -> set[tuple[str, str, str, float, str, bool]]:
    """The machine's links that hold, and the pairs that wait."""
    found: dict[tuple[str, str], tuple[str, str, str, float, str, bool]] = {}
    kind_of = {
        (doc, party.id): KIND_OF_TYPE[party.type]
        for doc, scene in joined.entities.scenes.items()
        for party in scene.parties.values()
    }
    parties = [(kind_of[one.a], one) for one in [*joined.entities.links, *joined.entities.by_key]]
    for kind, one in _in_order([*parties, *(("engagement", one) for one in event_links(joined.events))]):
        a, b = (kind, *one.a), (kind, *one.b)
        if entity[a] == entity[b]:
            x, y = register.id_at(a), register.id_at(b)
            found.setdefault((x, y), (x, y, kind, one.score, one.reason, False))
    for kind, one in waiting(joined, judged):
        x, y = sorted((entity[(kind, *one.a)], entity[(kind, *one.b)]), key=lambda id_: register.rows[id_].key)
        found.setdefault((x, y), (x, y, kind, one.score, one.reason, True))
    return set(found.values())


def _in_order(links: Iterable[tuple[str, Link]]) -> list[tuple[str, Link]]:
    return sorted(links, key=lambda row: (row[0], row[1].a, row[1].b, -row[1].score))
