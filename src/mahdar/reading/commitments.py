"""Commitments: what one party asks of another, or takes upon itself toward another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mahdar.arabic.memory import FORMS
from mahdar.arabic.words import BREAK, MARK
from mahdar.reading.clauses import Clauses, reports
from mahdar.reading.commitment_cues import Cue, classes, cue_at, may_begin, noun_at
from mahdar.reading.commitment_doubts import is_claimed, is_doubtful, only_tightens
from mahdar.reading.commitment_duties import duty_at, is_on
from mahdar.reading.commitment_gaps import gapped
from mahdar.reading.commitment_lists import is_of_decisions, lead_of, lists, who_decides
from mahdar.reading.commitment_parts import parts
from mahdar.reading.commitment_recipients import recipients
from mahdar.reading.commitment_subjects import given_by, is_first_person, needs_for_itself, who_commits
from mahdar.reading.commitment_support import givers, support_at, support_begin, support_end, supports
from mahdar.reading.commitment_terms import condition_of, deadline_of, quantity_of
from mahdar.reading.commitment_thanks import is_for_a_cause
from mahdar.reading.draft import Draft
from mahdar.reading.scene import group
from mahdar.reading.speech import Speech
from mahdar.reading.tagging import chance, chance_of_kind, proposed
from mahdar.reading.topics import counted
from mahdar.record import Commitment
from mahdar.tagger import Tagged
from mahdar.tagger.labels import COMMITMENTS

#: The longest commitment of the training reports has 90 words; 95 of 100 have at most 40.
LONGEST = 45
#: The chance by the model from which on the rules' commitments stand: where the rule is sure who made them, where it is
#: not, and for support told as a fact; and from which on the model's own are written down where the rules have none.
#: On a half of train that neither had learnt, by a tagger of the same recipe, F1 .507; there .508 and .513 with .1 and
#: .3 for the first, .509 and .510 with .7 and .85 for the second, .507 and .510 with .1 and none for the third, .502
#: and .512 with .75 and .9 for the last, which were .2, .5, .02 and .85.
#: With rules 2026.11-7, by a tagger and word lists that had not seen the reports, F1 .630 (dev .578); with .6 for the
#: second .626 (.578), with .02 for the last .629 (.576), with .2 for FUTURE, which is the first for verbs in the
#: future, .629 (.573).
DOUBTED, UNSURE, PROPOSED, TOLD = 0.2, 0.8, 0.9, 0.03
FUTURE = 0.3
#: The chance of its kind from which on a commitment of the model's own is written down: without, with .8, .9 and .95 F1
#: .514, .517, .518 and .518 on reports that neither the model nor the writers of rules had seen, .564, .566, .565 and
#: .569 on dev; .514 and .573 without any of them.
OF_KIND = 0.95
#: The same for an engagement that is a signing and so an agreement: F1 .556 with and without it on held-out reports,
#: .461 against .458 on dev; with another model .569 against .567, and .467 against .464. With rules 2026.11-7
#: .630 against .629 with .3, dev .578 with both.
SIGNED = 0.2
#: The same by the form of a cue: duties, the first person and others stand by themselves, grants announced do not. Of
#: the nouns of what was given that the model gave less than .02, 6 of 7 were right on the held-out half.
_ALONE = ("duty", "asked", "first", "made", "led", "urged", "thanked", "stance", "decided")
_LEAST = {"announced": 0.5} | dict.fromkeys(_ALONE, 0.0)
#: How far behind the beginning of an agreement what is agreed begins, in letters.
NEAR_AGREED = 30
#: Kinds that a verb in the perfect tells as done.
_ACTS = frozenset(("request", "pledge", "agreement", "delivered"))

#: What opens an aside between commas, how far behind the second comma stands, and what goes on behind it.
_ASIDE, _ASIDE_WITHIN, _GOES_ON = frozenset(("وفق", "وفقا", "حسب", "بحسب", "في")), 8, frozenset(("علي", "الي"))
_MEANWHILE = frozenset(("فيما", "بينما"))
#: Words that begin the next thing that is said.
_NEW = frozenset(("وان", "وانه", "وانها", "وبان", "وبانه", "وبانها"))

_DENIES = frozenset(("لا", "ولا", "ليس", "ليست", "ليسوا", "لسنا", "غير"))


class Found(NamedTuple):
    """A commitment of the rules, its cue, and whether its rule is sure who made it."""

    commitment: Commitment
    cue: Cue
    sure: bool = True


def find_commitments(draft: Draft) -> None:
    """Fill `draft.commitments` from its references and statements."""
    clauses = Clauses(draft)
    speech = Speech(draft)
    found = _by_rules(clauses, speech)
    if draft.tagged is None:
        draft.commitments = [one.commitment for one in found if one.sure]
    else:
        tagged = draft.tagged
        draft.commitments = [one.commitment for one in found if _chance(draft, tagged, one) >= _least(one)]
    draft.commitments = _outermost(draft.commitments)
    draft.commitments += _by_support(clauses, speech)
    if draft.tagged is not None:
        draft.commitments += _proposed(clauses, speech, draft.tagged)
    _add_lists(clauses)
    if draft.tagged is not None:
        draft.commitments.sort(key=lambda c: c.span)
    _add_signings(draft)
    _drop_headline(draft)


def _by_rules(clauses: Clauses, speech: Speech) -> list[Found]:
    found = []
    for i, (_, last) in clauses.beginnings(_may_begin):
        cue = _cue_at(clauses, speech, i, last)
        if cue is None and is_on(clauses.text(i)):
            cue = duty_at(clauses, speech, i)
        one = read_commitment(clauses, speech, cue, last) if cue is not None else None
        if one is not None:
            acts = [one._replace(commitment=part) for part in parts(clauses, one.commitment, one.cue)]
            found += _by_others(clauses, one) or acts
    return found


def _cue_at(clauses: Clauses, speech: Speech, i: int, end: int) -> Cue | None:
    """The cue at word `i` of a clause that ends before word `end`.

    A noun that looks like a verb is one where what the verb needs is missing: 'أكد [عزم] بلاده إيواء'.
    """
    if not may_begin(clauses.text(i)):
        return None
    said = i in speech.begins
    cue = cue_at(clauses.words, i, said=said)
    if cue is None or not cue.needs or cue.form not in ("perfect", "participle"):
        return cue
    if not is_doubtful(clauses, cue, _closing(clauses, speech, cue, end)):
        return cue
    return noun_at(clauses.words, i, said=said) or cue


def _by_others(clauses: Clauses, one: Found) -> list[Found]:
    """What one promises and what others do behind the same verb; empty where no others do."""
    draft = clauses.draft
    first, last = draft.word_at(one.commitment.span[0]), draft.word_at(one.commitment.span[1] - 1) + 1
    others = gapped(clauses, one.cue, last)
    if not others:
        return []
    same = [(first, others[0].first, one.commitment.from_), *((o.first, o.last, list(o.who)) for o in others)]
    found = []
    for begin, end, who in same:
        cue = one.cue if begin == first else one.cue._replace(at=begin, last=begin + 1)
        found.append(one._replace(commitment=_commitment(clauses, cue, cue.kind, who, begin, end), cue=cue))
    return found


def _add_lists(clauses: Clauses) -> None:
    """What is agreed or decided line by line, in place of what leads to the list and of what is read in its lines."""
    draft = clauses.draft
    for sentence, lines in lists(clauses):
        lead = lead_of(draft.commitments, clauses, sentence)
        if lead is None and not is_of_decisions(clauses, sentence):
            continue
        who = lead.from_ if lead is not None else who_decides(clauses, sentence)
        listed = [line for line in lines if lead is not None or line.kind]
        if not who or not listed:
            continue
        spans = [draft.span(line.first, line.last) for line in listed]
        draft.commitments = [
            c for c in draft.commitments if c is not lead and not any(c.span[0] < b and a < c.span[1] for a, b in spans)
        ]
        for line in listed:
            cue = Cue(line.first, line.first + 1, "agreement" if lead is not None else line.kind, (), "listed")
            draft.commitments.append(_commitment(clauses, cue, cue.kind, who, line.first, line.last))


@lru_cache(maxsize=FORMS)
def _may_begin(word: str) -> bool:
    return may_begin(word) or is_on(word)


def _by_support(clauses: Clauses, speech: Speech) -> list[Commitment]:
    """What is told as given, where no other rule reads a commitment."""
    draft = clauses.draft
    found: list[Commitment] = []
    for i, (_, end) in clauses.beginnings(supports):
        cue = support_at(clauses, i)
        if cue is None:
            continue
        last = _until(clauses, cue, support_end(clauses, cue, _closing(clauses, speech, cue, end)))
        first = support_begin(clauses, cue)
        one = _commitment(clauses, cue, cue.kind, givers(clauses, cue), first, last)
        taken = (c.span for c in (*draft.commitments, *found))
        seen = draft.tagged is None or _chance(draft, draft.tagged, Found(one, cue)) >= TOLD
        if seen and last - first > 1 and not any(a < one.span[1] and one.span[0] < b for a, b in taken):
            found.append(one)
    return found


def _until(clauses: Clauses, cue: Cue, last: int) -> int:
    """Where support that would end before word `last` ends: before a commitment of the other rules within it."""
    draft = clauses.draft
    inner = [draft.word_at(c.span[0]) for c in draft.commitments]
    return min((k for k in inner if cue.last + (not cue.object) < k + cue.object < last), default=last)


def _least(one: Found) -> float:
    """The chance by the model from which on a commitment of the rules stands."""
    cue = one.cue
    if cue.form in _LEAST:
        return _LEAST[cue.form]
    if cue.kind == "delivered" and cue.form == "noun":
        return TOLD
    if cue.form == "perfect" and cue.kind in _ACTS and one.sure and not cue.object:
        return TOLD
    if cue.kind == "agreement" and cue.form == "imperfect":
        return UNSURE
    if not one.sure:
        return UNSURE
    return FUTURE if cue.form == "future" else DOUBTED


def _outermost(found: list[Commitment]) -> list[Commitment]:
    """Commitments, in the order of the text, without those that begin within one of the same kind and parties."""
    kept: list[Commitment] = []
    for one in sorted(found, key=lambda c: (c.span[0], -c.span[1])):
        same = (c for c in kept if _is_agreed(c, one) or (c.kind == one.kind and c.from_ == one.from_))
        if not any(c.span[0] <= one.span[0] < c.span[1] for c in same):
            kept.append(one)
    return kept


def _is_agreed(agreed: Commitment, one: Commitment) -> bool:
    """Whether what is asked or announced is but what an agreement begins with: 'اتفقا على [ضرورة مواصلة التنسيق]'."""
    return (
        agreed.kind == "agreement" and one.kind in ("request", "pledge") and one.span[0] - agreed.span[0] <= NEAR_AGREED
    )


def _chance(draft: Draft, tagged: Tagged, one: Found) -> float:
    """How probable the model finds it that the words of a span are a commitment's, on average."""
    span = one.commitment.span
    return chance(tagged, "commitment", draft.word_at(span[0]), draft.word_at(span[1]))


