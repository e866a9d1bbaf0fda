"""What the linking finds, kept and asked for."""

from dataclasses import replace

import pytest

from mahdar.archive import Archive
from mahdar.archive.findings import Event, Findings, Holding, Named, Office, Point, Series, Source, State, Version
from mahdar.archive.findings_rows import rows_of
from mahdar.archive.linked import Found, Identity
from mahdar.errors import BadDate

from .invented import pair

MAN = Named("person/man22222", "سالم الوادي", "Salim al-Wadi")
IRAQ = Named("state:IQ", "العراق", "Iraq")
PLACE = Named("place/town2222", "بغداد", "Baghdad")

OFFICE = Office(
    "وزير نقل IQ", MAN, "وزير النقل", IRAQ, "IQ", None, False, "2014-10-20", "2016-02-01", None, "2016-07-20",
    [
        Holding("r00001", "p1", "2014-10-20", "وزير النقل", "holds"),
        Holding("r00002", "p1", None, "الوزير السابق", "former"),
    ],
)  # fmt: skip


def quoted(n, start, end):
    return pair(n)[0].text[start:end]


SERIES = Series(
    "جنود التحالف", "soldier", "counted", True, 2,
    [
        Point("r00001", 0, "2016-01-01", 5000, None, "exact", [MAN], None, True, quoted(1, 3, 12), (3, 12)),
        Point("r00002", 0, "2016-01-02", 8000.5, 9000, "at_least", [], "r00001", True, quoted(2, 4, 13), (4, 13)),
    ],
)  # fmt: skip


def source(n, copy_of=None):
    report, record = pair(n)
    e = record.engagements[0]
    quote = report.text[slice(*e.span)]
    return Source(report.id, 0, report.date, report.outlet, e.status, e.historical, copy_of, quote, e.span)


EVENT = Event(
    "engagement/event222", "meeting", "2016-01-01", "held", [MAN, IRAQ], PLACE, 1, ["date"],
    [source(1), source(2, "r00001")],
    [Version("date", "2016-01-02", "2016-01-02", ["r00002"], True, False)],
)  # fmt: skip
CHAIN = "chain/chain222"


def keep(archive, findings):
    """Keep that, with the ids that it is about."""
    desk = archive.linking()
    before = desk.state()
    keys = {doc: present.report for doc, present in before.present.items()}
    one, two = keys["r00001"], keys["r00002"]
    identities = [
        Identity(1, MAN.entity, "person", one, "p1", MAN.entity, None),
        Identity(2, "person/man33333", "person", two, "p1", MAN.entity, None),
        Identity(3, PLACE.entity, "place", one, "p3", PLACE.entity, None),
        Identity(4, EVENT.id, "engagement", one, "0", EVENT.id, None),
        Identity(5, "engagement/event333", "engagement", two, "0", EVENT.id, None),
        Identity(6, CHAIN, "chain", one, "0", CHAIN, "pledge"),
    ]
    found = Found(
        identities,
        entities={(n.entity, kind, n.name, n.name_en) for kind, n in (("person", MAN), ("place", PLACE))},
        events={(EVENT.id, EVENT.kind, EVENT.date)},
        chains={(CHAIN, "training", "open", None, None)},
        copies={(two, one, "reprint")},
        linked={(present.report, present.record) for present in before.present.values()},
        findings=rows_of(findings, keys),
    )
    assert desk.keep(before, found)


@pytest.fixture
def archive(place):
    with Archive(place) as opened:
        opened.add_many([pair(1), pair(2)])
        state = State(IRAQ.entity, IRAQ.name, IRAQ.name_en, ["العراق", "جمهورية العراق", "Iraq", "Iraqi"])
        keep(opened, Findings([], [state], [OFFICE], [SERIES], [EVENT], {CHAIN: ([MAN, IRAQ], [PLACE])}))
        yield opened


def test_what_was_kept_comes_back(archive):
    assert archive.offices() == [OFFICE]
    assert archive.series() == [SERIES]
    assert archive.events() == [EVENT]
    (chain,) = archive.pledges()
    assert (chain.id, chain.area, chain.status, chain.givers, chain.takers) == (
        CHAIN, "training", "open", [MAN, IRAQ], [PLACE],
    )  # fmt: skip
    commitment = pair(1)[1].commitments[0]
    assert [(s.report, s.n, s.step, s.span) for s in chain.steps] == [("r00001", 0, "pledge", commitment.span)]
    assert chain.steps[0].quote == pair(1)[0].text[slice(*commitment.span)]


