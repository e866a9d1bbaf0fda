"""A report's record as events of PLOVER: which line is which event, of whom, in which contexts.

    coded = code(Scene(Told(record, day="2018-03-13", text="…")))
    coded.events                         one for each line that is one, in the order of the record's parts
    coded.uncoded                        the other lines, each with the reason

One line is one event, with all who act in `actors` and all to whom it is done in `recipients`; no pair of them is made
an event of its own. What is told twice, as a statement and as the commitment made in it, is coded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mahdar.arabic.folding import fold
from mahdar.archive.findings import Named
from mahdar.exchange.events import ontology
from mahdar.exchange.events.actors import Cast, posts_of
from mahdar.exchange.events.model import Actor, Coded, CodedEvent, Span, Spot, Telling, Uncoded
from mahdar.exchange.events.ontology import Rule
from mahdar.record import Commitment, Engagement, Incident, Statement
from mahdar.who.scene import Scene

#: States that make a conference a multilateral one, where no body between states takes part.
MANY_STATES = 3
_BETWEEN_STATES = frozenset(("IGO",))
NO_ACTOR, NO_RECIPIENT = "no actor that the report names", "the type needs a recipient, and the report names none"
SAID_ALREADY = "the same words are coded as a commitment or an incident"


@dataclass(frozen=True)
class Told:
    """What is known of a report beside its record: its own title and address; `groups` tells the lines that are one.

    `groups` has, by part and number of a line, the archive's id of the event or chain that it belongs to. `named` are
    the archive's entities by party, `own` the Wikidata ids that the user's own list has for entities; `copy_of` is the
    report that this one copies.
    """

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    copy_of: str | None = None
    named: Mapping[str, Named] = field(default_factory=dict)
    groups: Mapping[tuple[str, int], str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)


def code(scene: Scene, told: Told | None = None) -> Coded:
    """The events of one report."""
    return _Coder(scene, told or Told()).coded()


class _Coder:
    def __init__(self, scene: Scene, told: Told) -> None:
        self.scene, self.told = scene, told
        self.record, self.cast = scene.told.record, Cast(scene, told.named, told.own)
        self.found = Coded()

    def coded(self) -> Coded:
        """All lines of the record."""
        for n, engagement in enumerate(self.record.engagements):
            self._engagement(n, engagement)
        for n, statement in enumerate(self.record.statements):
            self._statement(n, statement)
        for n, commitment in enumerate(self.record.commitments):
            self._commitment(n, commitment)
        for n, incident in enumerate(self.record.incidents):
            self._incident(n, incident)
        return self.found

    # Lines

    def _engagement(self, n: int, e: Engagement) -> None:
        rule = ontology.engagement(e.kind, e.status)
        if e.historical:
            rule = rule._replace(auxiliary=(*rule.auxiliary, "historical"))
        visitors = [p for p in e.who if p != e.host]
        split = rule.mode == "visit" and e.host is not None and bool(visitors)
        who = visitors if split else [*e.who, *([e.host] if e.host else [])]
        actors = self.cast.actors(who, acting=True)
        recipients = self.cast.actors([e.host], acting=True) if split and e.host else ()
        mode = self._setting(rule.mode, actors)
        topics = [context for topic in e.topics if (context := ontology.context_of("topic").get(topic))]
        self._add(
            "engagements", n, rule._replace(mode=mode), actors, recipients, topics, e.span, date=e.date,
            place=self.cast.spot(e.place), kind=e.kind, confidence=e.confidence,
        )  # fmt: skip

    def _setting(self, mode: str, actors: tuple[Actor, ...]) -> str:
        if mode != "conference":
            return mode
        states = {actor.country for actor in actors if actor.country}
        many = len(states) >= MANY_STATES or any(_BETWEEN_STATES.intersection(actor.sectors) for actor in actors)
        return "multilateral" if many else ""

    def _statement(self, n: int, s: Statement) -> None:
        rule = ontology.statement(s.act)
        if not rule.type:
            self._leave("statements", n, rule.clause)
        elif self._is_coded(rule.type, s.span):
            self._leave("statements", n, SAID_ALREADY)
        else:
            actors = self.cast.actors(s.who, acting=True)
            self._add("statements", n, rule, actors, (), [], s.span, kind=s.act, confidence=s.confidence)

    def _is_coded(self, kind: str, span: Span) -> bool:
        """Whether a commitment or an incident of a like type rests on the words of a statement."""
        commitments = [(ontology.commitment(c.kind, c.area).type, c.span) for c in self.record.commitments]
        incidents = [(str(i.type), i.span) for i in self.record.incidents]
        return any(kind == other and a < span[1] and span[0] < b for other, (a, b) in [*commitments, *incidents])

    def _commitment(self, n: int, c: Commitment) -> None:
        rule = ontology.commitment(c.kind, c.area)
        if c.status != "stated":
            rule = rule._replace(auxiliary=("hypothetical" if c.status == "conditional" else "negation",))
        actors = self.cast.actors(c.from_, acting=True)
        # Who is asked is to act: a region that is asked is its government, one that is given to is not.
        recipients = self.cast.actors([p for p in c.to if p not in c.from_], acting=c.kind in ("request", "refusal"))
        area = ontology.context_of("area").get(c.area)
        self._add(
            "commitments", n, rule, actors, recipients, [area] if area else [], c.span, kind=c.kind, area=c.area,
            confidence=c.confidence, terms=(c.quantity, c.deadline, c.condition),
        )  # fmt: skip

    def _incident(self, n: int, i: Incident) -> None:
        sector, clause = ontology.incident(i.type)
        mode = i.mode if (i.type, i.mode) in ontology.modes() and i.mode else ""
        rule = Rule(i.type, mode, ("negation",) if i.status == "denied" else (), clause)
        actors = self.cast.actors(i.who, acting=True) or (Actor(sectors=(sector,)),)
        recipients = self.cast.actors([p for p in i.to if p not in i.who], acting=False)
        context = ontology.context_of("incident").get(f"{i.type}/{mode}")
        self._add(
            "incidents", n, rule, actors, recipients, [context] if context else [], i.span, date=i.date,
            place=self.cast.spot(i.place), killed=i.killed, injured=i.injured, kind=i.type, confidence=i.confidence,
        )  # fmt: skip

    # Events

    def _add(
        self,
        part: str,
        n: int,
        rule: Rule,
        actors: tuple[Actor, ...],
        recipients: tuple[Actor, ...],
        contexts: list[str],
        span: Span,
        *,
        kind: str,
        confidence: float | None,
        area: str = "",
        terms: tuple[str | None, str | None, str | None] = (None, None, None),
        date: str | None = None,
        place: Spot | None = None,
        killed: int | None = None,
        injured: int | None = None,
    ) -> None:
        if not actors:
            return self._leave(part, n, NO_ACTOR)
        if ontology.types()[rule.type].recipient and not recipients:
            return self._leave(part, n, NO_RECIPIENT)
        telling = self._telling(part, n, span)
        self.found.events.append(
            CodedEvent(
                id=telling.line, type=rule.type, mode=rule.mode, actors=actors, recipients=recipients,
                contexts=_ordered([*contexts, *_contexts_of((*actors, *recipients))]), auxiliary=rule.auxiliary,
                date=date, place=place, killed=killed, injured=injured, tellings=(telling,), rule=rule.clause,
                kind=kind, area=area, quantity=terms[0], deadline=terms[1], condition=terms[2],
                group=self.told.groups.get((part, n), ""), home=self.scene.home,
                confidence=confidence,
            )
        )  # fmt: skip
        return None

    def _leave(self, part: str, n: int, why: str) -> None:
        self.found.uncoded.append(Uncoded(self.record.doc, part, n, why))

    def _telling(self, part: str, n: int, span: Span) -> Telling:
        report, told = self.scene.told, self.told
        outlet = told.outlet or report.outlet or self.record.source
        title, url = told.title or self.record.title, told.url or self.record.url
        quote = report.text[span[0] : span[1]]
        day = report.day or self.record.published
        return Telling(self.record.doc, part, n, day, outlet, title, url, quote, span, told.copy_of)


def _contexts_of(actors: Iterable[Actor]) -> list[str]:
    """The contexts that those who take part bring along."""
    by_sector, by_body = ontology.context_of("sector"), ontology.context_of("body")
    found = []
    for actor in actors:
        found += [by_sector[sector] for sector in actor.sectors if sector in by_sector]
        found += [by_body[actor.body]] if actor.body in by_body else []
        words = posts_of(actor)
        found += [c for post, c in ontology.context_of("post").items() if fold(post).removeprefix("ال") in words]
    return found


def _ordered(contexts: Iterable[str]) -> tuple[str, ...]:
    """Contexts once each, in the manual's order."""
    wanted = set(contexts)
    return tuple(context for context in ontology.contexts() if context in wanted)
