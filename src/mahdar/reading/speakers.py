"""Speakers who are not the grammatical subject: found from the sentence, the one before it, or a formula."""

from __future__ import annotations

from mahdar.reading.draft import Reference
from mahdar.reading.noun_phrases import Who, is_oblique, is_person, nearest
from mahdar.reading.saying import Cue
from mahdar.reading.scene import Scene, group


def written_by(scene: Scene, cue: Cue) -> Who | None:
    """Whose words a paper has ('أصدرت الرئاسة بيانا نفت فيه', 'رسالة من السفير أعرب فيها'): the party named last."""
    return nearest(scene, cue.at, scene.sentence_first(cue.at))


def clause_subject(scene: Scene, cue: Cue) -> Who | None:
    """The first party of the sentence before the verb: the subject of 'استقبل الوزير السفير مؤكدا'."""
    first = scene.sentence_first(cue.at)
    for reference in scene.draft.references_in(first, cue.at):
        if is_oblique(scene, reference, first):
            continue
        if is_person(scene, reference.parties) or reference.first - first <= 4:
            return _with_others(scene, reference)
    return None


def _with_others(scene: Scene, reference: Reference) -> Who:
    """The parties of a reference and of those joined to it by و ('السعودية ومصر')."""
    who, last = reference.parties, reference.last
    while (more := scene.reference_at.get(last)) and more.cut == 1 and scene.text(last).startswith("و"):
        who, last = who + tuple(p for p in more.parties if p not in who), more.last
    return who


def actor_of(scene: Scene, first: int) -> Who | None:
    """The person that the sentence from word `first` begins with ('يسعى الرئيس إلى …'), None where it does not."""
    for reference in scene.draft.references_in(first, first + 5):
        if is_person(scene, reference.parties) and not is_oblique(scene, reference, first):
            return reference.parties
    return None


def source_behind_from(scene: Scene, first: int, last: int) -> Who | None:
    """Who is quoted in 'نقلت الوكالة عن الوزير قوله': the party behind عن within words ``[first, last)``."""
    for i in range(first, last):
        if scene.text(i) == "عن":
            references = scene.draft.references_in(i + 1, min(last, i + 16))
            people = [r for r in references if is_person(scene, r.parties)]
            found = people or references
            return found[0].parties if found else ()
    return None


def speaks_back(scene: Scene, i: int) -> bool:
    """Whether the word behind the cue at `i` ties it to the sentence's subject ('شدد خلاله')."""
    return scene.text(i + 1) in group("back")
