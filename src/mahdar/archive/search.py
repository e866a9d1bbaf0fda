"""Searching: a question goes in, the documents that answer it come out, the best first.

Both databases find the same documents, the newest in the archive first; the best of the newest `RANKED` are put in
front by a measure of our own, so that the order is the same as well. The measure is BM25 over the words of
the question, with words of the title counted thrice and the weight of each word taken from these documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple

import sqlalchemy as sa

from mahdar.archive import dialect, finding, lines, schema
from mahdar.archive.answers import Hit, Line, ReportLine
from mahdar.archive.search_index import PARTS
from mahdar.archive.search_query import EVERYTHING, FIELDS, Leaf, Query, fts5, loosely, tsquery
from mahdar.archive.wanted import Term, matches, places, snippet_span

#: Of how many documents the best come first. Ranking one takes some 30 µs.
RANKED = 300
#: BM25's own: how soon a word more adds little, and how much a long text is held against it.
_K1, _B = 1.2, 0.75
_TITLE = 3
#: Of PostgreSQL: what it costs to look through a document, in costs of fetching one; and how many times as many
#: documents are looked through as should do.
_COMMON, _AMPLE = 4, 4
#: How many times it is looked among the newest, farther back each time, before all are fetched.
_WINDOWS = 3

_d, _r = schema.documents.c, schema.reports.c
_LINES = {
    "statement": (schema.statements, (schema.speakers,), lines.statement),
    "engagement": (schema.engagements, (schema.participants,), lines.engagement),
    "commitment": (schema.commitments, (schema.actors, schema.recipients), lines.commitment),
}


class Place(NamedTuple):
    """Where a document comes from: the `n`-th line of that part of a report, or (`report`, 0) the report itself."""

    report: int
    part: str
    n: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it is narrowed down by."""

    query: Query
    conditions: tuple[sa.ColumnElement[bool], ...]

    def select(self, connection: sa.Connection, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """A query for `columns` of the documents that answer."""
        if self.query.tree is None:
            return sa.select(*columns).where(sa.false())
        if dialect.is_postgresql(connection):
            every = sa.select(*columns).select_from(schema.documents).where(*self.conditions)
            return every if self.query.tree == EVERYTHING else every.where(_has(tsquery(self.query.tree)))
        if self.query.tree == EVERYTHING:
            return sa.select(*columns).select_from(schema.documents).where(*self.conditions)
        found = sa.text("full_text MATCH :expression").bindparams(expression=fts5(self.query.tree))
        return sa.select(*columns).select_from(_FOUND).where(found, *self.conditions)


def _has(expression: str) -> sa.TextClause:
    """The condition of PostgreSQL that a document has what an expression asks for."""
    return sa.text("documents.lexemes @@ CAST(:expression AS tsquery)").bindparams(
        sa.bindparam("expression", expression, unique=True)
    )


_FULL_TEXT = sa.table("full_text", sa.column("rowid", sa.Integer))
_FOUND = dialect.InOrder(_FULL_TEXT, schema.documents, schema.documents.c.key == _FULL_TEXT.c.rowid)


def asked(
    connection: sa.Connection,
    query: Query,
    parts: Sequence[str],
    filters: finding.Filters,
    *,
    after: int | None = None,
    upto: int | None = None,
) -> Asked:
    """A question to documents of `parts`; `after` asks for reports of greater keys alone, `upto` for documents up to
    that key. Raises `BadDate`.
    """
    conditions: list[sa.ColumnElement[bool]] = []
    if set(parts) != set(PARTS):
        conditions.append(_d.part.in_(sorted(parts)))
    for since, until in ((filters.since, filters.until), (query.since, query.until)):
        conditions += finding.within(since, until, _d.first_day, _d.last_day)
    if filters.outlet is not None:
        conditions.append(_d.report.in_(sa.select(_r.key).where(_r.outlet == filters.outlet)))
    if filters.party is not None:
        conditions.append(_d.report.in_(finding.reports_of(connection, filters.party)))
    if after is not None:
        conditions.append(_d.report > after)
    if upto is not None:
        conditions.append(_d.key <= upto)
    if dialect.is_postgresql(connection):
        # Its guesses at rare words are too high, and it would rather look through everything.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return Asked(query, tuple(conditions))


def count(connection: sa.Connection, question: Asked) -> int:
    """How many documents answer."""
    found = question.select(connection, sa.func.count())
    return int(connection.execute(found).scalar_one())


def best(connection: sa.Connection, question: Asked, limit: int | None, offset: int) -> list[Place]:
    """The documents that answer, the best first; behind the first `RANKED` in order of age."""
    if question.query.tree is None:
        return []
    end = None if limit is None else offset + limit
    columns = (_d.key, _d.report, _d.part, _d.n)
    rows = _newest(connection, question, columns, None if end is None else max(end, RANKED))
    scores = _scores(connection, question.query.leaves(), [row.key for row in rows[:RANKED]])
    first = sorted(rows[:RANKED], key=lambda row: (-scores.get(row.key, 0.0), -row.key))
    return [Place(row.report, row.part, row.n) for row in [*first, *rows[RANKED:]][offset:end]]


def newest(connection: sa.Connection, question: Asked, limit: int) -> list[Place]:
    """The documents that answer, what came into the archive last first."""
    if question.query.tree is None:
        return []
    rows = _newest(connection, question, (_d.key, _d.report, _d.part, _d.n), limit)
    return [Place(row.report, row.part, row.n) for row in rows]


def _newest(
    connection: sa.Connection, question: Asked, columns: Sequence[sa.ColumnElement[Any]], most: int | None
) -> list[sa.Row[Any]]:
    """The documents that answer, the newest first."""
    if not dialect.is_postgresql(connection):
        key = _d.key if question.query.tree == EVERYTHING else _FULL_TEXT.c.rowid
        found = question.select(connection, *columns).order_by(key.desc()).limit(most)
        return list(connection.execute(found))
    newest = question.select(connection, *columns).order_by(_d.key.desc()).limit(most)
    if question.query.tree == EVERYTHING:
        return list(connection.execute(newest))
    rows = _in_windows(connection, question, newest, most) if most is not None else None
    if rows is not None:
        return rows
    loose = loosely(question.query.tree) if question.query.tree is not None and most is not None else None
    if loose is not None:
        # Joined in another way than row by row, all of them would be read.
        connection.exec_driver_sql("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        rows = list(connection.execute(_phrases(question, loose, columns).limit(most)))
        connection.exec_driver_sql("SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")
        return rows
    # Asked for in order, PostgreSQL would look through all documents from the newest on: seconds for a rare word.
    all_found = question.select(connection, *columns).cte("found").prefix_with("MATERIALIZED")
    return list(connection.execute(sa.select(all_found).order_by(all_found.c.key.desc()).limit(most)))


def _phrases(question: Asked, loose: str, columns: Sequence[sa.ColumnElement[Any]]) -> sa.Select[Any]:
    """A query for documents that have all words of the phrases, in which the phrases are looked for from the newest on.

    To see whether words stand in a row a document is read; of the first some hundred that is, not of all.
    """
    assert question.query.tree is not None
    likely = sa.select(_d.key).where(_has(loose), *question.conditions).cte("likely").prefix_with("MATERIALIZED")
    newest = sa.select(likely.c.key).order_by(likely.c.key.desc()).offset(0).subquery("newest")
    found = sa.select(*columns).select_from(newest.join(schema.documents, _d.key == newest.c.key))
    return found.where(_has(tsquery(question.query.tree))).order_by(newest.c.key.desc())


def _in_windows(
    connection: sa.Connection, question: Asked, newest: sa.Select[Any], most: int
) -> list[sa.Row[Any]] | None:
    """The newest answers to a question of common words, looked for among the newest documents; None where that takes
    longer than to fetch all that PostgreSQL's index names.

    Looking through a document costs some 40 µs, fetching one that the index names some 10 µs; the quicker way follows
    from how many answers there may be, and that from how many there are among the newest.
    """
    if question.query.tree is None:
        return None
    explained = sa.text("EXPLAIN (FORMAT JSON) SELECT 1 FROM documents WHERE lexemes @@ CAST(:expression AS tsquery)")
    (told,) = connection.execute(explained, {"expression": tsquery(question.query.tree)}).scalar_one()
    expected = float(told["Plan"]["Plan Rows"])
    size = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE oid = 'documents'::regclass").scalar_one()
    if size <= 0 or expected * expected <= _COMMON * most * size:
        return None
    last = connection.execute(sa.select(sa.func.max(_d.key))).scalar_one() or 0
    width = _AMPLE * most * size / expected
    for _ in range(_WINDOWS):
        rows = list(connection.execute(newest.where(_d.key > int(last - width))))
        if len(rows) == most:
            return rows
        width *= _AMPLE * most / (len(rows) or 1)
        if not rows or _COMMON * width > expected:
            return None
    return None


# -- ranking -------------------------------------------------------------------------------------------------------


def _scores(connection: sa.Connection, leaves: Sequence[Leaf], keys: Sequence[int]) -> dict[int, float]:
    """How well each document answers."""
    if len(keys) < 2 or not leaves:
        return {}
    counted: dict[int, list[float]] = {}
    lengths: dict[int, int] = {}
    fields = sorted({leaf.field for leaf in leaves if leaf.field in FIELDS})
    for some in dialect.chunks(keys):
        columns = (_d.key, _d.title, _d.body, *(_d[name] for name in fields if name and name != "title"))
        for row in connection.execute(sa.select(*columns).where(_d.key.in_(some))):
            title, body = row.title.split(), row.body.split()
            lengths[row.key] = len(body)
            counted[row.key] = [
                _count(leaf.term, body) + _TITLE * _count(leaf.term, title)
                if leaf.field is None
                else float(_count(leaf.term, row._mapping[leaf.field].split()) > 0)
                for leaf in leaves
            ]
    average = sum(lengths.values()) / len(lengths) or 1.0
    having = [sum(counts[i] > 0 for counts in counted.values()) for i in range(len(leaves))]
    weights = [log(1 + (len(counted) - n + 0.5) / (n + 0.5)) for n in having]
    return {
        key: round(sum(w * _saturated(c, lengths[key] / average) for w, c in zip(weights, counts, strict=True)), 9)
        for key, counts in counted.items()
    }


def _saturated(count: float, length: float) -> float:
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length)) if count else 0.0


