"""What the archive knows of one entity, of two together, and of places."""

from collections import Counter

import pytest
import sqlalchemy as sa

from mahdar.archive import Archive, schema
from mahdar.archive.findings import Known, Named
from mahdar.archive.profiles import Where
from mahdar.errors import BadDate, UnknownEntity
from mahdar.ledger import relink
from mahdar.ledger.records import recorded
from tests.tables import CASES

PAIRS = [*recorded(CASES / "series" / "records.jsonl"), *recorded(CASES / "series" / "figures.jsonl")]


@pytest.fixture(scope="module")
def archive(module_place):
    with Archive(module_place) as opened:
        opened.add_many(PAIRS)
        relink(opened)
        yield opened


@pytest.fixture(scope="module")
def links(archive):
    return archive.linking().found()


def parties(archive, id_):
    return {(m.report, m.item) for m in archive.linking().entity(id_).members}


def known_best(links, part, many):
    """The entities of a part that most reports name."""
    return sorted(links[part], key=lambda entry: (-len(entry["parties"]), entry["id"]))[:many]


def test_an_entity_has_a_profile(archive, links):
    for kind, part in (("person", "persons"), ("body", "bodies"), ("place", "places")):
        for entry in known_best(links, part, 8):
            told, full = archive.entity(entry["id"]), archive.linking().entity(entry["id"])
            assert (told.id, told.asked, told.kind) == (entry["id"], entry["id"], kind)
            assert (told.name, told.name_en) == (entry["name"], entry["name_en"])
            assert (told.names, sorted(told.roles)) == (full.names, sorted(full.roles))
            assert told.reports == len({m.report for m in full.members})
            assert told.mentions >= 0
            days = [m.day for m in full.members if m.day]
            assert (told.first_seen, told.last_seen) == (min(days, default=None), max(days, default=None))


def test_an_id_that_was_merged_leads_to_the_profile(archive, links):
    entry = max(links["persons"], key=lambda entry: len(entry["parties"]))
    for member in archive.linking().entity(entry["id"]).members:
        told = archive.entity(member.id)
        assert (told.id, told.asked) == (entry["id"], member.id)


def test_a_place_has_its_coordinates_and_ids_and_a_state_those_of_its_place(archive, links):
    baghdad = next(entry for entry in links["places"] if entry["name_en"] == "Baghdad")
    told = archive.entity(baghdad["id"])
    assert told.where is not None
    assert (round(told.where.lat), round(told.where.lon), told.where.approximate) == (33, 44, False)
    assert set(told.ids) <= {"geonames", "wof", "mahdar"}
    assert told.ids
    assert told.state == Named("state:IQ", "العراق", "Iraq")
    state = archive.entity("state:IQ")
    assert (state.kind, state.name_en, state.state) == ("state", "Iraq", told.state)
    assert "جمهورية العراق" in state.names


def test_bodies_have_the_state_and_id_of_their_gazetteer(archive, links):
    told = [archive.entity(entry["id"]) for entry in links["bodies"]]
    known = {p.name_en: (p.ids["mahdar"], p.state and p.state.entity) for p in told if p.ids}
    assert known["Iraqi Ministry of Health"] == ("ministry-health:IQ", "state:IQ")
    assert known["Ministry of Interior"] == ("ministry-interior:?", None)


@pytest.mark.parametrize("wanted", ["person/zzzz", "state:XX", "nobody", "chain"])
def test_an_id_that_nothing_has_is_an_error(archive, wanted):
    for ask in (archive.entity, archive.contacts, lambda id_: archive.between(id_, id_)):
        if wanted != "state:XX" or ask == archive.entity:
            with pytest.raises(UnknownEntity):
                ask(wanted)


def test_a_chain_is_no_entity(archive, links):
    with pytest.raises(UnknownEntity):
        archive.entity(links["chains"][0]["id"])


