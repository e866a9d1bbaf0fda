"""Requests that mean harm: forms of others, hosts, cookies, paths, methods, sizes, redirects, headers, errors."""

import re
from urllib.parse import quote

import pytest

from mahdar.archive import Archive
from mahdar.web import Settings
from mahdar.web.page import address
from mahdar.web.pages import PAGES
from mahdar.web.visitors import LOGIN, SESSION, THEME
from tests.archive.own import own_reports
from tests.web.conftest import open_site
from tests.web.html import Tree
from tests.web.test_doors import OPEN, key_on, log_in

ELSEWHERE = ("https://x.example/", "//x.example", "/\\x.example", "\\\\x.example", "/\t/x.example",
             "javascript:alert(1)", "data:text/html,x",
             " //x.example", "/%0d%0aset-cookie:a=b", "/a\r\nset-cookie: a=b",
             "http:x.example")  # fmt: skip
FORMS = [page for page in PAGES if page.post is not None]
WITH_ID = [page for page in PAGES if page.with_id]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("security") / "small.db"
    with Archive(path) as archive:
        archive.add_many(own_reports()[:2])
    return path


@pytest.fixture(scope="module")
def site(small):
    with open_site(small, raise_server_exceptions=False) as client:
        yield client


def form_address(page):
    return address("en", page.name, "x#engagements/0" if page.with_id else "")


# -- forms of other sites ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", FORMS, ids=lambda page: page.name)
def test_every_form_needs_the_key_of_its_own_session(shared, page):
    path, tokens = shared
    with open_site(path) as theirs:
        log_in(theirs, tokens["reviewer"])
        foreign = key_on(theirs.get("/en/about"))
    with open_site(path) as mine:
        log_in(mine, tokens["admin"])
        old = key_on(mine.get("/en/about"))
        mine.post("/en/logout", data={"key": old})
        log_in(mine, tokens["admin"])
        key, where = key_on(mine.get("/en/about")), form_address(page)
        assert key not in (foreign, old)
        for bad in (
            {},
            {"key": ""},
            {"key": "0" * 64},
            {"key": foreign},
            {"key": old},
            {"key": key[:-1]},
            {"key": "\u0661"},
        ):
            assert mine.post(where, data={"act": "x", **bad}).status_code == 403, bad
        for site in ("cross-site", "same-site"):
            answer = mine.post(where, data={"act": "x", "key": key}, headers={"sec-fetch-site": site})
            assert answer.status_code == 403, site
        assert mine.post(where + "?key=" + key, data={"act": "x"}).status_code == 403
        assert mine.post(where, json={"act": "x", "key": key}).status_code == 403
        assert mine.post(where, files={"key": (None, key)}).status_code == 403
        assert mine.post(where, data={"act": "x", "key": key}).status_code != 403
        bearer = {"authorization": f"Bearer {tokens['admin']}"}
        mine.cookies.clear()
        assert mine.post(where, data={"act": "x", "key": ""}, headers=bearer).status_code == 403


@pytest.mark.parametrize("page", FORMS, ids=lambda page: page.name)
def test_looking_changes_nothing(shared, page):
    path, tokens = shared
    with open_site(path) as site:
        log_in(site, tokens["admin"])
        before = site.get("/en/audit.json").json()["acts"]
        site.get(form_address(page) + "?act=accept&act=disable&name=Rami&act=same")
        assert site.get("/en/audit.json").json()["acts"] == before


def test_every_page_asks_for_its_role(shared):
    path, tokens = shared
    with open_site(path) as site:
        for page in PAGES:
            where = address("en", page.name, "x" if page.with_id else "")
            assert site.get(where).status_code == 303, page.name
            assert site.get(where, headers={"accept": "application/json"}).status_code == 401, page.name
            assert site.post(where, data={"key": "0" * 64}).status_code in (401, 405), page.name
        log_in(site, tokens["reader"])
        for page in PAGES:
            where = address("en", page.name, "x" if page.with_id else "", twin="" if page.with_id else "json")
            assert (site.get(where).status_code == 403) == (page.may not in ("search", "export", "alert")), page.name


# -- sessions ------------------------------------------------------------------------------------------------------


