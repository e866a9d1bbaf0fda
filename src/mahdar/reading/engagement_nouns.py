"""Engagements that a noun reports: 'لقاء', 'اجتماع', 'زيارة', 'اتصال', 'توقيع', with the verb that carries it."""

from __future__ import annotations

from collections.abc import Collection

from mahdar.arabic.folding import fold
from mahdar.reading.clauses import RELATIVES, Clauses, is_verb
from mahdar.reading.draft import Reference
from mahdar.reading.engagement_actors import agrees, left_out
from mahdar.reading.engagement_conferences import add_attending, attends_city, confers
from mahdar.reading.engagement_cues import Cue, carrier, cue_at
from mahdar.reading.engagement_details import capital_of_state, completed
from mahdar.reading.engagement_letters import hands_him, is_to_nobody_named, sent_behind
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_sides import (
    TAKING_PART,
    are_many,
    chaired,
    counts,
    ids_of,
    is_body,
    is_outlet,
    is_place,
    is_thing,
    names_agreement,
    places_joined,
    signs,
)
from mahdar.reading.participants import Side, Sides, right_of

#: 'اجتماع مغلق [عقده] مجلس الأمن', and how many words behind the noun.
_HELD_BY = frozenset(("عقده", "عقدها", "عقدته", "عقدتها", "يعقده", "يعقدها", "تعقده", "تعقدها"))
HELD_WITHIN = 4
#: How many words behind the noun 'مع' is told to join the other side: 'اجتماع عقدته "الهيئة" [مع] "المجلس"'.
JOINED_WITHIN = 8
#: How many words behind the noun it is told which place hosted it.
HOSTED_WITHIN = 8
#: How many words before 'لزيارة' it is told that it is only asked for.
ASKED_WITHIN = 7
#: How many words before 'على' the verb of one who presides stands: '[أشرف] الوزير فلان على اجتماع'.
OVERSEES_WITHIN = 12
#: How many words before 'الموقعة' the sides of the agreement stand.
SIGNERS_WITHIN = 9
#: A noun behind these is no object of the verb before it: قدم في مستهل [الاتصال].
_CUT_OFF = frozenset(fold("خلال بعد قبل عقب أثناء حول على عن منذ قبيل لدى من أن ختام مستهل بداية نهاية أعقاب").split())
_TALKS = frozenset(("المفاوضات", "المحادثات", "المباحثات"))
#: An outlet that talks with somebody: 'اتصال أجرته [معه] الفنار'.
_TO_ATTEND = frozenset(("لحضور", "للمشاركه", "للحضور", "الي"))
_WITH_HIM = frozenset(("معه", "معها", "معهم"))


