"""Who makes a commitment, by its cue: the speaker, the subject of the verb, or the giver that a noun names."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from mahdar.reading.clauses import THAT, Clauses
from mahdar.reading.commitment_cues import Cue, classes
from mahdar.reading.commitment_many import (
    both_sides,
    both_who_agree,
    is_of_many,
    is_of_nameless,
    joint_issuers,
    parties_to,
)
from mahdar.reading.commitment_support import givers, is_help, support_at
from mahdar.reading.commitment_thanks import NEAR_DOER, giver_thanked
from mahdar.reading.draft import Reference
from mahdar.reading.speech import Speech
from mahdar.record import Statement

_PRONOUNS = frozenset(("انه", "انها", "بانه", "بانها", "وانه", "وانها"))
#: How far before a cue the verb stands that says to whom it is told, in words.
TOLD_WITHIN = 25
#: How far behind 'بناء على طلب' who asked begins, in words.
NEAR_ASKER = 4
#: How far before a need the word for one's own side stands, in words.
NEAR_OWN = 5
#: What stands between who is asked and what he is asked.
_ASKED_BY = frozenset(("الى", "الي", "على", "علي", "ان", "بان"))
_WILL = frozenset(("سوف", "لن"))
#: Words behind which a verb goes on with who acted before.
_GOING_ON = frozenset(("كما", "فيما", "حيث", "انه", "انها", "وانه", "وانها", "قد", "كذلك", "ايضا"))


class Maker(NamedTuple):
    """Who commits (None: nobody can), the word at which the commitment begins, and whether it is more than likely."""

    who: list[str] | None
    first: int
    sure: bool = True


def who_commits(clauses: Clauses, speech: Speech, cue: Cue) -> Maker:
    """Who makes the commitment of a cue; not sure where its subject is nobody known, so that the speaker is meant."""
    if is_of_nameless(clauses, cue):
        return Maker([], cue.at)
    maker = _who_commits(clauses, speech, cue)
    if maker.who is not None and (issuers := joint_issuers(clauses, cue)):
        return maker._replace(who=issuers)
    if maker.who is not None and len(maker.who) == 1 and is_of_many(clauses, cue, maker.who[0]):
        maker = maker._replace(who=parties_to(clauses, cue))
    teller = _teller(clauses, cue, maker.who) if maker.who else None
    who = (teller or None) if teller is not None else maker.who
    return maker._replace(who=both_who_agree(clauses, cue, who) if who else who)


def _teller(clauses: Clauses, cue: Cue, who: list[str]) -> list[str] | None:
    """Who tells it where `who` is only told: '[الوزير] أبلغ [السفير] استعداده'; empty where no party does."""
    for k in range(cue.at - 1, max(clauses.sentence(cue.at)[0], cue.at - TOLD_WITHIN) - 1, -1):
        if k in clauses.inside or "informs" not in classes(clauses.text(k)):
            continue
        told = clauses.between(k + 1, k + 3)
        if not told or set(told[0].parties) != set(who):
            return None
        subject = clauses.subject_before(k)
        if subject is not None and k - subject.last <= 1:
            return list(subject.parties)
        nobody = clauses.text(k).endswith("وا") or clauses.text(k - 2) in THAT
        return [] if nobody else None
    return None


def _who_commits(clauses: Clauses, speech: Speech, cue: Cue) -> Maker:
    told = speech.of_cue(cue.at)
    if told is not None and told.who and not _is_told_by_the_asked(clauses, cue, told):
        return Maker(list(told.who), cue.at)
    holder = speech.at(cue.at)
    if cue.kind == "delivered" and (giver := _own_state(clauses, cue, holder)):
        return Maker(giver, cue.at)
    if cue.form == "duty":
        spoken = holder if holder is not None and holder.who else speech.before(cue.at)
        return Maker(list(spoken.who) if spoken is not None and spoken.who else None, cue.at)
    if cue.form == "asked":
        return Maker(_asker(clauses, cue), cue.at)
    if cue.form in ("made", "led"):
        return Maker(_behind(clauses, cue), cue.at)
    if cue.form == "decided":
        return Maker(_decider(clauses, cue, holder), cue.at)
    if cue.form in ("noun", "announced", "urged"):
        return Maker(*_from_noun(clauses, speech, cue, holder), sure=cue.form != "announced")
    if cue.form == "participle":
        before = speech.before(cue.at)
        return Maker(list(before.who) if before is not None and before.who else None, cue.at)
    if holder is not None and holder.who and clauses.text(cue.at - 1) in _PRONOUNS:
        return Maker(_meant_by_her(clauses, speech, cue, holder) or list(holder.who), cue.at)
    if cue.form == "we":
        return Maker(_we(clauses, cue, holder), cue.at)
    return _from_verb(clauses, speech, cue, holder)


def _meant_by_her(clauses: Clauses, speech: Speech, cue: Cue, holder: Statement) -> list[str]:
    """The state or body that 'أنها' means where a man speaks: '[تونس] أرسلت قافلة، وأنها تدعو'; empty where it is he.

    What his own state or body will do, he pledges.
    """
    if not clauses.text(cue.at - 1).endswith("انها") or speech.gender(holder) != "m":
        return []
    first = max(clauses.sentence(cue.at)[0], clauses.draft.word_at(holder.span[0]) - 1)
    own = {clauses.draft.party[p].of for p in holder.who if p in clauses.draft.party}
    for reference in reversed(clauses.between(first, cue.at - 1)):
        if clauses.is_person(reference) or clauses.proclitic(reference) or not reference.parties:
            continue
        if clauses.text(reference.first - 1) not in THAT and clauses.governor(reference)[0] != "bare":
            continue
        pledged = cue.kind in ("pledge", "refusal") and bool(own & {*reference.parties})
        return [] if pledged else list(reference.parties)
    return []


def _is_told_by_the_asked(clauses: Clauses, cue: Cue, told: Statement) -> bool:
    """Whether the speaker that the statement of a verb that asks has is the party asked ('كما حث [النرويج] على')."""
    behind = clauses.inside.get(cue.last)
    return behind is not None and set(behind.parties) == set(told.who) and is_addressed(clauses, cue, behind)


def _we(clauses: Clauses, cue: Cue, holder: Statement | None) -> list[str] | None:
    """Whom 'we' means: who speaks, but what was given was given by the body that he speaks for ('سلمنا القائمة')."""
    if holder is None or not holder.who:
        return None
    party = clauses.draft.party
    if cue.kind != "delivered":
        return list(holder.who)
    return list(dict.fromkeys(party[p].of or p if p in party else p for p in holder.who))


def _own_state(clauses: Clauses, cue: Cue, holder: Statement | None) -> list[str]:
    """The state or body of who says that it gave something ('أن بلاده خصصت', 'وأنها سلمت'), if that is known."""
    near = range(cue.last, cue.last + 1) if cue.form == "noun" else range(cue.at - 2, cue.at)
    if holder is None or not any("own" in classes(clauses.text(k)) for k in near):
        return []
    if cue.form == "noun" and clauses.text(cue.last).startswith("ال"):
        return []  # whose 'الوزارة' is, is not told
    people = [clauses.draft.party[p] for p in holder.who if p in clauses.draft.party]
    return list(dict.fromkeys(p.of for p in people if p.type == "PER" and p.of is not None))


def given_by(clauses: Clauses, speech: Speech, first: int, last: int) -> list[str] | None:
    """Who gave what words ``[first, last)`` tell of: by a word of support, a party that opens them, or 'بلاده'."""
    conditional = clauses.text(first - 1) == "ان" and clauses.text(first - 2) == "علي"
    if conditional or "receives" in classes(clauses.text(first)):
        return None  # 'على أن يغرم الجانب اللبناني', 'توصلت الرباط بخمس عربات'
    if clauses.text(first - 1) in _PRONOUNS:
        before = clauses.inside.get(first - 2)
        return list(before.parties) if before is not None else None
    for k in range(first, min(last, first + 4)):
        cue = support_at(clauses, k) if k not in clauses.inside else None
        if cue is not None:
            return givers(clauses, cue)
        if is_help(clauses.text(k)):
            return None  # the party behind is the one that is helped
    for reference in clauses.between(first, min(last, first + 5)):
        for_another = any(clauses.text(k).startswith("لل") for k in range(first + 1, reference.first + 1))
        if is_help(clauses.text(reference.first - 1)):
            return None
        if for_another or clauses.proclitic(reference):
            continue
        if clauses.governor(reference, first)[0] in ("bare", "part", "from") or reference.first == first + 1:
            return list(reference.parties)
    own = any(
        "own" in classes(clauses.text(k)) and not clauses.text(k).startswith("ال") for k in range(first - 2, first)
    )
    return (own and _own_state(clauses, Cue(first, first + 1, "delivered", (), "proposed"), speech.at(first))) or None


def _from_verb(clauses: Clauses, speech: Speech, cue: Cue, holder: Statement | None) -> Maker:
    subject = _subject(clauses, cue)
    if subject is not None and subject.first > cue.at and is_addressed(clauses, cue, subject):
        before = speech.before(cue.at)
        left = clauses.subject_before(cue.at)
        if left is not None and left.last >= cue.at - 1:
            return Maker(list(left.parties), cue.at)
        if before is not None and before.who and not set(before.who) & set(subject.parties):
            return Maker(list(before.who), cue.at)
        subject = left
    spoken = list(holder.who) if holder is not None and holder.who else None
    if cue.kind == "delivered" and cue.object and (subject is None or subject.last < cue.at - 1):
        return Maker(None, cue.at)
    if subject is None and cue.form in ("perfect", "proposed") and "anybody" in classes(clauses.text(cue.at - 1)):
        return Maker(parties_to(clauses, cue), cue.at, sure=False)
    if subject is None:
        if spoken is None or (cue.form == "future" and not _own(clauses, cue)):
            return Maker(spoken or _goes_on(clauses, speech, cue), cue.at, sure=False)
        return Maker(spoken, cue.at)
    apart = clauses.text(cue.at)[:1] == "و" or clauses.text(cue.at - 1) in _PRONOUNS
    near = cue.at - 1 <= subject.last <= cue.at and not (subject.last < cue.at and apart)
    first = subject.first if near else cue.at
    if cue.kind == "agreement" and len(subject.parties) == 1 and (sides := both_sides(clauses, cue)):
        return Maker(list(dict.fromkeys((*subject.parties, *sides))), first)
    if clauses.is_person(subject) and cue.form == "future" and spoken:
        return Maker(spoken, cue.at, sure=_own(clauses, cue))
    told = cue.form not in ("perfect", "stance")
    if (
        told
        and cue.kind in ("pledge", "refusal")
        and not clauses.is_person(subject)
        and _is_one_person(clauses, holder)
    ):
        return Maker(spoken, first)
    return Maker(list(subject.parties), first)


def _goes_on(clauses: Clauses, speech: Speech, cue: Cue) -> list[str] | None:
    """Whom a verb without a known subject means: both sides of what was told if it is of many, else who spoke last."""
    if cue.number in ("d", "p") or cue.kind == "agreement" or "both" in classes(clauses.text(cue.last)):
        return parties_to(clauses, cue)
    before = speech.before(cue.at)
    start = clauses.words[cue.at].start
    if before is not None and before.span[1] <= start:
        since = clauses.between(clauses.draft.word_at(before.span[1]), cue.at)
        new = [r for r in since if clauses.is_person(r) and clauses.governor(r)[0] == "bare" and r.parties]
        if new:
            return list(new[-1].parties)
    if before is not None and before.who:
        return list(before.who)
    if clauses.is_word(cue.at - 1) and (state := clauses.state_of(cue.at - 1)) is not None:
        return [state]
    first = clauses.sentence(cue.at)[0]
    people = [r for r in clauses.between(clauses.sentence(max(0, first - 1))[0], cue.at) if clauses.is_person(r)]
    if people and clauses.text(cue.at - 1) in _GOING_ON:
        return list(people[-1].parties)
    return _nearest_actor(clauses, cue)


def _nearest_actor(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who is told last to act in the sentence before a verb: the nearest reference that nothing governs."""
    for reference in reversed(clauses.between(clauses.sentence(cue.at)[0], cue.at)):
        if not clauses.proclitic(reference) and clauses.governor(reference)[0] in ("bare", "comma"):
            return list(reference.parties)
    return None


