"""What a page is: a function of the archive and the filters that gives a view, shown as HTML, JSON and CSV alike.

A page's module in `mahdar.web.pages` makes a `View` (a plain dataclass) from an `Asked`, and puts both together in a
`Page`. Everything else (addresses, twins, filters, paging, languages, who may look) follows from that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from threading import RLock
from typing import Any, Literal, TypeVar
from urllib.parse import quote, urlencode

from mahdar.archive import Archive
from mahdar.archive.accounts import Account
from mahdar.archive.answers import Answer
from mahdar.errors import BadFilter
from mahdar.web.calling import NAMING, as_archived
from mahdar.web.settings import Settings
from mahdar.wording import Language, Wording

T = TypeVar("T")
Twin = Literal["", "json", "csv"]
#: The longest value of a filter, and the deepest page.
LONGEST, DEEPEST = 500, 1_000_000


# -- filters -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of a page's form and of its address.

    `kind`: words (text), code (one of `codes`), many (some of `codes`), day (ISO, also month or year), share (0 to 1)
    or place (a span '12-40'). `argument` is what the archive calls it, else `name`. The catalogue has its label under
    `label` or else `name`. Without `shown` it is in addresses alone and has no field in the form. Names of parties and
    places are turned into those of the archive (`calling`).
    """

    name: str
    kind: Literal["words", "code", "many", "day", "share", "place"] = "words"
    codes: tuple[str, ...] = ()
    argument: str = ""
    label: str = ""
    shown: bool = True

    def value(self, given: Sequence[str]) -> Any:  # noqa: ANN401 -- by kind
        """The value of what the address has; None for nothing. Raises `BadFilter`."""
        texts = [text for raw in given if (text := raw.replace("\0", "").strip())]
        if not texts:
            return None
        if any(len(text) > LONGEST for text in texts):
            raise BadFilter("a value that is too long", expected=f"{LONGEST} characters at the most", where=self.name)
        return tuple(map(self._one, texts)) if self.kind == "many" else self._one(texts[-1])

    def _one(self, text: str) -> Any:  # noqa: ANN401
        if self.kind in ("code", "many"):
            # Codes of incidents are capitals, all others small letters.
            for code in self.codes:
                if code.lower() == text.lower():
                    return code
            raise self._bad(text, ", ".join(self.codes))
        if self.kind == "share":
            return self._share(text)
        if self.kind == "place":
            start, _, end = text.partition("-")
            if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
                raise self._bad(text, "a span such as 12-40")
            return int(start), int(end)
        return as_archived(text) if self.name in NAMING else text

    def _share(self, text: str) -> float:
        try:
            share = float(text)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise self._bad(text, "a number from 0 to 1")
        return share

    def _bad(self, text: str, expected: str) -> BadFilter:
        return BadFilter(
            f"no such value ({text[:60]})", expected=expected, remedy="correct the address", where=self.name
        )


