"""The twins of a page for programs: JSON with all of its view, CSV with its lines; both with the page's own filters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from mahdar.web.page import Asked, Page, View, in_address, plain
from mahdar.wording import Wording

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: Between the members of a list in one cell.
_AND = " | "


def as_json(page: Page, asked: Asked, view: View, following: str | None) -> str:
    """The JSON twin: what was asked, the view, and in `next` the address of what follows."""
    told: dict[str, Any] = {
        "page": page.name,
        "filters": {name: in_address(value) for name, value in asked.filters.items()},
        "offset": asked.offset,
        "limit": asked.limit,
        "next": following,
        **view.to_dict(),
    }
    if asked.id:
        told["id"] = asked.id
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def as_csv(view: View, say: Wording) -> str:
    """The CSV twin, with a byte order mark, by which spreadsheets know UTF-8.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    rows = [{key: cell(value, say) for key, value in plain(row).items()} for row in view.table()]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="", lineterminator="\r\n")
    if heads:
        writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def cell(value: Any, say: Wording) -> str | int | float:  # noqa: ANN401
    """A value in one cell: a party by its name, a list by its members."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, Mapping):
        return cell(_named(value, say), say)
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, int) for one in value):
            return f"{value[0]}-{value[1]}"
        return _safe(_joined(value, say))
    return _safe(str(value))


def _joined(values: Iterable[Any], say: Wording) -> str:
    return _AND.join(str(cell(value, say)) for value in values)


def _named(value: Mapping[str, Any], say: Wording) -> Any:  # noqa: ANN401
    if "name" in value:
        return (say.english_names and value.get("name_en")) or value["name"]
    return value["state"] if "state" in value else json.dumps(value, ensure_ascii=False)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
