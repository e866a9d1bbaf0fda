"""Bodies: the long and the short form of a name are one body ('وزارة الدفاع العراقية', 'وزارة الدفاع', 'الدفاع')."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import listed_under, rows
from mahdar.arabic.words import MARK, words
from mahdar.reading.naming import Named, nearest
from mahdar.reading.origin import state_of_adjective

#: Words of this many letters may differ by a slip of one letter ('موغريني' against 'موغرني' and the like).
_SLIP_LETTERS = 6


def group_bodies(named: list[Named]) -> list[int]:
    """The number of its body for each mention."""
    places: dict[str, list[int]] = {}
    for mention in named:
        places.setdefault(mention.form, []).append(mention.at)
    # The longest names first: each shorter one then finds what it is short for.
    forms = sorted(places, key=lambda form: (-len(tokens(form)), places[form][0]))
    bodies: list[list[str]] = []
    fixed: dict[str, int] = {}
    torn: dict[str, list[int]] = {}
    for form in forms:
        found = [(max(_nearness(form, other) for other in body), i) for i, body in enumerate(bodies)]
        best = max((score for score, _ in found), default=0)
        alike = [i for score, i in found if score == best]
        if best == 0:
            bodies.append([form])
            fixed[form] = len(bodies) - 1
        elif len(alike) == 1:
            bodies[alike[0]].append(form)
            fixed[form] = alike[0]
        else:
            torn[form] = alike
    return [fixed[m.form] if m.form in fixed else _nearest_of(m, torn[m.form], bodies, places) for m in named]


def _nearest_of(mention: Named, alike: list[int], bodies: list[list[str]], places: dict[str, list[int]]) -> int:
    chosen = nearest(mention.at, [(i, sorted(p for form in bodies[i] for p in places[form])) for i in alike])
    return alike[0] if chosen is None else chosen


@lru_cache(maxsize=FORMS)
def tokens(form: str) -> tuple[str, ...]:
    """The words of a body's name, folded, without article, marks and epithets."""
    found = [bare(word.text) for word in words(Folded(form)) if word.kind != MARK]
    kept = [word for word in found if word not in _epithets()]
    return tuple(kept if len(kept) > 1 or (len(kept) == 1 and kept[0] not in _nouns("ORG")) else found)


@lru_cache(maxsize=FORMS)
def _nearness(form: str, other: str) -> int:
    """How near two names of bodies are: 3 one name or alias, 2 with the noun left out, 1 a part, 0 others."""
    a, b = tokens(form), tokens(other)
    if _same_words(a, b):
        return 3
    x, y = _alias(a), _alias(b)
    if x is not None and y is not None:
        return 3 if x == y else 0
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    if set(shorter).isdisjoint(longer):
        return 0
    if not shorter or not longer:
        return 0
    if longer[0] in _nouns("ORG") and _same_words(shorter, longer[1:]):
        return 2 if longer[0] not in _nouns("OFFICE") or (x if a is shorter else y) is None else 0
    return 1 if _is_part(shorter, longer) else 0


def _is_part(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether one name is the other cut short: by an adjective of origin, by its end, by its noun and end."""
    if _same_words(shorter, longer[: len(shorter)]):
        return True
    if longer[0] in _nouns("ORG") and len(longer) > len(shorter) and _same_words(shorter, longer[1 : len(shorter) + 1]):
        return True
    if state_of_adjective(shorter[-1]):
        return False
    return len(shorter) > 1 and shorter[0] == longer[0] and shorter[-1] == longer[-1] and _in_order(shorter, longer)


def _in_order(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _same_words(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return len(a) == len(b) and all(_same_word(x, y) for x, y in zip(a, b, strict=True))


def _same_word(x: str, y: str) -> bool:
    if x == y:
        return True
    both_state = state_of_adjective(x)
    if both_state is not None and both_state == state_of_adjective(y):
        return True
    return min(len(x), len(y)) >= _SLIP_LETTERS and x[0] == y[0] and int(OSA.distance(x, y, score_cutoff=1)) == 1


@lru_cache(maxsize=FORMS)
def _alias(form: tuple[str, ...]) -> str | None:
    return _aliases().get(form)


@cache
def _aliases() -> dict[tuple[str, ...], str]:
    """Names of well-known bodies in words, with the fullest name of each."""
    found: dict[tuple[str, ...], str] = {}
    for row in (*rows("mahdar.reading", "bodies.tsv"), *rows("mahdar.reading", "party_aliases.tsv")):
        forms = [tokens(name) for name in row[0].split("|")]
        known = next((found[form] for form in forms if form in found), row[0].split("|")[0])
        found.update((form, known) for form in forms)
    return found


@cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(map(bare, listed_under("mahdar.reading", "party_nouns.tsv", kind)))


@cache
def _epithets() -> frozenset[str]:
    return frozenset(fold(row[0]) for row in rows("mahdar.reading", "party_epithets.tsv"))
