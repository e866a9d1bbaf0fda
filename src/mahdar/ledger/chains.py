"""Requests, promises and what became of them: commitments on one thing between two sides as one chain."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from math import log
from typing import Literal

from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.numbers import find_numbers
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import words
from mahdar.archive.decisions import Decision
from mahdar.archive.due import due, lapsed
from mahdar.ledger.sides import Side, overlap, sides_of
from mahdar.ledger.stems import stems, stems_of_name
from mahdar.record import Commitment
from mahdar.who import Entities, Scene
from mahdar.who.days import days_between

Status = Literal["open", "conditional", "refused", "partly_delivered", "delivered", "lapsed"]
Step = Literal[
    "request", "pledge", "agreement", "confirmed", "granted", "partly_delivered", "delivered", "refused", "lapsed"
]
#: Least score of a commitment that joins a chain; set on gold/series.
JOINS = 0.55
#: What one area, the same giver, the same taker and shared words add; what other givers and takers take away.
AREA, GIVER, TAKER, WORDS, OTHER_GIVER, OTHER_TAKER = 0.2, 0.15, 0.1, 0.6, 0.3, 0.1
#: The area of what is of no area in particular, and what it adds where one has it and where both do.
UNTOLD, ONE_UNTOLD, BOTH_UNTOLD = "other", 0.0, 0.1
#: What a reply adds in one report ('he declined the request'), and letters within which it stands behind.
REPLY, BEHIND = 0.4, 420
#: Rarity of words between which the shared ones are measured: less is no text, more need not be shared.
FEW, MANY = 6.0, 7.0
#: How many of a commitment's words, the rarest first, bring others up for comparison, and how many others each.
RAREST, LAST = 10, 40
#: The day of reports without one: they come last.
UNKNOWN_DAY = "9999"
#: Days after its last step that a chain still goes on.
LONG = 500


@dataclass(frozen=True)
class Told:
    """A commitment as one report has it: who gives and who gets, and the stems of its words."""

    doc: str
    index: int
    commitment: Commitment
    givers: tuple[Side, ...]
    takers: tuple[Side, ...]
    words: frozenset[str]
    text: str
    day: str

    def says(self, what: str) -> bool:
        """Whether the words hold one of data/chain_words.tsv."""
        return any(f" {words} " in self.text for words in _chain_words()[what])


@dataclass
class Chain:
    """Commitments on one thing in the order of their reports, what each is there, and how it stands.

    `decided` is what somebody said of how it stands, which wins over the rule; `as_of` is the day on which its deadline
    is judged.
    """

    told: list[Told] = field(default_factory=list)
    decided: Decision | None = None
    as_of: str | None = None

    @property
    def steps(self) -> list[tuple[Told, Step]]:
        return list(zip(self.told, _steps(self.told), strict=True))

    @property
    def by_steps(self) -> Status:
        """How it stands by its steps alone."""
        return _status(self.steps)

    @property
    def due(self) -> str | None:
        """The last day on which it can be kept, of the deadlines of its steps."""
        return due((step, deadline_of(t), None if t.day == UNKNOWN_DAY else t.day) for t, step in self.steps)

    @property
    def overdue(self) -> bool:
        """Whether its day has passed with nothing delivered or refused."""
        return any(map(deadline_of, self.told)) and lapsed(self.by_steps, self.due, self.as_of)

    @property
    def by_rule(self) -> Status:
        """How it stands by its steps, lapsed where the day by which it was due has passed."""
        return "lapsed" if self.overdue else self.by_steps

    @property
    def status(self) -> str:
        """How it stands: as somebody decided, else by rule."""
        return self.by_rule if self.decided is None or self.decided.status is None else self.decided.status


def deadline_of(told: Told) -> str | None:
    """By when a commitment is to be kept, in its report's words; of one that is denied None."""
    return told.commitment.deadline if told.commitment.status != "denied" else None


