"""Events with what each report says of them: against the conflicts of gold/series where it lies beside the project."""

import json

import pytest

from mahdar.ledger import links
from mahdar.record import Engagement, Mention, Party, Record
from mahdar.who import Told
from tests.ledger.test_series import GOLD, SERIES, told


def meeting(doc, day, date, place, *others, status="held"):
    """A report of a meeting of two ministers."""
    names = [("PER", "سالم جابر الوادي", "وزير النقل العراقي"), ("PER", "نادر كامل البدري", "وزير النقل الأردني")]
    names += [("GPE", place, None), *(("PER", name, role) for name, role in others)]
    parties = [Party(id=f"p{n}", type=t, names=[name], role=role) for n, (t, name, role) in enumerate(names, start=1)]
    text = "، ".join(name for _, name, _ in names)
    mentions = [
        Mention(start=text.index(p.names[0]), end=text.index(p.names[0]) + len(p.names[0]), type=p.type, party=p.id)
        for p in parties
    ]
    who = [p.id for p in parties if p.type == "PER"]
    one = Engagement(kind="meeting", who=who, date=date, place="p3", status=status, span=(0, len(text)))
    return Told(
        Record(doc=doc, reader="t", parties=parties, mentions=mentions, engagements=[one]), day, f"out {doc}", text
    )


def only_event(*reports):
    (event,) = links(list(reports))["engagements"]
    return event


def test_dates_stand_side_by_side_and_a_month_agrees_with_its_day():
    event = only_event(
        meeting("a", "2016-03-02", "2016-03-01", "بغداد"),
        meeting("b", "2016-03-02", "2016-03-01", "بغداد"),
        meeting("c", "2016-03-03", "2016-03-02", "بغداد"),
        meeting("d", "2016-03-20", "2016-03", "بغداد"),
    )
    dates = {v["value"]: (v["reports"], v["agrees"]) for v in event["versions"] if v["field"] == "date"}
    assert event["date"] == "2016-03-01"
    assert dates == {"2016-03-01": (["a", "b"], True), "2016-03-02": (["c"], False), "2016-03": (["d"], True)}
    assert event["conflicts"] == ["date"]


def test_what_was_announced_is_told_apart():
    event = only_event(
        meeting("a", "2016-02-20", "2016-03-01", "بغداد", status="planned"),
        meeting("b", "2016-03-09", "2016-03-08", "بغداد"),
    )
    assert (event["date"], event["status"]) == ("2016-03-08", "held")
    assert [(v["value"], v["announced"], v["agrees"]) for v in event["versions"]] == [
        ("2016-03-01", True, False),
        ("2016-03-08", False, True),
    ]


def test_two_towns_contradict_each_other_and_a_state_contains_its_town():
    event = only_event(
        meeting("a", "2016-03-02", "2016-03-01", "بغداد"),
        meeting("b", "2016-03-02", "2016-03-01", "بغداد"),
        meeting("c", "2016-03-02", "2016-03-01", "البصرة"),
        meeting("d", "2016-03-02", "2016-03-01", "العراق"),
    )
    places = {v["value"]: v["agrees"] for v in event["versions"] if v["field"] == "place"}
    assert places == {"بغداد": True, "البصرة": False, "العراق": True}
    assert event["place"]["name_en"] == "Baghdad"


def test_one_more_participant_contradicts_nobody_but_another_does():
    more = ("هدى سامي الصفار", "وزيرة الصحة اللبنانية")
    event = only_event(
        meeting("a", "2016-03-02", "2016-03-01", "بغداد"), meeting("b", "2016-03-02", "2016-03-01", "بغداد", more)
    )
    assert event["conflicts"] == []
    assert [len(v["value"].split("، ")) for v in event["versions"]] == [2, 3]


def test_reprints_are_sources_but_not_independent_ones():
    records, _ = SERIES["own"]
    found = links(told(records))
    (event,) = [e for e in found["engagements"] if ["own-a4", 0] in e["reports"]]
    assert [(s["report"], s["copy_of"]) for s in event["sources"]] == [("own-a4", None), ("own-a5", "own-a4")]
    assert event["independent"] == 1


def test_conflicts_of_the_gold_series():
    """Events that disagree in date or number in gold/series: all are said to, and no others."""
    if not GOLD.exists():
        pytest.skip(f"no gold series at {GOLD} (MAHDAR_SHARED names the folder beside the project)")
    records, path = SERIES["gold"]
    found = links(told(records))["engagements"]
    right = wanted = other = 0
    for event in json.loads(path.read_text("utf-8"))["engagements"]:
        reports = {tuple(r) for r in event["reports"]}
        likest = max(found, key=lambda e: len({tuple(r) for r in e["reports"]} & reports))
        fields = {line.split(":")[0] for line in event["conflicts"]} & {"date", "number"}
        if fields == {"date"} and all("gives only" in line for line in event["conflicts"] if line.startswith("date")):
            fields = set()  # a month that fits contradicts nothing
        said = set(likest["conflicts"]) & {"date", "number"}
        wanted, right, other = wanted + len(fields), right + len(fields & said), other + len(said - fields)
    assert (right, wanted, other) == (8, 8, 0)
