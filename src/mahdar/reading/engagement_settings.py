"""Settings: where and when a contact took place that is told within a visit.

'وصل إلى أربيل أمس، حيث التقى …': the meeting was there and then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from mahdar.arabic.folding import fold
from mahdar.arabic.words import BREAK, Word
from mahdar.reading.clauses import RELATIVES
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_details import is_before
from mahdar.reading.engagement_hosts import state_of
from mahdar.reading.engagement_merging import Contact, weeks_apart
from mahdar.reading.origin import is_capital, state_called

#: How many letters behind a visit of somebody in it a contact without a place or date of its own was there, and then.
#: In the gold 58 of 73 such contacts within 600 letters had the visit's place, 37 of 47 within 200 its date; of the
#: development and held-out reports' engagements .814 and .784 had the right place with 900, .803 and .778 with 600.
VISITED, VISITED_THEN = 900, 200
#: How many days around that of the report are 'these days', in which two parties have most likely one day of contacts:
#: four of four such contacts in the development and the held-out reports had the date.
RECENT = 2
_ENDS = frozenset(".؟!")


def set_within(contacts: Sequence[Contact], draft: Draft, pressed: Sequence[Contact] = ()) -> None:
    """Give contacts without a place or date those of the visit within which they are told.

    `pressed`: press conferences, which are no contacts: two who give one have just met there.
    """
    in_order = sorted(contacts, key=lambda c: c.at)
    visits = [c for c in in_order if c.kind == "visit"]
    for number, contact in enumerate(in_order):
        contact.historical = contact.historical or _of_background(draft, in_order[:number], contact)
        if contact.kind != "visit":
            _within_visit(draft, contact, [v for v in visits if _may_hold(v, contact)])
    for number, contact in enumerate(in_order):
        _beside_another(contact, in_order[:number])
        if number:
            _beside_last(draft, in_order[number - 1], contact)
    for contact in in_order:
        if contact.date is None:
            contact.date = _date_among_same(draft, contact, in_order)
    for contact in in_order:
        _set_by_others(draft, contact, visits, pressed)
    for contact in in_order:
        if contact.kind == "signing" and contact.place is None:
            contact.place = _place_of_meeting(contact, in_order)
        if contact.status == "planned" and is_before(contact.date, draft.reference_day):
            contact.date = None


def _beside_last(draft: Draft, last: Contact, contact: Contact) -> None:
    """Give a contact what it is told to share with the one told right before it."""
    if contact.with_before and set(contact.who) & set(last.who):
        contact.date = contact.date or last.date
        contact.place = contact.place or last.place
    if contact.date is None and (_at_once(draft, last, contact) or _goes_on(draft, last, contact)):
        contact.date = last.date


def _set_by_others(draft: Draft, contact: Contact, visits: Sequence[Contact], pressed: Sequence[Contact]) -> None:
    """Give a meeting the place of a visit told behind it, and what is told of the press conference beside it."""
    if contact.kind == "visit":
        contact.date = contact.date or _date_of_press(draft, contact, pressed)
    if contact.kind != "meeting":
        return
    met = _pressed_by(contact, pressed)
    contact.place = contact.place or _place_at_home(draft, contact, visits) or _only(p.place for p in met)
    contact.date = contact.date or _only(p.date for p in met)


def _place_at_home(draft: Draft, meeting: Contact, visits: Sequence[Contact]) -> str | None:
    """The place of a visit, told near by, of one who met to the state of another who met him."""
    for visit in visits:
        hosts = [p for p in meeting.who if p not in visit.who]
        if (visit.status, visit.historical) != (meeting.status, meeting.historical):
            continue
        if len(hosts) < len(meeting.who) and _apart(draft, visit, meeting) <= VISITED:
            state = _state_visited(draft, visit)
            guests = {state_of(draft, draft.party.get(p)) for p in visit.who}
            if state not in {None, *guests} and any(state_of(draft, draft.party.get(p)) == state for p in hosts):
                return visit.place
    return None


def _state_visited(draft: Draft, visit: Contact) -> str | None:
    """The code of the state that a visit is to, by its own name or that of its capital."""
    place = draft.party.get(visit.place or "")
    if place is None or not (is_capital(place) or any(state_called(fold(name)) for name in place.names)):
        return None
    return state_of(draft, place)


def _place_of_meeting(signing: Contact, contacts: Sequence[Contact]) -> str | None:
    """The place where those who signed something met that day."""
    met = (c for c in contacts if c.kind != "call" and c.date == signing.date and c is not signing)
    return next((c.place for c in met if c.place and c.date and len(set(c.who) & set(signing.who)) > 1), None)


def _pressed_by(meeting: Contact, pressed: Sequence[Contact]) -> list[Contact]:
    """The press conferences of those who met: they met there, and that day."""
    return [p for p in pressed if len(set(p.who) & set(meeting.who)) > 1]


def _date_of_press(draft: Draft, visit: Contact, pressed: Sequence[Contact]) -> str | None:
    """The day on which a visitor spoke to the press with somebody where he is told to be."""
    if visit.status != "held" or visit.historical:
        return None
    there = [p for p in pressed if len(p.who) > 1 and set(visit.who) & set(p.who) and _is_there(draft, visit, p)]
    return _only(p.date for p in there)


def _is_there(draft: Draft, visit: Contact, press: Contact) -> bool:
    """Whether a press conference was in the place of a visit, or in a city of it."""
    place = draft.party.get(press.place) if press.place is not None else None
    return place is not None and visit.place is not None and visit.place in (place.id, place.of)


def _only(told: Iterable[str | None]) -> str | None:
    """What all that tell anything tell alike."""
    found = {value for value in told if value is not None}
    return found.pop() if len(found) == 1 else None


def _beside_another(contact: Contact, before: Sequence[Contact]) -> None:
    """Give a contact told there ('هناك') or on the margin of another ('على هامش الاجتماع') the other's place."""
    placed = [c for c in before if c.place is not None and c.kind != "call" and c.status == contact.status]
    if contact.place is None and contact.kind != "call" and placed and (contact.aside or contact.there):
        contact.place = placed[-1].place
    last = before[-1] if before and before[-1].status == contact.status else None
    if last is not None and contact.aside and (contact.kind == "signing" or last.kind == "visit"):
        contact.date = contact.date or last.date


