"""How long searches take over many reports: `python -m benchmarks.searching PLACE [--reports 50000]`.

Fills an empty archive at PLACE (a file, or the address of a PostgreSQL database) with copies of the 114 reports of
training/reports/own.jsonl under other ids and days, their records with them, and asks the questions of
tests/cases/search_queries.tsv over all parts, three times each. Prints what a question costs: milliseconds of the
clock, and of the processor (ours, and the server's where it runs on this machine), which others' work changes little.
Copies are made by SQL: reading and writing reports is not what is measured here.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import sqlalchemy as sa
from tests.archive.own import PARTS, own_reports
from tests.archive.own import table as rows_of_table

from mahdar.archive import Archive, dialect, schema


def fill(archive: Archive, reports: int) -> None:
    """Make `reports` reports of our 114."""
    archive.add_many(own_reports())
    with dialect.writing(archive._engine) as connection:
        postgresql = dialect.is_postgresql(connection)
        if postgresql:
            connection.exec_driver_sql("DROP INDEX ix_documents_lexemes")
        size = connection.execute(sa.select(sa.func.max(schema.reports.c.key))).scalar_one()
        documents = connection.execute(sa.select(sa.func.max(schema.documents.c.key))).scalar_one()
        for copy in range(1, reports // size):
            multiply(connection, copy, size, documents, postgresql)
        if postgresql:
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
            connection.exec_driver_sql(
                "CREATE INDEX ix_documents_lexemes ON documents USING gin (lexemes) WITH (fastupdate = off)"
            )
    if postgresql:
        with archive._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def multiply(connection: sa.Connection, copy: int, size: int, documents: int, postgresql: bool) -> None:
    """Write copy number `copy` of the first `size` reports."""
    day = f"'{2010 + copy % 10}-{1 + copy % 12:02d}-{1 + copy % 28:02d}'"
    for table in (schema.reports, *schema.DERIVED, schema.documents):
        if table in (schema.mentions, schema.skipped):
            continue
        values = []
        for column in table.columns:
            shown = {
                ("reports", "key"): f"key + {copy * size}",
                ("documents", "key"): f"key + {copy * documents}",
                ("reports", "id"): f"id || '-{copy}'",
                ("reports", "given_id"): f"given_id || '-{copy}'",
                ("reports", "content_hash"): f"substr(content_hash, 1, 50) || '{copy:010d}'",
            }.get((table.name, column.name))
            if column.name in ("day", "first_day", "last_day"):
                shown = day
            if column.name == "report":
                shown = f"report + {copy * size}"
            values.append(shown or f'"{column.name}"')
        names = [f'"{column.name}"' for column in table.columns]
        if postgresql and table is schema.documents:
            names, values = [*names, "lexemes"], [*values, "lexemes"]
        first = "key" if table is schema.reports else "report"
        connection.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({", ".join(names)}) SELECT {", ".join(values)} FROM "{table.name}" '
            f"WHERE {first} <= {size}"
        )


def processor(archive: Archive) -> float:
    """Seconds of the processor that we and the server's processes for us have used."""
    own = time.process_time()
    if isinstance(archive.path, Path):
        return own
    servers = [p for p in psutil.process_iter(["cmdline"]) if "mahdar" in " ".join(p.info["cmdline"] or [])]
    return own + sum(sum(p.cpu_times()[:2]) for p in servers if "postgres:" in " ".join(p.info["cmdline"]))


def ask(archive: Archive, rounds: int, parts: Sequence[str]) -> list[tuple[str, float, float, int]]:
    """Each question with its milliseconds, by the clock and of the processor, and how many answers came."""
    told = []
    for _, question, *_ in rows_of_table():
        for _ in range(rounds):
            clock, cpu = time.perf_counter(), processor(archive)
            found = archive.search(question, parts=parts)
            told.append((question, 1000 * (time.perf_counter() - clock), 1000 * (processor(archive) - cpu), len(found)))
    return told


def main() -> None:
    """Fill, ask and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("place")
    parser.add_argument("--reports", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with Archive(options.place) as archive:
        if not archive.counts()["reports"]:
            begun = time.perf_counter()
            fill(archive, options.reports)
            print(f"filled in {time.perf_counter() - begun:.0f} s")
        told = ask(archive, options.rounds, PARTS)
        print(f"{archive.counts()['reports']:,} reports")
        for name, at in (("clock", 1), ("processor", 2)):
            times = sorted(row[at] for row in told)
            cut = statistics.quantiles(times, n=20)
            print(f"{name}: median {statistics.median(times):.0f} ms, p95 {cut[18]:.0f} ms, worst {times[-1]:.0f} ms")
        for question, clock, cpu, found in sorted(told, key=lambda row: -row[2])[:10]:
            print(f"  {cpu:6.0f} ms of the processor, {clock:6.0f} ms: {question} ({found})")


if __name__ == "__main__":
    main()