def read_noun(clauses: Clauses, cue: Cue, before: Contact | None) -> Contact | None:
    """What a noun of engagement reports; `before` is the contact told last."""
    if _means_another(clauses, cue):
        return None
    right = right_of(clauses, cue)
    contact = Contact(cue.at, cue.kind, right.first, right.last)
    verb, side = _carrier_before(clauses, cue)
    subjects = _subjects(clauses, verb, cue) if verb is not None else _having(clauses, cue)
    if verb is not None:
        contact.first = verb
        contact.place = _hosting_place(clauses, verb, subjects)
    contact.place = contact.place or _hosting_behind(clauses, cue)
    if cue.kind == "visit":
        return _visit_noun(clauses, cue, right, subjects, contact, before)
    taking = _taking(clauses, cue, right)
    side = side or sent_behind(clauses, cue)
    contact.doubt = _doubt(clauses, cue, right, subjects, taking, side)
    left: tuple[str, ...] = ()
    contact.unnamed = not taking and is_to_nobody_named(clauses, cue, verb, subjects)
    if not contact.unnamed and _needs_owner(clauses, cue, right, subjects, taking, side):
        left = _left_for(clauses, cue, verb, before, subjects, taking)
    heard = _heard_by(clauses, cue, right) if not taking else []
    if heard:
        taking, contact.doubt, left = heard, "", _owner(clauses, cue, verb, before)
    contact.guessed = tuple(p for p in left if p not in ids_of((), subjects + taking))
    contact.who = ids_of(left, subjects + taking)
    if verb is not None and before is not None and hands_him(clauses, cue, verb, before):
        contact.who, contact.doubt, contact.with_before = list(before.who[:2]), "", True
    contact.with_before = contact.with_before or _at_arrival(clauses, cue)
    _host(cue, right, side, contact, subjects)
    contact.host = _at_arrival_by(clauses, cue, taking) or contact.host
    contact.kind = "session" if heard else _kind(clauses, cue, right, subjects)
    if not contact.who and cue.kind == "conference" and _is_hosted(clauses, cue, contact):
        return completed(clauses, cue, right, contact)
    if _is_conference(clauses, cue, contact, subjects + taking):
        contact.kind = "conference"
        add_attending(clauses, cue, contact)
    elif contact.kind == "meeting" and verb is not None and _presides(clauses, verb):
        contact.kind = "meeting" if any(s.person for s in taking) else "session"
    convened = bool(heard) or _convened_in_it(clauses, cue, contact)
    if contact.kind == "session" and not subjects and not convened and not _meets(clauses, right):
        contact.doubt = contact.doubt or "session"
    alone = verb is None and not cue.object and cue.kind in ("meeting", "session", "call")
    found = completed(clauses, cue, right, contact)
    if alone and found.date is None and not any(s.person or s.role for s in taking):
        found.doubt = found.doubt or "vague"
    return found


def _at_arrival_by(clauses: Clauses, cue: Cue, taking: list[Side]) -> str | None:
    """Who received the one that arrived, whom the pronoun means: 'وكان في استقباله [الوزير فلان]'."""
    received = bool(taking) and cue.object and _at_arrival(clauses, cue)
    return taking[0].reference.parties[0] if received else None


def _meets(clauses: Clauses, right: Sides) -> bool:
    """Whether it is told who meets in a session: a body, its ministers, or somebody who presides."""
    return chaired(clauses, right) or any(
        are_many(clauses, s) and clauses.type_of(s.reference) == "ORG" for s in right.sides
    )


def _at_arrival(clauses: Clauses, cue: Cue) -> bool:
    """Whether somebody is told to have been received where he arrived: '[وكان في] استقباله الوزير فلان'."""
    return cue.frame == "act:receive" and clauses.text(cue.at - 1) == "في" and clauses.has(cue.at - 2, "had")


def _heard_by(clauses: Clauses, cue: Cue, right: Sides) -> list[Side]:
    """The body that hears somebody: 'خلال استضافته في [لجنة النفط]'; nothing where no body does."""
    if cue.frame != "act:receive" or not cue.object:
        return []
    return [s for s in right.of("in") if is_body(clauses, s.reference)][:1]


def _is_conference(clauses: Clauses, cue: Cue, contact: Contact, sides: list[Side]) -> bool:
    if contact.kind not in ("meeting", "session"):
        return contact.kind == "conference"
    return confers(clauses, cue, sides) or attends_city(clauses, cue, contact)


def _convened_in_it(clauses: Clauses, cue: Cue, contact: Contact) -> bool:
    """Make the body at the head of the sentence convene where it acts in its own session: '[دان المجلس] في جلسته'."""
    if (
        not cue.object
        or cue.kind not in ("meeting", "session")
        or cue.frame != "noun"
        or clauses.text(cue.at - 1) != "في"
    ):
        return False
    if any(clauses.type_of(s.reference) == "PER" for s in right_of(clauses, cue).of("with", "by")):
        return False
    first, _ = clauses.sentence(cue.at)
    heads = clauses.between(first, cue.at)[-1:]
    if not heads or not is_body(clauses, heads[0]) or heads[0].first != heads[0].head:
        return False
    contact.kind, contact.who = "session", list(heads[0].parties)
    return True


