"""A list of the user's own in an archive, on both databases: it is kept, linked to, exported, and forgotten."""

import csv
import json

import pytest

from mahdar.archive import Archive
from mahdar.entitylist import EntityList, Listed
from mahdar.exchange import export
from mahdar.ledger import relink
from tests.archive.invented import pair

OWN = EntityList(
    (
        Listed("m1", "person", ("مراد الحصري",), "Mourad Al-Hosari", None, "Q7"),
        Listed("iq 2", "place", ("العراق",), "Irak", "IQ", "Q796"),
        Listed("none", "body", ("هيئة لا يذكرها أحد",)),
    )
)


@pytest.fixture
def archive(place):
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(20)])
        relink(archive)
        yield archive


def ids(archive):
    found = [one for name in ("مراد الحصري", "العراق") for one in archive.entities(name)]
    return {one.entity: one.name_en for one in found if not one.entity.startswith("state:")}


def test_a_list_is_linked_to_and_ids_stay(archive):
    before = ids(archive)
    archive.linking().take_list(OWN)
    assert archive.linking().own_list() == OWN
    assert relink(archive).ran
    assert not relink(archive).ran  # settled, and the list is still there
    assert archive.linking().own_list() == OWN
    after = ids(archive)
    assert before.keys() == after.keys()
    assert set(after.values()) == {"Mourad Al-Hosari", "Irak"}
    assert {one.id for one in archive.linking().listed().values()} == {"m1", "iq 2"}
    archive.linking().take_list(EntityList(()))
    assert relink(archive).ran
    assert ids(archive) == before
    assert archive.linking().listed() == {}


def test_what_was_linked_step_by_step_is_what_a_full_run_finds(archive):
    archive.linking().take_list(OWN)
    archive.add_many([pair(n) for n in range(20, 30)])
    relink(archive)
    stepwise = archive.linking().found()
    relink(archive, full=True)
    assert archive.linking().found() == stepwise


def test_a_list_that_comes_in_the_middle_of_a_run_is_not_lost(archive):
    desk = archive.linking()
    before = desk.state()
    desk.take_list(OWN)
    assert not desk.keep(before, None)  # that run begins anew
    assert desk.own_list() == OWN


def test_exports_carry_the_lists_ids(archive, tmp_path):
    archive.linking().take_list(OWN)
    relink(archive)
    export(archive, "csv", tmp_path / "out")
    with (tmp_path / "out" / "entities.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["own_id"]: row for row in csv.DictReader(file) if row["own_id"]}
    assert {id_: (row["name_en"], row["wikidata"]) for id_, row in rows.items()} == {
        "m1": ("Mourad Al-Hosari", "Q7"), "iq 2": ("Irak", "Q796"),
    }  # fmt: skip
    export(archive, "jsonld", tmp_path / "out.jsonld")
    graph = json.loads((tmp_path / "out.jsonld").read_text("utf-8"))["@graph"]
    same = {node["mahdar:ownId"]: node["sameAs"] for node in graph if "mahdar:ownId" in node}
    assert same == {"m1": "http://www.wikidata.org/entity/Q7", "iq 2": "http://www.wikidata.org/entity/Q796"}
    export(archive, "polecat", tmp_path / "out.tsv")
    assert "Q7" in (tmp_path / "out.tsv").read_text("utf-8").replace(";", "\t").replace("\n", "\t").split("\t")


def test_followthemoney_has_the_users_ids(archive, tmp_path):
    pytest.importorskip("followthemoney")
    archive.linking().take_list(OWN)
    relink(archive)
    export(archive, "ftm", tmp_path / "out.ftm.json")
    entities = [json.loads(line) for line in (tmp_path / "out.ftm.json").read_text("utf-8").splitlines()]
    by_id = {entity["id"]: entity for entity in entities}
    assert by_id["m1"]["properties"]["wikidataId"] == ["Q7"]
    assert "iq 2" not in by_id  # no id that FollowTheMoney takes
    resolved = [e["properties"]["resolved"][0] for e in entities if e["schema"] == "Mention"]
    assert "m1" in resolved
    assert set(resolved) <= by_id.keys()
