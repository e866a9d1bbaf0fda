"""Who is host of a meeting that is told without a verb of receiving.

An envoy posted in a country meets its people as their guest; and whoever meets somebody from abroad in the country of
his own receives him. Of meetings in the gold records between persons where this told a host, 95 of 129 had that host,
31 none, 3 another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.origin import is_capital, state_called, state_of_adjective, states_named
from mahdar.reading.scene import group
from mahdar.record import Party


def find_host(draft: Draft, contact: Contact, told: Iterable[Contact]) -> str | None:
    """The host of a meeting that has none yet; None where nothing tells one, or he is told to be on a visit himself."""
    if contact.host is not None or contact.kind != "meeting":
        return contact.host
    visits = [c for c in told if c.kind == "visit" and c.historical == contact.historical]
    host = _host_of(draft, contact, visits)
    return None if any(host in v.who and not _is_elsewhere(draft, v, contact) for v in visits) else host


def _is_elsewhere(draft: Draft, visit: Contact, contact: Contact) -> bool:
    """Whether a visit is to another state, region or city than that in which a contact was."""
    there, here = draft.party.get(visit.place or ""), draft.party.get(contact.place or "")
    if there is None or here is None or not there.type == here.type == "GPE":
        return False
    return there is not here and there.id != here.of and here.id != there.of


def _host_of(draft: Draft, contact: Contact, visits: Sequence[Contact]) -> str | None:
    people = [draft.party[p] for p in contact.who if p in draft.party and draft.party[p].type == "PER"]
    if len(people) < 2:
        return None
    at_home = [p for p in people if not _is_envoy(p)]
    if len(at_home) == 1:
        return at_home[0].id
    place = draft.party.get(contact.place) if contact.place is not None else None
    if place is None:
        return None
    state = state_of(draft, place)
    states = {p.id: _state_in_post(draft, p) for p in people}
    own = [p for p in people if state is not None and states[p.id] == state]
    if len(own) == len(people) and not is_capital(place):
        own = [p for p in people if _is_of_region(draft, p)]
    if not own:  # the report's own minister is called by his post alone
        guests = {p for v in visits for p in v.who if state is not None and not _is_elsewhere(draft, v, contact)}
        own = [p for p in people if states[p.id] is None and p.role is not None and p.id not in guests]
        own = own if len(own) < len(people) and not any(_is_of_unnamed_state(p) for p in own) else []
    return own[0].id if len(own) == 1 or (own and len(people) - len(own) == 1) else None


def _is_of_unnamed_state(person: Party) -> bool:
    """Whether somebody is an envoy of a state that his post does not name ('السفير'): here at home or a guest."""
    return bare(fold(person.role or "").split(" ")[0]) in group("envoys")


def _is_of_region(draft: Draft, person: Party) -> bool:
    """Whether somebody's post is that of a part of a state: 'رئيس إقليم الشمال', 'محافظ نينوى'."""
    region = draft.party.get(person.of or "")
    return region is not None and region.type == "GPE" and not any(state_called(fold(name)) for name in region.names)


def _state_in_post(draft: Draft, person: Party) -> str | None:
    """The code of the state that a person is of, by his body or by an adjective in his post: 'وزير الدفاع الأميركي'."""
    told = (state_of_adjective(word) for word in fold(person.role or "").split(" ") if word.startswith("ال"))
    return state_of(draft, draft.party.get(person.of or "")) or next((code for code in told if code is not None), None)


def _is_envoy(person: Party) -> bool:
    """Whether a person's post is that of another state's or body's envoy ('سفير بريطانيا', 'السفير الفرنسي')."""
    words = fold(person.role or "").split(" ")
    return len(words) > 1 and bare(words[0]) in group("envoys")


def state_of(draft: Draft, party: Party | None) -> str | None:
    """The code of the state that a party is or is of."""
    seen: set[str] = set()
    while party is not None and party.id not in seen:
        seen.add(party.id)
        code = next((code for name in party.names for code in states_named(name)), None)
        if code is not None:
            return code
        party = draft.party.get(party.of or "")
    return None
