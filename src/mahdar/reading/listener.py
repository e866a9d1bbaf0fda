"""The listener: goes from cue to cue through a report and keeps in mind who speaks."""

from __future__ import annotations

from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.content import find_closing
from mahdar.reading.draft import Reference
from mahdar.reading.noun_phrases import Who, is_person
from mahdar.reading.openings import Opening, find_opening, object_act
from mahdar.reading.plausible import begins_clause, is_likely
from mahdar.reading.saying import IMPERFECT, NOUN, PARTICIPLE, Cue
from mahdar.reading.scene import RELATIVES, Scene, group, speaker_kind
from mahdar.reading.speakers import (
    actor_of,
    caller,
    clause_subject,
    inner_subject,
    issuer_of,
    source_behind_from,
    speaks_back,
    written_by,
)
from mahdar.reading.subjects import Subject, subject_after, subject_before
from mahdar.record import Skipped, Statement

#: Verbs that report something even where they are negated ('لم يستبعد').
_NEGATED_TOO = frozenset(("استبعد", "نفى", "أنكر"))


#: How far before 'قوله' the party quoted may stand ('نقلت الوكالة عن الوزير في تصريح أمس قوله').
_QUOTED_BEFORE = 14


class Heard(NamedTuple):
    """A cue that opens a content, with the subject after it and the one before it."""

    cue: Cue
    opening: Opening
    subject: Subject | None
    before: Who | None


