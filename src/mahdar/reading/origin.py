"""Origins: the state that a name or an adjective points at ('العراق', 'العراقي'), by its ISO 3166 code."""

from __future__ import annotations

from functools import cache, lru_cache

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.record import Party

_ENDINGS = ("يتان", "يتين", "يون", "يين", "يان", "يه", "ي")


@cache
def states() -> dict[str, str]:
    """Folded names of states, each without the article, with the state's code."""
    return {
        bare(fold(name.strip("()"))): row[0]
        for row in rows("mahdar.reading", "states.tsv")
        for name in row[1].split("|")
    }


@cache
def capitals() -> dict[str, str]:
    """Folded names of capitals and other places, without the article, with the code of their state."""
    found: dict[str, str] = {}
    for row in rows("mahdar.reading", "places.tsv"):
        if len(row) > 2 and row[2]:
            found.update((bare(fold(name)), row[2]) for name in row[0].split("|"))
    return found


def is_capital(party: Party) -> bool:
    """Whether a party is the capital of a state."""
    return party.type == "GPE" and any(bare(fold(name)) in _capital_names() for name in party.names)


@cache
def _capital_names() -> frozenset[str]:
    """Names of capitals, folded and without the article."""
    listed = (row[0] for row in rows("mahdar.reading", "places.tsv") if "capital" in row[3:])
    return frozenset(bare(fold(name)) for names in listed for name in names.split("|"))


@lru_cache(maxsize=FORMS)
def state_called(name: str) -> str | None:
    """The code of the state that a folded name stands for, None where it is no state's."""
    return states().get(bare(name))


@lru_cache(maxsize=FORMS)
def state_of_adjective(word: str) -> str | None:
    """The code of the state that a folded adjective of origin points at, in any gender and number ('الإيرانيين')."""
    stem = bare(word)
    for ending in _ENDINGS:
        if stem.endswith(ending):
            return _adjectives().get(stem[: -len(ending)])
    return _peoples().get(stem)


@lru_cache(maxsize=20_000)
def states_named(name: str, body: bool = False) -> tuple[str, ...]:
    """The state that a name stands for or that the place so called is in, and for a body those of its adjectives."""
    folded = fold(name)
    found = [state_called(folded) or capitals().get(bare(folded))]
    if body:
        found += [state_of_adjective(word) for word in folded.split()]
    return tuple(code for code in found if code is not None)


@cache
def _adjectives() -> dict[str, str]:
    """Adjectives of origin without their last ي, with the code of the state."""
    return {
        fold(adjective)[:-1]: row[0]
        for row in rows("mahdar.reading", "states.tsv")
        if len(row) > 2
        for adjective in row[2].split("|")
        if adjective.endswith("ي") and " " not in adjective
    }


@cache
def _peoples() -> dict[str, str]:
    """Irregular plurals of adjectives of origin ('روس', 'أتراك'), with the code of the state."""
    return {
        fold(adjective): row[0]
        for row in rows("mahdar.reading", "states.tsv")
        if len(row) > 2
        for adjective in row[2].split("|")
        if not adjective.endswith("ي") and " " not in adjective
    }