def _proposed(clauses: Clauses, speech: Speech, tagged: Tagged) -> list[Commitment]:
    """Commitments that the model is sure of where the rules read none."""
    draft = clauses.draft
    taken = [c.span for c in draft.commitments]
    found = []
    for span in proposed(tagged, "commitment", draft.words, PROPOSED):
        start, end = draft.span(span.first, span.last)
        if draft.in_noise(start) or any(a < end and start < b for a, b in taken):
            continue
        if chance_of_kind(tagged, "commitment", COMMITMENTS[span.kind], span.first, span.last) < OF_KIND:
            continue
        if _is_vetoed(clauses, speech, span.first, span.last):
            continue
        cue = Cue(span.first, span.first + 1, COMMITMENTS[span.kind], (), "proposed")
        if cue.kind == "delivered":
            who, first = given_by(clauses, speech, span.first, span.last), span.first
        else:
            who, first, _ = who_commits(clauses, speech, cue)
        if who:
            found.append(_commitment(clauses, cue, cue.kind, who, first, span.last))
    return found


def _is_vetoed(clauses: Clauses, speech: Speech, first: int, last: int) -> bool:
    """Whether a cue at the beginning of what the model proposes is denied, or commits to nothing."""
    opening = classes(clauses.text(first))
    if "views" in opening or ("thanks" in opening and clauses.text(first) != "عن"):
        return True
    if is_claimed(clauses, first) or only_tightens(clauses, first) or clauses.text(last - 1) in group("oblique"):
        return True
    for i in range(first, first + 2):
        if i < len(clauses.words) and i not in clauses.inside and may_begin(clauses.text(i)):
            cue = cue_at(clauses.words, i, said=i in speech.begins)
            if cue is not None and is_doubtful(clauses, cue._replace(needs=()), last):
                return True
    return False


