"""Subjects: whom a reporting verb agrees with, after it or before it.

A source without a name speaks for the body that is named with it ('مصدر في وزارة الداخلية'), an official for his state;
where there is neither, nobody is named.
"""

from __future__ import annotations

from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.draft import Reference
from mahdar.reading.noun_phrases import (
    Who,
    goes_on,
    is_oblique,
    is_official,
    is_person,
    is_sure_cue,
    is_title,
    nearest,
    noun_phrase_last,
    person_in,
    points_back,
)
from mahdar.reading.saying import PARTICIPLE, Cue
from mahdar.reading.scene import COMMAS, RELATIVES, Scene, group, is_that, speaker_kind

_LONGEST_UNKNOWN = 5
_WITH_THAT = frozenset(("بان", "بانه", "بانها", "بانهم", "بانهما"))
#: Words that an aside or a field of work between a post and the name has at most.
_LONGEST_ASIDE = 9


class Subject(NamedTuple):
    """A subject found: its last word + 1 and who it is. `who` None: a word that points back ('المصدر')."""

    last: int
    who: Who | None


def subject_after(scene: Scene, cue: Cue) -> Subject | None:
    """The subject that follows a reporting verb, None where none does."""
    i = cue.at + 1
    if "text" in cue.form.verb.flags:
        i += scene.text(i) == "في"
        subject = _unnamed(scene, cue, i) if _is_text(scene, i) else None
        return Subject(subject.last, subject.who or None) if subject else None
    if cue.form.kind == PARTICIPLE or (cue.form.object and not scene.speaks(i)):
        return None
    if cue.form.number != "s" or cue.form.gender == "own":
        return None
    while scene.text(i) in COMMAS or scene.text(i) in group("skipped") or scene.text(i) in group("back"):
        i += 1
    i = _behind_addressee(scene, i)
    if scene.text(i + 1) == "." and len(scene.text(i)) == 1:  # 'د. سعد'
        i += 2
    if scene.quotes.opens(i) and (quoted := _quoted_name(scene, i)) is not None:
        return None if _is_blamed(scene, cue, quoted.last) else quoted
    reference = scene.reference_at.get(i)
    if reference is not None and _is_blamed(scene, cue, reference.last):
        return None
    if reference is not None and reference.cut == 0:
        return _named(scene, reference) if _agrees(scene, cue, reference) else None
    if cue.form.gender == "m" and "NP" in cue.form.verb.frame and _is_feminine(scene, i):
        return None
    return _unnamed(scene, cue, i)


def _behind_addressee(scene: Scene, i: int) -> int:
    """The word behind an outlet that is told, where a speaker follows it at once ('أكد [لـ«الوطن»] الشيخ سعد')."""
    if scene.text(i) != "ل" or not scene.quotes.opens(i + 1):
        return i
    closing = scene.quotes.pairs.get(i + 1)
    return closing + 1 if closing is not None and scene.speaks(closing + 1) else i


def _is_text(scene: Scene, i: int) -> bool:
    text = scene.text(i)
    return speaker_kind(text) == "text" or (text.startswith("ب") and speaker_kind(text[1:]) == "text")


def _is_blamed(scene: Scene, cue: Cue, last: int) -> bool:
    """Whether a name that ends before word `last` is who is blamed, not who blames ('وحمل [الحكومة] مسؤولية')."""
    if cue.form.verb.lemma == "اتهم":  # 'واتهم [الرئيس السابق]، بأنه': an object it must have
        return scene.text(last + (scene.text(last) in COMMAS)) in _WITH_THAT
    return cue.form.verb.act == "accuse" and bare(scene.text(last)) in group("blame")


def _agrees(scene: Scene, cue: Cue, reference: Reference) -> bool:
    """Whether a verb can have the party behind it for its subject, or it is an object ('وطالب [بغداد بالمياه]')."""
    if "NP" not in cue.form.verb.frame or cue.form.object or is_person(scene, reference.parties):
        return True
    word = bare(scene.text(reference.first))
    if cue.form.gender == "f":
        return word not in group("masculine")
    party = scene.draft.party
    place = any(p in party and party[p].type == "GPE" for p in reference.parties)
    return word in group("masculine") or not (place or word.endswith("ه"))


