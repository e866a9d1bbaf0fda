"""An archive as a newsroom has it: the seeds and dev as their gold records say, raw reports as rules read them.

    make(path, shared, raw=1_000)           `shared` is the folder beside the project

Half of the raw reports are of SaudiNewsNet, half of ANT, spread evenly over each; the tagger is off. Nothing of them
stays in the project: the archive is made anew each time.
"""

import fcntl
import gzip
import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

SHARED = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[3] / "shared")
#: Reports of each corpus, to be spread over.
CORPORA = {"saudinewsnet": 30_544, "ant": 10_138}
#: Raw reports of the tests; benchmarks/journeys.py takes the 5,000 that they would take too long with.
RAW = int(os.environ.get("MAHDAR_TEST_RAW", "600"))


def mahdar(*arguments):
    """Run a command of ours with the tagger off."""
    command = [sys.executable, "-m", "mahdar", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"MAHDAR_TAGGER": "off"})
    # 1: some reports were set aside, as some of raw are.
    assert done.returncode in (0, 1), done.stderr


def gold(shared):
    """The gold records of the seeds and dev with their texts, as `mahdar load` takes them."""
    for line in (shared / "gold" / "dev.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        record = json.loads((shared / "gold" / "dev" / f"{report['id']}.json").read_text("utf-8"))
        told = {name: report.get(name) for name in ("text", "date", "outlet", "title", "url")}
        yield record | told | {"reader": "gold"}


def raw(shared, many):
    """Reports as the corpora have them."""
    for name, length in CORPORA.items():
        wanted = many // len(CORPORA)
        with gzip.open(shared / "corpora" / "raw" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            yield from islice(islice(file, 0, None, length // wanted), wanted)


def make(path, shared=SHARED, many=RAW):
    """Make the archive."""
    folder = Path(path).parent
    (folder / "raw.jsonl").write_text("".join(raw(shared, many)), "utf-8")
    mahdar("read", folder / "raw.jsonl", "--records", folder / "read.jsonl", "--with-text", "--workers", 2)
    with (folder / "read.jsonl").open("a", encoding="utf-8") as file:
        for one in gold(shared):
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
    mahdar("load", folder / "read.jsonl", "--into", path)
    mahdar("link", "--archive", path)


def once(folder, shared=SHARED, many=RAW):
    """The archive in a folder that several test processes share; the first makes it, the others wait."""
    path = folder / "press" / "press.db"
    path.parent.mkdir(exist_ok=True)
    with (path.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (path.parent / "made").exists():
            make(path, shared, many)
            (path.parent / "made").touch()
    return path


def promised(shared=SHARED):
    """The words by which Britain's ambassador promises something to Iraq's police in the gold record of a seed."""
    one = next(each for each in gold(shared) if each["doc"] == "seed-000")
    of = {party["id"]: party["of"] for party in one["parties"]}
    names = {party["id"]: party["names"] for party in one["parties"]}
    (start, end), = (
        each["span"] for each in one["commitments"]
        if each["kind"] == "pledge" and any("بريطانيا" in names[of[party]] for party in each["from"])
    )  # fmt: skip
    return one["text"][start:end]
