"""What was withdrawn is found nowhere and does not come back; that it was withdrawn stays."""

import sqlite3
import zipfile
from contextlib import closing

import pytest

from mahdar.archive import Archive, Counts, backup
from mahdar.archive.health import examine
from mahdar.engine import read_all, read_into
from mahdar.errors import InputError, UnknownEntity, UnknownReport
from mahdar.ledger import relink
from mahdar.record import Page, Party, Record, Report

from .invented import dump, pair

SECRET = "زنبقة"  # a word that no invented report has


def secret(n=1, **more):
    """A report with its page, every part of which has a word of its own."""
    report, record = pair(n)
    text = report.text + f" {SECRET} الخزامى"
    page = Page(media="text/html", encoding="utf-8", original=f"<p>{text}".encode(), runs=[(0, 1, 3, 1)])
    told = {"text": text, "page": page, "id": "hidden", "url": "https://www.a.example/2016/1", "path": "in/hidden.html"}
    return Report(**{**report.model_dump(exclude={"page"}), **told, **more}), record.model_copy(
        update={"doc": "hidden", "parties": [*record.parties, Party(id="p9", type="PER", names=[f"{SECRET} الخزامى"])]}
    )


def everything(place):
    """All that is kept, as one text."""
    return repr({name: rows for name, rows in dump(place).items() if not name.startswith("full_text")})


def traces(place):
    return [word for word in (SECRET, "hidden", "a.example/2016") if word in everything(place)]


def test_a_report_goes_with_all_that_was_read_from_it(place, tmp_path):
    with Archive(place) as archive:
        archive.add_many([*(pair(n) for n in range(4)), secret()])
        archive.add_many([(secret()[0], secret()[1].model_copy(update={"reader": "mahdar 1"}))])
        archive.note_reprint("hidden", Report(id="x", text=f"نص {SECRET}", url="https://b.example/c/2"), "near", 0.5)
        archive.seen_again([secret(id="hidden-too", path="other/hidden.html")[0]])
        archive.note_fetched("https://www.a.example/2016/1")
        relink(archive)
        assert traces(place) == [SECRET, "hidden", "a.example/2016"]
        made = archive.upkeep().withdraw("hidden", by="Huda", why="the outlet took it back")
        assert (made.key, made.kind, made.reports, made.why) == (1, "report", 1, "the outlet took it back")
        assert traces(place) == []
        with pytest.raises(UnknownReport):
            archive.report("hidden")
        assert archive.search(SECRET, parts=["report", "statement", "engagement", "commitment"]) == []
        assert archive.who(SECRET) == []
        assert archive.counts()["reports"] == 4
        assert archive.upkeep().withdrawals() == [made]
        (line, *_) = archive.upkeep().audit()
        assert (line.act, line.object, line.detail) == ("withdraw", "withdrawal 1", "report, reports 1")
        for hit in archive.linking().found()["persons"]:
            archive.linking().entity(hit["id"])
        relink(archive)
        assert traces(place) == []
        assert examine(place)["advice"] == []
    backup.backup(place, tmp_path / "x.mahdar")
    with zipfile.ZipFile(tmp_path / "x.mahdar") as zipped:
        assert not any(SECRET.encode() in zipped.read(name) for name in zipped.namelist())


def test_what_is_left_is_linked_as_if_it_had_never_been_there(place, other_place):
    pairs = [pair(n) for n in range(8)]
    with Archive(place) as archive, Archive(other_place) as other:
        archive.add_many([secret(), *pairs])
        relink(archive)
        archive.upkeep().withdraw("hidden", by="Huda", why="x")
        other.add_many(pairs)
        assert relink(archive).ran
        relink(other)
        assert shape(archive) == shape(other)
        assert archive.linking().state().identities
        assert not relink(archive).ran


def shape(archive):
    found = archive.linking().found()
    return {part: sorted(repr({k: v for k, v in e.items() if k != "id"}) for e in found[part]) for part in found}


def test_no_byte_of_it_is_left_in_the_file(path):
    with Archive(path) as archive:
        archive.add_many([*(pair(n) for n in range(4)), secret()])
        relink(archive)
        word = SECRET.encode()
        files = [path, path.with_name(path.name + "-wal")]
        assert any(word in file.read_bytes() for file in files)
        archive.upkeep().withdraw("hidden", by="Huda", why="x")
        assert not any(word in file.read_bytes() for file in files if file.exists())
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, full_text, row)")
        assert database.execute("SELECT count(*) FROM terms WHERE term = ?", (SECRET,)).fetchone() == (0,)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"id": "other", "path": "elsewhere.html", "url": None, "page": None},  # the same text
        {"text": "نص آخر من قارئ أحدث"},  # the same page and address, read in another way
        {"text": "نص آخر", "page": None, "url": "http://a.example/2016/1#comments"},  # the address alone
    ],
)
def test_it_does_not_come_back(archive, again):
    report, record = secret()
    archive.add_many([(report, record), pair(2)])
    archive.upkeep().withdraw("hidden", by="Huda", why="x")
    other = secret(**again)
    assert archive.withdrawn([other[0], pair(2)[0]]) == [archive.upkeep().withdrawals()[0].at[:10], None]
    assert archive.add_many([other, pair(3)]) == Counts(added=1, withdrawn=1)
    assert archive.counts()["reports"] == 2
    assert archive.fetched(["https://a.example/2016/1", "https://a.example/2016/2"]) == {"https://a.example/2016/1"}


