"""Every page in both languages: what it is made of, its twins, its ETag, and that attacks in reports stay text."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

import mahdar.web
from mahdar.web.page import HOME, address
from mahdar.web.pages import PAGES
from tests.web.conftest import HOSTILE_ENGAGEMENT, HOSTILE_EVENT, HOSTILE_ID, IMAGE, SCRIPT
from tests.web.html import Tree

STATIC = Path(mahdar.web.__file__).parent / "static"
LANGUAGES = ("ar", "en")
#: An id for pages that need one; a page that is added with another kind of id names it here.
#: Ids are made of the first report that has something: these stay as long as the fixture's reports do.
IDS = {
    "report": HOSTILE_ID,
    "person": "wuzsdidgra3e",  # whose names are attacks
    "body": "3qt7aob2eh4i",
    "place": "n5dqb7sg5h4c",
    "state": "SA",
    "chain": "ozsybiz7lon2",  # whose words are attacks
    "event": HOSTILE_EVENT,
    "engagement": HOSTILE_ENGAGEMENT,
    "claims": "own-a05@629-635",
    "review/line": f"{HOSTILE_ID}#engagements/0",
    "review/new": HOSTILE_ID,
}
WITH = {
    "search": {"words": "وزير OR alert", "in": ("reports", "statements", "engagements", "commitments")},
    "compare": {"report": HOSTILE_ID, "other": HOSTILE_ID},
    "pair": {"a": "state:SA", "b": "state:IQ"},
}


def address_of(page, language, twin=""):
    return address(
        language, page.name, IDS.get(page.name, "") if page.with_id else "", twin=twin, **WITH.get(page.name, {})
    )


ADDRESSES = [address_of(page, language) for page in PAGES for language in LANGUAGES]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_is_whole_and_loads_nothing_from_elsewhere(site, path):
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    tree = Tree(answer.text)
    assert tree.broken == []
    (html,) = tree.all("html")
    assert (html["lang"], html["dir"]) == (path[1:3], "rtl" if path[1:3] == "ar" else "ltr")
    assert len(tree.all("h1")) == 1
    assert len(tree.all("main")) == 1
    for tag, attrs in tree.tags:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], attrs
        assert tag != "style"
        assert tag != "script" or attrs.get("src", "").startswith("/static/")
        for name in ("src", "href", "action", "formaction", "poster", "data", "srcset", "content"):
            if re.match(r"\s*([a-z+]+:|//)", attrs.get(name) or "", re.IGNORECASE):
                assert tag == "a", (tag, attrs)
                assert attrs["href"].startswith(("http://", "https://"))
                assert "noreferrer" in attrs["rel"]
    ids = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["for"] for attrs in tree.all("label") if "for" in attrs} <= set(ids)


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_headers_forbid_what_is_not_ours(site, path):
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("file", sorted(p for p in STATIC.rglob("*") if p.suffix in (".css", ".js", ".svg")), ids=str)
def test_static_files_name_no_other_place(file):
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL).replace(
        'xmlns="http://www.w3.org/2000/svg"', ""
    )
    assert not re.search(r"https?://|@import|url\(\s*['\"]?(?!fonts/)", text)


def test_what_is_vendored_has_its_licence_beside_it():
    assert "SIL Open Font License" in (STATIC / "fonts" / "LICENSE.ibm-plex-sans-arabic.txt").read_text()
    assert "SIL Open Font License" in (STATIC / "fonts" / "LICENSE.noto-naskh-arabic.txt").read_text()
    assert "The Cytoscape Consortium" in (STATIC / "LICENSE.cytoscape.txt").read_text()
    css = "".join(file.read_text() for file in sorted(STATIC.glob("*.css")))
    for name in re.findall(r"url\((fonts/[^)]+)\)", css):
        assert (STATIC / name).stat().st_size > 5_000
    assert not re.search(r"(margin|padding|border)-(left|right|top|bottom)|text-align:\s*(left|right)", css)


def test_static_files_are_served(site):
    for attrs in Tree(site.get("/ar/").text).all("link") + Tree(site.get("/ar/").text).all("script"):
        path = attrs.get("href") or attrs["src"]
        if path.startswith("/static/"):
            answer = site.get(path)
            assert answer.status_code == 200, path
            assert "immutable" in answer.headers["cache-control"]
    assert site.get("/static/../pages/home.py").status_code == 404
    assert site.get("/static/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_that_is_known_is_not_sent_again(site, path):
    first = site.get(path)
    again = site.get(path, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert site.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert site.head(path).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_twins_hold_the_same(site, page, language):
    id_ = IDS.get(page.name, "") if page.with_id else ""
    told = site.get(address(language, page.name, id_, twin="json", **WITH.get(page.name, {})))
    table = site.get(address(language, page.name, id_, twin="csv", **WITH.get(page.name, {})))
    assert told.headers["content-type"].startswith("application/json")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.headers["content-disposition"].startswith("attachment")
    view = json.loads(told.text)
    assert view["page"] == page.name
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    lines = view.get("lines") or view.get("hits")
    if lines is not None:
        assert len(rows) == len(lines)
        html = Tree(site.get(address(language, page.name, id_, **WITH.get(page.name, {}))).text)
        assert len([a for a in html.all("article") if "line" in a.get("class", "").split()]) == len(lines)
        for row, line in zip(rows, lines, strict=True):
            assert row.get("report", row.get("id")) == line.get("report", line.get("id"))
            assert row["day"] == (line["day"] or "")
            if "quote" in line:
                assert row["quote"].removeprefix("'") == line["quote"]
                assert " ".join(line["quote"].split())[:50] in html.text


def test_twins_keep_filters_and_say_where_it_goes_on(site):
    first = site.get("/ar/statements.json?act=promise&limit=1").json()
    assert first["filters"] == {"act": "promise"}
    assert first["next"] == "/ar/statements.json?offset=1&limit=1&act=promise"
    second = site.get(first["next"]).json()
    assert second["lines"] != first["lines"]
    assert {line["act"] for line in first["lines"] + second["lines"]} == {"promise"}


def test_pages_follow_each_other_without_gap_or_overlap(site):
    whole = [line["span"] for line in site.get("/en/statements.json?limit=1000").json()["lines"]]
    some, path = [], "/en/statements.json?limit=100"
    while path:
        told = site.get(path).json()
        some += [line["span"] for line in told["lines"]]
        path = told["next"]
    assert some == whole
    tree = Tree(site.get("/en/statements?offset=25").text)
    assert [a["href"] for a in tree.all("a") if a.get("rel") == "next"] == ["/en/statements?offset=50"]
    assert [a["href"] for a in tree.all("a") if a.get("rel") == "prev"] == ["/en/statements"]


# -- attacks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_a_report_says_stays_text(site, path):
    source = site.get(path).text
    for payload in (SCRIPT, IMAGE, "<img", "<svg on"):
        assert payload not in source, path
    tree = Tree(source)
    assert all("viewbox" in attrs for attrs in tree.all("svg"))
    assert not [attrs for _, attrs in tree.tags if "onerror" in attrs or "onfocus" in attrs]
    assert not [a for a in tree.all("a") if (a.get("href") or "").lower().startswith("javascript")]


def test_the_attacks_are_there_to_be_seen(site):
    path = address("ar", "report", HOSTILE_ID)
    tree = Tree(site.get(path).text)
    assert SCRIPT in tree.text
    assert "{{ 7*7 }}" in tree.text
    assert "onfocus=alert(4)" in tree.text
    for page in ("engagements", "statements", "commitments", "figures", "incidents", "reports"):
        assert SCRIPT in Tree(site.get(f"/ar/{page}?since=2026&until=2026").text).text, page


@pytest.mark.parametrize("words", [SCRIPT, IMAGE, "\x00", "((((", "“'\"", "a" * 499, "%00", "🙂", "\u202e"])
def test_what_is_asked_for_stays_text_too(site, words):
    for path in (f"/ar/search?words={quote(words)}", f"/en/engagements?party={quote(words)}&place={quote(words)}"):
        answer = site.get(path)
        assert answer.status_code == 200
        assert SCRIPT not in answer.text
        assert "<img" not in answer.text
    assert SCRIPT not in site.get(f"/ar/report/{quote(words, safe='')}").text
    assert SCRIPT not in site.get(f"/{quote(words, safe='')}").text


def test_a_spreadsheet_runs_nothing(site):
    text = site.get("/en/commitments.csv?since=2026").text
    assert "'=1+1" in text
    assert ",=1+1" not in text
    outlets = site.get("/en/reports.csv?since=2026").text
    assert "'=x" in outlets


def test_words_that_match_are_marked(site):
    source = site.get("/ar/search?words=" + quote("وزير")).text
    assert re.search("<mark>(ال)?وزير</mark>", source)


def test_did_you_mean(site):
    lines = site.get("/ar/statements.json?limit=200").json()["lines"]
    words = {party["name"].split()[-1] for line in lines for party in line["who"] if party["type"] == "PER"}
    wrong = [word[:-2] + "ظ" + word[-1] for word in sorted(words) if len(word) > 6]
    answers = (site.get(f"/ar/search.json?words={quote(word)}").json()["meant"] for word in wrong)
    meant = next(filter(None, answers))
    page = Tree(site.get("/ar/search?words=" + quote(meant[0]["words"])).text)
    assert "فهل المقصود" in page.text
    assert meant[0]["names"][0] in page.text


# -- evidence ------------------------------------------------------------------------------------------------------


def test_a_line_leads_to_its_words(site):
    line = site.get("/ar/commitments.json?limit=1&until=2025").json()["lines"][0]
    start, end = line["span"]
    links = [a["href"] for a in Tree(site.get("/ar/commitments?limit=1&until=2025").text).all("a")]
    place = f"/ar/report/{quote(line['report'])}?at={start}-{end}#c{start}-{end}"
    assert place in links
    page = Tree(site.get(place).text)
    assert {"id": f"c{start}-{end}"} in page.all("mark")
    assert line["quote"] in page.text


# -- errors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "arabic"),
    [
        ("engagements?kind=zzz", 400, "لا قيمة كهذه"),
        ("engagements?since=yesterday", 400, "since"),
        ("engagements?confidence=2", 400, "عدد من 0 إلى 1"),
        ("engagements?offset=-1", 400, "لا قيمة كهذه"),
        ("engagements?limit=9999999999999999999999", 400, "لا قيمة كهذه"),
        ("engagements?party=" + "x" * 501, 400, "أطول"),
        ("report/nosuch", 404, "لا تقرير بهذا المعرّف"),
        ("report/own?at=9-3", 400, "لا قيمة كهذه"),
        ("nosuch", 404, "لا صفحة في هذا العنوان"),
        ("engagements/more", 404, "لا صفحة في هذا العنوان"),
    ],
)
def test_errors_have_one_shape(site, path, status, arabic):
    before, mark, query = path.partition("?")
    page = site.get(f"/ar/{path}")
    assert page.status_code == status
    told = site.get(f"/ar/{before}.json{mark}{query}")
    assert told.status_code == status
    assert set(told.json()) == {"error", "found", "expected", "remedy", "where", "status"}
    english = Tree(site.get(f"/en/{path}").text)
    assert told.json()["found"].split("(")[0] in english.text
    assert arabic in Tree(page.text).text
    assert "content-security-policy" in page.headers


def test_an_error_of_ours_tells_nothing(minutes, monkeypatch, caplog):
    from tests.web.conftest import open_site

    with open_site(minutes, raise_server_exceptions=False) as site:
        monkeypatch.setattr("mahdar.archive.Archive.engagements", lambda *_, **__: 1 / 0)
        answer = site.get("/en/engagements")
        assert answer.status_code == 500
        assert "ZeroDivisionError" not in answer.text
        assert site.get("/en/engagements.json").json()["found"] == "the page failed"
    assert "ZeroDivisionError" in caplog.text


# -- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "language"),
    [("en-GB,en;q=0.9", "en"), ("fr, ar;q=0.8, en;q=0.3", "ar"), ("", "ar"), ("de", "ar"), ("en;q=x", "ar")],
)
def test_the_browser_chooses_the_language(site, accept, language):
    for path in ("/", "/engagements?kind=visit", "/report/a%2Fb", "/statements.json"):
        answer = site.get(path, headers={"accept-language": accept})
        assert answer.status_code == 307
        assert answer.headers["location"] == f"/{language}{path}"


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_switch_keeps_address_and_filters(site, path):
    other = next(one for one in LANGUAGES if one != path[1:3])
    tree = Tree(site.get(path).text)
    (switch,) = [a for a in tree.all("a") if a.get("hreflang")]
    assert switch["href"] == f"/{other}{path[3:]}"
    assert site.get(switch["href"]).status_code == 200


def test_the_theme_is_kept_in_a_cookie_and_leads_nowhere_else(site):
    answer = site.get("/ar/theme?to=dark&back=/ar/figures")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar/figures")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert 'data-theme="dark"' in site.get("/ar/figures").text
    site.cookies.clear()
    for back in ("https://x.example/", "//x.example/", "/\\x.example", "javascript:alert(1)", "/%0d%0aX: y"):
        assert site.get(f"/ar/theme?to=light&back={back}").headers["location"] in ("/", quote(back, safe="/%")), back
    site.cookies.clear()


def test_health(site):
    assert site.get("/health").json()["state"] == "ok"


def test_the_first_page(site):
    view = site.get("/ar/home.json").json()
    assert view["counts"]["reports"] == 41
    days = [each["day"] for each in view["days"]]
    assert days == sorted(days, reverse=True)
    assert HOME == "home"


def test_names_are_in_the_language_of_the_page(site):
    lines = site.get("/en/engagements.json?limit=20&until=2025").json()["lines"]
    named = next(who for line in lines for who in line["who"] if who["name_en"])
    assert named["name_en"] in Tree(site.get("/en/engagements?limit=20&until=2025").text).text
    assert named["name"] in Tree(site.get("/ar/engagements?limit=20&until=2025").text).text
