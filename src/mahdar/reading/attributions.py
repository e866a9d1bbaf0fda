"""Attributions: formulas that name a source without a verb ('بحسب البيان', 'على حد قوله'), and what they attribute."""

from __future__ import annotations

from functools import cache

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Hit, Phrases, rows
from mahdar.reading.noun_phrases import Who, is_official
from mahdar.reading.scene import COMMAS, Scene, speaker_kind


@cache
def attributions() -> Phrases[str]:
    """Formulas of attribution: 'own' or 'named'."""
    return Phrases((row[0].removesuffix(" ل"), row[1]) for row in rows("mahdar.reading", "attributions.tsv"))


@cache
def attribution_heads() -> frozenset[str]:
    """The first words of the formulas, folded, with and without و."""
    heads = {fold(row[0]).split(" ")[0] for row in rows("mahdar.reading", "attributions.tsv")}
    return frozenset(heads | {"و" + head for head in heads})


def find_attributions(scene: Scene) -> list[Hit[str]]:
    """Every formula of attribution in the text that names a source."""
    heads = attribution_heads()
    hits = [attributions().at(scene.words, i, ("", "و")) for i, word in enumerate(scene.words) if word.text in heads]
    return [hit for hit in hits if hit is not None and is_attribution(scene, hit.value, hit.last)]


def is_attribution(scene: Scene, kind: str, last: int) -> bool:
    """Whether a formula that ends before word `last` names a source ('بحسب البيان'), not a rule ('بحسب القانون')."""
    if kind == "own":
        return True
    if scene.text(last) == "ما":
        return last + 1 in scene.cues or scene.text(last + 1) in ("جاء", "ورد", "نشر", "نشرت", "نقلت", "اوردت")
    text = scene.text(last)
    return (
        last in scene.reference_at
        or last in scene.cues
        or speaker_kind(text) is not None
        or (text.startswith("لل") and speaker_kind("ال" + text[2:]) is not None)
        or (text.startswith("ل") and speaker_kind(text[1:]) is not None)
    )


def source_named(scene: Scene, i: int) -> tuple[Who, int]:
    """The parties that a formula of attribution names, and the word behind them."""
    k = i
    while k - i < 10 and not scene.is_break(k) and scene.text(k) not in COMMAS and scene.text(k) != ".":
        reference = scene.reference_at.get(k)
        if reference is not None:
            return reference.parties, reference.last
        if k > i and is_official(scene.text(i)) and (state := scene.state_of(scene.text(k))):
            return state, k + 1
        k += 1
    return (), i


def behind_formula(scene: Scene, i: int, first: int, after: int, end: int) -> int:
    """Where the content begins that follows a formula at word `i` with its source."""
    if i > first and scene.text(i - 1) not in COMMAS and scene.text(after) not in COMMAS:
        return first  # 'والوزيران بحسب البيان سيلتقيان'
    while after < end and scene.text(after) not in COMMAS:
        if scene.text(after) in ("فان", "فقد"):
            break
        after += 1
    return after + 1
