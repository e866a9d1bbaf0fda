"""Names of bodies and places: from the lists, or grown from the noun that begins them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mahdar.arabic.clitics import Split, bare
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Hit, rows
from mahdar.arabic.words import MARK, QUOTES_CLOSE, QUOTES_OPEN, QUOTES_PLAIN, WORD, Word
from mahdar.reading.body_tails import goes_on_behind
from mahdar.reading.lexicon import (
    ROOM,
    STRONG,
    WEAK,
    Known,
    body_words,
    heads,
    known_names,
    likeness,
    origin_adjectives,
    words_of,
)
from mahdar.record import PartyType

#: A word goes on with a body's name where it did so at least this often behind others (train: 0.5 best of 0.4 to 0.8).
GOES_ON = 0.5
LONGEST_BODY = 9


@dataclass(slots=True, frozen=True)
class Found:
    """A name found: words ``[first, last)`` without `cut` folded letters of the first."""

    first: int
    last: int
    cut: int
    type: PartyType


def known_at(tokens: list[Word], i: int) -> Found | None:
    """A state, place or body of the lists that begins at word `i`."""
    hit = known_names().at(tokens, i, ("و", "ف", "ب", "ك", "ل", "وب", "ول", "فب", "فل", "وك"))
    if hit is None:
        return None
    if (
        hit.last == i + 1
        and tokens[i].text[hit.cut :] in words_of("careful_names.tsv")
        and not _shown(tokens, i, hit.cut, hit.value.type)
    ):
        return None
    if tokens[i].text == "السعوديه" and hit.last == i + 1 and i and _noun_before(tokens[i - 1]):
        return None
    return Found(i, hit.last, hit.cut, hit.value.type)


def _noun_before(before: Word) -> bool:
    """Whether 'السعودية' behind this word is its adjective ('العاصمة السعودية') rather than the state."""
    return before.kind == WORD and any(s.stem.startswith("ال") and len(s.stem) > 4 for s in before.splits)


def _shown(tokens: list[Word], i: int, cut: int, kind: PartyType) -> bool:
    """Whether the word before a careful name shows that it is one."""
    if cut and tokens[i].text[cut - 1] == "ب":
        return kind != "ORG"
    if i == 0:
        return False
    before = tokens[i - 1]
    if before.kind == MARK:
        return before.text == "("
    if cut and tokens[i].text[0] == "و" and _named_alike(tokens, i - 1, kind):
        return True
    wanted = ("body", "both") if kind == "ORG" else ("place", "both")
    return any(heads("name_contexts.tsv").get(s.stem) in wanted for s in before.splits)


def _named_alike(tokens: list[Word], i: int, kind: PartyType) -> bool:
    """Whether word `i` is a listed name of the same type, which و puts beside a careful one ('عدن وأبين')."""
    hit = known_names().at(tokens, i, ("و", "ب", "ل", "وب", "ول"))
    return hit is not None and hit.value.type == kind and hit.last == i + 1


def grown_body_at(tokens: list[Word], i: int) -> Found | None:
    """A body whose name begins with a noun such as وزارة at word `i`."""
    for split in tokens[i].splits:
        needs = heads("body_heads.tsv").get(bare(split.stem))
        if needs is None or split.proclitic.endswith("س"):
            continue
        if not split.cut and i and _of_ministers(tokens, i):
            continue
        definite = split.stem != bare(split.stem)
        if (needs == "definite" and not definite) or _leading(tokens, i, split):
            continue
        last = _grow(tokens, i, definite)
        if last > i + 1 or (definite and needs == "alone"):
            return Found(i, last, split.cut, "ORG")
    return None


def _leading(tokens: list[Word], i: int, split: Split) -> bool:
    """Whether رئاسة or قيادة at word `i` is leading ('برئاسة', 'قيادة وزارة الداخلية'), no body."""
    if split.stem not in ("رياسه", "قياده"):
        return False
    led = split.stem == "قياده" and i + 1 < len(tokens) and bare(tokens[i + 1].text) in words_of("led_bodies.tsv")
    return split.proclitic == "ب" or led


def _of_ministers(tokens: list[Word], i: int) -> bool:
    """Whether خارجية or داخلية at word `i` is a field ('السياسة الخارجية') rather than a ministry."""
    if bare(tokens[i].text) not in ("خارجيه", "داخليه"):
        return False
    return any(split.stem in words_of("field_nouns.tsv") for split in tokens[i - 1].splits)


def _grow(tokens: list[Word], i: int, definite: bool) -> int:
    """Where the name that begins with the noun at `i` ends."""
    j = i + 1
    quoted = _quoted(tokens, j)
    if quoted and not definite:
        j = quoted
    elif not definite:
        j = _complement(tokens, j)
        if j == i + 1:
            return j
    listed = _listed_end(tokens, i)
    while j < min(len(tokens), i + LONGEST_BODY) and tokens[j].kind == WORD:
        if not _goes_on(tokens, j) and (j == listed or not goes_on_behind(tokens, i, j)):
            break
        hit = known_names().at(tokens, j, ("ل",))
        j = hit.last if hit and hit.last > j + 1 and hit.value.type == "ORG" else j + 1
    return j


def _listed_end(tokens: list[Word], i: int) -> int:
    """Where a body of the lists that begins at word `i` ends, 0 where none does."""
    hit = known_names().at(tokens, i)
    return hit.last if hit is not None and hit.value.type == "ORG" else 0


def _complement(tokens: list[Word], j: int) -> int:
    """The end of what an indefinite head noun is joined to, `j` where nothing fits."""
    first = j
    while j < len(tokens) and tokens[j].kind == WORD and j - first < 4:
        text = tokens[j].text
        hit = known_names().at(tokens, j, ())
        if hit is not None and not hit.cut:
            return hit.last
        if text in words_of("namesake_titles.tsv"):
            return _namesake(tokens, j)
        if text.startswith("ال") and len(text) > 4:
            return j + 1
        if text in heads("body_heads.tsv") or body_words().get(text, 0) >= GOES_ON:
            j += 1
            continue
        if text.startswith("لل") and j > first:
            return j + 1
        return j if j > first and body_words().get(tokens[j - 1].text, 0) >= GOES_ON else first
    return j if j > first and body_words().get(tokens[j - 1].text, 0) >= GOES_ON else first


def _namesake(tokens: list[Word], j: int) -> int:
    """The end of 'الملك سلمان' in the name of what is called after him."""
    k = j + 1
    while k < min(len(tokens), j + 5) and tokens[k].kind == WORD and (likeness(tokens[k].text) or 0) >= WEAK:
        k += 1
    return k


def _goes_on(tokens: list[Word], j: int) -> bool:
    text = tokens[j].text
    if text in origin_adjectives():
        return True
    if text.startswith("لل") and len(text) > 5 and (likeness(tokens[j - 1].text) or 0) >= STRONG:
        return True
    if text.startswith("لل") and len(text) > 5 and tokens[j - 1].text in words_of("body_adjectives.tsv"):
        return not _for_a_state(tokens, j)
    if tokens[j - 1].text.startswith("ال") and (_known_place(tokens, j) or not text.startswith(("ال", "و", "ل", "ب"))):
        return False
    return body_words().get(text, 0) >= GOES_ON and not _begins_new(tokens, j)


def _for_a_state(tokens: list[Word], j: int) -> bool:
    """Whether 'للعراق' at word `j` says for whom a body acts rather than what it is called."""
    hit = known_names().at(tokens, j, ("ل",))
    return hit is not None and hit.cut > 0 and hit.value.type == "GPE"


def _begins_new(tokens: list[Word], j: int) -> bool:
    """Whether a word behind a body's name begins another ('الجيش والشرطة')."""
    return any(s.cut and s.proclitic == "و" and s.stem in ("الشرطه", "الجيش", "الحكومه") for s in tokens[j].splits)


