"""The journey from events to the words: minutes of an event, the marked report, two reports side by side."""

from urllib.parse import quote

import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.record import Page, Record, Report
from mahdar.web.comparing import CONTRADICTS, ONE, SAME
from mahdar.web.marking import Layer, Note, marked_up
from tests.web.conftest import HOSTILE_ID, open_site
from tests.web.html import Tree

EARLIER, LATER = "mahdar 0.1 / model 1", "mahdar 0.2 / model 2"


def meeting(id_, outlet, day, place, said, *, reader=LATER, noise=False, page=None):
    """A report of a meeting of two ministers, of what one of them said, and of what he promised."""
    head = "شارك الخبر\n" if noise else ""
    told = f"استقبل وزير النقل الأردني نادر البدري في {place} وزير النقل العراقي سالم الوادي يوم {day}."
    text = f"{head}{told}\nوقال الوادي إن {said}."
    a, b, at = text.index("نادر البدري"), text.index("سالم الوادي"), text.index(place)
    start, cue = text.index(said), text.index("وقال")
    parties = [
        {"id": "p1", "type": "PER", "names": ["نادر البدري"], "role": "وزير النقل الأردني"},
        {"id": "p2", "type": "PER", "names": ["سالم الوادي", "الوادي"], "role": "وزير النقل العراقي"},
        {"id": "p3", "type": "GPE", "names": [place]},
    ]
    span = [len(head), len(head) + len(told) - 1]
    record = {
        "doc": id_, "reader": reader, "noise": [[0, len(head) - 1]] if noise else [], "parties": parties,
        "mentions": [
            {"start": a, "end": a + 11, "type": "PER", "party": "p1"},
            {"start": b, "end": b + 11, "type": "PER", "party": "p2"},
            {"start": at, "end": at + len(place), "type": "GPE", "party": "p3"},
        ],
        "engagements": [
            {"kind": "meeting", "who": ["p1", "p2"], "host": "p1", "date": f"2021-03-{day:02}", "place": "p3",
             "topics": ["energy"], "span": span}
        ],
        "statements": [
            {"who": ["p2"], "form": "indirect", "act": "promise", "cue": [cue, cue + 4],
             "span": [start, start + len(said)]}
        ],
        "commitments": [{"kind": "pledge", "from": ["p2"], "to": ["p1"], "span": [start, start + len(said)]}],
        "skipped": [{"what": "engagement", "why": "no second party", "span": [cue, cue + 10]}],
    }  # fmt: skip
    report = Report(id=id_, text=text, date=f"2021-03-{day + 1:02}", outlet=outlet, title="لقاء الوزيرين", page=page)
    return report, Record.model_validate(record)


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    """Two outlets that differ on the day of a meeting, a third that copies one of them, and a page of the web."""
    path = tmp_path_factory.mktemp("minutes") / "minutes.db"
    hostile = Page(media="text/html", encoding="utf-8", original="<script>alert(1)</script> لقاء".encode())
    will = "بلاده ستزود الأردن بعشرة آلاف برميل من النفط كل يوم"
    pairs = [
        meeting("one", "الصباح", 8, "عمان", will, noise=True),
        meeting("two", "الرأي", 10, "عمان", f"{will} بسعر مخفض", page=hostile),
    ]
    with Archive(path) as archive:
        archive.add_many([meeting("one", "الصباح", 8, "عمان", will, reader=EARLIER, noise=True)])
        archive.add_many(pairs)
        copy = pairs[0][0].model_copy(update={"id": "copy", "outlet": "النشرة"})
        archive.note_reprint("one", copy, "exact", 1.0)
        relink(archive)
    with open_site(path) as site:
        yield site


def tree(site, path):
    answer = site.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return Tree(answer.text)


# -- the text ------------------------------------------------------------------------------------------------------


