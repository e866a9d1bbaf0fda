"""PLOVER events of records, and their rows in the flat formats; records are those of `noted`, so they always run."""

import csv
import io
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.arabic.phrases import rows
from mahdar.exchange.events import cameo, codes, gdelt, ngec, ontology, outside, plover, polecat, sectors
from mahdar.exchange.events.coding import code
from mahdar.exchange.events.merging import Merger, merge, pack, unpack
from mahdar.record import Commitment, Engagement, Incident, Record, Statement
from tests.exchange import noted
from tests.tables import table

ROWS = [list(row) for row in table("exchange_samples.tsv", 9)]
FLAT = (polecat.POLECAT, ngec.NGEC, cameo.CAMEO, gdelt.GDELT)


@cache
def coded():
    return [code(noted.scene(record)) for record in noted.all_of_them()]


def events():
    return [event for one in coded() for event in one.events]


def event(line):
    return next(e for e in events() if e.id == line)


def sides(actors):
    return "|".join(f"{a.party}:{a.code}:{'/'.join(a.sectors)}" for a in actors) or "-"


def test_the_rows_are_those_written_by_hand():
    found = []
    for one in coded():
        found += [
            [
                e.id, e.type, e.mode or "-", "|".join(e.contexts) or "-", "|".join(e.auxiliary) or "-", sides(e.actors),
                sides(e.recipients), e.date or "-", f"{e.place.name_en}, {e.place.country}" if e.place else "-",
            ]
            for e in one.events
        ]  # fmt: skip
        found += [[f"{u.report}#{u.part}/{u.n}", "-", u.why, *[""] * 6] for u in one.uncoded]
    assert found == ROWS


# Every record that there can be


SPAN = (0, 40)
PARTIES = st.lists(st.sampled_from(["karoui", "prince", "sa", "tn", "riyadh", "base"]), unique=True, max_size=3)


def codes_of(noun, name):
    return st.sampled_from(noun.model_fields[name].annotation.__args__)


ENGAGEMENTS = st.builds(
    Engagement, kind=codes_of(Engagement, "kind"), who=PARTIES, host=st.sampled_from([None, "sa", "prince"]),
    status=codes_of(Engagement, "status"), historical=st.booleans(), span=st.just(SPAN),
    date=st.sampled_from([None, "2016", "2016-05", "2016-05-29"]), place=st.sampled_from([None, "riyadh", "base"]),
    topics=st.just([]), confidence=st.none(),
)  # fmt: skip
STATEMENTS = st.builds(
    Statement, who=PARTIES, form=st.just("indirect"), act=codes_of(Statement, "act"), cue=st.none(), span=st.just(SPAN),
    confidence=st.none(),
)  # fmt: skip
COMMITMENTS = st.builds(
    Commitment, kind=codes_of(Commitment, "kind"), from_=PARTIES, to=PARTIES, area=codes_of(Commitment, "area"),
    quantity=st.none(), deadline=st.none(), condition=st.none(), status=codes_of(Commitment, "status"),
    span=st.just(SPAN), confidence=st.none(),
)  # fmt: skip
INCIDENTS = st.builds(
    Incident, type=codes_of(Incident, "type"), who=PARTIES, to=PARTIES, place=st.sampled_from([None, "riyadh"]),
    mode=st.sampled_from([None, "arrest", "explosives", "withdraw", "visit"]), date=st.just(None), killed=st.none(),
    injured=st.none(), status=st.sampled_from(["reported", "denied"]), span=st.just(SPAN), confidence=st.none(),
)  # fmt: skip


@given(
    st.lists(ENGAGEMENTS, max_size=2), st.lists(STATEMENTS, max_size=2), st.lists(COMMITMENTS, max_size=2),
    st.lists(INCIDENTS, max_size=2),
)  # fmt: skip
def test_every_event_has_an_actor_and_codes_of_the_tables(engagements, statements, commitments, incidents):
    parts = {
        "engagements": engagements, "statements": statements, "commitments": commitments, "incidents": incidents,
    }  # fmt: skip
    record = Record(doc=noted.RIYADH, reader="any", parties=noted.riyadh().parties, **parts)
    one = code(noted.scene(record))
    assert len(one.events) + len(one.uncoded) == sum(map(len, parts.values()))
    for e in one.events:
        assert e.actors
        assert {a.key for a in e.actors if a.party}.isdisjoint({a.key for a in e.recipients})
        kind = ontology.types()[e.type]
        assert e.recipients or not kind.recipient
        assert not e.mode or (e.type, e.mode) in ontology.modes()
        assert set(e.contexts) <= set(ontology.contexts())
        assert set(e.auxiliary) <= set(ontology.AUXILIARY)
        assert {sector for a in (*e.actors, *e.recipients) for sector in a.sectors} <= set(sectors.known())
        told = plover.record(e)
        assert told["quad_code"] == kind.quad
        assert -10 <= told["event_scale"] <= 10
        assert cameo.code_of(e) in cameo.scores()
        for format_ in FLAT:
            line = format_.line(e)
            assert line is None or line.count("\t") + 1 == len(format_.columns)
        assert unpack(pack(e)) == e


