"""Conferences: which meetings are one, and who is told to attend it."""

from __future__ import annotations

from mahdar.reading.clauses import Clauses
from mahdar.reading.engagement_actors import in_focus
from mahdar.reading.engagement_cues import Cue
from mahdar.reading.engagement_details import named_after
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_sides import are_many
from mahdar.reading.participants import Side, home_of

#: How many words before a conference 'كلمة' and 'شارك' tell of somebody there.
ATTENDS_WITHIN = 6


def confers(clauses: Clauses, cue: Cue, sides: list[Side]) -> bool:
    """Whether talks are a round of them ('[الجولة] الثانية من المحادثات') or join ministers of several states."""
    talks = "حادثات" in clauses.text(cue.at) or "فاوضات" in clauses.text(cue.at) or "باحثات" in clauses.text(cue.at)
    if talks and any(clauses.has(k, "rounds") for k in range(cue.at - 3, cue.at)):
        return True
    if any(clauses.has(k, "rounds") for k in range(cue.at - 3, cue.at)) and sum(not s.person for s in sides) > 1:
        return True
    if any(s.relation == "with" and are_many(clauses, s) and clauses.type_of(s.reference) == "ORG" for s in sides):
        return True
    states = {p for s in sides if clauses.type_of(s.reference) == "GPE" for p in s.reference.parties}
    bodies = {p for s in sides if not s.person for p in s.reference.parties}
    ministers = clauses.has(cue.at + 1, "ministers")
    return len(states) > 3 or (len(bodies) > 2 and all(not s.person for s in sides) and ministers)


def attends_city(clauses: Clauses, cue: Cue, contact: Contact) -> bool:
    """Whether somebody takes part in talks that are named after a city: 'شارك فلان في اجتماع [جنيف]'."""
    if not any(clauses.has(k, "attends") for k in range(cue.at - 4, cue.at)):
        return False
    return named_after(clauses, cue, contact) is not None


def add_attending(clauses: Clauses, cue: Cue, contact: Contact) -> None:
    """Add who is told to speak at a conference or to take part in it ('في كلمته في افتتاح المؤتمر'), for his state."""
    spoken = clauses.text(cue.at - 1) == "خلال" or clauses.has(cue.at - 1, "part")
    if not spoken and not any(clauses.has(k, "attends") for k in range(max(0, cue.at - ATTENDS_WITHIN), cue.at)):
        return
    first, _ = clauses.sentence(cue.at)
    people = [p for r in clauses.between(first, cue.at) if clauses.is_person(r) for p in r.parties]
    attending = tuple(people[-1:]) or in_focus(clauses, cue.at, cue.gender)
    contact.doubt = "" if attending and contact.doubt == "kind" else contact.doubt
    for person in attending:
        state = clauses.draft.party[person].of or home_of(clauses.draft)
        others = (p for p in contact.who if p not in (person, state) and clauses.draft.party[p].of != (state or ""))
        contact.who = [person, *others]
