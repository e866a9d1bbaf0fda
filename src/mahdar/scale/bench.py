"""Where the work is done: a database of DuckDB on disk, and tasks over Parquet files that know nothing of each other.

DuckDB sorts, joins and groups within its memory and spills the rest beside itself. What has to be judged in Python is
written sorted, in groups of rows, and each group is a task: here in processes, or on a cluster of Ray. A task holds the
rows of its group, of which none but those of one block need each other.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from threading import Event, Thread
from typing import Any, Protocol

from mahdar.errors import MahdarError
from mahdar.extras import needed

#: A row by its columns, and rows that belong together.
Row = tuple[Any, ...]
Block = list[Row]
#: Columns that a task writes, and their types in pyarrow.
Columns = tuple[tuple[str, str], ...]
#: Rows of a group.
GROUP = 40_960
#: Rows that are grouped into lists, or joined with all that share a key, at once: DuckDB cannot spill these.
PART = 2_000_000
#: Rows that the command has in memory at once.
BATCH = 1_000_000
#: Tasks that wait for each worker.
AHEAD = 2
EXTRA = "scale"


@dataclass(frozen=True, slots=True)
class Judge:
    """What judges rows or blocks, and the columns of what it gives."""

    judge: Callable[[Iterator[Any]], Iterable[Row]]
    columns: Columns


#: Columns of numpy by their names.
Arrays = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What works out rows from sorted columns: it is given those of a group and of so many rows `before` it."""

    work: Callable[[Arrays, int], Arrays]
    before: int


@dataclass(slots=True)
class Cost:
    """What a stage took: seconds of processor and of the clock, bytes of memory at most and of spill."""

    stage: str
    cpu: float = 0.0
    tasks_cpu: float = 0.0
    seconds: float = 0.0
    peak: int = 0
    task_peak: int = 0
    spill: int = 0
    rows: int = 0


class Workers(Protocol):
    """What runs tasks."""

    def run(self, tasks: Iterable[tuple[Callable[..., Any], Row]]) -> Iterator[Any]:
        """What came of each, in any order."""


