"""One line as a reviewer sees it: the words around it, what was read, what people have said of it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.answers import Span, StoredReport
from mahdar.archive.review_lines import Line, fields_of
from mahdar.archive.reviewing import Item
from mahdar.archive.reviewing_desk import MARK, SLASH, Reviewing
from mahdar.archive.reviewing_versions import Version
from mahdar.errors import InputError, UnknownReport
from mahdar.minutes.days import day_in_words
from mahdar.web.page import Asked, View
from mahdar.web.pages.review_fields import Choice, FieldForm, ends, kind_of
from mahdar.wording import Wording, number

#: Characters of the report shown before and behind a line, and mentions of a party that are shown.
AROUND, MENTIONS = 240, 3
#: Lines that one may be merged with, at the most.
BESIDE = 40
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Context(View):
    """A piece of a report's text that begins at `start`, and the spans of the line in it."""

    start: int
    text: str
    spans: Sequence[Span]
    cut_before: bool
    cut_behind: bool


@dataclass(frozen=True, slots=True)
class Changed(View):
    """A field that a version changed, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step(View):
    """A version of a line: who made it, when, why, and what it changed in the version before."""

    name: str
    act: str
    by: str
    at: str | None
    why: str
    state: str
    stands: bool
    changed: Sequence[Changed]


@dataclass(frozen=True, slots=True)
class Said(View):
    """What one reader has said of a line: whether it stands, and the fields that were corrected."""

    by: str
    keep: bool
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Beside(View):
    """Another line of the same part of the report, with which this may be one."""

    line: str
    kind: str | None
    words: str


@dataclass(frozen=True, slots=True)
class ReviewLine(View):
    """A line to be judged; `line` is what acts name it by, `seen` the last review that this view goes by."""

    line: str
    part: str
    report: StoredReport
    contexts: Sequence[Context]
    fields: Sequence[FieldForm]
    kind: str | None
    confidence: float | None
    state: str
    conflict: bool
    final: bool
    changed: bool
    unmatched: bool
    stands: bool
    readers: Sequence[str]
    said: Sequence[Said]
    history: Sequence[Step]
    seen: int
    others: Sequence[Beside]

    @property
    def mine_to_undo(self) -> Step | None:
        """The last review that holds."""
        return next((step for step in reversed(self.history) if step.state == "in_force"), None)


@dataclass(frozen=True, slots=True)
class Whole:
    """A line with its report and the lines beside it, as forms are read against it."""

    report: StoredReport
    item: Item
    items: Sequence[Item]
    names: Mapping[str, str]

    def base(self, seen: int | None) -> Line:
        """The line as the reviewer saw it who had seen the review `seen` last."""
        if seen == 0 and self.item.as_read is not None:
            return self.item.as_read
        return self.item.line or self.item.as_read or self.item.was or {}


def whole(asked: Asked, line: str) -> Whole:
    """A line by REPORT#PART/ITEM. Raises `UnknownReport`."""
    report, _, place = line.rpartition(MARK)
    part, _, name = place.partition(SLASH)
    stored = asked.archive.report(report or line)
    items = asked.archive.reviewing().lines(stored.id)
    for item in items:
        if item.part == part and (item.item == name or name in item.aliases):
            return Whole(stored, item, items, _names(asked, stored.id, items))
    raise UnknownReport("the report has no such line", remedy="look at the address, or search", where=line)


