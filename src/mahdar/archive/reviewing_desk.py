"""The side of an archive that people review lines on.

    desk = archive.reviewing()
    for waits in desk.queue(limit=10):
        print(waits.line, waits.why, waits.quote)               'r00017#engagements/0' ['conflict'] …
    desk.correct("r00017#engagements/0", {"date": "2015-08-03"}, by="Huda", why="the headline has the day")
    desk.undo(12, by="Huda", why="it was the other meeting")

A line goes by REPORT#PART/ITEM: a part of the record (or its beginning) and the line's number as read, a party's id,
+KEY for what a review added and ~KEY for what the newest reading does not have. Every act is a row with who, when and
why; what it changes is in lists, searches and the record at once, and in what is linked after the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from mahdar.archive import (
    finding,
    kept,
    review_changes,
    reviewed,
    reviewing_counts,
    reviewing_gold,
    reviewing_measures,
    reviewing_queue,
    reviewing_rows,
    reviewing_versions,
    schema,
    writing,
)
from mahdar.archive.review_lines import PARTS, Line, lines_of, references
from mahdar.archive.reviewing import VERDICTS, Item, Review, Reviewed, apply
from mahdar.archive.reviewing_gold import Gold
from mahdar.archive.reviewing_measures import Agreement
from mahdar.archive.reviewing_queue import QueueLine
from mahdar.archive.reviewing_versions import Difference, Version
from mahdar.errors import InputError, UnknownReport
from mahdar.record import Record

Transaction = Callable[[], AbstractContextManager[sa.Connection]]
#: Between a report and a line of it, and between a part and the item.
MARK, SLASH = "#", "/"


@dataclass(frozen=True, slots=True)
class _Report:
    """A report as it is judged: its rows, how its lines stand, and how they stood when the reviewer saw them."""

    connection: sa.Connection
    key: int
    id: str
    record: dict[str, Any]
    rows: list[Review]
    state: Reviewed


class Reviewing:
    """Reviews of one archive; `Archive.reviewing` gives it.

    `seen` of an act is the number of the last review that the reviewer had before him: 0 for the line as it was read,
    None for the line as it stands. Raises `InputError` for what cannot be, `UnknownReport` for a line that is not.
    """

    def __init__(self, reading: Transaction, writing_: Transaction) -> None:
        self._reading, self._writing = reading, writing_

    # Acts

    def accept(self, *lines: str, by: str, why: str = "", seen: int | None = None) -> list[Review]:
        """Append that lines are right as they are; of a whole report (its id alone) all that nobody has judged."""
        return self._each(lines, "accept", by, why, seen, lambda item: not _judged(item), _standing)

    def reject(self, *lines: str, by: str, why: str, seen: int | None = None) -> list[Review]:
        """Append that lines are wrong: they leave the lists."""
        return self._each(lines, "reject", by, _told(why, "why"), seen, None, None)

    def final(self, *lines: str, by: str, why: str = "", alone: bool = False) -> list[Review]:
        """Append that lines are settled as they stand; of a whole report all that were judged.

        Somebody besides the first reviewer has to have a part in it, but for `alone`.
        """
        who = _told(by, "by")

        def settled(there: _Report, item: Item) -> None:
            readers = {row.by for row in item.rows if row.act in VERDICTS}
            if not readers:
                raise InputError(
                    "nobody has judged this line", expected="a line that somebody accepted, corrected or rejected",
                    where=_id(there, item),
                )  # fmt: skip
            if not alone and len(readers | {who}) < 2:
                raise InputError(
                    "only its first reader has judged this line", expected="a second reader",
                    remedy="let somebody else do it, or say --alone", where=_id(there, item),
                )  # fmt: skip

        return self._each(lines, "final", by, why, None, lambda item: _judged(item) and not item.final, settled)

    def correct(
        self, line: str, fields: Mapping[str, Any], *, by: str, why: str, words: str | None = None,
        seen: int | None = None,
    ) -> Review:  # fmt: skip
        """Append that fields of a line have other values; `words` of the report choose its span anew.

        Parties are named by their ids, or by a name that only one of them has.
        """
        with self._writing() as connection:
            there, item = self._at(connection, line, seen)
            stands = _standing(there, item)
            given = review_changes.checked(item.part, dict(fields), there.state, where=_id(there, item))
            if words is not None:
                given |= {"span": review_changes.span_of(connection, there.key, words, stands.get("span"))}
            if not given:
                raise InputError("nothing to correct", expected="a field and its value", where=_id(there, item))
            return _append(there, "correct", [item], fields=given, by=by, why=_told(why, "why"))

    def add(
        self, report: str, part: str, fields: Mapping[str, Any], *, by: str, why: str, words: str | None = None
    ) -> Review:
        """Append a line that the reading does not have; `words` of the report are its span."""
        with self._writing() as connection:
            there = _open(connection, finding.key_of(connection, report))
            part = _part(part)
            given = review_changes.checked(part, dict(fields), there.state, where=report)
            if words is not None:
                given |= {"span": review_changes.span_of(connection, there.key, words, None)}
            if part == "parties" and "mentions" not in given:
                given["mentions"] = review_changes.occurrences(connection, there.key, given.get("names") or [])
            made = review_changes.whole(part, given, where=report)
            return _append(there, "add", [], part=part, made=[made], by=by, why=_told(why, "why"))

    def merge(self, *lines: str, by: str, why: str, fields: Mapping[str, Any] | None = None) -> Review:
        """Append that several lines of a part of one report are one: the first, with what the others add to it."""
        with self._writing() as connection:
            found = [self._at(connection, line, None) for line in lines]
            (there, _), items = found[0], [item for _, item in found]
            places = {(of.key, item.part, item.item) for of, item in found}
            if len(places) < 2 or len(places) < len(lines) or len({place[:2] for place in places}) > 1:
                raise InputError("these are not to be merged", expected="two lines or more of one part of a report",
                                 where=", ".join(lines))  # fmt: skip
            given = review_changes.merged(items[0].part, [_standing(there, item) for item in items])
            own, words = dict(fields or {}), (fields or {}).get("words")
            if words is not None:
                own["span"] = review_changes.span_of(connection, there.key, str(words), None)
                del own["words"]
            given |= review_changes.checked(items[0].part, own, there.state, where=lines[0])
            return _append(there, "merge", items, fields=given, by=by, why=_told(why, "why"))

    def split(self, line: str, parts: Sequence[Mapping[str, Any]], *, by: str, why: str) -> Review:
        """Append that a line is several: for each the fields in which it differs, the first of them the line itself.

        `words` among the fields are words of the report that choose the span.
        """
        with self._writing() as connection:
            there, item = self._at(connection, line, None)
            if len(parts) < 2:
                raise InputError("a line is split into two or more", expected="what each differs in", where=line)
            stands = _standing(there, item)
            given = []
            for one in map(dict, parts):
                words = one.pop("words", None)
                if words is not None:
                    one["span"] = review_changes.span_of(connection, there.key, str(words), stands.get("span"))
                given.append(review_changes.checked(item.part, one, there.state, where=line))
            first, made = review_changes.parted(item.part, stands, given, where=line)
            return _append(there, "split", [item], fields=first, made=made, by=by, why=_told(why, "why"))

    def note(self, line: str, text: str, *, by: str) -> Review:
        """Append a note on a line, which changes nothing."""
        with self._writing() as connection:
            there, item = self._at(connection, line, None)
            return _append(there, "note", [item], by=by, why=_told(text, "note"))

    def undo(self, key: int, *, by: str, why: str) -> Review:
        """Append that the review `key` holds no longer; an undo can be undone."""
        with self._writing() as connection:
            report = reviewing_rows.reported(connection, key)
            if report is None:
                raise InputError("no such review", expected="a number that 'mahdar review log' lists", where=str(key))
            there = _open(connection, report)
            if there.state.rows[key] == "undone":
                raise InputError("this review is undone already", where=str(key))
            (row,) = (row for row in there.rows if row.key == key)
            return _append(there, "undo", [], part=row.part, answers=key, by=by, why=_told(why, "why"))

    # What waits, how lines stand

    def queue(
        self, *, order: str | None = None, by: str | None = None, second: bool = False, report: str | None = None,
        part: str | None = None, limit: int | None = 20,
    ) -> list[QueueLine]:  # fmt: skip
        """Lines that wait, what matters most first; `order` is confidence, conflict, new or cited.

        `second`: those that one person other than `by` has judged, as they were read. See `reviewing_queue`.
        """
        with self._reading() as connection:
            key = finding.key_of(connection, report) if report is not None else None
            wanted = reviewing_queue.Wanted(order, by, key, _part(part) if part is not None else None, limit)
            return reviewing_queue.second(connection, wanted) if second else reviewing_queue.waiting(connection, wanted)

    def lines(self, report: str) -> list[Item]:
        """Every line of a report, dropped ones too, and how it stands."""
        with self._reading() as connection:
            return _open(connection, finding.key_of(connection, report)).state.items

    def log(self, line: str) -> list[tuple[Review, str]]:
        """The reviews of a report or a line, the oldest first, each with how it stands; also those undone."""
        report, item_ = _parted(line)
        with self._reading() as connection:
            there = _open(connection, finding.key_of(connection, report))
            rows = there.rows
            if item_:
                rows = reviewing_versions.rows_of(there.rows, _item(there, *_item_of(line)))
            return [(row, there.state.rows[row.key]) for row in rows]

    def unmatched(self) -> list[tuple[Review, str]]:
        """Reviews of lines that the newest reading of their report does not have, or not as it was judged."""
        with self._reading() as connection:
            stands = reviewing_counts.loose(reviewing_counts.every(connection).values())
            return [(row, stands[row.key]) for row in reviewing_rows.of_keys(connection, stands)]

    def versions(self, line: str) -> list[Version]:
        """All versions of a line: r1, r2 … as the readers read it, the oldest first, then as each review left it."""
        with self._reading() as connection:
            there, item = self._at(connection, line, None)
            probe = _row(there, "note", [item], by="-", why="-")
            readings = reviewed.readings(connection, there.key)
            return reviewing_versions.versions(readings, there.rows, item, probe)

    def diff(self, line: str, before: str | None = None, after: str | None = None) -> list[Difference]:
        """The fields in which two versions of a line differ; without names, the line as read and as it stands."""
        found = self.versions(line)
        return reviewing_versions.differences(found, before, after, where=line)

    # Measured, exported

    def agreement(self) -> Agreement:
        """How far readers agree with one another and with the machine, from what both have judged."""
        with self._reading() as connection:
            every = reviewing_counts.every(connection)
            return reviewing_measures.agreement(counts.parts for counts in every.values())

    def gold(self, *, whole: bool = True, final: bool = False) -> list[Gold]:
        """Reviewed reports as gold: those whose every line was judged (`whole`) and is settled (`final`)."""
        with self._reading() as connection:
            every = reviewing_counts.every(connection).items()
            wanted = {key: c for key, c in every if not (c.unread and whole) and not (c.unsettled and final)}
            return reviewing_gold.gold(connection, wanted)

    # Which line is meant

    def _each(
        self, lines: Sequence[str], act: str, by: str, why: str, seen: int | None,
        of_report: Callable[[Item], bool] | None, check: Callable[[_Report, Item], object] | None,
    ) -> list[Review]:  # fmt: skip
        """Append one act on each line, those of a report in one transaction."""
        made: list[Review] = []
        wanted: dict[int, list[tuple[str, str]]] = {}
        for report, part, item_ in self._all(lines, of_report):
            wanted.setdefault(report, []).append((part, item_))
        for report, places in wanted.items():
            with self._writing() as connection:
                there = _open(connection, report, seen)
                for part, item_ in places:
                    item = _item(there, part, item_)
                    if check is not None:
                        check(there, item)
                    row = _row(there, act, [item], by=by, why=why)
                    reviewing_rows.append(connection, report, row)
                    made.append(row)
                writing.write_lines(connection, reviewed.refresh(connection, [report]))
        return made

    def _all(self, lines: Sequence[str], of_report: Callable[[Item], bool] | None) -> list[tuple[int, str, str]]:
        """Report, part and item of each line; of a whole report, those that `of_report` picks."""
        found: list[tuple[int, str, str]] = []
        with self._reading() as connection:
            for line in lines:
                report, _ = _parted(line)
                key = finding.key_of(connection, report)
                if MARK in line:
                    found.append((key, *_item_of(line)))
                elif of_report is None:
                    raise InputError("a report, not a line of it", expected="REPORT#PART/ITEM", where=line)
                else:
                    items = _open(connection, key).state.items
                    found += [(key, item.part, item.item) for item in items if of_report(item)]
        return found

    def _at(self, connection: sa.Connection, line: str, seen: int | None) -> tuple[_Report, Item]:
        there = _open(connection, finding.key_of(connection, _parted(line)[0]), seen)
        return there, _item(there, *_item_of(line))


def _judged(item: Item) -> bool:
    return item.state not in ("unread", "noted")


def _told(value: str, what: str) -> str:
    """`value` without the space around it. Raises `InputError` for nothing."""
    if not value.strip():
        raise InputError(f"nothing said of '{what}'", expected="who reviews, and why")
    return value.strip()


def _part(name: str) -> str:
    found = [part for part in PARTS if name and part.startswith(name)]
    if not found:
        raise InputError("no such part of a record", expected=" or ".join(PARTS), where=name)
    return found[0]


def _parted(line: str) -> tuple[str, str]:
    """The report of a line and what goes by in it, nothing of a whole report; ids of reports may have the mark too."""
    report, mark, item = line.rpartition(MARK)
    return (report, item) if mark else (line, "")


def _item_of(line: str) -> tuple[str, str]:
    part, slash, item = _parted(line)[1].partition(SLASH)
    if not slash or not item:
        raise InputError(
            "no line of a report", expected="REPORT#PART/ITEM, as 'mahdar review queue' has it", where=line
        )
    return _part(part), item


def _open(connection: sa.Connection, report: int, seen: int | None = None) -> _Report:
    r = schema.reports.c
    id_ = connection.execute(sa.select(r.id).where(r.key == report)).scalar_one()
    _, record = reviewed.as_read(connection, report)
    rows = reviewing_rows.of_reports(connection, [report]).get(report, [])
    known = rows if seen is None else [row for row in rows if row.key <= seen]
    return _Report(connection, report, id_, record, rows, apply(record, known))


def _item(there: _Report, part: str, item_: str) -> Item:
    for item in there.state.items:
        if item.part == part and (item.item == item_ or item_ in item.aliases):
            return item
    raise UnknownReport(
        "the report has no such line", remedy="'mahdar review show REPORT' lists them",
        where=f"{there.id}{MARK}{part}{SLASH}{item_}",
    )  # fmt: skip


def _id(there: _Report, item: Item) -> str:
    return f"{there.id}{MARK}{item.part}{SLASH}{item.item}"


def _standing(there: _Report, item: Item) -> Line:
    """The line. Raises `InputError` where it was rejected or merged into another."""
    if item.line is None and item.as_read is None:
        raise InputError("this line does not stand", expected="one that was not rejected", where=_id(there, item))
    return item.line if item.line is not None else item.as_read or {}


def _append(
    there: _Report, act: str, items: Sequence[Item], *, by: str, why: str, part: str | None = None,
    fields: Line | None = None, made: Sequence[Line] = (), answers: int | None = None,
) -> Review:  # fmt: skip
    """Write a row, and the record and lines of the report as they are with it."""
    row = _row(there, act, items, by=by, why=why, part=part, fields=fields, made=made, answers=answers)
    _check(there, row)
    reviewing_rows.append(there.connection, there.key, row)
    writing.write_lines(there.connection, reviewed.refresh(there.connection, [there.key]))
    return row


def _row(
    there: _Report, act: str, items: Sequence[Item], *, by: str, why: str, part: str | None = None,
    fields: Line | None = None, made: Sequence[Line] = (), answers: int | None = None,
) -> Review:  # fmt: skip
    key = reviewing_rows.next_key(there.connection)
    part = part or items[0].part
    seen = items[0].line if items else None
    if items and seen is None and act not in ("final", "note", "reject"):
        seen = items[0].as_read
    anchors = [_anchor(item) for item in items]
    lines = [line for line in (*(a.get("line") for a in anchors), seen, fields, *made) if line]
    return Review(
        key=key, report=there.id, part=part, act=act, lines=anchors, seen=seen, fields=fields or {}, made=list(made),
        parties=_parties(there, part, lines), reader=there.record["reader"],
        answers=answers if answers is not None else items[0].last[0] if items and items[0].last else None,
        by=_told(by, "by"), at=kept.now(), why=why.strip(),
    )  # fmt: skip


def _anchor(item: Item) -> dict[str, Any]:
    """What a row says of which line it is about."""
    named = [item.item, *item.aliases]
    if made := next((name for name in named if name.startswith("+")), None):
        key, _, nth = made[1:].partition(".")
        return {"made": int(key), "nth": int(nth or 0)}
    if item.read is None:
        key, _, nth = item.item[1:].partition(".")
        return {"as": int(key), "nth": int(nth or 0)}
    number = item.read
    return {"n": number, "line": item.as_read, "after": list(item.last) if item.last else None}


def _parties(there: _Report, part: str, lines: Iterable[Line]) -> dict[str, Line]:
    """The parties that lines name, by id, with their mentions."""
    known = {p["id"]: p for record in (there.record, there.state.record) for p in lines_of(record)["parties"]}
    named = dict.fromkeys(id_ for line in lines for id_ in references(part, line))
    return {id_: known[id_] for id_ in named if id_ in known}


def _check(there: _Report, row: Review) -> None:
    """See that the record that comes of a row is one. Raises `InputError`."""
    r = schema.reports.c
    length = there.connection.execute(sa.select(sa.func.length(r.text)).where(r.key == there.key)).scalar_one()
    where = f"{there.id}{MARK}{row.part}"
    after = apply(there.record, [*there.rows, row])
    try:
        Record.model_validate(after.record)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first["loc"] else ""
        raise InputError(
            f"no value for '{name}' ({first['msg']})", expected="a value as docs/cli.md has it", where=where
        ) from error
    for line in [row.fields, *row.made]:
        for span in [line.get("span"), line.get("cue"), *(line.get("mentions") or [])]:
            if span is not None and not 0 <= span[0] < span[1] <= length:
                raise InputError(
                    f"no span of the report: {span[0]}-{span[1]}", expected=f"one within 0-{length}", where=where
                )
