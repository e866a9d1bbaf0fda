"""The index follows what is written, read again, left out and made anew; names that are misspelt are asked back."""

import pytest
import sqlalchemy as sa

from mahdar.archive import Archive, dialect, schema, search_index, search_names
from mahdar.archive.search_query import EVERYTHING, Both, Either, Leaf, Without, parse
from mahdar.archive.wanted import Term
from mahdar.errors import BadDate, UnknownSearch
from mahdar.record import Party, Record, Report, Statement

from .invented import dump, pair
from .own import PARTS


def found(archive, question, **options):
    return sorted({(hit.report, hit.part) for hit in archive.search(question, parts=PARTS, limit=None, **options)})


def test_what_is_read_again_is_found_as_it_was_read_last(archive):
    report, record = pair(1)
    archive.add(report, record)
    said = Statement(who=["p2"], form="direct", act="deny", span=record.engagements[0].span)
    newer = record.model_copy(update={"reader": "newer", "statements": [said], "commitments": []})
    archive.add(report, newer)
    assert found(archive, "kind:deny") == [("r00001", "report"), ("r00001", "statement")]
    assert found(archive, "kind:commitment") == []
    assert [hit.report for hit in archive.search("التقى")] == ["r00001"]


def test_a_report_that_is_left_out_stays_out_until_it_is_taken_back(archive):
    archive.add_many([pair(n) for n in (1, 2)])
    archive.save_search("x", "الوزير", parts=PARTS)
    assert archive.leave_out("r00001") is True
    assert archive.leave_out("r00001") is False
    assert {report for report, _ in found(archive, "الوزير")} == {"r00002"}
    archive.reindex()
    archive.add(pair(1)[0], pair(1)[1].model_copy(update={"reader": "newer"}))
    assert {report for report, _ in found(archive, "الوزير")} == {"r00002"}
    assert archive.report("r00001").id == "r00001"
    assert archive.take_back("r00001") is True
    assert archive.take_back("r00001") is False
    assert {report for report, _ in found(archive, "الوزير")} == {"r00001", "r00002"}


def test_made_anew_the_index_is_as_it_was(archive, empty_place):
    archive.add_many([pair(n) for n in range(5)])
    without = {"full_text_data", "full_text_idx"}
    before = dump(empty_place, without=without)
    assert archive.reindex() == 5
    assert dump(empty_place, without=without) == before
    assert len(found(archive, "الوزير")) > 5


def test_an_index_of_another_version_is_made_anew_when_it_is_opened(archive, empty_place, monkeypatch):
    archive.add_many([pair(n) for n in (1, 2)])
    before = found(archive, "الوزير")
    with dialect.writing(archive._engine) as connection:
        connection.execute(sa.delete(schema.documents).where(schema.documents.c.report == 1))
        connection.execute(sa.update(schema.search_state).values(value="0"))
    with Archive(empty_place) as again:
        assert found(again, "الوزير") == before


def test_a_whole_file_of_words_is_indexed_as_far_as_said(archive):
    text = " ".join(f"كلمة {chr(0x627 + n % 20)}{n}" for n in range(9_000)) + " خاتمة"
    long = "ا" * 300
    archive.add(Report(id="long", text=text), Record(doc="long", reader="v"))
    archive.add(Report(id="word", text=f"قبل {long} بعد"), Record(doc="word", reader="v"))
    assert [hit.report for hit in archive.search(long)] == ["word"]
    assert [hit.report for hit in archive.search(f'"قبل {long}"')] == ["word"]
    assert archive.search("كلمة") != []
    assert len(search_index._cut(" ".join(["x"] * 20_000)).split()) == search_index.MOST_WORDS
    assert len(search_index._cut("ab " * 200_000)) <= search_index.MOST_CHARACTERS


def test_hostile_words_break_no_index(archive):
    text = "'; DROP TABLE x; -- \\' :* & | ! <-> \" ( ) NEAR/3 \u0640 t:x ١٢٣ 𝒜𝒷 ǅ ß"
    archive.add(Report(id="h", text=text, outlet="o'\\"), Record(doc="h", reader="v"))
    for question in ("DROP", "table x", "'x'", "123", "outlet:o", "near 3", "ß"):
        assert [hit.report for hit in archive.search(question)] == ["h"], question
    assert archive.search(text) != []


# Saved searches


def test_saved_searches_tell_what_is_new_once(archive):
    archive.add_many([pair(n) for n in range(3)])
    archive.save_search("b", "الوزير", since="2010")
    archive.save_search("a", "kind:pledge", parts=["commitment"])
    assert [search.name for search in archive.saved_searches()] == ["a", "b"]
    assert archive.alerts() == []
    archive.add_many([pair(n) for n in range(2, 5)])
    told = []
    assert [(alert.name, alert.count) for alert in archive.alerts("a")] == [("a", 2)]
    archive.alerts(told=told.extend)
    assert [(alert.name, {hit.report for hit in alert.hits}) for alert in told] == [
        ("a", {"r00003", "r00004"}),
        ("b", {"r00003", "r00004"}),
    ]
    assert archive.alerts() == []
    archive.forget_search("a")
    for use in (archive.alerts, archive.forget_search):
        with pytest.raises(UnknownSearch, match="no search is saved under that name"):
            use("a")
    with pytest.raises(BadDate):
        archive.save_search("c", "to:never")


