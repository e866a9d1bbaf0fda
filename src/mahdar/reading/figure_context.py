"""What stands around a number: hedges and cues before it, names over it, labels and dates that make it no figure.

The words are in data/figure_words.tsv and, for months, in the calendar's own months.tsv.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from mahdar.arabic.numbers import Number
from mahdar.arabic.phrases import Phrases, listed_under, rows
from mahdar.arabic.words import MARK, NUMBER, WORD, Word
from mahdar.reading.draft import Draft
from mahdar.reading.units import Counted, Form, counted

DASHES = frozenset("-–—")
_CODE_MARKS = frozenset("/:-._+#")
_GLUE = frozenset(("و", "ب", "ل", "ف", "ال", "وال", "بال", "وب", "ول", "ك"))
#: Folded م (of the Christian era) and هـ.
_ERAS = frozenset(("م", "ه"))
#: Hijri and Gregorian years that reports speak of, and days of a month.
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1300, 2100, 31
#: How far before a number the plural may stand that it counts: 'عدد المعتقلين منذ مطلع آذار الجاري إلى 170'.
AFAR = 9
#: How far before 'واحد' a negation reaches.
_DENIAL = 5


@cache
def words_of(use: str) -> Phrases[str]:
    """The phrases of one use in figure_words.tsv."""
    return Phrases((row[1], row[1]) for row in rows("mahdar.reading", "figure_words.tsv") if row[0] == use)


@cache
def listed(use: str) -> frozenset[str]:
    """The single words of one use in figure_words.tsv, folded."""
    return frozenset(listed_under("mahdar.reading", "figure_words.tsv", use))


@cache
def _months(doubtful: bool) -> Phrases[str]:
    """Month names; `doubtful` has also those that are other words ('ربيع'), for a place behind a day."""
    extra = [("شهر", "شهر"), ("هـ", "هـ")]
    names = [(r[0], r[0]) for r in rows("mahdar.arabic", "months.tsv") if doubtful or r[3] == "-"]
    return Phrases(names + extra)


class Surroundings:
    """A draft's words as they stand around its numbers."""

    def __init__(self, draft: Draft) -> None:
        self.tokens = draft.words
        self.mentions = sorted((m.start, m.end, m.party) for m in draft.mentions)
        self._firsts = [first for first, _ in draft.sentences]

    def sentence(self, i: int) -> int:
        """The number of the sentence that holds word `i`, from 1."""
        return bisect_right(self._firsts, i)

    def back(self, first: int) -> int:
        """The first word of the stretch before word `first` in which its noun may stand."""
        start = self._firsts[self.sentence(first) - 1] if self._firsts else 0
        return max(start, first - AFAR)

    def labelled(self, number: Number, noun: Counted | None) -> bool:
        """Whether digits date or name something: 'عام 2014', '14 آذار', '2021-11-04', '23:48', 'إف-16', 'اللواء 33'."""
        before = number.first - 1
        if before >= 0 and self.tokens[before].text in DASHES and self.after("model", before):
            return True  # 'إف - 16'
        if not number.digits:
            return noun is None and number.value <= _LAST_DAY and self._beside_month(number)
        if self.is_year(number) and number.last < len(self.tokens) and self.tokens[number.last].text in _ERAS:
            return True
        if self._in_code(number, noun) or self.after("model", number.first):
            return True
        partitive = number.last < len(self.tokens) and self.tokens[number.last].text == "من"  # 'المادة 7 من القانون'
        if noun is not None and not self.is_year(number) and not partitive:
            return False
        if self.after("label", number.first) or self._beside_month(number):
            return (noun is None or number.value < 10_000) and not _scaled(self.tokens, number)
        return False

    def _beside_month(self, number: Number) -> bool:
        i, j = number.first - 1, number.last
        if i >= 0 and self.tokens[i].kind == WORD and _months(False).at(self.tokens, i, ("", "ل", "ب", "و")):
            return True
        behind = _months(number.value <= _LAST_DAY)
        return j < len(self.tokens) and behind.at(self.tokens, j, ("",)) is not None

    def _in_code(self, number: Number, noun: Counted | None) -> bool:
        """Whether digits are glued to letters or other digits. Arabic letters are a slip where a noun is counted."""
        tokens, i, j = self.tokens, number.first - 1, number.last
        before, behind = tokens[i] if i >= 0 else None, tokens[j] if j < len(tokens) else None
        if before is not None and before.end == tokens[number.first].start:
            if before.kind == WORD and before.text not in _GLUE:
                return noun is None or before.text.isascii()
            if before.kind == MARK and before.text in _CODE_MARKS and i > 0 and tokens[i - 1].end == before.start:
                return tokens[i - 1].kind == NUMBER or tokens[i - 1].text.isascii() or noun is None
        if behind is not None and behind.start == tokens[j - 1].end and j + 1 < len(tokens):
            if behind.text in ("/", ":", "-") and tokens[j + 1].kind == NUMBER:
                return True
            return behind.text.isascii() and behind.kind == WORD
        return False

    def is_year(self, number: Number) -> bool:
        """Whether bare digits can be a year, Hijri or Gregorian."""
        bare = number.digits and number.last - number.first == 1 and not number.approximate
        return bare and _FIRST_YEAR <= number.value <= _LAST_YEAR

    def in_mention(self, offset: int) -> bool:
        """Whether an original offset lies in a name."""
        i = bisect_right(self.mentions, (offset, float("inf"), "")) - 1
        return i >= 0 and self.mentions[i][0] <= offset < self.mentions[i][1]

    def party_at(self, start: int) -> str | None:
        """The party whose name begins at an original offset."""
        i = bisect_right(self.mentions, (start, float("inf"), "")) - 1
        return self.mentions[i][2] if i >= 0 and self.mentions[i][0] == start else None

    def named(self, i: int) -> bool:
        """Whether word `i` ends in a name, whatever is attached to it in front."""
        return self.in_mention(self.tokens[i].end - 1)

    def after(self, use: str, first: int) -> bool:
        """Whether a phrase of figure_words.tsv ends right before word `first`."""
        phrases = words_of(use)
        for back in range(1, min(3, first) + 1):
            hit = phrases.at(self.tokens, first - back)
            if hit is not None and hit.last == first:
                return True
        return False

    def denied(self, i: int) -> bool:
        """Whether 'not a single one' is said at word `i`."""
        phrases = words_of("not")
        return any(phrases.at(self.tokens, k, ("", "و", "ف")) for k in range(max(0, i - _DENIAL), i))

    def spoken_of(self, first: int) -> Form | None:
        """The plural that a number counts from afar: 'عدد القتلى … لا يقل عن 86'."""
        for i in range(first - 1, self.back(first) - 1, -1):
            noun = counted(self.tokens, i)
            if noun and noun.definite and noun.form.grade == "many" and noun.form.kind in ("person", "force", "thing"):
                return noun.form
        return None

    def countable(self, noun: Counted) -> bool:
        """Whether an indefinite noun before واحد or اثنين is what they count."""
        if noun.definite or noun.form.kind in ("time", "none"):
            return False
        return not self.named(noun.first)

    def tallied(self, first: int) -> bool:
        """Whether a word of counting ('عدد', 'حصيلة') stands before word `first` in its sentence."""
        tally = words_of("tally")
        return any(tally.at(self.tokens, i) for i in range(self.back(first), first))


def _scaled(tokens: list[Word], number: Number) -> bool:
    return any(t.kind == WORD and t.text not in _GLUE for t in tokens[number.first : number.last])
