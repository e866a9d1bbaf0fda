"""Statements: who is reported to have said what, one for each reporting verb or formula with its content."""

from __future__ import annotations

from mahdar.reading.attributions import behind_formula, find_attributions, source_named
from mahdar.reading.content import ends_before, trim
from mahdar.reading.draft import Draft
from mahdar.reading.headlines import find_headlines
from mahdar.reading.listener import Listener
from mahdar.reading.scene import Scene
from mahdar.record import Statement

#: Fewer words before a formula than these are no clause of their own ('وتشمل المبادئ، بحسب البيان، …').
_SHORTEST_CLAUSE = 5


def find_statements(draft: Draft) -> None:
    """Fill `draft.statements`, in the order of the text; a cue without content goes to `draft.skipped`."""
    scene = Scene(draft)
    listener = Listener(scene)
    found = [*find_headlines(scene), *listener.all()]
    found.extend(_attributed(scene, found, set(listener.heard)))
    found.sort(key=lambda s: (s.cue or s.span)[0])
    draft.statements.extend(found)


def _attributed(scene: Scene, found: list[Statement], accepted: set[int]) -> list[Statement]:
    """Statements by a formula alone: 'بحسب البيان، …' and '… ، وفق المصدر'."""
    spans = sorted(s.span for s in found)
    more = []
    for hit in find_attributions(scene):
        if scene.draft.in_noise(scene.words[hit.first].start):
            continue
        statement = _attribution(scene, hit.first, hit.last, accepted)
        if statement and not any(a < statement.span[1] and statement.span[0] < b for a, b in spans):
            more.append(statement)
    return more


def _attribution(scene: Scene, i: int, last: int, accepted: set[int]) -> Statement | None:
    first, end = scene.sentence_first(i), scene.sentence_last(i)
    who, after = source_named(scene, last)
    if i - first < _SHORTEST_CLAUSE:
        begin = behind_formula(scene, i, first, after, end)
        stop = next((k for k in range(begin + 1, end) if ends_before(scene, k, accepted)), end)
    else:
        begin, stop = first, i
        if any(k in accepted for k in range(first, i)):
            return None
    stop = trim(scene, begin, stop)
    if stop - begin < 3:
        return None
    word = scene.words[i]
    span = scene.draft.span(begin, stop)
    return Statement(who=list(who), form="indirect", act="assert", cue=(word.start, word.end), span=span)
