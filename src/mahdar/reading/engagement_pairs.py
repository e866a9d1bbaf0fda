"""Participants as the model scores them, where they speak against the rules' sides or these are too few."""

from __future__ import annotations

from functools import cache

import numpy as np

from mahdar.arabic.phrases import rows
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.tagging import chance
from mahdar.tagger import Tagged

#: How many words around the beginning of a contact its sides are looked for.
WITHIN = 120
PLACE_WITHIN = 250


def weigh_sides(draft: Draft, contact: Contact, *, least: int) -> None:
    """Leave out sides that the model is sure are none and add persons that it is sure of.

    `least`: how many sides the contact needs. One that lacks its second gets the likeliest person.
    """
    if draft.tagged is None:
        return
    limits, logits = _limits(), _logits(draft, draft.tagged, contact)
    others = [p for p in sorted(logits, key=lambda p: -logits[p]) if p not in contact.who]
    people = [p for p in others if draft.party[p].type == "PER"]
    if len(contact.who) < least and people and logits[people[0]] > limits["second"]:
        contact.who.append(people[0])
    kept = [p for p in contact.who if logits.get(p, 0.0) > limits["none"]]
    if len(kept) >= least:
        contact.who = kept
    contact.who += [p for p in people if logits[p] > limits["another"] and p not in contact.who]


def is_doubted(draft: Draft, contact: Contact) -> bool:
    """Whether the model finds a contact of a kind that is often read wrongly too improbable.

    Such kinds are a meeting of one person with a body or state ('لقاءاته مع المسؤولين') and a conference.
    """
    if draft.tagged is None:
        return False
    kind = contact.kind
    if kind == "meeting":
        people = [p for p in contact.who if p in draft.party and draft.party[p].type == "PER"]
        if len(contact.who) != 2 or len(people) != 1:
            return False
    limit = _limits().get(f"least for a {kind}")
    return limit is not None and chance(draft.tagged, "engagement", contact.first, contact.last) < limit


def weigh_place(draft: Draft, contact: Contact) -> None:
    """Put the place that the model is far surer of in place of the rules' place, or of none."""
    if draft.tagged is None:
        return
    odds = _odds_of_places(draft, draft.tagged, contact.first)
    best = max(odds, key=lambda p: odds[p], default=None)
    if best is None or odds[best] <= 0:
        return
    surer = odds[best] > _limits()["no place"]
    if contact.place is not None:
        surer = contact.place in odds and odds[best] - odds[contact.place] > _limits()["other place"]
    if surer:
        contact.place = best


def _odds_of_places(draft: Draft, tagged: Tagged, first: int) -> dict[str, float]:
    words: dict[str, list[int]] = {}
    for mention in draft.mentions:
        at = draft.word_at(mention.start)
        known = draft.party.get(mention.party)
        if known is not None and known.type in ("GPE", "LOC") and abs(at - first) <= PLACE_WITHIN:
            words.setdefault(known.id, []).append(at)
    return {p: float(np.logaddexp.reduce(tagged.score("place", first, at))) for p, at in words.items()}


def _logits(draft: Draft, tagged: Tagged, contact: Contact) -> dict[str, float]:
    """How likely the parties around a contact take part in it, by the model: of several names the sum counts."""
    words: dict[str, list[int]] = {}
    for mention in draft.mentions:
        at = draft.word_at(mention.start)
        if mention.party in draft.party and abs(at - contact.first) <= WITHIN:
            words.setdefault(mention.party, []).append(at)
    return {p: float(np.logaddexp.reduce(tagged.score("participant", contact.first, at))) for p, at in words.items()}


@cache
def _limits() -> dict[str, float]:
    return {name: float(limit) for name, limit in rows("mahdar.reading", "engagement_limits.tsv")}
