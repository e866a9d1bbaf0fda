"""The layout of a page: headline, short lines before the report, the report, short lines behind it, and noise."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from mahdar.arabic.calendar import DateMention, find_dates
from mahdar.arabic.words import MARK, NUMBER, WORD, Word
from mahdar.reading.dateline import is_dateline
from mahdar.reading.page_lines import (
    Line,
    cells,
    first_words,
    furniture_at,
    is_beside,
    is_furniture,
    is_keywords,
    is_menu,
    lines,
    opens_block,
)

#: A headline has at most so many words (the longest of the training reports has 16).
HEADLINE_WORDS = 32
#: A dateline is one of so many lines at the top.
LATEST_DATELINE = 7
#: Before a headline that is repeated at the end of a trail of sections stand at most so many words.
TRAIL_WORDS = 8


@dataclass
class Page:
    """The lines of a page as they are told apart: `head` and `tail` are short lines before and behind the `body`.

    `noise` has word ranges. Dates are counted from `reference`.
    """

    tokens: Sequence[Word]
    lines: list[Line]
    reference: date | None
    noise: list[tuple[int, int]] = field(default_factory=list)
    title: Line | None = None
    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    _dates: dict[int, list[DateMention]] = field(default_factory=dict)

    def dates_in(self, first: int, last: int) -> list[DateMention]:
        """The dates that begin in words ``[first, last)``; lines that nobody asks for are never read for dates."""
        begun = max(0, bisect_right(self._line_firsts, first) - 1)
        ended = bisect_left(self._line_firsts, last)
        return [d for i in range(begun, ended) for d in self._dates_of_line(i) if first <= d.first < last]

    @cached_property
    def _line_firsts(self) -> list[int]:
        return [line.first for line in self.lines]

    def _dates_of_line(self, i: int) -> list[DateMention]:
        if i not in self._dates:
            line = self.lines[i]
            found = find_dates(self.tokens, self.reference, line.first, line.last)
            # 'اليوم' alone is part of many outlets' names, and dates nothing here.
            self._dates[i] = [d for d in found if d.last - d.first > 1 or d.how != "relative"]
        return self._dates[i]


def lay_out(tokens: Sequence[Word], reference: date | None) -> Page:
    """The page that a text's words are: its lines told apart."""
    page = Page(tokens, lines(tokens), reference)
    _tell_apart(page)
    return page


def _tell_apart(page: Page) -> None:
    tokens = page.tokens
    title_at = _find_title(page)
    page.title = page.lines[title_at] if title_at is not None else None
    begins = 0 if title_at is None else title_at + 1
    bodies = [i for i, line in enumerate(page.lines) if i >= begins and _is_told(page, line)]
    first_body = bodies[0] if bodies else len(page.lines)
    told = set(bodies)
    in_block = False
    for i, line in enumerate(page.lines):
        if i in told:
            in_block = False
            page.body.append(line)
            _cut_rest(page, line)
            _cut_end(page, line, is_last=i == bodies[-1])
        elif i == title_at:
            continue
        elif opens_block(tokens, line):
            in_block = i > first_body
            page.noise.append((line.first, line.last))
        elif in_block and not _is_stamp(page, line):
            page.noise.append((line.first, line.last))
        else:
            before = i < first_body or (i < bodies[-1] and _dates_late(page, i, line))
            _sort(page, line, before=before, before_title=i < begins - 1)


def _dates_late(page: Page, i: int, line: Line) -> bool:
    """A dateline or stamp that stands behind the bullet points under a headline."""
    if i > LATEST_DATELINE:
        return False
    return _is_stamp(page, line) or is_dateline(page.tokens, line.first, line.last, dates_of(page, line), strict=True)


def _sort(page: Page, line: Line, *, before: bool, before_title: bool) -> None:
    """A short line: noise, or part of the page's head or tail."""
    tokens = page.tokens
    section = line.count == 1 and is_menu(tokens, line, beside_report=True)
    dates = dates_of(page, line)
    if before and not section and is_dateline(tokens, line.first, line.last, dates, strict=before_title):
        _sift(page, line, behind=False)
        page.head.append(line)
    elif (
        _repeats_title(page, line)
        or is_menu(tokens, line, beside_report=True, before_title=before_title)
        or (not before and is_keywords(tokens, line))
    ):
        page.noise.append((line.first, line.last))
    else:
        _sift(page, line, behind=not before)
        (page.head if before else page.tail).append(line)


