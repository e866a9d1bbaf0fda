"""Clauses: the words of a draft by their work in a sentence, and what governs each reference.

`Clauses` is what the reading of engagements, commitments and incidents looks at. All positions are word indices.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property, lru_cache

from mahdar.arabic.clitics import bare, splits
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import BREAK, MARK, WORD
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.engagement_cues import names_contact, verb_forms
from mahdar.reading.origin import state_called, state_of_adjective
from mahdar.reading.saying import NOUN, forms

_COMMAS = frozenset("،,؛;")
_SEEN_THROUGH = frozenset(("role", "title", "body", "partitive", "outlet"))
#: Begin what is said, told or asked.
THAT = frozenset(("ان", "بان", "وان"))
RELATIVES = frozenset(("الذي", "التي", "اللذان", "الذين", "اللتان"))
#: How many words back from a name its preposition is looked for: roles in the press are seldom longer.
ROLE_LENGTH = 9
#: How many steps back from a verb its subject is looked for; a name is one step.
SUBJECT_DISTANCE = 14
_AUXILIARIES = frozenset(("كان", "كانت", "قد"))
_SEE_PAST = frozenset("،,؛;()«»\"'")


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, listed in rows("mahdar.reading", "meeting_words.tsv"):
        for word in fold(listed).split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@lru_cache(maxsize=FORMS)
def classes(word: str) -> frozenset[str]:
    """The classes of a folded word in meeting_words.tsv; roles, titles and bodies are seen through clitics."""
    known = _classes()
    found = set(known.get(word, ()))
    for split in splits(word):
        for stem in (split.stem, bare(split.stem)):
            found |= known.get(stem, frozenset()) & _SEEN_THROUGH
    return frozenset(found)


@cache
def of_classes(*names: str) -> frozenset[str]:
    """The folded words of any of these classes in meeting_words.tsv, none of which is seen through clitics."""
    assert not _SEEN_THROUGH.intersection(names), "roles, titles and bodies stand behind clitics too"
    return frozenset(word for word, found in _classes().items() if found.intersection(names))


@lru_cache(maxsize=FORMS)
def role_proclitic(word: str) -> str:
    """The proclitic of a folded word that is a role or title ('ووزير' gives 'و'), else ''."""
    for split in splits(word):
        if _classes().get(split.stem, frozenset()) & _SEEN_THROUGH or (
            split.stem.startswith("ال") and _classes().get(bare(split.stem), frozenset()) & _SEEN_THROUGH
        ):
            return split.proclitic
    return ""


@lru_cache(maxsize=FORMS)
def reports(word: str) -> bool:
    """Whether a folded word is a finite reporting verb or (masculine) participle that needs no further sign."""
    for split in splits(word):
        form = forms().get(split.stem)
        if form is not None and split.proclitic in ("", "و", "ف", "س", "وس"):
            return form.kind != NOUN and not form.verb.strict and (form.finite or form.gender == "m")
    return False


class Clauses:
    """A draft under the view of one who asks which party does what to which."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = draft.words
        self.outer: list[Reference] = []
        #: The outermost reference that holds a word.
        self.inside: dict[int, Reference] = {}
        for reference in sorted(draft.references, key=lambda r: (r.first, -r.last)):
            if self.outer and reference.first < self.outer[-1].last:
                continue
            self.outer.append(reference)
            for i in range(reference.first, reference.last):
                self.inside[i] = reference
        self._firsts = [r.first for r in self.outer]
        self._sentence_firsts = [first for first, _ in draft.sentences]

    def beginnings(self, may_begin: Callable[[str], bool]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Words outside names and page furniture at which a cue can begin, each with its sentence ``[first, last)``."""
        found = self.draft.where(may_begin)
        for first, last in self.draft.sentences:
            if self.draft.in_noise(self.words[first].start):
                continue
            k, j = bisect_left(found, first), bisect_left(found, last)
            for i in found[k:j]:
                if i not in self.inside:
                    yield i, (first, last)

    def text(self, i: int) -> str:
        """The folded text of word `i`, empty beyond either end."""
        return self.words[i].text if 0 <= i < len(self.words) else ""

    def is_word(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i].kind == WORD

    def has(self, i: int, name: str) -> bool:
        """Whether word `i` is of a class in meeting_words.tsv."""
        return 0 <= i < len(self.words) and name in classes(self.words[i].text)

    def is_noun(self, i: int) -> bool:
        """Whether word `i` is written with ة, which folding makes the pronoun of a verb ('استضافة', 'استضافه')."""
        return self.draft.text[self.words[i].end - 1] == "ة"

    def is_comma(self, i: int) -> bool:
        return self.text(i) in _COMMAS

    def goes_on(self, i: int) -> bool:
        """Whether a phrase goes on with word `i`, which is no mark and begins nothing new with و."""
        return 0 <= i < len(self.words) and self.words[i].kind not in (MARK, BREAK) and self.words[i].text[:1] != "و"

    def sentence(self, i: int) -> tuple[int, int]:
        """The sentence of word `i`."""
        k = max(0, bisect_right(self._sentence_firsts, i) - 1)
        return self.draft.sentences[k] if self.draft.sentences else (0, len(self.words))

    def between(self, first: int, last: int) -> list[Reference]:
        """Outermost references that begin within words ``[first, last)``."""
        return self.outer[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def type_of(self, reference: Reference) -> str:
        """The type of a reference's party ('' where it stands for none)."""
        party = self.draft.party.get(reference.parties[0]) if reference.parties else None
        return party.type if party else ""

    def is_person(self, reference: Reference) -> bool:
        return self.type_of(reference) == "PER"

    def is_state(self, reference: Reference) -> bool:
        return any(p in self._states.values() for p in reference.parties)

    def proclitic(self, reference: Reference) -> str:
        """What is written together with the first word of a reference, without the article."""
        word = self.words[reference.first].text
        if reference.cut:
            return word[: reference.cut]
        if reference.first != reference.head or not reference.named:
            return role_proclitic(word)
        return ""

    def governor(self, reference: Reference, limit: int = 0) -> tuple[str, int, bool]:
        """What ties a reference to its clause: its relation, where its phrase begins, whether a role stands before it.

        The relation is a class of meeting_words.tsv (with, between, in, to …), 'and', 'by' (ب), 'for' (ل), 'like' (ك),
        'bare' (subject or object) or 'part' (the name belongs to a noun before it). Looks no further back than `limit`.
        """
        proclitic = self.proclitic(reference)
        if (
            proclitic == "ل"
            and not self.is_person(reference)
            and (owner := self._of_post(reference, limit)) is not None
        ):
            return owner
        if proclitic:
            return _relation(proclitic), reference.first, reference.first != reference.head or not reference.named
        role = reference.first != reference.head or not reference.named
        stray = 0
        person = self.is_person(reference)
        i = reference.first - 1
        while i >= limit and reference.first - i <= ROLE_LENGTH:
            relation = self._ties(i)
            if (relation == "from" or self.text(i) == "عن") and self.has(i - 1, "partitive"):
                role = role or "role" in classes(self.words[i - 1].text)
                i -= 2
                proclitic = role_proclitic(self.words[i + 1].text)
                if proclitic:
                    return _relation(proclitic), i + 1, role
                continue
            if relation is not None:
                break
            found = classes(self.words[i].text)
            if found & {"role", "title"}:
                role = role or "role" in found
                proclitic = role_proclitic(self.words[i].text)
                if proclitic:
                    return _relation(proclitic), i, role
            elif role and self._heads(i + 1) and self.words[i].text.startswith("ال"):
                return "bare", i + 1, role  # a noun with the article ends the phrase before: 'في المركز / سفير فلان'
            elif person and reference.named and reference.first != reference.head:
                return "bare", i + 1, role  # the reference has its whole role: 'في مقر الوزارة / السفير الأردني فلان'
            else:
                stray += 1
            i -= 1
        else:
            relation = "bare"
        if stray and not role and not person and relation not in ("in", "to", "from", "other"):
            return "part", i + 1, role
        return relation or "bare", i + 1, role

    def _of_post(self, reference: Reference, limit: int) -> tuple[str, int, bool] | None:
        """The relation of the post that is of a body: '[بالأمين] العام لجامعة الدول العربية'."""
        for i in range(reference.first - 1, max(limit, reference.first - 3) - 1, -1):
            if not self.is_word(i) or i in self.inside:
                return None
            if "role" in classes(self.words[i].text):
                proclitic = role_proclitic(self.words[i].text)
                return (_relation(proclitic), i, True) if proclitic else None
            if not self.words[i].text.startswith("ال"):
                return None
        return None

    def _heads(self, i: int) -> bool:
        """Whether word `i` is a role without article, which begins a noun phrase."""
        text = self.words[i].text
        return "role" in classes(text) and not text.startswith("ال") and text != "نظيره"

    def _ties(self, i: int) -> str | None:
        """The relation that word `i` gives to the phrase after it, None where it is part of that phrase."""
        word = self.words[i]
        if word.kind == BREAK or i in self.inside:
            return "bare"
        if word.kind == MARK:
            return "comma" if word.text in _COMMAS else "bare"
        if word.text == "و":
            return "and"
        if word.text in ("قبل", "جانب", "طرف") and self.text(i - 1) == "من":
            return "bare"  # who does what is told in the passive: 'وقع من قبل فلان'
        found = classes(word.text)
        for name in ("with", "accompany", "between", "present", "chair", "host", "in", "to", "from", "other"):
            if name in found:
                return name
        if found & {"when", "stop", "agreement"} or is_verb(word.text) or names_contact(word.text):
            return "bare"
        return None

    def subject_before(self, i: int) -> Reference | None:
        """The reference that stands as subject before the verb at word `i`, those joined to it by و included."""
        found = self._subject_before(i)
        if found is None:
            return None
        first, parties, at = found.first, list(found.parties), found
        while True:
            relation, start, _ = self.governor(at)
            before = self.inside.get(start - 1 if self.text(start - 1) != "و" else start - 2)
            if relation != "and" or before is None or self.is_person(before) != self.is_person(at):
                break
            first, parties, at = before.first, [*before.parties, *parties], before
        return found if at is found else replace(found, first=first, head=first, cut=0, parties=tuple(parties))

    def _subject_before(self, i: int) -> Reference | None:
        first, _ = self.sentence(i)
        k, steps = i - 1, 0
        while self.text(k) in _AUXILIARIES:
            k -= 1
        if self.text(k) in RELATIVES:
            k -= 2 if self.is_comma(k - 1) else 1
            return self.inside.get(k)
        while k >= first and steps < SUBJECT_DISTANCE:
            reference = self.inside.get(k)
            steps += 1
            if reference is None:
                if self._bars_subject(k):
                    return None
                k -= 1
                continue
            relation, start, _ = self.governor(reference, first)
            if relation == "part" and steps == 1:
                return None  # the subject is a thing: 'إعلان القاهرة سيعزز'
            if self._is_subject(reference, relation, start):
                return reference
            k = min(start, reference.first) - 1
        return None

    def _is_subject(self, reference: Reference, relation: str, start: int) -> bool:
        if relation == "from":
            return "role" in classes(self.text(start - 2))
        if relation in ("bare", "comma"):
            return True
        before = self.inside.get(start - 1)
        if before is not None and relation == "and" and self.governor(before)[0] == "in":
            return False  # a second place: 'في بغداد وكركوك'
        return relation == "and" and (self.is_person(reference) or reference.cut > 0)

    def _bars_subject(self, k: int) -> bool:
        """Whether no subject of a later verb stands before word `k`."""
        word = self.words[k]
        if word.kind == BREAK or word.text in THAT or reports(word.text):
            return True
        if word.kind == MARK:
            return word.text not in _SEE_PAST
        return is_verb(word.text) and not self.has(k, "background")

    def state_of(self, i: int) -> str | None:
        """The state that the adjective at word `i` is made from, if it is a party ('العراقيين')."""
        for split in splits(self.text(i)) if self.is_word(i) else ():
            code = state_of_adjective(split.stem)
            if code is not None:
                return self._states.get(code)
        return None

    @cached_property
    def _states(self) -> dict[str, str]:
        """Parties that are states, by the code of the state."""
        found: dict[str, str] = {}
        for party in self.draft.parties:
            codes = [state_called(fold(name)) for name in party.names] if party.type == "GPE" else []
            for code in codes:
                if code is not None:
                    found.setdefault(code, party.id)
        return found


def _relation(proclitic: str) -> str:
    if proclitic[0] in "وف":
        return "and" if len(proclitic) == 1 else {"ب": "by", "ل": "for"}.get(proclitic[1], "and")
    return {"ب": "by", "ل": "for", "ك": "like"}.get(proclitic[0], "and")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(verb_forms())


@lru_cache(maxsize=FORMS)
def is_verb(word: str) -> bool:
    """Whether a folded word is a verb that this room knows."""
    if reports(word):
        return True
    known = _verbs()
    return any(s.stem in known for s in splits(word) if s.proclitic in ("", "و", "ف", "س", "وس"))
