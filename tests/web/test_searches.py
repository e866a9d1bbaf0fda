"""Saved searches: saving from the search page, what is new, forgetting, and the Atom feed of each."""

import re
from base64 import b64encode
from datetime import datetime
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from mahdar.archive import Archive
from mahdar.web import Settings
from tests.archive.own import own_reports
from tests.web.conftest import SCRIPT, hostile_report, open_site
from tests.web.html import Tree

ATOM = "{http://www.w3.org/2005/Atom}"
NAME = "وزير/الداخلية & <b>"
FEED = f"/ar/searches/{quote(NAME, safe='')}.atom"


@pytest.fixture
def own(tmp_path):
    """The path of an archive that one test may change."""
    path = tmp_path / "own.db"
    with Archive(path) as archive:
        archive.add_many(own_reports()[:6])
    return path


def form_on(site, path, act):
    """The hidden fields of the form with an act on a page."""
    inputs = Tree(site.get(path).text).all("input")
    fields = {each["name"]: each.get("value", "") for each in inputs if each.get("type") == "hidden"}
    return fields | {"act": act}


def save(site, name=NAME, query=""):
    fields = form_on(site, f"/ar/search?{query or 'words=' + quote('وزير')}", "save")
    return site.post("/ar/searches", data=fields | {"name": name})


def entries(answer):
    return ElementTree.fromstring(answer.text).findall(f"{ATOM}entry")


def test_a_search_is_saved_from_its_page_and_forgotten(own):
    with open_site(own) as site:
        answer = save(site, query="words=" + quote("وزير OR رئيس") + "&in=statements&in=reports&since=2014&party=x")
        assert (answer.status_code, answer.headers["location"]) == (303, "/ar/searches")
        (kept,) = site.get("/ar/searches.json").json()["searches"]
        told = kept["search"]
        assert (told["name"], told["words"], told["since"], told["party"]) == (NAME, "وزير OR رئيس", "2014", "x")
        assert sorted(told["parts"]) == ["report", "statement"]
        assert kept["new"] == 0
        page = Tree(site.get("/ar/searches").text)
        (again,) = [a["href"] for a in page.all("a") if a["href"].startswith("/ar/search?")]
        assert site.get(again).status_code == 200
        assert "in=reports&in=statements" in again
        assert {"rel": "alternate", "type": "application/atom+xml", "title": NAME, "href": FEED} in page.all("link")
        gone = site.post("/ar/searches", data=form_on(site, "/ar/searches", "forget"))
        assert gone.status_code == 303
        assert site.get("/ar/searches.json").json()["searches"] == []


def test_what_is_new_stays_new_until_it_was_seen(own):
    with open_site(own) as site:
        save(site)
        assert "لا جديد" in Tree(site.get("/ar/searches").text).text
        with Archive(own) as archive:
            archive.add_many([*own_reports()[6:20], hostile_report()])
        for _ in range(2):
            (kept,) = site.get("/ar/searches.json").json()["searches"]
            assert kept["new"] > 1
            assert 0 < len(kept["hits"]) <= 5
        source = site.get("/ar/searches").text
        assert SCRIPT not in source
        assert f"الجديد {kept['new']}" in Tree(source).text
        assert site.post("/ar/searches", data=form_on(site, "/ar/searches", "seen")).status_code == 303
        assert site.get("/ar/searches.json").json()["searches"][0]["new"] == 0


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"key": "wrong"}, 403),
        ({"name": " "}, 400),
        ({"name": "a" * 81}, 400),
        ({"name": "a\u202eb"}, 400),
        ({"words": ""}, 400),
        ({"since": "yesterday"}, 400),
        ({"act": "burn"}, 400),
        ({"act": "forget", "name": "nosuch"}, 404),
        ({"act": "seen", "name": "nosuch"}, 404),
    ],
)
def test_what_cannot_be_saved_is_refused(own, change, status):
    with open_site(own) as site:
        fields = form_on(site, "/ar/search?words=x", "save") | {"name": "n"} | change
        assert site.post("/ar/searches", data=fields).status_code == status
        assert site.get("/ar/searches.json").json()["searches"] == []


# -- feeds ---------------------------------------------------------------------------------------------------------


