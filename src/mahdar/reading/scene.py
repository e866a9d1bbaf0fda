"""What the reading of statements looks at: the words of a draft with their quotations, cues and references."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows, word_set
from mahdar.arabic.words import BREAK, MARK, WORD
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.quotes import Quotes
from mahdar.reading.saying import find_cues

#: أن and its sisters, alone and with a pronoun; and behind ب ('بأن', 'بأنه').
THAT = frozenset(("ان", "بان", "فان", "لان"))
_THAT_PRONOUN = frozenset(
    head + pronoun for head in ("ان", "بان", "فان") for pronoun in ("ه", "ها", "هم", "هما", "نا", "ني", "هن", "ك", "كم")
)
RELATIVES = frozenset(("الذي", "التي", "اللذان", "اللذين", "الذين", "اللتان", "والذي", "والتي"))
COMMAS = frozenset(("،", ",", "؛", ";"))


def is_that(text: str) -> bool:
    """Whether a folded word is أن or إن, with or without ب and a pronoun."""
    return text in THAT or text in _THAT_PRONOUN


@cache
def adjuncts() -> frozenset[str]:
    """Words that open a circumstance, folded."""
    return word_set("mahdar.reading", "adjuncts.tsv")


@cache
def speaker_nouns() -> dict[str, str]:
    """Nouns that head the name of a speaker, folded and bare, with their kind: person, source, text, body."""
    return {fold(noun): kind for noun, kind in rows("mahdar.reading", "speaker_nouns.tsv")}


@cache
def speaker_kind(text: str) -> str | None:
    """The kind of the speaker noun that a folded word is, with or without the article."""
    return speaker_nouns().get(text) or speaker_nouns().get(bare(text))


class Scene:
    """A draft under the view of one who looks for statements. All positions are word indices."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = draft.words
        self.quotes = Quotes(draft.words)
        self.cues = find_cues(draft.words, draft.text)
        self.reference_at: dict[int, Reference] = {}
        self.reference_to: dict[int, Reference] = {}
        self.inside: dict[int, Reference] = {}
        for reference in draft.references:
            self._place(reference)
        #: Words inside a closed quotation that is longer than a term.
        self.quoted = {k for i, j in self.quotes.pairs.items() if j - i > 6 for k in range(i + 1, j)}
        self.title_last = self.line_last(next((k for k in range(len(self.words)) if not self.is_break(k)), 0))
        self._ends = [last for _, last in draft.sentences]
        self._firsts = [first for first, _ in draft.sentences]

    def _place(self, reference: Reference) -> None:
        known = self.reference_at.get(reference.first)
        if known is None or known.last < reference.last:
            self.reference_at[reference.first] = reference
        known = self.reference_to.get(reference.last)
        if known is None or known.first > reference.first:
            self.reference_to[reference.last] = reference
        for i in range(reference.first, reference.last):
            self.inside.setdefault(i, reference)

    def text(self, i: int) -> str:
        """The folded text of word `i`, empty beyond either end."""
        return self.words[i].text if 0 <= i < len(self.words) else ""

    def is_word(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i].kind == WORD

    def is_break(self, i: int) -> bool:
        return not 0 <= i < len(self.words) or self.words[i].kind == BREAK

    def is_mark(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i].kind == MARK

    def sentence_first(self, i: int) -> int:
        """Where the sentence of word `i` begins."""
        k = bisect_right(self._firsts, i) - 1
        return self._firsts[k] if k >= 0 else 0

    def sentence_last(self, i: int) -> int:
        """Where the sentence of word `i` ends, full stops included; a stop inside a closed quotation ends none."""
        k = max(0, bisect_right(self._firsts, i) - 1)
        last = self._ends[k]
        while True:
            closing = self._closing_after(i, last)
            if closing is None or k + 1 >= len(self._ends):
                return last
            while k + 1 < len(self._ends) and self._ends[k] <= closing:
                k += 1
            if self._ends[k] <= last:
                return last
            i, last = closing, self._ends[k]

    def _closing_after(self, i: int, last: int) -> int | None:
        """The closing mark, at or behind `last`, of a quotation opened within ``[i, last)``."""
        for opening in range(i, last):
            closing = self.quotes.pairs.get(opening)
            if closing is not None and closing >= last:
                return closing
        return None

    def line_last(self, i: int) -> int:
        """Where the line of word `i` ends."""
        while not self.is_break(i):
            i += 1
        return i

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