def _count(term: Term, words: list[str]) -> int:
    return sum(1 for _ in places(term, words))


# -- answers -------------------------------------------------------------------------------------------------------


def hits(connection: sa.Connection, query: Query, found: Sequence[Place]) -> list[Hit]:
    """The answers at these places, with the words that match."""
    terms = query.terms()
    titles = [*terms, *(leaf.term for leaf in query.leaves() if leaf.field == "title")]
    reports = _reports(connection, sorted({place.report for place in found}))
    told = _lines(connection, found)
    answers = []
    for place in found:
        line, text = reports[place.report]
        own = told.get(place)
        answers.append(_report_hit(terms, titles, line, text) if own is None else _line_hit(terms, line, place, own))
    return answers


def _reports(connection: sa.Connection, keys: Sequence[int]) -> dict[int, tuple[ReportLine, str]]:
    found = {}
    for some in dialect.chunks(keys):
        query = sa.select(_r.key, _r.text, *finding.LINE).where(_r.key.in_(some))
        found.update({key: (ReportLine(*rest), text) for key, text, *rest in connection.execute(query)})
    return found


def _lines(connection: sa.Connection, found: Sequence[Place]) -> dict[Place, Line]:
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in found:
        if place.part in _LINES:
            wanted[place.part].append((place.report, place.n))
    told: dict[Place, Line] = {}
    for part, some in wanted.items():
        table, roles, build = _LINES[part]
        answers = lines.Question(connection, table, roles).at(some, build)
        told.update({Place(report, part, n): line for (report, n), line in zip(some, answers, strict=True)})
    return told


def _report_hit(terms: list[Term], titles: list[Term], line: ReportLine, text: str) -> Hit:
    found = matches(terms, text)
    start, end = snippet_span(text, found)
    return Hit(
        report=line.id, title=line.title, day=line.day, outlet=line.outlet, snippet=text[start:end],
        snippet_span=(start, end),
        spans=list(dict.fromkeys((s, e) for s, e, _ in found if start <= s and e <= end)),
        title_spans=list(dict.fromkeys((s, e) for s, e, _ in matches(titles, line.title or ""))),
    )  # fmt: skip


def _line_hit(terms: list[Term], report: ReportLine, place: Place, line: Line) -> Hit:
    start = line.span[0]
    spans = dict.fromkeys((start + s, start + e) for s, e, _ in matches(terms, line.quote))
    return Hit(
        report=report.id, title=report.title, day=line.day, outlet=report.outlet, snippet=line.quote,
        snippet_span=line.span, spans=list(spans), title_spans=[], part=place.part, n=place.n, line=line,
    )  # fmt: skip
