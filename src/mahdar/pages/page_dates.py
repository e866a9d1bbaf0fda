"""The day and time at which a page was published, as its head, its address and its lines give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from mahdar.arabic.calendar import DateMention, find_dates
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.words import MARK, NUMBER, WORD, words
from mahdar.pages.found import data_words

#: News on the web is not older than the web; what is dated later than tomorrow is a slip.
FIRST_DAY = date(1994, 1, 1)
#: Words beside a date in a line that states it: 'آخر تحديث : الخميس 08 نيسان 2021 - 22:26 بتوقيت بغداد'.
_BESIDE_DATE = 7
_IN_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
)
_CLOCK = re.compile(r"(?<![\d:/.-])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s*(ص|م|am|pm|صباحا|مساء)?(?![\w:])")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*((?:19|20)\d\d)(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = re.compile(
    r"(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)?[ -](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[ -]"
    r"((?:19|20)\d\d)"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d))\b"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """An ISO day, and the ISO time of it where that is known (``2021-04-08T22:26`` or with an offset)."""

    day: str
    time: str | None = None

    @property
    def iso(self) -> str:
        """The time, else the day."""
        return self.time or self.day


def plausible(day: date, today: date) -> bool:
    """Whether a page of the web can be of that day."""
    return day >= FIRST_DAY and (day - today).days <= 1


def moment_of(value: str, today: date) -> Moment | None:
    """The moment that a field of a page's head gives: ISO 8601, RFC 2822, or a date as the press writes it."""
    value = fold(value).strip()[:200]
    if not value:
        return None
    parsed = _iso(value) or _rfc(value)
    if parsed is not None:
        if not plausible(parsed.date(), today):
            return None
        has_time = bool(re.search(r"\d:\d", value))
        return Moment(parsed.date().isoformat(), parsed.isoformat(timespec="minutes") if has_time else None)
    return moment_in(value, today)


def _iso(value: str) -> datetime | None:
    value = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", value.upper().replace(" +", "+"))
    for text in (value, value[:19], value[:10]):
        try:
            return datetime.fromisoformat(text.strip())
        except ValueError:
            continue
    return None


def _rfc(value: str) -> datetime | None:
    if not re.search("[a-z]{3}", value):
        return None
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def moment_in(text: str, today: date) -> Moment | None:
    """The first whole day that a line of text states, in any calendar of the press, and the time beside it."""
    if len(text) > 2_000 or not re.search(r"\d", fold(text)):
        return None
    folded = fold(text)
    day = _written(folded, today) or _told(text, today)
    if day is None:
        return None
    clock = _clock(folded)
    return Moment(day.isoformat(), f"{day.isoformat()}T{clock}" if clock else None)


def _written(folded: str, today: date) -> date | None:
    """A day in figures, or with an English month."""
    if (match := _ISO_DAY.search(folded)) is not None:
        return _day(match[1], match[2], match[3], today)
    if (match := _NUMERIC.search(folded)) is not None:
        first, second, year = int(match[1]), int(match[3]), match[4]
        # The press writes the day first; a second number beyond 12 says that this page does not.
        return _day(year, second, first, today) if second <= 12 else _day(year, first, second, today)
    if (match := _ENGLISH.search(folded)) is not None:
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        return _day(year, _MONTHS.index(month.lower()) + 1, day, today)
    return None


def _day(year: int | str, month: int | str, day: int | str, today: date) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if plausible(found, today) else None


def _told(text: str, today: date) -> date | None:
    """A day in words: 'الخميس 08 نيسان 2021', '27 رمضان 1437 هـ'."""
    for mention in find_dates(words(Folded(text)), None):
        if mention.precision == "day" and mention.how == "explicit" and mention.iso is not None:
            day = date.fromisoformat(mention.iso)
            if plausible(day, today):
                return day
    return None


def _clock(folded: str) -> str | None:
    match = _CLOCK.search(folded)
    if match is None:
        return None
    hour, half = int(match[1]), match[3] or ""
    if half[:1] in ("م", "p") and hour < 12:
        hour += 12
    elif half[:1] in ("ص", "a") and hour == 12:
        hour = 0
    return f"{hour:02}:{match[2]}"


def day_in_url(url: str, today: date) -> date | None:
    """The day in the address of a page: ``/2021/04/08/`` or ``-20210408-``."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url)
    for pattern in _IN_URL:
        for match in pattern.finditer(path):
            found = _day(match[1], match[2], match[3], today)
            if found is not None:
                return found
    return None


def is_day(text: str) -> bool:
    """Whether a text is nothing but a day: a date, a weekday, 'اليوم'."""
    tokens = words(Folded(text))
    covered = {k for d in find_dates(tokens, FIRST_DAY) for k in range(d.first, d.last)}
    return all(k in covered or token.kind == MARK for k, token in enumerate(tokens))


def is_date_line(text: str) -> bool:
    """Whether a line says when something was published and hardly anything else."""
    if len(text) > 160 or not re.search(r"\d", fold(text)):
        return False
    tokens = words(Folded(text))
    dates: list[DateMention] = find_dates(tokens, None)
    folded = fold(text)
    written = _ISO_DAY.search(folded) or _NUMERIC.search(folded) or _ENGLISH.search(folded)
    if not dates and written is None:
        return False
    covered = {k for d in dates for k in range(d.first, d.last)}
    if written is not None:
        covered |= {k for k, t in enumerate(tokens) if written.start() <= t.at < written.end()}
    labels = data_words("date_labels.tsv", "label")
    over = [t for k, t in enumerate(tokens) if k not in covered and t.kind in (WORD, NUMBER) and t.text not in labels]
    spoken = [t for t in over if t.kind == WORD]
    return len(spoken) <= 2 and len(over) <= _BESIDE_DATE and not any(t.kind == MARK and t.text == "؟" for t in tokens)
