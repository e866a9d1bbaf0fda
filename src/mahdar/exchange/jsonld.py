"""JSON-LD with the words of schema.org: NewsArticle, Person, Organization, Place, Event and Claim.

What schema.org has no word for (acts of speech, areas, spans) stands under the prefix `mahdar`. The context is
inside, so that nothing is fetched to read it. One node a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from mahdar.archive import own_list
from mahdar.archive.answers import PartyRef
from mahdar.exchange.places import Places
from mahdar.exchange.running import Export
from mahdar.exchange.texts import plain

URN = "urn:mahdar:"
CONTEXT = {
    "@vocab": "https://schema.org/",
    "mahdar": f"{URN}term:",
    **{name: {"@type": "@id"} for name in (
        "about", "appearance", "attendee", "organizer", "location", "author", "isBasedOn", "subjectOf", "memberOf",
        "mahdar:from", "mahdar:to", "eventStatus", "sameAs", "claimInterpreter", "worksFor", "isPartOf",
    )},
}  # fmt: skip
_STATUSES = {
    "held": "https://schema.org/EventCompleted", "planned": "https://schema.org/EventScheduled",
    "cancelled": "https://schema.org/EventCancelled",
}  # fmt: skip
_TYPES = {"PER": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place"}
_KINDS = {"person": "Person", "body": "Organization", "place": "Place"}
Node = dict[str, Any]


def write(export: Export) -> None:
    """Write the graph."""
    with export.path.open("w", encoding="utf-8") as file:
        file.write('{"@context": ' + _json(CONTEXT) + ',\n"@graph": [\n')
        about = {"@id": f"{URN}export", "@type": "Dataset", "name": "Mahdar", "version": export.about["layout"]}
        file.write(_json(about | {"mahdar:about": json.dumps(export.about, ensure_ascii=False)}))
        for node in _nodes(export):
            file.write(",\n" + _json({key: value for key, value in node.items() if value not in (None, [])}))
        file.write("\n]}\n")


def _nodes(export: Export) -> Iterator[Node]:
    yield from export.counted("reports", _reports(export))
    yield from export.counted("entities", _entities(export))
    yield from export.counted("parties", _parties(export))
    yield from export.counted("engagements", _engagements(export))
    yield from export.counted("incidents", _incidents(export))
    yield from export.counted("statements", _statements(export))
    yield from export.counted("commitments", _commitments(export))


def report_id(report: str) -> str:
    """The IRI of a report."""
    return f"{URN}report:{quote(report, safe='')}"


def entity_id(entity: str) -> str:
    """The IRI of an entity, event or chain."""
    return URN + quote(entity.replace("/", ":", 1), safe=":")


def party_id(report: str, party: PartyRef) -> str:
    """The IRI of a party: its entity's, or where it was not linked one of its own."""
    return entity_id(party.entity) if party.entity else f"{report_id(report)}:{quote(party.id, safe='')}"


def _line_id(report: str, part: str, n: int) -> str:
    return f"{report_id(report)}:{part}:{n}"


def _reports(export: Export) -> Iterator[Node]:
    for r in export.stream.reports(text=export.options.text):
        yield {
            "@id": report_id(r.id), "@type": "NewsArticle", "headline": r.title, "datePublished": r.day, "url": r.url,
            "publisher": {"@type": "Organization", "name": r.outlet} if r.outlet else None, "inLanguage": "ar",
            "articleBody": r.text, "isBasedOn": report_id(r.copy_of) if r.copy_of else None, "identifier": r.id,
            "mahdar:reader": r.reader, "mahdar:sha256": r.content_hash,
        }  # fmt: skip


def _entities(export: Export) -> Iterator[Node]:
    own = own_list.of_entities(export.stream.connection)
    for e in export.stream.entities():
        is_person = e.kind == "person"
        listed = own.get(e.id)
        yield {
            "@id": entity_id(e.id), "@type": _KINDS[e.kind], "identifier": e.id, "name": _in_both(e.name, e.name_en),
            "alternateName": [_arabic(name) for name in e.names if name != e.name],
            "jobTitle": [_arabic(role) for role in e.roles] if is_person else [],
            "sameAs": f"http://www.wikidata.org/entity/{listed.wikidata}" if listed and listed.wikidata else None,
            "mahdar:ownId": listed.id if listed else None,
        }  # fmt: skip


