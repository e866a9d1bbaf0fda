"""Records to link that nobody wrote: `python -m benchmarks.synthetic BASE TARGET --records 500000 [--workers 2]`.

BASE is a folder of Parquet files with records of real reports (`mahdar read --engine ray --out`); an archive is first
written as such a folder (`--archive ARCHIVE.db`, into BASE). TARGET gets BASE and copies of it in which every word that
less than 400 reports of BASE have is spelled with other letters (always the same in one copy, others in each), in the
text and in the record alike: offsets stay right, names stay names, what reports say of one thing stays alike. Each copy
lies `APART` days before the last one, so that a day has as many reports as in BASE, whatever their number.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
from benchmarks.million import COMMON, WHEEL

from mahdar.archive import Archive, content_hash
from mahdar.archive.wanted import index_words
from mahdar.engine.rows import COLUMNS, schema

#: Days between two copies: BASE is of 18.
APART, IN_FILE = 18, 2_000
_WORD = re.compile("[\u0621-\u064a\u064b-\u065f\u0670]{3,}")
_DAY = re.compile(r'(?<=")\d{4}-\d\d-\d\d(?=["T ])')
#: Words and days apart from what is between them.
_PIECES = re.compile(f"({_WORD.pattern}|{_DAY.pattern})")


def export(archive: str, folder: Path) -> int:
    """Write the records of an archive as the folder that a cluster fills."""
    rows: list[dict[str, Any]] = []
    target = folder / "date=mixed"
    target.mkdir(parents=True, exist_ok=True)
    number = 0
    with Archive(archive, create=False) as opened:
        for day, outlet, text, record in opened.latest_records():
            told = json.loads(record)
            rows.append(dict.fromkeys(COLUMNS) | {
                "source": 0, "number": number, "id": told["doc"], "published": day, "url": told.get("url"),
                "outlet": outlet, "title": told.get("title"), "text": text, "hash": content_hash(text),
                "reader": told["reader"], "record": record,
            })  # fmt: skip
            number += 1
            if len(rows) == IN_FILE:
                _write(rows, target / f"part-{number:08}.parquet")
    if rows:
        _write(rows, target / f"part-{number:08}.parquet")
    return number


def _write(rows: list[dict[str, Any]], path: Path) -> None:
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema()), path, compression="zstd")
    rows.clear()


def common_words(files: list[Path]) -> set[str]:
    """Words that so many reports have."""
    counts: Counter[str] = Counter()
    for path in files:
        for text in parquet.read_table(path, columns=["text"])["text"].to_pylist():
            counts.update(set(index_words(text).split()))
    return {word for word, many in counts.items() if many >= COMMON}


class Base:
    """Reports of BASE taken apart into words and what is between them: a copy has other words in their places."""

    def __init__(self, rows: pa.Table, common: set[str]) -> None:
        self.rows, self.common = rows, common
        self.ids: list[str] = rows["id"].to_pylist()
        self._known: dict[str, int] = {}
        self._places = {name: self._taken_apart(name) for name in ("title", "text", "record")}
        pieces = list(self._known)
        self._pieces = np.array(pieces, dtype=object)
        self._rare = [n for n, piece in enumerate(pieces) if _WORD.fullmatch(piece) and not self._common(piece)]
        self._days = [n for n, piece in enumerate(pieces) if _DAY.fullmatch(f'"{piece}"', 1, len(piece) + 1)]
        self._named = [(self._known[told], doc) for doc in self.ids if (told := json.dumps(doc)) in self._known]

    def _common(self, word: str) -> bool:
        return self.common.issuperset(index_words(word).split())

    def _taken_apart(self, name: str) -> tuple[pa.Array, pa.Array]:
        """Where each report's pieces begin in the column, and their numbers."""
        starts: list[int | None] = []
        numbers: list[int] = []
        for doc, told in zip(self.ids, self.rows[name].to_pylist(), strict=True):
            starts.append(None if told is None else len(numbers))
            split = _PIECES.split(told or "")
            if name == "record":  # the id of the report is a piece of its own
                head = next(n for n, piece in enumerate(split) if json.dumps(doc) in piece)
                split[head : head + 1] = split[head].partition(json.dumps(doc))
            numbers += [self._known.setdefault(piece, len(self._known)) for piece in split if piece]
        return pa.array([*starts, len(numbers)], pa.int32()), pa.array(numbers, pa.int32())

    def copy(self, copy: int) -> pa.Table:
        """All reports in the words and days of a copy; the first is BASE itself."""
        if not copy:
            return self.rows
        pieces = self._pieces.copy()
        pieces[self._rare] = "\n".join(pieces[self._rare]).translate(letters(copy)).split("\n")
        pieces[self._days] = [moved(day, copy) for day in pieces[self._days]]
        for n, doc in self._named:
            pieces[n] = json.dumps(f"{doc}-{copy}")
        words = pa.array(pieces, pa.string())
        columns = {name: _put_together(words, *places) for name, places in self._places.items()}
        columns["id"] = pa.array([f"{doc}-{copy}" for doc in self.ids])
        columns["hash"] = pa.array([hashlib.sha256(text.encode()).hexdigest() for text in columns["text"].to_pylist()])
        columns["published"] = pa.array([day and moved(day, copy) for day in self.rows["published"].to_pylist()])
        rows = self.rows
        for name, column in columns.items():
            field = rows.schema.field(name)
            rows = rows.set_column(rows.column_names.index(name), field, column.cast(field.type))
        return rows


