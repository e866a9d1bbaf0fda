"""The tagger beside the rules: what the model says of each word, and names on which both agree best.

Rules know lists and forms, the model knows contexts: on training reports that neither had seen, mentions were right at
F1 .808 by rules, .795 by the model and .861 by both (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mahdar.arabic.phrases import rows
from mahdar.arabic.words import BREAK, CLOSING, MARK, OPENING, WORD, Word
from mahdar.reading.bodies import Found, place_heads
from mahdar.reading.draft import Draft
from mahdar.reading.lexicon import common_words, likeness, words_of
from mahdar.reading.people import title_end
from mahdar.tagger import Page, Span, Tagged, default_tagger, sections_of
from mahdar.tagger.labels import HEADS, NAMES

#: Words of a report that the model reads. The longest report of SaudiNewsNet has 6,378; a text of a
#: million characters would take minutes.
LONGEST = 20_000
#: A span is looked at from this probability of its beginning on.
BEGINS = 0.5
#: Words that an event has at least.
SHORTEST = 3
_OUTSIDE = "outside"
#: Log-odds that no model outweighs: a word of the page's furniture is no name.
_NEVER = 1e3


def tag_words(draft: Draft) -> None:
    """Fill `draft.tagged` where a model is installed; it needs the page's layout."""
    tagger = default_tagger()
    if tagger is not None and draft.words:
        words = draft.words[:LONGEST]
        sections = sections_of(words, draft.title, draft.dateline, draft.noise)
        draft.tagged = _lengthened(tagger.tag([Page(draft.text, words, sections)])[0], len(draft.words) - len(words))


def _lengthened(tagged: Tagged, more: int) -> Tagged:
    """What is said of a page's words and, for `more` words behind them, nothing: there the rules decide."""
    if not more:
        return tagged
    logits, pairs = (
        np.concatenate([part, np.zeros((more, *part.shape[1:]), dtype=part.dtype)])
        for part in (tagged.logits, tagged.pairs)
    )
    return tagged._replace(logits=logits, pairs=pairs, memo={})


def with_model(
    tagged: Tagged, tokens: Sequence[Word], noisy: Sequence[bool], found: Sequence[Found], text: str = ""
) -> list[Found]:
    """The names of the likeliest reading where the rules' names weigh in with log-odds, in order.

    A name that begins where one of the rules does keeps the rules' cut of its proclitic. `text` is the original, for
    exact spellings.
    """
    bonus = _bonus(len(tokens), noisy, found)
    by_rule = {name.first: name for name in found}
    together = []
    for span in tagged.names(bonus):
        known = by_rule.get(span.first)
        first, last = span.first, span.last
        cut = known.cut if known is not None else _cut(tagged, tokens[first], first, NAMES[span.kind])
        if NAMES[span.kind] == "PER" and (known is None or known.last < last):
            last = _person_last(tokens, span, text)
            title = title_end(tokens, first)  # 'آية الله' is no part of the name
            if first < title < last:
                first, cut = title, 0
        name = Found(first, last, cut, NAMES[span.kind])
        if known is not None or not _is_bare_noun(tokens, name):
            together.append(name)
    return _joined(tokens, together)


def _is_bare_noun(tokens: Sequence[Word], name: Found) -> bool:
    """Whether a name is but an indefinite noun, of leading or of a place ('قيادة', 'ساحة') with no mark behind it."""
    if name.type == "PER" or name.last - name.first > 1:
        return False
    if name.last < len(tokens) and tokens[name.last].text in OPENING:
        return False
    stem = tokens[name.first].text[name.cut :]
    return stem == "قياده" or stem in place_heads()


def _joined(tokens: Sequence[Word], names: list[Found]) -> list[Found]:
    """The names, with a body's noun and its name in brackets or quotation marks as one: 'تنظيم(داعش)', 'قوات "بدر"'.

    The model cuts them apart where no space stands before the mark.
    """
    found: list[Found] = []
    for name in names:
        before = found[-1] if found else None
        if before is not None and before.type == name.type == "ORG" and _opened(tokens, before, name):
            last = name.last
            if last < len(tokens) and tokens[last].text in CLOSING and tokens[last - 1].text not in CLOSING:
                last += 1
            found[-1] = replace(before, last=last)
        else:
            found.append(name)
    return found


