"""Participants: the parties that take part in what a cue reports, and where it took place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.words import BREAK, MARK
from mahdar.reading.clauses import RELATIVES, ROLE_LENGTH, Clauses, classes, is_verb, reports
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.engagement_cues import VERBAL, Cue, carrier, cue_at
from mahdar.reading.origin import state_of_adjective

#: How far a clause is followed, in words. The longest in the training reports name ten parties in 60 words.
CLAUSE_LENGTH = 70
#: How many words of no class in a row a clause goes on through.
STRANGE_WORDS = 6
#: How many words of a post stand before its place.
POST_LENGTH = 6
#: How long a relative clause between two sides may be.
RELATIVE_LENGTH = 16
#: How long an aside between commas may be.
ASIDE_LENGTH = 5
#: The same for one that tells beside what something was: '، على هامش أعمال الدورة الثانية والسبعين للجمعية العامة،'.
MARGIN_LENGTH = 15
#: How many words behind 'على هامش' the noun of a contact belongs to it.
MARGIN_WITHIN = 3
#: How many words before 'برئاسة فلان' the delegation that he leads stands.
DELEGATION_WITHIN = 9
#: How many words stand between a delegation and the body that sent it: 'وفد [نيابي مشترك] من'.
SENT_WITHIN = 3


_GOING_ON = frozenset(("with", "accompany", "between", "present", "chair", "when", "role", "title", "in", "to", "host"))
ON_OCCASION = frozenset(("فور", "خلال", "بعد", "عقب", "قبل", "لدي", "قبيل", "حال", "اثناء"))


@dataclass
class Side:
    """A reference with what ties it to the clause (see `Clauses.governor`)."""

    reference: Reference
    relation: str
    role: bool
    person: bool


@dataclass
class Sides:
    """What the words around a cue name: `sides` in order; the clause is words ``[first, last)``."""

    first: int
    last: int
    sides: list[Side] = field(default_factory=list)

    def of(self, *relations: str) -> list[Side]:
        return [s for s in self.sides if s.relation in relations]


def right_of(clauses: Clauses, cue: Cue) -> Sides:
    """The references after a cue, to the end of its clause."""
    _, end = clauses.sentence(cue.at)
    end = min(end, cue.at + CLAUSE_LENGTH)
    found = Sides(cue.at, cue.at + 1)
    i = cue.at + 1
    strange = 0
    while i < end:
        reference = clauses.inside.get(i)
        if reference is not None:
            if reference.first >= cue.at:
                _take(clauses, found, reference, cue.at + 1)
            i = reference.last
            found.last = i
            strange = 0
            continue
        unnamed = _unnamed(clauses, cue, i, end)
        if unnamed is not None:
            _take(clauses, found, unnamed, cue.at + 1)
            i = unnamed.last
            continue
        skipped = _over(clauses, cue, i)
        strange = 0 if classes(clauses.words[i].text) else strange + 1
        if not skipped or strange > STRANGE_WORDS:
            break
        i += skipped
    found.last = max(found.last, i)
    found.sides = [side for k, side in enumerate(found.sides) if not _stands_for(clauses, found.sides, k)]
    return found


def _stands_for(clauses: Clauses, sides: list[Side], k: int) -> bool:
    """Whether a body or state only tells the role of a person beside it: 'رئيس بعثة الأمم المتحدة فلان'."""
    side = sides[k]
    if side.person or not side.role:
        return False
    after = sides[k + 1] if k + 1 < len(sides) else None
    if (
        after is not None
        and after.person
        and (
            after.relation == "chair"
            or (after.reference.first - side.reference.last <= 2 and not _joined(clauses, after))
        )
    ):
        return True
    before = sides[k - 1] if k else None
    if before is None or not before.person:
        return False
    _, start, _ = clauses.governor(side.reference)
    return start - before.reference.last <= 1 and not _joined(clauses, side)


def _joined(clauses: Clauses, side: Side) -> bool:
    return clauses.governor(side.reference)[0] in ("and", "with", "between", "by")


def _unnamed(clauses: Clauses, cue: Cue, i: int, end: int) -> Reference | None:
    """A state behind unnamed people at word `i`: 'المسؤولين [العراقيين]', 'زيارة وزير الخارجية [الفرنسي]'; None where a
    name follows.
    """
    if not clauses.has(i, "officials") and not (cue.kind == "visit" and clauses.has(i, "role")):
        return None
    for k in range(i, min(i + 5, end)):
        state = clauses.state_of(k)
        if state is not None:
            named = any(clauses.is_person(r) for r in clauses.between(k, k + 4))
            cut = len(clauses.words[i].text) - len(clauses.words[i].text.lstrip("وفبل")) if k > i else 0
            return None if named else Reference(i, k + 1, i, cut, (state,), named=False)
        if k in clauses.inside or not clauses.is_word(k):
            return None
    return None


def _take(clauses: Clauses, found: Sides, reference: Reference, limit: int) -> None:
    relation, start, role = clauses.governor(reference, limit)
    person = clauses.is_person(reference)
    if relation == "chair":
        relation = _of_delegation(clauses, start, limit) or relation
    if relation in ("and", "comma"):
        before = found.sides[-1] if found.sides else None
        alike = before is not None and before.person == person
        if relation == "and":
            relation = before.relation if before is not None else "bare"
            role = role or (before is not None and alike and before.role and _shares_post(clauses, before.reference))
            aside = relation in ("in", "part") or (relation in ("other", "from") and not _touches(before, start))
            if aside and person and not alike:
                relation = "bare"
        elif before is not None and alike and before.relation in ("with", "between", "present", "chair", "accompany"):
            relation = before.relation
        else:
            relation = "bare"
    if not person and not role and relation == "by" and clauses.type_of(reference) in ("GPE", "LOC"):
        relation = "part" if _in_post(clauses, reference) else "in"
    if relation in ("in", "from") and not person and _of_officials(clauses, start):
        relation, role = "bare", True
    if relation == "from" and not person:
        relation = _sent_by(clauses, start, limit) or relation
    holder = _holder(clauses, reference, start) if role and not person else None
    if holder is not None:
        reference, person = replace(reference, parties=(holder,)), True
    found.sides.append(Side(reference, relation, role, person))


def _sent_by(clauses: Clauses, start: int, limit: int) -> str | None:
    """'with' where a body sent the delegation that is met: 'مع وفد مشترك [من] المنظمة'."""
    if clauses.text(start - 1) != "من":
        return None
    for i in range(start - 2, max(limit, start - 2 - SENT_WITHIN) - 1, -1):
        if clauses.has(i, "delegation"):
            return "with" if clauses.has(i - 1, "with") or clauses.text(i)[:1] == "ب" else None
        if i in clauses.inside or not clauses.is_word(i):
            return None
    return None


def _of_officials(clauses: Clauses, start: int) -> bool:
    """Whether a body or state is that of people without a name: 'التقى [نظراءه في] دول الاتحاد'."""
    return clauses.text(start - 1) in ("في", "من") and clauses.has(start - 2, "officials")


def _holder(clauses: Clauses, reference: Reference, start: int) -> str | None:
    """The person known by a post that only names its body or state: '[وزير خارجية] المملكة'."""
    if clauses.draft.party.get(reference.parties[0]) is None or start >= reference.first:
        return None
    post = [bare(clauses.text(k)) for k in range(start, reference.first) if clauses.is_word(k)]
    post = [word for word in post if "title" not in classes(word)]
    if not post or "role" not in classes(post[0]) or "delegation" in classes(post[0]):
        return None
    body, named = reference.parties[0], {bare(w.text) for w in clauses.words[reference.first : reference.last]}
    found = []
    for party in clauses.draft.parties:
        words = _words_of(party.role) if party.role else set()
        at_home = body == home_of(clauses.draft) or clauses.has(reference.first, "homeland")
        of_body = party.of == body or named <= words or (party.of is None and at_home)
        if of_body and set(post) <= words:
            found.append(party.id)
    return found[0] if len(found) == 1 else None


def home_of(draft: Draft) -> str | None:
    """The state from which a report is written: that of the place in its dateline."""
    if draft.dateline is None:
        return None
    places = [m.party for m in draft.mentions if m.type == "GPE" and draft.dateline[0] <= m.start < draft.dateline[1]]
    return (draft.party[places[0]].of or places[0]) if places else None


def _words_of(post: str) -> set[str]:
    return {bare(word) for word in fold(post).split(" ")}


def _touches(before: Side | None, start: int) -> bool:
    """Whether a phrase begins right behind a side: 'من المتمردين [وفلان]'."""
    return before is not None and start - before.reference.last <= 1


def _shares_post(clauses: Clauses, before: Reference) -> bool:
    """Whether a post of several people goes on to what is joined: '[وزراء] خارجية تونس ومصر'."""
    return any(clauses.has(k, "many") for k in range(max(0, before.first - ROLE_LENGTH), before.first + 1))


def _of_delegation(clauses: Clauses, start: int, limit: int) -> str | None:
    """What ties a delegation to the clause whose head is named behind it: '[مع] وفد من الوزارة برئاسة فلان'."""
    for i in range(start - 1, max(limit, start - DELEGATION_WITHIN) - 1, -1):
        if not clauses.has(i, "delegation"):
            if clauses.is_comma(i) or not (clauses.is_word(i) or i in clauses.inside):
                return None
            continue
        if clauses.has(i - 1, "with") or clauses.has(i - 1, "between"):
            return "with"
        return "with" if clauses.text(i)[:1] in "بل" else "bare"
    return None


def _in_post(clauses: Clauses, reference: Reference) -> bool:
    """Whether a place only tells where somebody has his post: 'نائب وزير الداخلية [بدولة الكويت]'."""
    for i in range(reference.first - 1, reference.first - POST_LENGTH, -1):
        holder = clauses.inside.get(i)
        beside = holder is not None and holder.last == reference.first and clauses.is_person(holder)
        if (holder is not None and not beside) or not clauses.is_word(i):
            return False
        if clauses.has(i, "role"):
            return not clauses.text(i).startswith("ال")
    return False


def _over(clauses: Clauses, cue: Cue, i: int) -> int:
    """How many words to pass over at word `i`; 0 where the clause ends."""
    word = clauses.words[i]
    if word.kind == BREAK:
        return 0
    if word.kind == MARK:
        return _over_mark(clauses, cue, i)
    found = classes(word.text)
    if i <= cue.at + 4 and cue.frame == "noun" and _relative(clauses, i, found):
        return 2
    if i <= cue.at + 4 and cue.frame == "noun" and carrier(word.text) is not None:
        return 1
    if word.text in RELATIVES and clauses.inside.get(i - 1) is not None:
        return _past_relative(clauses, i)
    if i == cue.at + 1 and ("apart" in found or (cue.kind == "letter" and "greeting" in found)):
        return 1
    if found & {"present", "chair", "with", "accompany", "between", "role", "title", "when"}:
        return 1
    if found & {"stop", "topic"} or reports(word.text):
        return 0
    other = cue_at(clauses.words, i)
    if other is not None and clauses.text(i - 1) in ON_OCCASION:
        return 1
    if other is not None and other.proclitic == "و" and i > cue.at + 2 and clauses.has(i + 1, "apart"):
        return 0  # 'اجتماعات مع فلان [وجلسة] منفصلة مع علان'
    if other is not None and (other.frame in VERBAL or other.object or other.proclitic.endswith("ل")):
        return 0
    return 0 if is_verb(word.text) and carrier(word.text) != "event" else 1


def _over_mark(clauses: Clauses, cue: Cue, i: int) -> int:
    """How many words to pass over at the mark at word `i`; 0 where the clause ends with it."""
    if (
        clauses.is_comma(i)
        and i + 1 in clauses.inside
        and any(clauses.has(k, "aside") for k in range(max(0, cue.at - MARGIN_WITHIN), cue.at))
    ):
        return 0  # '، على هامش [الدورة]، فلانا'
    if not clauses.is_comma(i) or i == cue.at + 1 or _goes_on(clauses, i + 1) or _ends_aside(clauses, i):
        return 1
    if clauses.text(i + 1) in RELATIVES and clauses.inside.get(i - 1) is not None:
        past = _past_relative(clauses, i + 1)
        return past + 1 if past else 0
    return _past_aside(clauses, i)


def _ends_aside(clauses: Clauses, i: int) -> bool:
    """Whether a comma at word `i` ends words of time between commas: 'زار فلان ، صباح [اليوم ،] المدينة'."""
    k = i - 1
    while clauses.has(k, "when"):
        k -= 1
    return k < i - 1 and clauses.is_comma(k)


def _past_aside(clauses: Clauses, i: int) -> int:
    """How many words a short aside in commas has that begins at word `i`: 'توجه فلان[، قبل بكين،] إلى القاهرة'."""
    if not clauses.has(i + 1, "other"):
        return 0
    length = MARGIN_LENGTH if clauses.has(i + 2, "aside") else ASIDE_LENGTH
    for k in range(i + 2, i + 2 + length):
        if clauses.is_comma(k):
            return k + 1 - i if _goes_on(clauses, k + 1) else 0
        if k not in clauses.inside and (not clauses.is_word(k) or is_verb(clauses.text(k))):
            return 0
    return 0


def _past_relative(clauses: Clauses, i: int) -> int:
    """How many words a relative clause at word `i` has, its comma included; 0 where nothing goes on behind it."""
    _, end = clauses.sentence(i)
    for k in range(i + 1, min(i + RELATIVE_LENGTH, end)):
        if clauses.is_comma(k):
            return k + 1 - i if k + 1 < end and _goes_on(clauses, k + 1) else 0
    return 0


def _relative(clauses: Clauses, i: int, found: frozenset[str]) -> bool:
    """Whether 'الذي' before a carrying verb stands at word `i` ('اللقاء الذي جمع')."""
    return "stop" in found and (carrier(clauses.text(i + 1)) is not None or clauses.has(i + 1, "intends"))


def _goes_on(clauses: Clauses, i: int) -> bool:
    """Whether a clause goes on behind a comma before word `i`."""
    if i in clauses.inside or state_of_adjective(clauses.text(i).removeprefix("و")) is not None:
        return True
    found = classes(clauses.text(i))
    return bool(
        found & {"with", "accompany", "between", "present", "chair", "when", "role", "title", "in", "to", "host"}
    )
