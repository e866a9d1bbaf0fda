"""Who is host of a meeting that is told without a verb of receiving.

An envoy posted in a country meets its people as their guest; and whoever meets somebody from abroad in the country of
his own receives him. Of meetings in the gold records between persons where this told a host, 95 of 129 had that host,
31 none, 3 another.
"""

from __future__ import annotations

from collections.abc import Iterable

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.origin import states_named
from mahdar.reading.scene import group
from mahdar.record import Party


def find_host(draft: Draft, contact: Contact, told: Iterable[Contact]) -> str | None:
    """The host of a meeting that has none yet; None where nothing tells one, or he is told to be on a visit himself."""
    host = contact.host or _host_of(draft, contact)
    if host is None or host == contact.host:
        return host
    travels = any(c.kind == "visit" and host in c.who and c.historical == contact.historical for c in told)
    return None if travels else host


def _host_of(draft: Draft, contact: Contact) -> str | None:
    people = [draft.party[p] for p in contact.who if p in draft.party and draft.party[p].type == "PER"]
    if contact.kind != "meeting" or len(people) < 2:
        return None
    at_home = [p for p in people if not _is_envoy(p)]
    if len(at_home) == 1:
        return at_home[0].id
    place = draft.party.get(contact.place) if contact.place is not None else None
    state = state_of(draft, place) if place is not None else None
    if state is None:
        return None
    states = {p.id: state_of(draft, draft.party.get(p.of or "")) for p in people}
    own = [p for p in people if states[p.id] == state]
    if not own and len(people) == 2:  # the report's own minister is called by his post alone
        own = [p for p in people if states[p.id] is None and p.role is not None]
    return own[0].id if len(own) == 1 else None


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
