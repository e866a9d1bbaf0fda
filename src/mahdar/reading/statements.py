"""Statements: who is reported to have said what, one for each reporting verb or formula with its content."""

from __future__ import annotations

from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.reading.content import ends_before, find_attributions, find_closing, trim
from mahdar.reading.draft import Draft
from mahdar.reading.headlines import find_headlines
from mahdar.reading.openings import Opening, find_opening
from mahdar.reading.saying import IMPERFECT, NOUN, PARTICIPLE, PERFECT, Cue
from mahdar.reading.scene import COMMAS, RELATIVES, Scene, group, is_that, speaker_kind
from mahdar.reading.speakers import (
    Before,
    Subject,
    Who,
    clause_subject,
    is_person,
    source_behind_from,
    speaks_back,
    subject_after,
    subject_before,
    written_by,
)
from mahdar.record import Skipped, Statement

#: Fewer words before a formula than these are no clause of their own ('وتشمل المبادئ، بحسب البيان، …').
_SHORTEST_CLAUSE = 5
#: Verbs that report something even where they are negated ('لم يستبعد').
_NEGATED_TOO = frozenset(("استبعد", "نفى", "أنكر"))


def find_statements(draft: Draft) -> None:
    """Fill `draft.statements`, in the order of the text; a cue without content goes to `draft.skipped`."""
    scene = Scene(draft)
    listener = _Listener(scene)
    found = [*find_headlines(scene), *listener.all()]
    found.extend(_attributed(scene, found, set(listener.heard)))
    found.sort(key=lambda s: (s.cue or s.span)[0])
    draft.statements.extend(found)


class _Listener:
    """Follows a report from cue to cue and remembers who spoke last."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.last: Who = ()
        #: Who stood behind 'مصدر' or 'بيان' last, for 'المصدر' and 'البيان'.
        self.sources: dict[str, Who] = {}
        #: The gender of the last speaker's verb, and who spoke within what was reported last, with the verb's gender.
        self.gender = ""
        self.within: tuple[Who, str] = ((), "")
        self.heard: dict[int, _Heard] = {}

    def all(self) -> list[Statement]:
        for i, cue in self.scene.cues.items():
            self._open(i, cue)
        accepted = set(self.heard) | {
            i for i, cue in self.scene.cues.items() if cue.proclitic == "و" and cue.form.verb.lemma == "نقل"
        }
        found = []
        outer = 0
        for i in sorted(self.heard):
            heard = self.heard[i]
            last = max(find_closing(self.scene, heard.opening, accepted), heard.opening.first + 1)
            nested = i < outer
            who = self._speaker(i, heard, nested)
            self._remember(heard, who, nested)
            if not nested:
                outer = last
            if not self._only_introduces(heard, who, accepted):
                found.append(self._statement(heard, last, who))
        return found

    def _remember(self, heard: _Heard, who: Who, nested: bool) -> None:
        gender = heard.cue.form.gender
        if nested and not self._takes_over(who):
            self.within = (who, gender)
            return
        if not nested:
            self.within = ((), "")
        self.last = who
        if heard.cue.form.kind != NOUN and (heard.subject or heard.before):
            self.gender = gender

    def _agreeing(self, cue: Cue) -> Who:
        """Who goes on speaking: the last one, or one whose words were told last if only his verb's gender agrees."""
        gender = cue.form.gender
        if cue.form.number == "s" and gender != self.gender and self.within[1] == gender and self.within[0]:
            return self.within[0]
        return self.last

    def _open(self, i: int, cue: Cue) -> None:
        scene = self.scene
        if scene.draft.in_noise(scene.words[i].start) or i in scene.inside:
            return
        if scene.text(i - 1) in group("negations") and cue.form.verb.lemma not in _NEGATED_TOO:
            self._skip(i, "the reporting verb is negated")
            return
        before = None if cue.proclitic.startswith("و") or not cue.form.finite else subject_before(scene, cue)
        subject = None if before and (before.heads or cue.form.kind == IMPERFECT) else subject_after(scene, cue)
        if subject and subject.who:
            before = None
        agreed = bool(before or cue.proclitic or (subject and (subject.who or subject.last > i + 1)))
        agreed = agreed or cue.form.kind == PARTICIPLE
        opening = find_opening(scene, cue, subject, agreed)
        if opening is None or scene.is_break(opening.first):
            if not cue.form.verb.strict and cue.form.kind != NOUN:
                self._skip(i, "a reporting verb without content")
            return
        if _is_likely(scene, cue, opening, subject, before):
            self.heard[i] = _Heard(cue, opening, subject, before.who if before else None)

    def _skip(self, i: int, why: str) -> None:
        word = self.scene.words[i]
        self.scene.draft.skipped.append(Skipped(what="statement", why=why, span=(word.start, word.end)))

    def _statement(self, heard: _Heard, last: int, who: Who) -> Statement:
        opening, word = heard.opening, self.scene.words[heard.cue.at]
        return Statement(
            who=list(who),
            form="direct" if opening.quote is not None or opening.colon else "indirect",
            act=heard.cue.form.verb.act,
            cue=(word.start, word.end),
            span=self.scene.draft.span(opening.first, last),
        )

    def _speaker(self, i: int, heard: _Heard, nested: bool) -> Who:
        scene, cue, subject = self.scene, heard.cue, heard.subject
        if cue.form.verb.lemma == "نقل" or cue.form.gender == "own":
            quoted = source_behind_from(scene, max(scene.sentence_first(i), i - 14), heard.opening.first)
            if quoted is not None:
                return quoted
        if subject is not None:
            return self._of_subject(i, subject)
        if cue.form.kind == PARTICIPLE:
            return self._of_participle(cue)
        if heard.before is not None:
            return heard.before
        if speaks_back(scene, i):
            return (
                (written_by(scene, cue) if scene.text(i + 1).startswith("في") else None)
                or clause_subject(scene, cue)
                or self.last
            )
        if cue.form.number == "p" and len(self.last) == 1 and is_person(scene, self.last):
            return ()
        if (nested and not cue.proclitic) or self._first_in_sentence(i):
            return clause_subject(scene, cue) or self.last
        return self._agreeing(cue) or clause_subject(scene, cue) or ()

    def _first_in_sentence(self, i: int) -> bool:
        """Whether a cue comes after an event in its sentence and no other cue ('اختتم الوزير زيارته وقال')."""
        first = self.scene.sentence_first(i)
        return i - first > 2 and not any(k in self.heard for k in range(first, i))

    def _of_subject(self, i: int, subject: Subject) -> Who:
        noun = next((bare(w.text) for w in self.scene.words[i + 1 : subject.last] if speaker_kind(w.text)), "")
        if subject.who is None:
            return self.sources.get(noun, () if noun in ("مصادر", "مراجع", "اوساط") else self.last)
        self.sources[noun] = subject.who
        return subject.who

    def _of_participle(self, cue: Cue) -> Who:
        """A participle has the subject of its main clause: of the last cue in the sentence, else the first party."""
        first = self.scene.sentence_first(cue.at)
        if cue.form.number == "p" and len(self.last) == 1 and is_person(self.scene, self.last):
            return ()
        if any(k in self.heard for k in range(first, cue.at)):
            return self._agreeing(cue)
        return clause_subject(self.scene, cue) or self.last

    def _takes_over(self, who: Who) -> bool:
        """In 'ذكر البيان أن الوزير أشاد …، مشيرا' a person speaks on, though told of by an office."""
        return bool(self.last) and is_person(self.scene, who) and not is_person(self.scene, self.last)

    def _only_introduces(self, heard: _Heard, who: Who, accepted: set[int]) -> bool:
        """Whether an office's words only lead to those of a person ('ذكر البيان أن الوزير أشاد …')."""
        if is_person(self.scene, who) or heard.opening.quote is not None:
            return False
        reference = self.scene.reference_at.get(heard.opening.first)
        if reference is None or not is_person(self.scene, reference.parties):
            return False
        return any(k in accepted for k in range(reference.last, reference.last + 2))


