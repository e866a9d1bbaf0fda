"""Pointers: phrases without a name ('الوزير', 'نظيره الروسي', 'الجانبان'), and the parties that they stand for.

A phrase stands for the party that fits and was pointed at last before it, else for the first after it. What fits no
party is left alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from mahdar.arabic.clitics import bare, splits, written_any
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import WORD
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.holders import Office, offices_of, stems
from mahdar.reading.origin import state_called, state_of_adjective
from mahdar.reading.post_nouns import Head, head_of, post_gate
from mahdar.record import Mention

#: How many words back the two of 'الجانبان' are looked for. Of 60 pairs in the training reports 58 lie within 120;
#: of the seven that speak six are found right within 120, five within 80.
PAIR_DISTANCE = 120
#: How many words of a post are followed; the longest role in the training records has 16.
LONGEST_POST = 18
#: How far behind 'المسؤول' its adjective of origin may stand ('المسؤول العسكري الأميركي').
OFFICIAL_DISTANCE = 3


class Pointer(NamedTuple):
    """What a word may point with: a kind of reference_words.tsv, 'dual' or 'post'; and its proclitic's letters."""

    kind: str
    cut: int


class Pointers:
    """The phrases of one draft, resolved in the order of the text: `said` is what has been pointed at so far."""

    def __init__(
        self,
        draft: Draft,
        starts: dict[int, Mention],
        spans: dict[int, int],
        inside: set[int],
        titled: dict[str, set[str]],
    ) -> None:
        self.draft, self.words, self.parties = draft, draft.words, draft.party
        #: What stands before persons' names, by person: titles and words of posts, without clitic and article.
        self.titled = titled
        #: Mentions by their first word, their ends by it, and the words inside references with a name.
        self.starts, self.spans, self.inside = starts, spans, inside
        self.offices = [o for p in draft.parties if p.type == "PER" for o in offices_of(p, self.parties)]
        self._headed: dict[str, list[Office]] = {}
        for office in self.offices:
            for head in office.heads:
                self._headed.setdefault(head, []).append(office)
        self._states = {
            p.id: code
            for p in draft.parties
            if p.type == "GPE"
            for name in p.names
            if (code := state_called(fold(name)))
        }
        self._sentences = [first for first, _ in draft.sentences]
        #: Parties in the order in which they are pointed at: word and party.
        self.said: list[tuple[int, str]] = []

    def at(self, i: int) -> Reference | None:
        """The phrase that begins at word `i`, None where none does or nobody fits it."""
        pointer = pointer_of(self.words[i].text)
        if pointer is None:
            return None
        if pointer.kind == "post":
            return self._post(i)
        if pointer.kind in ("pair", "dual"):
            return self._found(i, i + 1, pointer.cut, *self._pair(i, pointer.kind))
        if pointer.kind == "side":
            return self._side(i, pointer.cut)
        if pointer.kind == "honour":
            return self._honoured(i, pointer.cut)
        if pointer.kind == "body":
            return self._body(i, pointer.cut)
        return self._of_state(i, pointer)

    def _found(self, first: int, last: int, cut: int, *parties: str | None) -> Reference | None:
        known = tuple(party for party in parties if party is not None)
        return Reference(first, last, first, cut, known, named=False) if known else None

    def _pair(self, i: int, kind: str) -> tuple[str, ...]:
        """The two persons, with such posts for 'الوزيران', of the last sentence that has two; else two states."""
        if kind == "dual":
            heads = next(duals()[s.stem] for s in self.words[i].splits if s.stem in duals())
            return self._last_two(i, {office.person for office in self.offices if heads & office.heads})
        return self._last_two(i, {office.person for office in self.offices}) or self._last_two(i, set(self._states))

    def _last_two(self, i: int, fitting: set[str]) -> tuple[str, ...]:
        here: list[str] = []
        last: list[str] = []
        number = -1
        for at, party in reversed(self.said):
            if i - at > PAIR_DISTANCE:
                break
            if party not in fitting:
                continue
            sentence = bisect_right(self._sentences, at)
            if sentence != number:
                if len(here) > 1:
                    break
                here, number = [], sentence
            here = [party, *(p for p in here if p != party)]
            if party not in last:
                last.insert(0, party)
        return tuple(here[:2]) if len(here) > 1 else tuple(last[-2:]) if len(last) > 1 else ()

    def _side(self, i: int, cut: int) -> Reference | None:
        """'الجانب العراقي': the state, else the person of that state who was named last."""
        state = self._origin(i + 1)
        if state is None:
            return None
        named = next((party for party, code in self._states.items() if code == state), None)
        return self._found(i, i + 2, cut, named or self._nearest(self._people_of(state), i))

    def _of_state(self, i: int, pointer: Pointer) -> Reference | None:
        """'المسؤول الإيراني', 'نظيره الروسي': the person of that state named last; a counterpart may be named later."""
        if pointer.kind == "official" and self._is_nobody(i):
            return None
        for k in range(i + 1, min(len(self.words), i + 1 + OFFICIAL_DISTANCE)):
            if not self.words[k].text.startswith("ال") or k in self.inside:
                return None
            state = self._origin(k)
            if state is None:
                continue
            if k + 1 in self.inside and self.words[k + 1].kind == WORD and self._is_person(k + 1):
                return None
            people = self._people_of(state)
            after = pointer.kind == "counterpart"
            return self._found(i, k + 1, pointer.cut, self._nearest(people, i) if after else self._last_of(people))
        return None

    def _honoured(self, i: int, cut: int) -> Reference | None:
        """'سموه', 'معاليه': of those so addressed the one who was pointed at most often, and of these the first."""
        titles, otherwise = next(honours()[s.stem] for s in self.words[i].splits if s.stem in honours())
        if i and self.words[i - 1].text in otherwise:
            return None
        people = {person for person, words in self.titled.items() if words & titles}
        times = Counter(party for _, party in self.said if party in people)
        return self._found(i, i + 1, cut, max(times, key=lambda party: times[party])) if times else None

    def _is_nobody(self, i: int) -> bool:
        """Whether an official without a name was introduced before word `i` ('قال مسؤول عراقي')."""
        for k in range(i - 1, -1, -1):
            if "ال" + self.words[k].text in words_of("official") and k not in self.inside:
                return True
        return False

    def _body(self, i: int, cut: int) -> Reference | None:
        """'الوزارة': the body whose name begins with this noun and that was named last."""
        if i + 1 < len(self.words) and self.words[i + 1].text.startswith("ال"):
            return None
        nouns = stems(self.words[i].text)
        called = {p.id for p in self.draft.parties if p.type == "ORG" and any(_first_noun(n) in nouns for n in p.names)}
        return self._found(i, i + 1, cut, self._last_of(called))

    def _post(self, i: int) -> Reference | None:
        """A post that stands for its holder."""
        for head in head_of(self.words[i].text):
            fitting = self._headed.get(head.noun)
            if not fitting or head.plural or head.owner:
                continue
            last, fitting = self._narrow(i, fitting)
            if self._is_whole(i, last, head):
                people = {office.person for office in self._closest(i, last, fitting)}
                return self._found(i, last, head.cut, self._nearest(people, i))
        return None

    def _narrow(self, i: int, fitting: list[Office]) -> tuple[int, list[Office]]:
        """The end of the words that go with a post from word `i` on, and the posts that have them all."""
        k = i + 1
        while k < min(len(self.words), i + LONGEST_POST) and self.words[k].kind == WORD:
            fit = self._fitting(k, fitting)
            if not fit or (self.words[k].text in words_of("joins") and not self._fitting(k + 1, fit)):
                break
            if self.words[k - 1].text.startswith("ال") and self._begins_post(k):
                break
            fitting, k = fit, self.spans.get(k, k + 1)
        return k, fitting

    def _begins_post(self, k: int) -> bool:
        """Whether another post begins at word `k` behind a definite word ('وزير الخارجية [وزير] الدفاع')."""
        return any(not head.cut and not head.definite for head in head_of(self.words[k].text))

    def _fitting(self, k: int, fitting: list[Office]) -> list[Office]:
        """Of posts those that go on with word `k` or with the party named there."""
        if k >= len(self.words):
            return []
        mention = self.starts.get(k)
        if mention is not None and mention.type == "PER":
            return []
        party = mention.party if mention is not None else ""
        return [office for office in fitting if office.of == party or office.has(self.words[k].text)]

    def _is_whole(self, i: int, last: int, head: Head) -> bool:
        """Whether a post is definite and nothing behind it makes another post of it or names somebody."""
        if not head.definite and not any(
            self.words[k].text.startswith(("ال", "لل")) or k in self.starts for k in range(i + 1, last)
        ):
            return False
        if last >= len(self.words) or self.words[last].kind != WORD:
            return True
        mention = self.starts.get(last)
        if mention is not None and mention.start == self.words[last].start:
            return mention.type != "PER" and (head.definite or last > i + 1)
        return self._origin(last) is None and self.words[last].text not in words_of("otherwise")

    def _closest(self, i: int, last: int, fitting: list[Office]) -> list[Office]:
        """Of posts those that a lone head is a name of, then those that name no state if the phrase names none, and of
        these those that have its very words.
        """
        texts = [self.words[k].text for k in range(i, last)]
        if len(texts) == 1:
            fitting = [office for office in fitting if office.alone] or fitting
        if not any(map(state_of_adjective, texts)):
            fitting = [office for office in fitting if not office.adjectives] or fitting
        return [o for o in fitting if all(not o.own.isdisjoint(stems(text)) for text in texts)] or fitting

    def _people_of(self, state: str) -> set[str]:
        return {office.person for office in self.offices if state in office.states}

    def _origin(self, i: int) -> str | None:
        """The state of a definite adjective of origin at word `i`."""
        text = self.words[i].text if i < len(self.words) else ""
        return state_of_adjective(text) if text.startswith("ال") else None

    def _is_person(self, i: int) -> bool:
        mention = self.starts.get(i)
        return mention is not None and mention.type == "PER"

    def _last_of(self, parties: set[str]) -> str | None:
        return next((party for _, party in reversed(self.said) if party in parties), None)

    def _nearest(self, parties: set[str], i: int) -> str | None:
        """Of several parties the one pointed at last before word `i`, else first after it."""
        if len(parties) == 1:
            return next(iter(parties))
        after = [(at, m.party) for at, m in self.starts.items() if at > i and m.party in parties]
        return self._last_of(parties) or (min(after)[1] if after else None)


