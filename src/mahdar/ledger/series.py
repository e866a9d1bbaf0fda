"""Figures on one thing over many reports: what is counted, who says so, how it went over time, where they disagree.

Figures join by comparable units, by what kind they are (killed, injured; planned or there already) and by the words
around them, rare words counting more. Two figures of those weeks that cannot both be true are disputed; what a report
took over from another counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from math import log

from mahdar.arabic.folding import fold
from mahdar.archive.findings import Point, Series
from mahdar.ledger.figured import BEFORE, BEHIND, EVENTS, Figured, figured
from mahdar.ledger.stems import stem
from mahdar.who import Entities
from mahdar.who.days import days_between
from mahdar.who.english import Naming

#: Least score of a figure that joins a series; set on gold/series.
JOINS = 0.5
#: What shared words add, near the figure and in its sentence; one noun; one number; places in common or none.
NEAR, FAR, NOUN, COUNTED, HERE, ELSEWHERE = 0.6, 0.2, 0.05, 0.1, 0.1, 0.25
#: What 'their number' adds in the report that said whose, and what two who say how many there add.
AGAIN, CLAIMS = 0.45, 0.15
#: What one number adds: one of many places more than a round or small one. What the parties of two
#: reports have in common, and an event that both tell of.
NUMBER, SMALL_NUMBER, COMPANY, ONE_EVENT = 0.25, 0.1, 0.2, 0.15
NONE: frozenset[str] = frozenset()
#: What is taken away where only one report tells that a figure is of what is planned, or there.
UNTOLD = 0.1
#: What two other nouns take away, and 'person' beside another noun; 'member' goes with all.
OTHER_NOUN, GENERAL_NOUN = 0.6, 0.3
ANYBODY = frozenset(("person", "people", "member"))
#: What is taken away where two reports are on no state in common; days after which nothing goes on.
NO_STATE, LONG = 0.3, 500
#: Rarity of words between which the shared ones are measured: less is no text, more need not be shared.
FEW, MANY = 1.5, 3.0
#: How many of a figure's words, the rarest first, bring others up for comparison, and how many others each.
RAREST, LAST = 6, 15
#: Days after which nobody counts the dead of one event, and days within which two figures contradict each other,
#: those of one man sooner.
TOLL, DISPUTED, SAME_MAN = 45, 21, 3
#: What the likest figure of a series counts beside all that it was compared with.
LIKEST = 0.5
#: Words of the name of a series.
LABEL = 5
_MARKS = '،.:"«»()'


def series(
    entities: Entities, naming: Naming, copies: Mapping[str, str], events: Mapping[str, frozenset[str]]
) -> list[Series]:
    """Series of figures of two points and more.

    `copies` gives the original of each report that is a copy, `events` the events that each report tells of.
    """
    found = figured(entities)
    grouped = join(found, company(entities), events)
    rare = Rarity(f.near for f in found)
    told = [_series(group, entities, naming, copies, rare) for group in grouped if len(group) > 1]
    return sorted(told, key=lambda s: (s.unit, s.points[0].day or "9999", s.points[0].report, s.points[0].n))


def join(
    found: list[Figured], company: Mapping[str, frozenset[str]], events: Mapping[str, frozenset[str]]
) -> list[list[Figured]]:
    """Figures of one thing together, each joined to the series that it fits best.

    `company` are the entities of a report, `events` those that it tells of.
    """
    rare, known = Rarity(f.near | f.far for f in found), Rarity(company.values())
    groups: list[list[Figured]] = []
    # By what is counted and by key the last figures that had it, and the series that each is in.
    blocks: dict[str, dict[str, deque[int]]] = defaultdict(lambda: defaultdict(lambda: deque(maxlen=LAST)))
    series_of: list[int] = []
    for at, one in enumerate(found):
        having, own, of_events = blocks[f"{one.unit} {one.kind}"], company[one.doc], events.get(one.doc, NONE)
        rarest = sorted(one.near | one.far, key=lambda word: (-rare.of[word], word))[:RAREST]
        told = (one.doc, str(one.value), *one.noun_words, *map(str, of_events))
        near = dict.fromkeys(n for key in dict.fromkeys((*told, *rarest)) if key in having for n in having[key])
        together: dict[int, list[float]] = defaultdict(list)
        for n in near:
            other = found[n]
            score = likeness(one, other, rare)
            if score and one.doc != other.doc:
                score += COMPANY * known.shared(own, company[other.doc])
                score += ONE_EVENT * (not of_events.isdisjoint(events.get(other.doc, NONE)))
            together[series_of[n]].append(score)
        fitting = {n: scores for n, scores in together.items() if not any(_apart_in_one(one, f) for f in groups[n])}
        best, n = max(((_of_group(scores), n) for n, scores in fitting.items()), default=(0.0, -1))
        if best >= JOINS:
            groups[n].append(one)
        else:
            n = len(groups)
            groups.append([one])
        series_of.append(n)
        for key in {*told, *one.near, *one.far}:
            having[key].append(at)
    return groups


def likeness(a: Figured, b: Figured, rare: Rarity) -> float:
    """How likely two figures of one unit and kind are of one thing, apart from who is in the reports."""
    if a.kind == "part" or (None not in (a.planned, b.planned) and a.planned != b.planned):
        return 0.0
    if _apart(a, b) > (TOLL if a.kind in EVENTS else LONG):
        return 0.0
    score = NEAR * rare.shared(a.near, b.near)
    if a.noun == b.noun:
        score += NOUN
    elif a.noun not in ANYBODY and b.noun not in ANYBODY:
        score -= OTHER_NOUN
    elif "person" in (a.noun, b.noun) and a.noun_words.isdisjoint(b.noun_words):
        score -= GENERAL_NOUN
    score += COUNTED * (not a.noun_words.isdisjoint(b.noun_words))
    if a.value == b.value:
        score += NUMBER if a.value >= 1000 or len(str(int(a.value)).rstrip("0")) > 2 else SMALL_NUMBER
    elif a.planned != b.planned:
        score -= UNTOLD
    if a.doc == b.doc:
        claims = _two_say(a, b)
        return score + AGAIN * (a.again or (claims and a.kind != "counted")) + CLAIMS * claims
    score += FAR * rare.shared(a.far, b.far) + HERE * (not a.bodies.isdisjoint(b.bodies))
    if a.states and b.states and a.states.isdisjoint(b.states):
        score -= NO_STATE
    if not a.places.isdisjoint(b.places):
        score += HERE
    elif a.places and b.places and a.kind != "counted":
        score -= ELSEWHERE
    return score


def _two_say(a: Figured, b: Figured) -> bool:
    """Whether two figures are given by two others."""
    return bool(a.by and b.by and not set(a.by) & set(b.by))


def _apart_in_one(a: Figured, b: Figured) -> bool:
    """Whether one report gives two numbers without a word that they are of one thing, and nobody else gives one."""
    return a.doc == b.doc and a.value != b.value and not a.again and not _two_say(a, b)


def _of_group(scores: list[float]) -> float:
    """How well a figure goes with a series by how well it goes with its figures: the likest counts most."""
    return LIKEST * max(scores) + (1 - LIKEST) * sum(scores) / len(scores)


class Rarity:
    """How much it says that two texts share their words: a word that one has counts 1, one that all have nothing."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        known = list(texts)
        counts = Counter(word for text in known for word in text)
        total = log(max(len(known), 50))
        self.of = {word: max(1 - log(count) / total, 0.0) for word, count in counts.items()}
        self._sums: dict[frozenset[str], float] = {}

    def sum(self, text: frozenset[str]) -> float:
        """What all words of a text count."""
        if text not in self._sums:
            self._sums[text] = sum(self.of[word] for word in text)
        return self._sums[text]

    def shared(self, x: frozenset[str], y: frozenset[str]) -> float:
        """Share of the words of the shorter text that both have."""
        both = x & y
        if not both:
            return 0.0
        least = min(max(min(self.sum(x), self.sum(y)), FEW), MANY)
        return min(sum(self.of[word] for word in both) / least, 1.0)


