"""Headlines that speak: 'الوزير: لن نتراجع', in the title and between the paragraphs."""

from __future__ import annotations

from mahdar.reading.content import trim
from mahdar.reading.scene import Scene, speaker_kind
from mahdar.reading.speakers import Who
from mahdar.record import Statement

_LONGEST_NAME = 9
_SHORTEST_WORDS = 3


def find_headlines(scene: Scene) -> list[Statement]:
    """The statements of lines that begin with a speaker and a colon."""
    found = []
    first = True
    i = 0
    while i < len(scene.words):
        last = scene.line_last(i)
        statement = _headline(scene, i, last, first) if last > i else None
        if statement is not None:
            found.append(statement)
        first = first and last <= i
        i = last + 1
    return found


def _headline(scene: Scene, first: int, last: int, title: bool) -> Statement | None:
    colon = next((k for k in range(first, min(last, first + _LONGEST_NAME + 1)) if scene.text(k) == ":"), None)
    if colon is None or colon == first or scene.draft.in_noise(scene.words[first].start):
        return None
    if any(k in scene.cues and not scene.cues[k].form.verb.strict for k in range(first, colon)):
        return None
    who = _who(scene, first, colon, title)
    if who is None or last - colon - 1 < _SHORTEST_WORDS:
        return None
    begin = colon + 1
    quoted = scene.quotes.opens(begin)
    if quoted:
        begin += 1
    return Statement(
        who=list(who), form="direct", act="assert", cue=None, span=scene.draft.span(begin, trim(scene, begin, last))
    )


def _who(scene: Scene, first: int, colon: int, title: bool) -> Who | None:
    """Who speaks before the colon; None where it is a topic, a place or a dateline."""
    references = scene.draft.references_in(first, colon)
    party = scene.draft.party
    people = [r for r in references if any(p in party and party[p].type == "PER" for p in r.parties)]
    if people:
        return people[-1].parties
    bodies = [r for r in references if any(p in party and party[p].type == "ORG" for p in r.parties)]
    kind = speaker_kind(scene.text(first))
    if bodies and (bodies[0].first == first or kind):
        return bodies[0].parties
    if kind in ("person", "source") and title:
        return ()
    return None
