"""What a search looks into: reports and lines as documents of folded words, kept up to date by writing.

A document is a report or one of its statements, engagements or commitments. Its words are folded and cut as a
question's are (`wanted`), one space between them. SQLite indexes the rows of `documents` (FTS5, by triggers);
PostgreSQL has their words once more in the column `lexemes`, words of fields marked by `search_query.MARKS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from mahdar.archive import dialect, postgresql, schema
from mahdar.archive.days import days_of
from mahdar.archive.search_query import EVERY, MARKS, kind_word
from mahdar.archive.wanted import index_words
from mahdar.record import Record

#: Which way documents are made. Raised with a change to folding or to what a document holds: archives of another
#: version are indexed anew when they are opened.
VERSION = "1"
#: Words and characters of a text that are indexed. PostgreSQL counts places of words up to 16,383 and takes 1 MB of
#: words for a document; no report of a newspaper comes near.
MOST_WORDS, MOST_CHARACTERS = 15_000, 200_000
PARTS = ("report", "statement", "engagement", "commitment")
#: Reports that are indexed at a time when all are.
_REBUILT = 500

_d, _r = schema.documents.c, schema.reports.c


@dataclass(frozen=True, slots=True)
class Source:
    """A report as it is to be found: its key, what it says, its days and its newest record."""

    key: int
    title: str | None
    text: str
    outlet: str | None
    days: tuple[str | None, str | None]
    record: Record


def index(connection: sa.Connection, sources: Sequence[Source]) -> None:
    """Put reports that are not in the index into it, with their lines."""
    left_out = _left_out(connection, [source.key for source in sources])
    following = (connection.execute(sa.select(sa.func.max(_d.key))).scalar_one() or 0) + 1
    found = [row for source in sources if source.key not in left_out for row in _documents(source)]
    if not found:
        return
    if dialect.is_postgresql(connection):
        columns = [*(column.name for column in schema.documents.columns), "lexemes"]
        rows: list[tuple[object, ...]] = [(key, *row, _lexemes(*row[5:])) for key, row in enumerate(found, following)]
        postgresql.copy_rows(connection, schema.documents.name, columns, rows)
    else:
        dialect.insert_rows(connection, schema.documents, [(key, *row) for key, row in enumerate(found, following)])


def index_again(connection: sa.Connection, reports: Sequence[int]) -> None:
    """Bring the documents of reports up to date with their newest records."""
    remove(connection, reports)
    for some in dialect.chunks(reports, _REBUILT):
        index(connection, list(_sources(connection, some)))


def remove(connection: sa.Connection, reports: Iterable[int]) -> None:
    """Take reports of these keys, and their lines, out of the index."""
    for some in dialect.chunks(sorted(reports)):
        connection.execute(sa.delete(schema.documents).where(_d.report.in_(some)))


def leave_out(connection: sa.Connection, report: int, at: str) -> bool:
    """Take a report out of the index for good; False where it is out already."""
    if _left_out(connection, [report]):
        return False
    connection.execute(sa.insert(schema.unlisted), {"report": report, "at": at})
    remove(connection, [report])
    return True


def take_back(connection: sa.Connection, report: int) -> bool:
    """Put a report that was left out into the index again; False where it is in it."""
    if not _left_out(connection, [report]):
        return False
    connection.execute(sa.delete(schema.unlisted).where(schema.unlisted.c.report == report))
    index_again(connection, [report])
    return True


def is_current(connection: sa.Connection) -> bool:
    """Whether the index was made as this version makes it."""
    t = schema.search_state.c
    return connection.execute(sa.select(t.value).where(t.name == "version")).scalar_one_or_none() == VERSION


def rebuild(connection: sa.Connection) -> int:
    """Make the whole index anew in the transaction of `connection`; gives how many reports are in it."""
    _clear(connection)
    keys = list(connection.execute(sa.select(_r.key).order_by(_r.key)).scalars())
    for some in dialect.chunks(keys, _REBUILT):
        index(connection, list(_sources(connection, some)))
    if not dialect.is_postgresql(connection):
        connection.exec_driver_sql("INSERT INTO full_text (full_text) VALUES ('optimize')")
    row = {"name": "version", "value": VERSION}
    connection.execute(dialect.upsert(schema.search_state), row)
    return len(keys)


def _clear(connection: sa.Connection) -> None:
    if dialect.is_postgresql(connection):
        connection.exec_driver_sql("TRUNCATE documents")
        return
    # Row by row the triggers would take every word out again; and what is damaged could not be taken out at all.
    connection.exec_driver_sql("INSERT INTO full_text (full_text) VALUES ('delete-all')")
    triggers = list(connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'documents_out'").scalars())
    connection.exec_driver_sql("DROP TRIGGER documents_out")
    connection.execute(sa.delete(schema.documents))
    for trigger in triggers:
        connection.exec_driver_sql(trigger)


def _left_out(connection: sa.Connection, reports: Sequence[int]) -> set[int]:
    t = schema.unlisted.c
    found: set[int] = set()
    for some in dialect.chunks(reports):
        found.update(connection.execute(sa.select(t.report).where(t.report.in_(some))).scalars())
    return found


def _sources(connection: sa.Connection, keys: Sequence[int]) -> Iterator[Source]:
    """Reports of these keys with their newest records."""
    t = schema.records.c
    newest = sa.select(sa.func.max(t.key)).where(t.report.in_(keys)).group_by(t.report)
    query = sa.select(_r.key, _r.title, _r.text, _r.outlet, _r.first_day, _r.last_day, t.record)
    query = query.join(schema.records, t.report == _r.key).where(t.key.in_(newest)).order_by(_r.key)
    for key, title, text, outlet, first, last, record in connection.execute(query):
        yield Source(key, title, text, outlet, (first, last), Record.model_validate(json.loads(record)))


# -- documents -----------------------------------------------------------------------------------------------------

#: A row of `documents` without its key: report, part, n, first and last day, then the texts.
_Row = tuple[int, str, int, str | None, str | None, str, str, str, str, str, str]


def _documents(source: Source) -> Iterator[_Row]:
    """The documents of a report: itself, then its lines."""
    record, outlet = source.record, index_words(source.outlet or "")
    names = {party.id: _name_words(party.names, party.role) for party in record.parties}
    yield (
        source.key, "report", 0, *source.days, index_words(source.title or ""), _cut(index_words(source.text)), outlet,
        _several(names.values()), _several(names[p.id] for p in record.parties if p.type in ("GPE", "LOC")),
        _kinds("report", *_all_codes(record)),
    )  # fmt: skip

    def line(
        part: str, n: int, span: tuple[int, int], who: Iterable[str], codes: Iterable[str | None],
        date: str | None = None, place: str | None = None,
    ) -> _Row:  # fmt: skip
        days = days_of(date) or source.days
        words = _cut(index_words(source.text[slice(*span)]))
        parties = _several(names.get(party, "") for party in dict.fromkeys(who))
        return source.key, part, n, *days, "", words, outlet, parties, names.get(place or "", ""), _kinds(part, *codes)

    for n, s in enumerate(record.statements):
        yield line("statement", n, s.span, s.who, (s.act, s.form))
    for n, e in enumerate(record.engagements):
        who = [*e.who, *([e.host] if e.host else [])]
        yield line("engagement", n, e.span, who, (e.kind, e.status, *e.topics), e.date, e.place)
    for n, c in enumerate(record.commitments):
        yield line("commitment", n, c.span, [*c.from_, *c.to], (c.kind, c.area, c.status))


def _all_codes(record: Record) -> Iterator[str]:
    """What a report has: parts and kinds of its lines."""
    for part, some in (
        ("statement", record.statements), ("engagement", record.engagements), ("commitment", record.commitments)
    ):  # fmt: skip
        if some:
            yield part
    for s in record.statements:
        yield s.act
    for e in record.engagements:
        yield from (e.kind, *e.topics)
    for c in record.commitments:
        yield from (c.kind, c.area)


def _name_words(names: Sequence[str], role: str | None) -> str:
    return _several(map(index_words, [*names, *([role] if role else [])]))


def _several(texts: Iterable[str]) -> str:
    """Texts one behind the other, parted by a word that nobody can ask for, so that no phrase goes across."""
    return f" {EVERY} ".join(dict.fromkeys(filter(None, texts)))


def _kinds(*codes: str | None) -> str:
    return " ".join(dict.fromkeys([EVERY, *(kind_word(code) for code in codes if code)]))


def _cut(words: str) -> str:
    """Words up to where the index ends."""
    if len(words) > MOST_CHARACTERS:
        words = words[:MOST_CHARACTERS].rpartition(" ")[0]
    if words.count(" ") >= MOST_WORDS:
        words = " ".join(words.split(" ", MOST_WORDS)[:MOST_WORDS])
    return words


def _lexemes(title: str, body: str, outlet: str, party: str, place: str, kind: str) -> str:
    """A document as PostgreSQL's tsvector: every word with its places, words of fields marked."""
    places: dict[str, list[int]] = {}
    words = title.split()
    for at, word in enumerate(words, start=1):
        places.setdefault(word, []).append(at)
        places.setdefault(MARKS["title"] + word, []).append(at)
    # One place is left free, so that no phrase goes from the title into the text.
    for at, word in enumerate(body.split(), start=len(words) + 2):
        places.setdefault(word, []).append(at)
    for name, text in (("outlet", outlet), ("party", party), ("place", place), ("kind", kind)):
        for at, word in enumerate(text.split(), start=1):
            places.setdefault(MARKS[name] + word, []).append(at)
    return " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())