def _doubt(clauses: Clauses, cue: Cue, right: Sides, subjects: list[Side], taking: list[Side], side: str) -> str:
    """Why a noun with its sides reports no contact of its own, by what its kind needs; '' where it does."""
    if any(is_outlet(clauses, s.reference) for s in right.of("with", "for")):
        return "outlet"
    if cue.definite and not taking and not subjects:
        return "bare"
    if "دور" in clauses.text(cue.at) and not any(is_body(clauses, s.reference) for s in subjects + right.sides):
        return "term"
    if cue.frame == "act:receive" and _of_a_thing(clauses, cue):
        return "thing"
    if cue.frame == "act:receive":
        reports = any(s.person or s.role for s in taking)
    elif cue.kind == "signing":
        reports = _signs_agreement(clauses, cue, right)
    elif cue.kind == "conference":
        reports = bool(side or right.of("present", "between", "chair"))
    else:
        reports = cue.kind != "letter" or side in ("sender", "recipient") or bool(right.of("from"))
    return "" if reports else "kind"


def _of_a_thing(clauses: Clauses, cue: Cue) -> bool:
    """Whether a thing is received: 'استقبال [الطائرة] المحافظ فلان'."""
    return not cue.object and is_thing(clauses, cue.at + 1)


def _hosting_place(clauses: Clauses, verb: int, subjects: list[Side]) -> str | None:
    """The place that is said to host a contact: 'احتضنت [الجزائر] اجتماعا'."""
    places = [s for s in subjects if is_place(clauses, s.reference) and s.relation in ("bare", "comma")]
    return places[0].reference.parties[0] if places and clauses.has(verb, "hosts") else None


def _hosting_behind(clauses: Clauses, cue: Cue) -> str | None:
    """The place that a relative clause behind the noun names as host: 'الاجتماع الذي استضافته [الكويت]'."""
    host = _host_behind(clauses, cue)
    return host.parties[0] if host is not None and is_place(clauses, host) else None


def _is_hosted(clauses: Clauses, cue: Cue, contact: Contact) -> bool:
    """Make the state that is told to host a conference its host and side."""
    host = _host_behind(clauses, cue)
    if host is None or clauses.type_of(host) != "GPE":
        return False
    contact.who, contact.host, contact.doubt = list(host.parties), host.parties[0], ""
    return True


def _host_behind(clauses: Clauses, cue: Cue) -> Reference | None:
    """The place or body that a relative clause behind the noun names as host: 'القمة التي تستضيفها [الكويت]'."""
    for k in range(cue.at + 1, cue.at + HOSTED_WITHIN):
        if clauses.text(k) in RELATIVES and carrier(clauses.text(k + 1)) == "host":
            return clauses.inside.get(k + 2)
    return None


def _presides(clauses: Clauses, verb: int) -> bool:
    return clauses.text(verb).lstrip("وفسيت") in ("تراس", "راس", "تراست", "راست")


def _means_another(clauses: Clauses, cue: Cue) -> bool:
    """Whether the noun is used in another sense: 'اعتماد' but for 'أوراق اعتماد', 'بدعوة من', 'دعوة لزيارة'."""
    text, previous = clauses.text(cue.at), clauses.text(cue.at - 1)
    asked = cue.proclitic or (clauses.text(previous_at := cue.at - 1) == "الي" and clauses.has(previous_at - 1, "asks"))
    if cue.kind == "visit" and asked and any(clauses.has(k, "asks") for k in range(cue.at - ASKED_WITHIN, cue.at)):
        return True
    if cue.kind == "call" and clauses.has(cue.at - 1, "channel"):
        return True
    if any(clauses.text(k) in _WITH_HIM for k in range(cue.at + 1, cue.at + 5)):
        return True
    if cue.kind == "conference" and _invited_to(clauses, cue):
        return True
    no_papers = text.endswith("اعتماد") and previous not in ("اوراق", "الاوراق")
    return no_papers or ("دعوه" in text and bool(cue.proclitic))