def test_a_feed_is_atom(own):
    with open_site(own) as site:
        save(site)
        with Archive(own) as archive:
            archive.add_many([hostile_report()])
        answer = site.get(FEED)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/atom+xml")
        assert SCRIPT not in answer.text
        feed = ElementTree.fromstring(answer.text)
        assert feed.tag == f"{ATOM}feed"
        links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"http://127.0.0.1{FEED}"
        found = feed.findall(f"{ATOM}entry")
        assert len(found) > 1
        for one in (feed, *found):
            assert (
                len(one.findall(f"{ATOM}id"))
                == len(one.findall(f"{ATOM}title"))
                == len(one.findall(f"{ATOM}updated"))
                == 1
            )
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one.find(f"{ATOM}id").text)
            assert datetime.fromisoformat(one.find(f"{ATOM}updated").text).tzinfo is not None
        assert feed.find(f"{ATOM}author/{ATOM}name").text
        times = [one.find(f"{ATOM}updated").text for one in found]
        assert times == sorted(times, reverse=True)
        assert feed.find(f"{ATOM}updated").text >= times[0]
        assert SCRIPT in found[0].find(f"{ATOM}title").text
        for one in found:
            place = one.find(f"{ATOM}link").get("href").partition("#")[0].removeprefix("http://127.0.0.1")
            assert site.get(place).status_code == 200


def test_ids_stay_and_a_feed_that_is_known_is_not_sent_again(own):
    with open_site(own) as site:
        save(site)
        first = site.get(FEED)
        assert site.get(FEED, headers={"if-none-match": first.headers["etag"]}).status_code == 304
        with Archive(own) as archive:
            archive.add_many(own_reports()[6:20])
        second = site.get(FEED)
        ids = [[one.find(f"{ATOM}id").text for one in entries(answer)] for answer in (first, second)]
        assert len(ids[1]) > len(ids[0])
        assert ids[1][-len(ids[0]) :] == ids[0]
        english = site.get(FEED.replace("/ar/", "/en/"))
        assert [one.find(f"{ATOM}id").text for one in entries(english)] == ids[1]
        assert site.get(FEED.replace("/ar/", "/")).headers["location"] == FEED
        assert site.get("/ar/searches/nosuch.atom").status_code == 404


def test_lines_have_entries_of_their_own(own):
    with open_site(own) as site:
        save(site, name="s", query="words=" + quote("وزير OR رئيس") + "&in=statements")
        found = entries(site.get("/en/searches/s.atom"))
        assert found
        assert {one.find(f"{ATOM}category").get("term") for one in found} == {"statement"}
        assert len({one.find(f"{ATOM}id").text for one in found}) == len(found)


def test_control_characters_are_no_xml(own):
    with Archive(own) as archive:
        report, record = hostile_report()
        archive.add_many(
            [(report.model_copy(update={"id": "c", "title": "a\x0bb\x00", "text": report.text + "\x07 ."}), record)]
        )
    with open_site(own) as site:
        save(site, name="s", query="words=" + quote("alert"))
        (one,) = entries(site.get("/ar/searches/s.atom"))
        assert "\ufffd" in one.find(f"{ATOM}title").text


def basic(token):
    return {"authorization": "Basic " + b64encode(f"me:{token}".encode()).decode()}


def test_a_private_feed_wants_a_token(shared):
    path, tokens = shared
    with Archive(path) as archive:
        archive.save_search("s", "وزير")
    with open_site(path, Settings(host="0.0.0.0")) as site:
        for headers in ({}, basic("wrong"), basic(""), {"authorization": "Basic ???"}, {"authorization": "Bearer x"}):
            answer = site.get("/ar/searches/s.atom", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Basic")
            assert "<entry" not in answer.text
        for headers in (basic(tokens["reader"]), {"authorization": f"Bearer {tokens['reader']}"}):
            assert site.get("/ar/searches/s.atom", headers=headers).status_code == 200


def test_a_reader_looks_and_does_not_save(shared):
    path, tokens = shared
    with Archive(path) as archive:
        archive.save_search("s", "وزير")
    with open_site(path) as site:
        for role, may in (("reader", False), ("reviewer", True)):
            site.cookies.clear()
            fields = form_on(site, "/en/login", "")
            assert site.post("/en/login", data=fields | {"token": tokens[role]}).status_code == 303
            fields = form_on(site, "/en/searches", "forget")
            assert ("Forget" in Tree(site.get("/en/searches").text).text) is may
            assert ("Save this search" in Tree(site.get("/en/search?words=x").text).text) is may
            assert site.post("/en/searches", data=fields).status_code == (303 if may else 403)
