"""The parts of a personal name: titles off, particles joined or left out, articles off, one spelling of each.

The words are in ``data/name_*.tsv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows, word_set

#: Names, and pairs of names, that are remembered. The training and development reports have 1 600 different names.
ROOM = "mahdar.arabic"
_WORD = re.compile(r"[^\W\d_]+")
#: Letters of Arabic sounds, with which the press writes no foreign name.
_ARABIC = re.compile("[عحضظصء]")
_DOUBLED = re.compile(r"(.)\1+")


class Parts(NamedTuple):
    """A name in parts, folded, without titles and articles; the other fields say what each part was.

    `arabic`: it has an article, a particle or letters of Arabic alone, or is known as an Arabic name. `kin`: بن or
    ابن stood before it. `article`: it had ال.
    """

    parts: tuple[str, ...]
    arabic: tuple[bool, ...]
    kin: tuple[bool, ...]
    article: tuple[bool, ...]

    @property
    def patronymic(self) -> bool:
        """Whether بن stands between parts of the name."""
        return any(self.kin[1:])

    @property
    def letters(self) -> str:
        """All letters that count, بن included: equal for 'بن كيران' and 'بنكيران'."""
        return "".join("بن" * kin + part for part, kin in zip(self.parts, self.kin, strict=True))


@lru_cache(maxsize=FORMS)
def name_parts(name: str) -> Parts:
    """The parts of a name that count."""
    found: list[tuple[str, bool, bool, bool]] = []
    words = _untitled(_WORD.findall(fold(name)))
    joining, joint, kin = "", "", False
    for i, word in enumerate(words):
        kind, form = _particles().get(word, ("", ""))
        following = words[i + 1] if i + 1 < len(words) else ""
        if kind == "after" and found:
            break
        if kind == "tail" and found and not joining:
            found[-1] = (_one_form(found[-1][0] + word), True, *found[-1][2:])
        elif kind in ("drop", "house") and following:
            kin = kin or kind == "drop"
        elif following and (kind in ("kunya", "foreign") or (kind == "servant" and _serves(following))):
            joining, joint = joining + (form or word), kind
        else:
            found.append(_part(word, joining, joint, kin))
            joining, joint, kin = "", "", False
    parts, arabic, kins, articles = zip(*found, strict=True) if found else ((), (), (), ())
    return Parts(parts, arabic, kins, articles)


def is_known(part: str) -> bool:
    """Whether a part is listed as an Arabic name, which stays apart from every other that is."""
    return part in _known()


def is_given(part: str) -> bool:
    """Whether a part is listed as an Arabic given name."""
    return _known().get(part) == "given"


@lru_cache(maxsize=FORMS)
def sounds(part: str, wide: bool = False) -> str:
    """A part with one letter for each foreign sound and doubled letters once; `wide` also has one for close sounds."""
    for written, sound, reach in _spellings():
        if wide or reach == "close":
            part = part.replace(written, sound)
    return _DOUBLED.sub(r"\1", part[:-1] + "ا" if part.endswith("ه") else part)


def _part(word: str, joining: str, joint: str, kin: bool) -> tuple[str, bool, bool, bool]:
    """A part, whether it is Arabic, whether بن stood before it and whether it had an article."""
    article = word.startswith("ال") and bare(word) != word and word not in _wholes()
    if not joining:
        part = bare(word) if article else word
        if part.startswith(("ابوال", "ابيال", "اباال")) and len(part) > 6:
            part = "ابو" + part[5:]
    else:
        part = joining + (bare(word) if joint == "kunya" else word)
    part = _one_form(part)
    arabic = article or joint in ("kunya", "servant") or _ARABIC.search(word) is not None or is_known(part)
    return part, arabic, kin, article and not joining


def _serves(following: str) -> bool:
    return following.startswith("ال") or _particles().get(following, ("",))[0] == "served"


def _untitled(words: list[str]) -> list[str]:
    """Words without the titles before the name; a name that is nothing but titles is kept as it is."""
    titles = _titles()
    i = 0
    while i < len(words) - 1:
        lengths = [n for n in (4, 3, 2, 1) if i + n < len(words) and " ".join(words[i : i + n]) in titles]
        if not lengths:
            break
        i += lengths[0]
    return words[i:]


def _one_form(part: str) -> str:
    """The one form of a part with several spellings; without hamza, which the press often leaves out."""
    part = part.replace("ء", "")
    if part.startswith("بال") and len(part) > 5:
        part = "بل" + part[3:]  # of the Maghreb: بن الحاج, بالحاج, بلحاج
    return _variants().get(part, part)


@cache
def _spellings() -> tuple[tuple[str, str, str], ...]:
    listed = [(fold(written), fold(sound), reach) for written, sound, reach in rows(ROOM, "name_spellings.tsv")]
    return tuple(sorted(listed, key=lambda row: -len(row[0])))


@cache
def _titles() -> frozenset[str]:
    return word_set(ROOM, "name_titles.tsv")


@cache
def _particles() -> dict[str, tuple[str, str]]:
    listed = [row for row in rows(ROOM, "name_particles.tsv") if row[1] != "whole"]
    return {fold(word): (kind, fold(form[0]) if form else "") for word, kind, *form in listed}


@cache
def _wholes() -> frozenset[str]:
    return frozenset(fold(row[0]) for row in rows(ROOM, "name_particles.tsv") if row[1] == "whole")


@cache
def _variants() -> dict[str, str]:
    forms = [[fold(cell).replace("ء", "") for cell in row] for row in rows(ROOM, "name_variants.tsv")]
    return {other: form for form, *others in forms for other in others}


@cache
def _known() -> dict[str, str]:
    return {_one_form(fold(name)): kind for name, kind in rows(ROOM, "name_known.tsv")}
