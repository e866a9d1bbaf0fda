import pytest

from mahdar.archive import Archive
from mahdar.record import Engagement, Mention, Party, Record, Report

#: Report id -> date and parties of an invented archive: type, names, role, mentions.
PARTIES = {
    "a": ("2014-01-01", [("PER", ["سالم بن نادر الوادي", "الوادي"], "وزير الداخلية", 3), ("GPE", ["العراق"], None, 2)]),
    "b": (
        "2015-01-01",
        [("PER", ["سالم بن نادر الوادي"], "نائب رئيس الوزراء", 1), ("ORG", ["شبكة أخبار العراق"], None, 1)],
    ),
    "c": ("2013-01-01", [("PER", ["هدى الوادي"], None, 1), ("ORG", ["حركة الفجر", "الفجر"], None, 4)]),
    "d": (None, [("PER", ["أنريكو غويريني"], "السفير", 2), ("GPE", ["عراق"], None, 1), ("PER", [], "الوزير", 0)]),
    "e": ("2012-05-05", [("PER", ["عبد الله المنصف"], "السفير", 2), ("ORG", ["حركة الفَجر"], None, 1)]),
    "f": ("2012-05-06", [("PER", ["عبدالله المنصف"], "السفير", 2), ("ORG", ["جويريني"], None, 1)]),
}


def report_of(id_, date, parties):
    text = f"تقرير {id_}"
    refs = [Party(id=f"p{i}", type=kind, names=names, role=role) for i, (kind, names, role, _) in enumerate(parties)]
    mentions = [
        Mention(start=0, end=1, type=kind, party=f"p{i}") for i, (kind, *_, n) in enumerate(parties) for _ in range(n)
    ]
    meeting = Engagement(kind="meeting", who=["p0"], place="p1", span=(0, len(text)))
    record = Record(doc=id_, reader="v", parties=refs, mentions=mentions, engagements=[meeting])
    return Report(id=id_, text=text, date=date), record


@pytest.fixture(scope="module")
def people(module_place):
    with Archive(module_place) as archive:
        archive.add_many([report_of(id_, *rest) for id_, rest in PARTIES.items()])
        yield archive


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("الوادي", {"سالم بن نادر الوادي": ["b", "a"], "هدى الوادي": ["c"]}),
        ("سالم الوادي", {"سالم بن نادر الوادي": ["b", "a"]}),
        ("وادي", {"سالم بن نادر الوادي": ["b", "a"], "هدى الوادي": ["c"]}),
        ("العراق", {"العراق": ["a", "d"], "شبكة أخبار العراق": ["b"]}),
        ("الفجر", {"حركة الفجر": ["c", "e"]}),
        ("عبد الله المنصف", {"عبدالله المنصف": ["f", "e"]}),
        ("جويريني", {"جويريني": ["f"], "أنريكو غويريني": ["d"]}),
        ("إنريكو جويريني", {"أنريكو غويريني": ["d"]}),
        ("مجهول", {}),
        ("و% _", {}),
        ("00", {}),
        ("", {}),
    ],
)
def test_who_groups_by_longest_name(people, name, found):
    assert {who.name: who.newest for who in people.who(name)} == found
    assert [who.reports for who in people.who(name)] == [len(who.newest) for who in people.who(name)]


def test_who_gives_names_roles_and_counts(people):
    first, _ = people.who("الوادي")
    assert first.names == ["سالم بن نادر الوادي", "الوادي"]
    assert first.roles == ["نائب رئيس الوزراء", "وزير الداخلية"]
    assert (first.type, first.mentions) == ("PER", 4)


def test_who_by_type_and_page(people):
    assert [who.name for who in people.who("العراق", type="ORG")] == ["شبكة أخبار العراق"]
    assert [who.name for who in people.who("العراق", limit=1)] == ["العراق"]
    assert [who.name for who in people.who("العراق", limit=1, offset=1)] == ["شبكة أخبار العراق"]


@pytest.mark.parametrize(
    ("filters", "reports"),
    [
        ({"party": "الوادي"}, ["b", "a", "c"]),
        ({"party": "سالم"}, ["b", "a"]),
        ({"party": "غويريني"}, ["d"]),
        ({"party": "عبدالله المنصف"}, ["f", "e"]),
        ({"party": "العراق"}, []),
        ({"place": "العراق"}, ["a", "d"]),
        ({"place": "عراق"}, ["a", "d"]),
        ({"place": "الفجر"}, ["c", "e"]),
    ],
)
def test_lines_by_party(people, filters, reports):
    """A place's name means the place alone; every other name also means the longer names that it stands in."""
    newest_first = sorted(reports, key=lambda id_: PARTIES[id_][0] or "", reverse=True)
    assert [line.report for line in people.engagements(**filters)] == newest_first


def test_reports_by_party(people):
    assert [line.id for line in people.reports(party="العراق")] == ["a", "d"]
    assert [line.id for line in people.reports(party="أخبار العراق")] == ["b"]


def test_a_party_without_name_goes_by_its_role(people):
    record = people.record("d")
    assert record.parties[2].names == []
    assert people.who("الوزير") == []
