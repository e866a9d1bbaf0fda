"""Names of persons: where a title, a post, a verb of saying or the name itself shows one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from mahdar.arabic.words import BREAK, MARK, WORD, Word
from mahdar.reading.lexicon import (
    STRONG,
    WEAK,
    given_names,
    heads,
    is_role_head,
    known_names,
    likeness,
    origin_adjectives,
    rare_family_names,
    rare_given_names,
    titles,
    words_of,
)

LONGEST_NAME = 7
#: Links that begin a name by themselves ('عبد الله', 'أبو مازن').
LINKS_THAT_BEGIN = frozenset(("ابو", "عبد", "بن", "ام"))
#: How far behind the noun of a post the name may stand ('وزير … في حكومة …': train, 99 % within 12 words).
LONGEST_ROLE = 12


@lru_cache(maxsize=1)
def saying_forms() -> frozenset[str]:
    """Verbs of saying as they stand in a text, folded, without و or ف."""
    return words_of("name_verbs.tsv")


def name_end(tokens: list[Word], i: int, text: str, *, trusted: bool) -> int:
    """Where the name that begins at word `i` (as `text`, without its proclitic) ends; `i` where none begins.

    `trusted`: a title or post before it shows a name, so that unknown words count as well.
    """
    if not _may_begin(tokens, i, text, trusted):
        return i
    j = i + 1
    if text in words_of("name_links.tsv"):
        if j >= len(tokens) or tokens[j].kind != WORD or not _linked(tokens, i):
            return i
        j += 1
    while j < min(len(tokens), i + LONGEST_NAME) and tokens[j].kind == WORD:
        word = tokens[j].text
        if word in words_of("name_links.tsv"):
            if j + 1 < len(tokens) and tokens[j + 1].kind == WORD and _linked(tokens, j):
                j += 2
                continue
            break
        if word in origin_adjectives() and _called_after_home(tokens[j].text, text, j - i):
            j += 1
            break
        if not _may_go_on(tokens, j, trusted=trusted or j > i + 1 or (likeness(text) or 0) >= STRONG):
            break
        if j > i + 1 and _complete(tokens, i, j, text):
            break
        j += 1
    return j


def _called_after_home(adjective: str, begun: str, length: int) -> bool:
    """Whether an adjective of origin behind `length` words is a family name ('كريم المصري', 'أبو سالم البغدادي')."""
    if adjective.endswith(("ه", "ين", "ون", "ان", "ات")):
        return False
    if begun == "ابو":
        return length == 2
    return length == 1 and begun in given_names() and (likeness(begun) or 0) >= STRONG


def _complete(tokens: list[Word], i: int, j: int, begun: str) -> bool:
    """Whether words ``[i, j)`` are a whole name, so that no unknown word goes on with it ('نجم السالمي سيزور')."""
    if likeness(tokens[j].text) is not None or tokens[j].text.startswith("ال"):
        return False
    words = (begun, *(w.text for w in tokens[i + 1 : j]))
    return words[-1].startswith("ال") and all((likeness(word) or 0) >= STRONG for word in words)


def _linked(tokens: list[Word], j: int) -> bool:
    """Whether the link at word `j` has a name word behind it; behind ولد and آل any word with the article is one."""
    return _may_go_on(tokens, j + 1, trusted=True) or (
        tokens[j].text in ("ولد", "ال") and tokens[j + 1].text.startswith("ال")
    )


def _like_a_name(word: str) -> bool:
    """Whether a word is known as part of names, or unknown with the article of a family name."""
    if word in words_of("name_links.tsv"):
        return True
    like = likeness(word)
    return like >= 0.5 if like is not None else word.startswith("ال")


def _may_begin(tokens: list[Word], i: int, text: str, trusted: bool) -> bool:
    if titles().at(tokens, i, ()) is not None:
        return False
    if text in words_of("name_links.tsv"):
        return trusted or text in LINKS_THAT_BEGIN
    like = likeness(text)
    if like is None:
        if len(text) <= 2 or _and_a_name(text) or is_role_head(text):
            return False
        return trusted and not _listed_name(tokens, i)
    if trusted:
        return like >= WEAK or (text in rare_given_names() and i + 1 < len(tokens) and _like_a_name(tokens[i + 1].text))
    return like >= STRONG and text in given_names()


def _may_go_on(tokens: list[Word], j: int, *, trusted: bool) -> bool:
    word = tokens[j].text
    if word in heads("body_heads.tsv") or len(word) < 2:
        return False
    if is_role_head(word):
        after = tokens[j + 1].text if j + 1 < len(tokens) else ""
        if tokens[j - 1].text in ("بن", "ابن", "بنت") and (likeness(word) or 0) >= WEAK:
            return True
        named = word in given_names() or (likeness(tokens[j - 1].text) or 0) >= 0.5
        return named and (after in words_of("name_links.tsv") or (likeness(after) or 0) >= STRONG)
    like = likeness(word)
    if like is None:
        return trusted and not _verbal(word) and not _and_a_name(word) and not _listed_name(tokens, j)
    if like < WEAK:
        if word in rare_family_names() and (likeness(tokens[j - 1].text) or 0) >= STRONG:
            return True
        return word in rare_given_names() and _family_name_behind(tokens, j)
    return like >= 0.5 or trusted


def _family_name_behind(tokens: list[Word], j: int) -> bool:
    """Whether a family name stands behind word `j`, so that the common word there is a name ('نجم صباح الراوي')."""
    if j + 1 >= len(tokens) or tokens[j + 1].kind != WORD:
        return False
    after = tokens[j + 1].text
    like = likeness(after)
    return like >= STRONG if like is not None else after.startswith("ال") and after.endswith("ي")


def _and_a_name(word: str) -> bool:
    """Whether an unknown word is و and the beginning of another name ('وأبو سالم')."""
    return word[0] == "و" and (word[1:] in LINKS_THAT_BEGIN or (likeness(word[1:]) or 0) >= STRONG)


def _verbal(word: str) -> bool:
    """Whether an unknown word is more likely a verb or a word with a clitic than a name."""
    return (word[0] in "يت" and len(word) <= 5 and not word.endswith("ي")) or (
        word.startswith(("وال", "بال", "لل", "فال", "وي", "وت"))
    )


def _listed_name(tokens: list[Word], i: int) -> bool:
    return known_names().at(tokens, i, ("و",)) is not None


def title_end(tokens: Sequence[Word], i: int) -> int:
    """The end of the titles that begin at word `i` ('الدكتور', 'الفريق أول الركن'), `i` where none does."""
    j = i
    while j < len(tokens) and tokens[j].kind == WORD:
        hit = titles().at(tokens, j, ("و", "ف", "ب", "ل", "ك", "ول", "وب") if j == i else ())
        if hit is None:
            break
        j = hit.last
        if j < len(tokens) and tokens[j].text in (".", "/") and len(tokens[j - 1].text) == 1:
            j += 1
    return j


def role_name(tokens: list[Word], i: int) -> tuple[int, int] | None:
    """The name behind the noun of a post at word `i`, as a range of words, where one stands within its reach."""
    j = i + 1
    while j < min(len(tokens), i + LONGEST_ROLE):
        word = tokens[j]
        if word.kind == BREAK or (word.kind == MARK and word.text not in '،-"«»('):
            return None
        if word.kind == MARK:
            return None
        end = title_end(tokens, j)
        if end > j and end < len(tokens) and tokens[end].kind == WORD:
            last = name_end(tokens, end, tokens[end].text, trusted=True)
            if last > end:
                return end, last
        if word.text in saying_forms():
            return None
        if end > j:
            j = end
            continue
        after_adjective = tokens[j - 1].text in origin_adjectives()
        known = known_names().at(tokens, j, ())
        rare = word.text in rare_given_names() and j + 1 < len(tokens) and _like_a_name(tokens[j + 1].text)
        last = j if known else name_end(tokens, j, word.text, trusted=after_adjective or rare)
        if last > j + 1 or (last > j and after_adjective):
            return j, last
        if known:
            after = known.last
            if after < len(tokens) and tokens[after].kind == WORD:
                last = name_end(tokens, after, tokens[after].text, trusted=True)
                if last > after + 1 or (last > after and likeness(tokens[after].text) is not None):
                    return after, last
        j = known.last if known else j + 1
    return None
