"""Contacts that the model is sure of where no rule reads one: who takes part by its pair scores, the day beside."""

from __future__ import annotations

from collections.abc import Iterable

from mahdar.arabic.calendar import date_in
from mahdar.reading.clauses import Clauses
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_details import date_beside, without_states
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_pairs import likely_place, likely_sides, limit
from mahdar.reading.tagging import chance_of_kind, proposed
from mahdar.reading.topics import counted
from mahdar.tagger.decoding import Span
from mahdar.tagger.labels import ENGAGEMENTS


def proposed_contacts(clauses: Clauses, told: Iterable[Contact]) -> list[Contact]:
    """The model's engagements over words of which `told` has none, in order; none without the model."""
    draft = clauses.draft
    if draft.tagged is None:
        return []
    taken = [(c.first, c.last) for c in told]
    found = []
    least = limit("proposed")
    for span in proposed(draft.tagged, "engagement", draft.words, least):
        free = not any(first < span.last and span.first < last for first, last in taken)
        sure = chance_of_kind(draft.tagged, "engagement", ENGAGEMENTS[span.kind], span.first, span.last) >= least
        if free and sure and not draft.in_noise(draft.words[span.first].start):
            found.append(_contact(clauses, span))
    return found


def _contact(clauses: Clauses, span: Span) -> Contact:
    draft = clauses.draft
    kind = ENGAGEMENTS[span.kind]
    contact = Contact(at=span.first, kind=kind, first=span.first, last=span.last, frame="proposed")
    sides = likely_sides(draft, span.first, limit("proposed side"))
    contact.who = named_within(draft, span, without_states(draft, sides, councils=False))
    contact.place = _place(draft, span, kind)
    contact.date = date_in(draft.words, span.first, span.last, draft.reference_day) or date_beside(clauses, span.first)
    contact.topics = counted(draft.words, span.first, clauses.sentence(span.first)[1], "topics.tsv")[:4]
    if any(clauses.has(k, "planned") for k in range(span.first, span.last)):
        contact.status = "planned"
    return contact


def _place(draft: Draft, span: Span, kind: str) -> str | None:
    """The likeliest place; that of a session only where its own words name it: a council sits where it always does."""
    place = likely_place(draft, span.first, limit("proposed place"))
    here = place is not None and any(span.first <= word < span.last for word in draft.mention_words[place])
    return place if here or kind != "session" else None


def named_within(draft: Draft, span: Span, sides: list[str]) -> list[str]:
    """Those of the likely sides whom the words of the contact name, where these are enough: two, or who visits."""
    visit = ENGAGEMENTS[span.kind] == "visit"
    inside = [p for p in sides if any(span.first <= word < span.last for word in draft.mention_words[p])]
    if visit:
        return (inside or sides)[:1]
    return inside if len(inside) > 1 else sides
