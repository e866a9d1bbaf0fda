"""Who makes a commitment, by its cue: the speaker, the subject of the verb, or the giver that a noun names."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from mahdar.reading.clauses import RELATIVES, THAT, Clauses
from mahdar.reading.commitment_cues import Cue, classes
from mahdar.reading.commitment_support import givers, is_help, support_at
from mahdar.reading.draft import Reference
from mahdar.reading.speech import Speech
from mahdar.record import Statement

_PRONOUNS = frozenset(("انه", "انها", "بانه", "بانها", "وانه", "وانها"))
_THEIR = ("ه", "ها", "هم", "هما")
#: How far before a noun of what was given the one who is thanked stands, in words.
NEAR_THANKS = 6
#: How far before a cue the verb stands that says to whom it is told, in words.
TOLD_WITHIN = 25
#: How far behind 'بناء على طلب' who asked begins, in words.
NEAR_ASKER = 4
#: How far before a need the word for one's own side stands, in words.
NEAR_OWN = 5
#: How far behind a noun of pledges or of leaving the one stands who made or left, in words.
NEAR_DOER = 9
#: How far behind the word for an agreement its sides stand, in words.
SIDES_WITHIN = 14
#: What stands between who is asked and what he is asked.
#: Kinds of engagements whose two sides 'الجانبان' means rather than those of a council.
_MET = frozenset(("meeting", "call", "visit", "signing"))
_SIDES = frozenset(("الجانبان", "الطرفان", "البلدان", "الجانبين", "الطرفين"))
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
    if _is_of_nameless(clauses, cue):
        return Maker([], cue.at)
    maker = _who_commits(clauses, speech, cue)
    if maker.who is not None and (issuers := _joint_issuers(clauses, cue)):
        return maker._replace(who=issuers)
    if maker.who is not None and len(maker.who) == 1 and _is_of_many(clauses, cue, maker.who[0]):
        maker = maker._replace(who=_parties_to(clauses, cue))
    teller = _teller(clauses, cue, maker.who) if maker.who else None
    who = (teller or None) if teller is not None else maker.who
    return maker._replace(who=_both_who_agree(clauses, cue, who) if who else who)


def _is_of_nameless(clauses: Clauses, cue: Cue) -> bool:
    """Whether people without a name are the subject of a verb: 'طالب الأهالي', 'اعتصم العشرات من الأهالي وطالبوا'."""
    if cue.form not in ("perfect", "imperfect") or cue.kind == "delivered":
        return False
    for k in (cue.last, cue.at - 1):
        if k not in clauses.inside and "nameless" in classes(clauses.text(k)):
            return k < cue.at or clauses.inside.get(k + 1) is None
    if clauses.text(cue.at)[:1] != "و" or not (cue.number == "p" or clauses.text(cue.at).endswith("ت")):
        return False
    for k in range(cue.at - 1, clauses.sentence(cue.at)[0] - 1, -1):
        if k in clauses.inside and clauses.is_person(clauses.inside[k]):
            return False
        if k not in clauses.inside and "nameless" in classes(clauses.text(k)):
            return True
    return False


def _is_of_many(clauses: Clauses, cue: Cue, who: str) -> bool:
    """Whether a verb of many ('واتفقوا', 'داعين') stands where one person would be meant."""
    party = clauses.draft.party.get(who)
    many = clauses.text(cue.at).endswith(("وا", "تا")) if cue.form == "perfect" else cue.form == "participle"
    return many and cue.number in ("d", "p") and party is not None and party.type == "PER"


def _joint_issuers(clauses: Clauses, cue: Cue) -> list[str]:
    """The two states that issue a joint statement, where 'الجانبان' beside a cue means its sides.

    'أكدت [تونس ومصر] في بيان مشترك … وقد اتفق الجانبان على'; empty where it is not told so.
    """
    if not any(clauses.text(k) in _SIDES for k in (cue.at - 1, cue.last)):
        return []
    for k in range(cue.at - 1, 0, -1):
        if clauses.text(k) != "مشترك" or clauses.text(k - 1) != "بيان":
            continue
        named = [r for r in clauses.between(clauses.sentence(k)[0], k) if clauses.type_of(r) == "GPE"]
        for one, other in pairwise(named):
            if clauses.governor(other, one.last)[0] == "and" and clauses.governor(one)[0] == "bare":
                return list(dict.fromkeys((*one.parties, *other.parties)))
    return []


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
    own = any("own" in classes(clauses.text(k)) and not clauses.text(k).startswith("ال") for k in range(first - 2, first))
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
        return Maker(_parties_to(clauses, cue), cue.at, sure=False)
    if subject is None:
        if spoken is None or (cue.form == "future" and not _own(clauses, cue)):
            return Maker(spoken or _goes_on(clauses, speech, cue), cue.at, sure=False)
        return Maker(spoken, cue.at)
    near = cue.at - 1 <= subject.last <= cue.at and not (subject.last < cue.at and clauses.text(cue.at)[:1] == "و")
    first = subject.first if near else cue.at
    if cue.kind == "agreement" and len(subject.parties) == 1 and (sides := both_sides(clauses, cue)):
        return Maker(list(dict.fromkeys((*subject.parties, *sides))), first)
    if clauses.is_person(subject) and cue.form == "future" and spoken:
        return Maker(spoken, cue.at, sure=_own(clauses, cue))
    told = cue.form not in ("perfect", "stance")
    if told and cue.kind in ("pledge", "refusal") and not clauses.is_person(subject) and _is_one_person(clauses, holder):
        return Maker(spoken, first)
    return Maker(list(subject.parties), first)


def _goes_on(clauses: Clauses, speech: Speech, cue: Cue) -> list[str] | None:
    """Whom a verb without a known subject means: both sides of what was told if it is of many, else who spoke last."""
    if cue.number in ("d", "p") or cue.kind == "agreement" or "both" in classes(clauses.text(cue.last)):
        return _parties_to(clauses, cue)
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
        return _giver(clauses, cue), cue.at
    if cue.kind == "agreement":
        spoken = list(holder.who) if holder is not None else None
        return both_sides(clauses, cue) or _parties_to(clauses, cue) or spoken or None, cue.at
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


def _behind(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Whom a noun behind which something is told as done belongs to: 'التعهدات التي قطعتها [تونس]'."""
    behind = next(iter(clauses.between(cue.last, cue.last + NEAR_DOER)), None)
    return list(behind.parties) if behind is not None else None


