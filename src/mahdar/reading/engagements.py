"""Engagements: who met, called, visited or wrote to whom, where and when."""

from __future__ import annotations

from mahdar.arabic.calendar import date_in
from mahdar.arabic.clitics import bare
from mahdar.reading.clauses import RELATIVES, Clauses, classes, is_verb, reports
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.engagement_cues import VERBAL, Cue, carrier, cue_at
from mahdar.reading.engagement_merging import Contact, merged, split
from mahdar.reading.participants import Side, Sides, right_of
from mahdar.reading.topics import counted
from mahdar.record import Engagement, Skipped

_TAKING_PART = ("bare", "comma", "with", "accompany", "between", "present", "chair")
_ALONE = frozenset(("visit", "session"))
_TWO = frozenset(("اجتماعين", "لقاءين", "لقايين", "اتصالين", "لقاءان"))
#: A noun behind these is no object of the verb before it: قدم في مستهل [الاتصال].
_CUT_OFF = frozenset(("خلال", "بعد", "قبل", "عقب", "اثناء", "حول", "علي", "عن", "منذ", "قبيل", "لدي", "من", "ان"))


def find_engagements(draft: Draft) -> None:
    """Fill `draft.engagements` from its references; what lacks a second side goes to `draft.skipped`."""
    clauses = Clauses(draft)
    contacts: list[Contact] = []
    for first, last in draft.sentences:
        if draft.in_noise(draft.words[first].start):
            continue
        for i in range(first, last):
            if i in clauses.inside:
                continue
            cue = cue_at(draft.words, i)
            if cue is None or clauses.has(i + 1, "press"):
                continue
            before = contacts[-1] if contacts else None
            if before is not None and _attended(clauses, cue):
                _attend(clauses, cue, before)
                continue
            contacts.extend(read_contacts(clauses, cue, before))
    for contact in merged(contacts, draft):
        if len(contact.who) < 2 and contact.kind not in _ALONE:
            span = draft.span(contact.first, contact.last)
            draft.skipped.append(Skipped(what="engagement", why="no second party", span=span))
        elif contact.who:
            draft.engagements.append(_engagement(draft, contact))


def _engagement(draft: Draft, contact: Contact) -> Engagement:
    return Engagement(
        kind=contact.kind,  # type: ignore[arg-type]
        who=contact.who,
        host=contact.host if contact.host in contact.who or contact.kind == "visit" else None,
        date=contact.date,
        place=contact.place,
        topics=contact.topics,  # type: ignore[arg-type]
        status=contact.status,  # type: ignore[arg-type]
        historical=contact.historical,
        span=draft.span(contact.first, contact.last),
    )


def read_contacts(clauses: Clauses, cue: Cue, before: Contact | None = None) -> list[Contact]:
    """What a cue reports, as far as its clause tells; nothing where it reports nothing of its own.

    `before` is the contact that was read last: who did that does what has no subject of its own.
    """
    found = _by_verb(clauses, cue, before) if cue.frame in VERBAL else _by_noun(clauses, cue, before)
    if found is None or not found.who or (found.vague and found.date is None):
        return []
    return split(found, two=clauses.text(cue.at) in _TWO)


def _attended(clauses: Clauses, cue: Cue) -> bool:
    """Whether a clause only adds who was there: 'وحضر [اللقاء] السفير'."""
    if not cue.definite and not cue.frame.startswith("act:"):
        return False
    related = clauses.text(cue.at + 1) in RELATIVES and clauses.text(cue.at + 2) in ("حضره", "حضرها", "حضرته")
    return related or clauses.text(cue.at - 1).lstrip("و") in ("حضر", "حضرت", "حضره", "شارك")


def _attend(clauses: Clauses, cue: Cue, before: Contact) -> None:
    right = right_of(clauses, cue)
    before.who += [
        p for s in right.of("bare", "comma", "present") if s.person for p in s.reference.parties if p not in before.who
    ]


# -- verbs -----------------------------------------------------------------------------------------------------------