def _is_feminine(scene: Scene, i: int) -> bool:
    """Whether word `i` is a feminine noun, which no masculine verb has for a subject ('طالب [الحكومة بكذا]')."""
    return scene.text(i).endswith("ه") and speaker_kind(scene.text(i)) == "body"


def _quoted_name(scene: Scene, i: int) -> Subject | None:
    """A subject that is a name in quotation marks ('وقال "الجميلي"')."""
    closing = scene.quotes.pairs.get(i)
    reference = scene.reference_at.get(i + 1)
    if closing is None or reference is None or reference.cut or reference.last < closing:
        return None
    return Subject(max(closing + 1, reference.last), reference.parties)


def _joined(scene: Scene, reference: Reference) -> tuple[int, Who]:
    """The end and the parties of a reference with what is beside it and joined to it by و."""
    last, who = _apposition(scene, reference)
    while scene.text(last).startswith("و") and (more := scene.reference_at.get(last)) and more.cut == 1:
        last, others = _apposition(scene, more)
        who += tuple(p for p in others if p not in who)
    return last, who


def _named(scene: Scene, reference: Reference) -> Subject:
    last, who = _joined(scene, reference)
    if scene.text(last) == "علي" and scene.text(last + 1) == "لسان":
        end = noun_phrase_last(scene, last + 2)
        who, last = person_in(scene, last, end) or who, end
    return Subject(last, who)


def _apposition(scene: Scene, reference: Reference) -> tuple[int, Who]:
    """A reference with what stands beside it ('وزير الداخلية، سعد الجميلي،'): a person goes before a body."""
    last, who = reference.last, reference.parties
    person, named = is_person(scene, who), reference.named
    while True:
        i = last + 1 if scene.text(last) in COMMAS or scene.quotes.opens(last) else last
        following = scene.reference_at.get(i)
        if following is not None and following.cut == 0 and _same(scene, following, who, person and named):
            who, last = following.parties, following.last
            person, named = is_person(scene, who), following.named
        elif is_title(scene, i) and i - last <= 1:
            last = noun_phrase_last(scene, i)
            who = who if person else person_in(scene, i, last) or who
            person = is_person(scene, who)
        elif not named and (name := _name_behind_adjectives(scene, last)) is not None:
            who, last, person, named = name.parties, name.last, True, True
        elif not named and scene.text(last) in group("for_body") and (end := _same_further(scene, last, who)):
            last, named = end, True
        else:
            break
    if scene.text(last) == "(":
        while not scene.is_break(last) and scene.text(last) != ")":
            last += 1
        last += 1
    return last, who


def _name_behind_adjectives(scene: Scene, i: int) -> Reference | None:
    """The name behind a post and its adjectives ('وزير الخارجية [المصري] سعد الجميلي')."""
    k = i
    while k - i < 3 and scene.is_word(k) and k not in scene.reference_at and goes_on(scene.text(k)):
        k += 1
    reference = scene.reference_at.get(k)
    if k == i or reference is None or reference.cut or not is_person(scene, reference.parties):
        return None
    return reference


def _same(scene: Scene, following: Reference, who: Who, closed: bool) -> bool:
    """Whether a reference that follows another goes on with it: the same party, or the person of a post or body."""
    if following.parties == who:
        return True
    return not closed and is_person(scene, following.parties)


def _same_further(scene: Scene, i: int, who: Who) -> int | None:
    """The end of a name of the same party a few words on ('القيادي في الحركة سعد الجميلي')."""
    for reference in scene.draft.references_in(i, i + 6):
        if reference.parties == who and reference.cut == 0:
            return reference.last
    return None


