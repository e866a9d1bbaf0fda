"""What a party or a line is known by: an id of its own, and which it is when its report is read anew.

own_id("person", content_hash, "p1")      'person/k4x2m7q3hdaz': the same in every archive that has the text
carried(old, new)                         where the parties and lines of an old record are in a new one
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mahdar.record import Commitment, Engagement, Party, Record, Span

#: Kinds of what has an id; a chain is known by its commitments.
KINDS = ("person", "body", "place", "engagement", "chain")
KIND_OF_TYPE = {"PER": "person", "ORG": "body", "GPE": "place", "LOC": "place"}
#: Letters of an id: of a million there are two alike once in two million archives.
LETTERS = 12


_Line = Engagement | Commitment


class Part(NamedTuple):
    """A party or a line of a record: its kind, and its party id or the number of the line."""

    kind: str
    item: str


def own_id(kind: str, content_hash: str, item: str, again: int = 0) -> str:
    """The id of a party or line of a text; `again` tells those apart that readings called by one name."""
    told = f"{kind} {content_hash} {item}" + (f" {again}" if again else "")
    digest = b32encode(hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()).decode().lower()
    return f"{kind}/{digest[:LETTERS]}"


def parts(record: Record) -> Iterator[Part]:
    """The parties, engagements and commitments of a record, in its order."""
    for party in record.parties:
        yield Part(KIND_OF_TYPE[party.type], party.id)
    yield from (Part("engagement", str(n)) for n in range(len(record.engagements)))
    yield from (Part("chain", str(n)) for n in range(len(record.commitments)))


def carried(old: Record, new: Record) -> dict[Part, Part]:
    """For each part of the old record that the new one has too, which it is there; both are of one text.

    Parties are one where they are of a kind and their mentions lie on the same characters, else by a name in common;
    lines where their spans lie on the same characters.
    """
    spans = _mentioned(old), _mentioned(new)
    found: dict[Part, Part] = {}
    scored = [
        (_alike(a, b, spans[0].get(a.id, []), spans[1].get(b.id, [])), n, m, a, b)
        for n, a in enumerate(old.parties)
        for m, b in enumerate(new.parties)
        if KIND_OF_TYPE[a.type] == KIND_OF_TYPE[b.type]
    ]
    taken: set[str] = set()
    for score, _, _, a, b in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        kind = KIND_OF_TYPE[a.type]
        if score > 0 and Part(kind, a.id) not in found and b.id not in taken:
            found[Part(kind, a.id)] = Part(kind, b.id)
            taken.add(b.id)
    found |= _lines("engagement", old.engagements, new.engagements)
    return found | _lines("chain", old.commitments, new.commitments)


def _mentioned(record: Record) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for mention in record.mentions:
        spans.setdefault(mention.party, []).append((mention.start, mention.end))
    return spans


def _alike(a: Party, b: Party, x: Iterable[Span], y: Sequence[Span]) -> float:
    """How many mentions of two parties overlap, and less than one for a name in common."""
    shared = sum(any(_overlap(span, other) for other in y) for span in x)
    return shared + 0.5 * bool(set(a.names) & set(b.names)) + 0.1 * (a.id == b.id) * bool(shared)


def _lines(kind: str, old: Sequence[_Line], new: Sequence[_Line]) -> dict[Part, Part]:
    """Lines whose spans overlap, the greatest share first; of those alike, the ones of one kind."""
    scored = [
        (_overlap(a.span, b.span) + 0.01 * (a.kind == b.kind), n, m)
        for n, a in enumerate(old)
        for m, b in enumerate(new)
        if _overlap(a.span, b.span)
    ]
    found: dict[Part, Part] = {}
    taken: set[int] = set()
    for _, n, m in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if Part(kind, str(n)) not in found and m not in taken:
            found[Part(kind, str(n))] = Part(kind, str(m))
            taken.add(m)
    return found


def _overlap(a: Span, b: Span) -> float:
    """Share of the shorter of two spans that the other covers."""
    return max(min(a[1], b[1]) - max(a[0], b[0]), 0) / min(a[1] - a[0], b[1] - b[0])
