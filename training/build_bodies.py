"""Builds who/data/bodies.tsv and who/data/state_names.tsv: bodies with their names in Arabic and English.

usage: python training/build_bodies.py SHARED      writes both files, the same byte for byte each time

What is written by hand lies in training/bodies: international organisations, forces and parties, outlets, and the
bodies that every state has. From the corpora come the English adjectives of origin (arwikicats, MIT) and the codes of
CAMEO's actors for bodies that its Arabic dictionary names (cameo_ar, MIT); from CLDR through Babel the English names of
states.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from mahdar.arabic.folding import fold

HERE = Path(__file__).parent / "bodies"
DATA = Path(__file__).parents[1] / "src" / "mahdar" / "who" / "data"
LISTS = ("international.tsv", "forces.tsv", "outlets.tsv", "common.tsv")
HEAD = """\
# Bodies by name. From training/build_bodies.py; the names are written by hand in training/bodies. Columns: id; ISO 3166
# codes by | ('*': every state has one, '?' behind a code: only in reports on that state); sector (PLOVER); code in the
# actor list of CAMEO, where it has one; English names by |, the usual one first ({} stands for the state's adjective,
# {of} for its name); names by |.
"""
STATES = """\
# States in English. From training/build_bodies.py. Columns: ISO 3166 code; name (CLDR); adjective (arwikicats), if any.
"""
#: Adjectives that the list has in another form than the press.
PRESS = {
    "AE": "Emirati", "BH": "Bahraini", "NL": "Dutch", "PS": "Palestinian", "QA": "Qatari", "SA": "Saudi",
    "TM": "Turkmen", "US": "US",
}  # fmt: skip
_CODE = re.compile(r"\[([A-Z]{3,})")


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def stems(name: str) -> tuple[str, ...]:
    """The words of a name as CAMEO's dictionary writes them: no articles, adjectives in the masculine."""
    words = [w.removeprefix("ال") if len(w) > 4 else w for w in re.split(r"[\s_]+", fold(name)) if w]
    return tuple(w.removesuffix("ه") if w.endswith("يه") else w for w in words)


def cameo(path: Path) -> dict[tuple[str, ...], str]:
    """Actor codes by name; the first code where a name has several."""
    found: dict[tuple[str, ...], str] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("\t", "#")):
            name = line.split("[")[0].strip()
        code = _CODE.search(line)
        if code and name:
            found.setdefault(stems(name), code[1])
    return found


def bodies(shared: Path) -> Iterator[str]:
    codes = cameo(shared / "corpora/events/cameo_ar/actors_v4.txt")
    for name in LISTS:
        for id_, country, sector, english, arabic in rows(HERE / name):
            names = list(dict.fromkeys(arabic.split("|")))
            found = "" if country == "*" else next((codes[s] for s in map(stems, names) if s in codes), "")
            code = found if sector in found else ""  # the dictionary is machine-made: what contradicts us is left out
            yield "\t".join((id_, country, sector, code, english, "|".join(names)))


def states(shared: Path) -> Iterator[str]:
    listed = json.loads(
        (shared / "corpora/names/arwikicats/jsons/nationalities/nationalities_data.json").read_text("utf-8")
    )
    by_adjective: dict[str, str] = {}
    for english, forms in listed.items():
        by_adjective.setdefault(fold(forms["male"]), english.title())
    names = Locale("en").territories
    for code, adjectives in rows(DATA / "adjectives.tsv"):
        found = next((by_adjective[a] for a in map(fold, adjectives.split("|")) if a in by_adjective), "")
        yield "\t".join((code, names.get(code, ""), PRESS.get(code, found))).rstrip("\t")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    (DATA / "bodies.tsv").write_text(HEAD + "".join(f"{row}\n" for row in bodies(shared)), "utf-8")
    (DATA / "state_names.tsv").write_text(STATES + "".join(f"{row}\n" for row in states(shared)), "utf-8")


if __name__ == "__main__":
    main()
