import random

import pytest

from mahdar.archive import Archive, Counts, content_hash
from mahdar.errors import NotAReport, UnreadableInput
from mahdar.record import Party, Record, Report

from .invented import READER, SEGMENTS, TIMES, dump, pair

PAIRS = [pair(n) for n in range(7)]


def test_what_goes_in_comes_out(archive):
    assert archive.add_many(PAIRS) == Counts(added=7)
    for report, record in PAIRS:
        stored = archive.report(report.id)
        assert (stored.text, stored.title, stored.date, stored.url, stored.outlet, stored.path) == (
            report.text, report.title, report.date, report.url, report.outlet, report.path,
        )  # fmt: skip
        assert stored.content_hash == content_hash(report.text)
        assert stored.readers == [READER]
        assert archive.record(report.id) == record


def test_adding_twice_changes_nothing(archive, empty_place):
    archive.add_many(PAIRS)
    before = dump(empty_place)
    assert archive.add_many(PAIRS, batch=3) == Counts(known=7)
    assert archive.add(*PAIRS[0]) == Counts(known=1)
    assert archive.seen_again([report for report, _ in PAIRS]) == 0
    assert dump(empty_place) == before
    assert before["reports"]


def test_twice_in_one_batch_is_kept_once(archive):
    assert archive.add_many([PAIRS[0], PAIRS[1], PAIRS[0]]) == Counts(added=2, known=1)
    assert archive.counts()["reports"] == 2


def test_batches_do_not_show(place, other_place):
    with Archive(place) as one, Archive(other_place) as other:
        one.add_many(PAIRS, batch=1)
        other.add_many(PAIRS, batch=100)
    assert by_words(dump(place, without=TIMES | SEGMENTS)) == by_words(dump(other_place, without=TIMES | SEGMENTS))


def by_words(tables):
    """The tables with names by their words themselves: which number a word has goes by the batch that it came in."""
    words = {key: (kind, word) for key, kind, word in tables["name_words"]}
    uses = sorted((words[word], name) for word, name in tables["names_by_word"])
    return tables | {"name_words": sorted(words.values()), "names_by_word": uses}


def test_committed_is_told_the_ids_after_each_batch(archive, empty_place):
    told = []

    def committed(ids):
        with Archive(empty_place) as reader:
            told.append((ids, reader.counts()["reports"]))

    archive.add_many(PAIRS, batch=3, committed=committed)
    ids = [report.id for report, _ in PAIRS]
    assert told == [(ids[:3], 3), (ids[3:6], 6), (ids[6:], 7)]


def test_a_failing_batch_leaves_nothing_of_it(archive):
    def pairs():
        yield from PAIRS[:3]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        archive.add_many(pairs(), batch=2)
    assert archive.counts()["reports"] == 2


def test_another_text_of_the_same_id_is_kept_beside_it(archive):
    report, record = PAIRS[0]
    other = report.model_copy(update={"text": report.text + " تتمة"})
    third = report.model_copy(update={"text": report.text + " تتمة أخرى"})
    assert archive.add(report, record) == Counts(added=1)
    assert archive.add(other, record) == Counts(added=1, renamed=1)
    assert archive.add_many([(third, record), (other, record)]) == Counts(added=1, known=1, renamed=1)
    name = f"{report.id}-{content_hash(other.text)[:8]}"
    assert archive.report(report.id).text == report.text
    assert archive.report(name).text == other.text
    assert archive.report(name).given_id == report.id
    assert archive.record(name).doc == name
    assert archive.counts()["reports"] == 3


def test_an_id_that_looks_renamed_is_never_overwritten(archive):
    report, record = PAIRS[0]
    other = report.model_copy(update={"text": report.text + " تتمة"})
    squatter = PAIRS[1][0].model_copy(update={"id": f"{report.id}-{content_hash(other.text)[:8]}"})
    archive.add_many([(report, record), (squatter, PAIRS[1][1])])
    archive.add(other, record)
    assert archive.report(squatter.id).text == squatter.text
    assert archive.report(f"{report.id}-{content_hash(other.text)[:16]}").text == other.text


