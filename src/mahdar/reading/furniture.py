"""Furniture: headline, dateline, the day and outlet that the page states, and the noise around the report.

The report's first line is its headline, its dateline follows; what is told in whole lines is the report. Lines before,
between and after it that are menus, counts, buttons, lists of links and sign-offs are noise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from mahdar.arabic.calendar import DateMention, find_dates
from mahdar.arabic.words import BREAK, MARK, NUMBER, WORD, Word
from mahdar.reading.dateline import NAME_WORDS, Piece, is_dateline, opening, own_outlet, pieces, source_of
from mahdar.reading.draft import Draft
from mahdar.reading.page_lines import (
    Line,
    cells,
    furniture_at,
    is_beside,
    is_furniture,
    is_keywords,
    is_menu,
    lines,
    opens_block,
)

#: A headline has at most so many words (the longest of the training reports has 23).
HEADLINE_WORDS = 32
#: A dateline is one of so many lines at the top.
LATEST_DATELINE = 7
#: Before a headline that is repeated at the end of a trail of sections stand at most so many words.
TRAIL_WORDS = 8
_CLOSING = frozenset("\"'»”)].،,:-–—/|•*")


@dataclass
class _Page:
    """The lines of a page as they are told apart."""

    tokens: Sequence[Word]
    lines: list[Line]
    reference: date | None
    noise: list[tuple[int, int]] = field(default_factory=list)
    title: Line | None = None
    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)

    @cached_property
    def dates(self) -> list[DateMention]:
        found = find_dates(self.tokens, self.reference)
        # 'اليوم' alone is part of many outlets' names, and dates nothing here.
        return [d for d in found if d.last - d.first > 1 or d.how != "relative"]

    @cached_property
    def _date_firsts(self) -> list[int]:
        return [d.first for d in self.dates]

    def dates_in(self, first: int, last: int) -> list[DateMention]:
        return self.dates[bisect_left(self._date_firsts, first) : bisect_left(self._date_firsts, last)]


def find_furniture(draft: Draft) -> None:
    """Set title, dateline, published, source, noise and reference_day of a draft (spans in code points)."""
    page = _Page(draft.words, lines(draft.words), draft.reference_day)
    if not page.lines:
        return
    _tell_apart(page)
    if page.title is not None:
        draft.title = draft.span(page.title.first, page.title.last)
    found = _find_dateline(page)
    if found is not None:
        draft.dateline = draft.span(*found)
    outlet = _find_source(page, found)
    if outlet is not None:
        draft.source = _name_at(draft, *outlet)
    draft.published = _find_published(page, found)
    if draft.published is not None:
        draft.reference_day = date.fromisoformat(draft.published)
    draft.noise = _joined(draft, page.noise)


# -- lines ---------------------------------------------------------------------------------------------------------


def _tell_apart(page: _Page) -> None:
    tokens = page.tokens
    title_at = _find_title(page)
    page.title = page.lines[title_at] if title_at is not None else None
    bodies = [
        i for i, line in enumerate(page.lines) if i > (title_at or 0) - (title_at is None) and _is_told(page, line)
    ]
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
            _sort(
                page,
                line,
                before=i < first_body or _dates_late(page, i, line),
                before_title=title_at is not None and i < title_at,
            )


def _dates_late(page: _Page, i: int, line: Line) -> bool:
    """A dateline or stamp that stands behind the bullet points under a headline."""
    if i > LATEST_DATELINE:
        return False
    return _is_stamp(page, line) or is_dateline(page.tokens, line.first, line.last, _dates(page, line), strict=True)


def _sort(page: _Page, line: Line, *, before: bool, before_title: bool) -> None:
    """A short line: noise, or part of the page's head or tail."""
    tokens = page.tokens
    section = line.count == 1 and is_menu(tokens, line, beside_report=True)
    dates = _dates(page, line)
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


def _is_told(page: _Page, line: Line) -> bool:
    if not line.told or opens_block(page.tokens, line) or _repeats_title(page, line):
        return False
    return not is_menu(page.tokens, line, beside_report=False) and not is_furniture(page.tokens, line)


