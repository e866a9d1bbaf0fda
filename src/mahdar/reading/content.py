"""Content: where the words that a reporting verb reports end."""

from __future__ import annotations

from functools import cache

from mahdar.arabic.phrases import Phrases, rows
from mahdar.reading.attributions import attribution_heads, attributions, is_attribution
from mahdar.reading.openings import Opening
from mahdar.reading.saying import NOUN, PARTICIPLE
from mahdar.reading.scene import COMMAS, Scene, group


def find_closing(scene: Scene, opening: Opening, accepted: set[int]) -> int:
    """Where the content that opens there ends (last word + 1); `accepted` are the cues that open one of their own."""
    if opening.quote is not None:
        closing = scene.quotes.pairs.get(opening.quote)
        if closing is not None:
            return _whole_quotation(scene, closing)
        last = scene.line_last(opening.first)
    elif scene.text(opening.first) == "" or scene.is_break(opening.first):
        return scene.line_last(opening.first + 1)
    else:
        last = scene.sentence_last(opening.first)
    i = opening.first
    while i < last:
        closing = scene.quotes.pairs.get(i)
        if closing is not None and closing < last:
            i = closing + 1
            continue
        if i > opening.first and ends_before(scene, i, accepted):
            break
        i += 1
    return trim(scene, opening.first, i)


def _whole_quotation(scene: Scene, closing: int) -> int:
    """The end of a quotation and of those that follow it at once."""
    while True:
        i = closing + 1
        while scene.text(i) in (".", "،", ","):
            i += 1
        following = scene.quotes.pairs.get(i)
        if following is None or scene.is_break(i):
            return closing
        closing = following


def ends_before(scene: Scene, i: int, accepted: set[int]) -> bool:
    """Whether what is reported ends before word `i`: at the next cue, an attribution, or a new clause."""
    if i in accepted and _succeeds(scene, i):
        return True
    text = scene.text(i)
    if text in ("فيما", "بينما") and not scene.text(i + 1).startswith(("يتعلق", "يخص", "يتصل")):
        return True
    if text in COMMAS:
        return scene.is_word(i + 1) and _ends().at(scene.words, i + 1, ("", "و")) is not None
    hit = attributions().at(scene.words, i, ("",)) if text in attribution_heads() else None
    return hit is not None and is_attribution(scene, hit.value, hit.last)


@cache
def _ends() -> Phrases[bool]:
    return Phrases((row[0], True) for row in rows("mahdar.reading", "clause_ends.tsv"))


def _succeeds(scene: Scene, i: int) -> bool:
    """Whether a cue goes on after what was reported ('وأكد', 'مشيرا'), not within it ('إن الوفد طلب')."""
    cue = scene.cues[i]
    if cue.form.kind == PARTICIPLE:
        return scene.text(i - 1) not in ("كان", "يكون", "ليس")
    if cue.form.kind == NOUN:
        return False
    if cue.proclitic:
        return True
    k = i - 1
    while scene.text(k) in ("قد", "كان", "كانت"):
        k -= 1
    return scene.text(k) in COMMAS or scene.text(k) in group("leads")


def trim(scene: Scene, first: int, last: int) -> int:
    """`last` without the marks and leading words that end there."""
    while last > first + 1:
        text = scene.text(last - 1)
        if scene.is_break(last - 1) or (scene.is_mark(last - 1) and text not in ")%") or text in group("leads"):
            last -= 1
        else:
            break
    return last
