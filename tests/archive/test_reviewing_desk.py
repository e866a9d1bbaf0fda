"""Reviews in an archive: what they do to lists, searches, the record and the queue; on both databases."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from mahdar.archive import Archive, schema
from mahdar.archive.reviewing_gold import write
from mahdar.archive.reviewing_measures import kappa
from mahdar.errors import ArchiveError, InputError, UnknownReport
from mahdar.evaluate import gold_records, predicted_records, score
from mahdar.ledger import relink

from .invented import dump, pair

MEETING = "r00001#engagements/0"
SHARED = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[3] / "shared")


@pytest.fixture
def desk(archive):
    archive.add_many([pair(n) for n in range(6)])
    return archive.reviewing()


def state(desk, line):
    report, _, item = line.partition("#")
    return next(i for i in desk.lines(report) if f"{i.part}/{i.item}" == item)


def newer(n, **changes):
    """The n-th report as a newer reader reads it: every span a little longer."""
    report, record = pair(n, reader="mahdar 1 / rules newer")
    for part in ("engagements", "statements", "commitments"):
        for line in getattr(record, part):
            line.span = (line.span[0], line.span[1] + 2)
    return report, record.model_copy(update=changes)


def test_what_is_corrected_shows_at_once_and_what_was_read_stays(archive, desk):
    as_read = archive.record("r00001")
    made = desk.correct("r00001#e/0", {"date": "2015-08-03", "place": "شبكة أخبار العراق"}, by="Huda", why="dateline")
    (line,) = archive.engagements(report="r00001")
    assert (line.date, line.place.id, line.item) == ("2015-08-03", "p4", "engagements/0")
    assert (line.review.state, line.review.fields, line.review.by) == ("corrected", ["date", "place"], ["Huda"])
    assert (made.by, made.why, made.reader) == ("Huda", "dateline", as_read.reader)
    assert made.at
    assert archive.record("r00001", reader=as_read.reader) == as_read
    assert archive.record("r00001").engagements[0].date == "2015-08-03"
    assert archive.report("r00001").readers == [as_read.reader]
    assert archive.counts()["records"] == 6
    (other,) = archive.engagements(report="r00002")
    assert other.review is None
    assert [e.report for e in archive.engagements(since="2015-08-03", until="2015-08-03")] == ["r00001"]


def test_a_rejected_line_leaves_lists_and_searches_and_undo_brings_it_back(archive, desk):
    before = dump(archive.path, without={"key", "read_at"})
    made = desk.reject(MEETING, by="Huda", why="a caption")
    assert archive.engagements(report="r00001") == []
    assert len(archive.search("الوزير", parts=["engagement"])) == 5
    assert state(desk, MEETING).state == "rejected"
    desk.undo(made[0].key, by="Huda", why="no caption")
    assert len(archive.engagements(report="r00001")) == 1
    assert len(archive.search("الوزير", parts=["engagement"])) == 6
    after = dump(archive.path, without={"key", "read_at"})
    given = {"reviews", "reviewed", "reviewed_counts", "records", "documents", "full_text", "full_text_docsize",
             "full_text_data", "full_text_idx", "sqlite_sequence"}  # fmt: skip
    assert {name: rows for name, rows in after.items() if name not in given} == {
        name: rows for name, rows in before.items() if name not in given
    }
    assert [(r.act, s) for r, s in desk.log(MEETING)] == [("reject", "undone"), ("undo", "in_force")]


def test_numbers_of_lines_stay_when_one_is_rejected(archive, desk):
    desk.add("r00001", "figures", {"value": 3, "unit": "vehicle"}, words="السفير", by="Huda", why="missed")
    desk.reject("r00001#figures/0", by="Huda", why="wrong")
    (line,) = archive.figures(report="r00001")
    assert (line.item, line.value, line.review.state) == ("figures/+1", 3, "added")
    desk.accept("r00001#figures/0", by="Huda")
    assert [f.item for f in archive.figures(report="r00001")] == ["figures/0", "figures/+1"]


def test_a_rejected_party_and_line_leave_what_is_linked(archive, desk):
    relink(archive)
    events = len(archive.linking().found()["engagements"])
    desk.reject(MEETING, by="Huda", why="no")
    assert relink(archive).reports == 1
    found = archive.linking().found()
    assert len(found["engagements"]) == events - 1
    relink(archive, full=True)
    assert archive.linking().found() == found


def test_corrections_survive_a_newer_reading(archive, desk):
    desk.correct(MEETING, {"date": "2015-08-03"}, by="Huda", why="dateline")
    desk.reject("r00001#statements/0", by="Huda", why="no")
    desk.accept("r00001#commitments/0", by="Huda")
    archive.add_many([newer(1)])
    (line,) = archive.engagements(report="r00001")
    assert (line.date, line.review.state) == ("2015-08-03", "corrected")
    assert line.span == newer(1)[1].engagements[0].span
    assert archive.statements(report="r00001") == []
    assert archive.commitments(report="r00001")[0].span == pair(1)[1].commitments[0].span
    assert desk.unmatched() == []
    assert [d.to_dict() for d in desk.diff(MEETING, "r1", "1") if d.field == "date"] == [
        {"field": "date", "before": "2014", "after": "2015-08-03"}
    ]
    assert [v.name for v in desk.versions(MEETING)] == ["r1", "r2", "1"]
    assert {d.field for d in desk.diff(MEETING, "r1", "r2")} == {"span"}
    archive.add_many([pair(1)])
    assert archive.engagements(report="r00001")[0].date == "2015-08-03"


def test_what_no_longer_matches_is_shown_and_never_dropped(archive, desk):
    desk.correct(MEETING, {"date": "2015-08-03"}, by="Huda", why="dateline")
    desk.reject("r00001#figures/0", by="Huda", why="no")
    archive.add_many([newer(1, engagements=[], figures=[])])
    assert [(row.key, how) for row, how in desk.unmatched()] == [(1, "unmatched"), (2, "unmatched")]
    (line,) = archive.engagements(report="r00001")
    assert (line.date, line.item, line.review.unmatched) == ("2015-08-03", "engagements/~1", True)
    waits = desk.queue(order="conflict")
    assert {w.line for w in waits if "unmatched" in w.why} >= {"r00001#engagements/~1"}
    desk.reject("r00001#engagements/~1", by="Salim", why="the newer reader is right")
    assert archive.engagements(report="r00001") == []
    archive.add_many([(pair(1)[0], pair(1, reader="mahdar 2")[1])])
    assert state(desk, MEETING).conflict, "with both readers' reviews when it is read again"


def test_two_readers_at_once_are_both_kept_and_the_queue_says_so(archive, desk):
    def judge(by):
        with Archive(archive.path) as other:
            return (
                other.reviewing().correct(MEETING, {"date": f"201{by}-01-01"}, by=f"reader {by}", why="so", seen=0).key
            )

    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(judge, range(4)))
    assert sorted(keys) == [1, 2, 3, 4]
    (first, *_) = desk.queue()
    assert (first.line, first.why, len(first.by), first.seen) == (MEETING, ["conflict"], 4, 4)
    assert len(desk.log(MEETING)) == 4


def test_seen_is_what_the_reader_had_before_him(archive, desk):
    desk.correct(MEETING, {"date": "2015-08-03"}, by="Huda", why="dateline")
    desk.accept(MEETING, by="Salim")
    assert not state(desk, MEETING).conflict
    desk.accept(MEETING, by="Mona", seen=0)
    assert state(desk, MEETING).conflict


def test_final_wants_a_second_reader(archive, desk):
    with pytest.raises(InputError, match="nobody has judged"):
        desk.final(MEETING, by="Huda")
    desk.accept(MEETING, by="Huda")
    with pytest.raises(InputError, match="only its first reader"):
        desk.final(MEETING, by="Huda")
    (waits,) = desk.queue(second=True, by="Salim")
    assert (waits.line, waits.why) == (MEETING, ["second"])
    assert desk.queue(second=True, by="Huda") == []
    desk.final(MEETING, by="Salim")
    assert state(desk, MEETING).final
    assert desk.queue(second=True, by="Mona") == []
    desk.accept("r00002#e/0", by="Huda")
    desk.final("r00002#e/0", by="Huda", alone=True)
    assert state(desk, "r00002#engagements/0").final
    desk.reject(MEETING, by="Mona", why="no")
    assert state(desk, MEETING).conflict


def test_merging_and_splitting(archive, desk):
    made = desk.split(
        MEETING, [{"who": ["p1"]}, {"who": ["p2"], "kind": "call", "words": "السفير"}], by="Huda", why="two contacts"
    )
    found = [(e.kind, [p.id for p in e.who], e.item) for e in archive.engagements(report="r00001")]
    assert found == [("meeting", ["p1"], "engagements/0"), ("call", ["p2"], f"engagements/+{made.key}")]
    desk.merge(MEETING, f"r00001#engagements/+{made.key}", by="Salim", why="one after all")
    (line,) = archive.engagements(report="r00001")
    assert [p.id for p in line.who] == ["p1", "p2"]
    assert state(desk, f"r00001#engagements/+{made.key}").state == "merged"
    with pytest.raises(InputError, match="not to be merged"):
        desk.merge(MEETING, "r00002#engagements/0", by="Huda", why="x")
    with pytest.raises(InputError, match="not to be merged"):
        desk.merge(MEETING, "r00001#e/0", by="Huda", why="x")


def test_parties_are_merged_split_and_added(archive, desk):
    text = archive.report("r00001").text
    desk.merge("r00001#parties/p1", "r00001#p/p2", by="Huda", why="one man")
    (line,) = archive.engagements(report="r00001")
    assert [p.id for p in line.who] == ["p1"]
    names = archive.record("r00001").parties[0].names
    made = desk.split(
        "r00001#p/p1", [{}, {"names": names[2:], "mentions": [list(m) for m in spans(archive, "p1")][1:]}],
        by="Huda", why="two after all",
    )  # fmt: skip
    record = archive.record("r00001")
    assert [p.names for p in record.parties if p.id in ("p1", f"+{made.key}")] == [names[:2], names[2:]]
    assert len(spans(archive, f"+{made.key}")) == 1
    added = desk.add("r00001", "parties", {"type": "ORG", "names": ["الشرطة", "الجنود"]}, by="Huda", why="missed")
    assert all(text[a:b] in ("الشرطة", "الجنود") for a, b in spans(archive, f"+{added.key}"))
    desk.correct(MEETING, {"host": f"+{added.key}"}, by="Huda", why="the host")
    archive.add_many([newer(1)])
    assert archive.engagements(report="r00001")[0].host.name == "الشرطة"
    desk.undo(added.key, by="Huda", why="no")
    assert archive.engagements(report="r00001")[0].host is None


def spans(archive, party):
    return [(m.start, m.end) for m in archive.record("r00001").mentions if m.party == party]


def test_the_span_is_chosen_anew_by_words(archive, desk):
    desk.correct("r00001#s/0", {}, words="الدعم", by="Huda", why="the content")
    assert archive.statements(report="r00001")[0].quote == "الدعم"
    with pytest.raises(InputError, match="not in the report"):
        desk.correct("r00001#s/0", {}, words="ليس هنا", by="Huda", why="x")


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda d: d.correct(MEETING, {"kind": "dinner"}, by="H", why="x"), "no value for 'kind'"),
        (lambda d: d.correct(MEETING, {"dinner": 1}, by="H", why="x"), "no such field: dinner"),
        (lambda d: d.correct(MEETING, {"confidence": 1}, by="H", why="x"), "no such field: confidence"),
        (lambda d: d.correct(MEETING, {"who": ["p77"]}, by="H", why="x"), "no party of that id or name: p77"),
        (lambda d: d.correct(MEETING, {"date": "أمس"}, by="H", why="x"), "no date: أمس"),
        (lambda d: d.correct(MEETING, {"span": [3, 90_000]}, by="H", why="x"), "no span of the report: 3-90000"),
        (lambda d: d.correct(MEETING, {"span": [9, 3]}, by="H", why="x"), "no value for 'span'"),
        (lambda d: d.correct(MEETING, {}, by="H", why="x"), "nothing to correct"),
        (lambda d: d.correct(MEETING, {"date": "2015"}, by="H", why=" "), "nothing said of 'why'"),
        (lambda d: d.accept(MEETING, by=" "), "nothing said of 'by'"),
        (lambda d: d.reject("r00001", by="H", why="x"), "a report, not a line of it"),
        (lambda d: d.reject("r00001#dinners/0", by="H", why="x"), "no such part of a record"),
        (lambda d: d.reject("r00001#0", by="H", why="x"), "no line of a report"),
        (lambda d: d.split(MEETING, [{}], by="H", why="x"), "split into two or more"),
        (lambda d: d.add("r00001", "figures", {"value": 3}, by="H", why="x"), "'unit': Field required"),
        (lambda d: d.undo(99, by="H", why="x"), "no such review"),
        (lambda d: d.diff(MEETING, "r7"), "no such version: r7"),
        (lambda d: d.queue(order="size"), "no such order"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(archive, desk, act, why):
    before = dump(archive.path)
    with pytest.raises(InputError) as error:
        act(desk)
    assert why in str(error.value)
    assert dump(archive.path) == before


def test_a_line_that_is_not_there(desk):
    with pytest.raises(UnknownReport, match="no such line"):
        desk.accept("r00001#engagements/7", by="Huda")
    with pytest.raises(UnknownReport, match="no report of that id"):
        desk.accept("zzz#engagements/7", by="Huda")


def test_notes_change_nothing_and_are_kept(archive, desk):
    desk.note(MEETING, "the agency gives another day", by="Huda")
    assert archive.engagements(report="r00001")[0].review.state == "noted"
    assert [row.why for row, _ in desk.log("r00001")] == ["the agency gives another day"]
    assert desk.accept("r00001", by="Huda"), "it still waits"


# -- the queue -----------------------------------------------------------------------------------------------------


def sure(n, confidence):
    report, record = pair(n)
    record.engagements[0].confidence = confidence
    return report, record


def test_the_least_sure_come_first_and_what_is_judged_leaves(archive):
    archive.add_many([sure(n, c) for n, c in enumerate((0.9, 0.2, 0.6))])
    desk = archive.reviewing()
    found = desk.queue(order="confidence", part="engagements")
    assert [w.line for w in found] == [f"r0000{n}#engagements/0" for n in (1, 2, 0)]
    assert (found[0].confidence, found[0].why) == (0.2, ["confidence"])
    assert found[0].quote == archive.engagements(report="r00001")[0].quote
    desk.accept("r00001#engagements/0", by="Huda")
    assert [w.line[:6] for w in desk.queue(part="e")] == ["r00002", "r00000"]
    assert [w.line[:6] for w in desk.queue(part="e", report="r00002")] == ["r00002"]
    assert archive.engagements(min_confidence=0.5)[0].report in {"r00000", "r00001", "r00002"}
    assert len(archive.engagements(min_confidence=0.5)) == 3, "what people stand behind is always sure enough"


def test_new_names_much_told_events_and_dates_that_differ(archive):
    report, record = pair(1)
    told = []
    for n in range(3):
        text = report.text + f" {n}"
        copy = record.model_copy(deep=True, update={"doc": f"c{n}"})
        copy.engagements[0].date = f"2014-06-1{n}"
        copy.engagements[0].confidence = 0.99
        told.append((report.model_copy(update={"id": f"c{n}", "text": text, "outlet": f"o{n}"}), copy))
    archive.add_many([*told, sure(2, 0.2)])
    relink(archive)
    desk = archive.reviewing()
    events = archive.linking().found()["engagements"]
    several = [e for e in events if len(e["reports"]) > 1]
    assert len(several) == 1
    cited = desk.queue(order="cited", part="engagements", limit=None)
    assert len(cited) == sum(len(e["reports"]) for e in several)
    assert all(w.reports > 1 and "cited" in w.why for w in cited)
    new = desk.queue(order="new", limit=None)
    assert new
    assert all("new" in w.why for w in new)
    assert {w.line[:6] for w in new} == {"r00002"}
    apart = [w for w in desk.queue(order="conflict", limit=None) if "sources" in w.why]
    assert {w.line[:2] for w in apart} == {"c0", "c1", "c2"}
    assert "sources" in desk.queue(limit=1)[0].why, "however sure the machine is, and however few are asked for"


# -- agreement and gold --------------------------------------------------------------------------------------------


def test_kappa_is_cohens():
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None
    assert kappa([(True, True)] * 3) is None


def test_what_is_counted_is_what_applying_all_reviews_gives(archive, desk):
    desk.accept(MEETING, by="Huda")
    desk.reject(MEETING, by="Salim", why="a caption", seen=0)
    desk.correct("r00002#engagements/0", {"date": "2001"}, by="Salim", why="x")
    for part in ("engagements", "statements"):
        desk.reject(f"r00003#{part}/0", by="Huda", why="no")
    report, record = newer(3)
    archive.add_many([(report, record.model_copy(update={"statements": []}))])

    def told():
        return desk.agreement(), [(row.key, how) for row, how in desk.unmatched()], desk.gold(whole=False)

    def kept():
        with archive._reading() as connection:
            return len(list(connection.execute(sa.select(schema.reviewed_counts))))

    counted = told()
    assert counted[1]
    assert kept() == 3
    with archive._writing() as connection:
        connection.execute(sa.delete(schema.reviewed_counts).where(schema.reviewed_counts.c.report != 1))
        connection.execute(sa.update(schema.reviewed_counts).values(review=0, counts="{}"))
    assert told() == counted, "what is missing or of before is worked out"
    desk.note("r00004#engagements/0", "?", by="Huda")
    assert kept() == 4, "and kept with the next review"
    assert told()[0] == counted[0]


def test_agreement_counts_what_both_have_judged(desk):
    for n, (a, b) in enumerate([(1, 1), (1, 0), (0, 0), (1, 1)]):
        for keep, by in ((a, "Huda"), (b, "Salim")):
            line = f"r0000{n}#engagements/0"
            desk.accept(line, by=by, seen=0) if keep else desk.reject(line, by=by, why="no", seen=0)
    desk.correct("r00003#engagements/0", {"date": "2001"}, by="Salim", why="x")
    desk.accept("r00004#engagements/0", by="Huda")
    found = desk.agreement()
    (readers,) = found.readers
    assert (readers.part, readers.lines, readers.equal) == ("engagements", 4, 0.75)
    assert readers.kappa == pytest.approx(0.5)
    assert readers.fields["date"] == (2, 0.5)
    assert readers.fields["kind"] == (2, 1.0)
    (machine,) = found.machine
    assert (machine.lines, machine.stands, machine.missed) == (5, 3 / 5, 0)
    assert machine.fields["date"] == (3, pytest.approx(2 / 3))
    json.dumps(found.to_dict())


def test_reviewed_reports_become_gold_that_scores_itself_and_the_machine(archive, desk, tmp_path):
    desk.correct(MEETING, {"date": "2015-08-03"}, by="Huda", why="dateline")
    desk.reject("r00001#statements/0", by="Huda", why="no")
    assert desk.gold() == []
    assert [g.report for g in desk.gold(whole=False)] == ["r00001"]
    desk.accept("r00001", by="Huda")
    assert desk.gold(final=True) == []
    desk.final("r00001", by="Salim")
    (gold,) = desk.gold(final=True)
    assert (gold.by, gold.unread, gold.unsettled) == (["Huda", "Salim"], 0, 0)
    folder = tmp_path / "gold"
    write(folder, [gold])
    with pytest.raises(ArchiveError, match="something in the folder"):
        write(folder, [gold])
    records = gold_records(folder / "records")
    assert records["r00001"]["engagements"][0]["date"] == "2015-08-03"
    assert records["r00001"]["statements"] == []
    assert "confidence" not in json.dumps(records)
    assert (folder / "text" / "r00001.txt").read_bytes().decode() == pair(1)[0].text
    (row,) = map(json.loads, (folder / "reports.jsonl").read_text("utf-8").splitlines())
    assert row == {"id": "r00001", "text": pair(1)[0].text, "date": pair(1)[0].date}
    assert score(records, records).record == 1
    machine = tmp_path / "machine.jsonl"
    machine.write_text(json.dumps(pair(1)[1].to_dict()) + "\n", "utf-8")
    against = score(records, predicted_records(machine))
    assert (against.counts["engagements"].f1, against.dates, against.counts["statements"].predicted) == (1, 0, 1)


def test_the_scorer_of_the_gold_sets_reads_what_is_exported(archive, desk, tmp_path):
    script = SHARED / "gold" / "score.py"
    if not script.exists():
        pytest.skip(f"NOT CHECKED WITH THE SCORER OF THE GOLD SETS: no {script} (MAHDAR_SHARED names the folder)")
    desk.accept("r00001", "r00002", by="Huda")
    write(tmp_path / "gold", desk.gold())
    records = tmp_path / "gold" / "records"
    done = subprocess.run(
        [sys.executable, script, records, records, "--json"], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert (told["docs"], told["missing"], told["record"]) == (2, [], 1.0)


def test_ids_that_are_no_names_of_files(archive, tmp_path):
    report, record = pair(1)
    archive.add(report.model_copy(update={"id": "../حادث 1"}), record)
    desk = archive.reviewing()
    desk.accept("../حادث 1", by="Huda")
    write(tmp_path / "gold", desk.gold())
    (file,) = (tmp_path / "gold" / "records").iterdir()
    assert json.loads(file.read_text("utf-8"))["doc"] == file.stem
