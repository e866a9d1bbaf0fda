"""How fast lines of reports become events, and rows of GDELT are set beside them: seconds of one processor, and memory.

    python benchmarks/comparing.py [LINES] [ROWS]

The lines are those of the records in tests/exchange/noted.py, over and over, in one year; the rows are invented.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.exchange import noted
from tests.exchange.outside_rows import gdelt_line

from mahdar.exchange.events.coding import code
from mahdar.exchange.events.comparing import Comparison
from mahdar.exchange.events.merging import Merger
from mahdar.exchange.events.model import CodedEvent
from mahdar.exchange.events.outside import read

DICE = random.Random(1)


def lines(n: int) -> Iterator[CodedEvent]:
    events = [event for record in noted.all_of_them() for event in code(noted.scene(record)).events]
    for i in range(n):
        event, day = DICE.choice(events), f"2016-{1 + i % 12:02d}-{1 + i % 28:02d}"
        group = f"engagement/{i // 2}" if event.tellings[0].part == "engagements" else ""
        telling = replace(event.tellings[0], report=f"r{i}", day=day)
        yield replace(event, id=str(i), date=day, group=group, tellings=(telling,))


def row(i: int) -> str:
    return gdelt_line(
        GlobalEventID=str(i),
        Day=f"2016{1 + i % 12:02d}{1 + i % 28:02d}",
        EventCode=DICE.choice(["040", "042", "010", "100", "112", "190", "057"]),
        Actor1CountryCode=DICE.choice(["TUN", "IRQ", "USA", "FRA", "CHN", "RUS"]),
        Actor2CountryCode=DICE.choice(["SAU", "IRQ", "GBR", ""]),
        ActionGeo_CountryCode=DICE.choice(["SA", "IZ", "US", "FR"]),
    )


def told(what: str, since: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {time.process_time() - since:.1f} s, {memory} MB")


def main() -> None:
    many, rows = (int(number) for number in (*sys.argv[1:], "5000", "20000")[:2])
    with Merger() as merger, Comparison() as comparison, tempfile.TemporaryDirectory() as folder:
        prepared = list(lines(many))
        since, merged = time.process_time(), 0
        for event in prepared:
            merger.add(event)
        for event in merger.merged():
            comparison.add(event)
            merged += 1
        told(f"{many} lines are {merged} events", since)
        theirs = Path(folder) / "theirs.csv"
        theirs.write_text("\n".join(row(i) for i in range(rows)) + "\n", "utf-8")
        since = time.process_time()
        outcomes = Counter(
            pair.outcome for pair in comparison.compare(read(theirs, "gdelt")) if hasattr(pair, "outcome")
        )
        told(f"{rows} rows: {dict(outcomes)}", since)


if __name__ == "__main__":
    main()
