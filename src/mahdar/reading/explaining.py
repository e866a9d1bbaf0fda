"""Explaining: why each line of a record stands, and why what was seen was skipped.

The evidence is gathered anew from the same places that reading takes it from: the words that the rules know as cues,
what each head of the tagger says of the line's words, who stands in relation to it, and what the confidence is made
of. Nothing here changes a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from mahdar.arabic.words import Word
from mahdar.reading import commitment_cues, engagement_cues, incident_cues
from mahdar.reading.confidence import Features, features_of, logistic, related, weights_of, words_of
from mahdar.reading.draft import Draft
from mahdar.reading.names import find_names
from mahdar.reading.saying import Cue, find_cues
from mahdar.reading.tagging import chance, chance_of_kind, chance_of_name
from mahdar.record import Record, Span

#: The head that knows a part's spans, the field that says their kind, and who stands in which relation to them.
_HEADS = {
    "engagements": ("engagement", "kind", (("participant", "who"), ("host", "host"), ("place", "place"))),
    "statements": ("content", "form", (("speaker", "who"),)),
    "commitments": ("commitment", "kind", (("from", "from_"), ("to", "to"))),
    "incidents": ("incident", "type", ()),
}
#: Contributions to a confidence that are worth telling, in log-odds, and how many of them are told.
_WORTH, _TOLD = 0.3, 5
#: A cue may stand so many words before its line ('وعد' before what is promised).
_BEFORE = 4


class Evidence(NamedTuple):
    """One thing that a line rests on.

    `by` rule: `what` is the cue's kind or lemma, `span` its words. `by` model: `value` is the probability that `what`
    (a head, a kind, a relation) holds, for `party` where it is a relation. `by` confidence: `value` are the log-odds
    that `what` adds.
    """

    by: Literal["rule", "model", "confidence"]
    what: str
    span: Span | None = None
    value: float | None = None
    party: str | None = None


class Explained(NamedTuple):
    """A line of a record or something skipped: the part, the line's plain fields, its words, what it rests on."""

    part: str
    line: dict[str, Any]
    quote: str
    evidence: list[Evidence]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = [{k: v for k, v in e._asdict().items() if v is not None} for e in self.evidence]
        return {"part": self.part, "line": self.line, "quote": self.quote, "evidence": told}


def explained(draft: Draft, record: Record) -> list[Explained]:
    """Every line of the record of a draft that was read, in the order of its parts, with its evidence."""
    plain = record.to_dict()
    weighed = {id(line): features for _, line, features in features_of(draft)}
    listed, said = _listed_names(draft), find_cues(draft.words, draft.text)
    found = []
    for part in ("parties", *_HEADS, "figures", "skipped"):
        for line, fields in zip(getattr(draft, part), plain[part], strict=True):
            evidence = _names(draft, line.id, listed) if part == "parties" else [*_cues(draft, part, line, said)]
            evidence += _model(draft, part, line)
            evidence += _weights(part, weighed.get(id(line), {}))
            words = line.names[0] if part == "parties" else draft.text[line.span[0] : line.span[1]]
            found.append(Explained(part, fields, words, evidence))
    return found


def _listed_names(draft: Draft) -> set[tuple[int, int, str]]:
    """The names that the rules find by themselves: start, end, type."""
    alone = Draft(draft.report, noise=draft.noise, title=draft.title, dateline=draft.dateline)
    find_names(alone)
    return {(m.start, m.end, m.type) for m in alone.mentions}


def _names(draft: Draft, party: str, listed: set[tuple[int, int, str]]) -> list[Evidence]:
    found = []
    for mention in draft.mentions:
        if mention.party != party:
            continue
        span = (mention.start, mention.end)
        if (*span, mention.type) in listed:
            found.append(Evidence("rule", "name", span))
        if draft.tagged is not None:
            begins = chance_of_name(draft.tagged, draft.word_at(mention.start), mention.type)
            found.append(Evidence("model", f"name {mention.type}", span, round(begins, 2)))
    return found


def _cues(draft: Draft, part: str, line: Any, said: Mapping[int, Cue]) -> Iterator[Evidence]:  # noqa: ANN401
    """The words in or just before a line that the rules know for what the line is."""
    if part == "statements":
        if line.cue is not None:
            first, last = words_of(draft, line.cue)
            known = [cue for at, cue in said.items() if first <= at < last]
            yield Evidence("rule", known[0].form.verb.lemma if known else "cue", line.cue)
        return
    cue_at = _CUES.get(part)
    if cue_at is None:
        return
    first, last = words_of(draft, line.span)
    for at in range(max(0, first - _BEFORE), last):
        kind = cue_at(draft.words, at)
        if kind is not None:
            yield Evidence("rule", kind, draft.span(at, at + 1))


def _engagement_cue(words: Sequence[Word], at: int) -> str | None:
    cue = engagement_cues.cue_at(words, at)
    return None if cue is None else cue.kind


def _commitment_cue(words: Sequence[Word], at: int) -> str | None:
    cue = commitment_cues.cue_at(words, at)
    return None if cue is None or cue.form == "future" else cue.kind


def _incident_cue(words: Sequence[Word], at: int) -> str | None:
    cue = incident_cues.cue_at(words, at)
    return None if cue is None else cue.deed.type


_CUES: dict[str, Callable[[Sequence[Word], int], str | None]] = {
    "engagements": _engagement_cue,
    "commitments": _commitment_cue,
    "incidents": _incident_cue,
}


def _model(draft: Draft, part: str, line: Any) -> Iterator[Evidence]:  # noqa: ANN401
    """What the heads of the tagger say of a line's words, its kind, and its parties."""
    if draft.tagged is None or part not in _HEADS:
        return
    head, field, relations = _HEADS[part]
    first, last = words_of(draft, line.span)
    yield Evidence("model", head, line.span, round(chance(draft.tagged, head, first, last), 2))
    kind = getattr(line, field)
    yield Evidence("model", kind, line.span, round(chance_of_kind(draft.tagged, head, kind, first, last), 2))
    for relation, named in relations:
        parties = getattr(line, named) or []
        for party in [parties] if isinstance(parties, str) else parties:
            odds = related(draft, relation, first, party)
            if odds is not None:
                yield Evidence("model", relation, None, round(logistic(odds), 2), party)


def _weights(part: str, features: Features) -> list[Evidence]:
    """What adds most to a line's confidence and what takes most away, in log-odds."""
    weights = weights_of(part)
    shares = {name: weights.get(name, 0.0) * value for name, value in features.items()}
    told = sorted((name for name in shares if abs(shares[name]) >= _WORTH), key=lambda name: -abs(shares[name]))
    return [Evidence("confidence", name, None, round(shares[name], 1)) for name in told[:_TOLD]]
