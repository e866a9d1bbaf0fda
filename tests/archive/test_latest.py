"""What the linking takes from an archive in one pass."""

from mahdar.archive import Archive
from mahdar.ledger.records import told_of
from mahdar.record import Engagement, Party, Record, Report, Skipped, Statement


def record(doc, reader, names):
    return Record(
        doc=doc,
        reader=reader,
        parties=[Party(id=f"p{n}", type="PER", names=[name]) for n, name in enumerate(names)],
        engagements=[Engagement(kind="meeting", who=["p0"], span=(0, 4))],
        statements=[Statement(who=["p0"], form="direct", span=(0, 4))],
        skipped=[Skipped(what="party", why="no name", span=(0, 4))],
    )


def test_told_of_has_the_last_record_of_each_report_and_no_more_than_is_linked(tmp_path):
    reports = [Report(id=f"r{n}", text=f"نص {n} من التقرير", date=f"2015-07-2{n}", outlet="واس") for n in range(3)]
    with Archive(tmp_path / "a.db") as archive:
        archive.add_many([(report, record(report.id, "one", ["سالم"])) for report in reports])
        archive.add(reports[1], record("r1", "two", ["سالم", "خالد"]))
        told = told_of(archive)
    assert [(t.doc, t.day, t.outlet, t.text) for t in told] == [(r.id, r.date, r.outlet, r.text) for r in reports]
    assert [len(t.record.parties) for t in told] == [1, 2, 1]
    assert told[1].record.reader == "two"
    assert told[0].record.engagements[0].span == (0, 4)
    assert told[0].record.statements == told[0].record.skipped == []
