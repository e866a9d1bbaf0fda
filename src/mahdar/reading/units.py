"""Units: counted nouns in all the forms that a report has them in, from data/units.tsv and its neighbours.

`counted(words, i)` says what noun stands at a word; `money` turns a currency noun into its ISO 4217 code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from mahdar.arabic.clitics import bare, splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import WORD, Word

UnitKind = Literal["force", "person", "thing", "region", "measure", "time", "none", "money"]
Grade = Literal["one", "two", "many"]
_PACKAGE = "mahdar.reading"
#: Of the first word of a listed phrase: 'طائرتين مسيرتين', 'منصتي إطلاق', 'جهازي كشف'.
_DUAL_ENDINGS = ("ين", "ان", "تي", "زي")
_SUFFIXES = ("هم", "ها", "هن", "نا", "ه")


class Form(NamedTuple):
    """One form of a counted noun. `counts`: its dual alone counts as two of it."""

    unit: str
    kind: UnitKind
    grade: Grade
    counts: bool = False


class Counted(NamedTuple):
    """A counted noun found at words ``[first, last)``; `definite` where it has the article or a possessive ending."""

    first: int
    last: int
    form: Form
    definite: bool


def _dual(noun: str) -> tuple[str, ...]:
    stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
    construct = (stem + "ي",) if noun.endswith("ه") else ()
    return (stem + "ان", stem + "ين", *construct)


def _forms(singular: str, others: str) -> Iterator[tuple[str, Grade]]:
    """All forms of one row; where two are alike the later one is meant."""
    noun = fold(singular)
    if "~2" in others and " " not in noun:
        for form in _dual(noun):
            if "~ون" not in others or form.endswith("ان"):  # 'مسلحين' is the plural unless اثنين follows
                yield form, "two"
    for other in (fold(o.strip()) for o in others.split(",")):
        if other == "~ون":
            yield noun + "ان", "two"
            yield noun + "ون", "many"
            yield noun + "ين", "many"
            yield noun + "ي", "many"
        elif other == "~ات":
            yield (noun[:-1] if noun.endswith("ه") else noun) + "ات", "many"
        elif other and other != "~2":
            yield other, "two" if " " in other and other.split()[0].endswith(_DUAL_ENDINGS) else "many"
    yield noun, "one"
    if " " not in noun and not noun.endswith("ه"):
        yield noun + "ا", "one"


def _definite(form: str) -> str:
    return " ".join("ال" + word for word in form.split()) if "ال" not in form.split()[-1][:2] else form


@cache
def _units() -> Phrases[tuple[Form, bool]]:
    found: dict[str, tuple[Form, bool]] = {}
    for unit, kind, singular, *others in rows(_PACKAGE, "units.tsv"):
        listed = others[0] if others else ""
        for form, grade in _forms(singular, listed):
            value = Form(unit, kind, grade, "~2" in listed or " " in form)  # type: ignore[arg-type]
            found.setdefault(form, (value, False))
            found.setdefault(_definite(form), (value, True))
            if " " in form:
                found.setdefault(form.replace(" ", " ال", 1), (value, True))
    for form, grade in _peoples():
        found.setdefault(form, (Form("person", "person", grade), False))
        found.setdefault("ال" + form, (Form("person", "person", grade), True))
    for unit, _, nouns, *_ in rows(_PACKAGE, "figure_currencies.tsv"):
        for noun in nouns.split(","):
            found[fold(noun.strip())] = (Form(unit, "money", "one"), False)
    return Phrases(found.items())


def _peoples() -> Iterator[tuple[str, Grade]]:
    for row in rows(_PACKAGE, "figure_peoples.tsv"):
        noun = fold(row[0])
        yield noun, "one"
        if noun.endswith("ي"):
            yield noun + "ا", "one"
            yield noun + "ين", "many"
            yield noun + "ون", "many"
            yield noun + "ه", "one"


@cache
def dual_words() -> frozenset[str]:
    """The first words of all dual forms that count as two, without the article."""
    found = set()
    for _, _, singular, *others in rows(_PACKAGE, "units.tsv"):
        for form, grade in _forms(singular, others[0] if others else ""):
            if grade == "two":
                found.add(form.split()[0])
    return frozenset(found)


@lru_cache(maxsize=FORMS)
def _owned(word: str) -> Form | None:
    """A noun with a possessive ending: 'قياداته', 'بحارتها'."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            stem = word[: -len(suffix)]
            feminine = stem[:-1] + "ه" if stem.endswith("ت") else stem
            hamza = stem[:-1] + "ء" if stem.endswith(("ي", "و")) else stem  # 'أعضائه', 'أعضاؤه'
            for form in (stem, feminine, hamza, stem + "ين"):
                found = _single(form)
                if found is not None and found.kind not in ("measure", "money", "time"):
                    return found
    return None