def _by_verb(clauses: Clauses, cue: Cue, before: Contact | None) -> Contact | None:
    if cue.frame == "chair" or (clauses.has(cue.at + 1, "again") and cue.frame == "discuss"):
        return None
    right = right_of(clauses, cue)
    if carrier(clauses.text(cue.at)) is not None and _carries(clauses, cue, right):
        return None
    contact = Contact(cue.at, cue.kind, right.first, right.last)
    subject = None
    if cue.proclitic[:1] not in ("و", "ف") and clauses.text(cue.at - 1) not in ("كما", "ثم"):
        subject = clauses.subject_before(cue.at)
    if cue.frame in ("at", "to"):
        found = _visit(clauses, cue, right, subject, contact, before)
    elif cue.frame == "sign":
        found = _signing(clauses, cue, right, subject, contact)
    else:
        found = _meeting(clauses, cue, right, subject, contact, before)
    return _completed(clauses, cue, right, found) if found else None


def _carries(clauses: Clauses, cue: Cue, right: Sides) -> bool:
    """Whether the verb only carries the noun of an engagement ('استضافت الكويت اجتماعا')."""
    _, end = clauses.sentence(cue.at)
    for k in range(cue.at + 1, min(right.last + 2, end)):
        if k not in clauses.inside:
            noun = cue_at(clauses.words, k)
            if noun is not None and noun.frame == "noun" and not noun.definite and not noun.proclitic:
                return True
    return False


def _left_out(clauses: Clauses, cue: Cue, before: Contact | None) -> tuple[str, ...]:
    """Who a verb without a subject is about: who acted in the contact before it in the sentence, else the focus."""
    if (cue.frame in VERBAL and clauses.text(cue.at - 1) in ("ان", "بان", "وان")) or clauses.text(
        cue.at - 1
    ) in RELATIVES:
        return ()
    if before is not None and before.who and clauses.sentence(before.at) == clauses.sentence(cue.at):
        return (before.who[0],)
    reference = clauses.focus(cue.at)
    return reference.parties if reference is not None else ()


def _meeting(
    clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, contact: Contact, before: Contact | None
) -> Contact | None:
    relations = (*_TAKING_PART, "by", "for", "to") if cue.frame == "phone" else (*_TAKING_PART, "by")
    named = [s for s in right.of(*relations) if _counts(clauses, s)]
    joined = right.of("with")
    bare = [s for s in right.of("bare", "comma") if s in named]
    if cue.frame == "discuss":
        both = subject is not None and len(subject.parties) > 1 and cue.number == "d"
        if not joined and not both and not (len(bare) >= 2 and bare[1].person):
            return None
        named = [s for s in named if s.relation not in ("between", "by")]
    groups = _groups(clauses, named)
    left: tuple[str, ...] = ()
    if subject is not None and (groups < 2 or _adjacent(clauses, subject, cue.at)):
        left = subject.parties
        contact.first = min(contact.first, subject.first)
    elif groups < 2:
        left = _left_out(clauses, cue, before)
    contact.who = _ids(left, named)
    if cue.frame == "receive" and contact.who:
        contact.host = contact.who[0]
    if _convenes(clauses, cue, right, named):
        contact.kind = "session"
    return contact if len(contact.who) > 1 or named else None


def _convenes(clauses: Clauses, cue: Cue, right: Sides, named: list[Side]) -> bool:
    """Whether a council meets ('اجتمع مجلس …') or hears somebody ('استضافت لجنة …')."""
    heads = [s for s in named if not s.role and _is_body(clauses, s.reference)]
    if not heads or heads[0] is not named[0]:
        return False
    if "جتمع" in clauses.text(cue.at):
        return not right.of("with", "by")
    return "ستض" in clauses.text(cue.at) and len(named) > 1


def _groups(clauses: Clauses, named: list[Side]) -> int:
    """How many parties stand for themselves, those joined by و to one before them left out."""
    seen: set[str] = set()
    count = 0
    for side in named:
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


def _counts(clauses: Clauses, side: Side) -> bool:
    """Whether a reference can be a side: persons and bodies, places where they act through somebody, no outlets."""
    if side.person:
        return True
    kind = clauses.type_of(side.reference)
    if kind == "ORG":
        return not _is_outlet(clauses, side.reference)
    return kind == "GPE" and (side.role or side.relation in ("with", "between", "present"))


def _is_outlet(clauses: Clauses, reference: Reference) -> bool:
    """Whether a body is a newspaper, channel or agency; who talks to it meets nobody."""
    near = range(max(0, reference.first - 2), reference.last)
    return clauses.type_of(reference) == "ORG" and any(clauses.has(k, "outlet") for k in near)


