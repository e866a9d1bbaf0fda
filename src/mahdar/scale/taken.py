"""Reports with their records, from a folder of Parquet files, as narrow tables: what linking asks of each.

Everything that rests on one report alone is worked out here, a file of the folder at a time, by the functions that
linking in memory has for it; texts and records are not looked at again, but for texts that may be copies.

A report goes by its number `r`, a party by `p`, an engagement or commitment by `l`: numbers that tell the report too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from hashlib import blake2b
from json import dumps
from pathlib import Path
from typing import NamedTuple

from mahdar.arabic.names import name_key, sound_key
from mahdar.extras import needed
from mahdar.ledger import chains, events
from mahdar.ledger.records import joined_parts
from mahdar.pages.copies import Fingerprint, fingerprints
from mahdar.scale.bench import EXTRA, Bench, Columns, Row, spent, write
from mahdar.scale.shingles import Shingles, put_together
from mahdar.who import Scene, Told, place_key
from mahdar.who.bodies import persons_named, told_body
from mahdar.who.identity import KIND_OF_TYPE
from mahdar.who.persons import Person, block_keys, family, persons_of

#: Parties, and lines, that a report has at the most.
MOST = 65_536
#: What is said of persons, and the number of it.
Kinds = dict[tuple[str, str, str | None, str | None], int]
#: Rows that a task has in memory at once.
ROWS = 256
TABLES: dict[str, Columns] = {
    "taken_reports": (("r", "int64"), ("doc", "string"), ("day", "string"), ("anchors", "int32"), ("source", "int32"),
                      ("at", "int64"), ("shingles", "int32")),
    "parties": (("p", "int64"), ("r", "int64"), ("party", "string"), ("kind", "string")),
    "persons": (("p", "int64"), ("r", "int64"), ("kind", "int64"), ("day", "string")),
    "told_kinds": (("kind", "int64"), ("name", "string"), ("post", "string"), ("state", "string"),
                   ("likely", "string"), ("family", "string"), ("parts", "int32"), ("solid", "bool_"),
                   ("spelled", "string"), ("sound", "string"), ("keys", "strings")),
    "bodies": (("p", "int64"), ("r", "int64"), ("words", "string"), ("known", "bool_"), ("state", "string"),
               ("told", "string"), ("countries", "string")),
    "also": (("p", "int64"), ("words", "string"), ("state", "string")),
    "met": (("r", "int64"), ("name", "int64")),
    "places": (("p", "int64"), ("key", "string")),
    "tellings": (("l", "int64"), ("r", "int64"), ("told", "string")),
    "sides": (("l", "int64"), ("role", "string"), ("i", "int32"), ("party", "string"), ("p", "int64"),
              ("body", "int64"), ("state", "string")),
    "commitments": (("l", "int64"), ("r", "int64"), ("start", "int64"), ("ends", "int64"), ("words", "strings"),
                    ("area", "string"), ("told", "string")),
    "anchors": (("r", "int64"), ("anchor", "int64")),
    "aside": (("doc", "string"), ("why", "string")),
}  # fmt: skip


class Source(NamedTuple):
    """A file of records: the number of its first row, and the ids of those rows that go by another one."""

    path: str
    first: int
    reader: str
    renamed: dict[int, str]


def take(bench: Bench, sources: list[Source]) -> None:
    """Fill the tables."""
    for name, columns in TABLES.items():
        (bench.folder / name).mkdir()
        write(bench.folder / name / "none.parquet", columns, [])
    bench.run((take_file, (source, n, bench.folder)) for n, source in enumerate(sources))
    for name in TABLES:
        bench.view(name)
    begins = put_together(bench.folder, len(sources))
    bench.keep("shingle_files", {"source": list(range(len(sources))), "begins": begins})


def take_file(source: Source, number: int, folder: Path) -> tuple[float, int]:
    """Write what a file tells into the tables."""
    begun = time.process_time()
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    kinds: Kinds = {}
    with Shingles.written(folder, number) as shingles:
        for r, told, print_ in _told(source, rows["aside"]):
            _Report(r, told, kinds).into(rows, print_, shingles.add(print_))
    for name, columns in TABLES.items():
        write(folder / name / f"{number}.parquet", columns, rows[name])
    return spent(begun)


def _told(source: Source, aside: list[Row]) -> Iterator[tuple[int, Told, Fingerprint | None]]:
    """The reports of a file with their numbers."""
    parquet = needed("pyarrow.parquet", EXTRA)
    columns = ["id", "published", "outlet", "text", "reader", "record"]
    at = -1
    with parquet.ParquetFile(source.path) as file:
        for batch in file.iter_batches(ROWS, columns=columns):
            rows = batch.to_pylist()
            prints = fingerprints([(row["text"] or "", row["published"]) for row in rows])
            for row, print_ in zip(rows, prints, strict=True):
                at += 1
                if row["record"] is None or row["reader"] != source.reader:
                    continue
                try:
                    record = joined_parts(row["record"])
                except ValueError as error:
                    aside.append((row["id"], str(error)[:200]))
                    continue
                record.doc = source.renamed.get(at, row["id"])
                yield source.first + at, Told(record, row["published"], row["outlet"], row["text"] or ""), print_


#: Arabic letters as letters of one byte each: DuckDB counts slips of the pen by bytes.
_ONE_BYTE = {letter: letter - 0x620 + ord("0") for letter in range(0x620, 0x64B)}


def _looked_up(person: Person) -> Row:
    """What a kind of persons is looked up by: see `people`."""
    # Two of whom just the same is said are one, but for a single name without a post.
    name, solid = person.name, person.parts > 1 or bool(person.post)
    spelled = name_key(name).translate(_ONE_BYTE)
    return family(person), person.parts, solid, spelled, sound_key(name), sorted(block_keys(person))


class _Report:
    """A report as rows."""

    def __init__(self, r: int, told: Told, kinds: Kinds) -> None:
        self.r, self.told, self.scene, self.kinds = r, told, Scene(told), kinds
        self.number = {party.id: r * MOST + n for n, party in enumerate(told.record.parties)}

    def into(self, rows: dict[str, list[Row]], print_: Fingerprint | None, shingles: Row) -> None:
        """Add its rows to those of each table."""
        r, told = self.r, self.told
        anchors = print_.anchors if print_ is not None else ()
        rows["taken_reports"].append((r, told.doc, told.day, len(anchors), *shingles))
        rows["anchors"] += [(r, anchor) for anchor in anchors]
        rows["parties"] += [
            (self.number[party.id], r, party.id, KIND_OF_TYPE[party.type]) for party in told.record.parties
        ]
        self._who(rows)
        self._engagements(rows)
        self._commitments(rows)

    def _who(self, rows: dict[str, list[Row]]) -> None:
        for person in persons_of(self.scene):
            told = (person.name, " ".join(sorted(person.post)), person.state, person.likely)
            kind = self.kinds.get(told)
            if kind is None:
                kind = self.kinds[told] = number_of(dumps(told))
                rows["told_kinds"].append((kind, *told, *_looked_up(person)))
            rows["persons"].append((self.number[person.item[1]], self.r, kind, person.day))
        countries = " ".join(self.scene.countries)
        for party in self.scene.parties.values():
            p = self.number[party.id]
            if party.type == "ORG" and party.names:
                body = told_body(party, self.scene)
                words, state, known = " ".join(body.key.words), body.key.state, body.key.known
                rows["bodies"].append((p, self.r, words, known, state, self.scene.state(party.id), countries))
                rows["also"] += [(p, " ".join(other.words), other.state) for other in body.also]
            elif party.type in ("GPE", "LOC") and party.names:
                rows["places"].append((p, place_key(self.scene, party)))
        rows["met"] += [(self.r, number_of(" ".join(name))) for name in persons_named(self.scene)]

    def _engagements(self, rows: dict[str, list[Row]]) -> None:
        scene, engagements = self.scene, self.told.record.engagements
        names = events.names_in(scene) if engagements else frozenset()
        for n, one in enumerate(engagements):
            line = self.r * MOST + n
            words = sorted(events.words_of(scene, one, names))
            told = [one.kind, one.status, one.date, self.told.day, scene.state(one.place), words]
            rows["tellings"].append((line, self.r, dumps(told, ensure_ascii=False)))
            rows["sides"] += self._sides(line, "who", events.present(one))
            rows["sides"] += self._sides(line, "near", sorted(events.places_near(scene, one)), near=True)
            rows["sides"] += self._sides(line, "place", [one.place] if one.place else [])

    def _commitments(self, rows: dict[str, list[Row]]) -> None:
        said = self.told.noted("stems", lambda: chains.stems_said(self.scene))
        for n, one in enumerate(self.told.record.commitments):
            line, (start, end) = self.r * MOST + n, one.span
            givers, takers = chains.sides_in(one)
            plain = chains.plain_words(self.told.text[start:end])
            told = [one.kind, one.area, one.status, one.deadline, self.told.day, start, plain]
            rows["commitments"].append((line, self.r, start, end, said[n], one.area, dumps(told, ensure_ascii=False)))
            rows["sides"] += self._sides(line, "giver", givers)
            rows["sides"] += self._sides(line, "taker", takers)

    def _sides(self, line: int, role: str, parties: list[str], *, near: bool = False) -> Iterator[Row]:
        for i, id_ in enumerate(parties):
            party = self.scene.parties.get(id_)
            of = self.number.get(party.of) if party is not None and party.of else None
            state = None
            if party is not None:
                likely = party.type == "PER" and not near
                state = self.scene.likely_state(id_) if likely else self.scene.state(id_)
            yield line, role, i, id_, self.number.get(id_), of, state


def number_of(text: str) -> int:
    """A text as a number of 64 bits, the same everywhere."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
