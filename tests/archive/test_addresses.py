"""Addresses: everything has one, and one that was given out leads to the same thing ever after; on both databases."""

import json

import pytest
from typer.testing import CliRunner

from mahdar.archive import Archive
from mahdar.archive.addresses import is_address
from mahdar.archive.answers import entity_address, line_address, report_address
from mahdar.cli import app
from mahdar.errors import InputError, UnknownEntity, UnknownReport
from mahdar.ledger import relink
from mahdar.record import Report

from .invented import pair


def newer(n, longer=2, **changes):
    """The n-th report as a newer reader reads it: every span a little longer."""
    report, record = pair(n, reader="mahdar 1 / rules newer")
    for part in ("engagements", "statements", "commitments", "incidents", "figures"):
        for line in getattr(record, part):
            line.span = (line.span[0], line.span[1] + longer)
    return report, record.model_copy(update=changes)


def given_out(archive):
    """Every address that the lists tell, with what it was given for."""
    told = {}
    for part in ("engagements", "statements", "commitments", "incidents", "figures"):
        told |= {line.address: (line.report, part, line.span) for line in getattr(archive, part)()}
    return told


@pytest.fixture
def some(archive):
    archive.add_many([pair(n) for n in range(6)])
    return archive


def test_every_line_has_an_address_of_its_own_that_leads_back_to_it(some):
    told = given_out(some)
    counts, parts = some.counts(), ("engagements", "statements", "commitments", "incidents", "figures")
    assert len(told) == sum(counts[part] for part in parts)
    for address, (report, _, span) in told.items():
        found, line = some.find(address), some.line(address)
        assert is_address(address)
        assert (found.leads_to, found.report, found.gone) == (address, report, False)
        assert (line.address, line.report, line.span) == (address, report, span)
        assert line.to_dict()["address"] == address


def test_reports_and_hits_have_addresses(some):
    for line in some.reports():
        assert some.find(line.address).report == line.id
        assert line.to_dict()["address"] == line.address == some.report(line.id).address
    for hit in some.search("العراق", parts=("report", "statement", "engagement", "commitment"), limit=None):
        assert some.find(hit.to_dict()["address"]).report == hit.report


@pytest.mark.parametrize("id_", ["r1", "a/b c", "خبر ١", "100%", "x#3?y", "a@3-5", "report/1", "p%2Fq"])
def test_any_id_can_stand_in_an_address(archive, id_):
    report, record = pair(1)
    archive.add(report.model_copy(update={"id": id_}), record.model_copy(update={"doc": id_}))
    address = report_address(id_)
    assert not set("#? ") & set(address)
    assert archive.find(address).report == id_
    (line,) = archive.statements()
    assert archive.line(line.address) == line


def test_lines_on_the_same_words_are_told_apart(archive):
    report, record = pair(1)
    (statement,) = record.statements
    other = statement.model_copy(update={"act": "deny"})
    archive.add(report, record.model_copy(update={"statements": [statement, other]}))
    first, second = archive.statements()
    assert second.address == first.address + ".2"
    assert [archive.line(line.address).act for line in (first, second)] == [first.act, "deny"]
    assert archive.statements(act="deny")[0].address == second.address


def test_addresses_stay_good_when_reports_are_read_anew(some):
    before = given_out(some)
    some.add_many([newer(n) for n in range(6)])
    for address, (report, part, (start, end)) in before.items():
        found = some.find(address)
        assert found.leads_to == line_address(found.kind, report, (start, end + 2))
        assert some.line(address).span == (start, end + 2)
        assert (found.asked, found.gone) == (address, False)
        assert part.startswith(found.kind)


def test_a_line_that_nothing_reads_any_more_leads_to_its_report(some):
    (line,) = some.statements(report="r00001")
    some.add_many([newer(1, statements=[])])
    found = some.find(line.address)
    assert (found.gone, found.leads_to, found.report, found.n) == (True, "report/r00001", "r00001", None)
    with pytest.raises(UnknownEntity):
        some.line(line.address)
    with pytest.raises(UnknownEntity, match="ever stood"):
        some.find("statement/r00001@1000000-1000001")


