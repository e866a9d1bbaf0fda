"""HTML as text with its places: blocks of visible text, each character traced to the source, and what the head says.

A parser of trees forgets where a word stood. This one reads the source once, from front to end, in time linear in
its length whatever it holds, and remembers; which of the blocks are the report is decided elsewhere (`main_text`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from mahdar.errors import NotAReport
from mahdar.pages.found import data_words

#: Elements within each other. Pages of news have 15 to 40; what has more is made to break its reader.
DEEPEST = 512
#: Blocks of one page: a front page with 300 headlines has some 2,000.
MOST_BLOCKS = 200_000
#: Attributes of one element: parsers of trees compare each with all before it, and 500,000 take hours.
MOST_ATTRIBUTES = 1_000

_ATTRIBUTES = re.compile(r"""([^\s=/>"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:_-]*)((?:[^>"']|"[^"]*"|'[^']*')*+)>""")
_LOOSE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*)([^>]*+)>")
_PIECES = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?|[^\S\xa0]+|[^\s&]+|&|\xa0")
#: A paper's own zero-width and bidi marks stay; these two are how pages break long words.
_NOTHING = frozenset(("\u00ad", "\u200b"))

_RAW = frozenset([
    "script", "style", "noscript", "template", "textarea", "title", "iframe", "svg", "math", "object", "select",
    "xmp", "noembed",
])  # fmt: skip
#: Elements that part text and are kept on the stack.
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "html", "label", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul", "head", "amp-img", "amp-ad",
    "amp-sidebar", "amp-consent",
])  # fmt: skip
_INLINE = frozenset(["a", "b", "em", "font", "i", "span", "strong", "u"])
_AUTHOR = re.compile(
    r"""(?i)(?:class|itemprop|rel)=["'][^"']*(?<![a-z])(?:author|byline|writer|username|reporter)(?![a-z-])"""
)
_SILENT = re.compile(
    r"""(?i)class=["'][^"']*(?<![\w-])(?:mw-editsection|screen-reader-text|visually-hidden|sr-only)(?![\w-])"""
    r"""|style=["'][^"']*display:\s*none"""
)
_PARTS = _BLOCKS - {"time", "label"}
#: What an opening tag of the key ends, up to the nearest of the elements behind it.
_ENDS = {
    "li": (frozenset(("li", "p")), frozenset(("ul", "ol", "menu"))),
    "td": (frozenset(("td", "th", "p")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th", "p")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr", "td", "th", "p")), frozenset(("table", "tbody", "thead", "tfoot"))),
    "dd": (frozenset(("dd", "dt", "p")), frozenset(("dl",))),
    "dt": (frozenset(("dd", "dt", "p")), frozenset(("dl",))),
    "option": (frozenset(("option",)), frozenset(("select",))),
}
_BESIDE = frozenset([
    "nav", "aside", "footer", "form", "button", "figcaption", "dialog", "menu", "amp-sidebar", "amp-ad",
    "amp-consent", "label",
])  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


@dataclass(slots=True)
class Element:
    """An element that holds blocks: `beside` where its kind or class says that it is no part of a report, `placed`
    where its style puts it somewhere on the page, as lines of a PDF are.
    """

    serial: int
    tag: str
    names: str
    beside: bool = False
    hidden: bool = False
    placed: bool = False


@dataclass(slots=True)
class Run:
    """`length` characters of a block from `at` on come from `source_length` characters of the source at `source`."""

    at: int
    length: int
    source: int
    source_length: int


@dataclass(slots=True)
class Block:
    """Text without a break: what stands between two edges of elements or line breaks, white space made one space."""

    text: str
    runs: list[Run]
    within: tuple[Element, ...]
    linked: int
    tag: str
    broken: bool = False

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))

    @property
    def container(self) -> int:
        """The element that holds this block's paragraph."""
        for element in reversed(self.within):
            if element.tag not in ("p", "blockquote", "pre", *_HEADINGS):
                return element.serial
        return 0


@dataclass(slots=True)
class Markup:
    """A page taken apart. `metas` are (name or property, content), `times` (datetime, names) of the time elements,
    `authors` the text of inline elements that are called so.
    """

    blocks: list[Block] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    title: str = ""
    language: str = ""
    amp: bool = False


def read_markup(source: str) -> Markup:
    """`source` taken apart. Raises `NotAReport` for a page nested or split beyond reason."""
    reader = _Reader(source)
    reader.read()
    return reader.page


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, the first of each."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTES.finditer(text[:20_000]):
        name, *values = match.groups()
        found.setdefault(name.lower(), unescape(next((v for v in values if v is not None), "")))
    return found


