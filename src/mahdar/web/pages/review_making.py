"""Making lines of others: several that are one, one that is two, and one that was not read at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.review_lines import PARTS, SEVERAL
from mahdar.archive.reviewing import Review
from mahdar.archive.reviewing_desk import MARK, SLASH, Reviewing
from mahdar.errors import InputError
from mahdar.web.page import Asked, Filter, Page, View, address
from mahdar.web.pages.review_fields import FieldForm, values_in
from mahdar.web.pages.review_lines import empty_fields, unchanged, whole
from mahdar.web.visitors import acting

#: What the fields of a form begin with that are of one of two halves, and of lines that are chosen.
HALVES, WITH = ("1.", "2."), "with."
#: Fields of a new line that are not typed in: its words give them.
_OF_WORDS = ("span", "cue", "mentions")


def merge(asked: Asked, desk: Reviewing, line: str, form: Mapping[str, str]) -> Review:
    """Append that the lines which were chosen are one with this. Raises `InputError`."""
    whole(asked, line)
    others = [key.removeprefix(WITH) for key in form if key.startswith(WITH)]
    return desk.merge(line, *others, by=acting(asked.account), why=form.get("why", ""))


def split(asked: Asked, desk: Reviewing, line: str, form: Mapping[str, str]) -> Review:
    """Append that a line is two, each with the fields in which it differs. Raises `InputError`."""
    found = whole(asked, line)
    seen = unchanged(found, form, line)
    halves = [
        values_in(found.item.part, _under(form, beginning), found.base(seen), found.report.text) for beginning in HALVES
    ]
    if halves[0] == halves[1]:
        raise InputError("the two lines are the same", expected="what each differs in", where=line)
    return desk.split(line, halves, by=acting(asked.account), why=form.get("why", ""))


def _under(form: Mapping[str, str], beginning: str) -> dict[str, str]:
    return {key.removeprefix(beginning): value for key, value in form.items() if key.startswith(beginning)}


@dataclass(frozen=True, slots=True)
class Making(View):
    """A report, and the fields of a line of one part that is to be added to it."""

    report: str
    title: str | None
    text: str
    part: str
    fields: Sequence[FieldForm]
    parts: Sequence[str] = PARTS

    def table(self) -> Sequence[Mapping[str, Any]]:
        """The fields."""
        return [{"report": self.report, "part": self.part, "field": one.name, "kind": one.kind} for one in self.fields]


def new(asked: Asked) -> Making:
    """The form of a line that the reading does not have. Raises `UnknownReport`."""
    stored, part = asked.archive.report(asked.id), _part(asked)
    fields = [one for one in empty_fields(asked, stored, part) if one.kind not in _OF_WORDS]
    return Making(stored.id, stored.title, stored.text, part, fields)


def add(asked: Asked, form: Mapping[str, str]) -> str:
    """Append a line to a report, and go on to it. Raises `InputError`, `UnknownReport`."""
    stored, part = asked.archive.report(asked.id), _part(asked)
    nobody: dict[str, Any] = {name: [] for name in SEVERAL.get(part, ())}
    fields, words = nobody | values_in(part, form, {}, stored.text), form.get("words", "").strip() or None
    if words is None and part != "parties":
        raise InputError("no words of the report", expected="words as they stand there", where="words")
    if words is not None:
        words = _as_it_stands(words, stored.text)
    made = asked.archive.reviewing().add(
        stored.id, part, fields, by=acting(asked.account), why=form.get("why", ""),
        words=None if part == "parties" else words,
    )  # fmt: skip
    return address(asked.language, "review/line", f"{stored.id}{MARK}{part}{SLASH}+{made.key}")


def _part(asked: Asked) -> str:
    return str(asked.filters.get("part") or "engagements")


def _as_it_stands(words: str, text: str) -> str:
    """Words as the report has them, where a browser changed what is between them."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return found[0] if found else words


NEW = Page("review/new", new, "review_new.html", (Filter("part", "code", PARTS),), with_id=True, may="review", post=add)
