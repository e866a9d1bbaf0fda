"""Events of others: rows of GDELT 2.0, POLECAT and ACLED, one after the other, as PLOVER's types.

    for event in read(Path("20240131.export.CSV.zip"), "gdelt"):
        ...                                   an `Outside`, or an `InputError` for a row that is none

A file may be compressed (.gz, or .zip with one file in it). What a row does not say is None or ''; a row of a type that
PLOVER has none for has type ''.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import IO

from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.archive.answers import Answer
from mahdar.archive.days import days_of
from mahdar.errors import InputError, UnreadableInput
from mahdar.exchange.events import gdelt, ontology, polecat, sectors
from mahdar.exchange.events.codes import ROOM, by_fips, by_numeric, found

#: What stands for nothing in tables of others.
_NOTHING = frozenset(("", "None", "nan", "NaN", "NA", "NULL"))
#: 'Military Forces of Iraq (2014-2020)', 'Islamic State (Iraq)'.
_OF, _IN = re.compile(r"\bof ([^()]+?)(?: \(|$)"), re.compile(r"\(([^()\d]+)\)")
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%Y%m%d", "%d-%b-%y")


@dataclass(frozen=True, slots=True)
class OutsideActor(Answer):
    """An actor: its name there, the ISO alpha-2 codes of its states, PLOVER's sector or ''."""

    name: str
    countries: tuple[str, ...]
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Outside(Answer):
    """An event of another source; `code` is its type there, `line` where it stands in the file."""

    id: str
    source: str
    line: int
    day: str
    type: str
    mode: str
    code: str
    actors: tuple[OutsideActor, ...]
    place: str = ""
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    killed: int | None = None
    url: str = ""

    @property
    def countries(self) -> frozenset[str]:
        """The states of those who take part."""
        return frozenset(code for actor in self.actors for code in actor.countries)


def read(path: Path, source: str) -> Iterator[Outside | InputError]:
    """The events of a file. Raises `UnreadableInput`, and `InputError` for a format that there is none of."""
    if source not in READERS:
        raise InputError("no such format of events", expected=", ".join(READERS), where=source)
    try:
        with _opened(path) as file:
            yield from _checked(READERS[source](file), path)
    except (OSError, EOFError, UnicodeError, zipfile.BadZipFile) as error:
        raise UnreadableInput(str(error), expected=f"a file of {source} events", where=str(path)) from error


