"""Engagements, commitments and copies of all reports: who is who is known, and sides go by it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from json import dumps, loads
from typing import Any, NamedTuple

from mahdar.ledger import chains, events
from mahdar.ledger.chains import JOINS, LAST, RAREST, UNKNOWN_DAY
from mahdar.ledger.copies import likest
from mahdar.ledger.events import NEXT, PUT_OFF, Telling
from mahdar.ledger.sides import Side
from mahdar.pages.copies import FORMULA, LIKELY, SHARED_ANCHORS, Fingerprint, fingerprint_of
from mahdar.record import Commitment, Engagement
from mahdar.scale.bench import Bench, Block, Judge, Row
from mahdar.scale.forest import together
from mahdar.scale.taken import MOST, number_of

_PAIR = (("a", "int64"), ("b", "int64"), ("score", "float64"))


def sides(bench: Bench) -> None:
    """Give every side its entity: `told_sides` (l, sides as JSON)."""
    with bench.stage("sides"):
        bench.table(
            "entities",
            """
            SELECT p, e, kind FROM (FROM people UNION ALL FROM bodily UNION ALL FROM placed) JOIN parties USING (p)""",
        )
        bench.table(
            "body_states",
            """
            SELECT e, any_value(told) AS state FROM of_body JOIN bodily USING (p)
            WHERE told IS NOT NULL GROUP BY e HAVING count(DISTINCT told) = 1""",
        )
        bench.table(
            "told_sides",
            """
            SELECT l, to_json(list([role, coalesce(x.kind || ':' || x.e, CASE WHEN role = 'near' THEN party ELSE
                       (l // 65536) || ':' || party END), y.kind || ':' || y.e, s.state, b.state] ORDER BY i)
                   )::VARCHAR AS sides
            FROM sides s LEFT JOIN entities x ON x.p = s.p LEFT JOIN entities y ON y.p = s.body
            LEFT JOIN body_states b ON b.e = x.e AND x.kind = 'body' GROUP BY l""",
        )


# -- engagements ---------------------------------------------------------------------------------------------------


def link_events(bench: Bench) -> None:
    """Fill `event_of` (l, root): the first engagement of each event."""
    with bench.stage("events: pairs"):
        bench.table(
            "whole_tellings",
            """
            SELECT l, r, doc, told, coalesce(sides, '[]') AS sides
            FROM tellings JOIN reports USING (r) LEFT JOIN told_sides USING (l)""",
        )
        bench.each("telling_keys", "SELECT l, doc, told, sides FROM whole_tellings", Judge(_telling_keys, (
            ("key", "int64"), ("spot", "int32"), ("l", "int64"),
        )), group=8_192)  # fmt: skip
        _neighbours(bench, "telling_pairs", "SELECT DISTINCT key, spot, l FROM telling_keys", "spot, l", NEXT)
        bench.each("event_pairs", f"""
            SELECT a.l, a.doc, a.told, a.sides, b.l, b.doc, b.told, b.sides
            FROM (SELECT DISTINCT a, b FROM telling_pairs
                  WHERE b_spot - a_spot <= {PUT_OFF} AND a // 65536 <> b // 65536) pair
            JOIN whole_tellings a ON a.l = pair.a JOIN whole_tellings b ON b.l = pair.b""",
            Judge(_event_pairs, _PAIR), group=8_192)  # fmt: skip
    with bench.stage("events: groups"):
        bench.table("numbered", "SELECT l, row_number() OVER (ORDER BY l) - 1 AS n FROM whole_tellings")
        together(
            bench,
            "near_tellings",
            """
            SELECT x.n, y.n FROM event_pairs JOIN numbered x ON x.l = a JOIN numbered y ON y.l = b""",
        )
        bench.blocks("event_of", """
            SELECT root, 0 AS what, l AS a, NULL AS b, NULL AS score, doc, told, sides
            FROM whole_tellings JOIN numbered USING (l) JOIN near_tellings USING (n)
            UNION ALL SELECT root, 1, a, b, score, NULL, NULL, NULL
            FROM event_pairs JOIN numbered ON l = a JOIN near_tellings USING (n)""",
            Judge(_event_groups, (("l", "int64"), ("root", "int64"))), group=8_192)  # fmt: skip


def _neighbours(bench: Bench, name: str, query: str, order: str, many: int) -> None:
    """Pairs of rows of one key that are next to each other, `many` at the most from one on."""
    # Rows of a key are cut into stretches of `many`; the next ones lie in a row's own stretch or the one behind it.
    bench.table(
        name,
        f"""
        WITH ranked AS (
            SELECT *, row_number() OVER (PARTITION BY key ORDER BY {order}) AS n,
                   count(*) OVER (PARTITION BY key) AS many
            FROM ({query})),
        cut AS (SELECT *, n // {many} AS stretch FROM ranked WHERE many > 1)
        SELECT a.l AS a, b.l AS b, a.spot AS a_spot, b.spot AS b_spot FROM cut a
        JOIN (SELECT *, stretch AS near FROM cut UNION ALL SELECT *, stretch - 1 FROM cut) b
            ON b.key = a.key AND b.near = a.stretch
        WHERE b.n > a.n AND b.n <= a.n + {many}""",
    )


@lru_cache(maxsize=4_096)
def _telling(line: int, doc: str, told: str, sides: str) -> Telling:
    kind, status, date, day, land, words = loads(told)
    engagement = Engagement.model_construct(kind=kind, status=status, date=date)
    by_role = _by_role(sides)
    who = tuple(dict.fromkeys(Side(entity, body, state or of) for entity, body, state, of in by_role("who")))
    place = next((entity for entity, *_ in by_role("place") if ":" in entity and not entity[0].isdigit()), None)
    near = {state or entity for entity, _, state, _ in by_role("near")} - {k for s in who for k in (s.entity, s.state)}
    return Telling(doc, line, engagement, who, place, day, frozenset(words), land, frozenset(near))


def _by_role(sides: str) -> Any:  # noqa: ANN401
    told = loads(sides)
    return lambda role: [rest for role_, *rest in told if role_ == role]


def _telling_keys(rows: Iterator[Row]) -> Iterator[Row]:
    for line, doc, told, sides in rows:
        telling = _telling(line, doc, told, sides)
        at = events.at_of(telling)
        if at is not None:
            yield from ((number_of(dumps(key)), at, line) for key in events.keys_of(telling))


def _event_pairs(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        a, b = _telling(*row[:4]), _telling(*row[4:])
        at, other = events.at_of(a), events.at_of(b)
        if at is not None and other is not None and other - at <= events.reach(a, b):
            score = events.likeness(a, b)
            if score >= events.SAME:
                yield row[0], row[4], score


def _event_groups(blocks: Iterator[Block]) -> Iterator[Row]:
    for block in blocks:
        told = {line: _telling(line, doc, *rest) for _, what, line, _, _, doc, *rest in block if what == 0}
        scored = ((score, told[a], told[b]) for _, what, a, b, score, *_ in block if what == 1)
        for group in events.joined(list(told.values()), scored):
            least = min(t.index for t in group)
            yield from ((t.index, least) for t in group)


# -- commitments ---------------------------------------------------------------------------------------------------


def link_chains(bench: Bench) -> None:
    """Fill `chain_of` (l, root): the first commitment of each chain."""
    with bench.stage("chains: words"):
        bench.table(
            "ordered",
            f"""
            SELECT l, r, row_number() OVER (ORDER BY coalesce(day, '{UNKNOWN_DAY}'), doc, start, ends, l) - 1 AS n
            FROM commitments JOIN reports USING (r)""",
        )
        bench.table("stem_rows", "SELECT l, unnest(words) AS stem FROM commitments")
        bench.table("stem_counts", "SELECT stem, count(*) AS many FROM stem_rows GROUP BY stem")
        bench.table(
            "whole_commitments",
            """
            SELECT l, n, told, coalesce(sides, '[]') AS sides, stems, counts FROM commitments JOIN ordered USING (l)
            LEFT JOIN told_sides USING (l) LEFT JOIN (
                SELECT l, to_json(list(stem ORDER BY many, stem))::VARCHAR AS stems,
                       to_json(list(many ORDER BY many, stem))::VARCHAR AS counts
                FROM stem_rows JOIN stem_counts USING (stem) GROUP BY l) USING (l)""",
        )
        # A row of a word is wanted where it is looked up by it, or one of the next so many is.
        bench.table(
            "word_rows",
            f"""
            WITH looked AS (
                SELECT l, stem, many, row_number() OVER (PARTITION BY l ORDER BY many, stem) <= {RAREST} AS looked
                FROM stem_rows JOIN stem_counts USING (stem) WHERE true),
            keyed AS (
                SELECT stem AS key, l, n, looked FROM looked JOIN ordered USING (l) WHERE many > 1
                UNION ALL SELECT ' ' || r, l, n, true FROM ordered
                WHERE r IN (SELECT r FROM ordered GROUP BY r HAVING count(*) > 1))
            SELECT key, l, n, looked FROM keyed
            QUALIFY max(looked) OVER (PARTITION BY key ORDER BY n ROWS BETWEEN CURRENT ROW AND {LAST} FOLLOWING)""",
        )
    with bench.stage("chains: pairs"):
        ((total,),) = bench.sql("SELECT greatest(count(*), 50) FROM stem_counts")
        # A stretch of a word's rows is one block, with the rows of the stretch before it to compare with.
        bench.table(
            "stretches",
            f"""
            WITH ranked AS (SELECT *, row_number() OVER (PARTITION BY key ORDER BY n) - 1 AS spot FROM word_rows)
            SELECT hash(key) AS h, key, spot // {STRETCH} AS stretch, l, n, looked FROM ranked
            UNION ALL SELECT hash(key), key, spot // {STRETCH} + 1, l, n, false FROM ranked
            WHERE spot % {STRETCH} >= {STRETCH - LAST}""",
        )
        bench.blocks("best_pairs", f"""
            SELECT key || ' ' || stretch, n, key, l, looked, told, sides, stems, counts, {total}
            FROM stretches JOIN whole_commitments USING (l, n)""",
            Judge(_chain_pairs, (*_PAIR, ("n", "int64"))), group=20_480)  # fmt: skip
    with bench.stage("chains: groups"):
        together(
            bench,
            "chain_roots",
            """
            SELECT x.n, y.n FROM (SELECT a, arg_max(b, (score, n)) AS b FROM best_pairs GROUP BY a)
            JOIN ordered x ON x.l = a JOIN ordered y ON y.l = b""",
        )
        bench.table(
            "chain_of",
            """
            SELECT x.l, y.l AS root FROM chain_roots c JOIN ordered x ON x.n = c.n JOIN ordered y ON y.n = c.root""",
        )


#: Rows of a word that are one block.
STRETCH = 2_000


class _Looked(NamedTuple):
    """A commitment, the rarest of its words, and how much each word counts."""

    told: chains.Told
    rarest: tuple[str, ...]
    rare: dict[str, float]


@lru_cache(maxsize=16_384)
def _commitment(line: int, told: str, sides: str, stems: str | None, counts: str | None, total: int) -> _Looked:
    kind, area, status, deadline, day, start, plain = loads(told)
    one = Commitment.model_construct(
        kind=kind, area=area, status=status, deadline=deadline, span=(start, start + 1), from_=[], to=[]
    )
    by_role = _by_role(sides)
    givers, takers = (
        tuple(Side(entity, body, state) for entity, body, state, _ in by_role(role)) for role in ("giver", "taker")
    )
    words, many = loads(stems or "[]"), loads(counts or "[]")
    doc = str(line // MOST)
    found = chains.Told(doc, line, one, givers, takers, frozenset(words), plain, day or UNKNOWN_DAY)
    rare = {word: chains.rarity(count, total) for word, count in zip(words, many, strict=True)}
    return _Looked(found, tuple(words[:RAREST]), rare)


def _chain_pairs(blocks: Iterator[Block]) -> Iterator[Row]:
    """For each commitment that is looked up by a word the likest of those before it that have the word."""
    for block in blocks:
        rare: dict[str, float] = {}
        near: deque[tuple[int, chains.Told]] = deque(maxlen=LAST)
        for _, n, key, line, looked, *told in block:
            one = _commitment(line, *told)
            rare |= one.rare
            if looked:
                # Two that share several words are compared where they share the rarest.
                others = (
                    other
                    for other in near
                    if key[0] == " " or next(w for w in one.rarest if w in other[1].words) == key
                )
                scored = ((chains.likeness(one.told, other, rare), m, other.index) for m, other in others)
                score, m, best = max(scored, default=(0.0, -1, -1))
                if score >= JOINS:
                    yield line, best, score, m
            near.append((n, one.told))


# -- copies --------------------------------------------------------------------------------------------------------


def link_copies(bench: Bench) -> None:
    """Fill `copies` (r, original, share, kind)."""
    with bench.stage("copies: pairs"):
        _neighbours(
            bench,
            "anchored",
            "SELECT anchor AS key, pos AS spot, pos AS l FROM anchors JOIN reports USING (r)",
            "l",
            FORMULA,
        )
        bench.table(
            "likely",
            f"""
            SELECT a, b FROM (SELECT a, b, count(*) AS shared FROM anchored GROUP BY a, b)
            JOIN reports x ON x.pos = a JOIN reports y ON y.pos = b
            WHERE shared >= {SHARED_ANCHORS} AND shared >= {LIKELY} * least(x.anchors, y.anchors)""",
        )
    with bench.stage("copies: texts"):
        bench.table(
            "texts",
            """
            SELECT pos, text, day FROM (SELECT r, text FROM records) JOIN reports USING (r)
            WHERE pos IN (SELECT a FROM likely UNION SELECT b FROM likely)""",
        )
        bench.blocks("copied", """
            SELECT b, a, x.text, x.day, y.text, y.day
            FROM likely JOIN texts x ON x.pos = a JOIN texts y ON y.pos = b""",
            Judge(_copies, (("copy", "int64"), ("first", "int64"), ("share", "float64"), ("kind", "string"))),
            group=2_048)  # fmt: skip
        together(bench, "copy_roots", "SELECT copy, first FROM copied")
        bench.table(
            "copies",
            """
            SELECT x.r, y.r AS original, share, kind FROM copied JOIN copy_roots ON n = copy
            JOIN reports x ON x.pos = copy JOIN reports y ON y.pos = root""",
        )


@lru_cache(maxsize=2_000)
def _print_of(text: str, day: str | None) -> Fingerprint | None:
    return fingerprint_of(text, day)


def _copies(blocks: Iterator[Block]) -> Iterator[Row]:
    for block in blocks:
        print_ = _print_of(*block[0][4:6])
        others = [(str(a), other) for _, a, text, day, *_ in block if (other := _print_of(text, day)) is not None]
        taken = likest(print_, others) if print_ is not None else None
        if taken is not None:
            yield block[0][0], int(taken[0]), taken[1], taken[2]
