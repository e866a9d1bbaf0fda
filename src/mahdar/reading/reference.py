"""References: every noun phrase that stands for a party, named or not."""

from __future__ import annotations

from mahdar.arabic.folding import fold
from mahdar.arabic.words import WORD
from mahdar.reading.draft import Draft, Reference


def find_references(draft: Draft) -> None:
    """Fill `draft.references` from its mentions: each name with the role that stands before it."""
    roles = {p.id: frozenset(fold(p.role).split()) if p.role else frozenset() for p in draft.parties}
    found = []
    for mention in sorted(draft.mentions, key=lambda m: (m.start, -m.end)):
        head = draft.word_at(mention.start)
        last = head
        while last < len(draft.words) and draft.words[last].start < mention.end:
            last += 1
        first, vocabulary = head, roles.get(mention.party, frozenset())
        while (
            first
            and draft.words[first - 1].kind == WORD
            and any(s.stem in vocabulary for s in draft.words[first - 1].splits)
        ):
            first -= 1
        cut = len(draft.folded.text[draft.words[head].at : draft.folded.index(mention.start)]) if first == head else 0
        found.append(Reference(first, last, head, cut, (mention.party,), named=True))
    draft.references = found
