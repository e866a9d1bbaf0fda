"""Support told as a fact: the verbs, nouns and participles that say who gives what to whom, and how they are built in.

'دعم [طهران] ل[نظام الأسد]' has its giver in the genitive and its receiver behind ل; in 'دعم [الشرطة]' the party behind
the noun is the one that is helped.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import MARK
from mahdar.reading.clauses import RELATIVES, Clauses
from mahdar.reading.commitment_cues import Cue, classes
from mahdar.reading.draft import Reference
from mahdar.reading.saying import imperfects, perfects

#: How far behind a word its giver, what is given, and those beside the giver stand, in words.
_NEAR, _WITHIN, _BESIDE = 4, 14, 10
_VERBAL = frozenset(("", "و", "ف"))
_NOMINAL = frozenset(("", "و", "ب", "ل", "وب", "ول"))
#: Before a verb they are its subject, so that a party behind it is not.
_PRONOUNS = frozenset(("انها", "انه", "بانها", "بانه", "وانها", "وانه"))
_DONE = frozenset(("deed", "support"))
_BY = frozenset(("من", "قبل"))
#: What is still to come, and how far behind a verb it stands.
_AHEAD, _AHEAD_WITHIN = ("المقبل", "القادم"), 12
_VERBS = frozenset(("aids", "gives", "helps"))
#: Forms whose deed stands behind them and whose doer has a place of its own.
_DOING = frozenset(("doing", "entrusted"))
#: Some of those who act together: 'تقوم [دول] من التحالف بتدريب'.
_SOME = frozenset(("دول", "قوات", "طائرات", "وحدات", "فرق"))
_TO = frozenset(("الي", "الى"))


@cache
def _words() -> tuple[dict[str, tuple[str, bool]], dict[str, str]]:
    """The class of each form of the verbs, with whether a pronoun is its object, and of each other word."""
    verbs: dict[str, tuple[str, bool]] = {}
    others: dict[str, str] = {}
    for name, listed in rows("mahdar.reading", "commitment_support.tsv"):
        for word in listed.split():
            perfect, _, imperfect = word.partition("/")
            if not imperfect:
                others.setdefault(fold(word), name)
                continue
            for form, _, _, has_object in (*perfects(perfect), *imperfects(imperfect)):
                verbs.setdefault(form, (name, has_object))
    return verbs, others


@lru_cache(maxsize=FORMS)
def support_form(word: str) -> tuple[str, bool]:
    """The class of a folded word of support ('' where it is none), and whether a pronoun is its object."""
    verbs, others = _words()
    for split in splits(word):
        if split.proclitic in _VERBAL and split.stem in verbs:
            return verbs[split.stem]
        found = others.get(split.stem) or others.get(bare(split.stem))
        if split.proclitic in _NOMINAL and found not in (None, "deed"):
            return found or "", False
    return "", False


@lru_cache(maxsize=FORMS)
def is_help(word: str) -> bool:
    """Whether a folded word is, or may be, a noun of help ('دعم', 'بتسليم')."""
    others = _words()[1]
    stems = [split.stem for split in splits(word) if split.proclitic in _NOMINAL]
    return any(others.get(form) == "support" for stem in stems for form in (stem, bare(stem)))


@lru_cache(maxsize=FORMS)
def supports(word: str) -> bool:
    """Whether a word may tell of support."""
    return support_form(word)[0] != ""


def support_at(clauses: Clauses, i: int) -> Cue | None:
    """The cue of support at word `i`, None where the giver or what is given is missing."""
    name, has_object = support_form(clauses.text(i))
    if not name or clauses.text(i - 1) in ("لن", "ان", "لا", "لم"):
        return None
    cue = Cue(i, i + 1, "delivered", (), name, has_object)
    return cue if not is_ahead(clauses, cue) and givers(clauses, cue) and _is_given(clauses, cue) else None


def is_ahead(clauses: Clauses, cue: Cue) -> bool:
    """Whether what a cue tells of is still to come ('تستضيف … الشهر المقبل')."""
    end = min(cue.at + _AHEAD_WITHIN, clauses.sentence(cue.at)[1])
    return any(clauses.text(k).startswith(_AHEAD) for k in range(cue.at, end))


def _is_given(clauses: Clauses, cue: Cue) -> bool:
    """Whether what a verb gives, or whom it helps, stands behind it."""
    if cue.form not in (*_VERBS, *_DOING) or (cue.form == "aids" and cue.object):
        return True
    deeds = _words()[1]
    end = min(cue.last + _WITHIN, clauses.sentence(cue.at)[1])
    words = [clauses.text(k) for k in range(cue.last, end)]
    if cue.form == "gives":
        near = [clauses.text(k) for k in range(cue.at - _NEAR, cue.at)] if cue.object else []
        about = [form for word in (*near, *words) for form in (word, bare(word))]
        return any("thing" in classes(form) or deeds.get(form) in _DONE for form in about)
    if cue.form in ("helps", *_DOING):
        return any(deeds.get(word) in _DONE for word in words)
    parties = set(givers(clauses, cue))
    return any(not parties & set(r.parties) for r in clauses.between(cue.last, end))


def givers(clauses: Clauses, cue: Cue) -> list[str]:
    """The parties that a cue of support names as givers, persons only of nouns; empty where it names none."""
    found = _giver(clauses, cue)
    if found is None or (cue.form in _VERBS and clauses.is_person(found)):
        return []
    return list(dict.fromkeys((*found.parties, *_beside(clauses, found))))


def _beside(clauses: Clauses, giver: Reference) -> list[str]:
    """Those who act beside a giver: '[إيطاليا] - إلى جانب [الولايات المتحدة والسعودية] - في قيادة'."""
    at = giver.last + (clauses.words[giver.last].kind == MARK if giver.last < len(clauses.words) else 0)
    if clauses.text(at) not in ("الى", "الي") or clauses.text(at + 1) != "جانب":
        return []
    found: list[str] = []
    end = at + 2
    for reference in clauses.between(end, end + _BESIDE):
        if reference.first > end + 1:
            break
        found += reference.parties
        end = reference.last
    return found


def _giver(clauses: Clauses, cue: Cue) -> Reference | None:
    if cue.form in _VERBS:
        return _subject(clauses, cue)
    if cue.form == "entrusted":
        near = clauses.between(cue.last, cue.last + _WITHIN)
        return next((r for r in near if _TO & {clauses.text(k) for k in range(r.first - 2, r.first)}), None)
    if cue.form == "backing":
        return clauses.inside.get(cue.at - 1) or clauses.subject_before(cue.at)
    behind = next(iter(clauses.between(cue.last, cue.last + _NEAR)), None)
    if behind is not None and _BY & {clauses.text(behind.first - 1), clauses.text(behind.first - 2)}:
        return behind
    if cue.form == "backed":
        return None
    if cue.form == "doing":
        return behind if behind is not None and behind.first == cue.last and not clauses.proclitic(behind) else None
    if (relative := _relative(clauses, cue)) is not None:
        giver = next(iter(clauses.between(relative, relative + _NEAR)), None)
        return giver if giver is None or clauses.proclitic(giver) != "ل" else None
    return behind if behind is not None and _is_giver(clauses, cue, behind) else None


def _subject(clauses: Clauses, cue: Cue) -> Reference | None:
    """The subject of a verb: beside it, or before it; with و and none beside, who acted first in what was told."""
    if clauses.text(cue.at - 1) in _PRONOUNS:
        return clauses.inside.get(cue.at - 2)
    if clauses.text(cue.at - 1) in RELATIVES and not cue.object and (before := clauses.inside.get(cue.at - 2)):
        return before
    behind = clauses.inside.get(cue.last)
    if behind is not None and not clauses.proclitic(behind):
        return behind
    if cue.form == "helps" and clauses.text(cue.last) in _SOME:
        return clauses.inside.get(cue.last + 1 + (clauses.text(cue.last + 1) == "من"))
    if cue.object:
        return clauses.inside.get(cue.at - 1)
    if clauses.text(cue.at)[:1] == "و" and support_form(clauses.text(cue.at)[1:])[0]:
        first = clauses.sentence(cue.at)[0]
        here = clauses.between(first, cue.at) or clauses.between(clauses.sentence(max(0, first - 1))[0], first)
        return _first_actor(clauses, here)
    if clauses.text(cue.at - 1) == "حيث":
        return _first_actor(clauses, clauses.between(clauses.sentence(cue.at)[0], cue.at))
    return clauses.inside.get(cue.at - 1) or clauses.subject_before(cue.at)


def _first_actor(clauses: Clauses, references: Sequence[Reference]) -> Reference | None:
    """The first of the references that no preposition governs and that is no person."""
    return next((r for r in references if not clauses.is_person(r) and not clauses.proclitic(r)), None)


def _relative(clauses: Clauses, cue: Cue) -> int | None:
    """The word behind a relative that follows a noun with at most two words between ('المساعدات التي [قدمتها]')."""
    found = (k + 1 for k in range(cue.last, cue.last + 3) if clauses.text(k) in RELATIVES and k not in clauses.inside)
    return next(found, None)


def _is_giver(clauses: Clauses, cue: Cue, behind: Reference) -> bool:
    """Whether the party behind a noun gives: with a receiver behind it ('دعم [طهران] ل[نظام الأسد]')."""
    if behind.first - cue.last > 1 or clauses.proclitic(behind):
        return False
    after = clauses.inside.get(behind.last)
    return clauses.text(behind.last)[:1] == "ل" and (after is None or clauses.proclitic(after) == "ل")


def support_begin(clauses: Clauses, cue: Cue) -> int:
    """Where support begins: at its cue, or at the party right before a verb or participle without و."""
    before = clauses.inside.get(cue.at - 1)
    if before is None or cue.form in ("support", *_DOING) or clauses.text(cue.at)[:1] == "و":
        return cue.at
    return before.first


def support_end(clauses: Clauses, cue: Cue, last: int) -> int:
    """Where support that ends before word `last` ends: before its next verb, a noun's before a comma or relative."""
    for k in range(cue.last + 1, last):
        if k not in clauses.inside and clauses.text(k)[:1] == "و" and support_form(clauses.text(k))[0] in _VERBS:
            return k
        if clauses.text(k) == "حيث":
            return k
        if cue.form in _VERBS and clauses.text(cue.at - 1) not in RELATIVES:
            continue
        if clauses.is_comma(k) or (clauses.text(k) in RELATIVES and k - 1 in clauses.inside):
            return k
    return last
