"""Parties of a report as actors of an event coding: country, sector, post, ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.archive.findings import Named
from mahdar.exchange.events import sectors
from mahdar.exchange.events.codes import ROOM, country
from mahdar.exchange.events.model import Actor, Spot
from mahdar.record import Party
from mahdar.who.bodies import known_body
from mahdar.who.english import body_in_english, name_en
from mahdar.who.organisations import Body, words_of
from mahdar.who.scene import Scene

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Cast:
    """The parties of one report; `named` are the archive's entities by party, where it was linked."""

    scene: Scene
    named: Mapping[str, Named] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    def actors(self, parties: list[str], *, acting: bool) -> tuple[Actor, ...]:
        """Parties in their order, each once; a place that acts is its government."""
        known = [self.scene.parties[p] for p in dict.fromkeys(parties) if p in self.scene.parties]
        found = (self.actor(party, acting=acting) for party in known)
        return tuple({actor.key: actor for actor in found}.values())

    def actor(self, party: Party, *, acting: bool) -> Actor:
        """A party as an actor."""
        body = known_body(party, self.scene) if party.type == "ORG" and party.names else None
        state = self._state(party, body)
        told = self._sectors(party, body, acting=acting)
        named, name = self.named.get(party.id), party.names[0] if party.names else party.role or ""
        id_ = body.id.split(":")[0] if body else None
        return Actor(
            name=name,
            name_en=named.name_en if named else self._english(party),
            type=party.type,
            country=state,
            code=_code(id_, state, told),
            sectors=told,
            role=party.role,
            party=party.id,
            entity=named.entity if named else None,
            body=body.id if body else None,
            wikidata=self.own.get(named.entity if named else "") or self._wikidata(party, id_),
        )

    def spot(self, id_: str | None) -> Spot | None:
        """Where something took place."""
        party = self.scene.parties.get(id_ or "")
        if party is None or not party.names:
            return None
        place, named = self.scene.place(party), self.named.get(party.id)
        entity = named.entity if named else None
        if place is None:
            return Spot(party.names[0], self._english(party), self.scene.state(party.id), entity=entity)
        return Spot(
            party.names[0], place.name_en, place.country or None, place.id, place.kind, place.lat, place.lon,
            place.approximate, entity,
        )  # fmt: skip

    def body_of(self, party: Party) -> Body | None:
        """The listed body that a person belongs to."""
        of = self.scene.parties.get(party.of or "")
        return known_body(of, self.scene) if of is not None and of.type == "ORG" and of.names else None

    def _state(self, party: Party, body: Body | None) -> str | None:
        if party.type == "PER":
            of = self.body_of(party)
            return self.scene.likely_state(party.id) or (of.country or None if of else None)
        return (body.country if body else None) or self.scene.state(party.id)

    def _english(self, party: Party) -> str:
        if not party.names:
            return ""
        return name_en(party, self.scene) or body_in_english(party.names[0])

    def _sectors(self, party: Party, body: Body | None, *, acting: bool) -> tuple[str, ...]:
        if party.type == "PER":
            return self._sectors_of_person(party)
        if party.type == "ORG":
            told = sectors.of_body(body.sector) if body else self._told_by_names(party)
            return (told,) if told else ()
        place = self.scene.place(party)
        state = place is not None and place.kind in ("country", "capital")
        return ("GOV",) if party.type == "GPE" and (acting or state) else ()

    def _told_by_names(self, party: Party) -> str | None:
        return next((told.sector for name in party.names if (told := sectors.told_by(name))), None)

    def _sectors_of_person(self, party: Party) -> tuple[str, ...]:
        told = sectors.of_role(party.role or "")
        body, of = self.body_of(party), self.scene.parties.get(party.of or "")
        if body is None:
            by_body = self._told_by_names(of) if of is not None and of.type == "ORG" else None
            return told or ((by_body,) if by_body else ())
        theirs = sectors.of_body(body.sector)
        first = sectors.told_by(party.role or "")
        # 'أمين عام منظمة بدر': the word is of the body's own name, and the gazetteer knows the body.
        if first is None or first.post or _is_of_name(first.words, of):
            return tuple(dict.fromkeys([*(["ELI"] if told[:1] == ("ELI",) else []), theirs]))
        return told

    def _wikidata(self, party: Party, body: str | None) -> str | None:
        if body is not None:
            return _ids().get(body)
        place = self.scene.place(party) if party.type in ("GPE", "LOC") else None
        if place is None or place.kind != "country":
            return None
        state = country(place.country)
        return state.wikidata if state and state.wikidata else None


def _is_of_name(words: tuple[str, ...], body: Party | None) -> bool:
    """Whether words stand in a name of a body."""
    return body is not None and any(set(words) <= set(words_of(name)) for name in body.names)


def _code(body: str | None, state: str | None, told: tuple[str, ...]) -> str:
    """PLOVER's code of an actor: its country's, else what it is among those that are no country's."""
    listed = _codes()
    if body is not None and ("body", body) in listed:
        return listed["body", body]
    known = country(state)
    if known is not None:
        return known.alpha3
    return listed.get(("sector", told[0]), "") if told and body is not None else ""


def posts_of(actor: Actor) -> frozenset[str]:
    """The folded words of an actor's post, article and all."""
    return frozenset(word.removeprefix("ال") for word in _LETTERS.findall(fold(actor.role or "")))


@cache
def _codes() -> dict[tuple[str, str], str]:
    return {(by, what): code for by, what, code in rows(ROOM, "body_codes.tsv")}


@cache
def _ids() -> dict[str, str]:
    return {row[0]: row[1] for row in rows(ROOM, "body_wikidata.tsv")}