def _invited_to(clauses: Clauses, cue: Cue) -> bool:
    """Whether somebody is only invited to a conference: 'دعوة للمشاركة في [المؤتمر]', 'دعوة لحضور [المؤتمر]'."""
    return any(clauses.has(k, "asks") for k in range(cue.at - 5, cue.at)) and any(
        clauses.text(k) in _TO_ATTEND for k in range(cue.at - 3, cue.at)
    )


def _signs_agreement(clauses: Clauses, cue: Cue, right: Sides) -> bool:
    """Whether it is an agreement that is signed, and 'الموقع' tells between whom."""
    if not any(names_agreement(clauses, k) for k in range(max(0, cue.at - 6), cue.at + 8)):
        return False
    return not clauses.has(cue.at, "signed") or bool(right.of("between") or _signers_before(clauses, cue))


def _signers_before(clauses: Clauses, cue: Cue) -> list[Side]:
    """Between whom an agreement is that is said to be signed: 'معاهدة السلام [بين مصر والأردن] الموقعة'."""
    first, _ = clauses.sentence(cue.at)
    within = range(max(first, cue.at - SIGNERS_WITHIN), cue.at)
    start = next((k for k in reversed(within) if clauses.has(k, "between")), None)
    if start is None or not clauses.has(cue.at, "signed"):
        return []
    if not any(names_agreement(clauses, k) for k in range(max(first, start - 3), start)):
        return []
    found = clauses.between(start, cue.at)
    return [Side(r, "between", False, clauses.is_person(r)) for r in found] if len(found) > 1 else []


def _taking(clauses: Clauses, cue: Cue, right: Sides) -> list[Side]:
    relations: tuple[str, ...] = (*TAKING_PART, "by")
    if cue.kind in ("call", "letter"):
        relations = (*relations, "for", "to", "from")
    elif cue.kind in ("session", "meeting"):
        relations = (*relations, "for")
    if cue.kind == "conference":
        return [s for s in right.of(*relations, "for") if counts(clauses, s)]
    if cue.kind == "signing":
        return [s for s in right.of(*relations, "part") if signs(clauses, s)] + _signers_before(clauses, cue)
    return [
        s for s in right.of(*relations) if counts(clauses, s) or (s.relation == "for" and is_body(clauses, s.reference))
    ]


def _needs_owner(clauses: Clauses, cue: Cue, right: Sides, subjects: list[Side], taking: list[Side], side: str) -> bool:
    """Whether one side of a contact is named outside its clause: by a pronoun, or by the subject of the sentence."""
    if cue.object or _in_order_to_meet(clauses, cue):
        return not subjects
    if cue.kind == "signing" and taking:
        return False
    if _of_both(clauses, cue) or _with_him(clauses, cue):
        return True
    joined = right.of("with") or any(s.relation == "with" for s in subjects)
    if cue.kind in ("meeting", "session") and any(are_many(clauses, s) for s in subjects + taking) and not joined:
        return False
    if (cue.kind == "session" and not joined) or side == "host":
        return False
    if taking and not subjects and all(s.relation == "with" for s in taking):
        return True
    if subjects and not taking and cue.kind == "meeting" and side == "side":
        return False  # 'تجري [فلانة] محادثات في البلد': whom she meets is not told
    parties = {p for s in subjects + taking for p in s.reference.parties}
    return len(parties) == 1 and not right.of("between")


def _of_both(clauses: Clauses, cue: Cue) -> bool:
    """Whether a contact is said to be between the two named before: 'لقاء جمعهما'."""
    return any(clauses.text(k) in ("جمعهما", "بينهما", "جمعتهما") for k in range(cue.at + 1, cue.at + 5))


def _with_him(clauses: Clauses, cue: Cue) -> bool:
    """Whether one side is a pronoun behind 'بين': 'اجتماع [بينه] وبين فلان'."""
    return any(clauses.text(k) in ("بينه", "بينها", "بينهم", "بيننا") for k in range(cue.at + 1, cue.at + 6))


