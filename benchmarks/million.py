"""An archive of a million lines for measuring: `python -m benchmarks.million BASE.db TARGET [--copies 7]`.

BASE is a SQLite archive of real reports, read and linked. TARGET, a file, gets BASE and copies of it in which every
word that is not common in BASE has other letters (always the same ones in one copy: names stay names, and words of a
report stay those of its lines), every report another day within eleven years, and what was linked other ids, but for
entities whose name stayed the same. So the lexicon and the names grow as with real reports, and common words stay
common. With TARGET the address of a PostgreSQL database, BASE is copied into it as it is: give it the file that was
made before. Rows are written by SQL past the archive's own ways, since it is not writing that is to be measured.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache

from sqlalchemy import Boolean, Connection, delete, func, select

from mahdar.arabic.names import sound_key
from mahdar.archive import Archive, dialect, finding_names, postgresql, schema, tallies, told
from mahdar.archive.search_index import _lexemes
from mahdar.archive.wanted import index_words, name_key

#: A word of as many documents stays as it is; letters of others are turned round this wheel, which has no clitic.
COMMON, WHEEL = 400, "تثجحخدذرزسشصضطظعغقمن"
_WORD = re.compile("[\u0621-\u064a\u064b-\u065f\u0670]{3,}")
#: Keys that grow by the size of BASE with every copy: column of a table, and which table's size.
SHIFTED = {"report": "reports", "copy": "reports", "original": "reports", "copy_of": "reports", "record": "records"}
CHANGED = {"title", "text", "name", "body", "party_words", "quantity", "condition", "role", "what", "office"}
IDS = {"entity", "a", "b", "person", "of_entity"}
LINES = [
    "mentions",
    "engagements",
    "participants",
    "statements",
    "speakers",
    "commitments",
    "actors",
    "recipients",
    "incidents",
    "perpetrators",
    "targets",
    "figures",
    "skipped",
    "records",
]


@cache
def wheel(copy: int) -> dict[int, str]:
    """The letters of a copy."""
    return {ord(letter): WHEEL[(at + copy) % len(WHEEL)] for at, letter in enumerate(WHEEL)}


class Changed(dict[str, str]):
    """Words of BASE to those of a copy."""

    def __init__(self, common: set[str], copy: int) -> None:
        super().__init__()
        self.common, self.copy = common, copy

    def __missing__(self, word: str) -> str:
        rare = not self.common.issuperset(index_words(word).split())
        self[word] = word.translate(wheel(self.copy)) if rare else word
        return self[word]

    def text(self, text: str | None) -> str | None:
        """A text of BASE in the words of the copy."""
        return None if text is None else _WORD.sub(lambda found: self[found[0]], text)


class Multiplier:
    """Writes copies of the first reports of a file into it."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous = off", "journal_mode = off", "cache_size = -1000000", "temp_store = memory"):
            self.db.execute(f"PRAGMA {pragma}")
        self.size = {name: self.greatest(name) for name in ("reports", "records", "names", "documents", "identities")}
        self.size |= {name: self.greatest(name, "n") for name in ("offices", "figure_series")}
        self.db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, full_text, row)")
        rows = self.db.execute("SELECT term FROM vocabulary WHERE doc >= ?", (COMMON,))
        self.common = {term for (term,) in rows}
        self.db.create_function("name_key", 1, name_key, deterministic=True)
        self.db.create_function("sound_key", 1, sound_key, deterministic=True)

    def greatest(self, table: str, key: str = "key") -> int:
        """The greatest key of a table."""
        return int(self.db.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()[0])

    def columns(self, table: str) -> list[str]:
        """The columns of a table."""
        return [column.name for column in schema.metadata.tables[table].columns]

    def put(self, table: str, where: str = "true", **own: str) -> None:
        """Insert the rows of BASE anew, the columns in `own` by an expression."""
        names = self.columns(table)
        told = ", ".join(own.get(name, f't."{name}"') for name in names)
        quoted = ", ".join(f'"{name}"' for name in names)
        self.db.execute(f'INSERT INTO "{table}" ({quoted}) SELECT {told} FROM "{table}" t WHERE {where}')

    def copy(self, copy: int, *, whole: bool = True) -> None:
        """Write copy number `copy`; where it is not `whole`, in the words of BASE, without what no list looks at."""
        n, words = self.size, Changed(self.common, copy)
        self.db.create_function("changed", 1, words.text if whole else lambda text: text, deterministic=True)
        plus = {name: f"+ {copy * size}" for name, size in n.items()}
        report = f"t.report {plus['reports']}"
        mine = f"t.report <= {n['reports']}"
        self.names(plus)
        self.db.execute("BEGIN")
        days = {day: moved(f"t.{day}", "t.key", copy) for day in ("date", "day", "first_day", "last_day")}
        self.put(
            "reports", f"t.key <= {n['reports']}", key=f"t.key {plus['reports']}", id=f"t.id || '-{copy}'",
            given_id=f"t.given_id || '-{copy}'", content_hash=f"substr(t.content_hash, 1, 60) || 'z{copy:03d}'",
            title="changed(t.title)", text="changed(t.text)", **days,
        )  # fmt: skip
        self.put("parties", mine, report=report, name="changed(t.name)", folded="name_key(changed(t.name))",
                 role="changed(t.role)")  # fmt: skip
        new_name = "(SELECT new FROM temp.name_map WHERE old = t.name)"
        self.put("party_names", mine, report=report, name=new_name)
        for table in LINES:
            if not whole and table in UNLISTED:
                continue
            own = {"report": report}
            if table == "records":
                own |= {"key": f"t.key {plus['records']}"}
            if "first_day" in self.columns(table):
                own |= {day: moved(f"t.{day}", "t.report", copy) for day in ("date", "first_day", "last_day")}
            self.put(table, mine, **own)
        if whole:
            self.put(
            "documents", f"t.key <= {n['documents']}", key=f"t.key {plus['documents']}", report=report,
            **{name: f"changed(t.{name})" for name in ("title", "body", "party", "place")},
            **{day: moved(f"t.{day}", "t.report", copy) for day in ("first_day", "last_day")},
        )  # fmt: skip
        self.linked(copy, plus, report, mine, whole=whole)
        if whole:
            self.reviews(copy, report, mine)
        self.db.execute("COMMIT")

    def names(self, plus: dict[str, str]) -> None:
        """Names of the copy, and which name of BASE each is."""
        self.db.execute("DROP TABLE IF EXISTS temp.name_map")
        self.db.execute("CREATE TEMP TABLE name_map (old INTEGER PRIMARY KEY, new INTEGER, name TEXT)")
        mine = f"key <= {self.size['names']}"
        self.db.execute(f"INSERT INTO name_map SELECT key, NULL, changed(name) FROM names WHERE {mine}")
        self.db.execute(
            "INSERT OR IGNORE INTO names (key, name, folded, sound) "
            f"SELECT old {plus['names']}, name, name_key(name), sound_key(name) FROM name_map"
        )
        self.db.execute("UPDATE name_map SET new = (SELECT key FROM names n WHERE n.name = name_map.name)")

    def linked(self, copy: int, plus: dict[str, str], report: str, mine: str, *, whole: bool) -> None:
        """What was linked: everything goes by a new id but entities whose name is the same in the copy."""
        own_id = "substr(id, 1, instr(id, '/')) || '" + "abcdefghijklmnop"[copy] + "' || substr(id, instr(id, '/') + 1)"
        self.db.execute("DROP TABLE IF EXISTS temp.id_map")
        self.db.execute("CREATE TEMP TABLE id_map (old TEXT PRIMARY KEY, new TEXT)")
        known = f"key <= {self.size['identities']}"
        self.db.execute(f"INSERT INTO id_map SELECT id, {own_id} FROM identities WHERE {known}")
        # Entities of the same name stay; their parties have ids of their own all the same.
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS stays (id TEXT PRIMARY KEY)")
        self.db.execute("DELETE FROM stays")
        self.db.execute("INSERT INTO stays SELECT id FROM entities WHERE changed(name) = name")
        new = "(SELECT new FROM id_map WHERE old = t.{0})".format

        def of(column: str) -> str:
            stays = f"(SELECT id FROM stays WHERE id = t.{column})"
            return f"coalesce({stays}, {new(column)}, t.{column})"

        old = "t.id IN (SELECT old FROM id_map)"
        gone = f"{old} AND t.id NOT IN (SELECT id FROM stays)"
        self.put("identities", f"t.{known}", key=f"t.key {plus['identities']}", id=new("id"), report=report,
                 entity=of("entity"))  # fmt: skip
        self.put("entities", gone, id=new("id"), name="changed(t.name)")
        # A country is the place of its state, of which there is one.
        located = "t.entity IN (SELECT old FROM id_map) AND t.entity NOT IN (SELECT id FROM stays)"
        self.put("known", f"{located} AND t.kind IS NOT 'country'", entity=new("entity"))
        year = {day: moved(f"t.{day}", str(copy), copy) for day in ("date", "first_day", "last_day")}
        self.put("events", old, id=new("id"), date=year["date"])
        self.put("chains", old, id=new("id"))
        self.put("chain_sides", old, id=new("id"), entity=of("entity"))
        self.put("event_accounts", old, id=new("id"), place=of("place"), first_day=year["first_day"],
                 last_day=year["last_day"])  # fmt: skip
        self.put("event_parties", old, id=new("id"), entity=of("entity"))
        self.put("event_versions", old, id=new("id"))
        self.put("links", "t.a IN (SELECT old FROM id_map)", a=new("a"), b=new("b"))
        first = f"t.n <= {self.size['offices']}"
        number = f"t.n {plus['offices']} + {copy}"
        self.put("offices", first, n=number, person=of("person"), of=of("of"), role="changed(t.role)", **{
            day: moved(f"t.{day}", str(copy), copy)
            for day in ("first_seen", "last_seen", "since", "until", "first_day", "last_day")
        })  # fmt: skip
        self.put("office_reports", first, n=number, report=report, role="changed(t.role)")
        first = f"t.n <= {self.size['figure_series']}"
        number = f"t.n {plus['figure_series']} + {copy}"
        self.put("figure_series", first, n=number, what="changed(t.what)", first_day=year["first_day"],
                 last_day=year["last_day"])  # fmt: skip
        self.put("series_points", first, n=number, report=report, copy_of=f"t.copy_of {plus['reports']}")
        self.put("series_claimants", first, n=number)
        self.put("copies", f"t.copy <= {self.size['reports']}", copy=f"t.copy {plus['reports']}",
                 original=f"t.original {plus['reports']}")  # fmt: skip
        if whole:
            self.put("linked", mine, report=report, record=f"t.record {plus['records']}")
            self.put("link_notes", mine, report=report)

    def reviews(self, copy: int, report: str, mine: str) -> None:
        """Reviews of the copies: each is about a line as read, none about another review."""
        size = self.size.setdefault("reviews", self.greatest("reviews"))
        records = f"{copy * self.size['records']}"
        self.put("reviews", f"t.key <= {size}", key=f"t.key + {copy * size}", report=report)
        self.put("reviewed", f"t.review <= {size}", record=f"t.record + {records}", base=f"t.base + {records}",
                 review=f"t.review + {copy * size}")  # fmt: skip
        self.put("reviewed_lines", mine, report=report)