def test_the_same_text_elsewhere_is_known_and_the_place_is_noted(archive, empty_place):
    report, record = PAIRS[0]
    moved = report.model_copy(update={"id": "copy", "path": "elsewhere.txt"})
    nowhere = report.model_copy(update={"id": "copy", "path": None})
    archive.add(report, record)
    assert archive.add(moved, record) == Counts(known=1)
    assert archive.seen_again([moved, nowhere, PAIRS[5][0]]) == 1
    before = dump(empty_place)
    assert archive.seen_again([moved, nowhere]) == 0
    assert dump(empty_place) == before
    assert archive.report(report.id).also == [("copy", None), ("copy", "elsewhere.txt")]


def test_another_reader_adds_a_record_and_answers_come_from_it(archive):
    report, record = PAIRS[0]
    archive.add_many(PAIRS[:2])
    later = record.model_copy(update={"reader": "later", "statements": [], "published": "2020-02"})
    assert archive.add(report, later) == Counts(reread=1)
    assert archive.add(report, record) == Counts(known=1)
    assert archive.record(report.id) == later
    assert archive.record(report.id, READER) == record
    assert archive.report(report.id).readers == [READER, "later"]
    assert archive.statements(report=report.id) == []
    assert len(archive.engagements(report=report.id)) == 1
    assert archive.report(report.id).day == "2020-02"
    assert archive.counts()["statements"] == 1


def test_two_readers_in_one_batch(archive):
    report, record = PAIRS[0]
    later = record.model_copy(update={"reader": "later", "figures": []})
    assert archive.add_many([(report, record), (report, later)]) == Counts(added=1, reread=1)
    assert archive.figures() == []
    assert archive.counts()["records"] == 2


def test_known_by_text_and_reader(archive):
    archive.add_many(PAIRS[:3])
    hashes = [content_hash(report.text) for report, _ in PAIRS]
    assert archive.known(hashes[0], READER)
    assert not archive.known(hashes[0], "another")
    assert not archive.known(hashes[5], READER)
    assert archive.known_hashes(hashes * 400, READER) == set(hashes[:3])


def test_set_aside_is_listed_until_it_is_read(archive, empty_place):
    report, record = PAIRS[0]
    archive.set_aside(report.path, NotAReport("no text", expected="a text"))
    archive.set_aside("z.txt", UnreadableInput("broken"))
    before = dump(empty_place)
    archive.set_aside("z.txt", UnreadableInput("broken"))
    assert dump(empty_place) == before
    archive.set_aside("z.txt", UnreadableInput("gone", remedy="get it"))
    assert [(f.where, f.error, f.found, f.expected, f.remedy) for f in archive.failures()] == [
        (report.path, "NotAReport", "no text", "a text", ""),
        ("z.txt", "UnreadableInput", "gone", "", "get it"),
    ]
    assert [f.where for f in archive.failures(limit=1, offset=1)] == ["z.txt"]
    archive.add(report, record)
    assert [f.where for f in archive.failures()] == ["z.txt"]


def test_strange_records_cost_nothing(archive):
    text = "نص\x00 فيه \ud800 حروف"
    record = Record.model_validate(
        {
            "doc": "x", "reader": "v", "published": "2020-13",
            "parties": [
                {"id": "a", "type": "PER", "names": ["اسم\ud800", "اسم\ud800"]},
                {"id": "a", "type": "ORG", "names": []},
                {"id": "b", "type": "PER", "names": [], "role": "الوزير"}, {"id": "c", "type": "ORG", "names": []},
            ],
            "engagements": [{"kind": "call", "who": ["a", "b", "c", "lost", "a"], "date": "soon", "span": [0, 2]}],
            "incidents": [{"type": "ASSAULT", "killed": 10**30, "span": [0, 900]}],
            "figures": [{"value": 1e300, "unit": "person", "of": "lost", "span": [900, 901]}],
        }
    )  # fmt: skip
    assert archive.add(Report(id="x", text=text), record) == Counts(added=1)
    assert archive.add(Report(id="x", text=text), record) == Counts(known=1)
    assert archive.report("x").text == "نص\ufffd فيه \ufffd حروف"
    (line,) = archive.engagements()
    assert [party.name for party in line.who] == ["اسم\ufffd", "الوزير", "c", "lost", "اسم\ufffd"]
    assert (line.date, line.day, line.dated_by) == ("soon", None, None)
    assert archive.incidents()[0].killed is None
    assert archive.figures()[0].quote == ""


