"""Figures: every stated quantity that a reader might track, with its counted noun.

A number becomes a figure where it counts something: a noun of data/units.tsv behind it ('390 مركبة', '7 من الجنود'),
the noun before a number with the article ('الحالات الأربع'), the persons that a verb of loss has ('مقتل 23'), what was
counted just before ('18 آخرين', 'نحو 3500'). A dual is a figure without a number ('زورقين'). Durations, dates, clock
times, names with numbers ('اللواء 33') and page furniture are none, and leave no trace; a number whose noun no list
has is written to `skipped`.
"""

from __future__ import annotations

from functools import cache

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.numbers import Number, find_numbers
from mahdar.arabic.phrases import Phrases, rows
from mahdar.arabic.words import NUMBER, WORD
from mahdar.reading.draft import Draft
from mahdar.reading.figure_context import Surroundings, listed, words_of
from mahdar.reading.units import Counted, Form, attached, corps, counted, dual, dual_gate, money
from mahdar.record import Figure, Skipped

_QUOTES = frozenset("\"'«»“”‘’()")
_TO = frozenset(map(fold, ("إلى", "حتى")))
_PERSON = Form("person", "person", "many")
_PERCENT = Form("percent", "measure", "many")
#: How far behind من the noun may stand: 'من أبرز قياداته', 'من هذه المقابر الجماعية'.
_PARTITIVE = 3


def find_figures(draft: Draft) -> None:
    """Fill `draft.figures` in the order of the text, and note numbers that count something unknown in `skipped`."""
    reader = _Reader(draft)
    for number in find_numbers(draft.words):
        if number.kind != "ordinal":
            reader.read(number)
    reader.read_duals()
    draft.figures.extend(reader.figures())
    draft.skipped.extend(reader.skipped)


