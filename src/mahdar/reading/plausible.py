"""Plausibility: whether a word that is spelt like a reporting verb reports speech where it stands."""

from __future__ import annotations

from mahdar.reading.noun_phrases import is_person
from mahdar.reading.openings import Opening
from mahdar.reading.saying import IMPERFECT, PARTICIPLE, PERFECT, Cue
from mahdar.reading.scene import COMMAS, RELATIVES, Scene, group, is_that
from mahdar.reading.subjects import Before, Subject


def is_likely(scene: Scene, cue: Cue, opening: Opening, subject: Subject | None, before: Before | None) -> bool:
    """Whether a form with a content reports speech in its place."""
    i, form = cue.at, cue.form
    first = opening.first
    plain = opening.quote is None and not opening.colon and not is_that(scene.text(first - 1))
    if i in scene.quoted and form.finite and plain and not is_that(scene.text(first)):
        return False
    if form.object and plain and scene.text(i - 1) in RELATIVES | {"ما"}:
        return False
    if i in scene.quoted and form.kind == PERFECT and scene.text(i - 1) == "ان":
        return False
    if form.kind == PARTICIPLE and not cue.proclitic and (form.verb.strict or form.gender == "f"):
        return scene.text(i - 1) in COMMAS or form.number == "p" or is_that(scene.text(i + 1))
    if form.kind == IMPERFECT and scene.text(i - 1) == "ان":
        return False
    if form.verb.lemma == "كتب" and scene.text(i + 1) == ":":  # a byline
        return False
    if "passive" in form.verb.flags and form.kind == IMPERFECT and plain and not is_that(scene.text(first)):
        who = before.who if before else subject.who if subject else None
        return is_person(scene, who or ()) or i < scene.title_last
    if form.kind == IMPERFECT and not cue.proclitic and form.number == "s" and before is None:
        known = subject is not None and subject.who != ()
        return (
            known
            or not scene.is_word(i - 1)
            or i < scene.title_last
            or scene.text(i - 1).removeprefix("و") in group("before_verb")
        )
    return True


def begins_clause(scene: Scene, i: int) -> bool:
    """Whether word `i` stands where a verb begins its clause ('كما ثمن', '، حمل')."""
    before = scene.text(i - 1)
    return i == scene.sentence_first(i) or before in COMMAS or before in group("leads")