def test_a_record_of_every_kind_of_unwritable_field_is_mended(archive):
    report = Report(id="a", text="نص سليم", outlet="وكالة\ud800", url="u\x00")
    record = Record(doc="a", reader="v", parties=[Party(id="p", type="PER", names=["سالم\ud800"])])
    assert archive.add(report, record) == Counts(added=1)
    assert archive.report("a").outlet == "وكالة\ufffd"


def test_a_page_is_kept_with_its_report(place):
    from mahdar.record import Page

    report, record = pair(1)
    page = Page(
        media="text/html", encoding="utf-8", original=b"<p>x</p>" * 99, runs=[(0, 1, 3, 1)], body=(0, 5), byline="س"
    )
    with Archive(place) as archive:
        archive.add(report.model_copy(update={"page": page}), record)
        archive.add(*pair(2))
        assert archive.original(report.id) == page
        assert archive.original(pair(2)[0].id) is None


def test_a_reprint_is_noted_once(place):
    report, record = pair(1)
    copy = report.model_copy(update={"id": "copy", "outlet": "الصباح", "path": "c.html"})
    with Archive(place) as archive:
        archive.add(report, record)
        assert archive.note_reprint(report.id, copy, "near", 0.9)
        assert not archive.note_reprint(report.id, copy, "near", 0.9)
        (reprint,) = archive.reprints(report.id)
        assert (reprint.of, reprint.outlet, reprint.kind, reprint.path) == (report.id, "الصباح", "near", "c.html")
        assert archive.reprints() == [reprint]


def test_feeds_are_remembered(place):
    with Archive(place) as archive:
        assert archive.feed_headers("https://a.example/f") == (None, None)
        archive.keep_feed_state("https://a.example/f", etag='"1"', modified=None)
        archive.keep_feed_state("https://a.example/f", etag='"2"', modified="Thu")
        archive.note_fetched("https://a.example/1")
        archive.note_fetched("https://a.example/1")
        assert archive.feed_headers("https://a.example/f") == ('"2"', "Thu")
        assert archive.fetched(["https://a.example/1", "https://a.example/2"]) == {"https://a.example/1"}


def test_ids_paths_names_and_addresses_of_any_length_are_kept(archive):
    dice = random.Random(1)
    long, other = ("".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(5000)) for _ in range(2))
    report, record = pair(1)
    report = report.model_copy(update={"id": long, "path": long})
    party = record.parties[0].model_copy(update={"names": [long, long + "x"]})
    record = record.model_copy(update={"doc": long, "parties": [party, *record.parties[1:]]})
    assert archive.add(report, record).added == 1
    assert archive.add(report, record).known == 1
    assert archive.seen_again([report.model_copy(update={"id": other})]) == 1
    assert archive.seen_again([report.model_copy(update={"id": other})]) == 0
    (line,) = archive.reports()
    assert archive.record(line.id).parties[0].names == [long, long + "x"]
    assert archive.note_reprint(line.id, report.model_copy(update={"id": other, "path": other}), "exact", 1.0)
    archive.note_fetched(long)
    assert archive.fetched([long, long + "x"]) == {long}
    archive.set_aside(long, NotAReport("no text"))
    assert len(archive.failures()) == 1
