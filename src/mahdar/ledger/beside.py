"""Work that goes on in a process of its own beside this one, where there is a second processor for it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

_T = TypeVar("_T")
#: Reports from which a process of its own is worth its start.
LEAST = 1_000


def beside(work: Callable[[], _T], reports: int) -> Callable[[], _T]:
    """Begin `work` on so many reports beside this process; what is given back waits for it and has its outcome.

    The process is a copy of this one as it stands: what `work` changes stays there, only what it gives back comes here.
    Where there is no second processor, little to do, or where other threads run (whose locks the copy would
    inherit), `work` is done here when its outcome is asked for; so it is where the copy ends without one.
    """
    if reports < LEAST or not _may_fork():
        return work
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    gc.freeze()  # the copy shares memory as long as nothing walks over it
    try:
        process = context.Process(target=_work, args=(there, work), daemon=True)
        process.start()
    except OSError:
        return work
    finally:
        gc.unfreeze()
        there.close()

    def outcome() -> _T:
        try:
            done: _T = here.recv()
        except EOFError:
            return work()
        finally:
            here.close()
            process.join()
        return done

    return outcome


def _may_fork() -> bool:
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return False
    if multiprocessing.current_process().daemon:
        return False
    return len(os.sched_getaffinity(0)) > 1


def _work(there: Connection, work: Callable[[], object]) -> None:
    gc.disable()
    try:
        there.send(work())
    except Exception:  # noqa: BLE001 -- done again by the other process, which says what is wrong
        there.close()