class Listener:
    """Follows a report from cue to cue and remembers who spoke last."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.last: Who = ()
        #: Who stood behind 'مصدر' or 'بيان' last, for 'المصدر' and 'البيان'.
        self.sources: dict[str, Who] = {}
        #: The gender of the last speaker's verb, and who spoke within what was reported last, with the verb's gender.
        self.gender = ""
        self.within: tuple[Who, str] = ((), "")
        #: Whether the last speaker was a source without a name.
        self.nameless = False
        #: Who spoke last by the gender of his or her verb, and the word of that verb.
        self.by_gender: dict[str, tuple[int, Who]] = {}
        self.heard: dict[int, Heard] = {}
        #: Speakers named by a cue that has no content behind it ('حسب ما أعلن الوزير').
        self.named: dict[int, Who] = {}

    def all(self) -> list[Statement]:
        for i, cue in self.scene.cues.items():
            self._open(i, cue)
        accepted = set(self.heard) | {
            i for i, cue in self.scene.cues.items() if cue.proclitic == "و" and cue.form.verb.lemma == "نقل"
        }
        found = []
        outer = 0
        for i in sorted(self.heard.keys() | self.named):
            if i not in self.heard:
                self._now_speaks(self.named[i])
                continue
            heard = self.heard[i]
            last = max(find_closing(self.scene, heard.opening, accepted), heard.opening.first + 1)
            nested = i < outer
            who = self._speaker(i, heard, nested)
            self._remember(heard, who, nested)
            if not nested:
                outer = last
            if self._only_introduces(heard, who, accepted):
                self._skip(i, "it only leads to the words of a person")
            else:
                found.append(self._statement(heard, last, who))
        return found

    def _remember(self, heard: Heard, who: Who, nested: bool) -> None:
        gender = heard.cue.form.gender
        relative = heard.cue.form.kind == IMPERFECT and self.scene.text(heard.cue.at - 1) in RELATIVES
        if relative or (nested and not self._takes_over(who)):
            self.within = (who, gender)
            return
        if not nested:
            self.within = ((), "")
        self._now_speaks(who)
        if heard.cue.form.finite or heard.subject or heard.before:
            self.gender = gender
        if heard.cue.form.finite and (heard.subject or heard.before):
            self.by_gender[gender] = (heard.cue.at, who)

    def _now_speaks(self, who: Who) -> None:
        self.last, self.nameless = who, not who

    def _agreeing(self, cue: Cue) -> Who:
        """Who goes on speaking: the last one, or one whose words were told last if only his verb's gender agrees."""
        gender = cue.form.gender
        if cue.form.number != "s" or gender == self.gender:
            return self.last
        if self.within[1] == gender and self.within[0]:
            return self.within[0]
        at, who = self.by_gender.get(gender, (-1, ()))
        if at >= self._paragraph_first(cue.at):
            return who
        return (self.gender and inner_subject(self.scene, cue)) or self.last

    def _paragraph_first(self, i: int) -> int:
        while not self.scene.is_break(i):
            i -= 1
        return max(i, 0)

    def _open(self, i: int, cue: Cue) -> None:
        scene = self.scene
        if scene.draft.in_noise(scene.words[i].start) or i in scene.inside:
            return
        if self._is_negated(i) and cue.form.verb.lemma not in _NEGATED_TOO:
            self._skip(i, "the reporting verb is negated")
            return
        before = None if cue.proclitic.startswith("و") or not cue.form.finite else subject_before(scene, cue)
        subject = None if before and (before.heads or cue.form.kind == IMPERFECT) else subject_after(scene, cue)
        if subject and subject.who:
            before = None
        agreed = bool(before or cue.proclitic or (subject and (subject.who or subject.last > i + 1)))
        agreed = agreed or cue.form.kind == PARTICIPLE or begins_clause(scene, i)
        opening = find_opening(scene, cue, subject, agreed)
        if opening is None or scene.is_break(opening.first):
            if not cue.form.verb.strict and cue.form.kind != NOUN:
                self._name(i, subject)
                self._skip(i, "a reporting verb without content")
            return
        if is_likely(scene, cue, opening, subject, before):
            self.heard[i] = Heard(cue, opening, subject, before.who if before else None)
        elif scene.text(i - 1) == "ما" and cue.form.finite:  # 'وهو ما شدد عليه الوزير، قائلا'
            self._name(i, subject)

    def _name(self, i: int, subject: Subject | None) -> None:
        """Keep in mind who speaks by a verb at word `i` that has no content of its own."""
        if subject and subject.who is not None and i not in self.scene.quoted:
            self.named[i] = subject.who

    def _is_negated(self, i: int) -> bool:
        """Whether a particle negates the verb at word `i`; 'ما' may be what somebody said ('وهو [ما] شدد عليه')."""
        if self.scene.text(i - 1) == "ما" and self.scene.text(i - 2) in group("before_what"):
            return False
        return self.scene.text(i - 1).removeprefix("و") in group("negations")

    def _skip(self, i: int, why: str) -> None:
        word = self.scene.words[i]
        self.scene.draft.skipped.append(Skipped(what="statement", why=why, span=(word.start, word.end)))

    def _statement(self, heard: Heard, last: int, who: Who) -> Statement:
        opening, at, verb = heard.opening, heard.cue.at, heard.cue.form.verb
        negated = self.scene.text(at - 1).removeprefix("و") in group("negations")
        return Statement(
            who=list(who),
            form="direct" if opening.quote is not None or opening.colon else "indirect",
            act=(object_act(self.scene.text(opening.first)) if "OBJ" in verb.frame else None) or verb.act,
            cue=(self.scene.words[at - negated].start, self.scene.words[at].end),
            span=self.scene.draft.span(opening.first, last),
        )

    def _speaker(self, i: int, heard: Heard, nested: bool) -> Who:
        scene, cue, subject = self.scene, heard.cue, heard.subject
        if cue.form.verb.lemma == "نقل" or cue.form.gender == "own":
            quoted = source_behind_from(scene, self._told_from(cue), heard.opening.first)
            if quoted is None and self._quotes_the_last(cue):
                quoted = self.last
            if quoted is not None:
                return quoted or self._source_behind_from(i)
        if subject is not None:
            return self._of_subject(i, subject)
        if cue.form.kind == PARTICIPLE:
            return self._of_participle(cue)
        if heard.before is not None:
            return heard.before
        if speaks_back(scene, i):
            return (
                caller(scene, cue)
                or (written_by(scene, cue) if scene.text(i + 1).startswith("في") else None)
                or clause_subject(scene, cue)
                or self.last
            )
        if cue.form.number == "p" and len(self.last) == 1 and is_person(scene, self.last):
            return ()
        if (nested and not cue.proclitic) or self._first_in_sentence(i):
            inner = inner_subject(scene, cue) if nested and cue.form.kind == NOUN else None
            called = caller(scene, cue) if cue.form.object else None
            return called or inner or clause_subject(scene, cue) or self.last
        if not cue.form.object and (actor := self._actor_before(i)):
            return actor
        return self._agreeing(cue) or clause_subject(scene, cue) or ()

    def _quotes_the_last(self, cue: Cue) -> bool:
        """Whether a pronoun behind عن means who spoke last ('نقلت عنه الوكالة قوله')."""
        return any(self.scene.text(k) in group("from_him") for k in range(self._told_from(cue), cue.at + 3))

    def _told_from(self, cue: Cue) -> int:
        """From which word on عن may lead to who is quoted: behind 'نقلت', before 'قوله'."""
        if cue.form.kind != NOUN:
            return cue.at
        return max(self.scene.sentence_first(cue.at), cue.at - _QUOTED_BEFORE)

    def _source_behind_from(self, i: int) -> Who:
        """Whom 'المسؤول' behind عن means ('نقلت الوكالة عن المسؤول قوله'), if a source so called was introduced."""
        noun = bare(self.scene.text(i - 1))
        return self.sources.get(noun, ()) if self.scene.text(i - 2) == "عن" else ()

    def _actor_before(self, i: int) -> Who | None:
        """The person whom the sentence before told of, if nobody spoke in it ('يسعى الوزير إلى السلم. وقال …')."""
        first = self.scene.sentence_first(i)
        if i - first > 1 or first < 2:
            return None
        begin = self.scene.sentence_first(first - 1)
        if any(k in self.heard or k in self.named for k in range(begin, i)):
            return None
        return actor_of(self.scene, begin)

    def _first_in_sentence(self, i: int) -> bool:
        """Whether a cue comes after an event in its sentence and no other cue ('اختتم الوزير زيارته وقال')."""
        first = self.scene.sentence_first(i)
        return i - first > 2 and not any(k in self.heard for k in range(first, i))

    def _of_subject(self, i: int, subject: Subject) -> Who:
        if self.scene.cues[i].form.verb.lemma == "علم":  # 'علمت «الوطن» من مصادرها'
            self.sources.update(dict.fromkeys(("مصدر", "مصادر"), ()))
        noun = next((bare(w.text) for w in self.scene.words[i + 1 : subject.last] if speaker_kind(w.text)), "")
        if subject.who is None:
            if speaker_kind(noun) == "text" and (issuer := issuer_of(self.scene, noun, i)):
                return issuer
            return self.sources.get(noun, self._anybody(i, noun))
        who = subject.who or self._own_office(i, subject) or self._goes_on(i, subject)
        self.sources[noun] = who
        return who

    def _goes_on(self, i: int, subject: Subject) -> Who:
        """Who goes on speaking under a definite post that nobody is told to hold ('وأشار عميد السلك الدبلوماسي')."""
        words = [self.scene.text(k) for k in range(i + 1, subject.last)]
        if self.scene.cues[i].proclitic != "و" or len(self.last) != 1 or not is_person(self.scene, self.last):
            return ()
        definite = len(words) > 1 and speaker_kind(words[0]) == "person" and words[1].startswith("ال")
        return self.last if definite else ()

    def _own_office(self, i: int, subject: Subject) -> Who:
        """Whose office a pronoun means ('ذكر بيان لمكتبه'): who speaks, else whom the sentence before names first."""
        if any(self.scene.text(k) in group("own_office") for k in range(i + 1, subject.last + 1)):
            return self.last or self._person_told_before(i) or self._person_named_before(i)
        return ()

    def _person_told_before(self, i: int) -> Who:
        """The person named first in the sentence before that of word `i`."""
        end = self.scene.sentence_first(i)
        people = self._people_in(self.scene.sentence_first(end - 1) if end else 0, end)
        return people[0].parties if people else ()

    def _anybody(self, i: int, noun: str) -> Who:
        """Whom a definite word can mean that has not been introduced ('المسؤول'): who speaks, else who was named."""
        if self.nameless or noun in ("مصادر", "مراجع", "اوساط"):
            return ()
        if noun == "بيان":
            return () if is_person(self.scene, self.last) else self.last
        return self.last or self._person_named_before(i)

    def _person_named_before(self, i: int) -> Who:
        people = self._people_in(0, i)
        return people[-1].parties if people else ()

    def _people_in(self, first: int, last: int) -> list[Reference]:
        """The persons named in words ``[first, last)`` who do not sign the report."""
        references = self.scene.draft.references_in(first, last)
        return [r for r in references if is_person(self.scene, r.parties) and not self.scene.signs(r)]

    def _of_participle(self, cue: Cue) -> Who:
        """A participle has the subject of its main clause: of the last cue in the sentence, else the first party."""
        first = self.scene.sentence_first(cue.at)
        if cue.form.number == "p" and len(self.last) == 1 and is_person(self.scene, self.last):
            return ()
        if any(k in self.heard for k in range(first, cue.at)):
            if self.within[0] and not cue.proclitic and cue.form.gender == self.within[1]:
                return self.within[0]
            return self._agreeing(cue)
        return clause_subject(self.scene, cue) or self.last

    def _takes_over(self, who: Who) -> bool:
        """In 'ذكر البيان أن الوزير أشاد …، مشيرا' a person speaks on, though told of by an office or its spokesman."""
        if not self.last or not is_person(self.scene, who):
            return False
        return not is_person(self.scene, self.last) or self._is_spokesman()

    def _is_spokesman(self) -> bool:
        """Whether who speaks does so for somebody else."""
        roles = [self.scene.draft.party[p].role for p in self.last if p in self.scene.draft.party]
        return any(bare(word) in group("spokesmen") for role in roles for word in fold(role or "").split()[:1])

    def _only_introduces(self, heard: Heard, who: Who, accepted: set[int]) -> bool:
        """Whether an office's words only lead to those of a person ('ذكر البيان أن الوزير أشاد …')."""
        if is_person(self.scene, who) or heard.opening.quote is not None:
            return False
        reference = self.scene.reference_at.get(heard.opening.first)
        if reference is None or not is_person(self.scene, reference.parties):
            return False
        return any(k in accepted for k in range(reference.last, reference.last + 2))
