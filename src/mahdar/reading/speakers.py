"""Speakers: whose words a reporting verb reports.

The subject right after the verb, else the one before it, else whoever spoke last. A source without a name speaks for
the body that is named with it ('مصدر في وزارة الداخلية'); without one, nobody is named.
"""

from __future__ import annotations

from typing import NamedTuple

from mahdar.reading.draft import Reference
from mahdar.reading.saying import PARTICIPLE, Cue
from mahdar.reading.scene import COMMAS, Scene, is_that, speaker_kind

Who = tuple[str, ...]
#: Words between a subject and its verb ('الوزير قد أكد', 'المصدر نفسه قال').
_BETWEEN = frozenset(["قد", "كان", "كانت", "كانا", "كانوا", "لم", "لا", "لن", "ايضا", "نفسه", "نفسها", "بدوره", "بدورها", "سبق", "وقد", "عاد", "عادت"])
#: Prepositions that tie an unnamed source to its body.
_FOR_BODY = frozenset(["في", "من", "باسم", "لدي", "ب", "عن", "بلسان"])
_OBLIQUE = frozenset(["في", "من", "الي", "مع", "علي", "عن", "بين", "لدي", "خلال", "بعد", "قبل", "ضد", "عبر"])
_LONGEST_SUBJECT = 14


class Subject(NamedTuple):
    """A subject found: its last word + 1 and who it is. `who` None: a word that points back ('المصدر')."""

    last: int
    who: Who | None


def subject_after(scene: Scene, cue: Cue) -> Subject | None:
    """The subject that follows a reporting verb, None where none does."""
    i = cue.at + 1
    if cue.form.kind == PARTICIPLE or (cue.form.object and not scene.speaks(i)):
        return None
    if cue.form.number != "s" or cue.form.gender == "own":
        return None
    while scene.text(i) in COMMAS or scene.text(i) in ("ايضا", "كذلك", "هنا", "بدوره", "بدورها", "اليوم", "امس"):
        i += 1
    reference = scene.reference_at.get(i)
    if reference is not None and reference.cut == 0:
        return _named(scene, reference)
    return _unnamed(scene, cue, i)


def _named(scene: Scene, reference: Reference) -> Subject:
    last, who = _apposition(scene, reference)
    while scene.text(last).startswith("و") and (more := scene.reference_at.get(last)) and more.cut == 1:
        last, others = _apposition(scene, more)
        who += tuple(p for p in others if p not in who)
    return Subject(last, who)


def _apposition(scene: Scene, reference: Reference) -> tuple[int, Who]:
    """A reference with what stands beside it ('وزير الداخلية، سعد الجميلي،'): a person goes before a body."""
    last, who = reference.last, reference.parties
    person = _is_person(scene, who)
    while True:
        i = last + 1 if scene.text(last) in COMMAS else last
        following = scene.reference_at.get(i)
        if following is not None and following.cut == 0 and not person and _is_person(scene, following.parties):
            who, person = following.parties, True
            last = following.last
        elif scene.is_word(i) and speaker_kind(scene.text(i)) in ("person", "source") and i - last <= 1:
            end = _noun_phrase_last(scene, i)
            found = None if person else _person_in(scene, i, end)
            if found:
                who, person = found, True
            last = end
        else:
            break
    if scene.text(last) == "(":
        while not scene.is_break(last) and scene.text(last) != ")":
            last += 1
        last += 1
    return last, who


def _is_person(scene: Scene, who: Who) -> bool:
    party = scene.draft.party
    return any(p in party and party[p].type == "PER" for p in who)


def _noun_phrase_last(scene: Scene, i: int) -> int:
    """Where a noun phrase that begins at word `i` ends: at a mark, a circumstance, أن or a verb of saying."""
    k = i + 1
    while k - i < _LONGEST_SUBJECT and scene.is_word(k):
        if k in scene.reference_at:
            if not _belongs(scene, scene.reference_at[k], i):
                break
            k = scene.reference_at[k].last
            continue
        text = scene.text(k)
        if is_that(text) or (scene.opens_adjunct(k) and text not in _FOR_BODY) or _is_cue(scene, k):
            break
        if text in _FOR_BODY and not _body_follows(scene, k + 1):
            break
        k += 1
    return k


def _belongs(scene: Scene, reference: Reference, head: int) -> bool:
    """Whether a reference inside a noun phrase belongs to it: 'باسم الحركة', 'بيان للوزارة', 'الوزير فلان'."""
    letter = scene.text(reference.first)[:1]
    if reference.cut:
        return letter == "ب" or (letter == "ل" and speaker_kind(scene.text(head)) == "text")
    if _is_person(scene, reference.parties):
        return True
    before = scene.text(reference.first - 1)
    return not before.startswith("ال") and reference.first - 1 not in scene.inside