def _checked(found: Iterator[tuple[int, Outside | str]], path: Path) -> Iterator[Outside | InputError]:
    while True:
        try:
            line, event = next(found)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableInput(str(error), expected="lines of separated values", where=str(path)) from error
        yield InputError(event, where=f"{path}:{line}") if isinstance(event, str) else event


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """A file as text, unpacked while it is read."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as pack:
            names = [name for name in pack.namelist() if not name.endswith("/")]
            if len(names) != 1:
                raise UnreadableInput(f"{len(names)} files in it", expected="one", where=str(path))
            with pack.open(names[0]) as packed, io.TextIOWrapper(packed, "utf-8-sig", "replace", newline="") as file:
                yield file
    elif path.suffix.lower() == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
            yield file
    else:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield file


# GDELT


def _read_gdelt(file: IO[str]) -> Iterator[tuple[int, Outside | str]]:
    for n, cells in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if cells[:1] == [gdelt.COLUMNS[0]] or not cells:
            continue
        if len(cells) != len(gdelt.COLUMNS):
            yield n, f"{len(cells)} columns where GDELT 2.0 has {len(gdelt.COLUMNS)}"
            continue
        yield n, _gdelt(n, dict(zip(gdelt.COLUMNS, map(_plain, cells), strict=True)))


def _gdelt(n: int, row: dict[str, str]) -> Outside | str:
    day = _day(row["Day"])
    if day is None:
        return f"no day: {row['Day']!r}"
    kind, mode = cameo_type(row["EventCode"])
    state = by_fips(row["ActionGeo_CountryCode"])
    return Outside(
        row["GlobalEventID"], "gdelt", n, day, kind, mode, row["EventCode"],
        tuple(actor for i in (1, 2) if (actor := _gdelt_actor(row, f"Actor{i}"))), row["ActionGeo_FullName"],
        state.alpha2 if state else None, _number(row["ActionGeo_Lat"]), _number(row["ActionGeo_Long"]), None,
        row["SOURCEURL"],
    )  # fmt: skip


def _gdelt_actor(row: dict[str, str], side: str) -> OutsideActor | None:
    if not row[f"{side}Code"] and not row[f"{side}Name"]:
        return None
    state = found(row[f"{side}CountryCode"])
    sector = _sector_of_cameo().get(row[f"{side}Type1Code"], "")
    return OutsideActor(row[f"{side}Name"].title(), (state.alpha2,) if state else (), sector)


@lru_cache(maxsize=FORMS)
def cameo_type(code: str) -> tuple[str, str]:
    """The PLOVER type and mode of a CAMEO code, by the longest beginning that is listed; '' for none."""
    for length in range(len(code), 1, -1):
        if code[:length] in _cameo_types():
            return _cameo_types()[code[:length]]
    return "", ""


@cache
def _cameo_types() -> dict[str, tuple[str, str]]:
    listed = rows(ROOM, "cameo_types.tsv")
    return {code: (kind.replace("-", ""), "" if mode == "-" else mode) for code, kind, mode in listed}


@cache
def _sector_of_cameo() -> dict[str, str]:
    return {cameo: sector for sector, cameo in reversed(sectors.known().items()) if cameo}


# POLECAT


def _read_polecat(file: IO[str]) -> Iterator[tuple[int, Outside | str]]:
    reader = csv.reader(file, delimiter="\t")
    columns = next(reader, [])
    if lacking := [name for name in polecat.COLUMNS[:3] if name not in columns]:
        yield 1, f"no column {', '.join(lacking)}"
        return
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(columns):
            yield reader.line_num, f"{len(cells)} columns where the head has {len(columns)}"
            continue
        yield reader.line_num, _polecat(reader.line_num, dict(zip(columns, map(_plain, cells), strict=True)))


def _polecat(n: int, row: dict[str, str]) -> Outside | str:
    day, kind, mode = _day(row["Event Date"]), row["Event Type"].upper(), row.get("Event Mode", "")
    if day is None:
        return f"no day: {row['Event Date']!r}"
    actors = [actor for side in ("Actor", "Recipient") for actor in _polecat_actors(row, side)]
    state = found(row.get("Country", ""))
    known = kind if kind in ontology.types() else ""
    return Outside(
        row["Event ID"], "polecat", n, day, known, mode if (known, mode) in ontology.modes() else "",
        f"{row['Event Type']} {mode}".strip(), tuple(actors), row.get("Placename", ""), state.alpha2 if state else None,
        _number(row.get("Latitude", "")), _number(row.get("Longitude", "")),
    )  # fmt: skip


def _polecat_actors(row: dict[str, str], side: str) -> Iterator[OutsideActor]:
    """The actors of a side: one each where names and countries are as many, else all countries with each."""
    names = _several(row.get(f"{side} Name", "") or row.get(f"{side} Name Raw", ""))
    states = [state.alpha2 for code in _several(row.get(f"{side} Country", "")) if (state := found(code))]
    sector = row.get(f"Primary {side} Sector", "")
    for i, name in enumerate(names or [""] * bool(states)):
        own = (states[i],) if len(states) == len(names) else tuple(dict.fromkeys(states))
        yield OutsideActor(name, own, sector)


def _several(cell: str) -> list[str]:
    return [value for part in cell.split(";") if (value := _plain(part))]


# ACLED


def _read_acled(file: IO[str]) -> Iterator[tuple[int, Outside | str]]:
    sample = file.readline()
    columns = next(csv.reader([sample], delimiter=";" if sample.count(";") > sample.count(",") else ","), [])
    between = ";" if sample.count(";") > sample.count(",") else ","
    if lacking := [name for name in ("event_date", "event_type", "actor1") if name not in columns]:
        yield 1, f"no column {', '.join(lacking)}"
        return
    reader = csv.reader(file, delimiter=between)
    for cells in reader:
        line = reader.line_num + 1
        if not cells:
            continue
        if len(cells) != len(columns):
            yield line, f"{len(cells)} columns where the head has {len(columns)}"
            continue
        yield line, _acled(line, dict(zip(columns, map(_plain, cells), strict=True)))


def _acled(n: int, row: dict[str, str]) -> Outside | str:
    day = _day(row["event_date"])
    if day is None:
        return f"no day: {row['event_date']!r}"
    kind, mode = acled_type(row["event_type"], row.get("sub_event_type", ""))
    state = by_numeric(row.get("iso", "")) or found(row.get("country", ""))
    killed = _number(row.get("fatalities", ""))
    return Outside(
        row.get("event_id_cnty", ""), "acled", n, day, kind, mode,
        " / ".join(part for part in (row["event_type"], row.get("sub_event_type", "")) if part),
        tuple(_acled_actors(row)), row.get("location", ""), state.alpha2 if state else None,
        _number(row.get("latitude", "")), _number(row.get("longitude", "")),
        int(killed) if killed is not None else None,
    )  # fmt: skip


def _acled_actors(row: dict[str, str]) -> Iterator[OutsideActor]:
    for i in "12":
        names = [row.get(f"actor{i}", ""), *_several(row.get(f"assoc_actor_{i}", ""))]
        sector = _acled_sectors().get(row.get(f"inter{i}", "").casefold(), "")
        for j, name in enumerate(names):
            if name:
                yield OutsideActor(name, _acled_states(name), "" if j else sector)


@lru_cache(maxsize=FORMS)
def _acled_states(name: str) -> tuple[str, ...]:
    told = [found(part) for pattern in (_OF, _IN) for part in pattern.findall(name)]
    return tuple(dict.fromkeys(state.alpha2 for state in told if state))


@lru_cache(maxsize=FORMS)
def acled_type(event: str, sub_event: str) -> tuple[str, str]:
    """The PLOVER type and mode of an event of ACLED's; '' for none."""
    for event_, sub, kind, mode in rows(ROOM, "acled.tsv"):
        if event_ == event and sub in (sub_event, "*"):
            return kind.replace("-", ""), "" if mode == "-" else mode
    return "", ""


@cache
def _acled_sectors() -> dict[str, str]:
    return {key.casefold(): sector for number, name, sector in rows(ROOM, "acled_actors.tsv") for key in (number, name)}


# Values


def _plain(cell: str) -> str:
    value = cell.strip()
    return "" if value in _NOTHING else value


@lru_cache(maxsize=FORMS)
def _day(text: str) -> str | None:
    """A day as ISO 8601, from the ways in which these sources write it."""
    if len(text) == len("20160529") and text.isdecimal() and (days := days_of(f"{text[:4]}-{text[4:6]}-{text[6:]}")):
        return days[0]
    for way in _DAYS:
        try:
            return datetime.strptime(text[:10] if way == "%Y-%m-%d" else text, way).date().isoformat()
        except ValueError:
            continue
    days = days_of(text)
    return days[0] if days else None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


READERS: dict[str, Callable[[IO[str]], Iterator[tuple[int, Outside | str]]]] = {
    "gdelt": _read_gdelt, "polecat": _read_polecat, "acled": _read_acled,
}  # fmt: skip
FORMATS: Sequence[str] = tuple(READERS)
