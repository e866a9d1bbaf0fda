"""How long an export takes and how much memory, over an invented archive of any size.

    python benchmarks/exporting.py make 48000 /tmp/large.db     some 21 rows to a report, put in table by table
    python benchmarks/exporting.py run /tmp/large.db parquet    rows, seconds (clock, this process), peak memory
    python benchmarks/exporting.py run /tmp/large.db parquet 2015    a part of it, for its peak

Rows are put in as `Archive.add` and linking would, but for records, the search index, and events and what follows them.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from mahdar.archive import Archive, dialect, schema
from mahdar.archive.rows import rows_of
from mahdar.archive.wanted import name_key
from mahdar.exchange import Wanted, export
from mahdar.record import Commitment, Engagement, Figure, Incident, Party, Record, Statement

PERSONS = [f"{a} {b}" for a in ("سالم", "نادر", "هدى", "ليث", "مراد") for b in ("الوادي", "الصفار", "النهري", "الحصري")]
PLACES = ["العراق", "تونس", "الأردن", "الكويت", "بغداد", "عمّان"]
BODIES = ["وزارة الداخلية", "حركة الفجر", "مجلس الوزراء"]
WORDS = [
    "أكد",
    "الوزير",
    "أن",
    "التعاون",
    "سيستمر",
    "وأن",
    "الدعم",
    "الذي",
    "وعدت",
    "به",
    "الدول",
    "المشاركة",
    "في",
    "المؤتمر",
    "سيصل",
    "خلال",
    "الأسابيع",
    "المقبلة",
]
READER = "mahdar 0 / benchmark"
BATCH = 1000


def made(n: int) -> tuple[str, Record]:
    """The text and the record of the n-th report."""
    dice = random.Random(n)
    text = " ".join(dice.choice(WORDS) for _ in range(250))
    names = [*dice.sample(PERSONS, 2), dice.choice(PLACES), dice.choice(BODIES)]
    types = ("PER", "PER", "GPE", "ORG")
    parties = [
        Party(id=f"p{i}", type=type_, names=[name]) for i, (type_, name) in enumerate(zip(types, names, strict=True))
    ]
    span = (start := dice.randrange(900), start + 150)
    told = {"span": span, "confidence": round(dice.random(), 2)}
    return text, Record(
        doc=f"r{n:07d}", reader=READER, parties=parties,
        engagements=[Engagement(kind="meeting", who=["p0", "p1"], host="p0", place="p2", date="2016-01-17", **told)],
        statements=[Statement(who=["p0"], form="indirect", **told)],
        commitments=[Commitment(kind="pledge", from_=["p0"], to=["p3"], area="training", **told)],
        incidents=[Incident(type="PROTEST", who=["p3"], to=["p2"], place="p2", killed=n % 3, **told)],
        figures=[Figure(value=n, unit="soldier", of="p3", span=span)],
    )  # fmt: skip


def make(place: str, reports: int) -> None:
    """Make an archive of so many reports."""
    Archive(place).close()
    engine = dialect.open_engine(Path(place))
    names = {name: n for n, name in enumerate([*PERSONS, *PLACES, *BODIES], start=1)}
    kinds = [*["person"] * len(PERSONS), *["place"] * len(PLACES), *["body"] * len(BODIES)]
    ids = {name: f"{kind}/{n:012d}" for (name, n), kind in zip(names.items(), kinds, strict=True)}
    with dialect.writing(engine) as connection:
        dialect.insert_rows(connection, schema.names, [(n, name, name_key(name), "") for name, n in names.items()])
        entities = [(ids[name], kind, name, None) for name, kind in zip(names, kinds, strict=True)]
        dialect.insert_rows(connection, schema.entities, entities)
        for some in dialect.chunks(range(1, reports + 1), BATCH):
            rows = defaultdict(list)
            for key in some:
                text, record = made(key)
                day = f"20{10 + key % 10}-{1 + key % 12:02d}-{1 + key % 28:02d}"
                rows["reports"].append(
                    (
                        key, record.doc, record.doc, f"{key:064x}", text, f"لقاء {key}", day, None, "وكالة", None, day,
                        *[day] * 3,
                    )
                )  # fmt: skip
                rows["records"].append((key, key, READER, "{}", day))
                rows["linked"].append((key, key))
                rows_of(record, key, names, rows)
                for i, party in enumerate(record.parties):
                    own, entity = f"x/{key}-{i}", ids[party.names[0]]
                    rows["identities"].append((4 * key + i, own, entity.split("/")[0], key, party.id, entity, None))
            for table in schema.metadata.sorted_tables:
                if rows[table.name]:
                    dialect.insert_rows(connection, table, rows[table.name])
    engine.dispose()


def run(place: str, to: str, since: str | None = None) -> None:
    """Export an archive and print what it took."""
    with Archive(place, create=False) as archive, tempfile.TemporaryDirectory() as folder:
        begun, worked = time.monotonic(), time.process_time()
        done = export(archive, to, Path(folder) / "out", Wanted(since=since))
        took = {"clock": time.monotonic() - begun, "process": time.process_time() - worked}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(file.bytes for file in done.files)
    seconds = {name: round(value, 1) for name, value in took.items()}
    print(json.dumps({"rows": sum(done.rows.values()), "seconds": seconds, "peak_mb": round(peak), "bytes": size}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", reports, place]:
            make(place, int(reports))
        case ["run", place, to, *since]:
            run(place, to, *since)
        case _:
            sys.exit(__doc__)
