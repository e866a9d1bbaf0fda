"""What adds up: reports go in; engagements that are one, chains of commitments with their status, and copies come out.

    links([Told(record, day="2018-03-13", text="…"), …])     all of it and who is who, as plain JSON types
    relink(archive)                                          the same over an archive, kept there under ids that stay

`events` merges engagements, `versions` keeps what each report says of one, `chains` follows requests and promises,
`series` figures over time, `copies` finds reprints; `mahdar.who` says who is who. `joined` puts it together, with what
people decided, `findings` adds what it comes to; `relinking` keeps it, `waiting` lists what is unsure.
"""

from __future__ import annotations

from typing import Any

from mahdar.archive.findings import Named, Pledges, StatusDecision, Step, offices_in_links
from mahdar.ledger import chains
from mahdar.ledger.chains import Chain
from mahdar.ledger.findings import find
from mahdar.ledger.joined import Judged, join
from mahdar.ledger.relinking import Relinked, relink
from mahdar.who import Entities, Item, Told

__all__ = ["Judged", "Relinked", "links", "relink"]


def links(reports: list[Told], judged: Judged | None = None) -> dict[str, Any]:
    """Persons, bodies, places, engagements, chains, figures and copies, each with its parties, reports or steps."""
    joined = join(reports, judged)
    entities, found = joined.entities, find(joined)
    names = {named.entity: named for named in found.names}
    parts = {"persons": entities.persons, "bodies": entities.bodies, "places": entities.places}
    told = {part: [_entity(names[entities.of[group[0]]], group) for group in some] for part, some in parts.items()}
    offices = offices_in_links(found.offices)
    for person in told["persons"]:
        person["offices"] = offices[person["id"]]
    return {
        **told,
        "engagements": [event.in_links() for event in found.events],
        "chains": [
            _chain(entities, one, id_, *sides).to_dict()
            for one, (id_, sides) in zip(joined.chains, found.sides.items(), strict=True)
        ],
        "figures": [series.in_links() for series in found.series],
        "copies": [{"original": first, "copies": taken, "kind": kind} for first, taken, kind in joined.copies],
    }


def _entity(named: Named, group: list[Item]) -> dict[str, Any]:
    """An entity with its parties."""
    return {"id": named.entity, "name": named.name, "name_en": named.name_en, "parties": [list(item) for item in group]}


def _chain(entities: Entities, found: Chain, id_: str, givers: list[Named], takers: list[Named]) -> Pledges:
    """A chain with its steps, each side under the names that the reports have, and the words of every step."""
    steps = [_step(entities, t, step) for t, step in found.steps]
    d = found.decided
    decided = StatusDecision(d.key, d.by, d.at, d.why, found.by_rule) if d is not None else None
    by_steps = found.by_steps if d is None and found.overdue else None
    return Pledges(id_, found.told[0].commitment.area, found.status, givers, takers, steps, decided, by_steps)


def _step(entities: Entities, t: chains.Told, step: str) -> Step:
    c, day = t.commitment, None if t.day == chains.UNKNOWN_DAY else t.day
    from_, to = (_names(entities, t.doc, some) for some in (c.from_, c.to))
    words = entities.scenes[t.doc].told.text[slice(*c.span)]
    return Step(t.doc, t.index, day, step, from_, to, words, c.span, chains.deadline_of(t))


def _names(entities: Entities, doc: str, parties: list[str]) -> list[str]:
    """The first names of parties; a post where there is none."""
    known = [entities.scenes[doc].parties[party] for party in parties if party in entities.scenes[doc].parties]
    return [party.names[0] if party.names else party.role or party.id for party in known]
