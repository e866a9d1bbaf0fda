"""Openings: where the words that a reporting verb reports begin.

Behind أن or إن, a colon, a quotation mark, the verb's preposition, or where its bare object begins; between the verb
and these may stand its subject and circumstances ('في تصريح صحفي أمس').
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple, cast

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import NUMBER
from mahdar.reading.noun_phrases import noun_phrase_last
from mahdar.reading.saying import NOUN, Cue
from mahdar.reading.scene import COMMAS, RELATIVES, Scene, adjuncts, group, is_that, speaker_kind
from mahdar.reading.subjects import Subject
from mahdar.record import SpeechAct

_PREPOSITIONS = {"إلى": "الي", "على": "علي", "عن": "عن", "من": "من", "في": "في"}
#: A quotation of so many words that runs on into the sentence is a quoted term, not the whole content.
_LONGEST_TERM = 4


class Opening(NamedTuple):
    """Where a content begins: word `first`; `quote` is the mark that opens it, `colon` whether a colon led to it."""

    first: int
    quote: int | None
    colon: bool


@cache
def _speech_objects() -> dict[str, SpeechAct]:
    return {fold(noun): cast("SpeechAct", act) for noun, act in rows("mahdar.reading", "speech_objects.tsv")}


@lru_cache(maxsize=FORMS)
def object_act(text: str) -> SpeechAct | None:
    """The act of a folded word that makes a gesture in words ('شكره', 'التعازي', 'بالتعازي'), None if it makes none."""
    known = _speech_objects()
    stems = [stem for split in splits(text) for stem in (split.stem, bare(split.stem))]
    return next((known[stem] for stem in stems if stem in known), None)


def find_opening(scene: Scene, cue: Cue, subject: Subject | None, agreed: bool) -> Opening | None:
    """Where the content of a cue begins, None where it has none. `agreed`: its subject is a known party."""
    return _Search(scene, cue, subject, agreed).run()


class _Search:
    """One walk from a cue to the word that opens its content."""

    def __init__(self, scene: Scene, cue: Cue, subject: Subject | None, agreed: bool) -> None:
        verb = cue.form.verb
        self.scene, self.cue, self.frame = scene, cue, verb.frame
        self.i = subject.last if subject else cue.at + 1
        self.prepositions = {folded for name, folded in _PREPOSITIONS.items() if name in verb.frame}
        self.limit = _limit(scene, cue)
        noun = cue.form.kind == NOUN
        self.strict = verb.strict or (noun and scene.text(cue.at - 1) not in ("تم", "وتم", "جري", "وجري"))
        self.late = "late" in verb.flags
        self.takes_object = "NP" in verb.frame and (not verb.strict or agreed) and not noun
        self.adjunct = self.relative = self.later = False
        self.other_at: int | None = None

    def run(self) -> Opening | None:
        while self.i < self.limit:
            if self.strict and (self.other_at is not None or (self.adjunct and not self.late)):
                return None
            found = self._at_mark() if self.scene.is_mark(self.i) else self._at_word()
            if found is not None:
                return found
        if "bare" in self.frame and self.other_at is not None and self.cue.form.kind != NOUN:
            return Opening(self.other_at, None, False)
        return None

    def _at_mark(self) -> Opening | None:
        scene, i = self.scene, self.i
        text = scene.text(i)
        self.i += 1
        if scene.quotes.opens(i):
            return self._at_quote(i)
        if text == ":" and self.frame & {"أن", ":"}:
            return _after_colon(scene, i + 1)
        if text in COMMAS:
            self.adjunct = self.relative = False
        elif text == "(":
            self.i = _behind_bracket(scene, i, self.limit)
        return None

    def _at_quote(self, i: int) -> Opening | None:
        scene = self.scene
        closing = scene.quotes.pairs.get(i)
        if closing is None or not is_term(scene, i, closing):
            return behind_that(scene, i + 1, i, False)
        if self.takes_object and not self.adjunct and not scene.speaks(i + 1):
            return Opening(i, None, False)
        self.i = closing + 1
        return None

    def _at_word(self) -> Opening | None:
        scene, i = self.scene, self.i
        text = scene.text(i)
        self.i += 1
        if is_that(text) and ("أن" in self.frame or ":" in self.frame):
            return behind_that(scene, i, None, False)
        if text in RELATIVES:
            self.relative = True
            return None
        if not self.relative and self._opens_by_preposition(i):
            return self._behind_preposition(i)
        if "OBJ" in self.frame and object_act(text) is not None:
            return Opening(i, None, False)
        if scene.opens_adjunct(i):
            return self._at_adjunct(i)
        return self._at_object(i)

    def _at_adjunct(self, i: int) -> Opening | None:
        self.later = True
        self.adjunct = self.adjunct or self.scene.text(i) not in group("times")
        if self.takes_object and not self.relative:
            self.i = after_adjunct(self.scene, i)
            self.adjunct = False
        return None

    def _at_object(self, i: int) -> Opening | None:
        free = not self.adjunct and not self.relative and self.scene.text(i) not in group("no_object")
        if self._addresses(i):
            self.adjunct = not self.takes_object
            return None
        if free and self.takes_object:
            if self.later and self._that_follows(i):
                self.takes_object = False
                return None
            return self._behind_addressee(i) if "to" in self.frame else Opening(i, None, False)
        if free and self.other_at is None:
            self.other_at = i
        return None

    def _behind_addressee(self, i: int) -> Opening | None:
        """Skips the party told ('أبلغ [نظيره] موافقة بلاده'); what is told comes next."""
        reference = self.scene.reference_at.get(i)
        if self.other_at is None and (reference is not None or speaker_kind(self.scene.text(i)) is not None):
            self.other_at = i
            self.i = reference.last if reference is not None else noun_phrase_last(self.scene, i)
            return None
        return Opening(i, None, False)

    def _addresses(self, i: int) -> bool:
        """Whether word `i` says to whom it was said ('أكد للصحفيين', 'قال لوكالة')."""
        text, reference = self.scene.text(i), self.scene.reference_at.get(i)
        if reference is not None:
            return reference.cut > 0 and text.startswith("ل")
        return text.startswith("لل") or (text.startswith("ل") and speaker_kind(text[1:]) is not None)

    def _that_follows(self, i: int) -> bool:
        """Whether a clause with أن follows that no preposition governs: then that is the content, not word `i`."""
        scene = self.scene
        if any(scene.text(k) in self.prepositions for k in range(i + 1, self.limit)):
            return True
        return any(
            is_that(scene.text(k)) and not scene.text(k).startswith("ب") and scene.text(k - 1) not in group("govern")
            for k in range(i + 1, self.limit)
        )

    def _opens_by_preposition(self, i: int) -> bool:
        scene, text = self.scene, self.scene.text(i)
        if text in _PREPOSITIONS.values():
            if text in self.prepositions:
                if "to!" in self.frame and self.other_at is None:
                    return False
                return not self.adjunct or not _place_follows(scene, i + 1)
            return is_that(scene.text(i + 1)) and "أن" in self.frame
        letter = text[:1]
        if letter not in ("ب", "ل") or letter not in self.frame or ("to!" in self.frame and self.other_at is None):
            return False
        if text == letter:
            return True
        if i in scene.reference_at:
            return scene.reference_at[i].cut > 0
        begins_so = text in adjuncts() or text.startswith(("بين", "بعد", "بلاد")) or speaker_kind(text) is not None
        return not self.adjunct and len(text) > 2 and not begins_so

    def _behind_preposition(self, i: int) -> Opening:
        scene = self.scene
        if scene.text(i) not in _PREPOSITIONS.values():
            return Opening(i, None, False)
        if is_that(scene.text(i + 1)):
            return behind_that(scene, i + 1, None, False)
        if scene.text(i + 1) == ":":
            return _after_colon(scene, i + 2)
        if scene.quotes.opens(i + 1):
            closing = scene.quotes.pairs.get(i + 1)
            if closing is None or not is_term(scene, i + 1, closing):
                return Opening(i + 2, i + 1, False)
        return Opening(i + 1, None, False)


def _limit(scene: Scene, cue: Cue) -> int:
    """The content begins before the sentence ends and before the next cue."""
    last = scene.sentence_last(cue.at)
    for i in range(cue.at + 1, last):
        other = scene.cues.get(i)
        if other is not None and not other.form.verb.strict and (other.form.kind != NOUN or other.proclitic == ""):
            return i
    return last


def after_adjunct(scene: Scene, i: int) -> int:
    """The word behind the circumstance that begins at word `i`: its noun with what is definite behind it."""
    k = i + 1
    if scene.is_word(k) and not is_that(scene.text(k)) and k not in scene.cues:
        k = scene.reference_at[k].last if k in scene.reference_at else k + 1
    while True:
        text = scene.text(k)
        if k in scene.reference_at and (text.startswith(("ال", "لل")) or scene.text(k - 1) in adjuncts()):
            k = scene.reference_at[k].last
        elif (scene.is_word(k) and text.startswith("ال") and len(text) > 3) or text in group("go_on"):
            k += 1
        elif 0 <= k < len(scene.words) and scene.words[k].kind == NUMBER:
            k += 2 if scene.is_word(k + 1) and k + 2 < len(scene.words) and scene.words[k + 2].kind == NUMBER else 1
        else:
            return k


def is_term(scene: Scene, i: int, closing: int) -> bool:
    """Whether a quotation is a name or term inside the sentence ('لـ«الوطن»'), not reported words."""
    if closing - i - 1 > _LONGEST_TERM:
        return False
    before = scene.text(i - 1)
    if before in ("ل", "في", "من", "الي") or before in adjuncts() or speaker_kind(before):
        return True
    after = closing + 1
    return scene.text(after) == ":" or (scene.is_word(after) and after not in scene.cues)


def _after_colon(scene: Scene, i: int) -> Opening:
    if scene.quotes.opens(i):
        return behind_that(scene, i + 1, i, True)
    if is_that(scene.text(i)):
        return behind_that(scene, i, None, True)
    return Opening(i, None, True)


def behind_that(scene: Scene, i: int, quote: int | None, colon: bool) -> Opening:
    """Behind 'أن' or 'إن', and behind a colon or quotation mark that follows it; 'أنه' is part of the content."""
    if scene.text(i) in ("ان", "بان", "فان"):
        i += 1
        if scene.text(i) == ":":
            i += 1
        if quote is None and scene.quotes.opens(i):
            closing = scene.quotes.pairs.get(i)
            if closing is None or not is_term(scene, i, closing):
                return Opening(i + 1, i, colon)
    return Opening(i, quote, colon)


def _behind_bracket(scene: Scene, i: int, limit: int) -> int:
    k = i
    while k < limit and scene.text(k) != ")":
        k += 1
    return k + 1 if k < limit else i + 1


def _place_follows(scene: Scene, i: int) -> bool:
    reference = scene.reference_at.get(i)
    return reference is not None and scene.is_place(reference)
