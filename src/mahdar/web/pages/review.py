"""Judging lines: the one that waits first, or one by its address; what is sent is appended, never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.review_lines import PARTS
from mahdar.archive.reviewing import Review
from mahdar.archive.reviewing_desk import Reviewing
from mahdar.archive.reviewing_queue import ORDERS, QueueLine
from mahdar.errors import BadFilter, InputError
from mahdar.web.page import Asked, Filter, Page, View, address
from mahdar.web.pages.review_fields import values_in
from mahdar.web.pages.review_lines import ReviewLine, seen_line, whole
from mahdar.web.visitors import acting

SECOND = "second"
#: So many lines can be passed over: the queue is made anew for each page.
FARTHEST = 500


@dataclass(frozen=True, slots=True)
class Last(View):
    """The review that was sent a moment ago, to be undone."""

    line: str
    number: int
    act: str


@dataclass(frozen=True, slots=True)
class Judging(View):
    """A line to be judged, and why it waits; `item` is None where nothing does."""

    waits: QueueLine | None
    item: ReviewLine | None
    last: Last | None
    second: bool
    alone: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; of the report its id, title, outlet and day."""
        # Not super(): a dataclass with slots is another class than the one it was written as.
        told = View.to_dict(self)
        if told["item"] is not None:
            told["item"]["report"] = {name: told["item"]["report"][name] for name in ("id", "title", "outlet", "day")}
        return told

    def table(self) -> Sequence[dict[str, Any]]:
        """The fields of the line."""
        if self.item is None:
            return ()
        own = {"line": self.item.line}
        return [own | {"field": f.name, "value": f.stands, "read": f.read or f.stands} for f in self.item.fields]


# -- looking -------------------------------------------------------------------------------------------------------


def review(asked: Asked) -> Judging:
    """The line that waits first, or behind as many as were skipped (`offset`). Raises `BadFilter`."""
    if asked.offset > FARTHEST:
        raise BadFilter(f"no such value ({asked.offset})", expected=f"a number up to {FARTHEST}", where="offset")
    order, second = asked.filters.get("why"), asked.filters.get("why") == SECOND
    found = asked.archive.reviewing().queue(
        order=None if second else order, by=acting(asked.account), second=second, report=asked.filters.get("report"),
        part=asked.filters.get("part"), limit=asked.offset + 1,
    )[asked.offset :]  # fmt: skip
    waits = found[0] if found else None
    item = seen_line(asked, waits.line, second=second) if waits is not None else None
    return Judging(waits, item, _last(asked), second, asked.account is None)


def line(asked: Asked) -> Judging:
    """One line, by REPORT#PART/ITEM, with its history. Raises `UnknownReport`."""
    return Judging(None, seen_line(asked, asked.id), _last(asked), False, asked.account is None)


def _last(asked: Asked) -> Last | None:
    given, of = asked.filters.get("last"), asked.filters.get("of")
    for row, state in asked.archive.reviewing().log(of) if given and of else ():
        if str(row.key) == given and state == "in_force":
            return Last(str(of), row.key, row.act)
    return None


# -- judging -------------------------------------------------------------------------------------------------------


def judge(asked: Asked, form: Mapping[str, str]) -> str:
    """Append what a form says of a line, and go on to the line that waits next. Raises `InputError`."""
    act, line_ = form.get("act", ""), asked.id or form.get("line", "")
    if act not in _ACTS:
        raise InputError("no such act", expected=" or ".join(_ACTS), where=act[:60])
    made = _ACTS[act](asked, asked.archive.reviewing(), line_, form)
    language = asked.language
    if act in ("note", "final", "undo"):
        return address(language, "review/line", line_)
    filters = {f"{name}_": value for name, value in asked.filters.items() if name in ("why", "part", "report")}
    return address(language, "review", offset=asked.offset or None, last=made.key, of=line_, **filters)


def _seen(form: Mapping[str, str]) -> int | None:
    given = form.get("seen", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def _accept(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    found = whole(asked, line_)  # a whole report is not accepted by a mistake in the address
    made = desk.accept(line_, by=acting(asked.account), why=form.get("why", ""), seen=_seen(form))
    assert made, found
    return made[0]


def _edit(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    """Correct the fields that differ from what the reviewer had before him."""
    found, seen = whole(asked, line_), _seen(form)
    if seen and any(row.key > seen for row in found.item.rows):
        raise InputError(
            "somebody has judged this line in the meantime", expected="the line as it stands",
            remedy="load the page again and send it from there", where=line_,
        )  # fmt: skip
    fields = values_in(found.item.part, form, found.base(seen), found.report.text)
    return desk.correct(line_, fields, by=acting(asked.account), why=form.get("why", ""), seen=seen)


def _reject(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    return desk.reject(line_, by=acting(asked.account), why=form.get("why", ""), seen=_seen(form))[0]


def _final(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    whole(asked, line_)
    alone = form.get("alone") == "yes"
    return desk.final(line_, by=acting(asked.account), why=form.get("why", ""), alone=alone)[0]


def _note(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    return desk.note(line_, form.get("why", ""), by=acting(asked.account))


def _undo(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    """Undo a review of this line, and of no other."""
    number = form.get("number", "")
    known = {str(row.key) for row, _ in desk.log(line_)}
    if number not in known:
        raise InputError("no such review", expected="a number that 'mahdar review log' lists", where=number[:60])
    return desk.undo(int(number), by=acting(asked.account), why=form.get("why", ""))


_Act = Callable[[Asked, Reviewing, str, Mapping[str, str]], Review]
_ACTS: dict[str, _Act] = {
    "accept": _accept, "correct": _edit, "reject": _reject, "final": _final, "note": _note, "undo": _undo,
}  # fmt: skip

_AFTER = (Filter("last", shown=False), Filter("of", shown=False))
QUEUE = Page(
    "review", review, "review.html",
    (Filter("why", "code", (*ORDERS, SECOND)), Filter("part", "code", PARTS), Filter("report", shown=False), *_AFTER),
    may="review", post=judge, menu=8,
)  # fmt: skip
LINE = Page("review/line", line, "review.html", _AFTER, with_id=True, may="review", post=judge)
