"""Questions drawn from what an archive has: `python -m benchmarks.listings PLACE --drawn 300`.

Names are those of parties of reports drawn at random, so that a name comes as often as reports give it, and every third
time one of all names that there are; entities likewise. Months are those of reports. Two together are an entity and one
that it met, or two that one report names. Searches are words and phrases of titles, and names. The same seed draws the
same from the same rows, on either database.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa
from tests.archive.own import PARTS

from mahdar.archive import Archive, schema
from mahdar.archive.linked import ENTITY_KINDS

#: As the lists ask: one more than a page of 50.
PAGE = 51
Case = tuple[str, str, Callable[[], Any]]
#: What each list is asked for beside names and months.
FILTERS: dict[str, list[dict[str, Any]]] = {
    "reports": [{}, {"outlet": "alriyadh"}, {"outlet": "aawsat"}],
    "engagements": [{}, {"kind": "meeting"}, {"kind": "signing"}, {"status": "planned"}, {"topic": "security"}],
    "statements": [{}, {"act": "deny"}, {"form": "direct"}, {"min_confidence": 0.9}],
    "commitments": [{}, {"kind": "pledge"}, {"area": "training"}, {"status": "conditional"}],
    "incidents": [{}, {"type": "ASSAULT"}],
    "figures": [{}, {"unit": "person"}, {"unit": "soldier"}],
    "events": [{}, {"kind": "meeting"}, {"merged": True}, {"disputed": True}],
    "offices": [{}, {"words": "السفير"}, {"speaks": True}],
    "series": [{}, {"words": "قتيل"}, {"unit": "person"}, {"disputed": True}],
    "pledges": [{}, {"open_": True}, {"area": "training"}, {"newest": True}],
}


class Drawn:
    """Draws from an archive."""

    def __init__(self, archive: Archive, seed: int) -> None:
        self.archive, self.random = archive, random.Random(seed)
        with archive._reading() as connection:
            keys = (schema.reports.c.key, schema.names.c.key)
            self.reports, self.names = (connection.execute(sa.select(sa.func.max(key))).scalar_one() for key in keys)
            self.entities = list(connection.execute(sa.select(schema.named.c.entity).order_by("entity")).scalars())

    def one(self, query: Callable[[int], sa.Select[Any]], greatest: int) -> Any:  # noqa: ANN401 -- a row of any kind
        """One of the rows of the first key drawn that has some."""
        while True:
            with self.archive._reading() as connection:
                rows = connection.execute(query(self.random.randint(1, greatest))).all()
            if rows:
                return self.random.choice(rows)

    def name(self) -> str:
        """A name."""
        p, n = schema.parties.c, schema.names.c
        if self.random.random() < 1 / 3:
            return str(self.one(lambda key: sa.select(n.name).where(n.key == key), self.names).name)
        of_report = self.one(
            lambda key: sa.select(p.name).where(p.report == key, p.name != "").order_by(p.n), self.reports
        )
        return str(of_report.name)

    def pair(self) -> tuple[str, str]:
        """Two entities that one report names."""
        while True:
            key = self.random.randint(1, self.reports)
            with self.archive._reading() as connection:
                named = sorted(set(connection.execute(_entities(key)).scalars()))
            if len(named) > 1:
                a, b = self.random.sample(named, 2)
                return a, b

    def entity(self) -> str:
        """An entity."""
        if self.random.random() < 1 / 3:
            return self.random.choice(self.entities)
        return str(self.one(_entities, self.reports).entity)

    def month(self) -> dict[str, str]:
        """A month, as a stretch."""
        r = schema.reports.c
        day = self.one(lambda key: sa.select(r.first_day).where(r.key == key, r.first_day.is_not(None)), self.reports)
        return dict.fromkeys(("since", "until"), day.first_day[:7])

    def title(self, words: int) -> str:
        """So many words in a row of a title."""
        r = schema.reports.c
        while True:
            told = self.one(lambda key: sa.select(r.title).where(r.key == key, r.title.is_not(None)), self.reports)
            typed = ["".join(filter(str.isalnum, word)) for word in told.title.split()]
            typed = [word for word in typed if len(word) > 2]
            if len(typed) >= words:
                at = self.random.randrange(len(typed) - words + 1)
                return " ".join(typed[at : at + words])


def _entities(report: int) -> sa.Select[Any]:
    i = schema.identities.c
    here = i.report == report, i.item.is_not(None), i.kind.in_(ENTITY_KINDS)
    return sa.select(i.entity).where(*here).order_by(i.entity)


def cases(archive: Archive, many: int, seed: int = 0) -> Iterator[Case]:
    """So many questions to each list."""
    drawn = Drawn(archive, seed)
    for _ in range(many):
        for listing, filters in FILTERS.items():
            wanted = _filters(drawn, listing, filters)
            ask = getattr(archive, listing)
            yield listing, json.dumps(wanted, ensure_ascii=False), partial(ask, **wanted, limit=PAGE)
        yield from _about(archive, drawn)
        yield from _searches(archive, drawn)


def _filters(drawn: Drawn, listing: str, filters: list[dict[str, Any]]) -> dict[str, Any]:
    """What a list is asked for: mostly a name or an entity, now and then within a month or with another filter."""
    wanted: dict[str, Any] = {}
    kind = drawn.random.random()
    if kind < 0.75:
        wanted["party"] = drawn.name() if kind < 0.5 or listing == "figures" else drawn.entity()
    if kind > 0.65:
        wanted |= drawn.month()
    if kind > 0.85:
        wanted |= drawn.random.choice(filters)
    return wanted


def _about(archive: Archive, drawn: Drawn) -> Iterator[Case]:
    """One question of each kind about names and entities, and one to the queue."""
    name, id_, month = drawn.name(), drawn.entity(), drawn.month()
    yield "who", name, lambda: archive.who(name, limit=PAGE)
    yield "entities", name, lambda: archive.entities(name)
    yield "entity", id_, lambda: archive.entity(id_)
    yield "contacts", id_, lambda: archive.contacts(id_, limit=PAGE)
    met = archive.contacts(id_, limit=PAGE)
    a, b = (id_, drawn.random.choice(met).other.entity) if met and drawn.random.random() < 0.5 else drawn.pair()
    yield "between", f"{a} {b}", lambda: archive.between(a, b, limit=PAGE)
    kind = drawn.random.choice((None, "engagement", "meeting", "incident", "ASSAULT"))
    since, until = month["since"], month["until"]
    yield "places", f"{kind} {since}", lambda: archive.places(kind=kind, limit=PAGE, since=since, until=until)
    named = drawn.random.choice((None, "person", "body", "place", "state"))
    offset = drawn.random.randrange(5000)
    yield "most_named", f"{named} {offset}", lambda: archive.most_named(kind=named, limit=PAGE, offset=offset)
    order = drawn.random.choice((None, "confidence", "conflict", "new", "cited"))
    part = drawn.random.choice((None, "engagements", "statements", "commitments", "incidents", "figures", "parties"))
    yield "queue", f"{order} {part}", lambda: archive.reviewing().queue(order=order, part=part)


def _searches(archive: Archive, drawn: Drawn) -> Iterator[Case]:
    ways: tuple[Callable[[], str], ...] = (
        lambda: drawn.title(1), lambda: drawn.title(2), lambda: f'"{drawn.title(2)}"', lambda: drawn.title(3),
        lambda: f"{drawn.title(1)} OR {drawn.title(1)}", lambda: f"{drawn.title(1)} -{drawn.title(1)}",
        lambda: f'party:"{drawn.name()}"', lambda: f"{drawn.title(1)} from:{drawn.month()['since']}",
    )  # fmt: skip
    question = drawn.random.choice(ways)()
    yield "search", question, lambda: archive.search(question)
    yield "search_all", question, lambda: archive.search(question, parts=PARTS)
