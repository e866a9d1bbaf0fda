"""Cues of engagements: the verbs and nouns by which a contact is reported, in every written form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import Word
from mahdar.reading.saying import imperfects, perfects

#: Frames of finite verbs; those of nouns are 'noun' and 'act:' with the frame of the verb.
VERBAL = frozenset(("receive", "meet", "discuss", "at", "to", "sign", "chair", "phone", "talk"))
_VERBAL = ("", "و", "ف", "س", "وس")
_NOMINAL = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_PRONOUNS = {"ه": "m", "ها": "f", "هما": "", "هم": ""}


class Cue(NamedTuple):
    """A word that reports an engagement. `frame` is that of a verb ('receive', 'meet' …) or 'noun'.

    `number` is s, d or p; `object`: a pronoun stands for the other side (a verb) or one side (a noun).
    """

    at: int
    kind: str
    frame: str
    number: str = "s"
    future: bool = False
    object: bool = False
    definite: bool = False
    proclitic: str = ""
    #: Of the verb's subject or of the pronoun: m, f, or '' for two or more and where it does not show.
    gender: str = ""


class _Form(NamedTuple):
    kind: str
    frame: str
    number: str = "s"
    object: bool = False
    gender: str = ""


@cache
def verb_forms() -> dict[str, _Form]:
    """Verbs that report or carry an engagement, by folded spelling; carriers have the kind 'support'."""
    found: dict[str, _Form] = {}
    for perfect, imperfect, _, kind, frame in rows("mahdar.reading", "engagement_verbs.tsv"):
        _add(found, perfect, imperfect, kind, frame)
    for perfect, imperfect, side in rows("mahdar.reading", "engagement_support.tsv"):
        _add(found, perfect, imperfect, "support", side)
    return found


def _add(found: dict[str, _Form], perfect: str, imperfect: str, kind: str, frame: str) -> None:
    for base, make in ((perfect, perfects), (imperfect, imperfects)):
        for form, gender, number, has_object in make(base) if base != "-" else ():
            found.setdefault(form, _Form(kind, frame, number, has_object, gender if number == "s" else ""))


@cache
def _carriers() -> dict[str, str]:
    """Carrying verbs by spelling, also those that report by themselves (ترأس): what their subject is."""
    found: dict[str, _Form] = {}
    for perfect, imperfect, side in rows("mahdar.reading", "engagement_support.tsv"):
        _add(found, perfect, imperfect, "support", side)
    return {form: value.frame for form, value in found.items()}


@lru_cache(maxsize=FORMS)
def carrier(word: str) -> str | None:
    """What the subject of a folded word is if the word is a verb that carries an engagement: side, host, event …"""
    known = _carriers()
    for split in splits(word):
        if split.proclitic not in _VERBAL:
            continue
        if split.stem in known:
            return known[split.stem]
        for pronoun in _PRONOUNS:  # يؤدونها, أداها
            stem = split.stem.removesuffix(pronoun)
            if stem != split.stem and len(stem) > 3 and stem in known:
                return known[stem]
    return None


def may_carry(side: str, kind: str) -> bool:
    """Whether a verb whose subject is `side` carries contacts of a kind: one sends and receives letters and calls."""
    return side not in ("sender", "recipient") or kind in ("letter", "call")


@cache
def _noun_forms() -> dict[str, _Form]:
    found: dict[str, _Form] = {}
    for row in rows("mahdar.reading", "engagement_nouns.tsv"):
        _add_noun(found, row[0], row[1], "noun", "pronoun" in row[2:])
    for _, _, noun, kind, frame in rows("mahdar.reading", "engagement_verbs.tsv"):
        if noun != "-":
            _add_noun(found, noun, kind, "act:" + frame, True, plain=frame in ("receive", "to"))
    return found


def _add_noun(found: dict[str, _Form], noun: str, kind: str, frame: str, pronoun: bool, *, plain: bool = True) -> None:
    stem = fold(noun)
    if plain:
        for form in (stem, stem + "ا" if stem[-1] not in "هي" else stem):
            found.setdefault(form, _Form(kind, frame))
    joint = stem[:-1] + "ت" if noun.endswith("ة") else stem
    for ending in _PRONOUNS if pronoun else ():
        for form in (joint, joint[:-1] + "ي", joint[:-1] + "و") if stem.endswith("اء") else (joint,):
            gender = _PRONOUNS[ending]
            found.setdefault(form + ending, _Form(kind, frame, object=True, gender=gender))


@cache
def openers() -> frozenset[str]:
    """The folded words, clitics attached, that can open a cue; `may_begin` says which of them do."""
    return written_any(verb_forms()) | written_any(_noun_forms(), article=True)


def _form_of(word: str) -> tuple[_Form, str, bool] | None:
    """What a folded word reports: its form, its proclitic, whether it has the article."""
    return _listed_form_of(word) if word in openers() else None


@lru_cache(maxsize=FORMS)
def _listed_form_of(word: str) -> tuple[_Form, str, bool] | None:
    for split in splits(word):
        form = verb_forms().get(split.stem)
        if form is not None and form.kind != "support" and split.proclitic in _VERBAL:
            return form, split.proclitic, False
        if split.proclitic not in _NOMINAL:
            continue
        noun = _noun_forms().get(split.stem)
        if noun is not None:
            return noun, split.proclitic, False
        stem = bare(split.stem)
        if stem != split.stem and stem in _noun_forms():
            return _noun_forms()[stem], split.proclitic, True
    return None


def names_contact(word: str) -> bool:
    """Whether a folded word is a noun of engagement."""
    found = _form_of(word)
    return found is not None and found[0].frame == "noun" and found[0].kind != "letter"


@lru_cache(maxsize=FORMS)
def may_begin(word: str) -> bool:
    """Whether a folded word can be a cue."""
    return _form_of(word) is not None


def cue_at(words: Sequence[Word], i: int) -> Cue | None:
    """The cue that word `i` is."""
    found = _form_of(words[i].text)
    if found is None:
        return None
    form, proclitic, definite = found
    future = proclitic.endswith("س") or (i > 0 and words[i - 1].text == "سوف")
    return Cue(i, form.kind, form.frame, form.number, future, form.object, definite, proclitic, form.gender)
