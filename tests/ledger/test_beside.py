"""Work beside this process has the outcome that it has here."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest

from mahdar.ledger.beside import LEAST, beside


def test_the_outcome_comes_here_and_nothing_else() -> None:
    seen: list[int] = []

    def work() -> tuple[int, list[int]]:
        seen.append(1)
        return os.getpid(), seen

    outcome = beside(work, LEAST)
    process, found = outcome()
    assert found == [1]
    assert seen == ([1] if process == os.getpid() else [])


def test_little_to_do_is_done_here() -> None:
    assert beside(os.getpid, LEAST - 1)() == os.getpid()


def test_beside_threads_it_is_done_here() -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert beside(os.getpid, LEAST)() == os.getpid()
    finally:
        end.set()
        other.join()


def _raise() -> None:
    raise ValueError("no day")


def _die_elsewhere(here: int) -> Callable[[], int]:
    def work() -> int:
        if os.getpid() != here:
            os._exit(9)
        return 7

    return work


def test_what_goes_wrong_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no day"):
        beside(_raise, LEAST)()


def test_a_process_that_dies_is_made_up_for() -> None:
    assert beside(_die_elsewhere(os.getpid()), LEAST)() == 7
