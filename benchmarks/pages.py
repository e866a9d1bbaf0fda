"""Makes a crawl from the reports of saudinewsnet and reads it: pages a second, and memory as the archive grows.

    python -m benchmarks.pages make crawl.warc ../shared/corpora/raw/saudinewsnet.jsonl.gz --megabytes 2000
    python -m benchmarks.pages read crawl.warc

Every third record is a page, in the styles of the HTML test set with scripts as heavy as the press has them; the
others are pictures. With ``--broken 500`` one record in 500 is damaged, each in another way, and with ``--tiny 100000``
so many records of a few bytes stand before the rest; a name in ``.gz`` is compressed record by record. Reading is
pages to reports alone, without tagger and archive: the stage that has to run in memory that does not grow.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from tests.pages import html_set, second_set
from tests.pages.invented_reports import Written

from mahdar.pages import reports_in
from mahdar.record import Report

PICTURE = os.urandom(100_000)
SCRIPT = f"<script>{'var x=1;' * 4_000}</script></head>"
#: Pages whose report only a script brings are left out: they have none to be found.
STYLES = [style for name, style in (html_set.STYLES | second_set.STYLES).items() if name != "state"]


def page_of(report: dict[str, str], number: int) -> tuple[bytes, str]:
    """A page with a report of the corpus on it, in one style after the other, and its charset."""
    make, encoding, _ = STYLES[number % len(STYLES)]
    paragraphs = tuple(part.strip() for part in report["text"].split("\n") if part.strip())
    day = report["date"][:10]
    written = Written(report["title"], paragraphs, day, "10:05", "صحيفة الميزان", "سعد الراوي", "الرياض")
    page = make(written).replace("</head>", SCRIPT, 1)
    return html_set.encoded(page, encoding), {"cp1256": "windows-1256", "iso8859_6": "iso-8859-6"}.get(
        encoding, "utf-8"
    )


def record(url: str, kind: str, body: bytes) -> bytes:
    """A response as a WARC record."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _length(data: bytes, change: int) -> bytes:
    """A record whose length says `change` bytes more than there are."""
    head, rest = data.split(b"\r\n\r\n", 1)
    lines = head.split(b"\r\n")
    length = int(lines[-1].split(b": ")[1])
    return b"\r\n".join([*lines[:-1], b"Content-Length: %d" % (length + change)]) + b"\r\n\r\n" + rest


#: Ways to damage a record, plain; the last one only where records are compressed.
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[: len(data) // 2],
    "a length too long": lambda data: _length(data, 5_000),
    "a length too short": lambda data: _length(data, -500),
    "no length": lambda data: data.replace(b"Content-Length", b"Content-Lenght", 1),
    "no version": lambda data: data.replace(b"WARC/1.0", b"CRAW/9.9", 1),
}


def records_of(corpus: Path) -> Iterator[tuple[bytes, bool]]:
    """Records without end, and whether each is a page."""
    number = itertools.count()
    for round_ in itertools.count():
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for n, line in enumerate(lines):
                url = f"http://site.example/{round_}/{n}"
                report = json.loads(line)
                if len(report["text"].split()) < 40:
                    continue
                page, charset = page_of(report, next(number))
                yield record(url, f"text/html; charset={charset}", page), True
                yield record(f"{url}.jpg", "image/jpeg", PICTURE), False
                yield record(f"{url}.png", "image/png", PICTURE), False


def make(arguments: argparse.Namespace) -> None:
    """Write the archive, and say what is in it."""
    size, counts, ways = 0, Counter[str](), itertools.cycle(DAMAGE.items())
    packed = arguments.archive.suffix == ".gz"
    with arguments.archive.open("wb") as out:
        for n in range(arguments.tiny):
            data = record(f"http://t.example/{n}", "text/html", b"<p>x")
            size += out.write(gzip.compress(data, 1) if packed else data)
            counts["tiny"] += 1
        for n, (data, is_page) in enumerate(records_of(arguments.corpus)):
            if size >= arguments.megabytes * 1_000_000:
                break
            if arguments.broken and n % arguments.broken == arguments.broken - 1:
                way, spoil = next(ways)
                counts[f"page damaged: {way}" if is_page else "picture damaged"] += 1
                kept = spoil(data)
                if packed:  # a member that ends within, as a crawler leaves it that was killed
                    kept = gzip.compress(kept, 1)
                    kept = kept[: len(kept) * 2 // 3] if way == "cut short" else kept
                size += out.write(kept)
            else:
                counts["page" if is_page else "picture"] += 1
                size += out.write(gzip.compress(data, 1) if packed else data)
    print(f"{size / 1e6:.0f} MB: " + ", ".join(f"{count:,} {what}" for what, count in counts.items()))


def read(arguments: argparse.Namespace) -> None:
    """Read the archive, and say how it went."""
    process, begun, pages, aside, notes = psutil.Process(), time.process_time(), 0, Counter[str](), []
    for item in reports_in([arguments.archive], notes=lambda note: notes.append(note.what)):
        if isinstance(item, Report):
            pages += 1
            if pages % 2_000 == 0:
                print(f"{pages:,} reports: {process.memory_info().rss / 1e6:.0f} MB", flush=True)
        else:
            aside[item.error.found.split("(")[0].split(":")[0]] += 1
    seconds = time.process_time() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{pages:,} reports, {aside.total():,} set aside, {seconds:.1f} s of one core, {pages / seconds:.0f} a second"
    )
    print(f"memory at the most: {most:.0f} MB")
    for what, count in [*aside.most_common(), *Counter(n.split(":")[0] for n in notes).most_common(8)]:
        print(f"  {count:,} x {what}")


def main() -> None:
    """Make or read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(required=True)
    making, reading = parts.add_parser("make"), parts.add_parser("read")
    making.add_argument("archive", type=Path)
    making.add_argument("corpus", type=Path)
    making.add_argument("--megabytes", type=int, default=200)
    making.add_argument("--broken", type=int, default=0)
    making.add_argument("--tiny", type=int, default=0)
    making.set_defaults(do=make)
    reading.add_argument("archive", type=Path)
    reading.set_defaults(do=read)
    arguments = parser.parse_args()
    arguments.do(arguments)


if __name__ == "__main__":
    main()