def _opened(tokens: Sequence[Word], noun: Found, name: Found) -> bool:
    """Whether nothing but an opening mark stands between a single noun and a name, or ends the noun."""
    words = [n for n in range(noun.first, name.first) if tokens[n].kind == WORD]
    mark = name.first - 1
    return len(words) == 1 and mark == noun.first + 1 and tokens[mark].text in OPENING


def chance(tagged: Tagged, head: str, first: int, last: int) -> float:
    """How probable it is that words ``[first, last)`` lie in spans of a head, on average."""
    if last <= first:
        return 0.0
    return float(1 - _mean(tagged.chances(head, slice(first, last))[:, 0]))


def chance_of_kind(tagged: Tagged, head: str, kind: str, first: int, last: int) -> float:
    """How probable it is that words ``[first, last)`` lie in spans of that kind of a head, on average."""
    begin = HEADS[head].index(f"B-{kind}")
    inside = tagged.chances(head, slice(first, last))
    return float(_mean(inside[:, begin] + inside[:, begin + 1]))


def _mean(chances: NDArray[np.float32]) -> np.float32:
    """The mean of some probabilities, as `ndarray.mean` reckons it in three times the time."""
    found: np.float32 = np.add.reduce(chances) / np.float32(len(chances))
    return found


def chance_of_name(tagged: Tagged, word: int, kind: str) -> float:
    """How probable it is that a name of that type begins at a word."""
    return float(tagged.chances("name")[word, HEADS["name"].index(f"B-{kind}")])


def proposed(tagged: Tagged, head: str, tokens: Sequence[Word], least: float) -> list[Span]:
    """The spans of a head with a chance of `least` or more, without marks at their ends, by their likeliest kind."""
    chances = tagged.chances(head)
    found = []
    for span in tagged.spans(head, BEGINS):
        first, last = span.first, span.last
        while first < last and tokens[first].kind in (MARK, BREAK):
            first += 1
        while last > first and tokens[last - 1].kind in (MARK, BREAK):
            last -= 1
        inside = chances[first:last]
        if last - first < SHORTEST or 1 - inside[:, 0].mean() < least:
            continue
        kind = int((inside[:, 1::2] + inside[:, 2::2]).sum(axis=0).argmax())
        found.append(Span(first, last, kind, span.probability))
    return found


def _person_last(tokens: Sequence[Word], span: Span, text: str) -> int:
    """The end of a person's name before what no name has: 'سبل', 'للصحفيين', a common noun with a pronoun ('مهامه')."""
    stops = words_of("name_stops.tsv")
    last = next((n for n in range(span.first + 1, span.last) if tokens[n].text in stops), span.last)
    while last - span.first > 1 and _ends_no_name(tokens[last - 1].text, text[: tokens[last - 1].end]):
        last -= 1
    return last


def _ends_no_name(text: str, written: str) -> bool:
    """Whether no name ends with a folded word; a noun in ـة ('عودة') may be one, one with a pronoun never is."""
    if written.endswith("ة"):
        return False
    if text.startswith("لل") and len(text) > 4:
        return True
    stem = next((text.removesuffix(p) for p in ("هما", "هم", "ها", "ه") if text.endswith(p)), "")
    return len(stem) > 2 and stem in common_words() and likeness(text) == 0.0


def _cut(tagged: Tagged, word: Word, number: int, kind: str) -> int:
    """The model's cut where the word can be read so: its letters before the cut are a proclitic.

    'و' before a listed name is cut where the whole is none: 'ومنى', but not 'وليد' or 'والتر'.
    """
    cut = tagged.cut(number)
    if not cut and kind == "PER" and word.text[:1] == "و" and not likeness(word.text) and likeness(word.text[1:]):
        cut = 1
    return cut if any(split.cut == cut for split in word.splits) else 0


def _bonus(count: int, noisy: Sequence[bool], found: Sequence[Found]) -> NDArray[np.float32]:
    weights = _weights()
    bonus = np.zeros((count, 1 + 2 * len(NAMES)), dtype=np.float32)
    bonus[:, 0] = weights[_OUTSIDE]
    for name in found:
        begin = 1 + 2 * NAMES.index(name.type)
        bonus[name.first : name.last, 0] = 0.0
        bonus[name.first, begin] += weights[name.type]
        bonus[name.first + 1 : name.last, begin + 1] += weights[name.type]
    bonus[np.asarray(noisy, dtype=bool), 0] = _NEVER
    return bonus


@cache
def _weights() -> dict[str, float]:
    return {row[0]: float(row[1]) for row in rows("mahdar.reading", "tagger_weights.tsv")}
