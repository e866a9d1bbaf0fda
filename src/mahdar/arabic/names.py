"""Names compared as Arabic writes them: particles, articles, titles, spellings of foreign names, names inside names.

`compare` says whether two names may be one person's. It sees through what the script leaves open and stops where
Arabic does: a foreign sound has several letters (غويريني, جويريني), an Arabic name has one (سالم is not سليم).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from mahdar.arabic.memory import FORMS
from mahdar.arabic.name_parts import Parts, is_given, is_known, name_parts, sounds

Verdict = Literal["same", "maybe", "different"]

#: The scores at which the pairs of tests/cases/names.tsv part: same from the first, maybe from the second.
SAME, MAYBE = 0.85, 0.5
#: Scores of two parts that are not equal: spelled in another way that means the same; with a vowel letter more or
#: less; with another vowel letter or letters that are close; with one slip of the pen; with two.
SPELLED, VOWEL_MORE, NEAR, SLIP, SLIPS = 0.95, 0.9, 0.8, 0.75, 0.65
#: Letters of the shorter part from which one slip, or two, are taken for such: in shorter ones they make another
#: name. Of the names in name_known.tsv 86 in 100 of four letters have a neighbour at one letter, 47 of six.
SLIP_LETTERS, SLIPS_LETTERS = 5, 8
_VOWELS = str.maketrans("", "", "اوي")


class Comparison(NamedTuple):
    """How two names compare: `score` in [0, 1], and the reason in a few words."""

    verdict: Verdict
    score: float
    reason: str


@lru_cache(maxsize=FORMS)
def compare(a: str, b: str) -> Comparison:
    """Whether `a` and `b` can be names of one person; the order of the two makes no difference.

    A family or given name alone is never more than maybe the person's who has it, for many have it.
    """
    x, y = name_parts(a), name_parts(b)
    if not x.parts or not y.parts:
        return Comparison("different", 0.0, "no name")
    if (len(x.parts), x) > (len(y.parts), y):
        x, y = y, x
    score, reason = _compare(x, y)
    verdict: Verdict = "same" if score >= SAME else "maybe" if score >= MAYBE else "different"
    return Comparison(verdict, round(score, 3), reason)


def name_key(name: str) -> str:
    """A key that is equal for spellings of one name: folded, no titles, particles joined, no articles, no بن."""
    return " ".join(name_parts(name).parts)


@lru_cache(maxsize=FORMS)
def sound_key(name: str) -> str:
    """A coarser key, by which foreign names meet in all their spellings; for search, not for a decision."""
    return " ".join(_skeleton(part) or part for part in name_parts(name).parts)


def stands_alone(name: str) -> bool:
    """Whether no name may be that person's but one in which a part sounds the same.

    A name of one part so short that no slip of the pen is taken for such, nor parts that are written as one.
    """
    parts = name_parts(name).parts
    return len(parts) == 1 and len(parts[0]) < SLIP_LETTERS and not parts[0].startswith("بن")


@lru_cache(maxsize=FORMS)
def part_score(a: str, b: str, arabic: bool = False) -> float:
    """How near two parts of names are, in [0, 1]; `arabic` parts have no foreign spellings."""
    if a == b:
        return 1.0
    a, b, joint = _apart(a, b)
    arabic = arabic or joint
    known = is_known(a), is_known(b)
    shorter = min(len(a), len(b))
    if all(known) or shorter < 3:
        return 0.0
    if not arabic and not any(known):
        score = _foreign_score(a, b)
        if score:
            return score
    elif len(a) == len(b) and a.translate(_VOWELS) == b.translate(_VOWELS):
        return 0.0  # another letter of prolongation makes another Arabic name (عبادي، عبيدي)
    slips = int(OSA.distance(a, b, score_cutoff=2))
    if slips == 1 and shorter >= SLIP_LETTERS:
        return SLIP
    return SLIPS if slips == 2 and shorter >= SLIPS_LETTERS else 0.0


def _apart(a: str, b: str) -> tuple[str, str, bool]:
    """Two parts without the particle that both have, if they have one; of عبدالعزيز and عبدالعظيم what differs."""
    for first in ("عبدال", "ابو"):
        if a.startswith(first) and b.startswith(first):
            return a.removeprefix(first), b.removeprefix(first), True
    for last in ("الدين", "الله"):
        if a.endswith(last) and b.endswith(last):
            return a.removesuffix(last), b.removesuffix(last), True
    return a, b, False


def _foreign_score(a: str, b: str) -> float:
    """How near two parts are as spellings of one foreign name, 0 where they are none."""
    x, y = sounds(a), sounds(b)
    if x == y:
        return SPELLED
    shorter = min(len(x), len(y))
    if shorter < 4:
        return 0.0
    bones = x.translate(_VOWELS)
    if bones == y.translate(_VOWELS) and len(bones) >= 2:
        apart = int(OSA.distance(x, y))
        if apart == 1 and len(x) != len(y):
            return VOWEL_MORE
        if apart <= (1 if shorter < 6 else 2) and len(bones) >= 3:
            return VOWEL_MORE if shorter >= 6 else NEAR
    x, y = sounds(a, wide=True), sounds(b, wide=True)
    alike = x == y or (shorter >= 6 and x.translate(_VOWELS) == y.translate(_VOWELS) and OSA.distance(x, y) <= 2)
    return NEAR if alike and shorter >= SLIP_LETTERS else 0.0


def _compare(x: Parts, y: Parts) -> tuple[float, str]:
    """Score and reason for the shorter name `x` and the longer `y`."""
    if x.parts == y.parts:
        return _compare_equal(x, y)
    if x.letters == y.letters:
        return 0.98, "the same letters, parted otherwise"
    if len(y.parts) == 1:
        score = part_score(x.parts[0], y.parts[0], x.arabic[0] or y.arabic[0])
        return (score, _how(score)) if score else (0.1, "other names")
    if len(x.parts) == 1:
        return _compare_one(x, y)
    matched = _align(x, y)
    return _compare_unmatched(x, y) if matched is None else _compare_matched(x, y, matched)


def _compare_equal(x: Parts, y: Parts) -> tuple[float, str]:
    """Parts are equal; a name of one part may still differ in what was taken from it (علي, بن علي; بشير, البشير)."""
    if len(x.parts) == 1 and is_given(x.parts[0]):
        if x.kin != y.kin:
            return 0.4, "a name and the son of one who has it"
        if x.article != y.article:
            return 0.6, "with and without article"
    return 1.0, "the same name"


def _compare_one(x: Parts, y: Parts) -> tuple[float, str]:
    """A name of one part and a longer one."""
    (part,) = x.parts
    if y.kin[-1] and not (x.kin[0] or x.article[0]) and part == y.parts[-1] and is_known(part):
        return 0.3, "the name of the father"
    family = part_score(part, y.parts[-1], x.arabic[0] or y.arabic[-1])
    if family or (y.kin[-1] and part == "بن" + y.parts[-1]):
        return 0.7 * (family or 1.0), "the family name alone"
    if part == y.parts[0] and not x.kin[0]:
        return 0.5, "the given name alone"
    if part in y.parts:
        return (0.5 if x.article[0] else 0.4), "a middle name"
    return _compare_unmatched(x, y)


def _compare_matched(x: Parts, y: Parts, matched: list[tuple[int, float]]) -> tuple[float, str]:
    """Names of two parts or more, all parts of the shorter found in the longer in their order."""
    scores = [score for _, score in matched]
    weak = sum(score < SAME for score in scores)
    worst = min(scores)
    # A weak part is made up for by the rest: one other part for a foreign name, two for an Arabic one.
    firm = sum(score >= SAME for score in scores)
    arabic = any(x.arabic[i] or y.arabic[j] for i, (j, score) in enumerate(matched) if score < SAME)
    if weak == 1 and firm >= (2 if arabic else 1):
        worst = max(worst, SAME + 0.02)
    elif weak > 1:
        worst -= 0.1
    if len(x.parts) == len(y.parts):
        return worst, _how(min(scores))
    first, last = matched[0][0], matched[-1][0]
    if first == 0 and last == len(y.parts) - 1:
        return max(0.95 * worst, SAME if worst >= SAME else 0.0), "given and family name of the longer name"
    if first == 0 and (any(x.kin[1:]) or len(x.parts) > 2):
        return max(0.9 * worst, SAME if worst >= SAME else 0.0), "the first names of the longer name"
    if first > 0 and any(x.kin[1:]):
        return 0.3, "the name of the father"
    return 0.75 * worst, "a part of the longer name"


def _compare_unmatched(x: Parts, y: Parts) -> tuple[float, str]:
    """Names whose parts do not match: parted in other places, in another order, or of different persons."""
    a, b = "".join(x.parts), "".join(y.parts)
    if len(x.parts) != len(y.parts) and min(len(a), len(b)) >= SLIPS_LETTERS and not any(x.article + y.article):
        score = part_score(a, b)
        if score:
            return 0.95 * score, "parted and spelled otherwise"
    if len(x.parts) > 1 and sorted(x.parts) == sorted(y.parts):
        # Of given names the order tells who is whose son; a family name may stand first.
        told = x.parts[-1] == y.parts[-1] or (all(map(is_known, x.parts)) and not any(x.article + y.article))
        return (0.3 if told else 0.6), "the same names in another order"
    shared = part_score(x.parts[-1], y.parts[-1], x.arabic[-1] or y.arabic[-1])
    return (0.3, "only the family name is shared") if shared else (0.1, "other names")


def _align(x: Parts, y: Parts) -> list[tuple[int, float]] | None:
    """For each part of `x` its place in `y` and how near it is, in order; None where a part is missing."""
    found: list[tuple[int, float]] = []
    place = 0
    for i, part in enumerate(x.parts):
        left = len(x.parts) - i - 1
        best = (-1, 0.0)
        # The last part is looked for from the end: a family name is that rather than a grandfather's.
        places = range(place, len(y.parts) - left)
        for j in places if left else reversed(places):
            score = part_score(part, y.parts[j], x.arabic[i] or y.arabic[j])
            if score > best[1]:
                best = (j, score)
        if best[0] < 0:
            return None
        found.append(best)
        place = best[0] + 1
    return found


def _how(score: float) -> str:
    return "the same name" if score == 1.0 else "spelled otherwise" if score >= NEAR else "a slip of the pen"


def _skeleton(part: str) -> str:
    return sounds(part, wide=True).translate(_VOWELS)
