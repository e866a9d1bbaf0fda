"""Offices over time: intervals, who followed whom, two at one time; and those of gold/series where it is there."""

import json

import pytest

from mahdar.record import Mention, Party, Record
from mahdar.who import Told, link
from mahdar.who.english import Naming
from mahdar.who.offices import offices
from mahdar.who.posts import posts
from tests.ledger.test_series import GOLD, SERIES, told


def report(doc, day, text, **roles):
    """A report in which persons have roles; their names are those of the keywords, '_' for a space."""
    parties, mentions = [], []
    for n, (name, role) in enumerate(roles.items(), start=1):
        shown = name.replace("_", " ")
        parties.append(Party(id=f"p{n}", type="PER", names=[shown], role=role))
        start = text.index(shown) if shown in text else 0
        mentions.append(Mention(start=start, end=start + len(shown), type="PER", party=f"p{n}"))
    mentions.sort(key=lambda m: m.start)
    return Told(Record(doc=doc, reader="test", parties=parties, mentions=mentions), day, None, text)


def held(*reports):
    """(person, first seen, last seen, since, until) of all offices."""
    entities = link(list(reports))
    found = offices(entities, Naming(entities))
    return [(o.person.name, o.first_seen, o.last_seen, o.since, o.until) for o in found]


def test_an_office_lasts_from_the_first_report_to_the_last_and_ends_with_former():
    assert held(
        report("a", "2014-10-20", "", سالم_جابر_الوادي="وزير النقل العراقي"),
        report("b", "2016-02-01", "", سالم_الوادي="وزير النقل العراقي"),
        report("c", "2016-07-20", "", سالم_الوادي="وزير النقل العراقي السابق"),
    ) == [("سالم جابر الوادي", "2014-10-20", "2016-02-01", None, "2016-07-20")]


def test_the_new_holder_and_the_elected_one():
    assert held(
        report("a", "2016-07-20", "", هدى_سامي_الصفار="وزيرة النقل العراقية الجديدة"),
        report("b", "2016-09-01", "", هدى_سامي_الصفار="وزيرة النقل العراقية"),
    ) == [("هدى سامي الصفار", "2016-07-20", "2016-09-01", "2016-07-20", None)]
    assert held(report("a", "2016-07-20", "", نادر_بن_عمارة="الرئيس التونسي المنتخب"))[0][1:] == (None,) * 4


def test_who_comes_back_has_two_intervals():
    found = held(
        report("a", "2014-01-01", "", سالم_جابر_الوادي="وزير النقل العراقي"),
        report("b", "2015-01-01", "", سالم_جابر_الوادي="وزير النقل العراقي السابق"),
        report("c", "2018-01-01", "", سالم_جابر_الوادي="وزير النقل العراقي"),
    )
    assert [(first, last, until) for _, first, last, _, until in found] == [
        ("2014-01-01", "2014-01-01", "2015-01-01"),
        ("2018-01-01", "2018-01-01", None),
    ]


def test_two_holders_at_one_time_stay_side_by_side_with_their_reports():
    reports = [
        report("a", "2016-01-01", "", سالم_جابر_الوادي="محافظ نينوى"),
        report("b", "2016-01-03", "", نادر_كامل_البدري="محافظ نينوى"),
    ]
    entities = link(reports)
    found = offices(entities, Naming(entities))
    assert [[h.report for h in o.reports] for o in found] == [["a"], ["b"]]
    assert len({o.office for o in found}) == 1


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("تسلم اللواء سالم جابر الوادي قيادة القوات من العميد نادر كامل البدري.", "new", "leaving"),
        ("عين اللواء سالم جابر الوادي خلفا للعميد نادر كامل البدري.", "new", "leaving"),
        ("سيتسلم اللواء سالم جابر الوادي المنصب خلفا للعميد نادر كامل البدري.", "designate", "holds"),
        ("التقى اللواء سالم جابر الوادي العميد نادر كامل البدري.", "holds", "holds"),
    ],
)
def test_words_between_two_holders_tell_who_follows(text, first, second):
    role = "قائد القوات البرية الأردني"
    entities = link([report("a", "2016-01-01", text, سالم_جابر_الوادي=role, نادر_كامل_البدري=role)])
    found = {o.person.name: o.reports[0].standing for o in offices(entities, Naming(entities))}
    assert found == {"سالم جابر الوادي": first, "نادر كامل البدري": second}


def test_who_speaks_for_whom():
    parties = [
        Party(id="p1", type="PER", names=["سالم الوادي"], role="الناطق باسم وزارة النقل", of="p2"),
        Party(id="p2", type="ORG", names=["وزارة النقل"]),
    ]
    entities = link([Told(Record(doc="a", reader="test", parties=parties), "2016-01-01")])
    (found,) = offices(entities, Naming(entities))
    assert (found.speaks, found.of.name, found.of.name_en) == (True, "وزارة النقل", "Ministry of Transport")


def test_offices_of_the_gold_series():
    """Of the offices in gold/series: how many are found, how many found ones are there, and their days."""
    records, links = SERIES["gold"]
    if not records.exists():
        pytest.skip(f"no gold series at {GOLD} (MAHDAR_SHARED names the folder beside the project)")
    entities = link(told(records))
    found = offices(entities, Naming(entities))
    matched, wanted, days = set(), 0, []
    for person in json.loads(links.read_text("utf-8"))["persons"]:
        entity = entities.of[tuple(person["parties"][0])]
        for office in person["offices"]:
            wanted += 1
            fitting = [
                n for n, o in enumerate(found)
                if o.person.entity == entity and n not in matched and posts(o.role)[0].fits(posts(office["role"])[0])
            ]  # fmt: skip
            if fitting:
                matched.add(fitting[0])
                one = found[fitting[0]]
                days += [
                    (office[side], told_) for side, told_ in (("from", one.since), ("to", one.until)) if office[side]
                ]
    assert (len(matched), wanted) == (32, 32)
    assert len(found) <= 34
    assert all(told_ is None or told_ >= day for day, told_ in days)
    assert sum(told_ is not None for _, told_ in days) >= 6
