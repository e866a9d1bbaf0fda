"""Who is one person, and who is not."""

import pytest

from mahdar.record import Record
from mahdar.who import Told, link

STATES = {"العراق": "p8", "سوريا": "p9"}


def report(doc, *persons, day="2016-01-17", state="العراق"):
    """A report with persons as (name, post) and one state."""
    parties = [
        {"id": f"p{n}", "type": "PER", "names": [name], "role": role, "of": "p8" if role else None}
        for n, (name, role) in enumerate(persons)
    ]
    parties.append({"id": "p8", "type": "GPE", "names": [state]})
    mentions = [{"start": 0, "end": 5, "type": "GPE", "party": "p8"}]
    return Told(Record(doc=doc, reader="test", parties=parties, mentions=mentions), day)


def together(*reports):
    entities = link(list(reports))
    return entities.of[reports[0].doc, "p0"] == entities.of[reports[1].doc, "p0"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("نزار الحلواني", "وزير النقل"), ("نزار سامي الحلواني", "وزير النقل"), True),
        (("نزار الحلواني", "وزير النقل"), ("الحلواني", "وزير النقل"), True),
        (("نزار الحلواني", "وزير النقل"), ("الحلواني", None), False),
        (("نزار الحلواني", "وزير النقل"), ("الحلواني", "عضو مجلس المحافظة"), False),
        (("نزار الحلواني", "وزير النقل"), ("سامر الحلواني", "وزير النقل"), False),
        (("نزار الحلواني", "وزير النقل"), ("نزار الحلواني", "وزير المالية"), True),
        (("نزار الحلواني", None), ("نزار الحلواني", None), True),
    ],
)
def test_name_and_post_decide(a, b, same):
    assert together(report("x", a), report("y", b)) is same


def test_one_name_in_two_states_is_two_men():
    minister, trader = ("نزار الحلواني", "وزير النقل"), ("نزار الحلواني", "رئيس غرفة التجارة")
    assert not together(report("x", minister), report("y", trader, state="سوريا"))
    assert together(report("x", minister), report("y", trader))


def test_company_tells_who_a_family_name_is():
    other = ("رامي الخوري", "السفير")
    known = report("x", ("نزار الحلواني", "وزير النقل"), other)
    assert together(known, report("y", ("الحلواني", None), other, day="2016-01-20"))
    assert not together(known, report("y", ("الحلواني", None), other, day="2017-01-20"))
    assert not together(known, report("y", ("الحلواني", None), ("هند رستم", "السفيرة"), day="2016-01-20"))


def test_two_of_one_report_stay_two():
    entities = link([report("x", ("نزار الحلواني", "وزير النقل"), ("الحلواني", "وزير النقل"))])
    assert len(entities.persons) == 2


def test_links_say_why():
    entities = link([report("x", ("نزار الحلواني", "وزير النقل")), report("y", ("الحلواني", "وزير النقل"))])
    (made,) = entities.links
    assert made.score >= 0.7
    assert made.reason == "the family name alone, one post"
