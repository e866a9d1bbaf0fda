"""Text as other programs can take it: no control characters, no formulas, no halves of characters."""

from __future__ import annotations

import re
from typing import Any

#: What stands between the values of a list in one cell.
LIST = " | "
#: Control characters but for tab and line ends, halves of characters, and what XML cannot have.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")
#: What Excel, LibreOffice and others take for the beginning of a formula.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?\Z")


def plain(text: str) -> str:
    """`text` with U+FFFD for what no XML, CSV or sheet can hold."""
    return _UNFIT.sub("\ufffd", text)


def defused(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it as a formula; numbers stay."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def encodable(value: Any) -> Any:  # noqa: ANN401 -- a value of a row
    """A value of a row with U+FFFD for halves of characters."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    return [_HALF.sub("\ufffd", one) for one in value] if isinstance(value, list) else value


def flat(value: Any) -> Any:  # noqa: ANN401 -- a value of a row
    """A value of a row for a cell that takes text, numbers and booleans."""
    if isinstance(value, list):
        return plain(LIST.join(value))
    return plain(value) if isinstance(value, str) else value