#: What no list looks at but the search.
UNLISTED = {"mentions", "skipped", "records"}


def moved(day: str, report: str, copy: int) -> str:
    """A day, some years earlier; what is no day stays."""
    back = f"(({report} * 7919 + {copy} * 401) % 4000)"
    return f"CASE WHEN length({day}) = 10 THEN date({day}, '-' || {back} || ' days') ELSE {day} END"


def multiply(base: str, target: str, copies: int) -> None:
    """Make a file of `copies` times what is in another."""
    shutil.copyfile(base, target)
    work = Multiplier(target)
    triggers = [row[0] for row in work.db.execute("SELECT sql FROM sqlite_master WHERE name = 'documents_in'")]
    work.db.execute("DROP TRIGGER documents_in")
    for copy in range(1, copies):
        begun = time.perf_counter()
        work.copy(copy)
        print(f"copy {copy}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    for trigger in triggers:
        work.db.execute(trigger)
    work.db.execute("INSERT INTO full_text (full_text) VALUES ('rebuild')")
    first = work.size["names"]
    work.db.close()
    count_anew(target, first)


def count_anew(target: str, first: int) -> None:
    """Write what is kept of the lines that were copied: words of names behind key `first`, counts."""
    n = schema.names.c
    with Archive(target) as archive, dialect.writing(archive._engine) as connection:
        new = connection.execute(select(n.key, n.folded, n.sound).where(n.key > first)).all()
        finding_names.add(connection, [(row.key, row.folded, row.sound) for row in new])
        told.refresh(connection)
        connection.execute(delete(schema.counted))
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tallies.TABLES
        }
        tallies.add(connection, rows)
        connection.exec_driver_sql("ANALYZE")


