"""What a reviewer gives as fields of a line: checked, completed, merged and parted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from mahdar.archive import schema
from mahdar.archive.days import days_of
from mahdar.archive.review_lines import NOUNS, ONE, SEVERAL, Line, dice, fields_of
from mahdar.archive.reviewing import Reviewed
from mahdar.archive.wanted import name_key
from mahdar.errors import InputError

#: Fields that hold lists, which a merge unites.
_LISTS = ("who", "from", "to", "topics", "names", "mentions")


def checked(part: str, fields: Line, state: Reviewed, where: str) -> Line:
    """Fields with the parties that they name by id. Raises `InputError` for a field, party or date that is none."""
    known = fields_of(part)
    for name in fields:
        if name not in known:
            raise InputError(f"no such field: {name}", expected=" or ".join(known), where=where)
    found = dict(fields)
    for name in ONE.get(part, ()):
        if found.get(name) is not None:
            found[name] = _party(str(found[name]), state, where)
    for name in SEVERAL.get(part, ()):
        if name in found:
            found[name] = [_party(str(one), state, where) for one in found[name] or []]
    date = found.get("date")
    if date is not None and days_of(str(date)) is None:
        raise InputError(f"no date: {date}", expected="an ISO day, month or year", where=where)
    return found


def _party(wanted: str, state: Reviewed, where: str) -> str:
    """The id of a party of the reviewed record, by id or by a name that it alone has."""
    parties = state.record["parties"]
    if any(party["id"] == wanted for party in parties):
        return wanted
    key = name_key(wanted)
    found = [p["id"] for p in parties if any(name_key(name) == key for name in p["names"])]
    if len(found) != 1:
        raise InputError(
            f"{'no party' if not found else 'more than one party'} of that id or name: {wanted}",
            expected="a party of the report; 'mahdar review add REPORT parties' adds one", where=where,
        )  # fmt: skip
    return str(found[0])


def span_of(connection: sa.Connection, report: int, words: str, near: Sequence[int] | None) -> list[int]:
    """Where words stand in a report's text, nearest to a span where they do so more than once. Raises `InputError`."""
    text = _text(connection, report)
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    if not found:
        raise InputError("these words are not in the report", expected="words as they stand there", where=words)
    start = min(found, key=lambda start: abs(start - near[0])) if near else found[0]
    return [start, start + len(words)]


def occurrences(connection: sa.Connection, report: int, names: Sequence[str]) -> list[list[int]]:
    """Where names stand in a report's text as words of their own, or behind و ف ب ك ل; the longest counts."""
    text, found = _text(connection, report), list[list[int]]()
    for name in sorted(filter(None, names), key=lambda name: -len(name)):
        for match in re.finditer(rf"(?<!\w)[وف]?[بكل]?({re.escape(name)})(?!\w)", text):
            span = list(match.span(1))
            if not any(dice(span, other) > 0 for other in found):
                found.append(span)
    return sorted(found)


def _text(connection: sa.Connection, report: int) -> str:
    r = schema.reports.c
    return str(connection.execute(sa.select(r.text).where(r.key == report)).scalar_one())


def whole(part: str, given: Line, where: str) -> Line:
    """A new line from what is given of it. Raises `InputError` where something is missing or no value for its field."""
    plain = {name: value for name, value in given.items() if name != "mentions"}
    if part == "parties":
        plain = {"id": "new", "names": [], **plain}
    try:
        noun = NOUNS[part].model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            f"'{first['loc'][-1] if first['loc'] else part}': {first['msg']}", expected="a whole line", where=where
        ) from error
    made = noun.model_dump(mode="json", by_alias=True)
    if part == "parties":
        made["mentions"] = [list(span) for span in given.get("mentions") or []]
    return {name: made[name] for name in fields_of(part)}


def merged(part: str, lines: Sequence[Line]) -> Line:
    """What a line becomes when others are merged into it, as far as it changes: lists united, gaps filled."""
    first, changes = lines[0], {}
    for name in fields_of(part):
        values = [line.get(name) for line in lines]
        if name in _LISTS:
            every = [one for value in values for one in value or []]
            value: Any = [one for n, one in enumerate(every) if one not in every[:n]]
        else:
            value = next((v for v in values if v is not None), None)
        if value != first.get(name) and not (not value and not first.get(name)):
            changes[name] = sorted(value) if name == "mentions" else value
    return changes


def parted(part: str, line: Line, given: Sequence[Mapping[str, Any]], where: str) -> tuple[Line, list[Line]]:
    """What a line becomes that is split, and the new lines; of a party, what others take of its names is gone."""
    base = {name: line[name] for name in fields_of(part) if name in line}
    first, *others = (dict(one) for one in given)
    if part == "parties":
        for name in ("names", "mentions"):
            taken = [one for other in others for one in other.get(name, [])]
            if taken and name not in first:
                first[name] = [one for one in base.get(name, []) if one not in taken]
            for other in others:
                other.setdefault(name, [])
    return first, [whole(part, base | other, where) for other in others]
