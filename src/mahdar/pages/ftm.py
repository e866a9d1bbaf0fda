"""Entities of FollowTheMoney, one a line, to reports: ``{"id", "schema", "properties": {"title": ["…"], …}}``.

Documents (`data/ftm_documents.tsv`) are reports where they have text; persons, mentions and the like are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from mahdar.arabic.phrases import rows
from mahdar.errors import NotAReport
from mahdar.pages.found import Note, Notes
from mahdar.pages.html import SHORTEST, Fragment, looks_like_html, report_of_fragment, report_of_page
from mahdar.pages.language import language_of, not_arabic
from mahdar.record import Page, Report

#: Properties in the order in which they are asked for.
_DAYS = ("publishedAt", "date", "authoredAt")
_TITLES = ("title", "subject", "name")
_TEXTS = ("bodyText", "indexText")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_ARABIC = re.compile("[\u0621-\u064a]")
_GAP = "\n\n"
#: What the generator of Mahdar's own articles begins with: their text is the report from end to end.
_OWN = "mahdar "
#: Schemata that are named one by one where they are passed over.
_NAMED = 12


class Others:
    """Counts the entities of a file that are no documents."""

    def __init__(self) -> None:
        self._schemata: Counter[str] = Counter()

    def count(self, schema: str) -> None:
        """One more of a schema."""
        self._schemata[schema] += 1

    def tell(self, where: str, notes: Notes) -> None:
        """Say how many there were of which schema."""
        if self._schemata:
            ranked = sorted(self._schemata.items(), key=lambda row: (-row[1], row[0]))
            named = ", ".join(f"{schema} {n}" for schema, n in ranked[:_NAMED])
            more = ", …" if len(ranked) > _NAMED else ""
            notes(
                Note(where, f"{self._schemata.total()} entities that are no documents are passed over: {named}{more}")
            )


def is_entity(fields: Mapping[str, Any]) -> bool:
    """Whether an object of a JSON line is an entity of FollowTheMoney rather than a report of ours."""
    return isinstance(fields.get("schema"), str) and isinstance(fields.get("properties"), dict) and "text" not in fields


def is_document(fields: Mapping[str, Any]) -> bool:
    """Whether an entity is of a schema that holds text."""
    return fields["schema"] in _documents()


def report_of_entity(fields: Mapping[str, Any], place: str, day: str | None, notes: Notes) -> Report:
    """The report that a document is; `day` is its date where it has none.

    Raises `NotAReport` where it has no id, no text, or text in another language.
    """
    id_ = fields.get("id")
    if not isinstance(id_, str) or not id_:
        raise NotAReport("no 'id'", expected="an id for every report", remedy="give it one")
    said = _Said(fields["properties"])
    day = said.day() or day
    if html := said.all("bodyHtml"):
        return _of_html(_GAP.join(html), id_, place, said, day, notes)
    text = next((_GAP.join(found) for name in _TEXTS if (found := said.all(name))), "")
    if not text.strip():
        raise NotAReport("no text", expected="the text of a report", remedy="leave it out or fetch it anew")
    language = language_of(text)
    if language != "ar":
        raise not_arabic(language)
    title = said.title()
    whole = (said.first("generator") or "").startswith(_OWN)
    if title and not whole and not text.lstrip().startswith(title):
        text = f"{title}{_GAP}{text}"
    return Report(id=id_, text=text, title=title, outlet=said.first("publisher"), url=said.url(), date=day, path=place)


def _of_html(html: str, id_: str, place: str, said: _Said, day: str | None, notes: Notes) -> Report:
    """A report of HTML: read as a page where it is a whole one; what the entity says goes before what the page says."""
    data = html.encode("utf-8", "replace")
    title, outlet, url, byline = said.title(), said.first("publisher"), said.url(), said.first("author")
    if looks_like_html(data[:8192]) and re.search(rb"(?i)<(?:html|head|body)\b", data[:8192]):
        report = report_of_page(data, place, notes, id=id_, url=url, charset="utf-8", day=day)
        given = {"outlet": outlet or report.outlet, "url": url or report.url, "date": said.day() or report.date}
        return report.model_copy(update={**given, "title": report.title or title, "path": place})
    fragment = Fragment(html, title, outlet, url, byline, day)
    report = report_of_fragment(fragment, place, id_, SHORTEST)
    assert isinstance(report.page, Page)
    report.page.origins = dict.fromkeys(report.page.origins, "followthemoney")
    return report


class _Said:
    """The properties of an entity: lists of strings."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self._properties = properties

    def all(self, name: str) -> list[str]:
        """All values of a property that are strings with something in them."""
        values = self._properties.get(name)
        listed = values if isinstance(values, list) else [values]
        return [value for value in listed if isinstance(value, str) and value.strip()]

    def first(self, *names: str) -> str | None:
        """The first value of the first property that has one."""
        return next((" ".join(value.split()) for name in names for value in self.all(name)), None)

    def title(self) -> str | None:
        """The headline; a name of a file is none, and one in another script is not that of a report in Arabic."""
        files = set(self.all("fileName"))
        titles = (" ".join(value.split()) for name in _TITLES for value in self.all(name) if value not in files)
        return next((title for title in titles if _ARABIC.search(title)), None)

    def url(self) -> str | None:
        return next((url for url in self.all("sourceUrl") if url.startswith(("http://", "https://"))), None)

    def day(self) -> str | None:
        """The earliest whole day of the first property that has one; a year or month is none."""
        days = (sorted(found[0] for value in self.all(name) if (found := _DAY.match(value))) for name in _DAYS)
        return next((found[0] for found in days if found), None)


@cache
def _documents() -> frozenset[str]:
    return frozenset(row[0] for row in rows("mahdar.pages", "ftm_documents.tsv"))