def _giver(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who gave what is thanked for: 'جهود [العراق] في', 'الدور الذي لعبته [تونس]', 'الدور [البريطاني] في'.

    None where only praise is left ('جهود الوزارة.'), and behind a noun of help whose party is the one that is helped.
    """
    if is_help(clauses.text(cue.last - 1)):
        return givers(clauses, cue._replace(form="support")) or _thanked(clauses, cue)
    state = clauses.state_of(cue.last) if cue.last not in clauses.inside else None
    if state is not None:
        return [state] if clauses.goes_on(cue.last + 1) else None
    relative = any(clauses.text(k) in RELATIVES for k in range(cue.last, cue.last + 3))
    for reference in clauses.between(cue.last, cue.last + (NEAR_DOER if relative else 4)):
        relation, _, _ = clauses.governor(reference, cue.at)
        if relation not in ("bare", "part", "from", "and"):
            break
        told = any(clauses.text(k) in RELATIVES for k in range(cue.last, reference.first))
        return list(reference.parties) if told or clauses.goes_on(reference.last) else None
    return _thanked(clauses, cue)


def is_for_a_cause(clauses: Clauses, cue: Cue) -> bool:
    """Whether what is thanked for was done for somebody: 'للجهود التي تبذلها [تونس] لتسوية', 'بجهود [عمان] في'."""
    relative = any(clauses.text(k) in RELATIVES for k in range(cue.last, cue.last + 3))
    within = NEAR_DOER if relative else 2
    behind = next(iter(clauses.between(cue.last, cue.last + within)), None)
    if behind is None and clauses.state_of(cue.last) is not None:
        end = cue.last + 1
    elif behind is not None and relative:
        end = behind.last
    else:
        return False
    word = clauses.text(end)
    return word == "في" or (word[:1] == "ل" and len(word) > 3)


def needs_for_itself(clauses: Clauses, cue: Cue) -> bool:
    """Whether it is the speaker's own side that needs something: 'قواتنا لا تزال [بحاجة إلى]', 'بلاده [بحاجة إلى]'."""
    if "حاجه" not in clauses.text(cue.at) and clauses.text(cue.at + 1) != "حاجه":
        return False
    near = [clauses.text(k) for k in range(cue.at - NEAR_OWN, cue.at)]
    return any((word.endswith("نا") and len(word) > 4) or "own" in classes(word) for word in near)


def _thanked(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who is thanked for what a noun with a pronoun gives: 'شكره [للتحالف] على دوره في', '[لبغداد] على ما قدمته'.

    Without a pronoun it is the party right before: 'شاكرا [الأردن] على إرسال'.
    """
    thanked = clauses.inside.get(cue.at - 2) if clauses.text(cue.at - 1) == "علي" else None
    if thanked is not None and clauses.goes_on(cue.last):
        return list(thanked.parties)
    word = clauses.text(cue.last - 1)
    if not word.endswith(_THEIR) or clauses.state_of(cue.last) is not None:
        return None
    before = clauses.between(clauses.sentence(cue.at)[0], cue.at)
    if before and cue.at - before[-1].last <= NEAR_THANKS and clauses.governor(before[-1])[0] in ("for", "by"):
        return list(before[-1].parties)
    return None


def both_sides(clauses: Clauses, cue: Cue) -> list[str]:
    """Both sides of an agreement where its words name them: 'بين [أ] و[ب]', 'الذي وقعته [أ] مع [ب]'."""
    behind = clauses.between(cue.last, cue.last + SIDES_WITHIN)
    for reference, other in pairwise(behind):
        tie = clauses.governor(other, reference.last)[0]
        if tie == "with" or (tie == "and" and clauses.governor(reference, cue.at)[0] == "between"):
            return list(dict.fromkeys((*reference.parties, *other.parties)))
    if behind and clauses.governor(behind[0], cue.at)[0] == "with" and (left := clauses.subject_before(cue.at)):
        return list(dict.fromkeys((*left.parties, *behind[0].parties)))
    return []


def _both_who_agree(clauses: Clauses, cue: Cue, who: list[str]) -> list[str]:
    """Who agrees, with the other side where words or an engagement told before name it and only one is known."""
    if cue.kind != "agreement" or len(who) != 1:
        return who
    sides = both_sides(clauses, cue)
    if who[0] in sides:
        return sides
    start = clauses.words[cue.at].start
    met = [e.who for e in clauses.draft.engagements if e.span[0] <= start and len(e.who) == 2 and who[0] in e.who]
    return list(met[-1]) if met else who


def _parties_to(clauses: Clauses, cue: Cue) -> list[str] | None:
    """Who agreed: the two persons of the sentence where two did, else the sides of the engagement told last before."""
    start = clauses.words[cue.at].start
    first = clauses.sentence(cue.at)[0]
    here = [r.parties[0] for r in clauses.between(first, cue.at) if clauses.is_person(r) and len(r.parties) == 1]
    two = list(dict.fromkeys(here))
    both = "both" in classes(clauses.text(cue.last))
    if len(two) == 2 and (cue.number == "d" or both):
        return two
    known = [e for e in clauses.draft.engagements if e.span[0] <= start and len(e.who) > 1]
    held = [e for e in known if e.status == "held" and len(e.who) == 2 and e.kind in _MET] if both else []
    return list((held or known)[-1].who) if known else None


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
