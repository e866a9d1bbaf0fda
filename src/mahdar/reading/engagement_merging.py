"""One contact once, however often a report tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.draft import Draft
from mahdar.record import Party

#: What 'اللقاء' and 'بحث' may tell again: a meeting by its cue is often a conference or a call that was told before.
_RETOLD_AS = frozenset((told, "meeting") for told in ("call", "session", "conference"))
#: What a headline's 'يبحثان' may be told to have been.
_TOLD_OF_AS = frozenset(("meeting", told) for told in ("call", "session", "conference"))


@dataclass
class Contact:
    """An engagement as one clause tells it: word `at` is its cue, words ``[first, last)`` its clause."""

    at: int
    kind: str
    first: int
    last: int
    who: list[str] = field(default_factory=list)
    host: str | None = None
    place: str | None = None
    date: str | None = None
    #: The week that its own words tell, where they tell no day: 'الأسبوع الماضي' ('2015-W32').
    week: str | None = None
    topics: list[str] = field(default_factory=list)
    status: str = "held"
    historical: bool = False
    apart: bool = False
    #: Why this counts for no contact that the report tells; '' where it does.
    doubt: str = ""
    #: The region of states that a visit is told to go to: its own place is told elsewhere, if at all.
    region: str | None = None
    #: Other places that the same visit is told to go to: each is a visit.
    more_places: list[str] = field(default_factory=list)
    #: Those of `who` that no word of the clause names, but what was told before.
    guessed: tuple[str, ...] = ()
    #: Told as beside another contact ('على هامش الاجتماع'); in the place of another ('هناك').
    aside: bool = False
    there: bool = False
    #: Told as done at once with the contact before it: a letter handed over in a meeting, 'ثم التقى فلانا'.
    with_before: bool = False
    #: Told to have followed an arrival told before: 'عقب وصوله'.
    on_arrival: bool = False
    #: Its date is only when it began: 'يزور روسيا منذ الاثنين'.
    since: bool = False
    #: Its other side is only called by a post that names nobody: 'بعث فلان برقية إلى عاهل البلاد'.
    unnamed: bool = False
    #: Where else it is told: the words of the cues that were merged into it.
    retold: list[int] = field(default_factory=list)
    #: Of the cue, see `Cue`.
    frame: str = ""
    definite: bool = False


def merged(contacts: Iterable[Contact], draft: Draft) -> list[Contact]:
    """The contacts, those that tell one event put together, in the order of their first telling."""
    found: list[Contact] = []
    people = {p.id: p.of for p in draft.parties if p.type == "PER"}
    within = {p.id: p.of or _city_of(draft, p) for p in draft.parties if p.type in ("GPE", "LOC")}
    headline = draft.sentences[0][1] if draft.sentences else 0
    if draft.title is not None:
        headline = max(headline, draft.word_at(draft.title[1]))
    for contact in contacts:
        known = next((other for other in found if _same(other, contact, people, within, headline)), None)
        if known is None:
            found.append(contact)
        else:
            _join(known, contact, people, headline)
    return found


def _city_of(draft: Draft, place: Party) -> str | None:
    """The city in the name of a place: 'مطار [عدن] الدولي'."""
    if place.type != "LOC":
        return None
    words = {bare(word) for name in place.names for word in fold(name).split(" ")[1:]}
    cities = (p for p in draft.parties if p.type == "GPE" and any(bare(fold(name)) in words for name in p.names))
    return next((p.id for p in cities), None)


def split(contact: Contact, *, two: bool) -> list[Contact]:
    """One contact for each place visited, and for each other side of two separate meetings ('لقاءين منفصلين')."""
    if contact.more_places:
        return [replace(contact, place=p, more_places=[]) for p in (contact.place, *contact.more_places)]
    if two and len(contact.who) > 2:
        return [replace(contact, who=[contact.who[0], other], apart=True) for other in contact.who[1:]]
    return [contact]


def _same(
    one: Contact, other: Contact, people: dict[str, str | None], within: dict[str, str | None], headline: int
) -> bool:
    mine, theirs = set(one.who), set(other.who)
    if weeks_apart(one, other):
        return False
    if _guessed_apart(one, other, people):
        return True
    told_of_as = one.at < headline and one.frame == "discuss" and (one.kind, other.kind) in _TOLD_OF_AS
    if told_of_as and (mine == theirs or _retold(one, other, people)):
        return True
    if _by_name(one, other, people):
        return True
    if one.kind != other.kind:
        return theirs <= mine and (one.kind, other.kind) in _RETOLD_AS and (other.definite or other.frame == "discuss")
    if one.at < headline and one.kind != "visit" and _retold(one, other, people):
        return True
    if one.date and other.date and not other.definite and not _dates_agree(one.date, other.date):
        return False
    if one.kind == "visit":
        placed = one.place is not None and other.place is not None
        told_of_one = placed or mine <= theirs or theirs <= mine
        return bool(mine & theirs) and told_of_one and _one_place(one.place, other.place, within)
    if not mine or not theirs:
        return False
    if other.apart and mine != theirs:
        return False
    return mine <= theirs or theirs <= mine or len(mine & theirs) / len(mine | theirs) >= 0.5


def _by_name(one: Contact, other: Contact, people: dict[str, str | None]) -> bool:
    """Whether a contact of states is told again, on the same day, by those who were there for them."""
    same = one.kind == other.kind and one.date is not None and one.date == other.date
    return same and not set(one.who) & people.keys() and _retold(one, other, people)


def _guessed_apart(one: Contact, other: Contact, people: dict[str, str | None]) -> bool:
    """Whether two contacts differ only in who was guessed to act in the other."""
    if one.kind != other.kind or one.kind not in ("meeting", "call") or not other.guessed:
        return False
    if one.date and other.date and not _dates_agree(one.date, other.date):
        return False
    named = set(other.who) - set(other.guessed)
    return named <= set(one.who) and bool(named & people.keys())


def weeks_apart(one: Contact, other: Contact) -> bool:
    """Whether what has a day is told again of another week: 'يلتقيان اليوم'، 'لقاؤهما [الأسبوع الماضي]'."""
    if other.week is None or one.date is None or len(one.date) < len("2014-06-01"):
        return False
    year, week, _ = date.fromisoformat(one.date).isocalendar()
    return other.week != f"{year}-W{week:02}"


def _dates_agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _fuller(one: str | None, other: str | None) -> str | None:
    """The first of two dates, but the day where it is only its month or year."""
    return other if one is None or (other is not None and other.startswith(one)) else one


def _one_place(one: str | None, other: str | None, within: dict[str, str | None]) -> bool:
    """Whether two places may be one: a city and its state are."""
    return one is None or other is None or one == other or within.get(one) == other or within.get(other) == one


def _retold(headline: Contact, other: Contact, people: dict[str, str | None]) -> bool:
    """Whether the report names whom its headline only calls by state or body."""
    mine, theirs = set(headline.who), set(other.who)
    if not mine & people.keys():
        states = [people[p] for p in theirs if p in people]
        named = {state for state in states if state in mine}
        at_home = len(mine) == 2 and len(named) == 1 and None in states  # the report's own minister is of no state
        return at_home or len(named) >= min(2, len(mine))
    common, lost, added = mine & theirs & people.keys(), (mine - theirs) & people.keys(), theirs - mine
    return bool(common) and not lost and bool(added & people.keys())


def _join(known: Contact, again: Contact, people: dict[str, str | None], headline: int) -> None:
    if (known.at < headline and _retold(known, again, people)) or _by_name(known, again, people):
        known.who = list(again.who)
    elif known.at < headline and len(again.who) > 1 and set(again.who) < set(known.who):
        known.who = list(again.who)  # a headline tells several contacts as one
    elif len(known.who) < 2:
        known.who += [p for p in again.who if p not in known.who]
    if known.at < headline and (known.kind, again.kind) in _TOLD_OF_AS and known.frame == "discuss":
        known.kind = again.kind
    known.retold.append(again.at)
    known.on_arrival = known.on_arrival or again.on_arrival
    known.host = known.host or again.host
    known.place = known.place or again.place
    known.region = known.region or again.region
    if known.status == "planned" and again.status == "held" and again.date is not None:
        known.status = "held"
    known.date = _fuller(known.date, again.date)
    known.topics = list(dict.fromkeys(known.topics + again.topics))[:4]
    by_guess = bool(again.guessed) and not set(again.who) <= set(known.who)
    if not by_guess and again.last - again.first > known.last - known.first:
        known.first, known.last = again.first, again.last
