"""Withdrawal: a report goes with all that was read from it; that something went, when, by whom and why, stays.

What went is kept as keyed hashes alone (seals) of its text, its page and its address, so that it is known when it
comes in again. The key is the archive's own and lies in it: the hashes of two archives tell nothing of each other,
but who has the archive can see whether a text that he has was withdrawn from it.

A person is withdrawn by withdrawing every report that names him, not by blacking out his name: a name that is left out
of a text is still told by what stands around it, spellings that no reader found would stay, and a text that was
altered is no longer what the outlet wrote, so that words, hashes and the page's bytes would no longer agree.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mahdar.archive import account_schema as tables
from mahdar.archive import audit, dialect, finding_names, identities, kept, schema, tallies
from mahdar.archive.answers import Answer
from mahdar.archive.linked import DECISION, LINKER, RUN, read_values
from mahdar.archive.places import content_hash
from mahdar.archive.spare import unused_names
from mahdar.archive.wanted import Term, index_words, name_words, places, terms_of
from mahdar.errors import InputError
from mahdar.record import Report

_KEY = "seals"
#: What stands in the place of a reason that names somebody who was withdrawn.
REDACTED = "—"
#: Words of a name by which texts are looked through: by one word alone many others would be found.
_LEAST_WORDS = 2

_r, _i = schema.reports.c, schema.identities.c

#: Called with how many texts were looked through and how many there are.
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Withdrawal(Answer):
    """That something was withdrawn: when, by whom, why, whether a `report` or a `person`, and how many reports."""

    key: int
    at: str
    by: str
    why: str
    kind: str
    reports: int


def every(connection: sa.Connection) -> list[Withdrawal]:
    """All withdrawals, the newest first."""
    t = tables.withdrawals.c
    query = sa.select(t.key, t.at, t.by, t.why, t.kind, t.reports).order_by(t.key.desc())
    return [Withdrawal(*row) for row in connection.execute(query)]


# -- taking out ----------------------------------------------------------------------------------------------------


def withdraw(connection: sa.Connection, reports: Sequence[int], by: str, why: str, kind: str = "report") -> Withdrawal:
    """Take reports of these keys out, in the transaction of `connection`."""
    t = tables.withdrawals
    key = (connection.execute(sa.select(sa.func.max(t.c.key))).scalar_one() or 0) + 1
    made = Withdrawal(key, kept.now(), by, why, kind, len(reports))
    connection.execute(sa.insert(t), made.to_dict())
    changed: set[str] = set()
    for some in dialect.chunks(reports):
        _seal(connection, key, some)
        _forget_places(connection, some)
        ids = _ids_of(connection, some)
        tallies.add(connection, {part: -lines for part, lines in tallies.of_reports(connection, some).items()})
        _delete(connection, schema.reports, _r.key.in_(some))
        changed |= _mend(connection, ids)
    finding_names.forget(connection, unused_names())
    connection.execute(sa.delete(schema.names).where(unused_names()))
    _to_be_linked_again(connection)
    tallies.refresh_some(connection, changed, without=reports)
    audit.append(connection, by, "withdraw", f"withdrawal {key}", f"{kind}, reports {len(reports)}")
    return made


def _delete(connection: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]) -> None:
    """Delete rows, and before them those of other tables that refer to them."""
    for other in schema.metadata.sorted_tables:
        for foreign in other.foreign_keys:
            if foreign.column.table is table and other is not table:
                _delete(connection, other, foreign.parent.in_(sa.select(foreign.column).where(condition)))
    connection.execute(sa.delete(table).where(condition))


def _forget_places(connection: sa.Connection, reports: Sequence[int]) -> None:
    """What is noted of the paths, ids and addresses of reports: failures, and that they were fetched."""
    s, c = schema.sightings.c, schema.reprints.c
    named: set[str | None] = set()
    for query in (
        sa.select(_r.id, _r.given_id, _r.path, _r.url).where(_r.key.in_(reports)),
        sa.select(s.id, s.path).where(s.report.in_(reports)),
        sa.select(c.id, c.path, c.url).where(c.report.in_(reports)),
    ):
        for row in connection.execute(query):
            named.update(row)
    for table, column in ((schema.failures, schema.failures.c.where), (schema.fetched, schema.fetched.c.url)):
        for some in dialect.chunks(sorted(filter(None, named))):
            connection.execute(sa.delete(table).where(column.in_(some)))


def _ids_of(connection: sa.Connection, reports: Sequence[int]) -> tuple[set[str], set[str]]:
    """The ids of parties and lines of reports, and those of what they belong to."""
    rows = connection.execute(sa.select(_i.id, _i.entity).where(_i.report.in_(reports))).all()
    return {row.id for row in rows}, {row.entity for row in rows}


def _mend(connection: sa.Connection, ids: tuple[set[str], set[str]]) -> set[str]:
    """Let what belonged to ids that are gone go by the oldest of those that are left, until it is linked again.

    Gives all ids that something belonged to or belongs to now.
    """
    gone, belonged = ids
    groups: dict[str, list[Any]] = defaultdict(list)
    heirs: set[str] = set()
    for some in dialect.chunks(sorted(gone)):
        for row in connection.execute(sa.select(_i.key, _i.id, _i.item, _i.entity).where(_i.entity.in_(some))):
            groups[row.entity].append(row)
    for rows in groups.values():
        heir = min(rows, key=lambda row: (row.item is None, row.key))
        heirs.add(heir.id)
        for some in dialect.chunks([row.id for row in rows]):
            connection.execute(sa.update(schema.identities).where(_i.id.in_(some)).values(entity=heir.id))
    for some in dialect.chunks(sorted(gone | belonged)):
        for table in (schema.entities, schema.events, schema.chains):
            connection.execute(sa.delete(table).where(table.c.id.in_(some)))
        connection.execute(sa.delete(schema.told).where(schema.told.c.entity.in_(some)))
        t = schema.links
        connection.execute(sa.delete(t).where(sa.or_(t.c.a.in_(some), t.c.b.in_(some))))
    return gone | belonged | heirs


def _to_be_linked_again(connection: sa.Connection) -> None:
    """Let the next run of linking work, and one that is under way begin anew; empty what is made of links."""
    t, values = schema.link_state, read_values(connection)
    if LINKER in values:
        connection.execute(sa.delete(t).where(t.c.name == DECISION))
        connection.execute(dialect.upsert(t), {"name": RUN, "value": str(int(values.get(RUN, 0)) + 1)})
    for table in (*schema.FOUND, schema.meetings):
        connection.execute(sa.delete(table))


# -- who is named --------------------------------------------------------------------------------------------------


def naming(connection: sa.Connection, wanted: str, told: Told | None = None) -> tuple[list[int], list[str]]:
    """The reports that name a person: those linked to him, and those in whose words one of his full names stands.

    Gives their keys and the names. Raises `UnknownEntity`, and `InputError` for another kind of id.
    """
    id_ = identities.resolve(connection, wanted)
    if not id_.startswith("person/"):
        raise InputError("no person", expected="the id of a person, such as person/k4x2m7q3hdaz", where=wanted)
    reports = set(connection.execute(sa.select(_i.report).where(_i.entity == id_, _i.item.is_not(None))).scalars())
    names = _names(connection, id_)
    terms = _terms(_full(names))
    total = int(connection.execute(sa.select(sa.func.count()).select_from(schema.reports)).scalar_one())
    query = sa.select(_r.key, _r.title, _r.text).execution_options(yield_per=dialect.CHUNK)
    for done, row in enumerate(connection.execute(query), start=1):
        if row.key not in reports and _stands_in(terms, f"{row.title or ''}\n{row.text}"):
            reports.add(row.key)
        if told is not None and done % 100 == 0:
            told(done, total)
    return sorted(reports), names


def ids(connection: sa.Connection, keys: Sequence[int]) -> list[str]:
    """The ids of reports of these keys, in the order in which they came in."""
    found: list[str] = []
    for some in dialect.chunks(keys):
        found += connection.execute(sa.select(_r.id).where(_r.key.in_(some)).order_by(_r.key)).scalars()
    return found


def _names(connection: sa.Connection, id_: str) -> list[str]:
    """All names of an entity."""
    pn, n = schema.party_names.c, schema.names.c
    query = (
        sa.select(n.name)
        .join(schema.party_names, pn.name == n.key)
        .join(schema.identities, sa.and_(_i.report == pn.report, _i.item == pn.party))
        .where(_i.entity == id_)
        .distinct()
    )
    return sorted(connection.execute(query).scalars())


def _full(names: Iterable[str]) -> list[str]:
    """The names by which texts are looked through."""
    return [name for name in names if len(name.split()) >= _LEAST_WORDS]


def _terms(names: Iterable[str]) -> list[Term]:
    return [term for name in names for term in terms_of(f'"{name}"')]


def _stands_in(terms: list[Term], text: str) -> bool:
    words = index_words(text).split()
    there = set(words)
    return any(there.issuperset(term.rest) and any(True for _ in places(term, words)) for term in terms)


def forget_person(connection: sa.Connection, names: Sequence[str], withdrawal: int) -> None:
    """Take a person's full names out of what is noted beside the reports: reprints, saved searches, reasons."""
    full = _full(names)
    terms = _terms(full)
    c, s, d = schema.reprints, schema.searches, schema.decisions
    key, gone = seal_key(connection), []
    for row in connection.execute(sa.select(c.c.key, c.c.title, c.c.text, c.c.url)):
        text = zlib.decompress(row.text).decode() if row.text is not None else ""
        if _stands_in(terms, f"{row.title or ''}\n{text}"):
            gone.append(row.key)
            _write_seals(connection, withdrawal, _seals(key, content_hash(text) if text else None, None, row.url))
    for some in dialect.chunks(gone):
        connection.execute(sa.delete(c).where(c.c.key.in_(some)))
    words = [name_words(name) for name in full]
    for name, question, party in connection.execute(sa.select(s.c.name, s.c.words, s.c.party)).all():
        if _has_all(words, f"{name} {question} {party or ''}"):
            connection.execute(sa.delete(s).where(s.c.name == name))
    for number, why in connection.execute(sa.select(d.c.key, d.c.why)).all():
        if _has_all(words, why):
            connection.execute(sa.update(d).where(d.c.key == number).values(why=REDACTED))


