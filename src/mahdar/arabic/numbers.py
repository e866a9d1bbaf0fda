"""Numbers: digits and number words of a text, with their value, range, share and hedge.

`find_numbers` takes words and gives `Number`s in order, none overlapping. Read are digits of all three sets,
number words in every gender and case, both together ('3 آلاف و500'), fractions of a scale ('مليون ونصف المليون'),
shares ('بالمئة'), ranges ('بين 20 و30', '20-30') and ordinals with the article, so that they can be told apart.

Marks inside digits. Three digits behind every mark are thousands ('1,497', '1.497', '3,500,000'), anything else is a
decimal fraction ('1,3', '9.81'). One mark with three digits behind it can be either, and the number says so
(`ambiguous`, `other`); it is taken as a decimal where a share follows ('12,125 %'), where a scale follows a full stop
('1.497 مليار', but '1,497 مليون' is 1497 million) or where it starts with 0.
'ر' between digits is the decimal mark of Gulf agencies, which write the fraction first: '8ر4' is 4.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mahdar.arabic.number_parts import Atom, Sum, atom_at, may_begin, number_word, openers, ordinal_words, usage
from mahdar.arabic.words import MARK, NUMBER, WORD, Word

NumberKind = Literal["cardinal", "ordinal", "percent", "fraction"]
_DASHES = frozenset("-–—")
#: The longest hedge in number_phrases.tsv is four words.
_LONGEST_HEDGE = 4
#: The ends of a range are no further apart than this: 'عام 2100 إلى 11.2 مليار' is none.
_WIDEST = 1000


@dataclass(slots=True, frozen=True)
class Number:
    """A number at words ``[first, last)``; of its first word `cut` folded letters are a proclitic.

    `value` is the number, or the first end of a range whose second end is `high`; a share of 60 % is 60.
    `approximate`: it is hedged or a bound ('نحو', 'أكثر من'). `definite`: it has the article ('الأربعة', 'الـ 50').
    `hedge` is the first word of what hedges it in front, where there is one.
    `digits`: it begins with digits. `ambiguous`: it can also be read as `other`.
    """

    first: int
    last: int
    value: float
    high: float | None = None
    kind: NumberKind = "cardinal"
    approximate: bool = False
    definite: bool = False
    digits: bool = False
    ambiguous: bool = False
    other: float | None = None
    cut: int = 0
    hedge: int | None = None


def find_numbers(tokens: Sequence[Word], first: int = 0, last: int | None = None) -> list[Number]:
    """The numbers in words ``[first, last)`` of `tokens`, in order; what is no number is left out."""
    end = len(tokens) if last is None else min(last, len(tokens))
    found: list[Number] = []
    opens = openers()
    i = first
    for k in [k for k in range(first, end) if tokens[k].text in opens or tokens[k].kind == NUMBER]:
        if k < i:
            continue
        i = k
        begins = tokens[i].kind == NUMBER or (tokens[i].kind == WORD and may_begin(tokens[i].text))
        number = _number_at(tokens, i, end) if begins else None
        if number is None or (found and number.first < found[-1].last):
            i += 1
        elif found and _says_again(found[-1], number):
            found[-1] = replace(number, first=found[-1].first, cut=0, hedge=found[-1].hedge, digits=True)
            i = number.last
        else:
            found.append(number)
            i = number.last
    return found


def _says_again(digits: Number, number: Number) -> bool:
    """Whether words repeat the digits before them, as police reports do: '(97) سبعة وتسعين موقوفا'."""
    if digits.last != number.first or not digits.digits or number.digits:
        return False
    return number.value in (digits.value, digits.other)


def _number_at(tokens: Sequence[Word], i: int, end: int) -> Number | None:
    number = _ordinal(tokens, i, end) or _cardinal(tokens, i, end)
    if number is None or number.kind == "ordinal":
        return number
    number = _with_range(tokens, number, end)
    number = _with_share(tokens, number, end)
    return _with_hedge(tokens, number, end)


# --- a run of words -------------------------------------------------------------------------------------------------


def _cardinal(tokens: Sequence[Word], i: int, end: int, plain: bool = False) -> Number | None:
    """The cardinal at word `i`; `plain` takes no second part joined with و."""
    begun = atom_at(tokens, i, end)
    if begun is None:
        return None
    atom, j = begun
    total = Sum(atom)
    if atom.kind == "part":
        return _part(tokens, i, j, end, atom)
    if not total.complete:
        return None
    opened, j = _parenthesis(tokens, i, j, end, atom)
    if tokens[i].text == "و":
        opened = i + 1
    j, bare = _run(tokens, j, end, total, plain)
    if bare and (atom.kind == "first" or (atom.kind == "unit" and atom.value == 2 and atom.definite)):
        return None  # أحد is 'one of', الاثنين is Monday
    if bare and atom.kind == "either":
        total.total *= 2 if _noun_follows(tokens, j, end) else 1
    value = total.value
    return Number(
        opened, j, value, kind="fraction" if value < 1 and atom.kind == "unit" else "cardinal",
        definite=atom.definite, digits=atom.kind == "digits", ambiguous=bare and (
            atom.other is not None or atom.kind == "either"), other=atom.other if bare else None,
        cut=atom.cut if opened == i else 0,
    )  # fmt: skip


def _part(tokens: Sequence[Word], i: int, j: int, end: int, atom: Atom) -> Number:
    """A fraction: of a scale it makes a number ('ربع مليون'), alone it stays a fraction."""
    of = atom_at(tokens, j, end)
    if of is not None and of[0].kind == "scale" and not of[0].cut:
        return Number(i, of[1], atom.value * of[0].value, cut=atom.cut)
    return Number(i, j, atom.value, kind="fraction", definite=atom.definite, cut=atom.cut)


def _run(tokens: Sequence[Word], j: int, end: int, total: Sum, plain: bool) -> tuple[int, bool]:
    """Add what follows from word `j` on. Gives the word behind, and whether nothing was added."""
    begin, bare = j, True
    closed: tuple[int, float] = (j, total.value) if total.scale != float("inf") else (-1, 0.0)
    while True:
        step = atom_at(tokens, j, end)
        if step is None:
            break
        atom, behind = step
        if (atom.joined and (plain or not _joinable(tokens, j))) or (
            atom.kind == "first" and not _goes_on(tokens, behind, end)
        ):
            break
        if not (total.join(atom) if atom.joined else atom.cut == 0 and total.follow(atom)):
            if not atom.joined and atom.kind in ("scale", "scales") and total.group and closed[0] >= 0:
                # 'ألف وخمسة آلاف', 'أربعة آلاف وخمسين ألف': the second part is a number of its own
                j, total.total, total.group = closed[0], closed[1], 0.0
                bare = j == begin
            break
        j, bare = behind, False
        if atom.kind == "part":
            again = atom_at(tokens, j, end)
            j = j + 1 if again and again[0].kind == "scale" and again[0].value == total.scale else j
            break
        if not total.group:
            closed = (j, total.total)
    return j, bare


def _goes_on(tokens: Sequence[Word], j: int, end: int) -> bool:
    """Whether أحد or اثنا before word `j` begins a number: 'أحد عشر', 'أحد وعشرون'."""
    step = atom_at(tokens, j, end)
    return step is not None and step[0].kind == ("tens" if step[0].joined else "ten")


def _joinable(tokens: Sequence[Word], j: int) -> bool:
    return tokens[j - 1].kind != MARK or tokens[j - 1].text in (")", "»")


def _parenthesis(tokens: Sequence[Word], i: int, j: int, end: int, atom: Atom) -> tuple[int, int]:
    """Digits alone in brackets take them along: '(85) مليار'."""
    if atom.kind == "digits" and i > 0 and tokens[i - 1].text == "(" and j < end and tokens[j].text == ")":
        return i - 1, j + 1
    return i, j


def _noun_follows(tokens: Sequence[Word], j: int, end: int) -> bool:
    """Whether a bare noun stands at word `j`, which makes 'ألفا' the dual 'ألفا جندي'."""
    return j < end and tokens[j].kind == WORD and tokens[j].text not in ("من", "في", "علي", "الي", "و", "عن")


def _ordinal(tokens: Sequence[Word], i: int, end: int) -> Number | None:
    if tokens[i].kind != WORD:
        return None
    hit = next(((s.cut, v) for s in tokens[i].splits if (v := ordinal_words().get(s.stem))), None)
    if hit is None:
        return None
    cut, value = hit
    step = atom_at(tokens, i + 1, end)
    j = i + 1
    if step is not None and step[0].kind == "ten" and not step[0].joined and not step[0].definite:
        value, j = value + 10, step[1]
    elif step is not None and step[0].kind == "tens" and step[0].joined and step[0].definite:
        value, j = value + int(step[0].value), step[1]
    return Number(i, j, float(value), kind="ordinal", definite=True, cut=cut)


# --- what stands around it ------------------------------------------------------------------------------------------


def _with_range(tokens: Sequence[Word], number: Number, end: int) -> Number:
    """The number with its second end, where one follows."""
    j = number.last
    if number.first > 0 and usage("between").at(tokens, number.first - 1) is not None:
        return _between(tokens, number, end)
    if j >= end:
        return number
    if tokens[j].text in _DASHES and _tight(tokens, number.first, j):
        return _ranged(number, _second_end(tokens, j + 1, end))
    to = usage("to").at(tokens, j, ("",))
    return _ranged(number, _second_end(tokens, to.last, end)) if to else number


def _between(tokens: Sequence[Word], number: Number, end: int) -> Number:
    """A number behind بين: its second end is joined with و, which number words use for themselves as well."""
    for plain in (False, True):  # 'بين خمسة وعشرين وثلاثين' before 'بين عشرين وثلاثين'
        one = _cardinal(tokens, number.first, end, plain)
        second = _second_end(tokens, one.last, end, joined=True) if one else None
        if one is not None and second is not None and one.value < second[0].value:
            return _ranged(one, second, approximate=True)
    return number


def _tight(tokens: Sequence[Word], first: int, dash: int) -> bool:
    """Whether the dash at `dash` joins two numbers and no more than two (a day, a telephone number)."""
    if first > 0 and tokens[first - 1].text in _DASHES | {"/", ":"}:
        return False
    if dash + 1 >= len(tokens) or tokens[dash + 1].kind != NUMBER:
        return False
    return dash + 2 >= len(tokens) or tokens[dash + 2].text not in _DASHES | {"/", ":"}


def _second_end(tokens: Sequence[Word], j: int, end: int, joined: bool = False) -> tuple[Number, float] | None:
    """The number at word `j` and the scale of its last part (1 where it has none)."""
    step = atom_at(tokens, j, end)
    if step is None or step[0].joined is not joined:
        return None
    second = _cardinal(tokens, j, end)
    if second is None:
        return None
    atom = number_word(tokens[second.last - 1].text)
    scale = atom.value if atom and atom.kind in ("scale", "scales") and second.last > step[1] else 1.0
    return second, scale


def _ranged(number: Number, second: tuple[Number, float] | None, approximate: bool = False) -> Number:
    if second is None:
        return number
    high, scale = second
    value = number.value
    if scale > 1 and value < scale and value < high.value / scale:
        value *= scale  # 'بين 3.6 و3.7 مليار'
    if value >= high.value or high.value > _WIDEST * value:
        return number
    return replace(number, value=value, high=high.value, last=high.last, approximate=approximate, ambiguous=False)


def _with_share(tokens: Sequence[Word], number: Number, end: int) -> Number:
    j = number.last
    if j < end and tokens[j].text == "%":
        return replace(number, kind="percent", last=j + 1)
    before = tokens[number.first - 1] if number.digits and number.first > 0 else None
    if before is not None and before.text == "%" and before.end == tokens[number.first].start:
        return replace(number, kind="percent", first=number.first - 1)
    hit = usage("percent").at(tokens, j) if j < end else None
    return replace(number, kind="percent", last=hit.last) if hit and not hit.proclitic else number


def _with_hedge(tokens: Sequence[Word], number: Number, end: int) -> Number:
    about = usage("about")
    for k in range(min(_LONGEST_HEDGE, number.first), 0, -1):
        hit = about.at(tokens, number.first - k)
        if hit is not None and hit.last == number.first:
            return replace(number, approximate=True, hedge=hit.first)
    if number.last < end and usage("after").at(tokens, number.last):
        return replace(number, approximate=True)
    return number