def test_spans_that_overlap_and_lie_in_each_other_keep_every_character():
    text = "abcdefghij\n\nklm 🙂 nop"
    layers = [
        Layer((0, 6), ("a",)), Layer((3, 14), ("b",)), Layer((16, 17), ("c",)),
        Layer((4, 5), ("name",), 1, linked=True),
    ]  # fmt: skip
    found = marked_up(text, layers, [Note(1, "statements", (3, 14)), Note(2, "figures", (11, 14))], at=(5, 14))
    pieces = [piece for runs in found for run in runs for piece in run.pieces]
    assert ["".join(p.text for run in runs for p in run.pieces) for runs in found] == ["abcdefghij", "klm 🙂 nop"]
    assert {p.text: set(p.classes) for p in pieces if p.classes} == {
        "abc": {"a"}, "d": {"a", "b"}, "e": {"a", "b", "name"}, "f": {"a", "b"}, "ghij": {"b"}, "kl": {"b"},
        "🙂": {"c"},
    }  # fmt: skip
    assert [(p.text, note.n, note.id) for p in pieces for note in p.notes] == [("d", 1, "c3-14"), ("kl", 2, "c11-14")]
    assert [(run.asked, run.id) for runs in found for run in runs if run.asked] == [(True, "c5-14"), (True, None)]
    assert [p.ids for p in pieces if p.ids] == [("c4-5",)]


def test_text_and_record_lead_to_each_other(talks):
    page = tree(talks, "/ar/report/one")
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    inside = [attrs["href"][1:] for attrs in page.all("a") if (attrs.get("href") or "").startswith("#")]
    assert set(inside) <= ids
    lines = [a["id"] for a in page.all("article") if "line" in a.get("class", "").split()]
    assert lines == ["n1", "n2", "n3"]
    assert {f"#{line}" for line in lines} <= {a.get("href") for a in page.all("a") if "note" in a.get("class", "")}
    classes = {name for _, attrs in page.tags for name in attrs.get("class", "").split()}
    assert {
        "noise",
        "cue",
        "skip",
        "name-per",
        "name-gpe",
        "in-engagements",
        "in-statements",
        "in-commitments",
    } <= classes
    assert "no second party" in Tree(talks.get("/en/report/one").text).text


def test_copies_are_named_with_their_share_and_earlier_readings_can_be_looked_at(talks):
    page = tree(talks, "/ar/report/one")
    assert "النشرة" in page.text
    assert "100%" in page.text
    assert talks.get("/ar/report/copy").headers["location"] == "/ar/report/one"
    (earlier,) = [a["href"] for a in page.all("a") if "reader=" in a.get("href", "")]
    assert EARLIER in tree(talks, earlier).text
    told = talks.get("/ar/report/one.json?reader=" + quote(EARLIER)).json()
    assert told["reader"] == EARLIER
    assert [line["act"] for line in told["statements"]] == ["promise"]
    assert talks.get("/ar/report/one?reader=nobody").status_code == 404


def test_the_page_as_it_came_runs_nowhere(talks):
    answer = talks.get("/ar/report/two?file=original")
    assert answer.content == "<script>alert(1)</script> لقاء".encode()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert talks.get("/ar/report/one?file=original").status_code == 404


# -- events --------------------------------------------------------------------------------------------------------


def event_of(talks):
    (line,) = talks.get("/ar/events.json").json()["lines"]
    return line


def test_events_are_listed_by_their_sentence(talks):
    line = event_of(talks)
    assert line["sentence"].startswith("استقبال وزير النقل الأردني نادر البدري لوزير النقل العراقي سالم الوادي في عمان")
    assert (line["reports"], line["independent"], line["conflicts"]) == (2, 2, ["date"])
    assert "Iraqi Transport Minister" in tree(talks, "/en/events?disputed=yes&kind=meeting").text
    assert talks.get("/en/events.json?disputed=no").json()["lines"] == []
    assert talks.get("/en/events.json?since=2022").json()["lines"] == []


