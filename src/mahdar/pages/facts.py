"""What a page says of its report: title, outlet, byline, place, date, address, and where each was said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from mahdar.arabic.folding import fold
from mahdar.pages.found import data_words
from mahdar.pages.main_text import begins_with, is_furniture, is_prose, letters
from mahdar.pages.markup import Block, Markup
from mahdar.pages.page_dates import Moment, day_in_url, is_date_line, is_day, moment_in, moment_of

#: Characters of a title, an outlet or a byline; what is longer is something else.
LONGEST_TITLE, LONGEST_NAME = 400, 80
#: Lines between the headline and the report in which a date is looked for, and before the headline.
AROUND, BEFORE = 14, 6
#: Lines above the first paragraph among which the headline is looked for where nothing names it.
ABOVE = 4
#: JSON-LD of one page, in characters, and how deep it is followed.
_LONGEST_SCRIPT, _DEEPEST = 1_000_000, 8

_ARTICLES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "blogposting",
        "liveblogposting",
        "opinionnewsarticle",
        "analysisnewsarticle",
    ]
)
_PARTING = re.compile(r"\s+(?:[|»«·•:]+|[-–—]+|::)\s+|\s*[|»]\s*")
_PUBLISHED_METAS = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.created",
    "dcterms.issued",
    "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date",
    "date.issued", "cxenseparse:recs:publishtime", "dc.date", "dcterms.date", "article:published", "date",
)  # fmt: skip
_NAMES_DATE = re.compile(r"date|time|publish|posted|created|تاريخ", re.IGNORECASE)
_NAMES_CHANGE = re.compile(r"modif|updat|edit")
_NAMES_AUTHOR = re.compile(r"(?<![a-z])(?:author|byline|writer|editor|reporter|creator|createdby|autor)(?![a-z])")
_BYLINE = re.compile(
    r"^\W*(?:بقلم|(?:كتب|نشر|أضيف|مرسلة|نشرت|كتبت) بواسطة|بواسطة|كتبت|كتب(?= *:)|إعداد|تحرير|المحرر"
    r"|الكاتب|مراسلنا في \w+|By)\s*[:/|-]?\s+(\S.*)$"
)
_RIGHTS = re.compile(
    r"(?:(?:جميع|كافة|كل) الحقوق|حقوق النشر) محفوظة\s*(?:لدى|لموقع|لصحيفة|لوكالة|لجريدة|لـ*|©|-|:)?\s*(.*)$"
)
#: '© 2024 صحيفة الضفاف. جميع الحقوق محفوظة'
_RIGHTS_BEHIND = re.compile(r"©\s*(?:\d{4}\s*[-–]?\s*)*([^.|,،-]+?)\s*[.|,،-]\s*(?:جميع|كافة|كل) الحقوق محفوظة")
_ARABIC = re.compile("[\u0621-\u064a]")
_YEAR = re.compile(r"[©\d\-–,.|:]+")
#: Lines above the headline of a printed page, and what stands between the parts of one.
HEAD = 4
_HEAD_MARK = re.compile(r"\s+[-–—|•*]+\s+|\s*[|•]\s*|\s*[،؛]\s*")
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2}")
#: 'دمشق - ', 'بغداد (واع) - ': how a report begins and a headline does not.
_DATELINE = re.compile(r"^[\u0621-\u064a]+(?: [\u0621-\u064a]+)?\s*(?:\([^()]{1,30}\))?\s*[-–—/]\s")
_PLACE = re.compile(r"^\W*((?:[\u0621-\u064a]+ ?){1,3}?)\s*(?:[-–—/:،,(|]|\.\.)")


@dataclass(slots=True)
class Facts:
    """What was found; `origins` says where."""

    title: str | None = None
    heading: Block | None = None
    outlet: str | None = None
    byline: str | None = None
    place: str | None = None
    published: Moment | None = None
    url: str | None = None
    origins: dict[str, str] = field(default_factory=dict)


def title_and_outlet(markup: Markup, url: str | None) -> Facts:
    """Title, outlet and address of a page."""
    found = Facts()
    articles = list(articles_of(markup))
    _set(found, "url", _address(markup, url))
    _set(found, "outlet", _outlet(markup, articles))
    _find_title(found, markup, articles)
    if found.outlet is None:
        _set(found, "outlet", _rights(markup) or _channel(markup) or _host(found.url))
    return found


def complete(found: Facts, markup: Markup, body: Sequence[Block], today: date) -> None:
    """Add date, byline and place, for which one must know which blocks are the report."""
    articles = list(articles_of(markup))
    published = _published(found, markup, body, articles, today)
    if published is not None:
        found.published, found.origins["published"] = published
    if found.outlet is None:
        _set(found, "outlet", _running_head(found, markup, body))
    _set(found, "byline", _byline(found, markup, body, articles))
    _set(found, "place", _place(body))


def title_of_lines(found: Facts, markup: Markup, body: list[Block]) -> list[Block]:
    """For a page that names its title nowhere: the line above the first paragraph, or that opens the body.

    Returns the body without it.
    """
    if found.title is not None or not body:
        return body
    opening, follows = body[0], body[1:2]
    if _may_be_title(opening) and follows and is_prose(follows[0]) and not _may_be_title(follows[0]):
        heading: Block | None = opening
        body = body[1:]
    else:
        places = {id(block): i for i, block in enumerate(markup.blocks)}
        begin = places.get(id(opening), 0)
        above = (b for b in reversed(markup.blocks[max(0, begin - ABOVE) : begin]) if _may_be_title(b))
        heading = next(above, None)
    if heading is not None:
        found.title, found.heading, found.origins["title"] = heading.text[:LONGEST_TITLE], heading, "text"
    return body


def _may_be_title(block: Block) -> bool:
    """A line that could be a headline: some words without a stop, no link, date or label."""
    named = any(e.tag in ("nav", "footer") or e.hidden for e in block.within)
    told = 4 <= block.words <= 25 and block.link_share < 0.5 and block.text.rstrip()[-1:] not in ".،:؛"
    if not told or named or _DATELINE.match(block.text):
        return False
    return not is_furniture(block) and not is_date_line(block.text)


def _set(found: Facts, name: str, value: tuple[str, str] | None) -> None:
    if value is not None:
        setattr(found, name, value[0])
        found.origins[name] = value[1]


# -- what scripts say ----------------------------------------------------------------------------------------------


def articles_of(markup: Markup) -> Iterator[dict[str, Any]]:
    """The articles that a page's JSON-LD describes."""
    for script in markup.scripts:
        if len(script) > _LONGEST_SCRIPT:
            continue
        try:
            # Line breaks within strings are an error that many sites make.
            data = json.loads(script.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip(" \n;"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles_in(data, 0)


def _articles_in(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _articles_in(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.lower() in _ARTICLES for kind in kinds):
            yield data
        for key in ("@graph", "mainEntity"):
            if key in data:
                yield from _articles_in(data[key], depth + 1)


def _named(value: object) -> str | None:
    """The name of a person or body in JSON-LD, or of the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value) if isinstance(value, str) else None


def _clean(value: str | None, longest: int = LONGEST_NAME) -> str | None:
    from html import unescape

    text = re.sub("[\x00-\x1f\x7f\ud800-\udfff]", " ", re.sub("<[^<>]*>", "", unescape(value or "")))
    text = " ".join(text.split())
    return text if text and len(text) <= longest else None


def _meta(markup: Markup, *names: str) -> tuple[str, str] | None:
    """The first of these that has content, and its origin."""
    for name in names:
        for key, content in markup.metas:
            if key == name and content:
                return content, f"meta {name}"
    return None


# -- title ---------------------------------------------------------------------------------------------------------


def _find_title(found: Facts, markup: Markup, articles: list[dict[str, Any]]) -> None:
    given: list[tuple[str, str]] = []
    for article in articles[:1]:
        headline = article.get("headline")
        if isinstance(headline, str) and (text := _clean(headline, LONGEST_TITLE)):
            given.append((text, "json-ld"))
    for name in ("og:title", "twitter:title", "dc.title", "headline", "title"):
        meta = _meta(markup, name)
        if meta is not None and (text := _clean(meta[0], LONGEST_TITLE)):
            given.append((text, meta[1]))
    if text := _clean(markup.title, LONGEST_TITLE):
        given.append((text, "title"))
    given = [(_without_site(text, found, origin == "title"), origin) for text, origin in given]
    # 'New Page 1', 'Untitled Document', 'report.pdf': what a program put there.
    given = [(text, origin) for text, origin in given if _ARABIC.search(text)]
    given = [(text, origin) for text, origin in given if letters(text) != letters(found.outlet or "")]
    heading = _heading(found, markup, [text for text, _ in given])
    if heading is not None:
        found.title, found.heading = heading.text[:LONGEST_TITLE], heading
        found.origins["title"] = "text"
    elif given:
        found.title, found.origins["title"] = given[0]


def _without_site(text: str, found: Facts, is_page_title: bool) -> str:
    """A title without the site's name before or behind it."""
    parts = _PARTING.split(text)
    marks = _PARTING.findall(text)
    if is_page_title and any(begins_with(part, "line") for part in parts):  # 'نسخة للطباعة'
        parts = [part for part in parts if not begins_with(part, "line")]
        marks = [" - "] * len(parts)
        text = _rejoined(parts, marks) if parts else text
    if len(parts) < 2:
        return text
    outlet = letters(found.outlet or "")
    for at in (len(parts) - 1, 0):
        if outlet and _same_name(letters(parts[at]), outlet):
            return _rejoined(parts[:at] if at else parts[1:], marks if at else marks[1:])
    if not is_page_title:
        return text
    if found.outlet is None:
        longest = max(range(len(parts)), key=lambda i: len(parts[i]))
        sections = data_words("no_names.tsv", "section")
        others = [p for i, p in enumerate(parts) if i != longest and 1 <= len(p.split()) <= 5]
        if others and all(fold(p).strip() in sections for p in others):
            return parts[longest].strip()
        others = [p for p in others if fold(p).strip() not in sections]
        if others and len(parts[longest].split()) >= 4:
            found.outlet, found.origins["outlet"] = others[-1].strip()[:LONGEST_NAME], "title"
            return parts[longest].strip()
    return text


def _same_name(part: str, outlet: str) -> bool:
    return bool(part) and (part == outlet or (min(len(part), len(outlet)) >= 5 and (part in outlet or outlet in part)))


def _rejoined(parts: list[str], marks: list[str]) -> str:
    text = parts[0]
    for part, mark in zip(parts[1:], marks, strict=False):
        text += mark + part
    return text.strip()


def _heading(found: Facts, markup: Markup, given: list[str]) -> Block | None:
    """The block that is the report's headline: one that the head gives, or else the only main heading."""
    visible = [b for b in markup.blocks if not any(e.hidden for e in b.within)]
    for tags in (("h1",), ("h2", "h3", "h4", "h5", "h6"), None):
        for title in given:
            for block in visible:
                if (tags is None or block.tag in tags) and _is_headline(block, title):
                    return block
    mains = [b for b in visible if b.tag == "h1" and letters(b.text) != letters(found.outlet or "")]
    mains = [b for b in mains if b.words >= 3 and not any(e.beside for e in b.within)]
    if given:
        return None if len(mains) != 1 or _overlap(mains[0].text, given[0]) < 0.5 else mains[0]
    marked = [b for b in visible if any("title" in e.names.split() or "headline" in e.names for e in b.within[-2:])]
    seconds = [b for b in visible if b.tag in ("h2", "h3") and b.words >= 4 and not any(e.beside for e in b.within)]
    return next(iter(mains or [b for b in marked if b.words >= 4] or seconds), None)


def _is_headline(block: Block, title: str) -> bool:
    if len(block.text) > LONGEST_TITLE or any(e.tag in ("nav", "footer") for e in block.within):
        return False
    own, wanted = letters(block.text), letters(title)
    if not own or own == wanted:
        return own == wanted != ""
    cut = wanted.rstrip("…")
    return len(cut) >= 20 and title.rstrip().endswith(("…", "...", "..")) and own.startswith(cut[:-1])


def _overlap(one: str, other: str) -> float:
    a, b = set(fold(one).split()), set(fold(other).split())
    return len(a & b) / max(1, min(len(a), len(b)))


# -- outlet and address --------------------------------------------------------------------------------------------


def _outlet(markup: Markup, articles: list[dict[str, Any]]) -> tuple[str, str] | None:
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher"):
        meta = _meta(markup, name)
        if meta is not None and (text := _clean(meta[0])) and not text.startswith("http"):
            return text, meta[1]
    for article in articles:
        if text := _named(article.get("publisher")):
            return text, "json-ld"
    return None


def _rights(markup: Markup) -> tuple[str, str] | None:
    """'جميع الحقوق محفوظة لصحيفة …' at the foot of a page."""
    for block in reversed(markup.blocks[-60:]):
        match = _RIGHTS_BEHIND.search(block.text) or _RIGHTS.search(block.text)
        if match and (name := " ".join(_YEAR.sub(" ", match[1]).split())) and len(name.split()) <= 5:
            return name, "text"
    return None


def _channel(markup: Markup) -> tuple[str, str] | None:
    """The channel of a message, as exports of messengers name it."""
    for block in markup.blocks[:60]:
        if any("from_name" in e.names.split() for e in block.within[-1:]) and (name := _clean(block.text)):
            return name, "text"
    return None


def _running_head(found: Facts, markup: Markup, body: Sequence[Block]) -> tuple[str, str] | None:
    """The name that the head of a printed page has beside its day, as in pages made from a PDF."""
    begin = found.heading or (body[0] if body else None)
    head = list(takewhile(lambda block: block is not begin, markup.blocks))
    told = [(part.strip(), block) for block in head[:HEAD] for part in _HEAD_MARK.split(block.text)]
    if len(head) > HEAD or not any(is_date_line(part) for part, _ in told):
        return None
    return next(((part, "text") for part, block in told if _may_be_outlet(part, block)), None)


def _may_be_outlet(name: str, block: Block) -> bool:
    """Some Arabic words of a line that are no day, section, number or label."""
    if block.link_share > 0 or len(name.split()) > 4 or re.search(r"\d", name) or not _ARABIC_WORD.search(name):
        return False
    named = letters(name) in {letters(word) for word in data_words("no_names.tsv", "section")}
    return not (named or is_day(name) or begins_with(name, "line"))


def _host(url: str | None) -> tuple[str, str] | None:
    host = urlsplit(url or "").hostname or ""
    host = re.sub(r"^(?:www\d?|m|ar|arabic|amp)\.", "", host)
    return (host, "url") if host else None


def _address(markup: Markup, url: str | None) -> tuple[str, str] | None:
    candidates = [(href, "link canonical") for rel, href in markup.links if "canonical" in rel.split()]
    candidates += [(content, "meta og:url") for key, content in markup.metas if key == "og:url"]
    for value, origin in candidates:
        try:
            full = _unwrapped(urljoin(url or "", value.strip()))
            parts = urlsplit(full)
        except ValueError:
            continue
        # A front page as canonical address is a slip of the site's: it would make all its reports one.
        whole = bool(parts.path.strip("/") or parts.query or not url)
        if parts.scheme in ("http", "https") and parts.hostname and len(full) <= 2_000 and whole:
            return full, origin
    return (_unwrapped(url), "given") if url else None


def _unwrapped(url: str) -> str:
    """The address of the page itself where that of a web archive's copy is given."""
    return re.sub(r"^https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?://)", "", url)


# -- date ----------------------------------------------------------------------------------------------------------


def _published(
    found: Facts, markup: Markup, body: Sequence[Block], articles: list[dict[str, Any]], today: date
) -> tuple[Moment, str] | None:
    for article in articles:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            value = article.get(key)
            if isinstance(value, str) and (moment := moment_of(value, today)):
                return moment, "json-ld"
    for name in _PUBLISHED_METAS[:-1]:
        for key, content in markup.metas:
            if key == name and (moment := moment_of(content, today)):
                return moment, f"meta {name}"
    in_url = day_in_url(unquote(found.url or ""), today)
    stated = _stated(found, markup, body, today)
    if stated is not None and (stated[1] != "text modified" or in_url is None):
        return stated
    if in_url is not None:
        return Moment(in_url.isoformat()), "url"
    for key, content in markup.metas:
        if key == "date" and (moment := moment_of(content, today)):
            return moment, "meta date"
    return stated or _behind(body, markup, today)


def _stated(found: Facts, markup: Markup, body: Sequence[Block], today: date) -> tuple[Moment, str] | None:
    """The date of a time element or a line around the headline; one that says that it is of a change comes last."""
    times = [(value, names) for value, names in markup.times if not _NAMES_CHANGE.search(names.lower())]
    near = _near(found, markup, body)
    changed = None
    for block in near:
        moment = moment_in(block.text, today)
        if moment is None or not _states_date(block):
            continue
        if _is_of_change(block):
            changed = changed or (moment, "text modified")
            continue
        return _with_time(moment, times, today), "text"
    for value, _ in times[:1]:
        if moment := moment_of(value, today):
            return moment, "time"
    return changed


def _with_time(moment: Moment, times: Sequence[tuple[str, str]], today: date) -> Moment:
    for value, _ in times:
        other = moment_of(value, today)
        if other is not None and other.day == moment.day and other.time:
            return other
    return moment


def _near(found: Facts, markup: Markup, body: Sequence[Block]) -> list[Block]:
    """Blocks around the headline up to the report, those of a date's own element first."""
    places = {id(block): i for i, block in enumerate(markup.blocks)}
    head = places.get(id(found.heading)) if found.heading is not None else None
    begin = places.get(id(body[0])) if body else None
    if head is None and begin is None:
        return []
    anchor = head if head is not None else max(0, (begin or 0) - AROUND)
    stop = begin if begin is not None and begin >= anchor else anchor + AROUND
    first = _begin_of_post(markup, anchor, max(0, anchor - BEFORE)) if head is not None else max(0, anchor - BEFORE)
    some = [
        b for b in markup.blocks[first : max(stop, anchor) + 1] if not any(e.tag in ("nav", "footer") for e in b.within)
    ]
    before = {id(b) for b in markup.blocks[first:anchor]}
    # A line before the headline is often the day of the visit, in the site's own head: it comes last.
    return sorted(some[-(2 * AROUND + BEFORE) :], key=lambda b: (id(b) in before, not _is_called_date(b)))


def _begin_of_post(markup: Markup, head: int, first: int) -> int:
    """Where the element begins that the headline shares with some lines before it but not with the page's first ones:
    in a forum the post with its writer and date.
    """
    page = {e.serial for b in markup.blocks[:2] for e in b.within}
    own = {e.serial for e in markup.blocks[head].within} - page
    for i in range(max(0, head - AROUND), first):
        if any(e.serial in own for e in markup.blocks[i].within):
            return i
    return first


def _is_called_date(block: Block) -> bool:
    return any(_NAMES_DATE.search(e.names) or e.tag == "time" for e in block.within[-2:])


def _states_date(block: Block) -> bool:
    if any(e.tag == "header" or "topbar" in e.names for e in block.within) and not _is_called_date(block):
        return any(e.tag == "article" for e in block.within)
    parts = re.split(r"\s[|•]\s", block.text) if block.words <= 18 else []
    if _is_called_date(block) or any(map(is_date_line, [block.text, *parts[:4]])):
        return True
    return block.words <= 18 and (not is_prose(block) or begins_with(block.text, "line"))


def _is_of_change(block: Block) -> bool:
    text = fold(block.text)
    said = "تحديث" in text or "تعديل" in text or "updated" in text
    return (said and "نشر" not in text) or any(_NAMES_CHANGE.search(e.names) for e in block.within[-1:])


def _behind(body: Sequence[Block], markup: Markup, today: date) -> tuple[Moment, str] | None:
    """The date in a line behind the report, or else in the report's own first line ('بغداد في 17/1/2016')."""
    if not body:
        return None
    places = {id(block): i for i, block in enumerate(markup.blocks)}
    last = places.get(id(body[-1]), 0)
    for block in markup.blocks[last + 1 : last + 6]:
        if is_date_line(block.text) and (moment := moment_in(block.text, today)):
            return moment, "text"
    opening = " ".join(body[0].text.split()[:8])
    dated = is_date_line(body[0].text) or _PLACE.match(opening)
    moment = moment_in(opening, today) if dated else None
    return (moment, "text") if moment is not None else None


# -- byline and place ----------------------------------------------------------------------------------------------


def _byline(
    found: Facts, markup: Markup, body: Sequence[Block], articles: list[dict[str, Any]]
) -> tuple[str, str] | None:
    outlet = letters(found.outlet or "")
    for article in articles:
        name = _named(article.get("author"))
        if name and _is_name(name, outlet):
            return name, "json-ld"
    for key in ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author"):
        meta = _meta(markup, key)
        if meta is not None and (name := _clean(meta[0])) and _is_name(name, outlet):
            return name, meta[1]
    for text in markup.authors[:5]:
        name = _clean(_byline_in(text) or text)
        if name and _is_name(name, outlet) and not is_date_line(name):
            return name, "text"
    around = _near(found, markup, body)
    for block in around:
        name = _byline_in(block.text)
        if name is None and any(_NAMES_AUTHOR.search(e.names) for e in block.within[-2:]):
            name = _clean(block.text)
        if name and _is_name(name, outlet) and not is_date_line(name):
            return name, "text"
    return None


def _byline_in(text: str) -> str | None:
    """The name in a line such as 'كتب بواسطة: …' or 'أضيف بواسطة … في الثلاثاء 3 نيسان'."""
    match = _BYLINE.match(text)
    if match is None:
        return None
    return _clean(re.split(r"\s+(?:في|بتاريخ|يوم|[|–—-])\s+", match[1])[0])


def _is_name(name: str, outlet: str) -> bool:
    if name.startswith("http") or "@" in name or len(name.split()) > 6 or letters(name) in ("", outlet):
        return False
    return fold(name) not in data_words("no_names.tsv", "byline") and not begins_with(name, "line")


def _place(body: Sequence[Block]) -> tuple[str, str] | None:
    """The town that the dateline names ('بغداد – واع:')."""
    for block in body[:2]:
        match = _PLACE.match(block.text)
        if match is None:
            continue
        words = match[1].split()
        towns = data_words("no_names.tsv", "town")
        for length in range(min(3, len(words)), 0, -1):
            name = " ".join(words[:length])
            if fold(name) in towns:
                return name, "text"
    return None
