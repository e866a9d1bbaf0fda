"""Words of a commitment brought down to what their forms share: تدريب, ستدرب and المتدربين are all درب."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import word_set
from mahdar.arabic.words import NUMBER, WORD, words

_BEFORE = re.compile(r"^(?:[وف]?(?:[بكل]?ال|لل|[بكل](?=..{3})|س(?=[يتنا]))|[وف](?=.{3}))")
_BEHIND = re.compile(r"(?:تهما|يين|هما|كم|نا|ها|هم|ات|ون|ين|ان|يه|ته|ه|ي|ا)$")
_FORMED = re.compile(r"^(?:است|مت|ست|[متينا](?=..))")


@lru_cache(maxsize=FORMS)
def stem(word: str) -> str:
    """A folded word without clitics, endings, prefixes of forms and long vowels."""
    rest = _BEFORE.sub("", word) if len(word) > 3 else word
    while len(rest) > 4 and (shorter := _BEHIND.sub("", rest)) != rest and len(shorter) >= 3:
        rest = shorter
    if len(rest) > 3:
        rest = _FORMED.sub("", rest)
    bones = re.sub("[اويء]", "", rest)
    return bones if len(bones) >= 2 else rest


def stems(text: str) -> list[str]:
    """The stems of the words of a text that say something, and its numbers."""
    found = []
    for word in words(Folded(text)):
        if word.kind == NUMBER:
            found.append("#" + word.text)
        elif word.kind == WORD and (said := stem_said(word.text)) is not None:
            found.append(said)
    return found


@lru_cache(maxsize=FORMS)
def stems_of_name(name: str) -> tuple[str, ...]:
    """The stems of a name, which many reports have."""
    return tuple(stems(name))


def stem_said(word: str) -> str | None:
    """The stem of a folded word, None for one that says nothing."""
    return stem(word) if len(word) > 2 and word not in _small() else None


@cache
def _small() -> frozenset[str]:
    return frozenset(fold(word) for word in word_set("mahdar.ledger", "small_words.tsv"))
