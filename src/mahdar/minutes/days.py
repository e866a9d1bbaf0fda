"""Days as pages show them: '8 نيسان/أبريل 2021' with '26 شعبان 1442هـ' beside it, or '8 April 2021'.

Arabic month names come from the reader's own list (arabic/data/months.tsv): the Levantine name, and behind the stroke
that of Egypt and the Gulf, as the press writes them for readers of both. Digits are Latin.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from mahdar.arabic.phrases import rows
from mahdar.archive.days import days_of
from mahdar.wording import Language

#: Where months.tsv says its names are used: in the Levant, in Egypt and the Gulf, of the Hijri year.
_LEVANT, _EGYPT, _HIJRI = "ar_IQ", "ar,", "Hijri"
_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ENGLISH_HIJRI = (
    "Muharram", "Safar", "Rabi‘ I", "Rabi‘ II", "Jumada I", "Jumada II",
    "Rajab", "Sha‘ban", "Ramadan", "Shawwal", "Dhu al-Qa‘da", "Dhu al-Hijja",
)  # fmt: skip
_WEEKDAYS = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year in words; `hijri` and `weekday` are there for whole days."""

    iso: str
    text: str
    hijri: str | None = None
    weekday: str | None = None


@cache
def _months(used: str) -> dict[int, str]:
    """Number to the first name that is used there."""
    names: dict[int, str] = {}
    for name, number, _, _, where in rows("mahdar.arabic", "months.tsv"):
        if where.startswith(used):
            names.setdefault(int(number), name)
    return names


def month_name(number: int, language: Language) -> str:
    """The name of a Gregorian month; in Arabic both names."""
    return f"{_months(_LEVANT)[number]}/{_months(_EGYPT)[number]}" if language == "ar" else _ENGLISH[number - 1]


@lru_cache(maxsize=20_000)
def day_in_words(iso: str | None, language: Language) -> Day | None:
    """An ISO day, month or year in words; None for None and for what is none of these."""
    if iso is None or days_of(iso) is None:
        return None
    year, *rest = map(int, iso.split("-"))
    if not rest:
        return Day(iso, str(year))
    month = month_name(rest[0], language)
    if len(rest) == 1:
        return Day(iso, f"{month} {year}")
    when = date(year, rest[0], rest[1])
    return Day(iso, f"{rest[1]} {month} {year}", _in_hijri(when, language), _WEEKDAYS[language][when.weekday()])


def _in_hijri(when: date, language: Language) -> str | None:
    """The day in the calendar of Umm al-Qura; None for one that its tables do not reach (1924 to 2077)."""
    from hijridate import Gregorian

    try:
        hijri = Gregorian(when.year, when.month, when.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    if language == "ar":
        return f"{hijri.day} {_months(_HIJRI)[hijri.month]} {hijri.year}هـ"
    return f"{hijri.day} {_ENGLISH_HIJRI[hijri.month - 1]} {hijri.year} AH"
