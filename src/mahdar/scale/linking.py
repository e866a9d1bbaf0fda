"""All steps of linking a folder, one after the other, and what they come to."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from mahdar.errors import MahdarError, UnreadableInput
from mahdar.scale.bench import Bench, Cost, Workers, processes, quoted
from mahdar.scale.bodies import link_bodies
from mahdar.scale.lines import link_chains, link_copies, link_events, sides
from mahdar.scale.people import link_people
from mahdar.scale.taken import Source, take

#: What DuckDB may hold in memory where it is not said.
MEMORY = "4GB"


@dataclass(frozen=True, slots=True)
class Linked:
    """How many of each there are, what each stage took, how many records were set aside, and how many rows have none
    since their text was read before.
    """

    counts: dict[str, int]
    costs: list[Cost]
    aside: int
    again: int


def link_folder(
    records: str,
    out: str,
    *,
    memory: str = MEMORY,
    workers: int | None = None,
    reader: str | None = None,
    pool: Callable[[int], AbstractContextManager[Workers]] = processes,
    tell: Callable[[str], None] | None = None,
) -> Linked:
    """Link the records of a folder that `mahdar read --engine ray` filled, into the folder `out`.

    Raises `MissingExtra`, `UnreadableInput` where there are no records, and `MahdarError` where there is no room.
    """
    count = workers or len(os.sched_getaffinity(0))
    files = sorted(str(path) for path in Path(records).glob("date=*/*.parquet"))
    if not files:
        raise UnreadableInput("no records", expected="the folder of 'mahdar read --engine ray --out'", where=records)
    target = Path(out)
    try:
        target.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix="work-", dir=target))
    except OSError as error:
        raise MahdarError(f"the folder cannot be written: {error.strerror or error}", where=out) from error
    with pool(count) as hands:
        bench = Bench(work, memory, count, hands)
        try:
            return _all(bench, files, target, reader, tell)
        finally:
            bench.close()


def _all(
    bench: Bench, files: list[str], target: Path, reader: str | None, tell: Callable[[str], None] | None
) -> Linked:
    with bench.stage("records"):
        sources = _sources(bench, files, reader)
        take(bench, sources)
        bench.table(
            "reports",
            """
            SELECT *, row_number() OVER (ORDER BY coalesce(day, '9999'), doc, r) - 1 AS pos FROM taken_reports""",
        )
    for step in (link_people, link_bodies, sides, link_events, link_chains, link_copies):
        step(bench)
        if tell is not None:
            tell(bench.costs[-1].stage)
    with bench.stage("output"):
        counts = _write(bench, target)
    ((aside,),) = bench.sql("SELECT count(*) FROM aside")
    ((again,),) = bench.sql("SELECT count(*) FROM rows WHERE record IS NULL AND error IS NULL")
    linked = Linked(counts, bench.costs, int(aside), int(again))
    told = {
        "counts": counts,
        "set_aside": linked.aside,
        "again": linked.again,
        "stages": [asdict(cost) for cost in linked.costs],
    }
    (target / "linked.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return linked


def _sources(bench: Bench, files: list[str], reader: str | None) -> list[Source]:
    """The files with the numbers of their rows, by the one reader of their records."""
    listed = ", ".join(map(quoted, files))
    bench.sql(f"""
        CREATE VIEW rows AS FROM read_parquet([{listed}], filename = true, file_row_number = true,
        hive_partitioning = false)""")
    readers = [row[0] for row in bench.sql("SELECT DISTINCT reader FROM rows WHERE record IS NOT NULL ORDER BY 1")]
    chosen = reader or (readers[0] if len(readers) == 1 else None)
    if chosen is None or chosen not in readers:
        raise UnreadableInput(
            f"records by {', '.join(readers)}" if readers else "no records",
            expected=f"records by {chosen}" if chosen else "records by one reader",
            remedy="name the reader with --reader",
        )
    counts: dict[str, int] = dict(bench.sql("SELECT filename, count(*) FROM rows GROUP BY 1"))
    first, sources = 0, []
    for path in files:
        sources.append(Source(path, first, chosen, {}))
        first += counts.get(path, 0)
    starts = ", ".join(f"({quoted(s.path)}, {s.first})" for s in sources)
    bench.table("starts", f"SELECT * FROM (VALUES {starts}) AS t (filename, first)")
    again = bench.sql("""
        SELECT filename, file_row_number, id || '#' || n FROM (
            SELECT filename, file_row_number, id,
                   row_number() OVER (PARTITION BY id ORDER BY source, number, filename, file_row_number) AS n
            FROM rows WHERE record IS NOT NULL) WHERE n > 1""")
    by_path = {source.path: source for source in sources}
    for path, at, name in again:
        by_path[path].renamed[at] = name
    bench.sql("CREATE VIEW records AS SELECT first + file_row_number AS r, text FROM rows JOIN starts USING (filename)")
    return sources


def _write(bench: Bench, target: Path) -> dict[str, int]:
    """The tables that are kept."""
    tables = {
        "parties": """
            SELECT x.doc, q.party, q.kind, q.kind || ':' || y.doc || ':' || first.party AS entity
            FROM entities e JOIN parties q USING (p) JOIN reports x USING (r)
            JOIN parties first ON first.p = e.e JOIN reports y ON y.r = first.r""",
        "engagements": _lines("whole_tellings", "event_of", "engagement"),
        "commitments": _lines("ordered", "chain_of", "chain"),
        "copies": """
            SELECT x.doc AS copy, y.doc AS original, share, copies.kind
            FROM copies JOIN reports x USING (r) JOIN reports y ON y.r = original""",
    }
    for name, query in tables.items():
        bench.sql(f"COPY ({query}) TO {quoted(target / f'{name}.parquet')} (FORMAT parquet, COMPRESSION zstd)")
    counted = {
        "reports": "SELECT count(*) FROM reports",
        "persons": "SELECT count(DISTINCT e) FROM people",
        "bodies": "SELECT count(DISTINCT e) FROM bodily",
        "places": "SELECT count(DISTINCT e) FROM placed",
        "engagements": f"SELECT count(DISTINCT engagement) FROM {quoted(target / 'engagements.parquet')}",
        "chains": f"SELECT count(DISTINCT chain) FROM {quoted(target / 'commitments.parquet')}",
        "copies": "SELECT count(*) FROM copies",
    }
    return {name: int(bench.sql(query)[0][0]) for name, query in counted.items()}


def _lines(table: str, roots: str, kind: str) -> str:
    """Lines of reports with what they are one with."""
    return f"""
        SELECT x.doc, (t.l % 65536)::INTEGER AS n, '{kind}:' || y.doc || ':' || (coalesce(root, t.l) % 65536) AS {kind}
        FROM {table} t JOIN reports x USING (r) LEFT JOIN {roots} o ON o.l = t.l
        JOIN reports y ON y.r = coalesce(root, t.l) // 65536"""
