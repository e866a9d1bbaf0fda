"""What adds up: reports go in; engagements that are one, chains of commitments with their status, and copies come out.

    links([Told(record, day="2018-03-13", text="…"), …])     all of it and who is who, as plain JSON types
    relink(archive)                                          the same over an archive, kept there under ids that stay

`events` merges engagements, `chains` follows requests and promises, `copies` finds reprints; `mahdar.who` says who is
who. `joined` puts it together, with what people decided; `relinking` keeps it, `waiting` lists what is unsure.
"""

from __future__ import annotations

from typing import Any

from mahdar.ledger import chains
from mahdar.ledger.chains import Chain
from mahdar.ledger.joined import Judged, join
from mahdar.ledger.relinking import Relinked, entity_name, relink
from mahdar.who import Entities, Item, Told

__all__ = ["Judged", "Relinked", "links", "relink"]


def links(reports: list[Told], judged: Judged | None = None) -> dict[str, Any]:
    """Persons, bodies, places, engagements, chains and copies of these reports, each with its parties or steps."""
    entities, events, chains_, copies = join(reports, judged)
    return {
        "persons": [_entity(entities, group) for group in entities.persons],
        "bodies": [_entity(entities, group) for group in entities.bodies],
        "places": [_entity(entities, group) for group in entities.places],
        "engagements": [
            {
                "date": event[0].engagement.date,
                "kind": event[0].engagement.kind,
                "reports": [[t.doc, t.index] for t in event],
            }
            for event in events
        ],
        "chains": [_chain(entities, found) for found in chains_],
        "copies": [{"original": first, "copies": taken, "kind": kind} for first, taken, kind in copies],
    }


def _chain(entities: Entities, found: Chain) -> dict[str, Any]:
    """A chain with its steps, each side under the names that the reports have, and the words of every step."""
    told = [_told(entities, t, step) for t, step in found.steps]
    sides = {side: list(dict.fromkeys(name for step in told for name in step[side])) for side in ("from", "to")}
    steps = [[t.doc, t.index, step] for t, step in found.steps]
    return {"area": found.told[0].commitment.area, **sides, "steps": steps, "status": found.status, "told": told}


def _told(entities: Entities, t: chains.Told, step: str) -> dict[str, Any]:
    """A step of a chain with its words."""
    return {
        "report": t.doc,
        "day": None if t.day == chains.UNKNOWN_DAY else t.day,
        "step": step,
        "from": _names(entities, t.doc, t.commitment.from_),
        "to": _names(entities, t.doc, t.commitment.to),
        "quote": entities.scenes[t.doc].told.text[slice(*t.commitment.span)],
        "span": list(t.commitment.span),
    }


def _names(entities: Entities, doc: str, parties: list[str]) -> list[str]:
    known = entities.scenes[doc].parties
    return [known[party].names[0] for party in parties if party in known]


def _entity(entities: Entities, group: list[Item]) -> dict[str, Any]:
    """An entity with its parties, under the longest name that any report has for it."""
    name = entity_name(entities, group)
    return {"id": entities.of[group[0]], "name": name, "parties": [list(item) for item in group]}
