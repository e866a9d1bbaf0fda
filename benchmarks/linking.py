"""How long linking takes as an archive grows, and what it holds in memory: a table, and a plot for docs/.

usage: python benchmarks/linking.py ARCHIVE [--sizes 2000,4000,…] [--plot docs/linking.svg] [--judged]

ARCHIVE holds the records of SaudiNewsNet, read by rules: MAHDAR_TAGGER=off mahdar read saudinewsnet.jsonl.gz --into
ARCHIVE --read-copies (docs/linking.md); records as JSON lines with `text`, `date` and `outlet` do as well. Of each size
the same share of every day is taken, so that what grows is how many reports tell of one thing, which is harder than
more days are. Each size runs in a process of its own. Times are seconds of one processor, which do not depend on what
else the machine does. `--judged` links all and says how that agrees with tests/cases/events/saudinewsnet.tsv.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from hashlib import blake2b
from math import log2
from pathlib import Path
from typing import Any, TypeVar

from mahdar.archive import Archive
from mahdar.evaluate.judged import Agreement, agreement, index_of, judged
from mahdar.ledger import chains, copies, events
from mahdar.ledger.records import linked_parts, told_of
from mahdar.ledger.series import series
from mahdar.ledger.versions import Teller
from mahdar.who import Told, link
from mahdar.who.english import Naming
from mahdar.who.offices import offices

JUDGED = Path(__file__).parent.parent / "tests" / "cases" / "events" / "saudinewsnet.tsv"
T = TypeVar("T")
SIZES = "2000,4000,8000,16000,31000"


def sample(archive: Path, size: int) -> list[Told]:
    """The `size` reports whose ids have the least hashes."""
    if archive.suffix == ".jsonl":
        lines = archive.read_text("utf-8").split("\n")[:-1]
        chosen = sorted(lines, key=lambda line: _hash(line.partition('"doc": "')[2].partition('"')[0]))[:size]
        del lines
        return [_told(line) for line in chosen]
    with Archive(archive, create=False) as opened:
        found = told_of(opened)
    return sorted(found, key=lambda told: _hash(told.doc))[:size]


def _hash(doc: str) -> bytes:
    return blake2b(doc.encode(), digest_size=8).digest()


def _told(line: str) -> Told:
    row = json.loads(line)
    return Told(linked_parts(line), row["date"], row["outlet"], row["text"])


def agreement_of(archive: Path) -> Agreement:
    """How the linking of all reports agrees with the judged pairs of those that are there."""
    reports = sample(archive, 1_000_000)
    engagements = {told.doc: told.record.engagements for told in reports}
    found = events.merge(events.tellings(link(reports)))
    event_of = {t.key: n for n, group in enumerate(found) for t in group}
    pairs = judged(JUDGED)
    indices = {i: index_of(i, engagements.get(i.report, [])) for pair in pairs for i in (pair.a, pair.b)}
    return agreement(pairs, {i: event_of[i.report, n] for i, n in indices.items() if n is not None})


def measured(archive: Path, size: int) -> dict[str, Any]:
    """Seconds of each step, peak memory in MB, and how much there was to link."""
    row: dict[str, Any] = {}

    def timed(step: str, work: Callable[[], T]) -> T:
        begun = time.process_time()
        done = work()
        row[step] = round(time.process_time() - begun, 2)
        return done

    reports = timed("load", lambda: sample(archive, size))
    entities = timed("who", lambda: link(reports))
    tellings = timed("tellings", lambda: events.tellings(entities))
    merged = timed("events", lambda: events.merge(tellings))
    timed("chains", lambda: chains.chained(chains.commitments(entities)))
    taken = timed("copies", lambda: copies.grouped(copies.find_copies(reports)))
    originals = {copy: first for first, some, _ in taken for copy in some}
    naming = Naming(entities)
    groups = (*entities.persons, *entities.bodies, *entities.places)
    timed("names", lambda: [naming.known(naming.of(group[0]).entity) for group in groups])
    timed("offices", lambda: offices(entities, naming))
    of_several = [(str(n), event) for n, event in enumerate(merged) if len(event) > 1]
    told_of_event: dict[str, set[str]] = defaultdict(set)
    for id_, event in of_several:
        for telling in event:
            told_of_event[telling.doc].add(id_)
    together = {doc: frozenset(some) for doc, some in told_of_event.items()}
    figures = timed("series", lambda: series(entities, naming, originals, together))
    teller = Teller(entities, naming, originals, figures)
    timed("versions", lambda: [teller.told(str(n), event) for n, event in enumerate(merged)])
    steps = sum(row.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {"tellings": len(tellings), "events": len(merged), "of_several": sum(len(g) > 1 for g in merged)}
    return {"reports": len(reports), **row, "all": round(steps, 1), "peak_mb": round(peak), "counts": counts}


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Seconds over reports, both doubled at each step of the grid, beside n·log n through the first point."""
    left, top, width, height = 60, 20, 520, 300
    sizes, seconds = [row["reports"] for row in rows], [row["all"] for row in rows]
    ideal = [seconds[0] * n * log2(n) / (sizes[0] * log2(sizes[0])) for n in sizes]
    low, high = log2(min(*seconds, *ideal)) - 0.3, log2(max(*seconds, *ideal)) + 0.3

    def at(n: float, s: float) -> str:
        x = left + width * (log2(n) - log2(sizes[0])) / (log2(sizes[-1]) - log2(sizes[0]))
        return f"{x:.1f},{top + height * (high - log2(s)) / (high - low):.1f}"

    def line(values: list[float], style: str) -> str:
        return f'<polyline fill="none" {style} points="{" ".join(map(at, sizes, values))}"/>'

    frame = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#999"/>'
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 380" font-family="sans-serif" font-size="12">',
        '<rect width="620" height="380" fill="white"/>',
        frame,
        line(ideal, 'stroke="#999" stroke-dasharray="5 4"'),
        line(seconds, 'stroke="#1f5fa8" stroke-width="2"'),
    ]
    for n, s in zip(sizes, seconds, strict=True):
        x, y = at(n, s).split(",")
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#1f5fa8"/>')
        parts.append(f'<text x="{x}" y="{float(y) - 9:.1f}" text-anchor="middle">{s:.0f} s</text>')
        parts.append(f'<text x="{x}" y="{top + height + 18}" text-anchor="middle">{n:,}</text>')
    legend = "reports linked (both axes logarithmic; dashed: n·log n from the first point; seconds of one processor)"
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 40}" text-anchor="middle">{legend}</text></svg>')
    path.write_text("\n".join(parts) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--one", type=int, help="measure one size in this process and print it as JSON")
    parser.add_argument("--judged", action="store_true")
    asked = parser.parse_args()
    if asked.judged:
        print(agreement_of(asked.archive))
        return
    if asked.one:
        print(json.dumps(measured(asked.archive, asked.one)))
        return
    rows = []
    for size in asked.sizes.split(","):
        command = [sys.executable, __file__, str(asked.archive), "--one", size]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(json.dumps(rows[-1]), flush=True)
    if asked.plot:
        plot(rows, asked.plot)


if __name__ == "__main__":
    main()
