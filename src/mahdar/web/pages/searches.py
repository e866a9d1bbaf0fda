"""Saved searches: what is kept, what came in since each was looked at, a feed for each; saving and forgetting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import Alert, Hit, SavedSearch
from mahdar.archive.accounts import allowed, require
from mahdar.errors import InputError
from mahdar.web.page import Asked, Page, View, address
from mahdar.web.pages.search import PLACES

#: New hits of each search on the page, and the longest name.
_SHOWN, LONGEST_NAME = 5, 80


@dataclass(frozen=True, slots=True)
class Kept(View):
    """A saved search: how much is new to it, the best of that, and the address of its feed."""

    search: SavedSearch
    new: int
    hits: Sequence[Hit]
    feed: str

    @property
    def asked(self) -> dict[str, Any]:
        """What the search page is to be asked for the same."""
        one = self.search
        parts = tuple(name for name, part in PLACES.items() if part in one.parts)
        told = {
            "words": one.words,
            "party_": one.party,
            "outlet_": one.outlet,
            "since_": one.since,
            "until_": one.until,
        }
        return told | {"in_": parts if parts != ("reports",) else ()}


@dataclass(frozen=True, slots=True)
class Searches(View):
    """The saved searches; `may_save` says whether who asks may save and forget some."""

    searches: Sequence[Kept]
    further: bool
    may_save: bool

    @property
    def more(self) -> bool:
        """Whether there are further searches."""
        return self.further

    def to_dict(self) -> dict[str, Any]:
        """The searches."""
        return {"searches": [each.to_dict() for each in self.searches]}

    def table(self) -> Sequence[dict[str, Any]]:
        """One row for each search."""
        return [each.search.to_dict() | {"new": each.new, "feed": each.feed} for each in self.searches]


def feed_of(language: str, name: str) -> str:
    """The address of the Atom feed of a saved search."""
    return address(language, "searches", name) + ".atom"


def searches(asked: Asked) -> Searches:
    """What is kept, in order of the names; it stays new until somebody says that it was seen."""
    kept = asked.archive.saved_searches()
    some = kept[asked.offset : asked.offset + asked.limit]
    alerts = asked.archive.alerts(*(one.name for one in some), limit=_SHOWN) if some else []
    by_name = {alert.name: alert for alert in alerts}
    shown = [_kept(asked, one, by_name.get(one.name)) for one in some]
    may_save = asked.account is None or allowed(asked.account.role, "save")
    return Searches(shown, len(kept) > asked.offset + asked.limit, may_save)


def _kept(asked: Asked, one: SavedSearch, alert: Alert | None) -> Kept:
    feed = feed_of(asked.language, one.name)
    return Kept(one, alert.count if alert else 0, alert.hits if alert else (), feed)


def change(asked: Asked, form: Mapping[str, str]) -> str:
    """Save a search, forget it, or note that what is new was seen. Raises `InputError`, `BadDate`, `UnknownSearch`."""
    act, name = form.get("act", ""), _name(form.get("name", ""))
    if act == "seen":
        asked.archive.alerts(name, limit=1, told=lambda _: None)
    elif act in ("save", "forget"):
        require(asked.account, "save")
        if act == "forget":
            asked.archive.forget_search(name)
        else:
            _save(asked, name, form)
    else:
        raise InputError("no such act", expected="save, forget or seen", where=act[:60])
    return address(asked.language, "searches")


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(
            "no name for a search", expected=f"{LONGEST_NAME} characters at the most", remedy="give it another name"
        )
    return name


def _save(asked: Asked, name: str, form: Mapping[str, str]) -> None:
    words = form.get("words", "").replace("\0", "").strip()
    if not words:
        raise InputError("no words to search for", remedy="search first, then save the search")
    told = {key: form.get(key, "").replace("\0", "").strip() or None for key in ("since", "until", "outlet", "party")}
    places = [PLACES[each] for each in form.get("in", "").split() if each in PLACES]
    asked.archive.save_search(name, words, parts=places or (PLACES["reports"],), **told)


PAGE = Page("searches", searches, post=change, post_may="alert", menu=30)
