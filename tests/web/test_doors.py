"""Who may come in, and what is turned away: accounts, forms, hosts, sizes, rates."""

import re

import pytest

from mahdar.archive import Archive
from mahdar.errors import NotAllowed
from mahdar.web import Settings, create_app
from mahdar.web.guard import Buckets, host_of
from mahdar.web.visitors import LOGIN, SESSION
from tests.web.conftest import open_site
from tests.web.html import Tree

OPEN = Settings(host="0.0.0.0", names=("minutes.example",))


def key_on(page):
    """The key that the forms of a page carry."""
    return re.search(r'name="key" value="([0-9a-f]{64})"', page.text)[1]


def log_in(site, token, to="/en/figures"):
    page = site.get("/en/login?to=" + to)
    return site.post("/en/login", data={"key": key_on(page), "to": to, "token": token})


# -- accounts ------------------------------------------------------------------------------------------------------


def test_others_reach_no_archive_without_accounts(minutes):
    for settings in (OPEN, Settings(host="192.0.2.7"), Settings(names=("minutes.example",))):
        with pytest.raises(NotAllowed, match="without accounts"):
            create_app(minutes, settings)


def test_nobody_looks_without_logging_in(shared):
    path, _ = shared
    with open_site(path) as site:
        for page in ("", "engagements", "search?words=x", "report/x", "about"):
            answer = site.get(f"/en/{page}")
            assert answer.status_code == 303, page
            assert answer.headers["location"].startswith("/en/login?to=")
        assert site.get("/en/engagements.json").status_code == 401
        assert site.get("/en/engagements.csv").status_code == 401
        assert site.get("/health").status_code == 200
        assert site.get("/en/login").status_code == 200
        assert site.get("/static/site.css").status_code == 200


def test_logging_in_and_out(shared):
    path, tokens = shared
    with open_site(path) as site:
        answer = log_in(site, tokens["reader"])
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/figures")
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION))
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
        page = site.get("/en/figures")
        assert page.status_code == 200
        assert "Rami" in Tree(page.text).text
        assert tokens["reader"] not in page.text
        kept = site.cookies[SESSION]
        assert kept not in page.text
        assert site.post("/en/logout", data={"key": "0" * 64}).status_code == 403
        assert site.get("/en/figures").status_code == 200
        assert site.post("/en/logout", data={"key": key_on(page)}).status_code == 303
        site.cookies.set(SESSION, kept)
        assert site.get("/en/figures").status_code == 303


def test_a_cookie_goes_over_https_alone_where_it_came_so(shared):
    path, tokens = shared
    with open_site(path, OPEN) as site:
        site.base_url = "https://minutes.example"
        answer = log_in(site, tokens["reader"])
        assert answer.status_code == 303
        assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie") if SESSION in cookie)


def test_a_wrong_token_opens_nothing(shared):
    path, tokens = shared
    with open_site(path) as site:
        answer = log_in(site, tokens["reader"][:-1] + "x")
        assert answer.status_code == 403
        assert SESSION not in site.cookies
        assert tokens["reader"][:-1] not in answer.text
        # Each failure makes the wait longer; on a slow machine the first ones pass between two tries.
        answers = (log_in(site, "mahdar_x").text for _ in range(15))
        assert any("too many failed tries" in text for text in answers)


@pytest.mark.parametrize("to", ["https://x.example/", "//x.example", "/\\x", "javascript:alert(1)"])
def test_logging_in_leads_nowhere_else(shared, to):
    path, tokens = shared
    with open_site(path) as site:
        page = site.get("/en/login")
        form = {"key": key_on(page), "to": to, "token": tokens["reader"]}
        assert site.post("/en/login", data=form).headers["location"] == "/"


