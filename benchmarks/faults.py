"""Faults, with real processes: `python -m benchmarks.faults [--tries N] [--only NAME]` (docs/reliability.md).

Each fault strikes at a random moment, over and over, on SQLite and on a PostgreSQL of our own that writes through to
the disk. After each it is counted what was told as finished and is gone (lost), what is there twice (doubled), what
is neither as before nor as after (torn), and what ended in another way than planned (unplanned).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import alembic.command  # noqa: F401 -- what a forked process would load is not what is looked at
from tests import databases
from tests.archive.dumping import DUMPS, load
from tests.archive.invented import pair

from mahdar import cli
from mahdar.archive import Archive, backup, schema, schema_revision
from mahdar.archive.health import examine
from mahdar.errors import ArchiveUnavailable, MahdarError, UnknownReport
from mahdar.ledger import relink

#: A server that keeps its word: what the tests' own leaves out to be quick.
SAFE = ("fsync=on", "full_page_writes=on", "synchronous_commit=on", "max_connections=50", "shared_buffers=64MB",
        "listen_addresses=", "autovacuum=on")  # fmt: skip
#: Reports that are read, and added, in one try.
READ, ADDED = 60, 200
#: How often a server is started before it is given up.
STARTS = 5


@dataclass
class Outcome:
    """What came of a fault that struck `tries` times, `struck` of them in the middle of the work."""

    tries: int = 0
    struck: int = 0
    lost: int = 0
    doubled: int = 0
    torn: int = 0
    unplanned: int = 0
    note: str = ""

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.torn or self.unplanned)


# -- what the processes do -----------------------------------------------------------------------------------------


def tell(*lines: object) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def add(place: Path | str, first: int, count: int, *, once: bool = False) -> None:
    """Adds reports in batches of five, and tells their ids once committed; tries again where the archive is away."""
    todo = [pair(n) for n in range(first, first + count)]
    tell("begun")
    for _ in range(200):
        try:
            with Archive(place) as archive:
                there = {line.id for line in archive.reports()}
                rest = [(report, record) for report, record in todo if report.id not in there]
                archive.add_many(rest, batch=5, committed=lambda ids: tell(*ids))
            break
        except ArchiveUnavailable as error:
            tell(f"told: {error}")
            if once:
                return
            time.sleep(0.05)
    tell("done")


def link(place: Path | str) -> None:
    with Archive(place) as archive:
        tell("begun")
        relink(archive, full=True)
    tell("done")


def bring_up(place: Path | str) -> None:
    tell("begun")
    Archive(place).close()
    tell("done")


def back_up(place: Path | str, file: Path) -> None:
    tell("begun")
    backup.backup(place, file)
    tell("done")


def put_back(place: Path | str, file: Path) -> None:
    tell("begun")
    backup.restore(file, place, replace=True)
    tell("done")


def withdraw(place: Path | str, report: str) -> None:
    with Archive(place) as archive:
        tell("begun")
        archive.upkeep().withdraw(report, by="x", why="x")
    tell("done")


def command(*words: object) -> None:
    """The command line."""
    tell("begun")
    sys.argv = ["mahdar", *map(str, words)]
    cli.main()


class Process:
    """A process of its own, forked so that it is at work at once, and what it tells on both outputs."""

    def __init__(
        self, work: Callable[..., None], *arguments: object, limit: int | None = None, **options: bool
    ) -> None:
        mine, its = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(mine)
            os.dup2(its, 1)
            os.dup2(its, 2)
            sys.stdout, sys.stderr = (open(fd, "w", encoding="utf-8", closefd=False) for fd in (1, 2))  # noqa: SIM115
            if limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            self._work(work, arguments, options)
        os.close(its)
        self.told = os.fdopen(mine, encoding="utf-8")
        self.status: int | None = None

    def _work(self, work: Callable[..., None], arguments: tuple[object, ...], options: dict[str, bool]) -> None:
        status = 70
        try:
            work(*arguments, **options)
            status = 0
        except SystemExit as left:
            status = int(left.code or 0)
        except BaseException:  # noqa: BLE001 -- told, and counted by who waits
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)

    def alive(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status is None

    def kill(self) -> None:
        if self.alive():
            os.kill(self.pid, signal.SIGKILL)

    def lines(self) -> list[str]:
        """What it told, when it has ended."""
        lines = self.told.read().splitlines()
        self.told.close()
        if self.alive():
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return lines


def killed(process: Process, seconds: float) -> list[str]:
    """What a process had told when it was killed so long after it began; with 'done' where it was through."""
    assert process.told.readline() == "begun\n"
    time.sleep(seconds)
    process.kill()
    return process.lines()


def length_of(work: Callable[..., None], *arguments: object) -> float:
    """How long a process takes from its beginning to its end, undisturbed."""
    process = Process(work, *arguments)
    process.told.readline()
    begun = time.monotonic()
    told = process.lines()
    assert process.status == 0, told
    return time.monotonic() - begun


def ids(place: Path | str) -> list[str]:
    with Archive(place) as archive:
        return [line.id for line in archive.reports()]


# -- faults --------------------------------------------------------------------------------------------------------


class Bench:
    """Places for archives, on one of the two databases."""

    def __init__(self, database: str, folder: Path, server: databases.Server | None) -> None:
        self.database, self.folder, self.server, self._n = database, folder, server, 0

    def place(self) -> Path | str:
        self._n += 1
        if self.server is not None:
            return self.server.new_schema()
        return self.folder / f"{self._n}.db"

    def file(self) -> Path:
        self._n += 1
        return self.folder / f"{self._n}.mahdar"


def adding(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while reports are added."""
    found, place = Outcome(), bench.place()
    told: set[str] = set()
    Archive(place).close()
    for _ in range(tries):
        lines = killed(Process(add, place, 0, ADDED * 5), dice.uniform(0.02, 0.4))
        told |= {line for line in lines if line.startswith("r")}
        there = ids(place)
        found.tries += 1
        found.struck += "done" not in lines
        found.lost += len(told - set(there))
        found.doubled += len(there) - len(set(there))
    return found


