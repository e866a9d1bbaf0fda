"""Councils: sessions that no noun of engagement tells, but that a council votes or that somebody speaks before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mahdar.reading.clauses import Clauses, classes, of_classes, reports
from mahdar.reading.draft import Reference
from mahdar.reading.engagement_actors import in_focus
from mahdar.reading.engagement_cues import Cue
from mahdar.reading.engagement_details import completed
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.participants import right_of

#: How many words before 'أمام [المجلس]' tell that somebody speaks there.
SPEAKS_WITHIN = 8
#: How many words behind 'إحاطة' the council stands.
BRIEFED_WITHIN = 15
#: How many words may stand between who says something and 'أمام [المجلس]'.
SAID_WITHIN = 3
#: Before a council, folded.
_BEFORE = "امام"
#: 'That', folded, with its pronoun: what is acknowledged, where 'إنشاء' is what is voted on.
_THAT = re.compile("ان(?:ه|ها|هما|هم|هن|نا|ني)?")


def council_sessions(clauses: Clauses) -> Iterator[Contact]:
    """Sessions told by a vote ('يصوت [مجلس] الأمن اليوم') or by a speech before a council ('كلمة أمام [البرلمان]')."""
    for i, (first, _) in clauses.beginnings(_may_tell):
        if clauses.has(i, "votes"):
            council, who = _council_at(clauses, i + 1) or _council_before(clauses, first, i), None
        elif clauses.text(i) == _BEFORE:
            council, who = _council_at(clauses, i + 1), _speaker(clauses, first, i)
            if who is None:
                continue
        else:
            council, who = _briefed(clauses, i), _briefing(clauses, first, i)
        if council is not None:
            yield _session(clauses, i, council, who)


def _may_tell(word: str) -> bool:
    """Whether a folded word may tell of a session: that of a vote, of a briefing, or 'before' a council."""
    return word == _BEFORE or word in of_classes("votes", "briefing")


def _session(clauses: Clauses, i: int, council: Reference, who: tuple[str, ...] | None) -> Contact:
    cue = Cue(i, "session", "noun")
    first, last = min(i, council.first), max(i + 1, council.last)
    contact = Contact(i, "session", first, last, [*(who or ()), *council.parties])
    return completed(clauses, cue, right_of(clauses, cue), contact)


def _council_at(clauses: Clauses, i: int) -> Reference | None:
    """The reference to a council that begins at word `i`."""
    reference = clauses.inside.get(i)
    if reference is None or reference.first != i or clauses.type_of(reference) != "ORG":
        return None
    return reference if clauses.has(i, "council") else None


def _briefed(clauses: Clauses, i: int) -> Reference | None:
    """The council to which the briefing at word `i` was given: 'الإحاطة التي تقدم بها فلان إلى [مجلس] الأمن'."""
    for reference in clauses.between(i + 1, i + BRIEFED_WITHIN):
        named = "council" in classes(clauses.text(reference.first)[reference.cut :])
        if named and clauses.type_of(reference) == "ORG":
            given = clauses.proclitic(reference) == "ل" or clauses.text(reference.first - 1) in ("الي", "امام")
            return reference if given else None
    return None


def _briefing(clauses: Clauses, first: int, i: int) -> tuple[str, ...]:
    """Who gave the briefing at word `i`: named behind it, or before it in the sentence."""
    behind = [r for r in clauses.between(i + 1, i + BRIEFED_WITHIN) if clauses.is_person(r)]
    before = [r for r in clauses.between(first, i) if clauses.is_person(r)]
    if behind or before:
        return (behind[:1] or before[-1:])[0].parties
    return in_focus(clauses, i, "")


def _council_before(clauses: Clauses, first: int, i: int) -> Reference | None:
    """The council that acts in the sentence before it votes: 'رفض [البرلمان] التعديل وصوت على القانون'."""
    if clauses.text(i)[:1] != "و" or not _is_vote(clauses, i):
        return None
    bodies = [r for r in clauses.between(first, i) if _council_at(clauses, r.first) is r and r.first == r.head]
    return bodies[0] if len(bodies) == 1 else None


def _is_vote(clauses: Clauses, i: int) -> bool:
    """Whether word `i` behind its council is a vote on something: not 'وصوت الموج', not 'وأقر أنهما'."""
    if "صوت" in clauses.text(i):
        return clauses.has(i + 1, "votes_on")
    return _THAT.fullmatch(clauses.text(i + 1)) is None


def _says(clauses: Clauses, person: Reference, first: int, i: int) -> bool:
    """Whether what somebody says right before word `i` is told by a verb before his post: 'أعلن [الوزير فلان] أمام'."""
    if i - person.last > 1 + SAID_WITHIN:
        return False
    _, start, _ = clauses.governor(person, first)
    return reports(clauses.text(min(start, person.first) - 1)) or any(
        reports(clauses.text(k)) for k in range(person.last, i)
    )


def _back(clauses: Clauses, first: int, i: int) -> list[int]:
    """The words before word `i`, back to `SPEAKS_WITHIN` of them; a name counts as one."""
    found: list[int] = []
    k, steps = i - 1, 0
    while k >= first and steps < SPEAKS_WITHIN:
        found.append(k)
        reference = clauses.inside.get(k)
        k = k - 1 if reference is None else min(k, reference.first) - 1
        steps += 1
    return found


def _speaker(clauses: Clauses, first: int, i: int) -> tuple[str, ...] | None:
    """Who is told to speak before a council; None where nobody is, nothing where it is not said who."""
    near = _back(clauses, first, i)
    people = [r for r in clauses.between(first, i) if clauses.is_person(r)]
    if not any(clauses.has(k, "speech") for k in near) and not (people and _says(clauses, people[-1], first, i)):
        return None
    if people:
        joined = [r for k, r in enumerate(people) if k and clauses.governor(r)[0] == "and" and k == len(people) - 1]
        return tuple(p for r in (people[-2:] if joined else people[-1:]) for p in r.parties)
    return in_focus(clauses, i, "")