class Processes:
    """Processes of this machine."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))

    def run(self, tasks: Iterable[tuple[Callable[..., Any], Row]]) -> Iterator[Any]:
        """What came of each, in any order."""
        waiting = set()
        for function, given in tasks:
            waiting.add(self._pool.submit(function, *given))
            if len(waiting) >= AHEAD * self._count:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        yield from (one.result() for one in wait(waiting).done)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def processes(count: int) -> Iterator[Workers]:
    """Processes of this machine, ended at the end."""
    pool = Processes(count)
    try:
        yield pool
    finally:
        pool.close()


class OnRay:
    """Tasks on a cluster of Ray, every machine of which sees the folder under the same name."""

    def __init__(self, ray: Any, count: int) -> None:  # noqa: ANN401 -- a module
        self._ray, self._count = ray, count
        self._task = ray.remote(_call)

    def run(self, tasks: Iterable[tuple[Callable[..., Any], Row]]) -> Iterator[Any]:
        """What came of each, in any order; what a lost machine had is done again."""
        waiting: list[Any] = []
        for function, given in tasks:
            waiting.append(self._task.remote(function, given))
            if len(waiting) >= AHEAD * self._count:
                done, waiting = self._ray.wait(waiting)
                yield from self._ray.get(done)
        yield from self._ray.get(waiting)


def _call(function: Callable[..., Any], given: Row) -> Any:  # noqa: ANN401
    return function(*given)


@contextmanager
def on_ray(count: int, address: str | None = None) -> Iterator[Workers]:
    """The cluster at an address, or one that is started here."""
    from mahdar.engine.cluster import cluster

    with cluster(address, None if address else count) as ray:
        yield OnRay(ray, max(count, int(ray.cluster_resources().get("CPU", 1))))


@dataclass
class Bench:
    """The database in a folder, and who does the tasks."""

    folder: Path
    memory: str
    threads: int
    workers: Workers
    costs: list[Cost] = field(default_factory=list)

    def __post_init__(self) -> None:
        duckdb = needed("duckdb", EXTRA)
        needed("pyarrow.parquet", EXTRA)
        self._spilled = self.folder / "spill"
        try:
            self._database = duckdb.connect(str(self.folder / "work.duckdb"), config={
                "memory_limit": self.memory, "threads": self.threads, "temp_directory": str(self._spilled),
                "preserve_insertion_order": False,
            })  # fmt: skip
        except duckdb.Error as error:
            raise MahdarError(
                f"no database can be made there ({str(error)[:200]})",
                remedy="name a memory like 4GB and a folder with room",
                where=str(self.folder),
            ) from error

    def close(self) -> None:
        """Close the database and remove what the work left."""
        self._database.close()
        rmtree(self.folder, ignore_errors=True)

    def sql(self, query: str) -> list[Row]:
        """What a query gives. Raises `MahdarError` where memory or disk do not suffice."""
        duckdb = needed("duckdb", EXTRA)
        try:
            rows: list[Row] = self._database.execute(query).fetchall()
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise MahdarError(
                f"DuckDB could not do it ({str(error)[:200]})",
                remedy="give it more memory, or a folder with more room",
                where=str(self.folder),
            ) from error
        return rows

    def table(self, name: str, query: str, *, more: bool = False) -> None:
        """Keep what a query gives; with `more`, beside what is there of that name."""
        self.sql((f"INSERT INTO {name} " if more else f"CREATE OR REPLACE TABLE {name} AS ") + query)

    def parts(self, rows: str, by: str) -> list[str]:
        """Conditions that take the rows of a table apart into parts that fit in memory, those of one `by` together."""
        ((many,),) = self.sql(f"SELECT count(*) FROM {rows}")
        count = many // PART + 1
        return [f"hash({by}) % {count} = {n}" for n in range(count)]

    def parted(self, name: str, query: str, rows: str, by: str) -> None:
        """Keep what a query gives, `{part}` in it being the condition of one part of `rows` after the other."""
        for n, part in enumerate(self.parts(rows, by)):
            self.table(name, query.format(part=part), more=n > 0)

    def each(self, name: str, query: str, judge: Judge, group: int = GROUP) -> None:
        """Judge the rows of a query, a group at a time; what comes of it is there as `name`."""
        self._tasks(name, query, judge, group, blocks=False)

    def blocks(self, name: str, query: str, judge: Judge, group: int = GROUP) -> None:
        """Judge the rows of a query by blocks of those that have the first column in common."""
        self._tasks(name, f"SELECT * FROM ({query}) ORDER BY 1, 2", judge, group, blocks=True)

    def sweep(self, name: str, query: str, order: str, sweep: Sweep, group: int) -> None:
        """Work out what rows next to each other come to, in columns, a group at a time."""
        folder, given, many = self._given(name, f"SELECT * FROM ({query}) ORDER BY {order}", group, ordered=True)
        self.run((_swept, (sweep, given, n, folder / f"{n}.parquet")) for n in range(max(many, 1)))
        given.unlink()
        self.view(name)

    def view(self, name: str) -> None:
        """Let a folder of Parquet files be there as `name`."""
        self.sql(f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet({quoted(self.folder / name / '*.parquet')})")

    def columns(self, query: str) -> list[Any]:
        """What a query gives, each column an array of numpy."""
        return list(self._database.cursor().execute(query).fetchnumpy().values())

    def batches(self, query: str) -> Iterator[list[Any]]:
        """What a query gives, some rows after the other, each column an array of numpy."""
        for batch in self._database.sql(query).to_arrow_reader(BATCH):
            yield [column.to_numpy(zero_copy_only=False) for column in batch.columns]

    def keep(self, name: str, columns: dict[str, Any]) -> None:
        """Keep arrays of numpy as a table."""
        held = needed("pyarrow", EXTRA).table(columns)
        self._database.register("held", held)
        self.table(name, "FROM held")
        self._database.unregister("held")

    def run(self, tasks: Iterable[tuple[Callable[..., Any], Row]]) -> None:
        """Run tasks, and note what they took."""
        cost = self.costs[-1]
        for cpu, peak in self.workers.run(tasks):
            cost.tasks_cpu += cpu
            cost.task_peak = max(cost.task_peak, peak)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note what a stage takes."""
        cost = Cost(name)
        self.costs.append(cost)
        begun, cpu = time.monotonic(), time.process_time()
        with _watching(self._spilled) as watched:
            yield
        self.sql("CHECKPOINT")
        cost.seconds, cost.cpu = time.monotonic() - begun, time.process_time() - cpu
        cost.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        cost.spill = watched[0]

    def _tasks(self, name: str, query: str, judge: Judge, group: int, *, blocks: bool) -> None:
        folder, given, many = self._given(name, query, group, ordered=blocks)
        write(folder / "none.parquet", judge.columns, [])
        self.run((_judged, (judge, given, n, folder / f"{n}.parquet", blocks)) for n in range(many))
        given.unlink()
        self.view(name)

    def _given(self, name: str, query: str, group: int, *, ordered: bool) -> tuple[Path, Path, int]:
        """The folder for what comes of the tasks, the file with their rows, and how many groups it has."""
        parquet = needed("pyarrow.parquet", EXTRA)
        folder, given = self.folder / name, self.folder / f"{name}.parquet"
        folder.mkdir()
        if ordered:
            self.sql("SET preserve_insertion_order = true")
        self.sql(f"COPY ({query}) TO {quoted(given)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group})")
        self.sql("SET preserve_insertion_order = false")
        return folder, given, parquet.ParquetFile(given).num_row_groups


