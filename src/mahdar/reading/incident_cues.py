"""Cues of incidents: the verbs and nouns by which an incident is reported as a fact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import Word
from mahdar.reading.saying import imperfects, perfects


class Deed(NamedTuple):
    """What a verb or noun reports: PLOVER type and mode, what must be near it, what its object is."""

    type: str
    mode: str | None
    needs: frozenset[str]
    object: str
    verb: bool


class Cue(NamedTuple):
    """Words ``[at, last)`` that report a deed; `definite`: with the article."""

    at: int
    last: int
    deed: Deed
    definite: bool
    passive: bool = False


@cache
def _verbs() -> dict[str, Deed]:
    found: dict[str, Deed] = {}
    for perfect, imperfect, kind, mode, needs, of in rows("mahdar.reading", "incident_verbs.tsv"):
        wanted = frozenset(fold(n) for n in needs.split("/")) if needs != "-" else frozenset()
        deed = Deed(kind, None if mode == "-" else mode, wanted, of, verb=True)
        for base, make in ((perfect, perfects), (imperfect, imperfects)):
            for form, _, _, has_object in make(base) if base != "-" else ():
                if not has_object:
                    found.setdefault(form, deed)
    return found


@cache
def _nouns() -> Phrases[Deed]:
    found: list[tuple[str, Deed]] = []
    for phrase, kind, mode, needs in rows("mahdar.reading", "incident_nouns.tsv"):
        deed = Deed(kind, None if mode == "-" else mode, frozenset((needs,)), "to", verb=False)
        found.extend((form, deed) for form in (phrase, "ال" + phrase) if not phrase.startswith("ال") or form == phrase)
    return Phrases(found)


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, listed in rows("mahdar.reading", "incident_words.tsv"):
        for word in fold(listed).split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_NO_CLASS: frozenset[str] = frozenset()


def classes(word: str) -> frozenset[str]:
    """The classes of a folded word in incident_words.tsv."""
    return _classes().get(word, _NO_CLASS)


@cache
def _heads() -> frozenset[str]:
    return frozenset(fold(row[0]).split()[0] for row in rows("mahdar.reading", "incident_nouns.tsv"))


@lru_cache(maxsize=FORMS)
def _opens(word: str) -> bool:
    return any(s.stem in _heads() or bare(s.stem) in _heads() for s in splits(word))


@lru_cache(maxsize=FORMS)
def _verb(word: str) -> Deed | None:
    for split in splits(word):
        if split.proclitic in ("", "و", "ف") and split.stem in _verbs():
            return _verbs()[split.stem]
    return None


@lru_cache(maxsize=FORMS)
def may_begin(word: str) -> bool:
    """Whether a cue can begin at a folded word."""
    return word in openers() and (_opens(word) or _verb(word) is not None)


@cache
def openers() -> frozenset[str]:
    """The folded words, clitics attached, that can open a cue; `may_begin` says which of them do."""
    return written_any(_heads(), article=True) | written_any(_verbs())


def cue_at(words: Sequence[Word], i: int) -> Cue | None:
    """The cue that begins at word `i`; nouns are preferred where the spelling leaves it open."""
    text = words[i].text
    if _opens(text):
        hit = _nouns().at(words, i)
        if hit is not None:
            first = text[hit.cut :]
            return Cue(i, hit.last, hit.value, first.startswith(("ال", "ل")) and hit.cut + 2 < len(text))
    deed = _verb(text)
    return Cue(i, i + 1, deed, definite=False) if deed is not None else None
