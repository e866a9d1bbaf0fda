"""To whom a commitment is made: of whom something is asked, to whom it is promised, given or refused, by its words.

Half of the recipients of the training reports are named in its words; docs/model.md has what these rules find of them
and of the others, and what else was tried.
"""

from __future__ import annotations

from mahdar.reading.clauses import RELATIVES, Clauses
from mahdar.reading.commitment_cues import Cue, classes, noun_at
from mahdar.reading.commitment_support import is_help
from mahdar.reading.commitment_terms import condition_of
from mahdar.reading.draft import Reference

_GIVES = frozenset(("pledge", "delivered"))
#: Verbs in these forms have whom they ask right behind them.
_VERBS = frozenset(("perfect", "imperfect", "participle"))
_OBJECTS = {"اياه": "ه", "اياها": "ها"}
#: How far behind a verb stands the pronoun that says whom it asks ('داعيا إياه'), in words.
_NEAR_OBJECT = 3
#: How many words before a party tell that it is one that something goes against ('القضاء على تنظيم').
_NEAR = 3


def recipients(clauses: Clauses, cue: Cue, last: int, who: list[str]) -> list[str]:
    """The parties that what is committed up to word `last` is asked of or given to, by `who`; none of an agreement.

    It is the first other party that may be it, with those joined to it by و; else the state that an adjective tells.
    """
    if cue.kind == "agreement":
        return []
    party = clauses.draft.party
    own = {*who, *(of for p in who if p in party and (of := party[p].of) is not None)}
    if meant := _by_pronoun(clauses, cue, own):
        return meant
    stop = condition_of(clauses.draft, cue.last, last)[1]
    references = clauses.between(cue.at, stop)
    for n, reference in enumerate(references):
        before = references[n - 1] if n else None
        if _is_asked_directly(clauses, cue, reference, before, who):
            return _joined(clauses, references[n:], set(who))
        if own.intersection(reference.parties) or not _may_receive(clauses, cue, reference, before, who):
            continue
        return _joined(clauses, references[n:], own)
    return _by_adjective(clauses, cue, stop, own) if cue.kind != "request" else []


def _by_pronoun(clauses: Clauses, cue: Cue, own: set[str]) -> list[str]:
    """Whom the pronoun of a verb means: 'قطعت علاقاتها مع [قطر] وطالبتها', '[الوزير] … داعيا إياه'.

    'ه' is a person, 'ها' a state or body; behind التي what stands right before it.
    """
    pronoun = _pronoun(clauses, cue)
    if pronoun is None:
        return []
    if clauses.text(cue.at - 1) in RELATIVES:
        before = clauses.inside.get(cue.at - 2)
        return list(before.parties) if before is not None and not own.intersection(before.parties) else []
    first = clauses.sentence(max(0, clauses.sentence(cue.at)[0] - 1))[0]
    for reference in reversed(clauses.between(first, cue.at)):
        if not reference.parties or own.intersection(reference.parties) or clauses.type_of(reference) == "LOC":
            continue
        if clauses.is_person(reference) == (pronoun == "ه"):
            return list(reference.parties)
    return []


def _pronoun(clauses: Clauses, cue: Cue) -> str | None:
    text = clauses.text(cue.at)
    if cue.object:
        return next((pronoun for pronoun in ("ها", "ه") if text.endswith(pronoun)), None)
    near = (clauses.text(k) for k in range(cue.last, cue.last + _NEAR_OBJECT))
    return next((_OBJECTS[word] for word in near if word in _OBJECTS), None)


def _is_asked_directly(
    clauses: Clauses, cue: Cue, reference: Reference, before: Reference | None, who: list[str]
) -> bool:
    """Whether a party right behind a verb that asks, or behind who asks, is its object: it may be one's own state."""
    if cue.kind != "request" or cue.form not in _VERBS or set(who) & set(reference.parties):
        return False
    begin = cue.last
    if before is not None and before.first == cue.last and set(who) & set(before.parties):
        begin = before.last
    return reference.first <= begin and not clauses.proclitic(reference)


