"""HTML from views: the templates, and the functions and filters that they use.

In a template stand, besides `page`, `view`, `asked` and `here` (`Here`):

    say("engagements"), say.code("pledge"), say.unit("soldier"), lang
    url("report", id, at="c3-9", party="…")   the address of a page in this language
    day(iso)            a `dates.Day`               number(value)   with its thousands apart
    name(party)         in the page's language      party_url(ref)  its own page, or the engagements that it is in
    thing_url(id)       the page of an event or chain       role_name(role)  a post in the page's language
    place_url(line)     where the words of a line stand in its report
    marked(text, spans, offset)   `text` with what stands at `spans` marked, escaped
    principals(named)   states before those who speak for them, each name once
    outside(url)        the address where it is one of the web, else None
    may(act, here.role) whether who looks may do something
    minutes(line)       an engagement or event in one sentence, its parties linked (False: not linked)
    because(reason)     why linking took two for one
    counted_unit(unit, value)   the unit of a figure behind its number
    line_url(line)      the page of an engagement; of another line where its words stand
    role(party)         its role in the page's language

and the macros of templates/parts.html. Everything is escaped unless it was made by `marked`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mahdar.archive.accounts import Role, allowed
from mahdar.archive.answers import Line, PartyRef, Span, entity_address
from mahdar.archive.findings import STATE, Named
from mahdar.minutes import sentence
from mahdar.minutes.days import day_in_words
from mahdar.web.counting import counted
from mahdar.web.page import Page, address
from mahdar.web.sentences import linked_sentence
from mahdar.who.role_english import role_in_english
from mahdar.wording import LANGUAGES, Language, Wording, catalogue, number
from mahdar.wording.because import because

THEMES = ("auto", "light", "dark")
#: What the menu's parts are called: the first stands in sight, the others under "more".
MENU_GROUPS = ("menu", "menu_lines", "menu_over", "menu_desk")


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page is: the addresses of its twins, of itself in the other language, and of the lines before and after.

    `key` is what its forms carry; `path` its own address with filters. `accounts`: whether one logs in at all.
    """

    path: str
    other: str
    json: str | None = None
    csv: str | None = None
    before: str | None = None
    after: str | None = None
    theme: str = "auto"
    key: str = ""
    account: str | None = None
    role: str | None = None


@cache
def wording(language: Language) -> Wording:
    """The words of the site in a language."""
    return Wording(language, catalogue("mahdar.web"))


