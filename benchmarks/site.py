"""How long each page takes over a large archive, and what it weighs: `python benchmarks/site.py ARCHIVE [--rounds 5]`.

ARCHIVE is linked, as `benchmarks/million.py` makes it (reports of a press read by rules, `benchmarks/rough_links.py`,
four copies for 120,000 reports). Each page is asked for in both languages, with filters, on a real `mahdar serve`; told
are p95 and worst by the clock and by the processor of the server, in milliseconds, for each page, slowest first.
`--wrk 60` has wrk ask for the first page and a list over 50 connections for so many seconds (`--rounds 0`: that alone).
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import re
import subprocess
import sys
import time
from collections import defaultdict
from urllib.parse import quote

import psutil

from mahdar.archive import Archive
from mahdar.web.page import address
from mahdar.web.pages import PAGES
from mahdar.web.pages.series import id_of

NAMES = ("السعودية", "العراق", "الملك سلمان", "وزارة الداخلية")
API = ("reports", "engagements", "statements", "commitments", "incidents", "figures", "events", "chains", "series",
       "offices", "places")  # fmt: skip


def known_ids(archive: Archive) -> dict[str, list[str]]:
    """Ids for the pages that need one: of entities those named most, and three of the newest."""
    report = archive.reports(limit=1)[0].id
    ids: dict[str, list[str]] = {"report": [report]}
    for line in archive.engagements(limit=200):
        for party in (*line.who, line.place):
            kind, _, code = ((party.entity if party else None) or "").partition("/")
            if code and len(ids.setdefault(kind, [])) < 3 and code not in ids[kind]:
                ids[kind].append(code)
    for kind in ("person", "body", "place", "state"):
        most = archive.most_named(kind=kind, limit=3)
        ids[kind] = ids.get(kind, []) + [one.entity.replace("state:", "state/").partition("/")[2] for one in most]
    ids["engagement"] = [(line.address or "").partition("/")[2] for line in archive.engagements(limit=2)]
    ids["event"] = [event.id.partition("/")[2] for event in archive.events(limit=2)]
    ids["chain"] = [chain.id.partition("/")[2] for chain in archive.pledges(limit=2)]
    ids["claims"] = [id_of(one.points[0]) for one in archive.series(limit=3)]
    ids["review/line"] = [line.line for line in archive.reviewing().queue(limit=2)]
    ids["review/new"] = [report]
    return ids


def addresses(archive: Archive) -> dict[str, list[str]]:
    """What is asked for, by page."""
    ids = known_ids(archive)
    found: dict[str, list[str]] = defaultdict(list)
    for page in PAGES:
        for language in ("ar", "en"):
            if page.with_id:
                found[page.name] += [address(language, page.name, id_) for id_ in ids.get(page.name, [])]
                continue
            filters = {each.name for each in page.filters}
            found[page.name].append(address(language, page.name))
            if "party" in filters:
                found[page.name] += [address(language, page.name, party=name) for name in NAMES]
            if "since" in filters:
                found[page.name].append(address(language, page.name, since="2010", until="2014"))
            if page.name == "search":
                found[page.name] += [address(language, page.name, words=words) for words in (*NAMES, "وزير", "تعهد")]
    found["pair"] = [
        address(language, "pair", a=a, b=b)
        for language in ("ar", "en")
        for a, b in (("state:SA", "state:IQ"), ("state:SA", "state:US"), ("state:IR", "state:US"))
    ]
    report, *_, other = archive.reports(limit=25)
    found["compare"] = [address(language, "compare", report=report.id, other=other.id) for language in ("ar", "en")]
    for name in API:
        found[f"api {name}"] = [f"/api/{name}?limit=25"]
    found["api search"] = [f"/api/search?limit=25&words={quote('وزير')}"]
    return {name: some for name, some in found.items() if some}


class Asker:
    """Asks a server and takes the times."""

    def __init__(self, base: str, server: int) -> None:
        self.connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=120)
        self.server = psutil.Process(server)

    def ask(self, path: str) -> tuple[float, float, int, bytes]:
        """Milliseconds by the clock and by the server's processor, the status and the answer."""
        worked, begun = sum(self.server.cpu_times()[:2]), time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - begun
        if answer.status == 307:  # a place that is a state
            return self.ask(answer.headers["Location"])
        return took * 1000, (sum(self.server.cpu_times()[:2]) - worked) * 1000, answer.status, body


def p95(values: list[float]) -> float:
    """What 95 in 100 stay below."""
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


def weigh(asker: Asker) -> None:
    """The bytes of the first page with all that it loads."""
    body = asker.ask("/ar/")[3]
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', body.decode()))
    css = next(path for path in loaded if ".css" in path)
    loaded |= {f"/static/{font}" for font in re.findall(r"url\((fonts/[^)]+)\)", asker.ask(css)[3].decode())}
    sizes = {path: len(asker.ask(path)[3]) for path in loaded}
    print(f"first page: {len(body):,} bytes ({len(gzip.compress(body)):,} as gzip), with every font: "
          f"{len(body) + sum(sizes.values()):,}")  # fmt: skip


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--wrk", type=int, default=0, metavar="SECONDS")
    options = parser.parse_args()
    with Archive(options.archive, create=False) as archive:
        asked = addresses(archive)
    command = [sys.executable, "-m", "mahdar", "serve", "--port", "0", "--lang", "en", "--archive", options.archive]
    begun = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            base = re.findall(r"http://[0-9.:]+", server.stderr.readline())[0]
            took, worked = time.perf_counter() - begun, sum(psutil.Process(server.pid).cpu_times()[:2])
            print(f"ready after {took:.1f} s, {worked:.1f} s of the processor")
            asker = Asker(base, server.pid)
            weigh(asker)
            if options.rounds:
                times(asker, asked, options.rounds)
            if options.wrk:
                for path in ("/ar/", "/en/engagements"):
                    print(path, flush=True)
                    subprocess.run(["wrk", "-t1", "-c50", f"-d{options.wrk}s", "--timeout", "30s", "--latency",
                                    base + path], check=True)  # fmt: skip
        finally:
            server.terminate()


def times(asker: Asker, asked: dict[str, list[str]], rounds: int) -> None:
    """Print what each page takes."""
    rows = []
    for name, paths in asked.items():
        clock, worked, slowest = [], [], (0.0, "")
        for _ in range(rounds):
            for path in paths:
                took, own, status, _ = asker.ask(path)
                assert status == 200, (status, path)
                clock.append(took)
                worked.append(own)
                slowest = max(slowest, (own, path))
        rows.append((p95(worked), name, len(paths), p95(clock), max(worked), slowest[1]))
        print(
            f"{name}: processor p95 {rows[-1][0]:.0f} ms, clock p95 {rows[-1][3]:.0f} ms", file=sys.stderr, flush=True
        )
    print("| page | addresses | processor: p95 | worst | clock: p95 | slowest |\n|---|---|---|---|---|---|")
    for own, name, count, took, worst, path in sorted(rows, reverse=True):
        print(f"| {name} | {count} | {own:.0f} | {worst:.0f} | {took:.0f} | {path} |")


if __name__ == "__main__":
    main()