def _put_together(words: pa.Array, starts: pa.Array, numbers: pa.Array) -> pa.Array:
    return pc.binary_join(pa.ListArray.from_arrays(starts, words.take(numbers)), "")


@cache
def letters(copy: int) -> dict[int, int]:
    """The letters of a copy, in an order of its own."""
    order = list(WHEEL)
    Random(copy).shuffle(order)
    return str.maketrans(WHEEL, "".join(order))


def base_of(folder: Path, longest: int) -> Base:
    """The reports of a folder that have so many words at the most."""
    files = sorted(folder.glob("date=*/*.parquet"))
    rows = pa.concat_tables(parquet.read_table(path, schema=schema()) for path in files)
    short = [len(text.split()) <= longest for text in rows["text"].to_pylist()]
    return Base(rows.filter(pa.array(short)).combine_chunks(), common_words(files))


_KEPT: list[Base] = []


def keep(base: Base) -> None:
    """Let this process write copies of a base."""
    _KEPT.append(base)


def write_copy(target: Path, copy: int, most: int) -> float:
    """Write a copy of the base of this process; seconds of processor."""
    begun = time.process_time()
    target.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(_KEPT[0].copy(copy)[:most], target, compression="zstd", row_group_size=IN_FILE)
    return time.process_time() - begun


def moved(day: str, copy: int) -> str:
    """A day of a copy; what is no day stays."""
    try:
        return (date.fromisoformat(day[:10]) - timedelta(days=APART * copy)).isoformat() + day[10:]
    except ValueError:
        return day


def told_of(rows: pa.Table) -> str:
    """How much the reports of a base hold on average."""
    told = [json.loads(record) for record in rows["record"].to_pylist()]
    counts = {name: sum(len(one[name]) for one in told) for name in ("parties", "engagements", "commitments")}
    counts["persons"] = sum(party["type"] == "PER" for one in told for party in one["parties"])
    counts["words"] = sum(len(text.split()) for text in rows["text"].to_pylist())
    means = ", ".join(f"{many / len(told):.2f} {name}" for name, many in counts.items())
    return f"{len(told)} reports of {means}, {len({day[:10] for day in rows['published'].to_pylist() if day})} days"


def main() -> None:
    """Multiply."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--longest", type=int, default=10**9, help="words of the longest report of BASE that is taken")
    parser.add_argument("--archive")
    asked = parser.parse_args()
    begun = time.perf_counter()
    if asked.archive and not asked.base.exists():
        print(export(asked.archive, asked.base), "records exported")
    base = base_of(asked.base, asked.longest)
    print(told_of(base.rows))
    size, tasks = len(base.rows), []
    spawn = get_context("spawn")
    with ProcessPoolExecutor(asked.workers, spawn, initializer=keep, initargs=(base,)) as pool:
        for copy in range(-(-asked.records // size)):
            place = asked.target / f"date=copy-{copy:04}" / "part-0.parquet"
            most = min(size, asked.records - copy * size)
            tasks.append(pool.submit(write_copy, place, copy, most))
        spent = sum(task.result() for task in tasks)
    print(
        f"{asked.records} records, {len(tasks)} copies, {time.perf_counter() - begun:.0f} s, {spent:.0f} s of processor"
    )


if __name__ == "__main__":
    main()