def _has_many(text: str) -> bool:
    """Whether a tag has more attributes than pages have."""
    return next(islice(_ATTRIBUTES.finditer(text), MOST_ATTRIBUTES, None), None) is not None


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Markup()
        self.stack: list[Element] = []
        self.serial = 0
        self.links = 0
        self.chars: list[str] = []
        self.size = 0
        self.runs: list[Run] = []
        self.linked = 0
        self.space: tuple[int, int] | None = None
        self.missing: set[str] = set()
        self.author: tuple[str, int] | None = None
        #: Spans within one that is not shown or is a tool of the page ('[عدل]'): their text is none of the block's.
        self.silent = 0

    def read(self) -> None:
        source, at, end = self.source, 0, len(self.source)
        last = source.rfind(">")
        while at < end:
            opened = source.find("<", at)
            if opened < 0 or opened > last:
                self._text(at, end)
                break
            if opened > at:
                self._text(at, opened)
            at = self._mark(opened)
        self._close_block()

    def _mark(self, at: int) -> int:
        """Read what begins with the ``<`` at `at`; where it ends."""
        source = self.source
        if source.startswith("<!--", at):
            return self._beyond("-->", at + 4) or self._beyond(">", at) or len(source)
        if source.startswith(("<!", "<?"), at):
            return self._beyond(">", at) or len(source)
        match = _TAG.match(source, at) or _LOOSE_TAG.match(source, at)
        if match is None:
            self._text(at, at + 1)
            return at + 1
        closing, name, rest = match.group(1), match.group(2).lower(), match.group(3)
        if len(rest) > 2 * MOST_ATTRIBUTES and _has_many(rest):
            raise NotAReport(
                f"an element with more than {MOST_ATTRIBUTES:,} attributes",
                expected="a page of news",
                remedy="leave it out",
            )
        if closing:
            self._end(name)
            return match.end()
        if name in _RAW and not rest.endswith("/"):
            return self._raw(name, rest, match.end())
        self._start(name, rest)
        return match.end()

    def _beyond(self, mark: str, at: int) -> int | None:
        """Where `mark` ends behind `at`; what is missing once is not looked for again."""
        if mark in self.missing:
            return None
        found = self.source.find(mark, at)
        if found < 0:
            self.missing.add(mark)
            return None
        return found + len(mark)

    def _raw(self, name: str, rest: str, at: int) -> int:
        """An element whose content is no markup of this page."""
        found = None
        if name not in self.missing:
            found = re.compile(f"</{name}[^>]*>", re.IGNORECASE).search(self.source, at)
        if found is None:
            self.missing.add(name)
            return len(self.source) if name in ("script", "style") else at
        content = self.source[at : found.start()]
        if name == "title" and not self.page.title:
            self.page.title = " ".join(unescape(content).split())
        elif name == "script" and "ld+json" in rest.lower():
            self.page.scripts.append(content)
        return found.end()

    def _start(self, name: str, rest: str) -> None:
        if name == "meta":
            self._meta(attributes(rest))
        elif name == "link":
            given = attributes(rest)
            self.page.links.append((given.get("rel", "").lower(), given.get("href", "")))
        elif name in ("br", "hr"):
            self._close_block(broken=True)
        elif name in _INLINE:
            self.links = 1 if name == "a" else self.links
            if name == "span" and (self.silent or _SILENT.search(rest)):
                self.silent += 1
            if self.author is None and "=" in rest and _AUTHOR.search(rest):
                self.author = (name, self.size)
        elif name in _BLOCKS:
            self._open(name, attributes(rest))

    def _meta(self, given: dict[str, str]) -> None:
        key = given.get("property") or given.get("name") or given.get("itemprop") or given.get("http-equiv") or ""
        if key and "content" in given:
            self.page.metas.append((key.lower().strip(), " ".join(given["content"].split())))

    def _open(self, name: str, given: dict[str, str]) -> None:
        if name in _PARTS:
            self._close_block()
        if name in _ENDS:
            self._end_one_of(*_ENDS[name])
        elif name != "time" and self.stack and self.stack[-1].tag == "p":
            self.stack.pop()
        if name == "html":
            self.page.language = given.get("lang") or given.get("xml:lang") or ""
            self.page.amp = "amp" in given or "⚡" in given
        if name == "time" and "datetime" in given:
            self.page.times.append((given["datetime"], f"{given.get('class', '')} {given.get('itemprop', '')}".strip()))
        if len(self.stack) >= DEEPEST:
            raise NotAReport(
                f"elements nested more than {DEEPEST} deep", expected="a page of news", remedy="leave it out"
            )
        self.serial += 1
        names = " ".join(given.get(key, "") for key in ("class", "id", "itemprop", "role")).lower()
        style = given.get("style", "").replace(" ", "").lower()
        hidden = "hidden" in given or "display:none" in style or given.get("aria-hidden") == "true"
        beside, placed = name in _BESIDE or _is_beside(names), name == "p" and "position:absolute" in style
        self.stack.append(Element(self.serial, name, names.strip(), beside, hidden, placed))

    def _end_one_of(self, tags: frozenset[str], scope: frozenset[str]) -> None:
        """Close the outermost open element of `tags` that lies within the nearest of `scope`."""
        found = None
        for i in range(len(self.stack) - 1, -1, -1):
            if self.stack[i].tag in scope:
                break
            if self.stack[i].tag in tags:
                found = i
        if found is not None:
            del self.stack[found:]

    def _end(self, name: str) -> None:
        if name in _INLINE:
            self.links = 0 if name == "a" else self.links
            self.silent -= name == "span" and self.silent > 0
            if self.author is not None and self.author[0] == name:
                self.page.authors.append("".join(self.chars)[self.author[1] :].strip())
                self.author = None
            return
        if name not in _BLOCKS:
            return
        if name in _PARTS:
            self._close_block()
        # A stray end of a paragraph or cell closes nothing beyond the table that it stands in.
        for i in range(len(self.stack) - 1, -1, -1):
            if self.stack[i].tag == name:
                del self.stack[i:]
                return
            if self.stack[i].tag == "table" and name not in ("div", "body", "html", "form", "section", "article"):
                return

    def _text(self, start: int, end: int) -> None:
        for match in _PIECES.finditer(self.source, start, end):
            piece = match.group()
            at = match.start()
            if piece[0] == "&" and len(piece) > 1:
                self._add(unescape(piece), at, len(piece))
            elif piece == "\xa0" or piece.isspace():
                self._pause(at, len(piece))
            else:
                self._add(piece, at, len(piece))

    def _pause(self, at: int, length: int) -> None:
        if self.size and self.space is None:
            self.space = (at, length)

    def _add(self, text: str, at: int, length: int) -> None:
        if text.isspace() or not text or self.silent:
            self._pause(at, length)
            return
        if text in _NOTHING:
            return
        text = _plain(text)
        if self.space is not None:
            self._put(" ", *self.space)
            self.space = None
        self._put(text, at, length)
        if self.links:
            self.linked += len(text)

    def _put(self, text: str, at: int, length: int) -> None:
        last = self.runs[-1] if self.runs else None
        even = len(text) == length
        if last is not None and even and last.length == last.source_length and last.source + last.length == at:
            last.length += length
            last.source_length += length
        else:
            self.runs.append(Run(self.size, len(text), at, length))
        self.chars.append(text)
        self.size += len(text)

    def _close_block(self, *, broken: bool = False) -> None:
        if self.chars:
            if len(self.page.blocks) >= MOST_BLOCKS:
                raise NotAReport(
                    f"more than {MOST_BLOCKS:,} blocks of text", expected="a page of news", remedy="leave it out"
                )
            tag = self.stack[-1].tag if self.stack else ""
            block = Block("".join(self.chars), self.runs, tuple(self.stack), self.linked, tag, broken)
            self.page.blocks.append(block)
        self.chars, self.runs, self.size, self.linked, self.space, self.author = [], [], 0, 0, None, None
        self.silent = 0


def _plain(text: str) -> str:
    """`text` with what no text may hold (NUL, halves of surrogate pairs) as U+FFFD."""
    return text if text.isprintable() else re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "\ufffd", text)


_NAME_PARTS = re.compile(r"[a-z]+")


def _is_beside(names: str) -> bool:
    """Whether an element's class, id or role says that it stands beside a report (menus, shares, comments)."""
    if not names.strip():
        return False
    parts = _NAME_PARTS.findall(names)
    single, joined = data_words("class_words.tsv", "word"), data_words("class_words.tsv", "within")
    return any(part in single for part in parts) or any(word in names for word in joined)


def sourced(runs: list[Run], start: int, end: int) -> Iterator[Run]:
    """The parts of `runs` that make up characters ``[start, end)`` of their block, counted from `start`."""
    for run in runs:
        first, last = max(run.at, start), min(run.at + run.length, end)
        if first >= last:
            continue
        if run.length == run.source_length:
            yield Run(first - start, last - first, run.source + first - run.at, last - first)
        else:
            yield Run(first - start, last - first, run.source, run.source_length)
