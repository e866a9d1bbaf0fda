"""A report with what became of it as one row: what goes between the machines of a cluster and into Parquet files.

Columns: `source`, `number`: its place in the input; `id`, `path`, `published`, `url`, `outlet`, `title`, `text`: the
report; `page`, `original`: what its page says of it, as JSON, and the page's bytes; `hash`: of the text;
`reader`, `record`: by whom it was read and what came out, as JSON;
`error`: why there is no record, as JSON. A row with neither record nor
error is of a text that was read before, under another id or path.
"""

from __future__ import annotations

import json
from typing import Any

from mahdar import errors
from mahdar.engine.stage import Reading
from mahdar.errors import MahdarError
from mahdar.extras import needed
from mahdar.pages import SetAside
from mahdar.record import Page, Record, Report

Row = dict[str, Any]
_INTEGERS = ("source", "number")
_BYTES = ("original",)
COLUMNS = (
    *("source", "number", "id", "path", "published", "url", "outlet", "title", "text"),
    *("page", "original", "hash", "reader", "record", "error"),
)


def schema() -> Any:  # noqa: ANN401 -- a schema of pyarrow, which has no types
    """The schema of a table of rows."""
    pa = needed("pyarrow", "ray")
    kinds = {**dict.fromkeys(_INTEGERS, pa.int64()), **dict.fromkeys(_BYTES, pa.large_binary())}
    return pa.schema([(name, kinds.get(name, pa.large_string())) for name in COLUMNS])


def table_of(rows: list[Row]) -> Any:  # noqa: ANN401
    """Rows as a table of pyarrow."""
    return needed("pyarrow", "ray").Table.from_pylist(rows, schema=schema())


def row_of(item: Report | SetAside, source: int, number: int) -> Row:
    """What came out of the input, before it is read."""
    from mahdar.archive import content_hash

    row: Row = dict.fromkeys(COLUMNS)
    row |= {"source": source, "number": number}
    if isinstance(item, SetAside):
        return row | {"path": item.where, "error": error_text(item.error)}
    page = item.page
    return row | {
        "id": item.id, "path": item.path, "published": item.date, "url": item.url, "outlet": item.outlet,
        "title": item.title, "text": item.text, "hash": content_hash(item.text),
        "page": page and json.dumps(page.model_dump(exclude={"original"}), ensure_ascii=False),
        "original": page and page.original,
    }  # fmt: skip


def report_of(row: Row) -> Report:
    """The report of a row that has one."""
    page = None
    if row["page"] is not None:
        page = Page(**json.loads(row["page"]), original=row["original"])
    return Report(
        id=row["id"], text=row["text"], date=row["published"], title=row["title"], url=row["url"],
        outlet=row["outlet"], path=row["path"], page=page,
    )  # fmt: skip


def read_row(row: Row, outcome: Reading | SetAside) -> Row:
    """The row with what became of its report."""
    if isinstance(outcome, SetAside):
        return row | {"error": error_text(outcome.error)}
    record = outcome.record
    return row | {"reader": record.reader, "record": record.model_dump_json(by_alias=True)}


def outcome_of_row(row: Row) -> Reading | SetAside:
    """What a row says became of its report."""
    if row["error"] is not None:
        report = None if row["text"] is None else report_of(row)
        return SetAside(row["path"] or row["id"], error_of(row["error"]), report)
    return Reading(report_of(row), Record.model_validate_json(row["record"]))


def error_text(error: MahdarError) -> str:
    """An error as JSON."""
    return json.dumps(error.to_dict(), ensure_ascii=False)


def error_of(text: str) -> MahdarError:
    """The error that was written as JSON; of a kind that is not known here, a `MahdarError`."""
    told = json.loads(text)
    kind = getattr(errors, told["error"], MahdarError)
    if not (isinstance(kind, type) and issubclass(kind, MahdarError)):
        kind = MahdarError
    return kind(told["found"], expected=told["expected"], remedy=told["remedy"], where=told["where"])
