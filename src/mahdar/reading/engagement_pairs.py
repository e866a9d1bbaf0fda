"""Participants as the model scores them, where they speak against the rules' sides or these are too few."""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from mahdar.arabic.phrases import rows
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.tagging import chance
from mahdar.tagger import Tagged

#: How many words around the beginning of a contact its sides are looked for.
WITHIN = 120
PLACE_WITHIN = 250
#: A list of so many sides is left as the rules read it.
MANY = 5


def weigh_sides(draft: Draft, contact: Contact, *, least: int) -> None:
    """Leave out sides that the model is sure are none and add persons that it is sure of.

    `least`: how many sides the contact needs. One that lacks its second gets the likeliest person.
    """
    if draft.tagged is None:
        return
    limits, logits = _limits(), _logits(draft, draft.tagged, contact.first)
    others = [p for p in sorted(logits, key=lambda p: -logits[p]) if p not in contact.who]
    people = [p for p in others if draft.party[p].type == "PER"]
    if len(contact.who) < least and people and logits[people[0]] > limits["second"]:
        contact.who.append(people[0])
    meets = {p for p in contact.who if contact.kind == "session" and draft.party[p].type == "ORG"}
    kept = [p for p in contact.who if p in meets or logits.get(p, 0.0) > limits["none"]]
    if len(kept) >= least and len(contact.who) < MANY:
        contact.who = kept
    if contact.kind == "visit" and contact.who:
        return  # who else goes along is told beside the visitor
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


def likely_sides(draft: Draft, first: int, least: float) -> list[str]:
    """Who takes part in what begins at word `first` with log-odds of `least` or more, the likeliest first."""
    if draft.tagged is None:
        return []
    logits = _logits(draft, draft.tagged, first)
    return sorted((p for p in logits if logits[p] >= least), key=lambda p: -logits[p])


def likely_place(draft: Draft, first: int, least: float) -> str | None:
    """Where what begins at word `first` is likeliest to be, with log-odds of `least` or more."""
    odds = _odds_of_places(draft, draft.tagged, first) if draft.tagged is not None else {}
    best = max(odds, key=lambda p: odds[p], default=None)
    return best if best is not None and odds[best] >= least else None


def limit(name: str) -> float:
    """A limit of engagement_limits.tsv."""
    return _limits()[name]


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
    places = {p.id for p in draft.parties if p.type in ("GPE", "LOC")}
    return _odds(draft, tagged, "place", first, places, PLACE_WITHIN)


def _logits(draft: Draft, tagged: Tagged, first: int) -> dict[str, float]:
    """How likely the parties around the contact that begins at word `first` take part in it, by the model."""
    return _odds(draft, tagged, "participant", first, draft.party, WITHIN)


def _odds(
    draft: Draft, tagged: Tagged, relation: str, first: int, parties: Container[str], within: int
) -> dict[str, float]:
    """The log-odds of those of the parties that are mentioned within so many words, in order of their mention."""
    near = {p: [w for w in words if abs(w - first) <= within] for p, words in draft.mention_words.items()}
    return {p: tagged.odds(relation, first, words) for p, words in near.items() if words and p in parties}


@cache
def _limits() -> dict[str, float]:
    return {name: float(limit) for name, limit in rows("mahdar.reading", "engagement_limits.tsv")}
