"""Parquet: a file for each table, read by pyarrow, pandas, polars, DuckDB and R.

Lists stay lists, text is as the archive has it. What a column holds stands in its metadata, and what the export is of
in that of the schema, both under the key 'mahdar'. Days are text, since some are months or years.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mahdar.exchange.layout import Column, tables
from mahdar.exchange.running import Export
from mahdar.exchange.texts import encodable

#: Rows to a group: some 10 MB of lines with their quotes are in memory at once.
GROUP = 20_000
_TYPES = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "list": pa.list_(pa.string())}


def write(export: Export) -> None:
    """Write the tables that were asked for into the folder."""
    for name in export.tables():
        export.file(f"{name}.parquet", lambda path, name=name: _write(export, name, path))  # type: ignore[misc]


def _write(export: Export, name: str, path: Path) -> None:
    columns = tables()[name].columns
    about = json.dumps(export.about, ensure_ascii=False)
    schema = pa.schema([_field(column) for column in columns], metadata={"mahdar": about})
    rows = export.rows(name)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(rows, GROUP)):
            values = zip(*some, strict=True)
            arrays = [_array(field.type, cells) for field, cells in zip(schema, values, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _field(column: Column) -> pa.Field:
    told = {"name_ar": column.name_ar, "holds": column.holds, "unit": column.unit, "source": column.source}
    metadata = {"mahdar": json.dumps(told, ensure_ascii=False)}
    return pa.field(column.name, _TYPES.get(column.type, pa.string()), metadata=metadata)


def _array(type_: pa.DataType, cells: Sequence[Any]) -> pa.Array:
    try:
        return pa.array(cells, type_)
    except UnicodeEncodeError:  # half a character, which UTF-8 cannot have
        return pa.array([encodable(cell) for cell in cells], type_)
