"""Parties and a list of entities of the user's own."""

import pytest

from mahdar.entitylist import EntityList, Listed
from mahdar.record import Record
from mahdar.who import Decided, Told, link
from mahdar.who.english import Naming

WADI = Listed("m1", "person", ("سالم ناصر الوادي", "أبو ليث"), "Salem Wadi", "IQ", "Q42")
LEAGUE = Listed("b7", "body", ("رابطة الأفق الأزرق", "الأفق الأزرق"), "Blue Horizon League")
INTERIOR = Listed("b8", "body", ("وزارة الداخلية",), "Home Office of Iraq", "IQ")
VALLEY = Listed("p1", "place", ("وادي الحجل الكبير",), "Big Hajal", "TN")


def report(doc, *named, state=None):
    """A report with parties (type, name), and one state."""
    parties = [{"id": f"p{n}", "type": type_, "names": [name]} for n, (type_, name) in enumerate(named)]
    parties += [{"id": "s", "type": "GPE", "names": [state]}] if state else []
    return Told(Record(doc=doc, reader="test", parties=parties), "2016-01-17")


def listed(told, *entities):
    found = link([told], None, EntityList(entities)).listed.get((told.doc, "p0"))
    return found.id if found else None


@pytest.mark.parametrize(
    ("type_", "name", "state", "id_"),
    [
        ("PER", "سالم ناصر الوادي", None, "m1"),
        ("PER", "سالم الوادي", None, "m1"),  # a shorter form of two names
        ("PER", "أبو ليث", None, "m1"),
        ("PER", "الوادي", None, None),  # a family name alone is not enough
        ("PER", "سليم الوادي", None, None),
        ("ORG", "رابطة الأفق الأزرق", None, "b7"),
        ("ORG", "الأفق الأزرق", "تونس", "b7"),
        ("ORG", "أفق أزرق بعيد", None, None),
        ("ORG", "وزارة الداخلية", "العراق", "b8"),
        ("ORG", "وزارة الداخلية العراقية", "تونس", "b8"),
        ("ORG", "وزارة الداخلية", "مصر", None),
        ("ORG", "وزارة الداخلية المصرية", None, None),
        ("GPE", "وادي الحجل الكبير", None, "p1"),
        ("LOC", "وادي الحجل الكبير", None, "p1"),
        ("PER", "رابطة الأفق الأزرق", None, None),  # of another kind
    ],
)
def test_a_party_is_an_entity_of_the_list_by_its_name(type_, name, state, id_):
    assert listed(report("a", (type_, name), state=state), WADI, LEAGUE, INTERIOR, VALLEY) == id_


def test_of_two_of_one_name_the_country_decides():
    here = WADI._replace(id="m2", names=("سالم الوادي",), country="EG")
    there = WADI._replace(id="m3", names=("سالم الوادي",), country="IQ")
    assert listed(report("a", ("PER", "سالم الوادي"), state="مصر"), here, there) == "m2"
    assert listed(report("a", ("PER", "سالم الوادي"), state="العراق"), here, there) == "m3"
    assert listed(report("a", ("PER", "سالم الوادي"), state="تونس"), here, there) is None
    assert listed(report("a", ("PER", "سالم الوادي")), here, there) is None


def test_parties_under_other_names_become_one_with_the_lists_names():
    reports = [report("a", ("PER", "سالم الوادي")), report("b", ("PER", "أبو ليث")), report("c", ("PER", "أبو ليث"))]
    without, entities = link(reports), link(reports, None, EntityList((WADI,)))
    assert len(without.persons) == 3
    assert len(entities.persons) == 1
    named = Naming(entities).of(("b", "p0"))
    assert (named.name, named.name_en) == ("سالم ناصر الوادي", "Salem Wadi")
    known = Naming(entities).known(named.entity)
    assert (known.source, known.state) == ("list:m1", "IQ")
    assert {one.reason for one in entities.by_key} == {"one entity of the user's own list"}


def test_what_people_decided_goes_before_the_list():
    reports = [report("a", ("PER", "سالم الوادي")), report("b", ("PER", "أبو ليث"))]
    apart = Decided(different=((("a", "p0"), ("b", "p0")),))
    entities = link(reports, apart, EntityList((WADI,)))
    assert len(entities.persons) == 2
    assert len(entities.listed) == 1  # no two are the same one of the list


def test_a_group_that_is_two_of_the_list_in_equal_parts_is_none():
    other = WADI._replace(id="m9", names=("أبو ليث",))
    reports = [report("a", ("PER", "سالم ناصر الوادي")), report("b", ("PER", "أبو ليث"))]
    same = Decided(same=((("a", "p0"), ("b", "p0")),))
    assert link(reports, same, EntityList((WADI._replace(names=("سالم ناصر الوادي",)), other))).listed == {}
