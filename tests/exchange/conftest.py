import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.record import Commitment, Engagement, Figure, Incident, Mention, Party, Record, Report, Statement
from tests.archive.invented import READER, pair

#: What other programs may take amiss: a formula, control characters, marks of JSON, XML and CSV, very long text.
FORMULA = "=cmd|' /C calc'!A0"
CONTROLS = "صوت\x07 و\x1bهرب\x0b"
MARKS = "<سالم & \"هدى\", 'ليث'; ]]>\nسطر | ثان \\ \u2028 نهاية"
LONG = " كلمة" * 9000


def hostile(n, name, words=""):
    """A report of which names, title and words are all `name`; `words` follow."""
    text = f"التقى {name} الوزير في بغداد. {name}{words}"
    end = len(text)
    record = Record(
        doc=f"hostile-{n}", title=name, url=f"https://example.org/{n}?a=b&c={n}", reader=READER, source=name,
        published="2016-01-17",
        parties=[
            Party(id="p1", type="PER", names=[name], role=name),
            Party(id="p2", type="PER", names=["ليث المرزوقي"]),
            Party(id="p3", type="GPE", names=["بغداد"]),
        ],
        mentions=[Mention(start=0, end=5, type="PER", party="p1")],
        engagements=[
            Engagement(kind="meeting", who=["p1", "p2"], place="p3", date="2016-01-17", span=(0, end)),
            Engagement(kind="visit", who=["p1", "p2"], date="2016-02", status="planned", span=(0, end)),
        ],
        statements=[Statement(who=["p1"], form="direct", span=(0, end), confidence=0.25)],
        commitments=[Commitment(kind="pledge", from_=["p1"], to=["p2"], quantity=name, condition=name, span=(0, end))],
        incidents=[Incident(type="PROTEST", who=["p1"], place="p3", killed=0, span=(0, end))],
        figures=[Figure(value=1.5, unit="percent", of="p1", span=(0, end))],
    )  # fmt: skip
    return Report(id=f"hostile-{n}", text=text, title=name, outlet=name, url=record.url), record


@pytest.fixture(scope="session")
def linked_place(tmp_path_factory):
    """The file of an archive of twenty invented and four hostile reports, read and linked."""
    place = tmp_path_factory.mktemp("exchange") / "minutes.db"
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(20)])
        archive.add_many([hostile(n, name) for n, name in enumerate([FORMULA, CONTROLS, MARKS])])
        archive.add(*hostile(3, "سالم الوادي", LONG))
        relink(archive)
    return place


@pytest.fixture
def archive(linked_place):
    with Archive(linked_place) as archive:
        yield archive