def test_a_login_form_of_another_site_is_refused(shared):
    path, tokens = shared
    with open_site(path) as site:
        key = key_on(site.get("/en/login"))
        form = {"key": key, "to": "/", "token": tokens["reader"]}
        assert site.post("/en/login", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        site.cookies.delete(LOGIN)
        assert site.post("/en/login", data=form).status_code == 403
        assert site.post("/en/login", data={"token": tokens["reader"]}).status_code == 403


def test_a_program_shows_its_token(shared):
    path, tokens = shared
    with open_site(path) as site:
        bearer = {"authorization": f"Bearer {tokens['reader']}"}
        assert site.get("/en/reports.json", headers=bearer).status_code == 200
        assert site.get("/en/reports.json", headers={"authorization": "Bearer mahdar_x"}).status_code == 403


def test_a_disabled_account_is_out_at_once(shared):
    path, tokens = shared
    with open_site(path) as site:
        log_in(site, tokens["reader"])
        with Archive(path) as archive:
            archive.accounts().disable("Rami", by="Huda")
        assert site.get("/en/figures").status_code == 303


# -- forms of pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def posting(monkeypatch):
    """A page with a form, for reviewers; gives what was sent."""
    from dataclasses import replace

    from mahdar.web import app
    from mahdar.web.pages import about

    sent = []

    def post(asked, form):
        sent.append((asked.account.name if asked.account else None, form["word"]))
        return "/en/figures"

    page = replace(about.PAGE, post=post, post_may="review")
    monkeypatch.setattr(app, "PAGES", tuple(page if one is about.PAGE else one for one in app.PAGES))
    return sent


def test_a_form_needs_its_key_and_a_role(shared, posting):
    path, tokens = shared
    for role, status in (("reader", 403), ("reviewer", 303)):
        with open_site(path) as site:
            log_in(site, tokens[role])
            key = key_on(site.get("/en/about"))
            assert site.post("/en/about", data={"word": "no"}).status_code == 403
            assert site.post("/en/about", data={"word": "no", "key": "0" * 64}).status_code == 403
            answer = site.post("/en/about", data={"word": "شكرا", "key": key})
            assert answer.status_code == status
    assert posting == [("Salem", "شكرا")]


def test_on_ones_own_machine_forms_need_their_key_too(minutes, posting):
    with open_site(minutes) as site:
        assert site.post("/en/about", data={"word": "no"}).status_code == 403
        assert posting == []


def test_nothing_else_takes_forms(site):
    assert site.post("/en/figures", data={"x": "y"}).status_code == 405
    assert site.delete("/en/figures").status_code == 405
    assert "not taken here" in site.put("/en/figures", headers={"accept": "application/json"}).json()["found"]


# -- the guard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "here", "outside"),
    [
        ("127.0.0.1:8765", 200, 200),
        ("localhost", 200, 200),
        ("[::1]:80", 200, 200),
        ("192.0.2.7", 421, 200),
        ("minutes.example:443", 421, 200),
        ("rebound.example", 421, 421),
        ("127.0.0.1.rebound.example", 421, 421),
        ("", 421, 421),
    ],
)
def test_only_hosts_of_ours_are_answered(minutes, shared, host, here, outside):
    with open_site(minutes) as site:
        assert site.get("/health", headers={"host": host}).status_code == here
    with open_site(shared[0], OPEN) as site:
        assert site.get("/health", headers={"host": host}).status_code == outside


def test_a_refusal_has_the_headers_and_the_shape_of_all_answers(site):
    answer = site.get("/en/figures.json", headers={"host": "rebound.example"})
    assert answer.json()["error"] == "Refused"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = site.get("/ar/figures", headers={"host": "<script>.example"})
    assert "مضيف غير هذا" in page.text
    assert "<script>.example" not in page.text


def test_bodies_are_limited(site):
    assert site.post("/en/login", content=b"x" * 64_001).status_code == 413
    answer = site.post("/en/login", content=iter([b"x" * 40_000, b"x" * 40_000]))
    assert answer.status_code == 413
    assert site.post("/en/login", content=b"a=1&" * 300).status_code == 403


def test_one_client_cannot_ask_for_ever(minutes):
    with open_site(minutes, Settings(rate=0.001, burst=3)) as site:
        assert [site.get("/health").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        assert site.get("/static/site.css").status_code == 200


def test_buckets_fill_again_and_are_forgotten():
    now = [0.0]
    buckets = Buckets(rate=2, burst=2, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    assert buckets.take("b")
    now[0] = 0.5
    assert [buckets.take("a") for _ in range(2)] == [True, False]
    now[0] = 100.0
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    for n in range(20_000):
        buckets.take(str(n))
    assert len(buckets._left) == 10_000


def test_hosts_of_headers():
    assert [host_of(h) for h in ("a:1", "a", "[::1]:80", "[::1", "")] == ["a", "a", "::1", "::1", ""]
