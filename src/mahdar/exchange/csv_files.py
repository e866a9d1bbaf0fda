"""CSV: a file for each table, with the description of the W3C's CSV on the Web (csv-metadata.json).

Text that a spreadsheet would take for a formula gets an apostrophe before it; control characters become U+FFFD, line
ends stay within quotation marks. Lists stand in one cell, with ' | ' between.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mahdar.exchange.layout import Column, Table, tables
from mahdar.exchange.running import Export
from mahdar.exchange.texts import LIST, defused, flat

#: What CSVW calls the types.
_DATATYPES = {"integer": "integer", "number": "double", "boolean": "boolean"}
DESCRIPTION = "csv-metadata.json"


def write(export: Export) -> None:
    """Write the tables that were asked for into the folder."""
    for name in export.tables():
        export.file(f"{name}.csv", lambda path, name=name: _write(export, name, path))  # type: ignore[misc]
    described = [_described(tables()[name], export.alone or f"{name}.csv") for name in export.tables()]
    context = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    about = {"@context": context, "dc:title": "Mahdar", "mahdar:about": export.about, "tables": described}
    text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    export.text_file(DESCRIPTION, text)


def _write(export: Export, name: str, path: Path) -> None:
    encoding = "utf-8-sig" if export.options.bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in tables()[name].columns])
        writer.writerows(map(_cells, export.rows(name)))


def _cells(row: tuple[Any, ...]) -> Iterator[Any]:
    for value in row:
        cell = flat(value)
        if isinstance(cell, bool):
            yield "true" if cell else "false"
        else:
            yield defused(cell) if isinstance(cell, str) else cell


def _described(table: Table, file: str) -> dict[str, Any]:
    columns = [_column(column) for column in table.columns]
    schema = {"columns": columns, "primaryKey": list(table.key)}
    return {"url": file, "dc:description": table.holds, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    titles = {"en": [column.name], "ar": [column.name_ar]}
    found = {"name": column.name, "titles": titles, "dc:description": column.holds, "dc:source": column.source}
    if column.type == "list":
        found["separator"] = LIST
    found["datatype"] = _DATATYPES.get(column.type, "string")
    return found | ({"schema:unitText": column.unit} if column.unit else {})