# Tables


def test_the_ontology_is_whole():
    assert len(ontology.types()) == 16
    assert len(ontology.modes()) == 67
    assert len(ontology.contexts()) == len(set(ontology.contexts())) == 37
    assert {kind for kind, _ in ontology.modes()} == set(ontology.types()) - {
        "AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID",
    }  # fmt: skip
    for (kind, _), score in ontology.modes().items():
        # Conflict is never above zero but for a request, cooperation never below.
        assert score is None or score == 0 or kind == "REQUEST" or (score > 0) == (ontology.types()[kind].quad < 3)


@pytest.mark.parametrize(("name", "type_", "mode"), [
    ("engagements.tsv", 2, 3), ("statements.tsv", 1, 2), ("commitments.tsv", 2, 3), ("cameo.tsv", 0, 1),
    ("cameo_types.tsv", 1, 2), ("acled.tsv", 2, 3),
])  # fmt: skip
def test_tables_of_codings_hold_codes_of_the_ontology(name, type_, mode):
    for row in rows(codes.ROOM, name):
        if row[type_] == "-":
            continue
        assert row[type_] in ontology.types(), row
        assert row[mode] in ("-", "*", "conference") or (row[type_], row[mode]) in ontology.modes(), row


def test_every_line_of_a_record_has_a_rule():
    for kind in Engagement.model_fields["kind"].annotation.__args__:
        for status in Engagement.model_fields["status"].annotation.__args__:
            assert ontology.engagement(kind, status).clause
    for kind in Commitment.model_fields["kind"].annotation.__args__:
        for area in Commitment.model_fields["area"].annotation.__args__:
            assert ontology.commitment(kind, area).clause
    for act in Statement.model_fields["act"].annotation.__args__:
        assert ontology.statement(act).clause
    for kind in Incident.model_fields["type"].annotation.__args__:
        assert ontology.incident(kind)[0] in sectors.known()


def test_all_that_is_future_is_agree():
    for kind in Engagement.model_fields["kind"].annotation.__args__:
        assert ontology.engagement(kind, "planned").type == "AGREE"


@pytest.mark.parametrize("kind", ontology.types())
def test_a_cameo_code_and_back_is_the_type_or_one_of_its_quad(kind):
    modes = ["", *(mode for type_, mode in ontology.modes() if type_ == kind)]
    for mode in modes:
        for what in ("", "meeting", "military", "economy", "withdrawal"):
            back, _ = outside.cameo_type(cameo.code_for(kind, mode, what))
            # CAMEO's root 08, yielding, is both of these.
            yields = {kind, back} <= {"CONCEDE", "RETREAT", "AGREE"}
            assert ontology.types()[back].quad == ontology.types()[kind].quad or yields


def test_codes_of_states():
    iraq = codes.country("IQ")
    assert (iraq.alpha3, iraq.numeric, iraq.cow_name, iraq.cow, iraq.cameo, iraq.fips, iraq.wikidata) == (
        "IRQ", "368", "IRQ", "645", "IRQ", "IZ", "Q796",
    )  # fmt: skip
    for name in ("IRQ", "645", "Iraq", "iq"):
        assert codes.found(name) == iraq
    assert codes.by_fips("GZ") == codes.by_fips("WE") == codes.country("PS")
    assert codes.by_numeric("004") == codes.by_numeric("4") == codes.country("AF")
    assert codes.country("PS").cow == ""
    assert codes.found("ROM") == codes.country("RO")
    listed = list(rows(codes.ROOM, "countries.tsv"))
    assert all(len(row) == 8 for row in listed)
    for i in (0, 1, 3, 4, 5, 6, 7):
        given_ = [row[i] for row in listed if row[i] != "-"]
        assert len(given_) == len(set(given_))