def _is_body(clauses: Clauses, reference: Reference) -> bool:
    """Whether a reference is a council, cabinet or parliament."""
    return clauses.type_of(reference) == "ORG" and any(
        clauses.has(k, "body") for k in range(reference.head, min(reference.last, reference.head + 2))
    )


def _visit(
    clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, contact: Contact, before: Contact | None
) -> Contact | None:
    places = [s for s in right.sides if not s.person and not s.role and _is_place(clauses, s.reference)]
    wanted = ("bare", "comma", "in", "for") if cue.frame == "at" else ("to", "in")
    text = clauses.text(cue.at)
    if text.lstrip("وس") in ("صل", "صلت", "يصل", "تصل"):
        wanted = (*wanted, "bare", "for")
    if text.lstrip("وفس") == "حل" and not (cue.at + 1 in clauses.inside or clauses.has(cue.at + 1, "role")):
        return None
    goal = next((s for s in places if s.relation in wanted), None)
    if goal is None or (cue.frame == "to" and goal.relation == "in" and goal.reference.cut == 0):
        return None
    visitors = [s for s in right.of("bare", "comma", "accompany") if s is not goal and (s.person or s.role)]
    contact.who = _ids(subject.parties if subject is not None else (), visitors)
    if not contact.who:
        contact.who = list(_left_out(clauses, cue, before))
    if subject is not None:
        contact.first = min(contact.first, subject.first)
    contact.place = goal.reference.parties[0]
    contact.more_places = _also(clauses, places, goal)
    return contact


def _also(clauses: Clauses, places: list[Side], goal: Side) -> list[str]:
    """Places joined by و to the one visited."""
    found: list[str] = []
    last = goal.reference.last
    for side in places:
        if side.reference.first == last and clauses.proclitic(side.reference) == "و":
            found.append(side.reference.parties[0])
            last = side.reference.last
    return found


def _is_place(clauses: Clauses, reference: Reference) -> bool:
    return clauses.type_of(reference) in ("GPE", "LOC")


def _signing(clauses: Clauses, cue: Cue, right: Sides, subject: Reference | None, contact: Contact) -> Contact | None:
    _, end = clauses.sentence(cue.at)
    related = cue.object and clauses.text(cue.at - 1) in RELATIVES
    if not related and not any(_agreement(clauses, k) for k in range(max(0, cue.at - 5), min(end, cue.at + 25))):
        return None
    named = [s for s in right.of(*_TAKING_PART) if _signs(clauses, s)]
    contact.who = _ids(subject.parties if subject is not None and not related else (), named)
    return contact if contact.who else None


def _signs(clauses: Clauses, side: Side) -> bool:
    return side.person or clauses.type_of(side.reference) in ("ORG", "GPE")


def _agreement(clauses: Clauses, i: int) -> bool:
    return bool({"agreement"} & (classes(clauses.text(i)) | classes(bare(clauses.text(i)))))


# -- nouns -----------------------------------------------------------------------------------------------------------


def _by_noun(clauses: Clauses, cue: Cue, before: Contact | None) -> Contact | None:
    text, previous = clauses.text(cue.at), clauses.text(cue.at - 1)
    if text.endswith("اعتماد") and previous not in ("اوراق", "الاوراق"):
        return None
    if "دعوه" in text and cue.proclitic:
        return None
    right = right_of(clauses, cue)
    contact = Contact(cue.at, cue.kind, right.first, right.last)
    verb, side = _carrier_before(clauses, cue)
    subjects = _subjects(clauses, verb, cue) if verb is not None else []
    if verb is not None:
        contact.first = verb
    if cue.kind == "visit":
        return _visit_noun(clauses, cue, right, subjects, contact, before)
    near = range(max(0, cue.at - 6), cue.at + 8)
    if cue.kind == "signing" and not any(_agreement(clauses, k) for k in near):
        return None
    if cue.kind == "signing" and clauses.has(cue.at, "signed") and not right.of("between"):
        return None
    taking = _taking(clauses, cue, right)
    left: tuple[str, ...] = ()
    if _needs_owner(clauses, cue, right, subjects, taking, side):
        left = _owner(clauses, cue, verb, before)
    contact.who = _ids(left, subjects + taking)
    _host(cue, right, side, contact, subjects)
    contact.kind = _kind(clauses, cue, right, subjects)
    if verb is not None and clauses.text(verb).lstrip("وفسيت") in ("ترأس", "تراس", "راس", "ترأست", "تراست", "راست"):
        contact.kind = "session" if contact.kind == "meeting" and not any(s.person for s in taking) else contact.kind
    if cue.definite and not taking and not subjects:
        return None
    if contact.kind == "session" and not subjects and not chaired(clauses, right):
        return None
    if any(_is_outlet(clauses, s.reference) for s in right.of("with", "for")):
        return None
    if cue.kind == "conference" and verb is None and not right.of("present", "between", "chair"):
        return None
    contact.vague = (
        cue.kind in ("meeting", "session", "call")
        and verb is None
        and not cue.object
        and not any(s.person or s.role for s in taking)
    )
    if cue.kind == "letter" and side not in ("sender", "recipient") and not right.of("from"):
        return None
    return _completed(clauses, cue, right, contact)


