"""Many workers: bounded work under way, outcomes in order, and a dead worker costs one report at most.

``concurrent.futures`` gives up the whole pool when one worker dies and does not say which task it held. Here every
worker has a pipe of its own, so what it held is known: its chunk is taken apart and each report is tried once more.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from mahdar.engine.stage import Reading, set_aside
from mahdar.engine.worker import READY, work
from mahdar.errors import MahdarError, UnreadableInput
from mahdar.pages import SetAside
from mahdar.record import Record, Report

#: Reports a worker gets at a time: about a tenth of a second of work, against 0.2 ms to hand it over.
CHUNK = 8
#: Code points: a chunk with more is closed early, so that long reports do not pile up in memory.
_CHUNK_TEXT = 500_000
#: Chunks that a worker holds: one that it reads and one that waits.
_HELD = 2
#: Chunks under way for each worker, those included that wait for an earlier one: 64 reports.
_WINDOW = 8
#: Workers in a row that may die before they begin, as they do on a machine that is short of memory.
_STARTS = 3

Outcome = Reading | SetAside


@dataclass(slots=True, eq=False)
class _Batch:
    """A run of the input; `outcomes` is None where an outcome is still to come."""

    items: list[Report | SetAside]
    outcomes: list[Outcome | None]


@dataclass(slots=True, eq=False)
class _Task:
    """Reports of one batch, by position, that go to a worker together; `tries` counts workers that died of it."""

    batch: _Batch
    positions: list[int]
    tries: int = 0

    def reports(self) -> list[Report]:
        return [item for i in self.positions if isinstance(item := self.batch.items[i], Report)]

    def to_read(self) -> list[Report]:
        """The reports as they go to a worker: what the page was like is of no use there."""
        return [r if r.page is None else r.model_copy(update={"page": None}) for r in self.reports()]

    def settle(self, answer: list[str | MahdarError]) -> None:
        for i, report, result in zip(self.positions, self.reports(), answer, strict=True):
            if isinstance(result, str):
                self.batch.outcomes[i] = Reading(report, Record.model_validate_json(result))
            else:
                self.batch.outcomes[i] = set_aside(report, result)


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection[Any, Any]
    ready: bool = False
    held: deque[_Task] = field(default_factory=deque)


class Pool:
    """`workers` processes that read chunks of `chunk` reports with `read`."""

    def __init__(self, workers: int, chunk: int, read: Callable[[Report], Record]) -> None:
        self._count, self._chunk, self._read = workers, max(1, chunk), read
        # spawn: a forked process would share the archive's connection and the terminal's state.
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._tasks: deque[_Task] = deque()
        self._batches: deque[_Batch] = deque()
        self._failed_starts = 0

    def run(self, items: Iterable[Report | SetAside]) -> Generator[Outcome]:
        """Outcomes of `items` in order; the workers end with them."""
        try:
            yield from self.read(items)
        finally:
            self.close()

    def read(self, items: Iterable[Report | SetAside]) -> Generator[Outcome]:
        """Outcomes of `items` in order; the workers stay for the next items, until `close`."""
        source = iter(items)
        more = True
        while more or self._batches:
            room = more and len(self._batches) < _WINDOW * self._count
            if room:
                more = self._take(source)
                self._hand_out()
            if self._workers:
                self._collect(0 if room else None)
            while self._batches and None not in self._batches[0].outcomes:
                yield from (done for done in self._batches.popleft().outcomes if done is not None)

    def _take(self, source: Iterator[Report | SetAside]) -> bool:
        items: list[Report | SetAside] = []
        size = 0
        for item in islice(source, self._chunk):
            items.append(item)
            size += len(item.text) if isinstance(item, Report) else 0
            if size > _CHUNK_TEXT:
                break
        if not items:
            return False
        batch = _Batch(items, [item if isinstance(item, SetAside) else None for item in items])
        self._batches.append(batch)
        positions = [i for i, item in enumerate(items) if isinstance(item, Report)]
        if positions:
            self._tasks.append(_Task(batch, positions))
        return True

    def _hand_out(self) -> None:
        while self._tasks:
            free = [worker for worker in self._workers if len(worker.held) < _HELD]
            if len(self._workers) < self._count and not any(not worker.held for worker in free):
                free.append(self._start())
            if not free:
                return
            worker = min(free, key=lambda worker: len(worker.held))
            task = self._tasks.popleft()
            worker.held.append(task)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it died: _collect sees to it
                worker.pipe.send(task.to_read())

    def _collect(self, seconds: float | None) -> None:
        """Wait for an answer or a death, for so many seconds or as long as it takes, and settle it."""
        ready = wait([worker.pipe for worker in self._workers], seconds)
        for worker in [worker for worker in self._workers if worker.pipe in ready]:
            try:
                answer = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._bury(worker)
                continue
            if answer == READY:
                worker.ready = True
                self._failed_starts = 0
            else:
                worker.held.popleft().settle(answer)
        self._hand_out()

    def _bury(self, worker: _Worker) -> None:
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        suspect = worker.held.popleft() if worker.ready and worker.held else None
        self._tasks.extendleft(reversed(worker.held))
        if suspect is not None:
            self._try_again(suspect, worker.process.exitcode)
        elif not worker.ready:
            self._failed_to_start(worker)

    def _failed_to_start(self, worker: _Worker) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _STARTS:
            raise MahdarError(
                f"reading processes end before they begin (exit status {worker.process.exitcode})",
                remedy="read with one worker; a script that reads with more needs `if __name__ == '__main__':`",
            )

    def _try_again(self, task: _Task, status: int | None) -> None:
        if not task.tries:
            self._tasks.extendleft(_Task(task.batch, [i], tries=1) for i in reversed(task.positions))
            return
        error = UnreadableInput(
            f"two reading processes ended while they read it (exit status {status})",
            remedy="look at the page; if the machine is short of memory, use fewer workers",
        )
        task.settle([error for _ in task.positions])

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(target=work, args=(there, self._read), daemon=True)
        with _sigint_held():
            process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
            worker.process.close()
        self._workers.clear()


@contextlib.contextmanager
def _sigint_held() -> Iterator[None]:
    """Block Ctrl-C while a worker starts: it inherits the mask and never dies of a signal meant for the parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