@lru_cache(maxsize=FORMS)
def _single(word: str) -> Form | None:
    found = _units().at([Word(WORD, word, 0, 0, len(word), splits(word))], 0, ("",))
    return found.value[0] if found else None


def counted(tokens: Sequence[Word], i: int) -> Counted | None:
    """The counted noun at word `i`, nothing attached in front; the longest phrase wins."""
    if i >= len(tokens) or tokens[i].kind != WORD:
        return None
    hit = _units().at(tokens, i, ("",))
    if hit is not None:
        return Counted(i, hit.last, hit.value[0], hit.value[1])
    form = _owned(tokens[i].text)
    return Counted(i, i + 1, form, True) if form else None


def attached(tokens: Sequence[Word], i: int) -> Counted | None:
    """A counted noun with و ب ل attached."""
    for split in tokens[i].splits[1:]:
        if split.proclitic not in ("و", "ب", "وب"):
            continue
        word = Word(WORD, split.stem, 0, 0, 0, splits(split.stem))
        noun = counted([word], 0)
        if noun is not None:
            return Counted(i, i + 1, noun.form, noun.definite)
    return None


@cache
def dual_gate() -> frozenset[str]:
    """The folded words, clitics attached, that may be a dual that counts."""
    return frozenset(word for word in written_any(dual_words()) if word.endswith(_DUAL_ENDINGS))


def dual(tokens: Sequence[Word], i: int) -> tuple[Counted, int] | None:
    """A dual that counts as two at word `i`, and how many folded letters are attached in front of it."""
    if tokens[i].text not in dual_gate():
        return None
    hit = _units().at(tokens, i, ("", "و", "ب", "ل", "وب", "ول"))
    if hit is None or hit.value[0].grade != "two" or not hit.value[0].counts:
        return None
    return Counted(i, hit.last, hit.value[0], hit.value[1]), hit.cut


class _Currency(NamedTuple):
    code: str
    adjective: str
    states: tuple[str, ...]


@cache
def _corps() -> Phrases[str]:
    return Phrases((body, unit) for unit, body in rows(_PACKAGE, "figure_corps.tsv"))


def corps(tokens: Sequence[Word], i: int) -> str | None:
    """The unit of the members of the body at word `i`, or a word or two behind: 'أفراد شرطة الحدود'."""
    for k in range(i, min(i + 3, len(tokens))):
        if tokens[k].kind != WORD:
            return None
        hit = _corps().at(tokens, k, ("",))
        if hit is not None:
            return hit.value
    return None


@cache
def _currencies() -> dict[str, tuple[_Currency, ...]]:
    found: dict[str, list[_Currency]] = {}
    for unit, code, _, adjective, states in rows(_PACKAGE, "figure_currencies.tsv"):
        names = tuple(bare(fold(s.strip())) for s in states.split(",")) if states != "-" else ()
        found.setdefault(unit, []).append(_Currency(code, fold(adjective), names))
    return {unit: tuple(rows_) for unit, rows_ in found.items()}


def money(unit: str, behind: str, states: frozenset[str]) -> tuple[str, bool]:
    """The ISO code of a currency noun's generic unit, and whether the folded word `behind` it decided.

    `states` are folded words of the report: names of states and adjectives of them, without the article. The one state
    of the currency that is among them decides; the generic unit is kept where none or several are.
    """
    shared = _currencies().get(unit, ())
    for row in shared:
        if row.adjective != "-" and behind.rstrip("اه") == row.adjective.rstrip("اه"):
            return row.code, True
    plain = [row for row in shared if row.adjective == "-"]
    if plain:
        return plain[0].code, False
    named = {row.code for row in shared if states.intersection((*row.states, row.adjective, row.adjective + "ه"))}
    return (named.pop() if len(named) == 1 else unit), False