def company(entities: Entities) -> dict[str, frozenset[str]]:
    """The entities of each report."""
    return {
        doc: frozenset(entities.of[doc, party] for party in scene.parties if (doc, party) in entities.of)
        for doc, scene in entities.scenes.items()
    }


def _apart(a: Figured, b: Figured) -> int:
    return days_between(a.day, b.day) if a.day and b.day and len(a.day) >= 10 <= len(b.day) else 0


def contradict(a: Figured, b: Figured) -> bool:
    """Whether two figures of one thing cannot both be true: of those weeks, and not one man's of later days."""
    if (a.doc == b.doc and a.by == b.by) or _apart(a, b) > DISPUTED:
        return False
    if set(a.by) & set(b.by) and _apart(a, b) > SAME_MAN:
        return False
    later = max(a, b, key=lambda f: (f.day or "", f.doc, f.n))
    if later.grown and a.day != b.day:
        return False
    (low, high), (other_low, other_high) = a.room, b.room
    return high < other_low or other_high < low


def _series(
    group: list[Figured], entities: Entities, naming: Naming, copies: Mapping[str, str], rare: Rarity
) -> Series:
    docs = {f.doc for f in group}
    disputed = disputed_in(group)
    points = [_point(f, (f.doc, f.n) in disputed, entities, naming, copies.get(f.doc), docs) for f in group]
    noun = Counter(f.noun for f in group).most_common(1)[0][0]
    return Series(
        what=_what(group, entities, rare),
        unit=noun if len({f.noun for f in group}) > 1 else group[0].noun,
        kind=_told_kind(group),
        disputed=bool(disputed),
        independent=len({point.copy_of or point.report for point in points}),
        points=points,
    )