def is_addressed(clauses: Clauses, cue: Cue, reference: Reference) -> bool:
    """Whether a party behind a verb that asks is the one asked, not the one that asks.

    It is where the verb goes on ('ودعا بغداد إلى', 'كما حث النرويج على') and what is asked stands right behind the
    party, and where verb and party do not agree ('يطالب إسرائيل ب').
    """
    if cue.kind != "request" or clauses.is_person(reference):
        return False
    text = clauses.text(reference.last)
    joined = text[:1] in ("ب", "ل") and len(text) > 3 and reference.last not in clauses.inside
    if text not in _ASKED_BY and not joined:
        return False
    if cue.gender == "m" and cue.number == "s" and _is_feminine(clauses, reference):
        return True
    return clauses.text(cue.at)[:1] == "و" or clauses.text(cue.at - 1) in _GOING_ON


def _is_feminine(clauses: Clauses, reference: Reference) -> bool:
    """Whether verbs of a party are feminine: of all cities and states but a few."""
    if clauses.type_of(reference) != "GPE" or reference.last - reference.head > 1:
        return False
    return "masculine" not in classes(clauses.text(reference.head))


def _is_one_person(clauses: Clauses, statement: Statement | None) -> bool:
    """Whether one person speaks: what he says his state or ministry will do, he pledges."""
    if statement is None:
        return False
    party = clauses.draft.party.get(statement.who[0]) if len(statement.who) == 1 else None
    return party is not None and party.type == "PER"