def test_the_minutes_of_an_event(talks):
    path = f"/ar/{event_of(talks)['address']}"
    page = tree(talks, path)
    for words in ("نادر البدري", "المضيف", "بعشرة آلاف برميل", "تعهد", "8 آذار/مارس 2021", "يناقض", "الرأي", "النشرة"):
        assert words in page.text, words
    view = talks.get(f"{path}.json").json()
    assert [each["source"]["report"] for each in view["own"]] == ["one", "two"]
    assert [one["host"] for one in view["participants"]] == [True, False]
    assert len(talks.get(f"{path}.csv").text.splitlines()) == 3
    links = [a["href"] for a in page.all("a") if "/report/one?at=" in a.get("href", "")]
    assert links
    assert page.text.count("محضر") >= 1


def test_ids_and_addresses_lead_to_their_pages(talks):
    line = event_of(talks)
    one = talks.get("/ar/engagements.json?report=one").json()["lines"][0]
    assert "to_event" not in tree(talks, f"/ar/{one['address']}").text
    assert f"/ar/{line['address']}" in [a.get("href") for a in tree(talks, f"/ar/{one['address']}").all("a")]
    said = talks.get("/ar/statements.json?report=one").json()["lines"][0]
    start, end = said["span"]
    answer = talks.get(f"/ar/{said['address']}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/ar/report/one?at={start}-{end}#c{start}-{end}")
    assert talks.get(f"/{said['address']}").headers["location"] == f"/ar/{said['address']}"
    moved = talks.get(f"/en/engagement/one@{one['span'][0]}-{one['span'][1] - 1}")
    assert moved.headers["location"] == f"/en/engagement/{quote(one['address'].partition('/')[2], safe='')}"
    assert talks.get("/ar/statement/one@0-2").status_code == 404
    assert talks.get("/ar/event/nosuch").status_code == 404


def test_merged_events_lead_on(tmp_path):
    path = tmp_path / "merged.db"
    with Archive(path) as archive:
        archive.add_many(
            [meeting("one", "الصباح", 2, "عمان", "أنه موافق"), meeting("two", "الرأي", 25, "بغداد", "غيره")]
        )
        relink(archive)
        ids = [archive.event_of(report, 0) for report in ("one", "two")]
        assert ids[0] != ids[1]
        archive.linking().decide("same", *ids, by="Huda", why="a test")
        relink(archive)
        old = next(id_ for id_ in ids if archive.find(id_).entity != id_)
        new = archive.find(old).leads_to
    with open_site(path) as site:
        for twin in ("", ".json"):
            answer = site.get(f"/ar/event/{old.partition('/')[2]}{twin}")
            assert (answer.status_code, answer.headers["location"]) == (307, f"/ar/{new}{twin}")


def test_the_minutes_can_be_taken_along(talks):
    pytest.importorskip("docx")
    answer = talks.get(f"/en/{event_of(talks)['address']}?file=docx")
    assert answer.content.startswith(b"PK")
    assert answer.headers["content-disposition"].startswith("attachment")


# -- side by side --------------------------------------------------------------------------------------------------


def test_two_outlets_side_by_side(talks):
    id_ = event_of(talks)["id"].partition("/")[2]
    view = talks.get(f"/ar/compare.json?event={id_}").json()
    assert {side["outlet"] for side in view["sides"]} == {"الصباح", "الرأي"}
    verdicts = {row["field"]: row["verdict"] for row in view["shared"][0]["fields"]}
    assert verdicts["date"] == CONTRADICTS
    assert verdicts["place"] == verdicts["who"] == SAME
    (pair,) = view["pairs"]["statements"]
    assert "بسعر مخفض" in pair["a"]["quote"] + pair["b"]["quote"]
    page = tree(talks, "/ar/compare?report=one&other=two")
    assert "متناقضان" in page.text
    alone = talks.get(f"/ar/compare.json?report=one&other={quote('two')}").json()
    assert alone["shared"][0]["event"]["id"] == f"engagement/{id_}"
    assert ONE not in {row["verdict"] for row in alone["shared"][0]["fields"]}


def test_nothing_to_compare_says_how(talks):
    assert "/ar/events?disputed=yes" in [a.get("href") for a in tree(talks, "/ar/compare").all("a")]
    assert talks.get("/ar/compare?report=one&other=nosuch").status_code == 404
    assert talks.get(f"/ar/compare?event={quote(HOSTILE_ID)}").status_code in (400, 404)
