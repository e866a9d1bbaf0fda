"""The parts that dates are written in: days and months, numeric dates, weekdays, 'أمس', 'الشهر الماضي', clock times.

A part says what stands in the text; `calendar` puts parts together and works out the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mahdar.arabic.date_numbers import clock_time, clock_word, era, numeric_date
from mahdar.arabic.date_words import (
    MonthName,
    Part,
    at,
    bare_at,
    mark_at,
    month_at,
    number_at,
    openers,
    text_at,
    weekday_at,
    word_list,
)
from mahdar.arabic.dates import GREGORIAN_YEARS
from mahdar.arabic.phrases import Hit
from mahdar.arabic.words import NUMBER, WORD, Word


def parts(tokens: Sequence[Word], first: int, last: int) -> Iterator[Part]:
    """All parts of dates that begin within words ``[first, last)``, in order, none overlapping."""
    opens = openers()
    past = first
    for i in range(first, last):
        token = tokens[i]
        if i < past or not (token.text in opens or token.kind == NUMBER):
            continue
        found = _at_number(tokens, i) if token.kind == NUMBER else _at_word(tokens, i)
        if found is not None:
            yield found
            past = max(found.last, i + 1)


def _at_number(tokens: Sequence[Word], i: int) -> Part | None:
    found = numeric_date(tokens, i) or clock_time(tokens, i, i)
    if found is not None:
        return found
    day = number_at(tokens, i)
    if day is None:
        return None
    if 1 <= day <= 31:
        return _day_first(tokens, i, i + 1, day)
    if day in GREGORIAN_YEARS and len(tokens[i].text) == 4 and _dates_a_year(tokens, i):
        return Part(i, i + 1, "period", unit="year", year=day)
    return None


def _dates_a_year(tokens: Sequence[Word], i: int) -> bool:
    """Whether a number stands as a year: 'في 2010', 'نهاية 2016', 'آذار 2015 و2016' but not 'في 2000 موقع'."""
    if not (bare_at(tokens, i - 1, "near") or at(tokens, i - 1, "part") or at(tokens, i - 1, "bound")):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return not (tokens[i].text == "2000" and after is not None and after.kind == WORD)


def _at_word(tokens: Sequence[Word], i: int) -> Part | None:
    for read in (_offset, _ordinal, clock_word, _period, _ago, _month_alone, _weekday):
        found = read(tokens, i)
        if found is not None:
            return found
    return None


# -- days and months -----------------------------------------------------------------------------------------------


def _day_first(tokens: Sequence[Word], first: int, j: int, day: int) -> Part | None:
    """What a day's number begins: '8 نيسان', '3-5 أيار', '24 و25 جانفي', '8 الجاري', '14 من الشهر الماضي'."""
    day_end, k = _second_day(tokens, j)
    for end, at_word in ((day_end, k), (None, j)) if day_end is not None else ((None, j),):
        if end is not None and end <= day:
            continue
        found = _of_month(tokens, first, at_word, day)
        if found is not None:
            return replace(found, day_end=end)
    return None


def _second_day(tokens: Sequence[Word], j: int) -> tuple[int | None, int]:
    joint = text_at(tokens, j)
    if joint in ("-", "–", "و", "الي", "حتي", "ال") or joint == "/":
        k = j + 1
        if text_at(tokens, k) in ("ال", "و", "يوم"):
            k += 1
        day = number_at(tokens, k)
        if day is not None and 1 <= day <= 31:
            return day, k + 1
    return None, j


