"""Everything that many reports add up to, with the names to show it by: offices, series of figures, events, chains.

find(joined)          what `links` gives and an archive keeps (`relinking`)
in_links(found)       the parts of it that the shape of ``mahdar link --links`` has beside who is who
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from mahdar.archive.findings import STATE, Findings, Named, Series
from mahdar.ledger.beside import beside
from mahdar.ledger.chains import Chain
from mahdar.ledger.events import Telling
from mahdar.ledger.joined import Joined, Line
from mahdar.ledger.series import series
from mahdar.ledger.sides import Side
from mahdar.ledger.versions import Teller
from mahdar.who import Entities
from mahdar.who.english import Naming, called, spelled, state, state_named
from mahdar.who.offices import offices


def naming_of(entities: Entities) -> Callable[[Entities], Naming]:
    """Begin to spell the names of all entities in Latin letters, beside this process where it can.

    What is given back names the same entities under ids that may have become others.
    """
    names = called(entities)
    spelling = beside(lambda: spelled(names.values()), len(entities.scenes))
    return lambda entities: Naming(entities, names, spelling())


def figures_of(
    joined: Joined, event_ids: Mapping[Line, str] | None = None, naming: Naming | None = None
) -> Callable[[], list[Series]]:
    """Begin to work out the series of figures, beside this process where it can; the ids are those of `find`."""
    told_of: dict[str, set[str]] = defaultdict(set)
    for event in joined.events:
        for telling in event if len(event) > 1 else ():
            told_of[telling.doc].add(_event_id(event, event_ids or {}))
    events = {doc: frozenset(some) for doc, some in told_of.items()}
    entities, originals = joined.entities, _originals(joined)
    for scene in entities.scenes.values():
        if scene.told.record.figures:
            _ = scene.countries  # noted here: what the other process notes of a report is lost with it
    named = naming or Naming(entities)
    return beside(lambda: series(entities, named, originals, events), len(entities.scenes))


def find(
    joined: Joined,
    *,
    event_ids: Mapping[Line, str] | None = None,
    chain_ids: Mapping[Line, str] | None = None,
    figures: Callable[[], list[Series]] | None = None,
    naming: Naming | None = None,
) -> Findings:
    """What the reports add up to; the ids are of the event and the chain that a line (report and number) belongs to.

    `figures` gives the series, and `naming` the names, where they are worked out already.
    """
    entities = joined.entities
    naming = naming or Naming(entities)
    ids = [_event_id(event, event_ids or {}) for event in joined.events]
    if figures is None:
        figures = figures_of(joined, event_ids, naming)
    held = offices(entities, naming)
    sides = {_chain_id(chain, chain_ids or {}): _sides_of(chain, naming) for chain in joined.chains}
    spoken_for = {named.entity for both in sides.values() for some in both for named in some}
    names = [naming.of(group[0]) for some in (entities.persons, entities.bodies, entities.places) for group in some]
    known = [naming.known(named.entity) for named in names]
    states = {STATE + code for code in (*(o.state for o in held), *(k.state for k in known)) if code}
    states |= {entity for entity in spoken_for if entity.startswith(STATE)}
    found = figures()
    teller = Teller(entities, naming, _originals(joined), found)
    return Findings(
        names=names,
        states=[state(entity.removeprefix(STATE)) for entity in sorted(states)],
        offices=held,
        series=found,
        events=[teller.told(id_, event) for id_, event in zip(ids, joined.events, strict=True)],
        sides=sides,
        known=known,
    )


def _originals(joined: Joined) -> dict[str, str]:
    """The original of each report that is a copy."""
    return {copy: first for first, copies, _ in joined.copies for copy in copies}


def _event_id(event: list[Telling], ids: Mapping[Line, str]) -> str:
    first = min((t.doc, t.index) for t in event)
    return ids.get(first, f"engagement:{first[0]}:{first[1]}")


def _chain_id(chain: Chain, ids: Mapping[Line, str]) -> str:
    first = chain.told[0]
    return ids.get((first.doc, first.index), f"chain:{first.doc}:{first.index}")


def _sides_of(chain: Chain, naming: Naming) -> tuple[list[Named], list[Named]]:
    """Who is to give or do it, and for whom it is."""
    givers = _sides((side for told in chain.told for side in told.givers), naming)
    return givers, _sides((side for told in chain.told for side in told.takers), naming)


def _sides(sides: Iterable[Side], naming: Naming) -> list[Named]:
    """Everybody by whom a side can be named: the parties, the bodies that they speak for, the states of both."""
    found: dict[str, Named] = {}
    listed = list(sides)
    for entity in [s.entity for s in listed] + [s.body for s in listed]:
        if entity is not None and entity in naming:
            found.setdefault(entity, naming.named(entity))
    for code in (s.state for s in listed):
        if code is not None:
            found.setdefault(STATE + code, state_named(code))
    return list(found.values())
