"""How well reports are taken from the pages of the test set; figures of a run are in docs/pages.md."""

import html
import json
import re
from collections import Counter
from datetime import date

import pytest
import trafilatura

from mahdar.arabic.folding import fold
from mahdar.pages.html import report_of_page
from mahdar.pages.origin import original_spans
from tests.pages import second_set
from tests.pages.html_set import STYLES, made_pages

PAGES = list(made_pages())
SECOND = list(second_set.made_pages())
TODAY = date(2026, 11, 27)


def tokens(text):
    return Counter(re.findall(r"\w+", fold(text)))


def f1(gold, found):
    a, b = tokens(gold), tokens(found)
    shared = (a & b).total()
    return 2 * shared / max(1, a.total() + b.total())


@pytest.fixture(scope="module")
def read():
    return {
        page.name: report_of_page(page.data, page.name, lambda note: None, url=page.url, today=TODAY)
        for page in (*PAGES, *SECOND)
    }


def body_of(report):
    return report.text[slice(*report.page.body)]


def test_the_set_is_as_large_as_it_should_be():
    assert len(PAGES) >= 60
    assert len(STYLES) >= 20


@pytest.mark.parametrize("pages", [PAGES, SECOND], ids=["first", "second"])
def test_bodies_are_found_and_better_than_by_trafilatura_alone(read, pages):
    ours = {page.name: f1(page.body, body_of(read[page.name])) for page in pages}
    theirs = {page.name: f1(page.body, trafilatura.extract(page.data) or "") for page in pages}
    mean = sum(ours.values()) / len(ours)
    bad = {name: round(value, 3) for name, value in ours.items() if value < 0.97}
    assert mean >= 0.99, bad
    assert min(ours.values()) >= 0.95, bad
    assert mean >= sum(theirs.values()) / len(theirs)


@pytest.mark.parametrize("pages", [PAGES, SECOND], ids=["first", "second"])
@pytest.mark.parametrize(("what", "least"), [("title", 0.99), ("date", 0.97), ("outlet", 0.92)])
def test_what_pages_say_is_found(read, pages, what, least):
    gold = {page.name: page.report.day if what == "date" else getattr(page.report, what) for page in pages}
    wrong = {
        name: (getattr(read[name], what), want) for name, want in gold.items() if getattr(read[name], what) != want
    }
    assert 1 - len(wrong) / len(gold) >= least, wrong


def test_every_fact_says_where_it_was_found(read):
    for report in read.values():
        page = report.page
        facts = {"title": report.title, "outlet": report.outlet, "byline": page.byline, "place": page.place}
        facts |= {"published": page.published, "url": report.url}
        assert page.origins.keys() == {name for name, value in facts.items() if value}


def decoded(page, raw):
    """What bytes of a page mean to who reads it."""
    if page.encoding.startswith("utf-8 over"):
        return html.unescape(raw.decode().encode("latin-1").decode())
    return html.unescape(raw.decode(page.encoding))


@pytest.mark.parametrize("page", [*PAGES, *SECOND], ids=lambda page: page.name)
def test_every_word_of_the_text_is_where_the_page_has_it(read, page):
    report = read[page.name]
    spans = [m.span() for m in re.finditer(r"\w+", report.text)]
    places = original_spans(report.page, spans)
    begin = report.page.body[0]
    for (start, end), place in zip(spans, places, strict=True):
        if place is None:
            assert end <= begin  # a headline that only the head of the page has
            continue
        shown = decoded(report.page, page.data[slice(*place)])
        # A word may run over two elements.
        assert report.text[start:end] == re.sub(r"<[^<>]*>", "", shown)


@pytest.mark.parametrize("page", [*PAGES, *SECOND], ids=lambda page: page.name)
def test_every_character_of_the_body_maps_back_to_its_bytes(read, page):
    report = read[page.name]
    begin, end = report.page.body
    places = original_spans(report.page, [(i, i + 1) for i in range(begin, end)])
    last = 0
    for i, place in enumerate(places, start=begin):
        if place is None:
            # What parts two paragraphs, or two lines of a PDF, is no character of the page.
            assert report.text[i].isspace()
            continue
        assert last <= place[0] < place[1] <= len(page.data)
        last = place[0]
        shown = decoded(report.page, page.data[slice(*place)])
        if page.name.startswith("state") and shown.startswith("\\"):
            shown = json.loads(f'"{shown}"')
        assert shown == report.text[i] or (report.text[i] == " " and not shown.strip("\u200b \xa0\n\t")), (i, shown)


def test_a_body_in_an_element_with_the_name_of_furniture_is_found():
    from tests.pages.html_set import paragraphs, rail
    from tests.pages.invented_reports import REPORTS

    report = REPORTS[0]
    page = (
        f"<html><body><h1>{report.title}</h1><div class='print-area'>{paragraphs(report)}</div>"
        f"<div class='boxes'>{rail(True)}</div></body></html>"
    )
    found = report_of_page(page.encode(), "x", lambda note: None)
    assert body_of(found) == "\n\n".join(report.paragraphs)


@pytest.mark.parametrize("heading", ["<h1>{}</h1>", "<span class=t>{}</span>"])
def test_a_page_that_is_one_form_is_read(heading):
    from tests.pages.html_set import menu, paragraphs

    report = PAGES[3].report
    page = (
        f"<html><head><title>{report.title}</title></head><body><form id='aspnetForm' action='d.aspx'>{menu()}"
        f"<div id='ctl00'>{heading.format(report.title)}{paragraphs(report)}</div><input type=submit></form></body></html>"
    )
    found = report_of_page(page.encode(), "x", lambda note: None)
    assert found.title == report.title
    assert f1(PAGES[3].body, body_of(found)) > 0.99
