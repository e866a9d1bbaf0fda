"""Parties: mentions of one person, body or place become one party, whatever the report calls it."""

from __future__ import annotations

from collections.abc import Callable

from mahdar.reading.draft import Draft
from mahdar.reading.naming import Named, surface
from mahdar.reading.party_bodies import group_bodies
from mahdar.reading.party_people import group_people
from mahdar.reading.party_places import group_places
from mahdar.reading.roles import find_roles
from mahdar.record import Mention, Party, PartyType

_GROUPERS: dict[PartyType, Callable[[list[Named]], list[int]]] = {
    "PER": group_people,
    "ORG": group_bodies,
    "GPE": group_places,
    "LOC": group_places,
}


def find_parties(draft: Draft) -> None:
    """Group `draft.mentions` into `draft.parties`, set each mention's party, and read the roles of persons.

    Parties are numbered in the order of their first mention: p1, p2, ….
    """
    draft.mentions.sort(key=lambda mention: (mention.start, -mention.end))
    known = {draft.text[m.start : m.end] for m in draft.mentions}
    party_of: dict[int, tuple[PartyType, int]] = {}
    for kind, group in _GROUPERS.items():
        places = [i for i, mention in enumerate(draft.mentions) if mention.type == kind]
        named = [Named(surface(draft, draft.mentions[i], known), i) for i in places]
        party_of.update((i, (kind, number)) for i, number in zip(places, group(named), strict=True))
    numbers: dict[tuple[PartyType, int], str] = {}
    members: dict[str, list[Mention]] = {}
    for i, mention in enumerate(draft.mentions):
        mention.party = numbers.setdefault(party_of[i], f"p{len(numbers) + 1}")
        members.setdefault(mention.party, []).append(mention)
    draft.parties = [
        Party(id=party, type=mentions[0].type, names=_names(draft, mentions, known))
        for party, mentions in members.items()
    ]
    find_roles(draft)


def _names(draft: Draft, mentions: list[Mention], known: set[str]) -> list[str]:
    """The surface forms of a party, longest first."""
    forms = dict.fromkeys(surface(draft, mention, known) for mention in mentions)
    return sorted(forms, key=lambda form: -len(form))
