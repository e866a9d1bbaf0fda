"""Who gave what is thanked for, and whether it was given for a cause."""

from __future__ import annotations

from mahdar.reading.clauses import RELATIVES, Clauses
from mahdar.reading.commitment_cues import Cue, classes
from mahdar.reading.commitment_support import givers, is_help
from mahdar.reading.draft import Reference

_CLOSING = frozenset(")»”")
_TO_WHOM = frozenset(("for", "by"))
_THEIR = ("ه", "ها", "هم", "هما")
#: How far before a noun of what was given the one who is thanked stands, in words.
NEAR_THANKS = 6
#: How far before it the verb stands that praises.
NEAR_PRAISE = 8
#: How far behind a noun with a relative the one stands who did what it names, in words.
NEAR_DOER = 9


def giver_thanked(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who gave what is thanked for: 'جهود [العراق] في', 'الدور الذي لعبته [تونس]', 'الدور [البريطاني] في'.

    None where only praise is left ('جهود الوزارة.'), and behind a noun of help whose party is the one that is helped.
    """
    if is_help(clauses.text(cue.last - 1)):
        return givers(clauses, cue._replace(form="support")) or _thanked(clauses, cue)
    state = clauses.state_of(cue.last) if cue.last not in clauses.inside else None
    if state is not None:
        return [state] if clauses.goes_on(cue.last + 1) else None
    relative = any(clauses.text(k) in RELATIVES for k in range(cue.last, cue.last + 3))
    for reference in clauses.between(cue.last, cue.last + (NEAR_DOER if relative else 4)):
        relation, _, _ = clauses.governor(reference, cue.at)
        if relation not in ("bare", "part", "from", "and"):
            break
        told = any(clauses.text(k) in RELATIVES for k in range(cue.last, reference.first))
        who, last = _with_joined(clauses, reference)
        return who if told or clauses.goes_on(last) else None
    return _thanked(clauses, cue)


def is_for_a_cause(clauses: Clauses, cue: Cue) -> bool:
    """Whether what is thanked for was done for somebody: 'للجهود التي تبذلها [تونس] لتسوية', 'بجهود [عمان] في'."""
    relative = any(clauses.text(k) in RELATIVES for k in range(cue.last, cue.last + 3))
    within = NEAR_DOER if relative else 2
    behind = next(iter(clauses.between(cue.last, cue.last + within)), None)
    if behind is None and clauses.state_of(cue.last) is not None:
        end = cue.last + 1
    elif behind is not None and relative:
        end = behind.last
    else:
        return False
    word = clauses.text(end)
    return word == "في" or (word[:1] == "ل" and len(word) > 3)


def _with_joined(clauses: Clauses, reference: Reference) -> tuple[list[str], int]:
    """The parties of a reference with one joined by و behind its bracket, and the word behind them."""
    last = reference.last + (clauses.text(reference.last) in _CLOSING)
    other = clauses.inside.get(last)
    if last == reference.last or other is None or not clauses.proclitic(other).startswith("و"):
        return list(reference.parties), last
    end = other.last + (clauses.text(other.last) in _CLOSING)
    return list(dict.fromkeys((*reference.parties, *other.parties))), end


def _is_thanks(clauses: Clauses, k: int) -> bool:
    return "thanks" in classes(clauses.text(k)) and clauses.text(k) != "عن"


def _praises(clauses: Clauses, cue: Cue) -> bool:
    """Whether what stands behind على is praised, so that the party before is who praises: 'أثنى [السفير] على جهود'."""
    first = max(clauses.sentence(cue.at)[0], cue.at - NEAR_PRAISE)
    return any("praises" in classes(clauses.text(k)) for k in range(first, cue.at))


def _thanked(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who is thanked for what a noun with a pronoun gives: 'شكره [للتحالف] على دوره في', '[لبغداد] على ما قدمته'.

    Without a pronoun it is the party right before, a place it is in left aside: 'شاكرا [البعثة] في تونس على إرسال'.
    """
    thanked = clauses.inside.get(cue.at - 2) if clauses.text(cue.at - 1) == "علي" else None
    if thanked is not None and clauses.governor(thanked)[0] == "in":
        near = clauses.between(thanked.first - NEAR_THANKS, thanked.first)
        thanked = near[-1] if near else None
    if thanked is not None and clauses.goes_on(cue.last) and not _praises(clauses, cue):
        return list(thanked.parties)
    word = clauses.text(cue.last - 1)
    if not word.endswith(_THEIR) or clauses.state_of(cue.last) is not None:
        return None
    before = clauses.between(clauses.sentence(cue.at)[0], cue.at)
    for_it = clauses.text(cue.at)[:1] == "ل" and any(
        _is_thanks(clauses, k) for k in range(cue.at - NEAR_PRAISE, cue.at)
    )
    if before and cue.at - before[-1].last <= NEAR_THANKS and (for_it or clauses.governor(before[-1])[0] in _TO_WHOM):
        return list(before[-1].parties)
    return None
