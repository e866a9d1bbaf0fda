"""Incidents: the events that are neither talk nor commitment, by PLOVER type and mode.

Reads for precision: a cue counts only where it is told as a fact, with a party, a place, a date or a number of
casualties of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mahdar.arabic.calendar import date_in
from mahdar.arabic.numbers import Number, find_numbers
from mahdar.arabic.words import BREAK, MARK
from mahdar.reading.clauses import Clauses, reports
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.incident_cues import Cue, classes, cue_at, may_begin
from mahdar.record import Incident

#: How far before a cue a word is looked for that makes it no fact.
UNREAL_WITHIN = 4
#: How far before a cue a word is looked for that denies it.
DENIED_WITHIN = 10
#: How far a clause of an incident is followed, in words.
CLAUSE_LENGTH = 40
#: Types whose own sides make them worth writing down without place, date or casualties.
_NAMED = frozenset(("RETREAT", "SANCTION", "COERCE"))


@dataclass
class Deed:
    """An incident as one clause tells it: words ``[first, last)``."""

    first: int
    last: int
    type: str
    mode: str | None
    who: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    date: str | None = None
    place: str | None = None
    killed: int | None = None
    injured: int | None = None
    denied: bool = False


def find_incidents(draft: Draft) -> None:
    """Fill `draft.incidents`; one incident is written once however often it is told."""
    clauses = Clauses(draft)
    found: list[Deed] = []
    for i, (first, last) in clauses.beginnings(may_begin):
        cue = cue_at(draft.words, i)
        if cue is None or not _is_fact(clauses, cue, first):
            continue
        deed = read_incident(clauses, cue, first, last)
        known = next((d for d in found if deed is not None and _same(d, deed)), None)
        if deed is not None and known is None:
            found.append(deed)
        elif deed is not None and known is not None:
            _join(known, deed)
    draft.incidents.extend(_incident(draft, deed) for deed in found if _is_told(deed))


def _is_fact(clauses: Clauses, cue: Cue, first: int) -> bool:
    """Whether a cue is told as a fact, outside what is asked, promised or refused."""
    if any("unreal" in classes(clauses.text(k)) for k in range(max(first, cue.at - UNREAL_WITHIN), cue.at)):
        return False
    start = clauses.words[cue.at].start
    committed = clauses.draft.commitments
    return not any(c.kind in ("request", "pledge", "refusal") and c.span[0] <= start < c.span[1] for c in committed)


def read_incident(clauses: Clauses, cue: Cue, first: int, end: int) -> Deed | None:
    """What a cue reports in the sentence of words ``[first, end)``; None where what it needs is missing."""
    last = _closing(clauses, cue, end)
    if not _has_needed(clauses, cue, first, last):
        return None
    deed = Deed(cue.at, last, cue.deed.type, cue.deed.mode)
    _casualties(clauses, cue, deed, first, end)
    if "casualties" in cue.deed.needs and (deed.killed is None or _is_accident(clauses, first, end)):
        return None
    if _is_verbal(clauses, cue):
        return None
    _sides(clauses, cue, deed)
    deed.denied = any("denies" in classes(clauses.text(k)) for k in range(max(first, cue.at - DENIED_WITHIN), cue.at))
    deed.date = date_in(clauses.words, cue.at, last, clauses.draft.reference_day)
    return deed


def _is_accident(clauses: Clauses, first: int, end: int) -> bool:
    return any("accident" in classes(clauses.text(k)) for k in range(first, end))


def _is_verbal(clauses: Clauses, cue: Cue) -> bool:
    """Whether an attack is one of words: 'هجوم فلان على القضاء'."""
    if cue.deed.type != "ASSAULT" or cue.deed.mode is not None or cue.deed.verb:
        return False
    nearest = clauses.between(cue.last, cue.last + 2)
    return bool(nearest) and clauses.is_person(nearest[0]) and "casualties" not in cue.deed.needs


def _closing(clauses: Clauses, cue: Cue, end: int) -> int:
    i = cue.last
    end = min(end, cue.at + CLAUSE_LENGTH)
    while i < end and clauses.words[i].kind != BREAK:
        if clauses.words[i].kind == MARK and clauses.text(i) in "»”؛;":
            break
        if i not in clauses.inside and reports(clauses.text(i)):
            break
        i += 1
    while i > cue.last and clauses.words[i - 1].kind == MARK:
        i -= 1
    return i


def _has_needed(clauses: Clauses, cue: Cue, first: int, last: int) -> bool:
    if cue.deed.verb:
        near = range(cue.last, min(last, cue.last + 7))
        return not cue.deed.needs or any(clauses.text(k) in cue.deed.needs for k in near)
    need = next(iter(cue.deed.needs))
    if need in ("event", "casualties"):
        return not cue.definite or clauses.text(cue.last) in ("الذي", "التي") or _soon(clauses, cue, last)
    return any(need in classes(clauses.text(k)) for k in range(max(first, cue.at - 4), cue.at))


def _soon(clauses: Clauses, cue: Cue, last: int) -> bool:
    """Whether 'الذي' follows an adjective: 'الهجوم الإرهابي الذي'."""
    return any(clauses.text(k) in ("الذي", "التي") for k in range(cue.last, min(last, cue.last + 3)))


# -- casualties ------------------------------------------------------------------------------------------------------


def _casualties(clauses: Clauses, cue: Cue, deed: Deed, first: int, end: int) -> None:
    if cue.deed.type != "ASSAULT":
        return
    marks = [k for k in range(first, end) if classes(clauses.text(k)) & {"killed", "injured"}]
    if not marks:
        return
    for number in find_numbers(clauses.words, first, end):
        if number.kind != "cardinal" or number.value != int(number.value):
            continue
        name = _counted_as(clauses, number, marks)
        if name is not None and getattr(deed, name) is None:
            setattr(deed, name, int(number.value))


def _counted_as(clauses: Clauses, number: Number, marks: list[int]) -> str | None:
    """Whether a number counts the killed or the injured: the word before it, or right behind it."""
    if "not_people" in classes(clauses.text(number.last)) or (number.digits and 1900 <= number.value <= 2100):
        return None
    for k in (number.last, number.last + 1):
        if k in marks and clauses.text(k)[:1] != "و":
            found = classes(clauses.text(k))
            return "killed" if "killed" in found else "injured"
    before = [k for k in marks if number.first - 5 <= k < number.first]
    if not before:
        return None
    return "killed" if "killed" in classes(clauses.text(before[-1])) else "injured"


# -- sides -----------------------------------------------------------------------------------------------------------


def _sides(clauses: Clauses, cue: Cue, deed: Deed) -> None:
    if cue.deed.verb:
        subject = clauses.subject_before(cue.at) if clauses.text(cue.at)[:1] != "و" else None
        if subject is not None and subject.last >= cue.at - 1:
            deed.who = list(subject.parties)
    for reference in clauses.between(cue.last, deed.last):
        relation, start, _ = clauses.governor(reference, cue.at)
        _place_side(clauses, cue, deed, reference, relation, start)


def _place_side(clauses: Clauses, cue: Cue, deed: Deed, reference: Reference, relation: str, start: int) -> None:
    kind = clauses.type_of(reference)
    governor = classes(clauses.text(start - 1))
    parties = [p for p in reference.parties if p not in deed.who and p not in deed.to]
    if relation in ("in", "by") and kind in ("GPE", "LOC"):
        deed.place = deed.place or reference.parties[0]
    elif cue.deed.object == "to" and clauses.text(start - 1) in cue.deed.needs and not deed.to:
        deed.to = parties
    elif "against" in governor:
        if kind == "LOC" or (kind == "GPE" and cue.deed.type == "ASSAULT"):
            deed.place = deed.place or reference.parties[0]
        else:
            deed.to = deed.to or parties
    elif "by" in governor:
        deed.who = deed.who or parties
    elif not cue.deed.verb and relation == ("from" if "casualties" in cue.deed.needs else "for") and kind != "GPE":
        deed.to = deed.to or parties
    elif relation == "with" and cue.deed.object == "who":
        deed.who += parties
    elif relation in ("bare", "part") and start - cue.last <= 6:
        if cue.deed.verb and not deed.who and _has_nameless_subject(clauses, cue, reference):
            deed.to = deed.to or parties
        else:
            _bare_side(cue, deed, parties, kind, near=reference.first - cue.last <= 2)


def _has_nameless_subject(clauses: Clauses, cue: Cue, reference: Reference) -> bool:
    """Whether somebody without a name stands between a verb and its object: 'اغتال مسلحون فلانا'."""
    if reference.first <= cue.last or cue.deed.object != "to":
        return False
    return not (clauses.has(cue.last, "role") or clauses.has(cue.last, "title"))


def _bare_side(cue: Cue, deed: Deed, parties: list[str], kind: str, *, near: bool) -> None:
    """A party that stands as subject or object, or in construct with the noun."""
    if cue.deed.verb and not deed.who:
        deed.who = parties
    elif cue.deed.verb and cue.deed.object == "to" and not deed.to:
        deed.to = parties
    elif not cue.deed.verb and near and cue.deed.type in ("RETREAT", "PROTEST"):
        deed.who = deed.who or parties
    elif not cue.deed.verb and near and cue.deed.mode in ("targeted", "abduct", "arrest"):
        deed.to = deed.to or parties
    elif not cue.deed.verb and near and kind in ("GPE", "LOC"):
        deed.place = deed.place or parties[0] if parties else deed.place
    elif not cue.deed.verb and near and kind == "ORG":
        deed.who = deed.who or parties


# -- one incident once -----------------------------------------------------------------------------------------------


def _is_told(deed: Deed) -> bool:
    if deed.killed is not None or deed.injured is not None:
        return True
    if deed.type in _NAMED:
        return bool(deed.who or deed.to)
    return sum(map(bool, (deed.who, deed.to, deed.place, deed.date))) >= 2


def _same(one: Deed, other: Deed) -> bool:
    if one.denied != other.denied or one.type != other.type or (one.mode and other.mode and one.mode != other.mode):
        return False
    for a, b in ((one.place, other.place), (one.date, other.date), (one.killed, other.killed)):
        if a is not None and b is not None and a != b:
            return False
    sides = set(one.who + one.to), set(other.who + other.to)
    return not (sides[0] and sides[1]) or bool(sides[0] & sides[1])


def _join(known: Deed, again: Deed) -> None:
    known.mode = known.mode or again.mode
    known.who, known.to = known.who or again.who, known.to or again.to
    known.place, known.date = known.place or again.place, known.date or again.date
    known.killed = known.killed if known.killed is not None else again.killed
    known.injured = known.injured if known.injured is not None else again.injured


def _incident(draft: Draft, deed: Deed) -> Incident:
    return Incident(
        type=deed.type,  # type: ignore[arg-type]
        mode=deed.mode,
        who=deed.who,
        to=[p for p in deed.to if p not in deed.who],
        date=deed.date,
        place=deed.place,
        killed=deed.killed,
        injured=deed.injured,
        status="denied" if deed.denied else "reported",
        span=draft.span(deed.first, deed.last),
    )