def _in_order_to_meet(clauses: Clauses, cue: Cue) -> bool:
    """Whether somebody comes 'للقاء' another, whose subject then stands before."""
    related = any(clauses.text(k) in RELATIVES for k in range(cue.at + 1, cue.at + 4))
    return clauses.text(cue.at) in ("للقاء", "للاجتماع", "بلقاء", "بالاجتماع") and not related


def _host(cue: Cue, right: Sides, side: str, contact: Contact, subjects: list[Side]) -> None:
    chairs = right.of("chair")
    if chairs:
        contact.host = chairs[0].reference.parties[0]
    elif (side == "host" and subjects) or (cue.frame == "act:receive" and contact.who):
        contact.host = contact.who[0]


def _kind(clauses: Clauses, cue: Cue, right: Sides, subjects: list[Side]) -> str:
    """A meeting of a council is a session, a session of work between two is a meeting."""
    if cue.kind not in ("meeting", "session") or cue.frame != "noun":
        return cue.kind
    held_by = any(clauses.text(k) in _HELD_BY for k in range(cue.at + 1, cue.at + HELD_WITHIN))
    if held_by and any(is_body(clauses, s.reference) for s in right.of("bare")):
        return "session"
    told = subjects + right.of("bare", "for")
    body = any(is_body(clauses, s.reference) for s in told if not s.role)
    body = body or (len(told) == 1 and clauses.type_of(told[0].reference) == "ORG" and are_many(clauses, told[0]))
    chaired_only = bool(right.of("chair")) and "اجتماع" in clauses.text(cue.at)
    people = any(s.person for s in subjects + right.of("bare", "by")) and cue.kind == "meeting"
    convenes = (body and not people and "لقا" not in clauses.text(cue.at)) or chaired_only
    joined = any(clauses.has(k, "with") for k in range(cue.at + 1, cue.at + JOINED_WITHIN))
    if convenes and not joined and not right.of("with", "between"):
        return "session"
    if cue.kind == "session":
        work = clauses.text(cue.at + 1) in ("عمل", "مباحثات", "محادثات") or _is_of_talks(clauses, cue)
        joined = bool(right.of("with", "between")) or any(s.relation == "with" for s in subjects)
        return "meeting" if work or joined else "session"
    return cue.kind


def _is_of_talks(clauses: Clauses, cue: Cue) -> bool:
    """Whether a sitting is one of talks: 'الجلسة الأخيرة [من المفاوضات]'."""
    return any(clauses.text(k) == "من" and clauses.text(k + 1) in _TALKS for k in (cue.at + 1, cue.at + 2))


def _carrier_before(clauses: Clauses, cue: Cue) -> tuple[int | None, str]:
    """The verb that carries the noun of an engagement, and what its subject is."""
    first, _ = clauses.sentence(cue.at)
    rounds = (k for k in range(max(first, cue.at - 3), cue.at) if clauses.has(k, "rounds"))
    k = next(rounds, cue.at) - 1  # behind the verb: 'عقدا [الجولة] الثالثة من المحادثات'
    if clauses.text(k) == "علي" or clauses.text(k - 1) == "علي":
        over = (j for j in range(k - 1, max(first, k - OVERSEES_WITHIN) - 1, -1) if carrier(clauses.text(j)) == "over")
        at = next(over, None)
        return (at, "host") if at is not None else (None, "")
    if (
        clauses.text(k) in _CUT_OFF
        or clauses.text(k - 1) in _CUT_OFF - {"في"}
        or (cue.kind == "meeting" and cue.proclitic.endswith("ل"))
    ):
        return None, ""
    joined = cue.proclitic == "و" and cue.definite
    while k >= max(first, cue.at - 30):
        if k not in clauses.inside:
            told = cue_at(clauses.words, k) if joined and clauses.is_comma(cue.at - 1) else None
            if told is not None and told.frame == "noun":
                break  # 'مباحثاته مع فلان، [والاتصال] الذي تلقاه'
            side = carrier(clauses.text(k)) if not clauses.is_noun(k) else None
            if side is not None and side != "over":
                return k, side
            if is_verb(clauses.text(k)) or clauses.has(k, "stop"):
                break
        k -= 1
    return None, ""


