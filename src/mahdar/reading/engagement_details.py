"""Details: date, place, topics and status of an engagement, from the words of its clause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mahdar.arabic.calendar import date_in, find_dates
from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.clauses import RELATIVES, Clauses, classes, is_verb, reports
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.engagement_cues import Cue, carrier, cue_at
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_sides import is_place
from mahdar.reading.origin import capitals, is_capital, state_called, state_of_adjective
from mahdar.reading.participants import ON_OCCASION, Sides
from mahdar.reading.scene import group
from mahdar.reading.topics import counted
from mahdar.record import Party

#: How many words before a contact it is told that it was beside another.
ASIDE_WITHIN = 14
#: How many words before a place the noun stands that it belongs to: '[الإرهاب] الصهيوني في الضفة'.
AFFAIR_WITHIN = 4
_CAPITAL = frozenset(("العاصمه", "بالعاصمه", "والعاصمه"))


def completed(clauses: Clauses, cue: Cue, right: Sides, contact: Contact) -> Contact:
    """The contact with place, date, topics and status from its clause; persons put their state out."""
    draft = clauses.draft
    _, end = clauses.sentence(cue.at)
    if contact.kind == "visit" and contact.place is not None and is_region(draft.party[contact.place]):
        contact.region, contact.place = contact.place, None
    if contact.kind != "visit":
        contact.who = _states_for_capitals(draft, contact.who)
    acting = list(dict.fromkeys(_holder_of_office(draft, p) for p in contact.who))
    kept = without_states(draft, acting, councils=contact.kind == "session")
    contact.who = [p for p in kept if _may_act(draft, p)]
    if contact.place is None:
        there = places_of(clauses, right)
        contact.place = there[0] if there else _place_where(clauses, cue) or _place_before(clauses, cue, contact)
    last = _clause_end(clauses, contact.last, end)
    contact.place = contact.place or capital_of_state(clauses, contact.first, last)
    contact.place = contact.place or named_after(clauses, cue, contact)
    contact.date = _date(clauses, cue, contact, last)
    contact.week = _week(clauses, cue.at, last) if contact.date is None else None
    contact.topics = counted(draft.words, contact.last, end, "topics.tsv")[:4]
    if contact.kind == "meeting" and _on_the_phone(clauses, contact, last):
        contact.kind = "call"
    contact.status = _status(clauses, cue, contact.first, last)
    if contact.status == "planned" and not cue.future and is_before(contact.date, draft.reference_day):
        contact.status = "held"  # 'اجتمع فلان أمس بعلان لبحث القمة [المقبلة]'
    undated = contact.kind == "visit" and contact.status == "planned" and contact.date is None
    if undated and _sometime(clauses, cue, last):
        contact.doubt = contact.doubt or "sometime"
    contact.historical = clauses.has(contact.first - 1, "background") or clauses.has(cue.at - 1, "background")
    contact.apart = any(clauses.has(k, "apart") for k in range(cue.at, min(cue.at + 4, end)))
    first, _ = clauses.sentence(cue.at)
    contact.aside = any(clauses.has(k, "aside") for k in range(max(first, cue.at - ASIDE_WITHIN), last))
    contact.there = any(clauses.has(k, "there") for k in range(cue.at, last))
    contact.last = last
    contact.frame, contact.definite = cue.frame, cue.definite
    return contact


def places_of(clauses: Clauses, right: Sides) -> list[str]:
    """Where the words behind a cue say that it was: no region of states, and not where a war talked about goes on."""
    sides = [
        s for s in right.of("in", "to") if s.relation == "in" or _is_visited(clauses, s.reference, right.first + 1)
    ]
    there = [s.reference for s in sides if is_place(clauses, s.reference)]
    found = [_capital_at(clauses, r) for r in there if not _of_an_affair(clauses, r, right.first + 1)]
    return [r.parties[0] for r in found if not _is_region(clauses, r)]


def _is_visited(clauses: Clauses, place: Reference, limit: int) -> bool:
    """Whether a place is that of a visit on which it was: 'التقى خلال [زيارة إلى] القاهرة بفلان'."""
    _, start, _ = clauses.governor(place, limit)
    for k in (start - 2, start - 3):  # 'زيارة رسمية إلى'
        cue = cue_at(clauses.words, k) if k > limit else None
        if cue is not None and cue.kind == "visit" and cue.frame == "noun":
            return clauses.text(k - 1) in ON_OCCASION
    return False


def _of_an_affair(clauses: Clauses, place: Reference, limit: int) -> bool:
    """Whether a place is that of a war, crisis or crime told behind the cue: 'بحثا [الصراع] بسوريا'."""
    _, start, _ = clauses.governor(place, limit)
    for k in range(start - 1, max(limit, start - AFFAIR_WITHIN) - 1, -1):
        if k in clauses.inside or clauses.is_comma(k):
            return False
        if clauses.has(k, "affair"):
            return True
    return False


def _capital_at(clauses: Clauses, reference: Reference) -> Reference:
    """The capital named behind its adjective, where a place is only that: 'بالعاصمة الرواندية [كيغالي]'."""
    named = clauses.inside.get(reference.last)
    before = clauses.text(reference.first - 1) in _CAPITAL and named is not None and is_place(clauses, named)
    return named if before and named is not None else reference


def _date(clauses: Clauses, cue: Cue, contact: Contact, last: int) -> str | None:
    """The date of the contact's own clause, without what a relative clause in it tells; else one beside the clause."""
    first = max((k + 1 for k in range(contact.first, cue.at) if _parts(clauses, k)), default=contact.first)
    asked = group("invited_to") if contact.kind == "letter" else ()
    inner = next((k for k in range(cue.at + 1, last) if clauses.text(k) in asked), last)
    inner = next((k for k in range(cue.at + 2, inner) if _tells_of_another(clauses, k)), inner)
    inner = next((k for k in range(cue.at + 2, inner) if _during_another(clauses, k)), inner)
    words, day = clauses.words, clauses.draft.reference_day
    told = date_in(words, first, inner, day) or date_in(words, *_around(clauses, first, inner), day)
    contact.since = told is not None and _only_since(clauses, first, inner)
    if contact.since and contact.kind != "visit":
        told = None
    if told is None and day is not None and any(clauses.has(k, "daytime") for k in range(first, inner)):
        return day.isoformat()
    return told


