"""Records as JSON lines, to a file that is whole or not there, or to a stream."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TextIO

from mahdar.engine.stage import Reading
from mahdar.errors import MahdarError

#: Valid in JSON, but many readers of lines end a line at them.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


#: The parts whose lines `min_confidence` chooses among; parties stay, because lines name them.
WEIGHED = ("engagements", "statements", "commitments")


class RecordLines:
    """One record a line, as RECORD.md has it; `with_text` adds the report's text, date and outlet.

    With `min_confidence`, engagements, statements and commitments of less are left out.

    A file is written beside its place under another name and takes its place on a normal end, so it never holds half
    a line and an older one stays until then; on an error, or without a record, it is dropped. ``-`` is standard
    output; pipes and devices are written to directly. Raises `MahdarError` where writing fails, and
    `BrokenPipeError` for a closed pipe.
    """

    def __init__(self, target: str, *, with_text: bool = False, min_confidence: float | None = None) -> None:
        self._with_text, self._least = with_text, min_confidence
        self._written = 0
        self._place: Path | None = None
        self._part: Path | None = None
        self._where = target
        if target == "-":
            self._out: TextIO = sys.stdout
            return
        place = Path(target)
        if not place.exists() or place.is_file():
            self._place = place.resolve()  # a link keeps pointing to where it points
            self._part = self._place.with_name(f".{self._place.name}.{os.getpid()}.part")
        try:
            self._out = (self._part or place).open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise self._failed(error) from error

    def __enter__(self) -> RecordLines:
        return self

    def write(self, reading: Reading) -> None:
        plain = reading.record.to_dict()
        if self._least is not None:
            for part in WEIGHED:
                plain[part] = [line for line in plain[part] if (line["confidence"] or 0) >= self._least]
        if self._with_text:
            report = reading.report
            plain |= {"text": report.text, "date": report.date, "outlet": report.outlet}
        try:
            self._out.write(json.dumps(plain, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
            self._written += 1
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._failed(error) from error

    def flush(self) -> None:
        """Hand what is written to whoever reads a pipe."""
        if self._part is None:
            self._out.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._out is sys.stdout:
            if kind is None:
                self._out.flush()
            return
        if kind is not None or (self._part is not None and not self._written):
            self._drop()
            return
        try:
            self._out.flush()
            if self._part is not None and self._place is not None:
                os.fsync(self._out.fileno())
                self._out.close()
                self._part.replace(self._place)
            self._out.close()
        except OSError as problem:
            self._drop()
            raise self._failed(problem) from problem

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            self._out.close()  # what is still in its buffer does not fit either
        if self._part is not None:
            with contextlib.suppress(OSError):
                self._part.unlink()

    def _failed(self, error: OSError) -> MahdarError:
        return MahdarError(
            f"the records cannot be written: {error.strerror or error}",
            remedy="make room or choose another place; an older file of that name is as it was",
            where=self._where,
        )