def reading(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while `mahdar read` reads; what the archive had must stay, and the same command goes on."""
    found, place, source = Outcome(), bench.place(), bench.folder / f"{bench.database}.jsonl"
    lines = [json.dumps({"id": f"r{n}", "text": pair(n)[0].text}, ensure_ascii=False) for n in range(READ)]
    source.write_text("\n".join(lines), "utf-8")
    Archive(place).close()
    before: set[str] = set()
    for _ in range(tries):
        process = Process(command, "read", source, "--into", place)
        lines = killed(process, dice.uniform(0.02, 0.5))
        found.tries += 1
        found.struck += not any(line.startswith("Read:") for line in lines)
        there = ids(place)
        found.lost += len(before - set(there))
        found.doubled += len(there) - len(set(there))
        before = set(there)
        if len(there) == READ:
            place, before = bench.place(), set()
            Archive(place).close()
    process = Process(command, "read", source, "--into", place)
    process.lines()
    found.unplanned += process.status != 0 or len(ids(place)) != READ
    return found


def linking(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while an archive is linked: what was linked stays as it was, or is as it will be."""
    found, place = Outcome(), bench.place()
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(24)])
        relink(archive)
        before = archive.linking().found()
    length = length_of(link, place)
    for _ in range(tries):
        lines = killed(Process(link, place), dice.uniform(0, length))
        found.tries += 1
        found.struck += "done" not in lines
        with Archive(place) as archive:
            found.torn += archive.linking().found() != before
    return found


def upgrading(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while an archive of the first schema is brought up to date."""
    found = Outcome()
    dump = DUMPS / f"0001{'.sql' if bench.server is not None else '.db.gz'}"
    place = bench.place()
    load(dump, place)
    length = length_of(bring_up, place)
    for _ in range(tries):
        place = bench.place()
        load(dump, place)
        lines = killed(Process(bring_up, place), dice.uniform(0, length))
        found.tries += 1
        found.struck += "done" not in lines
        found.torn += schema_revision(place) not in ("0001", schema.REVISION)
        there = ids(place)
        found.lost += len({"r00001", "r00002", "r00003"} - set(there))
        found.doubled += len(there) - len(set(there))
        with Archive(place) as archive:
            found.torn += len(archive.search("الوزير")) != 3
    return found


def backing_up(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while a backup takes the place of an older one: the older or the newer one is there, and whole."""
    found, place, file = Outcome(), bench.place(), bench.file()
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(ADDED)])
    length = length_of(back_up, place, file)
    for _ in range(tries):
        lines = killed(Process(back_up, place, file), dice.uniform(0, length))
        found.tries += 1
        found.struck += "done" not in lines
        try:
            found.lost += backup.check(file).tables["reports"] != ADDED
        except MahdarError:
            found.torn += 1
    return found