def read_filters(filters: Iterable[Filter], query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The filters that an address sets, by name. Raises `BadFilter`; what no filter is called is passed over."""
    found = {each.name: each.value(query.get(each.name, ())) for each in filters}
    return {name: value for name, value in found.items() if value is not None}


def read_number(query: Mapping[str, Sequence[str]], name: str, default: int, most: int) -> int:
    """A number of an address from 0 to `most`. Raises `BadFilter`."""
    given = query.get(name, ())
    if not given or not given[-1]:
        return default
    if not (given[-1].isascii() and given[-1].isdecimal() and len(given[-1]) < 10 and int(given[-1]) <= most):
        raise BadFilter(f"no such value ({given[-1][:60]})", expected=f"a number up to {most:,}", where=name)
    return int(given[-1])


# -- what is asked -------------------------------------------------------------------------------------------------


class Memo:
    """What is dear to count and may be a minute old, such as how many lines the archive has."""

    def __init__(self, seconds: float = 60) -> None:
        self._seconds, self._lock = seconds, RLock()
        self._kept: dict[str, tuple[float, Any]] = {}

    def of(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gave within the last `seconds`, or gives now."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or time.monotonic() - kept[0] > self._seconds:
                kept = self._kept[name] = time.monotonic(), make()
            value: T = kept[1]
            return value


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked: the archive, the language, filters by name, an id where its address has one, which lines.

    `own_limit`: the address itself says how many. `account` is who asks, None on one's own machine. `resume` is what
    the archive is told by a cursor (`api`). `settings` are those of the site.
    """

    archive: Archive
    say: Wording
    filters: Mapping[str, Any]
    id: str = ""
    offset: int = 0
    limit: int = 25
    own_limit: bool = False
    account: Account | None = None
    memo: Memo = field(default_factory=Memo)
    resume: Mapping[str, Any] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.say.language

    def arguments(self, page: Page) -> dict[str, Any]:
        """The filters as an archive's method takes them."""
        return {each.argument or each.name: self.filters.get(each.name) for each in page.filters}

    def window(self) -> dict[str, Any]:
        """`limit` and `offset` for the archive: one more than wanted tells whether there are more."""
        return {"limit": self.limit + 1, "offset": self.offset, **self.resume}


# -- what is answered ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """Base of the views. The JSON twin has all its fields, the CSV twin its `table`."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {each.name.removesuffix("_"): plain(getattr(self, each.name)) for each in fields(self)}

    def table(self) -> Sequence[Answer | Mapping[str, Any]]:
        """The rows of the CSV twin."""
        return ()

    @property
    def more(self) -> bool:
        """Whether lines follow on a further page."""
        return False


@dataclass(frozen=True, slots=True)
class Elsewhere(View):
    """What was asked for stands at another address: the page of that name and id, `at` a place on it."""

    name: str
    id: str = ""
    at: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document(View):
    """A file instead of a page, sent so that nothing in it runs; `attached` is the name to save it under."""

    data: bytes
    media: str
    attached: str | None = None


@dataclass(frozen=True, slots=True)
class Listed(View):
    """Lines of one kind: a page of them."""

    part: str
    lines: Sequence[Answer]
    further: bool

    def table(self) -> Sequence[Answer]:
        """The lines."""
        return self.lines

    @property
    def more(self) -> bool:
        """Whether there are further lines."""
        return self.further


def listed(part: str, asked: Asked, lines: Sequence[Answer]) -> Listed:
    """A page of lines of which one more than wanted was asked for (`Asked.window`)."""
    return Listed(part, lines[: asked.limit], len(lines) > asked.limit)


def plain(value: Any) -> Any:  # noqa: ANN401
    """Dataclasses, tuples and mappings as plain JSON types."""
    if isinstance(value, Answer):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name.removesuffix("_"): plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


class Moved(Exception):
    """What was asked for stands under another address today, as an entity that was merged does: a page and its id."""

    def __init__(self, page: str, id_: str) -> None:
        super().__init__(f"{page}/{id_}")
        self.page, self.id = page, id_


# -- pages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `name` is what its address begins with (the command line's noun), `view` makes what it shows.

    `template` is the file in templates/, else NAME.html. `with_id`: its address goes on with an id, /ar/report/ID.
    `may` is the act that it takes to look (archive/data/acts.tsv). `post` is called with what a form of the page sent,
    where the account may do `post_may`, and gives the address to go on to, or a view that is shown this once and not
    kept by any browser (a secret). `menu`: where it stands in the menu, 0 to 9 in sight; tens are the groups of what
    further pages there are (`showing.MENU_GROUPS`).
    """

    name: str
    view: Callable[[Asked], View]
    template: str = ""
    filters: tuple[Filter, ...] = ()
    with_id: bool = False
    may: str = "search"
    post: Callable[[Asked, Mapping[str, str]], str | View] | None = None
    post_may: str = "review"
    menu: int | None = None

    @property
    def file(self) -> str:
        """Its template."""
        return self.template or f"{self.name}.html"


#: What the address of the first page is without.
HOME = "home"


def address(language: str, name: str, id: str = "", *, twin: Twin = "", at: str = "", **query: Any) -> str:  # noqa: A002, ANN401
    """The address of a page: ``address("ar", "report", "snn-1", at="c3-9")``; `query` without what is None or empty."""
    if name == HOME and not twin:
        path = f"/{language}/"
    else:
        path = f"/{language}/{quote(name)}" + (f"/{quote(id, safe='')}" if id else "") + (f".{twin}" if twin else "")
    if id.endswith((".json", ".csv")) and not twin:
        query["as"] = "html"
    given = {key.removesuffix("_"): in_address(value) for key, value in query.items() if value not in (None, "", ())}
    return path + (f"?{urlencode(given, doseq=True)}" if given else "") + (f"#{at}" if at else "")


def in_address(value: Any) -> Any:  # noqa: ANN401
    """A filter's value as an address has it."""
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(one, int) for one in value):
        return f"{value[0]}-{value[1]}"
    return value
