"""Doubts about a cue of a commitment: what it needs is missing, or nothing is asked or promised."""

from __future__ import annotations

from mahdar.arabic.words import NUMBER
from mahdar.reading.clauses import Clauses
from mahdar.reading.commitment_cues import Cue, classes
from mahdar.reading.commitment_support import is_ahead
from mahdar.reading.engagement_cues import cue_at as engagement_cue

_THAT = frozenset(("ان", "بان"))
_WHAT = frozenset(("ما", "بما", "مما"))
_OF_IT = frozenset(("به", "بها"))
#: Behind a number that counts nothing: 'اف 16 [هي] الأولى'.
_NO_THING = frozenset(("هي", "هو", "هم", "في", "من", "علي", "التي", "الذي", "و"))
#: A noun of what is intended, as verbs in the imperfect tell it: 'عزمه زيارة'.
_INTENT = "عزم"
#: 'that not', folded; 'except' is folded so too.
_THAT_NOT = "الا"
#: How far behind a cue what it needs stands, and what is asked, in words.
NEEDED_WITHIN, ASKED_WITHIN = 14, 24
#: How far before a cue the word stands that denies it.
DENIED_WITHIN = 3
#: How far before a pledge the relations stand that a pronoun takes up: 'عمق [العلاقات] … وحرصه على تعزيزها'.
COURTESY_WITHIN, TIGHTENED_WITHIN = 12, 5


def is_doubtful(clauses: Clauses, cue: Cue, last: int) -> bool:
    """Whether the commitment of a cue that would end before word `last` is none."""
    if cue.needs and not _has_needed(clauses, cue, last):
        return True
    if is_denied(clauses, cue):
        return True
    if cue.kind == "refusal" and any("blamed" in classes(clauses.text(k)) for k in range(cue.at + 1, cue.at + 4)):
        return True
    if _is_only_wished(clauses, cue) or _is_counted(clauses, cue):
        return True
    intends = cue.form in ("imperfect", "future") or clauses.text(cue.at).startswith(_INTENT)
    if cue.kind == "pledge" and intends and _only_travels(clauses, cue, last):
        return True
    return is_idle(clauses, cue)


def is_denied(clauses: Clauses, cue: Cue) -> bool:
    """Whether nothing is asked ('لا يحتاج إلى'), a report of it is denied, or what was pledged is but spoken of.

    'نفت أن تكون طلبت', 'الوفاء بما تعهدت به'.
    """
    if cue.form == "perfect" and clauses.text(cue.at - 1) in ("تكون", "يكون"):
        return True
    if cue.kind == "pledge" and clauses.text(cue.at - 1) in _WHAT and clauses.text(cue.last) in _OF_IT:
        return True
    if cue.kind == "request" and "not" in classes(clauses.text(cue.at - 1)):
        return True
    if is_claimed(clauses, cue.at) or _is_kept_to(clauses, cue):
        return True
    return any("denies" in classes(clauses.text(k)) for k in range(cue.at - DENIED_WITHIN, cue.at))


def _is_kept_to(clauses: Clauses, cue: Cue) -> bool:
    """Whether a noun tells of a choice to come ('قبول أو [رفض] الاتفاق') or of what another is to keep to.

    'طالب الحكومة بالحفاظ على [التزامها]'.
    """
    if cue.form not in ("noun", "perfect") or cue.kind not in ("pledge", "refusal"):
        return False
    before = clauses.text(cue.at - 1)
    return before == "او" or (before == "علي" and "keeping" in classes(clauses.text(cue.at - 2)))


def is_claimed(clauses: Clauses, i: int) -> bool:
    """Whether what begins at word `i`, or behind its subject, is but a claim: 'الاتهامات بأن [تونس] تساعد'."""
    before = clauses.inside.get(i - 1)
    that = before.first - 1 if before is not None else i - 1
    return clauses.text(that) in _THAT and "claims" in classes(clauses.text(that - 1))


def _is_only_wished(clauses: Clauses, cue: Cue) -> bool:
    """Whether an agreement or help is told behind أن as what should be, not as what is: 'شرط أن توافق تونس'."""
    if cue.kind not in ("agreement", "delivered") or clauses.text(cue.at - 1) not in _THAT:
        return False
    return cue.form == "imperfect" or (cue.form == "perfect" and clauses.text(cue.at)[:1] in ("ت", "ي"))


def _is_counted(clauses: Clauses, cue: Cue) -> bool:
    """Whether what looks like a verb that asks is a noun behind a number: '214 طالبا'."""
    return clauses.text(cue.at).endswith("ا") and cue.at > 0 and clauses.words[cue.at - 1].kind == NUMBER


def is_idle(clauses: Clauses, cue: Cue) -> bool:
    """Whether nothing is asked, promised or given: talk or help to come, courtesy, a condition, 'دعت الحاجة'."""
    near = [classes(clauses.text(k)) for k in range(cue.last, cue.last + 5)]
    if cue.kind == "request":
        if cue.form == "perfect" and any("condition" in classes(clauses.text(k)) for k in (cue.at - 1, cue.at - 2)):
            return True
        return any("no_request" in found or (cue.form == "urged" and "courtesy" in found) for found in near)
    if cue.kind == "delivered" and cue.form == "imperfect":
        return is_ahead(clauses, cue)
    if cue.kind == "pledge" and cue.form == "noun" and not clauses.text(cue.at).startswith("استعداد"):
        if any("courtesy" in found or "oversight" in found for found in near):
            return True
        return only_tightens(clauses, cue.at)
    return cue.form == "future" and "talk" in near[0]


def only_tightens(clauses: Clauses, i: int) -> bool:
    """Whether the pledge at word `i` is but courtesy to relations told before: 'عمق العلاقات [وحرصه على تعزيزها]'."""
    near = any("tightens" in classes(clauses.text(k)) for k in range(i + 1, i + 1 + TIGHTENED_WITHIN))
    return near and any("courtesy" in classes(clauses.text(k)) for k in range(i - COURTESY_WITHIN, i))


def _only_travels(clauses: Clauses, cue: Cue, last: int) -> bool:
    """Whether what is intended is a visit or meeting, which is no commitment ('يعتزم زيارة')."""
    near = range(cue.last, min(last, cue.last + 2))
    return any(engagement_cue(clauses.words, k) is not None for k in near if k not in clauses.inside)


def _has_needed(clauses: Clauses, cue: Cue, last: int) -> bool:
    """Whether one of the things that a cue needs stands within its commitment."""
    end = min(last, cue.last + (ASKED_WITHIN if cue.kind == "request" else NEEDED_WITHIN))
    return any(_is_needed(clauses, k, need) for k in range(cue.last, end) for need in cue.needs)


def _is_needed(clauses: Clauses, k: int, need: str) -> bool:
    text = clauses.text(k)
    if need == "thing" and _is_count(clauses, k):
        return True
    if need in ("thing", "force"):
        return need in classes(text)
    if need in ("other", "ref"):
        reference = clauses.inside.get(k)
        return (reference is not None and not clauses.is_person(reference)) or "anybody" in classes(text)
    if need == "ان" and text == _THAT_NOT:
        return True
    return text == need or (len(need) <= 2 and text.startswith(need) and len(text) > 3)


def _is_count(clauses: Clauses, k: int) -> bool:
    """Whether word `k` is the number of things that are counted: 'سلم [26] آلية'."""
    return clauses.words[k].kind == NUMBER and clauses.is_word(k + 1) and clauses.text(k + 1) not in _NO_THING