def transfer(base: str, target: str) -> None:
    """Put every row of a file into an empty PostgreSQL database, the indexes that are no keys made at the end."""
    source = sqlite3.connect(base)
    with Archive(target) as archive:
        with dialect.writing(archive._engine) as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # references are sound
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
            indexes = _without_indexes(connection)
            for table in schema.metadata.sorted_tables:
                begun = time.perf_counter()
                names = [column.name for column in table.columns]
                if table is schema.search_state:
                    continue
                extra = ["lexemes"] if table is schema.documents else []
                postgresql.copy_rows(connection, table.name, names + extra, _rows(source, table))  # type: ignore[arg-type]
                print(f"{table.name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
            for index in indexes:
                connection.exec_driver_sql(index.replace("%", "%%"))
        archive._compact()


def _without_indexes(connection: Connection) -> list[str]:
    """Drop the indexes that hold no key, and tell how to make them anew."""
    indexes = connection.exec_driver_sql(
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE c.relnamespace = current_schema()::regnamespace "
        "AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)"
    ).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [made for _, made in indexes]


def _rows(source: sqlite3.Connection, table: schema.Table) -> Iterator[Sequence[object]]:
    booleans = [at for at, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
    quoted = ", ".join(f'"{column.name}"' for column in table.columns)
    for row in source.execute(f'SELECT {quoted} FROM "{table.name}"'):
        values = list(row)
        for at in booleans:
            values[at] = None if values[at] is None else bool(values[at])
        if table is schema.documents:
            values.append(_lexemes(*row[6:]))
        yield values


def main() -> None:
    """Multiply, or transfer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("target")
    parser.add_argument("--copies", type=int, default=7)
    options = parser.parse_args()
    if options.target.startswith("postgresql://"):
        transfer(options.base, options.target)
    else:
        multiply(options.base, options.target, options.copies)
    with Archive(options.target) as archive:
        print(archive.counts(), archive.upkeep().space() if hasattr(archive.upkeep(), "space") else "")


if __name__ == "__main__":
    main()
