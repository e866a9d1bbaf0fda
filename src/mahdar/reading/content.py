"""Content: where the words that a reporting verb reports begin, and where they end."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Phrases, rows, word_set
from mahdar.reading.quotes import MARKS
from mahdar.reading.saying import NOUN, PARTICIPLE, Cue
from mahdar.reading.scene import COMMAS, Scene, adjuncts, is_that, speaker_kind
from mahdar.reading.speakers import Subject

_PREPOSITIONS = {"إلى": "الي", "على": "علي", "عن": "عن", "من": "من", "في": "في"}
#: A quotation of so many words that runs on into the sentence is a quoted term, not the whole content.
_LONGEST_TERM = 4
#: Words that lead to the next clause and are no part of what was reported before it.
_LEADS = frozenset(
    ["كما", "حيث", "فيما", "بينما", "قد", "وقد", "لكن", "لكنه", "لكنها", "ثم", "اذ", "كان", "كانت", "وكان", "وكانت", "الذي", "التي", "والذي", "والتي", "هذا", "وهذا", "ذلك", "ايضا", "ومن", "جانبه", "وكما", "وفيما", "وحيث", "انه", "فيه", "وهو", "وهي", "ما", "و"]
)


class Opening(NamedTuple):
    """Where a content begins; `quoted`: word `first - 1` or one soon before it opens a quotation."""

    first: int
    quote: int | None
    colon: bool


@cache
def _ends() -> Phrases[bool]:
    return Phrases((row[0], True) for row in rows("mahdar.reading", "clause_ends.tsv"))


@cache
def _is_speech_object(text: str) -> bool:
    """Whether a folded word is an object that makes a gesture in words ('شكره', 'التعازي', 'بالتعازي')."""
    known = word_set("mahdar.reading", "speech_objects.tsv")
    return any(split.stem in known or bare(split.stem) in known for split in splits(text))


@cache
def attributions() -> Phrases[str]:
    """Formulas of attribution: 'own' or 'named'."""
    return Phrases((row[0].removesuffix(" ل"), row[1]) for row in rows("mahdar.reading", "attributions.tsv"))


def find_opening(scene: Scene, cue: Cue, subject: Subject | None, agreed: bool) -> Opening | None:
    """Where the content of a cue begins, None where it has none. `agreed`: its subject is a known party."""
    limit = _limit(scene, cue)
    verb = cue.form.verb
    i = subject.last if subject else cue.at + 1
    strict = verb.strict or cue.form.kind == NOUN
    bare_object = "NP" in verb.frame and (not strict or agreed) and cue.form.kind != NOUN
    adjunct, object_at = False, None
    while i < limit:
        text = scene.text(i)
        if strict and (object_at is not None or adjunct):
            return None
        if scene.quotes.opens(i):
            closing = scene.quotes.pairs.get(i)
            if closing is not None and _is_term(scene, i, closing):
                if bare_object and not adjunct and object_at is None and i == cue.at + 1:
                    return Opening(i, None, False)
                i = closing + 1
                continue
            return _behind_that(scene, i + 1, i, False)
        if text == ":":
            return _after_colon(scene, i + 1)
        if text in COMMAS:
            adjunct = False
        elif text == "(":
            i = _behind_bracket(scene, i, limit)
            continue
        elif is_that(text):
            return _behind_that(scene, i, None, False)
        elif scene.is_word(i):
            if _opens_by_preposition(scene, i, verb.frame, adjunct):
                return _behind_preposition(scene, i)
            if "OBJ" in verb.frame and _is_speech_object(text):
                return Opening(i, None, False)
            if scene.opens_adjunct(i):
                adjunct = True
            elif bare_object and not adjunct and object_at is None:
                return Opening(i, None, False)
            elif object_at is None and not adjunct:
                object_at = i
        i += 1
    return None


def _limit(scene: Scene, cue: Cue) -> int:
    """The content begins before the sentence ends and before the next cue."""
    last = scene.sentence_last(cue.at)
    if scene.text(last - 1) in MARKS and scene.is_break(last):
        pass
    for i in range(cue.at + 1, last):
        other = scene.cues.get(i)
        if other is not None and not other.form.verb.strict:
            return i if other.form.kind != NOUN or other.proclitic == "" else last
    return last


def _is_term(scene: Scene, i: int, closing: int) -> bool:
    """Whether a quotation is a name or term inside the sentence ('لـ«الوطن»'), not reported words."""
    if closing - i - 1 > _LONGEST_TERM:
        return False
    before = scene.text(i - 1)
    if before in ("ل", "في", "من", "الي") or before in adjuncts() or speaker_kind(before):
        return True
    after = closing + 1
    return scene.is_word(after) and after not in scene.cues


def _after_colon(scene: Scene, i: int) -> Opening:
    if scene.quotes.opens(i):
        return _behind_that(scene, i + 1, i, True)
    if is_that(scene.text(i)):
        return _behind_that(scene, i, None, True)
    return Opening(i, None, True)


def _behind_that(scene: Scene, i: int, quote: int | None, colon: bool) -> Opening:
    """Behind 'أن' or 'إن', and behind a quotation mark that follows it; 'أنه' is part of the content."""
    if scene.text(i) in ("ان", "بان", "فان"):
        i += 1
        if quote is None and scene.quotes.opens(i):
            closing = scene.quotes.pairs.get(i)
            if closing is None or not _is_term(scene, i, closing):
                return Opening(i + 1, i, colon)
    return Opening(i, quote, colon)


def _behind_bracket(scene: Scene, i: int, limit: int) -> int:
    k = i
    while k < limit and scene.text(k) != ")":
        k += 1
    return k + 1 if k < limit else i + 1


def _opens_by_preposition(scene: Scene, i: int, frame: frozenset[str], adjunct: bool) -> bool:
    text = scene.text(i)
    for name, folded in _PREPOSITIONS.items():
        if text == folded and name in frame:
            return not adjunct or not _place_follows(scene, i + 1)
    if is_that(scene.text(i + 1)) and text in _PREPOSITIONS.values():
        return True
    for letter in ("ب", "ل"):
        if letter in frame and not adjunct and text.startswith(letter) and len(text) > 2:
            return text not in adjuncts() and not text.startswith(("بين", "بعد", "بلاد"))
        if letter in frame and text == letter:
            return True
    return False


def _place_follows(scene: Scene, i: int) -> bool:
    reference = scene.reference_at.get(i)
    if reference is None:
        return False
    party = scene.draft.party
    return any(p in party and party[p].type in ("GPE", "LOC") for p in reference.parties)


def _behind_preposition(scene: Scene, i: int) -> Opening:
    if scene.text(i) not in _PREPOSITIONS.values():
        return Opening(i, None, False)
    if is_that(scene.text(i + 1)):
        return _behind_that(scene, i + 1, None, False)
    if scene.text(i + 1) == ":":
        return _after_colon(scene, i + 2)
    if scene.quotes.opens(i + 1):
        closing = scene.quotes.pairs.get(i + 1)
        if closing is None or not _is_term(scene, i + 1, closing):
            return Opening(i + 2, i + 1, False)
    return Opening(i + 1, None, False)


def find_closing(scene: Scene, opening: Opening, accepted: set[int]) -> int:
    """Where the content that opens there ends (last word + 1); `accepted` are the cues that open one of their own."""
    if opening.quote is not None:
        closing = scene.quotes.pairs.get(opening.quote)
        if closing is not None:
            return _whole_quotation(scene, closing)
        last = scene.line_last(opening.first)
    elif scene.text(opening.first) == "" or scene.is_break(opening.first):
        return scene.line_last(opening.first + 1)
    else:
        last = scene.sentence_last(opening.first)
    i = opening.first
    while i < last:
        closing = scene.quotes.pairs.get(i)
        if closing is not None and closing < last:
            i = closing + 1
            continue
        if i > opening.first and ends_before(scene, i, accepted):
            break
        i += 1
    return trim(scene, opening.first, i)


def _whole_quotation(scene: Scene, closing: int) -> int:
    """The end of a quotation and of those that follow it at once."""
    while True:
        i = closing + 1
        while scene.text(i) in (".", "،", ","):
            i += 1
        following = scene.quotes.pairs.get(i)
        if following is None or scene.is_break(i):
            return closing
        closing = following


def ends_before(scene: Scene, i: int, accepted: set[int]) -> bool:
    """Whether what is reported ends before word `i`: at the next cue, an attribution, or a new clause."""
    if i in accepted and _succeeds(scene, i):
        return True
    text = scene.text(i)
    if text in COMMAS:
        return scene.is_word(i + 1) and _ends().at(scene.words, i + 1, ("", "و")) is not None
    hit = attributions().at(scene.words, i, ("",)) if scene.is_word(i) else None
    return hit is not None and is_attribution(scene, hit.value, hit.last)


def is_attribution(scene: Scene, kind: str, last: int) -> bool:
    """Whether a formula that ends before word `last` names a source ('بحسب البيان'), not a rule ('بحسب القانون')."""
    if kind == "own":
        return True
    if scene.text(last) == "ما":
        return last + 1 in scene.cues or scene.text(last + 1) in ("جاء", "ورد", "نشر", "نشرت", "نقلت", "اوردت")
    text = scene.text(last)
    return (
        last in scene.reference_at
        or last in scene.cues
        or speaker_kind(text) is not None
        or (text.startswith("لل") and speaker_kind("ال" + text[2:]) is not None)
        or (text.startswith("ل") and speaker_kind(text[1:]) is not None)
    )


def _succeeds(scene: Scene, i: int) -> bool:
    """Whether a cue goes on after what was reported ('وأكد', 'مشيرا'), not within it ('إن الوفد طلب')."""
    cue = scene.cues[i]
    if cue.form.kind == PARTICIPLE:
        return scene.text(i - 1) not in ("كان", "يكون", "ليس")
    if cue.form.kind == NOUN:
        return False
    if cue.proclitic:
        return True
    k = i - 1
    while scene.text(k) in ("قد", "كان", "كانت"):
        k -= 1
    return scene.text(k) in COMMAS or fold(scene.text(k)) in _LEADS


def trim(scene: Scene, first: int, last: int) -> int:
    """`last` without the marks and leading words that end there."""
    while last > first + 1:
        text = scene.text(last - 1)
        if scene.is_break(last - 1) or (scene.is_mark(last - 1) and text not in ")%") or text in _LEADS:
            last -= 1
        else:
            break
    return last