def test_a_run_sets_it_aside_as_withdrawn_and_keeps_no_place(archive):
    report, record = secret()
    archive.add_many([(report, record)])
    archive.upkeep().withdraw("hidden", by="Huda", why="x")
    summary = read_into([report, Report(id="new", text="زار الوزير المدينة.")], read_all, archive=archive)
    assert (summary.read, summary.set_aside) == (1, 1)
    assert summary.named[0].error.found.startswith("withdrawn on 20")
    assert archive.failures() == []


def test_an_address_that_others_have_too_is_not_sealed(archive):
    one, other = secret(), secret(n=2, id="b", text="نص آخر في العنوان نفسه", page=None)
    archive.add_many([one, (other[0], Record(doc="b", reader="x"))])
    archive.upkeep().withdraw("hidden", by="Huda", why="x")
    third = Report(id="c", text="نص ثالث", url=one[0].url)
    assert archive.withdrawn([third]) == [None]


def test_a_backup_keeps_the_seals(place, other_place, tmp_path):
    with Archive(place) as archive:
        archive.add_many([secret()])
        archive.upkeep().withdraw("hidden", by="Huda", why="x")
    backup.backup(place, tmp_path / "x.mahdar")
    backup.restore(tmp_path / "x.mahdar", other_place)
    with Archive(other_place) as other:
        assert other.add_many([secret()]) == Counts(withdrawn=1)


def test_a_reason_must_be_given(archive):
    archive.add_many([secret()])
    with pytest.raises(InputError, match="nothing said of 'why'"):
        archive.upkeep().withdraw("hidden", by="Huda", why=" ")
    with pytest.raises(UnknownReport):
        archive.upkeep().withdraw("nothing", by="Huda", why="x")
    assert archive.counts()["reports"] == 1
    assert archive.upkeep().withdrawals() == []


# A person


def named(n, name, *, as_party=True):
    text = f"حضر {name} اجتماعا في المدينة رقم {n}. وقال إن العمل مستمر."
    parties = [Party(id="p1", type="PER", names=[name.removeprefix("ل")])] if as_party else []
    return Report(id=f"n{n}", text=text, title=f"خبر {n}"), Record(doc=f"n{n}", reader="x", parties=parties)


NAME = "مرجان الكوكبي"


def test_every_report_that_names_a_person_goes(place, tmp_path):
    with Archive(place) as archive:
        unseen = named(3, f"ل{NAME}", as_party=False)  # no reading has him, and a clitic stands before the name
        archive.add_many([named(1, NAME), named(2, NAME), unseen, named(4, "سالم الكوكبي"), *(pair(n) for n in (1, 2))])
        archive.note_reprint("r00001", Report(id="y", text=f"نص قريب عن {NAME}"), "near", 0.5)
        archive.save_search("هو", f'"{NAME}"')
        relink(archive)
        (who,) = archive.who(NAME)
        (person, other) = who.entity, archive.who("سالم الكوكبي")[0].entity
        archive.linking().decide("different", person, other, by="Huda", why=f"{NAME} ليس هذا")
        assert archive.upkeep().naming(person) == ["n1", "n2", "n3"]
        made = archive.upkeep().withdraw_person(person, by="Huda", why="a court order")
        assert (made.kind, made.reports) == ("person", 3)
        assert {line.id for line in archive.reports()} == {"n4", "r00001", "r00002"}
        assert "مرجان" not in everything(place)
        for question in (NAME, f'"{NAME}"', "مرجان"):
            assert archive.search(question, parts=["report", "statement", "engagement", "commitment"]) == []
            assert archive.who(question) == []
        relink(archive)
        assert "مرجان" not in everything(place)
        with pytest.raises(UnknownEntity):
            archive.upkeep().naming(person)
        assert archive.add_many([named(1, NAME)]) == Counts(withdrawn=1)
    made = backup.backup(place, tmp_path / "x.mahdar")
    with zipfile.ZipFile(tmp_path / "x.mahdar") as zipped:
        assert not any("مرجان".encode() in zipped.read(name) for name in zipped.namelist())


def test_only_persons_are_withdrawn_so(archive):
    archive.add_many([pair(n) for n in range(3)])
    relink(archive)
    place = archive.linking().found()["places"][0]["id"]
    with pytest.raises(InputError, match="no person"):
        archive.upkeep().withdraw_person(place, by="Huda", why="x")
