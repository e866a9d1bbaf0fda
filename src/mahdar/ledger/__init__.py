"""What adds up: reports go in; engagements that are one, chains of commitments with their status, and copies come out.

    links([Told(record, day="2018-03-13", text="…"), …])     all of it and who is who, as plain JSON types

`events` merges engagements, `chains` follows requests and promises, `copies` finds reprints; `mahdar.who` says who is who.
"""

from __future__ import annotations

from typing import Any

from mahdar.ledger.chains import chain, commitments
from mahdar.ledger.copies import find_copies, grouped
from mahdar.ledger.events import merge, tellings
from mahdar.who import Entities, Item, Told, link

__all__ = ["links"]


def links(reports: list[Told]) -> dict[str, Any]:
    """Persons, bodies, places, engagements, chains and copies of these reports, each with its parties or steps."""
    entities = link(reports)
    return {
        "persons": [_entity(entities, group) for group in entities.persons],
        "bodies": [_entity(entities, group) for group in entities.bodies],
        "places": [_entity(entities, group) for group in entities.places],
        "engagements": [
            {"date": event[0].engagement.date, "kind": event[0].engagement.kind, "reports": [[t.doc, t.index] for t in event]}
            for event in merge(tellings(entities))
        ],
        "chains": [
            {
                "area": found.told[0].commitment.area,
                "steps": [[told.doc, told.index, step] for told, step in found.steps],
                "status": found.status,
            }
            for found in chain(commitments(entities))
        ],
        "copies": [{"original": first, "copies": copies, "kind": kind} for first, copies, kind in grouped(find_copies(reports))],
    }


def _entity(entities: Entities, group: list[Item]) -> dict[str, Any]:
    """An entity with its parties, under the longest name that any report has for it."""
    names = [entities.scenes[doc].parties[party].names for doc, party in group]
    longest = max((name for some in names for name in some), key=lambda name: (len(name), name))
    return {"id": entities.of[group[0]], "name": longest, "parties": [list(item) for item in group]}