def _parties(export: Export) -> Iterator[Node]:
    """The parties that were not linked."""
    for p in export.stream.parties():
        if p.entity is None:
            yield {
                "@id": party_id(p.report, PartyRef(p.party, p.type, p.name, p.role)), "@type": _TYPES[p.type],
                "name": _arabic(p.name), "jobTitle": _arabic(p.role) if p.role else None,
                "subjectOf": report_id(p.report),
            }  # fmt: skip


def _engagements(export: Export) -> Iterator[Node]:
    places = Places(export.stream)
    for n, e in export.stream.lines("engagements"):
        yield _event(places, "engagements", n, e) | {
            "additionalType": e.kind, "eventStatus": _STATUSES.get(e.status), "mahdar:status": e.status,
            "attendee": [party_id(e.report, party) for party in e.who],
            "organizer": party_id(e.report, e.host) if e.host else None, "keywords": e.topics,
            "mahdar:historical": e.historical or None,
        }  # fmt: skip


def _incidents(export: Export) -> Iterator[Node]:
    places = Places(export.stream)
    for n, i in export.stream.lines("incidents"):
        yield _event(places, "incidents", n, i) | {
            "additionalType": i.type, "mahdar:mode": i.mode, "mahdar:status": i.status, "mahdar:killed": i.killed,
            "mahdar:injured": i.injured, "mahdar:from": [party_id(i.report, party) for party in i.who],
            "mahdar:to": [party_id(i.report, party) for party in i.to],
        }  # fmt: skip


def _event(places: Places, part: str, n: int, line: Any) -> Node:  # noqa: ANN401 -- a line
    where: Any = None
    if line.place is not None:
        where = party_id(line.report, line.place)
        if (found := places.of_party(line.report, line.place.id)) is not None:
            geo = {"@type": "GeoCoordinates", "latitude": found.lat, "longitude": found.lon}
            where = {"@id": where, "@type": "Place", "geo": geo}
    return _told(part, n, line) | {"@type": "Event", "startDate": line.date, "location": where, "name": _named(line)}


def _named(line: Any) -> Node:  # noqa: ANN401 -- a line
    return _arabic("، ".join(party.name for party in line.who))


def _statements(export: Export) -> Iterator[Node]:
    for n, s in export.stream.lines("statements"):
        yield _told("statements", n, s) | {
            "@type": "Claim", "text": _arabic(s.quote), "author": [party_id(s.report, party) for party in s.who],
            "appearance": report_id(s.report), "mahdar:act": s.act, "mahdar:form": s.form,
        }  # fmt: skip


def _commitments(export: Export) -> Iterator[Node]:
    for n, c in export.stream.lines("commitments"):
        yield _told("commitments", n, c) | {
            "@type": "Claim", "text": _arabic(c.quote), "author": [party_id(c.report, party) for party in c.from_],
            "appearance": report_id(c.report), "additionalType": c.kind, "mahdar:area": c.area,
            "mahdar:to": [party_id(c.report, party) for party in c.to], "mahdar:status": c.status,
            "mahdar:quantity": c.quantity, "mahdar:deadline": c.deadline, "mahdar:condition": c.condition,
        }  # fmt: skip


def _told(part: str, n: int, line: Any) -> Node:  # noqa: ANN401 -- a line
    """What all lines have: where they stand, and how sure they are."""
    start, end = line.span
    return {
        "@id": _line_id(line.report, part, n), "subjectOf": report_id(line.report), "mahdar:quote": _arabic(line.quote),
        "mahdar:start": start, "mahdar:end": end, "mahdar:confidence": line.confidence,
        "mahdar:day": line.day if line.dated_by == "report" else None,
        "mahdar:review": line.review.state if line.review else None,
    }  # fmt: skip


def _arabic(text: str) -> Node:
    return {"@value": text, "@language": "ar"}


def _in_both(name: str, name_en: str | None) -> Any:  # noqa: ANN401 -- one or two values
    return [_arabic(name), {"@value": name_en, "@language": "en"}] if name_en else _arabic(name)


def _json(value: object) -> str:
    return plain(json.dumps(value, ensure_ascii=False))
