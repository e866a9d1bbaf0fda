"""What reaches the terminal, a pipe or a file: tables, JSON, one-line errors."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import typer

#: Text from the web must not move the cursor, ring the bell or turn the line around.
_HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: Valid in JSON, but many readers of lines end a line at them.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_PIPE_WIDTH = 140


def plain_output() -> None:
    """UTF-8 on both outputs, whatever the locale says; what cannot be written is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(message: str) -> None:
    """One line on standard error."""
    one_line = _HOSTILE.sub("\ufffd", " ".join(message.split()))
    print(f"mahdar: {one_line}", file=sys.stderr, flush=True)  # noqa: T201


def to_json(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can hold
    """One line of JSON, Arabic as it is."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


def emit(lines: Iterable[str]) -> None:
    """Print `lines`; a reader that has closed the pipe (``| head``) ends the command without a word."""
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        reader_left()


def emit_bytes(data: bytes) -> None:
    """Write bytes as they are; a reader that has closed the pipe ends the command without a word."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        reader_left()


def reader_left() -> None:
    """Leave after standard output was closed at its other end. Raises `typer.Exit`."""
    drop_output()
    raise typer.Exit(0)


def drop_output() -> None:
    """Let what is still to be written to standard output, which takes no more, go nowhere."""
    # Python flushes once more at exit and would complain then.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def shown(value: object) -> str:
    """A value from data as it may stand on a screen: one line, and an Arabic one kept apart from what is around it."""
    text = _HOSTILE.sub("\ufffd", " ".join(str(value).split()))
    return f"\u2068{text}\u2069" if _ARABIC.search(text) and sys.stdout.isatty() else text


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


#: Columns that a cell of a table wants at the most before it folds, and that quoted words want at the least.
CELL_WIDTH, QUOTE_WIDTH = 16, 34


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> None:
    """A table on standard output, or, where the screen is too narrow for its columns, each row as a few lines.

    Cells are taken literally; the last column is the one that quotes.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if _wanted_width(columns, rows) > _width():
        emit(_as_lines(columns, rows, title))
        return
    grid = Table(title=Text(title) if title else None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        grid.add_column(Text(name, style="bold"), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    show(grid)


def _wanted_width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    longest = [*(min(width, CELL_WIDTH) for width in widths[:-1]), *(min(width, QUOTE_WIDTH) for width in widths[-1:])]
    return sum(longest) + 3 * len(longest)


def _as_lines(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str | None) -> Iterator[str]:
    if title:
        yield title
    for first, *others in rows:
        yield ""
        yield f"{columns[0]}: {first}"
        told = [f"{name}: {cell}" for name, cell in zip(columns[1:-1], others[:-1], strict=True) if cell]
        if told:
            yield "  " + " · ".join(told)
        if others and others[-1]:
            yield f"  «{others[-1]}»"
    yield ""


def _width() -> int:
    """Columns of the terminal, or of a pipe."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return _PIPE_WIDTH


def show(renderable: Any) -> None:  # noqa: ANN401 -- whatever rich can draw
    """Draw on standard output, at the terminal's width or at that of a pipe."""
    from rich.console import Console

    console = Console(width=_width(), highlight=False, emoji=False, markup=False)
    with console.capture() as drawn:
        console.print(renderable)
    emit(line.rstrip() for line in drawn.get().rstrip("\n").split("\n"))