def _may_receive(clauses: Clauses, cue: Cue, reference: Reference, before: Reference | None, who: list[str]) -> bool:
    """Whether a party in what is committed may be whom it is asked of or given to.

    Not a place that is no state or town, one that it goes through or against, the place where it is to be, whom it is
    asked for, nor who makes it or belongs to who does ('لجنة الدفاع [بمجلس النواب]', 'الولايات المتحدة [وألمانيا]').
    """
    kind = clauses.type_of(reference)
    if kind == "LOC" or clauses.text(reference.first - 1) == "(":
        return False
    if any("against" in classes(word) for word in _words_before(clauses, reference, cue.last)):
        return False
    if _is_own_government(clauses, reference, who):
        return False
    relation = clauses.governor(reference, cue.last)[0]
    if cue.kind == "request" and ((relation == "in" and kind == "GPE") or (relation == "to" and kind != "PER")):
        return False
    if cue.kind == "request" and relation == "for" and not _calls(clauses, cue, reference):
        return False
    in_town = relation == "in" and kind == "GPE" and not clauses.is_state(reference)
    if cue.kind in _GIVES and in_town and not is_help(clauses.text(reference.first - 1)):
        return False
    if before is not None and set(who) & set(before.parties) and reference.first - before.last <= 1:
        return relation not in ("and", "by", "in")
    return not _is_maker(clauses, cue, reference)


def _words_before(clauses: Clauses, reference: Reference, first: int) -> list[str]:
    """The last words before a reference, from word `first` on, without marks."""
    words = [clauses.text(k) for k in range(first, reference.first) if clauses.is_word(k)]
    return words[-_NEAR:]


def _is_own_government(clauses: Clauses, reference: Reference, who: list[str]) -> bool:
    """Whether it is the government of the maker's own state: '[وزير] … التزام [الحكومة العراقية]'."""
    party = clauses.draft.party
    own = {party[p].of for p in who if p in party} - {None}
    governs = "حكوم" in clauses.text(reference.first)
    return governs and any(party[p].of in own for p in reference.parties if p in party)


def _calls(clauses: Clauses, cue: Cue, reference: Reference) -> bool:
    """Whether a request is told with ل to whom it is: a call, a duty, what is hoped for ('أن يكون [لإيطاليا] دور')."""
    near = [*range(cue.at, cue.last + 2), reference.first - 2, reference.first - 1]
    return any({"calls", "must"} & classes(clauses.text(k).lstrip("و")) for k in near)


def _is_maker(clauses: Clauses, cue: Cue, reference: Reference) -> bool:
    """Whether a party right behind a noun of pledging or refusing is whose it is: 'استعداد [القاهرة]'."""
    behind = reference.first - 1
    noun = noun_at(clauses.words, behind, said=False) if behind > cue.last else None
    if noun is not None and noun.kind in ("pledge", "refusal") and not is_help(clauses.text(behind)):
        return True
    if cue.form != "noun" or cue.kind not in ("pledge", "refusal") or reference.first - cue.last > 2:
        return False
    if reference.first > cue.last and clauses.text(reference.first - 1)[:1] in ("ب", "ل"):
        return False  # 'دعم الحكومة لجهود [الأمم المتحدة]'
    return clauses.governor(reference, cue.last)[0] in ("bare", "part")


def _joined(clauses: Clauses, references: list[Reference], own: set[str]) -> list[str]:
    """The parties of the first reference with those joined to it by و: 'داعيا [تركيا] و[المنظمة] إلى'."""
    first, *others = references
    parties, last = list(first.parties), first.last
    for other in others:
        relation, start, _ = clauses.governor(other, last)
        if relation != "and" or start - last > 2 or own.intersection(other.parties):
            break
        if clauses.is_person(other) != clauses.is_person(first):
            break
        parties += [p for p in other.parties if p not in parties]
        last = other.last
    return parties


def _by_adjective(clauses: Clauses, cue: Cue, last: int, own: set[str]) -> list[str]:
    """The state from whose name an adjective or a people is told: 'دعم الاقتصاد [التونسي]', 'مساعدة [الليبيين]'."""
    states = (clauses.state_of(k) for k in range(cue.last, last) if k not in clauses.inside)
    return next(([state] for state in states if state is not None and state not in own), [])
