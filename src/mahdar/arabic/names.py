"""Names compared as Arabic writes them: particles, articles, titles, spellings of foreign names, names inside names.

`compare` says whether two names may be one person's. It sees through what the script leaves open and stops where
Arabic does: a foreign sound has several letters (غويريني, جويريني), an Arabic name has one (سالم is not سليم).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows, word_set

Verdict = Literal["same", "maybe", "different"]

#: At these scores the 180 pairs of tests/cases/names.tsv part best: same from the first, maybe from the second.
SAME, MAYBE = 0.85, 0.5
#: A slip of one letter is only seen in parts of this many letters: in shorter ones it makes another name.
SLIP_LETTERS = 5
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = str.maketrans("", "", "اويىع")
_DOUBLED = re.compile(r"(.)\1+")
_CACHED = 100_000


class Comparison(NamedTuple):
    """How two names compare: `score` in [0, 1], and the reason in a few words."""

    verdict: Verdict
    score: float
    reason: str


class Parts(NamedTuple):
    """A name in parts, folded, without titles and articles. `patronymic`: بن stands in it. `arabic`: it has an ال."""

    parts: tuple[str, ...]
    patronymic: bool
    arabic: tuple[bool, ...]


def compare(a: str, b: str) -> Comparison:
    """Whether `a` and `b` can be names of one person; the order of the two makes no difference."""
    x, y = name_parts(a), name_parts(b)
    if not x.parts or not y.parts:
        return Comparison("different", 0.0, "no name")
    if len(x.parts) > len(y.parts) or (len(x.parts) == len(y.parts) and x.parts > y.parts):
        x, y = y, x
    score, reason = _compare(x, y)
    return Comparison("same" if score >= SAME else "maybe" if score >= MAYBE else "different", score, reason)


def name_key(name: str) -> str:
    """A key that is equal for spellings of one name: folded, no titles, particles joined, no articles, no بن."""
    return " ".join(name_parts(name).parts)


def sound_key(name: str) -> str:
    """A coarser key, by which foreign names meet in all their spellings; for search, not for a decision."""
    return " ".join(_skeleton(part) or part for part in name_parts(name).parts)


@lru_cache(maxsize=_CACHED)
def name_parts(name: str) -> Parts:
    """The parts of a name that count."""
    parts: list[str] = []
    arabic: list[bool] = []
    patronymic = False
    particles = _particles()
    words = _untitled(_WORD.findall(fold(name)))
    joining = ""
    for i, word in enumerate(words):
        kind, form = particles.get(word, ("", ""))
        if kind == "kin" and i + 1 < len(words):
            patronymic = patronymic or i > 0
        elif kind == "join" and i + 1 < len(words):
            joining += form
        else:
            whole = joining + word
            arabic.append(word.startswith("ال") or joining != "")
            parts.append(_one_form(bare(whole) if not joining or joining == "ال" else whole))
            joining = ""
    return Parts(tuple(parts), patronymic, tuple(arabic))


@lru_cache(maxsize=_CACHED)
def part_score(a: str, b: str, arabic: bool = False) -> float:
    """How near two parts of names are, in [0, 1]; `arabic` parts have no foreign spellings."""
    if a == b:
        return 1.0
    if a in _arabic_names() and b in _arabic_names():
        return 0.0
    x, y = (a, b) if arabic else (_sounds(a), _sounds(b))
    if min(len(a), len(b)) >= 3 and x == y:
        return 0.95
    if not arabic and _same_skeleton(a, b):
        return 0.9
    shorter = min(len(a), len(b))
    slips = int(OSA.distance(a, b, score_cutoff=2))
    if slips == 1 and shorter >= SLIP_LETTERS and not (arabic and _vowel_for_vowel(a, b)):
        return 0.85
    if slips == 2 and shorter >= 8:
        return 0.75
    return 0.0


def _compare(x: Parts, y: Parts) -> tuple[float, str]:
    """Score and reason for the shorter name `x` and the longer `y`."""
    if x.parts == y.parts:
        return 1.0, "the same name"
    if "".join(x.parts) == "".join(y.parts):
        return 0.98, "the same letters, parted otherwise"
    if len(x.parts) == 1 and len(y.parts) > 1:
        return _compare_one(x, y)
    matched = _align(x, y)
    if matched is None:
        return _compare_joined(x, y)
    worst = min(score for _, score in matched)
    if len(x.parts) == len(y.parts):
        whole = 1.0 if len(x.parts) > 1 else 0.85
        return worst * whole, "spelled otherwise" if worst >= 0.9 else "a slip of the pen"
    places = [place for place, _ in matched]
    if places[0] == 0 and (places[-1] == len(y.parts) - 1 or x.patronymic):
        return 0.95 * worst, "given and family name of the longer name"
    if x.patronymic and places[0] > 0:
        return 0.3, "the name of the father"
    return 0.75 * worst, "a part of the longer name"


def _compare_one(x: Parts, y: Parts) -> tuple[float, str]:
    (part,) = x.parts
    family = part_score(part, y.parts[-1], x.arabic[0] or y.arabic[-1])
    if family:
        return 0.7 * family, "the family name alone"
    given = part_score(part, y.parts[0], x.arabic[0] or y.arabic[0])
    if given == 1.0:
        return 0.5, "the given name alone"
    if len(y.parts) > 2 and part in y.parts:
        return 0.4, "a middle name"
    return _compare_joined(x, y)


def _compare_joined(x: Parts, y: Parts) -> tuple[float, str]:
    """Names whose words are parted in other places (عبدو لاي سيسوكو، عبدولاي سيسكو)."""
    a, b = "".join(x.parts), "".join(y.parts)
    if len(x.parts) != len(y.parts) and min(len(a), len(b)) >= 6 and not any(x.arabic + y.arabic):
        score = part_score(a, b)
        if score:
            return 0.95 * score, "parted and spelled otherwise"
    shared = part_score(x.parts[-1], y.parts[-1], x.arabic[-1] or y.arabic[-1])
    return (0.3, "only the family name is shared") if shared else (0.1, "other names")


def _align(x: Parts, y: Parts) -> list[tuple[int, float]] | None:
    """For each part of `x` its place in `y` and how near it is, in order; None where a part is missing."""
    found: list[tuple[int, float]] = []
    place = 0
    for i, part in enumerate(x.parts):
        left = len(x.parts) - i - 1
        best = (-1, 0.0)
        for j in range(place, len(y.parts) - left):
            score = part_score(part, y.parts[j], x.arabic[i] or y.arabic[j])
            if score > best[1]:
                best = (j, score)
        if best[0] < 0:
            return None
        found.append(best)
        place = best[0] + 1
    return found


def _untitled(words: list[str]) -> list[str]:
    """Words without the titles before the name; a name that is nothing but titles is kept as it is."""
    titles = _titles()
    i = 0
    while i < len(words) - 1:
        lengths = [n for n in (3, 2, 1) if i + n < len(words) and " ".join(words[i : i + n]) in titles]
        if not lengths:
            break
        i += lengths[0]
    return words[i:]


def _one_form(part: str) -> str:
    """عبدالله and عبداله, and the common spellings of one Arabic name."""
    if part.startswith("داوو"):
        return "داو" + part[4:]
    return part


def _vowel_for_vowel(a: str, b: str) -> bool:
    """Whether two Arabic parts differ in a letter of prolongation only, which makes another name (عبادي، عبيدي)."""
    return len(a) == len(b) and a.translate(_VOWELS) == b.translate(_VOWELS)


def _same_skeleton(a: str, b: str) -> bool:
    x, y = _skeleton(a), _skeleton(b)
    return x == y and len(x) >= 2 and min(len(a), len(b)) >= 4 and int(OSA.distance(_sounds(a), _sounds(b))) <= 2


@lru_cache(maxsize=_CACHED)
def _skeleton(part: str) -> str:
    return _sounds(part).translate(_VOWELS)


@lru_cache(maxsize=_CACHED)
def _sounds(part: str) -> str:
    """A part with one letter for each foreign sound, doubled letters once."""
    for written, sound in _letters():
        part = part.replace(written, sound)
    return _DOUBLED.sub(r"\1", part)


@cache
def _letters() -> tuple[tuple[str, str], ...]:
    pairs = [
        (fold(other), sound) for sound, others in rows("mahdar.arabic", "name_letters.tsv") for other in others.split()
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _titles() -> frozenset[str]:
    return word_set("mahdar.arabic", "name_titles.tsv")


@cache
def _particles() -> dict[str, tuple[str, str]]:
    return {
        fold(row[0]): (row[1], fold(row[2]) if len(row) > 2 else "")
        for row in rows("mahdar.arabic", "name_particles.tsv")
    }


@cache
def _arabic_names() -> frozenset[str]:
    return frozenset(name for row in rows("mahdar.arabic", "name_arabic.tsv") for name in fold(row[0]).split())
