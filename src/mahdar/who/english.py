"""What a party is called in English: bodies and places by their gazetteers, persons in Latin letters."""

from __future__ import annotations

from mahdar.arabic.romanisation import romanise
from mahdar.record import Party
from mahdar.who.bodies import known_body
from mahdar.who.naming import full_names
from mahdar.who.scene import Scene


def name_en(party: Party, scene: Scene) -> str | None:
    """The English name of a party in its report, or None where nothing tells it.

    A person's is spelled as the press of his state does ('Mohamed' in Egypt); a body or place that no gazetteer has is
    not translated word by word.
    """
    if not party.names:
        return None
    if party.type == "PER":
        return romanise(full_names(party, scene)[0], country=scene.state(party.id))
    if party.type == "ORG":
        body = known_body(party, scene)
        return body.name_en if body else None
    place = scene.place(party)
    return place.name_en if place else None
