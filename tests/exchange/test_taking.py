"""The events of an archive, on both databases: merged, per report, filtered."""

from mahdar.archive import Archive
from mahdar.archive.streaming import Wanted
from mahdar.exchange.events.taking import coded_reports, events
from mahdar.ledger import relink
from mahdar.record import Report
from mahdar.samples import sample_reports
from tests.exchange import noted


def filled(place):
    """An archive of the records of `noted`, the visit to Riyadh told by two outlets."""
    reports = {report.id: report for report in sample_reports()}
    pairs = [(reports[record.doc], record) for record in noted.all_of_them()]
    first = reports[noted.RIYADH]
    other = Report(
        id="other", text=first.text + "\nانتهى", date="2016-05-29", outlet="الشروق", url="https://a.invalid/2"
    )
    archive = Archive(place)
    archive.add_many([*pairs, (other, noted.riyadh().model_copy(update={"doc": "other"}))])
    relink(archive)
    return archive


def test_one_event_with_both_its_sources(place):
    with filled(place) as archive, archive.stream() as stream:
        found = list(events(stream))
        alone = list(events(stream, per_report=True))
    assert len(found) < len(alone)
    (signing,) = [event for event in found if event.kind == "signing"]
    assert signing.id.startswith("engagement/")
    assert sorted(telling.report for telling in signing.tellings) == [noted.RIYADH, "other"]
    assert [actor.country for actor in signing.actors] == ["TN", "SA"]
    assert all(actor.entity for actor in signing.actors)
    assert any(telling.url for telling in signing.tellings)
    (pledge,) = [event for event in found if event.kind == "pledge" and event.area == "arms"]
    assert len(pledge.tellings) == 2
    assert sum(len(event.tellings) for event in found) == len(alone)


def test_filters_leave_lines_out(place):
    with filled(place) as archive:
        with archive.stream(Wanted(kind="signing")) as stream:
            assert {event.kind for event in events(stream, per_report=True)} == {"signing"}
        with archive.stream(Wanted(report=noted.KIRKUK)) as stream:
            (coded,) = coded_reports(stream)
        assert {telling.report for event in coded.events for telling in event.tellings} == {noted.KIRKUK}
        assert {line.report for line in coded.uncoded} == {noted.KIRKUK}
        with archive.stream(Wanted(since="2016", until="2016")) as stream:
            assert {event.day[:4] for event in events(stream)} == {"2016"}