def chaired(clauses: Clauses, right: Sides) -> bool:
    """Whether a body meets or somebody presides."""
    return bool(right.of("chair", "with", "between")) or any(_is_body(clauses, s.reference) for s in right.sides)


def _taking(clauses: Clauses, cue: Cue, right: Sides) -> list[Side]:
    relations: tuple[str, ...] = (*_TAKING_PART, "by")
    if cue.kind in ("call", "letter"):
        relations = (*relations, "for", "to", "from")
    elif cue.kind in ("session", "meeting"):
        relations = (*relations, "for")
    if cue.kind == "conference":
        return [s for s in right.of(*relations, "for") if _signs(clauses, s)]
    if cue.kind == "signing":
        return [s for s in right.of(*relations, "part") if _signs(clauses, s)]
    return [
        s
        for s in right.of(*relations)
        if _counts(clauses, s) or (s.relation == "for" and _is_body(clauses, s.reference))
    ]


def _needs_owner(clauses: Clauses, cue: Cue, right: Sides, subjects: list[Side], taking: list[Side], side: str) -> bool:
    """Whether one side of a contact is named outside its clause: by a pronoun, or by the subject of the sentence."""
    if cue.object or _in_order_to_meet(clauses, cue):
        return not subjects
    if cue.kind == "session" or cue.kind == "letter" or side == "host":
        return False
    parties = {p for s in subjects + taking for p in s.reference.parties}
    return len(parties) == 1 and not right.of("between")


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
    body = any(_is_body(clauses, s.reference) for s in subjects + right.of("bare", "for") if not s.role)
    if body and not right.of("with", "between"):
        return "session"
    if cue.kind == "session":
        work = clauses.text(cue.at + 1) in ("عمل", "مباحثات", "محادثات")
        return "meeting" if work or right.of("with", "between") else "session"
    return cue.kind


def _carrier_before(clauses: Clauses, cue: Cue) -> tuple[int | None, str]:
    """The verb that carries the noun of an engagement, and what its subject is."""
    first, _ = clauses.sentence(cue.at)
    k = cue.at - 1
    if (
        clauses.text(k) in _CUT_OFF
        or clauses.text(k - 1) in _CUT_OFF - {"في"}
        or (cue.kind == "meeting" and cue.proclitic.endswith("ل"))
    ):
        return None, ""
    while k >= max(first, cue.at - 30):
        if k not in clauses.inside:
            side = carrier(clauses.text(k))
            if side is not None:
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
    taking = [s for s in found if s.relation in wanted and _signs(clauses, s)]
    if not any(s.relation in ("bare", "comma") for s in taking) and clauses.text(verb)[:1] != "و":
        subject = clauses.subject_before(verb)
        if subject is not None:
            taking.insert(0, Side(subject, "bare", False, clauses.is_person(subject)))
    return taking


def _owner(clauses: Clauses, cue: Cue, verb: int | None, before: Contact | None) -> tuple[str, ...]:
    """Whom a pronoun on the noun means, or the subject that the verb leaves out."""
    subject = clauses.subject_before(verb if verb is not None else cue.at)
    return subject.parties if subject is not None else _left_out(clauses, cue, before)