def test_a_session_that_was_planted_is_not_taken_over(shared):
    path, tokens = shared
    with open_site(path) as site:
        site.cookies.set(SESSION, "planted")
        assert site.get("/en/figures").status_code == 303
        secrets = []
        for _ in range(2):
            answer = log_in(site, tokens["reader"])
            secrets += re.findall(rf"{SESSION}=([\w-]+)", " ".join(answer.headers.get_list("set-cookie")))
            site.cookies.clear()
        assert len(set(secrets)) == 2
        assert "planted" not in secrets
        site.cookies.set(SESSION, secrets[1])
        page = site.get("/en/figures")
        assert site.post("/en/logout", data={"key": key_on(page)}).status_code == 303
        site.cookies.set(SESSION, secrets[1])
        assert site.get("/en/figures").status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "a" * 8000, "%00", "' OR 1=1 --", "\u00e9"])
def test_cookies_that_are_none(shared, cookie):
    with open_site(shared[0], raise_server_exceptions=False) as site:
        header = {"cookie": f"{SESSION}={cookie}; {THEME}=<script>; {LOGIN}={cookie}".encode("latin-1")}
        answer = site.get("/en/figures", headers=header)
        assert answer.status_code == 303
        assert "<script>" not in site.get("/en/login", headers=header).text


def test_all_cookies_are_secure_where_the_site_came_by_https(shared):
    path, tokens = shared
    with open_site(path, OPEN) as site:
        site.base_url = "https://minutes.example"
        answers = [site.get("/en/login"), log_in(site, tokens["reader"]), site.get("/en/theme?to=dark&back=/en/")]
        cookies = [c for answer in answers for c in answer.headers.get_list("set-cookie") if "Max-Age=0" not in c]
        assert len(cookies) >= 3
        for cookie in cookies:
            assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; ")), cookie


# -- where one is sent ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ELSEWHERE)
def test_nothing_leads_elsewhere(shared, to):
    path, tokens = shared
    with open_site(path) as site:
        for answer in (
            site.get("/en/theme", params={"to": "dark", "back": to}),
            site.post("/en/login", data={"key": key_on(site.get("/en/login")), "to": to, "token": tokens["reader"]}),
        ):
            assert answer.status_code == 303
            assert re.match(r"/(?![/\\])", answer.headers["location"]), answer.headers["location"]
            assert "a=b" not in " ".join(answer.headers.get_list("set-cookie"))
        (hidden,) = [
            a for a in Tree(site.get("/en/login", params={"to": to}).text).all("input") if a.get("name") == "to"
        ]
        assert re.match(r"/(?![/\\])", hidden["value"])


@pytest.mark.parametrize(
    "path",
    [
        "//x.example/", "//x.example/en/figures", "/en//x.example", "/\\x.example", "/%5cx.example",
        "/engagements//x.example", "/en/%2f%2fx.example", "/report//x.example",
    ],
)  # fmt: skip
def test_addresses_of_the_page_itself_stay_here(site, path):
    answer = site.get("http://127.0.0.1" + path)
    assert answer.status_code in (307, 404)
    if "location" in answer.headers:
        assert re.match(r"/(ar|en)/", answer.headers["location"])
    else:
        for name, value in ((n, v) for _, attrs in Tree(answer.text).tags for n, v in attrs.items()):
            if name in ("href", "action", "src"):
                assert re.match(r"[/#](?![/\\])", value), value


# -- hosts and proxies ---------------------------------------------------------------------------------------------


def test_a_request_names_one_host_of_ours(site):
    for headers in (
        [("host", "127.0.0.1"), ("host", "x.example")],
        [("host", "x.example"), ("host", "127.0.0.1")],
        [("host", "127.0.0.1@x.example")],
        [("host", "x.example/127.0.0.1")],
        [("host", "127.0.0.1.")],
        [("host", "127.0.0.1\u00a0".encode("latin-1"))],
    ):
        status = site.get("/en/figures", headers=headers).status_code
        assert status == (200 if headers == [("host", "127.0.0.1.")] else 421), headers


def test_what_proxies_say_changes_no_address(site):
    headers = {"x-forwarded-host": "x.example", "forwarded": "host=x.example", "x-original-url": "/en/audit"}
    page = site.get("/en/figures", headers=headers)
    assert "x.example" not in page.text
    assert "x.example" not in site.get("/figures", headers=headers).headers["location"]


# -- paths ---------------------------------------------------------------------------------------------------------

