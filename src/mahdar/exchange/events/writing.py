"""Writers of the exchange's formats of events (`mahdar.exchange`): one file, a line an event, in the order of days."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mahdar.exchange.events import plover
from mahdar.exchange.events.cameo import CAMEO
from mahdar.exchange.events.flat import Format
from mahdar.exchange.events.gdelt import GDELT
from mahdar.exchange.events.model import CodedEvent
from mahdar.exchange.events.ngec import NGEC
from mahdar.exchange.events.polecat import POLECAT
from mahdar.exchange.events.taking import events

if TYPE_CHECKING:
    from mahdar.exchange.running import Export

#: What events that a flat format cannot tell are counted as.
NOT_TOLD = "not_told"


def write_plover(job: Export) -> None:
    """PLOVER records as JSON lines."""
    coder = ", ".join(job.about["archive"]["readers"])
    _write(job, lambda event: json.dumps(plover.record(event, coder), ensure_ascii=False))


def write_polecat(job: Export) -> None:
    """POLECAT's forty columns."""
    _write_flat(job, POLECAT)


def write_ngec(job: Export) -> None:
    """NGEC-2025's table."""
    _write_flat(job, NGEC)


def write_cameo(job: Export) -> None:
    """CAMEO codes."""
    _write_flat(job, CAMEO)


def write_gdelt(job: Export) -> None:
    """GDELT 2.0 events."""
    _write_flat(job, GDELT)


def _write_flat(job: Export, format_: Format) -> None:
    _write(job, format_.line, format_.head() if format_.header else None)


def _write(job: Export, line: Callable[[CodedEvent], str | None], head: str | None = None) -> None:
    with job.path.open("w", encoding="utf-8", newline="\n") as file:
        if head is not None:
            file.write(head + "\n")
        for told in job.counted("events", _lines(job, line)):
            file.write(told + "\n")


def _lines(job: Export, line: Callable[[CodedEvent], str | None]) -> Iterator[str]:
    for event in events(job.stream, per_report=job.options.per_report):
        told = line(event)
        if told is None:
            job.counts[NOT_TOLD] += 1
        else:
            yield told