def _visit_noun(
    clauses: Clauses, cue: Cue, right: Sides, subjects: list[Side], contact: Contact, before: Contact | None
) -> Contact | None:
    places = [s for s in right.sides if not s.person and not s.role and _is_place(clauses, s.reference)]
    goal = next((s for s in places if s.relation in ("to", "for", "in")), None)
    if goal is None and (cue.object or subjects):
        goal = next((s for s in places if s.relation == "bare" and s.reference.first <= cue.at + 2), None)
    body = next((s for s in right.of("to", "for") if not s.person and not s.role), None)
    if goal is None and body is None:
        return None
    company = right.of("accompany")
    visitors = [s for s in right.of("bare", "comma") if (s.person or s.role) and s is not goal]
    visitors += [s for s in right.of("for") if s.person]
    contact.who = _ids((), visitors or subjects)
    if not contact.who and _of_another(clauses, cue):
        return None
    contact.who = _ids(tuple(contact.who or _owner(clauses, cue, None, before)), company)
    if goal is not None:
        contact.place = goal.reference.parties[0]
        contact.more_places = _also(clauses, places, goal)
    elif body is not None:
        contact.host = body.reference.parties[0]
    invited = right.of("host")
    if invited:
        contact.host = invited[0].reference.parties[0]
    return _completed(clauses, cue, right, contact)


def _of_another(clauses: Clauses, cue: Cue) -> bool:
    """Whether a visit is said to be somebody's whom the report does not name: 'زيارة الوفد', 'وصول التعزيزات'."""
    if cue.object:
        return False
    if cue.frame != "noun":
        return True
    return cue.definite or any(clauses.has(k, "role") for k in range(cue.at + 1, cue.at + 4))


# -- what all have ---------------------------------------------------------------------------------------------------


def _ids(left: tuple[str, ...], sides: list[Side]) -> list[str]:
    found: list[str] = []
    for parties in (left, *(s.reference.parties for s in sides)):
        found.extend(p for p in parties if p not in found)
    return found


def _completed(clauses: Clauses, cue: Cue, right: Sides, contact: Contact) -> Contact:
    """The contact with place, date, topics and status from its clause; persons put their state out."""
    draft = clauses.draft
    _, end = clauses.sentence(cue.at)
    contact.who = _without_states(draft, contact.who)
    if contact.place is None:
        there = [s for s in right.of("in") if _is_place(clauses, s.reference)]
        contact.place = there[0].reference.parties[0] if there else None
    last = _clause_end(clauses, contact.last, end)
    contact.date = date_in(draft.words, contact.first, last, draft.reference_day)
    contact.topics = counted(draft.words, contact.last, end, "topics.tsv")[:4]
    if contact.kind == "meeting" and _on_the_phone(clauses, contact, last):
        contact.kind = "call"
    contact.status = _status(clauses, cue, contact.first, last)
    contact.historical = clauses.has(contact.first - 1, "background") or clauses.has(cue.at - 1, "background")
    contact.apart = any(clauses.has(k, "apart") for k in range(cue.at, min(cue.at + 4, end)))
    contact.last = last
    return contact


def _on_the_phone(clauses: Clauses, contact: Contact, last: int) -> bool:
    first, end = clauses.sentence(contact.at)
    near = [k for k in range(first, min(last + 5, end)) if clauses.has(k, "phone")]
    return any(k >= contact.first - 1 or k < first + 5 for k in near)


def _clause_end(clauses: Clauses, i: int, end: int) -> int:
    while i < end and not clauses.is_comma(i) and not (i not in clauses.inside and reports(clauses.text(i))):
        i += 1
    return max(i, 1)


def _status(clauses: Clauses, cue: Cue, first: int, last: int) -> str:
    first_word = clauses.sentence(cue.at)[0]
    near = range(max(first - 5, first_word), last)
    if any(clauses.has(k, "cancelled") for k in range(max(0, cue.at - 4), cue.at)):
        return "cancelled"
    if any(clauses.has(k, "denied") for k in range(max(first_word, cue.at - 20), cue.at)):
        return "denied"
    return "planned" if cue.future or any(clauses.has(k, "planned") for k in near) else "held"


def _without_states(draft: Draft, who: list[str]) -> list[str]:
    """Parties without the states and bodies for which a person among them stands."""
    people = [draft.party[p] for p in who if p in draft.party and draft.party[p].type == "PER"]
    behind = {p.of for p in people}
    return [p for p in who if p not in behind]
