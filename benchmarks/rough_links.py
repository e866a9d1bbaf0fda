"""Rows of linking without linking, for measuring lists: parties of one kind and name are one, in a million lines too.

`write(db)` fills the tables of a SQLite archive that was read and not linked: entities by equal names, events by
kind, day and first participant, chains by area and sides, offices by person and post, series by unit and whose they
are. Their numbers and sizes are about those of real links; what they say is not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections import defaultdict
from itertools import count
from typing import Any

KIND = {"PER": "person", "ORG": "body", "GPE": "place", "LOC": "place"}
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤ"
_SOUNDS = "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a a i a a y w"
_LATIN = dict(zip(_ARABIC, _SOUNDS.split(" "), strict=True))


def code(kind: str, *what: object) -> str:
    """An id as linking gives them."""
    digest = hashlib.sha256(repr(what).encode()).digest()
    return f"{kind}/{base64.b32encode(digest).decode().lower()[:12]}"


def write(db: sqlite3.Connection) -> None:
    """Fill the tables of linking."""
    work = _Rough(db)
    db.execute("BEGIN")
    work.parties()
    work.events()
    work.chains()
    work.offices()
    work.series()
    work.rest()
    db.execute("COMMIT")


class _Rough:
    def __init__(self, db: sqlite3.Connection) -> None:
        self.db, self.keys = db, count(1)
        self.entity: dict[tuple[int, str], str] = {}
        self.identities: list[tuple[Any, ...]] = []
        self.day = dict(db.execute("SELECT key, day FROM reports"))

    def put(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Insert rows."""
        if rows:
            self.db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def roles(self, table: str) -> dict[tuple[int, int], list[str]]:
        """The entities that have a part in each line."""
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for report, n, _, party in self.db.execute(f"SELECT * FROM {table}"):
            if (report, party) in self.entity:
                found[report, n].append(self.entity[report, party])
        return {line: list(dict.fromkeys(some)) for line, some in found.items()}

    def one(self, kind: str, item: tuple[Any, ...], groups: dict[Any, str], group: object, step: str | None) -> str:
        """Give a party or line an id, and put it into its group."""
        id_ = code(kind, *item)
        entity = groups.setdefault(group, id_)
        self.identities.append((next(self.keys), id_, kind, item[0], str(item[1]), entity, step))
        return entity

    def parties(self) -> None:
        """Persons, bodies and places."""
        groups: dict[Any, str] = {}
        named: dict[str, tuple[Any, ...]] = {}
        for report, party, type_, name, folded in self.db.execute(
            "SELECT report, party, type, name, folded FROM parties ORDER BY report, n"
        ):
            kind = KIND.get(type_, "place")
            entity = self.one(kind, (report, party), groups, (kind, folded), None)
            self.entity[report, party] = entity
            english = "".join(_LATIN.get(letter, letter) for letter in name).title()
            named.setdefault(entity, (entity, kind, name, english))
        self.put("entities", list(named.values()))

    def events(self) -> None:
        """Engagements as events."""
        who, groups = self.roles("participants"), dict[Any, str]()
        told: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        query = "SELECT report, n, kind, date, first_day, last_day, place, status FROM engagements ORDER BY report, n"
        for report, n, kind, date, first, last, place, status in self.db.execute(query):
            sides = who.get((report, n), [])
            day = first or self.day[report]
            id_ = self.one("engagement", (report, n), groups, (kind, day, sides[0] if sides else report), None)
            told[id_].append((kind, date, day, last or day, self.entity.get((report, place)), status, sides, report))
        events, accounts, parties, versions = [], [], [], []
        for id_, some in told.items():
            kind, date, first, last, place, status, sides, _ = some[0]
            events.append((id_, kind, date))
            accounts.append((id_, status, place, len(some), first, last))
            parties += [(id_, i, side) for i, side in enumerate(sides)]
            dates = sorted({row[1] for row in some if row[1]})
            if len(dates) > 1:
                versions += [(id_, i, "date", day, day, json.dumps(["r"]), 0, 0) for i, day in enumerate(dates)]
        for table, rows in (("events", events), ("event_accounts", accounts), ("event_parties", parties),
                            ("event_versions", versions)):  # fmt: skip
            self.put(table, rows)

    def chains(self) -> None:
        """Commitments as chains."""
        givers, takers, groups = self.roles("actors"), self.roles("recipients"), dict[Any, str]()
        found: dict[str, tuple[str, list[str], list[str]]] = {}
        query = "SELECT report, n, kind, area FROM commitments ORDER BY report, n"
        for report, n, kind, area in self.db.execute(query):
            a, b = givers.get((report, n), []), takers.get((report, n), [])
            group = (area, a[0] if a else report, b[0] if b else report)
            found.setdefault(self.one("chain", (report, n), groups, group, kind), (area, a, b))
        statuses = ("open", "open", "conditional", "delivered", "refused", "partly_delivered")
        self.put("chains", [(id_, area, statuses[hash(id_) % 6]) for id_, (area, _, _) in found.items()])
        self.put("chain_sides", [
            (id_, side, i, entity) for id_, (_, a, b) in found.items() for side, some in (("giver", a), ("taker", b))
            for i, entity in enumerate(some)
        ])  # fmt: skip

    def offices(self) -> None:
        """Posts of persons."""
        groups: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
        query = "SELECT report, party, role, of FROM parties WHERE type = 'PER' AND role IS NOT NULL ORDER BY report, n"
        for report, party, role, of in self.db.execute(query):
            groups[self.entity[report, party], role].append((report, party, self.entity.get((report, of))))
        offices, shown = [], []
        for n, ((person, role), some) in enumerate(groups.items()):
            days = sorted(filter(None, (self.day[row[0]] for row in some))) or [None]
            of = next((row[2] for row in some if row[2]), None)
            offices.append((n, role, person, role, of, None, None, n % 17 == 0, days[0], days[-1], None, None, days[0],
                            days[-1]))  # fmt: skip
            shown += [(n, i, r, p, self.day[r], role, "holds") for i, (r, p, _) in enumerate(some[:200])]
        self.put("offices", offices)
        self.put("office_reports", shown)

    def series(self) -> None:
        """Figures of one unit and party, where several reports have them; not more than sixty in one."""
        groups: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
        for report, n, value, unit, of, _, start, end in self.db.execute("SELECT * FROM figures ORDER BY report, n"):
            entity = self.entity.get((report, of))
            if entity is not None:
                groups[unit, entity, len(groups[unit, entity, 0]) // 60].append((report, n, value, start, end))
        names = dict(self.db.execute("SELECT id, name FROM entities"))
        series, points, claimed, numbers = [], [], [], count()
        for (unit, entity, _), some in groups.items():
            reports = {row[0] for row in some}
            if len(reports) < 2:
                continue
            n = next(numbers)
            days = sorted(filter(None, (self.day[r] for r in reports))) or [None]
            some = some[:60]
            series.append((n, names[entity], unit, "stated", n % 5 == 0, len(reports), days[0], days[-1],
                           len(some)))  # fmt: skip
            claimed.append((entity, n))
            points += [
                (n, i, r, number, self.day[r], value, None, "exact", json.dumps([entity]), None, 0, start, end)
                for i, (r, number, value, start, end) in enumerate(some)
            ]
        self.put("figure_series", series)
        self.put("series_points", points)
        self.put("series_claimants", claimed)

    def rest(self) -> None:
        """Ids, pairs that wait, which record was linked, states."""
        self.put("identities", self.identities)
        persons = [row[1] for row in self.identities if row[2] == "person"][:20_000]
        self.put("links", [(a, b, "person", 0.3 + hash(a) % 50 / 100, "a family name", 1)
                           for a, b in zip(persons[::4], persons[1::4], strict=False)])  # fmt: skip
        self.db.execute("INSERT INTO linked SELECT report, max(key) FROM records GROUP BY report")
        self.put("states", [
            (f"state:{iso}", name, iso, json.dumps([name], ensure_ascii=False))
            for iso, name in (("SA", "السعودية"), ("IQ", "العراق"), ("YE", "اليمن"), ("EG", "مصر"), ("US", "أمريكا"))
        ])  # fmt: skip
        self.put("link_state", [("run", "1")])
