"""Invented reports and records, the n-th always the same; nobody in them exists."""

import random
from pathlib import Path

import sqlalchemy as sa

from mahdar.archive import dialect
from mahdar.record import (
    Commitment,
    Engagement,
    Figure,
    Incident,
    Mention,
    Party,
    Record,
    Report,
    Skipped,
    Statement,
)

READER = "mahdar 0 / rules test"
PERSONS = ["سالم الوادي", "نادر بن عمارة", "هدى الصفار", "عبد الجبار النهري", "ليث المرزوقي", "مراد الحصري"]
PLACES = ["العراق", "تونس", "الأردن", "الكويت", "بغداد", "عمّان"]
BODIES = ["وزارة الداخلية", "حركة الفجر", "شبكة أخبار العراق", "مجلس الوزراء"]
WORDS = ["الأمن", "الحدود", "المياه", "التدريب", "الشرطة", "المساعدات", "الاتفاق", "المشاورات", "البلدان", "الاقتصاد",
         "الطاقة", "الدعم", "الجنود", "مدينة", "قرية", "يوم", "أمس", "خلال", "حول", "بين", "من", "إلى", "على", "في",
         "كان", "لقاء", "زيارة", "جديد", "مشترك", "وطني", "عسكري", "سياسي", "كبير", "مهم"]  # fmt: skip


def place(text: str, words: str) -> tuple[int, int]:
    """The span of `words` in `text`."""
    start = text.index(words)
    return start, start + len(words)


def pair(n: int, *, words: int = 60, reader: str = READER) -> tuple[Report, Record]:
    """The n-th report and its record: one line of every part at least."""
    dice = random.Random(n)
    person, other = dice.sample(PERSONS, 2)
    state = dice.choice(PLACES)
    body = dice.choice(BODIES)
    filler = " ".join(dice.choice(WORDS) for _ in range(words))
    said = f"الدعم لـ{state} مستمر برقم {n}"
    text = (
        f"التقى الوزير {person} في {state} السفير {other}.\n"
        f"وقال {person} إن {said}، ووعد بتدريب {n + 5} جنديا من {body}. {filler}"
    )
    date = f"20{10 + n % 10}-{1 + n % 12:02d}-{1 + n % 28:02d}"
    report = Report(
        id=f"r{n:05d}", text=text, date=date, title=f"لقاء رقم {n}", outlet=f"وكالة {n % 3}", path=f"in/{n}.txt"
    )
    return report, record_of(report, [person, other, state, body], said, n, reader)


def record_of(report: Report, names: list[str], said: str, n: int, reader: str) -> Record:
    person, other, state, body = names
    first = place(report.text, report.text.split("\n")[0])
    promise = place(report.text, f"بتدريب {n + 5} جنديا")
    return Record(
        doc=report.id,
        path=report.path,
        reader=reader,
        published=None,
        parties=[
            Party(id="p1", type="PER", names=[person, person.split()[-1]], role="الوزير", of="p3"),
            Party(id="p2", type="PER", names=[other], role="السفير"),
            Party(id="p3", type="GPE", names=[state]),
            Party(id="p4", type="ORG", names=[body]),
        ],
        mentions=[
            Mention(start=start, end=end, type=kind, party=party)
            for party, kind, name in [("p1", "PER", person), ("p2", "PER", other), ("p3", "GPE", state)]
            for start, end in [place(report.text, name)]
        ],
        engagements=[
            Engagement(
                kind="meeting", who=["p1", "p2"], host="p1", place="p3", topics=["security", "bilateral"], span=first,
                date=[None, "2014", "2014-06", "2014-06-15"][n % 4],
            )
        ],
        statements=[
            Statement(who=["p1"], form="indirect", cue=place(report.text, "وقال"), span=place(report.text, said))
        ],
        commitments=[
            Commitment(kind="pledge", from_=["p1"], to=["p4"], area="training", quantity=str(n + 5), span=promise)
        ],
        incidents=[Incident(type="PROTEST", who=["p4"], to=["p3"], place="p3", killed=n % 3, span=first)],
        figures=[Figure(value=n + 5, unit="soldier", of="p4", span=promise)],
        skipped=[Skipped(what="statement", why="no speaker", span=first)],
    )  # fmt: skip


#: Columns that tell the time of writing: no two runs agree in them.
TIMES = {"added_at", "read_at", "seen_at", "at"}


#: How full text is cut into segments depends on the batches; what it finds does not.
SEGMENTS = {"full_text_data", "full_text_idx"}


def dump(place: Path | str, *, without: set[str] = frozenset()) -> dict[str, list[tuple]]:
    """Every row of every table of an archive, in order; tables and columns of `without` left out."""
    engine = dialect.open_engine(place)
    tables = {}
    with dialect.reading(engine) as connection:
        names = sa.inspect(connection).get_table_names()
        for name in [name for name in names if name not in without]:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings().all()
            kept = [tuple(v for k, v in row.items() if k not in without) for row in rows]
            tables[name] = sorted(kept, key=repr)
    engine.dispose()
    return tables
