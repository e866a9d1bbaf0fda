"""Reporting verbs: every written form of the verbs and nouns in `saying_verbs.tsv` and `saying_nouns.tsv`.

A verb is listed by perfect, imperfect and participle; feminine, dual, plural and forms with an object pronoun
are made here by rule, on folded letters. Passive forms look the same without vowel signs and need no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple, cast

from mahdar.arabic.clitics import written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows, word_set
from mahdar.arabic.words import Word
from mahdar.record import SpeechAct

PERFECT, IMPERFECT, PARTICIPLE, NOUN = "perfect", "imperfect", "participle", "noun"
_OBJECTS = ("ه", "ها", "هم", "هما", "نا")
_FINITE_PROCLITICS = frozenset(("", "و", "ف"))
_NOUN_PROCLITICS = frozenset(("", "و", "ف", "ب", "وب"))
_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")


@dataclass(frozen=True)
class Verb:
    """A reporting verb: `frame` is what may open its content, `flags` are those of the data file."""

    lemma: str
    act: SpeechAct
    frame: frozenset[str]
    flags: frozenset[str]

    @cached_property
    def strict(self) -> bool:
        """Whether the bare word has other readings."""
        return "strict" in self.flags

    @cached_property
    def transitive(self) -> bool:
        """Whether forms with an object pronoun report too ('أكده', 'أبلغه')."""
        return bool(self.frame & {"NP", "to", "to!", ":"}) and not self.flags & {"strict", "intransitive"}


class Form(NamedTuple):
    """One written form: `gender` m or f, `number` s, d or p; `object`: a pronoun is attached."""

    verb: Verb
    kind: str
    gender: str
    number: str
    object: bool
    spelling: str

    @property
    def finite(self) -> bool:
        return self.kind in (PERFECT, IMPERFECT)


class Cue(NamedTuple):
    """A form found in a text at word `at`, behind a proclitic (و, ف, ب …)."""

    at: int
    form: Form
    proclitic: str


def perfects(verb: str) -> Iterator[tuple[str, str, str, bool]]:
    """Perfect forms of a verb given as 'he': (form, gender, number, object pronoun attached)."""
    plain = fold(verb)
    weak = verb[-1] in "ىا"
    stem = plain[:-1] if weak else plain
    yield plain, "m", "s", False
    yield stem + "ت", "f", "s", False
    yield (plain + "ا" if verb[-1] == "ى" else stem + ("وا" if weak else "ا")), "m", "d", False
    yield stem + "تا", "f", "d", False
    yield stem + "وا", "m", "p", False
    with_object = stem + "ا" if weak else plain
    for pronoun in _OBJECTS:
        yield with_object + pronoun, "m", "s", True
        yield stem + "ت" + pronoun, "f", "s", True
        if not weak:
            yield stem + "و" + pronoun, "m", "p", True


def imperfects(verb: str) -> Iterator[tuple[str, str, str, bool]]:
    """Imperfect forms of a verb given as 'he'."""
    plain = fold(verb)
    weak = verb[-1] in "ىيو"
    stem = plain[:-1] if weak else plain
    with_object = stem + "ا" if verb[-1] == "ى" else plain
    for letter, gender in (("ي", "m"), ("ت", "f")):
        yield letter + plain[1:], gender, "s", False
        yield letter + plain[1:] + "ان", gender, "d", False
        for pronoun in _OBJECTS:
            yield letter + with_object[1:] + pronoun, gender, "s", True
    yield stem + "ون", "m", "p", False


def participles(verb: str) -> Iterator[tuple[str, str, str, bool]]:
    """Forms of an active participle given in the accusative ('مؤكدا', 'داعيا')."""
    stem = fold(verb).removesuffix("ا")
    yield stem + "ا", "m", "s", False
    yield stem + "ه", "f", "s", False
    yield stem + "تين", "f", "d", False
    yield (stem[:-1] if stem.endswith("ي") else stem) + "ين", "m", "p", False


@cache
def verbs() -> dict[str, Verb]:
    """The verbs by lemma (perfect, as listed)."""
    return {_lemma(row): _verb(row) for row in rows("mahdar.reading", "saying_verbs.tsv")}


def _lemma(row: list[str]) -> str:
    return row[0] if row[0] != "-" else row[2]


def _verb(row: list[str]) -> Verb:
    frame, flags = frozenset(row[4].split()), frozenset(row[5].split() if len(row) > 5 else ())
    return Verb(_lemma(row), cast("SpeechAct", row[3]), frame, flags)


@cache
def forms() -> dict[str, Form]:
    """Every form by folded spelling; where two verbs share one, the verb listed first has it."""
    found: dict[str, Form] = {}
    for row in rows("mahdar.reading", "saying_verbs.tsv"):
        verb = verbs()[_lemma(row)]
        made = ((PERFECT, perfects, row[0]), (IMPERFECT, imperfects, row[1]), (PARTICIPLE, participles, row[2]))
        for kind, make, base in made:
            for form, gender, number, has_object in make(base) if base != "-" else ():
                if not _used(verb, kind, form, gender, number, has_object):
                    continue
                found.setdefault(form, Form(verb, kind, gender, number, has_object, base))
    for word, lemma, speaker in rows("mahdar.reading", "saying_nouns.tsv"):
        gender = "m" if speaker == "named" else "own"
        found.setdefault(fold(word), Form(verbs()[lemma], NOUN, gender, "s", False, word))
    return found


def _used(verb: Verb, kind: str, form: str, gender: str, number: str, has_object: bool) -> bool:
    """Whether a form that the rules make is one that reports: not a noun of the same spelling ('مذكرة', 'إدانته')."""
    if has_object and (not verb.transitive or (form.endswith("نا") and not verb.frame & {"to", "to!"})):
        return False
    return kind != PARTICIPLE or "masculine" not in verb.flags or (gender == "m" and number == "s")


@cache
def false_cues() -> frozenset[str]:
    """Words that look like a reporting verb and are none, or are none before a certain word, folded."""
    return word_set("mahdar.reading", "false_cues.tsv")


@cache
def _gate() -> frozenset[str]:
    return written_any(forms())


def find_cues(words: list[Word], text: str) -> dict[int, Cue]:
    """Every word of `words` that may be a reporting verb, by index; `text` is the original, for exact spellings."""
    known, gate, false = forms(), _gate(), false_cues()
    found = {}
    for i, word in enumerate(words):
        if word.text not in gate or word.text in false:
            continue
        if i + 1 < len(words) and f"{word.text} {words[i + 1].text}" in false:
            continue
        for split in word.splits:
            form = known.get(split.stem)
            if form is None:
                continue
            allowed = _NOUN_PROCLITICS if form.kind == NOUN else _FINITE_PROCLITICS
            if split.proclitic in allowed and _spelt(form, text[word.start : word.end], split.proclitic):
                found[i] = Cue(i, form, split.proclitic)
                break
    return found


def _spelt(form: Form, written: str, proclitic: str) -> bool:
    """Whether a word whose spelling matters ('رأى', not 'رأي') is written so."""
    if (
        "spelt" not in form.verb.flags
        or form.kind != PERFECT
        or form.gender != "m"
        or form.number != "s"
        or form.object
    ):
        return True
    return _SIGNS.sub("", written) == proclitic + form.spelling
