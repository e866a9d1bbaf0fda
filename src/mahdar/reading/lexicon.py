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


class NameWord(NamedTuple):
    """A word of persons' names with its counts, as training/build_name_lexicons.py writes them."""

    word: str
    in_names: int
    elsewhere: int
    given: int
    family: int
    raw: int
    behind_given: int
    first: int

    @property
    def likeness(self) -> float:
        """How much the word looks like part of a name, 0 to 1."""
        speaks_for = 3 * self.in_names + min(self.given + self.family, 300) / 10 + self.behind_given / 2
        unexplained = 0 if self.in_names else max(0, self.raw - 3 * self.behind_given) / 20
        return speaks_for / (speaks_for + 3 * self.elsewhere + unexplained + 0.3)


@cache
def _name_words() -> tuple[NameWord, ...]:
    return tuple(NameWord(word, *map(int, counts)) for word, *counts in rows(ROOM, "name_words.tsv"))


@cache
def _likenesses() -> dict[str, float]:
    return {entry.word: entry.likeness for entry in _name_words()}


@cache
def given_names() -> frozenset[str]:
    """Words that people carry as given names rather than as other names."""
    return frozenset(e.word for e in _name_words() if e.given + e.in_names and e.given + 3 * e.first >= e.family)


@cache
def begins_a_name() -> frozenset[str]:
    """Words strong enough to begin a name without a title, or to be one alone."""
    known = given_names() | lone_names()
    return frozenset(word for word, like in _likenesses().items() if like >= STRONG and word in known)


@cache
def lone_names() -> frozenset[str]:
    """Family names by which the press calls a person without more ('ترامب'), from annotated names.

    At least 4 times in names, ten times as often as not, and no given name (dev: F1 of persons .858 without them, .870
    with them and with names told again).
    """
    return frozenset(
        e.word
        for e in _name_words()
        if e.in_names >= 4 and e.in_names >= 10 * e.elsewhere and e.given < 5 and 4 * e.first < e.in_names
    )


@cache
def rare_given_names() -> frozenset[str]:
    """Given names that are common words as well ('صباح', 'أمين'): names only where what stands around them shows it."""
    return frozenset(e.word for e in _name_words() if e.given >= 20)


@cache
def rare_family_names() -> frozenset[str]:
    """Family names that are common words as well ('النحاس', 'الحداد'): names only behind a name."""
    return frozenset(e.word for e in _name_words() if e.word.startswith("ال") and e.family >= 5)


@cache
def common_words() -> frozenset[str]:
    """Words of the language that no person is called by, folded."""
    return frozenset(word for word, _ in rows(ROOM, "common_words.tsv"))  # written folded


@lru_cache(maxsize=FORMS)
def likeness(word: str) -> float | None:
    """How much a folded word looks like part of a person's name, 0 to 1; None where nothing is known of it."""
    if word == ON or word in words_of("name_stops.tsv"):
        return 0.0
    known = _likenesses().get(word)
    if known is None and word.startswith("ال"):
        known = _likenesses().get(word[2:])
        known = known if known is None else known * 0.8
    if word in origin_adjectives():
        return 0.1
    if known is not None and not (known < WEAK):
        return known
    if known is not None or word in common_words() or _clitic_and_common(word):
        return 0.0
    return None


def _clitic_and_common(word: str) -> bool:
    """Whether an unlisted word is a common word with clitics ('وشعبها', 'ومنسق') rather than an unknown name."""
    for split in splits(word)[1:]:
        if split.stem in common_words() or split.stem in _likenesses():
            return True
    for suffix in ("هما", "هم", "ها", "نا", "ه", "كم"):
        if word.endswith(suffix) and len(word) - len(suffix) > 2:
            stem = word[: -len(suffix)]
            if stem in common_words() or (stem.endswith("ت") and stem[:-1] + "ه" in common_words()):
                return True
    return _inflected_and_common(word)


#: Endings of number, case and person that turn a listed word into an unlisted one ('محافظا', 'اتصالين', 'ركزت').
_ENDINGS = ("ا", "ت", "وا", "ان", "ين", "ون", "ات", "تين", "تان", "تا", "ه")


def _inflected_and_common(word: str) -> bool:
    """Whether an unlisted word is a form of a common word: with another ending, or the future of a verb."""
    if word[:2] in ("سي", "ست") and len(word) > 4 and (word[1:] in common_words() or word[1:-2] in common_words()):
        return True
    for ending in _ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 3 and (stem in common_words() or stem + "ه" in common_words()):
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