def _drop_headline(draft: Draft) -> None:
    """Leave out what the headline commits to where the report tells of a commitment of that kind."""
    end = draft.words[draft.sentences[0][1] - 1].end if draft.sentences else 0
    told = {c.kind for c in draft.commitments if c.span[0] >= end}
    draft.commitments = [c for c in draft.commitments if c.span[0] >= end or c.kind not in told]


def _add_signings(draft: Draft) -> None:
    """What two or more sign is agreed: an agreement for each signing that is not told as one already."""
    for engagement in draft.engagements:
        if engagement.kind != "signing" or engagement.status != "held" or len(engagement.who) < 2:
            continue
        first, last = engagement.span
        told = (c for c in draft.commitments if c.kind == "agreement")
        words = draft.word_at(first), draft.word_at(last)
        seen = draft.tagged is None or chance(draft.tagged, "commitment", *words) >= SIGNED
        if seen and not any(c.span[0] < last and first < c.span[1] for c in told):
            area = counted(draft.words, *words, "areas.tsv")
            fields = {"kind": "agreement", "from": list(engagement.who), "area": area[0] if area else "other"}
            draft.commitments.append(Commitment.model_validate({**fields, "span": engagement.span}))


def read_commitment(clauses: Clauses, speech: Speech, cue: Cue, end: int) -> Found | None:
    """What a cue commits to, and whom; None where it commits to nothing."""
    last = _closing(clauses, speech, cue, end)
    if is_doubtful(clauses, cue, last):
        return None
    if cue.kind == "pledge" and clauses.text(cue.at - 1) in _DENIES:
        own = speech.at(cue.at) is not None and clauses.text(cue.at - 1) in ("لا", "ولا")
        cue = cue._replace(kind="refusal", form="stance" if own and cue.form == "imperfect" else cue.form)
    who, first, sure = who_commits(clauses, speech, cue)
    if who is None:
        return None
    one = _commitment(clauses, cue, cue.kind, who, first, max(last, cue.last))
    return Found(one, cue._replace(form=_own_form(clauses, speech, cue, sure)), sure)