def _week(clauses: Clauses, first: int, last: int) -> str | None:
    """The only week that words ``[first, last)`` tell, as '2015-W32'."""
    told = (m.iso for m in find_dates(clauses.words, clauses.draft.reference_day, first, last))
    weeks = {iso for iso in told if iso is not None and "W" in iso}
    return weeks.pop() if len(weeks) == 1 else None


def is_before(told: str | None, day: date | None) -> bool:
    """Whether a day was before the report's: no contact that is to come has it, but its announcement."""
    return told is not None and day is not None and len(told) == len("2014-06-01") and told < day.isoformat()


def _tells_of_another(clauses: Clauses, k: int) -> bool:
    """Whether what follows word `k` dates something else: a relative clause, 'وكان', 'منذ اندلاع الحرب في مارس'."""
    if k in clauses.inside:
        return False
    text = clauses.text(k)
    if text in ("وكان", "وكانت"):
        return True
    if text == "منذ":
        return date_in(clauses.words, k, k + 3, clauses.draft.reference_day) is None
    return text in RELATIVES and not _carried(clauses, k)


def _during_another(clauses: Clauses, k: int) -> bool:
    """Whether what follows word `k` dates another contact: 'لقاء فلان بعد [قمة] الرياض في مايو الماضي'."""
    if k in clauses.inside or clauses.text(k - 1) not in ON_OCCASION:
        return False
    other = cue_at(clauses.words, k)
    return other is not None and other.frame == "noun" and not other.object and other.kind != "visit"


def _only_since(clauses: Clauses, first: int, last: int) -> bool:
    """Whether all that dates words ``[first, last)`` is since when something goes on: 'يزور روسيا [منذ الاثنين]'."""
    found = [m for m in find_dates(clauses.words, clauses.draft.reference_day, first, last) if m.iso is not None]
    return bool(found) and all(m.bound == "since" for m in found)


