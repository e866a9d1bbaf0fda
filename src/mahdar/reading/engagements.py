"""Engagements: who met, called, visited or wrote to whom, where and when."""

from __future__ import annotations

from mahdar.reading.clauses import RELATIVES, Clauses
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_councils import council_sessions
from mahdar.reading.engagement_cues import VERBAL, Cue, carrier, cue_at, may_begin
from mahdar.reading.engagement_details import date_beside, places_of
from mahdar.reading.engagement_hosts import find_host
from mahdar.reading.engagement_merging import Contact, merged, split
from mahdar.reading.engagement_nouns import read_noun
from mahdar.reading.engagement_pairs import is_doubted, weigh_place, weigh_sides
from mahdar.reading.engagement_proposed import proposed_contacts
from mahdar.reading.engagement_settings import set_within
from mahdar.reading.engagement_verbs import read_verb
from mahdar.reading.participants import right_of
from mahdar.record import Engagement, Skipped

#: From how many months before the report on a contact is its background, whatever the words say.
BACKGROUND_MONTHS = 3
_ALONE = frozenset(("visit", "session", "signing"))
#: Duals: two separate contacts of one party.
_SEVERAL = frozenset(("لقاءات", "لقاات", "لقايات", "اجتماعات", "اتصالات"))
#: 'استقبل فلان السفيرين كلا على [حدة]', and how many words behind the last of them.
_EACH_APART = frozenset(("حده", "حدي"))
EACH_WITHIN = 4
_TWO = frozenset(("اجتماعين", "لقاءين", "لقايين", "اتصالين", "لقاءان"))


def find_engagements(draft: Draft) -> None:
    """Fill `draft.engagements` from its references; what lacks a second side goes to `draft.skipped`."""
    clauses = Clauses(draft)
    contacts, pressed = _told(clauses)
    told = merged(contacts, draft)
    told += proposed_contacts(clauses, contacts)
    for contact in told:
        contact.place = contact.place or contact.region
        contact.historical = contact.historical or _is_past(draft, contact)
    set_within(told, draft, pressed)
    kept: list[Contact] = []
    for contact in told:
        weigh_place(draft, contact)
        least = 1 if contact.kind in _ALONE or contact.unnamed or _hosts(draft, contact) else 2
        weigh_sides(draft, contact, least=least)
        contact.host = find_host(draft, contact, told)
        if len(contact.who) < least:
            span = draft.span(contact.first, contact.last)
            draft.skipped.append(Skipped(what="engagement", why="no second party", span=span))
        elif is_doubted(draft, contact):
            draft.skipped.append(
                Skipped(what="engagement", why="improbable", span=draft.span(contact.first, contact.last))
            )
        elif contact.who and not any(_is_again(contact, other) for other in kept):
            kept.append(contact)
            draft.engagements.append(_engagement(draft, contact))
    draft.engagements.sort(key=lambda engagement: engagement.span)


def _told(clauses: Clauses) -> tuple[list[Contact], list[Contact]]:
    """All tellings of contacts, in order, and beside them the press conferences."""
    contacts: list[Contact] = []
    pressed: list[Contact] = []
    for i, _ in clauses.beginnings(may_begin):
        cue = cue_at(clauses.words, i)
        if cue is None:
            continue
        if clauses.has(i + 1, "press"):
            met = read_noun(clauses, cue, contacts[-1] if contacts else None)
            pressed.extend([met] if met is not None else [])
            continue
        before = contacts[-1] if contacts else None
        if before is not None and _attended(clauses, cue):
            _attend(clauses, cue, next((c for c in reversed(contacts) if c.kind == cue.kind), before))
            continue
        if _points_back(clauses, cue, contacts):
            _tell_again(clauses, cue, contacts)
            continue
        found = read_contacts(clauses, cue, before)
        if (
            not found
            and cue.kind == "call"
            and cue.frame != "talk"
            and not clauses.has(cue.at - 1, "channel")
            and before is not None
            and _same_sentence(clauses, before, cue)
        ):
            before.kind = "call" if before.kind == "meeting" else before.kind
            before.date = before.date or date_beside(clauses, cue.at)
        if not found:
            _tell_again(clauses, cue, contacts)
        contacts.extend(found)
    contacts.extend(council_sessions(clauses))
    return contacts, pressed


def _is_past(draft: Draft, contact: Contact) -> bool:
    """Whether a contact was so long before the report that it can only be its background."""
    if draft.reference_day is None or contact.date is None:
        return False
    year, month = int(contact.date[:4]), int(contact.date[5:7] or 12)
    return (draft.reference_day.year - year) * 12 + draft.reference_day.month - month >= BACKGROUND_MONTHS


