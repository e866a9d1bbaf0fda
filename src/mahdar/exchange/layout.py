"""The tables of an export and their columns, as data/tables.tsv and data/columns.tsv describe them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from mahdar import record
from mahdar.arabic.phrases import rows
from mahdar.record import Noun

ROOM = "mahdar.exchange"
#: Version of the tables and columns: the first number rises where one goes or changes, the second where one is added.
SCHEMA = "1.1"
ColumnType = Literal["text", "integer", "number", "boolean", "day", "list", "code"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, unit, Arabic heading, what it holds, where that comes from, and the codes that it can have.

    `source` is a field of `mahdar.record` (``Engagement.kind``), 'archive', 'linking' or 'review'.
    """

    name: str
    type: ColumnType
    unit: str
    name_ar: str
    holds: str
    source: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its Arabic heading, the type of `mahdar.record` that a row is, what a row is, columns, key columns."""

    name: str
    name_ar: str
    noun: str
    holds: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@cache
def tables() -> dict[str, Table]:
    """All tables, in the order in which they are taken out."""
    return {row[0]: _table(*row) for row in rows(ROOM, "tables.tsv")}


def _table(name: str, name_ar: str, noun: str, holds: str, columns: str, key: str) -> Table:
    found = tuple(_column(name, noun, column) for column in columns.split())
    return Table(name, name_ar, noun, holds, found, tuple(key.split()))


def _column(table: str, noun: str, name: str) -> Column:
    described = _described()
    type_, unit, name_ar, holds, source = described.get((table, name)) or described["*", name]
    source = source.replace("{T}", noun)
    codes = codes_of(source) if type_ in ("code", "list") else ()
    return Column(name, type_, unit, name_ar, holds, source, codes)  # type: ignore[arg-type]


@cache
def _described() -> dict[tuple[str, str], list[str]]:
    return {(table, name): more for table, name, *more in rows(ROOM, "columns.tsv")}


def codes_of(source: str) -> tuple[str, ...]:
    """The codes that a field of `mahdar.record` can have; none where it is free."""
    noun, _, name = source.partition(".")
    kind = getattr(record, noun, None)
    if not (isinstance(kind, type) and issubclass(kind, Noun)):
        return ()
    field = next((f for key, f in kind.model_fields.items() if name in (key, f.alias)), None)
    return _codes(field.annotation) if field is not None else ()


def _codes(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 -- a type
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    if get_origin(annotation) in (list, Union, UnionType, Annotated):
        return next(filter(None, map(_codes, get_args(annotation))), ())
    return ()