def _subjects(clauses: Clauses, verb: int, cue: Cue) -> list[Side]:
    found: list[Side] = []
    for reference in clauses.between(verb + 1, cue.at):
        relation, _, role = clauses.governor(reference, verb + 1)
        if relation == "and":
            relation = found[-1].relation if found else "bare"
        found.append(Side(reference, relation, role, clauses.is_person(reference)))
    wanted: tuple[str, ...] = ("bare", "comma", "with", "between")
    if cue.kind in ("call", "letter"):
        wanted = (*wanted, "to", "for", "by", "from")
    taking = [s for s in found if s.relation in wanted and signs(clauses, s)]
    if not any(s.relation in ("bare", "comma") for s in taking) and clauses.text(verb)[:1] != "و":
        subject = _subject_before(clauses, verb)
        if subject is not None:
            taking.insert(0, Side(subject, "bare", False, clauses.is_person(subject)))
    return taking


def _having(clauses: Clauses, cue: Cue) -> list[Side]:
    """Who is said to have had a contact: 'كان [لفلان] لقاء مع', 'ستكون [لرئيس الجمهورية] لقاءات'."""
    holder = clauses.inside.get(cue.at - 2 if clauses.is_comma(cue.at - 1) else cue.at - 1)
    if holder is None or not signs(clauses, Side(holder, "bare", False, clauses.is_person(holder))):
        return []
    relation, start, role = clauses.governor(holder)
    if relation != "for" or not clauses.has(start - 1, "had"):
        return []
    return [Side(holder, "bare", role, clauses.is_person(holder))]


def _left_for(
    clauses: Clauses, cue: Cue, verb: int | None, before: Contact | None, subjects: list[Side], taking: list[Side]
) -> tuple[str, ...]:
    """The owner, or whom the contact before told of where that is the subject itself: 'وسلمه رسالة'."""
    left = _owner(clauses, cue, verb, before, ids_of((), subjects + taking))
    if before is not None and set(left) <= {p for s in subjects for p in s.reference.parties}:
        return tuple(before.who[:2])
    return left


def _owner(
    clauses: Clauses, cue: Cue, verb: int | None, before: Contact | None, taken: Collection[str] = ()
) -> tuple[str, ...]:
    """Whom a pronoun on the noun means, or the subject that the verb leaves out; both before 'لقاء جمعهما'."""
    if _of_both(clauses, cue) or clauses.text(cue.at).endswith("هما"):
        first, _ = clauses.sentence(cue.at)
        people = [r for r in clauses.between(first, cue.at) if clauses.is_person(r)]
        return tuple(p for r in people[-2:] for p in r.parties)
    subject = _subject_before(clauses, verb if verb is not None else cue.at)
    if verb is not None and subject is None and clauses.text(verb - 1) in RELATIVES:
        first, _ = clauses.sentence(cue.at)
        people = [r for r in clauses.between(first, verb) if clauses.is_person(r)]
        return people[-1].parties if people else ()
    meets = _in_order_to_meet(clauses, cue)
    if subject is not None and (cue.kind in ("visit", "letter") or meets) and not clauses.is_person(subject):
        focus = left_out(clauses, cue, before, taken)
        if focus and (cue.object or meets or sent_behind(clauses, cue)):
            return focus
    if (
        subject is not None
        and not set(subject.parties) <= set(taken)
        and (not cue.object or agrees(clauses.draft.party.get(subject.parties[0]), cue.gender))
    ):
        return subject.parties
    return left_out(clauses, cue, before, taken)