def commitments(entities: Entities) -> list[Told]:
    """All commitments of all reports, in order of the day and of the text."""
    found = []
    for doc, scene in entities.scenes.items():
        told = scene.told
        said = told.noted("stems", partial(stems_said, scene))
        for index, c in enumerate(told.record.commitments):
            givers, takers = (sides_of(entities, doc, parties) for parties in sides_in(c))
            plain = plain_words(told.text[slice(*c.span)])
            found.append(Told(doc, index, c, givers, takers, frozenset(said[index]), plain, told.day or UNKNOWN_DAY))
    return sorted(found, key=lambda t: (t.day, t.doc, t.commitment.span))


def sides_in(c: Commitment) -> tuple[list[str], list[str]]:
    """The parties of a commitment that are to give or do it, and those whom it is for."""
    if c.kind == "agreement":
        return [*c.from_, *c.to], [*c.from_, *c.to]
    return (c.to, c.from_) if c.kind == "request" else (c.from_, c.to)


def plain_words(text: str) -> str:
    """Folded words between single spaces."""
    return f" {' '.join(fold(text).replace('،', ' ').replace('.', ' ').split())} "


def stems_said(scene: Scene) -> list[list[str]]:
    """Stems of the words of each commitment of a report."""
    told = scene.told
    persons = _persons(scene) if told.record.commitments else frozenset()
    return [sorted(frozenset(stems(told.text[slice(*c.span)])) - persons) for c in told.record.commitments]


def _persons(scene: Scene) -> frozenset[str]:
    """Stems of the names of a report's persons, which say nothing of what is promised."""
    names = (name for p in scene.parties.values() if p.type == "PER" for name in p.names)
    return frozenset(s for name in names for s in stems_of_name(name))


def chained(found: list[Told]) -> list[list[int]]:
    """The places in `found` of the commitments on one thing, in order, each joined to the chain that it fits best."""
    rare = _rarity(found)
    chains: list[list[int]] = []
    # Without a word in common only an answer in the same report can join, so nothing else need be compared.
    having: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=LAST))
    chain_of: list[int] = []
    for at, told in enumerate(found):
        keys = [told.doc, *sorted(told.words, key=lambda word: (-rare[word], word))[:RAREST]]
        near = {other for key in keys if key in having for other in having[key]}
        scored = [(likeness(told, found[other], rare), chain_of[other]) for other in near]
        best, n = max(scored, default=(0.0, -1))
        if best >= JOINS:
            chains[n].append(at)
        else:
            n = len(chains)
            chains.append([at])
        chain_of.append(n)
        for key in (told.doc, *told.words):
            having[key].append(at)
    return chains


def decide(chains: Iterable[Chain], decided: Mapping[tuple[str, int], Decision]) -> None:
    """Give chains the newest of the decisions on their commitments; `decided` goes by report and number."""
    for one in chains:
        told = (decided.get((t.doc, t.index)) for t in one.told)
        one.decided = max((d for d in told if d is not None), key=lambda d: d.key, default=None)


def likeness(a: Told, b: Told, rare: dict[str, float]) -> float:
    """How likely `a` is about what the earlier `b` is about."""
    # What two reports say of one thing has words in common; most pairs fall here, before anything dear is asked.
    if a.doc != b.doc and not _may_join(a, b, rare):
        return 0.0
    if _days(a.day, b.day) > LONG:
        return 0.0
    score = _area(a, b)
    if a.givers and b.givers:
        same = overlap(a.givers, b.givers)
        score += GIVER * same if same else -OTHER_GIVER
    if a.takers and b.takers:
        same = overlap(a.takers, b.takers)
        score += TAKER * same if same else -OTHER_TAKER
    score += WORDS * _shared(a.words, b.words, rare)
    return score + _reply(a, b)


def _may_join(a: Told, b: Told, rare: dict[str, float]) -> bool:
    """Whether the words that both have could make a chain if all else went together."""
    most = min(sum(map(rare.__getitem__, a.words & b.words)) / FEW, 1.0)
    return GIVER + TAKER + WORDS * most + _area(a, b) >= JOINS


