"""Headlines that speak: 'الوزير: لن نتراجع', in the title and between the paragraphs."""

from __future__ import annotations

from mahdar.reading.content import trim
from mahdar.reading.noun_phrases import Who, is_person
from mahdar.reading.scene import Scene, group, speaker_kind
from mahdar.record import Statement

_LONGEST_NAME = 9
_SHORTEST_WORDS = 3
_DOTS = (".", "…")


def find_headlines(scene: Scene) -> list[Statement]:
    """The statements of lines that begin with a speaker and a colon."""
    found = []
    i = 0
    while i < len(scene.words):
        last = scene.line_last(i)
        if last > i and not scene.draft.in_noise(scene.words[i].start):
            statement = _headline(scene, i, last, last <= scene.title_last)
            if statement is not None:
                found.append(statement)
        i = last + 1
    return found


def _headline(scene: Scene, first: int, last: int, title: bool) -> Statement | None:
    furthest = last if title else min(last, first + _LONGEST_NAME + 1)
    colon = next((k for k, word in enumerate(scene.words[first:furthest], first) if word.text == ":"), None)
    if colon is None or colon == first or last - colon - 1 < (2 if title else _SHORTEST_WORDS):
        return None
    begin, behind = _without_marks(scene, _name_begin(scene, first, colon), colon)
    if begin == behind or any(k in scene.cues and not scene.cues[k].form.verb.strict for k in range(begin, behind)):
        return None
    who = _who(scene, begin, behind, title)
    if who is None and title:
        who = _place(scene, begin, behind, last)
    if who is None and title:
        who = _unnamed(scene, begin, behind)
    if who is None:
        return None
    content = colon + 1 + scene.quotes.opens(colon + 1)
    while content < last and scene.text(content) in _DOTS:  # 'كتب فلان: ... أما'
        content += 1
    if content == last:
        return None
    end = next((k for k in range(content, last - 1) if scene.text(k) == "." and scene.text(k + 1) == "."), last)
    span = scene.draft.span(content, trim(scene, content, end))
    return Statement(who=list(who), form="direct", act="assert", cue=None, span=span)


def _name_begin(scene: Scene, first: int, colon: int) -> int:
    """Where the name before the colon begins: behind dots, or at 'و' and a speaker in a long headline."""
    for k in range(colon - 1, first, -1):
        if scene.text(k - 1) in (".", "…", "؛", "|", "-", "–"):
            return k
        text = scene.text(k)
        reference = scene.reference_at.get(k)
        if text.startswith("و") and ((reference and reference.cut == 1) or speaker_kind(text[1:])):
            return k
    return first


def _without_marks(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """Words ``[first, last)`` without quotation marks around them and a 'و' that stands by itself: 'و"الكتلة":'."""
    while first < last and not (scene.is_word(first) and scene.text(first) != "و"):
        first += 1
    while last > first and not scene.is_word(last - 1):
        last -= 1
    return first, last


def _unnamed(scene: Scene, first: int, last: int) -> Who | None:
    """Whose words follow words ``[first, last)``: () for 'سياسيون', the ministry of '«الخارجية»'; None for no speaker.

    Of a paper ('بيان عراقي أميركي') they are those of its states.
    """
    if last - first == 1 and scene.text(first).startswith("ال") and not scene.is_word(last):
        return scene.body_of(first) or None
    head, *others = (scene.text(k) for k in range(first, last))
    states = [state for word in others for state in scene.state_of(word)]
    if head in group("papers") and others and len(states) == len(others):
        return tuple(dict.fromkeys(states))
    people = head in group("speakers") or (head.endswith("ون") and bool(scene.state_of(head)))
    return () if people and len(states) == len(others) else None


def _who(scene: Scene, first: int, colon: int, title: bool) -> Who | None:
    """Who speaks before the colon; None where it is a topic, a place or a dateline."""
    if colon - first > _LONGEST_NAME:
        return None
    references = scene.draft.references_in(first, colon)
    people = [r for r in references if is_person(scene, r.parties)]
    if people:
        return people[-1].parties
    party = scene.draft.party
    bodies = [r for r in references if any(p in party and party[p].type == "ORG" for p in r.parties)]
    text = scene.text(first)
    kind = speaker_kind(text) or speaker_kind(text.removeprefix("و"))
    if kind in ("person", "source") and (person := scene.person_in_post(first, colon)):
        return person
    if bodies and (bodies[0].first == first or kind):
        return bodies[0].parties
    return scene.person_in_post(first, colon) if kind in ("person", "source") and title else None


def _place(scene: Scene, first: int, colon: int, last: int) -> Who | None:
    """A state or capital that speaks ('واشنطن: لن نتدخل'), told from a topic by the clause that follows it."""
    reference = scene.reference_at.get(first)
    if reference is None or reference.last != colon:
        return None
    says = any(scene.text(k) in group("clause_words") for k in range(colon + 1, last)) or scene.quotes.opens(colon + 1)
    return reference.parties if says else None