def date_beside(clauses: Clauses, i: int) -> str | None:
    """The date told beside the noun of a contact at word `i`: 'خلال [اتصال] هاتفي أمس'."""
    return date_in(clauses.words, *_around(clauses, i, i + 1), clauses.draft.reference_day)


def _carried(clauses: Clauses, i: int) -> bool:
    """Whether a relative pronoun at word `i` goes on with the contact itself: 'الاجتماع الوزاري [الذي] عقد أمس'."""
    return any(carrier(clauses.text(k)) is not None for k in range(i + 1, i + 3))


def _around(clauses: Clauses, first: int, last: int) -> tuple[int, int]:
    """Words ``[first, last)`` with those beside them in the sentence up to a verb or another contact."""
    start, end = clauses.sentence(first)
    begin = first
    while begin > start and not _bounds(clauses, begin - 1):
        begin -= 1
    while last < end and not _bounds(clauses, last):
        last += 1
    return begin, last


def _bounds(clauses: Clauses, i: int) -> bool:
    if i in clauses.inside:
        return False
    return _parts(clauses, i) or is_verb(clauses.text(i)) or cue_at(clauses.words, i) is not None


def _place_where(clauses: Clauses, cue: Cue) -> str | None:
    """The place right before a relative clause of place that the cue begins: 'إلى [عمان] حيث التقى علانا'."""
    where = next((k for k in (cue.at - 1, cue.at - 2) if clauses.text(k) == "حيث"), None)
    if where is None:
        return None
    before = where - 1 - clauses.is_comma(where - 1)
    reference = clauses.inside.get(before)
    if reference is None or reference.last != before + 1 or not is_place(clauses, reference):
        return None
    return None if _is_region(clauses, reference) else reference.parties[0]


def _place_before(clauses: Clauses, cue: Cue, contact: Contact) -> str | None:
    """The place named before the cue: '[وفي مصر] سيلتقي', 'استقبل في مكتبه [بجدة] فلانا', 'عُقد [في أنقرة] الاجتماع'."""
    first, _ = clauses.sentence(cue.at)
    for reference in reversed(clauses.between(first, cue.at)):
        if any(_parts(clauses, k) for k in range(reference.last, min(contact.first, cue.at))):
            return None
        if not is_place(clauses, reference) or _is_region(clauses, reference):
            continue
        relation = clauses.governor(reference, first)[0]
        in_order = relation == "to" and cue.proclitic.endswith("ل") and cue.at - reference.last <= 1
        if relation in ("in", "by") or in_order:  # 'متوجها إلى [الدوحة] للقاء فلان'
            return reference.parties[0]
    return None


def _is_region(clauses: Clauses, reference: Reference) -> bool:
    """Whether a place is a region of states, of which contacts treat: 'الوضع في [الشرق الأوسط]'."""
    return is_region(clauses.draft.party[reference.parties[0]])


def is_region(party: Party) -> bool:
    """Whether a party is a region of states."""
    heads = (bare(fold(name).removeprefix("منطقه ").split(" ")[0]) for name in party.names)
    return party.type == "LOC" and any(head in group("regions") for head in heads)


def named_after(clauses: Clauses, cue: Cue, contact: Contact) -> str | None:
    """The city after which talks or a conference are named: 'مؤتمر [ميونيخ]', 'قمة [كامب ديفيد]'."""
    reference = clauses.inside.get(cue.at + 1)
    if cue.frame != "noun" or cue.kind not in ("meeting", "conference") or reference is None:
        return None
    party = clauses.draft.party.get(reference.parties[0]) if reference.parties else None
    if party is None or party.id in contact.who or reference.cut or reference.first != cue.at + 1:
        return None
    is_city = party.type == "GPE" and all(state_called(fold(name)) is None for name in party.names)
    return party.id if is_city or party.type == "LOC" else None


def _parts(clauses: Clauses, i: int) -> bool:
    """Whether a clause of its own begins at word `i`."""
    return clauses.has(i, "stop") or reports(clauses.text(i)) or clauses.text(i) in RELATIVES


def _on_the_phone(clauses: Clauses, contact: Contact, last: int) -> bool:
    first, end = clauses.sentence(contact.at)
    near = [k for k in range(first, min(last + 5, end)) if clauses.has(k, "phone") and not _another_call(clauses, k)]
    return any(k >= contact.first - 1 or k < first + 5 for k in near)


