"""FollowTheMoney documents as input: as plain JSON, and as the real library writes them."""

import io
import json

import pytest

from mahdar.errors import NotAReport
from mahdar.pages import SetAside, reports_in
from mahdar.pages.lines import reports_in_lines

BODY = (
    "التقى وزير الزراعة سالم الوادي السفيرة هدى المرزوقي في بغداد أمس وبحثا استيراد القمح وفتح المعابر أمام الشاحنات."
)
TITLE = "وزير الزراعة يلتقي السفيرة"


def entity(schema, id_="doc-1", **properties):
    values = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return json.dumps({"id": id_, "schema": schema, "properties": values, "datasets": ["leak"]}, ensure_ascii=False)


def read(*lines, day=None):
    notes = []
    items = list(reports_in_lines(io.BytesIO("\n".join(lines).encode()), "in.ftm.json", day, notes.append))
    return items, [note.what for note in notes]


@pytest.mark.parametrize("schema", ["Document", "PlainText", "Article", "Email", "Pages"])
def test_a_document_with_text_is_a_report(schema):
    (report,), notes = read(
        entity(
            schema, title=TITLE, bodyText=BODY, publishedAt="2016-01-17T22:10:00", publisher="وكالة الأفق",
            sourceUrl="https://example.org/7", author="ليث الوادي",
        )
    )  # fmt: skip
    assert (report.id, report.title, report.text) == ("doc-1", TITLE, f"{TITLE}\n\n{BODY}")
    assert (report.date, report.outlet, report.url) == ("2016-01-17", "وكالة الأفق", "https://example.org/7")
    assert report.path == "in.ftm.json:1"
    assert notes == []


def test_a_headline_that_the_text_begins_with_is_not_put_before_it_again():
    (report,), _ = read(entity("Article", title=TITLE, bodyText=f"{TITLE}\n{BODY}"))
    assert report.text == f"{TITLE}\n{BODY}"


def test_a_title_that_is_a_files_name_is_none_and_parts_of_a_text_are_kept_in_order():
    (report,), _ = read(entity("Document", title="تقرير.pdf", fileName="تقرير.pdf", bodyText=[BODY, "وغادرت السفيرة."]))
    assert report.title is None
    assert report.text == f"{BODY}\n\nوغادرت السفيرة."


@pytest.mark.parametrize(
    ("properties", "day"),
    [
        ({"publishedAt": ["2016-02-01", "2016-01-17"], "date": "2015-01-01"}, "2016-01-17"),
        ({"date": "2016-01-18"}, "2016-01-18"),
        ({"publishedAt": "2016-01", "authoredAt": "2016-01-19"}, "2016-01-19"),
        ({"publishedAt": "2016"}, "2020-05-05"),
        ({}, "2020-05-05"),
    ],
)
def test_the_day_is_the_earliest_whole_one_else_that_of_the_run(properties, day):
    (report,), _ = read(entity("Article", bodyText=BODY, **properties), day="2020-05-05")
    assert report.date == day


def test_html_is_read_as_a_page_and_traced_to_its_bytes():
    html = (
        f"<html><head><title>{TITLE} - موقع</title></head><body><ul><li><a href='/'>الرئيسية</a></li></ul>"
        f"<h1>{TITLE}</h1><p>{BODY}</p><p>وقال الوادي إن بلاده تنتظر الرد في الأسبوع المقبل قبل انعقاد اللجنة.</p></body></html>"
    )
    (report,), _ = read(entity("HyperText", bodyHtml=html, bodyText="سطر", publisher="وكالة الأفق", date="2016-01-17"))
    assert report.text.startswith(f"{TITLE}\n\n{BODY}")
    assert "الرئيسية" not in report.text
    assert (report.title, report.outlet, report.date) == (TITLE, "وكالة الأفق", "2016-01-17")
    assert report.page.original == html.encode()


def test_a_piece_of_html_is_a_body_with_the_entitys_own_headline():
    (report,), _ = read(entity("Article", title=TITLE, bodyHtml=f"<p>{BODY}</p><script>x=1</script>", author="ليث"))
    assert report.text == f"{TITLE}\n\n{BODY}"
    assert report.page.byline == "ليث"
    assert report.page.origins["title"] == "followthemoney"


def test_entities_of_other_schemata_are_counted_and_named():
    items, notes = read(
        entity("Person", "a", name="سالم"), entity("Article", bodyText=BODY), entity("Mention", "b"),
        entity("Person", "c", name="هدى"), '{"id": "own", "text": "زار الوفد المدينة."}',
    )  # fmt: skip
    assert [item.id for item in items] == ["doc-1", "own"]
    assert notes == ["3 entities that are no documents are passed over: Person 2, Mention 1"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (entity("Article", title=TITLE), "no text"),
        (entity("Article", bodyText="The minister met the ambassador in Baghdad on Sunday to discuss the wheat."),
         "a page in another language (English)"),
        (entity("Article", bodyText="123 456"), "a page without letters"),
        (entity("Article", "", bodyText=BODY), "no 'id'"),
        ('{"id": 7, "schema": "Article", "properties": {}}', "no 'id'"),
        ('{"id": "x", "schema": "Article", "properties": {"bodyText": [7, null, {}]}}', "no text"),
    ],
)  # fmt: skip
def test_a_document_that_is_no_report_is_set_aside(line, found):
    items, _ = read(line, entity("Article", "good", bodyText=BODY))
    assert isinstance(items[0], SetAside)
    assert isinstance(items[0].error, NotAReport)
    assert items[0].error.found == found
    assert items[0].where == "in.ftm.json:1"
    assert items[1].id == "good"


@pytest.mark.parametrize("name", ["entities.ftm.json", "x.ftm", "x.ijson", "x.ndjson", "x.jsonl"])
def test_files_of_entities_are_told_by_their_names(tmp_path, name):
    (tmp_path / name).write_text(entity("Article", bodyText=BODY), "utf-8")
    assert [item.id for item in reports_in([tmp_path / name])] == ["doc-1"]


def test_entities_of_the_real_library_are_read(tmp_path):
    ftm = pytest.importorskip("followthemoney")
    lines = []
    for n, (schema, body) in enumerate([("Article", "bodyText"), ("HyperText", "bodyHtml"), ("Person", None)]):
        made = ftm.model.make_entity(schema)
        made.make_id("leak", n)
        if body is None:
            made.add("name", "سالم الوادي")
        else:
            made.add("title", TITLE)
            made.add(body, BODY if body == "bodyText" else f"<p>{BODY}</p>")
            made.add("publishedAt", "2016-01-17")
            made.add("publisher", "وكالة الأفق")
            made.add("sourceUrl", "https://example.org/7")
            made.add("language", "ara")
        lines.append(json.dumps(made.to_dict(), default=list, ensure_ascii=False))
    file = tmp_path / "leak.ftm.json"
    file.write_text("\n".join(lines), "utf-8")
    items = list(reports_in([file]))
    assert [item.text for item in items] == [f"{TITLE}\n\n{BODY}"] * 2
    assert {(item.date, item.outlet, item.url) for item in items} == {
        ("2016-01-17", "وكالة الأفق", "https://example.org/7")
    }
