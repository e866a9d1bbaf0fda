"""Who is who: parties of many reports go in, persons, bodies and places come out.

    entities = link([Told(record, day="2018-03-13", text="…"), …])
    entities.persons                     lists of (report, party id), those of one person together
    entities.of[("report-1", "p1")]      what the entity of a party is called here
    entities.name_en(("report-1", "p1")) what it is called in English

`gazetteer` and `places` say which place a name means, `bodies` and `persons` who is one; every machine link has a score
and a reason in `entities.links` and `.by_key`. What people decided wins over all of it (`decided`). `identity` gives
ids that stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mahdar.entitylist import EntityList, Listed
from mahdar.record import Party
from mahdar.who.bodies import Item, link_bodies
from mahdar.who.decided import Decided, party_nearness, settle
from mahdar.who.english import name_en
from mahdar.who.own import REASON, Own, in_all
from mahdar.who.persons import Link, link_persons
from mahdar.who.scene import Scene, Told, words_of

__all__ = ["Decided", "Entities", "Item", "Link", "Scene", "Told", "link"]

#: Scores of machine links that rest on keys: one name and state; the state told by one report alone; other names.
TOLD, GUESSED, RENAMED = 0.95, 0.8, 0.75
_KINDS = ("person", "body", "place")


@dataclass(frozen=True)
class Entities:
    """Parties of all reports by entity: each group lists (report, party id); `of` gives the id of a party's entity.

    `links` are the machine's between persons, `by_key` those between bodies and between places; also those that a
    decision broke. `listed` has the entity of the user's own list for each party of a group that is one.
    """

    persons: list[list[Item]]
    bodies: list[list[Item]]
    places: list[list[Item]]
    links: list[Link]
    scenes: dict[str, Scene]
    of: dict[Item, str] = field(default_factory=dict)
    by_key: list[Link] = field(default_factory=list)
    listed: dict[Item, Listed] = field(default_factory=dict)

    def name_en(self, item: Item) -> str | None:
        """What a party of these reports is called in English; None where nothing tells it."""
        scene = self.scenes[item[0]]
        return name_en(scene.parties[item[1]], scene)


def link(reports: list[Told], decided: Decided | None = None, own: EntityList | None = None) -> Entities:
    """Who is who in these reports; `decided` are pairs of (report, party id) that people judged, `own` the user's list.

    What people decided wins over the list, and the list over what the machine found.
    """
    scenes = [Scene(told) for told in sorted(reports, key=lambda told: (told.day or "9999", told.doc))]
    by_doc = {scene.doc: scene for scene in scenes}
    persons, links = link_persons(scenes)
    bodies, places = link_bodies(scenes), _link_places(scenes)
    by_key = [*_body_links(by_doc, bodies), *_place_links(by_doc, places)]
    all_groups = [persons, bodies, places]
    by_name = Own(own) if own is not None and own.entities else None
    if by_name is not None:
        for n, some in enumerate(all_groups):
            all_groups[n], made = by_name.joined(some, by_doc)
            by_key += [Link(a, b, 1.0, REASON) for a, b in made]
    if decided is not None:
        near = party_nearness(by_doc)
        all_groups = [settle(some, decided, near) for some in all_groups]
    of = {
        item: id_
        for kind, some in zip(_KINDS, all_groups, strict=True)
        for group in some
        for id_ in [":".join((kind, *min(group)))]
        for item in group
    }
    listed: dict[Item, Listed] = {}
    if by_name is not None:
        found = in_all(by_name, all_groups, by_doc)
        listed = {item: found[group[0]] for some in all_groups for group in some if group[0] in found for item in group}
    persons, bodies, places = all_groups
    return Entities(persons, bodies, places, links, by_doc, of, by_key, listed)


def _link_places(scenes: list[Scene]) -> list[list[Item]]:
    """Parties of types GPE and LOC, those of one place together: by the gazetteer, else by name and state."""
    found: dict[str, list[Item]] = {}
    for scene in scenes:
        for party in scene.parties.values():
            if party.type in ("GPE", "LOC") and party.names:
                found.setdefault(place_key(scene, party), []).append((scene.doc, party.id))
    return [found[key] for key in sorted(found)]


def place_key(scene: Scene, party: Party) -> str:
    """What a place is known by: its id in the gazetteer, else its name and state."""
    place = scene.place(party)
    return place.id if place else " ".join([*words_of(party.names[0]), scene.state(party.of) or ""])


def _body_links(scenes: dict[str, Scene], groups: list[list[Item]]) -> list[Link]:
    """How sure it is that the bodies of each group are the first of them, and why."""
    found = []
    for group in groups:
        told = [(words_of(scenes[doc].parties[id_].names[0]), scenes[doc].state(id_)) for doc, id_ in group]
        (name, state), *others = told
        for item, (name_, state_) in zip(group[1:], others, strict=True):
            if name_ != name:
                score, reason = RENAMED, "another form of one body's name"
            elif state_ == state:
                score, reason = TOLD, "one name and one state" if state else "one name"
            else:
                score, reason = GUESSED, "one name; only one of the reports tells the state"
            found.append(Link(group[0], item, score, reason))
    return found


def _place_links(scenes: dict[str, Scene], groups: list[list[Item]]) -> list[Link]:
    found = []
    for group in groups:
        doc, party = group[0]
        known = scenes[doc].place(scenes[doc].parties[party])
        score, reason = (TOLD, "one place of the gazetteer") if known else (GUESSED, "one name and state")
        found += [Link(group[0], item, score, reason) for item in group[1:]]
    return found