CLIMBING = ("../pages/home.py", "..%2fpages%2fhome.py", "%2e%2e/app.py", "..%5capp.py", "....//app.py", "..%252fapp.py",
            "%00", "site.css%00.html", "/etc/passwd", "%2fetc%2fpasswd", "C:%5cwindows", ".", "", "fonts", "fonts/",
            "x" * 3000, "%ff%fe", "\u202e", "\U0001f642", "con", "site.css/", "SITE.CSS")  # fmt: skip


@pytest.mark.parametrize("name", CLIMBING)
def test_static_files_are_those_of_the_folder(site, name):
    answer = site.get(f"http://127.0.0.1/static/{name}")
    assert answer.status_code in (404, 405), name
    assert "def " not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("id_", [*CLIMBING, "a#b", "x#engagements/0", "person/x", "' OR 1=1 --", "%", "*", "\n", "٣"])
def test_ids_are_no_paths_and_no_questions(site, id_):
    id_ = id_ if "%" in id_ and len(id_) > 1 else quote(id_, safe="")
    for page in WITH_ID:
        for end in ("", ".json", ".csv"):
            status = site.get(f"http://127.0.0.1/en/{page.name}/{id_}{end}").status_code
            assert status in (400, 404), (page.name, id_, end)


# -- methods, sizes, rates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FOO"])
def test_other_methods_are_not_taken(site, method):
    for path in ("/", "/health", "/en/", "/en/login", "/static/site.css", *(form_address(page) for page in FORMS)):
        answer = site.request(method, path)
        assert answer.status_code == 405, path
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "99999999999999999999", " ", "+5"])
def test_lengths_that_are_none(site, length):
    answer = site.post("/en/login", content=iter([b"a=b"]), headers={"content-length": length})
    assert answer.status_code in (400, 413)


def test_every_form_is_limited(site):
    for page in FORMS:
        assert site.post(form_address(page), content=b"x" * 64_001).status_code == 413
        assert site.post(form_address(page), content=iter([b"x" * 40_000] * 2)).status_code == 413
        assert site.post(form_address(page), content=b"a=1&" * 300).status_code == 403


def test_addresses_are_limited(site):
    for query in ("&".join(f"a{n}=1" for n in range(300)), "party=" + "x" * 501, "offset=" + "9" * 400, "limit=-1"):
        assert site.get(f"/en/engagements?{query}").status_code in (400, 403), query[:20]


def test_forms_count_towards_the_rate(small):
    with open_site(small, Settings(rate=0.001, burst=4)) as site:
        assert [site.post("/en/login", data={}).status_code for _ in range(6)] == [403, 403, 403, 403, 429, 429]


# -- what answers say ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["a\r\nset-cookie: a=b", "a%0d%0aset-cookie:%20a=b", "\u2028", "\x7f"])
def test_what_is_asked_for_gets_into_no_header(site, text):
    for path in (
        "/en/theme?to=dark&back=/",
        "/en/reports.csv?outlet=",
        "/engagements?party=",
        "/report/",
        "/en/report/",
    ):
        answer = site.get(path + quote(text, safe="%"))
        assert "a" not in answer.cookies, path
        assert all("\r" not in value and "\n" not in value for value in answer.headers.values())


def test_errors_tell_nothing_of_the_inside(small, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("/srv/secret/minutes.db password=hunter2")

    with open_site(small, raise_server_exceptions=False) as site:
        monkeypatch.setattr("mahdar.archive.Archive.engagements", fails)
        for path in ("/en/engagements", "/en/engagements.json", "/en/engagements.csv"):
            answer = site.get(path)
            assert answer.status_code == 500
            for word in ("hunter2", "secret", "RuntimeError", "Traceback", ".py", str(small)):
                assert word not in answer.text
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
        for path in ("/en/nosuch", "/en/report/nosuch", "/en/engagements?kind=x"):
            assert str(small) not in site.get(path).text
    for path in ("/docs", "/redoc", "/openapi.json", "/.git/config", "/.env", "/server-status"):
        with open_site(small) as site:
            assert site.get(path).status_code == 404, path


def test_answers_do_not_say_what_made_them(site):
    for path in ("/en/figures", "/health", "/static/site.css", "/en/nosuch"):
        assert not {"server", "x-powered-by"} & set(site.get(path).headers), path