def test_alerts_that_could_not_be_told_are_told_again(archive):
    archive.save_search("a", "الوزير")
    archive.add(*pair(1))

    def fail(alerts):
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        archive.alerts(told=fail)
    assert len(archive.alerts()) == 1


# Did you mean

NAMES = ["سالم بن نادر الوادي", "جون كيري", "أنريكو غويريني", "حركة الفجر", "ستيفان دي ميستورا", "علي", "كيري"]
MEANT = [
    ("كيرى", []),  # the same name in another spelling: nothing is to be asked
    ("كيرتي", ["جون كيري", "كيري"]),
    ("جويريني", ["أنريكو غويريني"]),
    ('"دي مستوار"', ["ستيفان دي ميستورا"]),
    ("party:الوداي", ["سالم بن نادر الوادي"]),
    ("علم", []),
    ("201755", []),
    ("زيتون", []),
    ("كيرتي OR الوادي", ["جون كيري", "كيري"]),
]


def names_archive(archive):
    for n, name in enumerate(NAMES):
        record = Record(doc=f"d{n}", reader="v", parties=[Party(id="p", type="PER", names=[name])])
        archive.add(Report(id=f"d{n}", text=f"حضر {name} أمس {n}"), record)


def test_near_names_are_asked_back(archive):
    names_archive(archive)
    for question, expected in MEANT:
        assert [name for some in archive.did_you_mean(question) for name in some.names] == expected, question


def test_near_names_are_the_same_where_the_database_knows_no_arabic_letters(server):
    address = server.new_database("TEMPLATE template0 LOCALE 'C'")
    with Archive(address) as archive:
        names_archive(archive)
        with archive._reading() as connection:
            assert search_names._has_trigrams(connection) is False
        for question, expected in MEANT:
            assert [name for some in archive.did_you_mean(question) for name in some.names] == expected, question


# The language of questions


def word(text, field=None):
    return Leaf(parse(text).leaves()[0].term, field)


A, B, C = map(word, ("وزير", "سفير", "رئيس"))


@pytest.mark.parametrize(
    ("question", "tree"),
    [
        ("وزير سفير", Both((A, B))),
        ("وزير AND سفير و رئيس", Both((A, B, C))),
        ("وزير OR سفير رئيس", Either((A, Both((B, C))))),
        ("(وزير أو سفير) رئيس", Both((Either((A, B)), C))),
        ("وزير NOT سفير", Both((A, Without(B)))),
        ("وزير -سفير", Both((A, Without(B)))),
        ("NOT NOT وزير", A),
        ("ليس (وزير سفير)", Without(Both((A, B)))),
        ("وزير OR", A),
        ("OR وزير AND", A),
        ("((وزير", A),
        ("وزير)) سفير", Both((A, B))),
        ("()", None),
        ("", None),
        ("!?", None),
        ("أو", word('"أو"')),
        ("AND OR", Both((word('"AND"'), word('"OR"')))),
        ("and", word("and")),
        ('"أو"', word('"او"')),
        ("title:وزير", Leaf(A.term, "title")),
        ("عنوان:(وزير أو سفير)", Either((Leaf(A.term, "title"), Leaf(B.term, "title")))),
        ("-العنوان:وزير", Without(Leaf(A.term, "title"))),
        ("title:", word("title")),
        ("نوع:لقاء", Leaf(Term(("meeting",)), "kind")),
        ('النوع:"مكافحة الإرهاب"', Leaf(Term(("counterterrorism",)), "kind")),
        ("kind:counter_terrorism", Leaf(Term(("counterterrorism",)), "kind")),
        ("قال:وزير", word('"قال وزير"')),
        ("from:2016", EVERYTHING),
        ("وزير وزير", A),
    ],
)
def test_questions_are_understood(question, tree):
    assert parse(question).tree == tree


def test_dates_of_a_question():
    query = parse("وزير من:٢٠١٦-٠٢ إلى:2017")
    assert (query.tree, query.since, query.until) == (A, "2016-02", "2017")
    for question in ("from:soon", "from:2017 to:2016"):
        with pytest.raises(BadDate):
            parse(question)


@pytest.mark.parametrize(
    "question", ["(" * 5000, "NOT " * 5000, "-" * 5000, "وزير OR " * 3000, "(وزير " * 500, "title:" * 900]
)
def test_endless_questions_are_answered(archive, question):
    archive.add(*pair(1))
    assert archive.search_count(question) >= 0
    assert len(archive.search(question)) >= 0