def _unnamed(scene: Scene, cue: Cue, i: int) -> Subject | None:
    """A subject whose first word is no reference: a post, a source, a paper, or an unknown noun before أن."""
    kind = speaker_kind(scene.text(i)) if scene.is_word(i) else None
    if kind is None:
        return _unknown(scene, cue, i)
    last = noun_phrase_last(scene, i)
    person = _name_behind(scene, i, last)
    if person is not None:
        return Subject(_apposition(scene, person)[0], person.parties)
    if who := person_in(scene, i, last):
        return Subject(last, who)
    if kind in ("person", "source") and (holder := scene.person_in_post(i, last)):
        return Subject(last, holder)
    if kind != "person":
        bodies = [r for r in scene.draft.references_in(i, last) if _may_be_body(scene, r)]
        if bodies and scene.text(i).endswith("تا"):  # 'كتلتا الوفاق والإصلاح'
            return Subject(*_joined(scene, bodies[0]))
        if bodies:
            return Subject(last, bodies[0].parties)
    if kind == "body" and (called := scene.body_called(i)):
        return Subject(last, called)
    if is_official(scene.text(i)) and (speaker := _official(scene, i, last)):
        return Subject(last, speaker)
    if kind == "person" and (speaker := _of_unheld_post(scene, i, last)):
        return Subject(last, speaker)
    many = bare(scene.text(i)) in group("crowd")
    return Subject(last, None if points_back(scene.text(i)) and not many else ())


def _name_behind(scene: Scene, i: int, last: int) -> Reference | None:
    """The person's name behind a post that begins at word `i` and ends before word `last`.

    A comma, a field ('الناشطة [في حقوق الإنسان] سلمى') or an aside ('أمين عام الهيئة[، التابعة للرابطة،] سعد') may
    stand between.
    """
    after = last + 1 if scene.text(last) in COMMAS or scene.quotes.opens(last) else last
    if after > last and scene.text(after) in group("aside"):
        closing = next((k for k in range(after, after + _LONGEST_ASIDE) if scene.text(k) in COMMAS), None)
        after = closing + 1 if closing is not None else after
    person = scene.reference_at.get(after)
    if person is None and speaker_kind(scene.text(i)) == "person" and scene.text(last) in group("for_body"):
        person = _name_behind_field(scene, last)
    return person if person is not None and person.cut == 0 and is_person(scene, person.parties) else None


def _name_behind_field(scene: Scene, i: int) -> Reference | None:
    """The name behind a field of work that the preposition at word `i` opens; a definite word ends the field."""
    for k in range(i + 1, i + _LONGEST_ASIDE):
        reference = scene.reference_at.get(k)
        if reference is not None:
            return reference if reference.named and scene.text(k - 1).startswith("ال") else None
        if not scene.is_word(k) or is_that(scene.text(k)) or is_sure_cue(scene, k) or scene.opens_adjunct(k):
            return None
    return None


def _official(scene: Scene, i: int, last: int) -> Who:
    """For whom an official speaks: 'المسؤول الإيراني' is the person of that state named last, another the state."""
    if any(scene.text(k).startswith("و") and speaker_kind(scene.text(k)[1:]) for k in range(i + 1, last)):
        return ()  # 'دبلوماسيون وخبراء مصريون'
    introduced = any(scene.text(k) == bare(scene.text(i)) and k not in scene.inside for k in range(i))
    for k in range(i + 1, last):
        known = scene.text(i) in ("المسوول", "الدبلوماسي") and not introduced
        if known and (holder := scene.official_of(scene.text(k), i)):
            return holder
        if state := scene.state_of(scene.text(k)):
            return state
    return ()


def _of_unheld_post(scene: Scene, i: int, last: int) -> Who:
    """For whom speaks the holder of a post that nobody is told to hold.

    The person whose known post says less ('الوزير' for 'وزير الدفاع العراقي'), else the body or state of the post.
    """
    if holder := scene.person_in_wider_post(i, last):
        return holder
    bodies = [r for r in scene.draft.references_in(i, last) if _may_be_body(scene, r)]
    if bodies:
        return bodies[0].parties
    adjectives = (scene.text(k) for k in range(i + 1, last) if scene.text(k).startswith("ال"))
    return next((state for word in adjectives if (state := scene.state_of(word))), ())


def _may_be_body(scene: Scene, reference: Reference) -> bool:
    """Whether an unnamed source can speak for the party: not for a place that he only is in ('مصدر في أربيل')."""
    if reference.cut:
        return scene.text(reference.first)[0] in "بل"
    return scene.text(reference.first - 1) != "في" or not scene.is_place(reference)


