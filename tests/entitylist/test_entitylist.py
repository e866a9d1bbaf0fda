"""Lists of entities of the user's own: CSV as people have it, and entities of FollowTheMoney."""

import json

import pytest

from mahdar.entitylist import EntityList, Listed, read_list
from mahdar.errors import UnreadableInput

WADI = Listed("m1", "person", ("سالم الوادي", "أبو ليث"), "Salem Al-Wadi", "IQ", "Q42")


def write(tmp_path, text, encoding="utf-8", name="list.csv"):
    (tmp_path / name).write_bytes(text.encode(encoding))
    return tmp_path / name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1256", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_is_read(tmp_path, encoding, between):
    head = ["ID", "Name_AR", "name", "aliases", "Kind", "country", "Wikidata"]
    row = [
        "m1",
        "سالم الوادي",
        "Salem Al-Wadi",
        "أبو ليث|سالم الوادي",
        "Person",
        "iq",
        "https://www.wikidata.org/wiki/Q42",
    ]
    found = read_list(write(tmp_path, "\n".join(between.join(cells) for cells in (head, row)), encoding))
    assert found.entities == (WADI,)
    assert found.faults == ()


def test_headings_and_kinds_may_be_arabic(tmp_path):
    found = read_list(write(tmp_path, "الاسم,النوع,الدولة\nوزارة الري الوطنية,وزارة,SY\n"))
    assert found.entities == (Listed("وزارة الري الوطنية", "body", ("وزارة الري الوطنية",), None, "SY"),)


def test_bad_rows_are_named_with_their_lines_and_the_rest_is_kept(tmp_path):
    table = (
        "id,name,kind,country,wikidata\n1,سالم الوادي,person,,\n\n2,Salem,person,,\n3,هدى,alien,,\n4,هدى,person,Iraq,\n"
        '5,هدى,person,,42\n1,ليث,person,,\n6,"اسم\nفي سطرين",body,,\n7,,person,,\n'
    )
    found = read_list(write(tmp_path, table))
    assert [one.id for one in found.entities] == ["1", "6"]
    assert [(f.where.rpartition(":")[2], f.found) for f in found.faults] == [
        ("4", "no name in Arabic letters"), ("5", "kind 'alien'"), ("6", "country 'Iraq'"), ("7", "Wikidata id '42'"),
        ("8", "the id '1' again"), ("11", "no name in Arabic letters"),
    ]  # fmt: skip


def ftm(id_, schema, **properties):
    return json.dumps({"id": id_, "schema": schema, "properties": properties}, ensure_ascii=False)


def test_entities_of_followthemoney_are_read(tmp_path):
    lines = [
        ftm("m1", "Person", name=["Salem Al-Wadi", "سالم الوادي"], alias=["أبو ليث"], nationality=["iq"],
            wikidataId=["Q42"], weakAlias=["ليث"]),
        ftm("c", "Company", name=["شركة النهر"], jurisdiction=["sy"]), ftm("p", "PublicBody", name=["وزارة الري"]),
        ftm("o", "Ownership", owner=["m1"]), "{", '{"id": 1}',
    ]  # fmt: skip
    found = read_list(write(tmp_path, "\n".join(lines), name="list.ftm.json"))
    assert found.entities[0] == WADI
    assert [one.kind for one in found.entities] == ["person", "body", "body"]
    assert [(f.where.rpartition(":")[2], f.found) for f in found.faults] == [
        ("4", "kind 'Ownership'"), ("5", "no entity of FollowTheMoney"), ("6", "no entity of FollowTheMoney"),
    ]  # fmt: skip


def test_entities_that_the_real_library_writes_are_read(tmp_path):
    library = pytest.importorskip("followthemoney")
    made = library.model.make_entity("Person")
    made.id = "m1"
    for name, value in [("name", "سالم الوادي"), ("alias", "أبو ليث"), ("alias", "Salem Al-Wadi"), ("country", "iq")]:
        made.add(name, value)
    made.add("wikidataId", "Q42")
    text = json.dumps(made.to_dict(), default=list, ensure_ascii=False)
    (found,) = read_list(write(tmp_path, text, name="list.ftm")).entities
    assert found._replace(names=()) == WADI._replace(names=())
    assert set(found.names) == set(WADI.names)


@pytest.mark.parametrize(
    ("text", "found"),
    [("", "no columns"), ("الاسم,البلد\nسالم,IQ", "no columns"), ("id,kind\n1,person", "no columns")],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, text, found):
    with pytest.raises(UnreadableInput, match=found):
        read_list(write(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableInput, match="No such file"):
        read_list(tmp_path / "none.csv")


def test_it_survives_json():
    kept = EntityList((WADI, Listed("b", "body", ("وزارة الري",))))
    assert EntityList.from_json(kept.to_json()) == kept
    assert len(kept.digest) == 8
