"""Journeys over the seeds, dev and raw reports in Chromium, one for every page in both languages.

The archive is made once a session (`press`); pictures of each page, on a desk and on a phone, stay in
build/screenshots/press. `benchmarks/journeys.py` takes these journeys over 5,000 raw reports.
"""

import json
import os
import re
import shutil
from contextlib import contextmanager
from urllib.parse import quote, unquote

import pytest

from mahdar.web.pages import PAGES
from tests.web import press
from tests.web.browsing import serving, tab

LANGUAGES = ("ar", "en")


@pytest.fixture(scope="session")
def pressed(tmp_path_factory, worker_id):
    if not (press.SHARED / "corpora" / "raw").is_dir():
        pytest.skip(f"NO JOURNEYS OVER THE PRESS: no corpora at {press.SHARED} (MAHDAR_SHARED names the folder)")
    own = tmp_path_factory.mktemp("pressed") / "press.db"
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    # An archive that was made before may be named: benchmarks/journeys.py does.
    shutil.copyfile(os.environ.get("MAHDAR_TEST_PRESS") or press.once(shared), own)
    with serving(own) as address:
        yield address


@pytest.fixture(scope="session")
def one_tab(chromium, pressed):
    """The tab of every language, opened once."""
    with tab(chromium, pressed) as arabic, tab(chromium, pressed) as english:
        for one in (arabic, english):
            one.page.set_default_timeout(20_000)
        yield {"ar": Reader(arabic, "ar"), "en": Reader(english, "en")}


