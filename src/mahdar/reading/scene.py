"""What the reading of statements looks at: the words of a draft with their quotations, cues and references."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, cached_property, lru_cache

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows, word_set
from mahdar.arabic.words import BREAK, MARK, WORD
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.quotes import Quotes
from mahdar.reading.saying import PERFECT, Cue, find_cues
from mahdar.record import Party

#: أن and its sisters, alone and with a pronoun; and behind ب ('بأن', 'بأنه').
THAT = frozenset(("ان", "بان", "فان", "لان"))
_THAT_PRONOUN = frozenset(
    head + pronoun for head in ("ان", "بان", "فان") for pronoun in ("ه", "ها", "هم", "هما", "نا", "ني", "هن", "ك", "كم")
)
RELATIVES = frozenset(("الذي", "التي", "اللذان", "اللذين", "الذين", "اللتان", "والذي", "والتي"))
#: A line with nothing but a name is a signature within so many words of the headline.
_SIGNATURE_WITHIN = 20
COMMAS = frozenset(("،", ",", "؛", ";"))


def is_that(text: str) -> bool:
    """Whether a folded word is أن or إن, with or without ب and a pronoun."""
    return text in THAT or text in _THAT_PRONOUN


@cache
def group(name: str) -> frozenset[str]:
    """A group of small words, folded."""
    return _groups()[name]


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(fold(row[1]).split()) for row in rows("mahdar.reading", "small_words.tsv")}


@cache
def adjuncts() -> frozenset[str]:
    """Words that open a circumstance, folded."""
    return word_set("mahdar.reading", "adjuncts.tsv")


@cache
def speaker_nouns() -> dict[str, str]:
    """Nouns that head the name of a speaker, folded and bare, with their kind: person, source, text, body."""
    return {fold(noun): kind for noun, kind in rows("mahdar.reading", "speaker_nouns.tsv")}


def speaker_kind(text: str) -> str | None:
    """The kind of the speaker noun that a folded word is, with or without the article."""
    return speaker_nouns().get(text) or speaker_nouns().get(bare(text))


@lru_cache(maxsize=FORMS)
def _begins(name: str, noun: str) -> bool:
    return bare(fold(name).split(" ")[0]) == noun


@lru_cache(maxsize=FORMS)
def _origin(text: str) -> str | None:
    """An adjective of origin without article and ending: 'الإيرانية' gives 'ايران'."""
    stem = bare(text)
    for ending in ("يون", "يين", "يان", "يه", "ي"):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem[: -len(ending)]
    return None


@lru_cache(maxsize=FORMS)
def _comes_from(name: str, root: str) -> bool:
    """Whether a state so named gives an adjective of that root: مصر, تركيا, and by list الولايات المتحدة."""
    if name in _irregular().get(root, ()):
        return True
    state = bare(name)
    return " " not in state and state.startswith(root) and len(state) - len(root) <= 2


@cache
def _irregular() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for root, names in rows("mahdar.reading", "origins.tsv"):
        found[fold(root)] = frozenset(fold(name.strip()) for name in names.split("،"))
    return found


class Scene:
    """A draft under the view of one who looks for statements. All positions are word indices."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = draft.words
        self.quotes = Quotes(draft.words)
        self.cues = {
            i: cue
            for i, cue in find_cues(draft.words, draft.text).items()
            if not self._is_noun(i, cue) and not self.asks_not_to_be_named(i)
        }
        self.reference_at: dict[int, Reference] = {}
        self.reference_to: dict[int, Reference] = {}
        self.inside: dict[int, Reference] = {}
        for reference in draft.references:
            self._place(reference)
        #: Words inside a closed quotation that is longer than a term.
        self.quoted = {k for i, j in self.quotes.pairs.items() if j - i > 6 for k in range(i + 1, j)}
        self._breaks = [i for i, word in enumerate(self.words) if word.kind == BREAK]
        self.title_last = self.line_last(0 if not self._breaks or self._breaks[0] else 1)
        self._ends = [last for _, last in draft.sentences]
        self._firsts = [first for first, _ in draft.sentences]
        self._crossing = [(i, j) for i, j in self.quotes.pairs.items() if self._number(i) != self._number(j)]

    def _is_noun(self, i: int, cue: Cue) -> bool:
        """Whether a form is the verbal noun of the same spelling ('بعد كشف الشبكة', 'عدم ذكر اسمه')."""
        form = cue.form
        bare_perfect = form.kind == PERFECT and form.number == "s" and not cue.proclitic and form.gender == "m"
        return bare_perfect and not form.object and self.text(i - 1) in group("before_noun")

    def asks_not_to_be_named(self, i: int) -> bool:
        """Whether the verb at word `i` only tells that a source stays without a name ('طلب عدم ذكر اسمه')."""
        last = next((k for k in range(i + 1, i + 6) if self.text(k) in group("own_name")), None)
        return last is not None and any(self.text(k) in group("naming") for k in range(i + 1, last))

    def _place(self, reference: Reference) -> None:
        known = self.reference_at.get(reference.first)
        if known is None or known.last < reference.last:
            self.reference_at[reference.first] = reference
        known = self.reference_to.get(reference.last)
        if known is None or known.first > reference.first:
            self.reference_to[reference.last] = reference
        for i in range(reference.first, reference.last):
            self.inside.setdefault(i, reference)

    def is_place(self, reference: Reference) -> bool:
        """Whether a reference stands for a place."""
        party = self.draft.party
        return any(p in party and party[p].type in ("GPE", "LOC") for p in reference.parties)

    def signs(self, reference: Reference) -> bool:
        """Whether a reference is the name of who wrote the report: in its dateline, or alone in a line near the top."""
        word, dateline = self.words[reference.first], self.draft.dateline
        if dateline is not None and dateline[0] <= word.start < dateline[1]:
            return True
        alone = self.is_break(reference.first - 1) and self.is_break(reference.last)
        return alone and self.title_last < reference.first < self.title_last + _SIGNATURE_WITHIN

    def text(self, i: int) -> str:
        """The folded text of word `i`, empty beyond either end."""
        return self.words[i].text if 0 <= i < len(self.words) else ""

    def is_word(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i].kind == WORD

    def is_break(self, i: int) -> bool:
        return not 0 <= i < len(self.words) or self.words[i].kind == BREAK

    def is_mark(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i].kind == MARK

    def _number(self, i: int) -> int:
        return max(0, bisect_right(self._firsts, i) - 1)

    def sentence_first(self, i: int) -> int:
        """Where the sentence of word `i` begins."""
        return self._firsts[self._number(i)] if self._firsts else 0

    def sentence_last(self, i: int) -> int:
        """Where the sentence of word `i` ends, full stops included; a stop inside a closed quotation ends none."""
        k = self._number(i)
        while closing := max((c for o, c in self._crossing if i <= o < self._ends[k] <= c), default=0):
            k = self._number(closing)
        return self._ends[k]

    def line_last(self, i: int) -> int:
        """Where the line of word `i` ends."""
        k = bisect_left(self._breaks, i)
        return self._breaks[k] if k < len(self._breaks) else len(self.words)

    def body_called(self, i: int) -> tuple[str, ...]:
        """The body that a bare noun such as 'الوزارة' at word `i` stands for: the one so called that was named last."""
        noun, before = bare(self.words[i].text), self.words[i].start
        called = {p.id for p in self.draft.parties if p.type == "ORG" and any(_begins(n, noun) for n in p.names)}
        if not called:
            return ()
        named = [
            r for r in self.draft.references if called.intersection(r.parties) and self.words[r.first].start < before
        ]
        return named[-1].parties if named else ()

    def body_of(self, i: int) -> tuple[str, ...]:
        """The only body that has the definite word `i` in its name ('الداخلية' of 'وزارة الداخلية')."""
        word = self.text(i)
        found = [
            p.id for p in self.draft.parties if p.type == "ORG" and any(word in fold(n).split()[:2] for n in p.names)
        ]
        return tuple(found) if len(found) == 1 and word.startswith("ال") else ()

    def person_in_post(self, first: int, last: int) -> tuple[str, ...]:
        """The person whose post words ``[first, last)`` name ('الناطق باسم الوزارة'); of several, the last."""
        asked = {bare(w.text) for w in self.words[first:last] if w.kind == WORD} - group("honours")
        if not asked:
            return ()
        found = [p.id for p, post in self._posts if all(word in post or self._is_from(word, p) for word in asked)]
        called = [p for p in found if any(self.text(last) in fold(n).split() for n in self.draft.party[p].names)]
        return self._named_last(called or found, first)

    def person_in_wider_post(self, first: int, last: int) -> tuple[str, ...]:
        """The only person of no state whose post is told by some of words ``[first, last)``, its head among them."""
        asked = {bare(w.text) for w in self.words[first:last] if w.kind == WORD}
        found = {p.id for p, post in self._posts if p.of is None and post < asked and bare(self.text(first)) in post}
        return tuple(found) if len(found) == 1 else ()

    def official_of(self, adjective: str, before: int) -> tuple[str, ...]:
        """The holder of a post who is from there and was named last ('المسؤول [الإيراني]')."""
        word = bare(adjective)
        found = [p.id for p, post in self._posts if word in post or self._is_from(word, p)]
        return self._named_last(found, before)

    def _is_from(self, word: str, person: Party) -> bool:
        return person.of is not None and self.state_of(word) == (person.of,)

    def _named_last(self, people: list[str], before: int) -> tuple[str, ...]:
        if len(people) == 1:
            return (people[0],)
        named = [r for r in self.draft.references_in(0, before) if r.parties and r.parties[0] in people]
        return named[-1].parties if named else ()

    @cached_property
    def _posts(self) -> list[tuple[Party, set[str]]]:
        people = [p for p in self.draft.parties if p.type == "PER" and p.role]
        return [(p, {bare(word) for word in fold(p.role or "").split()}) for p in people]

    def state_of(self, text: str) -> tuple[str, ...]:
        """The party that a folded adjective of origin points at ('إيراني', 'الأمريكيون'), if the report has it."""
        root = _origin(text)
        if root is None:
            return ()
        for party in self.draft.parties:
            if party.type in ("GPE", "ORG") and any(_comes_from(fold(name), root) for name in party.names):
                return (party.id,)
        return ()

    def speaks(self, i: int) -> bool:
        """Whether word `i` heads the name of a speaker ('وزير', 'المصدر', a party's name)."""
        if not self.is_word(i):
            return False
        if i in self.reference_at and self.reference_at[i].cut == 0:
            return True
        return speaker_kind(self.words[i].text) is not None

    def opens_adjunct(self, i: int) -> bool:
        """Whether word `i` opens a circumstance ('في', 'خلال', 'اليوم', 'لـ«الوطن»')."""
        return self.text(i) in adjuncts() or (self.text(i) == "ل" and not self.is_break(i + 1))
