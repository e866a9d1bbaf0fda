"""Letters: who sends one or hands it over."""

from __future__ import annotations

from collections.abc import Sequence

from mahdar.reading.clauses import Clauses
from mahdar.reading.engagement_cues import Cue, carrier
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.participants import Side, right_of

#: How many words behind a letter the verb that sends it stands.
SENT_WITHIN = 4
#: How many words behind a letter its addressee or sender is called by a post.
ADDRESSED_WITHIN = 6
#: Verbs of sending to who is elsewhere, unlike handing over.
_SENDS_AFAR = ("بعث", "ارسل", "وجه", "رفع", "ابرق")
#: 'تسلم [منه] رسالة', 'وجه [له] دعوة'
_TO_HIM = frozenset(("منه", "منها", "له", "لها", "اليه", "اليها"))


def sent_behind(clauses: Clauses, cue: Cue) -> str:
    """What the subject of the verb right behind a letter is: 'الرسالة التي [بعثها] إلى فلان'."""
    if cue.kind != "letter":
        return ""
    sides = (carrier(clauses.text(k)) for k in range(cue.at + 1, cue.at + SENT_WITHIN))
    return next((side for side in sides if side in ("sender", "recipient")), "")


def is_to_nobody_named(clauses: Clauses, cue: Cue, verb: int | None, subjects: Sequence[Side]) -> bool:
    """Whether who sent or got a letter is named behind its verb, and the other only by a post or not at all."""
    if cue.kind != "letter" or verb is None or not any(s.reference.first > verb for s in subjects):
        return False
    sends = any(stem in clauses.text(verb) for stem in _SENDS_AFAR)
    return sends or any(
        clauses.has(k, "role") or clauses.has(k, "officials")
        for k in range(cue.at + 1, cue.at + ADDRESSED_WITHIN)
        if clauses.is_word(k) and k not in clauses.inside
    )


def hands_him(clauses: Clauses, cue: Cue, verb: int, before: Contact) -> bool:
    """Whether one of the two who met before in the sentence hands the other a letter: 'وسلمه رسالة', 'وتسلم منه'."""
    if cue.kind != "letter" or len(before.who) < 2 or clauses.sentence(before.at) != clauses.sentence(cue.at):
        return False
    named = [*clauses.between(verb, cue.at), *(s.reference for s in right_of(clauses, cue).of("from", "to"))]
    if any(clauses.is_person(r) and not set(r.parties) <= set(before.who) for r in named):
        return False
    word = clauses.text(verb)
    handed = any(word.endswith(p) and carrier(word.removesuffix(p)) is not None for p in ("ه", "ها"))
    return handed or any(clauses.text(k) in _TO_HIM for k in range(verb + 1, cue.at))
