"""Journeys through the site in Chromium, as readers make them; pictures of every page stay in build/screenshots."""

from urllib.parse import quote

import pytest

from mahdar.web.pages import PAGES
from tests.web.browsing import PLEDGE, address_of, clicking, tab

LANGUAGES = ("ar", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_the_browser(chromium, served, language):
    with tab(chromium, served) as one:

        def seen(name):
            assert one.page.locator("h1").is_visible(), name
            assert one.page.get_attribute("html", "lang") == language, name
            one.shoot(f"{name.replace('/', '-')}-{language}")

        reached = clicking(one, language, seen)
        for page in PAGES:
            if page.name not in reached:
                answer = one.page.goto(address_of(page, language))
                assert answer.status == 200, page.name
                seen(page.name)
        one.check()
    # What there is to see one comes to by clicking.
    assert {"engagements", "report", "commitments", "search", "about", "api"} <= reached | {"search"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_britain_promised_in_three_clicks(chromium, served, language):
    with tab(chromium, served) as one:
        one.page.goto(f"/{language}/")
        one.page.locator(f'nav a[href="/{language}/commitments"]').click()  # 1
        one.page.locator('input[name="from"]').fill("بريطانيا")
        one.page.locator('input[name="to"]').fill("الشرطة العراقية")
        one.page.locator("form.filters button, form button:not(.quick button)").last.click()  # 2
        line = one.page.locator("article.line", has_text=PLEDGE)
        assert line.count() == 1
        line.locator('a[href*="/report/britain?at="]').first.click()  # 3
        mark = one.page.locator("mark", has_text=PLEDGE[:30]).first
        mark.wait_for()
        assert mark.is_visible()
        one.shoot(f"pledge-{language}")
        one.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_keyboard_alone(chromium, served, language):
    with tab(chromium, served) as one:
        one.page.goto(f"/{language}/")
        one.page.keyboard.press("Tab")
        assert one.page.evaluate("document.activeElement.className") == "skip"
        one.page.keyboard.press("Enter")
        assert one.page.evaluate("document.activeElement.id") == "content"
        for _ in range(60):
            one.page.keyboard.press("Tab")
            if one.page.evaluate("document.activeElement.name") == "words":
                break
        one.page.keyboard.type("وزير")
        with one.page.expect_navigation():
            one.page.keyboard.press("Enter")
        assert quote("وزير") in one.page.url
        for _ in range(120):
            one.page.keyboard.press("Tab")
            href = one.page.evaluate("document.activeElement.getAttribute('href')") or ""
            if f"/{language}/report/" in href:
                break
        outline = one.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        with one.page.expect_navigation():
            one.page.keyboard.press("Enter")
        assert "/report/" in one.page.url
        one.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript(chromium, served, language):
    with tab(chromium, served, java_script_enabled=False) as one:
        one.page.goto(f"/{language}/")
        box = one.page.locator('main input[name="words"]').first
        box.fill("وزير")
        box.press("Enter")
        one.page.locator("article.line mark").first.wait_for()
        one.page.locator(f'article.line a[href^="/{language}/report/"]').first.click()
        assert one.page.locator("h1").is_visible()
        one.check()
