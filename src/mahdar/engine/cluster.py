"""Many machines: the stages of `read_all` over Ray Data, into a folder of Parquet files.

Tasks take the sources apart, actors hold the model, this process writes. An actor reads in a process of its own, with
the `Pool` of one machine: a report that ends that process is tried once more and set aside, and the actor lives on.
Blocks are small and their number is bounded by Ray's memory for objects, so memory stays flat. What a lost machine
held is worked out again by Ray; what came twice or not at all is seen here, by its number, and put right.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mahdar.engine.folder import Folder, is_among, place_key, text_key
from mahdar.engine.interrupts import Interrupts
from mahdar.engine.pool import CHUNK, Pool
from mahdar.engine.rows import Row, error_of, read_row, report_of, row_of, table_of
from mahdar.engine.run import Summary
from mahdar.engine.sources import Source, items_of, sources_in
from mahdar.errors import MahdarError, UnreadableInput
from mahdar.extras import needed
from mahdar.pages import SetAside
from mahdar.reading import read_report, reader
from mahdar.record import Record, Report

#: Bytes of a block, some 50 reports with their records: what an actor is handed, and what is lost with a machine.
BLOCK = 400_000
#: Reports that a task hands on at a time.
_AT_ONCE = 16
#: Parts of a processor. A tenth of each is left to taking apart, or actors would hold all of them and wait for it.
_ACTOR, _TASK = 0.9, 0.1
#: Bytes for objects of Ray where it is started here.
_OBJECTS = 256_000_000
#: Passes over what is missing, after machines were lost whose work Ray could not do again.
_PASSES = 3
#: Gigabytes that a process that reads may take; with the model it takes 0.7.
MEMORY = 4.0
#: The end of a source; its `number` is how many reports there are, its `id` how many of them are known.
_END = "end of source"


def read_on_cluster(
    paths: list[str],
    out: str,
    *,
    address: str | None = None,
    workers: int | None = None,
    date: str | None = None,
    memory: float = MEMORY,
    read: Callable[[Report], Record] = read_report,
    tell: Callable[[SetAside | None, Summary], None] | None = None,
) -> Summary:
    """Read what is at `paths` on the cluster at `address` (here, without one) and keep it in the folder `out`.

    What `out` has a record of by this reader is not read again. `workers` processes read, one for each processor
    where it is None, each with `memory` gigabytes at most. `tell` is called for every report.
    Raises `MissingExtra`, `InputError`, and `MahdarError` where the cluster or the folder cannot be used.
    """
    sources = sources_in(paths)
    folder = Folder(out)
    run = _Run(folder, reader(), tell)
    begun = time.monotonic()
    with Interrupts() as interrupts:
        try:
            with cluster(address, workers) as ray:
                count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
                work = _Work(
                    date, read, memory, count, {k: v for k, v in os.environ.items() if k.startswith("MAHDAR_")}
                )
                _passes(run, sources, work, interrupts)
        except KeyboardInterrupt:
            run.summary.interrupted = True
        finally:
            with contextlib.suppress(KeyboardInterrupt), interrupts.held():
                folder.flush()
    run.summary.seconds = time.monotonic() - begun
    return run.summary


@dataclass(frozen=True, slots=True)
class _Work:
    """What tasks and actors are to do; `environment` are the settings of this process."""

    date: str | None
    read: Callable[[Report], Record]
    memory: float
    workers: int
    environment: dict[str, str]


@dataclass(slots=True)
class _Seen:
    """What came of a source: the numbers of its rows as bits, and how many are to come, once its end came."""

    bits: bytearray = field(default_factory=bytearray)
    count: int = 0
    whole: int | None = None

    def is_new(self, number: int) -> bool:
        at, bit = divmod(number, 8)
        if at >= len(self.bits):
            self.bits.extend(bytes(at + 1 - len(self.bits)))
        if self.bits[at] & (1 << bit):
            return False
        self.bits[at] |= 1 << bit
        self.count += 1
        return True


class _Run:
    """Rows as they come: each is kept once, told and counted."""

    def __init__(self, folder: Folder, reader: str, tell: Callable[[SetAside | None, Summary], None] | None) -> None:
        self.folder, self.reader, self._tell = folder, reader, tell
        self.summary = Summary()
        self._seen: dict[int, _Seen] = {}
        #: What the folder had when the run began.
        self.texts, self.there = folder.known(reader)

    def take(self, row: Row) -> None:
        seen = self._seen.setdefault(row["source"], _Seen())
        if row["error"] == _END:
            if seen.whole is None:
                passed_over = int(row["id"])
                seen.whole = row["number"] - passed_over
                self.summary.known += passed_over
        elif seen.is_new(row["number"]):
            self._keep(row)

    def _keep(self, row: Row) -> None:
        if row["record"] is not None and row["reader"] != self.reader:
            raise MahdarError(
                f"a machine of the cluster reads with {row['reader']}",
                expected=self.reader,
                remedy="install the same version of Mahdar on all machines",
            )
        row["reader"] = self.reader
        aside = None
        if row["error"] is not None:
            aside = SetAside(row["path"] or row["id"], error_of(row["error"]))
            self.summary.note(aside)
        elif row["record"] is None:
            self.summary.known += 1
        else:
            self.summary.read += 1
        if aside is None or not is_among(place_key(row), self.there):  # not set aside before for the same reason
            self.folder.add(row)
        if self._tell is not None:
            self._tell(aside, self.summary)

    def done(self, source: Source) -> bytes:
        """The numbers of the rows of a source that came, as bits."""
        return bytes(self._seen[source.number].bits) if source.number in self._seen else b""

    def missing(self, sources: list[Source]) -> list[Source]:
        """Sources of which not every row came."""
        none = _Seen()
        return [s for s in sources if (seen := self._seen.get(s.number, none)).whole is None or seen.count < seen.whole]

    def give_up(self, source: Source) -> None:
        """Set aside what did not come of a source."""
        error = UnreadableInput(
            "the processes that took it apart ended", remedy="look at the file and at the memory of the machines"
        )
        placed = type(error)(error.found, remedy=error.remedy, where=source.where)
        self.take(row_of(SetAside(source.where, placed), source.number, 8 * len(self.done(source))))


def _passes(run: _Run, sources: list[Source], work: _Work, interrupts: Interrupts) -> None:
    """Read the sources, and what did not come of them once more."""
    ray = needed("ray", "ray")
    problem = "no machine could do the work"
    for _ in range(_PASSES):
        try:
            for row in _rows(sources, work, run):
                with interrupts.held():
                    run.take(row)
        except ray.exceptions.RayError as error:
            problem = str(error).strip().splitlines()[-1][:200]
        sources = run.missing(sources)
        if not sources:
            return
    if not any(run.done(source) for source in sources):
        raise MahdarError(
            f"the cluster failed ({problem})",
            remedy="look after its machines, which need this version of Mahdar; the same command goes on from here",
        )
    for source in sources:
        run.give_up(source)


@contextlib.contextmanager
def cluster(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, connected to a cluster or started here, with nothing that calls home."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_worker_niceness", "0")  # Ray's own 15 starves beside anything else
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray = needed("ray", "ray")
    needed("ray.data", "ray")
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ours = not ray.is_initialized()
    if ours:
        here = {"num_cpus": workers, "object_store_memory": _OBJECTS, "include_dashboard": False}
        try:
            ray.init(
                address=address or "local", log_to_driver=False, logging_level="ERROR", **({} if address else here)
            )
        except (ConnectionError, OSError, ValueError, RuntimeError) as error:
            raise MahdarError(
                f"no cluster to be had ({str(error)[:200]})", remedy="check the address and that Ray runs there",
                where=address or "",
            ) from error  # fmt: skip
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()


def _rows(sources: list[Source], work: _Work, run: _Run) -> Iterator[Row]:
    """The rows of the sources with their records, as they come."""
    ray = needed("ray", "ray")
    data = needed("ray.data", "ray")
    context = data.DataContext.get_current().copy()
    context.target_max_block_size = BLOCK
    context.target_min_block_size = 1
    context.max_errored_blocks = -1  # what is missing is seen by its numbers
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    known = ray.put((run.texts, run.there))
    with data.DataContext.current(context):
        given = data.from_items(
            [{"number": s.number, "paths": list(s.paths), "done": run.done(s)} for s in sources],
            override_num_blocks=max(1, len(sources)),
        )
        parts = given.map_batches(
            _take_apart, batch_size=1, batch_format="pyarrow", num_cpus=_TASK, zero_copy_batch=True,
            fn_args=(known, work.date, work.environment),
        )  # fmt: skip
        read = parts.map_batches(
            _Actor, batch_size=None, batch_format="pyarrow", num_cpus=_ACTOR, zero_copy_batch=True,
            compute=data.ActorPoolStrategy(min_size=1, initial_size=work.workers, max_size=work.workers),
            fn_constructor_args=(work.read, work.memory, work.environment),
        )  # fmt: skip
        for table in read.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            yield from table.to_pylist()


def _take_apart(batch: Any, known: Any, date: str | None, environment: dict[str, str]) -> Iterator[Any]:  # noqa: ANN401
    """The reports of a source as tables, without those that are known, and its end."""
    os.environ.update(environment)
    (given,) = batch.to_pylist()
    source = Source(given["number"], tuple(given["paths"]))
    texts, there = needed("ray", "ray").get(known)
    done: bytes = given["done"]
    rows: list[Row] = []
    passed_over = size = 0
    number = -1
    for number, item in enumerate(items_of(source, date)):
        if number // 8 < len(done) and done[number // 8] & (1 << number % 8):
            continue
        row = row_of(item, source.number, number)
        if row["error"] is None and is_among(text_key(row), texts):
            if is_among(place_key(row), there):
                passed_over += 1
                continue
            row |= {"text": None, "page": None, "original": None}
        rows.append(row)
        size += len(row["text"] or "") * 2 + len(row["original"] or b"")
        if len(rows) >= _AT_ONCE or size > BLOCK:
            yield table_of(rows)
            rows, size = [], 0
    end = row_of(SetAside(source.where, MahdarError("")), source.number, number + 1)
    yield table_of([*rows, end | {"error": _END, "id": str(passed_over)}])


class _Actor:
    """Reads tables of rows; its process lives on when a report ends the one that reads."""

    def __init__(self, read: Callable[[Report], Record], memory: float, environment: dict[str, str]) -> None:
        os.environ.update(environment)
        self._pool = Pool(1, CHUNK, _Bounded(read, memory))
        atexit.register(self._pool.close)

    def __call__(self, table: Any) -> Any:  # noqa: ANN401 -- a table of pyarrow
        rows: list[Row] = table.to_pylist()
        places = [i for i, row in enumerate(rows) if row["error"] is None and row["text"] is not None]
        reports = (report_of(rows[i]) for i in places)
        for i, outcome in zip(places, self._pool.read(reports), strict=True):
            rows[i] = read_row(rows[i], outcome)
        return table_of(rows)


class _Bounded:
    """`read` in a process that takes so many gigabytes at most, and that ends with the one that started it."""

    def __init__(self, read: Callable[[Report], Record], memory: float) -> None:
        self._read, self._memory = read, memory

    def __reduce__(self) -> tuple[Any, ...]:
        return _bounded, (self._read, self._memory)

    def __call__(self, report: Report) -> Record:
        return self._read(report)


def _bounded(read: Callable[[Report], Record], memory: float) -> _Bounded:
    """Made in the process that reads: bound it first."""
    if sys.platform == "linux":
        import resource

        limit = int(memory * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return _Bounded(read, memory)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
