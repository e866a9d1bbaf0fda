"""A dossier as PDF, set by typst with the fonts of this package; nothing else of the machine is used."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any

from mahdar.exchange.dossier.content import Dossier, printable
from mahdar.extras import needed

#: Characters of the title in the running head.
_HEAD = 70


def as_pdf(dossier: Dossier) -> bytes:
    """The bytes of the PDF; the same for the same dossier. Raises `MissingExtra`."""
    typst = needed("typst", "dossier")
    plain = dossier.to_dict()
    for section, told in zip(plain["sections"], dossier.sections, strict=True):
        for line, notes in zip(section["lines"], (line.notes() for line in told.lines), strict=True):
            line["notes"] = notes
    title = printable(dossier.title)
    plain["short"] = title if len(title) <= _HEAD else title[: _HEAD - 1] + "…"
    with as_file(files("mahdar.exchange.dossier") / "data") as data:
        made: bytes = typst.compile(
            str(data / "dossier.typ"),
            root=str(data),
            font_paths=[str(data / "fonts")],
            ignore_system_fonts=True,
            sys_inputs={"dossier": json.dumps(_clean(plain), ensure_ascii=False)},
            timestamp=0,
        )
    return made


def _clean(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """The same without characters that a page cannot hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value
