"""Records to link that nobody wrote: `python -m benchmarks.synthetic BASE TARGET --records 500000 [--workers 2]`.

BASE is a folder of Parquet files with records of real reports (`mahdar read --engine ray --out`); an archive is first
written as such a folder (`--archive ARCHIVE.db`, into BASE). TARGET gets BASE and copies of it in which every word that
less than 400 reports of BASE have is spelled with other letters (always the same in one copy, `benchmarks.million`), in
the text and in the record alike: offsets stay right, names stay names, what reports say of one thing stays alike. Each
copy lies `APART` days before the last one, so that a day has as many reports as in BASE, whatever their number.
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
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
from benchmarks.million import COMMON, Changed

from mahdar.archive import Archive, content_hash
from mahdar.archive.wanted import index_words
from mahdar.engine.rows import COLUMNS, schema

#: Days between two copies: BASE is of 18.
APART, IN_FILE = 18, 2_000
_DAY = re.compile(r'(?<=")\d{4}-\d\d-\d\d(?=["T ])')


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


def copy_file(source: Path, target: Path, copy: int, common: set[str], most: int) -> int:
    """Write a file of BASE in the words and days of a copy."""
    words = _WORDS.setdefault(copy, Changed(common, copy))
    rows = parquet.read_table(source).to_pylist()[:most]
    for row in rows:
        if copy:
            row |= {name: words.text(row[name]) for name in ("title", "text", "record")}
            row["record"] = _DAY.sub(lambda found: moved(found[0], copy), row["record"])
            row["record"] = row["record"].replace(json.dumps(row["id"]), json.dumps(f"{row['id']}-{copy}"), 1)
            row |= {"id": f"{row['id']}-{copy}", "hash": hashlib.sha256(row["text"].encode()).hexdigest()}
            row["published"] = row["published"] and moved(row["published"], copy)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(rows, target)
    return min(len(rows), most)


_WORDS: dict[int, Changed] = {}


def moved(day: str, copy: int) -> str:
    """A day of a copy; what is no day stays."""
    try:
        return (date.fromisoformat(day[:10]) - timedelta(days=APART * copy)).isoformat() + day[10:]
    except ValueError:
        return day


def main() -> None:
    """Multiply."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--archive")
    asked = parser.parse_args()
    begun = time.perf_counter()
    if asked.archive and not asked.base.exists():
        print(export(asked.archive, asked.base), "records exported")
    files = sorted(asked.base.glob("date=*/*.parquet"))
    sizes = [parquet.ParquetFile(path).metadata.num_rows for path in files]
    common, left, copy = common_words(files), asked.records, 0
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as pool:
        while left > 0:
            for path, size in zip(files, sizes, strict=True):
                if left > 0:
                    place = asked.target / f"date=copy-{copy:03}" / path.name
                    pool.submit(copy_file, path, place, copy, common, min(size, left))
                    left -= size
            copy += 1
    print(f"{asked.records} records, {copy} copies, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