@pytest.mark.parametrize(("role", "expected"), [
    ("وزير الدفاع التونسي", ("GOV",)),
    ("رئيس الوزراء القائد العام للقوات المسلحة", ("GOV", "MIL")),
    ("قائد شرطة كركوك", ("COP",)),
    ("النائب عن محافظة البصرة", ("LEG",)),
    ("نائب رئيس الوزراء", ("GOV",)),
    ("رئيس مجلس النواب", ("LEG",)),
    ("رئيس لجنة الأمن والدفاع النيابية", ("LEG",)),
    ("رئيس أركان الجيش", ("MIL",)),
    ("السفير الأميركي السابق", ("ELI", "GOV")),
    ("المتحدث باسم وزارة الداخلية", ("GOV",)),
    ("مراسل قناة العربية", ("JRN",)),
    ("قاضي التحقيق", ("JUD",)),
    ("رئيس الحزب", ("PTY",)),
    ("الرئيس", ("GOV",)),
    ("مدير المستشفى", ("MED",)),
    ("الدكتور", ()),
])  # fmt: skip
def test_the_sector_of_a_post(role, expected):
    assert sectors.of_role(role) == expected


@pytest.mark.parametrize(("name", "sector"), [
    ("شرطة نينوى", "COP"), ("وزارة النقل", "GOV"), ("الجيش الأردني", "MIL"), ("مسلحون مجهولون", "UAF"),
    ("حزب البيان", "PTY"), ("حركة الفجر", "PTY"), ("فصائل المعارضة", "REB"), ("محكمة التمييز", "JUD"),
    ("جهاز المخابرات", "SPY"), ("شبكة الصباح", None),
])  # fmt: skip
def test_the_sector_of_a_body_that_the_gazetteer_lacks(name, sector):
    told = sectors.told_by(name)
    assert (told.sector if told else None) == sector


def test_lists_name_bodies_of_the_gazetteer():
    listed = {row[0] for row in rows("mahdar.who", "bodies.tsv")}
    assert {row[0] for row in rows(codes.ROOM, "body_wikidata.tsv")} <= listed
    assert {row[1] for row in rows(codes.ROOM, "body_codes.tsv") if row[0] == "body"} <= listed
    assert {row[1] for row in rows(codes.ROOM, "context_of.tsv") if row[0] == "body"} <= listed


def test_the_press_is_jrn_in_plover_and_med_in_cameo():
    assert sectors.of_body("MED") == "JRN"
    assert sectors.known()["JRN"] == "MED"
    assert sectors.known()["MED"] == "HLH"


# Rows


def test_polecat_is_read_by_a_reader_of_csv_with_forty_columns():
    lines = [polecat.POLECAT.head(), *filter(None, map(polecat.POLECAT.line, events()))]
    read = list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter="\t"))
    assert len(polecat.COLUMNS) == 40
    assert all(None not in row and None not in row.values() for row in read)
    meeting = next(row for row in read if row["Event ID"] == f"{noted.RIYADH}#engagements/1")
    assert meeting["Event Type"] == "CONSULT"
    assert meeting["Quad Code"] == "VERBAL COOPERATION"
    assert meeting["Actor Country"] == "TUN;SAU"
    assert meeting["Actor COW"] == "616;670"
    assert meeting["Recipient Name"] == "None"
    assert meeting["City"] == "Riyadh"
    assert meeting["Country"] == "SAU"


