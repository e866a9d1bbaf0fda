"""Engagements that a verb reports: 'استقبل', 'التقى', 'بحث مع', 'زار', 'وقع'."""

from __future__ import annotations

from mahdar.reading.clauses import RELATIVES, Clauses
from mahdar.reading.draft import Reference
from mahdar.reading.engagement_actors import agrees, left_out
from mahdar.reading.engagement_cues import Cue, carrier, cue_at, may_carry
from mahdar.reading.engagement_details import capital_of_state, completed
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_sides import (
    TAKING_PART,
    counts,
    ids_of,
    is_body,
    is_place,
    is_thing,
    names_agreement,
    places_joined,
    signs,
)
from mahdar.reading.origin import state_of_adjective
from mahdar.reading.participants import ON_OCCASION, Side, Sides, right_of

#: How many words behind the named subject of a meeting its object begins.
OBJECT_WITHIN = 5
#: How many words before the body that sent it a delegation is told: '[وفد] نيابي من لجنة الدفاع'.
DELEGATION_BEFORE = 3
#: How many words before 'الذي وقعه' the agreement is named.
RELATED_WITHIN = 16
#: How many words before a verb 'عقب ذلك' stands.
AFTER_WITHIN = 4
#: How many words behind 'تحدث' it is told that it was by telephone.
TALKS_WITHIN = 4


def read_verb(clauses: Clauses, cue: Cue, before: Contact | None) -> Contact | None:
    if cue.frame == "chair" or (clauses.has(cue.at + 1, "again") and cue.frame == "discuss"):
        return None
    if clauses.text(cue.at - 1) in ("لن", "لم", "ولم", "ولن") or clauses.has(cue.at - 1, "manner"):
        return None  # 'بشكل [سافر]' is no verb
    if cue.frame == "talk" and not any(clauses.has(k, "phone") for k in range(cue.at + 1, cue.at + TALKS_WITHIN)):
        return None
    if cue.object and clauses.is_noun(cue.at):
        return None  # '[استضافة] الجولة المقبلة'
    if cue.object and clauses.text(cue.at - 1) in RELATIVES and carrier(clauses.text(cue.at)) == "host":
        return None  # 'الاجتماع الذي استضافته الكويت': read with its noun
    right = right_of(clauses, cue)
    if carrier(clauses.text(cue.at)) is not None and _carries(clauses, cue, right):
        return None
    contact = Contact(cue.at, cue.kind, right.first, right.last)
    subject = None
    if cue.proclitic[:1] not in ("و", "ف") and clauses.text(cue.at - 1) not in ("كما", "ثم"):
        subject = _led(clauses, clauses.subject_before(cue.at), cue.at)
        if subject is not None and not agrees(clauses.draft.party.get(subject.parties[0]), cue.gender):
            subject = None
    if cue.frame in ("at", "to"):
        found = _visit(clauses, cue, right, subject, contact, before)
    elif cue.frame == "sign":
        found = _signing(clauses, cue, right, subject, contact, before)
    else:
        found = _meeting(clauses, cue, right, subject, contact, before)
    if found is not None:
        found.with_before = clauses.text(cue.at - 1) == "ثم" or _after_that(clauses, cue)
        found.on_arrival = _upon_arrival(clauses, cue)
    return completed(clauses, cue, right, found) if found else None


def _led(clauses: Clauses, subject: Reference | None, i: int) -> Reference | None:
    """The subject before the verb at word `i`; for a body who leads its delegation: 'وفد المجلس برئاسة [فلان] زار'."""
    if subject is None or clauses.is_person(subject):
        return subject
    sent = any(clauses.has(k, "delegation") for k in range(max(0, subject.first - DELEGATION_BEFORE), subject.first))
    people = [r for r in clauses.between(subject.last, i) if clauses.is_person(r)]
    if sent and people and clauses.governor(people[0], subject.last)[0] == "chair":
        return people[0]
    return subject


def _upon_arrival(clauses: Clauses, cue: Cue) -> bool:
    """Whether a contact followed the arrival told before: '[عقب وصوله] اجتمع فلان بعلان'."""
    first, _ = clauses.sentence(cue.at)
    near = range(max(first + 1, cue.at - AFTER_WITHIN), cue.at)
    return any(_is_arrival(clauses.text(k)) and clauses.text(k - 1).lstrip("و") in ON_OCCASION for k in near)


def _is_arrival(word: str) -> bool:
    return word.startswith("وصول") and word != "وصول"


def _after_that(clauses: Clauses, cue: Cue) -> bool:
    """Whether a contact is told to have followed the one before it: '[عقب ذلك] استقبل فلان علانا'."""
    first, _ = clauses.sentence(cue.at)
    near = range(max(first, cue.at - AFTER_WITHIN), cue.at)
    return any(clauses.has(k, "after") and clauses.text(k + 1) == "ذلك" for k in near)


