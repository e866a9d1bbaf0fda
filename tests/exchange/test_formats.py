"""Every format is opened by a program that we did not write, and has what the archive has.

csv and sqlite3 (Python), pyarrow, openpyxl, datasette, networkx, icalendar, rdflib, followthemoney; GeoJSON, which is
plain JSON, by json and the rules of RFC 7946.
"""

import asyncio
import csv
import io
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date

import pytest

from mahdar.archive.streaming import Wanted
from mahdar.exchange import Options, export, formats
from mahdar.exchange.layout import tables
from mahdar.exchange.tables import ROWS
from mahdar.exchange.texts import LIST, plain

from .conftest import CONTROLS, FORMULA, LONG, MARKS


def rows_of(archive, table):
    """The rows of a table as the archive has them, by column."""
    names = [column.name for column in tables()[table].columns]
    with archive.stream() as stream:
        return [dict(zip(names, row, strict=True)) for row in ROWS[table].rows(stream, Options())]


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_same_bytes_twice(archive, tmp_path, name):
    if formats()[name].missing():
        pytest.skip(f"{name}: {formats()[name].missing()} not installed")
    one, two = (export(archive, name, tmp_path / place / "x") for place in ("a", "b"))
    assert [(file.name, file.sha256) for file in one.files] == [(file.name, file.sha256) for file in two.files]
    assert one.about["layout"]
    assert one.about["archive"]["readers"] == ["mahdar 0 / rules test"]


def test_csv_is_read_by_csv(archive, tmp_path):
    export(archive, "csv", tmp_path / "out", options=Options(bom=True))
    csv.field_size_limit(10**7)
    for name in tables():
        path = tmp_path / "out" / f"{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        wanted = rows_of(archive, name)
        assert len(found) == len(wanted)
        for row, told in zip(found, wanted, strict=True):
            for key, value in told.items():
                assert row[key].removeprefix("'") == as_cell(value), (name, key)


def as_cell(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        value = LIST.join(value)
    return "" if value is None else plain(str(value))


def test_csv_runs_no_formula(archive, tmp_path):
    export(archive, "csv", tmp_path / "out", tables=["reports"])
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file) if row["id"] == "hostile-0"] == [f"'{FORMULA}"]
    described = json.loads((tmp_path / "out" / "csv-metadata.json").read_text("utf-8"))
    assert described["tables"][0]["url"] == "reports.csv"