def test_all_of_it_is_in_the_shape_of_links(archive):
    found = archive.linking().found()
    assert [(p["name_en"], len(p["offices"])) for p in found["persons"]] == [("Salim al-Wadi", 1)]
    (event,) = found["engagements"]
    assert event == EVENT.in_links()
    (chain,) = found["chains"]
    assert chain == archive.pledges()[0].to_dict() | {"told": chain["told"]}
    assert found["figures"] == [SERIES.in_links()]


def test_keeping_again_takes_the_place_of_what_was_there(archive):
    keep(archive, Findings([], [], [], [], [], {}))
    assert (archive.offices(), archive.series(), archive.events()) == ([], [], [])
    assert archive.pledges()[0].givers == []


@pytest.mark.parametrize("name", ["Iraq", "iraq", "Iraqi", "العراق", "جمهورية العراق", "state:IQ"])
def test_a_state_means_its_offices_and_pledges_in_any_spelling(archive, name):
    assert archive.offices(party=name) == [OFFICE]
    assert len(archive.pledges(from_=name)) == 1
    assert archive.pledges(to="state:IQ") == []
    assert archive.events(party=name) == [EVENT]


def test_persons_go_by_every_name_that_reports_have_for_them_and_by_id(archive):
    named = pair(1)[1].parties[0].names[0]
    for name in (named, "Saleem Wadi", MAN.entity, "person/man33333", "person/man2"):
        assert archive.offices(party=name) == [OFFICE]
    assert archive.offices(party="نزار") == []
    assert archive.offices(party="person/nobody") == []
    assert archive.entities("Wadi") == [MAN]


@pytest.mark.parametrize(
    "what", ["القتلى في العراق", "وَقَتْلى بالعـراق", "قتلي والعراق", "ﻗﺘﻠﻰ ﺍﻟﻌﺮﺍﻕ", "١٢ قتلى\u200f، العراق"]
)
def test_what_is_counted_is_found_in_any_spelling(archive, what):
    counted = replace(SERIES, what=what)
    others = [replace(SERIES, what="قتال العراقيل"), replace(SERIES, what="تلقى قرع")]
    keep(archive, Findings([], [], [], [counted, *others], [], {}))
    assert archive.series(words="قتلى العراق") == [counted]
    assert archive.series(words="الموتى") == []


def test_who_gave_a_figure_is_found(archive):
    other = replace(SERIES, points=[replace(point, by=[]) for point in SERIES.points])
    keep(archive, Findings([], [], [], [other, SERIES], [], {}))
    assert archive.series(party="Wadi") == [SERIES]
    assert archive.series(party="nobody") == []


def test_a_name_of_very_many_means_the_same(archive, monkeypatch):
    keep(archive, Findings([], [], [OFFICE], [SERIES], [EVENT], {}))

    def told():
        asked = archive.who, archive.entities
        lists = archive.offices, archive.series, archive.events, archive.engagements, archive.reports
        names = {name for one in archive.who("الوزير", limit=None) for name in one.names} | {"العراق", "وزير", "Wadi"}
        return [[ask(name) for ask in asked] + [ask(party=name) for ask in lists] for name in sorted(names)]

    few = told()
    assert any(found for some in few for found in some)
    monkeypatch.setattr("mahdar.archive.people._NAMED", 0)
    assert told() == few


def test_filters(archive):
    assert archive.offices(speaks=True) == []
    assert archive.offices(words="النقل") == [OFFICE]
    assert archive.offices(words="الدفاع") == []
    assert archive.offices(since="2017") == []
    assert archive.series(words="التحالف", unit="soldier", disputed=True, party="Wadi") == [SERIES]
    assert archive.series(unit="person") == []
    assert archive.events(kind="call") == []
    assert archive.events(disputed=False) == []
    assert archive.events(merged=True, disputed=True, place="Baghdad", until="2016") == [EVENT]
    assert archive.events(id=EVENT.id, kind="meeting") == [EVENT]
    day = pair(1)[0].date
    assert len(archive.pledges(area="training", open_=True, since=day, until=day)) == 1
    assert archive.pledges(area="arms") == []
    assert archive.pledges(until="1999") == []
    with pytest.raises(BadDate):
        archive.events(since="March")


def test_lines_name_entities_once_linked(archive):
    line = next(line for line in archive.engagements() if line.report == "r00001")
    assert (line.who[0].entity, line.who[0].name_en) == (MAN.entity, "Salim al-Wadi")
    assert (line.who[1].entity, line.who[1].name_en) == (None, None)
    assert archive.english("r00001") == {"p1": "Salim al-Wadi", "p3": "Baghdad"}
