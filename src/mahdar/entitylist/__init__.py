"""A list of entities of the user's own: persons, bodies and places with ids, names in both scripts and Wikidata ids.

    read_list("ministers.csv").entities      CSV (columns: data/columns.tsv) or entities of FollowTheMoney, one a line

`who` links parties to the list, `reading` finds its names. An entity needs a kind and a name in Arabic letters.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.errors import InputError, UnreadableInput

Kind = Literal["person", "body", "place"]
#: Bytes of a list: half a million entities.
LARGEST = 200_000_000
_ARABIC = re.compile("[\u0621-\u064a]")
_BETWEEN = re.compile(r"\s*[|;؛\n]\s*")
_COUNTRY = re.compile("[A-Za-z]{2}")
_WIKIDATA = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d*)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
#: Properties of FollowTheMoney that hold an entity's names, the first ones first; weak aliases name others too.
_FTM_NAMES = ("name", "alias", "previousName")
_FTM_COUNTRIES = ("country", "jurisdiction", "nationality", "mainCountry")
_LIMITS = (255, 200)


class Listed(NamedTuple):
    """An entity of a list: `names` are those in Arabic letters, the first one first; `country` is an ISO 3166 code."""

    id: str
    kind: Kind
    names: tuple[str, ...]
    name_en: str | None = None
    country: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True)
class EntityList:
    """Entities in their order, and what was wrong with rows that are none, each with the place of its line."""

    entities: tuple[Listed, ...]
    faults: tuple[InputError, ...] = field(default=(), compare=False)

    def to_json(self) -> str:
        """The entities as one line of JSON."""
        return json.dumps([list(one) for one in self.entities], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> EntityList:
        """The list that `to_json` wrote."""
        return cls(tuple(Listed(id_, kind, tuple(names), *more) for id_, kind, names, *more in json.loads(text)))

    @cached_property
    def digest(self) -> str:
        """What changes with the entities."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:8]


def read_list(path: str | Path) -> EntityList:
    """The list of a file. Raises `UnreadableInput` where there is none, or no column that is needed."""
    where = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableInput(error.strerror or str(error), remedy="check the path", where=where) from None
    if len(data) > LARGEST:
        raise UnreadableInput("longer than 200 MB", expected="a list of entities", remedy="split it", where=where)
    text = _decoded(data)
    given = _of_ftm(text, where) if text.lstrip().startswith("{") else _of_table(text, where)
    return _checked(given, where)


class _Row(NamedTuple):
    """What a line says, before it is looked at."""

    line: int
    id: str
    kind: str
    names: list[str]
    name_en: str
    country: str
    wikidata: str


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "windows-1256"
        return data.decode(encoding, "replace")


def _of_table(text: str, where: str) -> Iterator[_Row | InputError]:
    head = text.lstrip().partition("\n")[0]
    between = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    fields = [_headings().get(fold(cell.strip().casefold())) for cell in next(reader, [])]
    if "kind" not in fields or not {"name", "name_ar"}.intersection(fields):
        raise UnreadableInput(
            "no columns of a list of entities", expected="a heading with name or name_ar, and kind",
            remedy="see docs/linking.md", where=where,
        )  # fmt: skip
    for cells in _cells(reader):
        if isinstance(cells, str):
            yield InputError(cells, where=f"{where}:{reader.line_num}")
        elif any(cell.strip() for cell in cells):
            row: dict[str, str] = {}
            for name, cell in zip(fields, cells, strict=False):
                if name is not None and cell.strip():
                    row.setdefault(name, cell.strip())
            names = [row.get("name_ar", ""), row.get("name", ""), *_BETWEEN.split(row.get("aliases", ""))]
            english = row.get("name_en", "")
            more = row.get("country", ""), row.get("wikidata", "")
            yield _Row(reader.line_num, row.get("id", ""), row.get("kind", ""), names, english, *more)


def _cells(reader: Iterator[list[str]]) -> Iterator[list[str] | str]:
    """The rows of a table, or what is wrong with one."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"no row of CSV ({error})"


def _of_ftm(text: str, where: str) -> Iterator[_Row | InputError]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            said, schema = entity["properties"], entity["schema"]
            names = [name for key in _FTM_NAMES for name in _values(said, key)]
            country = next((code for key in _FTM_COUNTRIES for code in _values(said, key)), "")
            wikidata = next(iter(_values(said, "wikidataId")), "")
            yield _Row(number, str(entity.get("id", "")), str(schema), names, "", country, wikidata)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield InputError(
                "no entity of FollowTheMoney", expected="JSON with id, schema and properties", where=f"{where}:{number}"
            )


def _values(said: Mapping[str, Any], key: str) -> list[str]:
    values = said.get(key, [])
    return [value for value in (values if isinstance(values, list) else [values]) if isinstance(value, str)]


def _checked(given: Iterable[_Row | InputError], where: str) -> EntityList:
    """The entities of rows that can be one, and the faults of the others."""
    entities: dict[str, Listed] = {}
    faults = []
    for row in given:
        try:
            if isinstance(row, InputError):
                raise row
            entity = _entity(row)
            if entity.id in entities:
                raise InputError(f"the id {entity.id!r} again", expected="an id of its own")
            entities[entity.id] = entity
        except InputError as error:
            place = error.where or (f"{where}:{row.line}" if isinstance(row, _Row) else where)
            faults.append(InputError(error.found, expected=error.expected, remedy=error.remedy, where=place))
    return EntityList(tuple(entities.values()), tuple(faults))


def _entity(row: _Row) -> Listed:
    """The entity of a row. Raises `InputError` where it is none."""
    kind = _kinds().get(fold(row.kind.casefold().strip()))
    if kind is None:
        raise InputError(f"kind {row.kind[:40]!r}", expected="person, body or place")
    names = list(dict.fromkeys(" ".join(_UNWRITABLE.sub(" ", name).split()) for name in row.names))
    arabic = [name for name in names if _ARABIC.search(name)]
    if not arabic:
        raise InputError("no name in Arabic letters", expected="one in name, name_ar or aliases")
    latin = [" ".join(row.name_en.split()), *(name for name in names if name and not _ARABIC.search(name))]
    english = next(filter(None, latin), None)
    if row.country and not _COUNTRY.fullmatch(row.country):
        raise InputError(f"country {row.country[:40]!r}", expected="an ISO 3166 code of two letters, such as IQ")
    wikidata = _WIKIDATA.fullmatch(row.wikidata) if row.wikidata else None
    if row.wikidata and wikidata is None:
        raise InputError(f"Wikidata id {row.wikidata[:40]!r}", expected="an id such as Q79")
    longest, most = _LIMITS
    id_ = " ".join(_UNWRITABLE.sub(" ", row.id).split()) or (wikidata[1] if wikidata else arabic[0])
    if len(id_) > longest or len(names) > most or any(len(name) > longest for name in names):
        raise InputError(
            f"more than {longest} characters in an id or name, or {most} names", expected="names of one entity"
        )
    return Listed(id_, kind, tuple(arabic), english, row.country.upper() or None, wikidata[1] if wikidata else None)


@cache
def _headings() -> dict[str, str]:
    return {fold(word): name for name, words in rows("mahdar.entitylist", "columns.tsv") for word in words.split("|")}


@cache
def _kinds() -> dict[str, Kind]:
    found = {fold(word): kind for kind, words in rows("mahdar.entitylist", "kinds.tsv") for word in words.split("|")}
    return cast("dict[str, Kind]", found)