def restoring(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while a backup takes the place of an archive: all of the old or all of the new is there."""
    found, place, file, other = Outcome(), bench.place(), bench.file(), bench.file()
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(100)])
    backup.backup(place, file)
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(100, 150)])
    backup.backup(place, other)
    length = length_of(put_back, place, other)
    for _ in range(tries):
        lines = killed(Process(put_back, place, file), dice.uniform(0, length))
        found.tries += 1
        found.struck += "done" not in lines
        found.torn += len(ids(place)) not in (100, 150) or examine(place)["advice"] not in ([], ["link"])
        if len(ids(place)) == 100:
            backup.restore(other, place, replace=True)
    return found


def withdrawing(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Kill -9 while a report is withdrawn: it is there with all its lines, or gone and known as withdrawn."""
    found, place = Outcome(), bench.place()
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(tries + 60)])
        relink(archive)
    length = length_of(withdraw, place, f"r{tries + 1:05d}")
    for n in range(tries):
        lines = killed(Process(withdraw, place, f"r{n:05d}"), dice.uniform(0, length))
        found.tries += 1
        found.struck += "done" not in lines
        with Archive(place) as archive:
            sealed = archive.withdrawn([pair(n)[0]])[0] is not None
            try:
                there = archive.report(f"r{n:05d}").id != "" and len(archive.statements(report=f"r{n:05d}")) == 1
            except UnknownReport:
                there = False
            found.torn += there == sealed
            found.lost += "done" in lines and not sealed
    found.torn += examine(place)["state"] != "sound" or not examine(place)["search"]["in_step"]
    return found