class Showing:
    """The templates of one language; `pages` are known to them by name."""

    def __init__(self, language: Language, pages: Sequence[Page]) -> None:
        self.say = wording(language)
        self._known = {page.name for page in pages}
        self._templates = Environment(
            loader=PackageLoader("mahdar.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._templates.globals.update(
            say=self.say, lang=language, url=partial(address, language), number=number, marked=marked, outside=outside,
            day=self.day, today=lambda: self.day(date.today().isoformat()), name=self.name, party_url=self.party_url,
            thing_url=self.thing_url, role_name=self.role_name, principals=principals, may=may,
            place_url=self.place_url, minutes=self.minutes, line_url=self.line_url,
            because=partial(because, language=language), role=self.role, counted_unit=self.counted_unit,
            static=static, themes=THEMES, has_page=self._known.__contains__, menus=menus(pages),
        )  # fmt: skip
        self._templates.filters["role_name"] = self.role_name

    def html(self, template: str, **values: Any) -> str:  # noqa: ANN401
        """A page as HTML."""
        return self._templates.get_template(template).render(values)

    def compile(self) -> None:
        """Compile every template, so that no page waits for its own."""
        for name in self._templates.list_templates(extensions=("html",)):
            self._templates.get_template(name)

    def day(self, iso: str | None) -> Any:  # noqa: ANN401 -- a `Day`, or None
        """A day in words."""
        return day_in_words(iso, self.say.language)

    def name(self, party: Any) -> str:  # noqa: ANN401 -- a `PartyRef` or `Named`
        """The name of a party or entity: in English where it has one and the page is."""
        return str((self.say.english_names and party.name_en) or party.name)

    def party_url(self, party: PartyRef | Named) -> str:
        """The page of a party, once there is one for its kind; else the engagements in which it takes part."""
        kind, _, id_ = (entity_address(party.entity) or "").partition("/")
        if id_ and kind in self._known:
            return address(self.say.language, kind, id_)
        return address(self.say.language, "engagements", party=party.name)

    def role_name(self, role: str) -> str:
        """A post in the page's language, as it is where English has no words for it."""
        return (role_in_english(role) if self.say.english_names else None) or role

    def thing_url(self, id_: str) -> str | None:
        """The page of an event or chain by its id; None as long as there is none for its kind."""
        kind, _, rest = (entity_address(id_) or "").partition("/")
        return address(self.say.language, kind, rest) if rest and kind in self._known else None

    def minutes(self, line: Any, linked: bool = True) -> Markup:  # noqa: ANN401 -- an `EngagementLine` or `Event`
        """An engagement in one sentence."""
        language = self.say.language
        return linked_sentence(line, language, self.party_url) if linked else escape(sentence(line, language))

    def role(self, party: PartyRef) -> str:
        """The role of a party."""
        return self.role_name(party.role) if party.role else ""

    def counted_unit(self, unit: str, value: float | None) -> str:
        """A unit behind a number of it: English has plurals, the Arabic words stand in the evidence."""
        return counted(unit, value) if self.say.english_names else self.say.unit(unit)

    def line_url(self, line: Any) -> str:  # noqa: ANN401 -- an `EngagementLine` or an `Event`
        """The page of an engagement of one report, or of an event."""
        kind, _, id_ = (line.address or "").partition("/")
        return address(self.say.language, kind, id_) if kind in self._known else self.place_url(line)

    def place_url(self, line: Line | Any) -> str:  # noqa: ANN401 -- or another answer with a report and a span
        """Where the words of a line stand: /ar/report/ID?at=12-40#c12-40, in code points of the report's text."""
        start, end = line.span
        return address(self.say.language, "report", line.report, at_=f"{start}-{end}", at=f"c{start}-{end}")


def principals(some: Iterable[Named]) -> list[Named]:
    """Entities for whom others speak before those others: states first, and each name once."""
    ordered = sorted(some, key=lambda one: not one.entity.startswith(STATE))
    found: dict[str, Named] = {}
    for one in ordered:
        found.setdefault(one.name, one)
    return list(found.values())


def menus(pages: Sequence[Page]) -> list[tuple[str, list[Page]]]:
    """The parts of the menu, each with its pages in order."""
    ordered = sorted((page for page in pages if page.menu is not None), key=lambda page: page.menu or 0)
    return [(group, [page for page in ordered if (page.menu or 0) // 10 == n]) for n, group in enumerate(MENU_GROUPS)]


def showings(pages: Sequence[Page]) -> dict[Language, Showing]:
    """The templates of every language."""
    return {language: Showing(language, pages) for language in LANGUAGES}


def may(act: str, role: Role | None) -> bool:
    """Whether somebody with a role may do something; on one's own machine, without a role, everything."""
    return role is None or allowed(role, act)


def marked(text: str, spans: Iterable[Span], offset: int = 0, ids: bool = False) -> Markup:
    """`text`, which begins at `offset` of what the spans refer to, escaped and with <mark> around them.

    Spans that overlap one before them are left out. With `ids` each mark can be linked to, as c12-40.
    """
    out: list[str | Markup] = []
    done = 0
    for start, end in sorted(spans):
        first, last = max(start - offset, 0), min(end - offset, len(text))
        if first < done or first >= last:
            continue
        own_id = Markup(' id="c{}-{}"').format(start, end) if ids else ""
        out += [escape(text[done:first]), Markup("<mark{}>{}</mark>").format(own_id, text[first:last])]
        done = last
    return Markup("").join([*out, escape(text[done:])])


def outside(url: str | None) -> str | None:
    """An address of the web that may be linked to; None for 'javascript:' and all else."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


@cache
def static(name: str) -> str:
    """The address of a static file, which changes with what is in it."""
    data = (files("mahdar.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={sha256(data).hexdigest()[:12]}"