def test_a_line_with_another_span_by_hand_keeps_its_address(some):
    (line,) = some.statements(report="r00001")
    desk = some.reviewing()
    words = some.report("r00001").text[:12]
    desk.correct(f"r00001#{line.item}", {}, by="Huda", why="all of it", words=words)
    (corrected,) = some.statements(report="r00001")
    assert corrected.span != line.span
    assert some.find(line.address).leads_to == corrected.address
    desk.reject(f"r00001#{line.item}", by="Huda", why="said by nobody")
    assert some.find(line.address).gone


def test_a_line_that_was_merged_leads_to_the_one_that_it_was_merged_into(archive):
    report, record = pair(1)
    (statement,) = record.statements
    start, end = statement.span
    other = statement.model_copy(update={"span": (0, 8)})
    archive.add(report, record.model_copy(update={"statements": [other, statement]}))
    one, two = archive.statements(report="r00001")
    archive.reviewing().merge(f"r00001#{two.item}", f"r00001#{one.item}", by="Huda", why="one sentence")
    (left,) = archive.statements(report="r00001")
    assert archive.find(one.address).leads_to == archive.find(two.address).leads_to == left.address
    assert (start, end) == two.span


def test_ids_of_entities_events_and_chains_stay_addresses(some):
    relink(some)
    told = [one.address for one in [*some.who("الوادي"), *some.events(), *some.pledges()]]
    assert {address.partition("/")[0] for address in told} == {"person", "event", "chain"}
    before = {address: some.find(address).leads_to for address in told}
    assert all(address == leads_to for address, leads_to in before.items())
    some.add_many([newer(n) for n in range(6)] + [pair(n) for n in range(6, 12)])
    relink(some)
    assert {address: some.find(address).leads_to for address in told} == before
    event = some.events()[0]
    assert some.find(event.id).leads_to == event.address == "event/" + event.id.partition("/")[2]


def test_an_entity_that_was_merged_redirects(some):
    relink(some)
    one, two = (some.who(name)[0] for name in ("سالم الوادي", "هدى الصفار"))
    assert one.address != two.address
    some.linking().decide("same", one.entity, two.entity, by="Huda", why="a test")
    relink(some)
    first, second = (some.find(one.address), some.find(two.address))
    assert first.leads_to == second.leads_to in (one.address, two.address)
    assert second.asked == two.address


def test_a_copy_s_address_leads_to_the_report_that_has_its_text(archive):
    report, record = pair(1)
    archive.add(report, record)
    archive.add(report.model_copy(update={"id": "again"}), record)
    archive.note_reprint("r00001", Report(id="theirs", text=report.text), "exact", 1.0)
    for id_ in ("again", "theirs"):
        assert archive.find(f"report/{id_}").leads_to == "report/r00001"
    with pytest.raises(UnknownReport):
        archive.find("report/nobody-s")


def test_what_is_no_address_is_refused(archive):
    for wanted in ("", "report/", "statement/r1", "person/", "minutes/r1@0-3", "statement/@0-3"):
        assert not is_address(wanted)
        with pytest.raises(InputError):
            archive.find(wanted)
    assert entity_address("r1") is None


def test_show_opens_every_address(tmp_path):
    path = tmp_path / "m.db"
    with Archive(path) as archive:
        archive.add_many([pair(n) for n in range(6)])
        relink(archive)
        addresses = [*given_out(archive), "report/r00001", archive.who("العراق")[0].address]
        addresses += [archive.who("الوادي")[0].address, archive.events()[0].address, archive.pledges()[0].address]
        addresses += [
            f"state/{one.entity[6:]}" for one in archive.entities("العراق") if one.entity.startswith("state:")
        ]
    for address in addresses:
        shown = CliRunner().invoke(app, ["show", address, "--json", "--archive", str(path)])
        assert shown.exit_code == 0, (address, shown.output)
        told = json.loads(shown.stdout.splitlines()[0])
        assert told.get("address") == address or report_address(told["doc"]) == address
        assert CliRunner().invoke(app, ["show", address, "--archive", str(path)]).exit_code == 0


@pytest.mark.parametrize(
    "command", ["engagements", "statements", "commitments", "incidents", "figures", "events", "ledger", "search العراق"]
)
def test_json_lines_carry_their_address(tmp_path, command):
    path = tmp_path / "m.db"
    with Archive(path) as archive:
        archive.add_many([pair(n) for n in range(6)])
        printed = CliRunner().invoke(app, [*command.split(), "--json", "--archive", str(path)]).stdout
        for line in printed.splitlines():
            address = json.loads(line)["address"]
            assert archive.find(address).leads_to == address
        assert printed
