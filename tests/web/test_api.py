"""/api: its description holds, cursors lead through a list once, whatever comes in; errors, ETags, methods."""

import base64
import json

import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.web.api_resources import RESOURCES
from tests.archive.own import own_reports
from tests.web.conftest import HOSTILE_ID, open_site

NEEDED = {"search": {"words": "وزير"}, "entities": {"name": "العراق"}}
ERROR = {"error", "found", "expected", "remedy", "where", "status"}
BY_PLACE = ("reports", "engagements", "statements", "commitments", "incidents", "figures")


def through(site, name, **query):
    """All items of a list, by its cursors."""
    found, path = [], f"/api/{name}"
    query |= NEEDED.get(name, {})
    while path:
        answer = site.get(path, params=query or None)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        found += told["items"]
        path, query = told["next"], {}
    return found


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.name)
def test_a_list_is_gone_through_once(site, resource):
    whole = through(site, resource.name, limit=1000)
    assert whole
    assert through(site, resource.name, limit=max(len(whole) // 3, 1)) == whole


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.name)
def test_items_have_what_the_description_says(site, resource):
    schemas = site.get("/api/openapi.json").json()["components"]["schemas"]
    schema = schemas[resource.answer.__name__]
    for item in through(site, resource.name, limit=1000):
        assert set(schema["required"]) <= set(item) <= set(schema["properties"])


@pytest.mark.parametrize("name", [*BY_PLACE, "search"])
def test_cursors_hold_while_reports_come_in(tmp_path, name):
    path = tmp_path / "growing.db"
    with Archive(path) as archive:
        archive.add_many(own_reports()[:10])
        with open_site(path) as site:
            before = through(site, name, limit=1000)
            first = site.get(f"/api/{name}", params={"limit": 2, **NEEDED.get(name, {})}).json()
            archive.add_many(own_reports()[10:30])
            found, following = first["items"], first["next"]
            while following:
                told = site.get(following).json()
                found, following = found + told["items"], told["next"]
    keys = [json.dumps(item) for item in found]
    assert len(keys) == len(set(keys))
    if name == "search":
        assert [item["address"] for item in found] == [item["address"] for item in before]
    # What was there is there still, in its order; what is new may stand between.
    old = {json.dumps(item) for item in before}
    assert [key for key in keys if key in old] == [json.dumps(item) for item in before]


def test_a_cursor_ends_with_the_linking_it_is_of(tmp_path):
    path = tmp_path / "linked.db"
    with Archive(path) as archive:
        archive.add_many(own_reports()[:20])
        relink(archive)
        with open_site(path) as site:
            following = site.get("/api/chains?limit=1").json()["next"]
            assert site.get(following).status_code == 200
            archive.add_many(own_reports()[20:30])
            assert site.get(following).status_code == 200
            relink(archive)
            answer = site.get(following)
    assert answer.status_code == 400
    assert "linked anew" in answer.json()["found"]


def cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize("given", ["x", "é", "[" * 400, cursor(), cursor("0" * 8, None, 1, 1), cursor({}), "%00"])
def test_what_is_no_cursor(site, given):
    answer = site.get("/api/statements", params={"cursor": given})
    assert answer.status_code == 400
    assert answer.json()["where"] == "cursor"


def test_a_cursor_that_was_tampered_with(site):
    own = site.get("/api/statements?limit=1").json()["cursor"]
    key = json.loads(base64.urlsafe_b64decode(own + "=" * (-len(own) % 4)))[0]
    for values in (
        (1, 2, 3),
        (None, "1", 2),
        (None, -1, 2),
        (None, 2**64, 0),
        (None, True, 0),
        (None, 1),
        ("9" * 99, 1, 1),
    ):
        assert site.get("/api/statements", params={"cursor": cursor(key, *values)}).status_code == 400, values
    assert site.get("/api/statements", params={"cursor": own, "act": "promise"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("search", 400),
        ("statements?act=zzz", 400),
        ("statements?acts=promise", 400),
        ("statements?since=yesterday", 400),
        ("statements?limit=-1", 400),
        ("statements?limit=1001", 400),
        ("reports/nosuch", 404),
        ("entities/person/aaaa", 404),
        ("events/aaaa", 404),
        ("chains/engagement/aaaa", 404),
        ("nosuch", 404),
        ("", 404),
    ],
)
def test_errors_have_one_shape(site, path, status):
    answer = site.get(f"/api/{path}", headers={"accept": "text/html"})
    assert answer.status_code == status
    assert set(answer.json()) == ERROR
    assert answer.json()["status"] == status


def test_one_by_one(site):
    assert site.get(f"/api/reports/{HOSTILE_ID.replace('/', '%2F').replace('&', '%26')}").json()["id"] == HOSTILE_ID
    for name in ("events", "chains"):
        item = site.get(f"/api/{name}?limit=1").json()["items"][0]
        for id_ in (item["id"], item["address"] if "address" in item else item["id"], item["id"].partition("/")[2]):
            assert site.get(f"/api/{name}/{id_}").json()["id"] == item["id"]
    named = site.get("/api/entities", params={"name": "العراق"}).json()["items"][0]
    assert site.get(f"/api/entities/{named['address']}").json()["name"] == named["name"]


def test_methods_and_no_other_sites(site):
    for path in ("/api", "/api/reports", "/api/reports/x"):
        answer = site.options(path, headers={"origin": "https://x.example", "access-control-request-method": "GET"})
        assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        assert not [name for name in answer.headers if name.startswith("access-control")]
        refused = site.post(path)
        assert refused.status_code == 405
        assert {one.strip() for one in refused.headers["allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
        assert set(refused.json()) == ERROR
    answer = site.get("/api/reports", headers={"origin": "https://x.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    head = site.head("/api/reports")
    assert head.status_code == 200
    assert head.headers["etag"] == answer.headers["etag"]
    assert site.get("/api/reports", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert site.get("/api/statements?limit=1").headers["link"].endswith('rel="next"')


def test_a_token_opens_it(shared):
    path, tokens = shared
    with open_site(path) as site:
        answer = site.get("/api/reports")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert site.get("/api").status_code == 401
        mine = {"authorization": f"Bearer {tokens['reader']}"}
        assert site.get("/api/reports", headers=mine).status_code == 200


def test_filters_are_those_of_the_pages(site):
    told = site.get("/api/statements?act=promise&limit=1000").json()["items"]
    assert told == site.get("/en/statements.json?act=promise&limit=1000").json()["lines"]


def test_the_description_is_one(site):
    told = site.get("/api").json()
    assert told == site.get("/api/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    for path in told["paths"]:
        assert path.startswith("/api/")
    html = site.get("/ar/api").text
    for resource in RESOURCES:
        assert f"/api/{resource.name}" in html