def _of_month(tokens: Sequence[Word], first: int, j: int, day: int) -> Part | None:
    if text_at(tokens, j) in ("th", "st", "nd", "rd"):
        j += 1
    comma = mark_at(tokens, j)
    k = j + 1 if comma else j
    direction = bare_at(tokens, k, "direction") if not comma else None
    if direction is not None and direction.value == "this":
        return Part(first, direction.last, "date", day=day, unit="month")
    while text_at(tokens, k) in ("من", "شهر", "لشهر", "في"):
        k += 1
    unit = bare_at(tokens, k, "unit")
    if unit is not None and unit.value == "month" and k > j:
        direction = bare_at(tokens, unit.last, "direction")
        value = _STEP[direction.value] if direction else 0
        last = direction.last if direction else unit.last
        return Part(first, last, "date", day=day, unit="month", value=value)
    month = month_at(tokens, k)
    if month is None:
        return None
    found = _month_tail(tokens, first, month)
    if comma and tokens[j].text in ",،" and found.year is None:
        return None
    if month.value.needs == "full" and found.year is None and found.direction is None:
        return None
    return replace(found, day=day)


_STEP = {"last": -1, "this": 0, "next": 1}


def _month_tail(tokens: Sequence[Word], first: int, month: Hit[MonthName]) -> Part:
    """A month with what follows it: its second name, الماضي and the like, its year."""
    name = month.value
    last, doubled = _second_name(tokens, month)
    direction = bare_at(tokens, last, "direction")
    step = None
    if direction is not None:
        step, last = direction.value, direction.last
    k = last
    for _ in range(2):
        if mark_at(tokens, k) or text_at(tokens, k) in ("من", "لعام", "عام", "سنه", "العام", "لسنه"):
            k += 1
    year = number_at(tokens, k)
    if year is not None and len(tokens[k].text) == 4:
        calendar, end = era(tokens, k + 1, year)
        if calendar == name.calendar:
            return Part(first, end, "date", calendar, year, name.number, direction=step)
    if text_at(tokens, last) == "من" and (unit := bare_at(tokens, last + 1, "unit")) and unit.value == "year":
        said = bare_at(tokens, unit.last, "direction")
        if said is not None:
            return Part(
                first, said.last, "date", name.calendar, None, name.number, value=_STEP[said.value], unit="year"
            )
    return Part(first, last, "date", name.calendar, None, name.number, direction=step, unit="second" if doubled else "")


def _second_name(tokens: Sequence[Word], month: Hit[MonthName]) -> tuple[int, bool]:
    """Where 'كانون الثاني/يناير', 'يناير (كانون الثاني)' or 'يونيو حزيران' ends, and whether it has the second name."""
    k = month.last
    opened = text_at(tokens, k) in ("(", "/", "-", "–", "[", "ـ")
    again = month_at(tokens, k + 1 if opened else k)
    if again is None or again.value[:2] != month.value[:2]:
        return k, False
    closed = text_at(tokens, k) in ("(", "[") and text_at(tokens, again.last) in (")", "]")
    return again.last + (1 if closed else 0), True


def _ordinal(tokens: Sequence[Word], i: int) -> Part | None:
    """'الثامن من نيسان', but not 'النصف الثاني من نيسان'."""
    hit = at(tokens, i, "ordinal")
    if hit is None or (text_at(tokens, hit.last) not in ("من", "لشهر") and month_at(tokens, hit.last) is None):
        return None
    if not hit.proclitic and text_at(tokens, i - 1).startswith("ال") and not weekday_at(tokens, i - 1):
        return None
    return _of_month(tokens, i, hit.last, int(hit.value))


def _month_alone(tokens: Sequence[Word], i: int) -> Part | None:
    month = month_at(tokens, i, None)
    if month is None:
        return None
    found = replace(_month_tail(tokens, i, month), apart="و" in month.proclitic)
    english = _english_day(tokens, found)
    if english is not None:
        return english
    stated = found.year is not None or found.direction is not None or found.unit != ""
    before = text_at(tokens, i - 1)
    needs = month.value.needs
    if stated or needs == "-" or before in ("شهر", "شهري", "لشهر", "بشهر"):
        return found
    timed = month.proclitic in ("ل", "ب", "ول", "وب") or bare_at(tokens, i - 1, "near") or at(tokens, i - 1, "bound")
    return found if needs == "near" and (timed or at(tokens, i - 1, "part")) else None


