"""The description of /api (OpenAPI 3.1), made from the lists and the dataclasses of their items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mahdar.archive.answers import Answer, Hit, Line
from mahdar.archive.findings import Confirmation, Pledges, Step
from mahdar.version import VERSION
from mahdar.web.api_resources import RESOURCES, Resource
from mahdar.web.page import LONGEST, Filter
from mahdar.web.showing import wording

_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_ERRORS = {
    "400": "What is asked for cannot be",
    "401": "Nobody is logged in",
    "403": "Not allowed",
    "404": "No such thing",
    "405": "Nothing is taken here",
    "413": "Too large",
    "421": "A host that is not this one",
    "429": "Too many requests",
    "503": "The archive cannot be read",
}


class Schemas:
    """Schemas by the names of the dataclasses; those within others have no address of their own."""

    def __init__(self) -> None:
        self.named: dict[str, dict[str, Any]] = {}

    def item(self, answer: type[Answer]) -> dict[str, Any]:
        """The schema of what `to_dict` of an answer gives."""
        name = answer.__name__
        if name not in self.named:
            self.named[name] = {}
            self.named[name] = self._pledges() if answer is Pledges else self._outer(answer)
        return {"$ref": f"#/components/schemas/{name}"}

    def _outer(self, answer: type[Answer]) -> dict[str, Any]:
        told = self._fields(answer, strip=True)
        if issubclass(answer, Line):
            del told["nth"]
        optional = {"address"}
        if answer is Hit:
            optional |= {"n", "line"}
            told["line"] = {"anyOf": [self.item(line) for line in _lines()]}
            told["n"] = {"type": "integer"}
        return _object({"address": _TEXT, **told}, optional)

    def _pledges(self) -> dict[str, Any]:
        told = {key: value for key, value in self._fields(Pledges, strip=True).items() if key != "steps"}
        names = {"type": "array", "items": _TEXT}
        triple = {"type": "array", "prefixItems": [_TEXT, {"type": "integer"}, _TEXT], "minItems": 3, "maxItems": 3}
        step = self.item(Step)
        worked_out = {"due": self.of(str | None), "confirmed": self.of(Confirmation | None)}
        return _object({**told, **worked_out, "from": names, "to": names, "steps": {"type": "array", "items": triple},
                        "told": {"type": "array", "items": step}}, {"address"})  # fmt: skip

    def _fields(self, answer: type, *, strip: bool) -> dict[str, Any]:
        hints = get_type_hints(answer)
        return {
            each.name.removesuffix("_") if strip else each.name: self.of(hints[each.name]) for each in fields(answer)
        }

    def of(self, hint: Any) -> dict[str, Any]:  # noqa: ANN401 -- a type as annotations have it
        """The schema of a value of that type."""
        origin, args = get_origin(hint), get_args(hint)
        if is_dataclass(hint) and isinstance(hint, type):
            return self._inner(hint)
        if origin is Literal:
            return {"enum": list(args)}
        if origin in (Union, UnionType):
            return {"anyOf": [self.of(one) for one in args]}
        if origin is list:
            return {"type": "array", "items": self.of(args[0])}
        if origin is tuple:
            parts = [self.of(one) for one in args]
            return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(args[1])}
        return {"type": _SIMPLE[hint]} if hint in _SIMPLE else {}

    def _inner(self, answer: type) -> dict[str, Any]:
        name = f"{answer.__name__}Part"
        if name not in self.named:
            self.named[name] = {}
            # What is an item by itself elsewhere may have its address here too.
            self.named[name] = _object({"address": _TEXT, **self._fields(answer, strip=False)}, {"address"})
        return {"$ref": f"#/components/schemas/{name}"}


def _lines() -> Iterable[type[Answer]]:
    return [resource.answer for resource in RESOURCES if issubclass(resource.answer, Line)]


def _object(properties: Mapping[str, Any], optional: Iterable[str] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in set(optional)]
    return {"type": "object", "properties": dict(properties), "required": required}


def parameter(filter_: Filter, needed: bool = False) -> dict[str, Any]:
    """A filter as a parameter."""
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    if filter_.kind == "code":
        schema = {"enum": list(filter_.codes)}
    elif filter_.kind == "many":
        schema = {"type": "array", "items": {"enum": list(filter_.codes)}}
    elif filter_.kind == "day":
        schema = {"type": "string", "pattern": _DAY}
    elif filter_.kind == "share":
        schema = {"type": "number", "minimum": 0, "maximum": 1}
    if needed:
        schema["minLength"] = 1
    return {"name": filter_.name, "in": "query", "required": needed, "schema": schema}


def described(most: int, usual: int) -> dict[str, Any]:
    """The description; `most` items in an answer, `usual` unless told."""
    schemas, paths = Schemas(), dict[str, Any]()
    window = [
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": most,
                                                    "default": usual}},
        {"name": "cursor", "in": "query", "description": "'cursor' of the answer before, with the same filters",
         "schema": _TEXT},
    ]  # fmt: skip
    for resource in RESOURCES:
        _describe(resource, schemas, paths, window)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mahdar", "version": VERSION, "description": wording("en")("intro.api"),
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "security": [{}, {"token": []}],
        "components": {
            "schemas": {**schemas.named, "Error": _object({
                **dict.fromkeys(("error", "found", "expected", "remedy", "where"), _TEXT),
                "status": {"type": "integer"},
            })},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


def _describe(resource: Resource, schemas: Schemas, paths: dict[str, Any], window: list[dict[str, Any]]) -> None:
    say = wording("en")
    page = _object({"items": {"type": "array", "items": schemas.item(resource.answer)}, "cursor": _MAYBE,
                    "next": _MAYBE})  # fmt: skip
    filters = [parameter(each, each.name in resource.needs) for each in resource.filters]
    paths[f"/api/{resource.name}"] = {
        "get": {"operationId": resource.name, "summary": say(resource.words), "parameters": [*filters, *window],
                "responses": _responses(page)}
    }  # fmt: skip
    if resource.one is not None:
        id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        paths[f"/api/{resource.name}/{{id}}"] = {
            "get": {"operationId": f"{resource.name}_one", "summary": say(resource.words), "parameters": [id_],
                    "responses": _responses(schemas.item(resource.one.answer))}
        }  # fmt: skip


def _responses(schema: Mapping[str, Any]) -> dict[str, Any]:
    headers = {"ETag": {"schema": _TEXT}}
    found: dict[str, Any] = {
        "200": {"description": "What was asked for", "headers": headers, "content": {"application/json": {
            "schema": schema}}},
        "304": {"description": "As If-None-Match has it"},
    }  # fmt: skip
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return found | {status: {"description": told, "content": error} for status, told in _ERRORS.items()}