def _is_again(contact: Contact, other: Contact) -> bool:
    """Whether nothing tells a contact from another one, now that the model has had its say."""
    return (contact.kind, contact.place, contact.date, set(contact.who)) == (
        other.kind,
        other.place,
        other.date,
        set(other.who),
    )


def _hosts(draft: Draft, contact: Contact) -> bool:
    """Whether a conference is told of one who is its host or was there in person: its others go without saying."""
    if contact.kind != "conference" or len(contact.who) != 1:
        return False
    return contact.who[0] == contact.host or draft.party[contact.who[0]].type == "PER"


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
    found = read_verb(clauses, cue, before) if cue.frame in VERBAL else read_noun(clauses, cue, before)
    if found is None or not found.who or found.doubt:
        return []
    return split(found, two=clauses.text(cue.at) in _TWO or _one_by_one(clauses, cue))


def _one_by_one(clauses: Clauses, cue: Cue) -> bool:
    """Whether several meetings with one after another are told: 'لقاءات مع فلان وفلان', not 'مع كل من'.

    So are those with leaders 'على غرار فلان وفلان', and with several 'كلا على حدة'.
    """
    several = clauses.text(cue.at).removeprefix("و").removeprefix("ال") in _SEVERAL
    right = right_of(clauses, cue)
    if any(clauses.text(k) in _EACH_APART for k in range(right.last - 2, right.last + EACH_WITHIN)):
        return True
    such = next((k for k in range(cue.at, right.last) if clauses.has(k, "such_as")), right.last)
    people = [s for s in right.sides if s.person and (s.relation == "with" or s.reference.first > such)]
    together = any(clauses.has(k, "between") for k in range(cue.at, people[-1].reference.first)) if people else True
    return several and len(people) > 1 and not together


def _same_sentence(clauses: Clauses, contact: Contact, cue: Cue) -> bool:
    return clauses.sentence(contact.at) == clauses.sentence(cue.at)


def _points_back(clauses: Clauses, cue: Cue, contacts: list[Contact]) -> bool:
    """Whether a noun only means a contact that was told before: 'وفي بداية [الاجتماع] نقل الوزير …'."""
    if not cue.definite or cue.frame != "noun":
        return False
    within = cue.kind == "meeting" and clauses.has(cue.at - 1, "within")
    if not within and not any(contact.kind == cue.kind for contact in contacts):
        return False
    if clauses.text(cue.at + 1) in RELATIVES or clauses.text(cue.at + 2) in RELATIVES:
        return False
    ties = ("with", "between", "by", "for") if within else ("with", "between", "by", "for", "bare")
    return not right_of(clauses, cue).of(*ties)[:1] or clauses.is_comma(cue.at + 1)


def _tell_again(clauses: Clauses, cue: Cue, contacts: list[Contact]) -> None:
    """Give the last contact of its kind the day and place told where it is pointed back at: 'في [اتصال] هاتفي أمس'."""
    known = next((c for c in reversed(contacts) if c.kind == cue.kind), None)
    if known is None or cue.frame != "noun":
        return
    if known.status == "planned" and known.date is None and clauses.has(cue.at + 1, "planned"):
        known.date = date_beside(clauses, cue.at)  # 'سيزور فلان البلاد […] والزيارة مقررة في 29 يوليو'
    if known.kind == "visit":
        return
    places = places_of(clauses, right_of(clauses, cue)) if _is_told_of(clauses, cue) else []
    known.place = known.place or next(iter(places), None)
    told, day = date_beside(clauses, cue.at), clauses.draft.reference_day
    if known.date is None and told is not None and day is not None and told <= day.isoformat():
        known.date = told


def _is_told_of(clauses: Clauses, cue: Cue) -> bool:
    """Whether a relative clause tells of the contact pointed back at: 'اللقاء [الذي عقد] في المعسكر'."""
    return clauses.text(cue.at + 1) in RELATIVES and carrier(clauses.text(cue.at + 2)) is not None


def _attended(clauses: Clauses, cue: Cue) -> bool:
    """Whether a clause only adds who was there: 'وحضر [اللقاء] السفير'."""
    if not cue.definite and not cue.frame.startswith("act:"):
        return False
    related = clauses.text(cue.at + 1) in RELATIVES and clauses.text(cue.at + 2) in ("حضره", "حضرها", "حضرته")
    part = clauses.text(cue.at - 1) == "من" and clauses.text(cue.at - 2) in ("جانبا", "جانب")
    return related or clauses.text(cue.at - (3 if part else 1)).lstrip("و") in ("حضر", "حضرت", "حضره", "شارك")


def _attend(clauses: Clauses, cue: Cue, before: Contact) -> None:
    right = right_of(clauses, cue)
    before.who += [
        p for s in right.of("bare", "comma", "present") if s.person for p in s.reference.parties if p not in before.who
    ]