def _another_call(clauses: Clauses, k: int) -> bool:
    """Whether the telephone at word `k` is that of a call told beside: 'مباحثاته مع فلان، [والاتصال] الهاتفي'."""
    if not clauses.text(k - 1).startswith("و"):
        return False
    call = cue_at(clauses.words, k - 1)
    return call is not None and call.kind == "call"


def _clause_end(clauses: Clauses, i: int, end: int) -> int:
    while i < end and not clauses.is_comma(i) and not (i not in clauses.inside and reports(clauses.text(i))):
        i += 1
    return max(i, 1)


def _status(clauses: Clauses, cue: Cue, first: int, last: int) -> str:
    first_word = clauses.sentence(cue.at)[0]
    asked = (k for k in range(cue.at + 1, last) if clauses.text(k) in group("invited_to"))
    near = range(max(first - 5, first_word), next(asked, last))
    if any(clauses.has(k, "cancelled") for k in range(max(0, cue.at - 4), cue.at)):
        return "cancelled"
    if any(clauses.has(k, "denied") for k in range(max(first_word, cue.at - 20), cue.at)):
        return "denied"
    return "planned" if cue.future or any(clauses.has(k, "planned") for k in near) else "held"


def _sometime(clauses: Clauses, cue: Cue, last: int) -> bool:
    """Whether it is only told that something will come some day: 'سيزور فلان البلاد قريبا'."""
    return any(clauses.has(k, "sometime") for k in range(max(clauses.sentence(cue.at)[0], cue.at - 4), last))


def without_states(draft: Draft, who: list[str], *, councils: bool) -> list[str]:
    """Parties without the states and bodies for which a person among them stands, but a council that sits with him."""
    people = [draft.party[p] for p in who if p in draft.party and draft.party[p].type == "PER"]
    behind = {p.of for p in people}
    return [p for p in who if p not in behind or (councils and _is_council(draft.party[p]))]


def _is_council(party: Party) -> bool:
    return party.type == "ORG" and any("body" in classes(fold(name).split(" ")[0]) for name in party.names)


def _holder_of_office(draft: Draft, party: str) -> str:
    """The person whose office it is, where an office is called by a name that the report has: 'مكتب [الجميلي]'."""
    names = draft.party[party].names if party in draft.party and draft.party[party].type == "ORG" else []
    owners = [fold(name).removeprefix("مكتب") for name in names if fold(name).startswith("مكتب ")]
    people = (p for p in draft.parties if p.type == "PER" and _is_called(p, owners))
    return next((p.id for p in people), party)


def _is_called(person: Party, ends: Sequence[str]) -> bool:
    """Whether a name of a person ends with one of some folded names, each with a space before it."""
    return any(f" {fold(name)}".endswith(end) for name in person.names for end in ends)


def _states_for_capitals(draft: Draft, who: list[str]) -> list[str]:
    """Parties with the states that the report names in place of the capitals that act for them."""
    party = draft.party
    seats = {p: party[p].of for p in who if p in party and is_capital(party[p])}
    states = [seat if (seat := seats.get(p)) in party and seat is not None else p for p in who]
    return states if len(set(states)) == len(who) else who


def capital_of_state(clauses: Clauses, first: int, last: int) -> str | None:
    """The capital that words ``[first, last)`` call by its state, where the report names it: 'في [العاصمة القطرية]'."""
    for i in range(first, last - 1):
        state = state_of_adjective(clauses.text(i + 1)) if clauses.text(i) in _CAPITAL else None
        if state is not None:
            named = (p for p in clauses.draft.parties if is_capital(p) and state in _codes(p))
            return next((p.id for p in named), None)
    return None


def _codes(party: Party) -> set[str]:
    """The states of the places that a party's names are names of."""
    return {code for name in party.names if (code := capitals().get(bare(fold(name)))) is not None}


def _may_act(draft: Draft, party: str) -> bool:
    """Whether a party can take part in anything: a river or a palace cannot."""
    return party not in draft.party or draft.party[party].type != "LOC"