def _visit_noun(
    clauses: Clauses, cue: Cue, right: Sides, subjects: list[Side], contact: Contact, before: Contact | None
) -> Contact | None:
    places = [s for s in right.sides if not s.person and not s.role and is_place(clauses, s.reference)]
    goal = next((s for s in places if s.relation in ("to", "for", "in")), None)
    if goal is None and (cue.object or subjects or clauses.has(cue.at - 1, "intends")):
        goal = next((s for s in places if s.relation == "bare" and s.reference.first <= cue.at + 2), None)
    body = next((s for s in right.of("to", "for") if not s.person and not s.role), None)
    contact.doubt = "" if goal is not None or body is not None or _is_somebodys(clauses, cue, right) else "goal"
    company = right.of("accompany")
    visitors = [s for s in right.of("bare", "comma") if _visits(clauses, s, goal)]
    visitors += [s for s in right.of("for", "chair") if s.person]
    contact.who = ids_of((), visitors or subjects)
    if not contact.who and _of_another(clauses, cue):
        contact.doubt = contact.doubt or "another"
    related = contact.first if clauses.text(contact.first - 1) in RELATIVES else None
    owner = () if contact.who else _travelling(clauses, _owner(clauses, cue, related, before))
    contact.who = ids_of(tuple(contact.who or owner), company)
    if goal is not None:
        contact.place = goal.reference.parties[0]
        contact.more_places = places_joined(clauses, places, goal)
    elif body is None and (capital := capital_of_state(clauses, cue.at, right.last + 3)) is not None:
        contact.place, contact.doubt = capital, ""
    elif body is not None:
        contact.host = body.reference.parties[0]
    invited = right.of("host")
    if invited:
        contact.host = invited[0].reference.parties[0]
    return completed(clauses, cue, right, contact)


def _is_somebodys(clauses: Clauses, cue: Cue, right: Sides) -> bool:
    """Whether somebody is told to make a visit whose goal goes without saying: 'الزيارة التي قام بها الوزير فلان'."""
    if not cue.definite or clauses.text(cue.at + 1) not in RELATIVES:
        return False
    made = carrier(clauses.text(cue.at + 2)) is not None or clauses.has(cue.at + 2, "intends")
    return made and any(s.person for s in right.of("bare", "comma"))


def _subject_before(clauses: Clauses, i: int) -> Reference | None:
    """The subject before the verb or noun at word `i`; none where a clause begins with it ('كما تلقى', 'ثم أجرى')."""
    if clauses.text(i - 1) in ("كما", "ثم"):
        return None
    found = clauses.subject_before(i)
    before = clauses.inside.get(found.first - 1) if found is not None else None
    if found is None or before is None or not (clauses.is_person(found) and clauses.is_person(before)):
        return found
    return before  # subject and object behind a verb: 'أطلع [المبعوث] رئيس الوزراء على نتائج زيارته'


def _travelling(clauses: Clauses, who: tuple[str, ...]) -> tuple[str, ...]:
    """Of parties those that can visit: a place that was only named before does not."""
    return tuple(p for p in who if p in clauses.draft.party and clauses.draft.party[p].type in ("PER", "ORG"))


def _visits(clauses: Clauses, side: Side, goal: Side | None) -> bool:
    """Whether somebody is the visitor: named before the place, or behind the verb that carries the visit."""
    if side is goal or not (side.person or side.role):
        return False
    if goal is None or side.reference.first < goal.reference.first:
        return True
    return any(carrier(clauses.text(k)) is not None for k in range(goal.reference.last, side.reference.first))


def _of_another(clauses: Clauses, cue: Cue) -> bool:
    """Whether a visit is said to be somebody's whom the report does not name: 'زيارة الوفد', 'وصول التعزيزات'."""
    if cue.object or any(carrier(clauses.text(k)) is not None for k in range(cue.at + 1, cue.at + 5)):
        return False
    if cue.frame != "noun":
        return True
    return cue.definite or any(clauses.has(k, "role") for k in range(cue.at + 1, cue.at + 4))