def seen_line(asked: Asked, line: str, *, second: bool = False) -> ReviewLine:
    """A line as it stands; for a second reader as it was read, with nothing that the first has said."""
    found = whole(asked, line)
    item, desk = found.item, asked.archive.reviewing()
    blind = second and item.as_read is not None
    base = found.base(0 if blind else None)
    history = [] if blind or not (item.thread or item.rows) else steps(desk, found, asked.say)
    return ReviewLine(
        line=_id(found), part=item.part, report=found.report, contexts=contexts(found.report.text, base),
        fields=[_form(found, name, base, asked.say) for name in fields_of(item.part)],
        kind=_kind(base),
        confidence=(item.as_read or {}).get("confidence"),
        state="unread" if blind else item.state, conflict=item.conflict and not blind, final=item.final,
        changed=item.changed, unmatched=item.unmatched, stands=blind or item.line is not None,
        readers=[] if blind else item.by, said=[] if blind else _said(item), history=history,
        seen=0 if blind else max([row.key for row in item.rows], default=0),
        others=[] if blind else _beside(found),
    )  # fmt: skip


def _id(found: Whole, item: Item | None = None) -> str:
    one = item or found.item
    return f"{found.report.id}{MARK}{one.part}{SLASH}{one.item}"


def _kind(line: Line) -> str | None:
    return next((str(line[name]) for name in ("kind", "act", "type", "unit") if line.get(name)), None)


def _beside(found: Whole) -> list[Beside]:
    """The other lines of the part that stand, the nearest first."""
    own, text = found.item, found.report.text
    some = [(item, item.line) for item in found.items if item.part == own.part and item.item != own.item]
    near = _place(own.line or own.as_read or {})
    some.sort(key=lambda one: abs(_place(one[1] or {}) - near))
    return [
        Beside(_id(found, item), _kind(line), _words(found, item.part, line, text))
        for item, line in some if line is not None
    ][:BESIDE]  # fmt: skip


def _place(line: Line) -> int:
    return int((line.get("span") or next(iter(line.get("mentions") or []), [0]))[0])


def _words(found: Whole, part: str, line: Line, text: str) -> str:
    if part == "parties":
        return found.names.get(str(line.get("id")), "")
    start, end = line["span"]
    return " ".join(text[start:end].split())


def seen_last(form: Mapping[str, str]) -> int | None:
    """The last review that whoever sent a form had seen; None where it does not say."""
    given = form.get("seen", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def unchanged(found: Whole, form: Mapping[str, str], line: str) -> int | None:
    """`seen_last`. Raises `InputError` where somebody has judged the line since."""
    seen = seen_last(form)
    if seen and any(row.key > seen for row in found.item.rows):
        raise InputError(
            "somebody has judged this line in the meantime", expected="the line as it stands",
            remedy="load the page again and send it from there", where=line,
        )  # fmt: skip
    return seen


def empty_fields(asked: Asked, report: StoredReport, part: str) -> list[FieldForm]:
    """The fields of a line that does not exist yet."""
    items = asked.archive.reviewing().lines(report.id)
    found = Whole(report, Item(part, "new"), items, _names(asked, report.id, items))
    return [_form(found, name, {}, asked.say) for name in fields_of(part)]


def _said(item: Item) -> list[Said]:
    return [Said(by, opinion.keep, list(opinion.fields)) for by, opinion in item.opinions.items()]


# -- its words -----------------------------------------------------------------------------------------------------


def contexts(text: str, line: Line) -> list[Context]:
    """The words of a line with those around them; of a party its first mentions."""
    spans = [line["span"]] if line.get("span") else (line.get("mentions") or [])[:MENTIONS]
    around = AROUND if len(spans) == 1 else AROUND // 3
    return [_context(text, span, around) for span in spans]


def _context(text: str, span: Sequence[int], around: int) -> Context:
    start, end = max(span[0] - around, 0), min(span[1] + around, len(text))
    while 0 < start < span[0] and not text[start - 1].isspace():
        start += 1
    while span[1] < end < len(text) and not text[end].isspace():
        end -= 1
    return Context(start, text[start:end], [(span[0], span[1])], start > 0, end < len(text))


# -- its fields ----------------------------------------------------------------------------------------------------


def _names(asked: Asked, report: str, items: Sequence[Item]) -> dict[str, str]:
    """What the parties of a report are called in the page's language, by id."""
    english = asked.archive.english(report) if asked.say.english_names else {}
    found: dict[str, str] = {}
    for item in items:
        for party in (item.line, item.as_read):
            if item.part == "parties" and party is not None and "id" in party:
                own = next(iter(party.get("names") or []), None) or party.get("role") or party["id"]
                found.setdefault(party["id"], english.get(party["id"]) or own)
    return found


def _form(found: Whole, name: str, base: Line, say: Wording) -> FieldForm:
    item, text = found.item, found.report.text
    kind, codes = kind_of(item.part, name)
    value, read = base.get(name), (item.as_read or {}).get(name)
    corrected = item.as_read is not None and value != read
    return FieldForm(
        name, kind, in_words(found, name, read, say) if corrected else None, in_words(found, name, value, say),
        corrected, _choices(found, kind, codes, value, say), _texts(kind, value, text),
    )  # fmt: skip


def _choices(found: Whole, kind: str, codes: Sequence[str], value: Any, say: Wording) -> list[Choice]:  # noqa: ANN401
    chosen = value if isinstance(value, list) else [value]
    if kind in ("code", "codes"):
        return [Choice(code, say.code(code), code in chosen) for code in codes]
    if kind in ("party", "parties"):
        return [Choice(id_, called, id_ in chosen) for id_, called in found.names.items()]
    if kind == "flag":
        return [Choice("yes", say("yes"), bool(value)), Choice("no", say("no"), not value)]
    if kind == "mentions":
        text = found.report.text
        return [Choice(f"{a}-{b}", _around(text, a, b), True) for a, b in value or []]
    return []


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(start - 30, 0) : end + 30].split())