def quoted(path: str | Path) -> str:
    """A path as it stands in a query."""
    return "'" + str(path).replace("'", "''") + "'"


def _judged(judge: Judge, given: Path, group: int, out: Path, blocks: bool) -> tuple[float, int]:
    """Judge a group of rows, or the blocks that begin in it."""
    begun = time.process_time()
    source = needed("pyarrow.parquet", EXTRA).ParquetFile(given)
    rows = blocks_of(source, group) if blocks else rows_of(source, group)
    write(out, judge.columns, judge.judge(rows))
    return spent(begun)


def _swept(sweep: Sweep, given: Path, group: int, out: Path) -> tuple[float, int]:
    """Work out what a group of sorted rows comes to."""
    begun = time.process_time()
    pa, parquet = needed("pyarrow", EXTRA), needed("pyarrow.parquet", EXTRA)
    source = parquet.ParquetFile(given)
    rows = source.read_row_group(group) if source.num_row_groups else source.read()
    tails: list[Any] = []
    wanted, n = sweep.before, group
    while wanted and (n := n - 1) >= 0:
        tail = source.read_row_group(n)
        tails.insert(0, tail[max(len(tail) - wanted, 0) :])
        wanted -= len(tails[0])
    all_ = pa.concat_tables([*tails, rows])
    columns = {name: all_[name].to_numpy() for name in all_.column_names}
    found = pa.table(sweep.work(columns, len(all_) - len(rows)))
    part = out.with_suffix(".part")
    parquet.write_table(found, part, compression="zstd")
    part.replace(out)
    return spent(begun)


def spent(begun: float) -> tuple[float, int]:
    """Seconds of processor since then, and bytes of memory that this process took at most."""
    return time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def rows_of(source: Any, group: int) -> Iterator[Row]:  # noqa: ANN401 -- a file of pyarrow
    """The rows of a group."""
    for batch in source.iter_batches(2_048, row_groups=[group]):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def blocks_of(source: Any, group: int) -> Iterator[Block]:  # noqa: ANN401
    """The blocks that begin in a group: rows of one first column, to their end."""
    before = _last(source, group - 1)
    block: Block = []
    for n in range(group, source.num_row_groups):
        for row in rows_of(source, n):
            if row[0] == before:
                continue
            if block and row[0] != block[0][0]:
                yield block
                block = []
                if n > group:
                    return
            elif not block and n > group:
                return
            block.append(row)
        if not block:
            return
    if block:
        yield block


def _last(source: Any, group: int) -> object:  # noqa: ANN401
    """The first column of the last row of a group; nothing that is one where there is no group."""
    if group < 0:
        return _NONE
    column = source.schema_arrow.names[0]
    return source.read_row_group(group, [column]).column(0)[-1].as_py()


_NONE = object()


def write(path: Path, columns: Columns, rows: Iterable[Row]) -> int:
    """Write rows to a Parquet file, whole or not at all; how many there are."""
    pa, parquet = needed("pyarrow", EXTRA), needed("pyarrow.parquet", EXTRA)
    schema = pa.schema([(name, _type(pa, kind)) for name, kind in columns])
    part, count = path.with_suffix(".part"), 0
    with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
        waiting: list[Row] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) >= 8_192:
                count += _flush(writer, schema, waiting)
        count += _flush(writer, schema, waiting)
    part.replace(path)
    return count


def _flush(writer: Any, schema: Any, rows: list[Row]) -> int:  # noqa: ANN401
    pa, count = needed("pyarrow", EXTRA), len(rows)
    if rows:
        columns = zip(*rows, strict=True)
        arrays = [pa.array(list(one), type=kind.type) for one, kind in zip(columns, schema, strict=True)]
        writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        rows.clear()
    return count


def _type(pa: Any, kind: str) -> Any:  # noqa: ANN401
    return pa.list_(pa.string()) if kind == "strings" else getattr(pa, kind)()


@contextmanager
def _watching(folder: Path) -> Iterator[list[int]]:
    """The most bytes that a folder holds meanwhile, looked at every fifth of a second."""
    most, over = [0], Event()

    def look() -> None:
        while not over.wait(0.2):
            most[0] = max(most[0], size_of(folder))

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def size_of(folder: Path) -> int:
    """Bytes of the files of a folder; of those that go meanwhile nothing."""
    total = 0
    for path in folder.glob("**/*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total
