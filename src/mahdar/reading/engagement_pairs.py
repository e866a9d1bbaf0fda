"""Participants as the model scores them, where the rules' reading leaves a contact with one side."""

from __future__ import annotations

import numpy as np

from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact

#: How many words around the beginning of a contact its sides are looked for.
WITHIN = 120
LEAST, LOW, HIGH = 1.0, -3.0, 3.0


def with_model(draft: Draft, contact: Contact, *, alone: bool) -> None:
    """Add to a contact with one side the person whom the model is surest of. `alone`: one side is enough."""
    if draft.tagged is None:
        return
    logits = _logits(draft, contact)
    people = sorted(((s, p) for p, s in logits.items() if draft.party[p].type == "PER" and p not in contact.who), reverse=True)
    if len(contact.who) == 1 and not alone and people and people[0][0] > LEAST:
        contact.who.append(people[0][1])
    keep = [p for p in contact.who if logits.get(p, 0.0) > LOW]
    if len(keep) >= (1 if alone else 2):
        contact.who = keep
    contact.who += [p for s, p in people if s > HIGH and p not in contact.who]


def _logits(draft: Draft, contact: Contact) -> dict[str, float]:
    tagged = draft.tagged
    words: dict[str, list[int]] = {}
    for mention in draft.mentions:
        at = draft.word_at(mention.start)
        if abs(at - contact.first) <= WITHIN:
            words.setdefault(mention.party, []).append(at)
    return {
        party: float(np.logaddexp.reduce(tagged.score("participant", contact.first, at)))
        for party, at in words.items()
    } if tagged is not None else {}