def _unknown(scene: Scene, cue: Cue, i: int) -> Subject | None:
    """An unlisted noun is a subject only where أن, ':' or a quotation follows within a few words."""
    k = i
    if cue.form.verb.strict or scene.text(i)[:1] in cue.form.verb.frame:
        return None
    while k - i < _LONGEST_UNKNOWN and scene.is_word(k):
        text = scene.text(k)
        if is_that(text):
            break
        if _opens_by_preposition(scene, cue, i, k):
            break
        if scene.opens_adjunct(k) or is_sure_cue(scene, k):
            return None
        k += 1
    bare_object = "NP" in cue.form.verb.frame
    opens = (
        is_that(scene.text(k))
        or _opens_by_preposition(scene, cue, i, k)
        or (not bare_object and (scene.text(k) == ":" or scene.quotes.opens(k)))
    )
    if k == i or not opens:
        return None
    references = scene.draft.references_in(i, k)
    if not references and k == i + 1:
        return Subject(k, scene.body_of(i))  # 'قالت الداخلية إن'
    return Subject(k, references[0].parties if references else ())


def _opens_by_preposition(scene: Scene, cue: Cue, i: int, k: int) -> bool:
    """Whether a definite noun at word `i` speaks before the preposition of its verb ('أعرب المصابون [عن] شكرهم')."""
    plain = not cue.form.verb.frame & {"NP", "to", "to!", "OBJ"}
    return (
        plain and k > i and scene.text(i).startswith("ال") and scene.text(k) in {fold(w) for w in cue.form.verb.frame}
    )


class Before(NamedTuple):
    """A subject before its verb; `heads`: it begins its clause, so that what follows the verb is an object."""

    who: Who
    heads: bool


def subject_before(scene: Scene, cue: Cue) -> Before | None:
    """The subject before a reporting verb ('الوزير أكد', 'الوزير الذي أكد'), None where none shows."""
    first = scene.sentence_first(cue.at)
    i = cue.at
    while i > first and scene.text(i - 1) in group("between"):
        i -= 1
    if scene.text(i - 1) in RELATIVES:
        who = nearest(scene, i - 1, first)
        return Before(who, True) if who else None
    comma = scene.text(i - 1) in COMMAS
    i -= comma
    if scene.text(i - 1) == ")":
        while i > first and scene.text(i) != "(":
            i -= 1
    if scene.text(i - 1) in ('"', "»", "”"):
        i -= 1
    reference = scene.reference_to.get(i)
    if reference is None or reference.first < first:
        return _source_before(scene, cue, first, i)
    heads = _heads_clause(scene, reference.first, first)
    if comma and not heads and not _between_commas(scene, reference):
        return None
    if is_oblique(scene, reference, first):
        return _source_before(scene, cue, first, i)
    return Before(reference.parties, heads)


def _heads_clause(scene: Scene, i: int, first: int) -> bool:
    """Whether a noun phrase that begins at word `i` begins a clause."""
    before = scene.text(i - 1)
    return i - first <= 1 or is_that(before) or before in group("clause_heads")


def _between_commas(scene: Scene, reference: Reference) -> bool:
    """Whether a name stands in apposition ('لكن الناطق، سعد الجميلي، نفى')."""
    return scene.text(reference.first - 1) in COMMAS and is_person(scene, reference.parties)


def _source_before(scene: Scene, cue: Cue, first: int, last: int) -> Before | None:
    """An unnamed source that begins the clause and ends before word `last` ('لكن مصدرا في الوزارة كشف')."""
    for i in range(last - 1, max(first - 1, last - 12), -1):
        if scene.is_mark(i) and scene.text(i) not in COMMAS:
            return None
        if scene.text(i - 1).removeprefix("و") in group("oblique"):
            continue
        if speaker_kind(scene.text(i)) in ("person", "source", "body") and _heads_clause(scene, i, first):
            subject = _unnamed(scene, cue, i)
            if subject is None or subject.last < last or subject.who is None:
                return None
            return Before(subject.who, True)
    return None