class _Heard(NamedTuple):
    """A cue that opens a content, with the subject after it and the one before it."""

    cue: Cue
    opening: Opening
    subject: Subject | None
    before: Who | None


def _is_likely(scene: Scene, cue: Cue, opening: Opening, subject: Subject | None, before: Before | None) -> bool:
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
    if form.kind == PARTICIPLE and form.verb.strict and not cue.proclitic:
        return scene.text(i - 1) in COMMAS or form.number == "p" or is_that(scene.text(i + 1))
    if form.kind == PERFECT and form.number == "s" and not cue.proclitic and scene.text(i - 1) in group("before_noun"):
        return False
    if form.kind == IMPERFECT and not cue.proclitic and form.number == "s" and before is None:
        known = subject is not None and subject.who != ()
        return known or not scene.is_word(i - 1) or i < scene.title_last or scene.text(i - 1) in group("before_verb")
    return True


def _attributed(scene: Scene, found: list[Statement], accepted: set[int]) -> list[Statement]:
    """Statements by a formula alone: 'بحسب البيان، …' and '… ، وفق المصدر'."""
    spans = sorted(s.span for s in found)
    more = []
    for hit in find_attributions(scene):
        if scene.draft.in_noise(scene.words[hit.first].start):
            continue
        statement = _attribution(scene, hit.first, hit.last, accepted)
        if statement and not any(a < statement.span[1] and statement.span[0] < b for a, b in spans):
            more.append(statement)
    return more


def _attribution(scene: Scene, i: int, last: int, accepted: set[int]) -> Statement | None:
    first, end = scene.sentence_first(i), scene.sentence_last(i)
    who, after = _source(scene, last)
    if i - first < _SHORTEST_CLAUSE:
        while after < end and scene.text(after) not in COMMAS:
            after += 1
        begin = after + 1
        stop = next((k for k in range(begin + 1, end) if ends_before(scene, k, accepted)), end)
    else:
        begin, stop = first, i
        if any(k in accepted for k in range(first, i)):
            return None
    stop = trim(scene, begin, stop)
    if stop - begin < 3:
        return None
    word = scene.words[i]
    span = scene.draft.span(begin, stop)
    return Statement(who=list(who), form="indirect", act="assert", cue=(word.start, word.end), span=span)


def _source(scene: Scene, i: int) -> tuple[Who, int]:
    """The parties that a formula of attribution names, and the word behind them."""
    k = i
    while k - i < 10 and not scene.is_break(k) and scene.text(k) not in COMMAS and scene.text(k) != ".":
        reference = scene.reference_at.get(k)
        if reference is not None:
            return reference.parties, reference.last
        k += 1
    return (), i