def _is_told(page: Page, line: Line) -> bool:
    if not line.told or opens_block(page.tokens, line) or _repeats_title(page, line):
        return False
    return not is_menu(page.tokens, line, beside_report=False) and not is_furniture(page.tokens, line)


def _find_title(page: Page) -> int | None:
    for i, line in enumerate(page.lines):
        if line.count > HEADLINE_WORDS or len(page.lines) == 1:
            return None
        if line.count == 0 or is_furniture(page.tokens, line):
            continue
        if is_menu(page.tokens, line, beside_report=True, before_title=True) or opens_block(page.tokens, line):
            continue
        if _is_stamp(page, line) or is_dateline(page.tokens, line.first, line.last, dates_of(page, line), strict=True):
            continue
        return i
    return None


def dates_of(page: Page, line: Line) -> list[DateMention]:
    return page.dates_in(line.first, line.last)


def _is_stamp(page: Page, line: Line) -> bool:
    """A line that is a date and little else."""
    dates = [d for d in dates_of(page, line) if d.precision == "day" and d.how != "relative"]
    if not dates:
        return False
    over = sum(
        page.tokens[k].kind == WORD
        for k in range(line.first, line.last)
        if not any(d.first <= k < d.last for d in dates)
    )
    return over <= 3


def _repeats_title(page: Page, line: Line) -> bool:
    """The headline once more, alone or at the end of a trail of sections."""
    if page.title is None or page.title.count < 3:
        return False
    title = _letters(page.tokens, page.title)
    said = _letters(page.tokens, line)
    return said == title or (
        len(said) > len(title) and said[-len(title) :] == title and line.count - page.title.count <= 8
    )


def _letters(tokens: Sequence[Word], line: Line) -> list[str]:
    return [tokens[k].text for k in range(line.first, line.last) if tokens[k].kind != MARK]


def _sift(page: Page, line: Line, *, behind: bool) -> None:
    """Noise within a line that has a date or a name beside it."""
    tokens = page.tokens
    found = cells(tokens, line)
    noisy = [cell for cell in found if _is_noise_cell(page, cell, behind=behind, alone=len(found) == 1)]
    beside = [cell for cell in found if noisy and cell not in noisy and is_beside(tokens, cell)]
    for cell in sorted([*noisy, *beside], key=lambda c: c.first):
        page.noise.append((_after_dots(tokens, cell), cell.last))
    _cut_rest(page, line)
    _cut_count(page, line)


def _is_noise_cell(page: Page, cell: Line, *, behind: bool, alone: bool) -> bool:
    tokens = page.tokens
    dated = any(d.precision == "day" for d in page.dates_in(cell.first, cell.last))
    if dated and not (behind and _is_signed(page, cell)):
        return False
    if is_furniture(tokens, cell, behind=behind):
        return True
    return not alone and is_menu(tokens, cell, beside_report=True)


def _is_signed(page: Page, cell: Line) -> bool:
    return any(furniture_at(page.tokens, k, "sign") for k in range(cell.first, cell.last))


def _after_dots(tokens: Sequence[Word], cell: Line) -> int:
    first = cell.first
    while first < cell.last - 1 and tokens[first].text in ".…":
        first += 1
    return first


def _cut_count(page: Page, line: Line) -> None:
    """'الخميس 8 نيسان 2021 251': a bare number behind the date counts the views."""
    dates = dates_of(page, line)
    if dates and dates[-1].last == line.last - 1 and page.tokens[line.last - 1].kind == NUMBER:
        page.noise.append((line.last - 1, line.last))


def _cut_rest(page: Page, line: Line) -> None:
    opens = first_words()["rest"]
    for k in range(line.first, line.last):
        text = page.tokens[k].text
        if text == "&" and furniture_at(page.tokens, k + 1, "only") is not None:
            page.noise.append((k, min(k + 3, line.last)))
        elif text in opens and furniture_at(page.tokens, k, "rest") is not None:
            page.noise.append((k, line.last))
            return


def _cut_end(page: Page, line: Line, *, is_last: bool) -> None:
    """An agency's sign-off at the end of the report's last line: '(النهاية) م ع / ن س'."""
    if not is_last:
        return
    tokens = page.tokens
    for k in range(line.last - 1, max(line.first, line.last - 14), -1):
        hit = furniture_at(tokens, k, "sign")
        if hit is None or tokens[k - 1].text != "(":
            continue
        if all(tokens[j].kind != WORD or len(tokens[j].text) <= 2 for j in range(hit.last, line.last)):
            page.noise.append((k - 1, line.last))
        return