def test_contacts_are_those_of_the_events(archive, links):
    for entry in known_best(links, "persons", 5):
        counts, days = {}, {}
        for event in archive.events(party=entry["id"]):
            for named in event.who:
                if named.entity != entry["id"]:
                    counts.setdefault(named.entity, []).append(event.kind)
                    days.setdefault(named.entity, []).append(event)
        found = archive.contacts(entry["id"])
        assert {c.other.entity: c.count for c in found} == {id_: len(kinds) for id_, kinds in counts.items()}
        for contact in found:
            assert sorted(kind for kind, n in contact.kinds.items() for _ in range(n)) == sorted(
                counts[contact.other.entity]
            )
        assert [c.count for c in found] == sorted((c.count for c in found), reverse=True)
        assert archive.contacts(entry["id"], limit=1, offset=1) == found[1:2]
        assert archive.contacts(entry["id"], until="1999") == []
        assert archive.contacts_and_count(entry["id"], limit=1) == (found[:1], len(found))


def test_what_is_kept_of_contacts_is_what_is_counted(archive, links):
    """Days of all engagements have them counted one by one."""
    asked = 0
    for id_ in ["state:IQ", "state:GB", *(entry["id"] for entry in known_best(links, "persons", 20))]:
        dated = [one for one in archive.contacts(id_, since="0001") if one.last_day]
        kept = {one.other.entity: one for one in archive.contacts(id_)}
        assert all(kept[one.other.entity].count >= one.count for one in dated)
        days = [event.id for event in archive.events(party=id_) if event.date is None]
        if not days:
            assert list(kept.values()) == archive.contacts(id_, since="0001", until="9999")
            asked += len(kept)
    assert asked


def test_ties_are_counted_in_the_events(archive):
    together = Counter()
    for event in archive.events():
        present = sorted({party.entity for party in event.who if not party.entity.startswith("state:")})
        together.update((a, b) for a in present for b in present if a < b)
    some = [id_ for id_ in archive.linking().found()["persons"] for id_ in [id_["id"]]][:60]
    told = {(tie.a, tie.b): tie.count for tie in archive.ties(some)}
    assert told == {pair: count for pair, count in together.items() if set(pair) <= set(some)}
    assert told


def test_offices_of_one_come_with_those_seen_last_first_and_how_many_there_are(archive, links):
    for id_ in ["state:IQ", *(entry["id"] for part in ("persons", "bodies") for entry in known_best(links, part, 8))]:
        told, count = archive.tenures(id_)
        offices = archive.offices(party=id_)
        assert count == len(told) == len(offices)
        assert {(one.office, one.person, one.reports, one.report) for one in told} == {
            (one.office, one.person, len(one.reports), one.reports[0].report) for one in offices
        }
        seen = [(one.last_seen or "", one.first_seen or "") for one in told]
        assert seen == sorted(seen, reverse=True)
        assert archive.tenures(id_, limit=1) == (told[:1], count)


def test_lines_and_reports_go_by_the_id_of_an_entity(archive, links):
    for entry in [*known_best(links, "persons", 3), *known_best(links, "bodies", 3)]:
        own = parties(archive, entry["id"])
        asked = {
            "engagements": lambda line: [*line.who, *filter(None, [line.host])],
            "statements": lambda line: line.who,
            "commitments": lambda line: [*line.from_, *line.to],
            "incidents": lambda line: [*line.who, *line.to],
        }
        for part, of in asked.items():
            every = getattr(archive, part)(limit=None)
            expected = [line for line in every if any((line.report, ref.id) in own for ref in of(line))]
            assert getattr(archive, part)(party=entry["id"], limit=None) == expected
        assert {line.id for line in archive.reports(party=entry["id"])} == {report for report, _ in own}


def test_an_id_without_an_entity_has_no_lines(archive):
    assert archive.engagements(party="person/zzzz") == []
    assert archive.reports(party="state:XX") == []


def test_what_is_between_two(archive, links):
    asked = 0
    for entry in known_best(links, "persons", 3):
        for contact in archive.contacts(entry["id"])[:3]:
            a, b = entry["id"], contact.other.entity
            found = archive.between(a, b)
            mirrored = archive.between(b, a)
            assert (found.a.entity, found.b.entity) == (a, b)
            assert (found.events, found.pledges, found.months) == (
                mirrored.events, mirrored.pledges, mirrored.months,
            )  # fmt: skip
            assert len(found.events) == contact.count
            ids = {one.id for one in found.pledges}
            both = {
                one.id
                for one in archive.pledges(party=a)
                if any({a, b} == {x.entity, y.entity} for x in one.givers for y in one.takers)
            }
            assert ids == both
            total = {
                "engagements": len(found.events),
                "chains": len(found.pledges),
                "statements": len(found.statements),
            }
            for part, count in total.items():
                assert sum(month.counts.get(part, 0) for month in found.months) == count
            assert len(archive.between(a, b, limit=1).events) == 1
            assert archive.between(a, b, until="1999").events == []
            asked += 1
    assert asked


