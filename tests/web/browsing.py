"""Chromium on a real `mahdar serve`: what the journeys and axe have in common.

Pages are looked at as a reader would; every request that a page makes and every error that the browser tells are kept.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.record import Record, Report
from mahdar.web.pages import PAGES
from tests.web.test_pages import address_of

CHROMIUM = os.environ.get("MAHDAR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PLEDGE = "وتعهدت بريطانيا بأن تدرب خمسمئة من ضباط الشرطة العراقية قبل نهاية العام"


def pledge():
    """A report in which Britain promises something to Iraq's police."""
    text = (
        "وزير الداخلية العراقي يبحث مع السفير البريطاني دعم الشرطة\n\n"
        f"بحث وزير الداخلية العراقي في بغداد اليوم مع السفير البريطاني دعم الشرطة العراقية. {PLEDGE}.\n"
    )
    start = text.index(PLEDGE)
    parties = [
        {"id": "p1", "type": "GPE", "names": ["بريطانيا"]},
        {"id": "p2", "type": "ORG", "names": ["الشرطة العراقية"], "of": "p3"},
        {"id": "p3", "type": "GPE", "names": ["العراق"]},
    ]
    commitment = {
        "kind": "pledge", "from": ["p1"], "to": ["p2"], "area": "training", "quantity": "خمسمئة من ضباط الشرطة",
        "deadline": "قبل نهاية العام", "span": [start, start + len(PLEDGE)],
    }  # fmt: skip
    mentions = [
        {"start": text.index(name), "end": text.index(name) + len(name), "type": type_, "party": party}
        for party, type_, name in (("p1", "GPE", "بريطانيا"), ("p2", "ORG", "الشرطة العراقية"))
    ]
    record = {"doc": "britain", "reader": "own", "parties": parties, "mentions": mentions, "commitments": [commitment]}
    title = text.partition("\n")[0]
    return (
        Report(id="britain", text=text, title=title, date="2016-04-03", outlet="وكالة أنباء"),
        Record.model_validate(record),
    )


@pytest.fixture(scope="session")
def browsed(minutes, tmp_path_factory):
    """The archive of the tests of pages, with the pledge."""
    path = tmp_path_factory.mktemp("browsed") / "minutes.db"
    with Archive(minutes) as archive:
        archive.counts()
    shutil.copyfile(minutes, path)
    with Archive(path) as archive:
        archive.add_many([pledge()])
        relink(archive)
    return path


@contextmanager
def serving(path):
    """A `mahdar serve` over an archive; gives its address."""
    command = [sys.executable, "-m", "mahdar", "serve", "--port", "0", "--archive", str(path), "--lang", "en"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            told = process.stderr.readline()
            found = re.search(r"http://[0-9.:]+", told)
            assert found, told
            yield found[0]
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def served(browsed):
    with serving(browsed) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    api = pytest.importorskip("playwright.sync_api", reason="NOT TESTED IN A BROWSER: playwright is missing")
    if not Path(CHROMIUM).exists():
        assert os.environ.get("MAHDAR_TEST_BROWSER") != "required", "no chromium"
        pytest.skip("NOT TESTED IN A BROWSER: no chromium (Debian's package, or name one with MAHDAR_CHROMIUM)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Tab:
    """A page of the browser with what it asked for and complained of."""

    def __init__(self, browser, base, **options):
        self.base = base
        self.context = browser.new_context(base_url=base, viewport=DESKTOP, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def check(self):
        """Nothing left the machine, and the browser has nothing to complain of."""
        elsewhere = [url for url in self.requests if not url.startswith((f"{self.base}/", "data:", "blob:"))]
        assert elsewhere == []
        assert self.complaints == []

    def shoot(self, name):
        """Keep pictures of the page, as on a desk and on a phone; on neither has one to scroll sideways."""
        (SCREENSHOTS / name).parent.mkdir(parents=True, exist_ok=True)
        for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(size)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{device}.png")
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 1:
                self.complaints.append(f"{name} on a {device}: {wide} px too wide")
        self.page.set_viewport_size(DESKTOP)


@contextmanager
def tab(browser, base, **options):
    one = Tab(browser, base, **options)
    try:
        yield one
    finally:
        one.context.close()


def name_of(path, language):
    """The name of the page at an address, None for none of ours."""
    rest = urlsplit(path).path.removeprefix(f"/{language}/")
    known = sorted((page.name for page in PAGES), key=len, reverse=True)
    if urlsplit(path).path == f"/{language}/":
        return "home"
    if rest.endswith((".json", ".csv")):
        return None
    return next((name for name in known if rest == name or rest.startswith(f"{name}/")), None)


def clicking(one, language, seen):
    """Go from the first page to every other by clicking; call `seen(name)` on each. Gives the names."""
    reached, waiting = {"home"}, deque([f"/{language}/"])
    one.page.goto(f"/{language}/")
    seen("home")
    while waiting:
        at = waiting.popleft()
        one.page.goto(at)
        links = one.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        for href in dict.fromkeys(links):
            name = name_of(href, language) if href.startswith(f"/{language}/") else None
            if name is None or name in reached:
                continue
            one.page.goto(at)
            link = one.page.locator(f'a[href="{href}"]').first
            if not link.is_visible():
                one.page.locator("details.further > summary").first.click()
            if not link.is_visible():
                continue
            with one.page.expect_navigation():
                link.click()
            # Some lead on: a place that is a state to the page of that.
            name = name_of(one.page.url.removeprefix(one.base), language)
            if name is None or name in reached:
                continue
            reached.add(name)
            waiting.append(one.page.url.removeprefix(one.base))
            seen(name)
    return reached


__all__ = ["address_of", "browsed", "chromium", "served"]
