"""A page of HTML to a report: title and body as text that is traced to the page's bytes, and what is said of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from mahdar.errors import NotAReport
from mahdar.pages.decoding import Decoded, decode_page
from mahdar.pages.facts import Facts, complete, title_and_outlet, title_of_lines
from mahdar.pages.found import LONGEST_REPORT, Note, Notes
from mahdar.pages.language import language_of, not_arabic
from mahdar.pages.main_text import is_prose, main_blocks, without_furniture
from mahdar.pages.markup import Block, read_markup
from mahdar.pages.states import blocks_in_state
from mahdar.record import Page, Report

#: Bytes of one page. The largest pages of news are 4 MB, nearly all of it scripts.
LONGEST_PAGE = 16_000_000
#: Words of prose that make a report; a shorter page is a list, a picture or a wall.
SHORTEST = 12
#: Words of prose in Arabic that make a report of a page with more letters of another script.
ENOUGH = 60
_GAP = "\n\n"
_LOOKS_LIKE = re.compile(
    rb"(?is)^(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|article|center|script|link)\b"
)


def looks_like_html(head: bytes) -> bool:
    """Whether bytes begin as a page does."""
    return (
        _LOOKS_LIKE.match(head.replace(b"\0", b"")[:8192].removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff"))
        is not None
    )


def report_of_page(
    data: bytes, where: str, notes: Notes, *, id: str | None = None, url: str | None = None,  # noqa: A002 -- the field
    charset: str | None = None, day: str | None = None, today: date | None = None,
) -> Report:  # fmt: skip
    """The report on a page. `url` is where it was fetched from, `charset` what the server said, `day` its date in need.

    Raises `NotAReport` where there is none: no prose, another language, binary data, a page made to break its reader.
    """
    if len(data) > LONGEST_PAGE:
        raise NotAReport(f"longer than {LONGEST_PAGE // 1_000_000} MB", expected="one page", remedy="leave it out")
    if not data.strip():
        raise NotAReport("no text", expected="a page", remedy="leave it out or fetch it anew")
    decoded = decode_page(data, charset)
    markup = read_markup(decoded.text)
    facts = title_and_outlet(markup, url)
    body = main_blocks(decoded.text, markup, facts.title, facts.heading)
    if _told(body) < SHORTEST:
        body = without_furniture(blocks_in_state(decoded.text), facts.title)
    language = _checked(body)
    body = title_of_lines(facts, markup, body)
    complete(facts, markup, body, today or date.today())
    text, runs, span = _text(facts, body)
    if len(text) > LONGEST_REPORT:
        raise NotAReport(f"longer than {LONGEST_REPORT:,} characters", expected="one report", remedy="leave it out")
    if decoded.note:
        notes(Note(where, decoded.note))
    page = _page(data, decoded, facts, runs, span, language)
    return Report(
        id=id or id_of_url(facts.url or where), text=text, title=facts.title, outlet=facts.outlet, url=facts.url,
        date=facts.published.day if facts.published else day, path=where, page=page,
    )  # fmt: skip


def id_of_url(url: str) -> str:
    """An id for a page that has only its address: the host and a digest of the whole."""
    host = (urlsplit(url).hostname or "page").removeprefix("www.")
    return f"{host}-{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def _told(body: Sequence[Block]) -> int:
    """Words of prose."""
    return sum(block.words for block in body if is_prose(block))


def _checked(body: Sequence[Block]) -> str:
    if _told(body) < SHORTEST:
        raise NotAReport(
            "no report on the page (no paragraph of prose)", expected="a page with one report", remedy="leave it out"
        )
    language = language_of(" ".join(block.text for block in body))
    if language != "ar" and _tells_in_arabic(body):
        language = "ar"
    if language != "ar":
        raise not_arabic(language)
    return language


def _tells_in_arabic(body: Sequence[Block]) -> bool:
    """Whether a page whose letters are mostly others' holds a report all the same (remains of a script, titles)."""
    prose = [block for block in body if is_prose(block) and language_of(block.text) == "ar"]
    return _told(prose) >= ENOUGH and language_of(" ".join(block.text for block in prose)) == "ar"


def _text(facts: Facts, body: Sequence[Block]) -> tuple[str, list[tuple[int, int, int, int]], tuple[int, int]]:
    """The report's text, its runs into the source, and the span of the body in it."""
    parts: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    size = 0

    def add(text: str, block: Block | None) -> None:
        nonlocal size
        if parts:
            parts.append(_GAP)
            size += len(_GAP)
        if block is not None:
            runs.extend(
                (size + run.at, min(run.length, len(text) - run.at), run.source, run.source_length)
                for run in block.runs
                if run.at < len(text)
            )
        parts.append(text)
        size += len(text)

    if facts.title:
        add(facts.title, facts.heading)
    begin = size + (len(_GAP) if parts else 0)
    for block in body:
        add(block.text, block)
    return "".join(parts), runs, (begin, size)


def _page(
    data: bytes,
    decoded: Decoded,
    facts: Facts,
    runs: list[tuple[int, int, int, int]],
    body: tuple[int, int],
    language: str,
) -> Page:
    return Page(
        media="text/html", encoding=decoded.encoding, original=data, runs=runs, body=body, byline=facts.byline,
        place=facts.place, published=facts.published.iso if facts.published else None, language=language,
        origins=facts.origins,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML that holds a report and nothing else, as an entry of a feed does, and what is said of it beside."""

    html: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    day: str | None = None
    time: str | None = None


def report_of_fragment(fragment: Fragment, where: str, id: str, shortest: int) -> Report:  # noqa: A002 -- the field
    """The report of a fragment. Raises `NotAReport` where it has less than `shortest` words or is not in Arabic."""
    data = fragment.html.encode("utf-8", "replace")
    markup = read_markup(data.decode("utf-8"))
    body = without_furniture([b for b in markup.blocks if not any(e.hidden for e in b.within)], fragment.title)
    if _told(body) < shortest:
        raise NotAReport("only a teaser of a report", expected="the whole report", remedy="fetch its page")
    language = _checked(body)
    given = {"title": fragment.title, "outlet": fragment.outlet, "url": fragment.url, "byline": fragment.byline}
    facts = Facts(title=fragment.title, origins={name: "feed" for name, value in given.items() if value})
    if fragment.day:
        facts.origins["published"] = "feed"
    text, runs, span = _text(facts, body)
    page = Page(
        media="text/html", encoding="utf-8", original=data, runs=runs, body=span, byline=fragment.byline,
        published=fragment.time or fragment.day, language=language, origins=facts.origins,
    )  # fmt: skip
    return Report(
        id=id, text=text, title=fragment.title, outlet=fragment.outlet, url=fragment.url, date=fragment.day,
        path=where, page=page,
    )  # fmt: skip