def _at_once(draft: Draft, before: Contact, contact: Contact) -> bool:
    """Whether a contact is told to have been while another was: 'ترأس فلان أمس جلسة، [في حين] افتتح علان الحوار'."""
    between = [w.text for w in draft.words[before.at : contact.at]]
    return BREAK not in {w.kind for w in draft.words[before.at : contact.at]} and any(
        one == "في" and other == "حين" for one, other in pairwise(between)
    )


def _goes_on(draft: Draft, met: Contact, visit: Contact) -> bool:
    """Whether one of those who met is told to be on a visit then: 'التقى فلان علانا الذي [يزور] البلاد'."""
    if (met.kind, visit.kind) != ("meeting", "visit") or not set(met.who) & set(visit.who):
        return False
    between = draft.words[met.at : visit.at]
    if (met.status, met.historical) != (visit.status, visit.historical) or _parted(between):
        return False
    verb = draft.words[visit.at - 1 if visit.frame == "noun" else visit.at].text
    return verb[:1] in ("ي", "ت") and any(word.text in RELATIVES for word in between)


def _date_among_same(draft: Draft, contact: Contact, contacts: Sequence[Contact]) -> str | None:
    """The date of the contact nearest to one without a date, of those that two of its parties had in these days."""
    same = [c for c in contacts if len(set(c.who) & set(contact.who)) > 1 and _is_recent(c.date, draft.reference_day)]
    same = [c for c in same if not weeks_apart(c, contact)]
    return min(same, key=lambda c: abs(c.at - contact.at)).date if same else None


def _is_recent(told: str | None, day: date | None) -> bool:
    if told is None or day is None or len(told) < len("2014-06-01"):
        return False
    return abs((date.fromisoformat(told) - day).days) <= RECENT


def _of_background(draft: Draft, before: Sequence[Contact], contact: Contact) -> bool:
    """Whether a contact is told in one sentence with the visit in the past that it was part of."""
    last = before[-1] if before else None
    if last is None or last.kind != "visit" or not last.historical or not set(last.who) & set(contact.who):
        return False
    return not _parted(draft.words[last.at : contact.at])


def _parted(words: Sequence[Word]) -> bool:
    """Whether a sentence ends within some words."""
    return any(word.text in _ENDS or word.kind == BREAK for word in words)


def _may_hold(visit: Contact, contact: Contact) -> bool:
    """Whether a visit of somebody in a contact is told before one of its tellings."""
    shared = set(visit.who) & set(contact.who)
    return bool(shared) and visit.historical == contact.historical and visit.at < max([contact.at, *contact.retold])


def _within_visit(draft: Draft, contact: Contact, visits: Sequence[Contact]) -> None:
    if not visits or contact.kind == "call":
        return
    hosted = next((v for v in reversed(visits) if _of_a_host(draft, v, contact)), None)
    visit = hosted or visits[-1]
    apart = _apart(draft, visit, contact)
    there = draft.party.get(contact.place) if contact.place is not None else None
    if (there is not None and visit.place not in (there.id, there.of)) or (hosted is None and apart > VISITED):
        return
    contact.place = contact.place or visit.place
    if contact.date is None and not visit.since and (contact.on_arrival or apart <= VISITED_THEN):
        contact.date = visit.date


def _of_a_host(draft: Draft, visit: Contact, contact: Contact) -> bool:
    """Whether a visit is to the state of somebody whom the visitor meets: of two visits the meeting was on that one."""
    there = state_of(draft, draft.party.get(visit.place or ""))
    hosts = (draft.party.get(p) for p in contact.who if p not in visit.who)
    return there is not None and any(state_of(draft, host) == there for host in hosts)


def _apart(draft: Draft, one: Contact, other: Contact) -> int:
    ends = [(one.first, other.first), (one.at, other.at)]  # the fullest telling of each, and the first
    ends += [(one.at, told) for told in other.retold if told > one.at]
    return min(abs(draft.words[there].start - draft.words[here].start) for here, there in ends)
