"""Judging lines: the one that waits first, or one by its address; what is sent is appended, never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from mahdar.archive.review_lines import PARTS
from mahdar.archive.reviewing import Item, Review
from mahdar.archive.reviewing_desk import MARK, Reviewing
from mahdar.archive.reviewing_queue import ORDERS, QueueLine
from mahdar.errors import BadFilter, InputError
from mahdar.web.page import Asked, Filter, Page, View, address
from mahdar.web.pages.review_fields import values_in
from mahdar.web.pages.review_lines import ReviewLine, seen_last, seen_line, unchanged, whole
from mahdar.web.pages.review_making import merge, split
from mahdar.web.visitors import acting

SECOND = "second"
#: So many lines can be passed over, and of so many it is kept for a minute that they wait.
FARTHEST, KEPT = 500, 60


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
    second = asked.filters.get("why") == SECOND
    waits = _waiting(asked, second)
    item = seen_line(asked, waits.line, second=second) if waits is not None else None
    return Judging(waits, item, _last(asked), second, asked.account is None)


def _waiting(asked: Asked, second: bool) -> QueueLine | None:
    """The line to be shown. The queue is dear: its beginning is kept for a minute, less what was judged since."""
    by, order, part = acting(asked.account), asked.filters.get("why"), asked.filters.get("part")
    desk, report = asked.archive.reviewing(), asked.filters.get("report")
    ask = partial(
        desk.queue, order=None if second else order, by=by, second=second, report=report, part=part
    )  # fmt: skip
    if report is None:
        kept = asked.memo.of(f"queue {by} {order} {part}", partial(ask, limit=KEPT))
        some = list(islice(_still(desk, kept, by, second), asked.offset, asked.offset + 1))
        if some or len(kept) < KEPT:
            return some[0] if some else None
    found = ask(limit=asked.offset + 1)[asked.offset :]
    return found[0] if found else None


def _still(desk: Reviewing, kept: Sequence[QueueLine], by: str, second: bool) -> Iterator[QueueLine]:
    """Of lines that waited, those that do still."""
    known: dict[str, dict[str, Item]] = {}
    for one in kept:
        report, _, place = one.line.rpartition(MARK)
        if report not in known:
            known[report] = {f"{item.part}/{name}": item for item in desk.lines(report)
                             for name in (item.item, *item.aliases)}  # fmt: skip
        item = known[report].get(place)
        if item is not None and (_wants_second(item, by) if second else _wants(item)):
            yield one


def _wants(item: Item) -> bool:
    odd = item.conflict or (not item.final and (item.changed or item.unmatched))
    return odd or item.state in ("unread", "noted")


def _wants_second(item: Item, by: str) -> bool:
    return not item.final and len(item.by) == 1 and by not in item.by


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


def _accept(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    found = whole(asked, line_)  # a whole report is not accepted by a mistake in the address
    made = desk.accept(line_, by=acting(asked.account), why=form.get("why", ""), seen=seen_last(form))
    assert made, found
    return made[0]


def _edit(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    """Correct the fields that differ from what the reviewer had before him."""
    found = whole(asked, line_)
    seen = unchanged(found, form, line_)
    fields = values_in(found.item.part, form, found.base(seen), found.report.text)
    return desk.correct(line_, fields, by=acting(asked.account), why=form.get("why", ""), seen=seen)


def _reject(asked: Asked, desk: Reviewing, line_: str, form: Mapping[str, str]) -> Review:
    return desk.reject(line_, by=acting(asked.account), why=form.get("why", ""), seen=seen_last(form))[0]


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
    "merge": merge, "split": split,
}  # fmt: skip

_AFTER = (Filter("last", shown=False), Filter("of", shown=False))
QUEUE = Page(
    "review", review, "review.html",
    (Filter("why", "code", (*ORDERS, SECOND)), Filter("part", "code", PARTS), Filter("report", shown=False), *_AFTER),
    may="review", post=judge, menu=31,
)  # fmt: skip
LINE = Page("review/line", line, "review.html", _AFTER, with_id=True, may="review", post=judge)