def _english_day(tokens: Sequence[Word], month: Part) -> Part | None:
    """'Nov 14, 2006'."""
    if not text_at(tokens, month.first).isascii():
        return None
    day = number_at(tokens, month.first + 1)
    year_at = month.first + (3 if mark_at(tokens, month.first + 2) else 2)
    year = number_at(tokens, year_at)
    if day is None or not 1 <= day <= 31 or year not in GREGORIAN_YEARS:
        return None
    return replace(month, last=year_at + 1, day=day, year=year)


# -- words for days and periods ------------------------------------------------------------------------------------


def _offset(tokens: Sequence[Word], i: int) -> Part | None:
    hit = at(tokens, i, "offset")
    if hit is None:
        return None
    if hit.value == "0" and hit.last == i + 1 and _a_day_in_general(tokens, i):
        return None
    return Part(i, hit.last, "offset", value=int(hit.value), apart="و" in hit.proclitic)


def _a_day_in_general(tokens: Sequence[Word], i: int) -> bool:
    after, before = text_at(tokens, i + 1), text_at(tokens, i - 1)
    if after in word_list("not_today_after") or before in word_list("not_today_before"):
        return True
    return bare_at(tokens, i + 1, "ordinal") is not None


def _weekday(tokens: Sequence[Word], i: int) -> Part | None:
    hit = weekday_at(tokens, i)
    if hit is None or text_at(tokens, i - 1) in word_list("not_weekday_before"):
        return None
    number, needs = hit.value
    if needs == "day" and (hit.proclitic or at(tokens, i - 1, "daytime") is None):
        return None
    direction = bare_at(tokens, hit.last, "direction")
    last = direction.last if direction else hit.last
    step = direction.value if direction else None
    return Part(i, last, "weekday", value=number, direction=step, apart="و" in hit.proclitic)


def _period(tokens: Sequence[Word], i: int) -> Part | None:
    """'الشهر الماضي', 'هذا العام', 'نهاية العام', 'عام 2014'."""
    this, part = at(tokens, i, "this"), at(tokens, i, "part")
    j = this.last if this else part.last if part else i
    proclitics = None if j == i else ()
    year_word = at(tokens, j, "year", proclitics)
    if year_word is not None:
        year = number_at(tokens, year_word.last)
        if year is not None and year >= 1000:
            calendar, last = era(tokens, year_word.last + 1, year)
            return Part(i, last, "period", calendar, unit="year", year=year) if calendar else None
    if part is not None and this is None:
        this = at(tokens, j, "this")
        j = this.last if this else j
    unit = at(tokens, j, "unit", proclitics)
    if unit is None:
        return None
    said = bare_at(tokens, unit.last, "direction")
    if said is not None:
        return Part(i, said.last, "period", unit=unit.value, value=_STEP[said.value])
    if this is not None or (part is not None and unit.value in ("month", "year")):
        return Part(i, unit.last, "period", unit=unit.value)
    return None


def _ago(tokens: Sequence[Word], i: int) -> Part | None:
    """'قبل ثلاثة أيام', 'منذ أسبوعين', 'قبل 5 أشهر'."""
    if tokens[i].text not in ("قبل", "منذ", "وقبل", "ومنذ"):
        return None
    number = number_at(tokens, i + 1)
    counted = bare_at(tokens, i + 1, "count") if number is None else None
    if number is not None or counted is not None:
        unit = bare_at(tokens, i + 2, "ago_unit")
        if unit is None:
            return None
        count = number if number is not None else int(counted.value) if counted else 0
        return Part(i, unit.last, "ago", unit=unit.value, value=-count)
    whole = bare_at(tokens, i + 1, "ago")
    if whole is None or weekday_at(tokens, whole.last) or text_at(tokens, whole.last) in ("امس", "غد"):
        return None
    if month_at(tokens, whole.last) or number_at(tokens, whole.last) is not None:
        return None
    value, unit_name = whole.value.split()
    return Part(i, whole.last, "ago", unit=unit_name, value=-int(value))