def test_states_are_one_with_their_places(archive, links):
    iraq = next(entry for entry in links["places"] if entry["name_en"] == "Iraq")
    for entry in known_best(links, "places", 5):
        if entry["id"] != iraq["id"]:
            by_place, by_state = (archive.between(id_, entry["id"]) for id_ in (iraq["id"], "state:IQ"))
            assert (by_place.events, by_place.pledges) == (by_state.events, by_state.pledges)
    (mosul,) = [entry["id"] for entry in links["places"] if entry["name_en"] == "Mosul"]
    canada = archive.between("state:CA", mosul)
    assert [(chain.area, chain.givers[-1].name_en) for chain in canada.pledges] == [("finance", "Canada")]
    assert archive.between("state:CA", "state:IQ").pledges == canada.pledges


def test_statements_of_one_that_name_the_other(archive, links):
    told = [
        (a["id"], b["id"], line)
        for a in known_best(links, "persons", 6)
        for b in known_best(links, "places", 3)
        for line in archive.between(a["id"], b["id"]).statements
    ]
    assert told
    for a, b, line in told:
        assert any((line.report, ref.id) in parties(archive, a) for ref in line.who)
        names = archive.entity(b).names
        assert any(name.split()[-1].removeprefix("ال") in line.quote for name in names)


def test_places_count_what_happened_there(archive, links):
    found = archive.places()
    assert found
    for one in found[:6]:
        assert one.engagements == len(archive.events(place=one.place.entity))
        assert one.incidents == len(archive.incidents(place=one.place.entity))
        for part in ("engagements", "incidents"):
            assert sum(month.counts.get(part, 0) for month in one.months) == getattr(one, part)
    total = [one.engagements + one.incidents for one in found]
    assert total == sorted(total, reverse=True)
    assert all(isinstance(one.where, Where) for one in found if one.place.name_en == "Baghdad")
    assert archive.places(limit=2, offset=1) == found[1:3]
    assert archive.places(until="1999") == []
    with pytest.raises(BadDate):
        archive.places(since="March")


def test_questions_by_id_go_over_no_table_as_a_whole(archive, links):
    """What SQLite plans to do for each statement: SCAN of a table is a walk over all its rows."""
    if isinstance(archive.path, str):
        pytest.skip("plans of SQLite")
    plans = []

    def explain(connection, cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            rows = connection.connection.cursor().execute("EXPLAIN QUERY PLAN " + statement, parameters)
            plans.extend(row[3] for row in rows)

    id_, other = known_best(links, "persons", 1)[0]["id"], known_best(links, "places", 1)[0]["id"]
    sa.event.listen(archive._engine, "before_cursor_execute", explain)
    try:
        archive.entity(id_)
        archive.contacts(id_)
        archive.tenures(id_)
        archive.between(id_, other)
        for ask in (archive.engagements, archive.statements, archive.commitments, archive.incidents, archive.reports):
            ask(party=id_)
        archive.events(party=id_)
        archive.pledges(party=id_)
    finally:
        sa.event.remove(archive._engine, "before_cursor_execute", explain)
    scanned = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    assert plans
    assert not scanned & set(schema.metadata.tables)


def test_what_is_known_is_plain():
    assert Known("body/a").to_dict()["approximate"] is False


def test_a_state_acts_through_those_in_its_offices(archive):
    offices = {(office.person.entity, office.state) for office in archive.offices() if office.state}
    asked = 0
    for event in archive.events():
        present = {party.entity for party in event.who}
        codes = sorted({code for person, code in offices if person in present})
        for code, other in [(a, b) for a in codes for b in codes if a < b][:3]:
            assert event.id in {one.id for one in archive.between(f"state:{code}", f"state:{other}").events}
            asked += 1
    assert asked
