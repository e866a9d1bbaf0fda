"""Reports with their records, from JSON lines and from an archive, as the linking takes them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from mahdar.archive import Archive
from mahdar.errors import InputError, UnreadableInput
from mahdar.record import Commitment, Engagement, Figure, Mention, Party, Record, Report, Statement
from mahdar.who import Told

#: Fields of a line that are the report's and not the record's.
_REPORT = ("text", "date", "outlet")
#: The reader of records that do not say by what they were read.
LOADED = "loaded"


def recorded(path: Path) -> Iterator[tuple[Report, Record] | InputError]:
    """The reports and records of a file of JSON lines; a line that is none gives the reason instead.

    A line is a record with its report's `text`, and may have `date` and `outlet`. Raises `UnreadableInput`.
    """
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = data.decode("utf-8").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableInput(str(error), expected="records as JSON lines", where=str(path)) from error
    for n, line in enumerate(lines, start=1):
        if line.strip():
            yield _recorded(line, f"{path}:{n}")


def told_of(archive: Archive) -> list[Told]:
    """Every report of an archive with what the linking takes of its record, the one of the reader that read it last."""
    return [Told(linked_parts(record), day, outlet, text) for day, outlet, text, record in archive.latest_records()]


class _Joined(BaseModel):
    """The parts of a record that tell who is who and what is one."""

    model_config = ConfigDict(extra="ignore")

    doc: str
    reader: str
    parties: list[Party] = []
    mentions: list[Mention] = []
    engagements: list[Engagement] = []
    commitments: list[Commitment] = []


class _Linked(_Joined):
    """The parts of a record that are linked: the rest, half of it, would only take memory."""

    title: str | None = None
    url: str | None = None
    published: str | None = None
    source: str | None = None
    statements: list[Statement] = []
    figures: list[Figure] = []


def linked_parts(record: str) -> Record:
    """A record without the parts that are not linked, from its JSON; of statements those with a figure are kept."""
    read = _Linked.model_validate_json(record)
    spans = [figure.span for figure in read.figures]
    read.statements = [s for s in read.statements if any(s.span[0] <= a and b <= s.span[1] for a, b in spans)]
    return Record.model_construct(**vars(read))


def joined_parts(record: str) -> Record:
    """A record with nothing but what tells who is who and what is one, from its JSON."""
    return Record.model_construct(**_rest(), **vars(_Joined.model_validate_json(record)))


@cache
def _rest() -> dict[str, Any]:
    """What a record has where nothing is told, of the fields that are left out."""
    rest = Record.model_fields.keys() - _Joined.model_fields.keys()
    return {name: Record.model_fields[name].get_default(call_default_factory=True) for name in rest}


def _recorded(line: str, where: str) -> tuple[Report, Record] | InputError:
    try:
        plain: Any = json.loads(line)
        if not isinstance(plain, dict) or not isinstance(plain.get("text"), str):
            return InputError("no record with a text", expected="an object with 'doc' and 'text'", where=where)
        given = {name: plain.pop(name, None) for name in _REPORT}
        plain.pop("reviewed", None)
        record = Record.model_validate({"reader": LOADED} | plain)
        report = Report(id=record.doc, title=record.title, url=record.url, path=record.path, **given)
    except (ValueError, ValidationError) as error:
        reason = str(error).splitlines()
        return InputError(f"no record ({' '.join(reason[:3])})", expected="a record as docs/cli.md has it", where=where)
    return report, record
