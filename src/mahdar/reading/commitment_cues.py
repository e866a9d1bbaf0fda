"""Cues of commitments: the verbs and nouns that ask, pledge, agree, give or refuse, in every written form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits, written_any
from mahdar.arabic.date_words import word_list
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import BREAK, MARK, Word
from mahdar.reading.clauses import RELATIVES
from mahdar.reading.engagement_cues import carrier, names_contact
from mahdar.reading.engagement_cues import cue_at as engagement_cue
from mahdar.reading.saying import imperfects, participles, perfects

_VERBAL = frozenset(("", "و", "ف", "س", "وس", "فس"))


class Asking(NamedTuple):
    """A form of a verb that commits: `needs` is what has to follow, `form` perfect, imperfect or participle."""

    kind: str
    needs: tuple[str, ...]
    form: str
    number: str
    object: bool
    gender: str = ""


class Cue(NamedTuple):
    """Words ``[at, last)`` that commit; `form` is that of the verb, 'noun', or 'future' for any future verb."""

    at: int
    last: int
    kind: str
    needs: tuple[str, ...]
    form: str
    object: bool = False
    #: Gender and number of a verb ('m' or 'f', 's', 'd' or 'p'), empty for all else.
    gender: str = ""
    number: str = ""


#: The endings of a perfect in the first person plural, with pronouns: 'سلمنا', 'سلمناها'.
_WE_DID = ("نا", "ناها", "ناه", "ناهم")


@cache
def _forms() -> dict[str, Asking]:
    found: dict[str, Asking] = {}
    for perfect, imperfect, participle, kind, needs in rows("mahdar.reading", "commitment_verbs.tsv"):
        wanted = tuple(fold(n) for n in needs.split("/")) if needs != "-" else ()
        made = (("perfect", perfects, perfect), ("imperfect", imperfects, imperfect))
        for form, make, base in (*made, ("participle", participles, participle)):
            for word, gender, number, has_object in make(base) if base != "-" else ():
                found.setdefault(word, Asking(kind, wanted, form, number, has_object, gender))
            if form == "imperfect" and base != "-":
                for letter, number in (("ن", "p"), ("ا", "s")):
                    found.setdefault(letter + fold(base)[1:], Asking(kind, wanted, "we", number, object=False))
            if form == "perfect" and (kind == "delivered" or "we_did" in classes(fold(base))):
                for ending in _WE_DID:
                    found[fold(base) + ending] = Asking(kind, (), "we", "p", object=False)
    return found


@lru_cache(maxsize=FORMS)
def _verb(word: str) -> tuple[Asking, str] | None:
    for split in splits(word):
        if split.proclitic in _VERBAL:
            asking = _forms().get(split.stem)
            if asking is not None:
                return asking, split.proclitic
    return None


@cache
def _phrases() -> Phrases[list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind, before in rows("mahdar.reading", "commitment_nouns.tsv"):
        for form in (phrase, f"ال{phrase}") if before in ("given", "made") else (phrase,):
            found.setdefault(form, []).append((kind, before))
    return Phrases(found.items())


@cache
def _not_future() -> tuple[str, ...]:
    return (*word_list("not_ahead"), *(word for word, names in _classes().items() if "not_future" in names))


def is_future(word: str) -> bool:
    """Whether a folded word is a verb with س ('سنواصل', 'وستقدم')."""
    return (word[0] == "س" or word[1:2] == "س") and _is_future(word)


@lru_cache(maxsize=FORMS)
def _is_future(word: str) -> bool:
    stem = word[1:] if word[:1] in ("و", "ف") and word[1:2] == "س" else word
    if len(stem) < 4 or stem[0] != "س" or stem[1] not in "يتن" or (stem.endswith("ه") and len(stem) < 6):
        return False
    return not stem.startswith(_not_future()) and "no_will" not in classes(stem[1:])


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, listed in rows("mahdar.reading", "commitment_words.tsv"):
        for word in fold(listed).split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_WILL = frozenset(("سوف", "وسوف", "لن", "ولن", "فلن", "لا", "ولا"))
#: How far before the noun of an agreement the verb stands that makes it one, in words.
DONE_WITHIN = 4
#: How far before it the verb stands that signs or announces it apart from it, in words.
TOLD_WITHIN = 6
#: How far before a noun of action the verb stands that announces it, in words.
ANNOUNCED_WITHIN = 8
#: How far behind a noun of leaving the forces stand, and behind 'أهمية' the help, in words.
WITHDRAWN_WITHIN, URGED_WITHIN = 7, 4
_COMMAS = frozenset("،,")
_NO_CLASS: frozenset[str] = frozenset()


@lru_cache(maxsize=FORMS)
def classes(word: str) -> frozenset[str]:
    """The classes of a folded word in commitment_words.tsv, with or without و before it."""
    found = _classes().get(word)
    if found is None and word.startswith("و"):
        found = _classes().get(word[1:])
    return found if found is not None else _NO_CLASS


@lru_cache(maxsize=FORMS)
def _may_open(word: str) -> bool:
    heads = _heads()
    return any(s.stem in heads or bare(s.stem) in heads for s in splits(word))


@cache
def _heads() -> frozenset[str]:
    return frozenset(fold(row[0]).split()[0] for row in rows("mahdar.reading", "commitment_nouns.tsv"))


def may_begin(word: str) -> bool:
    """Whether a cue can begin at a folded word."""
    if word in _gate():
        return word in _WILL or is_future(word) or _may_open(word) or _verb(word) is not None
    return is_future(word)


@cache
def _gate() -> frozenset[str]:
    return _WILL | written_any(_heads(), article=True) | written_any(_forms())


def cue_at(words: Sequence[Word], i: int, *, said: bool = False) -> Cue | None:
    """The cue that begins at word `i`; `said`: what somebody says begins there."""
    text = words[i].text
    if not may_begin(text):
        return None
    cue = _verb_at(words, i) or noun_at(words, i, said=said)
    if cue is not None:
        return cue
    if text in ("سوف", "وسوف") or (is_future(text) and not _tells_contact(words, i)):
        return Cue(i, i + 1, "pledge", (), "future")
    if text in ("لن", "ولن", "فلن") and not (i + 1 < len(words) and "no_will" in classes(words[i + 1].text)):
        kind = "pledge" if i + 1 < len(words) and "spares_no" in classes(words[i + 1].text) else "refusal"
        return Cue(i, i + 1, kind, (), "future")
    if text in ("لا", "ولا") and i + 1 < len(words) and "will_not" in classes(words[i + 1].text):
        return Cue(i, i + 1, "refusal", (), "stance")
    return None


def _verb_at(words: Sequence[Word], i: int) -> Cue | None:
    """The cue of a listed verb; a perfect behind a preposition is a noun ('على طلب'), and so is 'رفضهم'."""
    verb = _verb(words[i].text)
    if verb is None:
        return None
    asking, proclitic = verb
    if asking.form == "perfect":
        behind = bool(i) and "before_noun" in classes(words[i - 1].text)
        if behind or (asking.object and asking.kind == "refusal"):
            return None
    kind = "pledge" if proclitic.endswith("س") and _is_own_act(words, i, asking) else asking.kind
    form = "future" if proclitic.endswith("س") else asking.form
    needs = () if kind != asking.kind or proclitic.endswith("س") else asking.needs
    return Cue(i, i + 1, kind, needs, form, asking.object, asking.gender, asking.number)


def noun_at(words: Sequence[Word], i: int, *, said: bool) -> Cue | None:
    """The cue of a listed noun or phrase with what has to stand before it."""
    if not _may_open(words[i].text):
        return None
    hit = _phrases().at(words, i, ("", "و", "ب", "ل", "وب", "ول"))
    before = words[i - 1].text if i else ""
    for kind, wanted in hit.value if hit is not None else ():
        last = hit.last if hit is not None else i + 1
        if wanted == "asked" or (wanted == "announced" and _stands_before(words, i, "announces", ANNOUNCED_WITHIN)):
            return Cue(i, last, kind, (), wanted)
        if wanted in _OWN_FORMS:
            if _OWN_FORMS[wanted](words, i, last):
                return Cue(i, last, kind, (), wanted)
            continue
        if wanted == "given":
            stands = _thanked(words, i) or _said_given(words, last)
        elif wanted == "done":
            stands = _stands_before(words, i, "done", DONE_WITHIN)
        else:
            stands = wanted in ("-", "other") or wanted in classes(before) or (said and wanted in ("said", "affirms"))
            stands = stands or (wanted == "affirms" and _affirmed_of_own(words, i))
            stands = stands or (kind == "agreement" and wanted in ("said", "signed") and _is_told(words, i, wanted))
            stands = stands and not (wanted == "affirms" and "thanks" in classes(before) and before != "عن")
        if stands:
            return Cue(i, last, kind, ("other",) if wanted == "other" else (), "noun")
    return None


def _is_told(words: Sequence[Word], i: int, wanted: str) -> bool:
    """Whether an agreement is told by a verb that stands apart ('وقع هناك مع الوزير [مذكرة]'), or behind a comma.

    'أعلنا في بيان مشترك [الاتفاق على]', 'مؤكدا التزام بلاده، [والاتفاق على]'.
    """
    if wanted == "signed":
        return _stands_before(words, i, "signs", TOLD_WITHIN)
    if _stands_before(words, i, "announces", TOLD_WITHIN):
        return True
    return i > 1 and words[i].text[:1] == "و" and words[i - 1].text in _COMMAS


def _affirmed_of_own(words: Sequence[Word], i: int) -> bool:
    """Whether a noun with a pronoun stands between the verb that affirms and word `i`: 'تؤكد عزمها دعم'."""
    between = words[i - 1].text if i > 1 else ""
    return between.endswith(("ها", "هم")) and len(between) > 4 and "affirming" in classes(words[i - 2].text)


def _is_made(words: Sequence[Word], _: int, last: int) -> bool:
    """Whether a noun of pledges is said to have been given: 'التعهدات التي قطعتها', 'وعودا قطعها'."""
    return any("made" in classes(words[k].text) for k in range(last, min(last + 2, len(words))))


def _is_led_to(words: Sequence[Word], i: int, last: int) -> bool:
    """Whether a withdrawal is told as a fact: what led to it before, of how many forces behind."""
    before = i and "led" in classes(words[i - 1].text)
    alone = words[i].text.startswith("ل") and i > 0 and "led" in classes(words[i - 1].text)
    return bool(before or alone) and any("troops" in classes(w.text) for w in words[last : last + WITHDRAWN_WITHIN])


def _is_urged(words: Sequence[Word], i: int, last: int) -> bool:
    """Whether 'أهمية' is said of help that is to be given or to go on."""
    before = words[i - 1].text if i else ""
    near = words[last : last + URGED_WITHIN]
    return "said" in classes(before) and bool(near) and any("helping" in classes(w.text) for w in near)


def _is_decided(words: Sequence[Word], _: int, last: int) -> bool:
    """Whether a decision is one's own and names an act: 'قرار [بلاده إعادة] فتح', 'بقرار [عمّان تقديم]'."""
    return any("act" in classes(words[k].text) for k in range(last, min(last + 3, len(words)))) and not words[
        last - 1
    ].text.startswith(("ال", "لل"))