def _own_form(clauses: Clauses, speech: Speech, cue: Cue, sure: bool) -> str:
    """The form of a cue: one that stands by itself where somebody speaks for himself or thanks, else its own."""
    if _in_headline(clauses, cue):
        return cue.form
    if cue.kind == "delivered":
        return "thanked" if cue.form == "noun" and is_for_a_cause(clauses, cue) else cue.form
    if speech.at(cue.at) is None:
        return cue.form
    if is_first_person(clauses, cue):
        return "first"
    if sure and cue.form == "future" and "undertakes" in classes(clauses.text(cue.at).lstrip("وف").removeprefix("س")):
        return "first"
    if cue.kind == "request" and cue.form == "noun" and needs_for_itself(clauses, cue):
        return "first"
    if "must" in classes(clauses.text(cue.at)) and not clauses.text(cue.at - 1).startswith("كان"):
        return "first"
    return cue.form


def _in_headline(clauses: Clauses, cue: Cue) -> bool:
    title = clauses.draft.title
    return title is not None and title[0] <= clauses.words[cue.at].start < title[1]


def _commitment(clauses: Clauses, cue: Cue, kind: str, who: list[str], first: int, last: int) -> Commitment:
    """The commitment in words ``[first, last)`` with its terms."""
    draft = clauses.draft
    condition, stop = condition_of(draft, cue.last, last)
    area = counted(draft.words, cue.last, stop, "areas.tsv")
    return Commitment.model_validate(
        {
            "kind": kind,
            "from": who,
            "to": recipients(clauses, cue, last, who),
            "area": "withdrawal" if cue.form == "led" else area[0] if area else "other",
            "quantity": quantity_of(draft, cue.last, stop),
            "deadline": deadline_of(draft, cue.last, stop),
            "condition": condition,
            "status": "conditional" if condition else "stated",
            "span": draft.span(first, last),
        }
    )


def _closing(clauses: Clauses, speech: Speech, cue: Cue, end: int) -> int:
    """Where what is committed ends (last word + 1)."""
    i = cue.last
    end = min(end, cue.at + LONGEST)
    while i < end:
        word = clauses.words[i]
        if word.kind == BREAK or (word.kind == MARK and word.text in "»”.؛;" and i > cue.last):
            break
        if i not in clauses.inside and i > cue.last + 1:
            new = speech.of_cue(i) is not None
            if word.text in _MEANWHILE:
                break
            if clauses.is_comma(i - 1) and (behind := _behind_aside(clauses, i, end)):
                i = behind
                continue
            if clauses.is_comma(i - 1) and (
                new or "ends" in classes(word.text) or cue_at(clauses.words, i) is not None
            ):
                break
            if (new and word.text[:1] in "وف") or word.text in _NEW or (word.text[:1] == "و" and reports(word.text)):
                break
            other = cue_at(clauses.words, i)
            if other is not None and other.form != "noun" and word.text[:1] == "و":
                break
        i += 1
    while i > cue.last and clauses.words[i - 1].kind == MARK and clauses.text(i - 1) not in ")%":
        i -= 1
    return i


def _behind_aside(clauses: Clauses, i: int, end: int) -> int | None:
    """The word behind an aside that begins at word `i`: 'اتفق الطرفان، [وفق البيان]، على'; None where none does."""
    if clauses.text(i) not in _ASIDE:
        return None
    comma = next((k for k in range(i + 1, min(i + _ASIDE_WITHIN, end)) if clauses.is_comma(k)), None)
    return comma + 1 if comma is not None and clauses.text(comma + 1) in _GOES_ON else None