def _has_all(names: list[frozenset[str]], text: str) -> bool:
    there = name_words(text)
    return any(name <= there for name in names)


# -- seals ---------------------------------------------------------------------------------------------------------


def seal_key(connection: sa.Connection) -> bytes:
    """The archive's key of seals; made where there is none."""
    t = tables.secrets
    found = connection.execute(sa.select(t.c.value).where(t.c.name == _KEY)).scalar_one_or_none()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(sa.insert(t), {"name": _KEY, "value": found})
    return bytes.fromhex(found)


def withdrawn(connection: sa.Connection, reports: Sequence[Report]) -> list[str | None]:
    """For each report the day on which it was withdrawn, None for one that was not."""
    if not reports or not _any(connection):
        return [None] * len(reports)
    key = seal_key(connection)
    seals = [_seals(key, content_hash(r.text), r.page.original if r.page is not None else None, r.url) for r in reports]
    days = _days(connection, {seal for some in seals for seal in some})
    return [next((days[seal] for seal in some if seal in days), None) for some in seals]


def withdrawn_urls(connection: sa.Connection, urls: Iterable[str]) -> set[str]:
    """Which of these addresses are of something withdrawn."""
    if not _any(connection):
        return set()
    key = seal_key(connection)
    seal_of = {url: next(iter(_seals(key, None, None, url)), "") for url in urls}
    days = _days(connection, set(seal_of.values()))
    return {url for url, seal in seal_of.items() if seal in days}