#: What has to stand around a noun for cues with a form of their own, by the third column of commitment_nouns.tsv.
_OWN_FORMS = {"made": _is_made, "led": _is_led_to, "urged": _is_urged, "decided": _is_decided}


def _is_own_act(words: Sequence[Word], i: int, asking: Asking) -> bool:
    """Whether a verb in the future says what its subject will do: give, or ask of nobody ('سيطلب استضافة')."""
    if asking.kind == "request":
        behind = words[i + 1].text if i + 1 < len(words) else ""
        return behind != "من" and "will_ask" in classes(words[i].text)
    return asking.kind == "delivered"


def _stands_before(words: Sequence[Word], i: int, name: str, within: int) -> bool:
    """Whether a word of a class stands at most so far before word `i`, with no mark between ('تم خلالها الاتفاق')."""
    for k in range(i - 1, max(-1, i - 1 - within), -1):
        if words[k].kind in (MARK, BREAK):
            return False
        if name in classes(words[k].text):
            return True
    return False


def _tells_contact(words: Sequence[Word], i: int) -> bool:
    """Whether a future verb tells of a meeting or visit, which is no commitment."""
    if engagement_cue(words, i) is not None:
        return True
    near = range(i + 1, min(i + 5, len(words)))
    return carrier(words[i].text) is not None and any(names_contact(words[k].text) for k in near)


def _said_given(words: Sequence[Word], i: int) -> bool:
    """Whether it is told right after a noun that it was given: 'المساعدات التي قدمتها'."""
    near = range(i, min(i + 4, len(words) - 1))
    return any(words[k].text in RELATIVES and "giving" in classes(words[k + 1].text) for k in near)


def _thanked(words: Sequence[Word], i: int) -> bool:
    """Whether a word of thanks stands shortly before word `i` ('أشاد الوزير بدعم')."""
    return any("thanks" in classes(words[k].text) and words[k].text != "عن" for k in range(max(0, i - 8), i))