def _texts(kind: str, value: Any, text: str) -> list[str]:  # noqa: ANN401
    if kind == "span":
        return list(ends(text, value))
    if kind == "cue":
        return [text[value[0] : value[1]] if value else ""]
    if kind == "texts":
        return ["\n".join(value or [])]
    return ["" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)]


def in_words(found: Whole, name: str, value: Any, say: Wording) -> str:  # noqa: ANN401
    """A value of a field in one line."""
    kind, _ = kind_of(found.item.part, name)
    if value is None or value == []:
        return _NOTHING
    if kind in ("span", "cue"):
        return " ".join(found.report.text[value[0] : value[1]].split())
    if kind == "mentions":
        return number(len(value))
    if name == "unit":
        return say.unit(value)
    if kind == "day":
        told = day_in_words(value, say.language)
        return told.text if told else str(value)
    return said(value, say, found.names)


def said(value: Any, say: Wording, names: Mapping[str, str]) -> str:  # noqa: ANN401
    """A value in one line, codes and parties by their words."""
    if value is None or value == []:
        return _NOTHING
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, int) for one in value):
            return f"{value[0]}–{value[1]}"
        return say.separator.join(said(one, say, names) for one in value)
    return names.get(value) or say.code(value)


# -- its history ---------------------------------------------------------------------------------------------------


def steps(desk: Reviewing, whole_: Whole, say: Wording) -> list[Step]:
    """The versions of a line, each with what it changed."""
    line, found, before = _id(whole_), list[Step](), None
    told = {str(row.key): (row, state) for row, state in desk.log(line)}
    for version in desk.versions(line):
        row, state = told.get(version.name, (None, ""))
        changed = _changed(whole_, before, version, say)
        found.append(
            Step(version.name, version.act, version.by, version.at, row.why if row else "", state,
                 version.line is not None, changed)
        )  # fmt: skip
        before = version
    return found


def _changed(found: Whole, before: Version | None, version: Version, say: Wording) -> list[Changed]:
    if before is None or before.line is None or version.line is None:
        return []
    a, b = before.line, version.line
    return [
        Changed(name, in_words(found, name, a.get(name), say), in_words(found, name, b.get(name), say))
        for name in fields_of(version.part)
        if a.get(name) != b.get(name)
    ]
