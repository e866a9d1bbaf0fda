"""Noun phrases that name a speaker: where they end, and whom they stand for."""

from __future__ import annotations

from mahdar.reading.draft import Reference
from mahdar.reading.origin import state_of_adjective
from mahdar.reading.scene import RELATIVES, Scene, group, is_that, speaker_kind

Who = tuple[str, ...]
_LONGEST_SUBJECT = 14


def is_person(scene: Scene, who: Who) -> bool:
    """Whether one of the parties is a person."""
    party = scene.draft.party
    return any(p in party and party[p].type == "PER" for p in who)


def person_in(scene: Scene, first: int, last: int) -> Who:
    for reference in scene.draft.references_in(first, last):
        if is_person(scene, reference.parties):
            return reference.parties
    return ()


def is_official(text: str) -> bool:
    """Whether a folded word is an official or diplomat, who speaks for the state he is of ('مسؤول تركي')."""
    return text.removeprefix("ال").startswith(("مسوول", "مسيول", "دبلوماسي", "ديبلوماسي"))


def points_back(text: str) -> bool:
    """Whether a speaker noun is definite and so somebody known ('المصدر', 'معاليه')."""
    return text.startswith("ال") or (text.endswith("ه") and speaker_kind(text[:-1]) is not None)


def is_title(scene: Scene, i: int) -> bool:
    """Whether word `i` is a post that can follow a name ('سعد الجميلي [وزير] الري'), unlike 'نظيره'."""
    text = scene.text(i) if scene.is_word(i) else ""
    return speaker_kind(text) in ("person", "source") and not text.startswith("نظير")


def is_oblique(scene: Scene, reference: Reference, first: int) -> bool:
    """Whether a preposition governs the reference, so that it is no subject ('في بغداد أكد')."""
    if reference.cut and not scene.text(reference.first).startswith(("و", "ف")):
        return True
    return reference.first > first and scene.text(reference.first - 1).removeprefix("و") in group("oblique")


def nearest(scene: Scene, i: int, first: int) -> Who | None:
    references = [r for r in scene.draft.references_in(first, i) if r.last > i - 6]
    people = [r for r in references if is_person(scene, r.parties)]
    chosen = people or references
    return chosen[-1].parties if chosen else None


def noun_phrase_last(scene: Scene, i: int) -> int:
    """Where a noun phrase that begins at word `i` ends: at a mark, a circumstance, أن or a verb of saying.

    Behind a definite noun only adjectives go on with it ('الضيف البلجيكي'); what follows is an object ('المسار').
    """
    k = i + 1
    definite = points_back(scene.text(i)) or scene.text(i) in ("نظيره", "نظيرها")
    while k - i < _LONGEST_SUBJECT and scene.is_word(k):
        reference = scene.reference_at.get(k)
        if reference is not None:
            if not _belongs(scene, reference, i):
                break
            k = reference.last
            if is_person(scene, reference.parties) and reference.named:
                break
            definite = True
            continue
        text = scene.text(k)
        if _breaks(scene, k, text) or (definite and not goes_on(text)):
            break
        definite = text.startswith("ال") or (definite and text not in group("for_body"))
        k += 1
    return k


def _breaks(scene: Scene, k: int, text: str) -> bool:
    if is_that(text) or text in RELATIVES or is_sure_cue(scene, k):
        return True
    if text in group("for_body"):
        return not _body_follows(scene, k + 1)
    return scene.opens_adjunct(k) or text.startswith("لل")


def goes_on(text: str) -> bool:
    """Whether a word goes on with a definite noun: an adjective of origin, 'العام', another title, 'باسم'."""
    if text in group("for_body") or text in group("adjectives") or text.startswith("وال"):
        return True
    if text.startswith("نظير"):
        return False
    if text.startswith("ال"):
        return text.endswith(("ي", "يه", "يين", "يون", "يان")) or speaker_kind(text) is not None
    return speaker_kind(text) in ("person", "source")


def _belongs(scene: Scene, reference: Reference, head: int) -> bool:
    """Whether a reference inside a noun phrase belongs to it: 'باسم الحركة', 'بيان للوزارة', 'الوزير فلان'."""
    if scene.text(reference.first).startswith("نظير"):
        return False
    letter = scene.text(reference.first)[:1]
    if reference.cut:
        return letter == "ب" or (letter == "ل" and speaker_kind(scene.text(head)) == "text")
    if is_person(scene, reference.parties):
        return True
    before = scene.text(reference.first - 1)
    if reference.first - 1 > head and not before.startswith("ال") and state_of_adjective("ال" + before):
        return False  # 'مصدر دبلوماسي تركي [وكالة الأنباء]'
    return not before.startswith("ال") and reference.first - 1 not in scene.inside


def is_sure_cue(scene: Scene, i: int) -> bool:
    cue = scene.cues.get(i)
    return cue is not None and not cue.form.verb.strict


def _body_follows(scene: Scene, i: int) -> bool:
    reference = scene.reference_at.get(i)
    if reference is not None:
        return reference.cut == 0
    return scene.is_word(i) and speaker_kind(scene.text(i)) == "body"