class _Reader:
    """The figures of one draft while they are being found."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.tokens = draft, draft.words
        self.found: list[tuple[int, int, Figure, Form]] = []
        self.skipped: list[Skipped] = []
        self.near = Surroundings(draft)
        self._states: frozenset[str] | None = None

    def figures(self) -> list[Figure]:
        return [figure for _, _, figure, _ in sorted(self.found, key=lambda f: f[:2])]

    # --- one number ---------------------------------------------------------------------------------------------------

    def read(self, number: Number) -> None:
        start = self.tokens[number.first].start
        if self.draft.in_noise(start) or self.near.in_mention(start):
            return
        if self.near.after("each", number.first) or self.near.after("one of", number.first):
            return
        if number.kind == "percent":
            self._write(number, number.first, number.last, _PERCENT)
        elif number.kind == "fraction":
            self._read_fraction(number)
        elif number.value <= 2 and not number.digits and number.last - number.first == 1:
            self._read_one_or_two(number)
        elif number.high is not None and number.first > 0 and self.tokens[number.first - 1].text == "من":
            self._read_change(number)
        else:
            self._read_cardinal(number)

    def _read_cardinal(self, number: Number) -> None:
        noun = self._noun_behind(number)
        if self.near.labelled(number, noun):
            return
        before = self._noun_before(number.first) if number.definite else None
        if before is not None:
            named = before.form.kind == "region" and before.definite  # 'الدول السبع', but not 'دول المنتدى السبعة'
            if before.form.kind in ("person", "force", "thing", "region") and not named:
                self._write(number, before.first, number.last, before.form)
            return
        if noun is not None:
            if noun.form.kind not in ("time", "none") and not (number.definite and noun.definite):
                self._write(number, number.first, noun.last, noun.form)
            return
        form = self._understood(number)
        if form is not None:
            self._write(number, number.first, number.last, form)
        elif not self.near.is_year(number) and not number.definite:
            self._skip(number)

    def _read_change(self, number: Number) -> None:
        """'من 250 إلى 400 مدرب': a figure before and a figure after."""
        noun = self._noun_behind(number)
        if noun is None or noun.form.kind in ("time", "none"):
            return
        between = next((i for i in range(number.first, number.last) if self.tokens[i].text in _TO), number.first)
        for one in find_numbers(self.tokens, number.first, between) + find_numbers(
            self.tokens, between + 1, number.last
        ):
            self._write(one, one.first, noun.last if one.last == number.last else one.last, noun.form)

    def _read_one_or_two(self, number: Number) -> None:
        """واحد and اثنان stand behind their noun; before من they count alone."""
        for back in (1, 2):
            i = number.first - back
            if back == 2 and i >= 0 and (self.tokens[i + 1].kind != WORD or self.tokens[i + 1].text[0] in "بلوف"):
                break  # a noun or verb of its own, not the adjective of 'جندي عراقي واحد'
            noun = counted(self.tokens, i) if i >= 0 else None
            noun = noun or (attached(self.tokens, i) if i >= 0 else None)
            if noun and noun.last <= number.first and self.near.countable(noun) and not number.definite:
                agrees = noun.form.grade == "one" and _same_gender(self.tokens[i].text, self.tokens[number.first].text)
                if number.value < 2 and (not agrees or self.near.denied(i)):
                    return
                self._write(number, i, number.last, noun.form)
                return
        if number.value < 2:
            return
        noun = self._noun_behind(number)
        if noun is not None and noun.form.kind in ("person", "force"):
            self._write(number, number.first, noun.last, noun.form)
        elif noun is None and self.near.after("casualty", number.first):
            self._write(number, number.first, number.last, _PERSON)

    def _read_fraction(self, number: Number) -> None:
        """'ثلاثة أرباع المساحة' is a share; a fraction alone is none."""
        j = number.last
        whole = j < len(self.tokens) and self.tokens[j].kind == WORD and counted(self.tokens, j) is None
        if whole and j - number.first > 1:
            self._write(number, number.first, j, _PERCENT, value=round(number.value * 100, 1))

    # --- what it counts -----------------------------------------------------------------------------------------------

    def _noun_behind(self, number: Number) -> Counted | None:
        tokens, j = self.tokens, number.last
        while j < len(tokens) and tokens[j].text in _QUOTES and j < number.last + 2:
            j += 1
        if j + 1 < len(tokens) and tokens[j].text == "/":
            j += 1
        least = _least().at(tokens, j) if j < len(tokens) else None
        j = least.last if least else j
        if j >= len(tokens):
            return None
        noun = counted(tokens, j)
        if noun is not None and not noun.definite and not self.near.named(j) and _agrees(number, noun.form):
            return noun
        text = tokens[j].text
        rate = j + 1 < len(tokens) and tokens[j + 1].kind == NUMBER  # '24 لكل 1000 نسمة'
        if text in listed("others") and not rate:
            return Counted(j, j + 1, self._previous(number.first) or _PERSON, False)
        if text == "من" and j + 1 < len(tokens) and tokens[j + 1].text == "كل":  # '300 من كل جانب'
            return Counted(j, j + 2, self._previous(number.first) or _PERSON, False)
        return self._partitive(j) if text == "من" else None

    def _partitive(self, j: int) -> Counted | None:
        """The noun behind من at word `j`: 'من القوات المسلحة', 'من أبرز قياداته', 'من تنظيم …'."""
        persons = None
        for i in range(j + 1, min(j + 1 + _PARTITIVE, len(self.tokens))):
            if self.tokens[i].kind != WORD:
                break
            phrase = counted(self.tokens, i)
            kinds = ("person", "force") if self.near.named(i) else ("person", "force", "thing", "region", "money")
            if phrase is not None and phrase.form.kind in kinds:
                return phrase
            if words_of("person").at(self.tokens, i, ("",)):
                persons = persons or Counted(i, i + 1, _PERSON, True)
            elif self.near.named(i):
                return persons or Counted(j, i + 1, _PERSON, True)
        return persons

    def _noun_before(self, first: int) -> Counted | None:
        """The plural that a number with the article follows: 'الموقوفين السبعة', 'أعضاء المجلس الخمسة عشر'."""
        for i in range(first - 1, max(-1, first - 4), -1):
            if self.tokens[i].kind != WORD:
                return None
            noun = counted(self.tokens, i) or attached(self.tokens, i)
            if noun and noun.form.grade == "many" and noun.last <= first:
                return noun
            if not (self.tokens[i].text.startswith("ال") or (noun and noun.definite)):
                return None
        return None

    def _understood(self, number: Number) -> Form | None:
        """What a number without a noun counts: persons behind a verb of loss, else what was counted just before."""
        first = number.first if number.hedge is None else number.hedge
        if self.near.after("casualty", first):
            return _PERSON
        if self.near.is_year(number):
            return None
        if number.last < len(self.tokens) and _plural_verb(self.tokens[number.last].text):
            return _PERSON
        if self._noun_unknown(number):
            return None
        counts = self.near.after("count", first)
        if counts or number.approximate or (number.value >= 10_000 and not number.definite):
            return self._previous(number.first) or self.near.spoken_of(first) or (_PERSON if counts else None)
        if self.near.after("reach", first) and self.near.tallied(first):
            return self.near.spoken_of(first)
        return None

    def _noun_unknown(self, number: Number) -> bool:
        """Whether a noun follows that no list has ('512 كيلوبت'); behind 'ألفا' none can."""
        j = number.last
        if j >= len(self.tokens) or self.tokens[j].kind != WORD or self.tokens[j - 1].text.endswith(("فا", "نا")):
            return False
        word = self.tokens[j].text
        return len(word) > 2 and word[0] != "و" and words_of("besides").at(self.tokens, j, ("",)) is None

    def _previous(self, first: int) -> Form | None:
        """What the figure before counts, in the same sentence."""
        for _, last, _, form in reversed(self.found):
            if last <= first:
                together = self.near.sentence(last - 1) == self.near.sentence(first)
                return form if together and form is not _PERCENT else None
        return None

    # --- writing ------------------------------------------------------------------------------------------------------

    def _write(self, number: Number, first: int, last: int, form: Form, value: float | None = None) -> None:
        unit = form.unit
        if form.kind == "money":
            behind = self.tokens[last].text if last < len(self.tokens) else ""
            unit, decided = money(unit, behind, self._named_states())
            last += decided
        unit = self._finer(number, last, form) or unit
        amount = number.value if value is None else value
        if number.other is not None and form.kind == "measure" and "." in self.tokens[number.first].text:
            amount = number.other
        bound = last < len(self.tokens) and _least().at(self.tokens, last) is not None  # '14 شخصا على الأقل'
        figure = Figure(
            value=amount, unit=unit, of=self._owner(number.last, last, form), approximate=number.approximate or bound,
            span=self.draft.span(first, last, number.cut if first == number.first else 0),
        )  # fmt: skip
        self.found.append((first, last, figure, form))

    def _finer(self, number: Number, last: int, form: Form) -> str | None:
        """A unit that the words around decide: the killed and wounded are persons, members of the police are police."""
        behind = last < len(self.tokens) and self.tokens[last].text == "من"
        if form.kind == "force" and form.unit == "member" and behind:
            return corps(self.tokens, last + 1)
        if form is _PERSON and number.last < last:
            return corps(self.tokens, number.last)
        hedge = number.first if number.hedge is None else number.hedge
        if form.kind in ("person", "force") and form.unit in listed("lost") and self.near.after("casualty", hedge):
            return "person"
        return None

    def _owner(self, first: int, last: int, form: Form) -> str | None:
        """The party whose name follows the counted noun at once: '300 جندي من …', '7 من عناصر تنظيم …'."""
        if form.kind not in ("person", "force", "thing"):
            return None
        for i in range(first, min(last + 2, len(self.tokens))):
            party = self.near.party_at(self.tokens[i].start)
            if party is not None:
                return party
            if i >= last and not words_of("owner").at(self.tokens, i, ("",)):
                return None
            if i >= last and form.kind == "thing" and self.tokens[i].text == "من":
                return None  # '20 طائرة من روسيا' says where they come from
        return None

    def _named_states(self) -> frozenset[str]:
        if self._states is None:
            self._states = frozenset(bare(s.stem) for word in self.tokens for s in word.splits)
        return self._states

    def _skip(self, number: Number) -> None:
        """Note a number whose noun is unknown; nothing is worth a note where no noun stands behind it."""
        j = number.last
        if j >= len(self.tokens) or self.tokens[j].kind != WORD or len(self.tokens[j].text) < 3:
            return
        if self.tokens[j].text.isascii() or self.tokens[j].text.startswith("و"):
            return
        if self.near.named(j) or words_of("besides").at(self.tokens, j, ("", "و")):
            return
        span = self.draft.span(number.first, min(number.last + 1, len(self.tokens)))
        self.skipped.append(Skipped(what="figure", why="the counted noun is not in the list of units", span=span))

    # --- duals --------------------------------------------------------------------------------------------------------

    def read_duals(self) -> None:
        covered = {i for first, last, _, _ in self.found for i in range(first, last)}
        gate = dual_gate()
        for i, word in enumerate(self.tokens):
            if word.text not in gate or word.kind != WORD or i in covered:
                continue
            hit = dual(self.tokens, i)
            if hit is None or hit[0].definite or self.draft.in_noise(word.start) or self.near.named(i):
                continue
            noun, cut = hit
            if i and (self.tokens[i - 1].text == "بين" or i in covered or self._names_follow(noun)):
                continue
            covered.update(range(i, noun.last + 1) if word.text.endswith("تي") else ())
            number = Number(i, noun.last, 2.0, cut=cut)
            self._write(number, i, noun.last, noun.form)

    def _names_follow(self, noun: Counted) -> bool:
        """Whether a construct dual is the common noun of two names: 'شركتي «أ» و«ب»'."""
        text, last = self.tokens[noun.first].text, noun.last
        if not text.endswith("تي") or last >= len(self.tokens) or last - noun.first > 1:
            return False
        return self.tokens[last].kind != WORD or self.near.named(last)


def _agrees(number: Number, form: Form) -> bool:
    """Whether three to ten are not followed by a singular person: 'جنيف-3 سوريًا' counts no Syrians."""
    if form.grade != "one" or number.value > 10:
        return True
    return form.kind not in (("person",) if number.digits else ("person", "force"))


def _same_gender(noun: str, one: str) -> bool:
    """Whether 'واحد' or 'واحدة' agrees with a folded noun by its ending: 'روسيا واحدة من …' counts nobody."""
    return noun.endswith("ه") == one.endswith("ه")


def _plural_verb(word: str) -> bool:
    return len(word) > 4 and word.endswith("وا") and not word.startswith("ال")


@cache
def _least() -> Phrases[str]:
    return Phrases((row[1], row[1]) for row in rows("mahdar.arabic", "number_phrases.tsv") if row[0] == "after")
