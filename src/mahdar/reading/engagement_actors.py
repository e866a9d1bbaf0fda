"""Actors: who is meant where a clause leaves its subject out or points at it with a pronoun."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.reading.clauses import RELATIVES, THAT, Clauses
from mahdar.reading.draft import Reference
from mahdar.reading.engagement_cues import VERBAL, Cue
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.scene import group
from mahdar.record import Party, Statement

#: How many words back from a sentence the one who acts in it is looked for.
FOCUS_DISTANCE = 80
#: How many words stand between أن and a verb with the subject between them.
SUBJECT_WITHIN = 12


def left_out(
    clauses: Clauses, cue: Cue, before: Contact | None, taken: Collection[str] = (), *, addressed: bool = False
) -> tuple[str, ...]:
    """Who a verb without a subject is about: who acted in the contact before it in the sentence, else the focus.

    `taken`: who is named on the other side. `addressed`: that side is an object by its form ('مع فلان', 'بفلان'), so
    that the subject is left out also behind أن.
    """
    last = clauses.text(cue.at - 1)
    if (cue.frame in VERBAL and last in THAT and not addressed) or last in RELATIVES:
        return ()
    if cue.frame in VERBAL and _has_unnamed_subject(clauses, cue.at):
        return ()
    if before is not None and before.who and clauses.sentence(before.at) == clauses.sentence(cue.at):
        actor = before.who[0]
        if actor not in taken and agrees(clauses.draft.party.get(actor), cue.gender):
            return (actor,)
    return in_focus(clauses, cue.at, cue.gender, taken)


def _has_unnamed_subject(clauses: Clauses, i: int) -> bool:
    """Whether people without a name stand as subject between أن and the verb at word `i`: 'أن [وفدا وزاريا] سيتنقل'."""
    first, _ = clauses.sentence(i)
    for k in range(i - 1, max(first, i - SUBJECT_WITHIN) - 1, -1):
        if clauses.text(k) in THAT:
            return any(clauses.has(j, "delegation") or clauses.has(j, "partitive") for j in range(k + 1, i))
        if k in clauses.inside and clauses.is_person(clauses.inside[k]):
            return False
    return False


def in_focus(clauses: Clauses, i: int, gender: str, taken: Collection[str] = ()) -> tuple[str, ...]:
    """The person that a pronoun or a verb without subject at word `i` most likely means.

    Inside what somebody is reported to say: who acts in it, else the speaker. Outside: who acts in the sentence, else
    in the last sentence before it that tells of somebody.
    """
    first, _ = clauses.sentence(i)
    said = _said_at(clauses, i)
    start = max(first, clauses.draft.word_at(said.span[0])) if said is not None else first
    here = next(_acting(clauses, start, i, gender, taken), None)
    if here is not None:
        return here.parties
    if said is not None:
        speakers = [p for p in said.who if _is_person(clauses, p)]
        if len(speakers) == 1 and speakers[0] not in taken and agrees(clauses.draft.party[speakers[0]], gender):
            return (speakers[0],)
    here = next(_acting(clauses, first, start, gender, taken), None)
    if here is not None:
        return here.parties
    earlier = list(_acting(clauses, max(0, first - FOCUS_DISTANCE), first, gender, taken))
    if not earlier:
        return ()
    last_sentence = clauses.sentence(earlier[-1].first)[0]
    return next(r for r in earlier if r.first >= last_sentence).parties


def agrees(party: Party | None, gender: str) -> bool:
    """Whether a party can be meant by a verb or pronoun of a gender (m, f, or '' for either)."""
    known = gender_of(party)
    return not gender or not known or known == gender


def gender_of(party: Party | None) -> str:
    """The gender of a person as the post tells it: 'وزيرة' f, 'وزير' m; of a place as its name does; '' if unknown."""
    if party is not None and party.type == "GPE":
        return "m" if any(bare(fold(name).split(" ")[0]) in group("masculine") for name in party.names) else "f"
    if party is None or party.type != "PER" or not party.role:
        return ""
    return "f" if fold(party.role).split(" ")[0].endswith("ه") else "m"


def _said_at(clauses: Clauses, i: int) -> Statement | None:
    """The narrowest statement in whose content word `i` stands and whose speaker is known."""
    at = clauses.words[i].start
    holding = [s for s in clauses.draft.statements if s.who and s.span[0] <= at < s.span[1]]
    return min(holding, key=lambda s: s.span[1] - s.span[0], default=None)


def _acting(clauses: Clauses, first: int, last: int, gender: str, taken: Collection[str]) -> Iterator[Reference]:
    for reference in clauses.between(first, last):
        party = clauses.draft.party.get(reference.parties[0]) if reference.parties else None
        if party is None or party.type != "PER" or party.role is None or party.id in taken:
            continue  # persons without a role are often reporters
        if agrees(party, gender):
            yield reference


def _is_person(clauses: Clauses, party: str) -> bool:
    return party in clauses.draft.party and clauses.draft.party[party].type == "PER"
