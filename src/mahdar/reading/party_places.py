"""Places: the names of one state or town are one place ('العراق', 'جمهورية العراق'); a capital is its own."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import MARK, words
from mahdar.reading.naming import Named, folded
from mahdar.reading.origin import capitals, state_called

#: Kingdoms that their own press calls 'المملكة'.
_KINGDOMS = frozenset(("SA", "JO", "MA", "BH"))
_SHADDA = "ّ"
#: Names of places of this many letters may differ by a slip of one ('بوكمال', 'البو كمال' are joined before).
_SLIP_LETTERS = 6


def group_places(named: list[Named]) -> list[int]:
    """The number of its place for each mention."""
    forms = list(dict.fromkeys(mention.form for mention in named))
    number: dict[str, int] = {}
    keys: dict[str, int] = {}
    count = 0
    for form in sorted(forms, key=_is_noun):
        key = _by_noun(form, forms) or _amman(form, forms) or _without_state(form, forms) or _key(form)
        known = keys.get(key)
        if known is None:
            known = next((n for other, n in keys.items() if _slip(key, other)), None)
        if known is None:
            known, count = count, count + 1
        keys.setdefault(key, known)
        number[form] = known
    return [number[mention.form] for mention in named]


def _by_noun(form: str, forms: list[str]) -> str | None:
    """The key of the kingdom, region or canal that 'المملكة' stands for where the report names it ('مملكة البحرين')."""
    if not _is_noun(form):
        return None
    noun = bare(folded(form)) + " "
    whole = next((_key(other) for other in forms if bare(folded(other)).startswith(noun)), None)
    if whole is not None or noun != "مملكه ":
        return whole
    others = [bare(folded(other)) for other in forms if other != form]
    named = {state_called(other) or capitals().get(other) for other in others} & _KINGDOMS
    return named.pop() if len(named) == 1 else None


def _amman(form: str, forms: list[str]) -> str | None:
    """The key of عمّان, the city, where vowel signs tell it from عُمان; without signs it is the one that is named."""
    if folded(form) != "عمان" or "ُ" in form or not any(_SHADDA in other and folded(other) == "عمان" for other in forms):
        return None
    return "عمّان"


def _without_state(form: str, forms: list[str]) -> str | None:
    """The key of a region that is named with the state it is in and without: 'إقليم كردستان [العراق]', 'إقليم كردستان'.

    None where it is named with two states: 'إقليم كردستان العراق' and 'إقليم كردستان إيران'.
    """
    short = _shortened(form)
    if short is None or all(_key(other) != short for other in forms):
        return None
    whole = {_key(other) for other in forms if _shortened(other) == short}
    return short if len(whole) == 1 else None


@lru_cache(maxsize=FORMS)
def _shortened(form: str) -> str | None:
    """The key of a place that a noun opens and its state ends, without the state; None of any other form."""
    parts = [bare(word.text) for word in words(Folded(form)) if word.kind != MARK]
    if len(parts) < 3 or parts[0] not in _nouns() or state_called(" ".join(parts)) or not state_called(parts[-1]):
        return None
    return _key(" ".join(parts[:-1]))


def _is_noun(form: str) -> bool:
    return folded(form).startswith("ال") and bare(folded(form)) in _nouns()


@lru_cache(maxsize=FORMS)
def _key(form: str) -> str:
    """One key for all names of a place: a state's code, else the name without article, marks and 'مدينة'."""
    key = folded(form).strip()
    code = state_called(key)
    if code is None:
        parts = [bare(word.text) for word in words(Folded(form)) if word.kind != MARK]
        while len(parts) > 1 and parts[0] in _nouns():
            parts = parts[1:]
        key = " ".join(parts)
        code = state_called(key) or _called_otherwise().get(key)
    return code or key.replace(" ", "")


def _slip(a: str, b: str) -> bool:
    """Whether two keys differ by one letter only; states' codes never do."""
    if min(len(a), len(b)) < _SLIP_LETTERS or a[0] != b[0]:
        return False
    return int(OSA.distance(a, b, score_cutoff=1)) == 1


@cache
def _called_otherwise() -> dict[str, str]:
    """Variants of other places' names, with the usual one."""
    found: dict[str, str] = {}
    for row in rows("mahdar.reading", "places.tsv"):
        names = [bare(fold(name)) for name in row[0].split("|")]
        found.update((name, names[0].replace(" ", "")) for name in names)
    return found


@cache
def _nouns() -> frozenset[str]:
    return frozenset(
        bare(fold(row[1])) for row in rows("mahdar.reading", "party_nouns.tsv") if row[0] in ("GPE", "LOC")
    )
