"""The codebook: every table and column with its type, unit, codes and source, for people and for programs.

``python -m mahdar.exchange.codebook > docs/codebook.md`` writes the page; a test holds it to the types.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import getdoc

from mahdar import record
from mahdar.exchange.formats import formats
from mahdar.exchange.layout import SCHEMA, Column, Table, tables

HEADS = ("table", "column", "type", "unit", "codes", "holds", "source")
HEADS_AR = ("الجدول", "العمود", "النوع", "الوحدة", "الرموز", "المحتوى", "المصدر")
_HEAD = f"""# Codebook

Layout {SCHEMA}. Generated from `src/mahdar/record.py` and the tables of `src/mahdar/exchange/data/` by `python
-m mahdar.exchange.codebook > docs/codebook.md`; the same stands in the codebook sheet of XLSX, in the table
`codebook` of SQLite, in Datasette's metadata, in the metadata of Parquet columns and in the description of CSV
files.

Types: *text*; *code*, text of a closed list; *day*, an ISO 8601 date that may be a month (`2014-06`) or a year;
*list*, of text (CSV and XLSX: one cell, ` | ` between; SQLite: a JSON array); *integer*, *number*, *boolean*.
An empty cell says that the report does not support the field. Spans are code points [start, end) into the
report's text. Sources: a field of `record.py`; *archive*; *linking*, what `mahdar link` works out over all
reports; *review*, what people have judged.
"""


def rows() -> Iterator[tuple[str, ...]]:
    """The codebook as rows, in the order of `HEADS`."""
    for table in tables().values():
        for c in table.columns:
            yield table.name, c.name, c.type, c.unit, " ".join(c.codes), c.holds, c.source


def page() -> str:
    """docs/codebook.md."""
    parts = [_HEAD, "## Formats\n\n" + "\n".join(_formats()) + "\n"]
    parts += ["\n".join(_section(table)) + "\n" for table in tables().values()]
    return "\n".join(parts)


def _formats() -> Iterator[str]:
    yield "| format | file | needs | holds | loses |"
    yield "|---|---|---|---|---|"
    for f in formats().values():
        needs = f"`mahdar[{f.extra}]`" if f.extra else ""
        yield f"| {f.name} | {f.suffix or 'folder'} | {needs} | {f.holds} | {f.loses or 'nothing'} |"


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name} ({table.name_ar})"
    yield ""
    yield f"{table.holds} Key: {', '.join(f'`{name}`' for name in table.key)}."
    if table.noun:
        told = " ".join((getdoc(getattr(record, table.noun)) or "").split())
        yield ""
        yield f"`record.{table.noun}`: {told}"
    yield ""
    yield "| column | Arabic | type | unit | holds | source |"
    yield "|---|---|---|---|---|---|"
    for column in table.columns:
        yield _row(column)


def _row(c: Column) -> str:
    codes = f" One of {', '.join(f'`{code}`' for code in c.codes)}." if c.codes else ""
    source = f"`{c.source}`" if "." in c.source else c.source
    return f"| `{c.name}` | {c.name_ar} | {c.type} | {c.unit} | {c.holds}{codes} | {source} |"


if __name__ == "__main__":
    sys.stdout.write(page())