def _any(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(tables.seals.c.seal).limit(1)).first() is not None


def _days(connection: sa.Connection, seals: set[str]) -> dict[str, str]:
    t, w = tables.seals.c, tables.withdrawals.c
    found: dict[str, str] = {}
    for some in dialect.chunks(sorted(seals)):
        query = sa.select(t.seal, w.at).join(tables.withdrawals, w.key == t.withdrawal).where(t.seal.in_(some))
        found.update((seal, at[:10]) for seal, at in connection.execute(query))
    return found


def _seals(key: bytes, text_hash: str | None, page: bytes | None, url: str | None) -> dict[str, str]:
    """Keyed hashes of what a report is known by: hash to part."""
    known = {
        "text": text_hash,
        "page": hashlib.sha256(page).hexdigest() if page else None,
        "url": _address(url) if url else None,
    }
    return {
        hmac.new(key, f"{part}:{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest(): part
        for part, value in known.items()
        if value
    }


def _address(url: str) -> str | None:
    """An address without scheme and fragment; None for that of a whole site, which others have as well."""
    rest = url.partition("#")[0].partition("://")[2].removeprefix("www.")
    return rest if rest.rstrip("/").count("/") else None


def _seal(connection: sa.Connection, withdrawal: int, reports: Sequence[int]) -> None:
    """Keep seals of reports and of their copies."""
    key, o, c = seal_key(connection), schema.originals, schema.reprints
    query = sa.select(_r.content_hash, _r.url, o.c.data).outerjoin(o, o.c.report == _r.key).where(_r.key.in_(reports))
    for hash_, url, data in connection.execute(query):
        page = zlib.decompress(data) if data is not None else None
        _write_seals(connection, withdrawal, _seals(key, hash_, page, _own(connection, url, reports)))
    for url, text in connection.execute(sa.select(c.c.url, c.c.text).where(c.c.report.in_(reports))):
        hash_ = content_hash(zlib.decompress(text).decode()) if text is not None else None
        _write_seals(connection, withdrawal, _seals(key, hash_, None, url))


def _own(connection: sa.Connection, url: str | None, reports: Sequence[int]) -> str | None:
    """An address where no report that stays has it too."""
    if url is None:
        return None
    shared = sa.select(_r.key).where(_r.url == url, _r.key.not_in(reports)).limit(1)
    return None if connection.execute(shared).first() is not None else url


def _write_seals(connection: sa.Connection, withdrawal: int, seals: dict[str, str]) -> None:
    rows = [{"seal": seal, "withdrawal": withdrawal, "part": part} for seal, part in seals.items()]
    if rows:
        connection.execute(dialect.upsert(tables.seals), rows)


def allowed_in(connection: sa.Connection, pairs: Sequence[tuple[Report, Any]]) -> Iterator[tuple[Report, Any]]:
    """The pairs whose reports were not withdrawn."""
    for pair, day in zip(pairs, withdrawn(connection, [report for report, _ in pairs]), strict=True):
        if day is None:
            yield pair
