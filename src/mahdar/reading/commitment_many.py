"""Who agrees or asks as one of many: both sides of an agreement, of a joint statement, people without a name."""

from __future__ import annotations

from itertools import pairwise

from mahdar.reading.clauses import Clauses
from mahdar.reading.commitment_cues import Cue, classes

#: How far behind the word for an agreement its sides stand, in words.
SIDES_WITHIN = 14
#: Kinds of engagements whose two sides 'الجانبان' means rather than those of a council.
_MET = frozenset(("meeting", "call", "visit", "signing"))
_SIDES = frozenset(("الجانبان", "الطرفان", "البلدان", "الجانبين", "الطرفين"))


def joint_issuers(clauses: Clauses, cue: Cue) -> list[str]:
    """The two states that issue a joint statement, where 'الجانبان' beside a cue means its sides.

    'أكدت [تونس ومصر] في بيان مشترك … وقد اتفق الجانبان على'; empty where it is not told so.
    """
    if not any(clauses.text(k) in _SIDES for k in (cue.at - 1, cue.last)):
        return []
    for k in range(cue.at - 1, 0, -1):
        if clauses.text(k) != "مشترك" or clauses.text(k - 1) != "بيان":
            continue
        named = [r for r in clauses.between(clauses.sentence(k)[0], k) if clauses.type_of(r) == "GPE"]
        for one, other in pairwise(named):
            if clauses.governor(other, one.last)[0] == "and" and clauses.governor(one)[0] == "bare":
                return list(dict.fromkeys((*one.parties, *other.parties)))
    return []


def is_of_many(clauses: Clauses, cue: Cue, who: str) -> bool:
    """Whether a verb of many ('واتفقوا', 'داعين') stands where one person would be meant."""
    party = clauses.draft.party.get(who)
    many = clauses.text(cue.at).endswith(("وا", "تا")) if cue.form == "perfect" else cue.form == "participle"
    return many and cue.number in ("d", "p") and party is not None and party.type == "PER"


def is_of_nameless(clauses: Clauses, cue: Cue) -> bool:
    """Whether people without a name are the subject of a verb: 'طالب الأهالي', 'اعتصم العشرات من الأهالي وطالبوا'."""
    if cue.form not in ("perfect", "imperfect") or cue.kind == "delivered":
        return False
    for k in (cue.last, cue.at - 1):
        if k not in clauses.inside and "nameless" in classes(clauses.text(k)):
            return k < cue.at or clauses.inside.get(k + 1) is None
    if clauses.text(cue.at)[:1] != "و" or not (cue.number == "p" or clauses.text(cue.at).endswith("ت")):
        return False
    for k in range(cue.at - 1, clauses.sentence(cue.at)[0] - 1, -1):
        if k in clauses.inside and clauses.is_person(clauses.inside[k]):
            return False
        if k not in clauses.inside and "nameless" in classes(clauses.text(k)):
            return True
    return False


def both_sides(clauses: Clauses, cue: Cue) -> list[str]:
    """Both sides of an agreement where its words name them: 'بين [أ] و[ب]', 'الذي وقعته [أ] مع [ب]'."""
    behind = clauses.between(cue.last, cue.last + SIDES_WITHIN)
    for reference, other in pairwise(behind):
        tie = clauses.governor(other, reference.last)[0]
        if tie == "with" or (tie == "and" and clauses.governor(reference, cue.at)[0] == "between"):
            return list(dict.fromkeys((*reference.parties, *other.parties)))
    if behind and clauses.governor(behind[0], cue.at)[0] == "with" and (left := clauses.subject_before(cue.at)):
        return list(dict.fromkeys((*left.parties, *behind[0].parties)))
    return []


def both_who_agree(clauses: Clauses, cue: Cue, who: list[str]) -> list[str]:
    """Who agrees, with the other side where words or an engagement told before name it and only one is known."""
    if cue.kind != "agreement" or len(who) != 1:
        return who
    sides = both_sides(clauses, cue)
    if who[0] in sides:
        return sides
    start = clauses.words[cue.at].start
    met = [e.who for e in clauses.draft.engagements if e.span[0] <= start and len(e.who) == 2 and who[0] in e.who]
    return list(met[-1]) if met else who


def parties_to(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who agreed: the two persons of the sentence where two did, else the sides of the engagement told last before."""
    start = clauses.words[cue.at].start
    first = clauses.sentence(cue.at)[0]
    here = [r.parties[0] for r in clauses.between(first, cue.at) if clauses.is_person(r) and len(r.parties) == 1]
    two = list(dict.fromkeys(here))
    both = "both" in classes(clauses.text(cue.last))
    if len(two) == 2 and (cue.number == "d" or both):
        return two
    known = [e for e in clauses.draft.engagements if e.span[0] <= start and len(e.who) > 1]
    held = [e for e in known if e.status == "held" and len(e.who) == 2 and e.kind in _MET] if both else []
    return list((held or known)[-1].who) if known else None
