"""Commitments of two acts: 'طالب … بوقف القصف [وتزويد] العشائر بالسلاح' asks two things, of two areas."""

from __future__ import annotations

from mahdar.reading.clauses import Clauses
from mahdar.reading.commitment_cues import Cue, classes
from mahdar.reading.topics import counted
from mahdar.record import Commitment

#: Forms of cues whose acts are told apart: of verbs, and 'أهمية'.
_FORMS = frozenset(("perfect", "imperfect", "participle", "we", "noun", "urged"))
_KINDS = frozenset(("request", "pledge", "agreement"))
#: With و they take up again what the first act stood behind: 'اتفقا على … وعلى'.
_AGAIN = frozenset(("وعلي", "والي", "والى"))
#: How far behind the cue the second act stands at the least, and how many words each act has.
_NEAREST, _SHORTEST = 3, 3


def parts(clauses: Clauses, one: Commitment, cue: Cue) -> list[Commitment]:
    """A commitment, or its two acts where the second is of another area and nothing tells what the first is for."""
    if one.kind not in _KINDS or cue.form not in _FORMS or (one.kind == "pledge" and cue.form == "noun"):
        return [one]
    draft = clauses.draft
    first, last = draft.word_at(one.span[0]), draft.word_at(one.span[1] - 1) + 1
    for k in range(max(cue.last + _NEAREST, first + _SHORTEST), last - _SHORTEST + 1):
        if k in clauses.inside:
            continue
        if _is_purpose(clauses.text(k)):
            break
        if not _is_act(clauses.text(k)):
            continue
        areas = [counted(draft.words, *words, "areas.tsv") for words in ((cue.last, k), (k, last))]
        named = [area[0] if area else "other" for area in areas]
        if named[0] == named[1]:
            break
        end = k - 1 if clauses.is_comma(k - 1) else k
        spans = draft.span(first, end), draft.span(k, last)
        return [one.model_copy(update={"span": s, "area": a}) for s, a in zip(spans, named, strict=True)]
    return [one]


def _is_purpose(word: str) -> bool:
    """Whether a word may say what an act is for ('لوقف', 'لتحقيق'): what follows و may be for the same."""
    return word[:1] == "ل" and not word.startswith("لل") and len(word) > 3


def _is_act(word: str) -> bool:
    """Whether a word with و names a second act: 'وتسليم', 'والمساهمة', 'وعلى'."""
    if word in _AGAIN:
        return True
    return word[:1] == "و" and any("act" in classes(stem) for stem in (word[1:], word[1:].removeprefix("ال")))
