import json

import pytest

from mahdar.archive import PartyRef
from mahdar.errors import BadDate, UnknownReport

from .invented import pair

KINDS = ["engagements", "statements", "commitments", "incidents", "figures", "skipped"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_every_record_comes_back_with_its_words(filled, kind):
    lines = getattr(filled, kind)()
    assert len(lines) == 40
    for line in lines:
        report, record = pair(int(line.report[1:]))
        (given,) = getattr(record, kind)
        assert line.span == given.span
        assert line.quote == report.text[given.span[0] : given.span[1]]
        assert line.report_title == report.title
        json.dumps(line.to_dict())


@pytest.mark.parametrize("kind", KINDS)
def test_newest_first_and_pages_make_up_the_whole(filled, kind):
    ask = getattr(filled, kind)
    whole = ask()
    pages = [line for offset in range(0, 45, 6) for line in ask(limit=6, offset=offset)]
    assert pages == whole
    days = [(line.day or "") for line in whole]
    assert [day[:4] for day in days] == sorted((day[:4] for day in days), reverse=True)


def test_lines_of_one_report(filled):
    (line,) = filled.engagements(report="r00006")
    person, other, state, _ = pair(6)[1].parties
    assert line.who == [
        PartyRef("p1", "PER", person.names[0], "الوزير"), PartyRef("p2", "PER", other.names[0], "السفير"),
    ]  # fmt: skip
    assert line.host == line.who[0]
    assert line.place == PartyRef("p3", "GPE", state.names[0], None)
    assert (line.kind, line.topics, line.status, line.historical) == (
        "meeting",
        ["security", "bilateral"],
        "held",
        False,
    )
    assert (line.date, line.day, line.dated_by) == ("2014-06", "2014-06", "event")
    (line,) = filled.engagements(report="r00004")
    assert (line.date, line.day, line.dated_by) == (None, pair(4)[0].date, "report")


def test_the_other_lines_of_one_report(filled):
    record = pair(6)[1]
    names = [party.names[0] for party in record.parties]
    (said,) = filled.statements(report="r00006")
    assert ([p.name for p in said.who], said.form, said.act, said.cue) == (
        names[:1], "indirect", "assert", record.statements[0].cue,
    )  # fmt: skip
    (pledge,) = filled.commitments(report="r00006")
    assert [p.name for p in pledge.from_] == names[:1]
    assert [p.name for p in pledge.to] == names[3:]
    assert (pledge.area, pledge.quantity, pledge.status) == ("training", "11", "stated")
    assert {"from", "to"} <= pledge.to_dict().keys()
    (incident,) = filled.incidents(report="r00006")
    assert [p.name for p in incident.who + incident.to] == [names[3], names[2]]
    assert (incident.type, incident.killed, incident.injured) == ("PROTEST", 0, None)
    (figure,) = filled.figures(report="r00006")
    assert (figure.value, figure.unit, figure.of.name) == (11, "soldier", names[3])
    assert type(figure.to_dict()["value"]) is int
    (skipped,) = filled.skipped(report="r00006")
    assert (skipped.what, skipped.why) == ("statement", "no speaker")


#: The n-th engagement is dated None, 2014, 2014-06, 2014-06-15 for n % 4; reports are of 2010 to 2019.
@pytest.mark.parametrize(
    ("since", "until", "meant"),
    [
        ("2014-06-15", "2014-06-15", {"2014", "2014-06", "2014-06-15"}),
        ("2014-06", "2014-06", {"2014", "2014-06", "2014-06-15"}),
        ("2014-06-16", "2014-06-30", {"2014", "2014-06"}),
        ("2014-07", "2014-08-31", {"2014"}),
        ("2014-12-31", "2015-01-01", {"2014"}),
        ("2014-06-30", None, {"2014", "2014-06"}),
        (None, "2014-05-31", {"2014"}),
        (None, "2013", set()),
        ("2015", None, set()),
    ],
)
def test_dates_may_be_months_or_years(filled, since, until, meant):
    lines = filled.engagements(since=since, until=until)
    assert {line.date for line in lines if line.date} == meant
    undated = {line.report for line in lines if line.date is None}
    expected = {
        report.id
        for report, record in map(pair, range(0, 40, 4))
        if (since or "") <= report.date <= (until or "9") + "~"
    }
    assert undated == expected
    assert all(line.dated_by == "report" for line in lines if line.date is None)


@pytest.mark.parametrize("kind", ["statements", "commitments", "figures", "reports"])
def test_lines_without_dates_go_by_their_report(filled, kind):
    lines = getattr(filled, kind)(since="2013-02", until="2014")
    expected = {report.id for report, _ in map(pair, range(40)) if "2013-02" <= report.date < "2015"}
    assert {line.id if kind == "reports" else line.report for line in lines} == expected


@pytest.mark.parametrize("date", ["15/6/2014", "2014-6", "2014-02-30", "", "soon", "٢٠١٤"])
def test_a_bad_date_is_said(filled, date):
    with pytest.raises(BadDate, match=r"since .*expected an ISO day, month or year"):
        filled.engagements(since=date)
    with pytest.raises(BadDate, match="until"):
        filled.search("العراق", until=date)


def test_dates_the_wrong_way_round_are_said(filled):
    with pytest.raises(BadDate, match="since 2014-06-20 is after until 2014-06-10"):
        filled.engagements(since="2014-06-20", until="2014-06-10")
    assert filled.engagements(since="2014-06-20", until="2014-06") != []


@pytest.mark.parametrize(
    ("kind", "filters", "count"),
    [
        ("engagements", {"kind": "meeting", "status": "held", "topic": "security"}, 40),
        ("engagements", {"kind": "call"}, 0),
        ("engagements", {"topic": "secur"}, 0),
        ("engagements", {"status": "denied"}, 0),
        ("statements", {"act": "assert", "form": "indirect"}, 40),
        ("statements", {"act": "deny"}, 0),
        ("statements", {"words": "الدعم مستمر"}, 40),
        ("statements", {"words": "الدَعْم ٧"}, 1),
        ("statements", {"words": '"مستمر برقم 7"'}, 1),
        ("statements", {"words": "جنديا"}, 0),
        ("statements", {"words": "*"}, 0),
        ("commitments", {"kind": "pledge", "area": "training", "status": "stated"}, 40),
        ("commitments", {"kind": "refusal"}, 0),
        ("incidents", {"type": "PROTEST", "status": "reported"}, 40),
        ("incidents", {"type": "ASSAULT"}, 0),
        ("figures", {"unit": "soldier"}, 40),
        ("figures", {"unit": "USD"}, 0),
        ("skipped", {"what": "statement"}, 40),
        ("skipped", {"what": "figure"}, 0),
    ],
)
def test_filters(filled, kind, filters, count):
    assert len(getattr(filled, kind)(**filters)) == count


def test_commitments_of_one_to_another(filled):
    lines = filled.commitments(from_="الوادي", to="حركة الفجر")
    assert lines
    assert {(line.from_[0].name, line.to[0].name) for line in lines} == {("سالم الوادي", "حركة الفجر")}
    assert filled.commitments(from_="حركة الفجر") == []
    assert len(filled.commitments(party="حركة الفجر")) == len(filled.commitments(to="حركة الفجر"))


def test_figures_and_incidents_of_a_party(filled):
    bodies = {line.of.name for line in filled.figures(party="الفجر")}
    assert bodies == {"حركة الفجر"}
    assert {line.who[0].name for line in filled.incidents(party="حركة الفجر")} == {"حركة الفجر"}
    assert {line.place.name for line in filled.incidents(place="عمان")} == {"عمّان"}


def test_reports_are_found_by_id_or_its_beginning(archive):
    for n in (1, 12, 123):
        report, record = pair(n)
        archive.add(report.model_copy(update={"id": f"syn-{n}"}), record)
    assert archive.report("syn-1").id == "syn-1"
    assert archive.report("syn-123").id == "syn-123"
    assert archive.record("syn-123").doc == "syn-123"
    with pytest.raises(UnknownReport, match=r"3 reports have an id that begins so \(syn-1, syn-12, syn-123\)"):
        archive.report("syn")
    for unknown in ("", "SYN-123", "syn_1", "%", "syn-9"):
        with pytest.raises(UnknownReport, match="no report of that id"):
            archive.report(unknown)
    with pytest.raises(UnknownReport):
        archive.engagements(report="nothing")
    with pytest.raises(UnknownReport, match="no record by an older one"):
        archive.record("syn-1", "an older one")


def test_lines_of_one_report_come_in_order_of_the_text(archive):
    report, record = pair(1)
    (meeting,) = record.engagements
    dates = ["2014", None, "2016-02", "2015"]
    engagements = [meeting.model_copy(update={"date": date}) for date in dates]
    archive.add(report, record.model_copy(update={"engagements": engagements}))
    assert [line.date for line in archive.engagements(report=report.id)] == dates
    assert report.date < "2014"
    assert [line.date for line in archive.engagements()] == ["2016-02", "2015", "2014", None]


def test_counts(filled):
    assert filled.counts() == {
        "reports": 40, "records": 40, "parties": 160, "mentions": 120, "engagements": 40, "statements": 40,
        "commitments": 40, "incidents": 40, "figures": 40, "skipped": 40, "failures": 0,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["engagements", "statements", "commitments"])
def test_only_lines_that_are_likely_enough(archive, kind):
    for n, confidence in enumerate([0.2, 0.6, None, 0.9]):
        report, record = pair(n)
        for line in getattr(record, kind):
            line.confidence = confidence
        archive.add(report, record)
    found = getattr(archive, kind)(min_confidence=0.6)
    assert sorted(line.confidence for line in found) == [0.6, 0.9]
    assert len(getattr(archive, kind)()) == 4