def _quoted(tokens: list[Word], j: int) -> int:
    """The end of a short quotation that begins at `j` (0 where none does)."""
    if j >= len(tokens) or tokens[j].text not in QUOTES_OPEN | QUOTES_PLAIN:
        return 0
    for k in range(j + 1, min(j + 7, len(tokens))):
        if tokens[k].text in QUOTES_CLOSE | QUOTES_PLAIN:
            return k + 1 if k > j + 1 else 0
        if tokens[k].kind not in (WORD, "number"):
            return 0
    return 0


def grown_place_at(tokens: list[Word], i: int) -> Found | None:
    """A place whose name begins with a noun such as مطار or محافظة at word `i`."""
    if i + 1 >= len(tokens) or tokens[i + 1].kind != WORD:
        return None
    for split in tokens[i].splits:
        entry = place_heads().get(split.stem)
        if entry is None:
            continue
        kind, follows = entry
        hit = _place_hit(tokens, i + 1)
        last = hit.last if hit else _place_name(tokens, i + 1, follows) if follows != "known" else i + 1
        if last == i + 1:
            continue
        if kind == "GPE" and hit and follows == "own":
            kind = hit.value.type
        while last < len(tokens) and tokens[last].text in words_of("place_tails.tsv"):
            last += 1
        return Found(i, last, split.cut, kind)
    return None


@cache
def place_heads() -> dict[str, tuple[PartyType, str]]:
    """Nouns that begin the name of a place: type of the whole, and what may follow ('in': any name, 'known')."""
    return {
        fold(noun): ("LOC" if kind == "LOC" else "GPE", follows)
        for noun, kind, follows in rows(ROOM, "place_heads.tsv")
    }


def _place_hit(tokens: list[Word], j: int) -> Hit[Known] | None:
    hit = known_names().at(tokens, j, ())
    return hit if hit is not None and not hit.cut and hit.value.type != "ORG" else None


def _known_place(tokens: list[Word], j: int) -> int:
    hit = _place_hit(tokens, j)
    return hit.last if hit else 0


def _place_name(tokens: list[Word], j: int, follows: str) -> int:
    """The end of the unlisted proper name behind a place's noun, `j` where none stands there."""
    text = tokens[j].text
    if text in words_of("namesake_titles.tsv"):
        return _namesake(tokens, j)
    if text in words_of("place_links.tsv") and j + 1 < len(tokens) and tokens[j + 1].kind == WORD:
        return j + 2
    if follows == "any" and text not in words_of("small_words.tsv") and not text.endswith(("ي", "يه")):
        return j + 1
    like = likeness(text)
    if text.startswith("ال") and len(text) > 4:
        return j if text in words_of("place_tails.tsv") or text in origin_adjectives() else j + 1
    if like is not None and like < 0.5:
        return j
    k = j + 1
    while k < min(len(tokens), j + 3) and tokens[k].kind == WORD and (likeness(tokens[k].text) or 0) >= 0.6:
        k += 1
    return k
