"""Lists: what a council decides or two sides agree, told line by line behind a colon.

'واتفق الجانبان على ما يلي:' and then '- تشكيل لجنة مشتركة.', or 'واتخذ المجلس القرارات التالية:' and then
'1- تكليف وزارة الداخلية ب'.
"""

from __future__ import annotations

from collections.abc import Iterator

from mahdar.arabic.words import BREAK, MARK, NUMBER
from mahdar.reading.clauses import Clauses
from mahdar.reading.commitment_cues import classes
from mahdar.record import Commitment

_BULLETS = frozenset("-–—•*●▪")
_BEHIND_NUMBER = frozenset("-–).:/")
#: How far before the colon the words stand that announce decisions.
_ANNOUNCED_WITHIN = 25


class Line:
    """A line ``[first, last)`` of a list, by words, with the kind that its first word gives it ('' where none)."""

    def __init__(self, clauses: Clauses, first: int, last: int) -> None:
        self.first = first
        self.last = last - 1 if clauses.words[last - 1].kind == MARK else last
        found = classes(clauses.text(first))
        self.kind = "request" if "ordered" in found else "pledge" if "granted" in found else ""


def lists(clauses: Clauses) -> Iterator[tuple[tuple[int, int], list[Line]]]:
    """The sentences ``[first, last)`` that end with a colon, each with the lines of the list behind it."""
    sentences = clauses.draft.sentences
    for n, (first, last) in enumerate(sentences):
        if clauses.text(last - 1) != ":" or clauses.draft.in_noise(clauses.words[first].start):
            continue
        lines: list[Line] = []
        for begin, end in sentences[n + 1 :]:
            at = _behind_bullet(clauses, begin, end)
            if at is None or at >= end:
                break
            lines.append(Line(clauses, at, end))
        if lines:
            yield (first, last), lines


def _behind_bullet(clauses: Clauses, first: int, last: int) -> int | None:
    """The word behind the bullet, number or ordinal at which a line begins, None where it begins with none."""
    while first < last and clauses.words[first].kind == BREAK:
        first += 1
    if first >= last:
        return None
    if clauses.text(first) in _BULLETS:
        return first + 1
    numbered = clauses.words[first].kind == NUMBER or "ordinal" in classes(clauses.text(first))
    return first + 2 if numbered and clauses.text(first + 1) in _BEHIND_NUMBER else None


def is_of_decisions(clauses: Clauses, sentence: tuple[int, int]) -> bool:
    """Whether a sentence announces decisions: 'واتخذ القرارات التالية:', 'قرر المجلس ما يلي:'."""
    near = range(max(sentence[0], sentence[1] - _ANNOUNCED_WITHIN), sentence[1])
    return any("decides" in classes(clauses.text(k)) for k in near)


def who_decides(clauses: Clauses, sentence: tuple[int, int]) -> list[str]:
    """The council that decides: a body named in the sentence, else the one whose session was told last."""
    bodies = [r for r in clauses.between(*sentence) if clauses.type_of(r) == "ORG"]
    named = [r for r in bodies if clauses.governor(r)[0] in ("bare", "part")]
    if named:
        return list(named[0].parties)
    start = clauses.words[sentence[0]].start
    met = [e for e in clauses.draft.engagements if e.kind == "session" and e.span[0] <= start and e.who]
    known = [clauses.draft.party[p] for e in met[-1:] for p in e.who if p in clauses.draft.party]
    return [p.id for p in known if p.type == "ORG"][:1]


def lead_of(found: list[Commitment], clauses: Clauses, sentence: tuple[int, int]) -> Commitment | None:
    """The agreement that a sentence which leads to a list tells, if it tells one."""
    start, end = clauses.draft.span(*sentence)
    told = [c for c in found if c.kind == "agreement" and start <= c.span[0] < end and c.span[1] >= end - 2]
    return told[-1] if told else None
