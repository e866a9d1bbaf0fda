"""Who is who: parties of many reports go in, persons, bodies and places come out.

    entities = link([Told(record, day="2018-03-13", text="…"), …])
    entities.persons                     lists of (report, party id), those of one person together
    entities.of[("report-1", "p1")]      the entity's id: stable while its first party stays
    entities.name_en(("report-1", "p1")) what it is called in English

`gazetteer` and `places` say which place a name means, `bodies` and `persons` who is one; every machine link has a score
and a reason in `entities.links`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mahdar.who.bodies import Item, link_bodies
from mahdar.who.english import name_en
from mahdar.who.persons import Link, link_persons
from mahdar.who.scene import Scene, Told, words_of

__all__ = ["Entities", "Item", "Link", "Scene", "Told", "link"]


@dataclass(frozen=True)
class Entities:
    """Parties of all reports by entity: each group lists (report, party id); `of` gives the id of a party's entity."""

    persons: list[list[Item]]
    bodies: list[list[Item]]
    places: list[list[Item]]
    links: list[Link]
    scenes: dict[str, Scene]
    of: dict[Item, str] = field(default_factory=dict)

    def name_en(self, item: Item) -> str | None:
        """What a party of these reports is called in English; None where nothing tells it."""
        scene = self.scenes[item[0]]
        return name_en(scene.parties[item[1]], scene)


def link(reports: list[Told]) -> Entities:
    """Who is who in these reports."""
    scenes = [Scene(told) for told in sorted(reports, key=lambda told: (told.day or "9999", told.doc))]
    persons, links = link_persons(scenes)
    groups = persons, link_bodies(scenes), _link_places(scenes)
    kinds = ("person", "body", "place")
    of = {
        item: id_
        for kind, some in zip(kinds, groups, strict=True)
        for group in some
        for id_ in [":".join((kind, *min(group)))]
        for item in group
    }
    return Entities(*groups, links, {scene.doc: scene for scene in scenes}, of)


def _link_places(scenes: list[Scene]) -> list[list[Item]]:
    """Parties of types GPE and LOC, those of one place together: by the gazetteer, else by name and state."""
    found: dict[str, list[Item]] = {}
    for scene in scenes:
        for party in scene.parties.values():
            if party.type in ("GPE", "LOC") and party.names:
                place = scene.place(party)
                key = place.id if place else " ".join([*words_of(party.names[0]), scene.state(party.of) or ""])
                found.setdefault(key, []).append((scene.doc, party.id))
    return [found[key] for key in sorted(found)]