def _carries(clauses: Clauses, cue: Cue, right: Sides) -> bool:
    """Whether the verb only carries the noun of an engagement ('استضافت الكويت اجتماعا')."""
    _, end = clauses.sentence(cue.at)
    for k in range(cue.at + 1, min(right.last + 2, end)):
        if k not in clauses.inside:
            noun = cue_at(clauses.words, k)
            told = noun is not None and noun.frame == "noun" and not noun.definite and not noun.proclitic
            if told and noun is not None and may_carry(carrier(clauses.text(cue.at)) or "", noun.kind):
                return True
    return False


def _meeting(
    clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, contact: Contact, before: Contact | None
) -> Contact | None:
    relations = (*TAKING_PART, "by", "for", "to") if cue.frame == "phone" else (*TAKING_PART, "by")
    named = [s for s in right.of(*relations) if counts(clauses, s)]
    joined = right.of("with")
    bare = [s for s in right.of("bare", "comma") if s in named]
    if cue.frame in ("discuss", "talk"):
        both = subject is not None and len(subject.parties) > 1 and cue.number == "d"
        if not joined and not both and not (len(bare) >= 2 and bare[1].person):
            contact.doubt = "discuss"
        named = [s for s in named if s.relation not in ("between", "by")]
    together = cue.frame == "discuss" and not joined and len(bare) > 1 and bare[1].person
    together = together or (len(bare) > 1 and _are_several(clauses, cue, bare[0]))
    together = together or (cue.frame == "meet" and clauses.text(cue.at + 1) == "وفد")  # 'التقى وفد برئاسة فلان'
    groups = 2 if together else _groups(clauses, named)
    left: tuple[str, ...] = ()
    if subject is not None and (groups < 2 or _adjacent(clauses, subject, cue.at)):
        left = subject.parties
        contact.first = min(contact.first, subject.first)
    elif groups < 2:
        addressed = bool(named) and all(s.relation in ("with", "by") for s in named)
        contact.unnamed = not addressed and len(named) == 1 and _meets_unnamed(clauses, named[0])
        if not contact.unnamed:
            left = contact.guessed = left_out(clauses, cue, before, ids_of((), named), addressed=addressed)
    contact.who = ids_of(left, named)
    if cue.frame == "receive" and contact.who and not (cue.object and not named):
        contact.host = contact.who[0]
    if _convenes(clauses, cue, right, subject, named):
        contact.kind = "session"
    if not named and len(contact.who) == 1 and (subject is not None or cue.object) and cue.frame in ("meet", "receive"):
        contact.unnamed = _is_post_at(clauses, cue.at + 1)
    if not (len(contact.who) > 1 or named or contact.unnamed or (contact.who and contact.kind == "session")):
        contact.doubt = contact.doubt or "bare"
    return contact


def _meets_unnamed(clauses: Clauses, side: Side) -> bool:
    """Whether somebody without a name stands behind the named subject: 'التقى الوزير فلان [نظيره] الهندي'."""
    return side.relation == "bare" and side.person and _is_post_at(clauses, side.reference.last)


def _is_post_at(clauses: Clauses, i: int) -> bool:
    """Whether somebody is called only by a post at word `i`, words of time and titles before it left out."""
    _, end = clauses.sentence(i - 1)
    k = i
    while k < min(end, i + OBJECT_WITHIN):
        if clauses.has(k, "role") or clauses.has(k, "officials"):
            return k not in clauses.inside
        if not (clauses.has(k, "when") or clauses.has(k, "title") or clauses.is_comma(k)):
            return False
        k += 1
    return False


def _are_several(clauses: Clauses, cue: Cue, side: Side) -> bool:
    """Whether several of one post meet each other: 'يجتمع [وزراء] خارجية مصر وتونس'."""
    return any(clauses.has(k, "many") for k in range(cue.at + 1, side.reference.first + 1))


def _convenes(clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, named: list[Side]) -> bool:
    """Whether a council meets ('اجتمع مجلس …') or hears somebody ('استضافت لجنة …')."""
    heads = [s.reference for s in named[:1] if not s.role]
    if not any(is_body(clauses, r) for r in ([subject] if subject is not None else heads)):
        return False
    if "جتمع" in clauses.text(cue.at):
        return not right.of("with", "by") and not any(clauses.has(k, "with") for k in range(cue.at + 1, cue.at + 3))
    return "ستض" in clauses.text(cue.at)


def _groups(clauses: Clauses, named: list[Side]) -> int:
    """How many parties stand for themselves, those joined by و to one before them left out."""
    seen: set[str] = set()
    count = 0
    for side in named:
        if side.relation in ("accompany", "present", "chair"):
            continue
        if not seen.intersection(side.reference.parties) and (not seen or clauses.governor(side.reference)[0] != "and"):
            count += 1
        seen.update(side.reference.parties)
    return count


def _adjacent(clauses: Clauses, reference: Reference, i: int) -> bool:
    """Whether a reference ends right before the verb at word `i`."""
    k = i - 1
    while k >= reference.last and (
        clauses.has(k, "when") or clauses.is_comma(k) or clauses.text(k) in ("قد", "الذي", "التي", "سوف", "بدوره")
    ):
        k -= 1
    return k < reference.last


