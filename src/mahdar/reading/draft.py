"""The draft: what is known of a report while it is being read. Stages only add to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import Word, sentences, words
from mahdar.record import (
    Commitment,
    Engagement,
    Figure,
    Incident,
    Mention,
    Party,
    Report,
    Skipped,
    Statement,
)
from mahdar.tagger import Tagged


@dataclass(slots=True, frozen=True)
class Reference:
    """A noun phrase that stands for parties: words ``[first, last)`` with its role, name or both.

    'وزير الدفاع الإيطالي لورينزو جويريني', 'الوزير', 'الجانبان'. `head` is the word at which the name begins, or
    `first` where there is no name. `cut` folded letters of the first word are a proclitic. `named`: a name is in it.
    """

    first: int
    last: int
    head: int
    cut: int
    parties: tuple[str, ...]
    named: bool


@dataclass
class Draft:
    """A report with its words and sentences, and everything that the stages have found so far."""

    report: Report
    noise: list[tuple[int, int]] = field(default_factory=list)
    #: What the model says of each word; None where reading goes by rules alone.
    tagged: Tagged | None = None
    title: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    published: str | None = None
    source: str | None = None
    #: The day that 'أمس' counts from: published, else the report's own date.
    reference_day: date | None = None
    parties: list[Party] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    #: For persons' mentions, by number, the words from the post before the name to the post behind it; None until the
    #: roles are read.
    beside: dict[int, tuple[int, int]] | None = None
    references: list[Reference] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    engagements: list[Engagement] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return self.report.text

    @cached_property
    def folded(self) -> Folded:
        return Folded(self.report.text)

    @cached_property
    def words(self) -> list[Word]:
        return words(self.folded)

    @cached_property
    def _forms(self) -> dict[str, list[int]]:
        """The words by their folded text."""
        found: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            found.setdefault(word.text, []).append(i)
        return found

    def where(self, is_one: Callable[[str], bool]) -> list[int]:
        """The words of which something holds by their folded text alone, in order; each text is asked of once."""
        return sorted(i for text, at in self._forms.items() if is_one(text) for i in at)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentences as ranges ``[first, last)`` of `words`."""
        return sentences(self.words)

    @cached_property
    def _starts(self) -> list[int]:
        return [w.start for w in self.words]

    def word_at(self, offset: int) -> int:
        """The index of the word that holds the original `offset`, or of the next one."""
        i = max(0, bisect_right(self._starts, offset) - 1)
        return i if i < len(self.words) and self.words[i].end > offset else i + 1

    def span(self, first: int, last: int, cut: int = 0) -> tuple[int, int]:
        """The original span of words ``[first, last)`` without the first `cut` folded letters."""
        start = self.folded.start(self.words[first].at + cut)
        return start, self.words[last - 1].end

    def in_noise(self, offset: int) -> bool:
        """Whether an original offset lies in page furniture."""
        return bool(self.noise) and any(start <= offset < end for start, end in self.noise)

    @property
    def noisy(self) -> list[bool]:
        """Whether each word lies in page furniture."""
        found = [False] * len(self.words)
        for start, end in self.noise:
            first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
            found[first:last] = [True] * (last - first)
        return found

    @cached_property
    def party(self) -> dict[str, Party]:
        """Parties by id. Read it only once the parties stage is done."""
        return {p.id: p for p in self.parties}

    @cached_property
    def mention_words(self) -> dict[str, list[int]]:
        """The first words of each party's mentions, in order. Read it only once the parties stage is done."""
        found: dict[str, list[int]] = {}
        for mention in self.mentions:
            found.setdefault(mention.party, []).append(self.word_at(mention.start))
        return found

    @cached_property
    def _reference_firsts(self) -> list[int]:
        return [r.first for r in self.references]

    def references_in(self, first: int, last: int) -> list[Reference]:
        """References that begin within words ``[first, last)``, in order. Read it only once references are found."""
        i = bisect_left(self._reference_firsts, first)
        j = bisect_left(self._reference_firsts, last)
        return self.references[i:j]
