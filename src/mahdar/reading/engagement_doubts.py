"""Doubts: whether what a cue and its sides make is a contact that the report tells.

The rules say of some contacts why they would leave them out (`Contact.doubt`), and have no doubt of others. Where there
is a model, its word is weighed with theirs.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from mahdar.arabic.phrases import rows
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.tagging import chance
from mahdar.tagger.labels import ENGAGEMENTS

#: How many words before a contact the model may have it begin.
BEGINS_WITHIN = 3


def is_told(draft: Draft, contact: Contact) -> bool:
    """Whether a contact counts: by the rules alone where they have no doubt of it, else by all that speaks for it."""
    if draft.tagged is None:
        return not contact.doubt
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in signs_of(draft, contact).items()) > 0


def signs_of(draft: Draft, contact: Contact) -> dict[str, float]:
    """What speaks for a contact and against it, by name (see engagement_weights.tsv)."""
    tagged = draft.tagged
    if tagged is None:
        return {}
    first = max(0, contact.first - BEGINS_WITHIN)
    chances = np.exp(tagged.log_scores("engagement", slice(first, contact.last)))
    kind = 1 + 2 * ENGAGEMENTS.index(contact.kind)
    inside = chances[:, 1:].sum(axis=1)
    people = sum(draft.party[p].type == "PER" for p in contact.who if p in draft.party)
    found = {
        "always": 1.0,
        f"kind {contact.kind}": 1.0,
        f"frame {contact.frame}": 1.0,
        f"doubt {contact.doubt or '-'}": 1.0,
        "chance": chance(tagged, "engagement", contact.first, contact.last),
        "begins": float(chances[:, 1::2].sum(axis=1).max(initial=0)),
        "inside": float(inside.max(initial=0)),
        "at cue": float(1 - np.exp(tagged.log_scores("engagement", slice(contact.at, contact.at + 1)))[0, 0]),
        "of kind": float((chances[:, kind] + chances[:, kind + 1]).max(initial=0)),
        "alone": float(len(contact.who) == 1),
        "many": float(len(contact.who) > 3),
        "likely": _likely(draft, contact),
        "people": float(people > 0),
        "all people": float(people == len(contact.who)),
        "date": float(contact.date is not None),
        "place": float(contact.place is not None),
        "definite": float(contact.definite),
        "pronoun": float(contact.pronoun),
        "planned": float(contact.status == "planned"),
        "historical": float(contact.historical),
        "again": float(contact.times > 1),
        "carried": float(contact.first < contact.at),
    }
    return found


def _likely(draft: Draft, contact: Contact) -> float:
    """The lowest logit of those who take part, as the model scores them; from -4 to 4."""
    tagged = draft.tagged
    words = {p: [draft.word_at(m.start) for m in draft.mentions if m.party == p] for p in contact.who}
    if tagged is None or not all(words.values()):
        return 0.0
    each = [np.logaddexp.reduce(tagged.score("participant", contact.first, at)) for at in words.values()]
    return float(np.clip(min(each), -4, 4))


@cache
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight in rows("mahdar.reading", "engagement_weights.tsv")}
