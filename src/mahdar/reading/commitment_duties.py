"""Duties, which are requests: what a speaker says that another has to do ('على [إيران] أن تلتزم', 'وعليها الكف عن')."""

from __future__ import annotations

from mahdar.reading.clauses import THAT, Clauses
from mahdar.reading.commitment_cues import Cue
from mahdar.reading.speech import Speech

_ON, _ON_THEM = "علي", frozenset(("عليه", "عليها", "عليهم"))
#: Before a clause that begins, also where its content is not known to begin.
_BEFORE = THAT | {"الذي", "تمني"}
_DO = frozenset(("ان", "الا"))
#: How far behind the preposition the party begins, behind its post or a noun of it.
_WITHIN = 3


def is_on(word: str) -> bool:
    """Whether a folded word may say on whom a duty lies."""
    return word.removeprefix("و") == _ON or word.removeprefix("و") in _ON_THEM


def duty_at(clauses: Clauses, speech: Speech, i: int) -> Cue | None:
    """The duty that begins at word `i`, None where the word belongs to the verb before or nothing is to be done."""
    text = clauses.text(i)
    holder = speech.at(i)
    if holder is None:
        return None
    begins = i in speech.begins or i == clauses.sentence(i)[0]
    if not (begins or text[:1] == "و" or clauses.text(i - 1) in _BEFORE):
        return None
    if text.removeprefix("و") in _ON_THEM:
        return Cue(i, i + 1, "request", (), "duty") if _is_to_do(clauses.text(i + 1)) else None
    behind = next((clauses.inside[k] for k in range(i + 1, i + 1 + _WITHIN) if k in clauses.inside), None)
    if behind is not None:
        return Cue(i, i + 1, "request", (), "duty") if _is_to_do(clauses.text(behind.last)) else None
    many = clauses.text(i + 1).startswith("ال") or clauses.text(i + 2).startswith("ال")
    if begins and many and any(clauses.text(k) == "ان" for k in range(i + 2, i + 2 + _WITHIN)):
        return Cue(i, i + 1, "request", (), "duty")
    return None


def _is_to_do(word: str) -> bool:
    """Whether a word begins what is to be done: أن with a verb, or a noun of action with the article."""
    return word in _DO or (word.startswith("ال") and len(word) > 4)
