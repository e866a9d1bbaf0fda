"""Speakers who are not the grammatical subject: found from the sentence, the one before it, or a formula."""

from __future__ import annotations

from mahdar.arabic.clitics import bare
from mahdar.reading.draft import Reference
from mahdar.reading.noun_phrases import Who, is_oblique, is_person, nearest
from mahdar.reading.saying import Cue
from mahdar.reading.scene import COMMAS, Scene, adjuncts, group, is_that, speaker_kind

#: How far behind a paper its author may stand ('بيان صحفي صادر عن الوزارة').
_ISSUER_WITHIN = 4
#: How far before its content a paper may be named; its title may stand between.
_PAPER_WITHIN = 25


def written_by(scene: Scene, cue: Cue) -> Who | None:
    """Whose words a paper has: its author's ('مقالا للوزير … يحث فيه'), else those of the party named last.

    'أصدرت الرئاسة بيانا نفت فيه'; where no paper is named, of the person named last.
    """
    first = scene.sentence_first(cue.at)
    nouns = (_indefinite(scene.text(k)) for k in range(cue.at - 1, max(0, cue.at - _PAPER_WITHIN), -1))
    paper = next((noun for noun in nouns if speaker_kind(noun) == "text"), None)
    who = nearest(scene, cue.at, first)
    if paper is None:
        return who if who and is_person(scene, who) else None
    return issuer_of(scene, paper, cue.at) or who


def _indefinite(text: str) -> str:
    """A noun without the ending of its accusative ('بيانا')."""
    return text.removesuffix("ا") if speaker_kind(text) is None else text


def caller(scene: Scene, cue: Cue) -> Who | None:
    """Who called or wrote, where another received it ('تلقى الوزير اتصالا [من نظيره] هنأه خلاله')."""
    first = scene.sentence_first(cue.at)
    receives = (k for k in range(first, cue.at) if scene.text(k).removeprefix("و") in group("receives"))
    verb = next(receives, cue.at)
    if any(is_person(scene, r.parties) for r in scene.draft.references_in(first, verb)):
        return None  # 'الوزير تلقى اتصالا من نظيره شدد خلاله': he goes on
    for reference in scene.draft.references_in(verb, cue.at):
        before = reference.first - 1 - (bare(scene.text(reference.first - 1)) in group("honours"))
        if scene.text(before) == "من" and is_person(scene, reference.parties):
            return reference.parties
    return None


def clause_subject(scene: Scene, cue: Cue) -> Who | None:
    """The first party of the sentence before the verb: the subject of 'استقبل الوزير السفير مؤكدا'."""
    first = scene.sentence_first(cue.at)
    for reference in scene.draft.references_in(_behind_circumstance(scene, cue, first), cue.at):
        if is_oblique(scene, reference, first) or scene.signs(reference):
            continue
        if is_person(scene, reference.parties) or reference.first - first <= 4:
            return _with_others(scene, reference)
    return None


def inner_subject(scene: Scene, cue: Cue) -> Who | None:
    """The subject of the clause with أن that a cue stands in ('قال الناطق إن [الوزير] استهل اللقاء بالتأكيد')."""
    first = scene.sentence_first(cue.at)
    inner = [r for r in scene.draft.references_in(first, cue.at) if is_that(scene.text(r.first - 1)) and r.cut == 0]
    return inner[-1].parties if inner and is_person(scene, inner[-1].parties) else None


def _behind_circumstance(scene: Scene, cue: Cue, first: int) -> int:
    """Where the main clause begins behind a circumstance up to the verb's comma ('[وبشأن زيارة الوزير،] أوضح أن')."""
    opens = scene.text(first).removeprefix("و") in adjuncts()
    if cue.proclitic or not opens or not cue.form.finite or scene.text(cue.at - 1) not in COMMAS:
        return first
    return cue.at


def issuer_of(scene: Scene, noun: str, before: int) -> Who:
    """Whose paper 'البيان' or 'المقال' is: the party with which the noun, folded and bare, stood last before a word.

    'بيان لوزارة الدفاع', 'مقالا للوزير', 'بيان صادر عن الوزارة'; () where none did.
    """
    for k in range(before - 1, -1, -1):
        if scene.text(k) not in (noun, noun + "ا", "ب" + noun, "ال" + noun):
            continue
        for reference in scene.draft.references_in(k + 1, k + 1 + _ISSUER_WITHIN):
            lead = scene.text(reference.first - 1)
            if reference.first == k + 1 and reference.cut == 0:
                return reference.parties
            if (reference.cut and scene.text(reference.first).startswith("ل")) or lead in ("ل", "عن", "من"):
                return reference.parties
    return ()


def _with_others(scene: Scene, reference: Reference) -> Who:
    """The parties of a reference and of those joined to it by و ('السعودية ومصر')."""
    who, last = reference.parties, reference.last
    while (more := scene.reference_at.get(last)) and more.cut == 1 and scene.text(last).startswith("و"):
        who, last = who + tuple(p for p in more.parties if p not in who), more.last
    return who


def actor_of(scene: Scene, first: int) -> Who | None:
    """The person that the sentence from word `first` begins with ('يسعى الرئيس إلى …'), None where it does not."""
    for reference in scene.draft.references_in(first, first + 5):
        person = is_person(scene, reference.parties) and not scene.signs(reference)
        if person and not is_oblique(scene, reference, first):
            return reference.parties
    return None


def source_behind_from(scene: Scene, first: int, last: int) -> Who | None:
    """Who is quoted in 'نقلت الوكالة عن الوزير قوله': the party behind عن within words ``[first, last)``."""
    for i in range(first, last):
        if scene.text(i) == "عن" and scene.text(i - 1) not in ("فضلا", "ناهيك", "عوضا"):
            references = scene.draft.references_in(i + 1, min(last, i + 16))
            people = [r for r in references if is_person(scene, r.parties)]
            found = people or references
            return found[0].parties if found else ()
    return None


def speaks_back(scene: Scene, i: int) -> bool:
    """Whether the word behind the cue at `i` ties it to the sentence's subject ('شدد خلاله')."""
    return scene.text(i + 1) in group("back")