def is_first_person(clauses: Clauses, cue: Cue) -> bool:
    """Whether a future verb is in the first person: 'سنرسل', 'سوف نرسل', 'لن أقبل'."""
    if cue.form != "future":
        return False
    text = clauses.text(cue.at).lstrip("وف")
    verb = clauses.text(cue.at + 1) if text in _WILL else text.removeprefix("س")
    return verb[:1] in ("ن", "ا") and not verb.startswith("ال") and (text in _WILL or text[:1] == "س")


def _own(clauses: Clauses, cue: Cue) -> bool:
    """Whether a future verb is the speaker's own: first person, or behind 'بلاده', 'إنه'."""
    text = clauses.text(cue.at).lstrip("وف")
    if is_first_person(clauses, cue):
        return True
    if text in ("سيتم", "ستتم") or clauses.text(cue.at).startswith(("وس", "ولن")):
        return True
    return any("own" in classes(clauses.text(k)) for k in range(cue.at - 4, cue.at))


def _from_noun(clauses: Clauses, speech: Speech, cue: Cue, holder: Statement | None) -> tuple[list[str] | None, int]:
    if cue.kind == "delivered":
        return giver_thanked(clauses, cue), cue.at
    if cue.kind == "agreement":
        spoken = list(holder.who) if holder is not None else None
        return both_sides(clauses, cue) or parties_to(clauses, cue) or spoken or None, cue.at
    before = speech.of_cue(cue.at - 1) or speech.of_cue(cue.at - 2) or holder or speech.before(cue.at)
    if before is not None and before.who:
        return list(before.who), cue.at
    subject = clauses.subject_before(cue.at)
    return (list(subject.parties) if subject is not None else None), cue.at


