"""Reads a crawl made from the reports of saudinewsnet: pages a second, and memory as the archive grows.

    python benchmarks/pages.py ../shared/corpora/raw/saudinewsnet.jsonl.gz --megabytes 2000

Every third record is a page, the others are pictures, as in a crawl; the archive is written to a temporary file.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from mahdar.pages import reports_in
from mahdar.record import Report

PICTURE = os.urandom(40_000)


def page_of(report: dict[str, str]) -> bytes:
    """A page with a report of the corpus on it, a menu, a rail and scripts around it."""
    paragraphs = "".join(f"<p>{part}</p>" for part in report["text"].split("\n") if part.strip())
    links = "".join(f"<li><a href='/{i}'>قسم من أقسام الموقع</a></li>" for i in range(80))
    return (
        f"<!DOCTYPE html><html lang='ar'><head><meta charset='utf-8'><title>{report['title']}</title>"
        f"<meta property='article:published_time' content='{report['date']}'><script>{'x' * 30_000}</script></head>"
        f"<body><ul>{links}</ul><article><h1>{report['title']}</h1>{paragraphs}</article><ul>{links}</ul></body>"
    ).encode()


def record(url: str, kind: str, body: bytes) -> bytes:
    """A response as a WARC record."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def records_of(corpus: Path) -> Iterator[bytes]:
    """Records without end."""
    for round_ in itertools.count():
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for n, line in enumerate(lines):
                url = f"http://site.example/{round_}/{n}"
                yield record(url, "text/html; charset=utf-8", page_of(json.loads(line)))
                yield record(f"{url}.jpg", "image/jpeg", PICTURE)
                yield record(f"{url}.png", "image/png", PICTURE)


def main() -> None:
    """Make the archive, read it, say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--megabytes", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, size = Path(folder) / "crawl.warc", 0
        with path.open("wb") as out:
            for data in records_of(arguments.corpus):
                size += out.write(data)
                if size >= arguments.megabytes * 1_000_000:
                    break
        process, begun, pages, aside = psutil.Process(), time.process_time(), 0, 0
        for item in reports_in([path]):
            pages += isinstance(item, Report)
            aside += not isinstance(item, Report)
            if (pages + aside) % 500 == 0:
                print(f"{pages + aside:,} pages: {process.memory_info().rss / 1e6:.0f} MB")
        seconds = time.process_time() - begun
        print(f"{size / 1e6:.0f} MB, {pages:,} reports, {aside:,} set aside, {seconds:.1f} s of one core")
        print(f"{pages / seconds:.0f} reports a second, {process.memory_info().rss / 1e6:.0f} MB at the end")


if __name__ == "__main__":
    main()
