"""FollowTheMoney 4: entities as lines of JSON, or statements as CSV, for OpenAleph, nomenklatura and yente.

Person, PublicBody, Organization and LegalEntity for who takes part, Address for places, Article for reports, Mention
for names in them, Position and Occupancy for offices, Event for engagements and incidents, Documentation for what
somebody said in a report, UnknownLink for requests and promises. `proof` is the article, `summary` has the words.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from followthemoney import EntityProxy, Statement, model
from followthemoney.statement.serialize import CSV, get_statement_writer

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.archive import own_list
from mahdar.archive.answers import PartyRef
from mahdar.archive.findings import Named
from mahdar.exchange.layout import ROOM
from mahdar.exchange.running import Export
from mahdar.exchange.texts import plain
from mahdar.who.places import locate

DATASET = "mahdar"
#: Ids of the user's own that FollowTheMoney takes as they are.
_FIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
#: Schemata of what can take part in an event; an address cannot.
_ACTORS = ("Person", "PublicBody", "Organization", "LegalEntity")


def write(export: Export) -> None:
    """Write entities, one a line."""
    with export.path.open("w", encoding="utf-8") as file:
        for entity in _Entities(export).all():
            found = entity.to_dict()
            # Its values are sets, of no order.
            found["properties"] = {name: sorted(values) for name, values in sorted(found["properties"].items())}
            file.write(json.dumps(found, ensure_ascii=False) + "\n")


def write_statements(export: Export) -> None:
    """Write statements: a row for each value of each entity."""
    reader = " ".join(export.about["archive"]["readers"])
    with export.path.open("wb") as file:
        writer = get_statement_writer(file, CSV)
        for entity in _Entities(export).all():
            statements = Statement.from_entity(entity, DATASET, origin=reader)
            for statement in sorted(statements, key=lambda one: (one.prop, one.value)):
                writer.write(statement)
        writer.close()


def _id(*parts: str) -> str:
    """An id that FollowTheMoney takes, whatever is in that of a report."""
    if all(part.replace("-", "").isascii() and part.replace("-", "").isalnum() for part in parts):
        return "-".join((DATASET, *parts))
    return f"{DATASET}-{parts[0]}-{hashlib.sha1('/'.join(parts).encode(), usedforsecurity=False).hexdigest()[:20]}"


def _of_entity(entity: str) -> str:
    return _id(*entity.replace(":", "/").split("/"))


def _of_report(report: str) -> str:
    return _id("report", report)


def _of_line(part: str, report: str, n: int) -> str:
    return _id(part, report, str(n))


class _Entities:
    """The entities of one export."""

    def __init__(self, export: Export) -> None:
        self.export, self.stream = export, export.stream
        self._own = own_list.of_entities(export.stream.connection)
        self._schema = lru_cache(maxsize=4096)(_schema_of)

    def all(self) -> Iterator[EntityProxy]:
        """All of them, the reports first."""
        count = self.export.counted
        yield from count("reports", self._articles())
        yield from count("entities", self._linked())
        yield from count("parties", self._parties())
        yield from count("offices", self._offices())
        for part in ("engagements", "incidents"):
            yield from count(part, self._events(part))
        yield from count("statements", self._statements())
        yield from count("commitments", self._commitments())

    def _articles(self) -> Iterator[EntityProxy]:
        for r in self.stream.reports(text=self.export.options.text):
            yield _entity("Article", _of_report(r.id), {
                "title": r.title or r.id, "publishedAt": r.day, "sourceUrl": r.url, "publisher": r.outlet,
                "language": "ara", "bodyText": r.text, "generator": r.reader, "fileName": r.id,
            })  # fmt: skip

    def _linked(self) -> Iterator[EntityProxy]:
        for e in self.stream.entities():
            schema = self._schema(e.types[0] if e.types else e.kind, e.name)
            actor = self._actor(schema, self._of(e.id), e.name, [e.name_en, *e.names], e.roles)
            if own := self._own.get(e.id):
                for name, value in (
                    ("alias", [n for n in own.names if n != e.name]),
                    ("wikidataId", own.wikidata),
                    ("country", own.country),
                ):
                    actor.add(name, value)
            yield actor

    def _of(self, entity: str) -> str:
        """The id of an entity: that of the user's own list, where it can be one of FollowTheMoney."""
        own = self._own.get(entity)
        return own.id if own is not None and _FIT.fullmatch(own.id) else _of_entity(entity)

    def _actor(
        self, schema: str, id_: str, name: str, others: Iterable[str | None], roles: Iterable[str | None]
    ) -> EntityProxy:
        values: dict[str, Any] = {"name": name, "alias": [other for other in others if other and other != name]}
        if schema == "Person":
            values["position"] = list(roles)
        elif schema in ("PublicBody", "LegalEntity", "Address"):
            place = locate(name).place
            values["country"] = place.country if place else None
            if schema == "Address":
                values |= {"full": name, "latitude": place and str(place.lat), "longitude": place and str(place.lon)}
        return _entity(schema, id_, values)

    def _parties(self) -> Iterator[EntityProxy]:
        """The parties that were not linked, and a mention of each party in its report."""
        for p in self.stream.parties():
            schema = self._schema(p.type, p.name)
            ref = PartyRef(p.party, p.type, p.name, p.role, p.entity)
            if p.entity is None:
                yield self._actor(schema, self._id_of(p.report, ref), p.name, p.names, [p.role])
            if schema in _ACTORS:
                yield _entity("Mention", _id("mention", p.report, p.party), {
                    "document": _of_report(p.report), "resolved": self._id_of(p.report, ref), "name": p.names or p.name,
                    "detectedSchema": schema,
                })  # fmt: skip

    def _offices(self) -> Iterator[EntityProxy]:
        seen: set[str] = set()
        for o in self.stream.offices():
            post = _id("position", hashlib.sha1(o.office.encode(), usedforsecurity=False).hexdigest()[:20])
            if post not in seen:
                seen.add(post)
                organization = self._of(o.of.entity) if o.of and self._is_body(o.of) else None
                yield _entity("Position", post, {"name": o.role, "country": o.state, "organization": organization})
            articles = [_of_report(holding.report) for holding in o.reports]
            yield _entity("Occupancy", _id("occupancy", o.person.entity, post), {
                "holder": self._of(o.person.entity), "post": post, "startDate": o.since, "endDate": o.until,
                "date": [o.first_seen, o.last_seen], "status": "ended" if o.until else None, "proof": articles,
            })  # fmt: skip

    def _is_body(self, named: Named) -> bool:
        return named.entity.startswith("body/")

    def _events(self, part: str) -> Iterator[EntityProxy]:
        for n, line in self.stream.lines(part):
            kind = line.kind if part == "engagements" else line.type
            who = [*line.who, *(line.to if part == "incidents" else [])]
            host = self._actors(line.report, [line.host]) if part == "engagements" and line.host else []
            names = "، ".join(dict.fromkeys(party.name for party in who))
            yield _entity("Event", _of_line(part, line.report, n), {
                "name": f"{kind}: {names}", "date": line.date, "location": line.place.name if line.place else None,
                "involved": self._actors(line.report, who), "organizer": host, "summary": line.quote,
                "keywords": [kind, line.status, *getattr(line, "topics", [])], "proof": _of_report(line.report),
                "recordId": f"{line.report}#{part}/{n}",
            })  # fmt: skip

    def _statements(self) -> Iterator[EntityProxy]:
        for n, s in self.stream.lines("statements"):
            for i, speaker in enumerate(s.who):
                yield _entity("Documentation", _id("statement", s.report, str(n), str(i)), {
                    "document": _of_report(s.report), "entity": self._id_of(s.report, speaker), "role": s.act,
                    "status": s.form, "summary": s.quote, "date": s.day, "proof": _of_report(s.report),
                    "recordId": f"{s.report}#statements/{n}",
                })  # fmt: skip

    def _commitments(self) -> Iterator[EntityProxy]:
        for n, c in self.stream.lines("commitments"):
            if c.from_ and c.to:
                yield _entity("UnknownLink", _of_line("commitment", c.report, n), {
                    "subject": [self._id_of(c.report, party) for party in c.from_],
                    "object": [self._id_of(c.report, party) for party in c.to], "role": f"{c.kind}: {c.area}",
                    "status": c.status, "summary": c.quote, "description": c.quantity, "date": c.day,
                    "proof": _of_report(c.report), "recordId": f"{c.report}#commitments/{n}",
                })  # fmt: skip

    def _id_of(self, report: str, party: PartyRef) -> str:
        return self._of(party.entity) if party.entity else _id("party", report, party.id)

    def _actors(self, report: str, parties: Iterable[PartyRef]) -> list[str]:
        """Ids of those parties that can take part."""
        wanted = [party for party in parties if self._schema(party.type or "", party.name) in _ACTORS]
        return [self._id_of(report, party) for party in wanted]


def _entity(schema: str, id_: str, values: dict[str, Any]) -> EntityProxy:
    entity = model.make_entity(schema)
    entity.id = id_
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if one:
                entity.add(name, plain(one))
    return entity


def _schema_of(type_: str, name: str) -> str:
    """The schema of a party of a type and name."""
    if type_ in ("PER", "person"):
        return "Person"
    if type_ in ("ORG", "body"):
        return "PublicBody" if _public().intersection(fold(name).split()) else "Organization"
    if type_ in ("GPE", "place"):
        place = locate(name).place
        return "PublicBody" if place is not None and place.kind == "country" else "LegalEntity"
    return "Address"


@cache
def _public() -> frozenset[str]:
    """Words, with and without the article, that name bodies of a state."""
    listed = [fold(word) for (word,) in rows(ROOM, "public_words.tsv")]
    return frozenset([*listed, *(f"ال{word}" for word in listed)])