class Reader:
    """Somebody who reads the site in a language, and what they do there."""

    def __init__(self, one, language):
        self.tab, self.page, self.language = one, one.page, language
        self.clicks = 0

    def go(self, path):
        answer = self.page.goto(f"/{self.language}/{path}")
        assert answer.status == 200, (path, answer.status)

    def told(self, path):
        """The JSON of a page."""
        answer = self.page.request.get(f"/{self.language}/{path}")
        assert answer.status == 200, path
        return json.loads(answer.text())

    def click(self, selector, **options):
        """Click what leads to another page; gives its address."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.locator(selector, **options).first.click()
        assert self.page.locator("h1").first.is_visible()
        return unquote(self.page.url.removeprefix(self.tab.base))

    def choose(self, **values):
        """Fill in the filters of a list and have it shown."""
        for name, value in values.items():
            field = self.page.locator(f'main [name="{name}"]').first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self.click("main form:has([name]) button:visible >> nth=-1")

    def count(self, selector):
        return self.page.locator(selector).count()

    def evidence(self):
        """Follow the words of a line to where they stand: they are marked, and in sight."""
        words = self.page.locator("main .evidence a").first.inner_text()
        path = self.click("main .evidence a")
        mark = self.page.locator("mark:target, :target mark, mark").first
        mark.wait_for()
        assert "/report/" in path
        assert mark.inner_text().split()[0] in words
        return path


# -- a journey for every page --------------------------------------------------------------------------------------


def to_home(reader):
    reader.go("")
    assert reader.count(".timeline .line") > 3
    return "home"


def from_home(reader):
    reader.page.locator("#ask").fill("وزير الداخلية")
    assert "/search?" in reader.click(".ask button")
    assert reader.count("article.line mark") > 3


def to_search(reader):
    reader.go("search?words=" + quote("بريطانيا") + "&in=statements")
    return "search"


def from_search(reader):
    assert reader.count("article.line") > 2
    reader.click("article.line a")
    assert "/report/" in reader.page.url


def to_list(name):
    def go(reader):
        reader.go(name)
        assert reader.count("article.line") > 2
        return name

    return go


def narrowed(reader, **values):
    """A list narrowed down has fewer lines, all with what was asked for, and its words stand in their report."""
    reader.choose(**values)
    chips = reader.page.locator("article.line .kicker, article.line .told").all_inner_texts()
    assert chips
    reader.evidence()


def from_events(reader):
    assert "/event/" in reader.click("article.line .source a")
    assert reader.count(".particulars dd") > 2


def from_series(reader):
    assert "/claims/" in reader.click("article.line .title a")


def from_map(reader):
    reader.click(".choices a[href*=mashriq]")
    assert reader.count(".spot") > 5
    assert re.search("/(place|state)/", reader.click("#places th a"))


def from_offices(reader):
    assert "/person/" in reader.click("td a.party")


def to_searches(reader):
    reader.go("search?words=" + quote("وزير"))
    reader.page.locator(".save summary").click()
    reader.page.locator("#save-name").fill(f"وزراء {reader.language}")
    reader.click(".save button")
    return "searches"


def from_searches(reader):
    assert f"وزراء {reader.language}" in reader.page.locator("main").inner_text()


def to_report(reader):
    reader.go("report/seed-000")
    return "report"


def from_report(reader):
    """Numbers in the text and in the record lead to one another; a name leads to whose it is."""
    number = reader.page.locator("main .text a[href^='#']").first
    reader.page.goto(f"/{reader.language}/report/seed-000{number.get_attribute('href')}")
    assert reader.page.locator(":target").is_visible()
    reader.click(".minutes a.party, main a.party")
    assert re.search("/(person|body|place|state)/", reader.page.url)


def to_party(kind):
    def go(reader):
        some = reader.told(f"entities.json?kind={kind}&limit=40")["entries"]
        reader.go(f"{some[0]['address']}")
        return kind

    return go


def from_party(reader):
    assert reader.count("main h2") > 0
    reader.page.locator("#with").fill("العراق")
    assert "/pair?" in reader.click(".with button")


def from_entities(reader):
    reader.page.locator("#f-name").fill("Britain")
    reader.click(".find button")
    assert reader.count("table.entities tbody tr") >= 1
    reader.click("table.entities tbody th a")
    assert "بريطانيا" in reader.page.locator("main").inner_text()


def to_pair(reader):
    reader.go("pair")
    reader.page.locator("[name=a]").fill("العراق")
    reader.page.locator("[name=b]").fill("the US")
    reader.click("main form button")
    assert reader.count("article.line") > 1
    return "pair"


def from_pair(reader):
    reader.evidence()


def from_ledger(reader):
    before = reader.count("article.line")
    reader.click(".pairs li a")
    assert 0 < reader.count("article.line") <= before
    assert "/chain/" in reader.click("article.line .source a")


def to_chain(reader):
    some = reader.told("ledger.json?limit=100")["lines"]
    longest = max(some, key=lambda one: len(one["steps"]))
    reader.go(longest["id"])
    return "chain"


def to_event(reader):
    some = reader.told("events.json?limit=100")["lines"]
    reader.go("event/" + max(some, key=lambda one: one["independent"])["id"].partition("/")[2])
    return "event"


def from_event(reader):
    assert "/report/" in reader.click("section[aria-labelledby=sources] td a")


def to_engagement(reader):
    reader.go(reader.told("engagements.json?limit=1")["lines"][0]["address"].replace("@", "%40"))
    return "engagement"


def to_compare(reader):
    to_event(reader)
    link = reader.page.locator("a[href*='/compare?']")
    if link.count():
        reader.click("a[href*='/compare?']")
    else:
        some = reader.told("reports.json?limit=2")["lines"]
        reader.go(f"compare?report={quote(some[0]['id'])}&other={quote(some[1]['id'])}")
    return "compare"


def to_claims(reader):
    reader.go("series")
    from_series(reader)
    assert reader.count(".chart .mark") > 1
    return "claims"


def to_plain(name):
    def go(reader):
        reader.go(name)
        return name

    return go


def from_about(reader):
    assert reader.count("table tr, dl dd") > 3


def from_api(reader):
    assert reader.page.request.get("/api/openapi.json").status == 200


def from_review(reader):
    """The keys do what the buttons do: accept, take back, pass over."""
    waits = reader.page.locator("article.judged .context").first.inner_text()
    with reader.page.expect_navigation():
        reader.page.keyboard.press("KeyA")
    assert reader.page.locator("article.judged .context").first.inner_text() != waits
    with reader.page.expect_navigation():
        reader.page.keyboard.press("KeyU")
    with reader.page.expect_navigation():
        reader.go("review")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("KeyS")
    assert "offset=1" in reader.page.url


def to_review_line(reader):
    reader.go("review/line/" + quote(reader.told("review.json")["item"]["line"], safe=""))
    return "review/line"


def from_review_line(reader):
    """The keys M and T open what merges and splits, N keeps a note."""
    reader.page.keyboard.press("KeyT")
    assert reader.page.locator(".half").last.is_visible()
    reader.page.keyboard.press("Escape")
    reader.page.keyboard.press("KeyN")
    reader.page.locator("#why-note").fill("ملاحظة")
    reader.click("details:has(#why-note) button")
    assert "ملاحظة" in reader.page.locator(".history").inner_text()


def to_review_new(reader):
    reader.go("report/seed-000")
    reader.click(".add a")
    return "review/new"


def from_review_new(reader):
    """Words of the report become an engagement, which has a page then."""
    words = reader.page.locator(".words-of .context").nth(1).inner_text()
    reader.page.locator("#words").fill(words[:60].rsplit(" ", 1)[0])
    reader.page.locator("[name='f.kind']").select_option("meeting")
    reader.page.locator("[name=why]").fill("لم يُقرأ")
    reader.click(".acts form button")
    assert "لم يُقرأ" in reader.page.locator(".history").inner_text()


def from_pairs(reader):
    """A pair is said to be two, and that is taken back."""
    reader.page.locator("[name=why]").first.fill("لا يلتقيان")
    reader.click("button[value=different]")
    reader.page.locator("[name=why]").first.fill("خطأ")
    reader.click("form.decide:has([name=number]) button")


def nothing(_):
    pass


JOURNEYS = {
    "home": (to_home, from_home),
    "search": (to_search, from_search),
    "events": (to_list("events"), from_events),
    "engagements": (to_list("engagements"), lambda reader: narrowed(reader, kind="meeting")),
    "statements": (to_list("statements"), lambda reader: narrowed(reader, act="promise")),
    "commitments": (to_list("commitments"), lambda reader: narrowed(reader, kind="pledge")),
    "figures": (to_list("figures"), lambda reader: narrowed(reader, since="2015")),
    "incidents": (to_list("incidents"), lambda reader: narrowed(reader, kind="ASSAULT")),
    "reports": (to_list("reports"), lambda reader: reader.click("article.line .title a")),
    "map": (to_plain("map"), from_map),
    "series": (to_list("series"), from_series),
    "claims": (to_claims, lambda reader: reader.evidence()),
    "offices": (to_plain("offices"), from_offices),
    "searches": (to_searches, from_searches),
    "report": (to_report, from_report),
    **{kind: (to_party(kind), from_party) for kind in ("person", "body", "place", "state")},
    "entities": (to_plain("entities"), from_entities),
    "pair": (to_pair, from_pair),
    "ledger": (to_list("ledger"), from_ledger),
    "chain": (to_chain, lambda reader: reader.evidence()),
    "event": (to_event, from_event),
    "engagement": (to_engagement, lambda reader: reader.evidence()),
    "compare": (to_compare, nothing),
    "about": (to_plain("about"), from_about),
    "api": (to_plain("api"), from_api),
    "review": (to_plain("review"), from_review),
    "review/line": (to_review_line, from_review_line),
    "review/new": (to_review_new, from_review_new),
    "review/pairs": (to_plain("review/pairs"), from_pairs),
    "review/agreement": (to_plain("review/agreement"), nothing),
    "accounts": (to_plain("accounts"), nothing),
    "audit": (to_plain("audit"), nothing),
}


def test_every_page_has_a_journey():
    assert set(JOURNEYS) == {page.name for page in PAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(one_tab, name, language):
    reader = one_tab[language]
    arrive, act = JOURNEYS[name]
    with checked(reader):
        shown = arrive(reader)
        assert reader.page.get_attribute("html", "lang") == language
        reader.tab.shoot(f"press/{shown.replace('/', '-')}-{language}")
        act(reader)


@contextmanager
def checked(reader):
    reader.tab.complaints.clear()
    yield
    reader.tab.check()


# -- what Britain promised -----------------------------------------------------------------------------------------

TYPED = {"ar": ("بريطانيا", "الشرطة العراقية"), "en": ("Britain", "the Iraqi police")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_britain_promised_iraqs_police_in_three_clicks(one_tab, language):
    reader, words = one_tab[language], press.promised()
    with checked(reader):
        reader.go("")
        reader.clicks = 0
        ledger = f'nav a[href="/{language}/ledger"]'
        assert reader.page.locator(ledger).is_visible()
        reader.click(ledger)
        giver, taker = TYPED[language]
        reader.choose(**{"from": giver, "to": taker})
        reader.click("article.line .evidence a", has_text=words[:25])
        mark = reader.page.locator("mark", has_text=words[:25]).first
        mark.wait_for()
        in_sight = "mark => { const at = mark.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight }"
        reader.page.wait_for_function(in_sight, arg=mark.element_handle())  # it scrolls there by and by
        assert mark.evaluate(in_sight)
        assert words in reader.page.locator(".text").inner_text()
        assert reader.clicks == 3
        reader.tab.shoot(f"press/pledge-{language}")
