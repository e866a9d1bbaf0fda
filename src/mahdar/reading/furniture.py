"""Furniture: headline, dateline, the day and outlet that the page states, and the noise around the report.

The report's first line is its headline, its dateline follows; what is told in whole lines is the report. Lines before,
between and after it that are menus, counts, buttons, lists of links and sign-offs are noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mahdar.arabic.calendar import DateMention
from mahdar.arabic.words import BREAK, MARK, Word
from mahdar.reading.dateline import NAME_WORDS, Piece, is_dateline, opening, own_outlet, pieces, source_of
from mahdar.reading.draft import Draft
from mahdar.reading.layout import Page, dates_of, lay_out
from mahdar.reading.page_lines import Line, cells

_BULLETS = frozenset("|•*+")
_CLOSING = frozenset("\"'»”)].،,:-–—/|•*")


def find_furniture(draft: Draft) -> None:
    """Set title, dateline, published, source, noise and reference_day of a draft (spans in code points)."""
    page = lay_out(draft.words, draft.reference_day)
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


def _find_dateline(page: Page) -> tuple[int, int] | None:
    """The dateline's words: a line of its own before the report, or what opens the report's first line."""
    for line in page.head:
        for cell in (line, *cells(page.tokens, line)):
            first, last = _trimmed(page, cell)
            if (
                last > first
                and not _all_date(page, cell)
                and is_dateline(page.tokens, first, last, dates_of(page, cell))
            ):
                return first, last
    if not page.body:
        return None
    line = page.body[0]
    end = opening(page.tokens, line.first, line.last, dates_of(page, line))
    return (line.first, end) if end > line.first else None


def _trimmed(page: Page, cell: Line) -> tuple[int, int]:
    """A cell without the noise at its ends."""
    first, last = cell.first, cell.last
    for start, end in page.noise:
        if start <= first < end:
            first = end
        if start < last <= end:
            last = start
    while first < last and page.tokens[first].text in _BULLETS:
        first += 1
    while first < last and page.tokens[last - 1].text in _BULLETS:
        last -= 1
    return first, last


def _all_date(page: Page, cell: Line) -> bool:
    dates = dates_of(page, cell)
    return bool(dates) and all(
        page.tokens[k].kind == MARK or any(d.first <= k < d.last for d in dates) for k in range(cell.first, cell.last)
    )


def _find_source(page: Page, dateline: tuple[int, int] | None) -> tuple[int, int, int] | None:
    """The outlet's words and how many letters of the first are a proclitic."""
    tokens = page.tokens
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
    credited = _credited(page)
    if credited is not None:
        return *credited, 0
    for line in page.body:
        own = own_outlet(tokens, line.first, line.last)
        if own is not None:
            return own
    return None


def _credited(page: Page) -> tuple[int, int] | None:
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


def _recurring(page: Page, found: list[Piece], after: int) -> Piece | None:
    """A name in the dateline that the report repeats is the outlet's; a reporter's is not repeated."""
    tokens = page.tokens
    for piece in found:
        if piece.kind not in ("other", "named") or piece.last - piece.first > 4:
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


def _find_published(page: Page, dateline: tuple[int, int] | None) -> str | None:
    """The day that the page states: at its head, in the dateline, in a stamp behind the report, or as 'اليوم ...'."""
    places = [(line.first, line.last) for line in page.head]
    places += [dateline] if dateline is not None else []
    places += [(line.first, line.last) for line in page.tail]
    for first, last in places:
        for mention in page.dates_in(first, last):
            if mention.precision == "day" and mention.how == "explicit" and mention.iso is not None:
                return mention.iso
    for line in page.body:
        for mention in dates_of(page, line):
            if mention.iso is not None and _is_today(page.tokens, mention):
                return mention.iso
    for mention in dates_of(page, page.body[0]) if page.body else []:
        if mention.how == "explicit" and mention.precision == "day" and _bracketed(page.tokens, mention):
            return mention.iso
    return None


def _is_today(tokens: Sequence[Word], mention: DateMention) -> bool:
    """'اليوم الأربعاء 8 نيسان 2015': a day that is called today and has its date beside it."""
    if mention.precision != "day" or mention.how == "relative":
        return False
    return any(tokens[k].text == "اليوم" for k in range(mention.first, mention.last))


def _bracketed(tokens: Sequence[Word], mention: DateMention) -> bool:
    """'نفى النائب، الجمعة (21 أيلول 2018)، ...': how the Iraqi sites date what was said on the day."""
    return tokens[mention.first + 1].text == "(" and tokens[mention.last - 1].text == ")"