def _area(a: Told, b: Told) -> float:
    """What the areas say: that of no area in particular says nothing."""
    x, y = a.commitment.area, b.commitment.area
    if UNTOLD in (x, y):
        return ONE_UNTOLD if x != y else BOTH_UNTOLD
    return AREA if x == y else -AREA


def _reply(a: Told, b: Told) -> float:
    """What is added where `a` answers or takes up `b` in one report without saying again what it was."""
    near = 0 <= a.commitment.span[0] - b.commitment.span[0] <= BEHIND
    if a.doc != b.doc or _area(a, b) < 0 or not near:
        return 0.0
    answers = b.commitment.kind == "request" and a.commitment.kind in ("refusal", "pledge")
    return REPLY * (0.6 * answers + 0.7 * a.says("back"))


def _shared(x: frozenset[str], y: frozenset[str], rare: dict[str, float]) -> float:
    """Share of the words of the shorter text that both have, rare words counting more."""
    weigh = rare.__getitem__
    least = min(sum(map(weigh, x)), sum(map(weigh, y)))
    both = sum(map(weigh, x & y))
    return min(both / min(max(least, FEW), MANY), 1.0) if both else 0.0


def _rarity(found: Iterable[Told]) -> dict[str, float]:
    counts = Counter(word for told in found for word in told.words)
    total = max(sum(1 for _ in counts), 50)
    return {word: rarity(count, total) for word, count in counts.items()}


def rarity(count: int, total: int) -> float:
    """How much a word counts that `count` of `total` commitments have."""
    return log(1 + total / count) / 2


def _steps(chain: list[Told]) -> list[Step]:
    """What each commitment is in its chain."""
    found: list[Step] = []
    for told in chain:
        kind = told.commitment.kind
        promised = {"pledge", "agreement", "granted"} & set(found)
        if told.says("lapsed") and kind != "request" and promised:
            step: Step = "lapsed"
        elif kind == "delivered":
            step = "partly_delivered" if _in_part(told, chain) else "delivered"
        elif kind == "refusal":
            step = "refused"
        elif kind == "request":
            step = "request"
        elif "refused" in found and not promised and not told.says("later"):
            step = "granted"
        else:
            step = "confirmed" if promised and kind == "pledge" else kind
        found.append(step)
    return found


def _in_part(told: Told, chain: list[Told]) -> bool:
    """Whether what was given is less than what was promised."""
    if told.says("whole"):
        return False
    if told.says("part"):
        return True
    given, promised = _numbers(told), [n for t in chain if t.day <= told.day and t is not told for n in _numbers(t)]
    return bool(given and promised) and max(given) < max(promised)


@lru_cache(maxsize=FORMS)
def _amounts(text: str) -> tuple[float, ...]:
    return tuple(number.value for number in find_numbers(words(Folded(text))) if number.kind == "cardinal")


def _numbers(told: Told) -> tuple[float, ...]:
    """The numbers of a commitment, in digits or words."""
    return _amounts(told.text)


def _status(steps: list[tuple[Told, Step]]) -> Status:
    """How a chain stands after its last step."""
    status: Status = "open"
    for told, step in steps:
        if step in ("delivered", "partly_delivered", "lapsed"):
            if not (status == "delivered" and step == "partly_delivered"):
                status = step
        elif step == "refused" and status in ("open", "conditional"):
            status = "refused"
        elif step == "granted" or (step in ("pledge", "agreement") and status in ("open", "conditional")):
            status = "conditional" if told.says("condition") else "open"
    return status


def _days(x: str, y: str) -> int:
    if UNKNOWN_DAY in (x, y):
        return 0
    return days_between(x, y)


@cache
def _chain_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for what, phrase in rows("mahdar.ledger", "chain_words.tsv"):
        found.setdefault(what, []).append(fold(phrase))
    return {what: tuple(phrases) for what, phrases in found.items()}