def _find_title(page: _Page) -> int | None:
    for i, line in enumerate(page.lines):
        if line.count > HEADLINE_WORDS or len(page.lines) == 1:
            return None
        if line.count == 0 or is_furniture(page.tokens, line):
            continue
        if is_menu(page.tokens, line, beside_report=True, before_title=True) or opens_block(page.tokens, line):
            continue
        if _is_stamp(page, line) or is_dateline(page.tokens, line.first, line.last, _dates(page, line), strict=True):
            continue
        return i
    return None


def _dates(page: _Page, line: Line) -> list[DateMention]:
    return page.dates_in(line.first, line.last)


def _is_stamp(page: _Page, line: Line) -> bool:
    """A line that is a date and little else."""
    dates = [d for d in _dates(page, line) if d.precision == "day" and d.how != "relative"]
    if not dates:
        return False
    over = sum(
        page.tokens[k].kind == WORD
        for k in range(line.first, line.last)
        if not any(d.first <= k < d.last for d in dates)
    )
    return over <= 3


def _repeats_title(page: _Page, line: Line) -> bool:
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


def _sift(page: _Page, line: Line, *, behind: bool) -> None:
    """Noise within a line that has a date or a name beside it."""
    tokens = page.tokens
    found = cells(tokens, line)
    noisy = [cell for cell in found if _is_noise_cell(page, cell, behind=behind, alone=len(found) == 1)]
    beside = [cell for cell in found if noisy and cell not in noisy and is_beside(tokens, cell)]
    for cell in sorted([*noisy, *beside], key=lambda c: c.first):
        page.noise.append((_after_dots(tokens, cell), cell.last))
    _cut_rest(page, line)
    _cut_count(page, line)


def _is_noise_cell(page: _Page, cell: Line, *, behind: bool, alone: bool) -> bool:
    tokens = page.tokens
    dated = any(d.precision == "day" for d in page.dates_in(cell.first, cell.last))
    if dated and not (behind and _is_signed(page, cell)):
        return False
    if is_furniture(tokens, cell, behind=behind):
        return True
    return not alone and is_menu(tokens, cell, beside_report=True)


def _is_signed(page: _Page, cell: Line) -> bool:
    return any(furniture_at(page.tokens, k, "sign") for k in range(cell.first, cell.last))


def _after_dots(tokens: Sequence[Word], cell: Line) -> int:
    first = cell.first
    while first < cell.last - 1 and tokens[first].text in ".…":
        first += 1
    return first


def _cut_count(page: _Page, line: Line) -> None:
    """'الخميس 8 نيسان 2021 251': a bare number behind the date counts the views."""
    dates = _dates(page, line)
    if dates and dates[-1].last == line.last - 1 and page.tokens[line.last - 1].kind == NUMBER:
        page.noise.append((line.last - 1, line.last))


def _cut_rest(page: _Page, line: Line) -> None:
    for k in range(line.first, line.last):
        if furniture_at(page.tokens, k, "rest") is not None:
            page.noise.append((k, line.last))
            return
        if page.tokens[k].text == "&" and furniture_at(page.tokens, k + 1, "only") is not None:
            page.noise.append((k, min(k + 3, line.last)))


def _cut_end(page: _Page, line: Line, *, is_last: bool) -> None:
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


