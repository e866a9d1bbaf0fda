"""Confidence: how likely each party, engagement, statement and commitment is right, on reports nobody has seen.

A logistic regression for each part over what reading saw: what kind of line it is, and what the tagger says of its
words and of the parties in it. `training/fit_confidence.py` fits the weights on training reports that the model had
not learnt; docs/model.md has the reliability table. 'Right' is what `mahdar evaluate` counts as right. Incidents have
no gold, so they get no confidence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from mahdar.arabic.phrases import rows
from mahdar.reading.draft import Draft
from mahdar.reading.tagging import chance, chance_of_kind, chance_of_name
from mahdar.record import Commitment, Engagement, Party, Statement

Features = dict[str, float]
#: Log-odds beyond these say no more.
_MOST = 6.0


def weigh_lines(draft: Draft) -> None:
    """Give each line its confidence."""
    for part, line, features in features_of(draft):
        line.confidence = probability(weights_of(part), features)


def features_of(draft: Draft) -> Iterator[tuple[str, Any, Features]]:
    """Each line that gets a confidence: the part it belongs to, the line, and what is seen of it."""
    for part, see in _SEEN.items():
        for line in getattr(draft, part):
            yield part, line, {"bias": 1.0, "rules alone": float(draft.tagged is None), **see(draft, line)}


def probability(weights: dict[str, float], features: Features) -> float:
    """The logistic function of the weighted features, in hundredths."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(logistic(total), 2)


def logistic(odds: float) -> float:
    """The probability of log-odds."""
    return (1 + math.tanh(odds / 2)) / 2


def weights_of(part: str) -> dict[str, float]:
    """What each feature of a part's lines weighs, in log-odds; nothing for a part without confidence."""
    return _weights().get(part, {})


@cache
def _weights() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {part: {} for part in _SEEN}
    for part, name, weight in rows("mahdar.reading", "confidence.tsv"):
        found[part][name] = float(weight)
    return found


def _party(draft: Draft, party: Party) -> Features:
    words = draft.mention_words.get(party.id, [])
    seen = {
        f"type {party.type}": 1.0,
        "mentions": math.log(1 + len(words)),
        "role": float(party.role is not None),
        "name's words": math.log(1 + max((len(name.split()) for name in party.names), default=0)),
        "headline": float(_in_title(draft, words)),
    }
    if draft.tagged is not None and words:
        chances = [chance_of_name(draft.tagged, word, party.type) for word in words]
        seen["name, at best"] = _odds(max(chances))
        seen["name, at worst"] = _odds(min(chances))
    return seen


def _engagement(draft: Draft, engagement: Engagement) -> Features:
    first, last = words_of(draft, engagement.span)
    seen = {
        f"kind {engagement.kind}": 1.0,
        f"status {engagement.status}": 1.0,
        "historical": float(engagement.historical),
        "parties": math.log(1 + len(engagement.who)),
        "two parties": float(len(engagement.who) == 2),
        "date": float(engagement.date is not None),
        "place": float(engagement.place is not None),
        "host": float(engagement.host is not None),
        "headline": float(_in_title(draft, [first])),
        "others": math.log(len(draft.engagements)),
    }
    return seen | _model(draft, "engagement", engagement.kind, (first, last), "participant", engagement.who)


def _statement(draft: Draft, statement: Statement) -> Features:
    first, last = words_of(draft, statement.span)
    seen = {
        f"form {statement.form}": 1.0,
        "cue": float(statement.cue is not None),
        "no speaker": float(not statement.who),
        "speakers": math.log(1 + len(statement.who)),
        "headline": float(_in_title(draft, [first])),
        "words": math.log(1 + last - first),
    }
    for party in statement.who[:1]:
        seen[f"speaker {draft.party[party].type}"] = 1.0
    if draft.tagged is not None and statement.cue is not None:
        seen["chance of cue"] = _odds(chance(draft.tagged, "cue", *words_of(draft, statement.cue)))
    return seen | _model(draft, "content", statement.form, (first, last), "speaker", statement.who)


def _commitment(draft: Draft, commitment: Commitment) -> Features:
    first, last = words_of(draft, commitment.span)
    seen = {
        f"kind {commitment.kind}": 1.0,
        f"status {commitment.status}": 1.0,
        "no actor": float(not commitment.from_),
        "recipient": float(bool(commitment.to)),
        "area": float(commitment.area != "other"),
        "headline": float(_in_title(draft, [first])),
        "words": math.log(1 + last - first),
        "said": float(any(s.span[0] <= commitment.span[0] < s.span[1] for s in draft.statements)),
        "others": math.log(len(draft.commitments)),
    }
    return seen | _model(draft, "commitment", commitment.kind, (first, last), "from", commitment.from_)


_SEEN: dict[str, Callable[[Draft, Any], Features]] = {
    "parties": _party,
    "engagements": _engagement,
    "statements": _statement,
    "commitments": _commitment,
}


def _model(draft: Draft, head: str, kind: str, words: tuple[int, int], relation: str, who: Sequence[str]) -> Features:
    """What the tagger says of the words of a line, of its kind, and of the parties that stand in a relation to it."""
    if draft.tagged is None or words[1] <= words[0]:
        return {}
    held = chance(draft.tagged, head, *words)
    of_kind = chance_of_kind(draft.tagged, head, kind, *words)
    seen = {"chance": _odds(held), "chance of kind": _odds(of_kind / max(held, 1e-6))}
    each = [odds for odds in (related(draft, relation, words[0], party) for party in who) if odds is not None]
    if each:
        seen["parties, on average"] = sum(each) / len(each)
        seen["parties, at worst"] = min(each)
    return seen


def related(draft: Draft, relation: str, anchor: int, party: str) -> float | None:
    """Log-odds that a party stands in the relation; None for one that no name mentions."""
    mentioned = draft.mention_words.get(party)
    if draft.tagged is None or not mentioned:
        return None
    return _bounded(draft.tagged.odds(relation, anchor, mentioned))


def words_of(draft: Draft, span: tuple[int, int]) -> tuple[int, int]:
    """The words ``[first, last)`` that a span touches, one at least."""
    first = draft.word_at(span[0])
    return first, max(first + 1, draft.word_at(span[1] - 1) + 1)


def _in_title(draft: Draft, words: Sequence[int]) -> bool:
    end = draft.title[1] if draft.title else 0
    return any(word < len(draft.words) and draft.words[word].start < end for word in words)


def _odds(probability: float) -> float:
    least = 1e-6
    bounded = min(max(probability, least), 1 - least)
    return _bounded(math.log(bounded / (1 - bounded)))


def _bounded(odds: float) -> float:
    return min(max(odds, -_MOST), _MOST)
