"""What the heads of the tagger say of each word, and what its pair scorer relates.

Spans are told in BIO: the first word of a span is `B-kind`, the others `I-kind`, every other word is `O`.
The order of the labels is the order of the model's outputs; a change needs a new model.
"""

from __future__ import annotations

from typing import Literal

OUTSIDE = "O"
NAMES: tuple[Literal["PER", "ORG", "GPE", "LOC"], ...] = ("PER", "ORG", "GPE", "LOC")
FORMS = ("direct", "indirect")
ENGAGEMENTS = ("meeting", "call", "visit", "session", "conference", "signing", "letter")
COMMITMENTS = ("request", "pledge", "agreement", "delivered", "refusal")
AREAS = (
    "training", "arms", "military", "withdrawal", "intelligence", "finance", "humanitarian", "reconstruction",
    "economy", "energy", "coordination", "protection", "politics", "justice", "other",
)  # fmt: skip
INCIDENTS = ("RETREAT", "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")


def bio(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The labels for spans of these kinds: O, then B- and I- of each kind."""
    return (OUTSIDE, *(f"{place}-{kind}" for kind in kinds for place in "BI"))


#: What each head can say of a word. `cut`: how many folded letters at the start of a name's first word are a proclitic.
HEADS: dict[str, tuple[str, ...]] = {
    "name": bio(NAMES),
    "cut": ("0", "1", "2", "3"),
    "role": bio(("ROLE",)),
    "cue": bio(("CUE",)),
    "content": bio(FORMS),
    "engagement": bio(ENGAGEMENTS),
    "commitment": bio(COMMITMENTS),
    "area": AREAS,
    "incident": bio(INCIDENTS),
}

#: Who stands in which relation to the span that begins at an anchor word: anchor's head and relation's name.
RELATIONS: dict[str, str] = {
    "speaker": "content",
    "participant": "engagement",
    "host": "engagement",
    "place": "engagement",
    "from": "commitment",
    "to": "commitment",
}

#: What a word belongs to on the page; the headline and the dateline are marked as such.
SECTIONS = ("body", "headline", "dateline", "noise")