def _visit(
    clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, contact: Contact, before: Contact | None
) -> Contact | None:
    places = [s for s in right.sides if not s.person and not s.role and is_place(clauses, s.reference)]
    wanted = ("bare", "comma", "in", "for") if cue.frame == "at" else ("to", "in")
    text = clauses.text(cue.at)
    if text.lstrip("وس") in ("صل", "صلت", "يصل", "تصل"):
        wanted = (*wanted, "bare", "for")
    if "توجه" in text and any(clauses.has(k, "addressed") for k in range(cue.at + 1, right.last + 1)):
        return None
    if text.lstrip("وفس") == "حل" and not (cue.at + 1 in clauses.inside or clauses.has(cue.at + 1, "role")):
        return None
    goal = next((s for s in places if s.relation in wanted), None)
    if goal is None or (cue.frame == "to" and goal.relation == "in" and goal.reference.cut == 0):
        contact.doubt, goal = "goal", None
    visitors = [s for s in right.of("bare", "comma", "accompany", "chair") if s is not goal and (s.person or s.role)]
    visitors = [
        s
        for s in visitors
        if (s.reference.named or len(s.reference.parties) == 1)  # not 'وصل فلان، [الجانبان] بحثا'
        and not (is_place(clauses, s.reference) and _ends_phrase(clauses.text(s.reference.first - 1)))
    ]
    if subject is not None and clauses.text(cue.at - 1) in RELATIVES:
        visitors = [s for s in visitors if s.relation == "accompany"]  # '، الذي يزور البلاد، [فلان]'
    met = _visited(clauses, cue, visitors, subject) if goal is None or goal.relation == "in" else None
    if met is not None:
        contact.kind, contact.host, contact.doubt = "meeting", met.parties[0], ""
    contact.who = ids_of(subject.parties if subject is not None else (), visitors)
    if contact.who and clauses.has(cue.at, "visits"):
        contact.doubt = ""
    if not contact.who and not clauses.text(cue.at).endswith("ت") and not _of_a_thing(clauses, cue):
        contact.who = list(left_out(clauses, cue, before))
    if subject is not None:
        contact.first = min(contact.first, subject.first)
    if goal is not None:
        contact.place = goal.reference.parties[0]
        contact.more_places = places_joined(clauses, places, goal)
    elif (capital := capital_of_state(clauses, cue.at, right.last + 3)) is not None:
        contact.place, contact.doubt = capital, ""
    return contact


def _visited(clauses: Clauses, cue: Cue, people: list[Side], subject: Reference | None) -> Reference | None:
    """The person that another visits, which is to meet him: 'زار السفير فلان [المفتي علان] في دار الفتوى'."""
    bare_ones = [s.reference for s in people if s.person and s.relation == "bare" and "زور" in _stem(clauses, cue)]
    if subject is not None:
        known = clauses.is_person(subject) and clauses.text(cue.at - 1) not in RELATIVES
        return bare_ones[0] if known and len(bare_ones) == 1 else None
    if len(bare_ones) != 2 or clauses.governor(bare_ones[1])[0] == "and":
        return None
    return bare_ones[1]


def _stem(clauses: Clauses, cue: Cue) -> str:
    """The verb at the cue with its weak letter as in the present: 'زار' and 'يزور' both hold 'زور'."""
    return clauses.text(cue.at).replace("زار", "زور")


def _related_to(clauses: Clauses, cue: Cue) -> range:
    """The words before a relative clause among which the noun is that it tells of, back to where the clause begins."""
    first = k = cue.at - 1
    while k > 0 and cue.at - k < RELATED_WITHIN and not clauses.has(k - 1, "stop"):
        k -= 1
    return range(k, first)


def _ends_phrase(word: str) -> bool:
    """Whether a word is an adjective of origin, behind which another phrase begins: 'زار وزراء [أوروبيون] إيران'."""
    return state_of_adjective(word) is not None or word.endswith(("يون", "يين"))


def _of_a_thing(clauses: Clauses, cue: Cue) -> bool:
    """Whether a common noun behind the verb is its subject: 'تنتقل [تلك] المجتمعات', 'وصلت [التعزيزات]'."""
    k = cue.at + 1
    if clauses.has(k, "demonstrative"):
        return True
    return is_thing(clauses, k)


def _signing(
    clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, contact: Contact, before: Contact | None
) -> Contact | None:
    _, end = clauses.sentence(cue.at)
    related = cue.object and clauses.text(cue.at - 1) in RELATIVES
    near = _related_to(clauses, cue) if related else range(max(0, cue.at - 5), min(end, cue.at + 25))
    if not any(names_agreement(clauses, k) for k in near):
        contact.doubt = "kind"
    named = [s for s in right.of(*TAKING_PART) if signs(clauses, s)]
    left = subject.parties if subject is not None and not related else ()
    if subject is None and not related and all(s.relation == "with" for s in named):
        left = left_out(clauses, cue, before, ids_of((), named), addressed=True)
    contact.who = ids_of(left, named)
    return contact if contact.who else None