def two_writers(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """Two processes write the same reports at once, in batches of five."""
    found = Outcome()
    for _ in range(tries):
        place = bench.place()
        Archive(place).close()
        both = [Process(add, place, first, ADDED // 4) for first in (0, dice.randrange(ADDED // 4))]
        told = [process.lines() for process in both]
        wanted = {line for lines in told for line in lines if line.startswith("r")}
        there = ids(place)
        found.tries += 1
        found.struck += 1
        found.unplanned += sum("done" not in lines for lines in told)
        found.lost += len(wanted - set(there))
        with Archive(place) as archive:
            counts = archive.counts()
        found.doubled += len(there) - len(set(there)) + counts["records"] - counts["reports"]
    return found


def no_room(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """A limit on the size of files is reached while reports are added (SQLite), then lifted."""
    found = Outcome()
    for _ in range(tries):
        place, limit = bench.place(), dice.randrange(700_000, 3_000_000)
        Archive(place).close()
        process = Process(add, place, 0, ADDED * 5, limit=limit, once=True)
        lines = process.lines()
        told = {line for line in lines if line.startswith("r")}
        errors = [line for line in lines if line.startswith("told:")]
        found.tries += 1
        found.struck += "done" not in lines
        found.unplanned += process.status != 0 or ("done" not in lines and "run the same command" not in errors[-1])
        there = ids(place)
        found.lost += len(told - set(there))
        found.doubled += len(there) - len(set(there))
        with Archive(place) as archive:
            found.unplanned += archive.add(*pair(90_000)).added != 1
        found.torn += examine(place)["state"] != "sound"
    return found


def no_room_for_a_backup(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """A limit on the size of files is reached while a backup takes the place of an older one."""
    found, place, file = Outcome(), bench.place(), bench.file()
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(ADDED)])
    size = backup.backup(place, file) and file.stat().st_size
    for _ in range(tries):
        process = Process(command, "backup", file, "--archive", place, limit=dice.randrange(1_000, size))
        said = "\n".join(process.lines())
        found.tries += 1
        found.struck += 1
        found.unplanned += process.status != 3 or not any(
            words in said for words in ("make room", "look at free space")
        )
        found.lost += backup.check(file).tables["reports"] != ADDED
        found.torn += any(path.name.startswith(f".{file.name}.") for path in file.parent.iterdir())
    return found


def no_room_to_read(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """A limit on the size of files is reached while `mahdar read` reads; lifted, the same command goes on."""
    found, source = Outcome(), bench.folder / "reports.jsonl"
    lines = [json.dumps({"id": f"r{n}", "text": pair(n)[0].text}, ensure_ascii=False) for n in range(READ)]
    source.write_text("\n".join(lines), "utf-8")
    for _ in range(tries):
        place = bench.place()
        Archive(place).close()
        limit = Path(place).stat().st_size + dice.randrange(1_000, 120_000)
        process = Process(command, "read", source, "--into", place, limit=limit)
        said = "\n".join(process.lines())
        found.tries += 1
        found.struck += process.status != 0
        before = set(ids(place))
        told = any(words in said for words in ("make room", "look at free space"))
        found.unplanned += process.status not in (0, 3) or (process.status == 3 and not told)
        Process(command, "read", source, "--into", place).lines()
        there = ids(place)
        found.lost += len(before - set(there)) + READ - len(set(there))
        found.doubled += len(there) - len(set(there))
        found.torn += examine(place)["state"] != "sound"
    return found


def server_restarted(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """The server is stopped at once (as by a crash) and started while two processes add reports."""
    found = Outcome()
    assert bench.server is not None
    place = bench.place()
    Archive(place).close()
    writers = [Process(add, place, first, ADDED * 10) for first in (0, ADDED * 10)]
    first = {line for writer in writers for line in (writer.told.readline(), writer.told.readline())}
    for _ in range(tries):
        time.sleep(dice.uniform(0.3, 1.5))
        found.struck += all(writer.alive() for writer in writers)
        bench.server.stop("immediate")
        time.sleep(dice.uniform(0, 0.3))
        bench.server.start()
        found.tries += 1
    time.sleep(0.5)
    for writer in writers:
        writer.kill()
    told = {line for writer in writers for line in writer.lines()}
    told |= {line.strip() for line in first}
    there = ids(place)
    found.lost = len({line for line in told if line.startswith("r")} - set(there))
    found.doubled = len(there) - len(set(there))
    found.unplanned = sum("told:" in line and "the server" not in line for line in told)
    found.note = f"{len(there)} reports added meanwhile"
    return found


def damaged_page(bench: Bench, tries: int, dice: random.Random) -> Outcome:
    """A page of the file is overwritten with noise: doctor says so, or all is answered as before (`note` counts)."""
    found, place = Outcome(), bench.folder / "page.db"
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(ADDED)])
        relink(archive)
        archive.upkeep().gc(by="x")
    data = place.read_bytes()
    seen = told = 0
    for _ in range(tries):
        page = dice.randrange(len(data) // 4096) * 4096
        place.write_bytes(data[:page] + dice.randbytes(4096) + data[page + 4096 :])
        found.tries += 1
        found.struck += 1
        try:
            state = examine(place)
            seen += state["state"] == "damaged" or bool(state["advice"])
        except ArchiveUnavailable as error:
            told += bool(error.remedy)
    found.note = f"doctor told of {seen}, opening of {told}; {tries - seen - told} changed words that no check covers"
    return found


KILLS = (adding, reading, linking, upgrading, backing_up, restoring, withdrawing)
FAULTS: dict[str, tuple[Callable[[Bench, int, random.Random], Outcome], ...]] = {
    "sqlite": (*KILLS, two_writers, no_room, no_room_to_read, no_room_for_a_backup, damaged_page),
    "postgresql": (*KILLS, two_writers, no_room_for_a_backup, server_restarted),
}


class SafeServer(databases.Server):
    """A server that writes through to the disk, also when it is started again.

    On a busy disk it may look through its log for longer than tests wait: then it is started once more.
    """

    def start(self) -> None:
        quick, databases._FAST = databases._FAST, SAFE
        try:
            for left in reversed(range(STARTS)):
                try:
                    super().start()
                    break
                except RuntimeError as error:
                    if not left or "starting up" not in str(error):
                        raise
        finally:
            databases._FAST = quick


def safe_server() -> databases.Server | None:
    """A server that writes through to the disk; None where there can be none."""
    programs = databases._programs()
    return None if programs is None or databases.server() is None else SafeServer(programs)


def run(database: str, tries: int, only: str | None, server: databases.Server | None) -> None:
    folder = Path(tempfile.mkdtemp(prefix="mahdar-faults-"))
    bench = Bench(database, folder, server)
    for fault in FAULTS[database]:
        if only in (None, fault.__name__):
            begun = time.monotonic()
            o = fault(bench, tries, random.Random(17))
            what = (fault.__doc__ or "").split("\n")[0].rstrip(".")
            row = [what, database, o.tries, o.struck, o.lost, o.doubled, o.torn, o.unplanned, o.note]
            tell("| " + " | ".join(map(str, row)) + " |")
            sys.stderr.write(f"{fault.__name__} {time.monotonic() - begun:.0f} s\n")
    shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    os.environ["MAHDAR_TAGGER"] = "off"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=30)
    parser.add_argument("--only")
    parser.add_argument("--database", choices=sorted(FAULTS))
    asked = parser.parse_args()
    tell(
        "| Fault | Database | Tries | Struck at work | Lost | Doubled | Torn | Unplanned | |",
        "|---|---|---|---|---|---|---|---|---|",
    )
    if asked.database in (None, "sqlite"):
        run("sqlite", asked.tries, asked.only, None)
    if asked.database in (None, "postgresql") and (server := safe_server()) is not None:
        try:
            run("postgresql", asked.tries, asked.only, server)
        finally:
            server.remove()


if __name__ == "__main__":
    main()
