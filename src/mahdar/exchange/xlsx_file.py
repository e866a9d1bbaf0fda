"""XLSX: a workbook with a sheet for each table, from right to left, headed in Arabic and English, and a codebook.

Every cell of text is text, so that nothing is run as a formula. A sheet that Excel would find too long goes on in
another; a cell takes 32,767 characters, and what is longer ends in an ellipsis.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

import xlsxwriter

from mahdar.exchange import codebook
from mahdar.exchange.layout import tables
from mahdar.exchange.running import Export
from mahdar.exchange.texts import flat

#: Rows of a sheet, and characters (UTF-16) of a cell, that Excel takes.
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
_HEADS = 2
#: Columns' widths by type; text is narrower than quotes.
_WIDTHS = {"text": 22, "list": 34, "code": 12, "day": 12, "integer": 9, "number": 10, "boolean": 9}
_QUOTE = 60
#: The workbook says when it was made; the same archive is to give the same bytes.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001, RUF100
_ABOUT = "عن الملف"


def write(export: Export) -> None:
    """Write the workbook."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(export.path), options)
    book.set_properties({"title": "Mahdar", "created": _MADE, "comments": json.dumps(export.about)[:255]})
    bold = book.add_format({"bold": True, "bottom": 1})
    for name in export.tables():
        table = tables()[name]
        heads = [[c.name_ar for c in table.columns], [c.name for c in table.columns]]
        widths = [_QUOTE if c.name in ("quote", "text") else _WIDTHS[c.type] for c in table.columns]
        _sheets(book, table.name_ar, heads, widths, export.rows(name), bold)
    wide = [_WIDTHS["text"]] * (len(codebook.HEADS) - 2) + [_QUOTE, _WIDTHS["text"]]
    _sheets(book, "دليل الرموز", [codebook.HEADS_AR, codebook.HEADS], wide, codebook.rows(), bold)
    about = [(key, json.dumps(value, ensure_ascii=False)) for key, value in export.about.items()]
    _sheets(book, _ABOUT, [("الحقل", "القيمة"), ("field", "value")], [_WIDTHS["text"], _QUOTE], about, bold)
    book.close()


def _sheets(
    book: Any,  # noqa: ANN401 -- of a package without types
    name: str,
    heads: Sequence[Sequence[str]],
    widths: Sequence[int],
    rows: Iterable[Sequence[Any]],
    bold: Any,  # noqa: ANN401
) -> None:
    """Write rows to a sheet, and to more of them where one is full."""
    source = iter(rows)
    more = list(islice(source, 1))
    number = 1
    while more or number == 1:
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.right_to_left()
        sheet.freeze_panes(_HEADS, 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for row, cells in enumerate(heads):
            _write_row(sheet, row, cells, bold)
        for row, values in enumerate(islice(chain(more, source), MOST_ROWS - _HEADS), start=_HEADS):
            _write_row(sheet, row, values)
        more = list(islice(source, 1))
        number += 1


def _write_row(sheet: Any, row: int, values: Sequence[Any], look: Any = None) -> None:  # noqa: ANN401
    for column, value in enumerate(map(flat, values)):
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, _cut(value), look)
        elif value is not None:
            sheet.write_number(row, column, value, look)


def _cut(text: str) -> str:
    """`text` as far as a cell takes it; Excel counts what is beyond U+FFFF twice."""
    if len(text) * 2 <= MOST_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    return text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"
