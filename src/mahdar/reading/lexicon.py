"""The word lists that names are found with, loaded once and looked up by folded word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import Phrases, rows, word_set
from mahdar.record import PartyType

ROOM = "mahdar.reading"
#: Below this a word is no part of a name by itself, above `STRONG` it begins one. Set on train (likeness against
#: precision of single words: 0.25 keeps 97 % of the listed words of names, 0.7 gives nine right in ten).
WEAK, STRONG = 0.25, 0.7
#: The preposition على, which folding makes the same as the name علي; the words of a report tell them apart.
ON = "على"


class Known(NamedTuple):
    """A name that the lists hold: its type and the first form of its row."""

    type: PartyType
    canonical: str


@cache
def known_names() -> Phrases[Known]:
    """States, places and bodies by every form that the lists give."""

    def found() -> Iterator[tuple[str, Known]]:
        for name, _, _ in rows(ROOM, "place_names.tsv"):
            yield name, Known("GPE", name)
        for cells in rows(ROOM, "places.tsv"):
            forms = cells[0].split("|")
            yield from ((form, Known(_party_type(cells[1]), forms[0])) for form in forms)
        for cells in rows(ROOM, "states.tsv"):
            forms = cells[1].split("|")
            yield from ((form, Known("GPE", forms[0])) for form in forms)
        for cells in rows(ROOM, "bodies.tsv"):
            forms = cells[0].split("|")
            yield from ((form, Known("ORG", forms[0])) for form in forms if '"' not in form and "«" not in form)

    return Phrases(found())


def _party_type(cell: str) -> PartyType:
    return "ORG" if cell == "ORG" else "LOC" if cell == "LOC" else "GPE"


@cache
def origin_adjectives() -> frozenset[str]:
    """Adjectives of origin with the article, in all genders and numbers, folded."""
    forms = set()
    for cells in rows(ROOM, "states.tsv"):
        for adjective in (cells[2] if len(cells) > 2 else "").split("|"):
            if adjective and " " not in adjective:
                stem = fold(adjective)
                forms |= {"ال" + stem + ending for ending in ("", "ه", "ين", "ون", "تين", "تان", "ان", "ات")}
    for stem in (
        "عربي",
        "كردي",
        "كوردي",
        "اوروبي",
        "اوربي",
        "اممي",
        "كردستاني",
        "كوردستاني",
        "خليجي",
        "افريقي",
        "غربي",
    ):
        forms |= {"ال" + stem + ending for ending in ("", "ه", "ين", "ون")}
    return frozenset(forms)


@cache
def _name_words() -> dict[str, float]:
    likeness = {}
    for word, per, other, given, family, raw, behind, _ in rows(ROOM, "name_words.tsv"):
        times, against, bearers = int(per), int(other), int(given) + int(family)
        speaks_for = 3 * times + min(bearers, 300) / 10 + int(behind) / 2
        speaks_against = 3 * against + (max(0, int(raw) - 3 * int(behind)) / 20 if not times else 0) + 0.3
        likeness[word] = speaks_for / (speaks_for + speaks_against)
    return likeness


@cache
def given_names() -> frozenset[str]:
    """Words that people carry as given names rather than as other names."""
    return frozenset(
        word
        for word, per, _, given, family, _, _, first in rows(ROOM, "name_words.tsv")
        if int(given) + int(per) and int(given) + 3 * int(first) >= int(family)
    )


@cache
def begins_a_name() -> frozenset[str]:
    """Words strong enough to begin a name without a title, or to be one alone."""
    strong = (word for word, like in _name_words().items() if like >= STRONG)
    return frozenset(word for word in strong if word in given_names() or word in lone_names())


@cache
def lone_names() -> frozenset[str]:
    """Family names by which the press calls a person without more ('ترامب'), from annotated names.

    At least 4 times in names, ten times as often as not, and no given name (dev: F1 of persons .858 without them, .870
    with them and with names told again).
    """
    return frozenset(
        word
        for word, per, other, given, *_, first in rows(ROOM, "name_words.tsv")
        if int(per) >= 4 and int(per) >= 10 * int(other) and int(given) < 5 and 4 * int(first) < int(per)
    )


@cache
def rare_given_names() -> frozenset[str]:
    """Given names that are common words as well ('صباح', 'أمين'): names only where what stands around them shows it."""
    return frozenset(word for word, _, _, given, *_ in rows(ROOM, "name_words.tsv") if int(given) >= 20)


@cache
def rare_family_names() -> frozenset[str]:
    """Family names that are common words as well ('النحاس', 'الحداد'): names only behind a name."""
    return frozenset(
        word
        for word, _, _, _, family, *_ in rows(ROOM, "name_words.tsv")
        if word.startswith("ال") and int(family) >= 10
    )


@cache
def _common_words() -> frozenset[str]:
    return word_set(ROOM, "common_words.tsv")


@lru_cache(maxsize=FORMS)
def likeness(word: str) -> float | None:
    """How much a folded word looks like part of a person's name, 0 to 1; None where nothing is known of it."""
    if word == ON or word in words_of("name_stops.tsv"):
        return 0.0
    known = _name_words().get(word)
    if known is None and word.startswith("ال"):
        known = _name_words().get(word[2:])
        known = known if known is None else known * 0.8
    if word in origin_adjectives():
        return 0.1
    if known is not None and not (known < WEAK):
        return known
    if known is not None or word in _common_words() or _clitic_and_common(word):
        return 0.0
    return None


def _clitic_and_common(word: str) -> bool:
    """Whether an unlisted word is a common word with clitics ('وشعبها', 'ومنسق') rather than an unknown name."""
    for split in splits(word)[1:]:
        if split.stem in _common_words() or split.stem in _name_words():
            return True
    for suffix in ("هما", "هم", "ها", "نا", "ه", "كم"):
        if word.endswith(suffix) and len(word) - len(suffix) > 2:
            stem = word[: -len(suffix)]
            if stem in _common_words() or (stem.endswith("ت") and stem[:-1] + "ه" in _common_words()):
                return True
    return False


@cache
def heads(name: str) -> dict[str, str]:
    """A two-column list: folded noun and what the second column says of it."""
    return {fold(cells[0]): cells[1] for cells in rows(ROOM, name)}


@cache
def titles() -> Phrases[str]:
    """Titles that stand right before a name, with their kind."""
    return Phrases((cells[0], cells[1]) for cells in rows(ROOM, "titles.tsv"))


@cache
def body_words() -> dict[str, float]:
    """How often of the times seen behind a body's name a word was part of it."""
    return {cells[0]: int(cells[1]) / (int(cells[1]) + int(cells[2])) for cells in rows(ROOM, "body_words.tsv")}


@cache
def words_of(name: str) -> frozenset[str]:
    """The folded first column of a list."""
    return word_set(ROOM, name)


@lru_cache(maxsize=FORMS)
def is_role_head(word: str) -> bool:
    """Whether a folded word, with or without article, heads a post."""
    return bare(word) in words_of("role_heads.tsv") or word in words_of("role_heads.tsv")
