"""Fields of lines as they are typed and shown: ``who=p1,p2``, ``span=13-160``, nothing for null."""

from __future__ import annotations

import json
import re
from typing import Any

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.screen import shown

_LISTS = ("who", "from", "to", "topics", "names")
_SPANS = ("span", "cue")
_NUMBERS = ("value", "killed", "injured")
_FLAGS = ("historical", "approximate")
_COMMA, _SPAN = re.compile(r"\s*[,،]\s*"), re.compile(r"(\d+)\s*[-–:]\s*(\d+)")
_YES, _NO = ("true", "yes", "1", "نعم"), ("false", "no", "0", "لا")


def fields_in(given: list[str]) -> dict[str, Any]:
    """Fields and values from FIELD=VALUE. Raises `typer.BadParameter`."""
    found: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one}: expected FIELD=VALUE.")
        found[name.strip()] = _value(name.strip(), value.strip())
    return found


def _value(name: str, value: str) -> Any:  # noqa: ANN401 -- whatever a field can be
    if value[:1] in ("[", "{"):
        return _json(name, value)
    if name in _LISTS:
        return [one for one in _COMMA.split(value) if one]
    if name == "mentions":
        return [_span(name, one) for one in _COMMA.split(value) if one]
    if not value:
        return None
    if name in _SPANS:
        return _span(name, value)
    if name in _FLAGS and value.lower() in (*_YES, *_NO):
        return value.lower() in _YES
    if name in _NUMBERS:
        return _json(name, value)
    return value


def _json(name: str, value: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    try:
        return json.loads(value)
    except ValueError as error:
        raise typer.BadParameter(f"{name}={value}: expected a number, or JSON.") from error


def _span(name: str, value: str) -> list[int]:
    match = _SPAN.fullmatch(value)
    if match is None:
        raise typer.BadParameter(f"{name}={value}: expected START-END.")
    return [int(match[1]), int(match[2])]


def in_words(value: Any, say: Messages) -> str:  # noqa: ANN401
    """A value of a field in one line."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, int) for one in value):
            return f"{value[0]}–{value[1]}"
        return say.separator.join(in_words(one, say) for one in value) or "–"
    return shown(say.code(str(value)))