_KINDS = ("pair", "side", "official", "counterpart", "body")


@cache
def pointer_gate() -> frozenset[str]:
    """All folded words, clitics attached, that may point; `pointer_of` says which of them do."""
    listed = (words_of(kind) for kind in _KINDS)
    return written_any(frozenset().union(*listed, duals(), honours())) | post_gate()


def pointer_of(text: str) -> Pointer | None:
    """What a folded word may point with, None for most words."""
    return _listed_pointer_of(text) if text in pointer_gate() else None


@lru_cache(maxsize=FORMS)
def _listed_pointer_of(text: str) -> Pointer | None:
    for split in splits(text):
        for kind in _KINDS:
            if split.stem in words_of(kind):
                return Pointer(kind, split.cut)
        if split.stem in duals():
            return Pointer("dual", split.cut)
        if split.stem in honours():
            return Pointer("honour", split.cut)
    return Pointer("post", 0) if head_of(text) else None


@lru_cache(maxsize=20_000)
def _first_noun(name: str) -> str:
    """The noun with which a name begins, folded and without article."""
    return bare(fold(name).split(" ")[0])


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind in reference_words.tsv, folded."""
    return frozenset(
        w for row in rows("mahdar.reading", "reference_words.tsv") if row[0] == kind for w in fold(row[1]).split()
    )


@cache
def honours() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Words of honour, folded: titles and posts of whom they are used, and words behind which they are other words."""
    return {
        form: (
            frozenset(bare(title) for title in fold(row[1]).split()),
            frozenset(fold(row[2]).split() if len(row) > 2 else ()),
        )
        for row in rows("mahdar.reading", "reference_honours.tsv")
        for form in fold(row[0]).split()
    }


@cache
def duals() -> dict[str, frozenset[str]]:
    """'الوزيران' and the like, folded, with the posts that each of the two has."""
    return {
        form: frozenset(fold(post) for post in row[1].split("|"))
        for row in rows("mahdar.reading", "reference_duals.tsv")
        for form in fold(row[0]).split()
    }