def _asker(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who asked for what is done at his request: 'بناء على طلب من [تونس]', 'بناء على طلب [الحكومة]'."""
    behind = next(iter(clauses.between(cue.last, cue.last + NEAR_ASKER)), None)
    if behind is None or clauses.governor(behind, cue.last)[0] not in ("bare", "part", "from"):
        return None
    return list(behind.parties)


def _decider(clauses: Clauses, cue: Cue, holder: Statement | None) -> list[str] | None:
    """Who decided what is told: the state or body that the noun names, for his own ('قرار [بلاده]') who speaks."""
    behind = clauses.inside.get(cue.last)
    if behind is not None and not clauses.proclitic(behind) and not clauses.is_person(behind):
        return list(behind.parties)
    own = any("own" in classes(clauses.text(k)) for k in range(cue.last, cue.last + 2))
    return list(holder.who) if own and holder is not None and holder.who else None


def _behind(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Whom a noun behind which something is told as done belongs to: 'التعهدات التي قطعتها [تونس]'."""
    behind = next(iter(clauses.between(cue.last, cue.last + NEAR_DOER)), None)
    return list(behind.parties) if behind is not None else None


def needs_for_itself(clauses: Clauses, cue: Cue) -> bool:
    """Whether it is the speaker's own side that needs something: 'قواتنا لا تزال [بحاجة إلى]', 'بلاده [بحاجة إلى]'."""
    if "حاجه" not in clauses.text(cue.at) and clauses.text(cue.at + 1) != "حاجه":
        return False
    near = [clauses.text(k) for k in range(cue.at - NEAR_OWN, cue.at)]
    return any((word.endswith("نا") and len(word) > 4) or "own" in classes(word) for word in near)


def _subject(clauses: Clauses, cue: Cue) -> Reference | None:
    """The subject of a verb that commits: right behind it, else before it."""
    left = clauses.subject_before(cue.at)
    if left is not None and not left.parties:
        left = None  # an outlet or the like
    if left is not None and len(left.parties) == 1 and "both" in classes(clauses.text(cue.last)):
        left = None  # 'وأخيه فلان فقد اتفق [الجانبان]'
    if left is not None and left.last >= cue.at - 1:
        return left
    if clauses.text(cue.at - 1) in _PRONOUNS:
        return clauses.inside.get(cue.at - 2)  # the pronoun is the subject: 'أنها سلمت مصر'
    for reference in clauses.between(cue.last, cue.last + 4):
        relation, _, _ = clauses.governor(reference, cue.last)
        if relation == "bare" and (not cue.object or cue.kind == "delivered"):
            return _joined(clauses, reference, cue)
        break
    return left


def _joined(clauses: Clauses, reference: Reference, cue: Cue) -> Reference:
    """A subject with those joined to it by و, where it is many that agree."""
    parties, last = list(reference.parties), reference.last
    for other in clauses.between(reference.last, reference.last + 12) if cue.kind == "agreement" else ():
        relation, start, _ = clauses.governor(other, reference.last)
        if relation != "and" or start - last > 2:
            break
        parties += [p for p in other.parties if p not in parties]
        last = other.last
    return replace(reference, parties=tuple(parties)) if last > reference.last else reference
