"""The fields of a line as a form has them: what each may be, and the values that were sent.

A form has ``f.NAME`` for a field with one value, ``f.NAME.VALUE`` for each member that was chosen of one with several
(with ``g.NAME``, since of none nothing is sent), ``f.span.first`` and ``f.span.last`` for the words with which a line
begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from mahdar.archive.review_lines import NOUNS, ONE, SEVERAL, Line, fields_of
from mahdar.errors import InputError
from mahdar.web.page import View

Kind = Literal["code", "codes", "flag", "number", "party", "parties", "texts", "text", "day", "span", "cue", "mentions"]
#: Words of a span that its form shows at either end.
_WORDS = 4
_SPECIAL: dict[str, Kind] = {"span": "span", "cue": "cue", "mentions": "mentions", "names": "texts", "date": "day"}


@dataclass(frozen=True, slots=True)
class Choice(View):
    """One of the values that a field may have."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldForm(View):
    """A field: its value as it stands and as it was read, in words, and what its form shows.

    `choices` are those of codes, parties and mentions; `texts` what stands in its fields to type in.
    """

    name: str
    kind: Kind
    read: str | None
    stands: str
    corrected: bool
    choices: Sequence[Choice]
    texts: Sequence[str]


@cache
def kind_of(part: str, name: str) -> tuple[Kind, tuple[str, ...]]:
    """What a field is, and its codes where it has some."""
    if name in _SPECIAL:
        return _SPECIAL[name], ()
    if name in ONE.get(part, ()):
        return "party", ()
    if name in SEVERAL.get(part, ()):
        return "parties", ()
    info = next(info for key, info in NOUNS[part].model_fields.items() if (info.alias or key) == name)
    types: tuple[Any, ...] = get_args(info.annotation)
    if get_origin(info.annotation) is Literal:
        return "code", types
    if get_origin(info.annotation) is list:
        return "codes", get_args(types[0])
    if info.annotation is bool:
        return "flag", ()
    return ("number" if {info.annotation, *types} & {int, float} else "text"), ()


# -- what was sent -------------------------------------------------------------------------------------------------


def values_in(part: str, form: Mapping[str, str], base: Line, text: str) -> Line:
    """The fields that a form gives another value than `base` has. Raises `InputError`."""
    found: Line = {}
    for name in fields_of(part):
        kind, _ = kind_of(part, name)
        if kind == "span":
            sent = f"f.{name}.first" in form or f"f.{name}.last" in form
        else:
            sent = f"f.{name}" in form or f"g.{name}" in form
        if not sent:
            continue
        value = _READ.get(kind, _text)(name, form, base, text)
        if value != base.get(name) and (value or base.get(name) or not isinstance(value, list)):
            found[name] = value
    return found


_Reading = Callable[[str, Mapping[str, str], Line, str], Any]


def _text(name: str, form: Mapping[str, str], *_: Any) -> str | None:  # noqa: ANN401
    return " ".join(form[f"f.{name}"].split()) or None


def _flag(name: str, form: Mapping[str, str], *_: Any) -> bool:  # noqa: ANN401
    return form[f"f.{name}"] == "yes"


def _number(name: str, form: Mapping[str, str], *_: Any) -> float | None:  # noqa: ANN401
    given = form[f"f.{name}"].strip().replace(",", "")
    if not given:
        return None
    try:
        value = float(given)
        return int(value) if value == int(value) else value
    except (ValueError, OverflowError) as error:
        raise InputError(f"no such value ({given[:60]})", expected="a number", where=name) from error


def _texts(name: str, form: Mapping[str, str], *_: Any) -> list[str]:  # noqa: ANN401
    return [one for line in form[f"f.{name}"].splitlines() if (one := " ".join(line.split()))]


def _chosen(name: str, form: Mapping[str, str], base: Line, _: str) -> list[str]:
    """The members that were chosen, in the order that they had; new ones behind."""
    beginning = f"f.{name}."
    sent = [key.removeprefix(beginning) for key in form if key.startswith(beginning)]
    kept = [one for one in base.get(name) or [] if one in sent]
    return kept + [one for one in dict.fromkeys(sent) if one not in kept]


def _mentions(name: str, form: Mapping[str, str], base: Line, text: str) -> list[list[int]]:
    """The mentions that stay, and wherever words stand that were typed in."""
    spans = [span for span in base.get(name) or [] if f"f.{name}.{span[0]}-{span[1]}" in form]
    more = form.get(f"f.{name}.more", "").split()
    if more:
        places = [list(m.span()) for m in re.finditer(rf"(?<!\w){_pattern(more)}(?!\w)", text)]
        if not places:
            raise InputError("these words are not in the report", expected="words as they stand there", where=name)
        spans = spans + [place for place in places if not any(a < place[1] and place[0] < b for a, b in spans)]
    return sorted(spans)


def _span(name: str, form: Mapping[str, str], base: Line, text: str) -> list[int] | None:
    shown = ends(text, base.get(name))
    given = [" ".join(form.get(f"f.{name}.{which}", "").split()) for which in ("first", "last")]
    if given == list(shown):
        old = base.get(name)
        return list(old) if old else None
    return between(text, given[0], given[1], base.get(name) or [0, len(text)], name)


def _cue(name: str, form: Mapping[str, str], base: Line, text: str) -> list[int] | None:
    given, old = form[f"f.{name}"].split(), base.get(name)
    if not given:
        return None
    if old and text[old[0] : old[1]].split() == given:
        return list(old)
    near = (old or base.get("span") or [0])[0]
    return list(_nearest(text, given, lambda span: abs(span[0] - near), name))


_READ: dict[Kind, _Reading] = {
    "flag": _flag, "number": _number, "texts": _texts, "codes": _chosen, "parties": _chosen, "mentions": _mentions,
    "span": _span, "cue": _cue,
}  # fmt: skip


# -- words of the report -------------------------------------------------------------------------------------------


def ends(text: str, span: Sequence[int] | None) -> tuple[str, str]:
    """The first and the last words of a span, as its form shows them."""
    words = text[span[0] : span[1]].split() if span else []
    return " ".join(words[:_WORDS]), " ".join(words[-_WORDS:])


def between(text: str, first: str, last: str, near: Sequence[int], where: str) -> list[int]:
    """The span from some words to others, both the ones nearest to where the span was. Raises `InputError`."""
    start = _nearest(text, first.split(), lambda span: abs(span[0] - near[0]), where)[0]
    end = _nearest(text, last.split(), lambda span: abs(span[1] - near[1]), where, after=start)[1]
    return [start, end]


def _nearest(
    text: str, words: Sequence[str], far: Callable[[tuple[int, int]], int], where: str, after: int = 0
) -> tuple[int, int]:
    found = [m.span() for m in re.compile(_pattern(words)).finditer(text, after)] if words else []
    if not found:
        raise InputError("these words are not in the report", expected="words as they stand there", where=where)
    return min(found, key=far)


def _pattern(words: Sequence[str]) -> str:
    return r"\s+".join(map(re.escape, words))