def _joined(draft: Draft, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of word ranges, neighbours with nothing but breaks between them made one."""
    tokens = draft.words
    joined: list[tuple[int, int]] = []
    for first, last in sorted(set(ranges)):
        if joined and all(tokens[k].kind == BREAK or tokens[k].text == "|" for k in range(joined[-1][1], first)):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return [draft.span(first, last) for first, last in joined]


# -- dateline, outlet, day -----------------------------------------------------------------------------------------


def _find_dateline(page: _Page) -> tuple[int, int] | None:
    """The dateline's words: a line of its own before the report, or what opens the report's first line."""
    for line in page.head:
        for cell in (line, *cells(page.tokens, line)):
            first, last = _trimmed(page, cell)
            if last > first and not _all_date(page, cell) and is_dateline(page.tokens, first, last, _dates(page, cell)):
                return first, last
    if not page.body:
        return None
    line = page.body[0]
    end = opening(page.tokens, line.first, line.last, _dates(page, line))
    return (line.first, end) if end > line.first else None


def _trimmed(page: _Page, cell: Line) -> tuple[int, int]:
    """A cell without the noise at its ends."""
    first, last = cell.first, cell.last
    for start, end in page.noise:
        if start <= first < end:
            first = end
        if start < last <= end:
            last = start
    return first, last


def _all_date(page: _Page, cell: Line) -> bool:
    dates = _dates(page, cell)
    return bool(dates) and all(
        page.tokens[k].kind == MARK or any(d.first <= k < d.last for d in dates) for k in range(cell.first, cell.last)
    )


def _find_source(page: _Page, dateline: tuple[int, int] | None) -> tuple[int, int, int] | None:
    """The outlet's words and how many letters of the first are a proclitic."""
    tokens = page.tokens
    credited = _credited(page)
    if credited is not None:
        return *credited, 0
    if dateline is not None:
        found = pieces(tokens, *dateline, page.dates_in(*dateline))
        named = source_of(found) or _recurring(page, found, dateline[1])
        if named is not None:
            return *_name(tokens, named), 0
    for line in page.head:
        for cell in cells(tokens, line):
            first, last = _trimmed(page, cell)
            if last <= first:
                continue
            found = pieces(tokens, first, last, page.dates_in(first, last))
            named = source_of(found) if all(p.last - p.first <= NAME_WORDS or p.kind == "date" for p in found) else None
            if named is not None and (named.kind != "marked" or page.dates_in(first, last)):
                return *_name(tokens, named), 0
    for line in page.body:
        own = own_outlet(tokens, line.first, line.last)
        if own is not None:
            return own
    return None


def _credited(page: _Page) -> tuple[int, int] | None:
    """'المصدر: وكالات' before or behind the report."""
    tokens = page.tokens
    for line in (*page.head, *page.tail):
        for cell in cells(tokens, line):
            if tokens[cell.first].text != "المصدر" or cell.last - cell.first < 3 or cell.count > NAME_WORDS + 1:
                continue
            if tokens[cell.first + 1].text == ":":
                first = cell.first + 2
                while first < cell.last - 1 and tokens[first].kind == MARK:
                    first += 1
                return _name(tokens, Piece(first, cell.last, "word"))
    return None


def _name_at(draft: Draft, first: int, last: int, cut: int) -> str:
    start, end = draft.span(first, last)
    name = draft.text[start:end]
    return "ال" + name[2:] if cut and name.startswith("لل") else draft.text[slice(*draft.span(first, last, cut))]


def _recurring(page: _Page, found: list[Piece], after: int) -> Piece | None:
    """A name in the dateline that the report repeats is the outlet's; a reporter's is not repeated."""
    tokens = page.tokens
    for piece in found:
        if piece.kind != "other" or piece.last - piece.first > 4:
            continue
        name = [tokens[k].text for k in range(piece.first, piece.last)]
        for k in range(after, len(tokens) - len(name)):
            same = tokens[k].text == name[0] or any(s.stem == name[0] for s in tokens[k].splits)
            if same and [tokens[j].text for j in range(k + 1, k + len(name))] == name[1:]:
                return piece
    return None


def _name(tokens: Sequence[Word], piece: Piece) -> tuple[int, int]:
    first, last = piece.first, piece.last
    while last > first + 1 and tokens[last - 1].kind == MARK and tokens[last - 1].text in _CLOSING:
        last -= 1
    return first, last


def _find_published(page: _Page, dateline: tuple[int, int] | None) -> str | None:
    """The day that the page states: at its head, in the dateline, in a stamp behind the report, or as 'اليوم ...'."""
    places = [(line.first, line.last) for line in page.head]
    places += [dateline] if dateline is not None else []
    places += [(line.first, line.last) for line in page.tail]
    for first, last in places:
        for mention in page.dates_in(first, last):
            if mention.precision == "day" and mention.how == "explicit" and mention.iso is not None:
                return mention.iso
    for line in page.body:
        for mention in _dates(page, line):
            if mention.iso is not None and _is_today(page.tokens, mention):
                return mention.iso
    return None


def _is_today(tokens: Sequence[Word], mention: DateMention) -> bool:
    """'اليوم الأربعاء 8 نيسان 2015': a day that is called today and has its date beside it."""
    if mention.precision != "day" or mention.how == "relative":
        return False
    return any(tokens[k].text == "اليوم" for k in range(mention.first, mention.last))
