"""SQLite for Datasette: a folder that ``datasette FOLDER`` opens as it is, with mahdar.db, views and metadata.json.

Lists are JSON arrays, which Datasette can facet by. The tables `codebook` and `about` say what the columns are and what
the export is of.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from mahdar.arabic.phrases import rows as rows_of
from mahdar.exchange import codebook
from mahdar.exchange.layout import ROOM, Table, tables
from mahdar.exchange.running import Export
from mahdar.exchange.texts import encodable

DATABASE, METADATA = "mahdar", "metadata.json"
_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
#: Columns that lead to another table.
_LEADS_TO = {"report": ("reports", "id"), "entity": ("entities", "id"), "event": ("events", "id"),
             "chain": ("chains", "id"), "series": ("series", "id")}  # fmt: skip
#: Columns that are looked for.
_INDEXED = ("report", "day", "entity", "kind", "act", "first_day")
_BATCH = 1000


def write(export: Export) -> None:
    """Write the database and its metadata."""
    export.file(f"{DATABASE}.db", lambda path: _write(export, path))
    text = json.dumps(metadata(export), ensure_ascii=False, indent=1) + "\n"
    export.text_file(METADATA, text)


def _write(export: Export, path: Path) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        there = export.tables()
        for name in there:
            database.execute("BEGIN")
            _fill(database, tables()[name], export, there)
            database.execute("COMMIT")
        _insert(database, "codebook", codebook.HEADS, codebook.rows())
        _insert(database, "about", ("field", "value"), ((k, _cell(v)) for k, v in export.about.items()))
        for name, needed, sql, *_ in rows_of(ROOM, "views.tsv"):
            if set(needed.split()) <= set(there):
                database.execute(f"CREATE VIEW {name} AS {sql}")


def _fill(database: sqlite3.Connection, table: Table, export: Export, there: list[str]) -> None:
    key = ", ".join(map(_quoted, table.key))
    columns = [f"{_quoted(c.name)} {_TYPES.get(c.type, 'TEXT')}" for c in table.columns]
    leads = {c.name: _LEADS_TO[c.name] for c in table.columns if c.name in _LEADS_TO}
    references = [
        f"FOREIGN KEY ({_quoted(name)}) REFERENCES {_quoted(to)} ({_quoted(column)})"
        for name, (to, column) in leads.items()
        if to in there and to != table.name
    ]
    made = ", ".join([*columns, f"PRIMARY KEY ({key})", *references])
    database.execute(f"CREATE TABLE {_quoted(table.name)} ({made}) WITHOUT ROWID")
    cells = ([_cell(value) for value in row] for row in export.rows(table.name))
    _insert_into(database, table.name, len(table.columns), cells)
    for column in table.columns:
        if column.name in _INDEXED:
            name = _quoted(f"{table.name}_{column.name}")
            database.execute(f"CREATE INDEX {name} ON {_quoted(table.name)} ({_quoted(column.name)})")


def _insert(database: sqlite3.Connection, table: str, columns: Iterable[str], rows: Iterable[Any]) -> None:
    names = list(columns)
    database.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(map(_quoted, names))})")
    _insert_into(database, table, len(names), rows)


def _insert_into(database: sqlite3.Connection, table: str, width: int, rows: Iterable[Any]) -> None:
    sql = f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * width)})"  # noqa: S608 -- names of our own
    source = iter(rows)
    while some := list(islice(source, _BATCH)):
        database.executemany(sql, some)


def _cell(value: Any) -> Any:  # noqa: ANN401 -- a value of a row
    value = encodable(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def metadata(export: Export) -> dict[str, Any]:
    """Datasette's metadata: titles, what tables and columns hold, facets, and which column names a row."""
    there = export.tables()
    found = {name: _table_metadata(tables()[name]) for name in there}
    for name, needed, _, title, holds in rows_of(ROOM, "views.tsv"):
        if set(needed.split()) <= set(there):
            found[name] = {"title": title, "description": holds}
    archive = export.about["archive"]
    return {
        "title": "محضر · Mahdar",
        "description": f"Layout {export.about['layout']}; read by {', '.join(archive['readers'])}",
        "databases": {DATABASE: {"tables": found}},
    }


def _table_metadata(table: Table) -> dict[str, Any]:
    units = {c.name: f"{c.name_ar}: {c.holds}" + (f" ({c.unit})" if c.unit else "") for c in table.columns}
    names = [c.name for c in table.columns]
    found: dict[str, Any] = {"title": table.name_ar, "description": table.holds, "columns": units}
    if label := next((name for name in ("title", "name", "what") if name in names), None):
        found["label_column"] = label
    if facets := [name for name in ("kind", "type", "act", "area", "status", "unit") if name in names]:
        found["facets"] = facets[:3]
    return found