def test_one_table_is_one_file(archive, tmp_path):
    done = export(archive, "csv", tmp_path / "met.csv", tables=["engagements"])
    with (tmp_path / "met.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == done.rows["engagements"] == 28
    described = json.loads((tmp_path / "met.csv-metadata.json").read_text("utf-8"))
    assert described["tables"][0]["url"] == "met.csv"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["met.csv", "met.csv-metadata.json"]


def test_parquet_is_read_by_pyarrow(archive, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    export(archive, "parquet", tmp_path / "out")
    for name in tables():
        found = pq.read_table(tmp_path / "out" / f"{name}.parquet")
        assert found.to_pylist() == rows_of(archive, name)
        assert json.loads(found.schema.metadata[b"mahdar"])["format"] == "parquet"
        assert json.loads(found.schema.field(0).metadata[b"mahdar"])["name_ar"]
    export(archive, "parquet", tmp_path / "one.parquet", tables=["figures"])
    assert pq.read_table(tmp_path / "one.parquet").num_rows == 24


def test_xlsx_is_read_by_openpyxl(archive, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    export(archive, "xlsx", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    for name, table in tables().items():
        sheet = book[table.name_ar]
        assert sheet.sheet_view.rightToLeft
        heads, names, *found = sheet.iter_rows(values_only=True)
        assert list(heads) == [column.name_ar for column in table.columns]
        assert list(names) == [column.name for column in table.columns]
        wanted = rows_of(archive, name)
        assert len(found) == len(wanted)
        for row, told in zip(found, wanted, strict=True):
            for cell, value in zip(row, told.values(), strict=True):
                assert_cell(cell, value)
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    codes = {tuple(row[:2]): row[4] for row in book["دليل الرموز"].iter_rows(values_only=True)}
    assert codes["engagements", "kind"].split()[:2] == ["meeting", "call"]


def assert_cell(cell, value):
    if isinstance(value, list):
        value = LIST.join(value)
    if isinstance(value, str):
        value = plain(value)
        if len(value) > 32_767:
            assert cell[:-1] == value[: len(cell) - 1]
            assert cell.endswith("…")
            return
        assert (cell or "") == value.replace("\r", "\n")
    else:
        assert cell == value


def test_sqlite_has_the_rows_and_views(archive, tmp_path):
    export(archive, "sqlite", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "mahdar.db")) as database:
        database.row_factory = sqlite3.Row
        for name, table in tables().items():
            order = ", ".join(f'"{key}"' for key in table.key)
            found = [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY {order}')]
            wanted = [{key: stored(value) for key, value in row.items()} for row in rows_of(archive, name)]
            assert sorted(found, key=repr) == sorted(wanted, key=repr)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for view in ("meetings", "said", "promised", "met"):
            assert database.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0, view
        assert json.loads(dict(database.execute("SELECT * FROM about").fetchall())["archive"])["readers"]


def stored(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def test_sqlite_opens_in_datasette_as_it_is(archive, tmp_path):
    app = pytest.importorskip("datasette.app")
    export(archive, "sqlite", tmp_path / "out")

    async def look():
        site = app.Datasette(config_dir=tmp_path / "out")
        await site.invoke_startup()
        tables_page = (await site.client.get("/mahdar.json")).json()
        rows = (await site.client.get("/mahdar/engagements.json?_shape=array&kind=visit")).json()
        page = (await site.client.get("/mahdar/engagements?_facet_array=who")).text
        view = (await site.client.get("/mahdar/meetings")).text
        for database in site.databases.values():
            database.close()
        return tables_page, rows, page, view

    found, rows, page, view = asyncio.run(look())
    assert set(tables()) <= {table["name"] for table in found["tables"]}
    assert {view["name"] for view in found["views"]} == {"meetings", "said", "promised", "met"}
    assert len(rows) == 4
    assert "اللقاءات والاتصالات" in page
    assert "نوع" in page
    assert FORMULA.replace("'", "&#39;") in view


def test_geojson_has_points(archive, tmp_path):
    done = export(archive, "geojson", tmp_path / "out.geojson")
    found = json.loads((tmp_path / "out.geojson").read_text("utf-8"))
    assert found["type"] == "FeatureCollection"
    assert found["mahdar"]["layout"]
    assert Counter(f["properties"]["what"] + "s" for f in found["features"]) == Counter(done.rows)
    assert len({feature["id"] for feature in found["features"]}) == len(found["features"])
    for feature in found["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    (baghdad,) = [f for f in found["features"] if f["id"] == "hostile-2#engagements/0"]
    assert baghdad["properties"]["place_en"] == "Baghdad"
    assert baghdad["geometry"]["coordinates"] == pytest.approx([44.4, 33.3], abs=0.2)
    assert MARKS in baghdad["properties"]["who"]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networks_are_read_by_networkx(archive, tmp_path, name):
    networkx = pytest.importorskip("networkx")
    export(archive, name, tmp_path / "out.xml")
    found = (networkx.read_graphml if name == "graphml" else networkx.read_gexf)(tmp_path / "out.xml")
    labels = {data["label"]: node for node, data in found.nodes(data=True)}
    assert plain(CONTROLS) in labels
    assert FORMULA in labels
    edges = [data for _, _, data in found.edges(data=True)]
    assert {data["relation"] for data in edges} == {"met", "promised"}
    with archive.stream() as stream:
        held = sum(len(e.who) * (len(e.who) - 1) // 2 for e in stream.events() if e.status == "held")
    assert sum(data["weight"] for data in edges if data["relation"] == "met") == held
    (edge,) = [
        data for a, b, data in found.edges(data=True)
        if {a, b} == {labels[FORMULA], labels["ليث المرزوقي"]} and data["relation"] == "met"
    ]  # fmt: skip
    assert (edge["mutual"], edge["weight"], edge["years"]) == (True, 1, "2016")


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(min_confidence=0.0, status="held")], ids=["events", "lines"])
def test_calendars_are_read_by_icalendar(archive, tmp_path, wanted):
    icalendar = pytest.importorskip("icalendar")
    export(archive, "ics", tmp_path / "out.ics", wanted)
    data = (tmp_path / "out.ics").read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    if wanted.status:
        assert found == []  # without a confidence, none is sure enough
        return
    with archive.stream() as stream:
        days = sorted(e.date for e in stream.events() if e.date and len(e.date) == 10 and e.status == "held")
    assert sorted(event["DTSTART"].dt.isoformat() for event in found) == days
    assert len({str(event["UID"]) for event in found}) == len(found)
    (event,) = [event for event in found if FORMULA in event["SUMMARY"]]
    assert event["DTSTART"].dt == date(2016, 1, 17)
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "بغداد"
    assert event["SUMMARY"].startswith("لقاء: ")
    assert any(MARKS.split("\n")[0] in str(event["SUMMARY"]) for event in found)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_jsonld_is_read_by_rdflib(archive, tmp_path):
    rdflib = pytest.importorskip("rdflib")
    done = export(archive, "jsonld", tmp_path / "out.jsonld")
    graph = rdflib.Graph().parse(tmp_path / "out.jsonld", format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    of = {
        name: set(graph.subjects(rdflib.RDF.type, schema[name])) for name in ("NewsArticle", "Event", "Claim", "Person")
    }
    assert len(of["NewsArticle"]) == done.rows["reports"]
    assert len(of["Event"]) == done.rows["engagements"] + done.rows["incidents"]
    assert len(of["Claim"]) == done.rows["statements"] + done.rows["commitments"]
    assert rdflib.Literal(FORMULA, lang="ar") in set(graph.objects(None, schema.name))
    for event in of["Event"]:
        for person in graph.objects(event, schema.attendee):
            assert (person, schema.name, None) in graph
    assert {str(o) for s in of["Event"] for o in graph.objects(s, schema.eventStatus)} == {
        "https://schema.org/EventCompleted", "https://schema.org/EventScheduled",
    }  # fmt: skip


def test_entities_are_read_by_followthemoney(archive, tmp_path):
    ftm = pytest.importorskip("followthemoney")
    export(archive, "ftm", tmp_path / "out.ftm.json")
    found = {}
    for line in (tmp_path / "out.ftm.json").read_text("utf-8").splitlines():
        given = json.loads(line)
        entity = ftm.ValueEntity.from_dict(given, cleaned=False)
        ftm.model.get(given["schema"]).validate(given)
        again = entity.to_dict()["properties"]
        assert {k: sorted(v) for k, v in again.items()} == given["properties"], "all values are valid"
        assert entity.id not in found
        found[entity.id] = entity
    schemata = Counter(entity.schema.name for entity in found.values())
    assert schemata["Article"] == 24
    assert {"Person", "PublicBody", "Organization", "Mention", "Event", "Documentation", "UnknownLink"} <= set(schemata)
    assert schemata["Occupancy"] >= schemata["Position"] > 0
    for entity in found.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert found[value].schema.is_a(prop.range), (entity.schema.name, prop.name, found[value].schema.name)
    assert any(FORMULA in entity.get("name") for entity in found.values())


def test_exported_articles_come_in_again_with_their_texts(archive, tmp_path):
    pytest.importorskip("followthemoney")
    from mahdar.pages import SetAside, reports_in

    export(archive, "ftm", tmp_path / "out.ftm.json", options=Options(text=True))
    items = list(reports_in([tmp_path / "out.ftm.json"]))
    with archive.stream() as stream:
        texts = [plain(report.text).split() for report in stream.reports(text=True)]  # the library makes U+2028 a space
    assert not [item for item in items if isinstance(item, SetAside)]
    assert [item.text.split() for item in items] == texts


def test_statements_are_read_by_followthemoney(archive, tmp_path):
    ftm = pytest.importorskip("followthemoney")
    from followthemoney.statement.serialize import CSV, read_statements

    export(archive, "ftm", tmp_path / "out.ftm.json")
    export(archive, "ftm-statements", tmp_path / "out.ftm.csv")
    csv.field_size_limit(10**7)
    of = {}
    # It leaves a file open that it is given, and warns of it.
    for statement in read_statements(io.BytesIO((tmp_path / "out.ftm.csv").read_bytes()), CSV):
        of.setdefault(statement.entity_id, []).append(statement)
    dataset = ftm.Dataset.make({"name": "mahdar", "title": "Mahdar"})
    for line in (tmp_path / "out.ftm.json").read_text("utf-8").splitlines():
        given = json.loads(line)
        entity = ftm.StatementEntity.from_statements(dataset, of.pop(given["id"]))
        assert entity.schema.name == given["schema"]
        assert {p: sorted(entity.get(p)) for p in given["properties"]} == given["properties"]
    assert of == {}


def test_long_text_is_whole_where_it_can_be(archive, tmp_path):
    export(archive, "csv", tmp_path / "out", tables=["reports"], options=Options(text=True))
    csv.field_size_limit(10**7)
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8", newline="") as file:
        assert any(LONG in row["text"] for row in csv.DictReader(file))