def _is_cue(scene: Scene, i: int) -> bool:
    cue = scene.cues.get(i)
    return cue is not None and not cue.form.verb.strict


def _body_follows(scene: Scene, i: int) -> bool:
    reference = scene.reference_at.get(i)
    if reference is not None:
        return reference.cut == 0
    return scene.is_word(i) and speaker_kind(scene.text(i)) == "body"


def _person_in(scene: Scene, first: int, last: int) -> Who:
    for reference in scene.draft.references_in(first, last):
        if _is_person(scene, reference.parties):
            return reference.parties
    return ()


def _unnamed(scene: Scene, cue: Cue, i: int) -> Subject | None:
    """A subject whose first word is no reference: a post, a source, a paper, or an unknown noun before أن."""
    kind = speaker_kind(scene.text(i)) if scene.is_word(i) else None
    if kind is None:
        return _unknown(scene, cue, i)
    last = _noun_phrase_last(scene, i)
    after = last + 1 if scene.text(last) in COMMAS else last
    person = scene.reference_at.get(after)
    if person is not None and person.cut == 0 and _is_person(scene, person.parties):
        return Subject(_apposition(scene, person)[0], person.parties)
    references = scene.draft.references_in(i, last)
    if who := _person_in(scene, i, last):
        return Subject(last, who)
    if kind in ("source", "text", "body"):
        bodies = [r for r in references if r.cut == 0 or scene.text(r.first).startswith(("ب", "ل"))]
        if bodies:
            return Subject(last, bodies[0].parties)
    return Subject(last, None if scene.text(i).startswith("ال") or scene.text(i).endswith("ه") else ())


def _unknown(scene: Scene, cue: Cue, i: int) -> Subject | None:
    """An unlisted noun is a subject only where أن, ':' or a quotation follows within a few words."""
    k = i
    while k - i < 7 and scene.is_word(k):
        text = scene.text(k)
        if is_that(text):
            break
        if scene.opens_adjunct(k) or _is_cue(scene, k):
            return None
        k += 1
    opens = is_that(scene.text(k)) or scene.text(k) == ":" or scene.quotes.opens(k)
    if k == i or not opens:
        return None
    references = scene.draft.references_in(i, k)
    return Subject(k, references[0].parties if references else ())


def subject_before(scene: Scene, cue: Cue) -> Who | None:
    """The subject that a reporting verb agrees with before it ('الوزير أكد', 'بيانا نفت فيه'), None where none shows."""
    first = scene.sentence_first(cue.at)
    i = cue.at
    while i > first and scene.text(i - 1) in _BETWEEN:
        i -= 1
    if scene.text(i - 1) in ("الذي", "التي", "اللذان", "الذين", "والتي", "والذي"):
        i -= 1
        while i > first and (scene.text(i - 1) in COMMAS or scene.text(i - 1) == ")"):
            i -= 1
        return _nearest(scene, i, first)
    comma = scene.text(i - 1) in COMMAS
    if comma:
        i -= 1
    if scene.text(i - 1) == ")":
        while i > first and scene.text(i) != "(":
            i -= 1
    reference = scene.reference_to.get(i)
    if reference is None or reference.first < first or (comma and reference.first - first > 3):
        return None
    return None if _is_oblique(scene, reference, first) else reference.parties


def _is_oblique(scene: Scene, reference: Reference, first: int) -> bool:
    """Whether a preposition governs the reference, so that it is no subject ('في بغداد أكد')."""
    if reference.cut and not scene.text(reference.first).startswith(("و", "ف")):
        return True
    return reference.first > first and scene.text(reference.first - 1) in _OBLIQUE


def _nearest(scene: Scene, i: int, first: int) -> Who | None:
    references = [r for r in scene.draft.references_in(first, i) if r.last > i - 6]
    people = [r for r in references if _is_person(scene, r.parties)]
    chosen = people or references
    return chosen[-1].parties if chosen else None


def clause_subject(scene: Scene, cue: Cue) -> Who | None:
    """The first party of the sentence before the verb: the subject of 'استقبل الوزير السفير مؤكدا'."""
    first = scene.sentence_first(cue.at)
    references = scene.draft.references_in(first, cue.at)
    for reference in references:
        if _is_oblique(scene, reference, first):
            continue
        if _is_person(scene, reference.parties) or reference.first - first <= 4:
            return reference.parties
    return None
