"""Statements: who is reported to have said what, one for each reporting verb or formula with its content."""

from __future__ import annotations

from mahdar.reading.content import (
    Opening,
    attributions,
    find_closing,
    find_opening,
    is_attribution,
    trim,
)
from mahdar.reading.draft import Draft
from mahdar.reading.headlines import find_headlines
from mahdar.reading.saying import NOUN, PARTICIPLE, Cue
from mahdar.reading.scene import COMMAS, Scene
from mahdar.reading.speakers import Subject, Who, clause_subject, subject_after, subject_before
from mahdar.record import Skipped, SpeechAct, Statement

_NEGATIONS = frozenset(("لم", "لن", "لا", "ما", "دون"))
#: Verbs that report something even where they are negated ('لم يستبعد').
_NEGATED_TOO = frozenset(("استبعد", "نفى", "أنكر"))


def find_statements(draft: Draft) -> None:
    """Fill `draft.statements`, in the order of the text; a cue without content goes to `draft.skipped`."""
    scene = Scene(draft)
    found = [*find_headlines(scene), *_Listener(scene).all()]
    found.extend(_attributed(scene, found))
    found.sort(key=lambda s: (s.cue or s.span)[0])
    draft.statements.extend(found)


class _Listener:
    """Follows a report from cue to cue and remembers who spoke last."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.last: Who = ()
        self.openings: dict[int, Opening] = {}
        self.subjects: dict[int, Subject | None] = {}
        self.before: dict[int, Who | None] = {}

    def all(self) -> list[Statement]:
        for i, cue in self.scene.cues.items():
            self._open(i, cue)
        accepted = set(self.openings)
        return [self._statement(i, accepted) for i in sorted(self.openings)]

    def _open(self, i: int, cue: Cue) -> None:
        scene = self.scene
        if scene.draft.in_noise(scene.words[i].start) or i in scene.inside:
            return
        if scene.text(i - 1) in _NEGATIONS and cue.form.verb.lemma not in _NEGATED_TOO:
            self._skip(i, "the reporting verb is negated")
            return
        subject = subject_after(scene, cue)
        before = None if cue.proclitic or (subject and subject.who) else subject_before(scene, cue)
        agreed = bool(before or (subject and (subject.who or subject.last > i + 1))) or cue.form.kind == PARTICIPLE
        opening = find_opening(scene, cue, subject, agreed)
        if opening is None or scene.is_break(opening.first):
            if not cue.form.verb.strict and cue.form.kind != NOUN:
                self._skip(i, "a reporting verb without content")
            return
        self.openings[i], self.subjects[i], self.before[i] = opening, subject, before

    def _skip(self, i: int, why: str) -> None:
        word = self.scene.words[i]
        self.scene.draft.skipped.append(Skipped(what="statement", why=why, span=(word.start, word.end)))

    def _statement(self, i: int, accepted: set[int]) -> Statement:
        scene, opening = self.scene, self.openings[i]
        cue = scene.cues[i]
        last = find_closing(scene, opening, accepted)
        who = self._speaker(i, cue)
        self.last = who
        word = scene.words[i]
        return Statement(
            who=list(who),
            form="direct" if opening.quote is not None or opening.colon else "indirect",
            act=cue.form.verb.act,
            cue=(word.start, word.end),
            span=scene.draft.span(opening.first, max(last, opening.first + 1)),
        )

    def _speaker(self, i: int, cue: Cue) -> Who:
        subject, before = self.subjects[i], self.before[i]
        if subject is not None:
            return self.last if subject.who is None else subject.who
        if cue.form.kind == PARTICIPLE:
            return self._of_participle(cue)
        if before is not None:
            return before
        if not self.last:
            return clause_subject(self.scene, cue) or ()
        return self.last

    def _of_participle(self, cue: Cue) -> Who:
        """A participle has the subject of its main clause: of the last cue in the sentence, else the first party."""
        first = self.scene.sentence_first(cue.at)
        if any(first <= k < cue.at for k in self.openings):
            return self.last
        return clause_subject(self.scene, cue) or self.last


def _attributed(scene: Scene, found: list[Statement]) -> list[Statement]:
    """Statements by a formula alone: 'بحسب البيان، …' and '… ، وفق المصدر'."""
    spans = sorted(s.span for s in found)
    more = []
    for hit in attributions().all(scene.words, ("", "و")):
        if not is_attribution(scene, hit.value, hit.last) or scene.draft.in_noise(scene.words[hit.first].start):
            continue
        statement = _attribution(scene, hit.first, hit.last)
        if statement and not any(a < statement.span[1] and statement.span[0] < b for a, b in spans):
            more.append(statement)
    return more


def _attribution(scene: Scene, i: int, last: int) -> Statement | None:
    act: SpeechAct = "assert"
    first, end = scene.sentence_first(i), scene.sentence_last(i)
    who, after = _source(scene, last)
    if i - first <= 1:
        while after < end and scene.text(after) not in COMMAS:
            after += 1
        begin, stop = after + 1, trim(scene, after + 1, end)
    else:
        begin, stop = first, trim(scene, first, i)
    if stop - begin < 3:
        return None
    word = scene.words[i]
    return Statement(
        who=list(who), form="indirect", act=act, cue=(word.start, word.end), span=scene.draft.span(begin, stop)
    )


def _source(scene: Scene, i: int) -> tuple[Who, int]:
    """The parties that a formula of attribution names, and the word behind them."""
    k = i
    while k - i < 10 and not scene.is_break(k) and scene.text(k) not in COMMAS and scene.text(k) != ".":
        reference = scene.reference_at.get(k)
        if reference is not None:
            return reference.parties, reference.last
        k += 1
    return (), i
