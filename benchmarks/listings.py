"""How long every listing and search takes: `python -m benchmarks.listings PLACE [--rounds 3] [--only NAMES]`.

PLACE is an archive, as `benchmarks.million` makes one. Each listing is asked with no filter, with each of its filters,
with names that many, some and few reports have, and for a later page; searches are those of
tests/cases/search_queries.tsv. With --drawn they are drawn from the archive instead (see `benchmarks.drawn`). Prints
for each listing what its questions cost in milliseconds: of the processor (ours and the server's for us) and by the
clock, and how many times the baseline that is (fifty reports by their keys, one by one, asked between the questions).
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa
from benchmarks import drawn
from tests.archive.own import PARTS
from tests.archive.own import table as questions

from mahdar.archive import Archive, dialect, schema

#: As the lists ask: one more than a page of 50.
PAGE = 51
#: Milliseconds of the processor from which a question is told of at once.
SLOW = 200
Case = tuple[str, str, Callable[[], Any]]


@dataclass(frozen=True)
class Names:
    """Names of the archive that many, some and few reports have."""

    persons: list[str]
    bodies: list[str]
    places: list[str]


def names(archive: Archive) -> Names:
    """Names by how many parties have them: the most frequent one, and ones of a hundred, ten and one."""
    p = schema.parties.c
    found = []
    with archive._reading() as connection:
        for kind in ("PER", "ORG", "GPE"):
            counted = sa.select(p.name, sa.func.count().label("many")).where(p.type == kind).group_by(p.name)
            rows = list(connection.execute(counted.order_by(sa.desc("many"), p.name)))
            some = [rows[0].name, rows[5].name]
            some += [next((r.name for r in rows if r.many <= most), rows[-1].name) for most in (1000, 100, 10, 1)]
            found.append(list(dict.fromkeys(some)))
    return Names(*found)


def cases(archive: Archive, known: Names) -> Iterator[Case]:
    """Listing, which question, and how it is asked."""
    day, month = "2012-03-14", {"since": "2012-03", "until": "2012-03"}
    everyone = [*known.persons, *known.bodies, *known.places]
    by_party: list[dict[str, Any]] = [{"party": name} for name in everyone]
    common: list[dict[str, Any]] = [{}, {"offset": 1000}, month, {"since": day}, {"until": "2008"}]
    lists: dict[str, list[dict[str, Any]]] = {
        "reports": [*common, *by_party, {"outlet": "alriyadh"}, {"outlet": "aawsat", **month}],
        "engagements": [*common, *by_party, {"kind": "meeting"}, {"kind": "signing"}, {"status": "planned"},
                        {"topic": "security"}, {"min_confidence": 0.9}, *({"place": name} for name in known.places)],
        "statements": [*common, *by_party, {"act": "deny"}, {"form": "direct"}, {"min_confidence": 0.9},
                       {"words": "العراق"}, {"words": "وزير الداخلية"}, {"party": everyone[0], "act": "deny", **month}],
        "commitments": [*common, *by_party, {"kind": "pledge"}, {"area": "training"}, {"status": "conditional"},
                        *({"from_": name} for name in known.bodies), *({"to": name} for name in known.places)],
        "incidents": [*common, *by_party, {"type": "ASSAULT"}, *({"place": name} for name in known.places)],
        "figures": [*common, *by_party, {"unit": "person"}, {"unit": "soldier"}],
        "skipped": [{}, {"what": "statement"}],
        "events": [*common, *by_party, {"kind": "meeting"}, {"merged": True}, {"disputed": True},
                   *({"place": name} for name in known.places), {"kind": "session", **month}],
        "offices": [*common, *by_party, {"words": "وزير الداخلية"}, {"words": "السفير"}, {"speaks": True}],
        "series": [*common, *by_party, {"words": "قتيل"}, {"unit": "person"}, {"disputed": True}],
        "pledges": [*common, *by_party, {"open_": True}, {"area": "training"}, {"area": "arms", "open_": True},
                    *({"from_": name} for name in known.bodies), *({"to": name} for name in known.places)],
    }  # fmt: skip
    for listing, some in lists.items():
        ask = getattr(archive, listing)
        for wanted in some:
            yield listing, json.dumps(wanted, ensure_ascii=False), lambda a=ask, w=wanted: a(**w, limit=PAGE)
    for name in everyone:
        yield "who", name, lambda n=name: archive.who(n, limit=PAGE)
    for name in everyone:
        yield "entities", name, lambda n=name: archive.entities(n)
    yield from about_entities(archive)
    desk = archive.reviewing()
    for order in (None, "confidence", "conflict", "new", "cited"):
        yield "queue", str(order), lambda o=order: desk.queue(order=o)
    for part in ("engagements", "statements", "commitments", "figures", "parties"):
        yield "queue", part, lambda p=part: desk.queue(part=p)
    yield "queue", "second", lambda: desk.queue(second=True, by="Huda")
    yield "waiting", "", lambda: archive.linking().waiting(limit=PAGE)
    yield "waiting", "person", lambda: archive.linking().waiting(kind="person", limit=PAGE)
    for name in ("agreement", "unmatched", "gold"):
        yield name, "", getattr(desk, name)
    yield "counts", "", archive.counts
    yield "failures", "", lambda: archive.failures(limit=PAGE)
    for part, question, *_ in questions():
        parts = PARTS if part == "all" else (part,)
        yield "search", question, lambda q=question, p=parts: archive.search(q, parts=p)
        yield "search_all", question, lambda q=question: archive.search(q, parts=PARTS)


def about_entities(archive: Archive) -> Iterator[Case]:
    """Lists of entities, and what pages of one or of two show, for entities that many, some and few reports name."""
    kinds = (None, "person", "body", "place", "state")
    for kind in kinds:
        for offset in (0, 1000):
            named = {"kind": kind, "limit": PAGE, "offset": offset}
            yield "most_named", f"{kind} {offset}", lambda n=named: archive.most_named(**n)
    ids = {kind: archive.most_named(kind=kind, limit=2000) for kind in kinds[1:]}
    some = [entries[at].entity for entries in ids.values() for at in (0, 5, 50, 500) if at < len(entries)]
    month = {"since": "2012-03", "until": "2012-03"}
    for id_ in some:
        yield "entity", id_, lambda i=id_: archive.entity(i)
        yield "contacts", id_, lambda i=id_: archive.contacts(i, limit=PAGE)
        yield "contacts", f"{id_} {month}", lambda i=id_: archive.contacts(i, limit=PAGE, **month)
    first = [entries[at].entity for entries in ids.values() for at in (0, 1, 5) if at < len(entries)]
    for a, b in itertools.combinations(first, 2):
        yield "between", f"{a} {b}", lambda a=a, b=b: archive.between(a, b, limit=PAGE)
    kinds_there: tuple[str | None, ...] = (None, "engagement", "meeting", "incident", "ASSAULT")
    for kind in kinds_there:
        for stretch in ({}, {"since": "2012"}, month):
            wanted = {"kind": kind, "limit": PAGE, **stretch}
            yield "places", str(wanted), lambda w=wanted: archive.places(**w)
    for part in ({}, month, {"open_": True}):
        yield "ledger", str(part), lambda p=part: archive.pledges(newest=True, limit=PAGE, **p)
    yield "pairs", "", lambda: archive.pairs(limit=12)
    yield "ties", "", lambda: archive.ties(some)


class Clock:
    """Time of the processor, ours and that of the server's process that serves us."""

    def __init__(self, archive: Archive) -> None:
        self.server = None
        if not isinstance(archive.path, Path):
            with archive._reading() as connection:
                self.server = psutil.Process(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    def seconds(self) -> float:
        """What was used until now."""
        theirs = sum(self.server.cpu_times()[:2]) if self.server is not None else 0.0
        return time.process_time() + theirs


def baseline(archive: Archive) -> None:
    """Questions that any database answers at once: what all else is compared with."""
    r = schema.reports.c
    with archive._reading() as connection:
        for key in range(1, 51):
            connection.execute(sa.select(r.id, sa.func.length(r.text)).where(r.key == key)).all()


def percentile(times: list[float]) -> float:
    """The 95th of a hundred."""
    return statistics.quantiles(times, n=20, method="inclusive")[18] if len(times) > 1 else times[0]


def main() -> None:
    """Ask everything and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("place")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only")
    parser.add_argument("--worst", type=int, default=3)
    parser.add_argument("--drawn", type=int, help="ask each list that many questions drawn from the archive instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, help="ask in an order of no meaning, and no longer than that")
    options = parser.parse_args()
    with Archive(options.place) as archive:
        clock, told, base = Clock(archive), {}, []
        if options.drawn:
            wanted = list(drawn.cases(archive, options.drawn, options.seed))
        else:
            wanted = list(cases(archive, names(archive)))
        if options.seconds:
            random.Random(0).shuffle(wanted)
        until = time.monotonic() + (options.seconds or float("inf"))
        for listing, which, ask in wanted:
            if (options.only and listing not in options.only.split(",")) or time.monotonic() > until:
                continue
            for n in range(options.rounds):
                begun, used = time.perf_counter(), clock.seconds()
                found = ask()
                took = 1000 * (time.perf_counter() - begun), 1000 * (clock.seconds() - used)
                many = len(found) if hasattr(found, "__len__") else 1
                told.setdefault(listing, []).append((*took, which, many))
                if took[1] > SLOW:
                    print(f"{listing} {which}: {took[1]:.0f} ms of the processor", file=sys.stderr, flush=True)
                if n == 0 and len(told[listing]) % 10 == 1:
                    begun = time.perf_counter()
                    baseline(archive)
                    base.append(1000 * (time.perf_counter() - begun))
                if took[0] > 5000:
                    break
        with archive._reading() as connection:
            size, _ = dialect.space(connection)
        counts = archive.counts()
        print(
            f"{counts['reports']:,} reports, {counts['engagements'] + counts['statements']:,} engagements and "
            f"statements; {size / counts['reports'] / 1024:.1f} KB a report; baseline {statistics.median(base):.1f} ms"
        )
        print(f"{'':12} asked  cpu: median    p95  worst   clock: median    p95  worst  p95 in baselines")
        for listing, rows in told.items():
            clocks, cpus = [row[0] for row in rows], [row[1] for row in rows]
            print(
                f"{listing:12} {len(rows):5}  {statistics.median(cpus):11.0f} {percentile(cpus):6.0f} {max(cpus):6.0f}"
                f"  {statistics.median(clocks):14.0f} {percentile(clocks):6.0f} {max(clocks):6.0f}"
                f"  {percentile(clocks) / statistics.median(base):8.1f}"
            )
            seen = set()
            for took, used, which, many in sorted(rows, key=lambda row: -row[1]):
                if which not in seen and used > 60 and len(seen) < options.worst:
                    seen.add(which)
                    print(f"      {used:7.0f} ms, {took:7.0f} by the clock: {which} ({many})")


if __name__ == "__main__":
    main()