def disputed_in(group: list[Figured]) -> set[tuple[str, int]]:
    """Report and number of the figures of a series that another one contradicts; `group` is in order of the day."""
    found: set[tuple[str, int]] = set()
    for i, a in enumerate(group):
        for b in group[i + 1 :]:
            if _apart(a, b) > DISPUTED:
                break
            if contradict(a, b):
                found |= {(a.doc, a.n), (b.doc, b.n)}
    return found


def _told_kind(group: list[Figured]) -> str:
    if group[0].kind != "counted":
        return group[0].kind
    return "planned" if any(f.planned for f in group) else group[0].kind


def _point(
    f: Figured, disputed: bool, entities: Entities, naming: Naming, original: str | None, docs: set[str]
) -> Point:
    return Point(
        report=f.doc,
        n=f.n,
        day=f.day,
        value=f.figure.value,
        high=f.high and f.high / (f.value / f.figure.value if f.value else 1.0),
        bound=f.bound,
        by=[naming.named(entity) for entity in f.by],
        copy_of=original if original in docs else None,
        disputed=disputed,
        quote=entities.scenes[f.doc].told.text[slice(*f.figure.span)],
        span=f.figure.span,
    )


def _what(group: list[Figured], entities: Entities, rare: Rarity) -> str:
    """What is counted: the words that most points share, the rarer first, as the point that has most writes them."""
    counts = Counter(word for f in group for word in f.near)
    shared = {word for word, count in counts.items() if count * 2 > len(group)} or set(group[0].near)
    kept = set(sorted(shared, key=lambda word: (-counts[word] * rare.of[word], word))[:LABEL])
    kept |= {word for word, count in Counter(w for f in group for w in f.noun_words).items() if count * 2 > len(group)}
    clearest = max(group, key=lambda f: (len(f.near & kept), -len(f.near)))
    scene = entities.scenes[clearest.doc]
    start, end = clearest.figure.span
    words = scene.told.text[max(0, start - BEFORE) : end + BEHIND].split()
    first = {stem_of(word): word.strip(_MARKS) for word in reversed(words)}
    return " ".join(dict.fromkeys(first[stem_of(word)] for word in words if stem_of(word) in kept))


def stem_of(word: str) -> str:
    """The stem of a word as it is written."""
    return stem(fold(word.strip(_MARKS)))