def test_gdelt_rows_have_61_columns_in_order():
    assert len(gdelt.COLUMNS) == 61
    assert gdelt.COLUMNS[:6] == ("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate", "Actor1Code")
    assert gdelt.COLUMNS[25:35] == (
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
        "NumSources", "NumArticles", "AvgTone",
    )  # fmt: skip
    assert gdelt.COLUMNS[51] == "ActionGeo_Type"
    assert gdelt.COLUMNS[59:] == ("DATEADDED", "SOURCEURL")
    row = dict(zip(gdelt.COLUMNS, gdelt.row(event(f"{noted.RIYADH}#engagements/0")), strict=True))
    wanted = {
        "Day": "20160528", "MonthYear": "201605", "Year": "2016", "Actor1Code": "TUNGOV", "Actor1CountryCode": "TUN",
        "Actor1Type1Code": "GOV", "Actor2Code": "SAUGOV", "Actor2Name": "SAUDI ARABIA", "EventCode": "042",
        "EventBaseCode": "042", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.9", "NumArticles": "1",
        "ActionGeo_Type": "4", "ActionGeo_CountryCode": "SA", "ActionGeo_FullName": "Riyadh, Saudi Arabia",
        "DATEADDED": "20160529000000",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert row["GlobalEventID"].isdecimal()


def test_ngec_tells_what_a_date_is():
    dated = dict(zip(ngec.COLUMNS, ngec.row(event(f"{noted.COUNCIL}#incidents/0")), strict=True))
    assert (dated["date"], dated["date_granularity"], dated["date_type"]) == ("2019-10-01", "month", "approximate")
    undated = dict(zip(ngec.COLUMNS, ngec.row(event(f"{noted.RIYADH}#commitments/0")), strict=True))
    assert (undated["date"], undated["date_type"], undated["pub_date"]) == ("", "unresolved", "2016-05-29")
    assert undated["actor_code"] == "SAU GOV"
    bombing = dict(zip(ngec.COLUMNS, ngec.row(event(f"{noted.KIRKUK}#incidents/0")), strict=True))
    assert (bombing["killed_text"], bombing["injured_text"]) == ("17", "42")


@pytest.mark.parametrize("format_", FLAT, ids=lambda f: f.name)
def test_flat_formats_leave_out_what_did_not_take_place(format_):
    untold = [e.id for e in events() if format_.line(e) is None]
    assert untold == [f"{noted.KIRKUK}#commitments/1", f"{noted.COUNCIL}#commitments/1"]


def test_a_cell_breaks_no_line():
    broken = replace(event(f"{noted.RIYADH}#engagements/1"), id='a\tb"c\nd')
    assert polecat.POLECAT.line(broken).startswith("a b”c d\t")


def test_a_plover_record_keeps_the_terms_and_whose_the_date_is():
    told = plover.record(event(f"{noted.RIYADH}#commitments/0"), "reader 1")
    assert told["mahdar"]["quantity"] == "48 مدرعة"
    assert (told["date"], told["mahdar"]["date"], told["mahdar"]["dated_by"]) == ("2016-05-29", None, "report")
    month = plover.record(event(f"{noted.COUNCIL}#incidents/0"))
    assert (month["date"], month["enddate"]) == ("2019-10-01", "2019-10-31")
    assert told["actor"][0]["cow"] == 670
    assert told["recipient"][0]["identifier_id"] == "Q948"
    assert told["coder"] == "reader 1"


# Merging


def other_report(e, *, group="engagement/x", report="other", day="2016-05-30", **changed):
    telling = replace(e.tellings[0], report=report, day=day)
    return replace(e, id=telling.line, tellings=(telling,), group=group, **changed)


def merged(some):
    with Merger() as merger:
        for e in some:
            merger.add(e)
        return list(merger.merged())


def test_tellings_of_one_engagement_are_one_event():
    first = replace(event(f"{noted.RIYADH}#engagements/1"), group="engagement/x")
    again = other_report(first, date=None, place=None, contexts=("legal",))
    (one,) = merged([first, again])
    assert one.id == "engagement/x"
    assert [t.report for t in one.tellings] == [noted.RIYADH, "other"]
    assert (one.date, one.place) == (first.date, first.place)
    assert one.contexts == ("legal", "diplomatic", "terrorism")
    assert len(one.actors) == 2


def test_what_linking_says_of_an_event_counts():
    first = replace(event(f"{noted.RIYADH}#engagements/1"), group="engagement/x")
    rule = ontology.engagement("meeting", "planned")
    planned = other_report(first, type=rule.type, mode=rule.mode, date="2016-05-28", day="2016-05-27")
    account = {"kind": "meeting", "status": "held", "date": "2016-05-29", "place": None, "who": []}
    one = merge([planned, first], account)
    assert (one.type, one.date, len(one.actors)) == ("CONSULT", "2016-05-29", 2)


def test_commitments_of_one_chain_are_one_while_they_are_told_within_days():
    first = replace(event(f"{noted.RIYADH}#commitments/0"), group="chain/x")
    near, far = (other_report(first, group="chain/x", report=day, day=day) for day in ("2016-06-02", "2016-09-01"))
    other = other_report(first, group="chain/x", kind="request", type="REQUEST")
    assert sorted(len(e.tellings) for e in merged([first, near, far, other])) == [1, 1, 2]


def test_incidents_are_one_where_all_is_the_same():
    first = event(f"{noted.KIRKUK}#incidents/0")
    same, fewer = other_report(first, group=""), other_report(first, group="", killed=16, report="third")
    assert [len(e.tellings) for e in merged([first, same, fewer])] in ([1, 2], [2, 1])


def test_statements_are_one_where_a_report_copies_the_other():
    first = event(f"{noted.KIRKUK}#statements/0")
    telling = replace(first.tellings[0], report="copy", copy_of=noted.KIRKUK)
    copy = replace(first, id=telling.line, tellings=(telling,))
    (one,) = merged([first, copy])
    assert plover.record(one)["mahdar"]["independent"] == 1
    assert len(merged([first, other_report(first, group="")])) == 2


def test_events_come_by_day_and_then_by_id():
    days = [(e.day or "9999", e.id) for e in merged(reversed(events()))]
    assert [day[:7] for day, _ in days] == sorted(day[:7] for day, _ in days)
    assert len(days) == len(events())
